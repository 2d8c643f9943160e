"""What the fund statement says, to the fen."""

import datetime as dt
from typing import Any

import pytest

from ledger import fund_registration, registration
from ledger.database import Engine, writing
from ledger.funds import Channel, Fund, Origin
from ledger.units import Level, Unit
from reports.errors import NoSuchScope
from tests.building import FOUNDING, Books, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.reports.asking import asked, rows, yuan
from tests.reports.year import story

ISO = dt.date.fromisoformat
MOVES = ("received", "moved", "direct")


@pytest.fixture
def told(books: Books) -> Books:
    """Books in which the story has happened."""
    story(books)
    return books


def balance(engine: Engine, period: str = "2025", fund: str = "捐赠") -> Any:
    return rows(asked(engine, "fund_statement", "U1", period), "balances")[fund]


def test_a_fund_is_told_from_opening_to_closing(told: Books) -> None:
    """1,000 + 500 + 300 - 220 - 80 + 200 + 7 = 1,707."""
    assert balance(told.engine) == {
        "style": "plain",
        "fund": "捐赠",
        "origin": "社会捐赠",
        "opening": "1000.00",
        "received": "800.00",
        "spent": "300.00",
        "moved": "200.00",
        "direct": "7.00",
        "closing": "1707.00",
    }


def test_year_end_closing_moves_nothing(told: Books) -> None:
    december = balance(told.engine, "2025-12")
    moves = ("received", "spent", "moved", "direct")
    assert [december[name] for name in moves] == [None] * 4
    assert december["opening"] == december["closing"] == "1707.00"


def test_the_closing_stands_in_its_forms(told: Books) -> None:
    """Bank 1,697 less 15 owed is free; with 25 lent it is 1,707, 220 of them held."""
    report = asked(told.engine, "fund_statement", "U1", "2025")
    form = rows(report, "forms")["捐赠"]
    assert (form["bank"], form["payable"]) == ("1697.00", "15.00")
    assert (form["available"], form["advance"]) == ("1682.00", "25.00")
    assert (form["closing"], form["entrusted"]) == ("1707.00", "220.00")
    assert form["goods"] is None


def test_the_statement_checks_itself(told: Books) -> None:
    report = asked(told.engine, "fund_statement", "U1", "2025")
    checks = report["tables"]["checks"]["rows"]
    assert [row["result"] for row in checks] == ["相符"] * 4 + ["全部相符"]
    assert [row["left"] for row in checks[:3]] == ["1707.00", "1487.00", "40.00"]


def test_receipts_are_told_by_source_and_account(told: Books) -> None:
    receipts = asked(told.engine, "fund_statement", "U1", "2025")["tables"]["receipts"]
    assert [(row["account"], row["amount"]) for row in receipts["rows"]] == [
        ("221 代管经费", "300.00"),
        ("408 其他收入", "500.00"),
        ("", "800.00"),
        ("", "800.00"),
    ]


def test_households_are_counted_once_and_persons_each_time(told: Books) -> None:
    """A1 came twice, with three and two persons; what was held for others is apart."""
    report = asked(told.engine, "fund_statement", "U1", "2025")
    head, aid, _, held, *_ = report["tables"]["payments"]["rows"]
    assert (head["style"], head["purpose"]) == ("group", "帮扶支出")
    assert (aid["purpose"], aid["amount"]) == ("生活救助", "220.00")
    assert (aid["households"], aid["people"], aid["persons"]) == (2, 4, 6)
    assert held["purpose"] == "代管资金支出"


def test_what_books_do_not_tell_is_a_dash(told: Books) -> None:
    report = asked(told.engine, "fund_statement", "U1", "2025")
    held = report["tables"]["payments"]["rows"][4]
    assert (held["amount"], held["persons"]) == ("80.00", 4)
    assert (held["households"], held["people"]) == ("—", "—")


def test_a_cancelled_payment_reached_nobody(told: Books) -> None:
    told.reverse("aid", red("red", dated_on=ISO("2025-01-20")))
    aid = asked(told.engine, "fund_statement", "U1", "2025-01")["tables"]["payments"]
    counted = [aid["rows"][1][name] for name in ("households", "people", "persons")]
    assert counted == ["—", "—", "—"]
    assert aid["rows"][1]["amount"] == "90.00"


def test_general_money_stands_outside_every_total(told: Books) -> None:
    report = asked(told.engine, "fund_statement", "U1", "2025")
    balances = rows(report, "balances")
    assert "其他资金" not in balances
    assert balances["帮扶资金合计"]["closing"] == "1707.00"
    general = rows(report, "general")["其他资金"]
    assert (general["moved"], general["closing"]) == ("-200.00", "600.00")


def test_goods_are_bridged_with_whom_they_reached(told: Books) -> None:
    goods = rows(asked(told.engine, "fund_statement", "U1", "2025"), "goods")["捐赠"]
    names = ("opening", "into", "out", "closing", "persons")
    assert [goods[name] for name in names] == [None, "90.00", "50.00", "40.00", 9]


def test_the_statement_can_be_drawn_as_it_once_was_known(told: Books) -> None:
    report = asked(told.engine, "fund_statement", "U1", "2025", known_at=2)
    assert report["position"] == 2
    assert rows(report, "balances")["捐赠"]["closing"] == "1500.00"


def test_goods_are_part_of_the_balance_where_the_chart_writes_them_once(
    books: Books,
) -> None:
    """In the 2009 edition goods bought are an asset like money."""
    unit = Unit(
        code="OLD", name="旧制工会", level=Level.COUNTY, opened_on=ISO("2015-01-01")
    )
    fund = Fund("F", "捐赠", Origin.DONATION, Channel.DIRECT)
    with writing(books.engine) as connection:
        faults = registration.register_units(connection, [unit], FOUNDING)
        faults += fund_registration.register_funds(connection, "OLD", [fund], FOUNDING)
        assert not faults
    here: dict[str, Any] = {"unit": "OLD", "dated_on": ISO("2015-03-02")}
    books.post(
        voucher("r", dr("102", 100_00, "F"), cr("408", 100_00, "F"), **here),
        voucher("b", dr("141", 60_00, "F"), cr("102", 60_00, "F"), **here),
        voucher("l", dr("121", 10_00, "F"), cr("102", 10_00, "F"), **here),
        voucher("a", dr("162", 5_00, "F"), cr("301", 5_00, "F"), **here),
        voucher("z", dr("408", 100_00, "F"), cr("331", 100_00, "F"), **here),
    )
    report = asked(books.engine, "fund_statement", "OLD", "2015")
    fund_row = rows(report, "balances")["捐赠"]
    assert (fund_row["received"], fund_row["closing"]) == ("100.00", "100.00")
    form = rows(report, "forms")["捐赠"]
    assert (form["bank"], form["goods"], form["receivable"]) == (
        "30.00",
        "60.00",
        "10.00",
    )
    assert {row["result"] for row in report["tables"]["checks"]["rows"]} == {
        "相符",
        "全部相符",
    }


def test_stock_below_nothing_does_not_agree(told: Books) -> None:
    """40 are left; 60 more are handed out."""
    out = {"purpose": "生活救助", "dated_on": ISO("2025-02-01")}
    told.post(
        voucher(
            "out",
            dr("30101", 60_00, purpose=out["purpose"]),
            cr("141", 60_00, purpose=out["purpose"]),
            dated_on=out["dated_on"],
        )
    )
    report = asked(told.engine, "fund_statement", "U1", "2025")
    results = {
        row["check"]: row["result"] for row in report["tables"]["checks"]["rows"]
    }
    assert results["库存物品期末结存不小于零"] == "1项不符"
    assert "1 项物资期末结存为负，账实不符" in report["tables"]["goods"]["note"]


def test_the_statement_of_one_fund_alone_is_refused(told: Books) -> None:
    with pytest.raises(NoSuchScope, match="不能只取一项"):
        asked(told.engine, "fund_statement", "U1", "2025", fund="F1")


def test_a_mismatch_is_told_as_one(told: Books) -> None:
    """Goods entered without their counterpart: the check says so."""
    told.post(
        voucher("odd", dr("141", 8_00), cr("102", 8_00), dated_on=ISO("2025-02-01"))
    )
    checks = asked(told.engine, "fund_statement", "U1", "2025")["tables"]["checks"]
    assert checks["rows"][2]["result"] == "不符"
    assert checks["rows"][2]["difference"] == "8.00"
    assert checks["rows"][0]["result"] == "相符"


def test_a_published_union_closes_as_published(
    published: Engine,
) -> None:
    report = asked(published, "fund_statement", "FZU-LAW", "2011")
    whole = rows(report, "balances")["帮扶资金合计"]
    assert (whole["opening"], whole["closing"]) == ("31573.40", "28296.50")
    assert (whole["received"], whole["spent"]) == ("11586.90", "14863.80")


def test_a_published_charity_closes_as_published(
    published: Engine,
) -> None:
    report = asked(published, "fund_statement", "DSCS", "2021")
    whole = rows(report, "balances")["帮扶资金合计"]
    assert (whole["opening"], whole["closing"]) == ("30089300.00", "30511900.00")
    assert (whole["received"], whole["spent"]) == ("13627000.00", "13204400.00")
    spent = rows(report, "payments", "purpose")
    assert spent["支出合计"]["persons"] == 6655
    assert (spent["恤病"]["amount"], spent["恤病"]["persons"]) == ("1705200.00", 2539)
    assert rows(report, "balances")["慈善基金（本金累计）"]["closing"] == "16520800.00"


@pytest.mark.parametrize("unit", ["FIRM", "OFFICE", "STREET", "DSCS", "FZU-LAW"])
def test_every_fund_adds_up(published: Engine, unit: str) -> None:
    year = {"DSCS": "2021", "FZU-LAW": "2011"}.get(unit, "2010")
    report = asked(published, "fund_statement", unit, year)
    forms = rows(report, "forms")
    for name, fund in rows(report, "balances").items():
        came = sum((yuan(fund[key]) for key in MOVES), yuan(fund["opening"]))
        assert came - yuan(fund["spent"]) == yuan(fund["closing"])
        assert forms[name]["closing"] == fund["closing"]


def test_units_are_added_up_by_origin(published: Engine) -> None:
    report = asked(published, "fund_statement", "DIST", "2010", with_subunits=True)
    assert report["unit"] == "某区总工会（含下级3个单位）"
    assert rows(report, "balances")["上级工会"]["closing"] == "10400.00"
    assert [row["unit"] for row in report["tables"]["chains"]["rows"]] == [
        "DIST",
        "FIRM",
        "OFFICE",
        "STREET",
    ]
    assert any("未作抵销" in part.get("note", "") for part in report["text"])
