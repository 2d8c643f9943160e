"""What a unit planned and who decided it, as an auditor reads it: no database.

The management body and its seats, growth year by year as `budgets.growth` judges it,
approvals of yearly budgets, decisions that loosened control, and what was taken past
a budget. Fen are whole, days are days of China.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from budgets.growth import YearGrowth
from ledger.accounts import Labelled


class Over(Labelled):
    """Why more is reserved and spent than is open."""

    HISTORY = "history", "下达前已支出"
    VOUCHER = "voucher", "无须预留的凭证"
    DECISION = "decision", "依决定放行"


class Seat(NamedTuple):
    """A member of the management body; `until` is the first day out of it."""

    category: str
    since: dt.date
    until: dt.date | None = None

    def sits_on(self, day: dt.date) -> bool:
        """Whether the member sits on a day."""
        return self.since <= day and (self.until is None or day < self.until)


class Approval(NamedTuple):
    """A budget of a year as approved; `until` is the last day of a provisional one."""

    year: int
    approved_on: dt.date
    resolution: str
    until: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        """Whether it carries what is spent on a day of its year."""
        begun = self.year == day.year and self.approved_on <= day
        return begun and (self.until is None or day <= self.until)


class Loosening(NamedTuple):
    """A decision that loosened a rule of control; `until` is the last day of it."""

    number: int
    rule: str
    line: str
    """Fund, account and purpose; empty for all of the unit's."""
    since: dt.date
    until: dt.date
    decided_on: dt.date
    person: str
    reason: str
    resolution: str


class Excess(NamedTuple):
    """An act that took more than was open, and how much of it was past that."""

    line: str
    over: Over
    past_fen: int
    acted_on: dt.date
    proof: str
    """The voucher, reservation or opening that did it."""
    decision: int | None = None


class Appropriation(NamedTuple):
    """A line of a year's budget as it stands."""

    year: int
    line: str
    open_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a unit has on record of its budgets; `obliged` says it must have them.

    Obliged are unions at county level and above, and those that rank with them.
    `approvals` stand in the order of their days. `has_base` says whether the union's
    own budget has a base to grow from.
    """

    obliged: bool = True
    has_base: bool = True
    own: Sequence[YearGrowth] = ()
    government: Sequence[YearGrowth] = ()
    seats: Sequence[Seat] = ()
    office_since: dt.date | None = None
    approvals: Sequence[Approval] = ()
    controlled_since: dt.date | None = None
    appropriations: Sequence[Appropriation] = ()
    loosenings: Sequence[Loosening] = ()
    excesses: Sequence[Excess] = ()

    @property
    def controlled(self) -> bool:
        """Whether any money of a budget was opened, or control has begun."""
        return self.controlled_since is not None or bool(self.appropriations)

    def annual(self, year: int) -> Iterator[Approval]:
        """Approvals of a whole year's budget, the earliest first."""
        return (a for a in self.approvals if a.year == year and a.until is None)
