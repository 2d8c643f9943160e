"""PDF: a document as it is printed, signed and filed, set by Typst.

Everything that a document says reaches `templates/document.typ` as JSON, so that
no text of a user is ever read as Typst's own language. The fonts come with the
program (Noto Serif SC for text, Noto Sans SC for headings, Noto Sans CJK behind
them); those of the system are ignored. A character that no font has is printed by
its number, 〔U+20BB7〕, and reported. The PDF is PDF/A-2b, untagged unless asked (tags
make it 16 times the size), has a bookmark for every heading, and is dated as the books
were known.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from reports.errors import LetterheadUnusable
from reports.look import PLAIN, Look, is_red, spelled_cell
from reports.render import charts, codes, glyphs, letterhead, pdf_tables, widths
from reports.render.pdf_tables import Page, breakable
from reports.render.words import words
from reports.report import (
    Block,
    Chart,
    Code,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    Together,
)

TEMPLATE = Path(__file__).parent.parent / "templates" / "document.typ"

# What is kept together must fit on a page; a line is about 16 points high.
_LINES_A_PAGE_UPRIGHT = 40
_LINES_A_PAGE_LANDSCAPE = 24
_LINES_A_CHART = 20
_SHORT_VALUE = 1400
# Facts of at most so many lines, such as a finding's, are not torn by a page's end.
_VALUE_LINE = 3500
_LINES_WHOLE = 18
# A number of an account or a card is never broken.
_VALUE_RUN = 24
# A control character as JSON writes it; a doubled backslash is met first, and kept.
_CONTROL = re.compile(r"\\(?:\\|([bf])|u00([01][0-9a-f]))")
_NEEDS_NO_GLYPH = frozenset("\n\t\u200b\u2060")


def render(
    document: Document,
    stream: BinaryIO,
    *,
    font_folders: Sequence[Path] = (),
    look: Look = PLAIN,
) -> frozenset[str]:
    """Write the PDF; returns the characters that no font has.

    `font_folders` hold an office's own fonts, for characters that ours lack.

    Raises:
        LetterheadUnusable: the letterhead is no picture.
    """
    # Typst takes a moment to load; only a PDF needs it.
    import typst  # noqa: PLC0415

    folders = (*glyphs.own_folders(), *font_folders)
    text, missing = _printable(_data(document, look), glyphs.font_files(folders))
    fonts = _fonts(folders)
    compiler = typst.Compiler(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": text},
    )
    try:
        # The archives' standard that asks for tags (2a) is kept where there are any.
        pdf = compiler.compile(
            format="pdf",
            pdf_standards=["a-2a" if look.tagged else "a-2b"],
            pdf_tags=look.tagged,
        )
    except typst.TypstError as error:
        if look.letterhead and "SVG" in str(error):
            raise LetterheadUnusable(look.letterhead, "图片无法绘制") from None
        raise
    assert isinstance(pdf, bytes)
    stream.write(pdf)
    return missing


@lru_cache(maxsize=4)
def _fonts(folders: tuple[Path, ...]) -> Any:
    import typst  # noqa: PLC0415 - see render

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders],
    )


def _printable(
    data: dict[str, Any], fonts: tuple[Path, ...]
) -> tuple[str, frozenset[str]]:
    """The data as JSON in which every character has a glyph, and those without."""
    met: set[str] = set()

    def named(match: re.Match[str]) -> str:
        if match[0] == "\\\\":
            return match[0]
        code = {"b": 8, "f": 12}.get(match[1] or "") or int(match[2], 16)
        met.add(chr(code))
        return _number(code)

    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    text = _CONTROL.sub(named, text)
    lacking = glyphs.missing(set(text) - _NEEDS_NO_GLYPH, fonts)
    text = text.translate({ord(one): _number(ord(one)) for one in lacking})
    return text, lacking | met


def _number(code: int) -> str:
    return f"〔U+{code:04X}〕"


def _data(document: Document, look: Look) -> dict[str, Any]:
    provenance = document.provenance
    known_on = provenance.known_on
    if known_on.tzinfo:
        # A PDF of Typst's states its date as universal time.
        known_on = known_on.astimezone(dt.UTC)
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "recipient": document.recipient,
        "unit": provenance.unit,
        "period": provenance.period,
        "mark": document.mark,
        "words": asdict(words(document.language)),
        "known_on": known_on.timetuple()[:6],
        "landscape": document.landscape,
        "in_money": document.in_money,
        "keywords": [provenance.unit, provenance.period, document.mark],
        "letterhead": letterhead.as_svg(look.letterhead) if look.letterhead else "",
        "blocks": _blocks(document.blocks, _page(document, look)),
    }


def _page(document: Document, look: Look) -> Page:
    widest: dict[tuple[Column, ...], list[int]] = {}
    for piece in document.pieces():
        if isinstance(piece, Table) and piece.alike:
            found = widest.setdefault(piece.columns, [0] * len(piece.columns))
            for row in piece.rows:
                found[:] = map(max, found, pdf_tables.sizes(piece, row, look))
    return Page(document.landscape, document.language, look, widest)


def _blocks(blocks: Iterable[Block], page: Page) -> list[dict[str, Any]]:
    """The blocks in order, signatures tied to what is signed.

    Signatures under a table, with notes between or without, become its foot, which
    stays on the page of its last rows; under words they stay with the last of these.
    """
    found: list[dict[str, Any]] = []
    for block in blocks:
        data = _block(block, page)
        if data["kind"] == "signatures" and data["dated"] and found:
            _tie(found, data)
        else:
            above = found[-1]["kind"] if found else ""
            if data["kind"] == "note" and (signed := _signed(found)):
                # A note below signatures is no page of its own.
                if signed.get("foot"):
                    signed["foot"].append(data)
                    continue
                found[-1]["sticky"] = True
            if data["kind"] in {"table", "chart"} and above == "paragraphs":
                # What is said right above a table or a chart speaks of it.
                found[-1]["sticky"] = True
            found.append(data)
    return found


def _signed(found: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """What is signed at the end, notes below it aside."""
    last = next((one for one in reversed(found) if one["kind"] != "note"), None)
    foot = (last.get("foot") or [last]) if last else []
    dated = any(one["kind"] == "signatures" and one["dated"] for one in foot)
    return last if dated else None


def _tie(found: list[dict[str, Any]], signatures: dict[str, Any]) -> None:
    notes = len(found)
    while notes and found[notes - 1]["kind"] == "note":
        notes -= 1
    above = found[notes - 1] if notes else None
    if (
        above is not None
        and above["kind"] == "table"
        and (above["kept"] or above["whole"])
    ):
        above["foot"] = [*found[notes:], signatures]
        del found[notes:]
        return
    for one in found[notes:] or found[-1:]:
        one["sticky"] = True
    found.append(signatures)


def _block(block: Block, page: Page) -> dict[str, Any]:
    data: dict[str, Any]
    match block:
        case Heading() | Paragraph() | Note() | Code() | PageBreak():
            data = _words(block)
        case KeyValues():
            data = _key_values(block, page)
        case Table():
            data = pdf_tables.table_data(block, page)
        case Chart():
            data = _chart(block, page)
        case Signatures(dated=dated):
            data = {"kind": "signatures", "signers": block.signers(), "dated": dated}
        case Together():
            data = _together(block, page)
    return data


def _words(block: Heading | Paragraph | Note | Code | PageBreak) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": text, "level": level}
        case Paragraph(addressed=addressed):
            told = {"lines": block.lines(), "addressed": addressed}
            return {"kind": "paragraphs", **told}
        case Note(text):
            return {"kind": "note", "text": text}
        case Code(text, caption):
            told = {"caption": caption, "text": breakable(text)}
            return {"kind": "code", "svg": codes.svg(block), **told}
        case PageBreak(titled):
            return {"kind": "break", "titled": titled}


def _key_values(block: KeyValues, page: Page) -> dict[str, Any]:
    look, language = page.look, page.language
    told = (
        (label, cell, spelled_cell(cell, look, language)) for label, cell in block.pairs
    )
    pairs = [
        (label, breakable(value, _VALUE_RUN), is_red(cell, look))
        for label, cell, value in told
    ]
    short = all(widths.natural(value) <= _SHORT_VALUE for _, value, _ in pairs)
    lines = sum(widths.natural(value) // _VALUE_LINE + 1 for _, value, _ in pairs)
    return {
        "kind": "values",
        "pairs": pairs,
        "across": 2 if short else 1,
        "whole": lines <= _LINES_WHOLE,
    }


def _chart(chart: Chart, page: Page) -> dict[str, Any]:
    return {
        "kind": "chart",
        "svg": charts.svg(chart, wide=page.landscape),
        "told": charts.described(chart),
        # Not set, but those of their characters that no font has are reported.
        "places": chart.places,
        "caption": chart.caption,
        "note": chart.note,
    }


def _together(block: Together, page: Page) -> dict[str, Any]:
    blocks = _blocks(block.blocks, page)
    room = _LINES_A_PAGE_LANDSCAPE if page.landscape else _LINES_A_PAGE_UPRIGHT
    # What is longer than a page must break, or its end would be cut off.
    whole = sum(map(_lines, blocks)) <= room
    return {"kind": "together", "blocks": blocks, "whole": whole}


def _lines(block: dict[str, Any]) -> int:
    """About how many lines a block takes, rather too many than too few."""
    match block["kind"]:
        case "table":
            # Small type takes less.
            return int(block["lines"] * block["size"]) // widths.SIZES[0] + 3
        case "paragraphs":
            return sum(len(line) // 30 + 1 for line in block["lines"])
        case "values":
            return len(block["pairs"])
        case "chart":
            return _LINES_A_CHART
        case "note":
            return len(block["text"]) // 40 + 1
        case _:
            return 3
