"""生活救助不足下限人员表: people on file with less living aid than a month's standard.

1. Everybody on file at the end of the period, or today before that, is held against the
   figure that the unit goes by in the place that the file names; who has it is counted
   and not listed.
2. Of whom it is not known is listed with the reason.

Basis: 关于进一步做好困难职工帮扶工作的意见 第9条 (每年不少于一个月的低保标准).
"""

from collections.abc import Sequence

from aid.floors import Floor, floors
from aid.kept_standards import standards_of_all
from ledger.database import Connection
from ledger.money import ZERO, Money
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
    name="aid_floor",
    title="生活救助不足下限人员表",
    summary="本年生活救助不足一个月低保标准的在档职工：档案号、已得、下限、尚差",
    earlier=True,
    takes=("names",),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up who is below the floor in the period's year.

    Raises:
        NoSuchScope: one fund, an account or a place was asked for.
        NotFound: there is no such unit.
        StandardMissing: the books have no figures of the year.
        StandardRefused: the books have figures of several places, and no keys were
            given.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=True)
    on = parts.as_of(request)
    units = parts.units_of(connection, request)
    standards = standards_of_all(connection, units)
    found = floors(connection, on, standards, request.vault)
    below = [one for one in found if one.is_below]
    unknown = [one for one in below if one.missing is None]
    text = sentence(
        "aid_floor_summary",
        office_folder=request.templates,
        on=on,
        count=len(found),
        below=len(below) - len(unknown),
        missing=_sum(below),
        unknown=len(unknown),
    )
    blocks: list[Block] = [Paragraph(text)]
    if below:
        blocks.append(_table(connection, below))
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
    )


def _sum(found: Sequence[Floor]) -> Money:
    return sum((one.missing or ZERO for one in found), ZERO)


def _table(connection: Connection, found: Sequence[Floor]) -> Table:
    books = lookups(connection)
    columns = (
        Column("code", "档案号"),
        Column("unit", "单位", width=3),
        parts.money("had", "本年已得"),
        parts.money("floor", "下限"),
        parts.money("missing", "尚差"),
        Column("why", "说明", width=2),
    )
    rows = [
        Row(
            (
                one.code,
                books.unit(one.unit).name,
                one.had,
                one.floor,
                one.missing,
                one.why,
            )
        )
        for one in found
    ]
    had = sum((one.had for one in found), ZERO)
    rows.append(Row(("合计", "", had, None, _sum(found), ""), "total"))
    return Table(columns, tuple(rows), caption="不足下限的人员", name="below")
