"""The pages of budgets: base, growth, annual budget, execution, loosened rules."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from budgets import annual, baseline
from budgets.rules import Mode, Rule
from ledger import fund_registration
from ledger.database import reading, writing
from ledger.money import Money
from reports.catalogue import FORMATS
from reports.errors import NoSuchPeriod, NoSuchScope
from tests.budgets.planning import JANUARY
from tests.budgets.resolving import first, register_funds, resolved
from tests.building import FOUNDING, Books, credit, debit, payment, receipt, voucher
from tests.reports.asking import asked, document, rendered, request, rows
from tests.reports.budget_world import (
    LINES,
    MAKES,
    REASON,
    SOURCES,
    SUBJECTS,
    add_township,
    approved,
    drafted,
    found_growth,
    lay_out,
    loosen,
    planned,
)


def page(books: Books, name: str, period: str, **more: Any) -> Any:
    return asked(books.engine, name, more.pop("unit", "U1"), period, **more)


def words(report: Any) -> str:
    """Every sentence of a page."""
    told = [text for part in report["text"] for text in part.values()]
    return "\n".join(text for text in told if isinstance(text, str))


@pytest.fixture
def world(books: Books) -> Books:
    """All of it, and the money spent in January."""
    lay_out(books)
    return books


@pytest.fixture
def below(world: Books) -> Books:
    """The township T1 below U1, which got 20,000 of it and gave 6,000 on, unplanned."""
    add_township(world)
    return world


# -- the certificate ----------------------------------------------------------------


def test_a_base_is_certified_with_its_paper_and_vote(books: Books) -> None:
    resolved(books, *SUBJECTS)
    with writing(books.engine) as connection:
        baseline.set_base(connection, "U1", first(), JANUARY)
    report = page(books, "budget_baseline", "2025")

    parts = rows(report, "parts", "part")
    assert parts["送温暖资金"]["amount"] == "40000.00"
    assert parts["2005年度基数合计"]["amount"] == "100000.00"
    assert report["values"]["base"]["依据文件"] == "2005年决算表"
    assert "赞成 4" in report["values"]["base"]["表决"]
    assert "（帮管〔2025〕1号），核定某县总工会2005年度送温暖资金" in words(report)
    assert "bases" not in report["tables"]


def test_a_restated_base_shows_every_year_before_and_after(world: Books) -> None:
    report = page(world, "budget_baseline", "2025")

    assert [row["resolution"] for row in report["tables"]["bases"]["rows"]] == [
        "帮管〔2025〕1号",
        "帮管〔2025〕2号",
    ]
    affected = rows(report, "affected_2", "year")
    assert [*affected] == [str(year) for year in range(2010, 2026)]
    assert affected["2010"]["base_before"] == "100000.00"
    assert affected["2010"]["base_after"] == "150000.00"
    assert affected["2015"]["verdict_after"] == "▼ 减少"
    assert "重新核定" in words(report)


def test_what_was_resolved_later_is_left_out(world: Books) -> None:
    report = page(world, "budget_baseline", "2024")

    assert "截至2024年12月31日，某县总工会还没有核定2005年度基数。" in words(report)


# -- growth -------------------------------------------------------------------------


def test_the_years_that_fell_leap_to_the_eye(world: Books) -> None:
    report = page(world, "budget_growth", "2025")

    told = words(report)
    assert "▼ 减少：2015年（没有说明）、2019年（已说明）" in told
    assert "持平：2012年" in told
    found = rows(report, "own_exceptions", "year")
    assert [*found] == ["2010", "2012", "2015", "2019"]
    assert found["2015"]["change"] == "-22500.00"
    assert found["2015"]["text"].endswith("没有说明原因")
    assert found["2019"]["text"].endswith(f"原因：{REASON}（帮管〔2025〕3号）")
    places = [row["place"] for row in report["tables"]["own_chart"]["rows"]]
    assert [one for one in places if one.startswith("▼")] == ["▼2015", "▼2019"]


def test_every_year_stands_with_what_it_had_to_reach(world: Books) -> None:
    report = page(world, "budget_growth", "2025")

    years = rows(report, "own_years", "year")
    assert [*years] == [str(year) for year in range(2006, 2026)]
    assert years["2006"]["note"] == "与基数相比"
    assert years["2012"]["shortfall"] == "4830.51"
    assert years["2025"]["figure"] == "340000.00"
    assert "2006年起随经费收入增长" in words(report)


def test_an_earlier_year_tells_nothing_of_later_ones(world: Books) -> None:
    report = page(world, "budget_growth", "2012")

    assert [*rows(report, "own_years", "year")][-1] == "2012"
    assert "没有登记财政帮扶预算" in words(report)


def test_units_below_have_a_line_each_and_their_exceptions(below: Books) -> None:
    report = page(below, "budget_growth", "2025", with_subunits=True)

    units = rows(report, "own_units", "unit")
    assert units["T1"]["verdict"] == "▼ 未列预算"
    assert units["U1"]["fell"] == "2015、2019"
    assert units["合计"]["last"] == "334000.00"
    assert {row["name"] for row in report["tables"]["own_exceptions"]["rows"]} == {
        "某县总工会",
        "某镇工会",
    }
    assert [row["unit"] for row in report["tables"]["chains"]["rows"]] == ["T1", "U1"]


# -- the annual budget --------------------------------------------------------------


@pytest.fixture
def office(books: Books) -> Books:
    """Bases and figures, and no budget yet."""
    register_funds(books)
    found_growth(books)
    return books


def test_a_draft_is_for_the_vote_and_has_room_for_the_opinion(office: Books) -> None:
    drafted(office)
    report = page(office, "budget_annual", "2025")

    assert report["title"] == "2025年度帮扶资金预算（草案）"
    assert report["subtitle"] == "第1版　草稿，供审议"
    assert report["values"]["budget"]["批准决议"] == "待表决"
    assert "opinion" in report["tables"]


def test_sources_and_lines_add_up_across_and_down(office: Books) -> None:
    approved(office, drafted(office))
    report = page(office, "budget_annual", "2025")

    assert report["title"] == "2025年度帮扶资金预算书"
    assert rows(report, "sources")["合计"]["total"] == "417000.00"
    lines = [row for row in report["tables"]["lines"]["rows"] if row["total"]]
    whole = lines[-1]
    plain = [row for row in lines if row["style"] == "plain"]
    for key in ("q1", "q2", "q3", "q4", "planned", "carried", "total"):
        assert sum(cents(row[key]) for row in plain) == cents(whole[key])
    quarters = sum(cents(whole[f"q{quarter}"]) for quarter in (1, 2, 3, 4))
    assert quarters + cents(whole["carried"]) == cents(whole["total"])
    assert rows(report, "balance")["合计"]["surplus"] == "10000.00"
    assert "安排合理，同意提交审议。" in words(report)
    assert rows(report, "steps", "state")["已批准"]["resolution"] == "帮管〔2025〕4号"


def cents(text: str | None) -> int:
    return Money.parse(text).fen if text else 0


def test_the_own_money_stands_beside_last_year_and_the_base(office: Books) -> None:
    drafted(office)
    report = page(office, "budget_annual", "2025")

    own = rows(report, "own", "item")
    assert own["2024年预算"]["change"] == "14000.00"
    assert own["应达数（随经费收入增长）"]["verdict"] == "达到"
    assert own["2005年度基数"]["rate"] == "126.67%"


def test_a_fall_is_told_before_any_table(office: Books) -> None:
    drafted(office, lines=LINES[1:])
    report = page(office, "budget_annual", "2025")

    assert "▼ 本级工会资金安排 180,000.00 元，比2024年的 326,000.00 元减少" in words(
        report
    )
    assert "现没有写明原因" in words(report)
    assert rows(report, "own", "item")["2024年预算"]["verdict"] == "▼ 低于"


def test_a_revision_stands_beside_what_it_revises(office: Books) -> None:
    approved(office, drafted(office))
    with writing(office.engine) as connection:
        annual.revise(connection, "U1", 2025, SOURCES, LINES[:2], MAKES)
    report = page(office, "budget_annual", "2025")

    assert report["title"] == "2025年度帮扶资金调整预算（草案）"
    found = report["tables"]["revision"]["rows"]
    assert [row["mark"] for row in found] == [
        "持平", "持平", "▼ 取消", "▼ 取消", "▼ 减少",
    ]  # fmt: skip


def test_each_line_stands_beside_last_years(office: Books) -> None:
    approved(office, drafted(office))
    more = planned("OWN", "医疗救助", 31_000, 31_000, 31_000, 31_000)
    with writing(office.engine) as connection:
        lines = (more, *LINES[2:])
        annual.draft(connection, "U1", 2026, SOURCES, lines, MAKES)
    report = page(office, "budget_annual", "2026")

    found = {row["purpose"]: row for row in report["tables"]["last_year"]["rows"]}
    assert found["医疗救助"]["change"] == "4000.00"
    assert found["医疗救助"]["rate"] == "3.33%"
    assert found["金秋助学"]["mark"] == "持平"


# -- execution ----------------------------------------------------------------------


def test_lines_past_the_budget_come_first(world: Books) -> None:
    report = page(world, "budget_execution", "2025-01")

    assert "▲ 有 1 项超过预算" in words(report)
    (over,) = report["tables"]["over"]["rows"]
    assert (over["purpose"], over["excess"]) == ("医疗救助", "15000.00")
    assert next(iter(report["tables"])) == "over"


def test_lines_add_up_to_subtotals_and_the_total(world: Books) -> None:
    report = page(world, "budget_execution", "2025-03")

    found = [row for row in report["tables"]["lines"]["rows"] if row["spent"]]
    plain = [row for row in found if row["style"] == "plain"]
    total = found[-1]
    for key in ("budget", "revised", "carried", "spent", "reserved", "available"):
        assert sum(cents(row[key]) for row in plain) == cents(total[key])
    assert (total["revised"], total["spent"]) == ("407000.00", "156000.00")
    assert (total["reserved"], total["rate"]) == ("29000.00", "38.33%")
    assert report["subtitle"].startswith("截至2025年3月末（第一季度末）")
    assert "由帮管〔2025〕4号批准" in words(report)


def test_spending_stands_beside_last_years_and_the_base(office: Books) -> None:
    february = dt.date(2026, 2, 3)
    paid_out = (payment("p1", 3_000_00), payment("q1", 1_000_00, dated_on=february))
    office.post(receipt("r1", 60_000_00), *paid_out)
    report = page(office, "budget_execution", "2026-02")

    spent = rows(report, "comparison", "item")["本期支出与上年同期支出"]
    assert (spent["figure"], spent["against"]) == ("1000.00", "3000.00")
    (over,) = report["tables"]["over"]["rows"]
    assert over["what"] == "没有预算"
    assert "本年预算尚未批准。" in words(report)


def test_own_budget_stands_beside_its_base(world: Books) -> None:
    found = rows(page(world, "budget_execution", "2025"), "comparison", "item")

    assert found["本级工会帮扶预算与2005年度基数"]["rate"] == "126.67%"


def test_units_add_up_without_what_is_passed_down(office: Books) -> None:
    add_township(office)
    down = debit("50802", 20_000_00, "GOV"), credit("102", 20_000_00, "GOV")
    office.post(receipt("g1", 20_000_00, "GOV"), voucher("d1", *down))
    report = page(office, "budget_execution", "2025-01", with_subunits=True)

    units = rows(report, "by_unit", "unit")
    assert units["某镇工会"]["spent"] == units["合计"]["spent"] == "6000.00"
    assert units["另：单位之间的补助下级（不计入合计）"]["spent"] == "20000.00"
    assert units["某镇工会"]["state"] == "▲ 1项超预算"


# -- rules --------------------------------------------------------------------------


def test_a_loosened_rule_is_told_with_what_passed(world: Books) -> None:
    report = page(world, "budget_rules", "2025")

    (decision,) = report["tables"]["decisions"]["rows"]
    assert decision["effect"] == "▲ 放宽"
    assert (decision["since"], decision["until"]) == ("2025-01-10", "2025-01-31")
    assert (decision["resolution"], decision["person"]) == ("帮管〔2025〕6号", "王五")
    assert (decision["reserved"], decision["past"]) == ("185000.00", "15000.00")
    (passed,) = report["tables"]["passed"]["rows"]
    assert (passed["ref"], passed["amount"], passed["past"]) == (
        "申3", "25000.00", "15000.00",
    )  # fmt: skip


def test_taking_back_a_stricter_rule_is_loosening(world: Books) -> None:
    quarter = {"rule": Rule.QUARTER, "until": dt.date(2025, 3, 31)}
    loosen(world, mode=Mode.STOP, **quarter)
    loosen(world, mode=Mode.WARN, since=dt.date(2025, 3, 1), **quarter)
    found = rows(page(world, "budget_rules", "2025"), "decisions", "number")

    assert [found[number]["effect"] for number in (1, 2, 3)] == [
        "▲ 放宽", "收紧", "▲ 放宽",
    ]  # fmt: skip
    assert found[2]["replaced"] == "2025-03-01 起为第 3 号决定取代"


def test_a_decision_is_listed_in_the_periods_it_touches(world: Books) -> None:
    assert "decisions" in page(world, "budget_rules", "2025-01")["tables"]
    report = page(world, "budget_rules", "2025-02")
    assert "decisions" not in report["tables"]
    assert "2025年2月没有改变控制规则的决定。" in words(report)


# -- where it comes from, and in every format -----------------------------------------


@pytest.mark.parametrize("name", ["budget_baseline", "budget_growth", "budget_annual"])
def test_a_page_has_its_place_in_the_register(sqlite_books: Books, name: str) -> None:
    """What is registered later of other things changes no byte of it."""
    register_funds(sqlite_books)
    found_growth(sqlite_books)
    drafted(sqlite_books)
    before = page(sqlite_books, name, "2025")
    with writing(sqlite_books.engine) as connection:
        named = [("OWN", "职业培训")]
        fund_registration.meet_purposes(connection, "U1", named, FOUNDING)
    last = sqlite_books.one("SELECT MAX(position) FROM records WHERE unit_id = 1")

    assert page(sqlite_books, name, "2025") == before
    assert 0 < before["position"] < last


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_page_is_drawn_in_every_format(sqlite_books: Books, suffix: str) -> None:
    lay_out(sqlite_books)
    with reading(sqlite_books.engine) as connection:
        for name in NOTHING:
            report = document(connection, name, request("U1", "2025"))
            assert rendered(report, suffix.removeprefix("."))


# -- nothing to tell, and what cannot be asked ----------------------------------------


NOTHING: Mapping[str, str] = {
    "budget_baseline": "还没有核定2005年度基数。",
    "budget_growth": "没有登记本级工会帮扶预算，也没有核定基数。",
    "budget_annual": "2025年没有编制预算。",
    "budget_execution": "本单位2025年没有批准的预算，也没有帮扶支出。",
    "budget_rules": "本单位尚未实行预算控制。",
}


@pytest.mark.parametrize("name", NOTHING)
def test_a_unit_without_it_says_so_in_a_sentence(books: Books, name: str) -> None:
    report = page(books, name, "2025", unit="U2")

    assert NOTHING[name] in words(report)
    assert not report["tables"]


@pytest.mark.parametrize("name", NOTHING)
@pytest.mark.parametrize("more", [{"fund": "F1"}, {"account": "102"}, {"known_at": 0}])
def test_a_part_of_it_cannot_be_asked(
    sqlite_books: Books, name: str, more: Mapping[str, Any]
) -> None:
    with pytest.raises(NoSuchScope, match="不能"):
        page(sqlite_books, name, "2025", **more)


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("budget_annual", "2025-03"),
        ("budget_growth", "2025-03"),
        ("budget_growth", "2005"),
        ("budget_execution", "2027"),
        ("budget_execution", "2024"),
    ],
)
def test_a_period_that_has_none_is_refused(
    sqlite_books: Books, name: str, period: str
) -> None:
    with pytest.raises(NoSuchPeriod):
        page(sqlite_books, name, period)


@pytest.mark.parametrize("name", ["budget_annual", "budget_baseline"])
def test_what_one_unit_votes_on_is_not_added_up(sqlite_books: Books, name: str) -> None:
    with pytest.raises(NoSuchScope, match="不汇总下级单位"):
        page(sqlite_books, name, "2025", with_subunits=True)
