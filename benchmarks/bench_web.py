"""Pages of the desks with 20 people at once, two workers, on PostgreSQL.

Server time is what the server itself takes for a page, waiting for a free thread
included; it is told in the answer. People pause a second between two pages, or not at
all: the latter is the most that two processors can do. The limit is the same server
answering `/health`.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

from measuring import HERE, PROGRAMS, UNIT, Place, Table, alone

PEOPLE, SECONDS = 20, 20
PAGES = (
    ("first page", "/"),
    ("a unit", f"/units/{UNIT}"),
    ("trial balance of a year", f"/units/{UNIT}/balance?period=2025"),
    ("vouchers of a month", f"/units/{UNIT}/vouchers?period=2025-03"),
    ("account ledger of a month", f"/units/{UNIT}/accounts/102?period=2025-03"),
)


def tables(place: Place) -> Iterator[Table]:
    """Each page at the larger size, with and without pauses."""
    url = place.copied(place.postgresql(place.large), "visited")
    subprocess.run([sys.executable, str(HERE / "desks.py"), url], check=True)
    rows: list[tuple[object, ...]] = []
    with _served(url) as address:
        size = len(urlopen(f"{address}/sign-in").read())  # noqa: S310 - our own
        for pause in (1.0, 0.0):
            told = _visited(address, pause, [path for _, path in PAGES])
            for label, path in PAGES:
                rows.append((label, pause, *_told(told[path])))
        told = _visited(address, 0.0, ["/health"])
        rows.append(("limit: /health", 0.0, *_told(told["/health"])))
    columns = (
        *("page", "pause, s", "pages", "server median, ms", "server p99, ms"),
        *("visitor median, ms", "visitor p99, ms"),
    )
    note = (__doc__ or "").split("\n\n", 1)[1].strip()
    whole = f"{note} {place.large:,} postings; the sign-in page has {size:,} bytes."
    yield Table(f"Pages with {PEOPLE} people at once", columns, rows, whole)


def _told(measured: list[list[float]]) -> tuple[object, ...]:
    server = sorted(one for one, _ in measured)
    visitor = sorted(one for _, one in measured)
    return (
        len(measured),
        *(statistics.median(server), server[int(len(server) * 0.99)]),
        *(statistics.median(visitor), visitor[int(len(visitor) * 0.99)]),
    )


Measured = dict[str, list[list[float]]]


def _visited(address: str, pause: float, paths: list[str]) -> Measured:
    words = (address, str(SECONDS), str(pause), str(PEOPLE), *paths)
    program = [sys.executable, str(HERE / "visitors.py"), *words]
    done = subprocess.run(program, check=True, capture_output=True, text=True)
    found: Measured = json.loads(done.stdout)
    return found


@contextmanager
def _served(url: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["serve", "--port", str(port), "--workers", "2"]
    process = subprocess.Popen(
        [str(PROGRAMS / "bangfu"), *words],
        env={**os.environ, "BANGFU_DATABASE": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/ready")
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            urlopen(url).close()  # noqa: S310 - our own
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(url)


if __name__ == "__main__":
    sys.exit(alone(tables))
