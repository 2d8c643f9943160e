"""What a unit planned, read as it stands on record."""

import datetime as dt
from collections.abc import Iterator

from audit.planned import (
    Appropriation,
    Approval,
    Excess,
    Loosening,
    Over,
    Planned,
    Seat,
)
from budgets import tables as t
from budgets.growth import Series, YearGrowth
from budgets.growth_reading import Grounds, grounds
from budgets.rules import Mode, Rule
from ledger import appropriation_store, evidence, queries, store
from ledger.appropriation_tables import appropriations, control_decisions
from ledger.database import Connection
from ledger.evidence import ExcessRow
from ledger.periods import Span, china_day
from ledger.register import Lookups, UnitLookup
from ledger.units import Level, UnitType
from ledger.vouchers import mark

_OBLIGED_LEVELS = frozenset({Level.PROVINCE, Level.CITY, Level.COUNTY})
_OBLIGED_TYPES = frozenset(
    {
        UnitType.PROVINCIAL_ORGAN,
        UnitType.PROVINCIAL_INDUSTRY,
        UnitType.COUNTERPART,
    }
)

_BEGUN = (t.body_members, t.baselines, t.yearly_figures, t.budget_versions)


def read_planned(
    connection: Connection,
    master: Lookups,
    unit: UnitLookup,
    span: Span,
    *,
    known_at: int | None = None,
) -> Planned | None:
    """What a unit planned for the years of a span; None where nothing is on record.

    Registers and decisions are as they stand now; of what vouchers took past a budget,
    those after a chain position are left out.
    """
    control = appropriation_store.control(connection, unit.id)
    lines = {row.id: row for row in store.all_rows(connection, appropriations, unit.id)}
    begun = any(store.all_rows(connection, table, unit.id) for table in _BEGUN)
    if not (begun or control or lines):
        return None
    obliged = unit.level in _OBLIGED_LEVELS or unit.type in _OBLIGED_TYPES
    own = grounds(connection, (unit.code,), Series.OWN)[unit.code]
    public = grounds(connection, (unit.code,), Series.GOVERNMENT)[unit.code]
    names = {
        id_: _line_name(master, unit, (row.fund_id, row.account_id, row.purpose))
        for id_, row in lines.items()
    }
    return Planned(
        obliged=obliged,
        has_base=bool(own.bases),
        own=_judged(own, span) if obliged or own.figures or own.bases else (),
        government=_judged(public, span) if public.figures else (),
        seats=tuple(_seats(connection, unit)),
        office_since=_office_since(connection, unit),
        approvals=tuple(sorted(_approvals(connection, unit), key=_day)),
        controlled_since=control.since if control else None,
        appropriations=tuple(_appropriations(connection, master, unit, span)),
        loosenings=tuple(_loosenings(connection, master, unit, (span, names))),
        excesses=tuple(_excesses(connection, unit, (span, known_at), names)),
    )


def _judged(found: Grounds, span: Span) -> tuple[YearGrowth, ...]:
    """The years of the span, judged."""
    rows = found.judged(span.last_day.year + 1)
    return tuple(row for row in rows if row.year >= span.since.year)


def _line_name(master: Lookups, unit: UnitLookup, key: tuple[int, int, str]) -> str:
    fund, account, purpose = key
    parts = unit.fund_codes[fund], master.account_codes[account], purpose
    return " ".join(part for part in parts if part)


# -- the body and its approvals -----------------------------------------------------


def _seats(connection: Connection, unit: UnitLookup) -> Iterator[Seat]:
    latest = {
        row.number: row for row in store.all_rows(connection, t.body_members, unit.id)
    }
    for row in latest.values():
        yield Seat(row.category, row.since, row.until)


def _office_since(connection: Connection, unit: UnitLookup) -> dt.date | None:
    rows = store.all_rows(connection, t.body_offices, unit.id)
    return min((row.since for row in rows), default=None)


def _approvals(connection: Connection, unit: UnitLookup) -> Iterator[Approval]:
    """Approved versions on the day of the meeting that adopted their resolution."""
    held = {
        row.number: row.held_on
        for row in store.all_rows(connection, t.meetings, unit.id)
    }
    adopted = {
        row.key: held[row.meeting]
        for row in store.all_rows(connection, t.resolutions, unit.id)
        if row.adopted
    }
    versions = {
        (row.year, row.version): row
        for row in store.all_rows(connection, t.budget_versions, unit.id)
    }
    for step in store.all_rows(connection, t.budget_steps, unit.id):
        if step.state == "approved" and step.resolution in adopted:
            version = versions[step.year, step.version]
            day = adopted[step.resolution]
            yield Approval(step.year, day, step.resolution, version.until)


def _day(approval: Approval) -> dt.date:
    return approval.approved_on


# -- control ------------------------------------------------------------------------


def _appropriations(
    connection: Connection, master: Lookups, unit: UnitLookup, span: Span
) -> Iterator[Appropriation]:
    for year in range(span.since.year, span.last_day.year + 1):
        lines = appropriation_store.year_lines(connection, unit.id, year)
        for (_, fund, account, purpose), line in lines.items():
            name = _line_name(master, unit, (fund, account, purpose))
            yield Appropriation(year, name, line.open)


def _loosenings(
    connection: Connection,
    master: Lookups,
    unit: UnitLookup,
    known: tuple[Span, dict[int, str]],
) -> Iterator[Loosening]:
    """Decisions that let something pass on a day of the span."""
    span, names = known
    for row in store.all_rows(connection, control_decisions, unit.id):
        if row.mode != Mode.WARN or row.since >= span.until or row.until < span.since:
            continue
        yield Loosening(
            number=row.number,
            rule=Rule(row.rule).label,
            line=names.get(row.appropriation_id, ""),
            since=row.since,
            until=row.until,
            decided_on=china_day(dt.datetime.fromisoformat(row.decided_at)),
            person=master.person_codes[row.person_id],
            reason=row.reason,
            resolution=row.resolution,
        )


def _excesses(
    connection: Connection,
    unit: UnitLookup,
    known: tuple[Span, int | None],
    names: dict[int, str],
) -> Iterator[Excess]:
    """Acts in the span that took a line past what is open, or further past it."""
    span, known_at = known
    for row in evidence.excesses(connection, unit.id):
        day = dt.date.fromisoformat(row.acted_on)
        later = known_at is not None and (row.position or 0) > known_at
        if later or not span.since <= day < span.until:
            continue
        before = row.room_before_fen
        past = -row.room_fen if before is None else before - row.room_fen
        if past > 0:
            yield Excess(
                line=names[row.appropriation_id],
                over=Over(row.over),
                past_fen=min(past, -row.room_fen),
                acted_on=day,
                proof=_proof(connection, unit, row),
                decision=row.decision,
            )


def _proof(connection: Connection, unit: UnitLookup, row: ExcessRow) -> str:
    if row.position is not None:
        found = queries.voucher_at(connection, unit.id, row.position)
        assert found is not None, "a move without its voucher"
        return mark(found.period, found.kind, found.number)
    if row.reservation is not None:
        return f"预留 {row.reservation}"
    return "指标下达"
