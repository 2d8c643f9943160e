"""The operation log: what is written, found again, and found out."""

import datetime as dt

import pytest

from app import activity
from ledger.database import reading, writing
from ledger.people import Act
from tests import building

MONDAY = Act("王五", dt.datetime(2026, 3, 9, 1, 30, tzinfo=dt.UTC))
TUESDAY = Act("李四", dt.datetime(2026, 3, 10, 1, 30, tzinfo=dt.UTC))

# What an owner of the database can do and the log must find.
UNGUARD = {
    "sqlite": (
        "DROP TRIGGER operations_no_update",
        "DROP TRIGGER operations_no_delete",
    ),
    "postgresql": ("ALTER TABLE operations DISABLE TRIGGER ALL",),
}


def log_three(office: building.Books) -> None:
    with writing(office.engine) as connection:
        activity.log(connection, MONDAY, "books.import", unit="X", subject="三月")
        activity.log(connection, MONDAY, "books.close", unit="X", subject="2026-02")
        activity.log(
            connection,
            TUESDAY,
            "report.export",
            subject="Fund_Movements",
            os_user="finance",
            outcome=activity.REFUSED,
        )


def tamper(office: building.Books, statement: str) -> None:
    with office.raw() as raw:
        for unguard in UNGUARD[office.dialect]:
            raw.run(unguard)
        raw.run(statement)
        raw.commit()


def broken(office: building.Books) -> list[activity.BrokenEntry]:
    with reading(office.engine) as connection:
        return activity.verify(connection)


def test_an_entry_says_who_did_what_where_and_when(office: building.Books) -> None:
    log_three(office)
    with reading(office.engine) as connection:
        first, _, last = activity.search(connection)
    assert (first.person, first.act, first.unit) == ("王五", "books.import", "X")
    assert (first.at, first.outcome) == ("2026-03-09T01:30:00Z", "done")
    assert (last.unit, last.os_user, last.outcome) == ("", "finance", "refused")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"person": "李四"}, ["report.export"]),
        ({"text": "三月"}, ["books.import"]),
        ({"text": "BOOKS."}, ["books.import", "books.close"]),
        ({"text": "fund_m"}, ["report.export"]),
        ({"text": "%"}, []),
        ({"since": dt.date(2026, 3, 10)}, ["report.export"]),
        ({"until": dt.date(2026, 3, 10)}, ["books.import", "books.close"]),
        ({"person": "张三"}, []),
    ],
)
def test_the_log_is_searched_by_person_days_and_content(
    office: building.Books, asked: dict[str, str], found: list[str]
) -> None:
    log_three(office)
    with reading(office.engine) as connection:
        entries = activity.search(connection, **asked)  # type: ignore[arg-type]
    assert [entry.act for entry in entries] == found


def test_a_day_of_the_log_begins_at_midnight_in_china(office: building.Books) -> None:
    late = Act("王五", dt.datetime(2026, 3, 9, 16, tzinfo=dt.UTC))
    with writing(office.engine) as connection:
        activity.log(connection, late, "books.import")
    with reading(office.engine) as connection:
        found = activity.search(connection, since=dt.date(2026, 3, 10))
    assert len(found) == 1


def test_personal_numbers_never_reach_the_log(office: building.Books) -> None:
    with writing(office.engine) as connection:
        activity.log(connection, MONDAY, "books.import", subject="来自13812345678")
        activity.log(connection, MONDAY, "books.import", subject="一\n二")
    assert office.rows("SELECT subject FROM operations ORDER BY position") == [
        ("（含手机号码 13*******78，未记录）",),
        ("一 二",),
    ]


def test_a_unit_that_is_not_known_is_told_in_the_subject(
    office: building.Books,
) -> None:
    with writing(office.engine) as connection:
        activity.log(connection, MONDAY, "books.balance", unit="Y", subject="2026")
    with reading(office.engine) as connection:
        (entry,) = activity.search(connection)
    assert (entry.unit, entry.subject) == ("", "Y 2026")


def test_an_untouched_log_verifies(office: building.Books) -> None:
    log_three(office)
    assert broken(office) == []


def test_a_changed_entry_is_found(office: building.Books) -> None:
    log_three(office)
    tamper(office, "UPDATE operations SET subject = '二月' WHERE subject = '三月'")
    assert broken(office) == [activity.BrokenEntry("X", 1, "操作日志内容被改动")]


def test_a_removed_entry_is_found(office: building.Books) -> None:
    log_three(office)
    tamper(office, "DELETE FROM operations WHERE subject = '三月'")
    assert broken(office) == [activity.BrokenEntry("X", 2, "操作日志缺号")]


def test_an_entry_that_follows_another_one_is_found(office: building.Books) -> None:
    log_three(office)
    zeros = (
        "zeroblob(32)"
        if office.dialect == "sqlite"
        else "decode(repeat('00', 32), 'hex')"
    )
    tamper(office, f"UPDATE operations SET previous = {zeros} WHERE position = 2")
    assert broken(office) == [activity.BrokenEntry("X", 2, "操作日志与上一条不相接")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE operations SET person = '张三'",
        "DELETE FROM operations",
        "UPDATE secrets SET argon2 = '$argon2id$stolen'",
        "DELETE FROM secrets",
    ],
)
def test_the_database_keeps_log_and_secrets_as_they_are(
    office: building.Books, statement: str
) -> None:
    log_three(office)
    with office.raw() as raw:
        raw.insert(
            "secrets",
            {"person_id": 2, "revision": 1, "argon2": "$argon2id$x", "set_at": ""},
        )
        with pytest.raises(building.DriverError, match="bangfu:L3"):
            raw.run(statement)


def test_a_log_row_is_not_replaced(office: building.Books) -> None:
    if office.dialect == "postgresql":
        verb, error = "INSERT", "pk_operations"
    else:
        verb, error = "INSERT OR REPLACE", "bangfu:L3"
    log_three(office)
    row = {
        "unit_id": 0,
        "position": 1,
        "at": "",
        "person": "",
        "os_user": "",
        "act": "x",
        "subject": "",
        "outcome": "done",
        "previous": bytes(32),
        "hash": bytes(32),
    }
    with office.raw() as raw, pytest.raises(building.DriverError, match=error):
        raw.insert("operations", row, verb)
