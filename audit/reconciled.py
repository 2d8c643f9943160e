"""V16: bank reconciliations, drawn again from what was known when they were made.

The balances, the items left open, their digest and the other money are those that stand
on record. The rows on record are held against the chain of registers (V7), the rows of
the bank against their statements (V14).
"""

from audit.differences import Found
from ledger.database import Connection
from treasury import reconciliation_store
from treasury.reconciliation_reading import differing, drawn_again

TEST = "V16"


def verify_reconciliations(connection: Connection, unit_id: int, found: Found) -> None:
    """V16: every reconciliation of one unit, those that were reopened too."""
    for made in reconciliation_store.made(connection, unit_id):
        for label in differing(made, drawn_again(connection, made)):
            place = f"银行账户 {made.account} 第 {made.number} 次对账"
            found.add(TEST, place, f"{label}与推算不符")
