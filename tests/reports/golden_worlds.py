"""The books that the reports on record are drawn from, each filled once.

The small worlds hold what the demonstration has nothing of. All are on SQLite; what
they hold can be laid into a PostgreSQL beside, row by row.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import Table, select

from app.keyring import open_vault
from app.settings import Settings
from app.wiring import declared
from audit.engagements import Kind
from ledger.database import Connection, Engine, open_books, writing
from tests import demonstration, server
from tests.audit import engaging, leaving
from tests.building import Books
from tests.reports import changing, gifts, year
from tests.reports.asking import EXAMPLES, bring_in
from tests.treasury import returning, tilling
from tests.treasury.giving import VAULT
from treasury.vault import Vault


@dataclass(frozen=True, slots=True)
class World:
    """Opened books, and what opens the names in them."""

    engine: Engine
    vault: Vault


def _came_back(books: Books) -> None:
    # It lays its own units: the filling begins with empty books.
    returning.fill(books.engine)
    returning.came_back(books)


def _changed(books: Books) -> None:
    changing.closed(changing.about_to_change(books))


def _left(books: Books) -> None:
    leaving.fill(books)
    leaving.drawn(books)


def _special(books: Books) -> None:
    engaging.fill(books)
    with writing(books.engine) as connection:
        engaging.rectifying(connection, kind=Kind.SPECIAL)


def _published(books: Books) -> None:
    folders = sorted(path for path in EXAMPLES.iterdir() if path.is_dir())
    bring_in(books.engine, *folders)


SMALL: dict[str, tuple[str, Callable[[Books], None]]] = {
    "published": ("founded", _published),
    "story": ("unit", year.story),
    "given": ("unit", gifts.fill),
    "counted": ("unit", tilling.fill_cash),
    "returned": ("", _came_back),
    "changed": ("unit", _changed),
    "left": ("unit", _left),
    "special": ("unit", _special),
}
"""A world, the books that it begins with, and what is then written into these."""


class Worlds:
    """The worlds of a run of tests, each made when it is first asked for."""

    def __init__(self, shelf: server.Shelf, folder: Path) -> None:
        self._shelf, self._folder = shelf, folder
        self._stack = ExitStack()
        self._made: dict[str, World] = {}

    def of(self, name: str) -> World:
        """The world of a name, on SQLite."""
        if name not in self._made:
            world = self._demonstration() if name == "demonstration" else None
            self._made[name] = world or self._small(name)
        return self._made[name]

    def close(self) -> None:
        """Let all of them go."""
        for world in self._made.values():
            world.engine.dispose()
        self._stack.close()

    def _demonstration(self) -> World:
        kept = demonstration.built()[0]
        for name in ("bangfu.db", "bangfu.db.keys"):
            shutil.copy(kept / name, self._folder)
        url = f"sqlite:///{self._folder / 'bangfu.db'}"
        return World(open_books(url), open_vault(Settings(database=url)))

    def _small(self, name: str) -> World:
        begun, fill = SMALL[name]
        if begun:
            url = self._stack.enter_context(self._shelf.copied("sqlite", begun))
        else:
            url = f"sqlite:///{self._folder / name}.db"
        engine = open_books(url)
        fill(Books(engine, url))
        return World(engine, VAULT)


@contextmanager
def on_postgresql(shelf: server.Shelf, engine: Engine) -> Iterator[Engine]:
    """The very same rows as in those books, on PostgreSQL."""
    with shelf.copied("postgresql", "founded") as url:
        other = open_books(url)
        try:
            with engine.connect() as old, other.begin() as new:
                _lay(old, new)
            yield other
        finally:
            other.dispose()


_ALWAYS = """
    SELECT tgrelid::regclass::text, quote_ident(tgname)
    FROM pg_trigger WHERE tgenabled = 'A'
"""


def _lay(old: Connection, new: Connection) -> None:
    """Lay all rows of the one into the other; its rules stand again afterwards."""
    tables = declared()[0].sorted_tables
    always = new.exec_driver_sql(_ALWAYS).all()
    # What was posted is posted: no rule is asked again, nothing is summed up.
    for table in tables:
        new.exec_driver_sql(f'ALTER TABLE "{table.name}" DISABLE TRIGGER ALL')
    for table in tables:
        new.execute(table.delete())
        _copy(old, new, table)
    for table in tables:
        new.exec_driver_sql(f'ALTER TABLE "{table.name}" ENABLE TRIGGER ALL')
    for name, trigger in always:
        new.exec_driver_sql(f"ALTER TABLE {name} ENABLE ALWAYS TRIGGER {trigger}")
    new.exec_driver_sql("ANALYZE")


def _copy(old: Connection, new: Connection, table: Table) -> None:
    columns = [column for column in table.columns if column.computed is None]
    names = ", ".join(f'"{column.name}"' for column in columns)
    driver = new.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    with driver.cursor().copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        for row in old.execute(select(*columns)):
            copy.write_row(tuple(row))
