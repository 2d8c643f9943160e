"""审计实施方案: what is audited how, by whom; each change with its reason.

Basis: 第2101号内部审计具体准则 (审计计划); 第2104号 (changes of a plan are on record).
"""

from collections.abc import Iterator

from audit.engagements import Doing
from ledger.database import Connection
from reports import audit_parts
from reports.audit_parts import Printed
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Row,
    Signatures,
    Table,
)

REPORT = Report(
    name="audit_plan",
    title="审计实施方案",
    summary="目标、范围、重点、步骤和分工，历次调整及理由，编制与审批签字",
    takes=("subject",),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the plan of one engagement, or of all under way.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such engagement by then.
    """
    found = audit_parts.chosen(connection, request, REPORT)
    forms = [[*_plan(one)] for one in found]
    return audit_parts.document(connection, request, REPORT, forms, issued_by=found)


def _plan(printed: Printed) -> Iterator[Block]:
    key = audit_parts.key_of(printed.one.key)
    plans = [step for step in printed.steps if step.doing is Doing.PLAN]
    number = f"第 {len(plans)} 版" if plans else "尚未制定"
    yield KeyValues(
        (*audit_parts.facts_of(printed), ("方案版次", number)), f"plan_{key}"
    )
    if plans:
        yield Heading("方案内容", 3)
        yield Paragraph(plans[-1].words)
    yield audit_parts.team_table(printed)
    if len(plans) > 1:
        yield Table(
            (
                Column("number", "版次", "count"),
                Column("on", "日期", "date"),
                Column("person", "办理人"),
                Column("reason", "调整理由", width=4),
            ),
            tuple(
                Row((place, step.on, printed.name(step.person), step.reason or "首版"))
                for place, step in enumerate(plans, 1)
            ),
            caption="历次调整",
            name=f"changes_{key}",
        )
    leader = printed.name(printed.one.leader)
    yield Signatures(("编制人（审计组组长）", "审批人（审计机构负责人）"), (leader, ""))
