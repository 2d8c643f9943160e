"""People below the floor (不足一个月低保标准的特困职工): had, due, missing in a year.

1. Everybody who is on file at the end of the day is due living aid of a month of the
   local minimum-living standard a year, or of more months where the rules say so; the
   figure is the last of the year, of the place that the file names.
2. What counts is living aid for the year to the worker, in money and in goods, of any
   unit, and what is on record of before; what others gave on their own account is not.
3. A file without a place, or a place without a figure, is told apart: it is not known
   whether anything is missing.

Cost: each file is opened once with the keys; where all local figures are of one place
none is. What was had is read in a few queries for 2,000 files.

Basis: 关于进一步做好困难职工帮扶工作的意见 第9条.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aid import evidence_store, history_store, statistics_store
from aid.claims import Project
from aid.errors import StandardMissing, StandardRefused
from aid.household import WORKER
from aid.recipient_writing import revision_context
from aid.recipients import known_before
from aid.standard_kinds import Key
from aid.unit_standards import UnitStandards
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.register import lookups
from treasury.vault import Vault

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What somebody had of living aid in a year, and what is due; None if not known."""

    unit: str
    code: str
    had: Money
    floor: Money | None
    why: str = ""
    """Why the floor is not known."""

    @property
    def missing(self) -> Money | None:
        """What is missing; None where the floor is not known."""
        return None if self.floor is None else max(self.floor - self.had, ZERO)

    @property
    def is_below(self) -> bool:
        """Whether something is missing, or it is not known (3)."""
        return self.missing is None or self.missing > ZERO


def floors(
    connection: Connection,
    on: dt.date,
    standards: Mapping[str, UnitStandards],
    vault: Vault | None = None,
) -> tuple[Floor, ...]:
    """Everybody on file at the end of a day, with what they had in its year.

    Args:
        connection: the books.
        on: the day.
        standards: what each of the units goes by (`kept_standards.standards_of_all`).
        vault: the keys; without them all figures have to be of one place.

    Raises:
        NotFound: there is no such unit.
        StandardMissing: there are no figures of the year at all.
        StandardRefused: there are figures of several places, and no keys to know whose
            file is of which.
        VaultRefused: a key is not at hand, or a row was changed.
    """
    books = lookups(connection)
    ids = [books.unit(code).id for code in standards]
    places = {
        one.place
        for of_unit in standards.values()
        for one in of_unit.local.until_day(on)
        if one.since.year == on.year
    }
    if not places:
        what = f"{on.year} 年没有登记当地的低保标准"
        do = "先登记：bangfu aid standards import minimum_living.csv --unit 单位"
        raise StandardMissing(what, do=do)
    only = next(iter(places)) if len(places) == 1 else ""
    if len(places) > 1 and vault is None:
        what = "当地标准不止一个地区，须打开档案才知道各户适用哪一个"
        do = "打开档案编制：bangfu aid floor --open，bangfu report aid_floor --names"
        raise StandardRefused(what, do=do)
    before = known_before(on)
    rows = statistics_store.standing_sealed(connection, ids, on + _DAY, before)
    standing = [
        (books.unit_codes[row.unit_id], row, only or _place(row, vault)) for row in rows
    ]
    had = _had(connection, {row.file for _, row, _ in standing}, on)
    asked = {(unit, place) for unit, _, place in standing}
    due = {one: _due(one[1], standards[one[0]], on) for one in asked}
    found = [
        Floor(
            unit=unit,
            code=row.code,
            had=Money(had[row.file]),
            floor=due[unit, place][0],
            why=due[unit, place][1],
        )
        for unit, row, place in standing
    ]
    order = {code: place for place, code in enumerate(standards)}
    return tuple(sorted(found, key=lambda one: (order[one.unit], one.code)))


def _place(row: Any, vault: Vault | None) -> str:
    """The place that a file names; empty where it names none."""
    assert vault is not None
    context = revision_context(row.file, row.revision)
    told: list[dict[str, str]] = json.loads(vault.unlock(bytes(row.locked), context))
    return told[0].get("place", "")


def _due(place: str, standards: UnitStandards, on: dt.date) -> tuple[Money | None, str]:
    """What is due in a place, or why it is not known."""
    if not place:
        return None, "档案没有写明地区"
    try:
        monthly = standards.local.on(place, on).minimum_living
    except StandardMissing:
        return None, f"没有登记 {on.year} 年当地的低保标准"
    least = standards.on(on).one(Key.LIVING_MONTHS_LEAST)
    return Money(least.number * monthly.fen), ""


def _had(connection: Connection, files: set[int], on: dt.date) -> Counter[int]:
    """Living aid for the year to the workers of files, in fen (2).

    What was given in the year before, for this one, counts too.
    """
    days = dt.date(on.year - 1, 1, 1), on + _DAY
    given = (
        *evidence_store.paid_to(connection, files, *days),
        *evidence_store.handed_to(connection, files, *days),
    )
    found: Counter[int] = Counter()
    for row in given:
        if _counts(row, on.year) and not row.own:
            found[row.file] += int(row.fen)
    for row in history_store.given(connection, files, on.year):
        if _counts(row, on.year) and not row.is_other and row.paid_on <= on:
            found[row.file] += row.amount_fen
    return found


def _counts(row: Any, year: int) -> bool:
    project, member, of_year = row.project, row.member, row.year
    told = project == Project.LIVING.value, member == WORKER, of_year == year
    return all(told)
