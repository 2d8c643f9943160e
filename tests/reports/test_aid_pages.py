"""The pages on aid: quarterly figures, statistics, lists of people and of cases."""

import datetime as dt
from collections.abc import Iterator

import pytest

from aid import kept_standards
from aid.errors import StandardMissing
from aid.quarters import Counts
from ledger.database import writing
from reports.errors import NoSuchPeriod, NoSuchScope, NotTold
from tests import building, server
from tests.aid import batching, casework, test_file_figures, test_quarters
from tests.aid.filing import VAULT
from tests.aid.test_floors import HERE
from tests.building import Books
from tests.reports.asking import asked, rows

APRIL = dt.datetime(2026, 4, 20, 9, tzinfo=dt.UTC)


def fill(books: Books) -> None:
    """The tree of C: C1 in time, G late, the city and C2 missing."""
    test_file_figures.fill(books)
    test_quarters.record(books, unit="C1")
    late = {"unit": "G", "counts": Counts(hotline=5, visits=1)}
    day = dt.date(2026, 4, 15)
    test_quarters.record(books, test_quarters.MAY, reported_on=day, **late)


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from building.copied(shelf, dialect, "aid_pages", fill)


def test_a_quarter_tells_counts_sums_and_who_is_behind(books: Books) -> None:
    more = {"with_subunits": True, "at": APRIL}
    told = asked(books.engine, "aid_quarter", "C", "2026-Q1", **more)

    text = str(told["text"])
    assert "应上报的单位 4 个，期限 2026年4月10日" in text
    assert "按时 1 个，迟报 1 个，未报 2 个" in text
    counts = rows(told, "counts", "unit")
    whole = counts["某市总工会（含下级）"]
    assert (whole["hotline"], whole["petitions"], whole["style"]) == (17, 7, "total")
    assert counts["　某市总工会本级"]["state"] == "未报"
    assert counts["　某市总工会本级"]["hotline"] is None
    assert counts["　　甲厂工会"]["remark"] == "迟3个工作日"
    assert counts["县级小计"]["hotline"] == 12
    behind = rows(told, "behind", "code")
    assert {code: row["late"] for code, row in behind.items()} == {
        "C": 6,
        "C2": 6,
        "G": 3,
    }


def test_a_year_is_its_quarters_that_are_over(books: Books) -> None:
    told = asked(books.engine, "aid_quarter", "C1", "2026", at=APRIL)
    assert [key for key in told["tables"] if key.startswith("counts")] == ["counts"]
    with pytest.raises(NoSuchPeriod, match="2026-06-30 才结束"):
        asked(books.engine, "aid_quarter", "C1", "2026-Q2", at=APRIL)
    with pytest.raises(NoSuchPeriod, match="按季度编制"):
        asked(books.engine, "aid_quarter", "C1", "2026-03", at=APRIL)
    with pytest.raises(NoSuchScope, match="一项资金"):
        asked(books.engine, "aid_quarter", "C1", "2026-Q1", at=APRIL, fund="F1")


def test_a_page_of_months_is_not_drawn_up_of_a_quarter(books: Books) -> None:
    with pytest.raises(NoSuchPeriod, match="按年或按月编制"):
        asked(books.engine, "trial_balance", "U1", "2026-Q1")


def test_statistics_tell_files_by_unit_and_sum(books: Books) -> None:
    more = {"with_subunits": True, "at": APRIL}
    told = asked(books.engine, "aid_statistics", "C", "2026", vault=VAULT, **more)

    assert "增加 5 户，减少 1 户，期末在档 4 户、家庭人口 5 人" in str(told["text"])
    files = rows(told, "files", "unit")
    whole = files["某市总工会（含下级）"]
    assert (whole["begin"], whole["opened"], whole["moved_in"]) == (0, 4, 1)
    assert (whole["exit_relieved"], whole["end"]) == (1, 4)
    assert "exit_death" not in whole
    standing = rows(told, "standing", "unit")["某市总工会（含下级）"]
    assert (standing["category_deep"], standing["category_accident"]) == (3, 1)
    workers = rows(told, "workers", "unit")["某市总工会（含下级）"]
    assert (workers["state_laid_off"], workers["state_unknown"]) == (1, 3)


def test_statistics_without_keys_say_what_is_not_counted(books: Books) -> None:
    told = asked(books.engine, "aid_statistics", "C2", "2026-Q2", at=APRIL)
    assert "workers" not in told["tables"]
    assert "本表未作统计" in str(told["text"])
    assert "2026年第二季度期初在档 1 户，增加 1 户" in str(told["text"])


# -- lists --------------------------------------------------------------------------

YEAR_END = dt.datetime(2026, 12, 31, 9, tzinfo=dt.UTC)


@pytest.fixture
def paid(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """U1 paid P-1, P-2 and P-3 500 yuan each; the second came back."""
    for books in batching.filled(shelf, dialect):
        batching.paid(books)
        batching.settle(books, {1: "", 2: "账号户名不符", 3: ""})
        yield books


def test_statistics_are_tied_to_the_ledger(paid: Books) -> None:
    told = asked(paid.engine, "aid_statistics", "U1", "2026", at=YEAR_END)

    (ledger,) = rows(told, "tie_ledger", "unit").values()
    assert (ledger["all_spent"], ledger["batches"]) == ("1500.00", "1500.00")
    assert ledger["different"] == "0.00"
    (money,) = rows(told, "tie_money", "unit").values()
    assert (money["back"], money["received"]) == ("500.00", "1000.00")
    assert "differences" not in told["tables"]
    assert "▲" not in str(told["text"])
    (aid,) = rows(told, "aid", "unit").values()
    assert (aid["aid_households"], aid["aid_money"]) == (2, "1000.00")


def test_who_is_below_the_floor_is_listed(paid: Books) -> None:
    with pytest.raises(StandardMissing, match="bangfu aid standards import"):
        asked(paid.engine, "aid_floor", "U1", "2026", at=YEAR_END)
    with writing(paid.engine) as connection:
        kept_standards.import_figures(connection, "U1", [HERE], batching.KEEPER)
    told = asked(paid.engine, "aid_floor", "U1", "2026", at=YEAR_END)

    assert "在档 5 人，本年生活救助不足下限的 5 人，尚差 2,500.00 元" in str(
        told["text"]
    )
    below = rows(told, "below", "code")
    assert (below["P-1"]["had"], below["P-1"]["missing"]) == ("500.00", "200.00")
    assert below["P-2"]["missing"] == "700.00"


def test_a_person_s_aid_is_printed_with_what_it_rested_on(paid: Books) -> None:
    more = {"at": YEAR_END, "subject": "P-1"}
    told = asked(paid.engine, "aid_history", "U1", "2026", **more)

    (line, total) = told["tables"]["history"]["rows"]
    assert (line["rests_on"], line["voucher"]) == ("B2026-1/1", "2026-03 付-1")
    assert total["money"] == "500.00"
    with pytest.raises(NoSuchScope, match="没有这份档案"):
        asked(paid.engine, "aid_history", "U2", "2026", **more)
    with pytest.raises(NotTold, match="档案号"):
        asked(paid.engine, "aid_history", "U1", "2026", at=YEAR_END)


def test_what_of_cases_is_late_is_listed_by_unit(
    shelf: server.Shelf, dialect: str
) -> None:
    for books in casework.filled(shelf, dialect):
        more = {"with_subunits": True, "at": APRIL}
        told = asked(books.engine, "aid_late", "C", "2026-04", **more)
        late = told["tables"]["late"]["rows"]
        assert {(row["unit"], row["due"]) for row in late} == {
            ("某区总工会", "撤下公示"),
            ("某区总工会", "初审"),
            ("某厂工会", "审核"),
        }
        assert "逾期未办的事项 3 件" in str(told["text"])
        none = asked(books.engine, "aid_late", "P", "2026-04", at=APRIL)
        assert "没有逾期未办的事项" in str(none["text"])
