"""Sealed populations and samples as an evidence package carries them.

A population is a file in its written form (`sampling_tickets.py`): its SHA-256 is the
digest that it was sealed by. `samples.csv` says of each sample how it was drawn, and
has a row for each item: 0 under `k` where it was taken whole, else its place in the
draw. Items and labels are places and marks of vouchers: nobody is told by them.
"""

from collections.abc import Iterator
from typing import NamedTuple

from audit.engagement_keeping import engagements_of
from audit.sampling_keeping import Worked, samples_of
from audit.sampling_sealing import Sealed, kept, populations_of
from ledger.database import Connection
from ledger.periods import Span

COLUMNS = (
    *("sample", "population", "sha256", "units", "method", "seed", "draw", "size"),
    *("whole_fen", "k", "item"),
)


class PopulationFile(NamedTuple):
    """A sealed population: where it stands in the package, and its written form."""

    path: str
    text: bytes


def population_files(
    connection: Connection, unit: str, span: Span
) -> Iterator[PopulationFile]:
    """Every population of the unit's engagements that shares a day with the span.

    Raises:
        PopulationChanged: what was kept of one is not what was sealed.
    """
    for engagement in engagements_of(connection, unit):
        for sealed in populations_of(connection, unit, engagement.key):
            if _within(sealed, span):
                yield PopulationFile(_path(sealed), kept(connection, sealed).text)


def sample_rows(
    connection: Connection, unit: str, span: Span
) -> Iterator[tuple[object, ...]]:
    """Every item of every sample of those populations, in `COLUMNS`.

    Raises:
        PopulationChanged: as `population_files`.
    """
    for engagement in engagements_of(connection, unit):
        for worked in samples_of(connection, unit, engagement.key):
            if _within(worked.sealed, span):
                head = _head(worked)
                for item in worked.sample.whole:
                    yield *head, 0, item.name
                for pick in worked.sample.picks:
                    yield *head, pick.k, pick.item.name


def _head(worked: Worked) -> tuple[object, ...]:
    drawing, sealed = worked.drawing, worked.sealed
    return (
        *(worked.mark, _path(sealed), sealed.digest),
        *(drawing.units.value, drawing.method.value, drawing.seed),
        *(drawing.draw, drawing.size, drawing.whole_fen),
    )


def _within(sealed: Sealed, span: Span) -> bool:
    # Evidence books are another's: they are not in a package of the unit's own.
    if sealed.evidence:
        return False
    return sealed.span.since < span.until and span.since < sealed.span.until


def _path(sealed: Sealed) -> str:
    return f"populations/{sealed.engagement}-{sealed.number}.csv"
