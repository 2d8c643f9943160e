"""A file that is one sheet (CSV, or a sheet of an XLSX): its rows, and all its faults.

Books folders have many sheets (`intake.py`); what duties take in beside them is one.
"""

from collections.abc import Iterator
from pathlib import Path

from ledger.errors import Fault, Faults, FolderFaulty, Problem
from ledger.intake_cells import Cells
from ledger.sheets import XLSX, SheetSpec, Source, blocks, find_sheets


def source_of(path: Path, spec: SheetSpec, faults: Faults) -> Source | None:
    """Where the sheet stands; None where the file has none, which is told."""
    if path.suffix.lower() != XLSX:
        return Source(path)
    found, unfit = find_sheets(path, (spec,))
    for one in unfit:
        faults.append(one)
    return found.get(spec.name)


def rows_of(
    path: Path, spec: SheetSpec, faults: Faults, empty: Problem
) -> Iterator[Cells]:
    """Every row of the sheet; `empty` is told of one without rows."""
    source = source_of(path, spec, faults)
    if source is None:
        return
    before, count = len(faults), 0
    for block in blocks(source, spec, faults):
        keys = tuple(block.columns)
        for row, *texts in zip(block.rows, *block.columns.values(), strict=True):
            count += 1
            yield Cells(source.name, row, dict(zip(keys, texts, strict=True)))
    if not count and len(faults) == before:
        faults.append(Fault(source.name, 0, "", empty))


def demand_none(faults: Faults, spec: SheetSpec) -> None:
    """Go on only without faults.

    Raises:
        FolderFaulty: there are some; they are told by row, then by column.
    """
    if faults:
        place = {key: at for at, key in enumerate(spec.keys)}
        kept = sorted(faults, key=lambda one: (one.row, place.get(one.column, -1)))
        raise FolderFaulty(kept, len(faults) - len(kept))
