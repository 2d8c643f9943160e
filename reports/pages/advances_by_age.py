"""垫付与借出账龄表: what is lent to other funds and to others, by age, and what is due.

1. What is open at the end of the period is listed by fund, party and request; its age
   counts from the day it was lent, for what the books opened with from its own day.
2. Those past the day they were due stand out. Advances between funds of one book are
   debts of the other fund, and are eliminated in the unit's statements.

Basis: 工会会计制度（2021）第135、215号科目; 会计基础工作规范 第六十二条.
"""

from collections.abc import Sequence

from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.register import lookups
from reports import budget_parts, parts
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Column,
    Document,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from reports.wording import sentence
from treasury.advances import Advance, advances

REPORT = Report(
    name="advances_by_age",
    title="垫付与借出账龄表",
    summary="期末未还的垫付与借出：资金、借入方、金额、账龄、应还日与逾期天数",
)

_AGES = (("30天以内", 30), ("31至90天", 90), ("91至180天", 180), ("181至365天", 365))
_OLDER = "一年以上"
_SIGNERS = ("财务负责人", "复核人", "制表人")


def build(connection: Connection, request: Request) -> Document:
    """Draw up the ages of one unit's advances at the end of the period.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=False)
    on = parts.as_of(request)
    found = advances(connection, request.unit, on)
    late = [one for one in found if one.late_days(on)]
    blocks: list[Block] = [
        Paragraph(
            sentence(
                "advances_by_age_summary",
                office_folder=request.templates,
                on=on,
                count=len(found),
                open=_sum(found),
                late=len(late),
                overdue=_sum(late),
            )
        )
    ]
    if found:
        blocks += [_table(connection, request, found), _by_age(found, request)]
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=parts.provenance(connection, request),
        blocks=(*blocks, Signatures(_SIGNERS)),
        landscape=True,
    )


def _sum(found: Sequence[Advance]) -> Money:
    return sum((one.open for one in found), ZERO)


def _table(connection: Connection, request: Request, found: Sequence[Advance]) -> Table:
    unit, on = lookups(connection).unit(request.unit), parts.as_of(request)
    columns = (
        Column("fund", "资金", width=3),
        Column("party", "借入方", width=3),
        Column("request", "申请号"),
        parts.money("lent", "借出"),
        parts.money("back", "已还"),
        parts.money("open", "未还"),
        Column("since", "借出日", "date"),
        Column("age", "账龄（天）", "count"),
        Column("due_on", "应还日", "date"),
        Column("late", "逾期（天）", width=1),
    )
    rows = [
        Row(
            (
                budget_parts.fund_name(unit, one.fund),
                budget_parts.party_name(unit, one.party),
                one.request,
                one.lent,
                parts.amount(one.back),
                one.open,
                one.since,
                one.age_days(on),
                one.due_on,
                f"{budget_parts.OVER} {late}" if (late := one.late_days(on)) else "",
            )
        )
        for one in found
    ]
    lent = sum((one.lent for one in found), ZERO)
    back = sum((one.back for one in found), ZERO)
    total = (
        "合计",
        "",
        "",
        lent,
        parts.amount(back),
        _sum(found),
        None,
        None,
        None,
        "",
    )
    rows.append(Row(total, "total"))
    return Table(columns, tuple(rows), caption="未还明细", name="advances")


def _by_age(found: Sequence[Advance], request: Request) -> Table:
    on = parts.as_of(request)
    rows = []
    left = list(found)
    for label, days in _AGES:
        within = [one for one in left if one.age_days(on) <= days]
        left = [one for one in left if one.age_days(on) > days]
        rows.append(Row((label, len(within), parts.amount(_sum(within)))))
    rows.append(Row((_OLDER, len(left), parts.amount(_sum(left)))))
    rows.append(Row(("合计", len(found), _sum(found)), "total"))
    columns = (
        Column("age", "账龄"),
        Column("count", "笔数", "count"),
        parts.money("open", "未还"),
    )
    return Table(columns, tuple(rows), caption="按账龄", name="ages")
