"""What payouts are checked against (核对依据): files, what was given, cases, standards.

Read in sets by `payout_reading.py`, judged by `payout_checks.py`. Pure.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from aid.claims import Project
from aid.household import Household
from aid.unit_standards import UnitStandards
from ledger.funds import Origin
from ledger.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """A file as payouts look at it; persons are known by what tells them apart.

    `household` is the same for files that are tied. `persons` are the members by their
    order, the worker first. `closed_on` is of the exit in force on the day.
    """

    code: str
    unit: str
    opened_on: dt.date
    household: int
    persons: tuple[bytes, ...]
    closed_on: dt.date | None = None
    died_on: dt.date | None = None
    card: bytes | None = None

    def person(self, member: int) -> bytes | None:
        """Who a member is; None where there is none."""
        known = 0 < member <= len(self.persons)
        return self.persons[member - 1] if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was given before, by whomever; `where` tells it without naming anybody.

    `is_other` as in `claims.Earlier`; `is_paid` False where it only stands in a batch.
    """

    where: str
    household: int
    person: bytes
    project: Project
    year: int
    period: str
    amount: Money
    case_key: str = ""
    is_other: bool = False
    is_paid: bool = True
    saved_at: str = ""
    """When it became known, where that is told."""

    @property
    def told(self) -> str:
        """Where it was given, or stands to be given."""
        return f"{self.where}{'已发' if self.is_paid else '（未提交或未付）已列入'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSeen:
    """A case of a file as lines without one meet it.

    `where` tells its key and unit. `left` is what is still to be paid of it, None where
    it may not be paid: `state` tells why.
    """

    where: str
    state: str
    left: Money | None = None
    is_refused: bool = False


CasesSeen = Mapping[tuple[str, Project, int], Sequence[CaseSeen]]
"""Cases by file number, project and year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that lines are checked against, on the day of payment.

    `units` are the unit and those under it. `cards` tells files outside the list that
    have a card of it. `households` tells a household, or why it cannot be told; those
    whose amounts were judged before and have not changed are left out. `deceased` tells
    the day of death of members, by file number and member; `granted` what cases may be
    paid. `cases` are those of the files of lines that name none, None where that does
    not matter.
    `groups` tells what is wrong with fund, account and purpose, empty where nothing.
    """

    on: dt.date
    units: frozenset[str]
    payees: Mapping[str, Payee]
    given: Sequence[Given] = ()
    cards: Mapping[bytes, Collection[str]] = field(default_factory=dict)
    households: Mapping[str, Household | str] = field(default_factory=dict)
    groups: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    deceased: Mapping[tuple[str, int], dt.date] = field(default_factory=dict)
    granted: Mapping[str, Money] = field(default_factory=dict)
    cases: CasesSeen | None = None
    standards: UnitStandards | None = None
    by_bank: bool = True
