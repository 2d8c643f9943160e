"""Pledges (认捐): what donors promised, by when, and what of it came in.

1. A pledge has an amount, a due day and a paper; gifts name the pledge that they keep.
2. What came in are the gifts of it that stand in the books, less what was given back.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from budgets.records import locked, text_faults
from ledger import store
from ledger.database import Connection
from ledger.money import BOUND_FEN, ZERO, Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import append, lookups
from treasury import donation_tables as t
from treasury.donations import gifts
from treasury.donors import donor
from treasury.errors import DonationRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """What a donor promised; `number` 0 asks for the next. `came` is what came in."""

    number: int = 0
    donor: int
    amount: Money
    promised_on: dt.date
    due_on: dt.date
    paper: str
    came: Money = ZERO

    @property
    def open(self) -> Money:
        """What has not come yet; nothing where more came than was promised."""
        return max(self.amount - self.came, ZERO)

    def overdue(self, today: dt.date) -> bool:
        """Whether its day has passed and not all came."""
        return bool(self.open) and self.due_on < today


def promise(connection: Connection, unit: str, given: Pledge, act: Act) -> Pledge:
    """Put on record what a donor promised.

    Raises:
        NotFound: there is no such unit or donor.
        DonationRefused: it cannot stand so; all faults are told.
    """
    at = locked(connection, unit)
    donor(connection, unit, given.donor)
    if wrong := list(_faults(given, act)):
        raise DonationRefused("认捐没有登记", "；".join(wrong), "改正后重新登记")
    number = len(store.all_rows(connection, t.pledges, at.id)) + 1
    row = {
        "unit_id": at.id,
        "number": number,
        "donor": given.donor,
        "amount_fen": given.amount.fen,
        "promised_on": given.promised_on,
        "due_on": given.due_on,
        "paper": given.paper.strip(),
    }
    append(connection, "pledges", [row], act)
    return pledges(connection, unit)[number - 1]


def pledges(connection: Connection, unit: str) -> tuple[Pledge, ...]:
    """Every pledge with what came in of it, by number.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    came: dict[int, Money] = {}
    for gift in gifts(connection, unit):
        if gift.pledge is not None and gift.received:
            came[gift.pledge] = came.get(gift.pledge, ZERO) + gift.left
    return tuple(
        Pledge(
            number=row.number,
            donor=row.donor,
            amount=Money(row.amount_fen),
            promised_on=row.promised_on,
            due_on=row.due_on,
            paper=row.paper,
            came=came.get(row.number, ZERO),
        )
        for row in store.all_rows(connection, t.pledges, unit_id)
    )


def _faults(given: Pledge, act: Act) -> Iterator[str]:
    if not 0 < given.amount.fen <= BOUND_FEN:
        yield f"认捐金额应大于零（{given.amount}）"
    if given.promised_on > china_day(act.at):
        yield f"认捐日期 {given.promised_on} 在今天之后"
    if given.due_on < given.promised_on:
        yield f"到账期限 {given.due_on} 早于认捐日期"
    yield from text_faults(("认捐依据", given.paper, True))
