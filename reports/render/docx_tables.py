"""Tables of a DOCX file, as the XML that word processors read.

A table is written in one piece of text: the library's own cells cost time that grows
with the square of the rows. Lengths are twentieths of a point.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Literal
from xml.sax.saxutils import escape

from reports.look import RED, Look, is_red, shown_cell, spelled_cell
from reports.render import widths
from reports.render.words import Words
from reports.report import Cell, Kind, Language, Row, Signatures, Table, shown

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_ALIGN: dict[Kind, str] = {
    "text": "left",
    "money": "right",
    "count": "right",
    "rate": "right",
    "date": "center",
}
_LINE = '<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(_LINE.format(side=side) for side in _SIDES)
_PADDING = 60
_ROOMY = 600
"""The height of a row that has room to sign."""
_DAY = 480
"""The height of the row with the date, below those who sign."""


_ROWS_WHOLE = 12
"""A table of at most so many rows goes over to the next page as a whole."""
_VOID = 400
"""The height of an empty line that is ruled off."""


Keep = Literal["", "end", "whole"]
"""What is kept on the page of the next piece: nothing, the end, or all of a piece."""


def table(
    table: Table, rows: Sequence[Row], room: int, look: Look, keep: Keep = ""
) -> str:
    """A table with its heading on every page; amounts to the right, sums ruled off.

    Lines of a form that are left empty are ruled off above its sums (空行划线注销).
    """
    kinds = [column.kind for column in table.columns]
    sizes = [0] * len(kinds)
    for row in rows:
        if not row.spans:
            told = (
                shown_cell(c, k, look) for c, k in zip(row.cells, kinds, strict=True)
            )
            sizes = list(map(max, sizes, map(widths.natural, told)))
    largest = widths.SIZES[1 if table.dense else 0]
    plan = widths.plan(table.columns, sizes, room * 5, largest=largest)
    wide = _shared(plan.widths, room)
    titles = [
        widths.broken(one.title, width)
        for one, width in zip(table.columns, plan.widths, strict=True)
    ]
    size = plan.size // 5
    height = _ROOMY if table.roomy else 0
    parts = [_open(wide), _heading(titles, wide, size)]
    void = max(table.least - len(rows), 0) or (0 if rows else 1)
    sums = _sums(rows)
    whole = len(rows) <= _ROWS_WHOLE
    for number, row in enumerate(rows, 1):
        # The last two rows stay together, so that a total is never alone on a page.
        kept = keep == "whole" or number == len(rows) - 1
        kept = kept or (whole and number < len(rows))
        kept = kept or (keep == "end" and number == len(rows))
        if void and number == sums:
            parts.append(_void(len(wide), room, void, keep=True))
        if row.spans:
            name, span = shown(row.cells[0]), len(wide)
            cells = _cell(name, room, "left", size, span=span, heading=True, keep=True)
        else:
            rule = row.style if row.style in {"subtotal", "total"} else ""
            cells = "".join(
                _cell(
                    shown_cell(c, k, look),
                    w,
                    _ALIGN[k],
                    size,
                    rule=rule,
                    heading=bool(rule) and k == "text",
                    keep=kept,
                    red=is_red(c, look),
                    close=table.dense,
                )
                for c, k, w in zip(row.cells, kinds, wide, strict=True)
            )
        parts.append(_row(cells, height=height))
    if void and sums > len(rows):
        parts.append(_void(len(wide), room, void, keep=bool(keep)))
    return f"{''.join(parts)}</w:tbl>"


def _sums(rows: Sequence[Row]) -> int:
    """The number of the first of the sums that end a form, one past the last row."""
    place = len(rows)
    while place and rows[place - 1].style in {"subtotal", "total"}:
        place -= 1
    return place + 1


def _void(count: int, room: int, lines: int, *, keep: bool) -> str:
    """Empty lines with a stroke through all of them."""
    # Not every program draws the stroke; the mark stands in for it.
    cell = _cell("／", room, "center", 21, span=count, rule="void", keep=keep)
    return _row(cell, height=_VOID * lines)


def key_values(
    pairs: Iterable[tuple[str, Cell]],
    room: int,
    look: Look,
    *,
    language: Language = "zh",
    keep: bool = False,
) -> str:
    """Facts with their labels, two in a row where they are short."""
    told = [
        (label, spelled_cell(c, look, language), is_red(c, look)) for label, c in pairs
    ]
    values = max(widths.natural(value) for _, value, _ in told)
    across = 2 if values <= _SHORT else 1
    labels = max(widths.natural(label) for label, *_ in told)
    label = min(room // (across * 2), labels * 21 // 10 + 160)
    if across > 1:
        # A number is not broken for the sake of a long label.
        label = max(min(label, room // across - values * 21 // 10 - 160), _LABEL)
    wide = (label, room // across - label) * across
    parts = [_open(wide)]
    for first in range(0, len(told), across):
        some = told[first : first + across]
        cells = ""
        for number, (name, value, red) in enumerate(some, 1):
            # A fact alone in its row has the rest of the row.
            span = 1 if number < len(some) else 2 * (across - len(some)) + 1
            cells += _cell(name, label, "left", 21, keep=keep)
            width = sum(wide[1 : 1 + span])
            cells += _cell(value, width, "left", 21, span=span, keep=keep, red=red)
        parts.append(_row(cells))
    return f"{''.join(parts)}</w:tbl>"


_SHORT = 1500
"""A value that finds room in half a page, in hundredths of an em."""
_LABEL = 1200
"""Room that a label has at least."""
_FOUR = 4
_BETWEEN = 240
"""Between the lines that two sign on."""


def signatures(
    block: Signatures, room: int, words: Words, *, keep: bool = False
) -> tuple[str, ...]:
    """Room to sign, three in a row, with a line for the date where it is dated."""
    signers = block.signers()
    # Four stand two by two: of three and one, the one looks forgotten.
    most = 3 if words.tag != "en" and len(signers) != _FOUR else 2
    across = min(most, len(signers))
    wide = (room - _BETWEEN * (across - 1)) // across
    places = [wide] + [_BETWEEN, wide] * (across - 1)
    parts = [_open(places, bordered=False)]
    for first in range(0, len(signers), across):
        some = [
            words.labelled(label, name)
            for label, name in signers[first : first + across]
        ]
        some += [""] * (across - len(some))
        kept = keep or block.dated or first + across < len(signers)
        cells = [
            _cell(text, wide, "left", 21, rule=_sign(text, block), keep=kept)
            for text in some
        ]
        between = _cell("", _BETWEEN, "left", 21, keep=kept)
        parts.append(_row(between.join(cells), height=720))
    if block.dated:
        # Within the table: a row stays with the one before in every program.
        span = len(places)
        day = _cell(words.day, sum(places), "right", 21, span=span, keep=keep)
        parts.append(_row(day, height=_DAY))
    made = f"{''.join(parts)}</w:tbl>"
    return (_words("", "left", 21, keep=True), made) if block.dated else (made,)


def _sign(text: str, block: Signatures) -> str:
    """A line to sign on, under who signs with a date."""
    return "sign" if text and block.dated else ""


def in_a_row(texts: Sequence[str], room: int) -> str:
    """Words at the left, in the middle and at the right of one line."""
    aligns = ("left", "center", "right")
    # At the left stands who made it, and names are long.
    wide = (room // 2, *[room // 2 // (len(texts) - 1)] * (len(texts) - 1))
    cells = (
        _cell(text, width, align, 21)
        for text, width, align in zip(texts, wide, aligns, strict=True)
    )
    begun = _open(wide, bordered=False, indent=0)
    return f"{begun}{_row(''.join(cells))}</w:tbl>"


# -- parts --------------------------------------------------------------------------


def _shared(shares: Sequence[int], room: int) -> tuple[int, ...]:
    whole = sum(shares)
    return tuple(share * room // whole for share in shares)


def _open(wide: Sequence[int], *, bordered: bool = True, indent: int = _PADDING) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in wide)
    borders = f"<w:tblBorders>{_BORDERS}</w:tblBorders>" if bordered else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(wide)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{indent}" w:type="dxa"/>{borders}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{_PADDING}" w:type="dxa"/>'
        f'<w:right w:w="{_PADDING}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _heading(titles: Sequence[str], wide: Sequence[int], size: int) -> str:
    cells = "".join(
        _cell(title, width, "center", size, heading=True, keep=True)
        for title, width in zip(titles, wide, strict=True)
    )
    return _row(cells, heading=True)


def _row(cells: str, *, height: int = 0, heading: bool = False) -> str:
    look = "<w:cantSplit/>"
    if height:
        look += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    if heading:
        look += "<w:tblHeader/>"
    return f"<w:tr><w:trPr>{look}</w:trPr>{cells}</w:tr>"


def _cell(  # noqa: PLR0913 - how a cell looks
    text: str,
    width: int,
    align: str,
    size: int,
    *,
    span: int = 1,
    rule: str = "",
    heading: bool = False,
    keep: bool = False,
    red: bool = False,
    close: bool = False,
) -> str:
    look = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if span > 1:
        look += f'<w:gridSpan w:val="{span}"/>'
    if rule == "void":
        look += f"<w:tcBorders>{_LINE.format(side='tr2bl')}</w:tcBorders>"
    elif rule == "sign":
        look += f"<w:tcBorders>{_LINE.format(side='bottom')}</w:tcBorders>"
    elif rule:
        lower = "double" if rule == "total" else "single"
        look += (
            '<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
            f'<w:bottom w:val="{lower}" w:sz="4" w:space="0" w:color="000000"/>'
            "</w:tcBorders>"
        )
    look += '<w:vAlign w:val="center"/>'
    words = _words(text, align, size, heading=heading, keep=keep, red=red, close=close)
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{words}</w:tc>"


def _words(  # noqa: PLR0913 - how words look
    text: str,
    align: str,
    size: int,
    *,
    heading: bool = False,
    keep: bool = False,
    red: bool = False,
    close: bool = False,
) -> str:
    # A close line is as high in every program, whatever face it puts in.
    line = f' w:line="{size * 14}" w:lineRule="exact"' if close else ""
    around = 0 if close else 20
    kept = "<w:keepNext/>" if keep else ""
    face = (
        '<w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/>' if heading else ""
    )
    colour = f'<w:color w:val="{RED}"/>' if red else ""
    look = f'<w:rPr>{face}{colour}<w:sz w:val="{size}"/></w:rPr>'
    plain = _CONTROL.sub(lambda one: f"〔U+{ord(one[0]):04X}〕", text)
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(plain).split("\n"))
    run = f'<w:r>{look}<w:t xml:space="preserve">{lines}</w:t></w:r>' if text else ""
    # An empty paragraph is as high as the size of its mark.
    mark = f'<w:rPr><w:sz w:val="{size}"/></w:rPr>'
    return (
        f'<w:p><w:pPr>{kept}<w:spacing w:before="{around}" w:after="{around}"{line}/>'
        f'<w:jc w:val="{align}"/>{mark}</w:pPr>{run}</w:p>'
    )
