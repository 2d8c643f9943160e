"""A batch of payments checked, approved and posted, beside bare rows.

The unit is under L12 and L13. Every line is checked three times: when the batch is
saved, submitted, and paid; each check opens the recipient's file, computes the award,
and looks for the same person, household and card in all units. Two approve, and the
voucher has a posting for each line. The limit inserts the same lines and postings into
two tables without keys or guards, and adds them up.
"""

import sqlite3
import sys
import time
from collections.abc import Iterator

import psycopg
from measuring import Place, Table, alone, child, path_of, ratio

LINES = 10_000


def tables(place: Place) -> Iterator[Table]:
    """The size is that of a city's month, whatever the other sizes are."""
    rows: list[tuple[object, ...]] = []
    for kind in ("sqlite", "postgresql"):
        url = place.empty(kind, "payout_batch")
        child("payout_batch.py", "fill", url, LINES)
        done = child("payout_batch.py", "pay", url, LINES)
        limit = _bare(kind, url)
        steps = [done[one] for one in ("save", "submit", "approve", "release", "post")]
        rows.append(
            (
                *(LINES, kind, *steps, done["seconds"]),
                *(limit, ratio(done["seconds"], limit)),
                f"{done['peak_mib']:.0f} MiB",
            )
        )
    columns = (
        *("lines", "database", "save, s", "submit, s", "approve, s", "release, s"),
        *("review to post, s", "together, s", "bare rows, s", "together / bare"),
    )
    note = (__doc__ or "").split("\n\n", 1)[1]
    yield Table("Payment batches", (*columns, "peak memory"), rows, note)


def _bare(kind: str, url: str) -> float:
    rows = [(place, f"Y-{place:06d}", 50_001) for place in range(LINES)]
    mark = "?" if kind == "sqlite" else "%s"
    if kind == "sqlite":
        connection = sqlite3.connect(path_of(url))
    else:
        connection = psycopg.connect(url)
    begun = time.perf_counter()
    cursor = connection.cursor()
    for table in ("bare_lines", "bare_postings"):
        cursor.execute(f"CREATE TABLE {table} (line INTEGER, code TEXT, fen INTEGER)")
        values = ", ".join([mark] * 3)
        cursor.executemany(f"INSERT INTO {table} VALUES ({values})", rows)
        cursor.execute(f"SELECT SUM(fen) FROM {table}")
    connection.commit()
    taken = time.perf_counter() - begun
    connection.close()
    return taken


if __name__ == "__main__":
    sys.exit(alone(tables))
