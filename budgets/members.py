"""Members of the management body (帮扶资金管理机构成员).

1. A member sits for one of five categories, which make up the four groups of the body,
   from `since` up to but without `until`; of what is registered only the end changes.
2. Nobody sits twice at a time.
3. Who sat on the day of a meeting with a resolution stays as it was.
4. No personal number stands in any text; a worker in hardship is called by file
   number or by designation.

Basis: 帮扶工作意见 第七条 (who makes up the body).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from budgets import tables as t
from budgets.errors import BodyRefused
from budgets.records import before_unit, locked
from ledger import store
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.errors import NotFound, Problem
from ledger.people import Act
from ledger.register import UnitLookup, append, lookups
from ledger.texts import text_problems


class Category(Labelled):
    """For whom a member sits (帮扶工作意见 第七条)."""

    GOVERNMENT = "government", "政府有关部门"
    UNION = "union", "工会"
    DONOR_UNIT = "donor_unit", "主要捐资单位"
    DONOR_PERSON = "donor_person", "主要捐资个人"
    HARDSHIP_WORKER = "hardship_worker", "特困职工代表"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Someone who sits on the body; `number` 0 asks for the next one.

    `category` is a key of `Category`, `represents` the department, donor or group
    spoken for, `person` the code of a registered person where the member is one;
    `until` is the first day out of the body.
    """

    number: int = 0
    category: str
    name: str
    represents: str = ""
    person: str = ""
    since: dt.date
    until: dt.date | None = None

    def sits_on(self, day: dt.date) -> bool:
        """Whether the member sits on a day."""
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def group(self) -> str:
        """The category as people read it."""
        return Category(self.category).label


def roll(connection: Connection, unit: str) -> tuple[Member, ...]:
    """Every member that there ever was, by number.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    latest = {row.number: row for row in _member_rows(connection, books.unit(unit).id)}
    return tuple(
        Member(
            number=row.number,
            category=row.category,
            name=row.name,
            represents=row.represents,
            person=books.person_codes.get(row.person_id, ""),
            since=row.since,
            until=row.until,
        )
        for row in latest.values()
    )


def members(connection: Connection, unit: str, on: dt.date) -> tuple[Member, ...]:
    """Who sits on a day, by number.

    Raises:
        NotFound: there is no such unit.
    """
    return tuple(one for one in roll(connection, unit) if one.sits_on(on))


def register_members(
    connection: Connection, unit: str, given: Sequence[Member], act: Act
) -> tuple[Member, ...]:
    """Register members, or a new end of those that stand; return them as they stand.

    What is registered already and says nothing new is left as it is.

    Raises:
        NotFound: there is no such unit.
        BodyRefused: one of them cannot stand; all that is wrong is told.
    """
    found = member_problems(connection, unit, given)
    if found:
        told = [f"{_called(given[place])}：{problem}" for place, problem in found]
        what, do = f"{unit} 的成员没有登记", "改正后重新登记；没有一人被登记"
        raise BodyRefused(what, "；".join(told), do)
    at = locked(connection, unit)
    people = lookups(connection).people
    standing = {one.number: one for one in roll(connection, unit)}
    revisions = {r.number: r.revision for r in _member_rows(connection, at.id)}
    rows, registered = [], []
    for one in _numbered(standing, given):
        registered.append(one)
        if standing.get(one.number) == one:
            continue
        row = {
            "unit_id": at.id,
            "number": one.number,
            "revision": revisions.get(one.number, 0) + 1,
            "category": one.category,
            "name": one.name,
            "represents": one.represents,
            "person_id": people[one.person] if one.person else None,
            "since": one.since,
            "until": one.until,
        }
        rows.append(row)
    append(connection, "body_members", rows, act)
    return tuple(registered)


def end_term(
    connection: Connection, unit: str, number: int, until: dt.date | None, act: Act
) -> Member:
    """Change the end of a member's term; None takes the end back.

    Raises:
        NotFound: there is no such unit, or no such member.
        BodyRefused: who sat at a meeting would change with it.
    """
    locked(connection, unit)
    one = member(connection, unit, number)
    changed = replace(one, until=until)
    return register_members(connection, unit, [changed], act)[0]


def member(connection: Connection, unit: str, number: int) -> Member:
    """A member by number.

    Raises:
        NotFound: there is no such unit, or no such member.
    """
    for one in roll(connection, unit):
        if one.number == number:
            return one
    raise NotFound("成员", str(number), "用 bangfu body members --all 查看")


def member_problems(
    connection: Connection, unit: str, given: Sequence[Member]
) -> list[tuple[int, Problem]]:
    """All that is wrong with members given, each with its place among them.

    Raises:
        NotFound: there is no such unit.
    """
    at = locked(connection, unit)
    standing = {one.number: one for one in roll(connection, unit)}
    sat = _Sat.of(connection, at.id)
    seats = dict(standing)
    found: list[tuple[int, Problem]] = []
    for place, one in enumerate(_numbered(standing, given)):
        before = standing.get(one.number)
        problems = [
            *_unfit(connection, at, one),
            *_changed(standing, given[place], one),
            *_sits_twice(seats, one),
            *sat.contradicted(before, one),
        ]
        found += [(place, problem) for problem in problems]
        seats[one.number] = one
    return found


def _numbered(
    standing: Mapping[int, Member], given: Iterable[Member]
) -> Iterator[Member]:
    """Those given with their numbers; who has none gets the next."""
    last = max(standing, default=0)
    for one in given:
        if one.number:
            yield one
            continue
        last += 1
        yield replace(one, number=last)


def _unfit(connection: Connection, unit: UnitLookup, one: Member) -> Iterator[Problem]:
    if one.category not in set(Category):
        known = "、".join(f"{c.value}（{c.label}）" for c in Category)
        yield _problem("category", "不认识这个类别", f"可用：{known}")
    if not one.name.strip():
        yield _problem("name", "没有写明姓名或称谓", "特困职工写档案号或称谓")
    yield from text_problems([("name", one.name, 0), ("represents", one.represents, 0)])
    if one.person and one.person not in lookups(connection).people:
        yield _problem("person", "没有登记这个人员", "先用 bangfu books people 登记")
    if one.until is not None and one.until <= one.since:
        yield _problem("until", "任期的截止日期应晚于起始日期", "改正日期")
    if why := before_unit(unit, one.since):
        yield _problem("since", f"任期起始于{why}", f"改写 {unit.opened_on} 或其后")


def _changed(
    standing: Mapping[int, Member], given: Member, one: Member
) -> Iterator[Problem]:
    """What a later revision may not say (1)."""
    before = standing.get(one.number)
    if before is None:
        if given.number:
            what = f"没有 {given.number} 号成员"
            yield _problem("number", what, "新成员不写编号，由系统编号")
    elif replace(one, until=before.until) != before:
        do = "写明截止日期结束原任期，再登记新成员"
        yield _problem("number", "成员登记后只能改变截止日期", do)


def _sits_twice(seats: Mapping[int, Member], one: Member) -> Iterator[Problem]:
    for other in seats.values():
        if other.number == one.number or not _terms_meet(other, one):
            continue
        same_person = bool(one.person) and other.person == one.person
        same_name = (other.name, other.represents) == (one.name, one.represents)
        if same_person or same_name:
            what = f"与 {other.number} 号成员是同一人，任期重叠"
            yield _problem("name", what, "一人一席；不同的人请写明各自代表的单位")


def _terms_meet(one: Member, other: Member) -> bool:
    ends = [until for until in (one.until, other.until) if until is not None]
    return not ends or max(one.since, other.since) < min(ends)


def _called(one: Member) -> str:
    """A member as a refusal names one: never by name."""
    known = {c.value: c.label for c in Category}
    group = known.get(one.category, "")
    return f"{one.number} 号成员" if one.number else f"新成员（{group or '类别不明'}）"


def _problem(column: str, what: str, do: str) -> Problem:
    return Problem("body", what, do=do, column=column)


def _member_rows(connection: Connection, unit_id: int) -> list[Any]:
    return store.all_rows(connection, t.body_members, unit_id)


@dataclass(frozen=True, slots=True)
class _Sat:
    """The meetings that were held, who attended, and which resolved anything (3)."""

    held: tuple[tuple[int, dt.date], ...]
    attended: frozenset[tuple[int, int]]
    resolved: frozenset[int]

    @classmethod
    def of(cls, connection: Connection, unit_id: int) -> "_Sat":
        held = store.all_rows(connection, t.meetings, unit_id)
        attended = store.all_rows(connection, t.attendances, unit_id)
        resolved = store.all_rows(connection, t.resolutions, unit_id)
        return cls(
            tuple((row.number, row.held_on) for row in held),
            frozenset((row.meeting, row.member) for row in attended),
            frozenset(row.meeting for row in resolved),
        )

    def contradicted(self, before: Member | None, one: Member) -> Iterator[Problem]:
        for meeting, day in self.held:
            sat = before is not None and before.sits_on(day)
            attended = (meeting, one.number) in self.attended
            if sat != one.sits_on(day) and (attended or meeting in self.resolved):
                what = f"{day} 第 {meeting} 次会议的组成已记入会议记录"
                column = "until" if before is not None else "since"
                yield _problem(column, what, "任期从会议之后起算或截止")
