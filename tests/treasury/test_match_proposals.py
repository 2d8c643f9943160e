"""What is proposed to a person: ranked, explained and bounded; pure."""

import pytest
from hypothesis import given

from tests.treasury.test_matching import bank, book, red, sides
from treasury.match_proposals import LEFT_OUT, SUMS, WHOLE_SEARCH, Proposal, propose
from treasury.matching import BankLine, BookLine

WITHHELD = (
    "差 5.00 元，可能是同一笔流水中扣的手续费；先用普通付款申请（--kind payment）"
    "申请并付出这 5.00 元，再与原分录一起手工核对"
)


def of_kind(
    kind: str, rows: list[BankLine], postings: list[BookLine]
) -> list[Proposal]:
    """The proposals of a kind, the best first."""
    return [one for one in propose(rows, postings).proposals if one.kind == kind]


def test_one_row_may_be_the_lines_of_a_voucher() -> None:
    postings = [book(1, -100), book(1, -200, line=2), book(2, -50)]

    best = propose([bank(1, -300, 1)], postings).proposals[0]

    assert (best.kind, best.acceptable) == ("parts", True)
    assert [posting.key for posting in best.postings] == [(1, 1), (1, 2)]
    assert best.why == (
        "同一凭证（及其更正）的 2 条分录合计 3.00 元，与对方一笔相等，相差 1 天",
    )


def test_one_row_may_be_some_postings_of_a_day() -> None:
    postings = [book(1, -100), book(2, -200), book(3, -50)]

    (best,) = of_kind("parts", [bank(1, -250)], postings)

    assert [posting.position for posting in best.postings] == [2, 3]


def test_several_rows_may_be_one_posting() -> None:
    rows = [bank(1, -100, text="代发"), bank(2, -200, text="代发"), bank(3, -7)]

    best = of_kind("gathered", rows, [book(1, -300, 2)])[0]

    assert [row.row for row in best.rows] == [1, 2]
    assert best.acceptable


def test_sums_that_several_make_are_told_to_be_so() -> None:
    rows = [bank(1, -100), bank(2, -200), bank(3, -100)]

    (best,) = of_kind("gathered", rows, [book(1, -300)])

    assert "另有其他组合的合计也相等，须由人判断" in best.why


def test_one_of_several_equal_ones_is_ranked_by_days_and_name() -> None:
    rows = [bank(1, -500, 2, counterparty="甲")]
    postings = [book(1, -500), book(2, -500, 1), book(3, -500, 20, party="甲")]

    first, second, third = of_kind("same", rows, postings)

    found = [one.postings[0].position for one in (first, second, third)]
    assert found == [2, 1, 3]
    assert "同样金额的另有 2 笔，须由人判断是哪一笔" in first.why
    assert "对方户名与往来单位一致" in third.why


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (-1005_00, WITHHELD),
        (-999_10, "差 0.90 元，能被 9 整除，可能记账时数字颠倒；先更正凭证再核对"),
        (-999_00, "差 1.00 元，可能少记或错记；先补记或更正凭证再核对"),
    ],
)
def test_a_near_amount_is_explained_and_cannot_be_taken_over(
    row: int, why: str
) -> None:
    (best,) = of_kind("near", [bank(1, row)], [book(1, -1000_00)])

    assert why in best.why
    assert not best.acceptable
    assert best.difference.fen == row + 1000_00


def test_a_fee_withheld_from_what_came_in_is_near_too() -> None:
    (best,) = of_kind("near", [bank(1, 995_00)], [book(1, 1000_00)])

    assert WITHHELD in best.why


def test_two_rows_may_take_each_other_back() -> None:
    rows = [bank(1, -500, text="代发"), bank(2, 500, 1, text="代发"), bank(3, 500, 1)]

    (best,) = of_kind("returned", rows, [])

    assert ([row.row for row in best.rows], best.postings) == ([1, 2], ())
    assert best.acceptable


def test_a_red_voucher_whose_amount_the_bank_has_is_proposed() -> None:
    (best,) = of_kind("cancelled", [], [book(1, -500), red(2, 500, 1)])

    assert (best.rows, best.acceptable) == ((), True)


def test_a_large_group_is_cut_and_told() -> None:
    count = WHOLE_SEARCH + 1
    postings = [book(number, -(1 << number)) for number in range(count)]
    whole = sum(posting.fen for posting in postings)
    rows = [bank(1, whole + 2), bank(2, -3)]

    found = propose(rows, postings)

    (best,) = [one for one in found.proposals if one.kind == "parts"]
    assert best.rows[0].row == 1
    assert any(f"超过 {WHOLE_SEARCH} 笔" in note for note in found.notes)


def test_the_sums_in_all_are_bounded_and_told() -> None:
    count = SUMS // (1 << WHOLE_SEARCH) + 2
    postings = [
        book(group, -(10_000_000 + (1 << line)), group, line)
        for group in range(count)
        for line in range(WHOLE_SEARCH)
    ]

    found = propose([bank(1, -1)], postings)

    assert any(f"{SUMS:,} 个上限" in note for note in found.notes)


def test_many_equal_ones_do_not_multiply() -> None:
    rows = [bank(number, -100) for number in range(3_000)]
    postings = [book(number, -100) for number in range(3_000)]
    postings.append(book(9_999, -100 * (3_000 - LEFT_OUT - 1)))

    found = propose(rows, postings)

    assert len(found.proposals) < 5 * len(rows)


@given(sides())
def test_an_acceptable_proposal_sums_to_the_fen(
    given_: tuple[list[BankLine], list[BookLine]],
) -> None:
    rows, postings = given_
    found = propose(rows, postings).proposals

    assert [one.score for one in found] == sorted(
        (one.score for one in found), reverse=True
    )
    for one in found:
        banked = sum(row.fen for row in one.rows)
        booked = sum(posting.fen for posting in one.postings)
        assert one.acceptable == (banked == booked)
        assert one.acceptable == (one.kind != "near")
        assert len({row.key for row in one.rows}) == len(one.rows)
        assert one.why


@given(sides())
def test_the_order_of_what_comes_in_does_not_matter(
    given_: tuple[list[BankLine], list[BookLine]],
) -> None:
    rows, postings = given_

    assert propose(rows, postings) == propose(rows[::-1], postings[::-1])
