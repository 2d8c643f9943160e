"""Statements (会计报表): a form drawn up for units and a period, held against itself.

1. A statement sums one unit's books or several units' added up; what passes between
   the units is not taken out.
2. Units whose books another chart keeps are left out and named; none left is a
   refusal: books that are not statutory draw up no statutory statement.
3. Every cross-check of the form is worked out, whether it holds or not. One that needs
   figures which are not there is told as not made.
4. What a reader must know of the figures is said in `notes`.

Basis: 工会会计制度（财会〔2009〕7号、财会〔2021〕7号）; 会计基础工作规范
第六十七条 (statements tie with each other and with the year before).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger import queries
from ledger.database import Connection
from ledger.errors import StatementRefused
from ledger.form_parts import Form, Formula, shown
from ledger.forms import standard_forms
from ledger.money import Money
from ledger.periods import opening_period
from ledger.statement_figures import Scope
from ledger.statement_sheets import Drawing, Row, Sheet, added, sheet_of

EDITION_OF_2009 = 2010
"""The year from which the edition of 2009 is in force; earlier ones are shown by it."""


class Outcome(NamedTuple):
    """A cross-check as it came out; amounts are None where it could not be made.

    `where` is the column or the row it was made for, empty where there is but one.
    """

    label: str
    where: str
    left: Money | None
    right: Money | None

    @property
    def made(self) -> bool:
        """Whether there were figures to hold against each other."""
        return self.left is not None and self.right is not None

    @property
    def holds(self) -> bool:
        """Whether both sides are the same; False for a check that was not made."""
        return self.made and self.left == self.right

    @property
    def failed(self) -> bool:
        """Whether it was made and the sides differ."""
        return self.made and self.left != self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A form with its figures.

    `columns` are keys and titles in order; `left_out` are units whose books the form
    is not for.
    """

    form: Form
    period: int
    units: tuple[str, ...]
    left_out: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    checks: tuple[Outcome, ...]
    notes: tuple[str, ...]
    values: Mapping[tuple[str, str], Money | None] = field(repr=False)

    @property
    def yearly(self) -> bool:
        """Whether it is of a whole year."""
        return not self.period % 100

    @property
    def ties(self) -> bool:
        """Whether no cross-check failed."""
        return not any(check.failed for check in self.checks)

    def amount(self, line: str, column: str) -> Money | None:
        """The figure of a line, printed or hidden, in a column."""
        return self.values[line, column]


def draw(  # noqa: PLR0913 - what, of whom, when, and as known when
    connection: Connection,
    form: Form,
    units: Sequence[str],
    period: int,
    *,
    known_at: int | None = None,
    forms: Sequence[Form] = (),
) -> Statement:
    """Draw a form up for units, added up, and a period.

    Args:
        connection: one consistent view of the books.
        form: what is drawn.
        units: codes.
        period: a month YYYYMM, or a year as YYYY00.
        known_at: a chain position of the one unit asked for; later vouchers are left
            out.
        forms: further forms that cross-checks may name, an office's own.

    Raises:
        NotFound: there is no such unit.
        StatementRefused: the form is not for such a period, or for no unit's books.
    """
    assert known_at is None or len(units) == 1
    drawing = Drawing(connection, units, period, known_at)
    if not form.is_drawn(yearly=drawing.yearly):
        told = ("按月", "2025-03") if drawing.yearly else ("按年", "2025")
        what = f"{form.title}只{told[0]}编制"
        raise StatementRefused(what, do=f"期间写作 {told[1]}")
    scope, left_out = drawing.scope(form)
    sheet = sheet_of(drawing, form, scope)
    others = {other.key: other for other in (*standard_forms(), *forms)}
    return Statement(
        form=form,
        period=period,
        units=scope.units,
        left_out=left_out,
        columns=tuple(sheet.columns()),
        rows=tuple(sheet.rows()),
        checks=tuple(_checks(sheet, others)),
        notes=tuple(_notes(sheet, left_out)),
        values=sheet.values(),
    )


# -- cross-checks -------------------------------------------------------------------


def _checks(sheet: Sheet, others: Mapping[str, Form]) -> Iterator[Outcome]:
    """Every cross-check of the form, in each column or row it is asked for."""
    drawn: dict[str, Sheet | None] = {"": sheet}

    def side(formula: Formula, column: str, at: str) -> Money | None:
        amounts: list[tuple[int, Money | None]] = []
        for term in formula:
            if term.form not in drawn:
                drawn[term.form] = _beside(sheet, others[term.form])
            other = drawn[term.form]
            row = "" if term.form else at
            found = (
                other.value(term.line, term.column or column, row) if other else None
            )
            amounts.append((term.sign, found))
        return added(amounts)

    for check in sheet.form.checks:
        if shown(check.only, yearly=sheet.yearly):
            for column, at, where in sheet.asked(check):
                left, right = (
                    side(check.left, column, at),
                    side(check.right, column, at),
                )
                yield Outcome(check.label, where, left, right)


def _beside(sheet: Sheet, form: Form) -> Sheet | None:
    """Another form for the same units and period; None where it is not for them."""
    drawing, scope = sheet.drawing, sheet.scope
    fits = all(chart in form.charts for _, chart in scope.charts)
    if not fits or not form.is_drawn(yearly=drawing.yearly):
        return None
    return sheet_of(drawing, form, scope)


# -- what a reader must know --------------------------------------------------------


def _notes(sheet: Sheet, left_out: Sequence[str]) -> Iterator[str]:
    form, scope, drawing = sheet.form, sheet.scope, sheet.drawing
    yield from form.notes
    reaches = {column.reach for column in sheet.shown_columns}
    if "last_year" in reaches and (why := drawing.last_year(form, scope)):
        yield why
    if form.kind and "union-2009" in form.charts and drawing.year < EDITION_OF_2009:
        yield "本表按2009年《工会会计制度》科目列示。"
    if _is_provisional(drawing, scope):
        yield f"{drawing.year - 1}年12月尚未结账，年初余额为暂定数。"
    if left_out:
        names = "、".join(drawing.books.unit(code).name for code in left_out)
        yield f"下列单位的账不按本表所依据的制度记载，未列入：{names}。"
    yield from _missed(drawing, scope)


def _missed(drawing: Drawing, scope: Scope) -> Iterator[str]:
    """Figures that stand in no line."""
    homeless: set[tuple[str, str]] = set()
    foreign: set[str] = set()
    for figures in drawing.read(scope):
        homeless |= figures.homeless
        foreign |= figures.foreign
    for code, fund in sorted(homeless):
        unit = drawing.books.unit(code)
        name = unit.fund_names[unit.funds[fund]]
        yield (
            f"{unit.name}的资金“{name}”没有唯一的累计结转结余科目，"
            "其未结转的收支未并入净资产。"
        )
    if foreign:
        codes = "、".join(sorted(foreign))
        yield f"下列科目不在现用科目表中，其余额未列入：{codes}。"


def _is_provisional(drawing: Drawing, scope: Scope) -> bool:
    """Whether last year may still change the openings of this one."""
    december = (drawing.year - 1) * 100 + 12
    for code in scope.units:
        unit = drawing.books.unit(code).id
        first = queries.first_period(drawing.connection, unit)
        closed = queries.closed_through(drawing.connection, unit, scope.known_at)
        if 0 < first < opening_period(drawing.year) and closed < december:
            return True
    return False
