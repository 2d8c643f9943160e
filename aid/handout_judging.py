"""What a hand-out is judged by, all lines at once; the database asks much of it again.

1. Each line names a file that stands, is held by the unit or one below it, and is open
   on the day; nobody on the list of the dead is given anything. A case that it answers
   is about that file, of the project, and approved by the day.
2. A member of a household is given an item once in a hand-out.
3. There is enough in stock of the fund, and the fund allows the purpose (L8).
4. Told, not refused: a household that stands on two lines, an item that the file had
   in the year already, and what with all aid of the year is above a cap in force.

Files, steps, members and goods are read once for all lines.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aid import handout_store, recipient_store
from aid.cases import cases_of_file
from aid.claims import Project
from aid.deceased import deceased_among
from aid.history import earlier_of
from aid.household import WORKER
from aid.households import joined
from aid.recipient_tables import CLOSE, REOPEN
from aid.standard_kinds import Key
from aid.standards import InForce
from ledger import balances
from ledger.database import Connection
from ledger.money import Money
from ledger.privacy import shown
from ledger.register import lookups
from treasury import serials, stock
from treasury.goods_desk import Desk, Planned
from treasury.goods_issues import Handed, Issue, weigh
from treasury.goods_items import Item, items
from treasury.serials import SerialRange

Tell = Callable[[int, str, str], None]
"""Is told the place of a line from 1, 0 for all; a column; and what is wrong there."""

ONCE = {Project.WARMTH: Key.WARMTH_ONCE_MOST}
YEARLY = {
    Project.WARMTH: Key.WARMTH_YEARLY_MOST,
    Project.LIVING: Key.LIVING_YEARLY_MOST,
    Project.TEMPORARY: Key.TEMPORARY_YEARLY_MOST,
}
"""Caps in yuan, each for a person or household and a hand-out, or a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoutLine:
    """What one person is to be given, by file number.

    Shopping vouchers without `serials` get the next ones that are free; `lots` are of
    goods costed by piece. `case` is the key of the case that it answers.
    """

    recipient: str
    item: str
    quantity_milli: int
    member: int = WORKER
    serials: str = ""
    lots: tuple[tuple[int, int], ...] = ()
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What lines are judged for: of which fund, for what, by which standards.

    `handout` is its number where it stands already.
    """

    fund: str
    purpose: str
    project: Project
    year: int
    lines: tuple[HandoutLine, ...]
    handout: int = 0
    rules: InForce | None = None


@dataclass(slots=True)
class Judged:
    """Lines that were judged: their files, what they take, what was told by line."""

    given: Issue
    files: dict[str, Any] = field(default_factory=dict)
    planned: tuple[Planned, ...] = ()
    told: list[tuple[int, str]] = field(default_factory=list)
    wrong: int = 0

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was told and not refused, as sentences by line."""
        return tuple(f"第 {place} 行：{what}" for place, what in sorted(self.told))


def judge(desk: Desk, given: Issue, asked: Asked, tell: Tell) -> Judged:
    """Judge all lines of a hand-out; `given` is the issue without its lines.

    Raises:
        NotFound: there is no such item or fund.
        GoodsRefused: no method of costing was chosen for the day.
    """
    found = Judged(given)

    def count(place: int, key: str, what: str) -> None:
        found.wrong += 1
        tell(place, key, what)

    found.files = _files(desk, asked, count)
    _judge_lines(desk, asked, found.files, count)
    lines = _handed(desk, asked, count)
    found.given = dataclasses.replace(given, lines=tuple(lines.values()))
    weighed = weigh(desk, found.given)
    found.planned = weighed.planned
    places = (0, *lines)
    for place, item, fault in weighed.faults:
        count(places[place], "quantity", f"{item}：{fault}" if item else fault)
    if not found.wrong:
        found.told += _households(desk.connection, asked, found.files)
        found.told += _earlier(desk, asked, found)
    return found


# -- files --------------------------------------------------------------------------


def _files(desk: Desk, asked: Asked, tell: Tell) -> dict[str, Any]:
    """The rows of files by file number; what stands against each is told (1)."""
    connection, day = desk.connection, desk.occasion.dated_on
    codes = {line.recipient.strip() for line in asked.lines}
    found = {row.code: row for row in recipient_store.of_codes(connection, codes)}
    steps = recipient_store.steps_of_all(
        connection, [row.file for row in found.values()]
    )
    books = lookups(connection)
    held = {books.unit(one).id for one in balances.subtree(books, desk.unit.code)}
    numbers = [row.file for row in found.values()]
    dead = deceased_among(connection, numbers, day)
    for place, line in enumerate(asked.lines, 1):
        row = found.get(line.recipient.strip())
        if row is None:
            told = shown(line.recipient)
            tell(place, "file", f"没有档案 {told}，先建档、后帮扶")
            continue
        if row.unit_id not in held:
            where = books.unit_codes[row.unit_id]
            tell(place, "file", f"档案 {row.code} 在单位“{where}”，不在本单位及下级")
        if why := shut(steps[row.file], day):
            tell(place, "file", f"档案 {row.code} {why}")
        for gone in dead.get(row.file, ()):
            if gone.member in {WORKER, line.member}:
                who = "本人" if gone.member == WORKER else f"第 {gone.member} 号成员"
                told = f"档案 {row.code} 的{who}在死亡名单上（{gone.died_on}）"
                tell(place, "file", told)
    _judge_cases(connection, asked, found, day, tell)
    return found


def _judge_cases(
    connection: Connection,
    asked: Asked,
    files: Mapping[str, Any],
    day: dt.date,
    tell: Tell,
) -> None:
    """Rule 1: the cases that lines answer."""
    named = {line.recipient.strip() for line in asked.lines if line.case}
    about = [files[code].file for code in named if code in files]
    known = {(one.file, one.key): one for one in cases_of_file(connection, about)}
    for place, line in enumerate(asked.lines, 1):
        row = files.get(line.recipient.strip())
        if not line.case or row is None:
            continue
        case = known.get((row.file, line.case))
        if case is None or case.project is not asked.project:
            told = f"没有个案 {shown(line.case)}，或不是此档案、此项目的"
            tell(place, "case", told)
            continue
        since = case.approved_on or case.released_on
        if case.payable is None or since is None or since > day:
            tell(place, "case", f"个案 {case.key} 在 {day} 还没有批准")


def shut(steps: Sequence[Any], day: dt.date) -> str:
    """Why a file is not open on a day, by its steps first to last; empty where it is.

    A death counts from its own day on, whenever it was told.
    """
    before = [one for one in steps if one.acted_on <= day]
    if not before:
        return f"在 {day} 还没有建立"
    if before[-1].act == CLOSE:
        return f"已于 {before[-1].acted_on} 退出"
    later = steps[len(before) :]
    reopened = max((one.step for one in later if one.act == REOPEN), default=0)
    for one in later:
        if one.died_on is not None and one.died_on <= day and one.step > reopened:
            return f"的本人已于 {one.died_on} 死亡"
    return ""


def _judge_lines(
    desk: Desk, asked: Asked, files: Mapping[str, Any], tell: Tell
) -> None:
    """Rule 2, and what a line says of itself."""
    known = {one.code for one in items(desk.connection, desk.unit.code)}
    met: dict[tuple[str, int, str], int] = {}
    for place, line in enumerate(asked.lines, 1):
        code = line.recipient.strip()
        first = met.setdefault((code, line.member, line.item), place)
        if first != place:
            what = f"与第 {first} 行重复：同一人同一物品只写一行"
            tell(place, "file", what)
        row = files.get(code)
        if row is not None and not 1 <= line.member <= row.persons:
            tell(place, "member", f"家庭成员编号应在 1 至 {row.persons} 之间")
        if line.item not in known:
            tell(place, "item", f"没有物品 {shown(line.item)}")


# -- goods --------------------------------------------------------------------------


def _handed(desk: Desk, asked: Asked, tell: Tell) -> dict[int, Handed]:
    """The lines as goods are given, by place; what cannot be one was told."""
    known = {one.code: one for one in items(desk.connection, desk.unit.code)}
    free = _Free(desk, asked)
    found = {}
    for place, line in enumerate(asked.lines, 1):
        item = known.get(line.item)
        if item is None:
            continue
        numbered = line.serials
        if item.is_voucher and not numbered.strip():
            numbered = free.take(item, line.quantity_milli)
            if not numbered:
                tell(place, "serials", f"{item.name}：没有足够的编号可发")
                continue
        found[place] = Handed(
            item=item.code,
            fund=asked.fund,
            quantity_milli=line.quantity_milli,
            recipient=line.recipient.strip(),
            purpose=asked.purpose,
            serials=numbered,
            lots=line.lots,
        )
    return found


class _Free:
    """Serials that nobody asked for, given out in order."""

    def __init__(self, desk: Desk, asked: Asked) -> None:
        self._desk = desk
        self._fund = asked.fund
        self._asked: dict[str, list[SerialRange]] = {}
        for line in asked.lines:
            if line.serials.strip():
                self._asked.setdefault(line.item, []).extend(_readable(line.serials))
        self._left: dict[str, list[SerialRange]] = {}

    def take(self, item: Item, quantity_milli: int) -> str:
        """The next serials of an item, as many as pieces; empty where too few are."""
        if item.code not in self._left:
            roll = stock.roll(self._desk.connection, self._desk.unit.code, item)
            there = [piece for _, piece in roll.left(self._fund)]
            taken = self._asked.get(item.code, ())
            self._left[item.code] = list(serials.without(there, taken))[::-1]
        left, count = self._left[item.code], quantity_milli // 1000
        if quantity_milli % 1000 or count > sum(one.count for one in left):
            return ""
        found: list[SerialRange] = []
        while count:
            one = left.pop()
            last = min(one.last, one.first + count - 1)
            found.append(one.part(one.first, last))
            count -= last - one.first + 1
            if last < one.last:
                left.append(one.part(last + 1, one.last))
        return serials.write(found)


def _readable(text: str) -> Sequence[SerialRange]:
    try:
        return serials.read(text)
    except serials.SerialError:
        # The counter tells what is wrong with it.
        return ()


# -- what is told -------------------------------------------------------------------


def _households(
    connection: Connection, asked: Asked, files: Mapping[str, Any]
) -> Iterator[tuple[int, str]]:
    """Rule 4: people of one household on two lines, in one file or in files tied."""
    revisions = {row.file: row.revision for row in files.values()}
    members = recipient_store.members_of_all(connection, revisions)
    home = joined(
        {
            code: [
                bytes(blind)
                for blind in (
                    row.blind,
                    *(one.blind for one in members.get(row.file, ())),
                )
                if blind is not None
            ]
            for code, row in files.items()
        }
    )
    places: dict[str, list[int]] = {}
    for place, line in enumerate(asked.lines, 1):
        places.setdefault(home[line.recipient.strip()], []).append(place)
    for many in places.values():
        lines = (asked.lines[place - 1] for place in many)
        if len({(line.recipient.strip(), line.member) for line in lines}) > 1:
            for place in many:
                others = "、".join(str(other) for other in many if other != place)
                yield place, f"与第 {others} 行是同一户"


def _earlier(desk: Desk, asked: Asked, found: Judged) -> Iterator[tuple[int, str]]:
    """Rule 4: what files had of the item before, and what is above a cap."""
    same = _items_had(desk, asked)
    now: dict[str, int] = {}
    places: dict[str, int] = {}
    lines = zip(asked.lines, found.planned, strict=True)
    for place, (line, one) in enumerate(lines, 1):
        code = line.recipient.strip()
        places.setdefault(code, place)
        now[code] = now.get(code, 0) + one.cost_fen
        if (found.files[code].file, one.item.number) in same:
            told = f"{asked.year} 年{asked.project.label}已发过{one.item.name}"
            yield place, f"档案 {code} {told}"
    if asked.rules is None:
        return
    files = {code: found.files[code].file for code in now}
    earlier = earlier_of(desk.connection, files.values(), asked.year)
    for code, fen in now.items():
        before = sum(
            one.amount.fen
            for one in earlier.get(files[code], ())
            if one.project is asked.project and not one.is_other
        )
        for told in _above(asked, asked.rules, (fen, before)):
            yield places[code], f"档案 {code} {told}"


def _items_had(desk: Desk, asked: Asked) -> set[tuple[int, int]]:
    """Which file had which item of a project and year, in issues that live."""
    rows = [
        row
        for row in handout_store.given_of_year(
            desk.connection, desk.unit.id, asked.project.value, asked.year
        )
        if row.handout != asked.handout
    ]
    alive = {
        move.number
        for ref in sorted({row.issue_ref for row in rows})
        for move in stock.moves(desk.connection, desk.unit.code, ref=ref)
        if move.alive
    }
    return {(row.file, row.item) for row in rows if row.move in alive}


def _above(asked: Asked, rules: InForce, fen: tuple[int, int]) -> Iterator[str]:
    """What is above a cap, of what is given now and was given in the year before."""
    now, before = fen
    for keys, sum_fen, what in (
        (ONCE, now, "本次"),
        (YEARLY, now + before, "本年合计"),
    ):
        if (key := keys.get(asked.project)) is None:
            continue
        for cap in rules.caps(key):
            if sum_fen > cap.money.fen:
                amount, most = Money(sum_fen).grouped(), cap.money.grouped()
                yield (
                    f"{what} {amount} 元，超过{cap.key.label} {most} 元（{cap.cited}）"
                )
