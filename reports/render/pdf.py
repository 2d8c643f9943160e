"""PDF: a document as it is printed, signed and filed, set by Typst.

Everything that a document says reaches `templates/document.typ` as JSON, so that
no text of a user is ever read as Typst's own language. The fonts come with the
program (Noto Serif SC for text, Noto Sans SC for headings, Noto Sans CJK behind
them); those of the system are ignored. A character that no font has is printed by
its number, 〔U+20BB7〕, and reported. The PDF is PDF/A-2b, untagged (tags make it 16
times the size), and dated as the books were known.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from reports.render import charts, codes, glyphs, widths
from reports.render.words import words
from reports.report import (
    Block,
    Chart,
    Code,
    Column,
    Document,
    Heading,
    KeyValues,
    Language,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
    Together,
    shown,
    spelled,
)

TEMPLATE = Path(__file__).parent.parent / "templates" / "document.typ"

# Hundredths of a point: A4 less the margins of the template.
_ROOM_UPRIGHT = 46771
_ROOM_LANDSCAPE = 72850
_ALIGN = {
    "text": "left",
    "money": "right",
    "count": "right",
    "rate": "right",
    "date": "center",
}
# What is kept together must fit on a page; a line is about 16 points high.
_LINES_A_PAGE_UPRIGHT = 40
_LINES_A_PAGE_LANDSCAPE = 24
_LINES_A_CHART = 20
_SHORT_VALUE = 1400
# Facts of at most so many lines, such as a finding's, are not torn by a page's end.
_VALUE_LINE = 3500
_LINES_WHOLE = 18
# The last rows of a table are kept together, unless it is long: that takes time.
_ROWS_KEPT = 1500
# A control character as JSON writes it; a doubled backslash is met first, and kept.
_CONTROL = re.compile(r"\\(?:\\|([bf])|u00([01][0-9a-f]))")
_LONG_RUN = re.compile(r"[!-~]{16}(?=[!-~])")
_NEEDS_NO_GLYPH = frozenset("\n\t\u200b")


def render(
    document: Document, stream: BinaryIO, *, font_folders: Sequence[Path] = ()
) -> frozenset[str]:
    """Write the PDF; returns the characters that no font has.

    `font_folders` hold an office's own fonts, for characters that ours lack.
    """
    # Typst takes a moment to load; only a PDF needs it.
    import typst  # noqa: PLC0415

    folders = (*glyphs.own_folders(), *font_folders)
    text, missing = _printable(_data(document), glyphs.font_files(folders))
    fonts = _fonts(folders)
    compiler = typst.Compiler(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": text},
    )
    pdf = compiler.compile(format="pdf", pdf_standards=["a-2b"], pdf_tags=False)
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


def _data(document: Document) -> dict[str, Any]:
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
        "blocks": _blocks(document.blocks, _page(document)),
    }


@dataclass(frozen=True, slots=True)
class _Page:
    """What is set alike on every page; `widest` are cells of tables that are alike."""

    landscape: bool
    language: Language
    widest: Mapping[tuple[Column, ...], list[int]]


def _page(document: Document) -> _Page:
    widest: dict[tuple[Column, ...], list[int]] = {}
    for piece in document.pieces():
        if isinstance(piece, Table) and piece.alike:
            found = widest.setdefault(piece.columns, [0] * len(piece.columns))
            for row in piece.rows:
                found[:] = map(max, found, _sizes(piece, row))
    return _Page(document.landscape, document.language, widest)


def _blocks(blocks: Iterable[Block], page: _Page) -> list[dict[str, Any]]:
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
            if data["kind"] in {"table", "chart"} and above == "paragraphs":
                # What is said right above a table or a chart speaks of it.
                found[-1]["sticky"] = True
            found.append(data)
    return found


def _tie(found: list[dict[str, Any]], signatures: dict[str, Any]) -> None:
    notes = len(found)
    while notes and found[notes - 1]["kind"] == "note":
        notes -= 1
    above = found[notes - 1] if notes else None
    if above is not None and above["kind"] == "table" and above["kept"]:
        above["foot"] = [*found[notes:], signatures]
        del found[notes:]
        return
    for one in found[notes:] or found[-1:]:
        one["sticky"] = True
    found.append(signatures)


def _block(block: Block, page: _Page) -> dict[str, Any]:
    data: dict[str, Any]
    match block:
        case Heading() | Paragraph() | Note() | Code() | PageBreak():
            data = _words(block)
        case KeyValues():
            data = _key_values(block, page.language)
        case Table():
            data = _table(block, page)
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
        case Paragraph():
            return {"kind": "paragraphs", "lines": block.lines()}
        case Note(text):
            return {"kind": "note", "text": text}
        case Code(text, caption):
            told = {"caption": caption, "text": _breakable(text)}
            return {"kind": "code", "svg": codes.svg(block), **told}
        case PageBreak():
            return {"kind": "break"}


def _key_values(block: KeyValues, language: Language) -> dict[str, Any]:
    pairs = [
        (label, _breakable(spelled(cell, language))) for label, cell in block.pairs
    ]
    short = all(widths.natural(value) <= _SHORT_VALUE for _, value in pairs)
    lines = sum(widths.natural(value) // _VALUE_LINE + 1 for _, value in pairs)
    return {
        "kind": "values",
        "pairs": pairs,
        "across": 2 if short else 1,
        "whole": lines <= _LINES_WHOLE,
    }


def _chart(chart: Chart, page: _Page) -> dict[str, Any]:
    return {
        "kind": "chart",
        "svg": charts.svg(chart, wide=page.landscape),
        "told": charts.described(chart),
        # Not set, but those of their characters that no font has are reported.
        "places": chart.places,
        "caption": chart.caption,
        "note": chart.note,
    }


def _together(block: Together, page: _Page) -> dict[str, Any]:
    blocks = _blocks(block.blocks, page)
    room = _LINES_A_PAGE_LANDSCAPE if page.landscape else _LINES_A_PAGE_UPRIGHT
    # What is longer than a page must break, or its end would be cut off.
    whole = sum(map(_lines, blocks)) <= room
    return {"kind": "together", "blocks": blocks, "whole": whole}


def _lines(block: dict[str, Any]) -> int:
    """About how many lines a block takes, rather too many than too few."""
    match block["kind"]:
        case "table":
            return int(block["lines"]) + 3
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


def _table(table: Table, page: _Page) -> dict[str, Any]:
    kinds = [column.kind for column in table.columns]
    widest = page.widest[table.columns] if table.alike else [0] * len(kinds)
    runs: list[dict[str, Any]] = []
    sized: list[tuple[int, ...]] = []
    breaks = 0
    for row in table.checked_rows():
        cells = [shown(cell, kind) for cell, kind in zip(row.cells, kinds, strict=True)]
        sizes = tuple(map(widths.natural, cells))
        if not row.spans:
            widest = list(map(max, widest, sizes))
        sized.append(sizes)
        breaks += max(cell.count("\n") for cell in cells)
        _append(runs, row, cells)
    last = _last_rows(runs, len(kinds)) if len(sized) <= _ROWS_KEPT else []
    room = _ROOM_LANDSCAPE if page.landscape else _ROOM_UPRIGHT
    largest = widths.SIZES[1 if table.dense else 0]
    plan = widths.plan(table.columns, widest, room, largest=largest)
    return {
        "kind": "table",
        "caption": table.caption,
        "note": table.note,
        "size": plan.size,
        "dense": table.dense,
        "roomy": table.roomy,
        "widths": plan.widths,
        "titles": [column.title for column in table.columns],
        "aligns": [_ALIGN[kind] for kind in kinds],
        "runs": runs,
        "last": last,
        "kept": bool(last),
        "foot": [],
        "lines": breaks + sum(_row_lines(sizes, plan.widths) for sizes in sized),
    }


def _sizes(table: Table, row: Row) -> tuple[int, ...]:
    kinds = (column.kind for column in table.columns)
    cells = zip(row.cells, kinds, strict=True)
    return tuple(widths.natural(shown(cell, kind)) for cell, kind in cells)


def _append(runs: list[dict[str, Any]], row: Row, cells: list[str]) -> None:
    """Plain rows follow one another in one flat list, which Typst takes fastest."""
    cells = [_breakable(cell) if len(cell) > 16 else cell for cell in cells]  # noqa: PLR2004 - see _LONG_RUN
    if row.spans:
        runs.append({"style": "group", "cells": cells[:1]})
    elif row.style == "plain" and runs and runs[-1]["style"] == "plain":
        runs[-1]["cells"].extend(cells)
    else:
        runs.append({"style": row.style, "cells": cells})


def _last_rows(runs: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Take the last two rows off, each by itself; none where one of them is a group."""
    whole = list(runs)
    last: list[dict[str, Any]] = []
    while runs and len(last) < 2:  # noqa: PLR2004 - two rows
        run = runs.pop()
        cells = run["cells"]
        if len(cells) > count:
            runs.append({"style": "plain", "cells": cells[:-count]})
        last.insert(0, {"style": run["style"], "cells": cells[-count:]})
    if len(last) == 2 and all(len(run["cells"]) == count for run in last):  # noqa: PLR2004
        return last
    runs[:] = whole
    return []


def _row_lines(sizes: tuple[int, ...], columns: tuple[int, ...]) -> int:
    return max(
        size // max(width - widths.PADDING, 1) + 1
        for size, width in zip(sizes, columns, strict=True)
    )


def _breakable(text: str) -> str:
    """Let a long run without spaces, such as a digest, be broken over lines."""
    return _LONG_RUN.sub(lambda run: f"{run[0]}\u200b", text)
