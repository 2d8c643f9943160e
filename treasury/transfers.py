"""Money between units (上下级资金往来): sent, in transit, received or rejected.

What other packages call stands here under one name: sending in `dispatches.py`,
receiving and rejecting in `arrivals.py`, taking back in `transfer_refunds.py`, reading
in `transfer_reading.py`, what is late in `transfer_ages.py`.
"""

from collections.abc import Sequence

from ledger.database import Connection
from treasury.arrivals import Receipt, Rejection, receive, reject
from treasury.dispatches import Sending, send
from treasury.transfer_ages import Waiting, late, pass_through, waiting
from treasury.transfer_reading import (
    Direction,
    State,
    Transfer,
    find,
    parse_key,
    read,
)
from treasury.transfer_refunds import TakingBack, take_back

__all__ = [
    "Direction",
    "Receipt",
    "Rejection",
    "Sending",
    "State",
    "TakingBack",
    "Transfer",
    "Waiting",
    "find",
    "late",
    "parse_key",
    "pass_through",
    "read",
    "receive",
    "reject",
    "send",
    "take_back",
    "ties",
    "waiting",
]

Tie = tuple[str, int, str, int]
"""Sender and the position of its payment, receiver and the position of its receipt."""


def ties(connection: Connection, units: Sequence[str]) -> list[Tie]:
    """The vouchers at both ends of every booked transfer that a unit is an end of.

    Raises:
        NotFound: there is no such unit.
    """
    found: list[Tie] = []
    for one in read(connection, units):
        arrival = one.arrival
        if one.state is State.BOOKED and arrival is not None and one.out.stands:
            assert one.out.position is not None
            assert arrival.position is not None
            tie = (one.sender, one.out.position, one.receiver, arrival.position)
            found.append(tie)
    return found
