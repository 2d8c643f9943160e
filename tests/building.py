"""A small world for tests: two units, four officers, three funds, and vouchers.

Unit U1 (a county, books from 2025-01-01) has the funds F1 (a donation without
limits, 生活救助 met), F2 (central budget, limited to its six purposes) and G (the
union's other money). Unit U2 is another county with a fund F1 of its own. 张三
prepares, 李四 reviews, 王五 posts, 赵六 is cashier; 张三 also logs in as zhangsan.
"""

import contextlib
import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import make_url

from app.wiring import upgrade
from app.year_closing import Signers, close_year
from ledger import fund_registration, journal, registration
from ledger.database import Engine, open_books, reading, writing
from ledger.entries import Outcome
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from ledger.people import Act, Person
from ledger.register import Lookups, lookups
from ledger.units import Level, Unit
from ledger.vouchers import Posting, Voucher

if TYPE_CHECKING:
    from tests.server import Shelf

FOUNDING = Act("bangfu", dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
ACT = Act("王五", dt.datetime(2026, 1, 2, 8, tzinfo=dt.UTC))
OPENED = dt.date(2025, 1, 1)
DAY = dt.date(2025, 1, 15)
CHART = "union-2021"

DriverError = (sqlite3.Error, psycopg.Error)

_PLAIN = re.compile(
    r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE|REPLACE|COMMIT|ROLLBACK)\b"
    r"(?!.*(_advisory_|set_config|nextval))",
    re.IGNORECASE | re.DOTALL,
)
"""Statements after which a connection is as it was before."""


def found(engine: Engine) -> None:
    """Make the database and found the books: the program and the charts."""
    upgrade(engine, FOUNDING)


def found_with_unit(engine: Engine) -> None:
    """Found the books and register the small world told on top."""
    found(engine)
    register_world(engine)


def register_world(engine: Engine) -> None:
    """Register it in books that were founded."""
    people = [
        Person(code="张三", logins=("zhangsan",)),
        Person(code="李四"),
        Person(code="王五"),
        Person(code="赵六"),
    ]
    funds = [
        Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT),
        Fund("F2", "中央财政", Origin.CENTRAL_BUDGET, Channel.UNION_LINE),
        Fund("G", "其他资金", Origin.GENERAL, Channel.DIRECT),
    ]
    with writing(engine) as connection:
        faults = registration.register_people(connection, people, FOUNDING)
        faults += registration.register_units(connection, [U1, U2], FOUNDING)
        faults += fund_registration.register_funds(connection, "U1", funds, FOUNDING)
        faults += fund_registration.register_funds(
            connection, "U2", funds[:1], FOUNDING
        )
        fund_registration.meet_purposes(
            connection, "U1", [("F1", "生活救助")], FOUNDING
        )
        assert not faults


def copied(
    shelf: "Shelf", dialect: str, name: str, fill: Callable[["Books"], object]
) -> Iterator["Books"]:
    """Books of the small world in which `fill` has been done, once a worker."""

    def upon_unit(engine: Engine) -> None:
        url = engine.url.set(drivername=engine.dialect.name)
        fill(Books(engine, url.render_as_string(hide_password=False)))

    shelf.fillings.setdefault(name, upon_unit)
    shelf.upon.setdefault(name, "unit")
    with shelf.copied(dialect, name) as url:
        books = Books(open_books(url), url)
        yield books
        books.engine.dispose()


U1 = Unit(code="U1", name="某县总工会", level=Level.COUNTY, opened_on=OPENED)
U2 = Unit(code="U2", name="邻县总工会", level=Level.COUNTY, opened_on=OPENED)


# -- vouchers -----------------------------------------------------------------------


def debit(account: str, fen: int, fund: str = "F1", **more: Any) -> Posting:
    """A posting on the debit side, in fen."""
    return Posting(account=account, fund=fund, debit=Money(fen), **more)


def credit(account: str, fen: int, fund: str = "F1", **more: Any) -> Posting:
    """A posting on the credit side, in fen."""
    return Posting(account=account, fund=fund, credit=Money(fen), **more)


def voucher(ref: str, *postings: Posting, **more: Any) -> Voucher:
    """A voucher of unit U1 on 15 January 2025; `more` says what is different."""
    given: dict[str, Any] = {
        "unit": "U1",
        "dated_on": DAY,
        "summary": "凭证摘要",
        "preparer": "张三",
        "reviewer": "李四",
    }
    return Voucher(ref=ref, postings=postings, **given | more)


def receipt(ref: str, fen: int, fund: str = "F1", **more: Any) -> Voucher:
    """Money received into the bank: Dr 102, Cr 408."""
    return voucher(ref, debit("102", fen, fund), credit("408", fen, fund), **more)


def payment(
    ref: str, fen: int, fund: str = "F1", purpose: str = "生活救助", **more: Any
) -> Voucher:
    """Aid paid out of the bank: Dr 50404, Cr 102."""
    lines = debit("50404", fen, fund, purpose=purpose), credit("102", fen, fund)
    return voucher(ref, *lines, **more)


def red(ref: str, corrects: str = "", **more: Any) -> Voucher:
    """The head of a cancellation; its postings come from what it cancels."""
    return voucher(ref, corrects=corrects, summary="红字冲销", **more)


# -- books --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Books:
    """An opened database, the address it was opened by, and short ways to use it."""

    engine: Engine
    url: str
    _idle: list["Raw"] = field(default_factory=list, repr=False, compare=False)

    def __post_init__(self) -> None:
        event.listen(self.engine, "engine_disposed", self._let_go)

    @property
    def dialect(self) -> str:
        """The kind of database."""
        return self.engine.dialect.name

    def post(self, *vouchers: Voucher, act: Act = ACT) -> tuple[Outcome, ...]:
        """Post in a transaction of its own."""
        with writing(self.engine) as connection:
            return journal.post(connection, vouchers, act)

    def reverse(self, ref: str, voucher: Voucher, unit: str = "U1") -> Outcome:
        """Cancel in red, in a transaction of its own."""
        with writing(self.engine) as connection:
            return journal.reverse(connection, unit, ref, voucher, ACT)

    def correct(self, red: Voucher, right: Voucher) -> tuple[Outcome, Outcome]:
        """Cancel and enter right as a pair, in a transaction of its own."""
        with writing(self.engine) as connection:
            return journal.correct(connection, red, right, ACT)

    def close_year(self, year: int, unit: str = "U1") -> None:
        """Close a year: 张三 orders it, 李四 posts it, after the year."""
        at = max(ACT.at, dt.datetime(year + 1, 1, 3, 8, tzinfo=dt.UTC))
        with writing(self.engine) as connection:
            close_year(connection, unit, year, Signers("张三", "李四"), at)

    def lookups(self) -> Lookups:
        """The master records as they stand now."""
        with reading(self.engine) as connection:
            return lookups(connection, fresh=True)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query of one's own finds."""
        with self.raw() as connection:
            return connection.run(query)

    def one(self, query: str) -> Any:
        """The single value that a query of one's own finds."""
        return self.rows(query)[0][0]

    @contextlib.contextmanager
    def raw(self, *, foreign_keys: bool = True) -> Iterator["Raw"]:
        """A driver's own connection that knows nothing of the code.

        It is used again for the next transaction as long as these books are open, if
        nothing was set in it: a new one costs more than most of what it is asked,
        since SQLite reads the whole schema for it.
        """
        again = foreign_keys and self._idle
        raw = (
            self._idle.pop().begin()
            if again
            else self.connect(foreign_keys=foreign_keys)
        )
        try:
            yield raw
        finally:
            if foreign_keys and raw.undone():
                self._idle.append(raw)
            else:
                raw.close()

    def _let_go(self, _engine: Engine) -> None:
        while self._idle:
            self._idle.pop().close()

    def connect(self, *, foreign_keys: bool = True) -> "Raw":
        """A new one, to be closed by the one who asks.

        On SQLite recursive triggers stay off, as another program would leave them.
        """
        if self.dialect == "postgresql":
            return Raw(psycopg.connect(self.url), "postgresql")
        path = make_url(self.url).database
        assert path
        connection = sqlite3.connect(path, isolation_level=None, timeout=10)
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        connection.execute("BEGIN")
        return Raw(connection, "sqlite")


@dataclass(slots=True)
class Raw:
    """One transaction of plain SQL, marks written `?` on both databases."""

    connection: Any
    dialect: str
    plain: bool = True
    """Whether all it ran leaves nothing behind in the connection itself."""

    def run(
        self, statement: str, values: Sequence[object] = ()
    ) -> list[tuple[Any, ...]]:
        """Run one statement; the rows it finds, if it is a query."""
        self.plain &= _PLAIN.match(statement) is not None
        if self.dialect == "postgresql":
            statement = statement.replace("%", "%%").replace("?", "%s")
            cursor = self.connection.execute(statement, values, binary=False)
        else:
            cursor = self.connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []

    def insert(self, table: str, row: dict[str, object], verb: str = "INSERT") -> None:
        """Insert one row given by column."""
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        self.run(f"{verb} INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))

    def commit(self) -> None:
        """Make it stand."""
        self.run("COMMIT") if self.dialect == "sqlite" else self.connection.commit()

    def begin(self) -> "Raw":
        """Begin the next transaction."""
        if self.dialect == "sqlite":
            self.connection.execute("BEGIN")
        return self

    def undone(self) -> bool:
        """Undo what was not committed; whether it may be used again."""
        if self.plain and not getattr(self.connection, "closed", False):
            with contextlib.suppress(*DriverError):
                self.connection.rollback()
                return True
        return False

    def close(self) -> None:
        """Let go; what was not committed is gone."""
        self.connection.close()
