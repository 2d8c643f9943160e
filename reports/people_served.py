"""Who was served in a period, read for the units of a report.

How households and persons are counted says `audit/served.py`, for every paper alike.
"""

from audit.served import Given, Served, head_of, purpose_of
from ledger import spending
from ledger.accounts import Role
from ledger.database import Connection
from ledger.funds import Origin
from ledger.periods import period_of
from ledger.register import Lookups, UnitLookup, lookups
from ledger.spending import ServedRow
from reports import parts
from reports.catalogue import Request


def read(connection: Connection, request: Request) -> Served:
    """Who was served in a period; the cost goes with its postings."""
    books = lookups(connection)
    units = parts.units_of(connection, request)
    found: list[Given] = []
    for code in units:
        unit = books.unit(code)
        rows = spending.served(
            connection,
            unit.id,
            (_accounts(books), _with_role(books, Role.ENTRUSTED)),
            period_of(request.span.since),
            period_of(request.span.until),
            position=request.known_at,
        )
        aid = (row for row in rows if unit.fund_origins[row.fund_id] != Origin.GENERAL)
        found += [_given(books, unit, row, merged=len(units) > 1) for row in aid]
    return Served(tuple(found))


def _accounts(books: Lookups) -> tuple[int, ...]:
    handed_out = _with_role(books, Role.STOCK_FUND)
    return tuple(sorted((books.spends | set(handed_out)) - books.above))


def _with_role(books: Lookups, role: Role) -> tuple[int, ...]:
    return tuple(sorted(a for a, r in books.account_roles.items() if r is role))


def _given(books: Lookups, unit: UnitLookup, row: ServedRow, *, merged: bool) -> Given:
    fund = unit.fund_origins[row.fund_id] if merged else unit.fund_codes[row.fund_id]
    account = row.account_id
    return Given(
        head=head_of(books.account_roles[account], row.purpose),
        purpose=purpose_of(row.purpose, books.account_names[account]),
        fund=fund,
        household=(unit.code, row.recipient) if row.recipient else None,
        fen=row.fen,
        most=row.most,
        persons=row.persons,
    )
