"""审计整改通知书: what is to be put right by when, and how it is to be reported.

Basis: 第2107号内部审计具体准则 (后续审计); 工会审计条例.
"""

from collections.abc import Iterator, Mapping, Sequence

from audit.engagements import Doing
from audit.finding_kinds import Doing as FindingDoing
from audit.finding_kinds import Kept, Outcome, Step
from audit.finding_reading import steps_of
from ledger.database import Connection
from ledger.money import ZERO
from reports import audit_parts, parts
from reports.audit_parts import Printed
from reports.catalogue import Report, Request
from reports.report import Block, Column, Document, Heading, Row, Signatures, Table

REPORT = Report(
    name="audit_rectify_notice",
    title="审计整改通知书",
    summary="须整改的发现、处理意见、整改要求和期限，报送整改结果的日期，签收",
    takes=("subject",),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the notice of one engagement, or of all under way.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such engagement by then, or it has no such finding.
    """
    forms = []
    chosen = audit_parts.chosen(connection, request, REPORT)
    for printed in chosen:
        steps = steps_of(connection, printed.one.unit, printed.one.key)
        known = audit_parts.findings_known(connection, printed, request)
        found = [one for one in known if _to_rectify(steps[one.number])]
        audit_parts.demand_part(request, "须整改的发现", found=bool(found))
        if found:
            forms.append([*_notice(printed, found, steps, request)])
    return audit_parts.document(connection, request, REPORT, forms, issued_by=chosen)


def _to_rectify(steps: Sequence[Step]) -> bool:
    return any(step.outcome is Outcome.RECTIFY for step in steps)


def _notice(
    printed: Printed,
    found: Sequence[Kept],
    steps: Mapping[int, Sequence[Step]],
    request: Request,
) -> Iterator[Block]:
    step, report = printed.last(Doing.NOTIFY), printed.last(Doing.ISSUE)
    yield Heading(step.paper if step else f"{audit_parts.BLANK}号", 3)
    yield audit_parts.letter(
        request,
        "rectify_notice",
        auditee=printed.auditee,
        auditing=printed.auditing,
        title=printed.one.title,
        report=report.paper if report else audit_parts.BLANK,
        issued=audit_parts.day_told(report.on if report else None),
        count=len(found),
        amount=sum((one.amount for one in found), ZERO),
        due=audit_parts.day_told(step.due_on if step else None),
    )
    columns = (
        Column("number", "序号", "count"),
        Column("title", "审计发现", width=3),
        parts.money("amount", "涉及金额"),
        Column("decision", "处理意见与整改要求", width=5),
        Column("due_on", "整改期限", "date"),
    )
    rows = []
    for one in found:
        decided = [s for s in steps[one.number] if s.doing is FindingDoing.DECIDE][-1]
        asked = "；".join(filter(None, (decided.words, one.recommendation)))
        amount = parts.amount(one.amount)
        rows.append(Row((one.number, one.title, amount, asked, decided.due_on)))
    name = f"to_rectify_{audit_parts.key_of(printed.one.key)}"
    yield Table(columns, tuple(rows), caption="须整改的事项", name=name)
    yield audit_parts.words(request, "rectify_ways")
    yield Signatures(("审计机构（盖章）", "审计机构负责人"))
    yield Signatures(("被审计单位签收人",))
