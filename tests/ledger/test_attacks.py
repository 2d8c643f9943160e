"""Breaks found by attacking the books: each test fails until its break is mended."""

from collections.abc import Callable, Iterator

import pytest
from psycopg import sql

from app.wiring import grant
from ledger import chain, tables
from ledger.database import reading, writing
from ledger.errors import DatabaseUnfit, VoucherRefused
from ledger.register import append
from ledger.sealing import Sealed
from ledger.vouchers import Line, Voucher
from tests.building import (
    ACT,
    CHART,
    Books,
    DriverError,
    Raw,
    payment,
    receipt,
    voucher,
)
from tests.building import credit as cr
from tests.building import debit as dr
from tests.ledger.forging import add_totals, forged, many, verify
from tests.ledger.plain import account, plain_payment

NAMES = sql.SQL(", ").join(sql.Identifier(c.name) for c in tables.vouchers.columns)


@pytest.fixture
def ready(books: Books) -> Books:
    """Books in which F1 has 1,000 yuan in the bank."""
    books.post(receipt("r1", 1000_00))
    return books


@pytest.fixture
def owner(postgresql_books: Books) -> Books:
    """The same on PostgreSQL, where a role `clerk` waits to be let in."""
    postgresql_books.post(receipt("r1", 1000_00))
    with postgresql_books.raw() as raw:
        raw.run(
            "DO $$ BEGIN CREATE ROLE clerk; EXCEPTION WHEN duplicate_object THEN NULL;"
            " END $$"
        )
        raw.commit()
    return postgresql_books


@pytest.fixture
def clerk(owner: Books) -> Iterator[Raw]:
    """The application's role on them."""
    with writing(owner.engine) as connection:
        grant(connection, "clerk")
    with owner.raw() as raw:
        # Given back behind our back: the guards must hold without its being revoked.
        name = raw.connection.info.dbname
        raw.run(f'GRANT TEMPORARY ON DATABASE "{name}" TO clerk')
        raw.run("SET SESSION AUTHORIZATION clerk")
        raw.commit()
        yield raw


def stage(raw: Raw, sealed: Sealed) -> None:
    """Insert all but the vouchers."""
    many(raw, "postings", sealed.postings)
    many(raw, "money_positions", sealed.positions)


def overspending(books: Books) -> Sealed:
    """N takes 9,000 yuan out of 1,000; N + 1, which is right, follows."""
    return forged(books, payment("theft", 9000_00), receipt("cover", 8000_00))


def inserting(row: tuple[object, ...]) -> sql.Composed:
    values = sql.SQL(", ").join(sql.Literal(value) for value in row)
    return sql.SQL("INSERT INTO public.vouchers ({}) VALUES ({})").format(NAMES, values)


# -- PostgreSQL: the seal that is left to a successor --------------------------------


def test_a_successor_of_another_command_does_not_take_the_judging_over(
    owner: Books, clerk: Raw
) -> None:
    sealed = overspending(owner)
    stage(clerk, sealed)
    first, second = map(inserting, sealed.vouchers)
    body = clerk.connection.execute
    with pytest.raises(DriverError, match="bangfu:L7"):
        body(
            sql.SQL(
                "CREATE FUNCTION pg_temp.slip() RETURNS int LANGUAGE plpgsql AS"
                " $f$ BEGIN {}; RETURN 1; END $f$"
            ).format(second)
        )
        body(sql.SQL("{} RETURNING pg_temp.slip()").format(first))


def test_a_temporary_type_does_not_stand_for_one_that_the_guards_name(
    owner: Books, clerk: Raw
) -> None:
    sealed = overspending(owner)
    stage(clerk, sealed)
    with pytest.raises(DriverError, match="bangfu:L7"):
        # A row is "not null" only where all its columns are: the verdict never is.
        clerk.run("CREATE TEMP TABLE text (a pg_catalog.text, b pg_catalog.int4)")
        many(clerk, "vouchers", sealed.vouchers)


def test_a_role_that_may_make_schemas_is_not_let_in_or_changes_nothing(
    owner: Books,
) -> None:
    with owner.raw() as raw:
        name = raw.connection.info.dbname
        raw.run(f'GRANT CREATE ON DATABASE "{name}" TO clerk')
        raw.commit()
    try:
        with writing(owner.engine) as connection:
            grant(connection, "clerk")
    except DatabaseUnfit:
        return
    sealed = overspending(owner)
    with owner.raw() as raw:
        raw.run("SET SESSION AUTHORIZATION clerk")
        with pytest.raises(DriverError, match=r"bangfu:L7|permission denied"):
            raw.run("CREATE SCHEMA own")
            raw.run(
                "CREATE FUNCTION own.no(int4, int4) RETURNS bool LANGUAGE sql"
                " IMMUTABLE AS 'SELECT false'"
            )
            raw.run(
                "CREATE OPERATOR own.> (leftarg=int4,rightarg=int4,function=own.no)"
            )
            raw.run("SET search_path = own, pg_catalog, public")
            stage(raw, sealed)
            many(raw, "vouchers", sealed.vouchers)


def test_the_owner_of_the_database_is_not_let_in(owner: Books) -> None:
    # It owns the schema public with it, and drops whatever stands there.
    with owner.raw() as raw:
        name = raw.connection.info.dbname
        raw.run(f'ALTER DATABASE "{name}" OWNER TO clerk')
        raw.commit()
    with pytest.raises(DatabaseUnfit), writing(owner.engine) as connection:
        grant(connection, "clerk")


def test_a_role_that_may_truncate_through_a_group_is_not_let_in(owner: Books) -> None:
    with owner.raw() as raw:
        raw.run(
            "DO $$ BEGIN CREATE ROLE clerks; EXCEPTION WHEN duplicate_object THEN NULL;"
            " END $$"
        )
        raw.run("GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO clerks")
        raw.run("GRANT clerks TO clerk")
        raw.commit()
    try:
        with pytest.raises(DatabaseUnfit), writing(owner.engine) as connection:
            grant(connection, "clerk")
    finally:
        with owner.raw() as raw:
            raw.run("REVOKE clerks FROM clerk")
            raw.commit()


def test_numbers_follow_the_chain_within_one_statement(ready: Books) -> None:
    sealed = forged(ready, receipt("a", 1), receipt("b", 2))
    rows = [list(row) for row in sealed.vouchers]
    rows[0][4], rows[1][4] = rows[1][4], rows[0][4]
    with ready.raw() as raw:
        stage(raw, sealed)
        with pytest.raises(DriverError, match="bangfu:L4"):
            many(raw, "vouchers", [tuple(row) for row in rows])


def test_a_gap_in_the_chain_is_not_bridged_by_zeros(ready: Books) -> None:
    plain = plain_payment(ready).moved(position=3, previous=bytes(32))
    with ready.raw() as raw, pytest.raises(DriverError, match="bangfu:L10"):
        plain.insert(raw)


# -- both databases ------------------------------------------------------------------


def test_restricted_money_does_not_leave_by_a_red_credit(ready: Books) -> None:
    ready.post(receipt("r2", 5000_00, "F2"), payment("p2", 100_00, "F2"))
    leaving = voucher(
        "leaving",
        cr("50404", -1000_00, "F2"),
        cr("102", 1000_00, "F2"),
        corrects="p2",
        correction="difference",
    )
    with pytest.raises(VoucherRefused):
        ready.post(leaving)


def test_restricted_money_does_not_leave_by_a_red_credit_in_plain_sql(
    ready: Books,
) -> None:
    ready.post(receipt("r2", 5000_00, "F2"), payment("p2", 100_00, "F2"))
    leaving = voucher(
        "leaving",
        cr("50404", -1000_00, "F2"),
        cr("102", 1000_00, "F2"),
        corrects="p2",
        correction="difference",
    )
    sealed = forged(ready, leaving)
    with ready.raw() as raw:
        stage(raw, sealed)
        with pytest.raises(DriverError, match="bangfu:L8"):
            many(raw, "vouchers", sealed.vouchers)


def test_openings_stand_once(ready: Books) -> None:
    again = voucher("o", dr("102", 7777_00), cr("32104", 7777_00), kind="期初")
    sealed = forged(ready, again)
    with ready.raw() as raw:
        stage(raw, sealed)
        with pytest.raises(DriverError, match="bangfu:"):
            many(raw, "vouchers", sealed.vouchers)


def test_a_cancelled_voucher_takes_no_difference(ready: Books) -> None:
    ready.post(payment("p", 100))
    ready.reverse("p", voucher("px"))
    late = voucher(
        "d",
        dr("50404", -5, purpose="生活救助"),
        cr("102", -5),
        corrects="p",
        correction="difference",
    )
    sealed = forged(ready, late)
    with ready.raw() as raw:
        stage(raw, sealed)
        with pytest.raises(DriverError, match="bangfu:correction"):
            many(raw, "vouchers", sealed.vouchers)


def test_a_cancellation_takes_back_the_persons_that_were_counted(ready: Books) -> None:
    ready.post(payment("p", 100))
    lines = dr("50404", -100, purpose="生活救助", persons=-1000), cr("102", -100)
    other = voucher("px", *lines, kind="付", corrects="p", correction="full")
    sealed = forged(ready, other)
    with ready.raw() as raw:
        stage(raw, sealed)
        with pytest.raises(DriverError, match="bangfu:correction"):
            many(raw, "vouchers", sealed.vouchers)


# -- SQLite: another program's connection, foreign keys off --------------------------


@pytest.mark.parametrize("position", [0, -1])
def test_no_money_stands_before_the_first_voucher(
    sqlite_books: Books, position: int
) -> None:
    cash = account(sqlite_books, "101")
    with (
        sqlite_books.raw(foreign_keys=False) as raw,
        pytest.raises(DriverError, match=r"bangfu:|CHECK"),
    ):
        raw.run(
            "INSERT INTO money_positions VALUES (1, 1, ?, ?, 900000000, NULL)",
            (cash, position),
        )


# -- what verify must find -----------------------------------------------------------


def unguarded(books: Books, act: Callable[[Raw], None]) -> None:
    """Do something while the triggers are gone; they come back as they were."""
    with books.raw(foreign_keys=False) as raw:
        triggers = raw.run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        for name, _ in triggers:
            raw.run(f"DROP TRIGGER {name}")
        act(raw)
        for _, text in triggers:
            raw.run(text)
        raw.commit()


def slip(books: Books, *vouchers: Voucher) -> None:
    """Write vouchers with right hashes and totals while the triggers are gone."""
    sealed = forged(books, *vouchers)

    def write(raw: Raw) -> None:
        stage(raw, sealed)
        many(raw, "vouchers", sealed.vouchers)
        add_totals(raw, 1, sealed)

    unguarded(books, write)


BREACHES = {
    "L2": voucher("x", dr("50404", -1, purpose="生活救助"), cr("102", -1)),
    "L7": payment("x", 9000_00),
    "L8": voucher("x", dr("50404", 1, "F2"), cr("102", 1, "F2")),
    "correction": voucher(
        "x",
        dr("50404", -1, purpose="生活救助"),
        cr("102", -1),
        kind="付",
        corrects="p",
        correction="full",
    ),
}


@pytest.mark.parametrize("rule", BREACHES)
def test_verify_finds_a_voucher_that_was_never_judged(
    sqlite_books: Books, rule: str
) -> None:
    sqlite_books.post(
        receipt("r1", 1000_00), receipt("r2", 1000_00, "F2"), payment("p", 5_00)
    )
    slip(sqlite_books, BREACHES[rule])
    assert verify(sqlite_books) != []


def test_verify_finds_a_text_that_swallows_the_next_lines(sqlite_books: Books) -> None:
    """Two of four lines vanish into a memo, and every hash stays true."""
    books = sqlite_books
    pair = dr("50404", 300_00, purpose="生活救助"), cr("102", 300_00)
    books.post(receipt("r1", 1000_00), voucher("four", *pair, *pair))
    look = books.lookups()
    codes, funds = look.account_codes, look.units["U1"].fund_codes
    names = ", ".join(Line._fields)

    def fold(raw: Raw) -> None:
        rows = raw.run(f"SELECT {names} FROM postings WHERE position = 2 ORDER BY line")
        tail = "".join(
            "\x1e" + chain.line_text(Line(*row), codes, funds) for row in rows[2:]
        )
        raw.run("UPDATE postings SET memo = ? WHERE position = 2 AND line = 2", (tail,))
        raw.run("DELETE FROM postings WHERE position = 2 AND line > 2")
        raw.run("UPDATE totals SET debit_fen = 30000 WHERE account_id = ?", rows[0][:1])
        raw.run(
            "UPDATE totals SET credit_fen = 30000 WHERE account_id = ?", rows[1][:1]
        )
        raw.run("UPDATE money_positions SET balance_fen = 70000 WHERE position = 2")

    unguarded(books, fold)
    assert verify(books) != []


def test_verify_finds_an_account_of_another_chart(sqlite_books: Books) -> None:
    """The code is the same, and only the code is hashed."""
    books = sqlite_books
    books.post(receipt("r1", 1000_00))
    new, old = account(books, "408"), account(books, "408", "union-2009")

    def swap(raw: Raw) -> None:
        for table in ("postings", "totals"):
            raw.run(
                f"UPDATE {table} SET account_id = ? WHERE account_id = ?", (old, new)
            )

    unguarded(books, swap)
    assert verify(books) != []


def test_verify_finds_postings_on_an_account_that_has_others_under_it(
    ready: Books,
) -> None:
    ready.post(payment("p", 100))
    row = {
        "id": 99_990,
        "chart": CHART,
        "code": "5040499",
        "name": "其下",
        "class": "expense",
        "side": "debit",
        "role": "aid_expense",
        "parent_id": account(ready, "50404"),
        "money": 0,
        "spends": 1,
    }
    with writing(ready.engine) as connection:
        append(connection, "accounts", [row], ACT)
    assert verify(ready) != []


def test_verify_tells_of_a_text_that_is_no_utf_8(sqlite_books: Books) -> None:
    sqlite_books.post(receipt("r1", 1000_00))
    plain = plain_payment(sqlite_books)
    with sqlite_books.raw(foreign_keys=False) as raw:
        for posting in plain.postings:
            raw.insert("postings", posting)
        raw.insert("money_positions", plain.positions[0])
        head = {k: v for k, v in plain.head.items() if k != "summary"}
        names = ", ".join(head)
        marks = ", ".join("?" * len(head))
        raw.run(
            f"INSERT INTO vouchers ({names}, summary)"
            f" VALUES ({marks}, CAST(x'ff41' AS TEXT))",
            tuple(head.values()),
        )
        raw.commit()
    assert verify(sqlite_books) != []


def test_an_opened_month_is_found(sqlite_books: Books) -> None:
    """A close, its checkpoint and the last record gone: nothing tells of it."""
    from audit import integrity  # noqa: PLC0415
    from ledger import closing  # noqa: PLC0415

    books = sqlite_books
    books.post(receipt("r1", 1000_00))
    with writing(books.engine) as connection:
        closing.close(connection, "U1", 202501, ACT)

    def told() -> object:
        with reading(books.engine) as connection:
            return integrity.verify(connection)

    before = told()

    def open_again(raw: Raw) -> None:
        raw.run("DELETE FROM closes")
        raw.run("DELETE FROM checkpoints")
        raw.run("DELETE FROM records WHERE kind = 'closes'")

    unguarded(books, open_again)
    # What is printed and kept outside must differ, or nobody can ever tell.
    assert told() != before


def test_the_seal_looks_at_no_more_of_the_books_than_it_must(
    postgresql_books: Books,
) -> None:
    """No plan of the seal reads all vouchers: it would cost more every year.

    The fewer there are, the sooner would a plan rather read them all.
    """
    books = postgresql_books
    books.post(*[receipt(f"k{k}", 100) for k in range(1_000)])
    notices: list[str] = []
    with books.raw() as raw:
        raw.run("ANALYZE")
        raw.commit()
        raw.run("LOAD 'auto_explain'")
        for setting in ("min_duration = 0", "nested_statements = on", "analyze = on"):
            raw.run(f"SET auto_explain.log_{setting}")
        raw.run("SET client_min_messages = log")
        raw.connection.add_notice_handler(
            lambda notice: notices.append(notice.message_primary or "")
        )
        # As PostgreSQL itself does from the sixth voucher of a connection on.
        raw.run("SET plan_cache_mode = force_generic_plan")
        plain_payment(books, 1).insert(raw)
        raw.connection.rollback()
    lines = [line for notice in notices for line in notice.splitlines()]
    read = [line for line in lines if "Seq Scan on vouchers" in line]
    assert [line for line in read if "never executed" not in line] == []


def test_two_who_import_at_once_both_end_well(postgresql_books: Books) -> None:
    """On PostgreSQL the second must wait, not break off with a key that is taken."""
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    root = Path(__file__).parents[2]
    folder = root / "examples" / "daishan-charity-2021"
    command = [sys.executable, "-m", "tests.ledger.importer", postgresql_books.url]
    running = [
        subprocess.Popen(
            [*command, str(folder), "go"],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for _ in range(4)
    ]
    for process in running:
        process.communicate(timeout=120)
    assert [process.returncode for process in running] == [0] * 4
