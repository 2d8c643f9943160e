"""帮扶申请逾期事项表: what of cases and files is past its day, by unit.

1. Late is what was still to be done on the last day of the period, or today before
   that, after its own last day; those whose duty it is are named.
2. Files that were not checked again by the end of April are listed with it.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2、5条 (各环节时限、每年4月底前复核).
"""

from collections import Counter
from collections.abc import Sequence

from aid.case_deadlines import DueStep, late
from ledger.database import Connection
from ledger.register import lookups
from reports import aid_parts, budget_parts, parts
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Column,
    Document,
    Note,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from reports.wording import sentence

REPORT = Report(
    name="aid_late",
    title="帮扶申请逾期事项表",
    summary="逾期未办的审核、公示、初审、补办手续和年度复核：申请、档案号、期限、责任单位",
    earlier=True,
)

_Late = tuple[str, DueStep]
"""A unit with what is late there."""


def build(connection: Connection, request: Request) -> Document:
    """Draw up what is late, of one unit or with all below it.

    Raises:
        NoSuchScope: one fund, an account or a place was asked for.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=True)
    on = parts.as_of(request)
    found = [
        (code, one)
        for code in parts.units_of(connection, request)
        for one in late(connection, code, on)
    ]
    kinds = Counter(one.due for _, one in found)
    text = sentence(
        "aid_late_summary",
        office_folder=request.templates,
        on=on,
        count=len(found),
        kinds="、".join(f"{due.label} {many} 件" for due, many in kinds.items()),
        unsure=any(one.is_provisional for _, one in found),
    )
    blocks: list[Block] = [Paragraph(text)]
    if found:
        blocks.append(_table(connection, request, found))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=aid_parts.provenance(connection, request),
        blocks=(
            *blocks,
            *budget_parts.chains(connection, request),
            Note(request.words("register")),
            Signatures(aid_parts.SIGNERS),
        ),
        landscape=True,
    )


def _table(connection: Connection, request: Request, found: Sequence[_Late]) -> Table:
    books, on = lookups(connection), parts.as_of(request)
    columns = (
        Column("unit", "单位", width=3),
        Column("key", "申请"),
        Column("code", "档案号"),
        Column("due", "事项"),
        Column("due_on", "期限", "date"),
        Column("days", "逾期（天）", "count"),
        Column("by", "责任单位", width=3),
        Column("told", "依据", width=6),
    )
    rows = tuple(
        Row(
            (
                books.unit(unit).name,
                one.key,
                one.code,
                one.due.label,
                one.on,
                (on - one.on).days,
                books.unit(one.by).name,
                one.told,
            )
        )
        for unit, one in found
    )
    return Table(columns, rows, caption="逾期未办的事项", name="late")
