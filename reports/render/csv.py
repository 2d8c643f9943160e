"""CSV: the tables of a document and the figures of its charts, for other programs.

UTF-8, with a byte-order mark (BOM) where it is asked for: Excel takes Chinese for
something else without it. Lines end as spreadsheets expect. One table is a
header and its rows; several follow one another, each under its caption, with an
empty line between. Text that a spreadsheet would run as a formula is led by an
apostrophe; amounts stay numbers, `-1234.50` included.
"""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from ledger.formulas import harmless
from ledger.money import Money
from reports.report import Cell, Column, Document, Table, shown

BOM = "\ufeff"


def render(document: Document, stream: BinaryIO, *, bom: bool = False) -> None:
    """Write every table; rows are written as they come and none is kept.

    `bom` puts a byte-order mark before them, for Excel.
    """
    tables = list(document.tables())
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False)
    if bom:
        text.write(BOM)
    writer = csv.writer(text)
    for number, (key, table) in enumerate(tables):
        if number:
            writer.writerow(())
        if len(tables) > 1:
            writer.writerow((harmless(table.caption or key),))
        writer.writerow([harmless(column.title) for column in table.columns])
        writer.writerows(_lines(table))
    text.flush()
    # The stream is the caller's; a wrapper that is collected would close it.
    text.detach()


def _lines(table: Table) -> Iterator[list[str]]:
    columns = table.columns
    for row in table.checked_rows():
        yield list(map(_written, row.cells, columns))


def _written(cell: Cell, column: Column) -> str:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, Money):
        return str(cell)
    if isinstance(cell, int) and column.kind != "rate":
        return str(cell)
    return shown(cell, column.kind)
