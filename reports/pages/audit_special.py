"""专项审计报告: what a special audit looked at, found and proposes.

1. It is of one engagement of kind 专项审计 by its key, or of all under way in the
   period; the other kinds have reports of their own.
2. What it tells comes from the engagement alone: team and days, samples, findings with
   the auditee's reply, decisions. It concludes on nothing that was not looked at.

Basis: 第2106号内部审计具体准则 (审计报告); 工会审计条例 第二十五条 (专项审计调查).
"""

from collections.abc import Iterator

from audit.engagements import Doing, Kind
from audit.finding_kinds import State
from ledger.database import Connection
from ledger.money import ZERO
from reports import audit_findings, audit_parts, audit_work
from reports.audit_work import Work
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Signatures,
    spelled,
)

REPORT = Report(
    name="audit_special",
    title="专项审计报告",
    summary="专项审计项目：概况、抽样结果、发现及被审计单位意见、处理、建议",
    takes=("subject",),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the report of one special audit, or of all under way.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such engagement by then, or it is of another kind.
    """
    found = [
        printed
        for printed in audit_parts.chosen(connection, request, REPORT)
        if printed.one.kind is Kind.SPECIAL
    ]
    if request.subject and not found:
        audit_parts.refuse_kind(request, Kind.SPECIAL)
    forms = [
        [*_report(audit_work.work_in(connection, printed), request)]
        for printed in found
    ]
    return audit_parts.document(connection, request, REPORT, forms, issued_by=found)


def _report(work: Work, request: Request) -> Iterator[Block]:
    printed = work.printed
    standing = [one for one in work.findings if one.state is not State.DROPPED]
    yield Heading(f"{printed.one.title}　{work.key}", 2)
    yield KeyValues(
        (("报告文号", work.paper(Doing.ISSUE)), *audit_parts.facts_of(printed)),
        f"special_{audit_parts.key_of(work.key)}",
    )
    yield Heading("一、审计概况", 3)
    yield audit_work.team(work)
    plan = printed.last(Doing.PLAN)
    if plan is not None:
        yield Paragraph(f"审计内容：{plan.words}")
    yield audit_parts.words(request, "special_scope")
    yield Heading("二、抽样结果", 3)
    yield from audit_work.samples(work, request)
    yield Heading("三、审计发现", 3)
    total = sum((one.amount for one in standing), ZERO)
    yield audit_parts.words(
        request, "special_findings", count=len(standing), amount=total
    )
    for one in standing:
        yield Heading(f"发现 {one.label}　{one.title}", 3)
        yield audit_findings.own(one)
    yield Heading("四、被审计单位意见与处理", 3)
    yield from audit_work.kept_findings(work, request)
    yield Heading("五、审计建议", 3)
    for number, one in enumerate(standing, 1):
        yield Paragraph(f"{number}．针对发现 {one.label}：{one.recommendation}")
    if not standing:
        yield Paragraph(request.words("audit/none"))
    names = audit_work.signers(work)
    assert names is not None
    blocks = ("审计组组长", "审计组成员", "审计机构负责人")
    yield Signatures(blocks, (*names, ""))
    issued = printed.last(Doing.ISSUE)
    day = spelled(issued.on) if issued else ""
    yield KeyValues((("审计机构盖章", ""), ("报告日期（签发日）", day)), name="seal")
