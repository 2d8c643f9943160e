"""Resolutions of the management body (决议): voted, numbered, and cited by others.

1. A vote is held where more than half of the members who sit on the day are present.
2. Every member present votes for, against or not at all (弃权), or is recused. Who has
   an interest in the matter is recused, and only who has one; the interest is told.
3. A motion is adopted where more than half of those present and not recused vote for
   it. What was voted down is kept under its number, and nobody can cite it.
4. Numbers count in the year of the meeting: `2026-3`, printed 帮管〔2026〕3号.

No source gives a figure for rules 1 and 3: the halves are this program's own choice
(grade D), and printed minutes say so. Basis of the body itself: 帮扶工作意见 第七条.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from budgets import tables as t
from budgets.errors import BodyRefused
from budgets.meetings import Meeting, meeting, meetings
from budgets.members import members
from budgets.records import locked, read_back, text_faults, written
from ledger import store
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.people import Act
from ledger.register import append, lookups


class Subject(Labelled):
    """What a resolution is about; a decision cites one on its own subject."""

    BUDGET = "budget", "年度预算"
    BASELINE = "baseline", "2005年度基数"
    GROWTH = "growth", "预算增长"
    CONTROL = "control", "预算控制"
    RULES = "rules", "资金管理办法"
    OFFICE = "office", "办公室"
    OTHER = "other", "其他"


class Ballot(Labelled):
    """How a member present votes."""

    FOR = "for", "赞成"
    AGAINST = "against", "反对"
    ABSTAINED = "abstained", "弃权"
    RECUSED = "recused", "回避"


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """What is put to the vote, and how each member present voted.

    `subject` is a key of `Subject`. `votes` gives a key of `Ballot` by the number of
    the member, `interests` tells why a member may not vote.
    """

    subject: str
    title: str
    text: str
    votes: Mapping[int, str]
    interests: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vote:
    """The vote of one member; `interest` is empty unless they were recused."""

    member: int
    vote: str
    interest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """A motion that was voted on, adopted or not; `sitting` counts the whole body."""

    key: str
    year: int
    number: int
    meeting: int
    held_on: dt.date
    subject: str
    title: str
    text: str
    sitting: int
    present: int
    votes_for: int
    votes_against: int
    abstained: int
    recused: int
    adopted: bool
    votes: tuple[Vote, ...]

    @property
    def printed(self) -> str:
        """The number as papers carry it: `帮管〔2026〕3号`."""
        return f"帮管〔{self.year}〕{self.number}号"


def quorum(sitting: int) -> int:
    """The fewest members present with whom a vote can be held (1)."""
    return sitting // 2 + 1


def majority(present: int, recused: int) -> int:
    """The fewest votes for a motion that adopt it (3)."""
    return (present - recused) // 2 + 1


# -- voting -------------------------------------------------------------------------


def resolve(
    connection: Connection, unit: str, meeting_number: int, motion: Motion, act: Act
) -> Resolution:
    """Put a vote on record; the motion is adopted, or voted down and kept.

    Raises:
        NotFound: there is no such unit or meeting.
        BodyRefused: no vote could be held, or not so; all that is wrong is told.
    """
    at = locked(connection, unit)
    held = meeting(connection, unit, meeting_number)
    sitting = {one.number for one in members(connection, unit, held.held_on)}
    wrong = [*_faults(held, sitting, motion)]
    if wrong:
        what = f"{unit} {held.held_on} 第 {held.number} 次会议的表决没有登记"
        raise BodyRefused(what, "；".join(wrong), "按会议实际情况改正后重新登记")
    year = held.held_on.year
    number = 1 + sum(row.year == year for row in _rows(connection, at.id))
    key = f"{year}-{number}"
    votes = [
        {
            "unit_id": at.id,
            "resolution": key,
            "member": one,
            "vote": str(motion.votes[one]),
            "interest": motion.interests.get(one, ""),
        }
        for one in held.present
    ]
    append(connection, "votes", votes, act)
    counted = Counter(row["vote"] for row in votes)
    row = {
        "unit_id": at.id,
        "key": key,
        "year": year,
        "number": number,
        "meeting": held.number,
        "subject": str(motion.subject),
        "title": motion.title,
        "text": written(motion.text),
        "sitting": len(sitting),
        "present": len(held.present),
        "votes_for": counted[Ballot.FOR],
        "votes_against": counted[Ballot.AGAINST],
        "abstained": counted[Ballot.ABSTAINED],
        "recused": counted[Ballot.RECUSED],
        "adopted": int(
            counted[Ballot.FOR] >= majority(len(held.present), counted[Ballot.RECUSED])
        ),
    }
    append(connection, "resolutions", [row], act)
    return resolution(connection, unit, key)


def _faults(held: Meeting, sitting: set[int], motion: Motion) -> Iterator[str]:
    if motion.subject not in set(Subject):
        known = "、".join(f"{s.value}（{s.label}）" for s in Subject)
        yield f"不认识这个事项；可用：{known}"
    yield from text_faults(
        ("标题", motion.title, True),
        ("决议内容", motion.text, True),
        *(("回避理由", why, False) for why in motion.interests.values()),
    )
    if "\n" in motion.title:
        yield "标题应写作一行"
    needed = quorum(len(sitting))
    if len(held.present) < needed:
        yield (
            f"出席人数不足，不能表决：在任 {len(sitting)} 人，"
            f"出席 {len(held.present)} 人，至少须 {needed} 人"
        )
    yield from _vote_faults(held, sitting, motion)


def _vote_faults(held: Meeting, sitting: set[int], motion: Motion) -> Iterator[str]:
    present = set(held.present)
    for one in sorted({*motion.votes, *motion.interests} - present):
        why = "没有出席" if one in sitting else "当日不在任"
        yield f"{one} 号成员{why}，不能列入表决"
    if missing := sorted(present - set(motion.votes)):
        listed = "、".join(map(str, missing))
        yield f"出席的 {listed} 号成员没有表决；赞成、反对、弃权或回避须写明其一"
    for one in sorted(present & set(motion.votes)):
        vote = motion.votes[one]
        interested = bool(motion.interests.get(one, "").strip())
        if vote not in set(Ballot):
            known = "、".join(f"{b.value}（{b.label}）" for b in Ballot)
            yield f"{one} 号成员的表决不认识；可用：{known}"
        elif vote == Ballot.RECUSED and not interested:
            yield f"{one} 号成员回避，没有写明理由"
        elif vote != Ballot.RECUSED and interested:
            yield f"{one} 号成员与事项有利害关系，须回避，不能表决"


# -- citing -------------------------------------------------------------------------


def resolution(connection: Connection, unit: str, key: str) -> Resolution:
    """A resolution under its key, adopted or not.

    Raises:
        NotFound: there is no such unit, or no such resolution.
    """
    unit_id = lookups(connection).unit(unit).id
    for one in _read(connection, unit, unit_id):
        if one.key == key:
            return one
    do = "编号写作 2026-3；用 bangfu body resolutions 查看"
    raise NotFound("决议", key, do)


def adopted(connection: Connection, unit: str, key: str, subject: str) -> Resolution:
    """The resolution that a decision on a subject cites.

    Raises:
        NotFound: there is no such unit, or no such resolution.
        BodyRefused: it was voted down, or is on another subject.
    """
    assert subject in set(Subject)
    found = resolution(connection, unit, key)
    wanted = Subject(subject)
    what = f"不能引用{found.printed}"
    if not found.adopted:
        why = f"表决未通过（赞成 {found.votes_for} 票，出席 {found.present} 人）"
        do = "由管理机构重新审议，引用通过的决议"
        raise BodyRefused(what, why, do)
    if found.subject != wanted:
        why = f"该决议的事项是“{Subject(found.subject).label}”，不是“{wanted.label}”"
        do = f"引用事项为“{wanted.label}”的决议，或由管理机构另作决议"
        raise BodyRefused(what, why, do)
    return found


def resolutions(
    connection: Connection, unit: str, year: int | None = None
) -> tuple[Resolution, ...]:
    """What the body voted on in a year, or ever, in the order of the numbers.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    found = _read(connection, unit, unit_id)
    return tuple(one for one in found if year is None or one.year == year)


def _read(connection: Connection, unit: str, unit_id: int) -> Iterator[Resolution]:
    votes: dict[str, list[Vote]] = {}
    for row in store.all_rows(connection, t.votes, unit_id):
        told = Vote(row.member, row.vote, row.interest)
        votes.setdefault(row.resolution, []).append(told)
    days = {one.number: one.held_on for one in meetings(connection, unit)}
    for row in sorted(_rows(connection, unit_id), key=lambda r: (r.year, r.number)):
        yield Resolution(
            key=row.key,
            year=row.year,
            number=row.number,
            meeting=row.meeting,
            held_on=days[row.meeting],
            subject=row.subject,
            title=row.title,
            text=read_back(row.text),
            sitting=row.sitting,
            present=row.present,
            votes_for=row.votes_for,
            votes_against=row.votes_against,
            abstained=row.abstained,
            recused=row.recused,
            adopted=bool(row.adopted),
            votes=tuple(votes.get(row.key, ())),
        )


def _rows(connection: Connection, unit_id: int) -> list[Any]:
    return store.all_rows(connection, t.resolutions, unit_id)
