"""Statements drawn up from books: to the fen, and held against themselves."""

import datetime as dt
from typing import Any

import pytest

from ledger import closing, year_end
from ledger.database import writing
from ledger.errors import StatementRefused
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from ledger.people import Act
from ledger.units import Level, Unit
from tests.building import OPENED, Books, payment, receipt, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.ledger.drawing import drawn, failed, new_unit, open_with, yuan

ISO = dt.date.fromisoformat
DECEMBER: dict[str, Any] = {"dated_on": ISO("2025-12-31")}
NEXT: dict[str, Any] = {"dated_on": ISO("2026-02-03")}


# -- interim ------------------------------------------------------------------------


def test_what_is_not_yet_closed_is_part_of_where_it_will_rest(books: Books) -> None:
    """F1 (donation, to 32104) is left 700 of 1,000; G (to 32205) receives 50."""
    books.post(receipt("r", 1000_00), receipt("g", 50_00, "G"), payment("p", 300_00))
    sheet = drawn(books, "balance_sheet", 202501)
    assert yuan(sheet, "money", "closing") == 750
    assert yuan(sheet, "union_carried", "closing") == 700
    assert yuan(sheet, "union_surplus", "closing") == 50
    assert yuan(sheet, "debts_and_net", "closing") == 750
    assert sheet.ties
    assert yuan(sheet, "assets", "opening") == 0


def test_openings_of_the_year_are_its_beginning(books: Books) -> None:
    open_with(books, dr("102", 900_00), cr("32104", 900_00))
    books.post(receipt("r", 100_00))
    sheet = drawn(books, "balance_sheet", 202501)
    assert yuan(sheet, "union_carried", "opening") == 900
    assert yuan(sheet, "union_carried", "closing") == 1000
    assert yuan(drawn(books, "income_statement", 202501), "income", "month") == 100


def test_a_month_is_told_beside_the_year_to_date(books: Books) -> None:
    february = ISO("2025-02-10")
    books.post(
        receipt("r1", 100_00),
        receipt("r2", 30_00, dated_on=february),
        payment("p", 20_00, dated_on=february),
        receipt("r3", 7_00, dated_on=ISO("2025-03-01")),
    )
    told = drawn(books, "income_statement", 202502)
    assert [key for key, _ in told.columns] == ["month", "to_date"]
    assert yuan(told, "other_income", "month") == 30
    assert yuan(told, "other_income", "to_date") == 130
    assert yuan(told, "result", "to_date") == 110
    # What belongs to a year alone is not printed, but stands for the checks.
    assert "begin" not in {row.key for row in told.rows}


def test_a_fund_that_comes_to_rest_nowhere_fails_openly(books: Books) -> None:
    """A grass-roots chart has no account in which budget money would rest."""
    unit = Unit(code="GR", name="某厂工会", level=Level.GRASSROOTS, opened_on=OPENED)
    fund = Fund("LB", "财政", Origin.LOCAL_BUDGET, Channel.SAME_LEVEL_TREASURY)
    new_unit(books, unit, fund)
    lines = dr("102", 80_00, "LB"), cr("408", 80_00, "LB")
    books.post(voucher("r", *lines, unit="GR"))
    sheet = drawn(books, "balance_sheet", 202501, "GR")
    assert failed(sheet) == ["资产总计＝负债与净资产总计"]
    assert any("资金“财政”没有唯一的累计结转结余科目" in note for note in sheet.notes)
    (check,) = [check for check in sheet.checks if check.failed]
    assert (check.where, check.left, check.right) == (
        "期末余额",
        Money(80_00),
        Money(0),
    )


# -- a closed year ------------------------------------------------------------------


def _closed_year(books: Books) -> None:
    """1,000 opened, 500 received, 200 spent, 7 of an earlier year; then closed."""
    open_with(books, dr("102", 1000_00), cr("32104", 1000_00))
    books.post(
        receipt("r", 500_00),
        payment("p", 200_00),
        voucher("a", dr("102", 7_00), cr("32101", 7_00)),
        voucher("c1", dr("408", 500_00), cr("32103", 500_00), **DECEMBER),
        voucher("c2", dr("32103", 200_00), cr("50404", 200_00), **DECEMBER),
        voucher(
            "c3",
            dr("32103", 300_00),
            dr("32101", 7_00),
            cr("32104", 307_00),
            **DECEMBER,
        ),
    )


def test_year_end_vouchers_take_nothing_from_what_was_received(books: Books) -> None:
    _closed_year(books)
    told = drawn(books, "income_statement", 202500)
    lines = ("begin", "adjusted", "income", "expense", "result", "end")
    figures = [yuan(told, line, "this_year") for line in lines]
    assert figures == [1000, 7, 500, 200, 300, 1307]
    assert told.ties
    december = drawn(books, "income_statement", 202512)
    assert yuan(december, "income", "month") == 0
    assert yuan(december, "income", "to_date") == 500
    assert yuan(december, "adjusted", "to_date") == 7


def test_closing_the_year_changes_no_figure_of_its_statements(books: Books) -> None:
    """Drawn as known before the closing vouchers, and after them."""
    _closed_year(books)
    for kind in ("balance_sheet", "income_statement", "cost_statement"):
        before = drawn(books, kind, 202500, known_at=4)
        assert before.rows == drawn(books, kind, 202500).rows
        assert before.ties


def test_the_year_closes_where_the_statement_said_it_would(books: Books) -> None:
    """Drawn up, closed by the program, drawn up again: the same to the fen."""
    open_with(books, dr("102", 1000_00), cr("32104", 1000_00))
    books.post(
        receipt("r", 500_00),
        payment("p", 200_00),
        receipt("g", 80_00, "G"),
        voucher("a", dr("102", 7_00), cr("32101", 7_00)),
        voucher("c", dr("102", 60_00, "F2"), cr("40302", 60_00, "F2")),
    )
    kinds = ("balance_sheet", "income_statement", "cost_statement", "budget_statement")
    before = [drawn(books, kind, 202500).rows for kind in kinds]
    later = dt.datetime(2026, 1, 2, 8, tzinfo=dt.UTC)
    with writing(books.engine) as connection:
        closing.close_through(connection, "U1", 202511, Act("李四", later))
        year_end.order(connection, "U1", 2025, (), Act("张三", later))
        year_end.post(connection, "U1", 2025, Act("李四", later))
    assert [drawn(books, kind, 202500).rows for kind in kinds] == before


def test_what_came_later_than_a_chain_position_is_left_out(books: Books) -> None:
    _closed_year(books)
    assert (
        yuan(drawn(books, "balance_sheet", 202500, known_at=2), "money", "closing")
        == 1500
    )


def test_budget_surplus_given_back_is_negative(books: Books) -> None:
    fund = Fund("LB", "财政", Origin.LOCAL_BUDGET, Channel.SAME_LEVEL_TREASURY)
    unit = Unit(code="C1", name="某县", level=Level.COUNTY, opened_on=OPENED)
    new_unit(books, unit, fund)
    here: dict[str, Any] = {"unit": "C1"}
    open_with(
        books,
        dr("102", 100_00, "LB"),
        cr("33104", 60_00, "LB"),
        cr("33205", 40_00, "LB"),
        **here,
    )
    books.post(
        voucher("i", dr("102", 30_00, "LB"), cr("40401", 30_00, "LB"), **here),
        voucher("b", dr("33202", 40_00, "LB"), cr("102", 40_00, "LB"), **here),
    )
    told = drawn(books, "income_statement", 202500, "C1")
    assert yuan(told, "returned", "this_year") == -40
    assert told.ties
    project = drawn(books, "budget_statement", 202500, "C1")
    assert [row.words for row in project.rows[-2:]] == [("财政",), ("总计",)]
    assert [str(value) for value in project.rows[-2].values] == [
        "60.00",
        "40.00",
        "0.00",
        "-40.00",
        "0.00",
        "0.00",
        "30.00",
        "0.00",
        "90.00",
        "0.00",
    ]
    assert project.ties
    assert len(project.checks) == 4


def test_only_budget_projects_stand_in_the_budget_statement(books: Books) -> None:
    books.post(receipt("r", 500_00))
    told = drawn(books, "budget_statement", 202500)
    assert [row.words[0] for row in told.rows] == [
        "一、基本支出",
        "　　人员经费",
        "　　公用经费",
        "二、项目支出",
        "总计",
    ]
    assert told.amount("income", "year") == Money(0)


# -- last year ----------------------------------------------------------------------


def test_this_year_begins_as_last_year_ended(books: Books) -> None:
    _closed_year(books)
    books.post(receipt("n", 90_00, **NEXT))
    told = drawn(books, "income_statement", 202600)
    assert yuan(told, "begin", "this_year") == yuan(told, "end", "last_year") == 1307
    assert yuan(told, "income", "last_year") == 500
    assert yuan(told, "begin", "last_year") == 1000
    assert told.ties
    assert all(check.made for check in told.checks)


def test_a_year_that_was_never_closed_runs_on(books: Books) -> None:
    books.post(receipt("r", 500_00), receipt("n", 90_00, **NEXT))
    told = drawn(books, "income_statement", 202600)
    assert yuan(told, "begin", "this_year") == 500
    assert yuan(told, "income", "this_year") == 90
    assert yuan(told, "end", "this_year") == 590
    assert told.ties


def test_openings_that_differ_from_last_years_end_are_found(
    sqlite_books: Books,
) -> None:
    """Past the code, 3 yuan are written into the openings of the next year."""
    sqlite_books.post(receipt("r", 500_00))
    ids = sqlite_books.lookups().charts["union-2021"]
    with sqlite_books.raw() as raw:
        for code, fen, side in (("102", 300, "debit"), ("32104", 300, "credit")):
            row = {"debit_fen": 0, "credit_fen": 0, f"{side}_fen": fen}
            place = {"unit_id": 1, "period": 202600, "account_id": ids[code]}
            more = {"fund_id": 1, "purpose": "", "persons": 0}
            raw.insert("totals", {**place, **more, **row})
        raw.commit()
    told = drawn(sqlite_books, "income_statement", 202600)
    assert failed(told) == ["本年年初资金结转结余＝上年年末资金结转结余"]


def test_the_first_year_has_no_year_before(books: Books) -> None:
    books.post(receipt("r", 500_00))
    told = drawn(books, "income_statement", 202500)
    assert told.amount("income", "last_year") is None
    assert "上年尚未建账，上年数为空。" in told.notes
    skipped = {check.label for check in told.checks if not check.made}
    assert "本年年初资金结转结余＝上年年末资金结转结余" in skipped
    assert not any(
        check.holds or check.failed for check in told.checks if not check.made
    )


def test_openings_are_provisional_until_last_december_closes(books: Books) -> None:
    _closed_year(books)
    books.post(receipt("n", 90_00, **NEXT))
    note = "2025年12月尚未结账，年初余额为暂定数。"
    assert note in drawn(books, "balance_sheet", 202602).notes
    assert note not in drawn(books, "balance_sheet", 202502).notes
    with writing(books.engine) as connection:
        act = Act("王五", dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
        closing.close_through(connection, "U1", 202512, act)
    assert note not in drawn(books, "balance_sheet", 202602).notes


# -- goods, wear and what stands beside the money -----------------------------------


def test_costs_count_wear_and_stock_used_but_no_capital(books: Books) -> None:
    """A computer for 120 worn by 30; goods for 50, of which 20 are left; 10 of aid."""
    open_with(books, dr("102", 1000_00), cr("32104", 1000_00))
    goods: dict[str, Any] = {"purpose": "生活救助"}
    books.post(
        voucher("k", dr("50702", 120_00), cr("102", 120_00)),
        voucher("f", dr("162", 120_00), cr("30104", 120_00)),
        voucher("w", dr("30104", 30_00), cr("163", 30_00)),
        voucher(
            "g",
            dr("141", 50_00),
            cr("30101", 50_00),
            dr("50404", 50_00, **goods),
            cr("102", 50_00),
        ),
        voucher("o", dr("30101", 30_00, **goods), cr("141", 30_00)),
        payment("p", 10_00),
    )
    told = drawn(books, "cost_statement", 202501)
    figures = {row.key: row.values[0] for row in told.rows}
    assert figures["rights"] == Money(60_00)
    assert figures["wear"] == Money(30_00)
    assert figures["stock_used"] == Money(-20_00)
    assert figures["costs"] == Money(70_00)
    assert told.ties
    sheet = drawn(books, "balance_sheet", 202501)
    lines = ("fixed_cost", "depreciation", "fixed", "stock", "asset_fund")
    assert [yuan(sheet, line, "closing") for line in lines] == [120, 30, 90, 20, 110]
    assert sheet.ties
    assets = drawn(books, "state_assets", 202500)
    assert yuan(assets, "assets", "closing") == 820 + 20 + 90
    assert assets.ties


def test_what_is_found_in_a_count_is_negative_until_it_is_decided(books: Books) -> None:
    """A printer that no book knew: an asset of 5, pending on the other side."""
    books.post(voucher("f", dr("162", 5_00), cr("182", 5_00)))
    sheet = drawn(books, "balance_sheet", 202501)
    lines = ("fixed", "pending", "assets")
    assert [yuan(sheet, line, "closing") for line in lines] == [5, -5, 0]


def test_goods_without_their_counterpart_are_told(books: Books) -> None:
    books.post(receipt("r", 90_00), voucher("odd", dr("141", 8_00), cr("102", 8_00)))
    (label,) = failed(drawn(books, "balance_sheet", 202501))
    assert label.endswith("＝资产基金")


def test_buying_an_investment_moves_surplus_and_still_ties(books: Books) -> None:
    open_with(books, dr("102", 500_00, "G"), cr("32205", 500_00, "G"))
    books.post(
        voucher(
            "buy",
            dr("32205", 200_00, "G"),
            cr("102", 200_00, "G"),
            dr("151", 200_00, "G"),
            cr("30102", 200_00, "G"),
        )
    )
    told = drawn(books, "income_statement", 202500)
    assert (yuan(told, "begin", "this_year"), yuan(told, "end", "this_year")) == (
        500,
        300,
    )
    assert told.ties


def test_a_direct_move_of_surplus_does_not_tie(books: Books) -> None:
    """Money taken straight out of the accumulated surplus: no line tells it."""
    open_with(books, dr("102", 500_00), cr("32104", 500_00))
    books.post(voucher("odd", dr("32104", 5_00), cr("102", 5_00)))
    (label,) = failed(drawn(books, "income_statement", 202500))
    assert label.startswith("一＋二＋五＝六")


# -- several units ------------------------------------------------------------------


def test_several_units_are_added_up(books: Books) -> None:
    books.post(
        receipt("r", 100_00),
        voucher("r2", dr("102", 30_00), cr("408", 30_00), unit="U2"),
    )
    for kind in ("balance_sheet", "income_statement", "cost_statement", "state_assets"):
        whole = drawn(books, kind, 202500, "U1", "U2")
        parts = [drawn(books, kind, 202500, unit) for unit in ("U1", "U2")]
        assert whole.units == ("U1", "U2")
        for key, amount in whole.values.items():
            alone = [part.values[key] for part in parts]
            assert (amount is None) == (None in alone)
            assert amount is None or amount == sum((a for a in alone if a), Money(0))


def test_books_kept_otherwise_are_left_out_and_named(books: Books) -> None:
    unit = Unit(
        code="AID",
        name="帮扶中心",
        level=Level.COUNTY,
        opened_on=OPENED,
        chart="aid-institution",
    )
    new_unit(books, unit)
    books.post(receipt("r", 100_00))
    told = drawn(books, "balance_sheet", 202501, "U1", "AID")
    assert (told.units, told.left_out) == (("U1",), ("AID",))
    assert any("未列入：帮扶中心" in note for note in told.notes)
    with pytest.raises(StatementRefused, match="法定会计报表只能由法定账簿编制"):
        drawn(books, "balance_sheet", 202501, "AID")


def test_books_that_were_not_open_yet_are_a_refusal(books: Books) -> None:
    with pytest.raises(StatementRefused, match="所选单位当时尚未建账"):
        drawn(books, "balance_sheet", 202400)


def test_a_yearly_form_takes_no_month(books: Books) -> None:
    with pytest.raises(StatementRefused, match=r"国有资产情况表只按年编制.*写作 2025$"):
        drawn(books, "state_assets", 202501)
