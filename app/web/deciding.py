"""What an approver decides, as screens and programs have it done.

1. A request that a payment batch is paid by is decided as that batch: who made files
   in it does not approve it.
2. A resolution that is named must be an adopted one of the unit; with a request it
   stands in the opinion.
"""

import re

from aid import batch_views, batches
from budgets.errors import BodyRefused
from budgets.resolutions import Resolution, resolution
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.people import Act
from treasury import approving
from treasury.request_desk import Requested

_MARKS = re.compile(r"(\d{4})\D+(\d+)")


def approve(
    connection: Connection, unit: str, key: str, act: Act, *, opinion: str
) -> Requested:
    """Approve a request, or the batch that it pays (1).

    Raises:
        NotFound: there is no such unit or request.
        Refused: the person may not approve it, or not now.
    """
    if batch := _batch_of(connection, unit, key):
        return batches.approve(connection, unit, batch, act, opinion=opinion)
    return approving.approve(connection, unit, key, act, opinion=opinion)


def refuse(
    connection: Connection, unit: str, key: str, reason: str, act: Act
) -> Requested:
    """Turn a request down, or the batch that it pays (1).

    Raises:
        NotFound: there is no such unit or request.
        Refused: the person may not refuse it, not now, or not without a reason.
    """
    if batch := _batch_of(connection, unit, key):
        return batches.refuse(connection, unit, batch, reason, act)
    return approving.refuse(connection, unit, key, reason, act)


def _batch_of(connection: Connection, unit: str, key: str) -> str:
    listed = batch_views.listed(connection, unit)
    return next((one.key for one in listed if one.request == key), "")


# -- resolutions --------------------------------------------------------------------


def opinion_by(
    connection: Connection, unit: str, opinion: str, resolution_named: str
) -> str:
    """What is said with an approval, the resolution before it (2).

    Raises:
        BodyRefused: the resolution was voted down, or is none of the unit's.
    """
    opinion = opinion.strip()
    if not resolution_named.strip():
        return opinion
    told = f"依决议{adopted(connection, unit, resolution_named).printed}"
    return f"{told}；{opinion}" if opinion else told


def adopted(connection: Connection, unit: str, named: str) -> Resolution:
    """A resolution that may be relied on, also where papers' form of it was typed.

    Raises:
        BodyRefused: it was voted down, or is none of the unit's.
    """
    match = _MARKS.search(named)
    key = f"{match[1]}-{match[2]}" if match else named.strip()
    try:
        found = resolution(connection, unit, key)
    except NotFound:
        what = "没有这个决议"
        do = "编号写作 2026-3，先把会议和决议登记入册"
        raise BodyRefused(what, "本单位没有登记这个编号", do) from None
    if not found.adopted:
        what, why = f"不能引用{found.printed}", "表决没有通过"
        raise BodyRefused(what, why, "引用通过的决议")
    return found
