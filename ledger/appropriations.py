"""Appropriations (预算指标): what may be spent, is held and was spent. Pure (L9).

1. A line of the year's budget is a fund, an account and a purpose. It is opened by a
   budget, reserved for a request, and used by a voucher.
2. available = open - reserved - spent. What is spent is what the books say: a voucher
   that needs no key counts as well.
3. A reservation is used by one or more vouchers until nothing is left, it is released,
   or its last day is over. What a red line takes back goes into it again; after its
   release, and where a receipt names no reservation, into the line.

What vouchers use of it is in `appropriating.py`.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Act = Literal["open", "reserve", "release", "use"]
LineKey = tuple[int, int, int, str]
"""Year, fund, account and purpose (empty where none is named)."""


@dataclass(slots=True)
class Standing:
    """How an appropriation stands after its last move, in fen."""

    id: int
    seq: int = 0
    quarters: tuple[int, int, int, int] = (0, 0, 0, 0)
    """What is open for each quarter."""
    reserved: int = 0
    spent: int = 0
    over: str = ""
    decision: int | None = None

    @property
    def open(self) -> int:
        """What is open for the year."""
        return sum(self.quarters)

    @property
    def available(self) -> int:
        """What can still be reserved; below zero where it was overspent."""
        return self.open - self.reserved - self.spent


@dataclass(slots=True)
class Held:
    """How a reservation stands: `left` in fen of what was reserved."""

    appropriation_id: int
    left: int
    released: bool
    expires_on: str


@dataclass(slots=True)
class Appropriations:
    """What vouchers of a unit must know of its budget; sealing carries it forward."""

    since: str = ""
    """The day from which spending needs a reservation; empty without control."""
    lines: dict[LineKey, Standing] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)


class Made(NamedTuple):
    """Who makes a move, and when."""

    acted_on: str
    person_id: int
    acted_at: str
    basis: str = ""


class Taken(NamedTuple):
    """A change of one appropriation, before it is a row."""

    act: Act
    amount: int
    quarters: tuple[int, int, int, int] | None = None
    """What an opening leaves open for each quarter."""
    reservation: str | None = None
    position: int | None = None
    decision: int | None = None
    spent_before: int = 0


Row = tuple[object, ...]


def moved(
    unit_id: int, line: Standing, taken: Taken, held: Held | None, made: Made
) -> Row:
    """Carry a line and its reservation forward; return the row of the move.

    Whether the change may be made is judged before; where it leaves less than nothing,
    the row says why.
    """
    before = line.available
    first = line.seq == 0
    back = 0
    if taken.act == "open":
        assert taken.quarters is not None
        line.quarters = taken.quarters
        line.spent += taken.spent_before
    elif taken.act == "use":
        line.spent += taken.amount
        back = 0 if held is None or held.released else taken.amount
        line.reserved -= back
    else:
        line.reserved += taken.amount if taken.act == "reserve" else -taken.amount
    if held is not None:
        held.left = 0 if taken.act == "release" else held.left - back
        held.released = held.released or taken.act == "release"
    line.seq += 1
    _name_excess(line, taken, before, first=first)
    return (
        unit_id,
        line.id,
        line.seq,
        taken.act,
        taken.amount,
        *line.quarters,
        taken.reservation,
        taken.position,
        line.open,
        line.reserved,
        line.spent,
        0 if held is None else held.left,
        line.over,
        line.decision,
        made.basis,
        made.acted_on,
        made.person_id,
        made.acted_at,
    )


def _name_excess(line: Standing, taken: Taken, before: int, *, first: bool) -> None:
    after = line.available
    if after >= 0:
        line.over, line.decision = "", None
    elif first:
        line.over, line.decision = "history", None
    elif after < before:
        line.over = "decision" if taken.act == "reserve" else "voucher"
        line.decision = taken.decision
