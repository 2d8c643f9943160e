"""Statements on other forms: the edition of 2009, and an office's own."""

import datetime as dt
from pathlib import Path
from typing import Any

from ledger import closing, forms, year_end
from ledger.accounts import standard_charts
from ledger.chart_registration import change_chart
from ledger.database import writing
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from ledger.people import Act
from ledger.units import Level, Unit
from ledger.vouchers import Entered, Kind
from tests.building import FOUNDING, Books, payment, receipt, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.ledger.drawing import drawn, form, new_unit, yuan

ISO = dt.date.fromisoformat
CHARTS = {chart.key: {account.code for account in chart} for chart in standard_charts()}

# -- the edition of 2009 ------------------------------------------------------------

OLD = Fund("F", "捐赠", Origin.DONATION, Channel.DIRECT)


def _old_union(books: Books, since: str = "2015-01-01") -> dict[str, Any]:
    day = ISO(since)
    unit = Unit(
        code="OLD",
        name="旧制工会",
        level=Level.COUNTY,
        opened_on=day,
        chart="union-2009",
    )
    new_unit(books, unit, OLD, purpose=("F", "生活救助"))
    return {"unit": "OLD", "dated_on": day}


def test_the_edition_of_2009_has_one_surplus(books: Books) -> None:
    here = _old_union(books)
    books.post(
        voucher("r", dr("102", 100_00, "F"), cr("408", 100_00, "F"), **here),
        voucher(
            "p",
            dr("50204", 30_00, "F", purpose="生活救助"),
            cr("102", 30_00, "F"),
            **here,
        ),
        voucher("e", dr("331", 5_00, "F"), cr("102", 5_00, "F"), **here),
    )
    sheet = drawn(books, form("balance_sheet", "union-2009"), 201500, "OLD")
    assert yuan(sheet, "surplus", "closing") == 65
    assert yuan(sheet, "assets", "closing") == 65
    told = drawn(books, form("income_statement", "union-2009"), 201500, "OLD")
    assert yuan(told, "result", "this_year") == 70
    assert sheet.ties
    assert told.ties


def test_years_before_2010_say_by_which_accounts_they_are_told(books: Books) -> None:
    here = _old_union(books, "2007-01-01")
    books.post(voucher("r", dr("102", 1_00, "F"), cr("408", 1_00, "F"), **here))
    balance = form("balance_sheet", "union-2009")
    note = "本表按2009年《工会会计制度》科目列示。"
    assert note in drawn(books, balance, 200700, "OLD").notes
    assert note not in drawn(books, balance, 201100, "OLD").notes


def test_claims_and_debts_are_told_by_party(books: Books) -> None:
    """50 lent to a hospital and 20 back; 30 owed to a shop since the year before."""
    here = _old_union(books)
    books.post(
        voucher("r", dr("102", 100_00, "F"), cr("408", 100_00, "F"), **here),
        voucher(
            "o", dr("102", 30_00, "F"), cr("225", 30_00, "F", party="某商店"), **here
        ),
    )
    here["dated_on"] = ISO("2016-03-01")
    wrong = dr("135", 9_00, "F", party="误记"), cr("102", 9_00, "F")
    books.post(voucher("w", *wrong, **here))
    books.reverse("w", red("w-", **here), "OLD")
    books.post(
        voucher(
            "l", dr("135", 50_00, "F", party="某医院"), cr("102", 50_00, "F"), **here
        ),
        voucher(
            "b", dr("102", 20_00, "F"), cr("135", 20_00, "F", party="某医院"), **here
        ),
        voucher("x", dr("135", 1_00, "F"), cr("102", 1_00, "F"), **here),
    )
    told = drawn(books, form("claims_statement", "union-2009"), 201600, "OLD")
    assert [(row.words, tuple(map(str, row.values))) for row in told.rows] == [
        (("其他应收款", "（未注明）"), ("0.00", "1.00", "0.00", "1.00")),
        (("其他应收款", "某医院"), ("0.00", "50.00", "20.00", "30.00")),
        (("其他应收款", "小计"), ("0.00", "51.00", "20.00", "31.00")),
        (("其他应付款", "某商店"), ("30.00", "0.00", "0.00", "30.00")),
    ]
    assert told.ties
    assert len(told.checks) == 2


def test_claims_that_books_open_with_are_no_turnover(books: Books) -> None:
    here = _old_union(books)
    lent = dr("135", 40_00, "F", party="某医院"), cr("331", 40_00, "F")
    books.post(voucher("o", *lent, kind=Kind.OPENING, **here))
    told = drawn(books, form("claims_statement", "union-2009"), 201500, "OLD")
    (row,) = told.rows
    assert tuple(map(str, row.values)) == ("40.00", "0.00", "0.00", "40.00")


# -- from one edition to the next ----------------------------------------------------


def _changed(books: Books) -> None:
    """100 received and 30 spent in 2021, 20 lent; from 2022 by the newer chart."""
    here = _old_union(books, "2021-01-01")
    aid = dr("50204", 30_00, "F", purpose="生活救助")
    lent = dr("135", 20_00, "F", party="某医院")
    books.post(
        voucher("r", dr("102", 100_00, "F"), cr("408", 100_00, "F"), **here),
        voucher("p", aid, cr("102", 30_00, "F"), **here),
        voucher("l", lent, cr("102", 20_00, "F"), **here),
    )
    later = dt.datetime(2026, 1, 2, 8, tzinfo=dt.UTC)
    orders, posts = Act("张三", later), Act("李四", later)
    with writing(books.engine) as connection:
        since = ISO("2022-01-01")
        change_chart(connection, "OLD", "union-2021", since, FOUNDING)
        closing.close_through(connection, "OLD", 202111, posts)
        year_end.order(connection, "OLD", 2021, (), orders)
        year_end.post(connection, "OLD", 2021, posts)


def test_the_first_year_of_an_edition_begins_as_the_last_of_the_other_ended(
    books: Books,
) -> None:
    _changed(books)
    before = drawn(books, form("balance_sheet", "union-2009"), 202100, "OLD")
    after = drawn(books, "balance_sheet", 202200, "OLD")
    assert yuan(before, "surplus", "closing") == 70
    assert yuan(before, "assets", "closing") == yuan(after, "assets", "opening") == 70
    assert yuan(after, "union_carried", "opening") == 70
    assert yuan(after, "other_receivable", "opening") == 20
    assert before.ties
    assert after.ties


def test_the_first_year_of_an_edition_has_no_year_before(books: Books) -> None:
    _changed(books)
    told = drawn(books, "income_statement", 202200, "OLD")
    assert told.amount("income", "last_year") is None
    note = "上年按另一会计制度编报，上年数为空，衔接见转账工作底稿。"
    assert note in told.notes
    assert told.ties
    old = drawn(books, form("income_statement", "union-2009"), 202100, "OLD")
    assert yuan(old, "income", "this_year") == 100
    assert yuan(old, "expense", "this_year") == 30
    assert old.ties


# -- an office's own ----------------------------------------------------------------

AID = """\
key = "aid"
title = "帮扶支出表"
charts = ["union-2021"]
layout = "list"

[columns]
debits = { title = "借方", span = "year", take = "debits" }
net = { title = "净额", span = "year" }

[lines]
all = { label = "帮扶支出", accounts = ["50404"] }
gifts = { label = "捐赠", accounts = ["50404"], origins = ["donation"] }
without = { label = "不含捐赠", formula = "all - gifts" }
less = { label = "收支相抵", accounts = ["408", "-50404"] }

[[checks]]
label = "帮扶支出＝捐赠"
left = "all"
right = "gifts"
columns = ["net"]
"""


def test_an_own_form_narrows_lines_and_takes_sides(
    books: Books, tmp_path: Path
) -> None:
    (tmp_path / "aid.toml").write_text(AID, encoding="utf-8")
    (own,) = forms.own_forms(tmp_path, CHARTS)
    more = Entered.BANK
    books.post(
        receipt("r", 100_00),
        payment("p", 30_00),
        payment("c", 20_00, "F2", "医疗救助", entered=more),
        voucher("back", dr("102", 5_00), cr("50404", 5_00)),
    )
    told = drawn(books, own, 202501)
    assert [
        yuan(told, line, "net") for line in ("all", "gifts", "without", "less")
    ] == [
        45,
        25,
        20,
        55,
    ]
    assert [yuan(told, line, "debits") for line in ("all", "gifts")] == [50, 30]
    (check,) = told.checks
    assert check.failed
    assert (check.where, check.left, check.right) == (
        "净额",
        Money(45_00),
        Money(25_00),
    )
