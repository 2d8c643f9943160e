"""Where a fund's year comes to rest (结转去向): the closing account and the way to it.

1. A fund closes into the account that its source names for the chart (rule data in
   `fund_sources.toml`); in a chart of one's own, into the only account whose role is
   累计结转结余, a fund with a restriction into the one for such funds where there is
   one.
2. Where that account has been divided, into the part in which the fund stands.
3. Income and expense pass through 本年收支结转 beside it, where the chart has one.

Basis: 工会会计制度（2021）第321、322、331、332号科目; （2009）第331号科目.
"""

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple

from ledger.accounts import CLOSING_ROLES, AccountClass, Role
from ledger.funds import Channel, FundSource, Origin, source_of
from ledger.register import Lookups, UnitLookup

RESULTS = frozenset({AccountClass.INCOME, AccountClass.EXPENSE})
"""Classes that are nil once a year is closed."""

PASSED = (
    Role.PRIOR_YEAR,
    Role.EARMARK,
    Role.YEAR_RESULT,
    Role.CARRYOVER_IN,
    Role.BUDGET_RETURN,
)
"""Roles of accounts that are cleared into the closing account beside them."""


class Resting(NamedTuple):
    """Accounts, by number, that a fund's income and expense go through and end in."""

    result: int
    closing: int


def resting(  # noqa: PLR0913 - where, whose, by which rules and when
    books: Lookups,
    unit: UnitLookup,
    fund_id: int,
    chart: str,
    on: dt.date,
    *,
    standing: Collection[int] = (),
) -> Resting | None:
    """Where a fund's year rests under a chart; None where none or several would do.

    Args:
        books: the master records.
        unit: the unit whose fund it is.
        fund_id: the fund, counted in the unit.
        chart: the chart in which the year was kept.
        on: the last day of the year; sources are dated.
        standing: accounts on which the fund has a balance, to tell parts apart.
    """
    found = _candidates(books, unit, fund_id, chart, on)
    if len(found) > 1:
        found = [account for account in found if account in standing]
    if len(found) != 1:
        return None
    closing = found[0]
    beside = _beside(books, closing, Role.YEAR_RESULT)
    return Resting(beside[0] if len(beside) == 1 else closing, closing)


def passed_accounts(books: Lookups, closing: int) -> list[int]:
    """The leaves that are cleared into a closing account: those beside it."""
    return _beside(books, closing, *PASSED)


def source(unit: UnitLookup, fund_id: int, on: dt.date) -> FundSource | None:
    """The rule for a fund's origin and channel on a day."""
    origin = Origin(unit.fund_origins[fund_id])
    return source_of(origin, Channel(unit.fund_channels[fund_id]), on)


def lies_within(books: Lookups, account: int, top: int) -> bool:
    """Whether an account is another or lies anywhere under it."""
    step: int | None = account
    while step is not None and step != top:
        step = books.account_parents.get(step)
    return step == top


def leaves(books: Lookups, chart: str) -> list[int]:
    """The accounts of a chart on which postings may stand."""
    return [id_ for id_ in books.charts[chart].values() if id_ not in books.above]


def _candidates(
    books: Lookups, unit: UnitLookup, fund_id: int, chart: str, on: dt.date
) -> list[int]:
    open_to = [
        i for i in leaves(books, chart) if books.account_roles[i] in CLOSING_ROLES
    ]
    found = source(unit, fund_id, on)
    named = found.accounts_in(chart) if found else None
    if named is None:
        return _declared(books, unit, fund_id, open_to)
    top = books.charts[chart][named.closing]
    return [id_ for id_ in open_to if lies_within(books, id_, top)]


def _declared(
    books: Lookups, unit: UnitLookup, fund_id: int, open_to: list[int]
) -> list[int]:
    """Those of a chart of one's own that are for such a fund."""
    roles = {books.account_roles[account] for account in open_to}
    limited = fund_id in unit.restricted or unit.fund_restrictions[fund_id]
    apart = limited and Role.CLOSING_RESTRICTED in roles
    wanted = Role.CLOSING_RESTRICTED if apart else Role.CLOSING
    return [account for account in open_to if books.account_roles[account] is wanted]


def _beside(books: Lookups, account: int, *roles: Role) -> list[int]:
    """Leaves of a role under the same account; a divided one is looked past."""
    parent = books.account_parents.get(account)
    while parent is not None and books.account_roles[parent] in CLOSING_ROLES:
        parent = books.account_parents.get(parent)
    if parent is None:
        return []
    return [
        id_
        for id_, role in books.account_roles.items()
        if role in roles and id_ not in books.above and lies_within(books, id_, parent)
    ]
