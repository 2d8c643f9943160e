"""Files in (导入): a books folder becomes registered, chained and sealed books.

1. All or nothing: every fault of every file is found in one pass and told; with a
   fault nothing is changed.
2. Importing the same folder again changes nothing; a changed row under an old
   reference is refused.
3. Vouchers are posted in the order of their dates; within a day openings first, then
   receipts, then moves between funds, then the rest as the file has them.

Cells are parsed before the books are locked; then one transaction registers, judges,
seals and writes, units in order of code. Cost is linear in the rows.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ledger import intake_masters, journal, store
from ledger.database import Connection, Engine, writing
from ledger.errors import Fault, FolderFaulty
from ledger.folder import SHEETS
from ledger.intake_masters import MasterSheets
from ledger.intake_vouchers import (
    Draft,
    VoucherSheet,
    opening_entries,
    read_openings,
    read_vouchers,
    voucher_entries,
)
from ledger.people import Act
from ledger.register import Lookups, lookups
from ledger.sealing import Entry, seal_all
from ledger.sheets import find_sheets

Told = Callable[[str, int, int], None]
"""Told a stage, how much of it is done, and how much there is (0: not known)."""


@dataclass(slots=True)
class Imported:
    """What an import brought in; `already` stood there before."""

    units: int = 0
    vouchers: int = 0
    postings: int = 0
    already: int = 0
    by_unit: dict[str, int] = field(default_factory=dict)


def import_books(
    engine: Engine, folder: Path, act: Act, told: Told | None = None
) -> Imported:
    """Bring a books folder, or one XLSX with a sheet for each file, into the books.

    Raises:
        FolderFaulty: there are faults; all are counted, the first hundred told.
        DatabaseBusy: another writer holds the books.
    """
    tell = told or _silent
    with _without_collector():
        faults: Faults = []
        sources, missing = find_sheets(folder, SHEETS)
        faults += missing
        masters = intake_masters.read_masters(sources, faults)
        vouchers = VoucherSheet()
        openings = []
        if "openings" in sources:
            openings = read_openings(sources["openings"], faults)
        if "vouchers" in sources:
            tell("读取凭证", 0, 0)
            vouchers = read_vouchers(sources["vouchers"], faults, tell)
        with writing(engine, f"导入账套 {folder.name}") as connection:
            return _bring_in(
                connection, (masters, openings, vouchers), act, faults, tell
            )


def _silent(_stage: str, _done: int, _whole: int) -> None:
    """Tell nobody."""


@contextmanager
def _without_collector() -> Iterator[None]:
    # Walking a heap of a million rows over and over doubles the time; nothing here
    # makes rings that only the collector could free.
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _bring_in(
    connection: Connection,
    sheets: tuple[MasterSheets, list[Draft], VoucherSheet],
    act: Act,
    faults: Faults,
    tell: Told,
) -> Imported:
    masters, openings, vouchers = sheets
    intake_masters.register_masters(
        connection, masters, first_days(openings, vouchers), act, faults
    )
    intake_masters.meet(connection, masters, vouchers, act)
    books = lookups(connection)
    by_unit: dict[str, list[tuple[Entry, Draft]]] = {}
    opening_entries(connection, openings, books, act, (by_unit, faults))
    voucher_entries(vouchers, books, (by_unit, faults))
    imported = Imported(units=len(by_unit))
    whole = sum(len(entries) for entries in by_unit.values())
    done = 0
    for code in sorted(by_unit):
        _seal_unit(connection, code, by_unit.pop(code), books, act, faults, imported)
        done = imported.vouchers + imported.already
        tell("校验、编号、封存", done, whole)
    if faults:
        raise FolderFaulty(sorted(faults, key=_place), 0)
    store.settle_statistics(connection)
    return imported


def _place(fault: Fault) -> tuple[str, int, str]:
    return fault.file, fault.row, fault.column


def first_days(openings: list[Draft], vouchers: VoucherSheet) -> dict[str, str]:
    """The first day on which each unit has anything, for units that name none."""
    days: dict[str, str] = {}
    for draft in (*openings, *vouchers.drafts.values()):
        if draft.day and draft.day < days.get(draft.unit, "9999"):
            days[draft.unit] = draft.day
    return days


def _seal_unit(  # noqa: PLR0913, PLR0917 - the parts of one step
    connection: Connection,
    code: str,
    drafts: list[tuple[Entry, Draft]],
    books: Lookups,
    act: Act,
    faults: Faults,
    imported: Imported,
) -> None:
    unit = books.units[code]
    drafts.sort(key=_order_in_day(books))
    entries = [entry for entry, _ in drafts]
    store.lock_unit(connection, unit.id)
    state = journal.unit_state(connection, unit, entries, books)
    sealed = seal_all(
        entries,
        state,
        books,
        poster_id=books.person(act.person),
        sealed_at=act.stamp,
    )
    if sealed.problems:
        by_ref = {entry.ref: draft for entry, draft in drafts}
        for ref, problem in sealed.problems:
            draft = by_ref[ref]
            row = draft.row_of(problem.line)
            faults.append(Fault(draft.file, row, problem.column, problem))
    if not faults:
        journal.write(connection, unit.id, sealed)
    new = len(sealed.vouchers)
    imported.vouchers += new
    imported.postings += len(sealed.postings)
    imported.already += len(entries) - new
    imported.by_unit[code] = new


def _order_in_day(
    books: Lookups,
) -> Callable[[tuple[Entry, Draft]], tuple[str, int, int]]:
    money = books.money

    def order(pair: tuple[Entry, Draft]) -> tuple[str, int, int]:
        entry, draft = pair
        if draft.opening:
            return entry.dated_on, 0, draft.first_row
        if entry.correction:
            return entry.dated_on, 3, draft.first_row
        net = 0
        for line in entry.lines:
            if line[0] in money:
                net += line[2] - line[3]
        rank = 1 if net > 0 else 2 if net == 0 else 3
        return entry.dated_on, rank, draft.first_row

    return order

