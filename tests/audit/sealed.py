"""Closed and corrected books of two units with every table filled, and their guards.

What tests of verifying start from: `copied` gives them, `unguard` takes the guards
away, `verify` recomputes.
"""

import datetime as dt
from collections.abc import Iterator

from audit import integrity
from audit.integrity import IntegrityReport
from budgets import rules
from ledger import chart_registration, closing, proofs, registration, year_end
from ledger.accounts import Account, AccountClass, Role, Side
from ledger.database import Engine, open_books, reading, writing
from ledger.money import Money
from ledger.people import Act, Grant, Person, Right, Tenure
from ledger.units import Level, Unit
from ledger.vouchers import Voucher
from tests import building, server
from tests.budgets import filling, planning
from tests.building import ACT, FOUNDING, Books, Raw, payment, receipt, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.treasury.filling_bank import fill_bank

MAR, APR = dt.date(2025, 3, 10), dt.date(2025, 4, 1)
ORDERS = Act("张三", ACT.at)


def _fill(engine: Engine) -> None:
    """Every table has rows, and every column that may be empty is filled somewhere."""
    building.found_with_unit(engine)
    books = Books(engine, "")
    _register(engine)
    books.post(
        voucher(
            "o",
            dr("102", 100_00),
            cr("32104", 100_00),
            kind="期初",
            dated_on=building.OPENED,
        ),
        receipt(
            "r",
            50_00,
            cashier="赵六",
            head="王五",
            attachments=2,
            posted_at="2025-01-16",
        ),
        receipt("r2", 70_00, "F2"),
        payment("p", 30_00),
        receipt("other", 5_00, unit="U2"),
    )
    books.reverse("r", red("x", dated_on=dt.date(2025, 1, 20)))
    with writing(engine) as connection:
        closing.close_through(connection, "U1", 202502, ACT)
        closing.close_through(connection, "U2", 202501, ACT)
    books.post(_full(), payment("s", 5_00, dated_on=MAR))
    _budget(books)
    _end_year(engine)
    fill_bank(books)


def _full() -> Voucher:
    """A voucher whose first line fills every field."""
    full = dr(
        "50404",
        10_00,
        purpose="生活救助",
        party="甲",
        recipient="档-1",
        persons=2,
        item="米",
        quantity_milli=1500,
        serials="0012",
        arose_on=dt.date(2024, 1, 1),
        economic="30305",
        functional="2012906",
        appropriation="A1",
        request="P1",
        memo="备注",
    )
    return voucher("q", full, cr("102", 10_00), dated_on=MAR)


def _budget(books: Books) -> None:
    """Of U1: a body, a base, a budget; controlled from April on, 1.00 of 5.00 spent."""
    with writing(books.engine) as connection:
        planning.seat_body(connection)
        planning.resolve(connection, 1, "budget")
        planning.open_line(connection, planning.OPENED)
        key = planning.resolve(connection, 2, "control")
        rules.begin(connection, "U1", APR, key, planning.JANUARY)
        filling.fill(connection)
    key = planning.reserve(books, 5_00, expires_on=dt.date(2025, 4, 30)).key
    books.post(planning.paid("u", 1_00, key, dated_on=APR))
    planning.reserve(books, 5_00, "申2")


def _end_year(engine: Engine) -> None:
    """Of U2: money proved, the year adjusting and ordered; December is still open."""
    proof = proofs.Proof(
        unit="U2", period=202511, account="102", amount=Money(5_00), evidence="证明"
    )
    with writing(engine) as connection:
        assert not proofs.prove(connection, proof, ACT).gap_fen
        closing.close_through(connection, "U2", 202511, ACT)
        year_end.begin_adjusting(connection, "U2", 2025, ACT)
        year_end.order(connection, "U2", 2025, (), ORDERS)


def _register(engine: Engine) -> None:
    account = Account(
        "union-2009", "10299", "户", AccountClass.ASSET, Side.DEBIT, Role.BANK, "102"
    )
    ended = Unit(
        code="U3",
        name="某镇",
        level=Level.TOWNSHIP,
        parent="U1",
        opened_on=building.OPENED,
        closed_on=dt.date(2025, 6, 1),
        merged_into="U1",
    )
    person = Person(code="甲", logins=("a",))
    since, until = dt.date(2025, 1, 1), dt.date(2026, 1, 1)
    with writing(engine) as connection:
        found = chart_registration.register_accounts(connection, [account], FOUNDING)
        found += registration.register_units(connection, [ended], FOUNDING)
        found += registration.register_people(connection, [person], FOUNDING)
        grant = Grant(
            person="甲", right=Right.VIEW, unit="U1", since=since, until=until
        )
        found += registration.register_rights(connection, [grant], FOUNDING)
        tenure = Tenure(person="甲", post="主任", unit="U1", since=since, until=until)
        found += registration.register_tenures(connection, [tenure], FOUNDING)
    assert not found


def copied(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    shelf.fillings.setdefault("sealed", _fill)
    with shelf.copied(dialect, "sealed") as url:
        books = Books(open_books(url), url)
        yield books
        books.engine.dispose()


def verify(books: Books, *units: str) -> IntegrityReport:
    with reading(books.engine) as connection:
        return integrity.verify(connection, units)


def unguard(raw: Raw, *tables: str) -> None:
    """Take the guards away, as whoever may define the schema can."""
    if raw.dialect == "postgresql":
        for table in tables:
            raw.run(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        return
    for (name,) in raw.run("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        raw.run(f"DROP TRIGGER {name}")
    raw.run("PRAGMA ignore_check_constraints = ON")
