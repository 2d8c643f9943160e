"""Figures by the year, policies and notes; what growth is judged by as it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import event

from budgets import yearly
from budgets.baseline import set_base
from budgets.errors import BodyRefused, GrowthRefused
from budgets.figure_sheet import FigureSheet
from budgets.growth import Note, Policy, Rule, Series, Verdict
from budgets.yearly import Figure, FigureSeries, Recorded
from ledger import registration
from ledger.database import reading, writing
from ledger.errors import FolderFaulty
from ledger.money import BOUND_FEN, Money
from ledger.register import lookups
from ledger.units import Level, Unit
from tests.budgets.planning import JANUARY
from tests.budgets.resolving import (
    budget,
    figure,
    first,
    register_funds,
    resolved,
    typed,
    yuan,
)
from tests.building import FOUNDING, OPENED, Books

INCOME = "union_income"


def record(books: Books, *given: Figure) -> Recorded:
    with writing(books.engine) as connection:
        return yearly.record_figures(connection, given, JANUARY)


def standing(
    books: Books, series: FigureSeries = FigureSeries.OWN_BUDGET
) -> dict[int, Money]:
    with reading(books.engine) as connection:
        return dict(yearly.figures(connection, "U1", series))


def told_of(books: Books, *given: Figure) -> str:
    with pytest.raises(GrowthRefused) as refused:
        record(books, *given)
    return str(refused.value)


# -- figures ------------------------------------------------------------------------


def test_a_figure_stands_by_its_year_and_series(books: Books) -> None:
    typed(books, {2006: 100, 2007: 110})
    typed(books, {2006: 3_000}, INCOME)

    assert standing(books) == {2006: yuan(100), 2007: yuan(110)}
    assert standing(books, FigureSeries.UNION_INCOME) == {2006: yuan(3_000)}


def test_a_figure_is_revised_with_a_reason_and_the_first_is_kept(books: Books) -> None:
    typed(books, {2006: 100})

    assert "在册的是 100.00 元（2006年预算表），改动须写明理由" in told_of(
        books, figure(2006, 105)
    )
    record(books, figure(2006, 105, reason="漏计一笔"))
    with reading(books.engine) as connection:
        kept = yearly.history(connection, "U1")
    assert [(one.revision, one.amount) for one in kept] == [
        (1, yuan(100)),
        (2, yuan(105)),
    ]
    assert standing(books) == {2006: yuan(105)}


def test_what_stands_already_is_left_as_it_is(books: Books) -> None:
    given = (figure(2006, 100), figure(2007, 2_000, reason="并入两县"))
    assert record(books, *given) == Recorded(2, 0)

    assert record(books, *given) == Recorded(0, 2)
    assert record(books, figure(2007, 2_000)) == Recorded(0, 1)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (figure(2006, -1), "金额不能为负"),
        (figure(2026, 1), "年度应在 1990 与今年（2025）之间"),
        (figure(1989, 1), "年度应在 1990"),
        (figure(2006, 1, "gdp"), "不认识这个系列（发现：gdp）"),
        (figure(2006, 1, unit="U9"), "账中没有这个单位（发现：U9）"),
        (figure(2006, 1, paper=" "), "没有写明依据文件"),
        (figure(2006, 1, reason="11010519491231002X"), "个人号码"),
        (figure(2006, BOUND_FEN // 100 + 1), "金额超过上限"),
    ],
)
def test_a_figure_that_cannot_stand_is_refused(
    books: Books, given: Figure, told: str
) -> None:
    assert told in told_of(books, figure(2010, 1), given)
    assert standing(books) == {}


def test_the_same_year_is_not_given_twice(books: Books) -> None:
    told = told_of(books, figure(2006, 100), figure(2006, 101))

    assert told.count("写了两次") == 2


@pytest.mark.parametrize(
    ("year", "amount", "told"),
    [
        (2007, 1_001, "超过2006年（100.00 元）的10倍"),
        (2007, 9, "不足2006年（100.00 元）的10分之一"),
        (2005, 9, "不足2006年（100.00 元）的10分之一"),
        (2007, 0, "不足2006年（100.00 元）的10分之一"),
    ],
)
def test_an_absurd_figure_needs_a_reason(
    books: Books, year: int, amount: int, told: str
) -> None:
    typed(books, {2006: 100})

    assert told in told_of(books, figure(year, amount))
    record(books, figure(year, amount, reason="单位分立"))
    # The reason was told of one of the two: a year beside it needs none for it.
    beyond = year + 1 if year > 2006 else year - 1
    record(books, figure(beyond, max(amount, 1)))


def test_tenfold_is_not_yet_absurd(books: Books) -> None:
    typed(books, {2006: 100, 2007: 1_000, 2008: 100})

    assert len(standing(books)) == 3


def test_of_two_absurd_years_given_at_once_the_later_is_told(books: Books) -> None:
    told = told_of(books, figure(2006, 100), figure(2007, 5_000))

    assert told.count("10倍") == 1
    assert "2007年本级工会帮扶预算" in told


def test_a_unit_given_up_has_no_later_figures(books: Books) -> None:
    gone = Unit(
        code="GONE",
        name="旧县总工会",
        level=Level.COUNTY,
        opened_on=OPENED.replace(year=2005),
        closed_on=OPENED.replace(year=2012),
    )
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, [gone], FOUNDING)
    typed(books, {2010: 100, 2011: 90}, unit="GONE")

    assert "单位已在 2012-01-01 撤销" in told_of(books, figure(2012, 90, unit="GONE"))
    with reading(books.engine) as connection:
        rows = yearly.growth_of(connection, "GONE", Series.OWN, 2020)
    assert [row.year for row in rows] == [2010, 2011]


# -- approved budgets ---------------------------------------------------------------


def test_an_approved_budget_goes_before_what_was_typed(books: Books) -> None:
    resolved(books, "budget")
    register_funds(books)
    typed(books, {2024: 700, 2025: 750})
    budget(books, 1, {"OWN": 800, "GOV": 400, "FAR": 4_000, "F1": 40_000})

    # New money of the union's own funds, of the treasury of the same level alone.
    assert standing(books) == {2024: yuan(700), 2025: yuan(800)}
    assert standing(books, FigureSeries.GOVERNMENT_BUDGET) == {2025: yuan(400)}
    assert "已在本系统批准" in told_of(books, figure(2025, 760))


def test_a_revision_during_the_year_changes_no_growth(books: Books) -> None:
    resolved(books, "budget")
    register_funds(books)
    budget(books, 1, {"OWN": 800})
    budget(books, 2, {"OWN": 600}, kind="revision")

    assert standing(books) == {2025: yuan(800)}


def test_a_draft_is_no_budget_yet(books: Books) -> None:
    resolved(books, "budget")
    register_funds(books)
    budget(books, 1, {"OWN": 800}, states=("submitted", "examined"))

    assert standing(books) == {}


# -- policies and notes -------------------------------------------------------------


def policy(rule: Rule, rate_bp: int = 0, resolution: str = "2025-1") -> Policy:
    return Policy(Series.OWN, rule, rate_bp, 2008, resolution, "")


def test_of_one_year_the_policy_given_last_holds(books: Books) -> None:
    resolved(books, "growth", "growth")
    typed(books, {2007: 100, 2008: 104})
    given = policy(Rule.FIXED_RATE, 800), policy(Rule.FIXED_RATE, 300, "2025-2")
    with writing(books.engine) as connection:
        for one in given:
            yearly.set_policy(connection, "U1", one, JANUARY)

    with reading(books.engine) as connection:
        assert yearly.policies(connection, "U1") == given
        rows = yearly.growth_of(connection, "U1", Series.OWN, 2009)
    assert rows[-1].policy == given[1]
    assert rows[-1].required == yuan(103)


def test_a_policy_that_cannot_stand_is_refused(books: Books) -> None:
    resolved(books, "growth", "baseline")
    early = Policy(Series.OWN, Rule.WITH_INCOME, 0, 2005, "2025-1", "")
    with writing(books.engine) as connection:
        with pytest.raises(GrowthRefused, match="年度应在 2006 与 2026 之间"):
            yearly.set_policy(connection, "U1", early, JANUARY)
        with pytest.raises(GrowthRefused, match="1000%"):
            yearly.set_policy(
                connection, "U1", policy(Rule.FIXED_RATE, 100_001), JANUARY
            )
        other = policy(Rule.WITH_INCOME, resolution="2025-2")
        with pytest.raises(BodyRefused, match="基数"):
            yearly.set_policy(connection, "U1", other, JANUARY)
        yearly.set_policy(connection, "U1", policy(Rule.WITH_INCOME), JANUARY)
        with pytest.raises(GrowthRefused, match="已按帮管〔2025〕1号登记"):
            yearly.set_policy(connection, "U1", policy(Rule.WITH_INCOME), JANUARY)


def test_a_fall_is_explained_by_a_note_with_a_resolution(books: Books) -> None:
    resolved(books, "growth")
    typed(books, {2007: 100, 2008: 90})
    with reading(books.engine) as connection:
        before = yearly.growth_of(connection, "U1", Series.OWN, 2009)
    given = Note(Series.OWN, 2008, "经费收入减少", "2025-1")
    with writing(books.engine) as connection:
        yearly.add_note(connection, "U1", given, JANUARY)
        with pytest.raises(GrowthRefused, match="同样的说明已按"):
            yearly.add_note(connection, "U1", given, JANUARY)

    with reading(books.engine) as connection:
        assert yearly.notes(connection, "U1") == (given,)
        after = yearly.growth_of(connection, "U1", Series.OWN, 2009)
    assert "fell_without_note" in {one.key for one in before[-1].remarks}
    assert "fell_with_note" in {one.key for one in after[-1].remarks}
    assert "经费收入减少" in after[-1].remarks[-1].text


@pytest.mark.parametrize(
    ("year", "reason", "told"),
    [
        (2005, "减收", "年度应在 2006"),
        (2008, " ", "没有写明原因"),
        (2008, "减收\n减支", "原因应写作一行"),
    ],
)
def test_a_note_that_cannot_stand_is_refused(
    books: Books, year: int, reason: str, told: str
) -> None:
    resolved(books, "growth")
    given = Note(Series.OWN, year, reason, "2025-1")

    with (
        writing(books.engine) as connection,
        pytest.raises(GrowthRefused, match=told),
    ):
        yearly.add_note(connection, "U1", given, JANUARY)


# -- judging ------------------------------------------------------------------------


def test_twenty_years_of_a_unit_tell_exactly_what_was_planted(books: Books) -> None:
    resolved(books, "baseline", "growth")
    with writing(books.engine) as connection:
        set_base(connection, "U1", first(), JANUARY)
    years = {year: 100_000 + 10_000 * (year - 2005) for year in range(2006, 2026)}
    years[2010] = years[2009] - 5_000
    years[2016] = years[2015]
    del years[2020]
    typed(books, years)
    typed(books, {year: 900_000 + year for year in range(2004, 2026)}, INCOME)

    with reading(books.engine) as connection:
        rows = yearly.growth_of(connection, "U1", Series.OWN, 2026)
    told = [(row.year, str(one.key)) for row in rows for one in row.remarks]
    assert len(rows) == 20
    assert told == [
        (2010, "fell_without_note"),
        (2016, "held"),
        (2020, "year_skipped"),
    ]


def test_the_government_s_budget_is_held_against_the_economy(books: Books) -> None:
    typed(books, {2007: 100, 2008: 90}, "government_budget")
    typed(books, {2008: 7_000}, "economy")
    typed(books, {2008: 5_000}, INCOME)

    with reading(books.engine) as connection:
        rows = yearly.growth_of(connection, "U1", Series.GOVERNMENT, 2009)
    assert rows[-1].verdict is Verdict.FELL
    assert rows[-1].income == yuan(7_000)


@contextmanager
def counted(books: Books) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    found: list[str] = []

    def note(*told: object) -> None:
        found.append(str(told[2]))

    event.listen(books.engine, "before_cursor_execute", note)
    yield found
    event.remove(books.engine, "before_cursor_execute", note)


def test_many_units_are_judged_in_as_many_statements_as_a_few(
    sqlite_books: Books,
) -> None:
    books = sqlite_books
    units = [
        Unit(code=f"N{n}", name="乡镇", level=Level.COUNTY, opened_on=OPENED)
        for n in range(30)
    ]
    with writing(books.engine) as connection:
        assert not registration.register_units(connection, units, FOUNDING)
    codes = [unit.code for unit in units]
    given = [
        figure(year, 100 + year, unit=code)
        for code in codes
        for year in (2006, 2007, 2008)
    ]
    record(books, *given)

    asked = []
    for some in (codes[:6], codes):
        with reading(books.engine) as connection, counted(books) as statements:
            # Master records are read once a connection, and are not counted.
            lookups(connection)
            statements.clear()
            found = yearly.growth_of_all(connection, some, Series.OWN, 2009)
        asked.append(len(statements))
        assert list(found) == some
        with reading(books.engine) as connection:
            alone = yearly.growth_of(connection, some[3], Series.OWN, 2009)
        assert found[some[3]] == alone
    assert asked[0] == asked[1]


# -- files --------------------------------------------------------------------------

HEAD = "单位,系列,年度,金额,依据文件,理由\n"


def sheet(folder: Path, text: str) -> FigureSheet:
    path = folder / "figures.csv"
    path.write_text(text, "utf-8")
    return FigureSheet(path)


def test_figures_come_out_of_a_file_by_key_or_label(
    books: Books, tmp_path: Path
) -> None:
    text = (
        f'{HEAD}U1,工会经费收入,2006年,"1,000",决算,\nU2,own_budget,2006,100,预算,\n'
        "U2,own_budget,2007,5000,预算,并入\n"
    )
    read = sheet(tmp_path, text)

    assert read.units == ("U1", "U2")
    with writing(books.engine) as connection:
        assert read.record(connection, JANUARY) == Recorded(3, 0)
    assert standing(books, FigureSeries.UNION_INCOME) == {2006: yuan(1_000)}


def test_all_faults_of_a_file_are_told_at_once(books: Books, tmp_path: Path) -> None:
    rows = (
        "U1,own_budget,2006,100,预算,",
        "U1,own_budget,2007,5000,预算,",
        "U1,own_budget,零六,100,预算,",
        "U1,gdp,2008,100,预算,",
        "U1,own_budget,2009,1.234,,",
        "U9,own_budget,2006,100,预算,",
        "U1,own_budget,2010,-1,预算,",
    )
    with writing(books.engine) as connection, pytest.raises(FolderFaulty) as refused:
        sheet(tmp_path, HEAD + "\n".join(rows)).record(connection, JANUARY)

    places = [(fault.row, fault.column) for fault in refused.value.faults]
    assert places == [
        (3, "amount"),
        (4, "year"),
        (5, "series"),
        (6, "amount"),
        (6, "paper"),
        (7, "unit"),
        (8, "amount"),
    ]
    assert standing(books) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD, "文件中没有历年数"),
        ("", "文件是空的"),
        ("单位,系列,年度,金额\nU1,own_budget,2006,1\n", "缺少必需的列"),
    ],
)
def test_a_file_that_says_nothing_is_refused(
    books: Books, tmp_path: Path, text: str, told: str
) -> None:
    with (
        writing(books.engine) as connection,
        pytest.raises(FolderFaulty, match=told),
    ):
        sheet(tmp_path, text).record(connection, JANUARY)


def test_figures_come_out_of_a_workbook(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("历年数")
        page.write_row(0, 0, HEAD.strip().split(","))
        page.write_row(1, 0, ["U1", "own_budget", 2006, 100.5, "预算", ""])
        page.write_row(2, 0, ["U1", "own_budget", 2007, 120, "预算", ""])
    with writing(books.engine) as connection:
        assert FigureSheet(path).record(connection, JANUARY) == Recorded(2, 0)

    assert standing(books) == {2006: Money(100_50), 2007: yuan(120)}
