"""Statistics of workers in need (特困职工统计表): files and aid of units and subtrees.

1. Files are counted by `file_figures.py`, aid by `aid_figures.py`; both over the days
   of a span and at every place of a subtree at once.
2. What stands only in encrypted files (sex, status of work) is counted where the keys
   are at hand; without them it is told as not counted, never as nil.

3. Aid is tied to the ledger (`ledger_tie.py`); what differs is told.

Cost: one query a source for the whole subtree.

Basis: 关于进一步做好困难职工帮扶工作的意见 第4条、附件3; the columns are
a definition of ours, for no copy of the annex is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from aid.aid_figures import AidFigures, aid_figures
from aid.file_figures import FileFigures, file_figures
from aid.ledger_tie import Tie
from aid.tie_reading import ties
from aid.unit_sums import Place, UnitSums
from ledger.database import Connection
from ledger.periods import Span
from ledger.register import lookups
from treasury.vault import Vault


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """The figures of one place."""

    files: FileFigures
    aid: AidFigures
    tie: Tie


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of every place, in the order of the tree."""

    sums: UnitSums
    span: Span
    places: Mapping[Place, PlaceFigures]

    @property
    def whole(self) -> PlaceFigures:
        """The figures of all that was asked for."""
        return self.places[self.sums.order[0]]


def statistics(
    connection: Connection, sums: UnitSums, span: Span, vault: Vault | None = None
) -> Statistics:
    """The statistics of some units over a span; with the keys, also what is encrypted.

    Raises:
        VaultRefused: a key is not at hand, or a row was changed.
    """
    files = file_figures(connection, sums, span, vault)
    aid = aid_figures(connection, sums, span)
    tied = tied_places(connection, sums, span)
    places = {
        place: PlaceFigures(files[place], aid[place], tied[place])
        for place in sums.order
    }
    return Statistics(sums, span, places)


def tied_places(
    connection: Connection, sums: UnitSums, span: Span
) -> Mapping[Place, Tie]:
    """Aid by the ledger and by the person at every place (`ledger_tie.py`)."""
    found = {place: Tie() for place in sums.order}
    books = lookups(connection)
    units = tuple(sums.units.values())
    for code, one in ties(connection, units, span).items():
        for place in sums.of(books.unit(code).id):
            found[place] += one
    return found
