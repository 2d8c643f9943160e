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

from reports.render import charts, codes
from reports.render.words import words as words_of
from reports.report import Chart, Document, Piece, Together, shown, spelled

TEMPLATES = Path(__file__).parent.parent / "templates"

_PIECES_A_WRITE = 1000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def render(document: Document, stream: BinaryIO) -> None:
    """Write the page; the rows of its tables are written as they come."""
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
        "shown": shown,
        "spelled": partial(spelled, language=document.language),
        "css": _css,
        "drawn": partial(charts.svg, wide=document.landscape),
        "coded": codes.svg,
    }
    template = environment.get_template("document.html")
    words = words_of(document.language)
    page = template.stream(document=document, words=words, parts=_parts(document))
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
