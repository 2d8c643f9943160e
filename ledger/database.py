"""Opening the books: SQLite for one office, PostgreSQL for many users at once.

1. SQLite: WAL, foreign keys on, every commit on disk, writers wait 60 s in a queue.
2. A writing transaction takes its lock when it begins, not when it first writes.
3. Errors of a driver never leave this module: they carry rows of the books.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    DisconnectionError,
    OperationalError,
    ProgrammingError,
)

from ledger.errors import DatabaseBusy, DatabaseUnfit, GuardBit

__all__ = ["Connection", "Engine", "open_books", "reading", "translated", "writing"]

LOOKUPS = "bangfu.look-ups"
"""Where a connection keeps the master records it has read."""

_FILE = "bangfu.file"
_QUERY_ONLY = "bangfu.query-only"
BUSY_SECONDS = 60
SQLITE_OLDEST = (3, 37, 0)
UNDEFINED_TABLE = "42P01"

_BROKEN_FILE = ("file is not a database", "malformed")
_RULE_OF = {
    # What a driver names when a key or a check refuses, and the rule behind it.
    "l2_one_side": "L2",
    "l2_bounded": "L2",
    "l5_date_in_period": "L5",
    "dated_on_is_a_day": "L5",
    "l6_preparer_reviewer": "L6",
    "l6_cashier_preparer": "L6",
    "l6_cashier_reviewer": "L6",
    "l7_overdrawn_named": "L7",
    "vouchers_unit_id_ref": "L11",
    "vouchers.unit_id, vouchers.ref": "L11",
    "period_kind_number": "L4",
    "vouchers.period, vouchers.kind, vouchers.number": "L4",
    "pk_vouchers": "L4",
    "vouchers.unit_id, vouchers.position": "L4",
    "vouchers_cancelled_once": "correction",
    "vouchers_replaced_once": "correction",
}


def open_books(
    url: str, *, busy_seconds: float = BUSY_SECONDS, standing: bool = False
) -> Engine:
    """Connect to the books under a database address such as `sqlite:///bangfu.db`.

    `standing`: the books are there, and stay open for long. A file that is moved away
    meanwhile is not written any more, and none is made in its place.

    Raises:
        DatabaseUnfit: the address is of no kind we keep books in, or SQLite is older
            than 3.37 (which could not hold columns to their types).
    """
    try:
        kind = make_url(url).get_backend_name()
    except ArgumentError:
        raise _unknown_kind() from None
    if kind == "sqlite":
        engine = _open_sqlite(url, busy_seconds)
        if standing:
            _hold_to_its_file(engine)
        return engine
    if kind == "postgresql":
        address = make_url(url).set(drivername="postgresql+psycopg")
        return create_engine(address, hide_parameters=True)
    raise _unknown_kind()


def _unknown_kind() -> DatabaseUnfit:
    do = "使用 sqlite:/// 或 postgresql://"
    return DatabaseUnfit("不支持这种数据库，或地址有误", do=do)


def _open_sqlite(url: str, busy_seconds: float) -> Engine:
    if sqlite3.sqlite_version_info < SQLITE_OLDEST:
        raise DatabaseUnfit("SQLite 版本过低", do="安装 3.37 或更新的版本")
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": busy_seconds}
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver must not begin transactions by itself: rule 2 does.
        connection.isolation_level = None
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "recursive_triggers = ON",
            "trusted_schema = OFF",
            "cache_size = -65536",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        only = "ON" if options.get("bangfu_reads") else "OFF"
        # Said only when it changes: SQLite compiles every statement anew after it.
        if connection.info.get(_QUERY_ONLY, "OFF") != only:
            connection.exec_driver_sql(f"PRAGMA query_only = {only}")
            connection.info[_QUERY_ONLY] = only
        writes = options.get("bangfu_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _hold_to_its_file(engine: Engine) -> None:
    """Use the file that stands under the address, and none that stood there before."""
    path = Path(engine.url.database or "")

    @event.listens_for(engine, "do_connect")
    def _only_what_is_there(
        _dialect: object, _record: object, args: list[Any], more: dict[str, Any]
    ) -> None:
        if not path.exists():
            raise DatabaseUnfit("账簿文件不在原处", do="放回原处，或核对数据库地址")
        args[0] = f"{path.absolute().as_uri()}?mode=rw"
        more["uri"] = True

    @event.listens_for(engine, "connect")
    def _know(_connection: object, record: Any) -> None:
        record.info[_FILE] = _file_at(path)

    @event.listens_for(engine, "checkout")
    def _demand_the_same(_connection: object, record: Any, _proxy: object) -> None:
        if record.info.get(_FILE) != _file_at(path):
            # The pool gives this connection up and opens another.
            raise DisconnectionError


def _file_at(path: Path) -> tuple[int, int] | None:
    """Which file it is that stands there; None: there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def reading(engine: Engine, *, recalls: bool = False) -> Iterator[Connection]:
    """One consistent view of the books; nothing can be written through it.

    Master records are read once in it, whoever asks for them anew. `recalls`: what an
    earlier view of this process read of them will do, where none was added since; not
    for a proof, which has to meet every row anew.
    """
    with translated(engine), engine.connect() as connection:
        connection.info.pop(LOOKUPS, None)
        if engine.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        connection.execution_options(bangfu_reads=True, bangfu_recalls=recalls)
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine, purpose: str = "") -> Iterator[Connection]:
    """A transaction that may write; all of it stands, or none.

    `purpose` tells others who must wait what they wait for; give one where the
    transaction can last longer than a moment.

    Raises:
        DatabaseBusy: another writer did not finish in time.
        GuardBit: the database refused what was written.
    """
    with translated(engine):
        connection = engine.connect().execution_options(bangfu_writes=True)
        with connection:
            try:
                # Announced when the lock is held: who still waits is no holder.
                with connection.begin(), _announced(engine, purpose):
                    yield connection
            except BaseException:
                # Look-ups read in a transaction that did not stand may name what
                # is not there.
                connection.info.pop(LOOKUPS, None)
                raise


@contextmanager
def translated(engine: Engine) -> Iterator[None]:
    """Turn a driver's errors into refusals, without a word of what the driver said."""
    try:
        yield
    except OperationalError as error:
        raise _operational(engine, str(error.orig)) from None
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", "") == UNDEFINED_TABLE:
            raise _not_made() from None
        raise GuardBit(rule_behind(str(error.orig))) from None
    except DBAPIError as error:
        message = str(error.orig)
        if any(mark in message for mark in _BROKEN_FILE):
            do = "核对数据库地址；文件损坏时用备份恢复"
            raise DatabaseUnfit("这个文件不是账簿数据库，或已损坏", do=do) from None
        raise GuardBit(rule_behind(message)) from None


def rule_behind(message: str) -> str:
    """The rule that a driver's message speaks of; `schema` where it is none of ours."""
    if "bangfu:" in message:
        return message.split("bangfu:", 1)[1].split(maxsplit=1)[0]
    for mark, rule in _RULE_OF.items():
        if mark in message:
            return rule
    return "schema"


def _operational(engine: Engine, message: str) -> Exception:
    if any(word in message for word in ("locked", "busy", "deadlock")):
        return DatabaseBusy(_holder(engine))
    if "no such table" in message or "unable to open" in message:
        return _not_made()
    return DatabaseUnfit("数据库无法使用", do="检查数据库地址、权限与磁盘空间")


def _not_made() -> DatabaseUnfit:
    return DatabaseUnfit("账簿数据库尚未建立", do="先运行 bangfu init")


# -- who holds the books ------------------------------------------------------------


@contextmanager
def _announced(engine: Engine, purpose: str) -> Iterator[None]:
    note = _note_of(engine)
    if not purpose or note is None:
        yield
        return
    import os  # noqa: PLC0415 - only long transactions leave a note

    note.write_text(json.dumps({"purpose": purpose, "process": os.getpid()}), "utf-8")
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def _holder(engine: Engine) -> str:
    note = _note_of(engine)
    if note is None:
        return ""
    try:
        held = json.loads(note.read_text("utf-8"))
    except (OSError, ValueError):
        # None was left, it was taken away meanwhile, or it is being written.
        return ""
    return f"{held['purpose']}（进程 {held['process']}）正在写入"


def _note_of(engine: Engine) -> Path | None:
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database == ":memory:":
        return None
    return Path(f"{database}-holder")
