"""What lists of drafts tell of many at once, without reading what stands on each."""

from collections.abc import Iterable

from ledger import draft_store, draft_vouchers
from ledger.database import Connection
from ledger.drafts import State
from ledger.register import lookups


def waiting_counts(connection: Connection) -> dict[str, int]:
    """How many drafts of each unit are neither posted nor dropped."""
    codes = lookups(connection).unit_codes
    counts = draft_store.open_counts(connection)
    return {codes[unit_id]: count for unit_id, count in counts.items()}


def in_hand(connection: Connection, unit_id: int) -> dict[str, int]:
    """Payment requests that reviewed drafts pay, each with the draft's number.

    The cashier may have paid already; what a draft pays is not taken back under it.
    """
    found: dict[str, int] = {}
    for row in draft_store.open_drafts(connection, unit_id, 999_912):
        if State(row.state) in {State.REVIEWED, State.SETTLED}:
            for line in draft_vouchers.read(row.content).postings:
                if line.request:
                    found[line.request] = row.draft
    return found


def naming(connection: Connection, unit_id: int, request: str) -> dict[int, State]:
    """Where open drafts stand whose lines name a payment request, by number."""
    rows = draft_store.open_naming(connection, unit_id, f'"request":"{request}"')
    return {row.draft: State(row.state) for row in rows}


def preparers(
    connection: Connection, unit: str, numbers: Iterable[int]
) -> dict[int, str]:
    """Whose drafts are, by number: who submitted them, or wrote them last until then.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    found = draft_store.preparers(connection, books.unit(unit).id, numbers)
    return {number: books.person_codes[id_] for number, id_ in found.items()}
