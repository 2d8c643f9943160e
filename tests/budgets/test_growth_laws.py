"""Growth over twenty years: what is told is exactly what was planted."""

import dataclasses
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from budgets.growth import (
    Base,
    BaseKind,
    Note,
    Policy,
    Rule,
    YearGrowth,
    before_and_after,
    judge,
    required,
)
from ledger.money import Money
from tests.budgets.growing import (
    GOVERNMENT,
    OWN,
    STEADY,
    base,
    policy,
    told,
)

# -- twenty years with planted exceptions -------------------------------------------

EVENTS = ("grow", "grow", "hold", "fall", "noted", "skip", "nil", "short")
FOOTINGS = ("", "", "", "", "plain", "comparable")


@dataclass
class Planted:
    """Twenty years as they are planted, and what has to be told of them."""

    bases: list[Base]
    incomes: dict[int, Money]
    policy: Policy
    figures: dict[int, Money] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    told: list[tuple[int, str]] = field(default_factory=list)
    required: list[int] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)


@st.composite
def twenty_years(draw: st.DrawFn) -> Planted:
    """Years 2006 to 2025: every exception is written down as it is planted."""
    case = Planted([_drawn_base(draw, 1, 2006)], _incomes(draw), _drawn_policy(draw))
    last = None
    for year in range(2006, 2026):
        footing = draw(st.sampled_from(FOOTINGS)) if year > 2006 else ""
        if footing:
            restated = _drawn_base(draw, len(case.bases) + 1, year)
            if footing == "comparable":
                last = draw(st.integers(1, 10**9))
                restated = dataclasses.replace(restated, prior=Money(last))
            case.bases.append(restated)
            case.told.append((year, "restated"))
        floor = case.bases[-1].warmth.fen + case.bases[-1].other.fen
        case.told += _told_of_incomes(case, year)
        against = floor if last is None else last
        wanted = max(_plainly_required(case, year, against), floor)
        case.required.append(wanted)
        last = _plant(draw, case, year, against, wanted) or last
    return case


def _drawn_base(draw: st.DrawFn, number: int, since: int) -> Base:
    parts = st.integers(1, 10**9).map(Money)
    kind = BaseKind.SET if number == 1 else BaseKind.MERGED
    return Base(number, 2005, since, draw(parts), draw(parts), kind, None, "决议")


def _drawn_policy(draw: st.DrawFn) -> Policy:
    rule = draw(st.sampled_from(Rule))
    rate = draw(st.integers(0, 3000)) if rule is Rule.FIXED_RATE else 0
    return policy(rule, rate)


def _incomes(draw: st.DrawFn) -> dict[int, Money]:
    """Incomes from 2004 on: mostly near the year before, some absurd, some missing."""
    amount, found = draw(st.integers(10**6, 10**9)), {}
    for year in range(2004, 2026):
        times = draw(st.sampled_from((90, 100, 104, 105, 110, 110, 1000, 1001, 1200)))
        amount = max(amount * times // 100, 1)
        if times > 1000:
            amount //= draw(st.sampled_from((1, 200)))
        if draw(st.integers(0, 9)):
            found[year] = Money(amount)
        elif draw(st.booleans()):
            found[year] = Money(0)
    return found


def _ratio(case: Planted, year: int) -> Fraction | None:
    """Income of a year over that of the year before; None where one is not there."""
    later, earlier = (case.incomes.get(y, Money(0)).fen for y in (year, year - 1))
    return Fraction(later, earlier) if later and earlier else None


def _told_of_incomes(case: Planted, year: int) -> list[tuple[int, str]]:
    found = []
    for of in (2005, 2006) if year == 2006 else (year,):
        ratio = _ratio(case, of)
        if ratio is not None and not Fraction(1, 10) <= ratio <= 10:
            found.append((of, "income_absurd"))
    if case.policy.rule is Rule.WITH_INCOME and _ratio(case, year - 1) is None:
        found.append((year, "income_missing"))
    return found


def _plainly_required(case: Planted, year: int, against: int) -> int:
    if case.policy.rule is Rule.FIXED_RATE:
        return math.ceil(against * Fraction(10_000 + case.policy.rate_bp, 10_000))
    ratio = _ratio(case, year - 1)
    if case.policy.rule is Rule.WITH_INCOME and ratio is not None and ratio > 1:
        return math.ceil(against * ratio)
    return against


def _plant(
    draw: st.DrawFn, case: Planted, year: int, against: int, wanted: int
) -> int | None:
    """Budget a year so that what is drawn happens; None where nothing is budgeted."""
    event = draw(st.sampled_from(EVENTS))
    if event in {"fall", "noted"} and against == 1:
        event = "grow"
    if event == "short" and wanted <= against + 1:
        event = "grow"
    figure, verdict, key = _outcome(draw, event, against, wanted)
    if figure is not None:
        case.figures[year] = Money(figure)
    if event == "noted":
        case.notes.append(Note(OWN, year, "收入减少", "决议8"))
    if event == "fall" and draw(st.booleans()):
        case.notes.append(Note(GOVERNMENT, year, "另一项预算的说明", "决议8"))
    case.verdicts.append(verdict)
    case.told += [(year, key)] if key else []
    return figure or None


def _outcome(
    draw: st.DrawFn, event: str, against: int, wanted: int
) -> tuple[int | None, str, str]:
    """What is budgeted in a year, what it did, and what is told of it."""
    if event == "grow":
        return max(wanted, against + 1), "grew", ""
    if event == "short":
        figure = draw(st.integers(against + 1, wanted - 1))
        return figure, "grew", "short_of_required"
    if event == "hold":
        return against, "held", "held"
    if event in {"skip", "nil"}:
        return None if event == "skip" else 0, "no_budget", "year_skipped"
    key = "fell_with_note" if event == "noted" else "fell_without_note"
    return draw(st.integers(1, against - 1)), "fell", key


@given(twenty_years(), st.randoms())
def test_what_is_told_of_twenty_years_is_what_was_planted(
    case: Planted, order: random.Random
) -> None:
    shuffled = list(case.bases)
    order.shuffle(shuffled)

    rows = judge(
        OWN,
        shuffled,
        case.figures,
        case.incomes,
        policies=[case.policy],
        notes=case.notes,
        until=2026,
    )

    assert [row.year for row in rows] == list(range(2006, 2026))
    assert [str(row.verdict) for row in rows] == case.verdicts
    assert told(rows) == case.told
    assert [row.required for row in rows] == [Money(fen) for fen in case.required]
    for row, wanted in zip(rows, case.required, strict=True):
        budgeted = case.figures.get(row.year, Money(0)).fen
        assert row.shortfall.fen == max(wanted - budgeted, 0)


@given(twenty_years())
def test_a_restatement_changes_no_year_before_it_and_takes_nothing_away(
    case: Planted,
) -> None:
    def rows_by(bases: Sequence[Base]) -> tuple[YearGrowth, ...]:
        return judge(
            OWN,
            bases,
            case.figures,
            case.incomes,
            policies=[case.policy],
            notes=case.notes,
            until=2026,
        )

    sides = before_and_after(
        OWN,
        case.bases,
        case.figures,
        case.incomes,
        policies=[case.policy],
        notes=case.notes,
        until=2026,
    )

    without = rows_by(case.bases[:-1] or case.bases)
    assert tuple(side.before for side in sides) == without
    assert tuple(side.after for side in sides) == rows_by(case.bases)
    since = case.bases[-1].since_year
    assert all(side.before == side.after for side in sides if side.year < since)


@given(
    st.integers(0, 10**12),
    st.integers(1, 10**12),
    st.integers(1, 10**12),
    st.integers(0, 10**12),
)
def test_the_required_is_the_least_fen_that_meets_the_rule(
    last: int, earlier: int, later: int, floor: int
) -> None:
    held = base(warmth=Money(floor), other=Money(0))
    incomes = {2010: Money(earlier), 2011: Money(later)}

    wanted = required(policy(Rule.WITH_INCOME), 2012, Money(last), held, incomes)

    plain = max(Fraction(last * later, earlier), Fraction(last), Fraction(floor))
    assert plain <= wanted.amount.fen < plain + 1
    assert wanted.remarks == ()


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_a_rate_is_the_nearest_basis_point(last: int, figure: int) -> None:
    held = base(warmth=Money(last), other=Money(0))

    (row,) = judge(
        OWN, [held], {2006: Money(figure)}, {}, policies=STEADY, notes=(), until=2007
    )

    exact = Fraction((figure - last) * 10_000, last)
    assert row.rate_bp is not None
    assert row.rate_bp == row.base_rate_bp
    assert abs(row.rate_bp - exact) <= Fraction(1, 2)
    assert row.change == row.against_base == Money(figure - last)
