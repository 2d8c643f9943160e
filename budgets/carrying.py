"""Carry-over (上年结转、结余): what a fund has left, and whether it goes on.

1. What is left is the fund's own part by its accounts: what rests in 累计结转结余 and
   the accounts cleared into it, with income and expense not closed yet. Money held
   for others (代管) is in none of these. Goods in store are taken off: a budget cannot
   spend them. Where a chart has 库存物品 among the net assets too, the two cancel out.
2. The rule is that of the fund's origin on 1 January (`carrying.toml`).
3. While December of the year before is open the figure is provisional (暂定数).
4. What is overdrawn is told and carries nothing.

Basis: 工会会计制度（2021）第321、322、331、332号科目; （2009）第331号科目.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from budgets.budget import Source
from ledger import queries
from ledger.accounts import CLOSING_ROLES, Role
from ledger.database import Connection
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.periods import DECEMBER
from ledger.register import Lookups, lookups
from ledger.resting import PASSED, RESULTS

_OWN_PART = CLOSING_ROLES | {*PASSED, Role.STOCK, Role.STOCK_FUND}

MANNERS = ("结转", "结余", "")
GRADES = ("V", "D", "M")


@dataclass(frozen=True, slots=True)
class CarryRule:
    """Whether unspent money of an origin carries on, as what, and what says so.

    `grade` is V where the clause was read, D where it is derived, M where neither.
    """

    origin: Origin
    since: dt.date
    carries: bool
    manner: str
    words: str
    clause: str
    grade: str

    def __post_init__(self) -> None:
        assert self.manner in MANNERS
        assert self.carries == bool(self.manner)
        assert self.grade in GRADES


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What a fund had left at the end of the year before; `final` once it is closed."""

    fund: str
    name: str
    left: Money
    rule: CarryRule
    final: bool

    @property
    def carried(self) -> Money:
        """What the next budget may carry."""
        return max(self.left, ZERO) if self.rule.carries else ZERO


def carried_over(
    connection: Connection, unit: str, year: int
) -> tuple[CarriedOver, ...]:
    """What each fund has left for a year, with the rule's words, in order of code.

    Funds that have nothing are left out. Cost: one read of kept totals.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection, fresh=True)
    found = books.unit(unit)
    before = (year - 1) * 100 + DECEMBER
    final = queries.closed_through(connection, found.id) >= before
    left: dict[int, int] = {}
    # Openings of the year stand before its January (YYYY00) and are what was left.
    for row in queries.totals_between(connection, found.id, 0, year * 100 + 1):
        if _is_own_part(books, row.account_id):
            change = row.credit_fen - row.debit_fen
            left[row.fund_id] = left.get(row.fund_id, 0) + change
    return tuple(
        CarriedOver(
            code,
            found.fund_names[id_],
            Money(left[id_]),
            rule_of(Origin(found.fund_origins[id_]), dt.date(year, 1, 1)),
            final,
        )
        for code, id_ in sorted(found.funds.items())
        if left.get(id_)
    )


def proposed(connection: Connection, unit: str, year: int) -> tuple[Source, ...]:
    """Sources of a year that hold nothing but what is carried, with the rule's words.

    Raises:
        NotFound: there is no such unit.
    """
    return tuple(
        Source(one.fund, one.carried, ZERO, f"{one.rule.manner}：{one.rule.words}")
        for one in carried_over(connection, unit, year)
        if one.carried
    )


def rule_of(origin: Origin, on: dt.date) -> CarryRule:
    """The rule of an origin on a day; one from before all rules takes the first."""
    known = [rule for rule in rules() if rule.origin is origin]
    begun = [rule for rule in known if rule.since <= on]
    return begun[-1] if begun else known[0]


@cache
def rules() -> tuple[CarryRule, ...]:
    """Every rule, those of one origin in the order of their dates."""
    text = files("budgets").joinpath("carrying.toml").read_text(encoding="utf-8")
    return rules_from(tomllib.loads(text))


def rules_from(document: Mapping[str, Any]) -> tuple[CarryRule, ...]:
    """Build the rules from their file; a fault in the file is a bug of ours."""
    assert document.keys() == {"rule"}
    found = tuple(
        CarryRule(**{**block, "origin": Origin(block["origin"])})
        for block in document["rule"]
    )
    assert {rule.origin for rule in found} == set(Origin)
    for origin in Origin:
        days = [rule.since for rule in found if rule.origin is origin]
        assert days == sorted(set(days))
    return found


def _is_own_part(books: Lookups, account: int) -> bool:
    role = books.account_roles[account]
    return books.account_classes[account] in RESULTS or role in _OWN_PART
