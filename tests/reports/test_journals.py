"""现金日记账 and 银行存款日记账: day by day, to the fen, and as the books have it."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from ledger import chart_registration
from ledger.accounts import Account, AccountClass, Role, Side
from ledger.balances import EVER, balances
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.money import ZERO, Money
from ledger.periods import Span
from ledger.vouchers import Voucher
from reports.errors import NoSuchScope
from tests import server, strategies
from tests.building import FOUNDING, Books, credit, debit, payment, receipt, voucher
from tests.ledger.test_laws import in_unit
from tests.reports.asking import asked, document, rendered, request, yuan
from tests.treasury.tilling import safe

FEBRUARY = dt.date(2025, 2, 10)
# One database serves all examples: each posts into a unit of its own.
some = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def office(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """500.00 in cash and 120.50 out of it in January, the bank in February."""
    yield from safe(shelf, dialect)


@pytest.fixture
def lite(shelf: server.Shelf) -> Iterator[Books]:
    yield from safe(shelf, "sqlite")


def lines(
    books: Books, name: str, period: str, table: str = "lines", **more: Any
) -> list[tuple[str, ...]]:
    """Summary, counter-account, receipt, payment and balance of each line."""
    report = asked(books.engine, name, "U1", period, **more)
    keys = ("summary", "counterpart", "receipts", "payments", "balance")
    return [
        tuple(row[key] or "" for key in keys) for row in report["tables"][table]["rows"]
    ]


def test_every_day_and_month_has_its_total_and_balance(office: Books) -> None:
    cents = debit("101", 50), credit("408", 50)
    office.post(
        voucher("零", *cents, dated_on=dt.date(2025, 1, 20)),
        voucher("三月", *cents, dated_on=dt.date(2025, 3, 1)),
    )
    aid = "50404 困难职工帮扶支出"
    assert lines(office, "cash_journal", "2025") == [
        ("上年结转", "", "", "", "0.00"),
        ("凭证摘要", "408 其他收入", "500.00", "", "500.00"),
        ("本日合计", "", "500.00", "", "500.00"),
        ("凭证摘要", aid, "", "120.50", "379.50"),
        ("凭证摘要", "408 其他收入", "0.50", "", "380.00"),
        ("本日合计", "", "0.50", "120.50", "380.00"),
        ("2025年1月　本月合计", "", "500.50", "120.50", "380.00"),
        ("本年累计", "", "500.50", "120.50", "380.00"),
        ("凭证摘要", "408 其他收入", "0.50", "", "380.50"),
        ("本日合计", "", "0.50", "", "380.50"),
        ("2025年3月　本月合计", "", "0.50", "", "380.50"),
        ("本年累计", "", "501.00", "120.50", "380.50"),
    ]


def test_a_month_goes_on_from_the_one_before(office: Books) -> None:
    assert lines(office, "bank_journal", "2025-02") == [
        ("承前结转", "", "", "", "0.00"),
        ("凭证摘要", "408 其他收入", "1000.00", "", "1000.00"),
        ("凭证摘要", "50404 困难职工帮扶支出", "", "300.00", "700.00"),
        ("本日合计", "", "1000.00", "300.00", "700.00"),
        ("2025年2月　本月合计", "", "1000.00", "300.00", "700.00"),
        ("本年累计", "", "1000.00", "300.00", "700.00"),
    ]
    assert lines(office, "cash_journal", "2025-02") == [
        ("承前结转", "", "", "", "379.50"),
        ("本期没有收付", "", "", "", "379.50"),
    ]
    assert lines(office, "bank_journal", "2025-01") == [
        ("上年结转", "", "", "", "0.00"),
        ("本期没有收付", "", "", "", "0.00"),
    ]


def test_what_came_later_in_the_chain_is_left_out(office: Books) -> None:
    whole = lines(office, "cash_journal", "2025")
    office.post(voucher("补", debit("101", 7_00), credit("408", 7_00)))
    assert lines(office, "cash_journal", "2025") != whole
    assert lines(office, "cash_journal", "2025", known_at=4) == whole
    first = lines(office, "cash_journal", "2025", known_at=1)
    assert first[-1][-1] == "500.00"


def test_one_fund_is_told_apart(office: Books) -> None:
    office.post(voucher("二", debit("101", 9_00, "F2"), credit("40302", 9_00, "F2")))
    told = lines(office, "cash_journal", "2025", fund="F2")
    assert told[-1] == ("本年累计", "", "9.00", "", "9.00")
    assert "资金：F2" in str(
        asked(office.engine, "cash_journal", "U1", "2025", fund="F2")
    )


def test_a_counter_account_is_of_the_same_fund_and_the_other_side(lite: Books) -> None:
    """Cash to the bank; a move between funds; more than three accounts."""
    parts = ("408", "135", "215", "32104")
    lite.post(
        voucher("存", debit("102", 1_00), credit("101", 1_00), dated_on=FEBRUARY),
        receipt("本级", 50_00, "G", dated_on=FEBRUARY),
        voucher(
            "划转",
            *(debit("32202", 20_00, "G"), credit("101", 20_00, "F1")),
            *(debit("141", 20_00, "F1"), credit("102", 20_00, "G")),
            dated_on=FEBRUARY,
        ),
        voucher(
            "多",
            debit("101", 4_00),
            *(credit(code, 1_00) for code in parts),
            dated_on=FEBRUARY,
        ),
    )
    told = {line[1] for line in lines(lite, "cash_journal", "2025-02")}
    assert "102 银行存款" in told
    assert "141 库存物品" in told
    assert any(text.endswith("等4个科目") for text in told)
    bank = {line[1] for line in lines(lite, "bank_journal", "2025-02", fund="G")}
    assert {"32202 单位内部调剂"} <= bank


def test_each_account_has_a_journal_of_its_own(sqlite_books: Books) -> None:
    names = ("甲行户", "乙行户")
    accounts = [
        Account(
            "union-2021", f"102{n:02}", name, AccountClass.ASSET, Side.DEBIT, Role.BANK,
            "102",
        )
        for n, name in enumerate(names, 1)
    ]  # fmt: skip
    with writing(sqlite_books.engine) as connection:
        found = chart_registration.register_accounts(connection, accounts, FOUNDING)
    assert not found
    sqlite_books.post(
        voucher("a", debit("10201", 5_00), credit("408", 5_00)),
        voucher("b", debit("10202", 3_00), credit("10201", 3_00)),
    )
    report = asked(sqlite_books.engine, "bank_journal", "U1", "2025")
    assert list(report["tables"]) == ["lines", "lines_2"]
    assert [t["rows"][-1]["balance"] for t in report["tables"].values()] == [
        "2.00",
        "3.00",
    ]
    one = asked(sqlite_books.engine, "bank_journal", "U1", "2025", account="10202")
    assert [row["counterpart"] for row in one["tables"]["lines"]["rows"]][1] == (
        "10201 甲行户"
    )
    both = asked(sqlite_books.engine, "bank_journal", "U1", "2025", account="102")
    assert len(both["tables"]) == 2


def test_what_is_no_journal_is_refused(lite: Books) -> None:
    for more, told in (
        ({"with_subunits": True}, "不汇总下级单位"),
        ({"account": "102"}, "科目 102 不是库存现金科目"),
    ):
        with pytest.raises(NoSuchScope, match=told):
            asked(lite.engine, "cash_journal", "U1", "2025", **more)
    for more in ({"account": "999"}, {"fund": "F9"}):
        with pytest.raises(NotFound):
            asked(lite.engine, "cash_journal", "U1", "2025", **more)


@pytest.mark.parametrize("text", ["=SUM(A1)", "+1", "-1", "@A1"])
def test_no_spreadsheet_runs_a_summary(lite: Books, text: str) -> None:
    lines = debit("101", 1_00), credit("408", 1_00)
    lite.post(voucher("式", *lines, summary=text, dated_on=FEBRUARY))
    with reading(lite.engine) as connection:
        report = document(connection, "cash_journal", request("U1", "2025-02"))
        content = rendered(report, "csv").decode("utf-8-sig")
    told = list(csv.DictReader(io.StringIO(content)))
    assert told[1]["摘要"] == f"'{text}"


@pytest.mark.parametrize("suffix", ["html", "pdf", "xlsx"])
def test_a_journal_is_written_in_every_format(lite: Books, suffix: str) -> None:
    lite.post(payment("超", 10_00, "F2", dated_on=FEBRUARY))
    with reading(lite.engine) as connection:
        report = document(connection, "bank_journal", request("U1", "2025"))
        assert len(rendered(report, suffix)) > 1_000


@some
@given(drawn=strategies.vouchers())
def test_the_daily_balance_is_that_of_the_books(
    books: Books, drawn: list[Voucher]
) -> None:
    """Of every day with entries: the receipts, the payments, the balance."""
    unit, vouchers = in_unit(books, drawn)
    code = vouchers[0].unit
    books.post(*vouchers)
    assert unit
    for name, account in (("cash_journal", "101"), ("bank_journal", "102")):
        report = asked(books.engine, name, code, "2025")
        running = ZERO
        for row in report["tables"]["lines"]["rows"]:
            if row["voucher"]:
                running += yuan(row["receipts"]) - yuan(row["payments"])
            assert yuan(row["balance"]) == running
            if row["summary"] == "本日合计":
                day = dt.date.fromisoformat(row["date"])
                after = day + dt.timedelta(days=1)
                assert running == stood(books, code, account, Span(EVER, after))
        assert running == stood(books, code, account, Span(EVER, dt.date(2026, 1, 1)))


def stood(books: Books, unit: str, account: str, span: Span) -> Money:
    """The balance of an account at the end of a span, as the ledger tells it."""
    with reading(books.engine) as connection:
        found = balances(connection, (unit,), span, ("account",))
    return sum((one.closing for one in found if one.account == account), ZERO)
