"""审计通知书: that a unit will be audited, what and when, by whom, what to make ready.

1. It names the auditee, the days that are audited, the team, and when fieldwork begins.
2. What the auditee makes ready is listed; of a handover the officer's own report too.
3. Before a notice is on record its number and days are left to be written in.

Basis: 第2102号内部审计具体准则 (审计通知书); 工会审计条例 第二十三、二十四条.
"""

from collections.abc import Iterator

from audit.engagements import Doing, Kind
from ledger.database import Connection
from reports import audit_parts
from reports.audit_parts import Printed
from reports.catalogue import Report, Request
from reports.report import Block, Document, Heading, KeyValues, Paragraph, Signatures

REPORT = Report(
    name="audit_notice",
    title="审计通知书",
    summary="送达被审计单位：依据、范围、期间、进点日期、审计组、需要提供的资料、签收",
    takes=("subject",),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the notice of one engagement, or of all under way.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such engagement by then.
    """
    found = audit_parts.chosen(connection, request, REPORT)
    forms = [[*_notice(one, request)] for one in found]
    return audit_parts.document(connection, request, REPORT, forms, issued_by=found)


def _notice(printed: Printed, request: Request) -> Iterator[Block]:
    one, step = printed.one, printed.last(Doing.NOTICE)
    yield Heading(step.paper if step else f"{audit_parts.BLANK}号", 3)
    yield audit_parts.letter(
        request,
        "notice",
        auditee=printed.auditee,
        auditing=printed.auditing,
        span=printed.span_told,
        starts=audit_parts.day_told(step.due_on if step else None),
        kind=one.kind.label,
        handover=one.kind is Kind.HANDOVER,
        officer=printed.name(one.officer) if one.officer else "",
        post=one.post,
        commission=one.commission,
        title=one.title,
    )
    yield KeyValues(
        (
            ("审计组组长", printed.name(one.leader)),
            ("审计组成员", "、".join(printed.members) or "无"),
        ),
        f"team_{audit_parts.key_of(one.key)}",
    )
    if step is not None and step.words:
        yield Paragraph(step.words)
    yield audit_parts.words(
        request, "notice_papers", handover=one.kind is Kind.HANDOVER
    )
    yield Signatures(("审计机构（盖章）", "审计机构负责人"))
    yield Signatures(("被审计单位签收人",))
