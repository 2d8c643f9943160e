"""The books that are bound and signed: what they say, and that their figures tie."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from ledger.database import Engine, reading
from ledger.money import Money
from ledger.statement_figures import closes_a_year
from ledger.vouchers import Voucher
from reports import voucher_parts
from reports.errors import NoSuchPeriod, NoSuchScope
from reports.general_figures import General, Sums, general
from reports.pages import multi_column_ledger, voucher_book
from tests import server, strategies
from tests.building import Books, copied, payment, receipt, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.ledger.test_laws import in_unit
from tests.reports.asking import asked, request, rows, yuan
from tests.reports.year import story

ISO = dt.date.fromisoformat
SOME = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def told(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """Books in which the story of a year has happened, on both databases."""
    yield from copied(shelf, dialect, "story", story)


@pytest.fixture
def quick(shelf: server.Shelf) -> Iterator[Books]:
    """The same on one database, where nothing is read that tells them apart."""
    yield from copied(shelf, "sqlite", "story", story)


def lines(report: Any, table: str) -> list[dict[str, Any]]:
    return list(report["tables"][table]["rows"])


def signed(row: dict[str, Any]) -> Money:
    balance = yuan(row["balance"])
    return -balance if row["side"] == "贷" else balance


def closings(report: Any) -> dict[str, Money]:
    """Closing by account on the sheets of the general ledger."""
    prefix = "account_"
    return {
        key.removeprefix(prefix): signed(table["rows"][-1])
        for key, table in report["tables"].items()
        if key.startswith(prefix)
    }


def trial(engine: Engine, unit: str, period: str) -> dict[str, Money]:
    """Closing by account of the first level in the trial balance."""
    table = asked(engine, "trial_balance", unit, period)["tables"]["accounts"]
    return {
        row["code"]: yuan(row["closing_debit"]) - yuan(row["closing_credit"])
        for row in table["rows"]
        if row["code"]
    }


def detailed(engine: Engine, unit: str, period: str, account: str) -> Money:
    """What an account ledger closes with."""
    ledger = asked(engine, "account_ledger", unit, period, account=account)
    return signed(lines(ledger, "lines")[-1])


def ties(engine: Engine, unit: str, period: str) -> int:
    """Hold the general ledger against trial balance and account ledgers; how many."""
    report = asked(engine, "general_ledger", unit, period)
    found = closings(report)
    of_trial = trial(engine, unit, period)
    for account, closing in found.items():
        assert closing == of_trial[account], account
        assert closing == detailed(engine, unit, period, account), account
    assert all(row["agrees"] in {"相符", ""} for row in lines(report, "proof"))
    assert sum(found.values(), Money(0)) == Money(0)
    return len(found)


# -- figures tie --------------------------------------------------------------------


def test_general_ledger_trial_balance_and_account_ledgers_close_alike(
    told: Books,
) -> None:
    assert ties(told.engine, "U1", "2025") == 10
    assert ties(told.engine, "U1", "2025-01") == 10


@pytest.mark.parametrize(
    ("unit", "period"), [("DSCS", "2021"), ("FZU-LAW", "2011"), ("STREET", "2010")]
)
def test_published_books_tie(published: Engine, unit: str, period: str) -> None:
    assert ties(published, unit, period)


@SOME
@given(drawn=strategies.vouchers())
def test_generated_books_tie(sqlite_books: Books, drawn: list[Voucher]) -> None:
    unit, vouchers = in_unit(sqlite_books, drawn)
    sqlite_books.post(*vouchers)
    code = sqlite_books.lookups().unit_codes[unit]
    assert ties(sqlite_books.engine, code, "2025")


def test_a_ledger_that_differs_from_its_postings_says_so(told: Books) -> None:
    bank = told.lookups().charts["union-2021"]["102"]
    with told.raw() as connection:
        # The guards are gone; the totals alone are changed, as by another program.
        for trigger in totals_guards(told):
            connection.run(trigger)
        connection.run(
            "UPDATE totals SET debit_fen = debit_fen + 1"
            f" WHERE unit_id = {told.lookups().unit('U1').id} AND period = 202501"
            f" AND account_id = {bank} AND fund_id = 1"
        )
        connection.commit()
    report = asked(told.engine, "general_ledger", "U1", "2025")
    assert rows(report, "proof", "agrees")["不符"]["account"].startswith("102")
    assert "账账不符：102 银行存款" in str(report["text"])


def totals_guards(books: Books) -> list[str]:
    """Statements that take the guards of kept totals away."""
    if books.dialect == "sqlite":
        found = books.rows(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            " AND tbl_name = 'totals'"
        )
        return [f'DROP TRIGGER "{name}"' for (name,) in found]
    return ["ALTER TABLE totals DISABLE TRIGGER ALL"]


def test_openings_are_no_turnover_of_the_general_ledger(quick: Books) -> None:
    with reading(quick.engine) as connection:
        found = general(connection, request("U1", "2025", account="102"))
    (bank,) = found
    assert bank.opening == Money(1800_00)
    assert bank.whole == bank.trial == bank.detailed
    assert bank.agrees


def test_one_reading_that_differs_is_no_agreement() -> None:
    sums = Sums(Money(1), Money(2), Money(3))
    same = General(1, Money(1), {202501: Sums(Money(0), Money(2), Money(3))})
    same.trial, same.detailed = sums, Sums(Money(1), Money(2), Money(3))
    assert same.agrees
    same.detailed = Sums(Money(1), Money(2), Money(4))
    assert not same.agrees


# -- the general ledger -------------------------------------------------------------


def test_a_sheet_goes_month_by_month_to_the_next_year(books: Books) -> None:
    march = {"dated_on": ISO("2025-03-04")}
    books.post(receipt("r1", 500_00), payment("p1", 80_00, **march))
    books.close_year(2025)
    report = asked(books.engine, "general_ledger", "U1", "2025")
    assert [
        (row["summary"], row["debit"], row["credit"], row["side"], row["balance"])
        for row in lines(report, "account_102")
    ] == [
        ("上年结转", None, None, "平", "0.00"),
        ("2025年1月　本月合计", "500.00", None, "借", "500.00"),
        ("本年累计", "500.00", None, "借", "500.00"),
        ("2025年3月　本月合计", None, "80.00", "借", "420.00"),
        ("本年累计", "500.00", "80.00", "借", "420.00"),
        ("结转下年", None, None, "借", "420.00"),
    ]
    # Income was closed: nothing of it goes on.
    assert lines(report, "account_408")[-1]["summary"] == "本年累计"


def test_a_month_is_carried_on_from_the_months_before(quick: Books) -> None:
    report = asked(quick.engine, "general_ledger", "U1", "2025-12", account="408")
    (sheet,) = (key for key in report["tables"] if key.startswith("account_"))
    assert [(r["summary"], r["debit"], r["credit"]) for r in lines(report, sheet)] == [
        ("承前结转", None, None),
        ("2025年12月　本月合计", "500.00", None),
        ("本年累计", "500.00", "500.00"),
    ]


def test_the_first_page_opens_the_book(told: Books) -> None:
    report = asked(told.engine, "general_ledger", "U1", "2025")
    assert report["values"]["opened"]["单位名称"] == told.lookups().unit("U1").name
    assert [row["name"] for row in lines(report, "keepers")] == ["", "王五"]
    assert lines(report, "catalogue")[0]["left_code"] == "102"
    assert [row["date"] for row in lines(report, "handovers")] == [None] * 3


def test_a_ledger_of_one_fund_has_that_fund_alone(quick: Books) -> None:
    report = asked(quick.engine, "general_ledger", "U1", "2025", fund="G")
    assert set(closings(report)) == {"102", "322"}
    assert "资金：其他资金" in report["subtitle"]


def test_nothing_goes_on_to_the_next_year_before_the_close(quick: Books) -> None:
    report = asked(quick.engine, "general_ledger", "U1", "2025")
    assert "草稿" in report["subtitle"]
    assert lines(report, "account_102")[-1]["summary"] == "本年累计"


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("general_ledger", {}),
        ("voucher_book", {}),
        ("multi_column_ledger", {"account": "504"}),
        ("statement_notes", {}),
    ],
)
def test_each_book_is_of_one_unit(
    quick: Books, name: str, more: dict[str, str]
) -> None:
    with pytest.raises(NoSuchScope, match="不汇总下级单位"):
        asked(quick.engine, name, "U1", "2025", with_subunits=True, **more)


@pytest.mark.parametrize("name", ["general_ledger", "voucher_book"])
def test_empty_books_say_that_they_are_empty(sqlite_books: Books, name: str) -> None:
    report = asked(sqlite_books.engine, name, "U2", "2025-03")
    assert "本期没有" in str(report)


@pytest.mark.parametrize(
    ("name", "table", "more"),
    [
        ("general_ledger", "account_50404", {"account": "50404"}),
        ("account_ledger", "lines", {"account": "50404"}),
        ("multi_column_ledger", "lines", {"account": "50404"}),
        ("bank_journal", "lines", {}),
    ],
)
def test_totals_of_a_month_carry_its_last_day(
    sqlite_books: Books, name: str, table: str, more: dict[str, str]
) -> None:
    """The last voucher of January is of the 15th, that of March of the 4th."""
    march = {"dated_on": ISO("2025-03-04")}
    sqlite_books.post(
        receipt("r1", 9_00), payment("p1", 1_00), payment("p2", 1_00, **march)
    )
    report = asked(sqlite_books.engine, name, "U1", "2025", **more)
    days = [
        row["date"]
        for row in lines(report, table)
        if row["summary"].endswith(("本月合计", "本年累计"))
    ]
    assert days == ["2025-01-31"] * 2 + ["2025-03-31"] * 2


# -- the voucher book ---------------------------------------------------------------


def test_a_volume_has_cover_index_and_vouchers(books: Books) -> None:
    books.post(receipt("r1", 500_00, attachments=3), payment("p1", 80_00))
    books.reverse("p1", red("x1", "p1"))
    report = asked(books.engine, "voucher_book", "U1", "2025-01")
    cover = report["values"]["cover_2025_1_1"]
    assert (cover["册次"], cover["本册凭证"]) == ("第 1 册　共 1 册", "3 张")
    assert cover["保管期限"].startswith("30年（自2026年1月1日起，至2055年12月31日止")
    series = rows(report, "series", "series")
    assert (series["付字"]["first"], series["付字"]["last"]) == (1, 2)
    assert series["合计"]["vouchers"] == 3
    index = rows(report, "index", "number")
    assert index["收-1"]["amount"] == "500.00"
    assert index["收-1"]["papers"] == 3
    assert "注销" in index["付-1"]["correction"]
    assert "注销2025年1月15日付字第1号" in index["付-2"]["correction"]
    assert {"voucher_1", "voucher_2", "voucher_3"} <= set(report["tables"])


def test_a_month_is_split_into_volumes(
    sqlite_books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voucher_book, "A_VOLUME", 2)
    sqlite_books.post(*(receipt(f"r{n}", 100_00) for n in range(5)))
    report = asked(sqlite_books.engine, "voucher_book", "U1", "2025")
    assert [report["values"][f"cover_2025_1_{n}"]["册次"] for n in (1, 2, 3)] == [
        f"第 {n} 册　共 3 册" for n in (1, 2, 3)
    ]
    ranges = [
        (lines(report, key)[0]["first"], lines(report, key)[0]["last"])
        for key in ("series", "series_2", "series_3")
    ]
    assert ranges == [(1, 2), (3, 4), (5, 5)]
    assert report["subtitle"].startswith("共 3 册，凭证 5 张")


def test_openings_are_bound_with_january(quick: Books) -> None:
    report = asked(quick.engine, "voucher_book", "U1", "2025")
    assert lines(report, "series")[0]["series"] == "期初字"
    assert report["values"]["cover_2025_1_1"]["凭证起讫日期"].startswith(
        "2025年1月1日至"
    )
    assert "cover_2025_12_1" in report["values"]


def test_a_cover_of_an_open_month_is_a_draft(sqlite_books: Books) -> None:
    sqlite_books.post(receipt("r1", 100_00))
    assert (
        "草稿"
        in asked(sqlite_books.engine, "voucher_book", "U1", "2025-01")["subtitle"]
    )
    sqlite_books.close_year(2025)
    subtitle = asked(sqlite_books.engine, "voucher_book", "U1", "2025-01")["subtitle"]
    assert "草稿" not in subtitle


def test_missing_numbers_are_told_on_the_cover(sqlite_books: Books) -> None:
    sqlite_books.post(*(receipt(f"r{n}", 100_00) for n in range(3)))
    with reading(sqlite_books.engine) as connection:
        filed = voucher_parts.filed(connection, request("U1", "2025-01"))
    vouchers = [one for one in filed.vouchers if one.number != 2]
    assert voucher_book._missing(vouchers) == ["收-2"]
    assert voucher_book._missing(filed.vouchers) == []


# -- the multi-column ledger --------------------------------------------------------


def test_purposes_are_columns_and_the_other_side_is_negative(
    sqlite_books: Books,
) -> None:
    sqlite_books.post(
        receipt("r1", 500_00),
        payment("p1", 80_00),
        voucher(
            "p2",
            dr("50404", 20_00, purpose="生活救助"),
            dr("50404", 10_00, purpose="生活救助"),
            cr("102", 30_00),
        ),
    )
    sqlite_books.reverse("p1", red("x1", "p1"))
    report = asked(
        sqlite_books.engine, "multi_column_ledger", "U1", "2025", account="50404"
    )
    told = [
        (row["voucher"], row["sum"], row["balance"], row["column_1"])
        for row in lines(report, "lines")
    ]
    assert told[1:] == [
        ("付-1", "80.00", "80.00", "80.00"),
        ("付-2", "30.00", "110.00", "30.00"),
        ("付-3", "-80.00", "30.00", "-80.00"),
        ("", "30.00", "30.00", "30.00"),
        ("", "30.00", "30.00", "30.00"),
    ]


def test_what_the_years_end_closes_stands_below_the_totals(told: Books) -> None:
    report = asked(told.engine, "multi_column_ledger", "U1", "2025", account="504")
    last = lines(report, "lines")
    assert last[-1]["sum"] == "-220.00"
    assert last[-1]["balance"] == "0.00"
    assert last[-2]["summary"] == "本年累计"
    assert last[-2]["sum"] == "220.00"


def test_income_counts_on_the_credit_side(quick: Books) -> None:
    report = asked(quick.engine, "multi_column_ledger", "U1", "2025-01", account="408")
    assert lines(report, "lines")[1]["sum"] == "500.00"


def test_columns_go_on_over_further_sheets(
    published: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multi_column_ledger, "FIRST_SHEET", 2)
    monkeypatch.setattr(multi_column_ledger, "LATER_SHEET", 4)
    report = asked(published, "multi_column_ledger", "DSCS", "2021", account="5101")
    sheets = [lines(report, key) for key in ("lines", "lines_2", "lines_3", "lines_4")]
    for number, first in enumerate(sheets[0]):
        for sheet in sheets[1:]:
            assert sheet[number]["voucher"] == first["voucher"]
            assert sheet[number]["summary"] == first["summary"]
    columns = [
        yuan(cell)
        for sheet in sheets
        for key, cell in sheet[-1].items()
        if key.startswith("column_")
    ]
    assert len(columns) == 11
    assert sum(columns, Money(0)) == yuan(sheets[0][-1]["sum"])


def test_a_month_begins_with_what_the_year_had(quick: Books) -> None:
    asking = ("multi_column_ledger", "U1", "2025-12")
    report = asked(quick.engine, *asking, account="504")
    first = lines(report, "lines")[0]
    assert (first["summary"], first["balance"]) == ("承前累计", "220.00")


def test_a_balance_sheet_account_has_no_columns(quick: Books) -> None:
    with pytest.raises(NoSuchScope, match="不是收入、支出科目"):
        asked(quick.engine, "multi_column_ledger", "U1", "2025", account="102")


# -- the notes ----------------------------------------------------------------------


def test_the_notes_say_what_the_statements_say(told: Books) -> None:
    notes = asked(told.engine, "statement_notes", "U1", "2025")
    sheet = asked(told.engine, "balance_sheet", "U1", "2025")
    whole = rows(notes, "balances", "name")["资产合计"]
    assert whole["now"] == lines(sheet, "statement")[-1]["left_closing"]
    results = rows(notes, "results", "name")
    assert (results["收入合计"]["now"], results["支出合计"]["now"]) == (
        "500.00",
        "220.00",
    )
    assert results["收入合计"]["before"] is None


def test_the_notes_name_what_adjusted_earlier_years(told: Books) -> None:
    notes = asked(told.engine, "statement_notes", "U1", "2025")
    (one, whole) = lines(notes, "adjustments")
    assert (one["net"], whole["net"]) == ("7.00", "7.00")
    assert "净资产增加 7.00 元" in str(notes)


def test_what_the_years_end_clears_adjusts_nothing(sqlite_books: Books) -> None:
    sqlite_books.post(voucher("earlier", dr("102", 7_00), cr("32101", 7_00)))
    sqlite_books.close_year(2025)
    cleared = asked(
        sqlite_books.engine, "account_ledger", "U1", "2025", account="32101"
    )
    assert signed(lines(cleared, "lines")[-1]) == Money(0)
    notes = asked(sqlite_books.engine, "statement_notes", "U1", "2025")
    assert [row["net"] for row in lines(notes, "adjustments")] == ["7.00", "7.00"]


def test_a_voucher_that_moves_money_closes_no_year(sqlite_books: Books) -> None:
    books = sqlite_books.lookups()
    chart = books.charts["union-2021"]
    result, bank, aid = chart["32103"], chart["102"], chart["50404"]
    assert closes_a_year(books, {result, aid})
    assert not closes_a_year(books, {result, aid, bank})
    assert not closes_a_year(books, {aid, bank})


def test_what_the_books_do_not_know_is_left_to_be_filled_in(quick: Books) -> None:
    notes = asked(quick.engine, "statement_notes", "U1", "2025")
    assert "没有登记2025年度帮扶资金预算" in str(notes)
    for key in ("fill_budget", "fill_policies", "fill_losses", "fill_nominal"):
        assert all(row["words"] == "" for row in lines(notes, key))


def test_notes_are_of_a_year_that_is_over(quick: Books) -> None:
    with pytest.raises(NoSuchPeriod, match="期间写作 2025"):
        asked(quick.engine, "statement_notes", "U1", "2025-03")
    with pytest.raises(NoSuchPeriod, match="才结束"):
        asked(quick.engine, "statement_notes", "U1", "2026")
