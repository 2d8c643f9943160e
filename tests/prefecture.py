"""The demonstration prefecture as books of a real database, migrated and closed."""

import datetime as dt
from pathlib import Path

from app import wiring
from app.prefecture import write_books
from ledger import closing, queries, registration
from ledger.database import Engine, open_books, writing
from ledger.intake import import_books
from ledger.people import SYSTEM, Act, Person
from ledger.register import lookups

ACT = Act("keeper", dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC))


def build(folder: Path) -> Engine:
    """Write the prefecture's folder, bring it in and close every month of it."""
    write_books(folder / "books")
    engine = open_books(f"sqlite:///{folder / 'prefecture.db'}")
    wiring.upgrade(engine, Act(SYSTEM, ACT.at))
    with writing(engine) as connection:
        keeper = [Person(code="keeper", name="记账员")]
        assert not registration.register_people(connection, keeper, ACT)
    import_books(engine, folder / "books", ACT)
    with writing(engine) as connection:
        for code, unit in sorted(lookups(connection).units.items()):
            last = queries.last_period(connection, unit.id)
            closing.close_through(connection, code, last, ACT)
    return engine
