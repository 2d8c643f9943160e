"""银行存款余额调节表: both sides come to the same, and say what each does not know."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from ledger import closing
from ledger.database import writing
from ledger.errors import NotFound
from ledger.people import Act
from reports.errors import NoSuchPeriod, NoSuchScope
from tests import server
from tests.building import Books, receipt
from tests.reports.asking import asked
from tests.treasury.banking import FEBRUARY
from tests.treasury.reconciling import (
    JANUARY,
    MAY,
    copied,
    go_and_come,
    make,
    reopen,
    yuan,
)
from treasury import matches

PAGE = "bank_reconciliation"
APRIL = dt.date(2025, 4, 30)


@pytest.fixture
def account(shelf: server.Shelf) -> Iterator[Books]:
    """The account of `reconciling.py`."""
    yield from copied(shelf, "sqlite")


def drawn(books: Books, period: str = "2025-03", **more: Any) -> Any:
    """The paper as JSON gives it."""
    return asked(books.engine, PAGE, "U1", period, **more)


def halves(paper: Any, side: str) -> list[tuple[str, str | None]]:
    """What one side says, line by line."""
    rows = paper["tables"]["sides"]["rows"]
    return [(row[side], row[f"{side}_amount"]) for row in rows if row[side]]


def test_both_sides_come_to_the_same(account: Books) -> None:
    make(account)

    paper = drawn(account)

    assert halves(paper, "book") == [
        ("日记账余额", "1600.00"),
        ("加：银行已收、单位未收", "12.34"),
        ("　流水 L003 转入", "12.34"),
        ("减：银行已付、单位未付", "5.00"),
        ("　流水 L004 转出", "5.00"),
        ("调节后余额", "1607.34"),
    ]
    assert halves(paper, "bank") == [
        ("对账单余额", "1507.34"),
        ("加：单位已收、银行未收", "300.00"),
        ("　2025-03 收-1 凭证摘要", "300.00"),
        ("减：单位已付、银行未付", "200.00"),
        ("　2025-03 付-1 凭证摘要", "200.00"),
        ("调节后余额", "1607.34"),
    ]
    days = [row["book_days"] for row in paper["tables"]["sides"]["rows"]]
    assert days == [None, None, 3, None, 0, None]
    assert "摘要与登记的相符" in str(paper)
    assert "某某公司" not in str(paper)


def test_what_was_matched_on_one_side_alone_is_on_the_paper(account: Books) -> None:
    """And days without a statement: 1 and 2 May."""
    go_and_come(account)
    make(account, MAY)

    paper = drawn(account, "2025-05")

    rows = paper["tables"]["rows_alone"]["rows"]
    assert [row["amount"] for row in rows] == ["-9.00", "9.00"]
    assert {row["reason"] for row in rows} == {"误付退回"}
    assert "2025-05-01 至 2025-05-02 没有对账单" in str(paper)
    assert "postings_alone" not in paper["tables"]


def test_it_is_the_paper_of_then_whatever_came_since(account: Books) -> None:
    """What was entered later stands below, and in the next one."""
    make(account)
    before = drawn(account)["tables"]["sides"]
    account.post(
        receipt("late", 7_00, dated_on=dt.date(2025, 1, 20)),
        receipt("after", 1_00, dated_on=dt.date(2025, 4, 9)),
    )
    make(account, APRIL)

    paper, following = drawn(account), drawn(account, "2025-04")

    assert paper["tables"]["sides"] == before
    assert [row["amount"] for row in paper["tables"]["later"]["rows"]] == [
        "7.00", "7.00",
    ]  # fmt: skip
    assert "与本表相差 7.00 元" in str(paper)
    assert "caught" not in paper["tables"]
    (late, _) = following["tables"]["caught"]["rows"]
    assert (late["date"], late["voucher"]) == ("2025-01-20", "2025-01 收-2")
    assert "later" not in following["tables"]


def test_the_newest_that_stands_or_the_one_that_is_named(account: Books) -> None:
    make(account, JANUARY)
    make(account)
    reopen(account, 2)

    whole_year = drawn(account, "2025")
    named = drawn(account, "2025", subject="1/2")

    assert halves(whole_year, "bank")[0] == ("对账单余额", "1500.00")
    assert drawn(account, "2025-01", subject="1") == drawn(account, "2025-01")
    assert halves(named, "bank")[0] == ("对账单余额", "1507.34")
    assert "本表作废" in str(named)
    assert "重开：漏了一笔" in str(named)


def test_other_money_stands_with_its_basis(account: Books) -> None:
    with writing(account.engine) as connection:
        cheque = max(one.number for one in matches.matches(connection, "U1"))
        matches.undo(connection, "U1", cheque, "错了", FEBRUARY)
    make(account, other=yuan("50"), other_basis="2024年12月的支票")

    paper = drawn(account)

    assert ("加：其他资金（2024年12月的支票）", "50.00") in halves(paper, "book")
    assert halves(paper, "book")[-1][1] == halves(paper, "bank")[-1][1]


def test_what_cannot_be_asked_for_is_refused(account: Books) -> None:
    with pytest.raises(NoSuchPeriod, match="没有对账"):
        drawn(account)
    make(account)
    for subject in ("x", "1/9", "一"):
        with pytest.raises(NotFound, match="对账"):
            drawn(account, subject=subject)
    with pytest.raises(NoSuchPeriod, match="没有对账"):
        drawn(account, subject="2")
    for more in ({"account": "102"}, {"with_subunits": True}, {"known_at": 1}):
        with pytest.raises(NoSuchScope):
            drawn(account, **more)
    reopen(account)
    with pytest.raises(NoSuchPeriod, match="没有对账"):
        drawn(account)


def test_a_figure_that_was_changed_is_told(account: Books) -> None:
    make(account)
    with account.raw() as raw:
        raw.run("DROP TRIGGER reconciliations_no_update")
        raw.run(
            "UPDATE reconciliations"
            " SET bank_fen = 1, other_fen = 1 - 150734, other_basis = 'x'"
        )
        raw.commit()

    assert "▲ 银行余额、其他资金与对账时登记的不符" in str(drawn(account))


# -- the minutes of a month ---------------------------------------------------------


def reconciled(books: Books, period: str) -> list[dict[str, Any]]:
    """What the minutes of a month tell of its bank accounts."""
    tables = asked(books.engine, "close_minutes", "U1", period)["tables"]
    found: list[dict[str, Any]] = tables["reconciled"]["rows"]
    return found


def test_the_minutes_tell_how_far_the_bank_was_reconciled(account: Books) -> None:
    assert reconciled(account, "2025-01")[0]["state"] == "没有对账"
    make(account, JANUARY)
    make(account, dt.date(2025, 2, 27))

    (january,) = reconciled(account, "2025-01")
    (february,) = reconciled(account, "2025-02")

    assert january["account"] == "1 某某银行中山路支行（尾号 8901）"
    assert (january["until"], january["state"]) == ("2025-01-31", "对到月末")
    assert (january["bank"], january["made_by"]) == ("1500.00", "李四")
    assert (february["until"], february["state"]) == ("2025-02-27", "未对到月末")


def test_the_minutes_of_a_closed_month_stay_as_they_were(account: Books) -> None:
    make(account, JANUARY)
    closes = Act("王五", dt.datetime(2026, 2, 3, 9, tzinfo=dt.UTC))
    with writing(account.engine) as connection:
        closing.close_through(connection, "U1", 202501, closes)
    before = reconciled(account, "2025-01")

    reopen(account)

    assert before[0]["state"] == "对到月末"
    assert reconciled(account, "2025-01") == before
    assert reconciled(account, "2025-02")[0]["state"] == "没有对账"
