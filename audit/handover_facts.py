"""What stood and what was decided in a tenure: rights, decisions, the last day, later.

1. A fact is told as it stood at the end of the last day in office; what became of it
   later stands with the events after leaving.
2. A major decision is a resolution that was adopted, a payment asked for in the highest
   band of approval, an order to end a year, and money sent to another unit.

Basis: 经济责任审计规定 (2019) 第3条 (decisions, public money, risks); 会计基础工作规范
第25至35条 (what is handed over).
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aid import handout_reading
from audit import handover_store
from audit.books import Voucher
from audit.finding_kinds import State
from audit.finding_reading import findings_of
from budgets.resolutions import Subject, resolutions
from ledger import store, year_end_store
from ledger.balances import EVER, balances
from ledger.closing_tables import year_ends
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.people import Right
from ledger.periods import Span, china_day
from ledger.register import Lookups, UnitLookup
from ledger.vouchers import Correction, mark
from treasury import advances, bank, goods_ledger, open_returns, transfer_reading
from treasury.approvals import Scale, scales
from treasury.reconciliation_reading import Made, reconciliations
from treasury.request_list import listed

_DAY = dt.timedelta(days=1)
_HOW = {
    Correction.FULL: "红字冲销",
    Correction.DIFFERENCE: "差额更正",
    Correction.REPLACEMENT: "更正重填",
}


class Held(NamedTuple):
    """A right that holds in the unit: where it was given, since when, until when."""

    right: Right
    scope: str
    since: dt.date
    until: dt.date | None

    def stands(self, day: dt.date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or day < self.until)


class Kept(NamedTuple):
    """How many vouchers of the tenure a person prepared, reviewed, posted, settled."""

    person: str
    prepared: int
    reviewed: int
    posted: int
    settled: int


class Decision(NamedTuple):
    """A major economic decision (2): what proves it, what it came to."""

    on: dt.date
    kind: str
    what: str
    amount: Money
    proof: str


class Open(NamedTuple):
    """Something that was open at the end of a day, with its age in days."""

    kind: str
    what: str
    since: dt.date | None
    amount: Money
    days: int | None
    note: str = ""


class Account(NamedTuple):
    """An account of money on a day: by the books, and how far it is reconciled.

    `until` is the last day that a standing reconciliation reaches, None where there is
    none; `items` what was under way then.
    """

    code: str
    name: str
    tail: str
    book: Money
    until: dt.date | None
    items: int


class Later(NamedTuple):
    """A voucher after the tenure that corrects one of it, or money that came back."""

    on: dt.date
    kind: str
    proof: str
    about: str
    amount: Money


# -- rights and keeping -------------------------------------------------------------


def rights_of(
    connection: Connection, books: Lookups, unit: UnitLookup, person: str
) -> tuple[Held, ...]:
    """All rights that a person ever had in a unit, by begin."""
    rows = handover_store.rights_in(connection, books, unit, books.person(person))
    return tuple(
        Held(
            Right(row.right),
            books.unit_codes.get(row.scope_id, ""),
            row.since,
            row.until,
        )
        for row in rows
    )


def who_kept(vouchers: Sequence[Voucher]) -> tuple[Kept, ...]:
    """How many vouchers each person had a hand in, by code."""
    found: dict[str, list[int]] = {}
    for one in vouchers:
        signed = one.preparer, one.reviewer, one.poster, one.cashier
        for place, person in enumerate(signed):
            if person:
                found.setdefault(person, [0, 0, 0, 0])[place] += 1
    return tuple(Kept(person, *many) for person, many in sorted(found.items()))


# -- decisions ----------------------------------------------------------------------


def decisions(
    connection: Connection, books: Lookups, unit: UnitLookup, spans: Sequence[Span]
) -> tuple[Decision, ...]:
    """The major decisions taken on some days, in order of the day (2)."""
    found = [
        *_resolved(connection, unit),
        *_asked(connection, unit),
        *_ordered(connection, books, unit),
        *_sent(connection, books, unit),
    ]
    within = (one for one in found if any(s.since <= one.on < s.until for s in spans))
    return tuple(sorted(within, key=lambda one: (one.on, one.kind, one.proof)))


def _resolved(connection: Connection, unit: UnitLookup) -> Iterator[Decision]:
    for one in resolutions(connection, unit.code):
        if one.adopted:
            what = f"{Subject(one.subject).label}：{one.title}"
            yield Decision(one.held_on, "管理机构决议", what, ZERO, one.printed)


def _asked(connection: Connection, unit: UnitLookup) -> Iterator[Decision]:
    known = scales(connection, unit.code)
    for one in listed(connection, unit.code) if known else ():
        start = _highest(known, one.asked_on)
        if start is not None and one.amount >= start:
            what = f"{one.kind.label}：{one.summary}（{one.state.label}）"
            yield Decision(one.asked_on, "大额付款申请", what, one.amount, one.key)


def _highest(known: Sequence[Scale], on: dt.date) -> Money | None:
    """From which amount on a request lies in the highest of several bands."""
    in_force = [scale for scale in known if scale.since <= on]
    if not in_force or len(in_force[-1].bands) == 1:
        return None
    return in_force[-1].bands[-1].start


def _ordered(
    connection: Connection, books: Lookups, unit: UnitLookup
) -> Iterator[Decision]:
    years = {row.year for row in store.all_rows(connection, year_ends, unit.id)}
    for year in sorted(years):
        for row in year_end_store.orders(connection, unit.id, year):
            on = china_day(dt.datetime.fromisoformat(row.ordered_at))
            what = f"{year}年年终结账，由{books.person_names[row.ordered_by_id]}下达"
            proof = f"{year}年结账令第{row.number}号"
            yield Decision(on, "年终结账令", what, ZERO, proof)


def _sent(
    connection: Connection, books: Lookups, unit: UnitLookup
) -> Iterator[Decision]:
    for one in transfer_reading.read(connection, (unit.code,)):
        if one.sender == unit.code:
            to = books.unit(one.receiver).name
            what = f"{one.direction.label}给{to}：{one.summary}（{one.state.label}）"
            yield Decision(one.out.on, "单位间拨款", what, one.amount, one.key)


# -- the last day -------------------------------------------------------------------


def open_on(
    connection: Connection, books: Lookups, unit: UnitLookup, day: dt.date
) -> tuple[Open, ...]:
    """All that was open at the end of a day: lent, asked, reserved, under way, owed."""
    return (
        *_lent(connection, unit, day),
        *_requested(connection, unit, day),
        *_reserved(connection, unit, day),
        *_under_way(connection, books, unit, day),
        *_owed(connection, unit, day),
        *_planned(connection, unit, day),
        *_found(connection, unit, day),
    )


def _lent(connection: Connection, unit: UnitLookup, day: dt.date) -> Iterator[Open]:
    for one in advances.advances(connection, unit.code, day):
        if not one.open:
            continue
        late = one.late_days(day)
        note = f"已逾期 {late} 天" if late else ""
        what = f"{one.party or '未写明对方'}（{unit.fund_names[unit.funds[one.fund]]}）"
        age = one.age_days(day)
        yield Open("垫付、借出款", what, one.since, one.open, age, note)


def _requested(
    connection: Connection, unit: UnitLookup, day: dt.date
) -> Iterator[Open]:
    for row in handover_store.requests_open(connection, unit.id, day):
        age = (day - row.asked_on).days
        what, amount = f"{row.key} {row.summary}", Money(row.amount_fen)
        note = f"有效期至 {row.expires_on}"
        yield Open("未办结付款申请", what, row.asked_on, amount, age, note)


def _reserved(connection: Connection, unit: UnitLookup, day: dt.date) -> Iterator[Open]:
    for row in handover_store.reservations_open(connection, unit.id, day):
        what = f"{row.key} {row.summary}（{unit.fund_names[row.fund_id]}）"
        note = f"有效期至 {row.expires_on}"
        yield Open("未使用预算预留", what, None, Money(row.left_fen), None, note)


def _under_way(
    connection: Connection, books: Lookups, unit: UnitLookup, day: dt.date
) -> Iterator[Open]:
    for one in transfer_reading.read(connection, (unit.code,)):
        if one.in_transit(day + _DAY):
            ends = books.unit(one.sender).name, books.unit(one.receiver).name
            what = f"{one.key} {ends[0]}拨{ends[1]}"
            on = one.out.booked_on or one.out.on
            yield Open("在途拨款", what, on, one.amount, (day - on).days)


def _owed(connection: Connection, unit: UnitLookup, day: dt.date) -> Iterator[Open]:
    for one in open_returns.open_returns(connection, unit.code, day):
        place = "" if one.place is None else f"银行回单 {one.place[0]}/{one.place[1]}"
        age = one.age_days(day)
        yield Open("退回未再付款项", place, one.since, one.open, age)


def _planned(connection: Connection, unit: UnitLookup, day: dt.date) -> Iterator[Open]:
    for one in handout_reading.handouts(connection, unit.code):
        begun = one.lives and one.dated_on <= day
        if begun and (one.issued_on is None or one.issued_on > day):
            what = f"{one.key} {one.title}（{one.lines} 行）"
            age = (day - one.dated_on).days
            yield Open("未发出的发放单", what, one.dated_on, one.cost, age)


def _found(connection: Connection, unit: UnitLookup, day: dt.date) -> Iterator[Open]:
    for one in findings_of(connection, unit.code):
        closed = one.closed_on is not None and one.closed_on <= day
        if one.raised_on > day or closed or one.state is State.DROPPED:
            continue
        what = f"{one.label} {one.title}"
        age = (day - one.raised_on).days
        note = f"整改期限 {one.due_on}" if one.due_on else ""
        yield Open("未办结审计发现", what, one.raised_on, one.amount, age, note)


def in_stock(
    connection: Connection, unit: UnitLookup, day: dt.date, known_at: int | None = None
) -> tuple[goods_ledger.Bridge, ...]:
    """What was in stock at the end of a day, item by item; unissued goods."""
    found = goods_ledger.bridge(connection, unit.code, Span(EVER, day + _DAY), known_at)
    return tuple(one for one in found if one.closing)


def money_on(
    connection: Connection, books: Lookups, unit: UnitLookup, day: dt.date
) -> tuple[Account, ...]:
    """The accounts of money that had anything, or stand for a bank's, by code."""
    span = Span(EVER, day + _DAY)
    sums = {
        row.account: row.closing
        for row in balances(connection, (unit.code,), span, by=("account",))
    }
    made = [
        one
        for one in reconciliations(connection, unit.code)
        if one.until <= day and one.stands
    ]
    chart = books.charts.get(unit.chart_on(day.isoformat()), {})
    money = {code for code, id_ in chart.items() if id_ in books.money}
    of_bank = {one.account: one for one in bank.accounts(connection, unit.code)}
    return tuple(
        _account(books.account_name(chart[code]), code, sums, (of_bank.get(code), made))
        for code in sorted(money)
        if sums.get(code) or (code in of_bank and of_bank[code].since <= day)
    )


def _account(
    name: str,
    code: str,
    sums: dict[str, Money],
    known: tuple[bank.BankAccount | None, Sequence[Made]],
) -> Account:
    at_bank, made = known
    of = [one for one in made if at_bank and one.account == at_bank.number]
    last = max(of, key=lambda one: one.until, default=None)
    return Account(
        code=code,
        name=name if at_bank is None else f"{name}（{at_bank.bank}）",
        tail=at_bank.tail if at_bank else "",
        book=sums.get(code, ZERO),
        until=last.until if last else None,
        items=last.items if last else 0,
    )


# -- afterwards ---------------------------------------------------------------------


def events_after(
    connection: Connection, unit: UnitLookup, spans: Sequence[Span], until: dt.date
) -> tuple[Later, ...]:
    """What was done after the last day, before `until`, to what was done in office."""
    left = spans[-1].until
    rows = [
        row
        for span in spans
        for row in handover_store.corrections_of(
            connection, unit.id, (span.since, span.until)
        )
        if left <= row.dated_on < until
    ]
    amounts = handover_store.amounts_of(
        connection, unit.id, [row.position for row in rows]
    )
    corrected = [
        Later(
            on=row.dated_on,
            kind=_HOW[Correction(row.correction)],
            proof=mark(row.period, row.kind, row.number),
            about=mark(row.old_period, row.old_kind, row.old_number),
            amount=Money(amounts.get(row.position, 0)),
        )
        for row in rows
    ]
    back = [
        Later(
            on=row.acted_on,
            kind="银行退回",
            proof=mark(row.period, row.kind, row.number),
            about=row.key,
            amount=Money(abs(row.amount_fen)),
        )
        for span in spans
        for row in handover_store.returned_later(
            connection, unit.id, (span.since, span.until), (left, until)
        )
    ]
    return tuple(sorted((*corrected, *back), key=lambda one: (one.on, one.proof)))
