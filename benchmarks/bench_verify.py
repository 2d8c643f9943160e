"""Verifying all that was sealed, beside reading the rows and hashing the same bytes.

The limit reads every column of vouchers and postings with the driver and hashes, with
hashlib alone, texts of the written form's length: the making of the texts is not
counted, nor is anything compared.
"""

import sqlite3
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from operator import itemgetter

from measuring import Place, Table, alone, child, path_of, ratio

SEAL_LENGTH = 250
"""About the length of a seal's text; two hashes of 64 digits are most of it."""


def tables(place: Place) -> Iterator[Table]:
    """Both sizes on SQLite."""
    rows: list[tuple[object, ...]] = []
    for size in (place.small, place.large):
        url = place.sqlite(size)
        done = child("child.py", "verify", url)
        read, hashed = _limit(path_of(url))
        rows.append(
            (
                *(size, done["seconds"], f"{done['peak_mib']:.0f} MiB", read, hashed),
                ratio(done["seconds"], read + hashed),
            )
        )
    columns = (
        *("postings", "verify, s", "peak memory", "reading, s", "hashing, s"),
        "verify / (reading + hashing)",
    )
    note = (__doc__ or "").split("\n\n", 1)[1]
    yield Table("Verifying the books (SQLite)", columns, rows, note)


def _limit(path: str) -> tuple[float, float]:
    vouchers = "SELECT * FROM vouchers ORDER BY unit_id, position"
    postings = "SELECT * FROM postings ORDER BY unit_id, position, line"
    with sqlite3.connect(path) as connection:
        begun = time.perf_counter()
        for query in (vouchers, postings):
            for _ in connection.execute(query):
                pass
        read = time.perf_counter() - begun
        hashed = 0.0
        by_voucher = groupby(connection.execute(postings), itemgetter(0, 1))
        heads = connection.execute(vouchers)
        for head, (_, lines) in zip(heads, by_voucher, strict=True):
            # The head as it is sealed, without the hashes that are not part of it.
            rows = (head[:-3], *(line[3:] for line in lines))
            content = "\x1e".join("\x1f".join(map(str, row)) for row in rows).encode()
            seal = bytes(SEAL_LENGTH)
            begun = time.perf_counter()
            sha256(content).digest()
            sha256(seal).digest()
            hashed += time.perf_counter() - begun
    return read, hashed


if __name__ == "__main__":
    sys.exit(alone(tables))
