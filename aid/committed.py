"""Money that is promised (已定用途未付的钱): asked for or held, and not yet paid.

1. A payment request counts from the day it was asked for until it is paid or ended,
   whether it is approved yet or not; those that pay a batch are told apart.
2. A reservation of the budget counts where it is for no payment request: those of
   requests are in 1 already.
3. All stands as it stood at the end of a day.

Basis: the ledger's rules L9 and L12.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from aid import batch_store
from ledger import committed_store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import ZERO, Money
from ledger.register import lookups


@dataclass(frozen=True, slots=True)
class Committed:
    """What units had promised at the end of a day; counts are of payment requests."""

    requests: int = 0
    asked: Money = ZERO
    batches: int = 0
    of_batches: Money = ZERO
    late: int = 0
    """Requests past their last day."""
    of_late: Money = ZERO
    reserved: Money = ZERO
    """Held in budgets for no payment request (2)."""

    @property
    def whole(self) -> Money:
        """All that is promised."""
        return self.asked + self.reserved


def committed(
    connection: Connection, units: Sequence[str], on: dt.date, fund: str = ""
) -> Committed:
    """What units had promised at the end of a day, of all their funds or of one.

    Cost: three statements for two thousand units.

    Raises:
        NotFound: there is no such unit, or no such fund in it.
    """
    books = lookups(connection)
    ids = [books.unit(code).id for code in units]
    of_fund = None
    if fund:
        (code,) = units
        if fund not in books.unit(code).funds:
            raise NotFound("资金", fund)
        of_fund = books.unit(code).funds[fund]
    waiting = committed_store.open_on(connection, ids, on, of_fund)
    of_batches = batch_store.requested(connection, ids) if waiting else set()
    paying = [one for one in waiting if (one.unit_id, one.key) in of_batches]
    late = [one for one in waiting if one.expires_on < on]
    apart = committed_store.reserved_apart(connection, ids, on, of_fund)
    return Committed(
        requests=len(waiting),
        asked=_sum(waiting),
        batches=len(paying),
        of_batches=_sum(paying),
        late=len(late),
        of_late=_sum(late),
        reserved=Money(sum(apart.values())),
    )


def _sum(found: Sequence[committed_store.OpenRequest]) -> Money:
    return Money(sum(one.amount_fen for one in found))
