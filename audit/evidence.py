"""Evidence books (外来账套): an auditee's books taken in as they are, faults and all.

1. The intake stands whatever is wrong with the books; what could not be read is told
   whole. Only a folder that holds nothing of books is refused.
2. The same folder for the same auditee is one intake: taken in again, nothing changes.
3. Nothing of it enters the ledger: evidence is read by the audit alone.

Basis: 审计法 第三十四条 (right to documents); 第2103号内部审计具体准则 (evidence).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audit import evidence_store
from audit.books import Books
from audit.errors import EvidenceRefused
from audit.evidence_books import Handed, Head, books_of
from audit.evidence_hashes import RowsHash, files_of, folder_hash
from audit.evidence_keys import EvidenceKey
from audit.evidence_sheets import Piece, Taken, Unread, cleaned, read_sheets
from audit.evidence_tables import (
    BOUND,
    COUNTED,
    PARTS,
    evidence_intakes,
)
from ledger import store
from ledger.database import Connection
from ledger.people import Act
from ledger.periods import Span, china_day
from ledger.register import UnitLookup, append_rows, lookups
from ledger.sheets import CSV, XLSX
from ledger.stages import Told, silent
from ledger.uncollected import uncollected

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as it was read, before anything of it is kept."""

    name: str
    files: tuple[tuple[str, int, bytes], ...]
    taken: Taken

    @property
    def hash(self) -> bytes:
        """The digest of its files."""
        return folder_hash((name, digest) for name, _, digest in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """An intake that stands; `already` says that it stood before."""

    key: EvidenceKey
    unit: str
    auditee: str
    auditee_name: str
    folder: str
    folder_hash: str
    rows_hash: str
    counts: dict[str, int]
    debit: int
    credit: int
    """Sums of the vouchers in fen: faulty books may add up to more than money can."""
    taken_at: str
    person: str
    already: bool = False
    unread: tuple[Unread, ...] = field(default=(), repr=False)


def read_folder(folder: Path, tell: Told = silent) -> Folder:
    """Read a books folder, or one XLSX, whatever its faults; nothing is kept yet.

    Raises:
        EvidenceRefused: nothing in it is a sheet of books, or it cannot be opened.
    """
    try:
        files = files_of(folder)
    except OSError:
        raise EvidenceRefused("账套文件夹无法打开", do="检查路径与读取权限") from None
    with uncollected():
        taken = read_sheets(folder, tell)
    if not (taken.cells or taken.vouchers or taken.openings):
        told = "；".join(str(one) for one in taken.unread[:5])
        kinds = f"units{CSV}、funds{CSV}、vouchers{CSV} 等，或一个 {XLSX}"
        raise EvidenceRefused("文件夹中没有可读的账套", told, f"放入 {kinds}")
    return Folder(cleaned(folder.name)[0] or "/", files, taken)


def take_in(
    connection: Connection, folder: Folder, unit: str, act: Act, *, auditee: str = ""
) -> Intake:
    """Keep a folder as evidence of a unit, sealed; twice is once.

    Args:
        connection: a writing transaction.
        folder: as `read_folder` gives it.
        unit: to whom the evidence belongs: the auditee where it is registered, else
            the auditing unit.
        act: who takes it in, and when.
        auditee: code of the audited unit in the folder; left out, it is `unit` itself
            or the only unit of the folder.

    Raises:
        NotFound: there is no such unit or person.
        EvidenceRefused: it is not clear whose books these are, or they add up to more
            than can be kept.
    """
    books = lookups(connection, fresh=True)
    keeper = books.unit(unit)
    books.person(act.person)
    code = _auditee(folder.taken, unit, auditee)
    store.lock_unit(connection, keeper.id)
    stands = evidence_store.by_folder(connection, keeper.id, folder.hash, code)
    if stands is not None:
        return told(connection, keeper, stands, already=True)
    year = china_day(act.at).year
    number = evidence_store.last_number(connection, keeper.id, year) + 1
    key = (keeper.id, year, number)
    store.prepare_bulk(connection)
    row = (*key, *_head(connection, folder, code, key))
    append_rows(
        connection,
        keeper,
        [("evidence_intakes", [(*row, books.person(act.person), act.stamp)])],
        act,
    )
    found = evidence_store.head(connection, keeper.id, f"E{year}-{number}")
    return told(connection, keeper, found)


def _auditee(taken: Taken, unit: str, asked: str) -> str:
    """Whose books these are, by the code in the folder."""
    known = taken.units
    if asked or unit in known or len(known) == 1:
        code = asked or (unit if unit in known else known[0])
        if code in known:
            return code
        what = f"账套中没有单位“{cleaned(code)[0]}”"
    else:
        what = "账套中有多个单位" if known else "账套没有写明单位"
    codes = "、".join(known[:20])
    raise EvidenceRefused(
        what,
        f"账套中的单位：{codes}" if codes else "",
        "用 --auditee 指明被审计单位在账套中的代码",
    )


def _head(
    connection: Connection, folder: Folder, auditee: str, key: tuple[int, int, int]
) -> tuple[object, ...]:
    """Write the rows of an intake; what its head says of them."""
    digest = RowsHash()
    counts = {}
    for part, rows in zip(PARTS, _parts(folder), strict=True):
        name = part.name.removeprefix("evidence_")
        counts[name] = sum(1 for _ in rows())
        digest.add(name, counts[name], rows())
        evidence_store.write(connection, key, part, rows())
    lines = [line for piece in folder.taken.vouchers for line in piece.lines]
    sums = [sum(line[side] for line in lines) for side in (3, 4)]  # type: ignore[misc] # fen
    if max(map(abs, sums)) > BOUND:
        raise EvidenceRefused(
            "凭证金额合计超出可以保存的范围", do="核对金额列，改正后重新导出"
        )
    return (
        auditee,
        _name_of(folder.taken, auditee),
        folder.name,
        folder.hash,
        *(counts[name] for name in COUNTED),
        *sums,
        digest.digest(),
    )


def _parts(folder: Folder):  # type: ignore[no-untyped-def] # noqa: ANN202 - makers of rows, by part
    taken = folder.taken

    def numbered(rows: Rows):  # type: ignore[no-untyped-def] # noqa: ANN202 - as above
        return lambda: ((place, *row) for place, row in enumerate(rows, 1))

    return (
        numbered(folder.files),
        numbered(taken.cells),
        lambda: _vouchers(taken.vouchers),
        lambda: _postings(taken.vouchers),
        numbered(taken.openings),
        numbered(taken.unread),
    )


def _vouchers(pieces: Sequence[Piece]) -> Iterator[tuple[object, ...]]:
    for place, one in enumerate(pieces, 1):
        yield (place, one.row, one.unit, one.ref, *one.told, one.day, *one.head)


def _postings(pieces: Sequence[Piece]) -> Iterator[tuple[object, ...]]:
    for place, piece in enumerate(pieces, 1):
        for number, line in enumerate(piece.lines, 1):
            yield (place, number, *line)


def _name_of(taken: Taken, code: str) -> str:
    """What the folder calls a unit; its code where it says nothing."""
    row = next(
        (c[1] for c in taken.cells if c[:4:2] == ("units", "code") and c[3] == code), 0
    )
    named = (c[3] for c in taken.cells if c[:3] == ("units", row, "name"))
    return next(named, code)


def books_in(folder: Folder, span: Span, auditee: str) -> Books:
    """The books that a folder would make as evidence, without keeping it."""
    taken = folder.taken
    handed = Handed(
        auditee=auditee,
        cells=[(0, *one) for one in taken.cells],
        vouchers=[Head(*row) for row in _vouchers(taken.vouchers)],  # type: ignore[arg-type] # as declared
        postings=_postings(taken.vouchers),
        openings=[(0, *row) for row in taken.openings],
        unread=[(0, *row) for row in taken.unread],
    )
    return books_of(handed, span)


# -- reading ------------------------------------------------------------------------


def intakes(
    connection: Connection, unit: str, *, whole: bool = False
) -> tuple[Intake, ...]:
    """The evidence that belongs to a unit; `whole` with what could not be read.

    Raises:
        NotFound: there is no such unit.
    """
    keeper = lookups(connection, fresh=True).unit(unit)
    rows = evidence_store.heads(connection, keeper.id)
    return tuple(told(connection, keeper, row, whole=whole) for row in rows)


def intake_of(connection: Connection, unit: str, key: str) -> Intake:
    """One intake, with all that could not be read of it.

    Raises:
        NotFound: there is no such unit or intake.
    """
    keeper = lookups(connection, fresh=True).unit(unit)
    return told(connection, keeper, evidence_store.head(connection, keeper.id, key))


def told(
    connection: Connection,
    keeper: UnitLookup,
    row: object,
    *,
    already: bool = False,
    whole: bool = True,
) -> Intake:
    """An intake as it stands; with all that could not be read where it is `whole`."""
    values = {column.name: getattr(row, column.name) for column in evidence_intakes.c}
    key = (keeper.id, values["year"], values["number"])
    found = evidence_store.unread(connection, key) if whole else []
    return Intake(
        key=EvidenceKey(*key[1:]),
        unit=keeper.code,
        auditee=values["auditee"],
        auditee_name=values["auditee_name"],
        folder=values["folder"],
        folder_hash=bytes(values["folder_hash"]).hex(),
        rows_hash=bytes(values["rows_hash"]).hex(),
        counts={name: values[name] for name in COUNTED},
        debit=values["debit_fen"],
        credit=values["credit_fen"],
        taken_at=values["taken_at"],
        person=lookups(connection).person_codes[values["person_id"]],
        already=already,
        unread=tuple(Unread(*one[1:]) for one in found),
    )
