"""退回款项明细表: payments that the bank sent back and that are still owed, by age.

1. What is owed at the end of the period is listed by the row of the bank, request, fund
   and payee (an organisation or a file number), the oldest first.
2. Those whose limit has come stand out: they may be paid again, or given up.

Basis: 工会会计制度（2021）第215号科目; 会计基础工作规范 第六十二条.
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
from treasury.open_returns import OpenReturn, open_returns

REPORT = Report(
    name="returned_payments",
    title="退回款项明细表",
    summary="期末银行退回而未再付的款项：付款申请、收款方、金额、账龄与可注销日",
)

_SIGNERS = ("财务负责人", "出纳", "制表人")


def build(connection: Connection, request: Request) -> Document:
    """Draw up one unit's returned payments at the end of the period.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=False)
    on = request.span.last_day
    found = open_returns(connection, request.unit, on)
    ripe = [one for one in found if not one.days_left(on)]
    blocks: list[Block] = [
        Paragraph(
            sentence(
                "returned_payments_summary",
                office_folder=request.templates,
                on=on,
                count=len(found),
                open=_sum(found),
                ripe=len(ripe),
                over=_sum(ripe),
            )
        )
    ]
    if found:
        blocks.append(_table(connection, request, found))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=parts.provenance(connection, request),
        blocks=(*blocks, Signatures(_SIGNERS)),
        landscape=True,
    )


def _sum(found: Sequence[OpenReturn]) -> Money:
    return sum((one.open for one in found), ZERO)


def _table(
    connection: Connection, request: Request, found: Sequence[OpenReturn]
) -> Table:
    unit, on = lookups(connection).unit(request.unit), request.span.last_day
    columns = (
        Column("row", "对账单行"),
        Column("request", "付款申请"),
        Column("fund", "资金", width=3),
        Column("payee", "收款方", width=3),
        parts.money("came", "退回"),
        parts.money("open", "未再付"),
        Column("since", "退回日", "date"),
        Column("age", "账龄（天）", "count"),
        Column("limit_on", "可注销日", "date"),
        Column("ripe", "期满", width=1),
    )
    rows = [
        Row(
            (
                f"{one.place[0]}/{one.place[1]}" if one.place else "",
                one.payee.request,
                budget_parts.fund_name(unit, one.payee.fund),
                one.payee.name,
                one.came,
                one.open,
                one.since,
                one.age_days(on),
                one.limit_on,
                "" if one.days_left(on) else budget_parts.OVER,
            )
        )
        for one in found
    ]
    came = sum((one.came for one in found), ZERO)
    total = ("合计", "", "", "", came, _sum(found), None, None, None, "")
    rows.append(Row(total, "total"))
    return Table(columns, tuple(rows), caption="未再付明细", name="returns")
