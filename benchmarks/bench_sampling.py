"""Sealing populations and drawing samples from them, beside hashing the same bytes.

Read: every posting of five years, unit by unit, sealed as a population of lines. Then
one population of as many items, in memory: sealed, a sample of 100 drawn by tickets,
one of 100 money units, and the sealed text read back. The limits read the same columns
with the driver, and hash with hashlib alone: the text once, and a ticket of each item.
"""

import datetime as dt
import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256

from child import peak_mib
from measuring import Place, Table, alone, child, path_of, ratio

MEASURE = "measure"
SPAN = (dt.date(2022, 1, 1), dt.date(2027, 1, 1))


def tables(place: Place) -> Iterator[Table]:
    """Both sizes on SQLite."""
    rows: list[tuple[object, ...]] = []
    for size in (place.small, place.large):
        done = child("bench_sampling.py", MEASURE, place.sqlite(size), size)
        limit = done["limit_read"]
        rows.append(
            (
                *(size, done["read"], limit, ratio(done["read"], limit)),
                *(done["seal"], done["tickets"], done["money"], done["unseal"]),
                *(done["limit_hash"], done["limit_tickets"]),
                ratio(done["tickets"], done["limit_tickets"]),
                f"{done['peak_mib']:.0f} MiB",
            )
        )
    columns = (
        *("items", "read and sealed, s", "columns read, s", "read / columns"),
        *("sealed, s", "by tickets, s", "money units, s", "read back, s"),
        *("text hashed, s", "tickets hashed, s", "by tickets / hashed"),
        "peak memory",
    )
    note = (__doc__ or "").split("\n\n", 1)[1]
    yield Table("Sealing and sampling (SQLite)", columns, rows, note)


def timed(work: Callable[[], object]) -> float:
    """The seconds that something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure(url: str, size: int) -> dict[str, float]:
    """All figures of one size."""
    read = timed(lambda: _read(url))
    limit = timed(lambda: _columns(path_of(url)))
    return {"read": read, "limit_read": limit, **_in_memory(size)}


def _read(url: str) -> None:
    from audit.populations import Of  # noqa: PLC0415 - others would carry its memory
    from audit.sampling_sealing import read_population  # noqa: PLC0415 - as above
    from ledger import queries  # noqa: PLC0415 - as above
    from ledger.database import open_books, reading  # noqa: PLC0415 - as above
    from ledger.periods import Span  # noqa: PLC0415 - as above
    from ledger.register import lookups  # noqa: PLC0415 - as above

    with reading(open_books(url)) as connection:
        books = lookups(connection)
        for unit in books.units.values():
            position, _ = queries.head(connection, unit.id)
            if position:
                at = (Span(*SPAN), position)
                read_population(connection, books, unit, Of.LINES, at)


def _columns(path: str) -> None:
    query = (
        "SELECT p.position, p.line, p.debit_fen, p.credit_fen, v.period, v.kind,"
        " v.number FROM vouchers v JOIN postings p ON p.unit_id = v.unit_id"
        " AND p.position = v.position ORDER BY v.unit_id, p.position, p.line"
    )
    with sqlite3.connect(path) as connection:
        for _ in connection.execute(query):
            pass


def _in_memory(size: int) -> dict[str, float]:
    from audit import sampling_tickets as tickets  # noqa: PLC0415 - as above

    items = [
        tickets.Item(f"P{n // 2}.{n % 2 + 1}", n * 7919 % 500_000 + 1, f"付-{n // 24}")
        for n in range(size)
    ]
    begun = time.perf_counter()
    population = tickets.sealed(items)
    sealing = time.perf_counter() - begun

    def drawing(units: tickets.Units) -> tickets.Drawing:
        return tickets.Drawing(
            units=units, method=tickets.Method.TICKETS, seed="03 11 14", size=100
        )

    by_items, by_money = map(drawing, tickets.Units)
    text, digest = population.text, population.digest
    return {
        "seal": sealing,
        "tickets": timed(lambda: tickets.draw(population, by_items)),
        "money": timed(lambda: tickets.draw(population, by_money)),
        "unseal": timed(lambda: tickets.unsealed(text, digest)),
        "limit_hash": timed(lambda: sha256(text).hexdigest()),
        "limit_tickets": timed(lambda: _hashed(items)),
        "peak_mib": peak_mib(),
    }


def _hashed(items: list[tuple[str, int, str]]) -> None:
    for name, _, _ in items:
        sha256(f"03 11 14\n1\n{name}".encode()).hexdigest()


if __name__ == "__main__":
    if sys.argv[1:2] == [MEASURE]:
        print(json.dumps(measure(sys.argv[2], int(sys.argv[3]))))
        sys.exit(0)
    sys.exit(alone(tables))
