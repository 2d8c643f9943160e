"""One voucher posted durably, beside the driver writing the same rows.

`posting.py` has both ways. Each voucher is a transaction of its own on a kept
connection; PostgreSQL and SQLite put every commit on disk.
"""

import json
import statistics
import sys
from collections.abc import Iterator

from measuring import UNIT, Place, Table, alone, percentile, ratio, started

CLIENTS = 8
PAYEES = 10_000
WAYS = ("ours", "raw")
Times = dict[str, list[float]]


def tables(place: Place) -> Iterator[Table]:
    """Single posts, posts by many clients, and a voucher with many payees."""
    yield _single(place)
    yield _many_clients(place)
    yield _many_payees(place)


def _single(place: Place) -> Table:
    rows: list[tuple[object, ...]] = []
    for kind in ("sqlite", "postgresql"):
        for size in (0, place.small, place.large):
            found = {way: _posts(place, kind, size, way) for way in WAYS}
            ours, raw = (len(found[way]) / sum(found[way]) for way in WAYS)
            tails = [1000 * percentile(found[way], 0.99) for way in WAYS]
            rows.append(
                (
                    *(kind, size, int(ours), int(raw), f"{ours / raw:.2f}"),
                    1000 * statistics.median(found["ours"]),
                    *(tails[0], tails[1], ratio(tails[0], tails[1])),
                )
            )
    columns = (
        *("database", "books", "ours, vouchers/s", "raw, vouchers/s", "ours / raw"),
        *("ours p50, ms", "ours p99, ms", "raw p99, ms", "p99 ours / raw"),
    )
    return Table("One voucher posted durably", columns, rows, _NOTE)


_NOTE = """Both ways write the same rows under the same guards, after one combined read
of where the unit stands; the raw way judges nothing and hashes a shorter text."""


def _posts(place: Place, kind: str, size: int, way: str) -> list[float]:
    """Seconds of each voucher, on a copy of the books."""
    books = place.sqlite(size) if kind == "sqlite" else place.postgresql(size)
    url = place.copied(books, f"post_{way}")
    count = 300 if place.quick else 2_000
    return _together(way, url, [UNIT], count)[1]


def _together(
    way: str, url: str, units: list[str], count: int, lines: int = 1
) -> tuple[float, list[float]]:
    """Seconds from the first beginning to the last end, and those of each voucher."""
    clients = [started("posting.py", way, url, unit, count, lines) for unit in units]
    for client in clients:
        assert client.stdout is not None
        assert client.stdout.readline() == "ready\n"
    for client in clients:
        assert client.stdin is not None
        client.stdin.write("go\n")
        client.stdin.flush()
    answers = [json.loads(client.communicate()[0]) for client in clients]
    begun = min(answer["begun"] for answer in answers)
    ended = max(answer["ended"] for answer in answers)
    return ended - begun, [one for answer in answers for one in answer["times"]]


def _many_clients(place: Place) -> Table:
    rows: list[tuple[object, ...]] = []
    count = 300 if place.quick else 1_000
    units = [str(int(UNIT) + number) for number in range(CLIENTS)]
    for way in WAYS:
        url = place.copied(place.postgresql(place.small), f"clients_{way}")
        alone_taken, alone_times = _together(way, url, units[:1], count)
        taken, times = _together(way, url, units, count)
        one, many = count / alone_taken, CLIENTS * count / taken
        tails = [1000 * percentile(found, 0.99) for found in (alone_times, times)]
        rows.append((way, int(one), int(many), f"{many / one:.2f}", *tails))
    columns = (
        *(
            "way",
            "1 client, vouchers/s",
            f"{CLIENTS} clients, vouchers/s",
            "many / one",
        ),
        *("1 client p99, ms", f"{CLIENTS} clients p99, ms"),
    )
    title = f"PostgreSQL, {CLIENTS} clients in {CLIENTS} units"
    return Table(title, columns, rows, f"Books of {place.small:,} postings.")


def _many_payees(place: Place) -> Table:
    rows: list[tuple[object, ...]] = []
    for kind in ("sqlite", "postgresql"):
        books = place.sqlite(0) if kind == "sqlite" else place.postgresql(0)
        for payees in (PAYEES // 10, PAYEES):
            medians = [
                1000
                * statistics.median(
                    _together(
                        way, place.copied(books, f"payees_{way}"), [UNIT], 5, payees
                    )[1]
                )
                for way in WAYS
            ]
            rows.append((kind, payees, *medians, ratio(*medians)))
    columns = ("database", "payees", "ours, ms", "raw, ms", "ours / raw")
    return Table("One voucher with many payees", columns, rows)


if __name__ == "__main__":
    sys.exit(alone(tables))
