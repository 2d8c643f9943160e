"""Claims and debts by party (往来单位): who owes and who is owed, account by account.

The cost goes with the postings ever made on those accounts: kept totals know no
parties.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ledger import queries
from ledger.database import Connection
from ledger.periods import Span, before_openings, period_of
from ledger.register import Lookups
from ledger.statement_figures import Scope, Sums


class Party(NamedTuple):
    """What stands and moved between a unit and one party; '' where none is named."""

    name: str
    account: int
    sums: Sums


def read_parties(
    connection: Connection,
    books: Lookups,
    scope: Scope,
    codes: Iterable[str],
    span: Span,
) -> Iterator[Party]:
    """The parties of accounts with all under them, by account and name.

    Those with whom nothing stood or moved are left out; units are added up.
    """
    wanted = set(codes)
    found: dict[tuple[int, str], Sums] = {}
    for unit, chart in scope.charts:
        for account in sorted(books.charts[chart].values()):
            if account not in books.above and wanted & _above(books, account):
                _read(connection, books, (unit, account, scope.known_at), span, found)
    for (account, name), sums in sorted(found.items()):
        if sums != Sums():
            yield Party(name, account, sums)


def _read(
    connection: Connection,
    books: Lookups,
    of: tuple[str, int, int | None],
    span: Span,
    found: dict[tuple[int, str], Sums],
) -> None:
    unit, account, known_at = of
    # What the next year opens with is not of this one.
    first, until = period_of(span.since), before_openings(period_of(span.until))
    number = books.unit(unit).id
    for row in queries.claims(connection, number, [account], until, position=known_at):
        sums = found.setdefault((account, row.party), Sums())
        net = row.debit_fen - row.credit_fen
        sums.closing += net
        if row.period < first:
            sums.opening += net
        else:
            sums.debits += row.debit_fen
            sums.credits += row.credit_fen


def _above(books: Lookups, account: int) -> set[str]:
    """The codes of an account and of all above it."""
    found = set()
    step: int | None = account
    while step is not None:
        found.add(books.account_codes[step])
        step = books.account_parents.get(step)
    return found
