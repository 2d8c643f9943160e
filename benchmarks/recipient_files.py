"""Recipients' files for `bench_recipients.py`, in a process of its own; JSON out.

`recipient_files.py sheet PATH COUNT` writes a sheet of so many files, every other with
two members; `import URL PATH` takes it in; `fill URL COUNT` writes so many files into
the tables, encrypted and indexed as the program does, past the guards and without their
records in the chain, and the same people in clear beside them; `find URL COUNT` finds
200 of them each way. All people are made up, by arithmetic alone.
"""

import csv
import datetime as dt
import json
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from math import inf
from pathlib import Path
from typing import Any

import psycopg
from child import ACT, peak_mib
from measuring import path_of
from stdnum import luhn
from stdnum.cn import ric

from aid import recipients
from aid.recipient_tables import recipient_revisions, recipient_steps
from aid.recipient_tables import recipients as files
from aid.recipient_writing import (
    CARD_INDEX,
    IDENTITY_INDEX,
    NAME_INDEX,
    PHONE_INDEX,
    identity_context,
    packed,
    revision_context,
    step_context,
)
from ledger import store
from ledger.database import Connection, Engine, open_books, reading, writing
from ledger.register import lookups
from ledger.registration import register_units
from ledger.units import Level, Unit
from treasury.vault import Vault

UNIT, OPENED = "Y", dt.date(2022, 1, 1)
VAULT = Vault({1: b"k" * 32})
LOOKED_FOR, ROUNDS = 200, 5
"""People, and how often each is asked for; the fastest counts."""
_BLOCK = 50_000
_Block = list[tuple[int, dict[str, str]]]
_TABLES = (files, recipient_steps, recipient_revisions)
_FAMILY, _GIVEN = "王李张刘陈杨赵黄周吴", "秀玉春桂淑凤世国永振"
_PLAIN = "CREATE TABLE plain (file INTEGER PRIMARY KEY, identity TEXT, said TEXT)"


def main() -> int:
    """Do what is named, and tell the seconds of it and the peak of memory."""
    act, *given = sys.argv[1:]
    answer = ACTS[act](*given)
    print(json.dumps({**answer, "peak_mib": peak_mib()}))
    return 0


def identity(place: int) -> str:
    """The number of identity of one of the people: of a county that never was."""
    born = dt.date(1955, 1, 1) + dt.timedelta(place % 15_000)
    body = f"130199{born:%Y%m%d}{100 + place // 15_000:03d}"
    return body + str(ric.calc_check_digit(f"{body}0"))


def told_of(place: int) -> dict[str, str]:
    """What is told of a worker."""
    digits = f"629999{place * 104_729 % 10**12:012d}"
    name = _FAMILY[place % 10] + _GIVEN[place // 10 % 10] + _GIVEN[place // 100 % 10]
    return {
        "relation": "self",
        "name": name,
        "identity": identity(place),
        "health": "ill",
        "illness": "kidney",
        "state": "retired",
        "income": "24000.00",
        "cost_drug": "36000.00",
        "paid_basic": "9000.00",
        "category": "deep",
        "phone": f"154{place % 10**8:08d}",
        "address": f"某市某区第{place % 997}街{place % 89}号",
        "card": digits + luhn.calc_check_digit(digits),
        "year": "2025",
        "place": "130102",
        "main_cause": "own_illness",
    }


# -- a sheet ------------------------------------------------------------------------


def sheet(path: str, count: str) -> dict[str, float]:
    """Write the sheet."""
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["household", *told_of(0)], lineterminator="\n")
        writer.writeheader()
        for place in range(int(count)):
            writer.writerow({"household": place, **told_of(place)})
            for more in (1, 2) if place % 2 else ():
                member = {"relation": "child", "name": "王小" + _GIVEN[place % 10]}
                member["identity"] = identity(place + more * 1_000_000)
                writer.writerow({"household": place, **member})
    return {}


def import_(url: str, path: str) -> dict[str, float]:
    """Take the sheet in as an office does."""
    from aid.recipient_sheet import import_recipients, read_recipients  # noqa: PLC0415

    engine = open_books(url)
    _unit(engine)
    times = [time.perf_counter()]
    read = read_recipients(Path(path), ACT)
    times.append(time.perf_counter())
    with writing(engine) as connection:
        import_recipients(connection, UNIT, read, VAULT, ACT)
    times.append(time.perf_counter())
    return {"reading": times[1] - times[0], "writing": times[2] - times[1]}


def _unit(engine: Engine) -> None:
    one = Unit(code=UNIT, name="某县总工会", level=Level.COUNTY, opened_on=OPENED)
    with writing(engine) as connection:
        assert not register_units(connection, [one], ACT)


# -- a million files ----------------------------------------------------------------


def fill(url: str, count: str) -> dict[str, float]:
    """Write files into the tables, and the same people in clear beside them."""
    engine = open_books(url)
    _unit(engine)
    begun = time.perf_counter()
    with writing(engine) as connection:
        _lift_guards(connection)
        indexes = _lift_indexes(connection)
        connection.exec_driver_sql(_PLAIN)
        unit_id = lookups(connection).unit(UNIT).id
        for first in range(1, int(count) + 1, _BLOCK):
            last = min(first + _BLOCK, int(count) + 1)
            block = [(file, told_of(file)) for file in range(first, last)]
            for table, rows in zip(_TABLES, _locked(unit_id, block), strict=True):
                store.write_rows(connection, table, rows)
            _write_plain(connection, block)
        unique = "CREATE UNIQUE INDEX plain_identity ON plain (identity)"
        for text in (*indexes, unique):
            connection.exec_driver_sql(text)
    with writing(engine) as connection:
        connection.exec_driver_sql("ANALYZE")
    return {"seconds": time.perf_counter() - begun}


def _lift_guards(connection: Connection) -> None:
    """Leave out the triggers: they judge files one by one, which is not measured."""
    for table in _TABLES:
        if connection.dialect.name == "postgresql":
            text = f"ALTER TABLE {table.name} DISABLE TRIGGER USER"
            connection.exec_driver_sql(text)
            continue
        found = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?",
            (table.name,),
        )
        for (name,) in found.all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _lift_indexes(connection: Connection) -> list[str]:
    """Leave out what no constraint rests on; the statements that make it again."""
    lite = connection.dialect.name == "sqlite"
    if lite:
        connection.exec_driver_sql("PRAGMA cache_size = -800000")
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
        query += " AND sql IS NOT NULL AND tbl_name = ?"
    else:
        query = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
        query += " AND indexname LIKE 'ix_%%'"
    made = []
    for table in _TABLES:
        for name, text in connection.exec_driver_sql(query, (table.name,)).all():
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
            made.append(text)
    assert made
    return made


def _locked(unit_id: int, whole: _Block) -> Iterator[list[tuple[object, ...]]]:
    """Rows of each table, with what the program would encrypt and index."""
    lock, blind, stamp = VAULT.lock, VAULT.blind, ACT.stamp
    day = OPENED.isoformat()
    yield [
        (
            *(unit_id, file, f"{UNIT}-{file:06d}"),
            blind(told["identity"], IDENTITY_INDEX),
            lock(told["identity"].encode(), identity_context(file)),
            *(day, stamp),
        )
        for file, told in whole
    ]
    yield [
        (
            *(unit_id, file, 1, "open", day, "", None, None),
            *(lock(b"", step_context(file, 1)), stamp),
        )
        for file, _ in whole
    ]
    yield [
        (
            *(unit_id, file, 1, "deep", 1),
            lock(packed(told, told), revision_context(file, 1)),
            blind(told["identity"], "said"),
            blind(told["name"], NAME_INDEX),
            blind(told["phone"], PHONE_INDEX),
            *(blind(told["card"], CARD_INDEX), stamp),
        )
        for file, told in whole
    ]


def _write_plain(connection: Connection, whole: _Block) -> None:
    rows = [(file, told["identity"], json.dumps(told)) for file, told in whole]
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with driver.cursor().copy("COPY plain FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        driver.executemany("INSERT INTO plain VALUES (?, ?, ?)", rows)


def find(url: str, count: str) -> dict[str, float]:
    """Find some of the people each way; of each the fastest of a few times counts."""
    step = int(count) // LOOKED_FOR
    asked = [identity(1 + step * place) for place in range(LOOKED_FOR)]
    with reading(open_books(url)) as connection:

        def found(number: str) -> str:
            (one,) = recipients.find(connection, "identity", number, VAULT)
            return one.code

        def opened(number: str) -> str:
            row = recipients.row_of(connection, found(number))
            content = recipients.opened(connection, row, VAULT)
            assert content.identity.number == number
            return content.identity.number

        looked, whole = _fastest(found, asked), _fastest(opened, asked)
    return {
        "plain": statistics.median(_fastest(_plain(url), asked)),
        "find": statistics.median(looked),
        "slowest": sorted(looked)[-LOOKED_FOR // 100],
        "opened": statistics.median(whole),
    }


def _fastest(work: Callable[[str], object], asked: list[str]) -> list[float]:
    """How long each of them took, at best."""
    best = [inf] * len(asked)
    for _ in range(ROUNDS):
        for place, number in enumerate(asked):
            begun = time.perf_counter()
            found = work(number)
            best[place] = min(best[place], time.perf_counter() - begun)
            assert found
    return best


def _plain(url: str) -> Callable[[str], object]:
    """One row of the people in clear, with the driver."""
    text = "SELECT file, said FROM plain WHERE identity = "
    if url.startswith("sqlite"):
        connection: Any = sqlite3.connect(path_of(url))
        text += "?"
    else:
        connection = psycopg.connect(url)
        text += "%s"
    return lambda number: connection.execute(text, (number,)).fetchone()


ACTS: dict[str, Callable[..., dict[str, float]]] = {
    "sheet": sheet,
    "import": import_,
    "fill": fill,
    "find": find,
}

if __name__ == "__main__":
    sys.exit(main())
