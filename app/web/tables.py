"""A page's table as a file (XLSX, CSV): what is shown, and all of it.

A page that shows a table hands the same rows over where its address says `as=xlsx` or
`as=csv`. The file is a document like any report: it names the unit, the period and the
chain position.
"""

import importlib
import io
from collections.abc import Sequence

from app.web.desk import Desk, Sent
from app.web.spans import Asked
from ledger.database import Connection
from ledger.errors import NotFound
from reports import parts
from reports.catalogue import Request
from reports.report import Cell, Column, Document, Provenance, Row, Table

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_NO_CHAIN = "0" * 64


def is_asked(desk: Desk) -> bool:
    """Whether the table is wanted as a file."""
    return bool(desk.query.get("as"))


def send(
    desk: Desk,
    connection: Connection,
    title: str,
    asked: Asked,
    table: tuple[Sequence[Column], Sequence[Sequence[Cell]]],
) -> Sent:
    """The table as the file that the address asks for.

    Raises:
        NotFound: it asks for another kind of file.
    """
    form = desk.query.get("as", "")
    if form not in KINDS:
        raise NotFound("文件格式", form, "可用：xlsx、csv")
    columns, rows = table
    request = Request(
        unit=desk.unit, span=asked.span, period=asked.period, at=desk.act.at
    )
    document = Document(
        name="table",
        title=title,
        subtitle="",
        provenance=_provenance(connection, request, title),
        blocks=(Table(tuple(columns), tuple(Row(tuple(row)) for row in rows)),),
    )
    stream = io.BytesIO()
    importlib.import_module(f"reports.render.{form}").render(document, stream)
    unit = f"{desk.unit}-" if desk.unit else ""
    name = f"{unit}{title}-{asked.period}.{form}"
    return Sent(stream.getvalue(), KINDS[form], name)


def _provenance(connection: Connection, request: Request, title: str) -> Provenance:
    if request.unit:
        return parts.provenance(connection, request)
    # What concerns all units stands in the chain of none.
    period = parts.period_title(request)
    return Provenance(title, period, 0, _NO_CHAIN, request.at)
