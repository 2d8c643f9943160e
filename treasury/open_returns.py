"""What becomes of returned payments (退回款项): paid again, or given up after a time.

1. What a payee is owed under a request and of a fund stands on 其他应付款. What is paid
   again settles the oldest return first.
2. It is paid again without new expense or appropriation (`paying.repay`).
3. From its limit on what is still owed may be given up. In the year of the payment the
   account that it was spent on is reduced (C1), without its appropriation: the room
   comes back to the budget. In a later year income and expense go through
   年初余额调整 of the fund (C2); accounts of the balance sheet are reduced in any year.

Basis: 工会会计制度（2021）第321、322、331号科目; 会计基础工作规范 第五十一条（五）.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from budgets.records import locked, text_faults
from ledger import request_store
from ledger.accounts import AccountClass, Role
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.errors import NotFound
from ledger.money import ZERO, Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import Lookups, UnitLookup, append, lookups
from treasury import bank_entry_store as store
from treasury import paying, transfer_accounts
from treasury.bank_entries import EntryKind, Place, payable
from treasury.bank_entry_store import Paid
from treasury.drafting import HandedIn, free_ref, hand_in
from treasury.errors import RequestRefused
from treasury.return_limits import limit_on
from treasury.returned import Payee, paid_days, payee_of

EVENT = "return_ended"
GIVEN_UP = "退回注销-"

_RESULTS = frozenset({AccountClass.INCOME, AccountClass.EXPENSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReturn:
    """Returned money that is still owed; `place` is None where no row was entered.

    `ending` is the draft that stands to give it up, 0 where there is none.
    """

    place: Place | None
    payee: Payee
    came: Money
    open: Money
    since: dt.date
    limit_on: dt.date
    ending: int = 0

    def age_days(self, on: dt.date) -> int:
        """How many days it has been owed."""
        return (on - self.since).days

    def days_left(self, on: dt.date) -> int:
        """How many days until it may be given up; nil from that day on."""
        return max((self.limit_on - on).days, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PayingAgain:
    """How what is owed of a return is paid again: all of it, or a part."""

    place: Place
    on: dt.date
    amount: Money | None = None
    money_account: str = "102"
    attachments: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingUp:
    """How what is owed of a return is given up; `purpose` where it paid for several.

    `on` is the day of the voucher, today where it is left out.
    """

    place: Place
    reason: str
    on: dt.date | None = None
    purpose: str = ""
    attachments: int = 1


# -- what is open -------------------------------------------------------------------


def open_returns(
    connection: Connection, unit: str, on: dt.date | None = None
) -> tuple[OpenReturn, ...]:
    """Every return that is still owed, at the end of a day or now, the oldest first.

    Cost: the lines of the requests of which anything ever came back, by index.

    Raises:
        NotFound: there is no such unit.
    """
    at = lookups(connection).unit(unit)
    keys = store.sent_back(connection, at.id)
    if not keys:
        return ()
    until = on or dt.date.max
    owed = _owed(store.paid_to(connection, at.id, keys, on), at)
    entries: dict[Payee, list[Any]] = {}
    for one in store.entries(connection, at.id):
        stands = one.booked_on is not None and one.booked_on <= until
        if stands and one.kind == EntryKind.RETURN and not one.cancelled:
            entries.setdefault(payee_of(one, at), []).append(one)
    ended = _endings(connection, at.id, until)
    found = [
        one
        for payee, fen in owed.items()
        for one in _shares(payee, fen, entries.get(payee, []), ended)
    ]
    told = [one if one.place else _dated(connection, at, one, until) for one in found]
    return tuple(sorted(told, key=lambda one: (one.since, one.payee)))


def open_return(connection: Connection, unit: str, place: Place) -> OpenReturn:
    """What is still owed of one row.

    Raises:
        NotFound: there is no such unit, or nothing is owed of that row.
    """
    for one in open_returns(connection, unit):
        if one.place == place:
            return one
    told = f"{place[0]}/{place[1]}"
    raise NotFound("未再付的退回款项", told, "用 bangfu money returns 查看")


def _owed(lines: Sequence[Paid], unit: UnitLookup) -> dict[Payee, int]:
    """What payees are owed, in fen."""
    found: dict[Payee, int] = {}
    for line in lines:
        if line.role == Role.PAYABLE:
            payee = payee_of(line, unit)
            found[payee] = found.get(payee, 0) - line.fen
    return {payee: fen for payee, fen in found.items() if fen > 0}


@dataclass(frozen=True, slots=True)
class _Ending:
    """What is given up of a row: by which draft, and how much of it is booked."""

    draft: int
    fen: int


def _endings(
    connection: Connection, unit_id: int, until: dt.date
) -> dict[Place, _Ending]:
    """What was given up, or stands to be, by row."""
    return {
        (one.statement, one.row): _Ending(
            one.draft,
            one.amount_fen if one.booked_on and one.booked_on <= until else 0,
        )
        for one in store.endings(connection, unit_id)
        if not (one.dropped or one.cancelled) and one.ended_on <= until
    }


def _shares(
    payee: Payee, owed: int, entries: Sequence[Any], ended: Mapping[Place, _Ending]
) -> Iterator[OpenReturn]:
    """The returns of which something is owed (1): the newest are settled last."""
    rest = owed
    for one in sorted(
        entries, key=lambda row: (row.booked_on, row.draft), reverse=True
    ):
        place = one.statement, one.row
        ending = ended.get(place, _Ending(0, 0))
        share = min(rest, one.amount_fen - ending.fen)
        rest -= share
        if share > 0:
            yield OpenReturn(
                place=place,
                payee=payee,
                came=Money(one.amount_fen),
                open=Money(share),
                since=one.booked_on,
                limit_on=one.limit_on,
                ending=0 if ending.fen else ending.draft,
            )
    if rest > 0:
        never = dt.date.max
        came = Money(rest)
        yield OpenReturn(
            place=None, payee=payee, came=came, open=came, since=never, limit_on=never
        )


def _dated(
    connection: Connection, unit: UnitLookup, one: OpenReturn, until: dt.date
) -> OpenReturn:
    """What came back by a voucher without a row, since the last that did."""
    moves = request_store.request_moves(connection, unit.id, one.payee.request)
    came = (move.acted_on for move in moves if move.act == "return")
    since = max(day for day in came if day <= until)
    limit = limit_on(connection, unit.code, since)
    return replace(one, since=since, limit_on=limit.first_day(since))


# -- paying again -------------------------------------------------------------------


def pay_again(
    connection: Connection, unit: str, given: PayingAgain, act: Act
) -> HandedIn:
    """Hand in the draft that pays a return again to whom it is owed.

    Raises:
        NotFound: there is no such unit or person, or nothing is owed of the row.
        RequestRefused: it stands to be given up, or less is owed.
        VoucherRefused: the draft breaks rules; all breaches are told.
        DeskRefused: it was handed in with other content.
    """
    at = locked(connection, unit)
    one = open_return(connection, unit, given.place)
    if one.ending:
        what = f"这笔退回已提交注销（草稿 {one.ending}）"
        raise RequestRefused(what, do="先退回并放弃那张草稿")
    amount = given.amount or one.open
    if not ZERO < amount <= one.open:
        what = f"再付应在 0.01 元至未再付的 {one.open.grouped()} 元之间"
        raise RequestRefused(what)
    repayment = paying.Repayment(
        dated_on=given.on,
        amount=amount,
        payee=one.payee.party,
        recipient=one.payee.recipient,
        fund=one.payee.fund,
        owed_account=payable(lookups(connection), at, given.on),
        money_account=given.money_account,
        attachments=given.attachments,
        returned=f"{given.place[0]}/{given.place[1]}",
    )
    return paying.repay(connection, unit, one.payee.request, repayment, act)


# -- giving up ----------------------------------------------------------------------


def give_up(connection: Connection, unit: str, given: GivingUp, act: Act) -> HandedIn:
    """Hand in the draft by which what is still owed of a return is owed no more.

    Raises:
        NotFound: there is no such unit or person, or nothing is owed of the row.
        RequestRefused: its limit is not reached, or it must be said what it paid for.
        VoucherRefused: the draft breaks rules; all breaches are told.
    """
    at = locked(connection, unit)
    one = open_return(connection, unit, given.place)
    today = china_day(act.at)
    on = given.on or today
    if one.ending:
        (row,) = store.endings(connection, at.id, given.place)
        return HandedIn(unit, row.draft, row.ref, already=True)
    _meet_limit(one, on, today, given)
    books = lookups(connection)
    ref = free_ref(connection, at.id, f"{GIVEN_UP}{given.place[0]}/{given.place[1]}")
    lines = _credited(connection, (at, books), one, on, given.purpose)
    owed = one.payee.posting(payable(books, at, on), debit=str(one.open))
    voucher = DraftVoucher(
        unit=unit,
        ref=ref,
        dated_on=on.isoformat(),
        summary=f"注销逾期未再付的退回款项（{one.payee.request}）",
        postings=(owed, *lines),
        attachments=str(given.attachments),
    )
    handed = hand_in(connection, voucher, EVENT, act)
    before = store.endings(connection, at.id, given.place)
    row = {
        "unit_id": at.id,
        "statement": given.place[0],
        "row": given.place[1],
        "step": 1 + (before[0].step if before else 0),
        "amount_fen": one.open.fen,
        "account": lines[0].account,
        "ended_on": on,
        "reason": given.reason.strip(),
        "ref": handed.ref,
        "draft": handed.draft,
        "person_id": books.person(act.person),
        "made_at": act.stamp,
    }
    append(connection, "return_endings", [row], act)
    return handed


def _meet_limit(one: OpenReturn, on: dt.date, today: dt.date, given: GivingUp) -> None:
    faults = [*text_faults(("理由", given.reason, True))]
    if on < one.limit_on:
        faults.append(f"{one.limit_on} 起才可以注销，还有 {one.days_left(on)} 天")
    if on > today:
        faults.append(f"{on} 还没有到")
    if faults:
        place = f"{given.place[0]}/{given.place[1]}"
        what = f"退回款项 {place} 没有注销"
        raise RequestRefused(what, why="；".join(faults), do="在此之前可以再付")


def _credited(
    connection: Connection,
    at: tuple[UnitLookup, Lookups],
    one: OpenReturn,
    on: dt.date,
    purpose: str,
) -> list[DraftPosting]:
    """The lines that take the payment back (3)."""
    unit, books = at
    paid = [
        line
        for line in store.paid_to(connection, unit.id, [one.payee.request])
        if payee_of(line, unit) == one.payee and line.role != Role.PAYABLE
        if line.fen > 0
    ]
    text, fund = str(one.open), unit.funds[one.payee.fund]
    results = [books.account_classes[line.account_id] in _RESULTS for line in paid]
    earlier = on.year > max(paid_days(connection, unit, one.payee.request)).year
    if earlier and all(results):
        account = transfer_accounts.prior_year(books, unit, fund, on)
        return [one.payee.posting(account, credit=text)]
    meant = [line for line in paid if purpose in {"", line.purpose}]
    if len(meant) != 1 or meant[0].fen < one.open.fen:
        listed = "、".join(sorted({line.purpose for line in paid if line.purpose}))
        what = "没有写明退回的是哪一项用途的支出，或该用途付得较少"
        raise RequestRefused(what, do=f"写明用途：{listed or '（没有）'}")
    (line,) = meant
    if earlier and books.account_classes[line.account_id] in _RESULTS:
        account = transfer_accounts.prior_year(books, unit, fund, on)
        return [one.payee.posting(account, credit=text)]
    code = books.account_codes[line.account_id]
    found = one.payee.posting(code, credit=text)
    return [replace(found, purpose=line.purpose)]
