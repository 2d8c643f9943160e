"""What a household had already (既往救助): here, elsewhere, and before the programme.

1. Aid is counted for a household: files that share people (`households.py`) count each
   other's, each person under the number that the asking file gives them; who belongs to
   a tied file alone is member 0 and counts for the household only.
2. Where aid is recorded is a source (`history_sources.py`). A duty that pays adds one.
3. A file `payments.csv` is taken in whole or not at all; a payment that stands already
   is not taken in again, whatever list says it.

Basis: 关于进一步做好困难职工帮扶工作的意见 (避免重复救助).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from aid import history_store, recipient_store
from aid.claims import Earlier
from aid.errors import HistoryRefused
from aid.history_sheet import HISTORY, HistoryRow, HistorySheet
from aid.history_sources import SOURCES, Had
from aid.history_tables import SAID
from aid.households import ties_of
from aid.payees import PayeeFile, files_of
from aid.recipient_writing import day_value, packed
from aid.recipients import held, known_before, row_of
from budgets.records import text_faults
from ledger.balances import subtree
from ledger.database import Connection
from ledger.errors import Fault, Faults, NotFound, Problem
from ledger.money import Money
from ledger.one_sheet import demand_none
from ledger.people import Act
from ledger.register import UnitLookup, append_rows, lookups
from treasury.vault import Vault

# -- what was had -------------------------------------------------------------------


def earlier_of(
    connection: Connection,
    files: Iterable[int],
    year: int,
    known_on: dt.date | None = None,
    *,
    besides_cases: bool = False,
) -> dict[int, tuple[Earlier, ...]]:
    """The aid of a year that counts for each of many files, as claims take it (1).

    Files without any are left out. Households are as they stand; `known_on` leaves out
    what was recorded after that day, `besides_cases` what answers a case. Costs some
    ten queries for 2,000 files, and one of each source for them and those tied.
    """
    ties = ties_of(connection, files)
    for_whom: dict[int, list[int]] = {}
    for asked, tied in ties.of.items():
        for file in tied:
            for_whom.setdefault(file, []).append(asked)
    found: dict[int, list[Earlier]] = {}
    before = known_before(known_on)
    for _, _, source in SOURCES:
        for had in source(connection, ties.files, year, before):
            if besides_cases and had.case_key:
                continue
            for asked in for_whom[had.file]:
                member = ties.number(asked, had.file, had.revision, had.member)
                one = Earlier(had.project, member, had.year, had.amount, had.is_other)
                found.setdefault(asked, []).append(one)
    return {file: tuple(some) for file, some in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Aid of a person's household as it is shown, by file numbers alone.

    `member` is the number in the file that was asked for; 0 belongs to the tied file.
    """

    source: str
    had: Had
    code: str
    member: int
    unit: str


def history_of(connection: Connection, code: str) -> tuple[Shown, ...]:
    """All aid that a file and those tied to it had, the earliest first.

    Raises:
        NotFound: there is no such file.
    """
    asked = row_of(connection, code).file
    ties = ties_of(connection, [asked])
    codes = {
        row.file: row.code
        for row in recipient_store.plain_of(connection, "file", ties.files)
    }
    units = lookups(connection).unit_codes
    found = [
        Shown(
            source=label,
            had=had,
            code=codes[had.file],
            member=ties.number(asked, had.file, had.revision, had.member),
            unit=units[had.unit_id],
        )
        for _, label, source in SOURCES
        for had in source(connection, ties.files, None, "")
    ]
    return tuple(sorted(found, key=lambda one: (one.had.paid_on, one.had.ref)))


_COLUMNS = ("member", "project", *SAID[3:])
"""What is said, in the order of the table."""


# -- taking in ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many payments were added, their sum, and how many stood already."""

    added: int
    amount: Money
    same: int


def import_history(
    connection: Connection, unit: str, sheet: HistorySheet, vault: Vault, act: Act
) -> TakenIn:
    """Take the payments of a file in, all of them or none (3).

    The files are those that the unit holds, or one above or below it.

    Raises:
        NotFound: there is no such unit.
        FolderFaulty: any row cannot stand; all faults are told.
    """
    at = held(connection, unit)
    faults = Faults()
    files = _files(connection, at, sheet, vault, faults)
    demand_none(faults, HISTORY)
    met: Counter[tuple[object, ...]] = Counter()
    standing: Counter[tuple[object, ...]] = Counter()
    own: Counter[tuple[object, ...]] = Counter()
    held_files = {one.file for one in files.values()}
    for row in history_store.known(connection, held_files):
        said = tuple(getattr(row, key) for key in SAID)
        standing[said] += 1
        own[said] += row.unit_id == at.id
    number = history_store.next_number(connection, at.id)
    written: list[tuple[object, ...]] = []
    fen = 0
    for row in sheet.rows:
        file = files[row.payment.row]
        said = _said(row, file)
        met[said] += 1
        if met[said] <= standing[said]:
            continue
        own[said] += 1
        values = dict(zip(SAID, said, strict=True))
        values["paid_on"] = day_value(connection, row.paid_on)
        head = at.id, number, file.file, file.revision
        rest = [values[key] for key in _COLUMNS]
        locked = _locked(row, vault, at.id, number)
        written.append((*head, *rest, locked, own[said], act.stamp))
        number += 1
        fen += row.payment.amount.fen
    if written:
        append_rows(connection, at, [("aid_elsewhere", written)], act)
    return TakenIn(len(written), Money(fen), len(sheet.rows) - len(written))


def _said(row: HistoryRow, file: PayeeFile) -> tuple[object, ...]:
    one = row.payment
    when = one.year, one.period, row.paid_on, one.amount.fen
    who = row.paid_by, int(row.is_other), row.paper
    return (file.file, one.project.value, one.member, *when, *who)


def _locked(row: HistoryRow, vault: Vault, unit_id: int, number: int) -> bytes | None:
    """What a list says beside: words that may tell of a person."""
    one = row.payment
    told = {
        key: text
        for key, text in (
            *(("fund", one.fund), ("account", one.account)),
            *(("purpose", one.purpose), ("case", one.case_key), ("memo", one.memo)),
        )
        if text
    }
    if not told:
        return None
    return vault.lock(packed(told), f"aid_elsewhere.locked:{unit_id}/{number}")


def _files(
    connection: Connection,
    unit: UnitLookup,
    sheet: HistorySheet,
    vault: Vault,
    faults: Faults,
) -> dict[int, PayeeFile]:
    """The file of each row, by the number of the row."""
    looked = files_of(connection, [row.payment.payee for row in sheet.rows], vault)
    near = _near(connection, unit)
    found: dict[int, PayeeFile] = {}
    for row in sheet.rows:
        payee = row.payment.payee
        column, what = looked.wrong.get(payee, ("", ""))
        file = looked.found.get(payee)
        if file is not None:
            found[row.payment.row] = file
            if file.unit_id not in near:
                column, what = payee.told_by, "档案不在本单位及其上下级"
            elif row.payment.member > file.persons:
                column, what = "member", f"档案中只有 {file.persons} 人"
        if what:
            problem = Problem("cell", what, do="核对档案后重写")
            faults.append(Fault(sheet.name, row.payment.row, column, problem))
    return found


def _near(connection: Connection, unit: UnitLookup) -> set[int]:
    """The unit, those above it and those below it."""
    books = lookups(connection)
    found = {unit.id}
    above = unit.parent
    while above:
        found.add(books.units[above].id)
        above = books.units[above].parent
    found |= {books.units[code].id for code in subtree(books, unit.code)}
    return found


def withdraw(  # noqa: PLR0913, PLR0917 - as every verb, and why
    connection: Connection, unit: str, number: int, reason: str, vault: Vault, act: Act
) -> None:
    """Withdraw a payment that was entered wrongly; it counts no more.

    Raises:
        NotFound: there is no such unit or payment.
        HistoryRefused: it was withdrawn, or no reason is told.
    """
    at = held(connection, unit)
    row = history_store.one(connection, at.id, number)
    if row is None:
        do = "用 bangfu aid history show 查看编号"
        raise NotFound("此前的救助", str(number), do)
    wrong = [*text_faults(("原因", reason, True))]
    if row.ended:
        wrong.append("此前已撤销")
    if wrong:
        raise HistoryRefused("救助记录没有撤销", "；".join(wrong), "核对编号和原因")
    locked = vault.lock(
        reason.strip().encode(), f"aid_elsewhere_endings.locked:{at.id}/{number}"
    )
    values = at.id, number, locked, act.stamp
    append_rows(connection, at, [("aid_elsewhere_endings", [values])], act)
