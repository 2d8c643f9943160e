"""XLSX: a document for spreadsheets, a sheet for every table.

Tables of one name and the same columns, such as those of many vouchers, share a
sheet, each under its caption.
A chart is a sheet with its figures, and the picture below them.
The first sheet holds the words and facts of the document, in order, and says which
sheet each table is on. Amounts are numbers, except those of more than 15 digits,
which a spreadsheet would round: they are text. Text is always text, never a
formula; sums are formulas where these give our figure (`xlsx_sums.py`). Rows are
written as they come; a table longer than a sheet goes on in another. Every sheet
prints on A4 with the provenance in its header and footer.
"""

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO

from ledger.money import Money
from reports.look import PLAIN, Look
from reports.render import charts, widths
from reports.render.words import words
from reports.render.xlsx_tables import DAY, MONEY, TEXT_MAX, Printed, write_figure
from reports.report import (
    Cell,
    Chart,
    Code,
    Document,
    Heading,
    KeyValues,
    Language,
    Note,
    PageBreak,
    Paragraph,
    Piece,
    Row,
    Signatures,
    Table,
)

# Three less than a spreadsheet holds: a note may follow.
ROWS_A_SHEET = 1_048_573
_NAME_MAX = 31
_HEADER_MAX = 255
_ROW_MAX = 409
"""Points that a row may be high."""
_LINE, _FACT_LINE = 4200, 3100
"""Hundredths of an em that stand on a line of the first sheet, and in a fact of it."""
_TITLE_BESIDE, _TITLE_SMALL = 1600, 2400
"""A longer title has a line of the header to itself; one longer still is set small."""
_HIGH: Mapping[str, int] = {"title": 28, "heading": 21, "sign": 33}
"""Points of a row that is more than a line of text; signing takes room."""
_A4 = 9
# The rows that the width of a column is judged by; the rest has not come yet.
_SAMPLE = 200
_WORDS: Mapping[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 16},
    "heading": {"font_name": "黑体", "font_size": 12},
    "text": {
        "font_name": "宋体",
        "font_size": 10.5,
        "text_wrap": True,
        "valign": "top",
    },
    "note": {"font_name": "宋体", "font_size": 9, "text_wrap": True, "valign": "top"},
    "sign": {"font_name": "宋体", "font_size": 10.5, "bottom": 1},
}
_FACT: dict[str, Any] = {"font_name": "宋体", "font_size": 10.5, "align": "left"}


def render(document: Document, stream: BinaryIO, *, look: Look = PLAIN) -> None:
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
    book = _Book(workbook, document, _sheets(document), look)
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
        for _, table in self.tables:
            empty = (None,) * (len(table.columns) - 1)
            if table.caption:
                yield Row((table.caption, *empty), "group")
            yield from table.checked_rows()
            if table.note:
                yield Row((table.note, *empty), "group")


@dataclass(frozen=True, slots=True)
class _Book:
    """The workbook, the document, and the sheets that its tables go on."""

    workbook: Any
    document: Document
    sheets: tuple[_Sheet, ...]
    look: Look

    def new_sheet(self, name: str, *, wide: bool = False) -> Any:
        """A new sheet, set up to be printed; a wide one lies across."""
        sheet = self.workbook.add_worksheet(name)
        provenance = self.document.provenance
        sheet.set_paper(_A4)
        if self.document.landscape or wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        told = words(self.document.language)
        period = provenance.period
        if self.document.in_money:
            period = f"{period}{told.gap}{told.money}"
        title = _plain(self.document.title)
        # A long title would run into the unit, and programs cut it there.
        between = "\n" if widths.natural(title) > _TITLE_BESIDE else told.gap
        small = "&8 " if widths.natural(title) > _TITLE_SMALL else ""
        right = f"{small}{title}{between}{_plain(period)}"
        sheet.set_header(f"&L{_plain(provenance.unit)}&R{right}")
        before, between, after = told.page
        sheet.set_footer(
            f"&L{_plain(self.document.mark)}&R{before}&P{between}&N{after}"
        )
        return sheet

    def add_format(self, look: Mapping[str, Any]) -> Any:
        """A look with the face that goes with the document's language."""
        told = words(self.document.language)
        return self.workbook.add_format(told.faced_look(look))


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
    above = _headings(document)
    sheets = []
    for tables in groups.values():
        key, table = tables[0]
        wanted = table.caption or above[key]
        name = _allowed(wanted if len(tables) == 1 else document.title) or key
        name = _free(name, taken)
        sheets.append(_Sheet(name, tuple(tables), pictures.get(key)))
        taken.add(sheets[-1].name.lower())
    return tuple(sheets)


def _headings(document: Document) -> dict[str, str]:
    """The heading that every table and chart stands under, else the title."""
    keys = (key for key, _ in document.listed())
    found, last = {}, document.title
    for piece in document.pieces():
        if isinstance(piece, Heading):
            last = piece.text
        elif isinstance(piece, Table | Chart):
            found[next(keys)] = last
    return found


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
    formats = {name: book.add_format(look) for name, look in _WORDS.items()}
    figures = {
        Money: book.add_format(_FACT | {"num_format": MONEY[book.look.negatives]}),
        int: book.add_format(_FACT),
        dt.date: book.add_format(_FACT | {"num_format": DAY}),
    }
    lines: Iterator[tuple[str, tuple[Cell, ...]]] = chain(
        [
            ("title", (document.title,)),
            ("heading", (document.subtitle,)),
            ("text", (told.unit, provenance.unit)),
            ("text", (told.period, provenance.period)),
            ("text", (told.position, str(provenance.position))),
            ("text", (told.digest, provenance.digest)),
            ("text", (told.recipient, document.recipient)),
        ],
        _words(book),
    )
    wanted = (line for line in lines if line[1][-1] not in {None, ""})
    for row, (look, cells) in enumerate(wanted):
        if look in {"text", "note"} and len(cells) == 1:
            sheet.merge_range(row, 0, row, 1, "", formats[look])
        sheet.set_row(row, _height(look, cells))
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell[:TEXT_MAX], formats[look])
            else:
                write_figure(sheet, (row, column), cell, "text", figures[type(cell)])


def _height(look: str, cells: tuple[Cell, ...]) -> int:
    """The points of a row of the first sheet; not every program finds them itself."""
    if look in _HIGH:
        return _HIGH[look]
    told, room = cells[-1], _LINE if len(cells) == 1 else _FACT_LINE
    lines = str(told).split("\n") if isinstance(told, str) else [""]
    high = sum(widths.natural(line) // room + 1 for line in lines)
    return min(16 * high, _ROW_MAX)


def _words(book: _Book) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """The lines of the first sheet: how each looks, and its one or two cells."""
    places = {key: sheet.name for sheet in book.sheets for key, _ in sheet.tables}
    document = book.document
    told = words(document.language)
    keys = (key for key, _ in document.tables())
    for piece in document.pieces():
        if isinstance(piece, Table | Chart):
            label = told.chart if isinstance(piece, Chart) else told.table
            yield "text", (label, told.see_sheet.format(places[next(keys)]))
        else:
            yield from _words_of(piece, document.language)


def _words_of(
    piece: Piece, language: Language
) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    match piece:
        case Heading(text):
            yield "heading", (text,)
        case Paragraph():
            yield from (("text", (line,)) for line in piece.lines())
        case Note(text):
            yield "note", (text,)
        case KeyValues(pairs):
            yield from (("text", pair) for pair in pairs)
        case Code(text, caption):
            yield "text", (caption, text)
        case Signatures():
            look = "sign" if piece.dated else "text"
            yield from (
                (look, (label, name or words(language).sign))
                for label, name in piece.signers()
            )
        case Table() | Chart() | PageBreak():
            return


def _write_tables(book: _Book, plan: _Sheet) -> None:
    table = plan.tables[0][1]
    rows = plan.rows()
    sample = list(islice(rows, _SAMPLE))
    rows = chain(sample, rows)
    alone = len(plan.tables) == 1
    printed = Printed(book.add_format, table, book.look, sample, alone=alone)
    name, more, last = plan.name, True, 0
    taken = {
        words(book.document.language).words_sheet.lower(),
        *(sheet.name.lower() for sheet in book.sheets),
    }
    while more:
        sheet = book.new_sheet(name, wide=printed.is_wide)
        printed.begin(sheet)
        last = printed.fill(sheet, islice(rows, ROWS_A_SHEET - 1))
        more = last == ROWS_A_SHEET - 1
        name = _free(plan.name, taken)
        taken.add(name.lower())
    if alone and table.note:
        last += 2
        printed.add_note(sheet, last, table.note, book.add_format(_WORDS["note"]))
    if plan.chart is not None:
        _insert_picture(book, sheet, plan.chart, last + 2)
    else:
        sheet.print_area(0, 0, last, len(table.columns) - 1)


def _insert_picture(book: _Book, sheet: Any, chart: Chart, row: int) -> None:
    picture = io.BytesIO(charts.png(chart, wide=book.document.landscape))
    options = {"image_data": picture, "description": charts.described(chart)}
    # The name is the library's own business; the picture lies in the file.
    sheet.insert_image(row, 0, f"{chart.name}.png", options)
