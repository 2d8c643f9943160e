"""V11: appropriations (预算指标), every move recomputed from the one before it (L9).

1. What is open, reserved, spent and left after each move follows from the move before;
   more is taken than is open only for a reason that holds.
2. Each voucher's moves are its net spending by appropriation and key, and what was
   spent before the first move is what the postings say. Vouchers of the year's end and
   openings spend nothing.
3. Reservations are made once, of their own line, as registered; what is used comes out
   of them while they stand.
4. Once a unit is under control, aid money spent by a voucher entered here has a
   reservation of its very line, made before it.

A key counts from the move that reserved it on: a text that somebody imported before
was none. Of decisions that were taken at the very instant of a move, either order is
believed. What cannot be recomputed (for what a request was, who opened a line) is in
the chain of records (V7).

Cost: one statement over the expense postings of a unit and one over its moves, each
line walked once; memory goes with the largest line.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from audit.differences import Found
from audit.masters import UnitMasters
from ledger import appropriation_tables as t
from ledger import evidence, tables
from ledger.database import Connection
from ledger.evidence import SpentRow
from ledger.money import Money
from ledger.periods import DECEMBER, china_day

TEST = "V11"

NO_KEY = "帮扶资金支出没有预留（L9）"
NO_MOVE = "支出没有计入预算指标（L9）"
NOT_POSTED = "使用的金额与凭证不符"
NOT_CONTINUED = "指标、预留、支出或预留剩余与前一笔推算不符"
UNREASONED = "超过指标而没有成立的理由（L9）"
PAST_QUARTER = "超过季度安排，而当时禁止（L9）"
NOT_AS_RESERVED = "预留与其登记不符"
HELD_NO_MORE = "使用了已释放、已过期或余额不足的预留（L9）"
NOT_RELEASED_WHOLE = "释放的不是预留的全部剩余"
AFTER_CLOSE = "年度已结账，仍有下达或预留（L5）"

Row = Mapping[str, Any]


@dataclass(slots=True)
class _Unit:
    """What the moves of a unit are judged by; days are texts."""

    code: str
    since: str
    """The day from which spending needs a reservation; empty without control."""
    lines: dict[int, Row]
    reservations: dict[str, Row]
    decisions: Sequence[Row]
    closed_at: dict[int, str]
    """When the December of a year was closed."""
    found: Found
    made: set[str] = field(default_factory=set)
    """Reservations that a move has made."""

    def tell(self, place: str, what: str) -> None:
        """Keep a difference of this unit."""
        self.found.add(TEST, f"{self.code} {place}", what)

    def asks(self, row: SpentRow) -> bool:
        """Whether a reservation must be named for what was spent."""
        return row.asks and bool(self.since) and row.dated_on >= self.since

    def in_force(self, rule: str, line_id: int, day: str) -> list[Row]:
        """Decisions on a rule that hold for a line on a day, the earliest first."""
        return [
            row
            for row in self.decisions
            if row["rule"] == rule
            and str(row["since"]) <= day <= str(row["until"])
            and row["appropriation_id"] in {None, line_id}
        ]


def verify_appropriations(
    connection: Connection, masters: UnitMasters, found: Found
) -> None:
    """V11: every appropriation of one unit, and what was spent without one."""
    unit = _read(connection, masters, found)
    if not (unit.lines or unit.since or unit.reservations):
        return
    posted, moves = _posted(connection, masters.id), _moves(connection, masters.id)
    first = itemgetter(0)
    unmoved = set(unit.lines)
    # Of one line what is posted comes before its moves: the merge keeps the order.
    for id_, rows in groupby(merge(posted, moves, key=first), key=first):
        unmoved.discard(id_)
        _verify_line(unit, id_, (row for _, row in rows))
    for id_ in sorted(unmoved):
        unit.tell(f"指标 {id_}", "没有下达")
    for key in sorted(unit.reservations.keys() - unit.made):
        unit.tell(f"预留 {key}", NOT_AS_RESERVED)


Tagged = tuple[int, SpentRow | Row]
"""A row with the number of its appropriation."""


def _posted(connection: Connection, unit_id: int) -> Iterator[Tagged]:
    for row in evidence.appropriated(connection, unit_id):
        yield row.appropriation_id, row


def _moves(connection: Connection, unit_id: int) -> Iterator[Tagged]:
    table = t.appropriation_moves
    for row in evidence.ordered_rows(connection, table, unit_id):
        yield row["appropriation_id"], row


def _read(connection: Connection, masters: UnitMasters, found: Found) -> _Unit:
    def rows(name: str) -> list[Row]:
        table = tables.metadata.tables[name]
        return list(evidence.raw_rows(connection, table, masters.id))

    control = rows("controls")
    return _Unit(
        code=masters.code,
        since=str(control[0]["since"]) if control else "",
        lines={row["id"]: row for row in rows("appropriations")},
        reservations={row["key"]: row for row in rows("reservations")},
        decisions=sorted(rows("control_decisions"), key=itemgetter("number")),
        closed_at={
            row["period"] // 100: row["closed_at"]
            for row in rows("closes")
            if row["period"] % 100 == DECEMBER
        },
        found=found,
    )


def _verify_line(unit: _Unit, id_: int, rows: Iterable[SpentRow | Row]) -> None:
    line = _Line(unit, id_)
    for row in rows:
        if isinstance(row, SpentRow):
            line.posted[row.position].append(row)
        else:
            line.step(row)
    line.end()


@dataclass(slots=True)
class _Held:
    """What a reservation has left, in fen."""

    left: int
    released: bool = False


@dataclass(slots=True)
class _Line:
    """One appropriation as its moves are walked, in fen; 0 stands for no line."""

    unit: _Unit
    id: int
    posted: defaultdict[int, list[SpentRow]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """What vouchers spent of it and no move has met yet, by position."""
    due: dict[tuple[int, str], int] = field(default_factory=dict)
    """What moves of vouchers already met still have to show, by position and key."""
    held: dict[str, _Held] = field(default_factory=dict)
    quarters: tuple[int, ...] = (0, 0, 0, 0)
    first_used: int | None = None
    spent_before: int | None = None
    seq: int = 0
    open: int = 0
    reserved: int = 0
    spent: int = 0
    over: str = ""
    decision: int | None = None

    @property
    def room(self) -> int:
        """What is open and neither reserved nor spent."""
        return self.open - self.reserved - self.spent

    def step(self, move: Row) -> None:
        """Hold one move against what stands, and go on from what it says."""
        before = self.room
        left = self._taken(move)
        sums = (self.open, self.reserved, self.spent, left)
        kept = tuple(move[f"{name}_fen"] for name in _SUMS)
        quarters = tuple(move[f"q{number}_fen"] for number in (1, 2, 3, 4))
        planned = move["act"] == "open" or quarters == self.quarters
        follows = move["seq"] == self.seq + 1 and _is_shaped(move)
        if not follows or kept != sums or not planned or sum(quarters) != kept[0]:
            self._tell(move, NOT_CONTINUED)
        self._judge_day(move)
        self._judge_room(move, before)
        self._judge_quarter(move)
        self.quarters = quarters
        self.open, self.reserved, self.spent = kept[:3]
        if move["reservation"] in self.held:
            self.held[move["reservation"]].left = kept[3]
        self.seq, self.over = move["seq"], move["over"]
        self.decision = move["decision"]

    def _taken(self, move: Row) -> int:
        """Carry the sums forward; what its reservation has left."""
        amount, act = move["amount_fen"], move["act"]
        if self.spent_before is None:
            self.spent_before = self.spent = move["spent_fen"]
            if act != "open":
                self._tell(move, NOT_CONTINUED)
                self.spent -= amount if act == "use" else 0
        if act == "open":
            self.open += amount
            return 0
        if act == "reserve":
            return self._reserve(move, amount)
        if act == "release":
            return self._release(move, amount)
        if act == "use" and move["position"] is not None:
            return self._use(move, amount)
        self._tell(move, NOT_CONTINUED)
        return int(move["left_fen"])

    def _reserve(self, move: Row, amount: int) -> int:
        key = move["reservation"]
        row = self.unit.reservations.get(key)
        stated = (self.id, amount, move["basis"], move["person_id"], move["acted_at"])
        if (
            row is None
            or key in self.unit.made
            or stated != tuple(row[name] for name in _RESERVED)
        ):
            self._tell(move, NOT_AS_RESERVED)
        self.unit.made.add(key)
        self.held[key] = _Held(amount)
        self.reserved += amount
        return amount

    def _release(self, move: Row, amount: int) -> int:
        held = self.held.setdefault(move["reservation"], _Held(0))
        if held.left != amount:
            self._tell(move, NOT_RELEASED_WHOLE)
        held.left, held.released = 0, True
        self.reserved -= amount
        return 0

    def _use(self, move: Row, amount: int) -> int:
        self._meet(move, amount)
        self.spent += amount
        key = move["reservation"]
        if key is None:
            return 0
        held = self.held.get(key)
        if held is None:
            self._tell(move, HELD_NO_MORE)
            return 0
        expires = str(self.unit.reservations.get(key, {}).get("expires_on", ""))
        late = held.released or expires < str(move["acted_on"]) or held.left < amount
        if amount > 0 and late:
            self._tell(move, HELD_NO_MORE)
        if not held.released:
            held.left -= amount
            self.reserved -= amount
        return held.left

    def _meet(self, move: Row, amount: int) -> None:
        """Hold a move against what its voucher posted."""
        position = move["position"]
        if self.first_used is None or position < self.first_used:
            self.first_used = position
        rows = self.posted.pop(position, ())
        for row in rows:
            if self._is_kept(row) and _made(move) != _made_by(row):
                self._tell(move, NOT_POSTED)
        key = move["reservation"] or ""
        if self.due.pop((position, key), 0) != amount:
            self._tell(move, NOT_POSTED)

    def _is_kept(self, row: SpentRow) -> bool:
        """Take what a voucher posted as due; whether it is anything."""
        key = row.key if row.key in self.held else ""
        if not key and self.unit.asks(row):
            self.unit.tell(f"链位 {row.position}", NO_KEY)
        place = row.position, key
        self.due[place] = self.due.get(place, 0) + row.amount_fen
        return bool(row.amount_fen)

    def _judge_day(self, move: Row) -> None:
        """A move that is no voucher's stands on the day it was made, in its year."""
        year = self.unit.lines.get(self.id, {}).get("year", 0)
        if move["act"] in {"open", "reserve"}:
            closed_at = self.unit.closed_at.get(year)
            if closed_at is not None and closed_at < move["acted_at"]:
                self._tell(move, AFTER_CLOSE)
        if move["act"] != "use" and str(move["acted_on"]) != _day_in(
            year, move["acted_at"]
        ):
            self._tell(move, NOT_CONTINUED)

    def _judge_room(self, move: Row, before: int) -> None:
        """More is taken than is open only for a reason that holds (rule 1)."""
        stated = move["over"], move["decision"]
        if self.room >= 0:
            reasoned = stated == ("", None)
        elif self.seq == 0:
            reasoned = stated == ("history", None)
        elif self.room >= before:
            reasoned = stated == (self.over, self.decision)
        elif move["act"] == "use":
            reasoned = move["reservation"] is None and stated == ("voucher", None)
        else:
            reasoned = move["act"] == "reserve" and self._decided(move)
        if not reasoned:
            self._tell(move, UNREASONED)

    def _decided(self, move: Row) -> bool:
        """Whether the decision it names let it pass, and none had taken its place."""
        held = self.unit.in_force("year", self.id, str(move["acted_on"]))
        named = move["decision"]
        return move["over"] == "decision" and any(
            row["number"] == named
            and row["mode"] == "warn"
            and row["decided_at"] <= move["acted_at"]
            and not any(
                later["number"] > named and later["decided_at"] < move["acted_at"]
                for later in held
            )
            for row in held
        )

    def _judge_quarter(self, move: Row) -> None:
        """Where a quarter was made to stop, nothing is reserved past it."""
        if move["act"] != "reserve":
            return
        day = str(move["acted_on"])
        held = self.unit.in_force("quarter", self.id, day)
        if not held or held[-1]["decided_at"] >= move["acted_at"]:
            return
        quarter = (int(day[5:7]) + 2) // 3
        opened = sum(self.quarters[:quarter])
        if held[-1]["mode"] == "stop" and opened < self.reserved + self.spent:
            self._tell(move, PAST_QUARTER)

    def end(self) -> None:
        """What was posted and met no move was spent before the first (rule 2)."""
        before = 0
        for position, rows in sorted(self.posted.items()):
            net = sum(row.amount_fen for row in rows)
            if any(self.unit.asks(r) and r.key not in self.held for r in rows):
                self.unit.tell(f"链位 {position}", NO_KEY)
            if self.first_used is None or position < self.first_used:
                before += net
            elif net:
                self.unit.tell(f"指标 {self.id} 链位 {position}", NO_MOVE)
        for (position, _), net in self.due.items():
            if net:
                self.unit.tell(f"指标 {self.id} 链位 {position}", NO_MOVE)
        if self.id and before != (self.spent_before or 0):
            kept = Money(self.spent_before or 0).grouped()
            self.unit.tell(
                f"指标 {self.id}",
                f"下达前已支出 {kept} 元，分录为 {Money(before).grouped()} 元",
            )

    def _tell(self, move: Row, what: str) -> None:
        self.unit.tell(f"指标 {self.id} 第 {move['seq']} 笔", what)


_SUMS = ("open", "reserved", "spent", "left")

_RESERVED = ("appropriation_id", "amount_fen", "ref", "person_id", "reserved_at")
"""What a reservation and the move that made it have in common."""


def _is_shaped(move: Row) -> bool:
    """Whether it names a voucher and a reservation where its act has one."""
    act, key = move["act"], move["reservation"]
    named = key is None if act == "open" else key is not None or act == "use"
    return named and (act == "use") == (move["position"] is not None)


def _made(move: Row) -> tuple[str, int, str, str]:
    return str(move["acted_on"]), move["person_id"], move["acted_at"], move["basis"]


def _made_by(row: SpentRow) -> tuple[str, int, str, str]:
    return row.dated_on, row.poster_id, row.sealed_at, ""


def _day_in(year: int, stamp: str) -> str:
    """The day of an instant in China, or the nearest one of a year; empty if none."""
    try:
        day = china_day(dt.datetime.fromisoformat(stamp))
    except (ValueError, OverflowError):
        return ""
    return min(max(day.isoformat(), f"{year}-01-01"), f"{year}-12-31")
