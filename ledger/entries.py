"""Entries: vouchers with numbers in the place of codes, and where their books stand.

What sealing takes and carries forward; the rules are in `sealing.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ledger.appropriations import Appropriations
from ledger.grounds import Grounds
from ledger.payment_requests import Requests
from ledger.register import UnitLookup
from ledger.vouchers import Kind, Line


class Entry(NamedTuple):
    """A voucher with numbers in the place of codes, ready to be judged and sealed."""

    ref: str
    kind: str
    dated_on: str
    chart: str
    summary: str
    attachments: int
    preparer_id: int
    reviewer_id: int
    cashier_id: int | None
    head_id: int | None
    posted_at: str
    corrects: str
    correction: str
    entered: str
    basis: str
    lines: Sequence[Line]
    period: int


def period_of_entry(dated_on: str, kind: str) -> int:
    """The period that a voucher stands in: YYYYMM, openings YYYY00."""
    month = "00" if kind == Kind.OPENING else dated_on[5:7]
    return int(dated_on[:4] + month)


class Standing(NamedTuple):
    """A voucher that stands already: what L11 and corrections ask of it."""

    position: int
    content_hash: bytes = b""
    period: int = 0
    kind: str = ""
    dated_on: str = ""
    correction: str = ""
    cancelled: bool = False
    replaced: bool = False
    number: int = 0
    hash: bytes = b""


Sums = dict[tuple[int, int], list[int]]
"""Debit and credit in fen by account and fund."""


def summed(lines: Iterable[Sequence[Any]], onto: Sums | None = None) -> Sums:
    """Add up lines, whose first columns are account, fund, debit and credit."""
    sums: Sums = {} if onto is None else {key: list(at) for key, at in onto.items()}
    for line in lines:
        found = sums.setdefault((line[0], line[1]), [0, 0])
        found[0] += line[2]
        found[1] += line[3]
    return sums


@dataclass(slots=True)
class UnitState:
    """Where a unit's books stand; sealing carries it forward."""

    unit: UnitLookup
    position: int
    hash: bytes
    closed_through: int
    numbers: dict[tuple[int, str], int] = field(default_factory=dict)
    balances: dict[tuple[int, int], tuple[int, int | None]] = field(
        default_factory=dict
    )
    standing: dict[str, Standing] = field(default_factory=dict)
    adjusting: int = 0
    """The December that takes audit adjustments alone; earlier ones are closed."""
    first_period: int = 0
    """The earliest with a voucher; read where charts or openings matter."""
    openings: set[tuple[int, str]] = field(default_factory=set)
    """Period and chart of vouchers of kind 期初; read where `first_period` is."""
    budget: Appropriations | None = None
    """None where the unit has no appropriations and is not under control."""
    requests: Requests | None = None
    """None where the unit is not live: money leaves without a request."""
    grounds: Grounds = field(default_factory=Grounds)
    """Of a unit that has begun (L13), those that these entries name."""
    corrected: dict[str, Sums] = field(default_factory=dict)
    """What stands, differences included, of the vouchers that differences correct."""


class Outcome(NamedTuple):
    """Where a voucher came to stand; `already` when it stood there before."""

    ref: str
    position: int
    period: int
    kind: str
    number: int
    hash: bytes
    already: bool
