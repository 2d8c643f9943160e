"""Refunds of gifts (退捐): linked to the gift, with the donor's paper and a reason.

1. Never more than what is left of the gift, nor than what its fund has. What the gift
   paid for is spent: that part is refused when it is asked for. Where it is spent
   between asking and paying, it goes back all the same; `fifo.py`, rule 6.
2. Money that came in the same year reduces the income (C1: Dr the income, Cr money);
   what came in earlier years goes to 年初余额调整 of the fund's closing account (C3).
3. A bill that is out comes back and is void before anything is given back.
4. A gift that never came is cancelled whole; its draft is given up.
5. A refund of goods stands here as a memo, as the goods did.
6. Once the unit is live the money leaves under a payment request of the kind refund
   (L12); before, by a voucher at once. Where a request ended unpaid, or a draft was
   given up, the refund counts no more; its money may be asked for again, as far as it
   is still there. Where its voucher was cancelled in red it is not paid, and is paid
   again: under its request, or by the next voucher.

Basis: 财会〔2021〕7号 第408号科目; `bills.py`, rule 3.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from budgets.records import locked, text_faults
from ledger import drafts, request_store, store
from ledger.accounts import Labelled, Role
from ledger.balances import EVER, balances
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.drafts import State
from ledger.errors import NotFound
from ledger.money import ZERO, Money
from ledger.payment_requests import RequestKind
from ledger.people import Act
from ledger.periods import Span, china_day
from ledger.register import UnitLookup, append, lookups
from ledger.request_store import standings
from treasury import donation_store, event_store
from treasury import donation_tables as t
from treasury.bills import bills
from treasury.donations import BANK, Form, Gift, gift
from treasury.donor_statement import uses
from treasury.donors import donor
from treasury.drafting import HandedIn, free_ref, hand_in
from treasury.errors import DonationRefused
from treasury.gift_funds import accounts_of
from treasury.lineage_store import GIVEN_BACK
from treasury.request_desk import Requested, RequestLine, standing_of
from treasury.requests import PaymentRequest, save

EVENT = "donation_refund"
REFERENCE = GIVEN_BACK


class Kind(Labelled):
    """How a gift is taken back."""

    REFUND = "refund", "退回"
    CANCEL = "cancel", "撤销"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRefund:
    """What is to be given back of a gift, as told at the desk."""

    gift: str
    amount: Money
    reason: str
    paper: str
    account: str = BANK


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """A refund as it stands on record; `number` counts those of the gift."""

    unit: str
    gift: str
    number: int
    kind: Kind
    amount: Money
    decided_on: dt.date
    reason: str
    paper: str

    @property
    def ref(self) -> str:
        """The reference of its voucher."""
        return f"{REFERENCE}{self.gift}-{self.number}"


@dataclass(frozen=True, slots=True)
class Refunded:
    """A refund on record, with what takes the money out: a request, or a voucher."""

    refund: Refund
    handed: HandedIn | None = None
    requested: Requested | None = None


def refund(connection: Connection, unit: str, given: NewRefund, act: Act) -> Refunded:
    """Put on record that a gift is given back, and ask for the money.

    Raises:
        NotFound: there is no such unit or gift.
        DonationRefused: it is more than is left, a bill is out, or the papers are
            missing; all faults are told.
        RequestRefused: money may not be asked for so.
        VoucherRefused: its voucher breaks rules.
    """
    at = locked(connection, unit)
    found = gift(connection, unit, given.gift)
    came = found.booked or found.form is Form.GOODS
    kind = Kind.REFUND if came else Kind.CANCEL
    if wrong := list(_faults(connection, found, given, kind, act)):
        what = f"捐赠 {found.key} 没有{kind.label}"
        raise DonationRefused(what, "；".join(wrong))
    if kind is Kind.CANCEL:
        _give_up(connection, at, found, given.reason, act)
    number = len(refunds(connection, unit, found.key)) + 1
    row = {
        "unit_id": at.id,
        "gift_year": found.year,
        "gift_number": found.number,
        "number": number,
        "kind": str(kind),
        "amount_fen": given.amount.fen,
        "decided_on": china_day(act.at),
        "reason": given.reason.strip(),
        "paper": given.paper.strip(),
    }
    append(connection, "gift_refunds", [row], act)
    kept = refunds(connection, unit, found.key)[-1]
    if kind is Kind.CANCEL or found.form is Form.GOODS:
        return Refunded(kept)
    return _take_out(connection, at, (found, kept), given.account, act)


def ask_again(
    connection: Connection, unit: str, key: str, number: int, act: Act
) -> Refunded:
    """Ask anew for the money of a refund whose request ended unpaid (6).

    While its request stands it is that one; a refund that is a voucher is that voucher.

    Raises:
        NotFound: there is no such unit, gift or refund.
        DonationRefused: no money goes out by it.
        RequestRefused: money may not be asked for so.
        VoucherRefused: its voucher breaks rules.
    """
    at = locked(connection, unit)
    found = gift(connection, unit, key)
    standing = refunds(connection, unit, key)
    if not 1 <= number <= len(standing):
        raise NotFound("退捐", f"{key}-{number}", "用 bangfu money gift-refunds 查看")
    kept = standing[number - 1]
    if kept.kind is Kind.CANCEL or found.form is Form.GOODS:
        what = f"{kept.ref} 没有款项要付"
        raise DonationRefused(what)
    place = found.year, found.number, kept.number
    if not donation_store.refunds_counted(connection, at.id)[place]:
        given = NewRefund(
            gift=key, amount=kept.amount, reason=kept.reason, paper=kept.paper
        )
        if wrong := list(_faults(connection, found, given, kept.kind, act)):
            what = f"{kept.ref} 不能再次申请付款"
            raise DonationRefused(what, "；".join(wrong))
    return _take_out(connection, at, (found, kept), found.account, act)


def _take_out(
    connection: Connection,
    unit: UnitLookup,
    what: tuple[Gift, Refund],
    account: str,
    act: Act,
) -> Refunded:
    found, kept = what
    if request_store.live_since(connection, unit.id) is None:
        handed = _hand_in(connection, found, kept, account, act)
        return Refunded(kept, handed=handed)
    return Refunded(kept, requested=_request(connection, unit, found, kept, act))


def _request(
    connection: Connection, unit: UnitLookup, found: Gift, kept: Refund, act: Act
) -> Requested:
    """Save the payment request, under its reference or the next one that is free."""
    ref = kept.ref
    for attempt in count(2):
        row = request_store.request_by_ref(connection, unit.id, ref)
        if row is None or not standing_of(connection, unit, row.key).ended:
            break
        ref = f"{kept.ref}/{attempt}"
    party, today = _party(connection, found), china_day(act.at)
    account = reduced_account(connection, found, today)
    asked = PaymentRequest(
        unit=unit.code,
        ref=ref,
        kind=RequestKind.REFUND,
        summary=f"退回捐赠 {found.key}：{party}",
        payee=party,
        lines=(RequestLine(found.fund, account, "", kept.amount),),
        evidence=kept.paper,
    )
    return save(connection, asked, act)


def refunds(connection: Connection, unit: str, key: str = "") -> tuple[Refund, ...]:
    """Every refund of a unit, or those of one gift, in order.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    found = (
        Refund(
            unit=unit,
            gift=f"{row.gift_year}-{row.gift_number}",
            number=row.number,
            kind=Kind(row.kind),
            amount=Money(row.amount_fen),
            decided_on=row.decided_on,
            reason=row.reason,
            paper=row.paper,
        )
        for row in store.all_rows(connection, t.gift_refunds, unit_id)
    )
    return tuple(one for one in found if key in {"", one.gift})


def paid_by(connection: Connection, unit: str) -> dict[str, str]:
    """Of every refund that a request was saved for, the key of the last, by reference.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    asked = donation_store.requests_of(connection, unit_id, REFERENCE)
    kinds = standings(connection, unit_id, list(asked))
    return {
        ref.partition("/")[0]: key
        for key, ref in asked.items()
        if kinds[key].kind is RequestKind.REFUND
    }


def states(connection: Connection, unit: str) -> dict[str, str]:
    """How far the money of every refund is, by its reference.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    keys = paid_by(connection, unit)
    asked = standings(connection, unit_id, list(keys.values()))
    booked = donation_store.booked(connection, unit_id, REFERENCE)
    posted = {ref.partition("/")[0] for ref in booked}
    found = {}
    for one in refunds(connection, unit):
        if one.ref in keys:
            key = keys[one.ref]
            found[one.ref] = f"{key} {asked[key].state.label}"
        elif one.kind is Kind.CANCEL:
            found[one.ref] = one.kind.label
        else:
            found[one.ref] = "已付" if one.ref in posted else "未付"
    return found


def _faults(
    connection: Connection, found: Gift, given: NewRefund, kind: Kind, act: Act
) -> Iterator[str]:
    """What stands in the way (1, 3, 4)."""
    if not ZERO < given.amount <= found.left:
        yield f"应在 0.01 元至未退的 {found.left.grouped()} 元之间，申请 {given.amount}"
    elif kind is Kind.CANCEL and given.amount != found.amount:
        yield f"收款凭证没有记账，只能全额撤销（{found.amount.grouped()} 元）"
    elif kind is Kind.REFUND and found.form is Form.MONEY:
        yield from _spent_faults(connection, found, given.amount)
        has = fund_has(connection, found, china_day(act.at))
        if given.amount > has:
            yield f"资金“{found.fund}”只有 {has.grouped()} 元，缺 {given.amount - has}"
    yield from text_faults(
        ("理由", given.reason, True), ("捐赠人的书面意见", given.paper, True)
    )
    for one in bills(connection, found.unit):
        if one.gift == found.key and one.stands:
            yield f"票据 {one.code} 第 {one.number} 号尚未收回；先收回各联并作废"


def _spent_faults(connection: Connection, found: Gift, asked: Money) -> Iterator[str]:
    """Whether what is asked for is still there, less what goes back already (1)."""
    for one in uses(connection, found.unit, [found]):
        rest = one.given - one.used - found.returned
        if asked > rest:
            yield (
                f"该笔捐赠已用去 {one.used.grouped()} 元，已用部分不能退回，"
                f"可退 {max(rest, ZERO).grouped()} 元"
            )


def fund_has(connection: Connection, found: Gift, day: dt.date) -> Money:
    """What is left of the money that a gift went to: what its fund has."""
    books = lookups(connection)
    chart = books.charts[books.unit(found.unit).chart_on(day.isoformat())]
    money = {code for code, id_ in chart.items() if id_ in books.money}
    span = Span(EVER, day + dt.timedelta(days=1))
    return sum(
        (
            one.closing
            for one in balances(connection, (found.unit,), span)
            if one.fund == found.fund and one.account in money
        ),
        ZERO,
    )


def _give_up(
    connection: Connection, unit: UnitLookup, found: Gift, reason: str, act: Act
) -> None:
    """Give the draft of a gift up that never came (4).

    Raises:
        DraftRefused: it was reviewed by now: it has to be returned first.
    """
    row = event_store.latest(connection, unit.id, found.ref)
    if row is None:
        return
    last = drafts.history(connection, unit.code, row.draft)[-1]
    if last.state not in {State.DROPPED, State.POSTED}:
        drafts.drop(connection, unit.code, row.draft, reason, act)


def _party(connection: Connection, found: Gift) -> str:
    giver = donor(connection, found.unit, found.donor)
    return giver.name or giver.label


def _hand_in(
    connection: Connection, found: Gift, kept: Refund, account: str, act: Act
) -> HandedIn:
    """Hand in the voucher that gives the money back (2).

    It takes the next reference where one that was posted was cancelled in red.
    """
    party = _party(connection, found)
    line = DraftPosting(fund=found.fund, party=party)
    amount = str(kept.amount)
    reduced = reduced_account(connection, found, kept.decided_on)
    voucher = DraftVoucher(
        unit=found.unit,
        ref=_free_ref(connection, found.unit, kept),
        dated_on=kept.decided_on.isoformat(),
        summary=f"退回捐赠 {found.key}：{party}",
        postings=(
            replace(line, account=reduced, debit=amount),
            replace(line, account=account, credit=amount),
        ),
        attachments="1",
    )
    return hand_in(connection, voucher, EVENT, act)


def _free_ref(connection: Connection, unit: str, kept: Refund) -> str:
    """The reference under which a refund is posted, or may be."""
    unit_id = lookups(connection).unit(unit).id
    for ref in donation_store.booked(connection, unit_id, kept.ref):
        if ref.partition("/")[0] == kept.ref:
            return ref
    return free_ref(connection, unit_id, kept.ref)


def reduced_account(connection: Connection, found: Gift, day: dt.date) -> str:
    """What a refund reduces: the income of the year, or 年初余额调整 (2).

    A chart without 年初余额调整 (2009) has the closing account itself.

    Raises:
        DonationRefused: the chart has no accounts for donations.
    """
    accounts = accounts_of(connection, found.unit, found.fund, day)
    if found.received_on.year == day.year:
        return accounts.income[0]
    books = lookups(connection)
    chart = books.charts[books.unit(found.unit).chart_on(day.isoformat())]
    above = books.account_parents.get(chart[accounts.closing])
    for code, id_ in chart.items():
        beside = above is not None and books.account_parents.get(id_) == above
        if beside and books.account_roles[id_] is Role.PRIOR_YEAR:
            return code
    return accounts.closing
