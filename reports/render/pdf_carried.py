"""承前页: what the head of a bound ledger's columns says after so many of its rows.

1. A ledger that goes on over a page has its sums and its balance in the first line of
   the next page alone, which the rule permits; no page ends in 过次页.
2. Sums are reckoned here in whole fen. `templates/document.typ` counts the rows that
   stand before a page, and shows what belongs to so many.
3. On the first page the line is what is brought forward, as the ledger begins with it.

Basis: 会计基础工作规范 第六十条.
"""

from collections.abc import Sequence
from typing import Any

from ledger.money import Money
from reports.look import Look, set_apart, shown_cell
from reports.render import widths
from reports.report import Carried, Cell, Column, Row

NAMED = "承前页"
"""What the column `summary` says on every page but the first."""

Told = str | dict[str, Any]
"""A text, or one that does not look like the others."""


class Carrying:
    """The texts of the line: `columns[place][rows]`, after so many rows.

    A column goes on as its last text says; one without figures needs but two.
    """

    def __init__(
        self, carried: Carried, columns: Sequence[Column], first: Row, look: Look
    ) -> None:
        keys = [column.key for column in columns]
        self._kinds = [column.kind for column in columns]
        self._look = look
        self._sums = {keys.index(key): sum_ for key, sum_ in carried.sums.items()}
        self._left = [keys.index(key) for key in carried.left]
        self.columns = [
            [self._told(place, cell)] for place, cell in enumerate(first.cells)
        ]
        for place, texts in enumerate(self.columns):
            if place == keys.index("summary"):
                texts.append(NAMED)
            elif place not in self._sums and place not in self._left:
                texts.append("")

    def take(self, row: Row) -> None:
        """Go on by one row; only plain ones are added up."""
        for place, sum_ in self._sums.items():
            cell = row.cells[place]
            if row.style == "plain" and isinstance(cell, Money):
                self._sums[place] = sum_ + cell
            # As sums of the year do, one of nothing leaves its cell empty.
            self.columns[place].append(self._told(place, self._sums[place] or None))
        for place in self._left:
            self.columns[place].append(self._told(place, row.cells[place]))

    def widest(self) -> list[int]:
        """The natural width of the widest text of every column."""
        return [max(map(_natural, texts)) for texts in self.columns]

    def _told(self, place: int, cell: Cell) -> Told:
        text = shown_cell(cell, self._kinds[place], self._look)
        look = set_apart(cell, self._look)
        return {"text": text, "look": look} if look else text


def _natural(told: Told) -> int:
    return widths.natural(told if isinstance(told, str) else told["text"])
