"""The demonstration prefecture as books of a real database, migrated and closed."""

import datetime as dt
import fcntl
import os
import shutil
from pathlib import Path

from app import prefecture_budgets, wiring, year_closing
from app.prefecture import signers_of, write_books
from app.prefecture_plan import UNITS
from ledger import registration
from ledger.database import Engine, open_books, writing
from ledger.intake import import_books
from ledger.people import SYSTEM, Act, Person
from tests import server

ACT = Act("keeper", dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC))


def copied(folder: Path) -> Engine:
    """The books that `build` gives, made once a run, in a copy of one's own."""
    run = Path(os.environ[server.FOLDER])
    with (run / "prefecture.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = run / "prefecture"
        if not (made / "whole").exists():
            made.mkdir()
            build(made).dispose()
            (made / "whole").touch()
    shutil.copyfile(made / "prefecture.db", folder / "prefecture.db")
    return open_books(f"sqlite:///{folder / 'prefecture.db'}")


def build(folder: Path, *, budgeted: bool = False) -> Engine:
    """Write the prefecture's folder, bring it in and close every year of it.

    Where it is `budgeted` it has bodies, bases, twenty years of budgets, and control.
    """
    write_books(folder / "books")
    engine = open_books(f"sqlite:///{folder / 'prefecture.db'}")
    wiring.upgrade(engine, Act(SYSTEM, ACT.at))
    with writing(engine) as connection:
        keeper = [Person(code="keeper", name="记账员")]
        assert not registration.register_people(connection, keeper, ACT)
    import_books(engine, folder / "books", ACT)
    if budgeted:
        with writing(engine) as connection:
            prefecture_budgets.record_past(connection)
    with writing(engine) as connection:
        for unit in UNITS:
            year_closing.close_years(connection, unit.code, signers_of(unit), ACT.at)
    if budgeted:
        with writing(engine) as connection:
            prefecture_budgets.open_next_year(connection)
    return engine
