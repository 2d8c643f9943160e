"""The SQL of files to the bank and of results.

Every function works inside a transaction given by the caller.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from aid.bank_file_tables import (
    aid_payment_files,
    aid_payment_lines,
    aid_payment_writings,
    aid_result_files,
    aid_result_lines,
)

_f, _l, _w = aid_payment_files.c, aid_payment_lines.c, aid_payment_writings.c
_r, _o = aid_result_files.c, aid_result_lines.c


def files(connection: Connection, unit_id: int, batch: str) -> list[Any]:
    """The payment files of a batch, by number."""
    query = select(aid_payment_files).where(_f.unit_id == unit_id, _f.batch == batch)
    return list(connection.execute(query.order_by(_f.number)))


def all_files(connection: Connection, unit_id: int) -> list[Any]:
    """The payment files of a unit, by batch and number."""
    query = select(aid_payment_files).where(_f.unit_id == unit_id)
    return list(connection.execute(query.order_by(_f.batch, _f.number)))


def lines(connection: Connection, unit_id: int, batch: str) -> list[Any]:
    """The lines of all payment files of a batch, by line and by number of the file."""
    query = select(_l.number, _l.line, _l.amount_fen, _l.card_blind)
    query = query.where(_l.unit_id == unit_id, _l.batch == batch)
    return list(connection.execute(query.order_by(_l.line, _l.number)))


def told(
    connection: Connection, unit_id: int, batch: str
) -> dict[tuple[int, int], tuple[int, bytes | None]]:
    """What the bank said of a batch's lines: by file and line, paid or not, and why."""
    query = select(_o.number, _o.line, _o.is_paid, _o.locked)
    query = query.where(_o.unit_id == unit_id, _o.batch == batch)
    return {(n, line): (paid, why) for n, line, paid, why in connection.execute(query)}


def writings(
    connection: Connection, unit_id: int, batch: str, number: int
) -> list[Any]:
    """How a payment file was written down, first to last."""
    query = select(aid_payment_writings).where(
        _w.unit_id == unit_id, _w.batch == batch, _w.number == number
    )
    return list(connection.execute(query.order_by(_w.writing)))


def results(connection: Connection, unit_id: int, batch: str) -> list[Any]:
    """The result files of a batch, by payment file and number."""
    query = select(aid_result_files).where(_r.unit_id == unit_id, _r.batch == batch)
    return list(connection.execute(query.order_by(_r.number, _r.result)))


def result_of(connection: Connection, unit_id: int, file_blind: bytes) -> Any:
    """The result that was taken in with these bytes, or None."""
    query = select(aid_result_files).where(
        _r.unit_id == unit_id, _r.file_blind == file_blind
    )
    return connection.execute(query).one_or_none()


PaymentKey = tuple[str, int]
ResultKey = tuple[str, int, int]


def counted_lines(
    connection: Connection, unit_id: int
) -> dict[PaymentKey, tuple[int, int]]:
    """Lines and their sum of each payment file that has any, by batch and number."""
    query = select(_l.batch, _l.number, func.count(), func.sum(_l.amount_fen))
    query = query.where(_l.unit_id == unit_id).group_by(_l.batch, _l.number)
    return {(b, n): (count, int(fen)) for b, n, count, fen in connection.execute(query)}


def counted_results(
    connection: Connection, unit_id: int
) -> dict[ResultKey, list[tuple[int, int, int]]]:
    """Lines and their sum of each result by what became of them."""
    key = _o.batch, _o.number, _o.result
    query = select(*key, _o.is_paid, func.count(), func.sum(_o.amount_fen))
    query = query.where(_o.unit_id == unit_id).group_by(*key, _o.is_paid)
    found: dict[ResultKey, list[tuple[int, int, int]]] = {}
    for batch, number, result, is_paid, count, fen in connection.execute(query):
        told = is_paid, count, int(fen)
        found.setdefault((batch, number, result), []).append(told)
    return found


def all_results(connection: Connection, unit_id: int) -> list[Any]:
    """The result files of a unit, by batch, payment file and number."""
    query = select(aid_result_files).where(_r.unit_id == unit_id)
    return list(connection.execute(query.order_by(_r.batch, _r.number, _r.result)))


def payment_digest_rows(
    connection: Connection, unit_id: int, batch: str, number: int
) -> Iterator[Any]:
    """What the digest of a payment file covers: line, fen, blind of the card."""
    query = select(_l.line, _l.amount_fen, _l.card_blind).where(
        _l.unit_id == unit_id, _l.batch == batch, _l.number == number
    )
    yield from connection.execute(query.order_by(_l.line))


def result_digest_rows(
    connection: Connection, unit_id: int, batch: str, number: int, result: int
) -> Iterator[Any]:
    """What the digest of a result covers: line, paid or not, fen, ciphertext."""
    query = select(_o.line, _o.is_paid, _o.amount_fen, _o.locked).where(
        _o.unit_id == unit_id,
        _o.batch == batch,
        _o.number == number,
        _o.result == result,
    )
    yield from connection.execute(query.order_by(_o.line))
