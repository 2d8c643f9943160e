"""Tables of a workbook: widths, looks, cells of their kind, and sums as formulas.

A cell is a number, a date or a text, never a formula out of a text. Rows are written
as they come and none is kept.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ledger.money import Money
from reports.look import Look, Negatives
from reports.render import widths
from reports.render.xlsx_sums import EXACT, SUM_STYLES, Sums
from reports.report import Cell, Kind, Row, Style, Table, shown

TEXT_MAX = 32_767
"""Characters that a cell holds."""

MONEY: Mapping[Negatives, str] = {
    "minus": "#,##0.00",
    "parentheses": "#,##0.00_);(#,##0.00)",
    "red": "#,##0.00;[Red]-#,##0.00",
}
"""How amounts are shown, as spreadsheets write it."""

DAY = "yyyy-mm-dd"

_ROOMY = 30
"""Points of a row that has room to sign."""
_WIDE = 96
"""Figures beside each other on an upright page; more would be printed small."""
_LINE = 16
_ROW_MAX = 409
"""Points of a line, and those that a row may be high."""
_ROWS_TO_FILTER = 10
"""Fewer rows are seen at a glance; nobody picks among them."""
_KIND: Mapping[Kind, dict[str, Any]] = {
    "text": {"align": "left", "text_wrap": True},
    "money": {"align": "right"},
    "count": {"align": "right", "num_format": "#,##0"},
    "rate": {"align": "right", "num_format": "0.00%"},
    "date": {"align": "center", "num_format": DAY},
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
_TITLE = _BASE | {"font_name": "黑体", "align": "center", "text_wrap": True}


class Printed:
    """A table on its way into one worksheet, or several if it is that long.

    `sample` are the first rows, by which columns get their widths; a table that is
    `alone` on its sheet can be filtered.
    """

    def __init__(
        self,
        add_format: Callable[[dict[str, Any]], Any],
        table: Table,
        look: Look,
        sample: Sequence[Row],
        *,
        alone: bool,
    ) -> None:
        self._table, self._alone = table, alone
        self._widths = _widths(table, sample)
        self._title = add_format(_TITLE)
        kinds = [column.kind for column in table.columns]
        made = {
            (style, kind): add_format(_look(style, kind, look))
            for style in _STYLE
            for kind in dict.fromkeys(kinds)
        }
        self._formats = {style: [made[style, k] for k in kinds] for style in _STYLE}
        self._kinds = kinds
        self._pages = 0

    @property
    def is_wide(self) -> bool:
        """Whether it is easier to read on a page that lies across."""
        return sum(self._widths) > _WIDE

    def begin(self, sheet: Any) -> None:
        """Write the head, which stays in sight and is printed on every page."""
        columns = zip(self._table.columns, self._widths, strict=True)
        for index, (column, wide) in enumerate(columns):
            sheet.set_column(index, index, wide)
            sheet.write_string(0, index, column.title[:TEXT_MAX], self._title)
        sheet.set_default_row(_ROOMY if self._table.roomy else _LINE)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)

    def fill(self, sheet: Any, rows: Iterable[Row]) -> int:
        """Write the rows below the head; returns the last row that was written."""
        sums = Sums(self._table.columns, 1, whole=self._pages == 0)
        self._pages += 1
        number = lines = last_line = 0
        grouped = False
        for number, row in enumerate(rows, start=1):
            formulas: Mapping[int, str] = {}
            if row.style in SUM_STYLES:
                formulas = sums.rule_off(row, number)
            else:
                sums.take(row, number)
                lines, last_line = lines + 1, number
            if row.spans:
                grouped = True
                if not self._alone:
                    # It is the caption of another table, or the note of the last.
                    sums = Sums(self._table.columns, number + 1)
            self._write(sheet, number, row, formulas)
        if self._alone and not grouped and lines >= _ROWS_TO_FILTER:
            sheet.autofilter(0, 0, last_line, len(self._kinds) - 1)
        return number

    def add_note(self, sheet: Any, number: int, note: str, look: Any) -> None:
        """Write a note below the rows, broken over lines as wide as the table."""
        if len(self._widths) > 1:
            sheet.merge_range(number, 0, number, len(self._widths) - 1, "", look)
        sheet.write_string(number, 0, note[:TEXT_MAX], look)
        # A small figure is less than half an em of what columns are measured by.
        lines = widths.natural(note) * 9 // 10 // (sum(self._widths) * 50) + 1
        sheet.set_row(number, min(_LINE * lines, _ROW_MAX))

    def _write(
        self, sheet: Any, number: int, row: Row, formulas: Mapping[int, str]
    ) -> None:
        looks, wide = self._formats[row.style], self._widths
        is_long = False
        for index, cell in enumerate(row.cells):
            look = looks[index]
            if cell is None:
                sheet.write_blank(number, index, None, look)
            elif isinstance(cell, str):
                sheet.write_string(number, index, cell[:TEXT_MAX], look)
                is_long = is_long or _may_break(cell, wide[index])
            elif index in formulas:
                value = cell.fen / 100 if isinstance(cell, Money) else cell
                sheet.write_formula(number, index, formulas[index], look, value)
            else:
                write_figure(sheet, (number, index), cell, self._kinds[index], look)
        if is_long and not self._table.roomy and (lines := self._lines(row)) > 1:
            # Some programs do not make a row as high as its broken text.
            sheet.set_row(number, min(_LINE * lines, _ROW_MAX))

    def _lines(self, row: Row) -> int:
        """How many lines the longest text of a row is broken over."""
        if row.spans:
            return 1
        lines = 1
        for cell, wide in zip(row.cells, self._widths, strict=True):
            if isinstance(cell, str) and _may_break(cell, wide):
                each = (widths.natural(line) // 50 for line in cell.split("\n"))
                lines = max(lines, sum(one // wide + 1 for one in each))
        return lines


def _may_break(text: str, wide: int) -> bool:
    """Whether it may be longer than a line: no character is wider than two figures."""
    return len(text) * 2 > wide or "\n" in text


_DAY_ZERO = dt.date(1899, 12, 30)
"""From which a spreadsheet counts days."""


def write_figure(
    sheet: Any, place: tuple[int, int], cell: Cell, kind: Kind, look: Any
) -> None:
    """Write an amount, a number or a date; as text if its last figures would go."""
    if isinstance(cell, Money):
        if abs(cell.fen) < EXACT:
            # The file holds decimals, and 15 digits survive the way there.
            sheet.write_number(*place, cell.fen / 100, look)
        else:
            sheet.write_string(*place, cell.grouped(), look)
    elif not isinstance(cell, int):
        assert isinstance(cell, dt.date)
        sheet.write_number(*place, (cell - _DAY_ZERO).days, look)
    elif kind == "rate":
        sheet.write_number(*place, cell / 10_000, look)
    elif abs(cell) < EXACT:
        sheet.write_number(*place, cell, look)
    else:
        sheet.write_string(*place, shown(cell, kind), look)


def _widths(table: Table, sample: Sequence[Row]) -> list[int]:
    """The width of each column in figures, judged by the first rows."""
    found = []
    for index, column in enumerate(table.columns):
        cells = [row.cells[index] for row in sample if row.style != "group"]
        texts = [column.title, *(shown(cell, column.kind) for cell in cells)]
        # A figure is about half an em.
        wide = max(widths.natural(text) for text in texts) // 50 + 2
        least = 16 if column.kind == "money" else 8
        found.append(max(least, min(wide, 50)))
    names = [shown(row.cells[0]) for row in sample if row.spans]
    longest = max(map(widths.natural, names), default=0) // 50 + 2
    # The name of a group runs over the whole table, and not beyond what is printed.
    found[-1] += max(min(longest, 100) - sum(found), 0)
    return found


def _look(style: Style, kind: Kind, look: Look) -> dict[str, Any]:
    money = {"num_format": MONEY[look.negatives]} if kind == "money" else {}
    return _BASE | _KIND[kind] | money | _STYLE[style]
