"""The master records as verifying reads them: by number, whatever their fields hold.

A field that no register would ever write (a role that there is not, a day that is
none) is told by the chain of records (V7). It keeps nobody from reading the vouchers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger import evidence, tables
from ledger.database import Connection


@dataclass(slots=True)
class UnitMasters:
    """A unit with its charts and funds; days are texts."""

    id: int
    code: str
    name: str
    opened_on: str
    closed_on: str = ""
    charts: list[tuple[str, str]] = field(default_factory=list)
    """(since, chart), the earliest first."""
    fund_codes: dict[int, str] = field(default_factory=dict)
    fund_opened: dict[int, str] = field(default_factory=dict)
    restricted: set[int] = field(default_factory=set)
    purposes: dict[int, set[str]] = field(default_factory=dict)
    adjusting: dict[int, int] = field(default_factory=dict)
    """Chain position at which a December began to take adjustments alone."""
    orders: dict[int, set[int]] = field(default_factory=dict)
    """Who ordered a year to be closed."""

    def chart_before(self, day: str) -> str:
        """The chart in use until the day before, or empty."""
        found = ""
        for since, chart in self.charts:
            if since < day:
                found = chart
        return found

    def chart_on(self, day: str) -> str:
        """The chart in use on a day, or empty before the first."""
        found = ""
        for since, chart in self.charts:
            if since <= day:
                found = chart
        return found


@dataclass(slots=True)
class Masters:
    """What all units share, by number, and the units by code."""

    units: dict[str, UnitMasters] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    account_codes: dict[int, str] = field(default_factory=dict)
    account_charts: dict[int, str] = field(default_factory=dict)
    above: set[int] = field(default_factory=set)
    """Accounts that have others under them; no posting stands on these."""
    money: set[int] = field(default_factory=set)
    spends: set[int] = field(default_factory=set)


def read_masters(connection: Connection) -> Masters:
    """Read all of them anew; a row of a unit that there is not is left out."""
    found = Masters()
    for row in _rows(connection, "people"):
        found.people[row["id"]] = row["code"]
    for row in _rows(connection, "accounts"):
        _take_account(found, row)
    by_id = {}
    for row in _rows(connection, "units"):
        unit = UnitMasters(row["id"], row["code"], row["name"], str(row["opened_on"]))
        by_id[unit.id] = found.units[unit.code] = unit
    for name, take in _OF_UNIT.items():
        for row in _rows(connection, name):
            if row["unit_id"] in by_id:
                take(by_id[row["unit_id"]], row)
    for unit in by_id.values():
        unit.charts.sort()
    return found


def _rows(connection: Connection, name: str) -> Iterator[Mapping[str, Any]]:
    return evidence.raw_rows(connection, tables.metadata.tables[name], None)


def _take_account(found: Masters, row: Mapping[str, Any]) -> None:
    found.account_codes[row["id"]] = row["code"]
    found.account_charts[row["id"]] = row["chart"]
    if row["parent_id"] is not None:
        found.above.add(row["parent_id"])
    if row["money"]:
        found.money.add(row["id"])
    if row["spends"]:
        found.spends.add(row["id"])


def _take_ending(unit: UnitMasters, row: Mapping[str, Any]) -> None:
    unit.closed_on = str(row["closed_on"])


def _take_chart(unit: UnitMasters, row: Mapping[str, Any]) -> None:
    unit.charts.append((str(row["since"]), row["chart"]))


def _take_fund(unit: UnitMasters, row: Mapping[str, Any]) -> None:
    unit.fund_codes[row["id"]] = row["code"]
    unit.fund_opened[row["id"]] = str(row["opened_on"])
    if row["restricted"]:
        unit.restricted.add(row["id"])


def _take_purpose(unit: UnitMasters, row: Mapping[str, Any]) -> None:
    unit.purposes.setdefault(row["fund_id"], set()).add(row["purpose"])


def _take_adjusting(unit: UnitMasters, row: Mapping[str, Any]) -> None:
    unit.adjusting[row["period"]] = row["position"]


def _take_order(unit: UnitMasters, row: Mapping[str, Any]) -> None:
    unit.orders.setdefault(row["year"], set()).add(row["ordered_by_id"])


_OF_UNIT = {
    "unit_endings": _take_ending,
    "unit_charts": _take_chart,
    "funds": _take_fund,
    "fund_purposes": _take_purpose,
    "adjusting": _take_adjusting,
    "year_ends": _take_order,
}
