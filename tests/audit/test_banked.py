"""T26, T37 and T44 on statements that were imported, on SQLite and on PostgreSQL."""

import datetime as dt
from collections.abc import Iterator

import pytest

from ledger.database import writing
from ledger.money import Money
from tests import server
from tests.audit.flows import read, result, titles
from tests.building import Books, payment
from tests.treasury import reconciling, returning
from treasury import bank_entries


@pytest.fixture
def bank(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from returning.copied(shelf, dialect)


@pytest.fixture
def account(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from reconciling.copied(shelf, dialect)


def test_without_a_bank_account_nothing_is_performed(books: Books) -> None:
    assert read(books).banked is None
    for key in ("T26", "T37", "T44"):
        assert not result(key, books).performed


def test_returns_without_a_voucher_are_found(bank: Books) -> None:
    """Rows 3, 5 and 7 are returns of 1,000.00, 1,000.00 and 400.00."""
    found = result("T26", bank)
    assert found.population is not None
    assert (found.population.count, found.population.amount) == (3, Money(2_400_00))
    assert [one.title for one in found.findings] == ["银行退回款项未入账"] * 3
    assert found.findings[0].evidence == ("对账单 1/3",)


def test_a_return_that_is_owed_for_too_long_is_found(bank: Books) -> None:
    returning.came_back(bank)
    assert titles("T26", bank) == [
        *["银行退回款项未入账"] * 2,
        "退回款项逾期没有再付或注销",
    ]
    overdue = result("T26", bank).findings[-1]
    assert overdue.amount == Money(1_000_00)
    assert "待付期限为 2025-07-19" in overdue.condition
    assert titles("T26", bank, "2025-03") == ["银行退回款项未入账"] * 2


def test_a_return_that_was_paid_again_is_settled(bank: Books) -> None:
    returning.came_back(bank)
    returning.post(bank, returning.pay_again(bank).draft)
    assert titles("T26", bank) == ["银行退回款项未入账"] * 2


def test_interest_is_found_until_its_voucher_stands(bank: Books) -> None:
    assert titles("T37", bank) == ["银行结息没有入账"]
    with writing(bank.engine) as connection:
        entered = bank_entries.accept(connection, "U1", (1, 2), returning.MARCH)
    assert titles("T37", bank) == ["银行结息没有入账"]
    returning.post(bank, entered.handed.draft)
    assert titles("T37", bank) == []
    row = next(read(bank).banked.of_kind("interest"))  # type: ignore[union-attr] # it has a bank
    assert (row.fund, row.mark, row.fen) == ("I", "2025-01 收-4", 20_00)


def test_months_without_a_reconciliation_are_told(account: Books) -> None:
    reconciling.make(account, reconciling.JANUARY)
    reconciling.make(account)
    assert titles("T44", account, "2025-01") == []
    found = result("T44", account).findings[0]
    assert found.title == "没有编制银行存款余额调节表"
    told = "有 2 个月没有编制：2025年2月、2025年4月"
    assert found.condition.endswith(told)


def test_a_reconciliation_that_was_reopened_is_none(account: Books) -> None:
    reconciling.make(account, reconciling.JANUARY)
    reconciling.reopen(account)
    assert titles("T44", account, "2025-01") == ["没有编制银行存款余额调节表"]


def test_what_came_for_reconciled_days_is_a_lead(account: Books) -> None:
    reconciling.make(account, reconciling.JANUARY)
    account.post(payment("late", 7_00, dated_on=dt.date(2025, 1, 20)))
    (late,) = result("T44", account, "2025-01").findings
    assert (late.title, late.lead, late.amount) == ("对账后补记凭证", True, Money(7_00))


def test_what_is_outstanding_is_named_after_the_limit(account: Books) -> None:
    """A payment of 20 January that no bank knows is older than three months in May."""
    account.post(payment("lost", 7_00, dated_on=dt.date(2025, 1, 20)))
    assert "未达账项长期未清" not in titles("T44", account, "2025-04")
    reconciling.go_and_come(account)
    (old,) = [
        one
        for one in result("T44", account).findings
        if one.title == "未达账项长期未清"
    ]
    assert old.amount == Money(7_00)
    assert "单位已记而银行未记" in old.condition


def test_a_difference_that_nothing_explains_is_found(account: Books) -> None:
    """The books lose 50.00 of what stood before the first statement."""
    assert "银行存款余额与对账单调节后不符" not in titles("T44", account)
    with account.raw(foreign_keys=False) as raw:
        if account.dialect == "sqlite":
            raw.run("DROP TRIGGER bank_statements_no_update")
        else:
            raw.run("ALTER TABLE bank_statements DISABLE TRIGGER ALL")
        raw.run("UPDATE bank_statements SET opening_fen = opening_fen - 5000")
        raw.commit()
    (found,) = [one for one in result("T44", account).findings if one.amount]
    assert found.title == "银行存款余额与对账单调节后不符"
    assert found.amount == Money(50_00)
