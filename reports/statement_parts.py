"""How a statement (会计报表) is printed: its form, its figures, and how they tie.

1. A statutory page takes the form for the chart in which the unit's books are kept on
   the last day; books kept by another chart are refused it.
2. Every cross-check that fails is told in words with both figures; where none does,
   the page says so; one that could not be made is named.
3. An amount of nothing is left blank, save in sums.
"""

from collections.abc import Iterator, Sequence

from ledger import forms, statements
from ledger.database import Connection
from ledger.errors import StatementRefused
from ledger.form_parts import Form
from ledger.funds import Origin
from ledger.money import Money
from ledger.periods import period_of
from ledger.register import lookups
from ledger.statement_sheets import Row as Line
from ledger.statements import Outcome, Statement
from reports import parts
from reports.catalogue import Report, Request, demand_ended
from reports.errors import NoSuchScope
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    Note,
    Row,
    Signatures,
    Style,
    Table,
)

_SIGNERS = ("单位负责人", "财务负责人", "复核", "制表")
_LINES_A_PAGE = 26
"""More lines than these are set close, so that a form stays on one page."""
_INDENT = "　"
_SUMS = frozenset({"subtotal", "total"})


def statutory(connection: Connection, request: Request, report: Report) -> Document:
    """The statement that a page is called after, on the form of the unit's chart.

    Raises:
        NoSuchPeriod: the period has not ended, or lies before the books.
        NoSuchScope: one fund or account alone was asked for.
        StatementRefused: the unit's books draw up no such statement.
    """
    # A page that could be drawn for no one is refused before one that is too early.
    form = _form_for(connection, request, report)
    return printed(connection, request, report, (form, ()))


def printed(
    connection: Connection,
    request: Request,
    report: Report,
    asked: tuple[Form, Sequence[Form]],
) -> Document:
    """A form drawn up and set; with it come the forms that its checks may name.

    Raises:
        NoSuchPeriod: the period has not ended, or lies before the books.
        NoSuchScope: one fund or account alone was asked for.
        StatementRefused: the form is for no unit's books, or for no such period.
    """
    form, others = asked
    if request.fund or request.account:
        what = f"{form.title}按格式列示，不能只取一项资金或一个科目"
        raise NoSuchScope(what)
    demand_ended(request, form.title)
    statement = statements.draw(
        connection,
        form,
        parts.units_of(connection, request),
        _period(request),
        known_at=request.known_at,
        forms=others,
    )
    draft = "" if parts.is_closed(connection, request) else parts.DRAFT
    return Document(
        name=report.name,
        title=form.title,
        subtitle=f"{form.number}{draft}",
        provenance=parts.provenance(connection, request),
        blocks=(
            _table(statement),
            *_notes(connection, request, statement),
            Signatures(_SIGNERS),
            *parts.chains(connection, request),
        ),
        landscape=form.layout == "by_fund",
    )


def _form_for(connection: Connection, request: Request, report: Report) -> Form:
    """The form of the unit's chart on the last day (rule 1).

    A unit that has no books of its own yet goes by the first below it that has.
    """
    books = lookups(connection)
    day = request.span.last_day.isoformat()
    below = parts.units_of(connection, request)
    kept = [books.unit(code).chart_on(day) for code in (request.unit, *below)]
    chart = next(filter(None, kept), "")
    assert chart, "books that have begun have a chart"
    form = forms.statutory(report.name, chart)
    if form is not None:
        return form
    label = books.chart_labels[chart]
    kinds = {one.kind for one in forms.standard_forms() if chart in one.charts}
    what = f"不能编制{report.title}"
    if kinds:
        raise StatementRefused(what, f"按“{label}”记账的单位不编制这张表")
    why = f"本账按“{label}”记载，不是法定会计账簿，法定账簿另设"
    do = "法定报表由法定账簿编制；本账用帮扶资金收支表（fund_statement）或自定格式"
    raise StatementRefused(what, why, do)


def _period(request: Request) -> int:
    if parts.is_year(request):
        return request.span.since.year * 100
    return period_of(request.span.since)


# -- the table ----------------------------------------------------------------------


def _table(statement: Statement) -> Table:
    if statement.form.layout == "two_sides":
        return _two_sides(statement)
    numbered = any(line.number for line in statement.rows)
    titles = [title for _, title in statement.columns]
    keys = [key for key, _ in statement.columns]
    heads = statement.form.heads
    words = [
        Column("item" if not place else f"item_{place + 1}", title, width=3)
        for place, title in enumerate(heads)
    ]
    return Table(
        (
            *words,
            *((Column("number", "行次", "count"),) if numbered else ()),
            *map(parts.money, keys, titles),
        ),
        tuple(_row(line, numbered=numbered) for line in statement.rows),
        name="statement",
        dense=len(statement.rows) > _LINES_A_PAGE,
    )


def _row(line: Line, *, numbered: bool) -> Row:
    number: tuple[Cell, ...] = (line.number or None,) if numbered else ()
    first, *rest = line.words
    cells = (_INDENT * line.indent + first, *rest, *number, *_amounts(line))
    # A form has headings above headings, which no group of rows has.
    return Row(cells, "plain" if line.style == "group" else line.style)


def _amounts(line: Line) -> tuple[Money | None, ...]:
    """A line's figures, nothing left blank (rule 3)."""
    if line.style in _SUMS:
        return line.values
    return tuple(value or None for value in line.values)


def _two_sides(statement: Statement) -> Table:
    """Two columns of lines side by side, their last lines level."""
    left = [line for line in statement.rows if not line.right]
    right = [line for line in statement.rows if line.right]
    height = max(len(left), len(right))
    numbered = any(line.number for line in statement.rows)
    rows = []
    for place in range(height):
        one, other = _level(left, place, height), _level(right, place, height)
        cells = (
            *_half(one, statement, numbered=numbered),
            *_half(other, statement, numbered=numbered),
        )
        style: Style = "total" if place == height - 1 else "plain"
        rows.append(Row(cells, style))
    heads = (*statement.form.heads, "项目", "项目")[:2]
    columns: list[Column] = []
    for side, head in zip(("left", "right"), heads, strict=True):
        columns.append(Column(f"{side}_item", head, width=3))
        if numbered:
            columns.append(Column(f"{side}_number", "行次", "count"))
        columns += [
            parts.money(f"{side}_{key}", title) for key, title in statement.columns
        ]
    return Table(tuple(columns), tuple(rows), name="statement")


def _level(lines: Sequence[Line], place: int, height: int) -> Line | None:
    """The line at a height: the last at the foot, the others from above."""
    if place == height - 1:
        return lines[-1] if lines else None
    return lines[place] if place < len(lines) - 1 else None


def _half(
    line: Line | None, statement: Statement, *, numbered: bool
) -> tuple[Cell, ...]:
    if line is None:
        return ("",) + (None,) * (len(statement.columns) + numbered)
    number: tuple[Cell, ...] = (line.number or None,) if numbered else ()
    return (_INDENT * line.indent + line.words[0], *number, *_amounts(line))


# -- what is said under it ----------------------------------------------------------


def _notes(
    connection: Connection, request: Request, statement: Statement
) -> Iterator[Block]:
    if not statement.rows:
        yield Note(request.words("statement_none"))
    yield from map(Note, _ties(statement.checks, request))
    if not statement.form.kind:
        yield Note(request.words("statement_own"))
    yield from map(Note, statement.notes)
    if note := _standing(connection, request, statement):
        yield Note(note)


def _ties(checks: Sequence[Outcome], request: Request) -> Iterator[str]:
    """How the cross-checks came out (rule 2)."""
    failed = [check for check in checks if check.failed]
    made = sum(check.made for check in checks)
    for check in failed:
        assert check.left is not None
        assert check.right is not None
        yield request.words(
            "statement_tie",
            label=check.label,
            where=check.where,
            left=check.left,
            right=check.right,
            difference=check.left - check.right,
        )
    if made and not failed:
        yield request.words("statement_ties", made=made)
    if skipped := [check for check in checks if not check.made]:
        labels = tuple(dict.fromkeys(check.label for check in skipped))
        yield request.words("statement_ties_skipped", labels=labels)


def _standing(connection: Connection, request: Request, statement: Statement) -> str:
    """What the books are in law, of those that are in the statement."""
    books = lookups(connection)
    units = [books.unit(code) for code in statement.units]
    last_day = request.span.last_day.isoformat()
    standing: parts.Standing = "management"
    if any(unit.chart_on(last_day) == "aid-institution" for unit in units):
        standing = "auxiliary"
    elif all(Origin.GENERAL in unit.fund_origins.values() for unit in units):
        standing = "whole"
    added = len(units) > 1
    return parts.standing_words(
        request, added=added, many_charts=False, standings={standing}
    )
