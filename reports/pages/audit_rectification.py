"""审计整改台账: each finding with its decision and day, what was done, what came of it.

1. Findings with nothing to put right are on it too, so that none goes missing.
2. What was due before the last day of the period, or before today, and is open is
   marked as overdue; sums tell what was to come back and what did.

Basis: 第2107号内部审计具体准则 (后续审计).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.finding_kinds import Doing, Kept, Step
from audit.finding_reading import steps_of
from ledger.database import Connection
from ledger.money import ZERO, Money
from reports import audit_parts, parts
from reports.audit_parts import Printed
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    KeyValues,
    Row,
    Signatures,
    Table,
)

REPORT = Report(
    name="audit_rectification",
    title="审计整改台账",
    summary="逐项发现的处理、期限、整改措施与证据、收回金额、后续审计结论，逾期标明",
    takes=("subject",),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the ledger of one engagement, or of all under way.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such engagement by then, or it has no such finding.
    """
    forms = []
    chosen = audit_parts.chosen(connection, request, REPORT)
    for printed in chosen:
        found = audit_parts.findings_known(connection, printed, request)
        audit_parts.demand_part(request, "审计发现", found=bool(found))
        steps = steps_of(connection, printed.one.unit, printed.one.key)
        known = {
            number: [step for step in each if step.on < request.span.until]
            for number, each in steps.items()
        }
        rows = [_row(one, known[one.number], request) for one in found]
        forms.append([*_ledger(printed, found, rows)])
    paper = audit_parts.document(connection, request, REPORT, forms, issued_by=chosen)
    return replace(paper, landscape=True)


def _ledger(
    printed: Printed, found: Sequence[Kept], rows: list[Row]
) -> Iterator[Block]:
    key = audit_parts.key_of(printed.one.key)
    yield KeyValues(tuple(audit_parts.facts_of(printed)), f"engagement_{key}")
    columns = (
        Column("number", "序号", "count"),
        Column("title", "审计发现", width=3),
        parts.money("amount", "涉及金额"),
        Column("decision", "处理", width=2),
        Column("due_on", "期限", "date"),
        Column("rectified", "整改措施与证据", width=4),
        parts.money("recovered", "收回金额"),
        Column("follow_up", "后续审计", width=3),
        Column("state", "状态"),
    )
    total = sum((one.amount for one in found), ZERO)
    back = sum(_recovered(rows), ZERO)
    whole = (None, "合计", parts.amount(total), "", None, "", parts.amount(back))
    rows.append(Row((*whole, "", ""), "total"))
    yield Table(columns, tuple(rows), name=f"ledger_{key}")
    leader = printed.name(printed.one.leader)
    blocks = ("被审计单位负责人", "审计组组长", "审计机构负责人")
    yield Signatures(blocks, ("", leader, ""))


def _recovered(rows: Sequence[Row]) -> Iterator[Money]:
    """The column of what came back."""
    for row in rows:
        if isinstance(cell := row.cells[6], Money):
            yield cell


def _row(one: Kept, steps: Sequence[Step], request: Request) -> Row:
    decided = _last(steps, Doing.DECIDE)
    rectified = [step for step in steps if step.doing is Doing.RECTIFY]
    followed = _last(steps, Doing.FOLLOW_UP)
    carried = _last(steps, Doing.CARRY)
    due = [step.due_on for step in steps if step.due_on is not None]
    last = steps[-1].state
    overdue = last.awaits and bool(due) and due[-1] < parts.as_of(request)
    decision = ""
    if decided is not None:
        outcome = decided.outcome.label if decided.outcome else ""
        decision = "，".join(filter(None, (outcome, decided.words, decided.paper)))
    told = [
        f"{s.on} {s.words}" + (f"（{s.paper}）" if s.paper else "") for s in rectified
    ]
    after = _told(followed) + (_told(carried) if carried else "")
    recovered = sum((step.amount for step in rectified if step.amount), ZERO)
    cells: tuple[Cell, ...] = (
        *(one.number, one.title, parts.amount(one.amount), decision),
        *(due[-1] if due else None, "；".join(told), parts.amount(recovered)),
        *(after, last.label + ("（逾期）" if overdue else "")),
    )
    return Row(cells)


def _told(step: Step | None) -> str:
    if step is None:
        return ""
    outcome = step.outcome.label if step.outcome else step.doing.label
    return f"{step.on} {outcome}：{step.words}"


def _last(steps: Sequence[Step], doing: Doing) -> Step | None:
    found = [step for step in steps if step.doing is doing]
    return found[-1] if found else None
