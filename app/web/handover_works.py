"""Lists of what is handed over: who sees which (移交清单).

Whoever may draw lists up sees all of a unit; whoever is named on one sees that one,
whatever else they may.
"""

from audit.handover_kinds import Doing, State
from audit.handover_lists import Inventory, inventories, inventory
from ledger.database import Connection
from ledger.errors import NotFound

ENDED = (State.COMPLETE, State.WITHDRAWN)


def seen(
    connection: Connection, unit: str, person: str, *, every: bool
) -> list[Inventory]:
    """The lists that a person may see: all (`every`), or those they are named on.

    Raises:
        NotFound: there is no such unit.
    """
    found = inventories(connection, unit)
    return [one for one in found if every or is_named(one, person)]


def found_by(
    connection: Connection, place: tuple[str, str], person: str, *, every: bool
) -> Inventory:
    """One list, told by unit and key.

    Raises:
        NotFound: there is no such unit or list, or the person may not see it.
    """
    found = inventory(connection, *place)
    if not every and not is_named(found, person):
        raise NotFound("移交清单", found.key)
    return found


def is_named(one: Inventory, person: str) -> bool:
    """Whether a person has something to sign on a list."""
    return person in {one.signer(doing) for doing in Doing}
