"""Evidence packages: written, and judged by their own verifier, beside hashlib.

One unit's books of five years in one masked package. The verifier runs as whoever gets
the package runs it, in a process of its own. The limit reads the same files, in the
same order, and hashes them with hashlib alone.
"""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import generate
from measuring import UNIT, Place, Table, alone, child, ratio

PEAK = """
import re, runpy, sys
sys.argv = ["verify.py", sys.argv[1]]
try:
    runpy.run_path(sys.argv[1] + "/verify.py", run_name="__main__")
finally:
    print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
"""


def tables(place: Place) -> Iterator[Table]:
    """Both sizes on SQLite."""
    rows: list[tuple[object, ...]] = []
    for size in (place.small, place.large):
        folder = place.folder / f"package-{size}"
        done = child("child.py", "package", _books(place, size), UNIT, folder)
        judged, peak = _judged(folder)
        hashed, read = _hashed(folder)
        rows.append(
            (
                *(done["postings"], done["seconds"], f"{done['peak_mib']:.0f} MiB"),
                *(judged, f"{peak / 1024:.0f} MiB", hashed),
                *(f"{read / judged / 1e6:.1f} MB/s", ratio(judged, hashed)),
            )
        )
    columns = (
        *("postings", "writing, s", "peak memory", "verifier, s", "peak memory"),
        *("hashing, s", "verifier's rate", "verifier / hashing"),
    )
    note = (__doc__ or "").split("\n\n", 1)[1]
    yield Table("Evidence packages (SQLite)", columns, rows, note)


def _books(place: Place, size: int) -> str:
    """The address of one unit's books of a size."""
    folder = place.folder / f"one-unit-{size}"
    generate.UNITS = 1
    generate.write_books(size, folder)
    url = place.empty("sqlite", f"package_{size}")
    child("child.py", "import", url, folder)
    return url


def _judged(folder: Path) -> tuple[float, int]:
    """Seconds and peak of memory, in KiB, of the verifier."""
    begun = time.perf_counter()
    command = [sys.executable, "-c", PEAK, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    taken = time.perf_counter() - begun
    found = re.search(r"^(\d+)$", done.stdout, re.MULTILINE)
    assert found
    return taken, int(found[1])


def _hashed(folder: Path) -> tuple[float, int]:
    """Seconds and bytes of hashing every file."""
    begun, read = time.perf_counter(), 0
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest = sha256()
            with path.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
                    read += len(block)
            digest.hexdigest()
    return time.perf_counter() - begun, read


if __name__ == "__main__":
    sys.exit(alone(tables))
