"""XLSX: a document for spreadsheets, a sheet for every table.

Tables of one name and the same columns, such as those of many vouchers, share a
sheet, each under its caption.
A chart is a sheet with its figures, and the picture below them.
The first sheet holds the words and facts of the document, in order, and says which
sheet each table is on. Amounts are numbers, except those of more than 15 digits,
which a spreadsheet would round: they are text. Text is always text, never a
formula. Rows are written as they come; a table longer than a sheet goes on in
another. Every sheet prints on A4 with the provenance in its header and footer.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO

from ledger.money import Money
from reports.render import charts, widths
from reports.render.words import Words, words
from reports.report import (
    Cell,
    Chart,
    Code,
    Document,
    Heading,
    KeyValues,
    Kind,
    Language,
    Note,
    PageBreak,
    Paragraph,
    Piece,
    Row,
    Signatures,
    Style,
    Table,
    shown,
    spelled,
)

# Three less than a spreadsheet holds: a note may follow.
ROWS_A_SHEET = 1_048_573
_NAME_MAX = 31
_ROOMY = 30
"""Points of a row that has room to sign."""
_TEXT_MAX = 32_767
_HEADER_MAX = 255
_EXACT_FEN = 10**15
_A4 = 9
# The rows that the width of a column is judged by; the rest has not come yet.
_SAMPLE = 200
_MONEY = "#,##0.00"
_KIND: Mapping[Kind, dict[str, Any]] = {
    "text": {"align": "left", "text_wrap": True},
    "money": {"align": "right", "num_format": _MONEY},
    "count": {"align": "right", "num_format": "#,##0"},
    "rate": {"align": "right", "num_format": "0.00%"},
    "date": {"align": "center", "num_format": "yyyy-mm-dd"},
}
_STYLE: Mapping[Style, dict[str, Any]] = {
    "plain": {},
    # A group's name runs over the empty cells beside it.
    "group": {"font_name": "黑体", "text_wrap": False},
    "subtotal": {"top": 2},
    "total": {"top": 2, "bottom": 6},
}
_BASE: dict[str, Any] = {
    "font_name": "宋体",
    "font_size": 10.5,
    "valign": "vcenter",
    "border": 1,
}
_WORDS: Mapping[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 16},
    "heading": {"font_name": "黑体", "font_size": 12},
    "text": {"font_name": "宋体", "font_size": 10.5, "text_wrap": True},
    "note": {"font_name": "宋体", "font_size": 9, "text_wrap": True},
}


def render(document: Document, stream: BinaryIO) -> None:
    """Write the workbook; memory does not grow with the rows."""
    # A command that writes no workbook does not pay for the library.
    import xlsxwriter  # noqa: PLC0415

    workbook = xlsxwriter.Workbook(
        stream, {"constant_memory": True, "strings_to_urls": False}
    )
    provenance = document.provenance
    workbook.set_properties(
        {
            "title": document.title,
            "author": provenance.unit,
            # Without a date of ours the library would write that of the printing.
            "created": provenance.known_on.replace(tzinfo=None),
        }
    )
    book = _Book(workbook, document, _sheets(document))
    _write_words(book)
    for sheet in book.sheets:
        _write_tables(book, sheet)
    workbook.close()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet to come: its name, and the tables on it with their keys.

    The figures of a chart have a sheet to themselves, for its picture.
    """

    name: str
    tables: tuple[tuple[str, Table], ...]
    chart: Chart | None = None

    def rows(self) -> Iterator[Row]:
        """The rows of the tables, each under its caption if there are several."""
        if len(self.tables) == 1:
            yield from self.tables[0][1].checked_rows()
            return
        for key, table in self.tables:
            empty = (None,) * (len(table.columns) - 1)
            yield Row((table.caption or key, *empty), "group")
            yield from table.checked_rows()
            if table.note:
                yield Row((table.note, *empty), "group")


@dataclass(frozen=True, slots=True)
class _Book:
    """The workbook, the document, and the sheets that its tables go on."""

    workbook: Any
    document: Document
    sheets: tuple[_Sheet, ...]

    def new_sheet(self, name: str) -> Any:
        """A new sheet, set up to be printed."""
        sheet = self.workbook.add_worksheet(name)
        provenance = self.document.provenance
        sheet.set_paper(_A4)
        if self.document.landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        told = words(self.document.language)
        title = f"{self.document.title}{told.gap}{provenance.period}"
        sheet.set_header(f"&L{_plain(provenance.unit)}&R{_plain(title)}")
        before, between, after = told.page
        sheet.set_footer(
            f"&L{_plain(self.document.mark)}&R{before}&P{between}&N{after}"
        )
        return sheet


def _plain(text: str) -> str:
    """Text for a header: short enough, and an ampersand is no command."""
    return text[: _HEADER_MAX // 5].replace("&", "&&")


def _sheets(document: Document) -> tuple[_Sheet, ...]:
    groups: dict[Any, list[tuple[str, Table]]] = {}
    pictures: dict[str, Chart] = {}
    for key, piece in document.listed():
        if isinstance(piece, Chart):
            pictures[key] = piece
            groups[key] = [(key, piece.table())]
        else:
            own = (piece.name, piece.columns) if piece.name else key
            groups.setdefault(own, []).append((key, piece))
    taken = {words(document.language).words_sheet.lower()}
    sheets = []
    for tables in groups.values():
        key, table = tables[0]
        wanted = table.caption if len(tables) == 1 else document.title
        name = _free(_allowed(wanted) or key, taken)
        sheets.append(_Sheet(name, tuple(tables), pictures.get(key)))
        taken.add(sheets[-1].name.lower())
    return tuple(sheets)


def _allowed(name: str) -> str:
    """The name without what spreadsheets do not take in the name of a sheet."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted[:_NAME_MAX].rstrip(" '"), 1
    while name.lower() in taken:
        number += 1
        tail = f" ({number})"
        name = wanted[: _NAME_MAX - len(tail)] + tail
    return name


def _write_words(book: _Book) -> None:
    document, provenance = book.document, book.document.provenance
    told = words(document.language)
    sheet = book.new_sheet(told.words_sheet)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 64)
    formats = {
        name: book.workbook.add_format(_faced(look, told))
        for name, look in _WORDS.items()
    }
    lines: Iterator[tuple[str, tuple[str, ...]]] = chain(
        [
            ("title", (document.title,)),
            ("heading", (document.subtitle,)),
            ("text", (told.unit, provenance.unit)),
            ("text", (told.period, provenance.period)),
            ("text", (told.position, str(provenance.position))),
            ("text", (told.digest, provenance.digest)),
            ("text", (told.recipient, document.recipient)),
        ],
        _words(document, book.sheets),
    )
    wanted = (line for line in lines if any(line[1][-1:]))
    for row, (look, cells) in enumerate(wanted):
        if look in {"text", "note"} and len(cells) == 1:
            sheet.merge_range(row, 0, row, 1, "", formats[look])
            # A merged cell does not grow with its text by itself.
            lines_high = len(cells[0]) // 42 + 1
            sheet.set_row(row, 15 * lines_high)
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text[:_TEXT_MAX], formats[look])


def _words(
    document: Document, sheets: tuple[_Sheet, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The lines of the first sheet: how each looks, and its one or two cells."""
    told = words(document.language)
    places = {key: sheet.name for sheet in sheets for key, _ in sheet.tables}
    keys = (key for key, _ in document.tables())
    for piece in document.pieces():
        if isinstance(piece, Table | Chart):
            label = told.chart if isinstance(piece, Chart) else told.table
            yield "text", (label, told.see_sheet.format(places[next(keys)]))
        else:
            yield from _words_of(piece, document.language)


def _words_of(
    piece: Piece, language: Language
) -> Iterator[tuple[str, tuple[str, ...]]]:
    match piece:
        case Heading(text):
            yield "heading", (text,)
        case Paragraph():
            yield from (("text", (line,)) for line in piece.lines())
        case Note(text):
            yield "note", (text,)
        case KeyValues(pairs):
            yield from (
                ("text", (label, spelled(cell, language))) for label, cell in pairs
            )
        case Code(text, caption):
            yield "text", (caption, text)
        case Signatures():
            yield from (
                ("text", (label, name or words(language).sign))
                for label, name in piece.signers()
            )
        case Table() | Chart() | PageBreak():
            return


def _write_tables(book: _Book, plan: _Sheet) -> None:
    table = plan.tables[0][1]
    rows = plan.rows()
    sample = list(islice(rows, _SAMPLE))
    sizes = _widths(table, sample)
    rows = chain(sample, rows)
    formats = _formats(book, table)
    name, more, last = plan.name, True, 0
    taken = {
        words(book.document.language).words_sheet.lower(),
        *(sheet.name.lower() for sheet in book.sheets),
    }
    while more:
        sheet = book.new_sheet(name)
        _write_head(sheet, table, sizes, formats)
        last, more = _write_rows(sheet, table, rows, formats)
        name = _free(plan.name, taken)
        taken.add(name.lower())
    if len(plan.tables) == 1 and table.note:
        last += 2
        sheet.write_string(last, 0, table.note[:_TEXT_MAX])
    if plan.chart is not None:
        _insert_picture(book, sheet, plan.chart, last + 2)


def _insert_picture(book: _Book, sheet: Any, chart: Chart, row: int) -> None:
    picture = io.BytesIO(charts.png(chart, wide=book.document.landscape))
    options = {"image_data": picture, "description": charts.described(chart)}
    # The name is the library's own business; the picture lies in the file.
    sheet.insert_image(row, 0, f"{chart.name}.png", options)


def _write_head(
    sheet: Any, table: Table, sizes: list[int], formats: Mapping[Any, Any]
) -> None:
    for index, (column, size) in enumerate(zip(table.columns, sizes, strict=True)):
        sheet.set_column(index, index, size)
        sheet.write_string(0, index, column.title, formats["title"])
    if table.roomy:
        sheet.set_default_row(_ROOMY)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _write_rows(
    sheet: Any, table: Table, rows: Iterator[Row], formats: Mapping[Any, Any]
) -> tuple[int, bool]:
    """Fill the sheet; returns its last row, and whether there may be more to come."""
    kinds = [column.kind for column in table.columns]
    number = 0
    for number, row in enumerate(islice(rows, ROWS_A_SHEET - 1), start=1):
        for index, (cell, kind) in enumerate(zip(row.cells, kinds, strict=True)):
            _write_cell(sheet, (number, index), cell, kind, formats[row.style, kind])
    return number, number == ROWS_A_SHEET - 1


def _write_cell(
    sheet: Any, place: tuple[int, int], cell: Cell, kind: Kind, look: Any
) -> None:
    if cell is None:
        sheet.write_blank(*place, None, look)
    elif isinstance(cell, str):
        sheet.write_string(*place, cell[:_TEXT_MAX], look)
    elif isinstance(cell, Money):
        if abs(cell.fen) < _EXACT_FEN:
            # The file holds decimals, and 15 digits survive the way there.
            sheet.write_number(*place, cell.fen / 100, look)
        else:
            sheet.write_string(*place, cell.grouped(), look)
    elif not isinstance(cell, int):
        sheet.write_datetime(*place, cell, look)
    elif kind == "rate":
        sheet.write_number(*place, cell / 10_000, look)
    elif abs(cell) < _EXACT_FEN:
        sheet.write_number(*place, cell, look)
    else:
        sheet.write_string(*place, shown(cell, kind), look)


def _widths(table: Table, sample: list[Row]) -> list[int]:
    """The width of each column in figures, judged by the first rows."""
    found = []
    for index, column in enumerate(table.columns):
        cells = [row.cells[index] for row in sample if row.style != "group"]
        texts = [column.title, *(shown(cell, column.kind) for cell in cells)]
        # A figure is about half an em.
        wide = max(widths.natural(text) for text in texts) // 50 + 2
        least = 16 if column.kind == "money" else 8
        found.append(max(least, min(wide, 50)))
    return found


def _faced(look: dict[str, Any], told: Words) -> dict[str, Any]:
    """The look with the face of the document's language."""
    return look | {"font_name": told.face(look["font_name"])}


def _formats(book: _Book, table: Table) -> dict[Any, Any]:
    told = words(book.document.language)
    title = _BASE | {"font_name": "黑体", "align": "center", "text_wrap": True}
    kinds = dict.fromkeys(column.kind for column in table.columns)
    found: dict[Any, Any] = {
        (style, kind): book.workbook.add_format(
            _faced(_BASE | _KIND[kind] | _STYLE[style], told)
        )
        for kind in kinds
        for style in _STYLE
    }
    found["title"] = book.workbook.add_format(_faced(title, told))
    return found
