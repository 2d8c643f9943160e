"""Gifts (捐赠): who gave what, for what, and whether it stands in the books.

1. Gifts are numbered without a gap in unit and year of receipt. A gift of money makes a
   receipt voucher under the reference `捐赠-<number>` (Dr cash or bank, Cr the income
   that its fund's source says); it counts as received when that stands in the books.
2. A gift without limits goes to any fund of donations. One that the donor tied to
   purposes goes to a fund that is spent on nothing else: to one that stands, or to one
   that is registered for it with these purposes (L8).
3. Goods stand here as a memo: the voucher of stock is made where they are taken in.
4. What is given back is linked to the gift (`refunds.py`); what is left is the rest.
5. The same donor, day, fund and amount again is refused unless it is said to be
   another gift.

Basis: 财会〔2021〕7号 第408号科目; 公益事业捐赠法 第十六条、第十八条.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from budgets.records import before_unit, locked, text_faults
from ledger import store
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.errors import NotFound
from ledger.money import BOUND_FEN, ZERO, Money
from ledger.people import Act
from ledger.periods import Span, china_day
from ledger.register import UnitLookup, append, lookups
from treasury import donation_store, lineage_store
from treasury import donation_tables as t
from treasury.donor_names import Donor
from treasury.donors import donor
from treasury.drafting import HandedIn, hand_in, under_way
from treasury.errors import DonationRefused
from treasury.gift_funds import Intent, accounts_of, fund_for
from treasury.lineage_store import GIVEN

EVENT = "donation"
REFERENCE = GIVEN
BANK = "102"
UNBOOKED = "未入账"
"""How a gift of money stands until its voucher is in the books."""


class Form(Labelled):
    """In what a gift was given."""

    MONEY = "money", "货币"
    GOODS = "goods", "实物"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGift:
    """A gift as told at the desk.

    No `purposes` means that the donor set none. `fund` is left out of a tied gift that
    a fund is to be registered for; one that is not there yet is registered by its code.
    """

    donor: int
    amount: Money
    received_on: dt.date
    fund: str = ""
    purposes: tuple[str, ...] = ()
    until: dt.date | None = None
    form: Form = Form.MONEY
    account: str = BANK
    pledge: int | None = None
    paper: str = ""
    memo: str = ""
    attachments: int = 1
    again: bool = False
    """Whether it is another gift though one like it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """A gift as registered, and how it stands."""

    unit: str
    year: int
    number: int
    donor: int
    form: Form
    fund: str
    account: str
    amount: Money
    received_on: dt.date
    purposes: tuple[str, ...]
    until: dt.date | None
    pledge: int | None
    campaign: int | None
    paper: str
    memo: str
    returned: Money = ZERO
    """Given back, paid or about to be; or cancelled because it never came."""
    extended: dt.date | None = None
    """The last day that the donor agreed to since."""
    booked: bool = False
    """Whether its voucher stands in the books and was not cancelled."""
    cancelled: bool = False
    """Whether its voucher was, and nothing stands in its place."""

    @property
    def key(self) -> str:
        """How papers cite it: `2026-12`."""
        return f"{self.year}-{self.number}"

    @property
    def ends(self) -> dt.date | None:
        """The last day that it may be spent, where its donor set one."""
        return self.extended or self.until

    @property
    def ref(self) -> str:
        """The reference of its voucher."""
        return REFERENCE + self.key

    @property
    def left(self) -> Money:
        """What of it was not given back."""
        return self.amount - self.returned

    @property
    def received(self) -> bool:
        """Whether it came: its voucher stands, or it is goods that were taken in."""
        return self.booked if self.form is Form.MONEY else bool(self.left)

    @property
    def state(self) -> str:
        """How it stands, in a word."""
        if not self.left:
            return "已退回" if self.booked else "已撤销"
        if self.form is Form.GOODS:
            return "实物"
        if self.cancelled:
            return "已冲销"
        return "已入账" if self.booked else UNBOOKED


@dataclass(frozen=True, slots=True)
class Registered:
    """A gift that was registered, with the voucher handed in; goods have none."""

    gift: Gift
    handed: HandedIn | None


# -- registering --------------------------------------------------------------------


def register(connection: Connection, unit: str, given: NewGift, act: Act) -> Registered:
    """Register a gift and hand its receipt voucher in.

    Raises:
        NotFound: there is no such unit, donor or pledge.
        DonationRefused: it cannot be registered so; all faults are told.
        VoucherRefused: its voucher breaks rules.
    """
    at = locked(connection, unit)
    giver = donor(connection, unit, given.donor)
    if like := _like(connection, unit, given):
        what = "捐赠没有登记"
        why = f"同一捐赠人同日同额的捐赠已登记为 {like.key}"
        raise DonationRefused(what, why, "确属另一笔的，写 --again")
    (gift,) = record(connection, at, [given], act)
    return Registered(gift, hand(connection, gift, giver, given.attachments, act))


def record(
    connection: Connection,
    unit: UnitLookup,
    given: Sequence[NewGift],
    act: Act,
    campaign: int | None = None,
) -> tuple[Gift, ...]:
    """Put gifts on record, numbered on; the unit is locked. No voucher is made.

    Raises:
        NotFound: a pledge is not there.
        DonationRefused: one of them cannot be registered so.
    """
    wrong = [why for one in given for why in _faults(connection, unit, one, act)]
    if wrong:
        why = "；".join(dict.fromkeys(wrong))
        raise DonationRefused("捐赠没有登记", why, "改正后重新登记")
    taken = donation_store.last_gifts(connection, unit.id)
    counted = Counter(taken)
    kept = []
    for one in given:
        year = one.received_on.year
        counted[year] += 1
        asked = Intent(
            f"{year}-{counted[year]}",
            one.fund,
            one.purposes,
            one.donor,
            one.received_on,
            goods=one.form is Form.GOODS,
        )
        fund, purposes = fund_for(connection, unit, asked, act)
        kept.append(
            Gift(
                unit=unit.code,
                year=year,
                number=counted[year],
                donor=one.donor,
                form=one.form,
                fund=fund,
                account=one.account if one.form is Form.MONEY else "",
                amount=one.amount,
                received_on=one.received_on,
                purposes=purposes,
                until=one.until,
                pledge=one.pledge,
                campaign=campaign,
                paper=one.paper.strip(),
                memo=one.memo.strip(),
            )
        )
    _write(connection, unit, kept, act)
    return tuple(kept)


def hand(
    connection: Connection, gift: Gift, giver: Donor, attachments: int, act: Act
) -> HandedIn | None:
    """Hand the receipt voucher of a gift in (1); goods have none (3).

    Raises:
        DonationRefused: the chart has no account for donations.
        VoucherRefused: the voucher breaks rules.
    """
    if gift.form is Form.GOODS:
        return None
    party = giver.name or giver.label
    income = accounts_of(connection, gift.unit, gift.fund, gift.received_on).income[0]
    line = DraftPosting(fund=gift.fund, party=party)
    amount = str(gift.amount)
    voucher = DraftVoucher(
        unit=gift.unit,
        ref=gift.ref,
        dated_on=gift.received_on.isoformat(),
        summary=f"接受捐赠 {gift.key}：{party}",
        postings=(
            replace(line, account=gift.account, debit=amount),
            replace(line, account=income, credit=amount),
        ),
        attachments=str(attachments),
    )
    return hand_in(connection, voucher, EVENT, act)


def hand_again(
    connection: Connection, unit: str, key: str, attachments: int, act: Act
) -> HandedIn:
    """Hand in the voucher of a gift anew whose draft was given up.

    Raises:
        NotFound: there is no such unit or gift.
        DonationRefused: it is goods, is in the books, was given up itself, or a draft
            of it is under way.
        VoucherRefused: the voucher breaks rules.
    """
    at = locked(connection, unit)
    one = gift(connection, unit, key)
    what = f"捐赠 {key} 没有重新交单"
    if one.state != UNBOOKED:
        raise DonationRefused(what, f"捐赠{one.state}", "只有未入账的可以重新交单")
    if number := under_way(connection, at.id, one.ref):
        do = "办完那张草稿，或作废后再交"
        raise DonationRefused(what, f"凭证草稿 {number} 正在办理", do)
    giver = donor(connection, unit, one.donor)
    handed = hand(connection, one, giver, attachments, act)
    assert handed is not None
    return handed


def _like(connection: Connection, unit: str, given: NewGift) -> Gift | None:
    if given.again:
        return None
    same = (given.donor, given.amount, given.received_on)
    for one in gifts(connection, unit, given.received_on.year):
        kept = (one.donor, one.amount, one.received_on)
        if kept == same and given.fund in {"", one.fund} and one.left:
            return one
    return None


def _faults(
    connection: Connection, unit: UnitLookup, given: NewGift, act: Act
) -> Iterator[str]:
    """What is wrong with a gift as told, its fund apart."""
    if not 0 < given.amount.fen <= BOUND_FEN:
        yield f"捐赠金额应大于零（{given.amount}）"
    if given.received_on > china_day(act.at):
        yield f"收到日期 {given.received_on} 在今天之后"
    elif why := before_unit(unit, given.received_on):
        yield f"收到日期 {given.received_on} 在{why}"
    if given.until is not None and not given.purposes:
        yield "没有限定用途，不写限定截止日"
    elif given.until is not None and given.until < given.received_on:
        yield f"限定截止日 {given.until} 早于收到日期"
    if given.form is Form.MONEY:
        yield from _account_faults(connection, unit, given)
    if given.attachments < 0:
        yield "附件数不能为负"
    yield from _pledge_faults(connection, unit, given)
    purposes = tuple(("限定用途", purpose, True) for purpose in given.purposes)
    goods = given.form is Form.GOODS
    yield from text_faults(
        ("协议", given.paper, False), ("备注（实物名称）", given.memo, goods), *purposes
    )


def _account_faults(
    connection: Connection, unit: UnitLookup, given: NewGift
) -> Iterator[str]:
    books = lookups(connection)
    chart = books.charts.get(unit.chart_on(given.received_on.isoformat()), {})
    if chart.get(given.account) not in books.money:
        yield f"{given.account} 不是库存现金、银行存款科目"


def _pledge_faults(
    connection: Connection, unit: UnitLookup, given: NewGift
) -> Iterator[str]:
    if given.pledge is None:
        return
    rows = store.all_rows(connection, t.pledges, unit.id)
    if not 1 <= given.pledge <= len(rows):
        raise NotFound("认捐", str(given.pledge), "用 bangfu money pledges 查看")
    if rows[given.pledge - 1].donor != given.donor:
        yield f"认捐 {given.pledge} 号不是捐赠人{given.donor}号的"


# -- writing and reading --------------------------------------------------------------


def _write(
    connection: Connection, unit: UnitLookup, kept: Sequence[Gift], act: Act
) -> None:
    funds = lookups(connection).unit(unit.code).funds
    intents = [
        {
            "unit_id": unit.id,
            "gift_year": gift.year,
            "gift_number": gift.number,
            "purpose": purpose,
        }
        for gift in kept
        for purpose in gift.purposes
    ]
    rows = [
        {
            "unit_id": unit.id,
            "year": gift.year,
            "number": gift.number,
            "donor": gift.donor,
            "form": str(gift.form),
            "fund_id": funds[gift.fund] if gift.fund else None,
            "account": gift.account,
            "amount_fen": gift.amount.fen,
            "received_on": gift.received_on,
            "restricted": int(bool(gift.purposes)),
            "until": gift.until,
            "pledge": gift.pledge,
            "campaign": gift.campaign,
            "paper": gift.paper,
            "memo": gift.memo,
        }
        for gift in kept
    ]
    append(connection, "gift_purposes", intents, act)
    append(connection, "gifts", rows, act)


# -- reading ------------------------------------------------------------------------


def gifts(
    connection: Connection, unit: str, year: int | None = None
) -> tuple[Gift, ...]:
    """Every gift of a unit as it stands, or of one year, by number.

    Raises:
        NotFound: there is no such unit.
    """
    at = lookups(connection).unit(unit)
    purposes: dict[tuple[int, int], list[str]] = {}
    for row in store.all_rows(connection, t.gift_purposes, at.id):
        purposes.setdefault((row.gift_year, row.gift_number), []).append(row.purpose)
    returned = donation_store.given_back(connection, at.id)
    extended = donation_store.extensions(connection, at.id)
    standing = donation_store.booked(connection, at.id, REFERENCE)
    gone = donation_store.places(connection, at.id, REFERENCE).keys() - standing
    found = []
    for row in donation_store.gift_rows(connection, at.id, year):
        place = row.year, row.number
        found.append(
            Gift(
                unit=unit,
                year=row.year,
                number=row.number,
                donor=row.donor,
                form=Form(row.form),
                fund=at.fund_codes[row.fund_id] if row.fund_id else "",
                account=row.account,
                amount=Money(row.amount_fen),
                received_on=row.received_on,
                purposes=tuple(purposes.get(place, ())),
                until=row.until,
                pledge=row.pledge,
                campaign=row.campaign,
                paper=row.paper,
                memo=row.memo,
                extended=extended.get(place),
                returned=Money(returned.get(place, 0)),
                booked=f"{REFERENCE}{row.year}-{row.number}" in standing,
                cancelled=f"{REFERENCE}{row.year}-{row.number}" in gone,
            )
        )
    return tuple(found)


def unregistered(connection: Connection, unit: str, span: Span) -> Money:
    """Income of donations in a span that is of no gift on record, refunds apart.

    Raises:
        NotFound: there is no such unit.
    """
    at = lookups(connection).unit(unit)
    rows = donation_store.income_of_donations(connection, at.id, span.since, span.until)
    steps = missing = set(rows)
    corrects: dict[int, int] = {}
    while missing:
        targets = lineage_store.corrected(connection, at.id, missing)
        corrects |= targets
        missing = set(targets.values()) - steps
        steps = steps | missing
    refs = {one.ref for one in gifts(connection, unit)}
    known = set(donation_store.places_of(connection, at.id, sorted(refs)).values())
    known |= lineage_store.gifts_given_back(connection, at.id, steps).keys()
    total = 0
    for position, fen in rows.items():
        root = position
        while root not in known and root in corrects:
            root = corrects[root]
        total += 0 if root in known else fen
    return Money(total)


def gift(connection: Connection, unit: str, key: str) -> Gift:
    """One gift by its number, `2026-12`.

    Raises:
        NotFound: there is no such unit or gift.
    """
    year = key.partition("-")[0]
    if year.isascii() and year.isdigit():
        for one in gifts(connection, unit, int(year[:4])):
            if one.key == key:
                return one
    raise NotFound("捐赠", key, "用 bangfu money gifts 查看")
