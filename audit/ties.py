"""How a year's statements tie: every cross-check of every statutory form, worked out.

Books that draw up no statutory statement have none; so has a span that is no year.
"""

from collections.abc import Iterator

from audit.books import Tie
from ledger import forms, statements
from ledger.database import Connection
from ledger.periods import Span, parse_span
from ledger.register import UnitLookup


def read_ties(
    connection: Connection,
    unit: UnitLookup,
    span: Span,
    *,
    known_at: int | None = None,
) -> Iterator[Tie]:
    """The cross-checks of a unit's statements for a calendar year, as they came out."""
    year = span.since.year
    if span != parse_span(str(year)):
        return
    chart = unit.chart_on(span.last_day.isoformat())
    for form in forms.standard_forms():
        if chart not in form.charts or not form.is_drawn(yearly=True):
            continue
        statement = statements.draw(
            connection, form, (unit.code,), year * 100, known_at=known_at
        )
        for check in statement.checks:
            if check.left is not None and check.right is not None:
                fen = check.left.fen, check.right.fen
                yield Tie(form.title, check.label, check.where, *fen)
