"""Ten years closed one after the other, through the change of chart in 2022."""

import datetime as dt
from collections import Counter

import pytest

from audit import integrity
from ledger.balances import balances
from ledger.database import reading
from ledger.forms import standard_forms
from ledger.periods import Span
from ledger.register import lookups
from ledger.statements import draw
from tests.building import Books
from tests.ledger.decade import CHANGE, YEARS, build


def stand(books: Books, year: int) -> tuple[Counter[tuple[str, str]], ...]:
    """What a year opened and closed with, by class of account and fund."""
    opening: Counter[tuple[str, str]] = Counter()
    closing: Counter[tuple[str, str]] = Counter()
    with reading(books.engine) as connection:
        master = lookups(connection)
        chart = "union-2009" if year < CHANGE else "union-2021"
        codes = master.charts[chart]
        span = Span(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))
        for row in balances(connection, ["D"], span):
            if row.account in codes:
                key = (master.account_classes[codes[row.account]], row.fund)
                opening[key] += row.opening.fen
                closing[key] += row.closing.fen
    return opening, closing


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_decade_closes_year_after_year(sqlite_books: Books, seed: int) -> None:
    build(sqlite_books.engine, seed)
    before: Counter[tuple[str, str]] = Counter()
    for year in YEARS:
        opening, closing = stand(sqlite_books, year)
        # What a year opens with is what the last one closed with, 2022 among them.
        changed = {key for key in opening | before if opening[key] != before[key]}
        assert not changed, (year, changed)
        assert not any(fen for key, fen in closing.items() if key[0] in RESULTS)
        before = closing
    _statements_tie(sqlite_books)
    with reading(sqlite_books.engine) as connection:
        assert integrity.verify(connection).ok


RESULTS = {"income", "expense"}


def _statements_tie(books: Books) -> None:
    made = 0
    with reading(books.engine) as connection:
        for year in YEARS:
            chart = "union-2009" if year < CHANGE else "union-2021"
            for form in standard_forms():
                for period in (year * 100, year * 100 + 6):
                    if chart in form.charts and form.is_drawn(yearly=period % 100 == 0):
                        drawn = draw(connection, form, ["D"], period)
                        failed = [c for c in drawn.checks if c.failed]
                        assert not failed, (period, form.key)
                        made += sum(c.made for c in drawn.checks)
    assert made > 2 * len(YEARS)
