"""The SQL of evidence books, and books read out of it.

Every function works inside a transaction given by the caller. Nothing is read row by
row; what is long is handed on as it comes from the database.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, select

from audit.books import Books
from audit.evidence_books import Handed, Head, books_of
from audit.evidence_hashes import RowsHash
from audit.evidence_keys import EvidenceKey, parse_key
from audit.evidence_tables import (
    PARTS,
    evidence_cells,
    evidence_files,
    evidence_intakes,
    evidence_openings,
    evidence_postings,
    evidence_unread,
    evidence_vouchers,
)
from ledger import store
from ledger.errors import NotFound
from ledger.periods import Span
from ledger.register import lookups

_CHUNK = 20_000
_i = evidence_intakes.c


# -- writing ------------------------------------------------------------------------


def write(
    connection: Connection,
    key: Sequence[int],
    table: Table,
    rows: Iterable[Sequence[object]],
) -> None:
    """Append rows of an intake, given without the key of the intake."""
    kept = iter(rows)
    while chunk := [(*key, *row) for row in islice(kept, _CHUNK)]:
        store.write_rows(connection, table, chunk)


# -- heads --------------------------------------------------------------------------


def last_number(connection: Connection, unit_id: int, year: int) -> int:
    """The number of the last intake of a unit's year; 0 where there is none."""
    query = select(func.max(_i.number)).where(_i.unit_id == unit_id, _i.year == year)
    return connection.scalar(query) or 0


def by_folder(
    connection: Connection, unit_id: int, folder_hash: bytes, auditee: str
) -> Any:
    """The head of the intake of a folder, or None."""
    query = select(evidence_intakes).where(
        _i.unit_id == unit_id,
        _i.folder_hash == folder_hash,
        _i.auditee == auditee,
    )
    return connection.execute(query).one_or_none()


def heads(connection: Connection, unit_id: int) -> list[Any]:
    """The heads of a unit's intakes, in the order of their keys."""
    query = select(evidence_intakes).where(_i.unit_id == unit_id)
    return list(connection.execute(query.order_by(_i.year, _i.number)))


def head(connection: Connection, unit_id: int, key: str) -> Any:
    """The head of an intake.

    Raises:
        NotFound: there is no such intake in the unit.
    """
    asked = parse_key(key)
    query = select(evidence_intakes).where(
        _i.unit_id == unit_id, _i.year == asked.year, _i.number == asked.number
    )
    found = connection.execute(query).one_or_none()
    if found is None:
        raise NotFound("外来账套", str(asked), "用 bangfu audit evidence 查看")
    return found


# -- rows ---------------------------------------------------------------------------


def _rows(
    connection: Connection, table: Table, key: Sequence[int], place: int = 0
) -> Iterator[Any]:
    """The rows of an intake without its key, in the order of their own.

    Those of one place alone, where one is given.
    """
    of_intake, own = list(table.columns)[:3], list(table.columns)[3:]
    query = select(*own).where(
        *(column == value for column, value in zip(of_intake, key, strict=True))
    )
    if place:
        query = query.where(table.c.place == place)
    query = query.order_by(*list(table.primary_key.columns)[3:])
    yield from connection.execute(query.execution_options(yield_per=_CHUNK))


def hash_of(connection: Connection, key: Sequence[int]) -> tuple[bytes, dict[str, int]]:
    """The digest of an intake's rows as they stand, and how many of each there are."""
    digest = RowsHash()
    counts = {}
    for part in PARTS:
        name = part.name.removeprefix("evidence_")
        c = part.c
        counts[name] = (
            connection.scalar(
                select(func.count()).where(
                    c.unit_id == key[0], c.year == key[1], c.number == key[2]
                )
            )
            or 0
        )
        digest.add(name, counts[name], _rows(connection, part, key))
    return digest.digest(), counts


def sums_of(connection: Connection, key: Sequence[int]) -> tuple[int, int]:
    """The debits and credits of an intake's vouchers, in fen."""
    p = evidence_postings.c
    query = select(func.sum(p.debit_fen), func.sum(p.credit_fen)).where(
        p.unit_id == key[0], p.year == key[1], p.number == key[2]
    )
    debit, credit = connection.execute(query).one()
    return int(debit or 0), int(credit or 0)


def files(connection: Connection, key: Sequence[int]) -> list[Any]:
    """The files of an intake, in order of name."""
    return list(_rows(connection, evidence_files, key))


def unread(connection: Connection, key: Sequence[int]) -> list[Any]:
    """What could not be read of an intake, in order."""
    return list(_rows(connection, evidence_unread, key))


def voucher(
    connection: Connection, unit: str, key: str, place: int
) -> tuple[Head, list[Any]]:
    """A voucher of an intake with its postings, as the file has them.

    Raises:
        NotFound: there is no such unit, intake or voucher.
    """
    found = lookups(connection).unit(unit)
    row = head(connection, found.id, key)
    at = (found.id, row.year, row.number)
    told = [Head(*one) for one in _rows(connection, evidence_vouchers, at, place)]
    if not told:
        raise NotFound("凭证", f"{key} 第{place}张")
    return told[0], list(_rows(connection, evidence_postings, at, place))


def rows_hash(connection: Connection, unit: str, key: str) -> bytes:
    """The digest that an intake's rows were sealed by.

    Raises:
        NotFound: there is no such unit or intake.
    """
    found = lookups(connection).unit(unit)
    return bytes(head(connection, found.id, key).rows_hash)


# -- books --------------------------------------------------------------------------


def read_evidence(
    connection: Connection, unit: str, key: str, span: Span, *, auditee: str = ""
) -> Books:
    """An auditee's books over whole months, out of evidence.

    Args:
        connection: one consistent view of the books.
        unit: the unit that the evidence belongs to.
        key: of the intake: `E2025-1`.
        span: whole months.
        auditee: a unit of the folder; the one that the intake names where it is empty.

    Raises:
        NotFound: there is no such unit or intake, or no such unit in the folder.
    """
    found = lookups(connection, fresh=True).unit(unit)
    row = head(connection, found.id, key)
    place = (found.id, row.year, row.number)
    handed = Handed(
        auditee=auditee or row.auditee,
        cells=list(_rows(connection, evidence_cells, place)),
        vouchers=[Head(*one) for one in _rows(connection, evidence_vouchers, place)],
        postings=_rows(connection, evidence_postings, place),
        openings=list(_rows(connection, evidence_openings, place)),
        unread=unread(connection, place),
    )
    if handed.auditee not in handed.units:
        do = f"账套中的单位：{'、'.join(sorted(handed.units))}"
        raise NotFound("账套中的单位", handed.auditee, do)
    return books_of(handed, span)


def keys_of(connection: Connection, unit_id: int) -> Iterator[tuple[EvidenceKey, Any]]:
    """Every intake of a unit, by its key."""
    for row in heads(connection, unit_id):
        yield EvidenceKey(row.year, row.number), row
