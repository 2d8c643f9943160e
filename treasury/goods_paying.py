"""Money that leaves for goods: under a payment request, where the unit needs one.

This is the one place where goods meet requests.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.draft_vouchers import DraftPosting
from treasury.goods_desk import Desk, Moved, Planned, enter


@dataclass(frozen=True, slots=True)
class Paid:
    """What is spent and the money that leaves, under a request's key or none."""

    postings: tuple[DraftPosting, ...]
    request: str = ""


def enter_paid(
    desk: Desk,
    planned: Sequence[Planned],
    came: Sequence[DraftPosting],
    paid: Paid,
    told: tuple[str, str],
) -> Moved:
    """Enter what came in with the money that leaves for it, in one voucher.

    `told` are the event and the summary.
    """
    event, summary = told
    return enter(desk, planned, [*came, *paid.postings], event, summary)
