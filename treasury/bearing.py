"""Which fund bears what the bank took, and gets what it paid (承担与归属). Pure.

1. The order of origins is dated data (`bank_entries.toml`); of the first of which the
   unit has one fund, that fund is usual. Where it has several the officer chooses.
2. Money whose purposes are limited bears no fee, nor does a budget's.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from ledger.funds import Origin
from ledger.register import UnitLookup

Sort = Literal["fee", "interest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Origins in order, and the accounts by chart, since a day."""

    since: dt.date
    origins: tuple[Origin, ...]
    accounts: tuple[tuple[str, str], ...]
    grade: str
    clause: str

    def account(self, chart: str) -> str:
        """The account of a chart; empty where the rule names none."""
        return dict(self.accounts).get(chart, "")


@dataclass(frozen=True, slots=True)
class Bearing:
    """The funds to choose from by code, the usual one or empty, and why."""

    among: tuple[str, ...]
    usual: str
    why: str


def rule(sort: Sort, on: dt.date) -> Rule:
    """The rule in force on a day."""
    known = _rules(sort)
    found = [one for one in known if one.since <= on]
    return found[-1] if found else known[0]


def bearing(sort: Sort, unit: UnitLookup, on: dt.date) -> Bearing:
    """The funds of a unit that may bear a fee, or get the interest, on a day."""
    found = rule(sort, on)
    by_origin: dict[str, list[str]] = {}
    for code, id_ in sorted(unit.funds.items()):
        tied = sort == "fee" and id_ in unit.restricted
        if not tied and unit.fund_opened[id_] <= on.isoformat():
            by_origin.setdefault(unit.fund_origins[id_], []).append(code)
    groups = [(one, by_origin[one]) for one in found.origins if one in by_origin]
    among = tuple(code for _, codes in groups for code in codes)
    if not groups:
        told = "、".join(one.label for one in found.origins)
        return Bearing((), "", f"本单位没有可用的资金（来源应为{told}）")
    origin, first = groups[0]
    if len(first) > 1:
        return Bearing(among, "", f"{origin.label}资金有多项，须选定一项")
    return Bearing(among, first[0], found.clause)


@cache
def _rules(sort: Sort) -> tuple[Rule, ...]:
    text = files("treasury").joinpath("bank_entries.toml").read_text("utf-8")
    document: dict[str, Any] = tomllib.loads(text)
    assert document.keys() == {"fee", "interest"}
    found = []
    for block in document[sort]:
        accounts = block.pop("accounts", [])
        origins = tuple(Origin(one) for one in block.pop("origins"))
        pairs = tuple((one["chart"], one["account"]) for one in accounts)
        found.append(Rule(origins=origins, accounts=pairs, **block))
    assert found == sorted(found, key=lambda one: one.since)
    return tuple(found)
