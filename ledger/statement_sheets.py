"""A form filled in: the figures of its lines and columns, laid out row by row.

1. A line's figure is what its accounts show, or what its formula gives; a heading has
   none.
2. A column that has no days on this statement, or whose year another form reported,
   is empty: its figures are None, not nil.
3. Each span of days is read once, whatever forms are filled in from it.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ledger.database import Connection
from ledger.errors import StatementRefused
from ledger.form_parts import (
    POINTS,
    STANDING,
    CrossCheck,
    Form,
    FormColumn,
    FormLine,
    Style,
    Take,
    shown,
)
from ledger.money import Money
from ledger.periods import Span, day_after, first_day
from ledger.register import UnitLookup, lookups
from ledger.statement_figures import (
    Figures,
    Place,
    Scope,
    Sums,
    read_figures,
    split_funds,
    taken,
)
from ledger.statement_parties import Party, read_parties


class Row(NamedTuple):
    """A printed row: its words, how it is set, and an amount for each column.

    `key` is the line's, the fund's code, or the account's; an amount is None where
    the form has no figure.
    """

    key: str
    words: tuple[str, ...]
    values: tuple[Money | None, ...]
    number: int = 0
    indent: int = 0
    style: Style = "plain"
    right: bool = False


class Drawing:
    """The books of some units as forms are filled in from them (rule 3)."""

    def __init__(
        self,
        connection: Connection,
        units: Sequence[str],
        period: int,
        known_at: int | None,
    ) -> None:
        self.connection = connection
        self.books = lookups(connection)
        self.asked = tuple(units)
        self.period = period
        self.known_at = known_at
        self.year, month = divmod(period, 100)
        self.yearly = not month
        self.spans = _spans(period)
        self.last_day = self.spans["year"].last_day
        self._figures: dict[tuple[Scope, Span], Figures] = {}

    def chart(self, unit: str) -> str:
        """The chart by which a unit's books are kept on the last day, or empty."""
        return self.books.unit(unit).chart_on(self.last_day.isoformat())

    def scope(self, form: Form) -> tuple[Scope, tuple[str, ...]]:
        """The units whose books a form is for, and those it is not for.

        Units that have no books on the last day are neither.

        Raises:
            StatementRefused: it is for none of them.
        """
        kept = [(unit, self.chart(unit)) for unit in self.asked]
        others = [unit for unit, chart in kept if chart and chart not in form.charts]
        kept = [(unit, chart) for unit, chart in kept if chart in form.charts]
        if not kept:
            raise self._refused(form, others)
        return Scope(tuple(kept), self.known_at), tuple(others)

    def _refused(self, form: Form, units: Sequence[str]) -> StatementRefused:
        what = f"不能编制{form.title}"
        if not units:
            why = "所选单位当时尚未建账"
            return StatementRefused(what, why, "改用建账以后的期间")
        labels = {self.books.chart_labels[self.chart(unit)] for unit in units}
        named = "、".join(f"“{label}”" for label in sorted(labels))
        why = f"该表不适用于按{named}所记的账"
        if form.kind:
            why += "；法定会计报表只能由法定账簿编制"
        do = "用帮扶资金收支表（fund_statement），或自定报表格式（own_statement）"
        return StatementRefused(what, why, do)

    def figures(self, scope: Scope, span: Span) -> Figures:
        """What a span shows."""
        key = scope, span
        if key not in self._figures:
            self._figures[key] = read_figures(self.connection, self.books, scope, span)
        return self._figures[key]

    def read(self, scope: Scope) -> Iterator[Figures]:
        """All figures of a scope that were read so far."""
        for (of, _), figures in self._figures.items():
            if of == scope:
                yield figures

    def last_year(self, form: Form, scope: Scope) -> str:
        """Why there are no figures of last year (rule 2); empty where there are."""
        day = self.spans["last_year"].last_day.isoformat()
        charts = {self.books.unit(unit).chart_on(day) for unit in scope.units} - {""}
        if not charts:
            return "上年尚未建账，上年数为空。"
        if not charts <= set(form.charts):
            return "上年按另一会计制度编报，上年数为空，衔接见转账工作底稿。"
        return ""


def sheet_of(drawing: Drawing, form: Form, scope: Scope) -> "Sheet":
    """A form filled in for units, in its layout."""
    layouts = {"by_fund": _Funds, "by_party": _Parties}
    return layouts.get(form.layout, _Lines)(drawing, form, scope)


def _spans(period: int) -> dict[str, Span]:
    """The days of each reach; of the two points, those of the year to date."""
    year = period // 100
    january = dt.date(year, 1, 1)
    until = day_after(period) if period % 100 else dt.date(year + 1, 1, 1)
    to_date = Span(january, until)
    return {
        "month": Span(first_day(period), until) if period % 100 else to_date,
        "year": to_date,
        "year_opening": to_date,
        "end": to_date,
        "last_year": Span(dt.date(year - 1, 1, 1), january),
    }


def added(found: Iterable[tuple[int, Money | None]]) -> Money | None:
    """A sum of signed amounts; None where one of them is not there."""
    fen = 0
    for sign, amount in found:
        if amount is None:
            return None
        fen += sign * amount.fen
    return Money(fen)


def _take_of(line: FormLine, column: FormColumn) -> Take | None:
    """What a line takes in a column; None where the two have no meaning together."""
    take = column.take or line.take
    if column.reach not in POINTS:
        return take
    if take not in STANDING:
        return None
    return "opening" if column.reach == "year_opening" else "closing"


# -- the layouts --------------------------------------------------------------------


class Sheet(ABC):
    """A form with the figures of some units: what all layouts share."""

    def __init__(self, drawing: Drawing, form: Form, scope: Scope) -> None:
        self.drawing = drawing
        self.form = form
        self.scope = scope
        self.yearly = drawing.yearly
        self.shown_columns = form.columns_of(yearly=self.yearly)
        self.shown_lines = form.lines_of(yearly=self.yearly)
        self._kept: dict[tuple[str, str, str], Money | None] = {}
        self._empty = {
            column.key
            for column in form.columns
            if column.reach == "last_year" and drawing.last_year(form, scope)
        }

    def columns(self) -> Iterator[tuple[str, str]]:
        """Keys and titles of the printed columns."""
        for column in self.shown_columns:
            yield column.key, column.titled(yearly=self.yearly)

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """The printed rows."""

    @abstractmethod
    def leaf(self, line: FormLine, column: FormColumn, at: str) -> Money | None:
        """The figure of a line of accounts, of all rows or of one."""

    def value(self, line: str, column: str, at: str = "") -> Money | None:
        """The figure of a line in a column, of all rows or of one."""
        key = line, column, at
        if key not in self._kept:
            self._kept[key] = self._value(line, column, at)
        return self._kept[key]

    def _value(self, key: str, column_key: str, at: str) -> Money | None:
        line, column = self.form.line(key), self.form.column(column_key)
        assert line is not None
        assert column is not None
        if line.is_heading or column_key in self._empty:
            return None
        if not shown(column.only, yearly=self.yearly):
            return None
        if line.formula is not None:
            terms = line.formula
            return added((t.sign, self.value(t.line, column_key, at)) for t in terms)
        return self.leaf(line, column, at)

    def values(self) -> dict[tuple[str, str], Money | None]:
        """Every figure of every line and column."""
        return {
            (line.key, column.key): self.value(line.key, column.key)
            for line in self.form.lines
            for column in self.shown_columns
        }

    def asked(self, check: CrossCheck) -> Iterator[tuple[str, str, str]]:
        """The columns and rows for which a check is made, each with its name."""
        if check.fixed:
            yield "", "", ""
            return
        for column in self.shown_columns:
            if not check.columns or column.key in check.columns:
                yield column.key, "", column.titled(yearly=self.yearly)


class _Lines(Sheet):
    """Line under line, or on two sides."""

    def __init__(self, drawing: Drawing, form: Form, scope: Scope) -> None:
        super().__init__(drawing, form, scope)
        self._sums: dict[Span, list[tuple[str, int, Sums]]] = {}

    def rows(self) -> Iterator[Row]:
        for line in self.shown_lines:
            values = tuple(self.value(line.key, c.key) for c in self.shown_columns)
            yield Row(
                line.key,
                (line.label,),
                values,
                line.number,
                line.indent,
                line.style,
                line.right,
            )

    def leaf(self, line: FormLine, column: FormColumn, at: str) -> Money | None:  # noqa: ARG002 - one row alone
        take = _take_of(line, column)
        if take is None:
            return None
        span = self.drawing.spans[column.reach]
        if span not in self._sums:
            self._sums[span] = list(self._by_origin(span))
        rows = (
            (account, sums)
            for origin, account, sums in self._sums[span]
            if not line.origins or origin in line.origins
        )
        return Money(taken(self.drawing.books, rows, line.accounts, take))

    def _by_origin(self, span: Span) -> Iterator[tuple[str, int, Sums]]:
        """The sums of all units and funds together, by origin and account."""
        found: dict[tuple[str, int], Sums] = {}
        for place, sums in _kept(self, span):
            unit = self.drawing.books.unit(place.unit)
            origin = unit.fund_origins[unit.funds[place.fund]]
            whole = found.setdefault((origin, place.account), Sums())
            whole.opening += sums.opening
            whole.debits += sums.debits
            whole.credits += sums.credits
            whole.closing += sums.closing
        for (origin, account), sums in found.items():
            yield origin, account, sums


class _Funds(Sheet):
    """A row for each fund, the lines as columns; the form has one column of days."""

    def __init__(self, drawing: Drawing, form: Form, scope: Scope) -> None:
        super().__init__(drawing, form, scope)
        self.column = self.shown_columns[0]
        found: dict[tuple[int, int], list[tuple[int, Sums]]] = {}
        span = drawing.spans[self.column.reach]
        for place, sums in _kept(self, span):
            unit = drawing.books.unit(place.unit)
            # In order of units as asked, then of funds as registered.
            key = scope.units.index(unit.code), unit.funds[place.fund]
            found.setdefault(key, []).append((place.account, sums))
        self._funds = {f"{at[0]}/{at[1]}": found[at] for at in sorted(found)}

    def columns(self) -> Iterator[tuple[str, str]]:
        for line in self.shown_lines:
            yield line.key, line.label

    def rows(self) -> Iterator[Row]:
        for text in self.form.above:
            yield Row("", (text,), (None,) * len(self.shown_lines), style="group")
        for at in self._funds:
            _, code = self._place(at)
            yield Row(code, (self._name(at),), self._amounts(at), indent=1)
        yield Row("", ("总计",), self._amounts(""), style="total")

    def _amounts(self, at: str) -> tuple[Money | None, ...]:
        return tuple(
            self.value(line.key, self.column.key, at) for line in self.shown_lines
        )

    def _place(self, at: str) -> tuple[UnitLookup, str]:
        """The unit and the code of the fund of a row."""
        index, _, number = at.partition("/")
        unit = self.drawing.books.unit(self.scope.units[int(index)])
        return unit, unit.fund_codes[int(number)]

    def _name(self, at: str) -> str:
        unit, code = self._place(at)
        name = unit.fund_names[unit.funds[code]]
        return name if len(self.scope.charts) == 1 else f"{unit.name} {name}"

    def leaf(self, line: FormLine, column: FormColumn, at: str) -> Money | None:
        take = _take_of(line, column)
        if take is None:
            return None
        rows = (
            row
            for key, found in self._funds.items()
            if at in {"", key} and self._is_of(line, key)
            for row in found
        )
        return Money(taken(self.drawing.books, rows, line.accounts, take))

    def _is_of(self, line: FormLine, at: str) -> bool:
        unit, code = self._place(at)
        return not line.origins or unit.fund_origins[unit.funds[code]] in line.origins

    def asked(self, check: CrossCheck) -> Iterator[tuple[str, str, str]]:
        if check.fixed:
            yield "", "", ""
            return
        for at in self._funds:
            yield self.column.key, at, self._name(at)
        yield self.column.key, "", "总计"


class _Parties(Sheet):
    """A row for each account and party, those with nothing to tell left out."""

    def __init__(self, drawing: Drawing, form: Form, scope: Scope) -> None:
        super().__init__(drawing, form, scope)
        found = []
        for line in form.lines:
            found += [(line.key, party) for party in self._read(line)]
        self._parties: list[tuple[str, Party]] = found

    def _read(self, line: FormLine) -> Iterator[Party]:
        return read_parties(
            self.drawing.connection,
            self.drawing.books,
            self.scope,
            [part.code for part in line.accounts],
            self.drawing.spans["year"],
        )

    def rows(self) -> Iterator[Row]:
        for line in self.shown_lines:
            below = [party for key, party in self._parties if key == line.key]
            for party in below:
                words = (line.label, party.name or "（未注明）")
                yield Row(line.key, words, self._told(line, party))
            if len(below) > 1:
                values = tuple(self.value(line.key, c.key) for c in self.shown_columns)
                yield Row(line.key, (line.label, "小计"), values, style="subtotal")

    def _told(self, line: FormLine, party: Party) -> tuple[Money | None, ...]:
        return tuple(self._one(line, column, party) for column in self.shown_columns)

    def _one(self, line: FormLine, column: FormColumn, party: Party) -> Money | None:
        take = _take_of(line, column)
        if take is None:
            return None
        rows = [(party.account, party.sums)]
        return Money(taken(self.drawing.books, rows, line.accounts, take))

    def leaf(self, line: FormLine, column: FormColumn, at: str) -> Money | None:  # noqa: ARG002 - all parties together
        found = [p for key, p in self._parties if key == line.key]
        return added((1, self._one(line, column, party)) for party in found)


def _kept(sheet: Sheet, span: Span) -> Iterator[tuple[Place, Sums]]:
    """The figures of a span, of the funds that the form is about."""
    drawing, form = sheet.drawing, sheet.form
    allowed = {
        unit: split_funds(drawing.books.unit(unit), chart, form.split, span.last_day)
        for unit, chart in sheet.scope.charts
        if form.split
    }
    for place, sums in drawing.figures(sheet.scope, span).sums.items():
        if not form.split or place.fund in allowed[place.unit]:
            yield place, sums
