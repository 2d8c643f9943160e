"""How long returned money waits to be paid again (待付期限), dated and by resolution.

1. The limit that comes with the program stands in `return_limits.toml`; a unit's own,
   by an adopted resolution, goes before it from its day on.
2. Money is judged by the limit in force on the day it came back.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from budgets.records import locked
from ledger.database import Connection
from ledger.people import Act
from ledger.register import append, lookups
from treasury import bank_entry_store as store
from treasury.approvals import demand_adopted
from treasury.bank_entry_tables import DAYS_MOST
from treasury.errors import RequestRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLimit:
    """Days that returned money waits; who decided so, and how sure the clause is."""

    since: dt.date
    days: int
    decided_by: str
    grade: str = ""
    clause: str = ""

    def first_day(self, came_back: dt.date) -> dt.date:
        """The first day on which what came back then may be given up."""
        return came_back + dt.timedelta(days=self.days)


def limits(connection: Connection, unit: str) -> tuple[ReturnLimit, ...]:
    """The limits that come with the program, then the unit's own, each by day.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    own = (
        ReturnLimit(since=row.since, days=row.days, decided_by=row.resolution)
        for row in store.limits(connection, unit_id)
    )
    return (*default_limits(), *own)


def limit_on(connection: Connection, unit: str, day: dt.date) -> ReturnLimit:
    """The limit in force on a day: the unit's own before the program's.

    Raises:
        NotFound: there is no such unit.
    """
    found = [one for one in limits(connection, unit) if one.since <= day]
    return found[-1] if found else default_limits()[0]


def set_limit(
    connection: Connection, unit: str, given: ReturnLimit, act: Act
) -> ReturnLimit:
    """Set a unit's own limit by a resolution of its body (`decided_by`).

    Raises:
        NotFound: there is no such unit, person or resolution.
        RequestRefused: the days or the day do not do, or it was not adopted.
    """
    found = locked(connection, unit)
    own = store.limits(connection, found.id)
    faults = []
    if not 1 <= given.days <= DAYS_MOST:
        faults.append(f"期限应在 1 到 {DAYS_MOST} 天之间")
    if own and given.since <= own[-1].since:
        faults.append(f"新的期限应晚于现行的 {own[-1].since}")
    if faults:
        raise RequestRefused("退回款项的待付期限没有登记", "；".join(faults))
    demand_adopted(connection, unit, given.decided_by)
    row = {
        "unit_id": found.id,
        "since": given.since,
        "days": given.days,
        "resolution": given.decided_by,
        "person_id": lookups(connection).person(act.person),
        "made_at": act.stamp,
    }
    append(connection, "return_limits", [row], act)
    return limits(connection, unit)[-1]


@cache
def default_limits() -> tuple[ReturnLimit, ...]:
    """The limits that come with the program, the earliest first."""
    text = files("treasury").joinpath("return_limits.toml").read_text("utf-8")
    document: dict[str, Any] = tomllib.loads(text)
    assert document.keys() == {"limits"}
    found = tuple(ReturnLimit(**block) for block in document["limits"])
    assert all(one.days > 0 for one in found)
    assert list(found) == sorted(found, key=lambda one: one.since)
    return found
