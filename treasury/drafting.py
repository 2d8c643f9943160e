"""Handing in (交单): what happened becomes a submitted draft, once.

1. What is handed in is saved and submitted under its reference; the draft goes on as
   every draft does (`ledger/drafts.py`).
2. The same reference handed in twice with the same content is one draft; with other
   content it is refused. A draft that was given up makes room for another.

Every duty of the treasury that makes a voucher comes through here.
"""

import hashlib
from dataclasses import dataclass
from itertools import count

from ledger import draft_store, draft_vouchers, drafts, store
from ledger.database import Connection
from ledger.draft_vouchers import DraftVoucher
from ledger.drafts import State
from ledger.people import Act
from ledger.register import append, lookups
from treasury import event_store, gift_limits
from treasury.errors import DeskRefused


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A draft that stands submitted, or further on: its number and reference."""

    unit: str
    draft: int
    ref: str
    already: bool = False
    """Whether it had been handed in before."""


def hand_in(
    connection: Connection, voucher: DraftVoucher, event: str, act: Act
) -> HandedIn:
    """Save and submit what happened; `voucher.ref` makes it known again.

    Raises:
        DonationRefused: it spends a tied gift after its end.
        DeskRefused: another draft, or a voucher, stands under the reference.
        VoucherRefused: it breaks rules; all breaches are told.
        NotFound: there is no such unit or person.
    """
    assert voucher.ref
    found = lookups(connection, fresh=True).unit(voucher.unit)
    gift_limits.demand(connection, voucher)
    store.lock_unit(connection, found.id)
    kept = draft_vouchers.plain(voucher)
    digest = hashlib.sha256(draft_vouchers.write(kept).encode()).digest()
    before = event_store.latest(connection, found.id, voucher.ref)
    if before is not None:
        state = _state(connection, found.id, before.draft)
        if state is not State.DROPPED:
            if bytes(before.digest) == digest:
                return HandedIn(voucher.unit, before.draft, voucher.ref, already=True)
            what = f"{voucher.ref} 已经交过，但内容不同"
            raise DeskRefused(
                what,
                why=f"草稿 {before.draft}，{state.label}",
                do="改正请退回那张草稿；另一件事请用另一个引用号",
            )
    if store.voucher_by_ref(connection, found.id, voucher.ref) is not None:
        what = f"{voucher.ref} 已经入账"
        raise DeskRefused(what, do="另一件事请用另一个引用号")
    draft = drafts.save(connection, kept, act)
    drafts.submit(connection, voucher.unit, draft.number, act)
    row = {
        "unit_id": found.id,
        "draft": draft.number,
        "ref": voucher.ref,
        "event": event,
        "digest": digest,
    }
    append(connection, "desk_drafts", [row], act)
    return HandedIn(voucher.unit, draft.number, voucher.ref)


def free_ref(
    connection: Connection, unit_id: int, ref: str, *, between: str = "/"
) -> str:
    """A reference, or the next one of it under which no voucher stands."""
    return next(
        one
        for number in count(1)
        if (one := ref if number == 1 else f"{ref}{between}{number}")
        if store.voucher_by_ref(connection, unit_id, one) is None
    )


def under_way(connection: Connection, unit_id: int, ref: str) -> int:
    """The draft that stands under a reference and may still be posted; 0: none does."""
    last = event_store.latest(connection, unit_id, ref)
    if last is None:
        return 0
    state = _state(connection, unit_id, last.draft)
    return 0 if state in {State.DROPPED, State.POSTED} else int(last.draft)


def _state(connection: Connection, unit_id: int, draft: int) -> State:
    return State(draft_store.draft_history(connection, unit_id, draft)[-1].state)
