"""What a form of a statement (报表格式) is made of: columns, lines and cross-checks.

1. A line sums accounts, each with all that stands under it, or adds up other lines of
   its form; a line with neither is a heading.
2. A column says of which days its figures are; a line, what it takes of them.
3. A cross-check (勾稽关系) holds one formula against another; either may name lines of
   other forms.
4. What a form shows of a month may differ from what it shows of a year.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Reach = Literal["year_opening", "end", "month", "year", "last_year"]
"""The days of a column: two points, and three runs of days.

`year_opening` is the beginning of 1 January with the openings of the year, `end` the
end of the period; `month` the month asked for, `year` from 1 January to the end of
the period, `last_year` the whole year before.
"""

Take = Literal["opening", "closing", "turnover", "debits", "credits"]
"""What a line takes: a balance at the beginning or end of its column's days, or what
moved in them, on the account's own side or on one side alone."""

Layout = Literal["list", "two_sides", "by_fund", "by_party"]
"""How a form is laid out: line under line, two columns of lines side by side, a row
for each fund with the lines as columns, or a row for each party of the accounts."""

Periods = Literal["month", "year", "both"]
Only = Literal["", "month", "year"]
Style = Literal["plain", "group", "subtotal", "total"]

POINTS = frozenset({"year_opening", "end"})
STANDING = frozenset({"opening", "closing"})

_TERM = re.compile(
    r"(?:(?P<form>[a-z][a-z0-9-]*):)?(?P<line>[a-z][a-z0-9_]*)"
    r"(?:@(?P<column>[a-z][a-z0-9_]*))?"
)


class Term(NamedTuple):
    """One item of a formula: `form:line@column`; form and column may be left out."""

    sign: int
    line: str
    form: str = ""
    column: str = ""


Formula = tuple[Term, ...]
"""Terms to be added up; the empty formula is nil."""


class Part(NamedTuple):
    """An account of a line, by its code, added (1) or taken off (-1)."""

    sign: int
    code: str


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of figures; `take`, where it is told, goes before the line's own."""

    key: str
    title: str
    reach: Reach
    year_title: str = ""
    take: Take | None = None
    only: Only = ""

    def titled(self, *, yearly: bool) -> str:
        """Its title on a statement of a year, or of a month."""
        return self.year_title if yearly and self.year_title else self.title


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line: what it is called, where it stands and what it sums.

    `number` is the printed number of the line (行次), 0 where the form prints none.
    `hidden` lines are there for cross-checks and not printed. `origins` narrows the
    line to funds of these origins.
    """

    key: str
    label: str
    accounts: tuple[Part, ...] = ()
    formula: Formula | None = None
    take: Take = "turnover"
    number: int = 0
    indent: int = 0
    style: Style = "plain"
    right: bool = False
    hidden: bool = False
    only: Only = ""
    origins: frozenset[str] = frozenset()

    @property
    def is_heading(self) -> bool:
        """Whether it has no figures."""
        return not self.accounts and self.formula is None


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """Two formulas that must give the same, in words and in lines.

    It is asked in each of `columns`, all where none is named; once, where every term
    names a column of its own.
    """

    label: str
    left: Formula
    right: Formula
    columns: tuple[str, ...] = ()
    only: Only = ""

    @property
    def terms(self) -> Formula:
        """The terms of both sides."""
        return self.left + self.right

    @property
    def fixed(self) -> bool:
        """Whether every term names its column."""
        return all(term.column for term in self.terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form with all that a statement drawn on it needs.

    `kind` is the page that prints it, empty for a form of an office's own. `split`
    narrows it to funds whose expenditure is of that money (财政拨款、工会资金).
    `above` are rows printed without figures before the funds of a form by fund.
    """

    key: str
    title: str
    basis: str
    charts: tuple[str, ...]
    columns: tuple[FormColumn, ...]
    lines: tuple[FormLine, ...]
    kind: str = ""
    number: str = ""
    periods: Periods = "both"
    layout: Layout = "list"
    heads: tuple[str, ...] = ("项目",)
    split: str = ""
    above: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    checks: tuple[CrossCheck, ...] = ()
    _lines: Mapping[str, FormLine] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        assert self.columns
        assert self.lines
        # A frozen value sets its own index once, here.
        object.__setattr__(self, "_lines", {line.key: line for line in self.lines})
        assert len(self._lines) == len(self.lines), "two lines share a key"

    def line(self, key: str) -> FormLine | None:
        """The line of a key, or None."""
        return self._lines.get(key)

    def column(self, key: str) -> FormColumn | None:
        """The column of a key, or None."""
        return next((c for c in self.columns if c.key == key), None)

    def columns_of(self, *, yearly: bool) -> tuple[FormColumn, ...]:
        """The columns that a statement of a year, or of a month, has."""
        return tuple(c for c in self.columns if shown(c.only, yearly=yearly))

    def lines_of(self, *, yearly: bool) -> tuple[FormLine, ...]:
        """The lines that a statement of a year, or of a month, prints."""
        return tuple(
            line
            for line in self.lines
            if not line.hidden and shown(line.only, yearly=yearly)
        )

    def is_drawn(self, *, yearly: bool) -> bool:
        """Whether there is such a statement of a year, or of a month."""
        return self.periods in {"both", "year" if yearly else "month"}


def shown(only: Only, *, yearly: bool) -> bool:
    """Whether what stands on some statements only stands on one of that period."""
    return only in {"", "year" if yearly else "month"}


def formula_of(text: str) -> Formula | None:
    """Read `a + b - other-form:c@year`; None where it is no formula; `0` is nil."""
    if text.strip() == "0":
        return ()
    found: list[Term] = []
    sign = 1
    expects_term = True
    for place, word in enumerate(text.split()):
        if word in {"+", "-"} and (not expects_term or not place):
            sign = -1 if word == "-" else 1
            expects_term = True
            continue
        match = _TERM.fullmatch(word)
        if match is None or not expects_term:
            return None
        found.append(
            Term(sign, match["line"], match["form"] or "", match["column"] or "")
        )
        expects_term = False
    return tuple(found) if found and not expects_term else None
