"""A table as the data that `templates/document.typ` sets.

1. Plain rows follow one another in one flat list of texts, which Typst takes fastest;
   an amount that does not look like the others (red, in parentheses) is told apart.
2. The last two rows stay with what is signed below them, and a short table is not
   torn at all.
3. The first row of a bound ledger stands in the head of its columns, which says on
   every later page what is carried over (承前页); not if the table is not torn.
4. What is left empty is ruled off (空行划线注销): a form with fewer entries than it has
   lines for, and a table without any.

Basis: 会计基础工作规范 第五十一条第(六)项 (rule 4), 第六十条 (rule 3).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.look import Look, set_apart, shown_cell
from reports.render import widths
from reports.render.pdf_carried import Carrying, Told
from reports.report import Column, Kind, Language, Row, Table

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
# The last rows of a table are kept together, unless it is long: that takes time.
_ROWS_KEPT = 1500
_LINES_WHOLE = 12
"""A table of at most so many lines goes over to the next page as a whole."""
_ROWS_LAST = 2
_LONG_CELL = 16
"""A run of so many characters without a space may be broken after them."""
# A label and what it names, one of several such pairs that stand in a line.
_PAIR = re.compile(r"(?:^|(?<=　))([^：　\n]{1,6}：)([^　\n]*)", re.MULTILINE)
_JOINED = "\u2060"


@dataclass(frozen=True, slots=True)
class Page:
    """What is set alike on every page; `widest` are cells of tables that are alike."""

    landscape: bool
    language: Language
    look: Look
    widest: Mapping[tuple[Column, ...], list[int]]

    @property
    def room(self) -> int:
        """The width between the margins, in hundredths of a point."""
        return _ROOM_LANDSCAPE if self.landscape else _ROOM_UPRIGHT


def sizes(table: Table, row: Row, look: Look) -> tuple[int, ...]:
    """The natural width of every cell of a row."""
    kinds = (column.kind for column in table.columns)
    cells = zip(row.cells, kinds, strict=True)
    return tuple(widths.natural(shown_cell(cell, kind, look)) for cell, kind in cells)


def table_data(table: Table, page: Page) -> dict[str, Any]:
    """A table with its rows, widths and size of type."""
    kinds = [column.kind for column in table.columns]
    read = _read(table, page)
    void = max(table.least - len(read.sized), 0) or (0 if read.sized else 1)
    largest = widths.SIZES[1 if table.dense else 0]
    plan = widths.plan(table.columns, read.widest, page.room, largest=largest)
    lines = read.breaks + void + sum(_row_lines(one, plan.widths) for one in read.sized)
    whole = lines <= _LINES_WHOLE
    runs, carried = read.torn(whole=whole)
    _rule_off(runs, void, len(kinds))
    last = _last_rows(runs, len(kinds)) if len(read.sized) <= _ROWS_KEPT else []
    return {
        "kind": "table",
        "caption": table.caption,
        "note": table.note,
        "size": plan.size,
        "dense": table.dense,
        "roomy": table.roomy,
        "widths": plan.widths,
        "titles": [
            widths.broken(one.title, wide)
            for one, wide in zip(table.columns, plan.widths, strict=True)
        ],
        "aligns": [_ALIGN[kind] for kind in kinds],
        "carried": carried,
        "runs": runs,
        "last": last,
        "kept": bool(last),
        "whole": whole,
        "foot": [],
        "lines": lines,
    }


def breakable(text: str, length: int = _LONG_CELL) -> str:
    """Let a long run without spaces, such as a digest, be broken over lines."""
    long = rf"[!-~]{{{length}}}(?=[!-~])"
    return re.sub(long, lambda run: f"{run[0]}\u200b", text)


@dataclass(slots=True)
class _Read:
    """The rows of a table, the room that they take, and what a ledger carries over."""

    widest: list[int]
    runs: list[dict[str, Any]] = field(default_factory=list)
    sized: list[tuple[int, ...]] = field(default_factory=list)
    breaks: int = 0
    carrying: Carrying | None = None
    opening: list[dict[str, Any]] = field(default_factory=list)

    def torn(self, *, whole: bool) -> tuple[list[dict[str, Any]], list[list[Told]]]:
        """The rows, and what is carried over the ends of pages (rule 3)."""
        if self.carrying is None or whole or not self.runs:
            return self.opening + self.runs, []
        return self.runs, self.carrying.columns


def _read(table: Table, page: Page) -> _Read:
    kinds = [column.kind for column in table.columns]
    widest = page.widest[table.columns] if table.alike else [0] * len(kinds)
    read = _Read(widest)
    for row in table.checked_rows():
        cells = _told(row, kinds, page.look)
        sizes_ = tuple(map(widths.natural, cells))
        if not row.spans:
            read.widest = list(map(max, read.widest, sizes_))
        read.sized.append(sizes_)
        read.breaks += max(cell.count("\n") for cell in cells)
        if table.carried and not read.opening:
            read.carrying = Carrying(table.carried, table.columns, row, page.look)
            _append(read.opening, row, cells, page.look)
            continue
        _append(read.runs, row, cells, page.look)
        if read.carrying:
            read.carrying.take(row)
    if read.carrying:
        read.widest = list(map(max, read.widest, read.carrying.widest()))
    return read


def _told(row: Row, kinds: Sequence[Kind], look: Look) -> list[str]:
    cells = zip(row.cells, kinds, strict=True)
    return [shown_cell(cell, kind, look) for cell, kind in cells]


def _append(runs: list[dict[str, Any]], row: Row, cells: list[str], look: Look) -> None:
    """Rule 1."""
    cells = [_broken(cell) if len(cell) > _LONG_CELL else cell for cell in cells]
    if row.spans:
        runs.append({"style": "group", "cells": cells[:1]})
        return
    looks = [] if look.negatives == "minus" else [set_apart(c, look) for c in row.cells]
    if any(looks):
        told = [
            {"text": cell, "look": one} if one else cell
            for cell, one in zip(cells, looks, strict=True)
        ]
        runs.append({"style": row.style, "cells": told, "looks": True})
    elif row.style == "plain" and runs and _is_flat(runs[-1]):
        runs[-1]["cells"].extend(cells)
    else:
        runs.append({"style": row.style, "cells": cells})


def _is_flat(run: dict[str, Any]) -> bool:
    return run["style"] == "plain" and "looks" not in run


def _broken(cell: str) -> str:
    """Where a cell may be broken: within a long run, not between label and value."""
    if "　" in cell and "：" in cell:
        cell = _PAIR.sub(_joined, cell)
    return breakable(cell)


def _joined(pair: re.Match[str]) -> str:
    """A pair that no line breaks, if it is short; else at least its label is whole."""
    label, value = _JOINED.join(pair[1]), pair[2]
    if value.isascii() and widths.natural(pair[0]) <= widths.TEXT_MIN:
        return label + _JOINED + value
    return label + value


def _rule_off(runs: list[dict[str, Any]], void: int, count: int) -> None:
    """Rule 4: empty lines stand above the sums that end a table."""
    if not void:
        return
    place = len(runs)
    while place and runs[place - 1]["style"] in {"subtotal", "total"}:
        place -= 1
    runs.insert(place, {"style": "void", "cells": [""] * count, "rows": void})


def _last_rows(runs: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Take the last two rows off, each by itself; none where one of them is a group."""
    whole = list(runs)
    last: list[dict[str, Any]] = []
    while runs and len(last) < _ROWS_LAST:
        run = runs.pop()
        cells = run["cells"]
        if len(cells) > count:
            runs.append(run | {"cells": cells[:-count]})
        last.insert(0, run | {"cells": cells[-count:]})
    if len(last) == _ROWS_LAST and all(len(run["cells"]) == count for run in last):
        return last
    runs[:] = whole
    return []


def _row_lines(sizes: tuple[int, ...], columns: tuple[int, ...]) -> int:
    return max(
        size // max(width - widths.PADDING, 1) + 1
        for size, width in zip(sizes, columns, strict=True)
    )
