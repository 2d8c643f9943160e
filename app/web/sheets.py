"""A table of a page as a value: shown with links, and handed over as a file.

1. A cell may lead to what it is made of; the file has the same rows without the links.
2. Captions, column titles and cells of the kind `Said` are texts of the pages, in the
   language of who looks; all other cells stand as the books have them.
3. A page with several tables says which one is wanted: `?table=years&as=xlsx`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from app.web import tables
from app.web.desk import Desk, Sent
from app.web.spans import Asked
from ledger.database import Connection
from ledger.errors import NotFound
from reports.report import Cell, Column, Style


class Said(str):
    """A text of the pages in a cell (2)."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its cells, and where some of them lead by the key of their column."""

    cells: tuple[Cell, ...]
    links: Mapping[str, str] = field(default_factory=dict)
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a page."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    note: str = ""

    def without_empty(self, *optional: str) -> "Sheet":
        """The table without those columns that nothing stands in."""
        kept = [
            place
            for place, column in enumerate(self.columns)
            if column.key not in optional
            or any(line.cells[place] not in {None, ""} for line in self.lines)
        ]
        lines = tuple(
            Line(tuple(line.cells[place] for place in kept), line.links, line.style)
            for line in self.lines
        )
        columns = tuple(self.columns[place] for place in kept)
        return Sheet(self.key, self.caption, columns, lines, self.note)


def address(desk: Desk, sheet: str, form: str) -> str:
    """Where a table of this page is had as a file."""
    asked = {**desk.query, "table": sheet, "as": form}
    return f"{desk.path}?{urlencode(asked)}"


def sent(
    desk: Desk, connection: Connection, asked: Asked, sheets: Iterable[Sheet]
) -> Sent:
    """The table that the address names, as a file.

    Raises:
        NotFound: the page has no such table, or there is no such kind of file.
    """
    wanted = desk.query.get("table", "")
    for sheet in sheets:
        if sheet.key == wanted or not wanted:
            rows: Sequence[Sequence[Cell]] = [line.cells for line in sheet.lines]
            table = (sheet.columns, rows)
            return tables.send(desk, connection, sheet.caption, asked, table)
    raise NotFound("表格", wanted)
