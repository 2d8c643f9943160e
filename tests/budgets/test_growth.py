"""Growth year by year: what grew, held, fell, and what is told of it."""

import dataclasses

import pytest

from budgets.growth import (
    Note,
    Remark,
    RemarkKey,
    Rule,
    Verdict,
    default_policies,
    judge,
    policy_in,
    required,
)
from ledger.money import Money
from tests.budgets.growing import (
    GOVERNMENT,
    OWN,
    STEADY,
    base,
    judged,
    policy,
    text,
    told,
    verdicts,
    yuans,
)

# -- what is required ---------------------------------------------------------------


def test_the_union_s_own_budget_grows_with_its_income() -> None:
    incomes = {2004: 1000, 2005: 1100, 2006: 1050}

    rows = judged({2006: 110, 2007: 111}, 2008, incomes=incomes, policies=())

    assert [row.required for row in rows] == [Money(110_00), Money(110_00)]
    assert [row.income_rate_bp for row in rows] == [1000, -455]
    assert [row.against_income_bp for row in rows] == [0, 91 + 455]
    assert [row.income for row in rows] == [Money(1050_00), None]
    assert told(rows) == []


def test_a_requirement_is_rounded_up_to_the_fen() -> None:
    incomes = {2010: Money(3), 2011: Money(4)}

    third = required(policy(Rule.WITH_INCOME), 2012, Money(100), None, incomes)
    least = required(policy(Rule.FIXED_RATE, 1), 2012, Money(100), None, {})
    whole = required(policy(Rule.FIXED_RATE, 100), 2012, Money(100), None, {})

    assert [w.amount.fen for w in (third, least, whole)] == [134, 101, 101]


def test_one_fen_under_the_required_is_short_of_it() -> None:
    figures = {2006: Money(104_99)}

    (row,) = judge(
        OWN,
        [base()],
        figures,
        {},
        policies=[policy(Rule.FIXED_RATE, 500)],
        notes=(),
        until=2007,
    )

    assert row.verdict is Verdict.GREW
    assert row.shortfall == Money(1)
    assert text([row]) == "有增长，低于应达数 0.01 元（按固定比例增长）"


def test_without_last_year_s_income_last_year_s_budget_is_required_and_it_is_told() -> (
    None
):
    incomes = {2004: 1000, 2006: 1000, 2007: 0, 2008: 500}

    rows = judged({year: year for year in range(2006, 2010)}, 2010, incomes=incomes)
    by_income = judged(
        {year: year for year in range(2006, 2010)},
        2010,
        incomes=incomes,
        policies=(policy(Rule.WITH_INCOME),),
    )

    assert told(rows) == []
    assert told(by_income) == [(y, "income_missing") for y in range(2006, 2010)]
    assert [row.required for row in by_income] == [row.required for row in rows]
    assert [row.against_income_bp for row in by_income] == [None, None, 10_005, None]
    assert by_income[0].remarks[0].text == (
        "2005年经费收入未填或为零，应达数按上年数计"
    )


def test_never_less_than_the_base_is_required() -> None:
    rows = judged({2006: 60, 2007: 70}, 2008, notes=[Note(OWN, 2006, "减收", "决议2")])

    assert told(rows) == [(2006, "fell_with_note"), (2007, "short_of_required")]
    assert rows[1].required == Money(100_00)
    assert rows[1].shortfall == Money(30_00)


def test_the_body_s_policy_goes_before_the_default_from_its_year_on() -> None:
    later = policy(Rule.FIXED_RATE, 300, since=2010)
    again = policy(Rule.FIXED_RATE, 500, since=2010)
    of_government = dataclasses.replace(later, series=GOVERNMENT)
    own, government = default_policies()

    assert policy_in([later], OWN, 2009) == own
    assert policy_in([later], OWN, 2010) == later
    assert policy_in([later, again], OWN, 2011) == again
    assert policy_in([again, STEADY[0]], OWN, 2011) == again
    assert policy_in([of_government], OWN, 2011) == own
    assert policy_in([], GOVERNMENT, 2011) == government
    assert policy_in([later], OWN, 2005) is None


def test_the_defaults_say_which_words_they_rest_on() -> None:
    own, government = default_policies()

    assert (own.series, own.rule, own.since_year) == (OWN, Rule.WITH_INCOME, 2006)
    assert "根据各级工会经费收入状况逐年增长" in own.words
    assert (government.series, government.rule) == (GOVERNMENT, Rule.AT_LEAST_LAST_YEAR)
    assert "随着经济社会发展情况逐年增加" in government.words


# -- falls and holds ----------------------------------------------------------------


def test_a_fall_without_reason_or_resolution_is_told_as_such() -> None:
    figures = {2006: 100, 2007: 90, 2008: 80, 2009: 70, 2010: 60}
    notes = [
        Note(OWN, 2007, "困难职工减少", "决议3"),
        Note(OWN, 2008, "困难职工减少", " "),
        Note(OWN, 2009, "", "决议4"),
        Note(OWN, 2010, "", ""),
        Note(OWN, 2010, "收入减少", "决议5"),
    ]

    rows = judged(figures, 2011, notes=notes)

    assert told(rows) == [
        (2006, "held"),
        (2007, "fell_with_note"),
        (2008, "fell_without_note"),
        (2009, "fell_without_note"),
        (2010, "fell_with_note"),
    ]
    second = "比2007年减少 10.00 元，低于应达数 20.00 元"
    assert [row.remarks[0].text for row in rows] == [
        "与2005年持平",
        "比2006年减少 10.00 元，低于应达数 10.00 元；原因：困难职工减少（决议3）",
        f"{second}；说明了原因，但没有资金管理机构的决议",
        "比2008年减少 10.00 元，低于应达数 30.00 元；没有说明原因",
        "比2009年减少 10.00 元，低于应达数 40.00 元；原因：收入减少（决议5）",
    ]
    assert [row.rate_bp for row in rows] == [0, -1000, -1111, -1250, -1429]


def test_a_budget_that_holds_while_income_grew_is_told_once() -> None:
    rows = judged({2006: 100}, 2007, incomes={2004: 100, 2005: 105}, policies=())

    assert told(rows) == [(2006, "held")]
    assert text(rows) == "与2005年持平，低于应达数 5.00 元"


def test_a_skipped_year_is_told_and_the_next_is_held_against_the_one_before_it() -> (
    None
):
    rows = judged({2006: 120, 2008: 0, 2009: 110, 2010: 111}, 2012)

    assert verdicts(rows) == [
        Verdict.GREW,
        Verdict.NO_BUDGET,
        Verdict.NO_BUDGET,
        Verdict.FELL,
        Verdict.GREW,
        Verdict.NO_BUDGET,
    ]
    assert told(rows) == [
        (2007, "year_skipped"),
        (2008, "year_skipped"),
        (2009, "fell_without_note"),
        (2011, "year_skipped"),
    ]
    assert [row.compared_year for row in rows] == [2005, 2006, 2006, 2006, 2009, 2010]
    assert rows[1].shortfall == Money(120_00)
    assert rows[1].remarks[0].text == "未列预算，低于应达数 120.00 元"
    assert (rows[1].change, rows[1].rate_bp, rows[1].against_base) == (None,) * 3


# -- the government's budget --------------------------------------------------------


def test_the_government_s_budget_has_no_base_and_must_not_fall() -> None:
    notes = [Note(OWN, 2010, "减收", "决议2")]

    rows = judged(
        {2008: 500, 2009: 500, 2010: 400, 2011: 401},
        2012,
        series=GOVERNMENT,
        policies=(policy(Rule.FIXED_RATE, 900),),
        notes=notes,
    )

    assert verdicts(rows) == [
        Verdict.NO_BASE,
        Verdict.HELD,
        Verdict.FELL,
        Verdict.GREW,
    ]
    assert told(rows) == [(2009, "held"), (2010, "fell_without_note")]
    assert [row.required for row in rows[1:]] == yuans(500, 500, 400)
    assert all(row.base is None for row in rows)


# -- incomes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("earlier", "later", "absurd"),
    [
        (100, 1000, 0),
        (100, 1001, 1),
        (1000, 100, 0),
        (1001, 100, 1),
        (0, 100, 0),
        (100, 0, 0),
    ],
)
def test_an_income_beyond_tenfold_or_under_a_tenth_is_told(
    earlier: int, later: int, absurd: int
) -> None:
    figures = {2006: 101, 2007: 102}

    rows = judged(figures, 2008, incomes={2006: earlier, 2007: later})

    assert told(rows) == [(2007, "income_absurd")] * absurd


def test_an_absurd_income_is_told_of_its_year_and_used_as_it_stands() -> None:
    incomes = {2004: 10, 2005: 1000, 2006: 1000, 2007: 50}

    rows = judged({2006: 200, 2007: 201}, 2008, incomes=incomes, policies=())

    assert rows[0].remarks[0] == Remark(
        2005, RemarkKey.INCOME_ABSURD, "2005年经费收入超过上年的10倍，请核对"
    )
    assert rows[0].required == Money(10_000_00)
    assert told(rows) == [
        (2005, "income_absurd"),
        (2006, "short_of_required"),
        (2007, "income_absurd"),
    ]
    assert rows[1].remarks[0].text == "2007年经费收入不足上年的10分之一，请核对"


# -- what cannot be -----------------------------------------------------------------


def test_amounts_below_nil_are_refused() -> None:
    with pytest.raises(AssertionError, match="an income below nil"):
        judged({2006: 100}, 2007, incomes={2005: -1})
    with pytest.raises(AssertionError, match="a budget below nil"):
        judged({2006: -1}, 2007)
    for below in ({"warmth": Money(-1)}, {"other": Money(-1)}, {"prior": Money(-1)}):
        with pytest.raises(AssertionError):
            dataclasses.replace(base(), **below)  # type: ignore[arg-type]


def test_a_base_and_a_policy_cannot_be_built_wrong() -> None:
    with pytest.raises(AssertionError):
        base(since=2005)
    with pytest.raises(AssertionError):
        base(0)
    with pytest.raises(AssertionError):
        policy(Rule.WITH_INCOME, 100)
    with pytest.raises(AssertionError):
        policy(Rule.FIXED_RATE, -1)
    with pytest.raises(AssertionError):
        judged({2006: 1}, 2007, bases=[base(), base(since=2007)])
