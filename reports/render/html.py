"""HTML: a document for the screen and the browser's printer, in one file.

`templates/document.html` is the only template; it loads nothing from elsewhere.
What a document says is escaped wherever it stands, in the style sheet as well.
"""

import dataclasses
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from reports.look import PLAIN, Look, is_red, shown_cell, spelled_cell
from reports.render import charts, codes, letterhead
from reports.render.words import words
from reports.report import Chart, Document, Piece, Row, Table, Together

TEMPLATES = Path(__file__).parent.parent / "templates"

_PIECES_A_WRITE = 1000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def render(document: Document, stream: BinaryIO, *, look: Look = PLAIN) -> None:
    """Write the page; the rows of its tables are written as they come.

    Raises:
        LetterheadUnusable: the letterhead is no picture.
    """
    # A command that prints no page does not pay for the library.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Whatever is printed passes here, so that no page is malformed.
        finalize=_visible,
    )
    environment.filters |= {
        "shown": partial(shown_cell, look=look),
        "spelled": partial(spelled_cell, look=look, language=document.language),
        "red": partial(is_red, look=look),
        "css": _css,
        "ruled": _ruled,
        "drawn": partial(charts.svg, wide=document.landscape),
        "coded": codes.svg,
    }
    template = environment.get_template("document.html")
    picture = letterhead.as_address(look.letterhead) if look.letterhead else ""
    page = template.stream(
        document=document,
        words=words(document.language),
        parts=_parts(document),
        letterhead=picture,
    )
    page.enable_buffering(_PIECES_A_WRITE)
    stream.writelines(text.encode() for text in page)


def _parts(document: Document) -> Iterator[tuple[str, Piece | None]]:
    """The pieces with their kind; those kept together between two marks."""
    for block in document.blocks:
        if isinstance(block, Together):
            yield "Open", None
            for piece in block.blocks:
                yield from _kinds(piece)
            yield "Close", None
        else:
            yield from _kinds(block)


def _kinds(piece: Piece) -> Iterator[tuple[str, Piece | None]]:
    """A piece with its kind; a chart holds its figures, to be opened and read."""
    yield type(piece).__name__, piece
    if isinstance(piece, Chart):
        # The caption stands under the picture.
        yield "Table", dataclasses.replace(piece.table(), caption="")
        yield "Drawn", None


def _ruled(table: Table) -> Iterator[tuple[Row | None, int]]:
    """The rows, and among them the lines left empty, to be ruled off (None, how many).

    They stand above the sums that end a form; a table without any row has one.
    """
    if not table.least:
        empty = True
        for row in table.checked_rows():
            empty = False
            yield row, 0
        if empty:
            yield None, 1
        return
    rows = list(table.checked_rows())
    sums = len(rows)
    while sums and rows[sums - 1].style in {"subtotal", "total"}:
        sums -= 1
    yield from ((row, 0) for row in rows[:sums])
    if void := max(table.least - len(rows), 0 if rows else 1):
        yield None, void
    yield from ((row, 0) for row in rows[sums:])


def _visible(value: Any) -> Any:
    """Control characters, which no page may hold, are printed by their number."""
    if isinstance(value, str) and _CONTROL.search(value):
        return type(value)(_CONTROL.sub(lambda one: f"〔U+{ord(one[0]):04X}〕", value))
    return value


def _css(text: str) -> str:
    """Text inside a string of a style sheet, every character by its number.

    A style sheet is not HTML: what escapes the one does not escape the other.
    """
    return "".join(f"\\{ord(character):x} " for character in text)
