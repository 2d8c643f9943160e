"""T48 on the operation log, on SQLite and on PostgreSQL."""

import datetime as dt
import re

from aid import tables as aid_tables
from app import activity
from audit import tables as audit_tables
from audit.register_names import register_name, register_names
from budgets import tables as budget_tables
from ledger.database import writing
from ledger.people import Act
from ledger.register import RECORDED
from tests.audit.flows import read, result, titles
from tests.building import ACT, Books, receipt
from treasury import approvals
from treasury import tables as treasury_tables

BEGUN = Act("王五", ACT.at - dt.timedelta(hours=1))
UNGUARD = {
    "sqlite": (
        "DROP TRIGGER operations_no_update",
        "DROP TRIGGER operations_no_delete",
    ),
    "postgresql": ("ALTER TABLE operations DISABLE TRIGGER ALL",),
}


def _log(books: Books, act: Act, key: str, unit: str = "U1", **more: str) -> None:
    with writing(books.engine) as connection:
        activity.log(connection, act, key, unit=unit, **more)


def _tamper(books: Books, statement: str) -> None:
    with books.raw() as raw:
        for unguard in UNGUARD[books.dialect]:
            raw.run(unguard)
        raw.run(statement)
        raw.commit()


def test_without_a_log_nothing_is_performed(books: Books) -> None:
    assert read(books, "2026").logged is None
    assert not result("T48", books, "2026").performed


def test_a_voucher_that_nobody_logged_is_found(books: Books) -> None:
    _log(books, BEGUN, "books.import")
    books.post(receipt("p1", 300), receipt("p2", 300))
    (found,) = result("T48", books, "2026").findings
    assert found.title == "没有操作记录的凭证或登记"
    assert "凭证 2025-01 收-1 等 2 张" in found.condition
    _log(books, ACT, "draft.post", subject="p1")
    assert titles("T48", books, "2026") == []


def test_what_was_made_in_another_year_is_of_that_year(books: Books) -> None:
    """Sealed in January 2026, a voucher of January 2025 belongs to both years."""
    early = Act("王五", dt.datetime(2024, 12, 31, 8, tzinfo=dt.UTC))
    _log(books, early, "books.import")
    books.post(receipt("p1", 300))
    found = {year: titles("T48", books, year) for year in ("2025", "2026", "2027")}
    assert {year: len(told) for year, told in found.items()} == {
        "2025": 1,
        "2026": 2,
        "2027": 0,
    }


def test_an_act_may_stand_in_the_log_of_another_unit(books: Books) -> None:
    _log(books, BEGUN, "books.import")
    books.post(receipt("p1", 300))
    assert titles("T48", books, "2026") == ["没有操作记录的凭证或登记"]
    _log(books, ACT, "money.transfer", unit="U2")
    assert titles("T48", books, "2026") == []


def test_a_refused_act_explains_nothing(books: Books) -> None:
    _log(books, BEGUN, "books.import")
    books.post(receipt("p1", 300))
    _log(books, ACT, "draft.post", outcome=activity.REFUSED)
    assert titles("T48", books, "2026") == ["没有操作记录的凭证或登记"]


def test_a_log_that_was_changed_or_cut_is_found(books: Books) -> None:
    for day in range(3):
        _log(books, Act("王五", ACT.at + dt.timedelta(days=day)), "report.export")
    assert titles("T48", books, "2026") == []
    _tamper(books, "UPDATE operations SET person = '李四' WHERE position = 1")
    assert titles("T48", books, "2026") == ["操作日志内容被改动"]
    with books.raw() as raw:
        raw.run("DELETE FROM operations WHERE position = 2")
        raw.commit()
    assert titles("T48", books, "2026") == ["操作日志内容被改动", "操作日志缺号"]


def test_acts_of_power_are_leads_those_refused_too(books: Books) -> None:
    _log(books, ACT, "people.grant", unit="", subject="张三 post")
    _log(books, ACT, "people.grant", unit="", outcome=activity.REFUSED)
    found = result("T48", books, "2026").findings
    assert {(one.title, one.lead) for one in found} == {
        ("授予或收回权限", True),
        ("授予或收回权限被拒绝", True),
    }
    assert titles("T48", books, "2027") == []


def test_registers_are_told_by_name_not_by_table(books: Books) -> None:
    _log(books, BEGUN, "books.import")
    with writing(books.engine) as connection:
        approvals.go_live(connection, "U1", dt.date(2025, 1, 10), "会议纪要1号", ACT)
    (found,) = result("T48", books, "2026").findings
    assert "“审批权限”等登记" in found.condition
    assert not re.search("[a-z]_[a-z]", found.condition)


def test_every_register_in_the_chain_has_a_name_and_no_other_thing_has_one() -> None:
    assert set(register_names()) == {
        *RECORDED,
        *budget_tables.RECORDED,
        *treasury_tables.RECORDED,
        *aid_tables.RECORDED,
        *audit_tables.RECORDED,
    }
    assert len({*register_names().values()}) == len(register_names())
    assert register_name("sly") == "sly"
