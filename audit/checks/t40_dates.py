"""Do dates agree with periods, closes and working days?

1. A voucher's date lies in its period.
2. Nothing was entered into a month after it was closed.
3. Nothing was entered long after its date; only where the day of entry is known.
4. Payments on days off are leads: weekends and holidays, days worked in exchange left
   out, by the yearly notices of the State Council.
5. A few vouchers of the same books dated far outside all others: leads, each may be a
   slip of the day.

Basis: 会计法 第十一条、第十七条; 会计基础工作规范 第五十一条.
"""

from collections.abc import Container, Iterator
from datetime import date

from aid.workdays import is_workday
from audit import examples
from audit.book_data import Data
from audit.books import Books, Voucher
from audit.check import Check, Finding, Population, Severity, vouchers_of
from ledger.money import Money
from ledger.periods import label, period_of

_PAID = examples.aid(500)
_SATURDAY = 5
UNREAD_DAY = "日期"
_EXPLAIN = "核对银行回单日期，说明非工作日付款的原因。"
_DO = {
    "凭证日期不在所属期间": "核对原始凭证日期，查明是否跨期入账；确属跨期的予以更正。",
    "结账后记入已结账月份": "说明结账后补记的原因和批准人；影响已报数据的，更正报表。",
    "凭证补记过晚": "说明补记的原因，今后在业务发生后及时填制凭证。",
    "法定节日付款": _EXPLAIN,
    "周末付款": _EXPLAIN,
    "凭证日期在审计期间之外": "核对原始凭证日期，确认应属哪一年度；写错的予以更正。",
}

CHECK = Check(
    key="T40",
    title="日期、期间与工作日",
    basis="《会计法》第十一条、第十七条；《会计基础工作规范》第五十一条；"
    "《全国年节及纪念日放假办法》",
    severity=Severity.RECORD,
    needs=frozenset({Data.VOUCHERS, Data.CLOSES}),
    procedure="核对凭证日期与所属期间、结账顺序、录入日期；"
    "找出日期在周末或法定节假日的付款（调休上班日除外）；"
    "列出同一账套中个别日期在期间之外的凭证。",
    effect="可能存在跨期入账、结账后补记或虚构支付。",
    recommendation="核对银行回单日期，说明补记和非工作日付款的原因。",
    limitation="放假和调休按国务院办公厅历年通知（2004至2026年），"
    "其他年度只认周末和固定日期的法定节日。来源账未记录录入日期的，不检查补记。",
    clean=(
        examples.books(
            examples.voucher(*_PAID, recorded_on=date(2025, 3, 20), number=1),
            examples.voucher(
                *examples.moved("102", "408", 10),
                number=2,
                dated_on=date(2025, 3, 15),
            ),
            closes=examples.closed(202501, 202502, 202503),
        ),
        examples.books(
            examples.voucher(*_PAID, dated_on=date(2025, 3, 1), unread=(UNREAD_DAY,))
        ),
        # A Sunday worked in exchange for the Spring Festival.
        examples.books(examples.voucher(*_PAID, dated_on=date(2025, 1, 26))),
    ),
    broken=(
        examples.books(examples.voucher(*_PAID, period=202504)),
        examples.books(
            examples.voucher(*_PAID, position=9), closes=examples.closed(202503)
        ),
        examples.books(examples.voucher(*_PAID, recorded_on=date(2025, 6, 30))),
        examples.books(examples.voucher(*_PAID, dated_on=date(2025, 3, 15))),
        examples.books(examples.voucher(*_PAID, dated_on=date(2025, 10, 3))),
        examples.books(examples.voucher(*_PAID, dated_on=date(2025, 1, 29))),
        examples.books(astray=(examples.voucher(*_PAID, dated_on=date(2026, 3, 3)),)),
    ),
)


def population(books: Books) -> Population:
    """All vouchers."""
    return vouchers_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield vouchers whose dates do not fit, then payments on days off."""
    closed = {close.period: close.position for close in books.closes}
    money = books.money
    off = {
        day: _why_off(books, day) for day in {one.dated_on for one in books.vouchers}
    }
    for voucher in books.vouchers:
        if UNREAD_DAY in voucher.unread:
            # Its day is not known; T41 tells that it could not be read.
            continue
        yield from _misplaced(books, voucher, closed)
        title = off[voucher.dated_on]
        if title and voucher.stands and _pays(money, voucher):
            amount = Money(voucher.amount_fen).grouped()
            what = f"{voucher.dated_on}“{voucher.summary}” {amount} 元"
            yield _found(voucher, title, what, lead=True)
    for voucher in books.astray:
        what = f"{voucher.dated_on}“{voucher.summary}”"
        yield _found(voucher, "凭证日期在审计期间之外", what, lead=True)


def _misplaced(
    books: Books, voucher: Voucher, closed: dict[int, int]
) -> Iterator[Finding]:
    if period_of(voucher.dated_on) != voucher.period:
        period = label(voucher.period)
        yield _found(
            voucher, "凭证日期不在所属期间", f"{voucher.dated_on} 记入 {period}"
        )
    at_close = closed.get(voucher.period)
    if at_close is not None and voucher.position > at_close:
        period = label(voucher.period)
        yield _found(voucher, "结账后记入已结账月份", f"{period}已于其前结账")
    recorded = voucher.recorded_on
    if recorded is None:
        return
    late = (recorded - voucher.dated_on).days
    if late > books.limits.recorded_days:
        what = f"日期 {voucher.dated_on}，{recorded} 录入，晚 {late} 天"
        yield _found(voucher, "凭证补记过晚", what)


def _pays(money: Container[str], voucher: Voucher) -> bool:
    return any(line.credit_fen > 0 and line.account in money for line in voucher.lines)


def _why_off(books: Books, day: date) -> str:
    """What a payment on a day off is called; empty on a working day."""
    if is_workday(day):
        return ""
    is_holiday = books.limits.is_holiday(day) or day.weekday() < _SATURDAY
    return "法定节日付款" if is_holiday else "周末付款"


def _found(voucher: Voucher, title: str, what: str, *, lead: bool = False) -> Finding:
    return Finding(
        key=CHECK.key,
        title=title,
        condition=f"凭证 {voucher.mark}：{what}",
        evidence=(voucher.mark,),
        amount=abs(Money(voucher.amount_fen)),
        recommendation=_DO[title],
        lead=lead,
    )
