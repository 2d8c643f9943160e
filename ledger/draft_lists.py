"""What lists of drafts tell of many at once, without reading what stands on each."""

from collections.abc import Iterable

from ledger import draft_store
from ledger.database import Connection
from ledger.register import lookups


def waiting_counts(connection: Connection) -> dict[str, int]:
    """How many drafts of each unit are neither posted nor dropped."""
    codes = lookups(connection).unit_codes
    counts = draft_store.open_counts(connection)
    return {codes[unit_id]: count for unit_id, count in counts.items()}


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
