"""Growth from a base: missing, of nil, of units opened later, restated."""

from budgets.growth import (
    BaseKind,
    Verdict,
    affected_years,
    base_in,
    before_and_after,
)
from ledger.money import Money
from tests.budgets.growing import (
    FOUR_YEARS,
    OWN,
    STEADY,
    base,
    judged,
    told,
    verdicts,
    yuan,
)

# -- bases --------------------------------------------------------------------------


def test_without_a_base_years_are_held_against_each_other_and_it_is_told_once() -> None:
    rows = judged({2008: 50, 2009: 40, 2010: 60}, 2011, bases=())

    assert verdicts(rows) == [Verdict.NO_BASE, Verdict.FELL, Verdict.GREW]
    assert told(rows) == [(2008, "no_base"), (2009, "fell_without_note")]
    assert all(
        (row.base, row.against_base, row.base_rate_bp) == (None, None, None)
        for row in rows
    )
    assert (rows[0].required, rows[0].last, rows[0].shortfall) == (None, None, Money(0))


def test_with_neither_base_nor_figure_the_last_year_says_so() -> None:
    rows = judged({}, 2026, bases=())

    assert told(rows) == [(2025, "no_base"), (2025, "year_skipped")]
    assert judged({}, 2006, bases=()) == ()


def test_without_a_base_the_budget_of_2005_is_still_something_to_compare_with() -> None:
    rows = judged({2003: 70, 2005: 80, 2006: 75}, 2007, bases=())

    assert verdicts(rows) == [Verdict.FELL]
    assert rows[0].compared_year == 2005


def test_over_a_base_of_nil_any_budget_grew_and_no_rate_is_told() -> None:
    rows = judged({2006: 0, 2007: 1, 2008: 2}, 2009, bases=[base(total=0)])

    assert verdicts(rows) == [Verdict.NO_BUDGET, Verdict.GREW, Verdict.GREW]
    assert told(rows) == [(2006, "base_zero"), (2006, "year_skipped")]
    assert [row.base_rate_bp for row in rows] == [None, None, None]
    assert [row.rate_bp for row in rows] == [None, None, 10_000]
    assert rows[2].against_base == Money(200)


def test_a_base_restated_to_nil_is_told_in_the_year_it_begins() -> None:
    rows = judged(
        {2006: 101, 2007: 102, 2008: 103}, 2009, bases=[base(), base(2, 2007, 0)]
    )

    assert told(rows) == [(2007, "restated"), (2007, "base_zero")]


def test_a_unit_opened_later_is_judged_from_the_year_after_its_own_base_year() -> None:
    opened = base(base_year=2012, since=2013, total=40, kind=BaseKind.OPENED_LATER)

    rows = judged({2012: 55, 2013: 41, 2014: 39}, 2015, bases=[opened])

    assert [row.year for row in rows] == [2013, 2014]
    assert verdicts(rows) == [Verdict.GREW, Verdict.FELL]
    assert rows[0].compared_year == 2012
    assert rows[0].change == Money(100)


def test_a_unit_that_carries_a_base_of_2005_is_judged_from_when_it_began() -> None:
    carried = base(since=2015, kind=BaseKind.OPENED_LATER, prior=Money(300_00))

    rows = judged({2015: 290, 2016: 300}, 2017, bases=[carried])

    assert [row.year for row in rows] == [2015, 2016]
    assert verdicts(rows) == [Verdict.FELL, Verdict.GREW]
    assert told(rows) == [(2015, "fell_without_note")]
    assert rows[0].compared_year == 2014


def test_years_budgeted_before_a_late_base_holds_are_judged_without_it() -> None:
    rows = judged({2008: 50, 2009: 51, 2010: 52}, 2011, bases=[base(since=2010)])

    assert verdicts(rows) == [Verdict.NO_BASE, Verdict.GREW, Verdict.GREW]
    assert told(rows) == [(2008, "no_base"), (2010, "short_of_required")]
    assert [row.base is None for row in rows] == [True, True, False]


def test_a_merger_with_a_comparable_figure_is_like_with_like() -> None:
    merged = base(2, 2008, 180, kind=BaseKind.MERGED, prior=Money(220_00))

    rows = judged(FOUR_YEARS, 2010, bases=[base(), merged])

    assert told(rows) == [(2008, "restated"), (2008, "fell_without_note")]
    assert rows[2].last == Money(220_00)
    assert rows[2].remarks[0].text == (
        "基数改为 180.00 元，上年可比数 220.00 元（合并，决议2）"
    )
    assert rows[3].last == Money(200_00)


def test_a_merger_without_one_is_held_against_the_plain_figure_of_last_year() -> None:
    merged = base(2, 2008, 180, kind=BaseKind.MERGED)

    rows = judged(FOUR_YEARS, 2010, bases=[base(), merged])

    assert told(rows) == [(2008, "restated")]
    assert rows[2].last == Money(120_00)
    assert rows[2].required == Money(180_00)


def test_the_share_of_a_unit_that_was_split_is_no_fall() -> None:
    split = base(2, 2008, 50, kind=BaseKind.SPLIT, prior=Money(60_00))

    rows = judged({2006: 110, 2007: 120, 2008: 61}, 2009, bases=[base(), split])

    assert told(rows) == [(2008, "restated")]
    assert verdicts(rows) == [Verdict.GREW] * 3


def test_a_year_skipped_when_the_base_is_restated_leaves_the_comparable_figure() -> (
    None
):
    split = base(2, 2008, 50, kind=BaseKind.SPLIT, prior=Money(60_00))

    rows = judged({2006: 110, 2007: 120, 2009: 61}, 2010, bases=[base(), split])

    assert told(rows) == [(2008, "restated"), (2008, "year_skipped")]
    assert (rows[3].compared_year, rows[3].last) == (2007, Money(60_00))


def test_of_two_bases_that_hold_the_later_resolution_does() -> None:
    bases = [base(3, 2008, 300), base(1), base(2, 2010, 200)]

    assert base_in(bases, 2005) is None
    assert base_in(bases, 2007) == bases[1]
    assert base_in(bases, 2011) == bases[0]


def test_a_merger_s_comparable_figure_outlives_its_base() -> None:
    merged = base(2, 2009, 180, kind=BaseKind.MERGED, prior=Money(205_00))
    found = base(3, 2007, 190, kind=BaseKind.EVIDENCE)
    plain = base(2, 2009, 180, kind=BaseKind.RENAMED)

    rows = judged(FOUR_YEARS, 2010, bases=[base(), merged, found])
    renamed = judged(FOUR_YEARS, 2010, bases=[base(), plain, found])

    assert told(rows)[0::2] == [(2007, "restated"), (2009, "restated")]
    assert rows[3].base == found
    assert rows[3].last == Money(205_00)
    assert rows[3].remarks[0].text == "上年可比数 205.00 元（合并，决议2）"
    assert (2009, "restated") not in told(renamed)


def test_a_correction_of_the_same_year_takes_the_place_of_the_one_before() -> None:
    merged = base(2, 2008, 180, kind=BaseKind.MERGED, prior=Money(500_00))
    corrected = base(3, 2008, 180, kind=BaseKind.EVIDENCE)

    rows = judged(FOUR_YEARS, 2010, bases=[base(), merged, corrected])

    assert told(rows) == [(2008, "restated")]
    assert rows[2].last == Money(120_00)


def test_evidence_found_for_the_first_year_replaces_the_base_it_starts_from() -> None:
    found = base(2, 2006, 115, kind=BaseKind.EVIDENCE)

    rows = judged(FOUR_YEARS, 2008, bases=[base(), found])

    assert told(rows) == [(2006, "restated"), (2006, "fell_without_note")]
    assert rows[0].last == Money(115_00)


def test_a_restatement_touches_the_years_in_which_it_holds() -> None:
    figures = yuan({2006: 1, 2007: 1, 2008: 1, 2010: 1, 2011: 1})
    bases = [base(1), base(2, 2007), base(3, 2010)]

    assert affected_years(bases, 1, figures) == (2006,)
    assert affected_years(bases, 2, figures) == (2007, 2008)
    assert affected_years(bases[:2], 2, figures) == (2007, 2008, 2010, 2011)
    assert affected_years(bases, 3, figures) == (2010, 2011)
    assert affected_years(bases, 4, figures) == ()


def test_a_restatement_under_a_later_one_touches_the_step_it_makes_comparable() -> None:
    bases = [base(1), base(2, 2010, prior=Money(1)), base(3, 2008)]

    assert affected_years(bases, 2, yuan({2009: 1, 2010: 1, 2011: 1})) == (2010,)


def test_with_and_without_the_last_restatement_stand_side_by_side() -> None:
    found = base(2, 2007, 130, kind=BaseKind.EVIDENCE)
    arguments = (OWN, [base(), found], yuan(FOUR_YEARS), yuan({}))

    sides = before_and_after(*arguments, policies=STEADY, notes=(), until=2010)

    assert [side.year for side in sides] == [2006, 2007, 2008, 2009]
    assert sides[0].before == sides[0].after
    assert sides[1].before is not None
    assert sides[1].after is not None
    assert told([sides[1].before]) == []
    assert told([sides[1].after]) == [(2007, "restated"), (2007, "short_of_required")]


def test_a_base_from_an_earlier_year_adds_years_that_were_not_judged_before() -> None:
    opened = base(base_year=2007, since=2008, kind=BaseKind.OPENED_LATER)
    found = base(2, 2006, 105, kind=BaseKind.EVIDENCE)
    arguments = (OWN, [opened, found], yuan(FOUR_YEARS), yuan({}))

    sides = before_and_after(*arguments, policies=STEADY, notes=(), until=2009)

    assert [(side.year, side.before is None) for side in sides] == [
        (2006, True),
        (2007, True),
        (2008, False),
    ]
