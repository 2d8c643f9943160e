"""Meetings of the management body (帮扶资金管理机构会议) and who was there.

1. A meeting names who was there; only who sits on the day attends, and one of them
   takes the chair.
2. It was held on a day that is over or today, while the unit was there.
3. A meeting without a quorum is recorded as well; it cannot vote.

Basis: 帮扶工作意见 第七条 (the body, its office, its rules).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from budgets import tables as t
from budgets.errors import BodyRefused
from budgets.members import members
from budgets.records import before_unit, locked, read_back, text_faults, written
from ledger import store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import UnitLookup, append, lookups


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of the body; `number` 0 asks for the next one.

    `chair` and `present` are numbers of members; `secretary` kept the minutes.
    """

    number: int = 0
    held_on: dt.date
    place: str
    chair: int
    secretary: str
    present: tuple[int, ...]
    summary: str = ""


def meetings(connection: Connection, unit: str) -> tuple[Meeting, ...]:
    """Every meeting of a unit's body, by number.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    present: dict[int, list[int]] = {}
    for row in store.all_rows(connection, t.attendances, unit_id):
        present.setdefault(row.meeting, []).append(row.member)
    return tuple(
        Meeting(
            number=row.number,
            held_on=row.held_on,
            place=row.place,
            chair=row.chair,
            secretary=row.secretary,
            present=tuple(sorted(present.get(row.number, ()))),
            summary=read_back(row.summary),
        )
        for row in store.all_rows(connection, t.meetings, unit_id)
    )


def meeting(connection: Connection, unit: str, number: int) -> Meeting:
    """A meeting by number.

    Raises:
        NotFound: there is no such unit, or no such meeting.
    """
    for one in meetings(connection, unit):
        if one.number == number:
            return one
    raise NotFound("会议", str(number), "用 bangfu body meeting 查看，或先登记")


def hold(connection: Connection, unit: str, held: Meeting, act: Act) -> Meeting:
    """Put a meeting on record with its attendance; return it with its number.

    A meeting without a quorum is recorded as well, but cannot vote.

    Raises:
        NotFound: there is no such unit.
        BodyRefused: it cannot stand; all that is wrong is told.
    """
    at = locked(connection, unit)
    number = len(meetings(connection, unit)) + 1
    wrong = [*_meeting_faults(connection, at, held, china_day(act.at))]
    if held.number not in {0, number}:
        wrong.append(f"会议编号应为 {number}，由系统编号")
    if wrong:
        what = f"{unit} {held.held_on} 的会议没有登记"
        raise BodyRefused(what, "；".join(wrong), "改正后重新登记")
    summary = written(held.summary)
    row = {
        "unit_id": at.id,
        "number": number,
        "held_on": held.held_on,
        "place": held.place,
        "chair": held.chair,
        "secretary": held.secretary,
        "summary": summary,
    }
    append(connection, "meetings", [row], act)
    present = tuple(sorted(held.present))
    rows = [{"unit_id": at.id, "meeting": number, "member": one} for one in present]
    append(connection, "attendances", rows, act)
    again = read_back(summary)
    return replace(held, number=number, present=present, summary=again)


def _meeting_faults(
    connection: Connection, unit: UnitLookup, held: Meeting, today: dt.date
) -> Iterator[str]:
    if held.held_on > today:
        yield f"会议日期 {held.held_on} 还没有到，会后再登记"
    if why := before_unit(unit, held.held_on):
        yield f"会议日期{why}"
    sitting = {one.number for one in members(connection, unit.code, held.held_on)}
    if not held.present:
        yield "没有写明出席的成员"
    if len(set(held.present)) != len(held.present):
        yield "同一成员在出席名单中写了两次"
    for number in sorted(set(held.present) - sitting):
        yield f"{number} 号成员当日不在任，不能列为出席（可作列席写入会议摘要）"
    if held.chair not in held.present:
        yield f"主持人（{held.chair} 号成员）不在出席名单中"
    yield from text_faults(
        ("地点", held.place, True),
        ("记录人", held.secretary, True),
        ("会议摘要", held.summary, False),
    )
