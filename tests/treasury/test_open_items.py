"""The laws of reconciling, for any rows, postings, matches and days."""

import datetime as dt
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from ledger.money import ZERO, Money
from treasury.open_items import Ends, Figures, Item, draw, hints, total

FIRST = dt.date(2025, 1, 10)
DAYS = st.integers(-9, 60).map(lambda days: FIRST + dt.timedelta(days=days))
BANK_DAYS = st.integers(0, 60).map(lambda days: FIRST + dt.timedelta(days=days))
AMOUNTS = st.integers(-10_000, 10_000).filter(bool).map(Money)


@dataclass(frozen=True, slots=True)
class World:
    """A bank account and its account of the books, all that is ever known of them."""

    rows: tuple[Item, ...]
    postings: tuple[Item, ...]
    opening: Money

    def figures(self, until: dt.date, **more: object) -> Figures:
        """What stands on a day, from all items, met or not."""
        rows = [row for row in self.rows if row.booked_on <= until]
        postings = [one for one in self.postings if one.booked_on <= until]
        bank, book = self.opening + total(rows), total(postings)
        ends = Ends(until, bank, book, FIRST, self.opening)
        return draw(ends, rows, postings, **more)  # type: ignore[arg-type]


@st.composite
def worlds(draw_: st.DrawFn) -> World:
    """Single rows and postings, and matches of one with several, of equal sums."""
    rows: list[Item] = []
    postings: list[Item] = []

    def row(day: dt.date, amount: Money) -> Item:
        return Item(place=(1, len(rows) + 1), booked_on=day, amount=amount)

    def posting(day: dt.date, amount: Money) -> Item:
        return Item(place=(len(postings) + 1, 1), booked_on=day, amount=amount)

    for day, amount in draw_(st.lists(st.tuples(BANK_DAYS, AMOUNTS), max_size=6)):
        rows.append(row(day, amount))
    for day, amount in draw_(st.lists(st.tuples(DAYS, AMOUNTS), max_size=6)):
        postings.append(posting(day, amount))
    parts = st.lists(st.tuples(DAYS, AMOUNTS), min_size=1, max_size=3)
    for day, booked in draw_(st.lists(st.tuples(BANK_DAYS, parts), max_size=5)):
        amount = sum((part for _, part in booked), ZERO)
        if not amount:
            continue
        met_on = max(day, *(on for on, _ in booked))
        rows.append(replace(row(day, amount), met_on=met_on))
        for on, part in booked:
            postings.append(replace(posting(on, part), met_on=met_on))
    return World(tuple(rows), tuple(postings), draw_(AMOUNTS))


@given(worlds(), BANK_DAYS)
def test_both_sides_agree_but_for_what_the_opening_has_more(
    world: World, until: dt.date
) -> None:
    figures = world.figures(until)

    assert figures.adjusted == figures.book_adjusted + figures.other
    assert figures.other == figures.gap
    assert figures.others == ()


@given(worlds(), BANK_DAYS)
def test_an_opening_that_holds_what_is_before_leaves_nothing(
    world: World, until: dt.date
) -> None:
    before = total(world.figures(until).before)

    assert replace(world, opening=before).figures(until).other == ZERO


@given(worlds(), BANK_DAYS, st.sets(st.integers(1, 12)))
def test_other_money_is_the_opening_and_rows_that_are_not_ours(
    world: World, until: dt.date, named: set[int]
) -> None:
    ours = {(1, number) for number in named}
    figures = world.figures(until, shared=True, ours=ours)

    assert figures.other == figures.gap + total(figures.others)
    unmet = [row for row in figures.rows if row.met_on is None]
    assert {row.place for row in unmet} <= ours
    assert {row.place for row in figures.others}.isdisjoint(ours)


@given(worlds(), BANK_DAYS)
def test_what_is_met_changes_nothing_and_order_neither(
    world: World, until: dt.date
) -> None:
    """The store gives open items alone: the same figures and digest follow."""
    figures = world.figures(until)
    rows = [row for row in world.rows if row.booked_on <= until and row.is_open(until)]
    again = draw(figures.ends, reversed(rows), [*figures.postings, *figures.before])

    assert again.digest == figures.digest
    assert again.other == figures.other


@given(worlds(), BANK_DAYS, st.integers(0, 20))
def test_a_changed_item_changes_the_digest(
    world: World, until: dt.date, at: int
) -> None:
    figures = world.figures(until)
    if figures.rows:
        row = figures.rows[at % len(figures.rows)]
        changed = replace(row, amount=row.amount + Money(1))
        rows = tuple(changed if one is row else one for one in figures.rows)
        assert replace(figures, rows=rows).digest != figures.digest
    assert len(figures.digest) == 32
    assert figures.count == len(figures.rows) + len(figures.postings)


def test_hints_name_what_equals_the_difference_or_half_of_it() -> None:
    day = FIRST + dt.timedelta(days=3)
    rows = [
        Item(place=(1, 1), booked_on=day, amount=Money(-50_00), told="流水 甲"),
        Item(place=(1, 2), booked_on=day, amount=Money(25_00), told="流水 乙"),
        Item(place=(1, 3), booked_on=day, amount=Money(7_00), told="流水 丙"),
    ]
    figures = draw(Ends(day, ZERO, ZERO, FIRST, ZERO), rows, [])

    assert list(hints(figures, Money(50_00))) == [
        "2025-01-13 流水 甲 的金额与差额相同",
        "2025-01-13 流水 乙 的金额是差额的一半，可能记反了方向",
    ]
    assert rows[0].age(day) == 0


def test_an_opening_voucher_of_the_first_day_lies_in_the_opening_balance() -> None:
    given_ = [
        Item(place=(1, 1), booked_on=FIRST, amount=Money(5), opens=True),
        Item(place=(2, 1), booked_on=FIRST, amount=Money(3)),
    ]
    ends = Ends(FIRST, Money(5), Money(8), FIRST, Money(5))
    figures = draw(ends, [], given_)

    assert (figures.before, figures.postings) == ((given_[0],), (given_[1],))
    assert figures.other == ZERO
    assert figures.count == 1
