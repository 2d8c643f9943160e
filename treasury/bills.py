"""The legal papers (公益事业捐赠票据): held, issued, void, and no number missing.

1. Bills are held in ranges of one code; two ranges never meet.
2. Within a range bills are used in order: each number is issued, void or still blank,
   and blanks stand only at the end.
3. A number is issued once. A gift has one bill that stands, of what is left of it;
   before a gift is given back its bill comes back and is void.
4. A bill that is void has all its copies at hand; where one is lost, a declaration is
   named.

Basis: 公益事业捐赠票据使用管理暂行办法（财综〔2010〕112号）.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budgets.records import locked, text_faults
from ledger import store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import append, lookups
from treasury import donation_tables as t
from treasury.donation_tables import NUMBER_BOUND, STOCK_MOST
from treasury.donations import gift
from treasury.errors import DonationRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """Bills of one code, from the first number to the last, as they were acquired."""

    number: int = 0
    code: str
    first: int
    last: int
    digits: int
    acquired_on: dt.date
    paper: str

    def holds(self, code: str, number: int) -> bool:
        """Whether a bill is of this range."""
        return code == self.code and self.first <= number <= self.last

    def told(self, number: int) -> str:
        """A number as it stands on the paper, with leading noughts."""
        return f"{number:0{self.digits}d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """A bill that was used: issued for a gift, void, or one and then the other."""

    code: str
    number: int
    gift: str = ""
    amount: Money | None = None
    issued_on: dt.date | None = None
    voided_on: dt.date | None = None
    reason: str = ""
    returned: bool = False
    paper: str = ""

    @property
    def stands(self) -> bool:
        """Whether it is out, for a gift."""
        return self.issued_on is not None and self.voided_on is None


# -- acquiring, issuing, voiding ----------------------------------------------------


def acquire(  # noqa: PLR0913 - what stands on the bills, when and how they came
    connection: Connection,
    unit: str,
    code: str,
    numbers: tuple[str, str],
    *,
    acquired_on: dt.date,
    paper: str,
    act: Act,
) -> Stock:
    """Take a range of blank bills into stock; `numbers` as they are printed.

    Raises:
        NotFound: there is no such unit.
        DonationRefused: the range cannot be, or meets one that is held.
    """
    at = locked(connection, unit)
    what = f"票据 {code} {numbers[0]}—{numbers[1]} 没有入库"
    wrong = list(_range_faults(code, numbers))
    wrong += text_faults(("领购依据", paper, True))
    if acquired_on > china_day(act.at):
        wrong.append(f"领购日期 {acquired_on} 在今天之后")
    if wrong:
        raise DonationRefused(what, "；".join(wrong), "改正后重新登记")
    first, last = map(int, numbers)
    standing = stocks(connection, unit)
    for one in standing:
        if one.code == code and one.first <= last and first <= one.last:
            why = (
                f"与第 {one.number} 批 {one.told(one.first)}—{one.told(one.last)} 重叠"
            )
            raise DonationRefused(what, why, "核对号段")
    row = {
        "unit_id": at.id,
        "number": len(standing) + 1,
        "code": code,
        "first": first,
        "last": last,
        "digits": len(numbers[0]),
        "acquired_on": acquired_on,
        "paper": paper.strip(),
    }
    append(connection, "bill_stocks", [row], act)
    return stocks(connection, unit)[-1]


def issue(  # noqa: PLR0913 - the gift, the bill and its day
    connection: Connection,
    unit: str,
    key: str,
    code: str,
    number: str,
    *,
    issued_on: dt.date,
    act: Act,
) -> Bill:
    """Issue a bill for a gift; an empty `number` takes the next blank one (2, 3).

    Raises:
        NotFound: there is no such unit, gift or bill.
        DonationRefused: the bill is used or not the next one, or the gift has one.
    """
    at = locked(connection, unit)
    found = gift(connection, unit, key)
    used = bills(connection, unit)
    what = f"捐赠 {key} 没有开具票据"
    if not found.left:
        raise DonationRefused(what, f"该笔捐赠{found.state}")
    for one in used:
        if one.gift == key and one.stands:
            why = f"已开具 {one.code} 第 {one.number} 号"
            raise DonationRefused(what, why, "收回各联并作废后重新开具")
    if not found.received_on <= issued_on <= china_day(act.at):
        why = f"开具日期 {issued_on} 应在收到日（{found.received_on}）至今天之间"
        raise DonationRefused(what, why)
    blank = _next_blank(connection, unit, code, number, what)
    row = {
        "unit_id": at.id,
        "code": code,
        "number": blank,
        "gift_year": found.year,
        "gift_number": found.number,
        "amount_fen": found.left.fen,
        "issued_on": issued_on,
    }
    append(connection, "bills", [row], act)
    return bill(connection, unit, code, blank)


def void(  # noqa: PLR0913 - the bill, why, and where its copies are
    connection: Connection,
    unit: str,
    code: str,
    number: str,
    *,
    reason: str,
    returned: bool,
    paper: str = "",
    act: Act,
) -> Bill:
    """Make a bill void: one that was issued, or the next blank one (2, 4).

    Raises:
        NotFound: there is no such unit or bill.
        DonationRefused: it is void already, a copy is out and nothing is declared, or
            blanks before it would be skipped.
    """
    at = locked(connection, unit)
    what = f"票据 {code} 第 {number} 号没有作废"
    wrong = list(text_faults(("作废原因", reason, True), ("声明", paper, False)))
    if not returned and not paper.strip():
        wrong.append("各联没有收回，又没有遗失声明")
    if wrong:
        raise DonationRefused(what, "；".join(wrong), "收回各联（存根一并留存）后作废")
    plain = _whole_number(number)
    standing = {(one.code, one.number): one for one in bills(connection, unit)}
    one = standing.get((code, plain))
    if one is None:
        plain = _next_blank(connection, unit, code, number, what)
    elif one.voided_on is not None:
        raise DonationRefused(what, f"已于 {one.voided_on} 作废")
    row = {
        "unit_id": at.id,
        "code": code,
        "number": plain,
        "voided_on": china_day(act.at),
        "reason": reason.strip(),
        "returned": int(returned),
        "paper": paper.strip(),
    }
    append(connection, "bill_voids", [row], act)
    return bill(connection, unit, code, plain)


def _range_faults(code: str, numbers: tuple[str, str]) -> Iterator[str]:
    if not code.strip() or not code.isascii() or not code.isalnum():
        yield "票据代码由字母和数字组成"
    whole = [part.isascii() and part.isdigit() for part in numbers]
    if not all(whole) or len(set(map(len, numbers))) != 1:
        yield "起止号码由数字组成，位数相同"
        return
    first, last = map(int, numbers)
    if not 0 < first <= last <= NUMBER_BOUND:
        yield "起号应大于零、不大于止号，至多十二位"
    elif last - first >= STOCK_MOST:
        yield f"一批至多 {STOCK_MOST:,} 份"


def _whole_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _next_blank(
    connection: Connection, unit: str, code: str, number: str, what: str
) -> int:
    """The blank bill that is next in its range (2).

    Raises:
        NotFound: no bills of the code are held, or not this one.
        DonationRefused: it is used, or others before it are blank.
    """
    used = bills(connection, unit)
    told = _whole_number(number)
    ranges = [one for one in stocks(connection, unit) if one.code == code]
    if number:
        ranges = [one for one in ranges if one.holds(code, told)]
    for stock in ranges:
        blank = _blank_of(stock, used)
        if blank is not None and (not number or blank == told):
            return blank
        if number:
            why = "该号已经使用"
            if blank is not None and blank < told:
                why = f"前面还有空白票据，下一号是 {stock.told(blank)}"
            do = "按号码顺序使用；写坏的先作废"
            raise DonationRefused(what, why, do)
    if ranges:
        raise DonationRefused(what, f"票据 {code} 已经用完", "先领购并入库")
    raise NotFound(
        "票据", f"{code} {number}".strip(), "用 bangfu money bill stock 入库"
    )


def _blank_of(stock: Stock, used: Sequence[Bill]) -> int | None:
    numbers = {one.number for one in used if stock.holds(one.code, one.number)}
    blank = stock.first + len(numbers)
    return blank if blank <= stock.last else None


# -- reading ------------------------------------------------------------------------


def stocks(connection: Connection, unit: str) -> tuple[Stock, ...]:
    """Every range that was acquired, by number.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    return tuple(
        Stock(
            number=row.number,
            code=row.code,
            first=row.first,
            last=row.last,
            digits=row.digits,
            acquired_on=row.acquired_on,
            paper=row.paper,
        )
        for row in store.all_rows(connection, t.bill_stocks, unit_id)
    )


def bills(connection: Connection, unit: str) -> tuple[Bill, ...]:
    """Every bill that was used, by code and number.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    out = {(r.code, r.number): r for r in store.all_rows(connection, t.bills, unit_id)}
    void = {
        (r.code, r.number): r for r in store.all_rows(connection, t.bill_voids, unit_id)
    }
    found = []
    for place in sorted(out.keys() | void.keys()):
        issued, voided = out.get(place), void.get(place)
        found.append(
            Bill(
                code=place[0],
                number=place[1],
                gift=f"{issued.gift_year}-{issued.gift_number}" if issued else "",
                amount=Money(issued.amount_fen) if issued else None,
                issued_on=issued.issued_on if issued else None,
                voided_on=voided.voided_on if voided else None,
                reason=voided.reason if voided else "",
                returned=bool(voided.returned) if voided else False,
                paper=voided.paper if voided else "",
            )
        )
    return tuple(found)


def bill(connection: Connection, unit: str, code: str, number: int) -> Bill:
    """One bill that was used."""
    found = {(one.code, one.number): one for one in bills(connection, unit)}
    return found[code, number]
