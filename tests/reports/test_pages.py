"""What the pages of the ledger say, to the fen."""

import datetime as dt
from typing import Any

import pytest

from ledger import registration
from ledger.database import Engine, reading, writing
from ledger.errors import NotFound
from ledger.money import Money
from ledger.units import Level, Unit
from ledger.vouchers import Correction
from reports import catalogue
from reports.errors import NoSuchScope, NotTold, UnknownReport
from tests.building import FOUNDING, Books, payment, receipt, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.reports.asking import (
    asked,
    document,
    lines_of_csv,
    rendered,
    request,
    rows,
    yuan,
)
from tests.reports.year import story

ISO = dt.date.fromisoformat


@pytest.fixture
def told(books: Books) -> Books:
    """Books in which the story has happened."""
    story(books)
    return books


# -- the catalogue ------------------------------------------------------------------


def test_every_page_is_in_the_catalogue() -> None:
    names = {report.name for report in catalogue.all_reports()}
    assert names >= {
        "account_ledger",
        "fund_statement",
        "trial_balance",
        "voucher_print",
    }
    assert all(report.title and report.summary for report in catalogue.all_reports())


def test_an_unknown_report_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownReport, match="没有名为“balance”的报表") as refusal:
        catalogue.find("balance")
    assert "fund_statement  帮扶资金收支表" in str(refusal.value)


def test_a_report_is_found_by_its_key() -> None:
    assert catalogue.find("account_ledger").needs == ("period", "account")


def test_a_ledger_must_be_told_its_account(told: Books) -> None:
    with pytest.raises(NotTold, match="明细账须指明科目"):
        asked(told.engine, "account_ledger", "U1", "2025")


@pytest.mark.parametrize("name", ["account_ledger", "voucher_print"])
def test_one_book_at_a_time(told: Books, name: str) -> None:
    more: dict[str, Any] = {"with_subunits": True, "account": "102"}
    with pytest.raises(NoSuchScope, match="不汇总下级单位"):
        asked(told.engine, name, "U1", "2025", **more)


def test_a_chain_position_is_of_one_unit(told: Books) -> None:
    more: dict[str, Any] = {"with_subunits": True, "known_at": 2}
    with pytest.raises(NoSuchScope, match="链位只属于一个单位"):
        asked(told.engine, "trial_balance", "U1", "2025", **more)


def test_a_position_that_the_chain_has_not_is_refused(told: Books) -> None:
    with pytest.raises(NotFound, match="链位“99”"):
        asked(told.engine, "trial_balance", "U1", "2025", known_at=99)


@pytest.mark.parametrize(
    ("more", "what"),
    [({"account": "999"}, "科目“999”"), ({"account": "102", "fund": "ZZ"}, "资金“ZZ”")],
)
def test_what_the_unit_has_not_is_refused(
    told: Books, more: dict[str, str], what: str
) -> None:
    with pytest.raises(NotFound, match=what):
        asked(told.engine, "account_ledger", "U1", "2025", **more)


def test_a_page_names_the_chain_and_when_it_was_known(told: Books) -> None:
    report = asked(told.engine, "trial_balance", "U1", "2025")
    assert report["position"] == 14
    assert report["known_on"] == "2026-01-02T08:00:00+00:00"
    assert report["period"] == "2025年度"


def test_books_without_vouchers_have_the_moment_of_asking(books: Books) -> None:
    report = asked(books.engine, "fund_statement", "U2", "2025-03")
    assert (report["position"], report["digest"]) == (0, "0" * 64)
    assert report["known_on"] == "2026-03-01T09:00:00+00:00"
    assert rows(report, "balances")["帮扶资金合计"]["closing"] == "0.00"


# -- the trial balance --------------------------------------------------------------


def december(books: Books) -> dict[str, Any]:
    report = asked(books.engine, "trial_balance", "U1", "2025-12")
    return rows(report, "accounts", "code")


def test_the_trial_balance_tells_month_and_year(told: Books) -> None:
    accounts = rows(
        asked(told.engine, "trial_balance", "U1", "2025-12"), "accounts", "code"
    )
    names = ("debit", "credit", "year_debit", "year_credit")
    assert [accounts["408"][name] for name in names] == [
        "500.00",
        None,
        "500.00",
        "500.00",
    ]
    assert accounts["408"]["opening_credit"] == "500.00"
    assert accounts["408"]["closing_credit"] is None
    assert accounts["102"]["closing_debit"] == "2297.00"


def test_an_account_that_rests_keeps_its_place(told: Books) -> None:
    accounts = rows(
        asked(told.engine, "trial_balance", "U1", "2025-12"), "accounts", "code"
    )
    assert (
        accounts["135"]["opening_debit"] == accounts["135"]["closing_debit"] == "25.00"
    )
    assert accounts["135"]["debit"] is None


def test_accounts_add_up_to_those_above_them(told: Books) -> None:
    table = asked(told.engine, "trial_balance", "U1", "2025")["tables"]["accounts"]
    by_code = {row["code"]: row for row in table["rows"] if row["code"]}
    below = [
        row for code, row in by_code.items() if code[:3] == "321" and code != "321"
    ]
    assert by_code["321"]["closing_credit"] == str(
        sum((yuan(row["closing_credit"]) for row in below), Money(0))
    )
    assert by_code["32104"]["name"] == "　累计结转"


@pytest.mark.parametrize("period", ["2025", "2025-01", "2025-12"])
def test_debits_and_credits_agree(told: Books, period: str) -> None:
    report = asked(told.engine, "trial_balance", "U1", period)
    whole = report["tables"]["accounts"]["rows"][-1]
    for name in ("opening", "closing"):
        assert whole[f"{name}_debit"] == whole[f"{name}_credit"]
    assert whole["debit"] == whole["credit"]
    assert any("借贷相符" in part.get("note", "") for part in report["text"])


def test_a_year_needs_no_year_to_date(told: Books) -> None:
    table = asked(told.engine, "trial_balance", "U1", "2025")["tables"]["accounts"]
    assert "year_debit" not in {column["key"] for column in table["columns"]}
    assert table["columns"][2]["title"] == "年初借方余额"


def test_the_trial_balance_of_one_fund_balances_by_itself(told: Books) -> None:
    report = asked(told.engine, "trial_balance", "U1", "2025", fund="G")
    whole = report["tables"]["accounts"]["rows"][-1]
    assert whole["closing_debit"] == whole["closing_credit"] == "800.00"
    assert report["subtitle"] == "资金：G 其他资金"


def test_income_of_earlier_years_that_was_never_closed_is_pointed_out(
    books: Books,
) -> None:
    """2025 keeps its income open; 2026 opens with it."""
    books.post(receipt("r", 500))
    open_still = "以前年度收支尚未年终结转"
    first = asked(books.engine, "trial_balance", "U1", "2025")["text"]
    later = asked(books.engine, "trial_balance", "U1", "2026-02")["text"]
    assert not any(open_still in part.get("note", "") for part in first)
    assert any(open_still in part.get("note", "") for part in later)


def test_a_year_that_was_closed_leaves_nothing_to_point_out(told: Books) -> None:
    notes = asked(told.engine, "trial_balance", "U1", "2026")["text"]
    assert not any("尚未年终结转" in part.get("note", "") for part in notes)


def test_units_are_added_up_account_by_account(published: Engine) -> None:
    report = asked(published, "trial_balance", "DIST", "2010", with_subunits=True)
    accounts = rows(report, "accounts", "code")
    assert accounts["102"]["closing_debit"] == "80400.00"
    assert accounts["101"]["closing_debit"] == "1000.00"


def test_a_book_of_the_fund_alone_says_so(published: Engine) -> None:
    notes = asked(published, "trial_balance", "DSCS", "2021")["text"]
    assert any("非本单位法定报表" in part.get("note", "") for part in notes)
    notes = asked(published, "trial_balance", "STREET", "2010")["text"]
    assert not any("非本单位法定报表" in part.get("note", "") for part in notes)


def test_an_auxiliary_book_says_so_on_its_reports(books: Books) -> None:
    unit = Unit(
        code="AID",
        name="帮扶中心",
        level=Level.CITY,
        chart="aid-institution",
        opened_on=ISO("2025-01-01"),
    )
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, [unit], FOUNDING)
    notes = asked(books.engine, "fund_statement", "AID", "2025")["text"]
    assert any("帮扶资金辅助账（管理用）" in part.get("note", "") for part in notes)


# -- the account ledger -------------------------------------------------------------


def test_the_ledger_runs_from_brought_forward_to_the_last_line(told: Books) -> None:
    table = asked(told.engine, "account_ledger", "U1", "2025", account="102", fund="F1")
    lines = table["tables"]["lines"]["rows"]
    assert (lines[0]["summary"], lines[0]["balance"]) == ("上年结转", "1000.00")
    assert (lines[1]["debit"], lines[1]["balance"]) == ("500.00", "1500.00")
    assert lines[-1]["summary"] == "本年累计"
    assert (lines[-1]["debit"], lines[-1]["credit"]) == ("1022.00", "325.00")
    assert (lines[-1]["side"], lines[-1]["balance"]) == ("借", "1697.00")


def test_a_month_of_the_ledger_goes_on_with_the_year(told: Books) -> None:
    report = asked(told.engine, "account_ledger", "U1", "2025-12", account="408")
    first, line, month, year = report["tables"]["lines"]["rows"]
    assert (first["summary"], first["side"]) == ("承前结转", "贷")
    assert first["balance"] == "500.00"
    assert (line["side"], line["balance"]) == ("平", "0.00")
    assert month["summary"] == "2025年12月　本月合计"
    assert (month["debit"], month["credit"]) == ("500.00", None)
    assert (year["debit"], year["credit"]) == ("500.00", "500.00")


def test_a_parent_covers_the_accounts_under_it(told: Books) -> None:
    report = asked(told.engine, "account_ledger", "U1", "2025", account="321")
    lines = report["tables"]["lines"]["rows"]
    accounts = {line["account"] for line in lines if line["account"]}
    assert "32102 单位内部调剂" in accounts
    assert lines[-1]["balance"] == "1487.00"
    assert report["subtitle"] == "科目：321 工会资金结转"


def test_the_ledger_stops_at_a_chain_position(told: Books) -> None:
    more: dict[str, Any] = {"account": "102", "fund": "F1", "known_at": 2}
    report = asked(told.engine, "account_ledger", "U1", "2025", **more)
    assert report["tables"]["lines"]["rows"][-1]["balance"] == "1500.00"


def test_lines_are_read_only_as_they_are_written(told: Books) -> None:
    """A ledger of a million lines must not be held."""
    with reading(told.engine) as connection:
        asked_for = request("U1", "2025", account="102")
        report = document(connection, "account_ledger", asked_for)
        _, table = next(iter(report.tables()))
        lines = iter(table.rows)
        assert next(lines).cells[2] == "上年结转"
        content = rendered(document(connection, "account_ledger", asked_for), "csv")
    assert len(lines_of_csv(content)) == 14


# -- printed vouchers ---------------------------------------------------------------


def test_a_voucher_is_printed_with_all_that_it_must_show(told: Books) -> None:
    report = asked(told.engine, "voucher_print", "U1", "2025-12")
    assert report["values"]["voucher_12"] == {
        "日期": "2025年12月31日",
        "字号": "转字第1号",
        "附件": "0张",
    }
    lines = report["tables"]["voucher_12"]["rows"]
    assert lines[0]["account"] == "408 其他收入"
    assert lines[1]["account"] == "32103 工会资金结转——本年收支结转"
    assert lines[2]["account"] == "（大写）伍佰元整"
    signatures = [part["signatures"] for part in report["text"] if "signatures" in part]
    assert signatures[0] == [
        ["会计主管", ""],
        ["记账", "王五"],
        ["审核", "李四"],
        ["出纳", ""],
        ["制单", "张三"],
    ]


def test_a_line_says_for_what_and_whom_under_its_summary(told: Books) -> None:
    goods = voucher(
        "goods-2",
        dr("141", 90_00, item="棉被", quantity_milli=4_500, memo="库房甲"),
        cr("30101", 90_00),
        dr("50404", 90_00, purpose="生活救助", recipient="A1", persons=3, party="某店"),
        cr("102", 90_00),
        dated_on=ISO("2025-03-02"),
        summary="购棉被",
    )
    told.post(goods)
    report = asked(told.engine, "voucher_print", "U1", "2025-03")
    (table,) = report["tables"].values()
    assert [row["summary"] for row in table["rows"][:4]] == [
        "购棉被\n物品：棉被 4.5　备注：库房甲",
        "购棉被",
        "购棉被\n用途：生活救助　档案号：A1　人数：3　往来：某店",
        "购棉被",
    ]


def test_openings_are_printed_with_january(told: Books) -> None:
    report = asked(told.engine, "voucher_print", "U1", "2025-01")
    numbers = [facts["字号"] for facts in report["values"].values()]
    assert numbers[:3] == ["期初字第1号", "收字第1号", "收字第2号"]


def notes(report: Any) -> list[str]:
    return [part["note"] for part in report["text"] if "note" in part]


def test_a_correction_and_what_it_corrects_name_each_other(told: Books) -> None:
    told.reverse("aid", red("red", dated_on=ISO("2025-02-03")))
    january = notes(asked(told.engine, "voucher_print", "U1", "2025-01"))
    assert "本凭证已由2025年2月3日付字第1号凭证注销（红字冲销）。" in january
    february = notes(asked(told.engine, "voucher_print", "U1", "2025-02"))
    assert february[0].startswith("注销2025年1月15日付字第")
    assert february[0].endswith("凭证（红字冲销）。")


def test_a_correction_unknown_at_a_position_is_not_named(told: Books) -> None:
    told.reverse("aid", red("red", dated_on=ISO("2025-02-03")))
    report = asked(told.engine, "voucher_print", "U1", "2025-01", known_at=14)
    assert not any("注销" in note for note in notes(report))


def test_a_corrected_amount_names_what_it_corrects(told: Books) -> None:
    more: dict[str, Any] = {"corrects": "aid", "correction": Correction.DIFFERENCE}
    told.post(payment("more", 5_00, dated_on=ISO("2025-02-04"), **more))
    told_of = notes(asked(told.engine, "voucher_print", "U1", "2025-02"))
    assert told_of[0].startswith("更正2025年1月15日付字第")


def test_a_period_without_vouchers_says_so(told: Books) -> None:
    report = asked(told.engine, "voucher_print", "U1", "2025-06")
    assert report["text"] == [{"paragraph": "本期没有凭证。"}]


# -- paper --------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("fund_statement", {}),
        ("trial_balance", {}),
        ("account_ledger", {"account": "1002"}),
        ("voucher_print", {}),
    ],
)
@pytest.mark.parametrize("suffix", ["pdf", "html", "xlsx"])
def test_every_page_is_printed_in_every_format(
    published: Engine, name: str, more: dict[str, str], suffix: str
) -> None:
    with reading(published) as connection:
        asked_for = request("DSCS", "2021", **more)
        first = rendered(document(connection, name, asked_for), suffix)
        again = rendered(document(connection, name, asked_for), suffix)
    assert first == again
    assert len(first) > 4000
