"""What is certainly the same money: pure, without a database."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treasury.matching import WINDOW, BankLine, BookLine, Match, certain

DAY = dt.date(2026, 3, 2)


def bank(row: int, fen: int, days: int = 0, **more: Any) -> BankLine:
    """A row of statement 1, so many days after 2 March 2026; its texts are empty."""
    told = {"counterparty": "", "text": ""} | more
    return BankLine(1, row, DAY + dt.timedelta(days), fen, **told)


def book(
    position: int, fen: int, days: int = 0, line: int = 1, **more: Any
) -> BookLine:
    """A posting of a voucher, so many days after 2 March 2026."""
    told = {"ref": f"V{position}", "summary": "付款"} | more
    return BookLine(position, line, DAY + dt.timedelta(days), fen, **told)


def pairs(found: list[Match]) -> dict[tuple[int, ...], tuple[int, ...]]:
    """Numbers of rows and positions of postings that were matched."""
    return {
        tuple(row for _, row in one.rows): tuple(place for place, _ in one.postings)
        for one in found
    }


# -- the rules ----------------------------------------------------------------------


def test_the_only_ones_within_the_window_are_a_pair() -> None:
    rows = [bank(1, -500, WINDOW), bank(2, 700, WINDOW + 1)]
    postings = [book(1, -500), book(2, 700)]

    assert pairs(certain(rows, postings)) == {(1,): (1,)}


def test_amounts_that_differ_by_a_fen_are_no_pair() -> None:
    assert certain([bank(1, -500)], [book(1, -501)]) == []


def test_the_same_day_goes_before_another() -> None:
    rows = [bank(1, -500, 0), bank(2, -500, 3)]
    postings = [book(1, -500, 3), book(2, -500, 0)]

    assert pairs(certain(rows, postings)) == {(1,): (2,), (2,): (1,)}


def test_nothing_is_chosen_between_two_that_are_equally_good() -> None:
    rows = [bank(1, -500, 2)]
    postings = [book(1, -500, 1), book(2, -500, 3)]

    assert certain(rows, postings) == []


def test_equal_ones_of_a_day_pair_off_in_order() -> None:
    rows = [bank(2, -500, reference="b"), bank(1, -500, reference="a")]
    postings = [book(4, -500), book(3, -500)]

    assert pairs(certain(rows, postings)) == {(1,): (3,), (2,): (4,)}


def test_one_of_equal_ones_stays_open_where_there_are_more() -> None:
    rows = [bank(number, -500) for number in (1, 2, 3)]

    assert pairs(certain(rows, [book(1, -500), book(2, -500)])) == {
        (1,): (1,),
        (2,): (2,),
    }


def test_unlike_ones_of_a_day_stay_open_unless_a_name_decides() -> None:
    rows = [bank(1, -500, text="甲的"), bank(2, -500, text="乙的")]
    postings = [book(1, -500, party="乙"), book(2, -500, party="甲")]
    named = [rows[0]._replace(counterparty="甲"), rows[1]._replace(counterparty="乙")]

    assert certain(rows, postings) == []
    assert pairs(certain(named, postings)) == {(1,): (2,), (2,): (1,)}


def test_a_name_decides_within_the_window() -> None:
    rows = [bank(1, -500, 2, counterparty="甲"), bank(2, -500, 2, counterparty="乙")]
    postings = [book(1, -500, party="乙"), book(2, -500, 1, party="甲")]

    assert pairs(certain(rows, postings)) == {(1,): (2,), (2,): (1,)}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"reference": "LS20260302"}, {"memo": "回单LS20260302号"}),
        ({"reference": "LS20260302"}, {"summary": "付款 LS20260302"}),
        ({"text": "付V-2026-08款"}, {"ref": "V-2026-08"}),
    ],
)
def test_a_quoted_reference_decides_beyond_the_window(
    said: dict[str, str], told: dict[str, str]
) -> None:
    rows = [bank(1, -500, 40, **said), bank(2, -500)]
    postings = [book(1, -500, **told), book(2, -500)]

    assert pairs(certain(rows, postings)) == {(1,): (1,), (2,): (2,)}


def test_a_short_number_is_no_reference() -> None:
    rows = [bank(1, -500, 40, reference="2026")]

    assert certain(rows, [book(1, -500, summary="2026 慰问")]) == []


# -- red vouchers -------------------------------------------------------------------


def red(position: int, fen: int, corrects: int, days: int = 0) -> BookLine:
    return book(position, fen, days, corrects=corrects, correction="full")


def test_a_red_voucher_and_what_it_cancelled_never_reach_the_bank() -> None:
    replaced = book(3, -600, corrects=1, correction="replacement")
    found = certain([bank(1, -600)], [book(1, -500), red(2, 500, 1), replaced])

    assert pairs(found) == {(): (1, 2), (1,): (3,)}


def test_money_that_came_back_through_the_bank_is_no_cancellation() -> None:
    rows = [bank(1, -500), bank(2, 500, 3)]

    found = certain(rows, [book(1, -500), red(2, 500, 1, 3)])

    assert pairs(found) == {(1,): (1,), (2,): (2,)}


def test_of_a_matched_voucher_the_red_one_goes_with_what_replaced_it() -> None:
    replaced = book(3, -500, corrects=1, correction="replacement")

    assert pairs(certain([], [red(2, 500, 1), replaced])) == {(): (2, 3)}


# -- what is opened -----------------------------------------------------------------


def test_money_moved_between_funds_inside_the_account_never_reaches_the_bank() -> None:
    move = [book(1, -500), book(1, 300, line=2), book(1, 200, line=3)]
    assert certain([], move) == [Match((), ((1, 1), (1, 2), (1, 3)), "inside")]
    # A receipt of the same amount is not taken for a part of the move.
    real = [*move, book(2, 300)]
    assert pairs(certain([bank(1, 300)], real)) == {(1,): (2,)} | {(): (1, 1, 1)}
    # What the bank shows both ways did come and go.
    both = [book(1, 300), book(1, -300, line=2)]
    told = certain([bank(1, 300), bank(2, -300)], both)
    assert [match.rule for match in told] == ["day", "day"]


def test_texts_are_opened_only_where_they_decide() -> None:
    closed = {"counterparty": None, "text": None}
    rows = [bank(1, -500, **closed), bank(2, -500, **closed), bank(3, -900, **closed)]
    postings = [book(1, -500, party="乙"), book(2, -500, party="甲"), book(3, -900)]
    asked: list[BankLine] = []

    def opener(some: list[BankLine]) -> list[BankLine]:
        asked.extend(some)
        names = {1: "甲", 2: "乙"}
        return [row._replace(counterparty=names[row.row], text="") for row in some]

    found = certain(rows, postings, opener)

    assert pairs(found) == {(1,): (2,), (2,): (1,), (3,): (3,)}
    assert [row.row for row in asked] == [1, 2]


# -- laws ---------------------------------------------------------------------------

FEN = st.sampled_from([-900, -500, -100, 100, 500, 900])
NAMES = st.sampled_from(["", "甲", "乙"])
WORDS = st.sampled_from(["", "LS2026001", "LS2026002", "付V000001", "慰问"])


@st.composite
def sides(draw: st.DrawFn) -> tuple[list[BankLine], list[BookLine]]:
    """Random rows and postings of few amounts, with red vouchers among them."""
    rows = [
        bank(
            number, draw(FEN), draw(st.integers(0, 25)),
            counterparty=draw(NAMES), text=draw(WORDS), reference=draw(WORDS),
        )
        for number in range(draw(st.integers(0, 8)))
    ]  # fmt: skip
    postings = [
        book(
            number, draw(FEN), draw(st.integers(0, 25)),
            ref=f"V{number:06}", party=draw(NAMES), summary=draw(WORDS),
        )
        for number in range(draw(st.integers(0, 8)))
    ]  # fmt: skip
    for number, posting in enumerate(postings[: draw(st.integers(0, 3))], 100):
        days = (posting.day - DAY).days
        postings.append(red(number, -posting.fen, posting.position, days))
    return rows, postings


@given(sides())
def test_nothing_is_matched_twice_and_each_match_sums_to_the_fen(
    given_: tuple[list[BankLine], list[BookLine]],
) -> None:
    rows, postings = given_
    found = certain(rows, postings)

    used = Counter(("row", key) for one in found for key in one.rows)
    used += Counter(("posting", key) for one in found for key in one.postings)
    assert set(used.values()) <= {1}
    fens = {row.key: row.fen for row in rows}
    booked = {posting.key: posting.fen for posting in postings}
    for one in found:
        assert one.rows or one.postings
        assert sum(fens[key] for key in one.rows) == sum(
            booked[key] for key in one.postings
        )


@given(sides(), st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_does_not_matter(
    given_: tuple[list[BankLine], list[BookLine]], chance: Any
) -> None:
    rows, postings = given_
    found = certain(rows, postings)
    chance.shuffle(rows)
    chance.shuffle(postings)

    assert certain(rows, postings) == found


@given(sides(), st.integers(-WINDOW, WINDOW))
def test_one_with_exactly_one_counterpart_is_found(
    given_: tuple[list[BankLine], list[BookLine]], days: int
) -> None:
    rows, postings = given_
    row, posting = bank(77, -12_345, 30), book(77, -12_345, 30 + days)

    found = certain([*rows, row], [*postings, posting])

    assert (
        Match((row.key,), (posting.key,), "window") in found
        or Match((row.key,), (posting.key,), "day") in found
    )


@given(sides())
def test_what_is_left_has_no_only_counterpart(
    given_: tuple[list[BankLine], list[BookLine]],
) -> None:
    rows, postings = given_
    found = certain(rows, postings)
    used = {key for one in found for key in one.rows}
    taken = {key for one in found for key in one.postings}
    left = [row for row in rows if row.key not in used]
    rest = [posting for posting in postings if posting.key not in taken]

    again = certain(left, rest)

    assert again == []
