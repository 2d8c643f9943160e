"""A document in another language: the same figures, its words looked up.

Pages draw their documents up in Chinese; what is written in sentences comes from
templates in the language already (`wording.py`), every other text is looked up in a
`Dictionary`. Figures, dates, keys and styles are left as they are, and rows of tables
are translated as they come.

Names that belong to the books (`NAMES`) are not looked up, whatever they say.
"""

from collections.abc import Iterator
from dataclasses import replace

from reports.dictionary import INDENT, INDENTED, Dictionary, dictionary
from reports.report import (
    Block,
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
    Together,
)

NAMES = frozenset({"fund", "person", "donor"})
"""Columns whose plain rows hold names of the books."""

_SUMS = frozenset({"subtotal", "total", "group"})


def translated(document: Document, language: Language) -> Document:
    """The document in the language; of Chinese it is itself."""
    if language == "zh":
        return document
    words = dictionary(language)
    drawn = document.provenance
    return replace(
        document,
        title=words.told(document.title),
        subtitle=words.told(document.subtitle),
        recipient=words.told(document.recipient),
        provenance=replace(
            drawn, unit=words.told(drawn.unit), period=words.told(drawn.period)
        ),
        blocks=tuple(_block(block, words) for block in document.blocks),
        language=language,
    )


def _block(block: Block, words: Dictionary) -> Block:
    if isinstance(block, Together):
        return Together(tuple(_piece(piece, words) for piece in block.blocks))
    return _piece(block, words)


def _piece(  # noqa: PLR0911 - one for each kind of piece
    piece: Piece, words: Dictionary
) -> Piece:
    match piece:
        case Heading(text, level):
            return Heading(words.told(text), level)
        case Paragraph():
            text = "\n".join(map(words.told, piece.lines()))
            return replace(piece, text=text)
        case Note(text):
            return Note(words.told(text))
        case KeyValues(pairs, name):
            told = ((words.told(label), _cell(cell, words)) for label, cell in pairs)
            return KeyValues(tuple(told), name)
        case Signatures(blocks):
            # Values are names of persons.
            return replace(piece, blocks=tuple(map(words.told, blocks)))
        case Code(text, caption):
            return Code(text, words.told(caption))
        case Table():
            return _table(piece, words)
        case Chart():
            return _chart(piece, words)
        case PageBreak():
            return piece


def _cell(cell: Cell, words: Dictionary) -> Cell:
    return words.told(cell) if isinstance(cell, str) else cell


def _name(cell: Cell, words: Dictionary) -> Cell:
    """A name of the books; one that is a word of the trade alone is looked up."""
    if not isinstance(cell, str):
        return cell
    bare = cell.lstrip(INDENT)
    return INDENTED * (len(cell) - len(bare)) + words.exact.get(bare, bare)


def _table(table: Table, words: Dictionary) -> Table:
    named = tuple(column.key in NAMES for column in table.columns)
    rows = _rows(table, named, words)
    return replace(
        table,
        columns=tuple(
            replace(column, title=words.told(column.title)) for column in table.columns
        ),
        rows=tuple(rows) if isinstance(table.rows, tuple) else rows,
        caption=words.told(table.caption),
        note=words.told(table.note),
    )


def _rows(table: Table, named: tuple[bool, ...], words: Dictionary) -> Iterator[Row]:
    for row in table.rows:
        cells = (
            _name(cell, words)
            if name and row.style not in _SUMS
            else _cell(cell, words)
            for cell, name in zip(row.cells, named, strict=True)
        )
        yield Row(tuple(cells), row.style)


def _chart(chart: Chart, words: Dictionary) -> Chart:
    return replace(
        chart,
        caption=words.told(chart.caption),
        axis=words.told(chart.axis),
        places=tuple(map(words.told, chart.places)),
        series=tuple(replace(one, title=words.told(one.title)) for one in chart.series),
        note=words.told(chart.note),
        language=words.language,
    )
