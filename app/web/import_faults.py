"""Faults of sheets that were sent, each beside the row that it is in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger.errors import Fault, Faults
from ledger.folder import PEOPLE, SHEETS
from ledger.privacy import shown
from ledger.sheets import blocks, find_sheets

CELLS_SHOWN = 12
"""Cells of a faulty row that are shown."""

Cells = tuple[tuple[str, str], ...]
"""The cells of a row as (column, text)."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A fault as a page tells it; `row` is 0 where it is in no row."""

    file: str
    row: int
    column: str
    problem: str
    cells: Cells = ()


def beside(folder: Path, faults: Sequence[Fault]) -> Iterator[Beside]:
    """Each fault with the cells of its row."""
    wanted: dict[str, set[int]] = {}
    for fault in faults:
        if fault.row > 1:
            wanted.setdefault(fault.file, set()).add(fault.row)
    found = _rows(folder, wanted)
    for fault in faults:
        cells = found.get((fault.file, fault.row), ())
        place = fault.file, fault.row, fault.column
        yield Beside(*place, str(fault.problem), cells)


def _rows(
    folder: Path, wanted: Mapping[str, set[int]]
) -> Mapping[tuple[str, int], Cells]:
    """The cells of rows; sheets of people are not shown again."""
    found: dict[tuple[str, int], Cells] = {}
    sources, _ = find_sheets(folder, SHEETS)
    specs = {spec.name: spec for spec in SHEETS}
    for name, source in sources.items():
        rows = wanted.get(source.name, set())
        if not rows or name == PEOPLE.name:
            continue
        last = max(rows)
        for block in blocks(source, specs[name], Faults(), lenient=True):
            for at, number in enumerate(block.rows):
                if number in rows:
                    cells = ((key, texts[at]) for key, texts in block.columns.items())
                    filled = [(key, shown(str(text))) for key, text in cells if text]
                    found[source.name, number] = tuple(filled[:CELLS_SHOWN])
            if block.rows[-1] >= last:
                break
    return found
