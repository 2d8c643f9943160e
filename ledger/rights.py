"""Rights that one person may not hold together (不相容职务).

1. Whoever audits a unit does not keep its books: they would examine their own work.
2. Two places overlap where one is the other or lies above it; everywhere is above all.
3. Rights held one after the other do not meet: somebody may change posts.

Basis: 工会法 第四十五条 (income and expenditure are examined by the audit committee).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.errors import Problem
from ledger.people import KEEPING_BOOKS, Right
from ledger.register import Lookups

APART = "经审人员不得记账（工会法第四十五条：收支由经审会审查）"
"""Rule 1 as people are told it."""

EVERYWHERE = 0
"""The scope of a right that names no unit."""


def ends_sooner(until: dt.date | None, before: Any) -> bool:
    """Whether a right now ends sooner: that much may always be taken back."""
    return until is not None and (before is None or until < before)


def incompatible(
    latest: Mapping[tuple[Any, ...], tuple[int, Any]],
    given: Mapping[tuple[Any, ...], int],
    books: Lookups,
) -> list[tuple[int, Problem]]:
    """The rights given that do not go with those that stand or were given before.

    Args:
        latest: revision and end of every right, by person, right, scope and begin.
        given: which of them are new, and their places in what was given.
        books: the units and people.
    """
    held: dict[int, list[_Holding]] = {}
    problems: list[tuple[int, Problem]] = []
    # What stands comes first; of two given at once the later is told.
    for key in sorted(latest, key=lambda key: given.get(key, -1)):
        person_id, right, scope_id, since = key
        one = _Holding(person_id, Right(right), scope_id, since, latest[key][1])
        others = held.setdefault(person_id, [])
        if key in given:
            found = next((o for o in others if _contradict(one, o, books)), None)
            if found is not None:
                problems.append((given[key], _problem(one, found, books)))
        others.append(one)
    return problems


@dataclass(frozen=True, slots=True)
class _Holding:
    """A right of a person in a scope, from `since` up to but without `until`."""

    person_id: int
    right: Right
    scope_id: int
    since: dt.date
    until: dt.date | None


def _contradict(one: _Holding, other: _Holding, books: Lookups) -> bool:
    return (
        _examines_itself(one.right, other.right)
        and _days_meet(one, other)
        and _places_meet(one.scope_id, other.scope_id, books)
    )


def _examines_itself(one: Right, other: Right) -> bool:
    """Rule 1, whichever of the two rights was given first."""
    return (one is Right.AUDIT and other in KEEPING_BOOKS) or (
        other is Right.AUDIT and one in KEEPING_BOOKS
    )


def _days_meet(one: _Holding, other: _Holding) -> bool:
    ends = [until for until in (one.until, other.until) if until is not None]
    return not ends or max(one.since, other.since) < min(ends)


def _places_meet(one: int, other: int, books: Lookups) -> bool:
    return one in _above(other, books) or other in _above(one, books)


def _above(scope_id: int, books: Lookups) -> set[int]:
    """A scope with all that it lies in (2)."""
    scopes = {EVERYWHERE, scope_id}
    code = books.unit_codes.get(scope_id, "")
    while code:
        unit = books.units[code]
        scopes.add(unit.id)
        code = unit.parent
    return scopes


def _problem(one: _Holding, other: _Holding, books: Lookups) -> Problem:
    code = books.unit_codes.get(other.scope_id)
    place = f"单位“{code}”" if code else "全部单位"
    ends = f"至 {other.until} 前" if other.until else "起"
    return Problem(
        "rights",
        APART,
        f"{books.person_codes[one.person_id]} 的“{one.right.label}”与{place}的"
        f"“{other.right.label}”（自 {other.since} {ends}）重叠",
        "换由另一人，或先收回其中一项权限",
        column="rights",
    )
