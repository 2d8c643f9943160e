"""V17: money received from another unit, held against what that unit has on record.

What two units say of one transfer stands in the rows of each; no trigger sees both.
Where the sender cancelled what the receiver's books hold, the money is there twice.
"""

from audit.differences import Found
from ledger.database import Connection
from treasury import transfer_store


def verify_transfers(connection: Connection, unit_id: int, found: Found) -> None:
    """V17: every transfer that one unit received."""
    taken = [
        row
        for row in transfer_store.answers(connection, [unit_id])
        if row.position is not None and not row.cancelled
    ]
    senders = {row.from_id for row in taken}
    sent = {
        (row.unit_id, row.number): row
        for row in transfer_store.sent(connection, senders, [unit_id])
    }
    for row in taken:
        out = sent.get((row.from_id, row.number))
        if out is None or out.position is None or out.cancelled:
            what = "已收款入账，拨出单位却没有有效的拨款凭证"
            found.add("V17", row.ref, what)
