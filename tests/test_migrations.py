"""The database as migrated: equal to what is declared, and held to it.

Each break here is made past the code, as an owner of the database could make it.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from sqlalchemy import event

from app import wiring
from ledger import (
    catalogue,
    chart_registration,
    fund_registration,
    guards,
    registration,
    tables,
)
from ledger.database import Engine, open_books, reading, writing
from ledger.errors import DatabaseUnfit, NotFound
from ledger.funds import Channel, Fund, Origin
from ledger.people import Person
from tests import building, server
from tests.ledger.plain import plain_payment
from tests.treasury import asking

Opened = Callable[[str], building.Books]


@pytest.fixture
def opened(shelf: server.Shelf, dialect: str) -> Iterator[Opened]:
    """Open a scratch database: `empty`, or `migrated` and founded."""
    shelf.fillings.setdefault("empty", _touch)
    shelf.fillings.setdefault("migrated", _migrate)
    left = []

    def open_filled(filling: str) -> building.Books:
        copy = shelf.copied(dialect, filling)
        url = copy.__enter__()
        books = building.Books(open_books(url), url)
        left.append((copy, books.engine))
        return books

    yield open_filled
    for copy, engine in left:
        engine.dispose()
        copy.__exit__(None, None, None)


def _touch(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")


def _migrate(engine: Engine) -> None:
    wiring.upgrade(engine, building.FOUNDING)


def lines_of(books: building.Books) -> tuple[str, ...]:
    with reading(books.engine) as connection:
        return catalogue.lines(connection)


def verify(books: building.Books) -> list[str]:
    with reading(books.engine) as connection:
        return catalogue.verify(connection)


def change(books: building.Books, *statements: str) -> None:
    with books.raw() as raw:
        for statement in statements:
            raw.run(statement)
        raw.commit()


# -- declared, migrated, committed --------------------------------------------------


def test_the_migrated_database_equals_the_declared_one(opened: Opened) -> None:
    migrated, declared = opened("migrated"), opened("empty")
    with writing(declared.engine) as connection:
        for statement in wiring.statements(declared.dialect):
            connection.exec_driver_sql(
                statement, execution_options={"no_parameters": True}
            )
    assert catalogue.differences(lines_of(declared), lines_of(migrated)) == []
    assert lines_of(declared) == lines_of(migrated)


def test_the_written_schema_is_the_one_that_the_tables_make(opened: Opened) -> None:
    migrated, made = opened("migrated"), opened("empty")
    metadata, appended = wiring.declared()
    with writing(made.engine) as connection:
        metadata.create_all(connection)
        for statement in guards.statements(made.dialect, appended, wiring.ordered()):
            connection.exec_driver_sql(
                statement, execution_options={"no_parameters": True}
            )
    assert lines_of(made) == lines_of(migrated)


def test_a_migrated_database_is_as_committed(opened: Opened) -> None:
    books = opened("migrated")
    assert verify(books) == []
    assert lines_of(books) == catalogue.expected(wiring.head(), books.dialect)
    with reading(books.engine) as connection:
        fingerprint = wiring.fingerprint(connection)
    assert fingerprint == catalogue.committed(wiring.head(), books.dialect)


def test_the_committed_fingerprints_are_those_of_the_committed_catalogues() -> None:
    for revision in catalogue.revisions():
        for dialect in ("postgresql", "sqlite"):
            lines = catalogue.expected(revision, dialect)
            committed = catalogue.committed(revision, dialect)
            assert catalogue.fingerprint(lines) == committed


def test_every_migration_has_its_statements_for_both_databases() -> None:
    scripts = sorted((catalogue.MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert tuple(script.name[:4] for script in scripts) == catalogue.revisions()
    for script in scripts:
        assert script.with_suffix(".sqlite.sql").exists()
        assert script.with_suffix(".postgresql.sql").exists()


def test_every_table_that_grows_is_guarded_and_no_other() -> None:
    metadata, appended = wiring.declared()
    assert set(metadata.tables.values()) == {*appended, *tables.KEPT}
    for table in appended:
        trigger = f"trigger {table.name}.{table.name}_no_change: "
        (line,) = [
            line
            for line in catalogue.expected(wiring.head(), "postgresql")
            if line.startswith(trigger)
        ]
        assert line.endswith("ENABLE ALWAYS")


# -- what was changed is named ------------------------------------------------------

SQLITE_BREAKS = {
    "缺少触发器 vouchers_seal": ("DROP TRIGGER vouchers_seal",),
    "触发器 people_no_update与迁移时不同": (
        "DROP TRIGGER people_no_update",
        (
            "CREATE TRIGGER people_no_update BEFORE UPDATE ON people WHEN 0"
            " BEGIN SELECT RAISE(ABORT, 'bangfu:L3'); END"
        ),
    ),
    "多出触发器 sly": (
        (
            "CREATE TRIGGER sly AFTER INSERT ON vouchers"
            " BEGIN UPDATE totals SET debit_fen = 0; END"
        ),
    ),
    "约束 postings.ck_postings_l2_one_side与迁移时不同": (
        "PRAGMA writable_schema = ON",
        (
            "UPDATE sqlite_master SET sql = replace(sql,"
            " '(debit_fen = 0) <> (credit_fen = 0)', '1 = 1') WHERE name = 'postings'"
        ),
    ),
    "缺少约束 vouchers.ck_vouchers_ref_given": (
        "PRAGMA writable_schema = ON",
        (
            "UPDATE sqlite_master SET sql = replace(sql, 'CONSTRAINT"
            " ck_vouchers_ref_given CHECK (ref <> ''''),', '') WHERE name = 'vouchers'"
        ),
    ),
    "多出列 people.note": ("ALTER TABLE people ADD COLUMN note TEXT",),
    "缺少索引 uq_vouchers_cancelled_once": ("DROP INDEX uq_vouchers_cancelled_once",),
    "多出表 evidence": ("CREATE TABLE evidence (id INTEGER, id2, CHECK (id > 0))",),
    "多出视图 seen": ("CREATE VIEW seen AS SELECT 1 AS one",),
}
POSTGRESQL_BREAKS = {
    "缺少触发器 vouchers.vouchers_seal": ("DROP TRIGGER vouchers_seal ON vouchers",),
    "触发器 vouchers.vouchers_no_change与迁移时不同": (
        "ALTER TABLE vouchers DISABLE TRIGGER vouchers_no_change",
    ),
    "触发器 people.people_no_change与迁移时不同": (
        "ALTER TABLE people ENABLE TRIGGER people_no_change",
    ),
    "约束 postings.fk_postings_unit_id_position与迁移时不同": (
        "ALTER TABLE vouchers DISABLE TRIGGER ALL",
    ),
    "约束 postings.ck_postings_l2_one_side与迁移时不同": (
        "ALTER TABLE postings DROP CONSTRAINT ck_postings_l2_one_side",
        "ALTER TABLE postings ADD CONSTRAINT ck_postings_l2_one_side CHECK (true)",
    ),
    "缺少约束 vouchers.ck_vouchers_ref_given": (
        "ALTER TABLE vouchers DROP CONSTRAINT ck_vouchers_ref_given",
    ),
    "函数 bangfu_refuse_change()与迁移时不同": (
        (
            "CREATE OR REPLACE FUNCTION public.bangfu_refuse_change() RETURNS trigger"
            " LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        ),
    ),
    "列 people.name与迁移时不同": ("ALTER TABLE people ALTER name DROP NOT NULL",),
    "多出列 people.note": ("ALTER TABLE people ADD note TEXT",),
    "缺少索引 uq_vouchers_cancelled_once": ("DROP INDEX uq_vouchers_cancelled_once",),
    "多出规则 totals.still": (
        "CREATE RULE still AS ON UPDATE TO totals DO INSTEAD NOTHING",
    ),
    "多出行策略 people.hidden": ("CREATE POLICY hidden ON people USING (id > 3)",),
    "表 people与迁移时不同": ("ALTER TABLE people ENABLE ROW LEVEL SECURITY",),
    "多出视图 seen": ("CREATE VIEW seen AS SELECT 1 AS one",),
    "多出对象 counted": ("CREATE SEQUENCE counted",),
}


@pytest.mark.parametrize("told", SQLITE_BREAKS)
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_what_was_changed_on_sqlite_is_named(opened: Opened, told: str) -> None:
    books = opened("migrated")
    change(books, *SQLITE_BREAKS[told])
    assert told in verify(books)


@pytest.mark.parametrize("told", POSTGRESQL_BREAKS)
@pytest.mark.parametrize("dialect", ["postgresql"])
def test_what_was_changed_on_postgresql_is_named(opened: Opened, told: str) -> None:
    books = opened("migrated")
    change(books, *POSTGRESQL_BREAKS[told])
    assert told in verify(books)


def test_white_space_and_the_order_of_columns_do_not_matter(opened: Opened) -> None:
    one, other = opened("empty"), opened("empty")
    change(one, "CREATE TABLE t (a INTEGER, b TEXT DEFAULT 'x,  y)', CHECK (a>0))")
    change(
        other,
        "CREATE TABLE t (\n b   TEXT DEFAULT 'x,  y)',\n a INTEGER,\n CHECK (a>0)\n)",
    )
    assert lines_of(one) == lines_of(other)
    assert len(lines_of(one)) == 4


def test_statistics_are_no_difference(opened: Opened) -> None:
    books = opened("migrated")
    change(books, "ANALYZE")
    assert verify(books) == []


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_what_a_session_looks_through_is_no_difference(opened: Opened) -> None:
    books = opened("migrated")
    with reading(books.engine) as connection:
        connection.exec_driver_sql("SET LOCAL search_path TO pg_temp, public")
        assert catalogue.verify(connection) == []
        path = connection.exec_driver_sql("SHOW search_path").scalar()
    assert path == "pg_temp, public"


def test_a_catalogue_altered_with_the_program_is_told(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = opened("migrated")
    shutil.copytree(catalogue.MIGRATIONS, tmp_path / "migrations")
    monkeypatch.setattr(catalogue, "MIGRATIONS", tmp_path / "migrations")
    (tmp_path / "migrations" / "fingerprints.toml").write_text(
        f'[{wiring.head()}]\nsqlite = "0"\npostgresql = "0"\n', "utf-8"
    )
    catalogue.fingerprints.cache_clear()
    told = verify(books)
    catalogue.fingerprints.cache_clear()
    assert told == ["随程序发布的结构目录与其指纹不符"]


# -- making and upgrading -----------------------------------------------------------


def test_upgrading_twice_changes_nothing(opened: Opened) -> None:
    books = opened("migrated")
    counted = "SELECT (SELECT COUNT(*) FROM records), (SELECT COUNT(*) FROM accounts)"
    before = lines_of(books), books.rows(counted)
    wiring.upgrade(books.engine, building.ACT)
    assert (lines_of(books), books.rows(counted)) == before
    wiring.demand_current(books.engine)


@pytest.mark.parametrize(
    "at", ["CREATE TABLE records", "vouchers_seal", "alembic_version", "accounts"]
)
def test_an_interrupted_upgrade_leaves_nothing(opened: Opened, at: str) -> None:
    books = opened("empty")

    def interrupt(*given: Any) -> None:
        if at in given[2] and not given[2].startswith("SELECT"):
            raise KeyboardInterrupt

    event.listen(books.engine, "before_cursor_execute", interrupt)
    with pytest.raises(KeyboardInterrupt):
        wiring.upgrade(books.engine, building.FOUNDING)
    event.remove(books.engine, "before_cursor_execute", interrupt)
    assert lines_of(books) == ()
    with reading(books.engine) as connection:
        assert catalogue.revision(connection) == ""
    wiring.upgrade(books.engine, building.FOUNDING)
    assert verify(books) == []


def test_a_database_newer_than_the_program_is_left_alone(opened: Opened) -> None:
    books = opened("migrated")
    change(books, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseUnfit, match="比本程序新"):
        wiring.upgrade(books.engine, building.ACT)
    with pytest.raises(DatabaseUnfit, match="比本程序新"):
        wiring.demand_current(books.engine)
    assert verify(books) == ["数据库版本“9999”不是本程序所知的版本"]


def test_a_database_with_other_things_in_it_is_left_alone(opened: Opened) -> None:
    books = opened("empty")
    change(books, "CREATE TABLE theirs (id INTEGER)")
    with pytest.raises(DatabaseUnfit, match="已有别的内容"):
        wiring.upgrade(books.engine, building.FOUNDING)
    assert [line for line in lines_of(books) if "theirs" not in line] == []


def test_books_that_were_never_made_are_told_from_old_ones(opened: Opened) -> None:
    with pytest.raises(DatabaseUnfit, match="尚未建立"):
        wiring.demand_current(opened("empty").engine)
    books = opened("migrated")
    change(books, "UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(DatabaseUnfit, match="版本较旧"):
        wiring.demand_current(books.engine)


def _made_at(engine: Engine, revision: str) -> None:
    """Found books as an earlier edition of the program left them."""
    config = wiring.migrations()
    with writing(engine) as connection:
        config.attributes |= {"connection": connection}
        config.attributes |= {"metadata": wiring.declared()[0]}
        command.upgrade(config, revision)
        chart_registration.found_books(connection, building.FOUNDING)


def test_a_rule_of_history_passes_what_stood_before_it(opened: Opened) -> None:
    """0008: a payment imported for a live day stays; after the upgrade none comes."""
    books = opened("empty")
    _made_at(books.engine, "0007")
    building.register_world(books.engine)
    asking.live(books)
    assert lines_of(books) == catalogue.expected("0007", books.dialect)
    plain_payment(books).moved(entered="imported").write(books)
    wiring.upgrade(books.engine, building.ACT)
    assert verify(books) == []
    counted = "SELECT COUNT(*) FROM vouchers WHERE entered = 'imported'"
    assert books.one(counted) == 1
    with pytest.raises(building.DriverError, match="bangfu:L12"):
        plain_payment(books).moved(entered="imported").write(books)
    assert books.one(counted) == 1


# -- privileges ---------------------------------------------------------------------


@pytest.fixture
def role(opened: Opened) -> Iterator[tuple[building.Books, str]]:
    """Migrated books on PostgreSQL, and a role that was given too much before."""
    books = opened("migrated")
    name = f"bangfu clerk {os.getpid()}"
    change(
        books,
        f'CREATE ROLE "{name}"',
        f'GRANT ALL ON ALL TABLES IN SCHEMA public TO "{name}"',
        "GRANT ALL ON totals TO PUBLIC",
    )
    with writing(books.engine) as connection:
        wiring.grant(connection, name)
    yield books, name
    change(books, f'DROP OWNED BY "{name}"', f'DROP ROLE "{name}"')


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_the_programs_role_appends_and_changes_nothing_but_totals(
    role: tuple[building.Books, str],
) -> None:
    books, name = role
    _, appended = wiring.declared()
    for table in (*appended, *tables.KEPT):
        column = next(iter(table.columns)).name
        refused = {f"DELETE FROM {table.name}", f"TRUNCATE {table.name} CASCADE"}
        if table in appended:
            refused.add(f"UPDATE {table.name} SET {column} = {column}")
        for statement in refused:
            with books.raw() as raw:
                raw.run(f'SET ROLE "{name}"')
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    raw.run(statement)


@pytest.mark.parametrize("dialect", ["postgresql"])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE theirs (id INTEGER)",
        "ALTER TABLE vouchers DISABLE TRIGGER ALL",
        "DROP TRIGGER vouchers_seal ON vouchers",
        "UPDATE alembic_version SET version_num = ''",
        "SET session_replication_role = replica",
    ],
)
def test_the_programs_role_does_not_touch_the_structure(
    role: tuple[building.Books, str], statement: str
) -> None:
    books, name = role
    with books.raw() as raw:
        raw.run(f'SET ROLE "{name}"')
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.run(statement)


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_the_programs_role_keeps_books(role: tuple[building.Books, str]) -> None:
    books, name = role

    def become(connection: Any) -> None:
        connection.exec_driver_sql(f'SET LOCAL ROLE "{name}"')

    event.listen(books.engine, "begin", become)
    people = [Person(code=code) for code in ("张三", "李四", "王五")]
    fund = Fund("F1", "捐赠", Origin.DONATION, Channel.DIRECT)
    with writing(books.engine) as connection:
        registration.register_people(connection, people, building.ACT)
        registration.register_units(connection, [building.U1], building.ACT)
        fund_registration.register_funds(connection, "U1", [fund], building.ACT)
    books.post(building.receipt("R1", 100))
    wiring.demand_current(books.engine)
    event.remove(books.engine, "begin", become)
    assert books.one("SELECT COUNT(*) FROM vouchers") == 1
    assert books.one("SELECT SUM(debit_fen) FROM totals") == 100


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_a_role_above_privileges_is_refused(opened: Opened) -> None:
    books = opened("migrated")
    ((owner,),) = books.rows("SELECT current_user")
    with writing(books.engine) as connection:
        with pytest.raises(DatabaseUnfit, match="不受权限约束"):
            wiring.grant(connection, owner)
        with pytest.raises(NotFound, match="nobody"):
            wiring.grant(connection, "nobody")


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_sqlite_has_no_roles(opened: Opened) -> None:
    with (
        writing(opened("migrated").engine) as connection,
        pytest.raises(DatabaseUnfit, match="只有 PostgreSQL"),
    ):
        wiring.grant(connection, "clerk")
