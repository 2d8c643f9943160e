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

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

from ledger import intake_masters, journal, store
from ledger.database import Connection, Engine, writing
from ledger.entries import Entry, UnitState
from ledger.errors import Fault, Faults, FolderFaulty, Problem
from ledger.folder import ACCOUNTS, FUNDS, PEOPLE, SHEETS, UNITS
from ledger.intake_cells import MasterSheets, read_masters
from ledger.intake_entries import (
    Gathered,
    Gathering,
    opening_entries,
    tell_unknown_unit,
    voucher_entries,
)
from ledger.intake_people import meet_people
from ledger.intake_vouchers import Draft, VoucherSheet, read_openings, read_vouchers
from ledger.people import Act
from ledger.register import SHARED, Lookups, UnitLookup, lookups
from ledger.sealing import Sealed, seal_all
from ledger.sheets import find_sheets, was_read
from ledger.stages import Told, silent
from ledger.uncollected import uncollected
from ledger.vouchers import Correction, Line


@dataclass(slots=True)
class Imported:
    """What an import brought in; `already` stood there before."""

    units: int = 0
    vouchers: int = 0
    postings: int = 0
    already: int = 0
    by_unit: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Touched:
    """What a folder would write: whoever imports it must be allowed to.

    `units` are the units with vouchers, openings or funds; `new` is whether it names
    units that are not registered, or accounts; `rights` whether it grants rights.
    """

    units: tuple[str, ...]
    new: bool
    rights: bool


Permit = Callable[[Connection, Touched], None]
"""Told what a folder would write; refuses what the person may not."""


def import_books(
    engine: Engine,
    folder: Path,
    act: Act,
    tell: Told = silent,
    permit: Permit | None = None,
) -> Imported:
    """Bring a books folder, or one XLSX with a sheet for each file, into the books.

    Raises:
        FolderFaulty: there are faults; all are counted, the first hundred told.
        DatabaseBusy: another writer holds the books.
    """
    return _import(engine, folder, act, (tell, permit))


def rehearse(
    engine: Engine, folder: Path, act: Act, permit: Permit | None = None
) -> Imported:
    """What an import would bring in: all of it is done, and undone.

    Raises:
        FolderFaulty: there are faults; all are counted, the first hundred told.
        DatabaseBusy: another writer holds the books.
    """
    try:
        _import(engine, folder, act, (silent, permit), rehearsed=True)
    except _Rehearsed as done:
        return done.imported
    raise AssertionError


class _Rehearsed(Exception):  # noqa: N818 - it is an answer, not an accident
    def __init__(self, imported: Imported) -> None:
        self.imported = imported


def _import(
    engine: Engine,
    folder: Path,
    act: Act,
    asked: tuple[Told, Permit | None],
    *,
    rehearsed: bool = False,
) -> Imported:
    tell, permit = asked
    with uncollected():
        sources, faults = find_sheets(folder, SHEETS)
        masters = read_masters(sources, faults)
        vouchers = VoucherSheet()
        openings = []
        if "openings" in sources:
            openings = read_openings(sources["openings"], faults)
        if "vouchers" in sources:
            tell("读取凭证", 0, 0)
            vouchers = read_vouchers(sources["vouchers"], faults, tell)
        with writing(engine, f"导入账套 {folder.name}") as connection:
            # Registers first, for all: two imports of one folder wait for each other.
            store.lock_unit(connection, SHARED)
            lookups(connection, fresh=True)
            if permit is not None:
                permit(connection, _touched(connection, masters, openings, vouchers))
            imported = _bring_in(
                connection, (masters, openings, vouchers), act, faults, tell
            )
            if rehearsed:
                raise _Rehearsed(imported)
            return imported


def _touched(
    connection: Connection,
    masters: MasterSheets,
    openings: list[Draft],
    vouchers: VoucherSheet,
) -> Touched:
    named = {draft.unit for draft in openings} | vouchers.units.keys()
    named |= {cells["unit"] for cells in masters.of(FUNDS)}
    listed = {cells["code"] for cells in masters.of(UNITS)}
    known = lookups(connection, fresh=True).units
    return Touched(
        units=tuple(sorted(named & known.keys())),
        new=not listed | named <= known.keys() or bool(masters.of(ACCOUNTS)),
        rights=any(cells["rights"] for cells in masters.of(PEOPLE)),
    )


def _bring_in(
    connection: Connection,
    sheets: tuple[MasterSheets, list[Draft], VoucherSheet],
    act: Act,
    faults: Faults,
    tell: Told,
) -> Imported:
    masters, openings, vouchers = sheets
    if not masters.whole:
        # What rests on a sheet without its columns cannot be told from what is wrong.
        raise _faulty(faults)
    intake_masters.register_masters(
        connection, masters, first_days(openings, vouchers), act, faults
    )
    _meet(connection, masters, vouchers, act)
    gathered = Gathered(lookups(connection), masters, faults)
    imported = Imported()
    whole = len(openings) + sum(map(len, vouchers.units.values()))
    store.prepare_bulk(connection)
    with _writer(connection) as writer:
        for unit, opened, drafts in _by_unit(openings, vouchers, gathered):
            found = voucher_entries(drafts, unit, gathered)
            writer.settle()
            found += opening_entries(connection, opened, unit, act, gathered)
            if not found:
                continue
            state = _standing(connection, unit, found, gathered)
            writer.start()
            sealed = _seal_unit(state, found, gathered, act, imported)
            if not faults:
                writer.take(unit.id, sealed)
            tell("校验、编号、封存", imported.vouchers + imported.already, whole)
    if faults:
        raise _faulty(faults)
    store.settle_statistics(connection)
    return imported


def _by_unit(
    openings: list[Draft], vouchers: VoucherSheet, gathered: Gathered
) -> Iterator[tuple[UnitLookup, list[Draft], dict[str, Draft]]]:
    """Openings and vouchers of each unit, in order of code; unknown units are told."""
    opened: dict[str, list[Draft]] = {}
    for draft in openings:
        opened.setdefault(draft.unit, []).append(draft)
    for code in sorted({*opened, *vouchers.units}):
        first, drafts = opened.get(code, []), vouchers.units.pop(code, {})
        unit = gathered.books.units.get(code)
        if unit is not None:
            yield unit, first, drafts
            continue
        for draft in (*first, *drafts.values()):
            tell_unknown_unit(draft, gathered)


class _Writer:
    """Writes one unit while the next is judged, where the database is a server.

    Until `settle` the connection belongs to what was started.
    """

    def __init__(self, connection: Connection, worker: Executor | None) -> None:
        self._connection = connection
        self._worker = worker
        self._taken: Callable[[], None] | None = None
        self._planned = False
        """Whether a unit was written that settles the guards' plans."""
        self._under_way: Future[None] | None = None

    def take(self, unit_id: int, sealed: Sealed) -> None:
        """Write a unit: now, or when it is started."""
        connection = self._connection
        if not sealed.vouchers:
            return
        if self._worker is None:
            journal.write(connection, unit_id, sealed)
        elif self._planned:
            packed = journal.pack(connection, sealed)
            self._taken = partial(journal.write_packed, connection, unit_id, packed)
        else:
            self._taken = partial(journal.write, connection, unit_id, sealed)
            self._planned = len(sealed.vouchers) >= journal.MANY

    def start(self) -> None:
        """Begin to write the unit that was taken."""
        if self._worker is not None and self._taken is not None:
            self._under_way = self._worker.submit(self._taken)
        self._taken = None

    def settle(self) -> None:
        """Wait for what was started."""
        if self._under_way is not None:
            self._under_way.result()
        self._under_way = None


@contextmanager
def _writer(connection: Connection) -> Iterator[_Writer]:
    """A writer that has written everything when its block ends well."""
    if connection.dialect.name == "sqlite":
        yield _Writer(connection, None)
        return
    with ThreadPoolExecutor(1) as worker:
        writer = _Writer(connection, worker)
        yield writer
        writer.settle()
        writer.start()
        writer.settle()


def _faulty(faults: Faults) -> FolderFaulty:
    return FolderFaulty(sorted(faults, key=_place), faults.count - len(faults.kept))


def _place(fault: Fault) -> tuple[str, int, str]:
    return fault.file, fault.row, fault.column


def _meet(
    connection: Connection, masters: MasterSheets, vouchers: VoucherSheet, act: Act
) -> None:
    """Register people whom no file names, and purposes of funds without limits."""
    codes = (code for head in vouchers.heads.values() for code in head[2:6])
    people = dict.fromkeys(str(code) for code in codes if code)
    purposes: dict[str, set[tuple[str, str]]] = {}
    for unit, fund, purpose in vouchers.purposes:
        purposes.setdefault(str(unit), set()).add((str(fund), str(purpose)))
    if not masters.people_closed:
        meet_people(connection, people, act)
    intake_masters.meet_purposes(connection, purposes, act)


def first_days(openings: list[Draft], vouchers: VoucherSheet) -> dict[str, str]:
    """The first day on which each unit has anything, for units that name none."""
    days: dict[str, str] = {}
    for draft in chain(openings, vouchers.drafts()):
        if draft.day and draft.day < days.get(draft.unit, "9999"):
            days[draft.unit] = draft.day
    return days


def _standing(
    connection: Connection, unit: UnitLookup, found: Gathering, gathered: Gathered
) -> UnitState:
    """Lock a unit, put its entries in order, and read where its books stand."""
    found.sort(key=_order_in_day(gathered.books))
    store.lock_unit(connection, unit.id)
    _refuse_unmirrored(connection, unit.id, found, gathered.faults)
    entries = [entry for entry, _ in found]
    return journal.unit_state(connection, unit, entries, gathered.books)


def _seal_unit(
    state: UnitState,
    found: Gathering,
    gathered: Gathered,
    act: Act,
    imported: Imported,
) -> Sealed:
    books, code = gathered.books, state.unit.code
    entries = [entry for entry, _ in found]
    poster_id = books.person(act.person)
    sealed = seal_all(entries, state, books, poster_id=poster_id, sealed_at=act.stamp)
    if sealed.problems:
        money = code not in gathered.left_out
        _tell(sealed.problems, found, gathered.faults, money=money)
    new = len(sealed.vouchers)
    imported.units += 1
    imported.vouchers += new
    imported.postings += len(sealed.postings)
    imported.already += len(entries) - new
    imported.by_unit[code] = new
    return sealed


def _tell(
    problems: list[tuple[str, Problem]],
    drafts: Gathering,
    faults: Faults,
    *,
    money: bool,
) -> None:
    """Turn what sealing refused into faults, without what only follows from others."""
    by_ref = {entry.ref: (entry, draft) for entry, draft in drafts}
    for ref, problem in problems:
        entry, draft = by_ref[ref]
        if problem.rule == "L2" and not _amounts_read(
            entry.lines[problem.line - 1 :][:1]
        ):
            continue
        if problem.rule == "L1" and not _amounts_read(entry.lines):
            continue
        if problem.rule == "L7" and not money:
            continue
        row = draft.row_of(problem.line)
        faults.append(Fault(draft.file, row, problem.column, problem))


def _amounts_read(lines: Sequence[Line]) -> bool:
    return all(was_read(line[2]) and was_read(line[3]) for line in lines)


def _refuse_unmirrored(
    connection: Connection,
    unit_id: int,
    drafts: Gathering,
    faults: Faults,
) -> None:
    """Refuse a cancellation in red that does not repeat its voucher line by line.

    The journal builds it so; a file may hold anything.
    """
    reds = [pair for pair in drafts if pair[0].correction == Correction.FULL]
    here = {entry.ref: entry.lines for entry, _ in drafts} if reds else {}
    problem = Problem(
        "correction",
        "红字冲销凭证与被冲销凭证不是逐行对应",
        do="各行科目、资金、用途相同，金额相同而为负，顺序一致",
        column="corrects",
    )
    for entry, draft in reds:
        lines = here.get(entry.corrects)
        stands = (
            None if lines else store.voucher_by_ref(connection, unit_id, entry.corrects)
        )
        if stands:
            lines = [
                Line(*row)
                for row in store.lines_of(connection, unit_id, stands.position)
            ]
        # One that corrects nothing was told when it was judged.
        if lines and _amounts_read(entry.lines) and not _mirrors(entry.lines, lines):
            faults.append(Fault(draft.file, draft.first_row, "corrects", problem))


def _mirrors(red: Sequence[Line], lines: Sequence[Line]) -> bool:
    return len(red) == len(lines) and all(
        (r[0], r[1], -r[2], -r[3], r[4]) == (o[0], o[1], o[2], o[3], o[4])
        for r, o in zip(red, lines, strict=True)
    )


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
