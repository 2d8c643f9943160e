"""People who died (已故人员名单): taken in from papers of others, looked up by set.

1. A row names a person by the number of identity, by the file number, or both, with the
   day of death and who says so. Numbers of 15 and 18 digits, a small x and full-width
   digits are one person.
2. The list is one for the whole database: whoever died for one unit died for all.
3. What stands is put right by a row with a reason; without a day it says that the
   person lives. A row that says what stands already changes nothing.
4. All rows of a file are taken or none; all faults are told at once.
5. A payment after the day of death stops; one on that day does not.

Basis: 困难职工档案管理办法 (动态管理).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aid import batch_store, deceased_store, recipient_store
from aid.household import WORKER
from aid.payees import PAYEE, Payee, files_of, read_payee
from aid.private_sheet import day_told, demand_filled, private_fault, private_rows
from aid.recipient_tables import CLOSE
from aid.recipient_writing import IDENTITY_INDEX, day_value
from aid.recipients import held
from ledger.database import Connection
from ledger.errors import Fault, Faults, Problem
from ledger.intake_cells import Cells, tell
from ledger.one_sheet import demand_none
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import append_rows, lookups
from ledger.sheets import ColumnSpec, SheetSpec
from ledger.texts import text_problems
from treasury.vault import Vault

DECEASED = SheetSpec(
    "deceased",
    "已故人员",
    (
        *PAYEE,
        ColumnSpec("died_on", "死亡日期", required=True),
        ColumnSpec("source", "来源", required=True),
        ColumnSpec("paper", "文号"),
        ColumnSpec("reason", "更正原因"),
    ),
)
"""The sheet."""

_EMPTY = Problem("file", "文件中没有人", do="每人写一行")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeceasedRow:
    """What a row says; `died_on` None says that the person lives (3)."""

    row: int
    payee: Payee
    died_on: dt.date | None
    source: str
    paper: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeceasedSheet:
    """What a file says."""

    name: str
    rows: tuple[DeceasedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many persons were added, put right, and stood already.

    `to_close` are the file numbers of workers on the list whose files stand open,
    `unpaid` the lines of batches to people of the file that are not known as paid.
    """

    added: int = 0
    corrected: int = 0
    same: int = 0
    to_close: tuple[str, ...] = ()
    unpaid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deceased:
    """A person of a file who died; the worker is member 1."""

    member: int
    died_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A person on the list who belongs to a file that a unit holds."""

    code: str
    member: int
    died_on: dt.date
    source: str
    paper: str
    recorded_at: str
    is_open: bool

    @property
    def must_close(self) -> bool:
        """Whether the file is to be closed: its worker died and it stands open."""
        return self.is_open and self.member == WORKER


# -- reading a file -----------------------------------------------------------------


def read_deceased(path: Path, act: Act) -> DeceasedSheet:
    """The people whom a CSV or a workbook tells, as read on the day of the act.

    Raises:
        FolderFaulty: the file has faults; every one is told.
    """
    faults = Faults()
    today = china_day(act.at)
    found: list[DeceasedRow] = []
    name = path.name
    for cells in private_rows(path, DECEASED, faults, _EMPTY):
        name = cells.file
        row = _row(cells, today, faults)
        if row is not None:
            found.append(row)
    demand_none(faults, DECEASED)
    return DeceasedSheet(name, tuple(found))


def _row(cells: Cells, today: dt.date, faults: Faults) -> DeceasedRow | None:
    before = len(faults)
    demand_filled(cells, ("source",), faults)
    payee = read_payee(cells, faults)
    born = None if payee is None or payee.identity is None else payee.identity.born_on
    died_on = day_told(cells, "died_on", faults, today, born)
    if not cells["died_on"] and not cells["reason"]:
        do = "写明日期；名单有误、此人健在的，写明更正原因"
        faults.append(private_fault(cells, "died_on", "不能为空", do))
    texts = [(key, cells[key], 0) for key in ("source", "paper", "reason")]
    tell([(0, problem) for problem in text_problems(texts)], [cells], faults)
    if len(faults) > before or payee is None:
        return None
    return DeceasedRow(
        row=cells.row,
        payee=payee,
        died_on=died_on,
        source=cells["source"],
        paper=cells["paper"],
        reason=cells["reason"],
    )


# -- taking in ----------------------------------------------------------------------


def import_deceased(
    connection: Connection, unit: str, sheet: DeceasedSheet, vault: Vault, act: Act
) -> Taken:
    """Take the people of a file into the list, all of them or none (4).

    Costs a few queries for 2,000 rows, and one statement for what is new.

    Raises:
        NotFound: there is no such unit.
        FolderFaulty: any row cannot stand; all faults are told.
    """
    at = held(connection, unit)
    faults = Faults()
    blinds = _blinds(connection, sheet, vault, faults)
    standing = {
        bytes(row.blind): (row.revision, row.died_on)
        for row in deceased_store.known(connection, set(blinds.values()))
    }
    told = _once(sheet, blinds, faults)
    written: list[tuple[object, ...]] = []
    corrected = 0
    for blind, row in told.items():
        revision, died_on = standing.get(blind, (0, None))
        if revision and died_on == row.died_on:
            continue
        if what := _contradicts(row, revision):
            faults.append(_fault(sheet, row, what))
            continue
        corrected += bool(revision)
        died = None if row.died_on is None else day_value(connection, row.died_on)
        locked = None
        if revision:
            locked = vault.lock(row.reason.encode(), _context(blind, revision + 1))
        head = at.id, blind, revision + 1, died, row.source, row.paper
        written.append((*head, locked, act.stamp))
    demand_none(faults, DECEASED)
    if written:
        append_rows(connection, at, [("deceased_people", written)], act)
    closing = [one.code for one in listed(connection, unit) if one.must_close]
    return Taken(
        added=len(written) - corrected,
        corrected=corrected,
        same=len(told) - len(written),
        to_close=tuple(closing),
        unpaid=tuple(_unpaid(connection, told, china_day(act.at))),
    )


def _unpaid(
    connection: Connection, blinds: Collection[bytes], today: dt.date
) -> Iterator[str]:
    """Lines of batches for these people, or to files of which one is the worker."""
    files = {row.file for row in batch_store.files_of_blinds(connection, blinds)}
    files |= {*batch_store.files_naming(connection, blinds)}
    died = deceased_among(connection, files, today + dt.timedelta(1))
    units = lookups(connection).unit_codes
    for row in batch_store.unpaid_of(connection, died):
        if {one.member for one in died[row.file]} & {WORKER, row.member}:
            yield f"{units[row.unit_id]} 的 {row.key} 第 {row.line} 行（{row.code}）"


def _context(blind: bytes, revision: int) -> str:
    """What the reason of a revision is bound to."""
    return f"deceased_people.locked:{blind.hex()}/{revision}"


def _blinds(
    connection: Connection, sheet: DeceasedSheet, vault: Vault, faults: Faults
) -> dict[int, bytes]:
    """The blind of each row's person, by the number of the row."""
    by_code = [row.payee for row in sheet.rows if row.payee.code]
    looked = files_of(connection, by_code, vault)
    of_files = {
        row.file: bytes(row.blind)
        for row in recipient_store.plain_of(
            connection, "file", {one.file for one in looked.found.values()}
        )
    }
    found: dict[int, bytes] = {}
    for row in sheet.rows:
        if row.payee in looked.wrong:
            column, what = looked.wrong[row.payee]
            problem = Problem("cell", what, do="核对后重写")
            faults.append(Fault(sheet.name, row.row, column, problem))
        elif row.payee.identity is not None:
            found[row.row] = vault.blind(row.payee.identity.number, IDENTITY_INDEX)
        else:
            found[row.row] = of_files[looked.found[row.payee].file]
    return found


def _once(
    sheet: DeceasedSheet, blinds: Mapping[int, bytes], faults: Faults
) -> dict[bytes, DeceasedRow]:
    """What the file says of each person: one thing."""
    told: dict[bytes, DeceasedRow] = {}
    for row in sheet.rows:
        if row.row not in blinds:
            continue
        first = told.setdefault(blinds[row.row], row)
        if first.died_on != row.died_on:
            what = f"与第 {first.row} 行是同一人，死亡日期不同"
            faults.append(_fault(sheet, row, what))
    return told


def _contradicts(row: DeceasedRow, revision: int) -> str:
    if revision and not row.reason:
        return "此人已在名单上，死亡日期不同"
    if not revision and row.died_on is None:
        return "此人不在名单上，没有可更正的"
    return ""


def _fault(sheet: DeceasedSheet, row: DeceasedRow, what: str) -> Fault:
    do = "核对来源；要更正的，写明更正原因"
    return Fault(sheet.name, row.row, "died_on", Problem("cell", what, do=do))


# -- looking up ---------------------------------------------------------------------


def deceased_among(
    connection: Connection, files: Iterable[int], on: dt.date
) -> dict[int, tuple[Deceased, ...]]:
    """Whom of the people of files the list tells as having died before a day (5).

    Files without any are left out. Costs two queries for 2,000 files.
    """
    found: dict[int, list[Deceased]] = {}
    for row in deceased_store.died_before(connection, files, on):
        one = Deceased(member=row.number, died_on=row.died_on)
        found.setdefault(row.file, []).append(one)
    return {
        file: tuple(sorted(some, key=lambda one: one.member))
        for file, some in found.items()
    }


def workers_died(
    connection: Connection, files: Iterable[int], on: dt.date
) -> dict[int, dt.date]:
    """Files whose worker the list tells as having died before a day, with the day."""
    return {
        file: people[0].died_on
        for file, people in deceased_among(connection, files, on).items()
        if people[0].member == WORKER
    }


def listed(connection: Connection, unit: str) -> tuple[Listed, ...]:
    """The people on the list who belong to files that a unit holds.

    Raises:
        NotFound: there is no such unit.
    """
    return tuple(_listed(connection, lookups(connection).unit(unit).id))


def _listed(connection: Connection, unit_id: int) -> Iterator[Listed]:
    rows = deceased_store.of_unit(connection, unit_id)
    files = {
        row.file: row
        for row in recipient_store.plain_of(
            connection, "file", {row.file for row in rows}
        )
    }
    for row in rows:
        yield Listed(
            code=files[row.file].code,
            member=row.number,
            died_on=row.died_on,
            source=row.source,
            paper=row.paper,
            recorded_at=row.recorded_at,
            is_open=files[row.file].act != CLOSE,
        )


def counted(connection: Connection) -> int:
    """How many people stand on the list of the whole database."""
    return deceased_store.counted(connection)
