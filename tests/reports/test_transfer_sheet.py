"""The transfer sheet: old balances, where they went, and that nothing was lost."""

import datetime as dt
from typing import Any

import pytest

from reports.errors import NoSuchPeriod, NoSuchScope
from reports.parts import DRAFT
from tests.building import Books, credit, debit
from tests.reports.asking import asked, rows
from tests.reports.changing import about_to_change, closed, of_2021


@pytest.fixture
def changed(books: Books) -> Books:
    """The same on both databases."""
    return about_to_change(books)


def sheet(books: Books, period: str = "2022", **more: Any) -> Any:
    return asked(books.engine, "transfer_sheet", "U3", period, **more)


def notes(report: Any) -> list[str]:
    return [part["note"] for part in report["text"] if "note" in part]


def lines(report: Any) -> list[tuple[Any, ...]]:
    keys = ("old_code", "old_debit", "old_credit", "new_code", "new_debit")
    table = report["tables"]["sheet"]["rows"]
    return [tuple(row[key] for key in (*keys, "new_credit")) for row in table]


def test_each_old_balance_is_shown_with_where_it_went(changed: Books) -> None:
    report = sheet(closed(changed))
    assert lines(report) == [
        ("102", "910.00", None, "102", "910.00", None),
        ("135", "40.00", None, "135", "40.00", None),
        ("141", "50.00", None, "141", "50.00", None),
        ("", None, None, "30101", None, "50.00"),
        ("", None, None, "32104", None, "-50.00"),
        ("331", None, "1000.00", "32104", None, "1000.00"),
        ("", "1000.00", "1000.00", "", "1000.00", "1000.00"),
        ("102", "220.00", None, "102", "220.00", None),
        ("121", "80.00", None, "135", "80.00", None),
        ("331", None, "300.00", "32205", None, "300.00"),
        ("", "300.00", "300.00", "", "300.00", "300.00"),
        ("", "1300.00", "1300.00", "", "1300.00", "1300.00"),
    ]


def test_both_books_agree_by_fund(changed: Books) -> None:
    proof = rows(sheet(closed(changed)), "proof")
    assert {name: row["result"] for name, row in proof.items()} == {
        "捐赠": "相符",
        "其他": "相符",
        "合计": "相符",
    }
    assert (
        proof["捐赠"]["old_net_assets"] == proof["捐赠"]["new_net_assets"] == "1000.00"
    )
    assert proof["合计"]["old_assets"] == proof["合计"]["new_assets"] == "1300.00"


def test_it_names_its_basis_its_vouchers_and_what_is_left_open(changed: Books) -> None:
    report = sheet(closed(changed))
    assert report["values"]["change"]["依据"].startswith("财会〔2021〕16号")
    assert report["values"]["change"]["转账凭证"].startswith("期初-1、期初-2")
    said = "\n".join(notes(report))
    assert "121：借出款在新制度中没有对应科目，暂转入其他应收款" in said
    assert "后备金" not in said
    assert "与转账凭证 期初-1、期初-2 逐科目核对相符" in said


def test_it_stands_where_the_transfer_stands(changed: Books) -> None:
    closed(changed)
    before = sheet(changed)
    changed.post(
        of_2021(
            "n", debit("102", 1_00), credit("408", 1_00), dated_on=dt.date(2022, 2, 1)
        )
    )
    assert sheet(changed) == before
    position = changed.one("SELECT MAX(position) FROM vouchers WHERE kind = '期初'")
    assert before["position"] == position


def test_before_the_year_is_closed_it_is_a_draft(changed: Books) -> None:
    draft = sheet(changed)
    assert draft["subtitle"] == DRAFT
    assert "尚未年终结账" in draft["values"]["change"]["状态"]
    posted = sheet(closed(changed))
    assert lines(draft) == lines(posted)
    with pytest.raises(NoSuchScope, match="在链位 5 尚未年终结账"):
        sheet(changed, known_at=5)


def test_a_voucher_that_is_not_as_worked_out_is_told(sqlite_books: Books) -> None:
    closed(about_to_change(sqlite_books))
    with sqlite_books.raw() as raw:
        named = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in raw.run(f"{named} AND tbl_name = 'postings'"):
            raw.run(f"DROP TRIGGER {name}")
        raw.run(
            "UPDATE postings SET debit_fen = debit_fen + 700 WHERE debit_fen = 4000"
            " AND position = (SELECT MAX(position) FROM vouchers WHERE kind = '期初')"
        )
        raw.commit()
    report = sheet(sqlite_books)
    (told,) = report["tables"]["differences"]["rows"]
    assert (told["account"], told["fund"]) == ("135 其他应收款", "捐赠")
    figures = (told["posted"], told["recomputed"], told["difference"])
    assert figures == ("47.00", "40.00", "7.00")
    assert not any("核对相符" in note for note in notes(report))


# -- refusals -----------------------------------------------------------------------


def test_a_year_without_a_change_has_no_sheet(changed: Books) -> None:
    with pytest.raises(NoSuchPeriod, match="没有更换，更换科目表的年度是：2022"):
        sheet(changed, "2021")
    with pytest.raises(NoSuchPeriod, match="U1 的科目表在 2025 年 1 月 1 日没有更换"):
        asked(changed.engine, "transfer_sheet", "U1", "2025")


def test_a_sheet_is_of_a_year_and_of_one_book(changed: Books) -> None:
    with pytest.raises(NoSuchPeriod, match="按年编制，期间写作 2022"):
        sheet(changed, "2022-01")
    with pytest.raises(NoSuchScope, match="不汇总下级单位"):
        sheet(changed, with_subunits=True)
    with pytest.raises(NoSuchScope, match="不能只取一项资金"):
        sheet(changed, fund="F1")
