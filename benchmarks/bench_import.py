"""Import of a books folder, beside the raw load of the same rows and bean-check.

The raw load is the driver's fastest: `executemany` (SQLite) or COPY (PostgreSQL) of
the very rows into tables without keys or guards, then the same indexes, one durable
transaction. It reads no file, judges nothing and hashes nothing.
"""

import sqlite3
import sys
from collections.abc import Iterator

import psycopg
from measuring import Place, Table, alone, child, command, path_of, ratio, seconds

ROWS = ("postings", "money_positions", "vouchers", "totals")


def tables(place: Place) -> Iterator[Table]:
    """The import of both sizes into both databases."""
    rows: list[tuple[object, ...]] = []
    for size in (place.small, place.large):
        checked, exported, read = _beancount(place, size)
        for kind, raw in (("sqlite", _raw_sqlite), ("postgresql", _raw_postgresql)):
            done = place.imported(kind, size)
            limit = raw(place, size)
            rows.append(
                (
                    size,
                    kind,
                    done["seconds"],
                    int(done["postings"] / done["seconds"]),
                    f"{done['peak_mib']:.0f} MiB",
                    limit,
                    ratio(done["seconds"], limit),
                    checked,
                    ratio(done["seconds"], checked),
                )
            )
    yield Table(
        "Import of a books folder",
        (
            "postings",
            "database",
            "import, s",
            "postings/s",
            "peak memory",
            "raw load, s",
            "import / raw",
            "bean-check, s",
            "import / bean-check",
        ),
        rows,
        (__doc__ or "").split("\n\n", 1)[1],
    )
    yield Table(
        "Export as beancount",
        ("postings", "export, s", "reading the rows, s", "export / reading"),
        [(place.large, exported, read, ratio(exported, read))],
    )


def _beancount(place: Place, size: int) -> tuple[float, float, float]:
    """Seconds of bean-check, of the export it reads, and of reading the same rows."""
    url = place.sqlite(size)
    path = place.folder / "books.beancount"
    exported = child("child.py", "export", url, path)["seconds"]
    checked = seconds(command("bean-check", "--no-cache", path))
    with sqlite3.connect(path_of(url)) as connection:
        read = seconds(lambda: _all_rows(connection), 3)
    path.unlink()
    return checked, exported, read


def _all_rows(connection: sqlite3.Connection) -> None:
    for table in ("vouchers", "postings"):
        for _ in connection.execute(f"SELECT * FROM {table}"):
            pass


def _raw_sqlite(place: Place, size: int) -> float:
    source = sqlite3.connect(path_of(place.sqlite(size)))
    rows = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in ROWS}
    columns = {name: _columns(source, name) for name in ROWS}
    keys = [
        f"CREATE UNIQUE INDEX key_{name} ON {name} ({', '.join(key)})"
        for name in ROWS
        if (key := _columns(source, name, key_only=True))
    ]
    listed = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    marks = ", ".join("?" * len(ROWS))
    listed += f" AND tbl_name IN ({marks})"
    keys += [row[0] for row in source.execute(listed, ROWS)]
    # What SQLite makes for UNIQUE has no statement of its own.
    keys.append("CREATE UNIQUE INDEX by_ref ON vouchers (unit_id, ref)")
    keys.append(
        "CREATE UNIQUE INDEX by_number ON vouchers (unit_id, period, kind, number)"
    )
    source.close()
    target = sqlite3.connect(path_of(place.bare("sqlite", "raw")), isolation_level=None)
    target.execute("PRAGMA journal_mode = WAL")
    target.execute("PRAGMA synchronous = FULL")
    target.execute("PRAGMA cache_size = -65536")

    def load() -> None:
        target.execute("BEGIN IMMEDIATE")
        for name in ROWS:
            target.execute(f"CREATE TABLE {name} ({', '.join(columns[name])})")
            marks = ", ".join("?" * len(columns[name]))
            target.executemany(f"INSERT INTO {name} VALUES ({marks})", rows[name])
        for statement in keys:
            target.execute(statement)
        target.execute("COMMIT")

    taken = seconds(load)
    target.close()
    return taken


def _columns(
    connection: sqlite3.Connection, table: str, *, key_only: bool = False
) -> list[str]:
    found = connection.execute(f"PRAGMA table_info({table})").fetchall()
    if key_only:
        found = sorted((row for row in found if row[5]), key=lambda row: row[5])
        return [f'"{row[1]}"' for row in found]
    return [f'"{row[1]}" {row[2]}' for row in found]


def _raw_postgresql(place: Place, size: int) -> float:
    url = place.postgresql(size)
    target = psycopg.connect(place.bare("postgresql", "raw"))
    copied: dict[str, list[bytes]] = {}
    with psycopg.connect(url) as source:
        for name in ROWS:
            with source.cursor().copy(f"COPY {name} TO STDOUT") as copy:
                copied[name] = [bytes(block) for block in copy]
        keys = source.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = ANY(%s)", [list(ROWS)]
        ).fetchall()
        for name in ROWS:
            target.execute(f"CREATE TABLE {name} ({_typed(source, name)})")
    target.commit()

    def load() -> None:
        for name in ROWS:
            with target.cursor().copy(f"COPY {name} FROM STDIN") as copy:
                for block in copied[name]:
                    copy.write(block)
        for (statement,) in keys:
            target.execute(statement)
        target.commit()

    taken = seconds(load)
    target.close()
    return taken


def _typed(connection: psycopg.Connection, table: str) -> str:
    query = (
        "SELECT quote_ident(column_name) || ' ' || data_type"
        " FROM information_schema.columns WHERE table_name = %s"
        " ORDER BY ordinal_position"
    )
    return ", ".join(row[0] for row in connection.execute(query, [table]))


if __name__ == "__main__":
    sys.exit(alone(tables))
