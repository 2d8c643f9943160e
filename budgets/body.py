"""The management body (帮扶资金管理机构): its office, its rules, its four groups.

What other packages call stands here under one name; members are in `members.py`,
meetings in `meetings.py`, votes in `resolutions.py`.

1. The office and the rules (资金管理办法) are set by an adopted resolution, from its
   day at the earliest; of several that have begun the one set last holds.
2. Unions at county level and above have a body in which four groups sit: government
   departments, the union, main donors, workers in hardship; and an office and rules.
3. Where only donor units or only single donors sit, or a term soon ends, that is told
   as a lesser matter: the source names both, and gives no number.

Basis: 帮扶工作意见 第七条.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from budgets import tables as t
from budgets.errors import BodyRefused
from budgets.meetings import Meeting, hold, meeting, meetings
from budgets.members import (
    Category,
    Member,
    end_term,
    member,
    members,
    register_members,
    roll,
)
from budgets.records import before_unit, locked, text_faults
from budgets.resolutions import (
    Ballot,
    Motion,
    Resolution,
    Subject,
    Vote,
    adopted,
    majority,
    quorum,
    resolution,
    resolutions,
    resolve,
)
from ledger import store
from ledger.database import Connection
from ledger.errors import Problem
from ledger.people import Act
from ledger.register import UnitLookup, append, lookups
from ledger.units import Level

__all__ = [
    "Ballot",
    "Category",
    "FundRules",
    "Meeting",
    "Member",
    "Motion",
    "Office",
    "Resolution",
    "Subject",
    "Vote",
    "adopted",
    "check",
    "end_term",
    "hold",
    "is_lesser",
    "majority",
    "meeting",
    "meetings",
    "member",
    "members",
    "office",
    "quorum",
    "register_members",
    "resolution",
    "resolutions",
    "resolve",
    "roll",
    "rules",
    "rules_in_force",
    "set_office",
    "set_rules",
]

OBLIGED = frozenset({Level.PROVINCE, Level.CITY, Level.COUNTY})
"""Levels whose unions have a body (县级以上地方工会)."""

TERM_DAYS = 60
"""How many days ahead the end of a term is told."""

LESSER = frozenset({"body-donors", "body-term"})
"""Rules of `check` that are no breach, but worth a look."""

_DIGEST = re.compile("[0-9a-f]{64}")

_GROUPS: tuple[tuple[str, frozenset[Category]], ...] = (
    ("政府有关部门", frozenset({Category.GOVERNMENT})),
    ("工会", frozenset({Category.UNION})),
    (
        "主要捐资单位和个人代表",
        frozenset({Category.DONOR_UNIT, Category.DONOR_PERSON}),
    ),
    ("特困职工代表", frozenset({Category.HARDSHIP_WORKER})),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The body's office (办公室), which does its daily work; `head` leads it."""

    number: int = 0
    name: str
    head: str
    since: dt.date
    resolution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FundRules:
    """The unit's 资金管理办法: its paper, and the SHA-256 of its text if kept."""

    number: int = 0
    title: str
    paper: str
    digest: str = ""
    since: dt.date
    resolution: str


# -- the office and the rules -------------------------------------------------------


def set_office(connection: Connection, unit: str, given: Office, act: Act) -> Office:
    """Put the office on record, or what follows it.

    Raises:
        NotFound: there is no such unit or resolution.
        BodyRefused: the resolution does not carry it, or something is not told.
    """
    at = locked(connection, unit)
    decided = adopted(connection, unit, given.resolution, Subject.OFFICE)
    wrong = [
        *text_faults(("办公室名称", given.name, True), ("负责人", given.head, True)),
        *_out_of_time(at, given.since, decided),
    ]
    if wrong:
        what = f"{unit} 的办公室没有登记"
        raise BodyRefused(what, "；".join(wrong), "改正后重新登记")
    kept = replace(given, number=len(_offices(connection, at.id)) + 1)
    row = {
        "unit_id": at.id,
        "number": kept.number,
        "name": kept.name,
        "head": kept.head,
        "since": kept.since,
        "resolution": kept.resolution,
    }
    append(connection, "body_offices", [row], act)
    return kept


def office(connection: Connection, unit: str, on: dt.date) -> Office | None:
    """The office on a day; None where there is none yet.

    Raises:
        NotFound: there is no such unit.
    """
    found = _offices(connection, lookups(connection).unit(unit).id)
    begun = [
        Office(
            number=row.number,
            name=row.name,
            head=row.head,
            since=row.since,
            resolution=row.resolution,
        )
        for row in found
        if row.since <= on
    ]
    return begun[-1] if begun else None


def set_rules(
    connection: Connection, unit: str, given: FundRules, act: Act
) -> FundRules:
    """Put the unit's 资金管理办法 on record, or what follows it.

    Raises:
        NotFound: there is no such unit or resolution.
        BodyRefused: the resolution does not carry it, or something is not told.
    """
    at = locked(connection, unit)
    decided = adopted(connection, unit, given.resolution, Subject.RULES)
    wrong = [
        *text_faults(("办法名称", given.title, True), ("文号", given.paper, True)),
        *_out_of_time(at, given.since, decided),
    ]
    if given.digest and not _DIGEST.fullmatch(given.digest):
        wrong.append("文本摘要应为 64 位十六进制小写数字（SHA-256）")
    if wrong:
        what = f"{unit} 的资金管理办法没有登记"
        raise BodyRefused(what, "；".join(wrong), "改正后重新登记")
    kept = replace(given, number=len(rules(connection, unit)) + 1)
    row = {
        "unit_id": at.id,
        "number": kept.number,
        "title": kept.title,
        "paper": kept.paper,
        "digest": kept.digest,
        "since": kept.since,
        "resolution": kept.resolution,
    }
    append(connection, "body_rules", [row], act)
    return kept


def rules_in_force(connection: Connection, unit: str, on: dt.date) -> FundRules | None:
    """The rules that hold on a day; None where there are none yet.

    Raises:
        NotFound: there is no such unit.
    """
    begun = [one for one in rules(connection, unit) if one.since <= on]
    return begun[-1] if begun else None


def rules(connection: Connection, unit: str) -> tuple[FundRules, ...]:
    """All rules that were ever set, in the order in which they were.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    return tuple(
        FundRules(
            number=row.number,
            title=row.title,
            paper=row.paper,
            digest=row.digest,
            since=row.since,
            resolution=row.resolution,
        )
        for row in store.all_rows(connection, t.body_rules, unit_id)
    )


def _offices(connection: Connection, unit_id: int) -> list[Any]:
    return store.all_rows(connection, t.body_offices, unit_id)


def _out_of_time(
    unit: UnitLookup, since: dt.date, decided: Resolution
) -> Iterator[str]:
    if why := before_unit(unit, since):
        yield f"起始日期{why}"
    if since < decided.held_on:
        yield f"起始日期早于{decided.printed}通过之日 {decided.held_on}"


# -- whether the body is whole ------------------------------------------------------


def check(connection: Connection, unit: str, on: dt.date) -> tuple[Problem, ...]:
    """What a body lacks on a day; nothing for units that need none (2, 3).

    Raises:
        NotFound: there is no such unit.
    """
    found = lookups(connection).unit(unit)
    if found.level not in OBLIGED or before_unit(found, on):
        return ()
    sitting = members(connection, unit, on)
    return (
        *_missing_groups(sitting),
        *_missing_papers(connection, unit, on),
        *_ending_terms(sitting, on),
    )


def is_lesser(problem: Problem) -> bool:
    """Whether what `check` told is no breach, but worth a look (3)."""
    return problem.rule in LESSER


def _missing_groups(sitting: Iterable[Member]) -> Iterator[Problem]:
    categories = {Category(one.category) for one in sitting}
    for name, group in _GROUPS:
        if not categories & group:
            what = f"管理机构中没有{name}"
            do = "由管理机构补选，用 bangfu body members --add 登记"
            yield Problem("body-group", what, do=do)
        elif absent := group - categories:
            only = next(iter(group & categories)).label
            lacking = next(iter(absent)).label
            what = f"捐资方只有{only}的代表"
            do = f"有{lacking}捐资的，补选其代表"
            yield Problem("body-donors", what, do=do)


def _missing_papers(
    connection: Connection, unit: str, on: dt.date
) -> Iterator[Problem]:
    if office(connection, unit, on) is None:
        do = "由管理机构决议设立，用 bangfu body office 登记"
        yield Problem("body-office", "管理机构没有设办公室", do=do)
    if rules_in_force(connection, unit, on) is None:
        do = "由管理机构通过办法，用 bangfu body rules 登记"
        yield Problem("body-rules", "没有施行中的资金管理办法", do=do)


def _ending_terms(sitting: Iterable[Member], on: dt.date) -> Iterator[Problem]:
    for one in sitting:
        if one.until is not None and (one.until - on).days <= TERM_DAYS:
            last = one.until - dt.timedelta(days=1)
            what = f"{one.number} 号成员（{one.group}）的任期到 {last} 届满"
            do = "及时换届或续任，用 bangfu body members --end 登记"
            yield Problem("body-term", what, do=do)
