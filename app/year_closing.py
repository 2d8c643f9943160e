"""The books of the demonstration closed: month by month, and each year by two persons.

Months close up to November; then money is proved, one person orders the year end, and
another reviews and posts it. That closes December.
"""

import datetime as dt
from dataclasses import dataclass

from ledger import closing, proofs, queries, year_end
from ledger.database import Connection
from ledger.money import Money
from ledger.people import Act
from ledger.periods import label
from ledger.register import lookups
from ledger.year_end_drawing import december


@dataclass(frozen=True, slots=True)
class Signers:
    """Who prepares a unit's year end, and who reviews it, proves money and closes."""

    prepares: str
    reviews: str


def close_years(
    connection: Connection, unit: str, signers: Signers, at: dt.datetime
) -> int:
    """Close every year of a unit that has vouchers; how many years there were.

    Raises:
        CloseRefused: something stands in the way.
        NotFound: there is no such unit or person.
    """
    last = queries.last_period(connection, lookups(connection).unit(unit).id)
    years = range(closing.next_month(connection, unit) // 100, last // 100 + 1)
    for year in years:
        close_year(connection, unit, year, signers, at)
    return len(years)


def close_year(
    connection: Connection, unit: str, year: int, signers: Signers, at: dt.datetime
) -> None:
    """Close one year of a unit, and the open months before its December.

    Raises:
        CloseRefused: something stands in the way.
        NotFound: there is no such unit or person.
    """
    reviews = Act(signers.reviews, at)
    if closing.next_month(connection, unit) < december(year):
        closing.close_through(connection, unit, december(year) - 1, reviews)
    _prove(connection, unit, december(year), reviews)
    year_end.order(connection, unit, year, (), Act(signers.prepares, at))
    year_end.post(connection, unit, year, reviews)


def _prove(connection: Connection, unit: str, period: int, act: Act) -> None:
    """What was counted and certified is what the books say."""
    books = lookups(connection)
    found = [*proofs.compared(connection, books, books.unit(unit), period)]
    for one in found:
        cash = books.account_roles[one.account_id] == "cash"
        paper = "库存现金盘点表" if cash else "银行存款余额证明"
        proof = proofs.Proof(
            unit=unit,
            period=period,
            account=books.account_codes[one.account_id],
            amount=Money(one.book_fen),
            evidence=f"{label(period)}{paper}",
        )
        proofs.prove(connection, proof, act)
