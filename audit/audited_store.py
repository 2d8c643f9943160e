"""A unit's audits and their findings, read as they stand on record: a few queries."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from audit import engagement_store, finding_store
from audit.audited import Audit, Audited, AuditFinding
from audit.engagements import Doing, State
from audit.finding_kinds import State as FindingState
from budgets.records import read_back
from ledger.database import Connection
from ledger.periods import Span
from ledger.register import Lookups, UnitLookup

_Key = tuple[str, int]


def read_audited(
    connection: Connection, master: Lookups, unit: UnitLookup, span: Span
) -> Audited | None:
    """A unit's audits; None where none is on record."""
    rows = engagement_store.of_units(connection, [unit.id])
    kept = [row for row in rows if row.state != State.WITHDRAWN.value]
    if not kept:
        return None
    days: dict[str, dict[str, dt.date]] = {}
    for step in engagement_store.steps(connection, unit.id):
        # The first day counts: a report is received once, told again or not.
        days.setdefault(step.key, {}).setdefault(step.act, step.acted_on)
    found: dict[str, list[AuditFinding]] = {}
    for engagement, finding in _findings(connection, unit, span):
        found.setdefault(engagement, []).append(finding)
    return Audited(
        audits=tuple(
            _audit(master, row, days[row.key], found.get(row.key, ())) for row in kept
        )
    )


def _audit(
    master: Lookups,
    row: Any,
    days: Mapping[str, dt.date],
    findings: Sequence[AuditFinding],
) -> Audit:
    who = row.officer_id
    officer = ""
    if who is not None:
        officer = master.person_names[who] or master.person_codes[who]
    return Audit(
        key=row.key,
        kind=row.kind,
        since=row.since,
        until=row.until,
        begun_on=row.begun_on,
        issued_on=days.get(Doing.ISSUE.value),
        received_on=days.get(Doing.RECEIVE.value),
        officer=officer,
        post=row.post,
        findings=tuple(findings),
    )


def _findings(
    connection: Connection, unit: UnitLookup, span: Span
) -> Iterator[tuple[str, AuditFinding]]:
    """Findings that were not dropped, by engagement and number."""
    steps: dict[_Key, list[Any]] = {}
    for row in finding_store.steps(connection, unit.id):
        steps.setdefault((row.engagement, row.number), []).append(row)
    said = {
        (row.engagement, row.number): row
        for row in finding_store.revisions(connection, unit.id)
    }
    for key, row in said.items():
        last = steps[key][-1]
        if last.state == FindingState.DROPPED.value:
            continue
        due = [
            step.due_on
            for step in steps[key]
            if step.due_on is not None and step.acted_on < span.until
        ]
        closed = last.state == FindingState.CLOSED.value
        yield (
            row.engagement,
            AuditFinding(
                label=f"{row.engagement}/{row.number}",
                title=read_back(row.title),
                fen=row.amount_fen,
                due_on=due[-1] if due else None,
                closed_on=last.acted_on if closed else None,
                carried=last.state == FindingState.CARRIED.value,
            ),
        )
