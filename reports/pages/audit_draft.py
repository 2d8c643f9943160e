"""审计报告征求意见稿: the findings as they go to the auditee, with room to answer.

1. A letter says by when to answer, and that silence is no objection.
2. Each finding stands with all its elements; a table sums them up and takes the answer,
   printed where it came already.

Basis: 第2105号内部审计具体准则 (结果沟通); 第2106号 (findings).
"""

from collections.abc import Iterator, Mapping, Sequence

from audit.engagements import Doing
from audit.finding_kinds import Doing as FindingDoing
from audit.finding_kinds import Kept, Step
from audit.finding_reading import steps_of
from ledger.database import Connection
from ledger.money import ZERO
from reports import audit_parts, parts
from reports.audit_parts import Printed
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Column,
    Document,
    Heading,
    PageBreak,
    Row,
    Signatures,
    Table,
)

REPORT = Report(
    name="audit_draft",
    title="审计报告征求意见稿",
    summary="征求意见函、发现汇总与被审计单位答复栏、各项发现的标准、事实、原因、影响、建议",
    takes=("subject",),
)

Steps = Mapping[int, Sequence[Step]]


def build(connection: Connection, request: Request) -> Document:
    """Draw up the draft of one engagement, or of all under way.

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
        form = [*_letter(printed, found, request), _answers(found, steps, request)]
        form.append(Signatures(("被审计单位负责人", "单位（盖章）")))
        form += _details(connection, printed, found, request)
        forms.append(form)
    return audit_parts.document(connection, request, REPORT, forms, issued_by=chosen)


def _letter(
    printed: Printed, found: Sequence[Kept], request: Request
) -> Iterator[Block]:
    step = printed.last(Doing.DRAFT)
    yield Heading((step.paper if step else "") or printed.one.key, 3)
    yield audit_parts.letter(
        request,
        "draft",
        auditee=printed.auditee,
        auditing=printed.auditing,
        title=printed.one.title,
        span=printed.span_told,
        count=len(found),
        amount=sum((one.amount for one in found), ZERO),
        due=audit_parts.day_told(step.due_on if step else None),
    )
    leader = printed.name(printed.one.leader)
    yield Signatures(("审计机构（盖章）", "审计组组长"), ("", leader))


def _answers(found: Sequence[Kept], steps: Steps, request: Request) -> Table:
    columns = (
        Column("number", "序号", "count"),
        Column("title", "审计发现", width=3),
        Column("severity", "性质"),
        parts.money("amount", "涉及金额"),
        Column("answer", "被审计单位答复（是否认可、理由、整改措施）", width=5),
    )
    rows = [
        Row(
            (
                one.number,
                one.title,
                one.severity.label,
                parts.amount(one.amount),
                _answer(steps[one.number], request),
            )
        )
        for one in found
    ]
    total = sum((one.amount for one in found), ZERO)
    rows.append(Row((None, "合计", "", parts.amount(total), ""), "total"))
    return Table(columns, tuple(rows), "发现汇总与答复", name="answers", roomy=True)


def _answer(steps: Sequence[Step], request: Request) -> str:
    replies = [
        step
        for step in steps
        if step.doing is FindingDoing.REPLY and step.on < request.span.until
    ]
    if not replies:
        return ""
    last = replies[-1]
    outcome = last.outcome.label if last.outcome else ""
    return f"{outcome}：{last.words}（{last.on}）"


def _details(
    connection: Connection,
    printed: Printed,
    found: Sequence[Kept],
    request: Request,
) -> Iterator[Block]:
    if not found:
        return
    yield PageBreak()
    yield Heading("审计发现", 2)
    for one in found:
        yield Heading(f"{one.number}. {one.title}", 3)
        yield audit_parts.finding_facts(connection, printed, one, request)
