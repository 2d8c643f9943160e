"""Auditing a year of one unit, beside reading its postings once.

The books are one year of one unit. They are read as an auditor reads them and every
check that has its data is put to them; then the annual report is written as PDF in a
process of its own: everything recomputed, every check, the pages. The limit reads
every column of the postings with the driver alone.

Seconds are those of the processor, so that what else the machine does is left out; on
PostgreSQL those of the server are not counted.
"""

import sqlite3
import sys
import time
from collections.abc import Iterator
from typing import Any

from generate import write_year
from measuring import UNIT, Place, Table, alone, child, path_of, ratio
from unit_book import FIRST

YEAR = str(FIRST.year)
_SLOWEST = 12


def tables(place: Place) -> Iterator[Table]:
    """The smaller size on both databases, the larger one on SQLite, the slowest checks.

    Checks touch no database: what differs between the two is the reading alone.
    """
    rows: list[tuple[object, ...]] = []
    done: dict[str, Any] = {}
    for size, kind in (
        (place.large, "sqlite"),
        (place.small, "sqlite"),
        (place.small, "postgresql"),
    ):
        folder = place.folder / f"audited-{size}"
        if not folder.exists():
            write_year(size, folder)
        url = place.empty(kind, f"audited_{size}")
        child("child.py", "import", url, folder)
        limit = _limit(path_of(url)) if kind == "sqlite" else None
        measured = child("child.py", "checks", url, UNIT, YEAR)
        done = done or measured
        rows.append((size, kind, *_told(measured, limit), *_report(place, url)))
    columns = (
        *("postings", "database", "reading books, s", "all checks, s", "peak memory"),
        *("findings", "postings read once, s", "reading and checks / read once"),
        *("report built, s", "report written, s", "peak memory of the report"),
    )
    note = (__doc__ or "").split("\n\n", 1)[1]
    yield Table("Auditing a year", columns, rows, note)
    slow = sorted(done["checks"].items(), key=lambda one: -one[1])[:_SLOWEST]
    title = "The slowest checks of a year"
    yield Table(title, ("check", "s"), [*slow])


def _told(done: dict[str, Any], limit: float | None) -> tuple[object, ...]:
    whole = done["read"] + done["run"]
    beside = (limit, ratio(whole, limit)) if limit else ("", "")
    peak = f"{done['peak_mib']:.0f} MiB"
    return (done["read"], done["run"], peak, done["findings"], *beside)


def _report(place: Place, url: str) -> tuple[object, ...]:
    path = place.folder / "annual.pdf"
    done = child("child.py", "annual", url, UNIT, YEAR, path)
    return (done["built"], done["written"], f"{done['peak_mib']:.0f} MiB")


def _limit(path: str) -> float:
    with sqlite3.connect(path) as connection:
        begun = time.process_time()
        query = "SELECT * FROM postings ORDER BY unit_id, position, line"
        for _ in connection.execute(query):
            pass
        return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(alone(tables))
