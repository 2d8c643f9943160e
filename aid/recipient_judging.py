"""What a recipient's file is judged by before it is written; the database asks again.

1. A person has one file, which is changed by the unit that holds it while it is open.
2. A file number is used once; a person is handed in once.
3. A household has one head: nobody is a member of the own household or one twice, and
   no member's open file names the worker as a member.
4. A file is opened within the unit's time, and not after today.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aid import recipient_store
from aid.recipient_tables import CLOSE, DEATH
from aid.recipient_writing import Sealed
from budgets.records import before_unit
from ledger.database import Connection
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import UnitLookup, lookups
from ledger.texts import text_problems

CODE_LONGEST = 40
"""Characters of a file number."""

Tell = Callable[[int, str, str], None]
"""Is told the place of a given file, the key of a field, and what is wrong there."""


def judge(  # noqa: PLR0913, PLR0917 - what files are judged by
    connection: Connection,
    unit: UnitLookup,
    ready: Sequence[Sealed],
    known: Mapping[bytes, Any],
    act: Act,
    tell: Tell,
) -> None:
    """Tell everything that stands against files, of which some are known by blind."""
    _judge_codes(connection, ready, known, tell)
    for place, one in enumerate(ready):
        _judge(connection, unit, (place, one), known.get(one.blind), act, tell)
    _judge_heads(connection, ready, tell)


def _judge(  # noqa: PLR0913, PLR0917 - what a file is judged by
    connection: Connection,
    unit: UnitLookup,
    placed: tuple[int, Sealed],
    row: Any,
    act: Act,
    tell: Tell,
) -> None:
    """Rules 1 and 4."""
    place, one = placed
    if row is not None:
        if row.unit_id != unit.id:
            where = lookups(connection).unit_codes[row.unit_id]
            tell(place, "identity", f"此人已在单位“{where}”建档，一人一档")
        elif row.act == CLOSE:
            why = "死亡" if row.reason == DEATH else "退出"
            tell(place, "identity", f"此人的档案已因{why}关闭，先重新启用")
        elif one.given.code and one.given.code != row.code:
            tell(place, "file", "此人已有档案，档案号与所写不同")
    else:
        today = china_day(act.at)
        day = one.given.on or today
        if why := before_unit(unit, day):
            tell(place, "opened_on", f"建档日期在{why}")
        if day > today:
            tell(place, "opened_on", "建档日期晚于今天")
    _judge_members(place, one, tell)


def _judge_members(place: int, one: Sealed, tell: Tell) -> None:
    met = {one.blind}
    for number, blind in enumerate(one.members, 2):
        if blind is None:
            continue
        if blind in met:
            what = f"第 {number} 号成员与本人或另一成员的身份证号码相同"
            tell(place, "identity", what)
        met.add(blind)


def _judge_codes(
    connection: Connection,
    ready: Sequence[Sealed],
    known: Mapping[bytes, Any],
    tell: Tell,
) -> None:
    """File numbers are used once, persons are handed in once."""
    new = {one.given.code for one in ready if one.blind not in known} - {""}
    taken = recipient_store.taken_codes(connection, new)
    persons: set[bytes] = set()
    for place, one in enumerate(ready):
        if one.blind in persons:
            tell(place, "identity", "同一人出现两次，一人一档")
        persons.add(one.blind)
        code = one.given.code
        if not code or one.blind in known:
            continue
        if code in taken:
            tell(place, "file", "档案号已用于另一人")
        taken.add(code)
        if code != code.strip() or len(code) > CODE_LONGEST:
            tell(place, "file", f"档案号首尾不能有空格，至多 {CODE_LONGEST} 字")
        for problem in text_problems([("memo", code, 0)]):
            tell(place, "file", f"档案号：{problem}")


def _judge_heads(connection: Connection, ready: Sequence[Sealed], tell: Tell) -> None:
    """Rule 3: nobody's member names that somebody as a member."""
    households = {one.blind: set(one.members) - {None} for one in ready}
    named: dict[bytes, set[bytes]] = {}
    files: dict[int, list[Any]] = {}
    for row in recipient_store.naming(connection, households):
        owner = bytes(row.owner)
        # What stands of a file that is handed in is replaced by it.
        if owner not in households and owner in households[bytes(row.blind)]:
            files.setdefault(row.file, []).append(row)
    for row in recipient_store.of_files(connection, files):
        if row.act != CLOSE:
            for one in files[row.file]:
                named.setdefault(bytes(one.blind), set()).add(bytes(one.owner))
    for place, one in enumerate(ready):
        heads = named.get(one.blind, set()) | {
            member
            for member in households[one.blind]
            if one.blind in households.get(member, set())  # type: ignore[arg-type] # None was taken out
        }
        if heads:
            what = "家庭成员另有档案，其家庭成员又有本人：一户不能有两个户主"
            tell(place, "relation", what)
