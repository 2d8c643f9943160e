"""上下级拨款在途情况表: what was sent between units and has not arrived, with its age.

1. In transit is what its sender has booked and its receiver has not, at the end of the
   last day of the period. What is past the days within which money is passed on stands
   out (`transfer_limits.toml`).
2. Of what a unit received to pass on, what is still with it is listed below.

Basis: 关于做好困难职工帮扶工作的意见 七（不得截留、挪用）; the days are a setting, for
the sources name none.
"""

from collections.abc import Sequence

from ledger.database import Connection
from ledger.money import ZERO
from ledger.register import Lookups, lookups
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
from treasury import transfers
from treasury.transfer_ages import Wait, Waiting

REPORT = Report(
    name="transfers_in_transit",
    title="上下级拨款在途情况表",
    summary="期末在途的上下级拨款，和收到后应转拨而未转拨的款项：金额、天数、是否超期",
)

_SIGNERS = ("财务负责人", "复核人", "制表人")


def build(connection: Connection, request: Request) -> Document:
    """Draw up what is under way, of the unit or of all units below it too.

    Raises:
        NoSuchScope: one fund, an account or a place was asked for.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=True)
    units = parts.units_of(connection, request)
    on = parts.as_of(request)
    found = [
        one for one in transfers.waiting(connection, units, on) if one.until is None
    ]
    books = lookups(connection)
    moving = [one for one in found if one.wait is Wait.ARRIVAL]
    kept = [one for one in found if one.wait is Wait.ONWARD]
    late = [one for one in found if one.is_late]
    blocks: list[Block] = [
        Paragraph(
            sentence(
                "transfers_in_transit_summary",
                office_folder=request.templates,
                on=on,
                count=len(moving),
                amount=sum((one.amount for one in moving), ZERO),
                kept=len(kept),
                kept_amount=sum((one.amount for one in kept), ZERO),
                late=len(late),
                days=transfers.pass_through(on).pass_through_days,
            )
        )
    ]
    if moving:
        blocks.append(_table(moving, books, "在途拨款", "moving"))
    if kept:
        blocks.append(_table(kept, books, "应转拨未转拨", "kept"))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=parts.provenance(connection, request),
        blocks=(*blocks, Signatures(_SIGNERS)),
        landscape=True,
    )


def _table(found: Sequence[Waiting], books: Lookups, caption: str, name: str) -> Table:
    columns = (
        Column("key", "编号"),
        Column("sender", "拨出单位", width=3),
        Column("receiver", "收款单位", width=3),
        Column("origin", "资金来源", width=2),
        Column("summary", "摘要", width=4),
        parts.money("amount", "金额"),
        Column("since", "自", "date"),
        Column("days", "天数", "count"),
        Column("due_on", "期限", "date"),
        Column("state", "情况", width=2),
    )
    rows = [
        Row(
            (
                one.transfer.key,
                books.unit(one.transfer.sender).name,
                books.unit(one.transfer.receiver).name,
                one.transfer.origin.label,
                one.transfer.summary,
                one.amount,
                one.since,
                one.days,
                one.due_on,
                f"{budget_parts.OVER} 超期" if one.is_late else "期限内",
            )
        )
        for one in found
    ]
    total = sum((one.amount for one in found), ZERO)
    cells = ("合计", "", "", "", "", total, None, None, None, "")
    rows.append(Row(cells, "total"))
    return Table(columns, tuple(rows), caption=caption, name=name)
