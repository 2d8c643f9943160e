"""Recipients' files: one found among many, and a sheet taken in.

Finding: the tables hold so many files, encrypted and indexed as the program does; 200
people are looked for by number of identity in one transaction, each five times, of
which the fastest counts: what else the machine does is left out. What is measured is
`aid.recipients.find`, which tells unit, state and size of the file, and the same with
the file opened; the limit is one row by its unique index with the driver, from a table
that holds the same people in clear. The tables are filled past their guards, which
would judge file by file.

Taking in: 10,000 files of a sheet, every other with two members, 20,000 rows, judged,
encrypted, indexed and chained in one transaction. The limit is the driver's fastest
(`executemany`, COPY) of the same cells in clear, read by the csv module, into a table
with an index on the number of identity, in one durable transaction.
"""

import csv
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from measuring import Place, Table, alone, child, path_of, ratio

SHEET = 10_000
KINDS = ("sqlite", "postgresql")
SCRIPT = "recipient_files.py"


def tables(place: Place) -> Iterator[Table]:
    """Both databases, the sizes of files as those of postings."""
    notes = (__doc__ or "").split("\n\n")
    rows: list[tuple[object, ...]] = []
    for size in (place.small, place.large):
        for kind in KINDS:
            url = place.empty(kind, f"files_{size}")
            child(SCRIPT, "fill", url, size)
            done = child(SCRIPT, "find", url, size)
            thousandths = (done[key] * 1000 for key in ("plain", "find", "slowest"))
            share = ratio(done["find"], done["plain"])
            opened = done["opened"] * 1000
            rows.append((size, kind, *thousandths, share, opened))
    columns = (
        *("files", "database", "in clear by index, ms", "found, ms"),
        *("found p99, ms", "found / in clear", "found and opened, ms"),
    )
    yield Table("One recipient found", columns, rows, notes[1])
    yield Table("Recipients taken in", *_taken_in(place), notes[2])


def _taken_in(place: Place) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    sheet = place.folder / "recipients.csv"
    child(SCRIPT, "sheet", sheet, SHEET)
    rows: list[tuple[object, ...]] = []
    for kind in KINDS:
        url = place.empty(kind, "recipients_sheet")
        limit = _loaded(kind, place.bare(kind, "recipients_plain"), sheet)
        done = child(SCRIPT, "import", url, sheet)
        whole = done["reading"] + done["writing"]
        rows.append(
            (
                *(SHEET, kind, done["reading"], done["writing"], whole),
                f"{done['peak_mib']:.0f} MiB",
                *(limit, ratio(whole, limit)),
            )
        )
    columns = (
        *("files", "database", "reading, s", "judged and written, s", "together, s"),
        *("peak memory", "loaded in clear, s", "together / in clear"),
    )
    return columns, rows


def _loaded(kind: str, url: str, sheet: Path) -> float:
    """The same cells in clear, the driver's fastest way."""
    begun = time.perf_counter()
    with sheet.open(encoding="utf-8", newline="") as file:
        head, *cells = csv.reader(file)
    columns = ", ".join(f"{name} TEXT" for name in head)
    table = f"CREATE TABLE loaded ({columns})"
    index = "CREATE INDEX loaded_identity ON loaded (identity)"
    if kind == "sqlite":
        lite = sqlite3.connect(path_of(url))
        lite.execute(table)
        marks = ", ".join("?" * len(head))
        lite.executemany(f"INSERT INTO loaded VALUES ({marks})", cells)
        lite.execute(index)
        lite.commit()
        lite.close()
    else:
        with psycopg.connect(url) as connection:
            connection.execute(table.encode())
            with connection.cursor().copy("COPY loaded FROM STDIN") as copy:
                for row in cells:
                    copy.write_row(row)
            connection.execute(index)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(alone(tables))
