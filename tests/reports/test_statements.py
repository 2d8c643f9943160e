"""Statements as they are printed: what stands where, and what is said under them."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from ledger import fund_registration, registration
from ledger.database import Engine, reading, writing
from ledger.errors import FormsFaulty, StatementRefused
from ledger.funds import Channel, Fund, Origin
from ledger.units import Level, Unit
from reports.errors import NoSuchPeriod, NoSuchScope, NotTold, UnknownForm
from reports.parts import DRAFT
from reports.wording import sentence
from tests.building import FOUNDING, OPENED, Books, payment, receipt, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.reports.asking import asked, document, rendered, request, rows
from tests.reports.year import story

ISO = dt.date.fromisoformat
MANAGEMENT_BOOK = "本表出自帮扶资金专账，非本单位法定报表。"
NOT_ELIMINATED = "本表为所含各单位账簿逐项相加，单位之间的拨付、往来未作抵销。"
OWN = sentence("statement_own")

FORM = """\
key = "aid"
title = "帮扶支出表"
number = "自01表"
charts = ["union-2021", "union-2009"]

[columns]
year = { title = "本年累计", span = "year" }

[lines]
head = { label = "帮扶支出：", style = "group" }
aid = { label = "困难职工帮扶", accounts = ["50404"], number = 1, indent = 1 }
gifts = { label = "送温暖", accounts = ["50405"], number = 2, indent = 1 }
all = { label = "合计", formula = "aid + gifts", number = 3, style = "total" }
"""


@pytest.fixture
def told(books: Books) -> Books:
    """Books in which the story has happened."""
    story(books)
    return books


def notes(report: Any) -> list[str]:
    return [part["note"] for part in report["text"] if "note" in part]


def cells(report: Any) -> dict[str, Any]:
    return rows(report, "statement", "item")


# -- the balance sheet --------------------------------------------------------------


def test_a_balance_sheet_has_two_sides_that_end_level(told: Books) -> None:
    report = asked(told.engine, "balance_sheet", "U1", "2025")
    table = report["tables"]["statement"]["rows"]
    assert report["title"] == "资产负债表"
    assert report["subtitle"] == f"工会01表{DRAFT}"
    assert [table[0][key] for key in ("left_item", "left_opening")] == [
        "货币资金",
        "1800.00",
    ]
    last = table[-1]
    assert (last["left_item"], last["right_item"]) == ("资产总计", "负债与净资产总计")
    assert last["left_closing"] == last["right_closing"]
    assert last["style"] == "total"
    assert "勾稽相符，共核对 5 项。" in notes(report)


def test_an_amount_of_nothing_is_blank_and_a_sum_is_not(told: Books) -> None:
    report = asked(told.engine, "balance_sheet", "U1", "2025-01")
    left = rows(report, "statement", "left_item")
    assert left["投资"]["left_closing"] is None
    right = rows(report, "statement", "right_item")
    assert right["专用基金"]["right_closing"] is None
    income = cells(asked(told.engine, "income_statement", "U1", "2025-06"))
    assert income["三、收入合计"]["month"] == "0.00"
    assert income["　（一）会费收入"]["month"] is None


def test_a_month_shows_quota_and_a_year_does_not(told: Books) -> None:
    quota = "零余额账户用款额度"
    month = asked(told.engine, "balance_sheet", "U1", "2025-01")
    year = asked(told.engine, "balance_sheet", "U1", "2025")
    assert quota in rows(month, "statement", "left_item")
    assert quota not in rows(year, "statement", "left_item")


def test_a_check_that_fails_is_told_with_both_figures(told: Books) -> None:
    told.post(
        voucher("odd", dr("141", 8_00), cr("102", 8_00), dated_on=ISO("2025-02-01"))
    )
    said = notes(asked(told.engine, "balance_sheet", "U1", "2025"))
    (note,) = [one for one in said if "勾稽" in one]
    assert note.startswith("勾稽不符：库存物品、投资")
    assert note.endswith("（年末余额）：左方 48.00 元，右方 40.00 元，相差 8.00 元。")


def test_books_of_the_fund_alone_say_so(books: Books) -> None:
    with writing(books.engine) as connection:
        fund = [Fund("G", "其他", Origin.GENERAL, Channel.DIRECT)]
    books.post(voucher("r", dr("102", 9_00), cr("408", 9_00), unit="U2"))
    assert MANAGEMENT_BOOK in notes(asked(books.engine, "balance_sheet", "U2", "2025"))
    with writing(books.engine) as connection:
        fund_registration.register_funds(connection, "U2", fund, FOUNDING)
    whole = notes(asked(books.engine, "balance_sheet", "U2", "2025"))
    assert MANAGEMENT_BOOK not in whole


def test_four_sign_a_statement(told: Books) -> None:
    report = asked(told.engine, "balance_sheet", "U1", "2025")
    (signed,) = [part for part in report["text"] if "signatures" in part]
    assert [label for label, _ in signed["signatures"]] == [
        "单位负责人",
        "财务负责人",
        "复核",
        "制表",
    ]


# -- the others ---------------------------------------------------------------------


def test_an_income_statement_of_a_year_tells_the_year_before(told: Books) -> None:
    report = asked(told.engine, "income_statement", "U1", "2025")
    income = cells(report)["三、收入合计"]
    assert (income["this_year"], income["last_year"]) == ("500.00", None)
    assert cells(report)["六、年末资金结转结余"]["this_year"] == "2087.00"
    assert "上年尚未建账，上年数为空。" in notes(report)
    assert any(n.startswith("缺少对照数，未核对：") for n in notes(report))


def test_a_budget_statement_has_a_row_for_each_project(books: Books) -> None:
    fund = Fund("LB", "财政帮扶", Origin.LOCAL_BUDGET, Channel.SAME_LEVEL_TREASURY)
    with writing(books.engine) as connection:
        fund_registration.register_funds(connection, "U1", [fund], FOUNDING)
    books.post(
        voucher("i", dr("102", 30_00, "LB"), cr("40401", 30_00, "LB")),
        receipt("r", 100_00),
    )
    report = asked(books.engine, "budget_statement", "U1", "2025")
    table = report["tables"]["statement"]["rows"]
    assert [row["item"] for row in table[4:]] == ["　财政帮扶", "总计"]
    assert table[4]["income"] == table[5]["end_carried"] == "30.00"
    with reading(books.engine) as connection:
        assert document(connection, "budget_statement", request("U1", "2025")).landscape


@pytest.mark.parametrize(
    ("name", "number"),
    [("state_assets", "工会附02表"), ("cost_statement", "工会附03表")],
)
def test_the_annexes_carry_their_numbers(told: Books, name: str, number: str) -> None:
    report = asked(told.engine, name, "U1", "2025")
    assert report["subtitle"].startswith(number)
    assert any(note.startswith("勾稽相符") for note in notes(report))


@pytest.mark.parametrize(
    "name", ["budget_statement", "state_assets", "claims_statement"]
)
def test_a_form_of_a_year_takes_no_month(told: Books, name: str) -> None:
    with pytest.raises(StatementRefused):
        asked(told.engine, name, "U1", "2025-01")


def test_a_published_union_has_the_statements_of_2009(published: Engine) -> None:
    report = asked(published, "balance_sheet", "FZU-LAW", "2011")
    right = rows(report, "statement", "right_item")
    assert right["结余"]["right_opening"] == "31573.40"
    assert right["结余"]["right_closing"] == "28296.50"
    told_ = cells(asked(published, "income_statement", "FZU-LAW", "2011"))
    assert told_["三、收支差额"]["this_year"] == "-3276.90"


def test_a_tree_is_added_up_with_its_chains(published: Engine) -> None:
    report = asked(published, "balance_sheet", "DIST", "2010", with_subunits=True)
    assert report["unit"] == "某区总工会（含下级3个单位）"
    assert len(report["tables"]["chains"]["rows"]) == 4
    assert any(note.startswith(NOT_ELIMINATED) for note in notes(report))


def test_nothing_to_list_is_said(published: Engine) -> None:
    report = asked(published, "claims_statement", "FZU-LAW", "2011")
    assert report["tables"]["statement"]["rows"] == []
    assert "本期没有应列入本表的项目。" in notes(report)


# -- refusals -----------------------------------------------------------------------


def test_books_that_are_not_statutory_print_no_statutory_statement(
    published: Engine,
) -> None:
    with pytest.raises(StatementRefused, match=r"不能编制资产负债表.*不是法定会计账簿"):
        asked(published, "balance_sheet", "DSCS", "2021")


def test_a_statement_of_another_edition_is_refused(published: Engine) -> None:
    with pytest.raises(StatementRefused, match="记账的单位不编制这张表"):
        asked(published, "state_assets", "FZU-LAW", "2011")


def test_a_grassroots_union_has_no_annexes(books: Books) -> None:
    unit = Unit(code="GR", name="某厂工会", level=Level.GRASSROOTS, opened_on=OPENED)
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, [unit], FOUNDING)
    with pytest.raises(StatementRefused, match="记账的单位不编制这张表"):
        asked(books.engine, "cost_statement", "GR", "2025")
    report = asked(books.engine, "income_statement", "GR", "2025")
    assert cells(report)["　（一）会费收入"]["this_year"] is None


def test_one_fund_alone_has_no_statement(told: Books) -> None:
    with pytest.raises(NoSuchScope, match="不能只取一项资金或一个科目"):
        asked(told.engine, "balance_sheet", "U1", "2025", fund="F1")


@pytest.mark.parametrize("period", ["2026", "2024"])
def test_a_period_without_books_is_refused(told: Books, period: str) -> None:
    with pytest.raises(NoSuchPeriod, match=f"不能编制{period}年度的资产负债表"):
        asked(told.engine, "balance_sheet", "U1", period)


# -- an office's own ----------------------------------------------------------------


def test_an_office_prints_a_form_of_its_own(books: Books, tmp_path: Path) -> None:
    (tmp_path / "aid.toml").write_text(FORM, encoding="utf-8")
    books.post(receipt("r", 90_00), payment("p", 30_00))
    more: dict[str, Any] = {"form": "aid", "forms": tmp_path}
    report = asked(books.engine, "own_statement", "U1", "2025", **more)
    assert (report["title"], report["subtitle"]) == ("帮扶支出表", f"自01表{DRAFT}")
    table = report["tables"]["statement"]["rows"]
    assert [(row["item"], row["number"], row["year"]) for row in table] == [
        ("帮扶支出：", None, None),
        ("　困难职工帮扶", 1, "30.00"),
        ("　送温暖", 2, None),
        ("合计", 3, "30.00"),
    ]
    assert OWN in notes(report)


def test_a_form_that_is_not_there_is_refused_with_those_there_are(
    told: Books, tmp_path: Path
) -> None:
    with pytest.raises(NotTold, match="自定报表须指明自定报表格式"):
        asked(told.engine, "own_statement", "U1", "2025")
    with pytest.raises(UnknownForm, match="文件夹中还没有格式"):
        asked(told.engine, "own_statement", "U1", "2025", form="x")
    (tmp_path / "aid.toml").write_text(FORM, encoding="utf-8")
    more: dict[str, Any] = {"form": "x", "forms": tmp_path}
    with pytest.raises(UnknownForm, match=r"没有代号为“x”(.|\n)*aid  帮扶支出表"):
        asked(told.engine, "own_statement", "U1", "2025", **more)


def test_a_form_with_faults_is_told_whole(told: Books, tmp_path: Path) -> None:
    wrong = FORM.replace("50404", "50499").replace("aid + gifts", "aid + gift")
    (tmp_path / "aid.toml").write_text(wrong, encoding="utf-8")
    more: dict[str, Any] = {"form": "aid", "forms": tmp_path}
    with pytest.raises(FormsFaulty, match="共 2 处错误"):
        asked(told.engine, "own_statement", "U1", "2025", **more)


def test_headings_above_headings_are_printed(books: Books, tmp_path: Path) -> None:
    """Typst does not set one lesser header above another."""
    group = 'style = "group" }\n'
    heads = f'a = {{ label = "甲：", {group}b = {{ label = "乙：", {group}'
    (tmp_path / "aid.toml").write_text(
        FORM.replace("head =", heads + "head ="), encoding="utf-8"
    )
    books.post(receipt("r", 90_00))
    with reading(books.engine) as connection:
        asked_ = request("U1", "2025", form="aid", forms=tmp_path)
        found = document(connection, "own_statement", asked_)
        assert rendered(found, "pdf").startswith(b"%PDF")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["balance_sheet", "income_statement"])
def test_a_statement_of_a_year_stays_on_one_page(told: Books, name: str) -> None:
    with reading(told.engine) as connection:
        printed = rendered(document(connection, name, request("U1", "2025")), "pdf")
    assert len(PdfReader(io.BytesIO(printed)).pages) == 1
