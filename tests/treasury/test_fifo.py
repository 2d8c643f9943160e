"""Whose money was it: given, used and left agree to the fen on any books."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.treasury.plain_lineage import Coins
from treasury.fifo import (
    SOURCE,
    USE,
    Fact,
    FundLineage,
    direct_part,
    matter_of,
    run,
)

A, B = 1, 2


def money(position: int, fen: int, matter: int = 0, key: str = "") -> Fact:
    """Money in or out of the fund, under a request's key where one is named."""
    keys = ((key, fen),) if key else ()
    return Fact(position, matter or position, fen, keys=keys)


def shares(lineage: FundLineage) -> dict[tuple[int, int], int]:
    """What each source pays of each use, by use and source."""
    return {
        (use, source): fen
        for use, paid in lineage.of_use.items()
        for source, fen in paid.items()
        if fen
    }


def left(lineage: FundLineage) -> dict[int, int]:
    return {source: lineage.left(source) for source in lineage.sources}


def lacking(lineage: FundLineage) -> dict[int, int]:
    return {use: lineage.lacks(use) for use in lineage.uses if lineage.lacks(use)}


# -- the rules, one by one ----------------------------------------------------------


def test_the_oldest_money_is_used_first() -> None:
    found = run([money(A, 100), money(B, 50), money(3, -120), money(4, -10)])
    assert shares(found) == {(3, A): 100, (3, B): 20, (4, B): 10}
    assert left(found) == {A: 0, B: 20}


def test_what_no_money_covers_waits_for_the_next_that_comes() -> None:
    facts = [money(A, 10), money(2, -15), money(3, -5), money(4, 7), money(5, 20)]
    found = run(facts[:4])
    assert shares(found) == {(2, A): 10, (2, 4): 5, (3, 4): 2}
    assert lacking(found) == {3: 3}
    assert shares(run(facts)) == shares(found) | {(3, 5): 3}
    assert left(run(facts)) == {A: 0, 4: 0, 5: 17}


def test_a_returned_payment_restores_its_newest_source_and_changes_no_later_one() -> (
    None
):
    facts = [money(A, 100), money(B, 100)]
    facts += [money(3, -150, key="Q"), money(4, -20), money(5, 60, key="Q")]
    found = run(facts)
    assert shares(found) == {(3, A): 90, (4, B): 20}
    assert left(found) == {A: 10, B: 80}
    again = run([*facts, money(6, -60, key="Q")])
    assert shares(again) == {(3, A): 90, (4, B): 20, (6, A): 10, (6, B): 50}


def test_more_than_was_paid_under_a_key_is_a_source_of_its_own() -> None:
    found = run([money(A, 100), money(2, -30, key="Q"), money(3, 50, key="Q")])
    assert (shares(found), left(found)) == ({}, {A: 100, 3: 20})
    other = run([money(A, 100), money(2, -30, key="Q"), money(3, 30, key="R")])
    assert left(other) == {A: 70, 3: 30}


def test_money_under_a_key_comes_back_to_the_last_payment_first() -> None:
    facts = [money(A, 100), money(2, -30, key="Q"), money(3, -20, key="Q")]
    found = run([*facts, money(4, 25, key="Q")])
    assert found.uses == {2: 25, 3: 0}


def test_a_return_that_was_an_error_is_taken_out_of_the_same_sources() -> None:
    facts = [money(A, 40), money(B, 60), money(3, -80, key="Q")]
    before = run(facts)
    facts += [money(4, 50, key="Q"), money(5, 50), money(6, -50, 4, key="Q")]
    found = run(facts)
    assert shares(found) == shares(before) == {(3, A): 40, (3, B): 40}
    assert left(found) == {A: 0, B: 20, 5: 50}
    assert found.uses == {3: 80}


def test_a_cancelled_payment_gives_back_all_and_cannot_come_back_again() -> None:
    facts = [money(A, 100), money(2, -30, key="Q"), money(3, 30, 2, key="Q")]
    found = run([*facts, money(4, 30, key="Q")])
    assert left(found) == {A: 100, 4: 30}
    assert found.uses == {2: 0}


def test_a_payment_entered_right_is_paid_by_what_the_wrong_one_gave_back() -> None:
    facts = [money(A, 40), money(B, 60), money(3, -40, key="P"), money(4, -30)]
    facts += [money(5, 40, key="P"), money(6, 30, 4), money(7, -30, 4)]
    found = run(facts)
    # A has 40 again and is older; the payment of 30 keeps what it had.
    assert shares(found) == {(4, B): 30}


def test_a_gift_corrected_downwards_lets_go_of_its_newest_uses() -> None:
    facts = [money(A, 100), money(B, 15), money(3, -60), money(4, -30)]
    found = run([*facts, money(5, -40, A)])
    assert shares(found) == {(3, A): 60, (4, B): 15}
    assert (left(found), lacking(found)) == ({A: 0, B: 0}, {4: 15})


def test_a_gift_cancelled_and_entered_right_keeps_what_it_paid_for() -> None:
    facts = [money(A, 100), money(B, 100), money(3, -60), money(4, -30)]
    before = run(facts)
    cancelled = run([*facts, money(5, -100, A)])
    assert shares(cancelled) == {(3, B): 60, (4, B): 30}
    found = run([*facts, money(5, -100, A), money(6, 100, A)])
    assert (shares(found), left(found)) == (shares(before), left(before))
    smaller = run([*facts, money(5, -100, A), money(6, 70, A)])
    assert shares(smaller) == {(3, A): 60, (4, A): 10, (4, B): 20}


def test_a_gift_corrected_upwards_covers_what_was_lacking() -> None:
    found = run([money(A, 10), money(2, -15), money(3, 20, A)])
    assert (shares(found), left(found)) == ({(2, A): 15}, {A: 15})


def test_what_the_treasury_pays_is_bound_and_touches_no_money() -> None:
    facts = [money(A, 10), Fact(2, 2, 0, 100, (("Q", 0),)), money(3, -10)]
    found = run(facts)
    assert (found.direct, shares(found)) == ({2: 100}, {(3, A): 10})
    assert run([*facts, Fact(4, 4, 0, -30, (("Q", 0),))]).direct == {2: 70}
    assert run([*facts, Fact(4, 2, 0, -30, (("Q", 0),))]).direct == {2: 70}
    assert run([*facts, Fact(4, 2, 0, -200)]).direct == {2: 0}
    assert run([*facts, Fact(4, 4, 0, -30)]).direct == {2: 100}


def test_paid_in_part_by_the_treasury_both_parts_may_come_back_under_the_key() -> None:
    facts = [money(A, 100), Fact(2, 2, -60, 40, (("Q", -60),))]
    found = run([*facts, Fact(3, 3, 60, -40, (("Q", 60),))])
    assert (left(found), found.direct) == ({A: 100}, {2: 0})
    assert found.asked == {"Q": {2: 0}}


@pytest.mark.parametrize(
    ("sums", "direct"),
    [
        ((100, 100, 0), 0),  # a gift
        ((0, 100, 100), 100),  # the treasury pays
        ((-60, 40, 100), 40),  # it pays a part
        ((100, 102, 2), 2),  # a fee kept from a gift
        ((0, -100, -100), -100),  # given back to the treasury
        ((60, -40, -100), -40),
        ((0, 0, 50), 0),  # an advance accounted for
        ((0, 50, 0), 0),  # goods given
        ((-50, 0, 50), 0),
        ((0, 50, -50), 0),
    ],
)
def test_what_is_received_and_spent_at_once(
    sums: tuple[int, int, int], direct: int
) -> None:
    assert direct_part(*sums) == direct


def test_a_correction_belongs_to_what_was_first_corrected_in_its_fund() -> None:
    corrects = {2: 1, 3: 1, 5: 3}
    moved = {(1, A), (2, A), (3, A), (3, B), (5, A), (5, B)}
    assert matter_of(5, A, corrects, moved) == 1
    assert matter_of(5, B, corrects, moved) == 3
    assert matter_of(3, B, corrects, moved) == 3
    assert matter_of(1, A, corrects, moved) == 1


# -- what goes back to its donor ----------------------------------------------------


def back(position: int, fen: int, gift: int, matter: int = 0, key: str = "") -> Fact:
    """A gift given back, in part or whole."""
    return money(position, -fen, matter, key)._replace(gift=gift)


def test_what_is_given_back_is_of_its_own_gift() -> None:
    facts = [money(A, 100), money(B, 50), back(3, 40, B), money(4, -105)]
    found = run(facts)
    assert shares(found) == {(3, B): 40, (4, A): 100, (4, B): 5}
    assert left(found) == {A: 0, B: 5}


def test_a_gift_given_back_lets_go_of_what_it_had_paid_by_then() -> None:
    facts = [money(A, 100), money(B, 80), money(3, -60), money(4, -20), back(5, 70, A)]
    found = run(facts)
    # 20 were left; of the 50 the payment of 20 goes first, then 30 of that of 60.
    assert shares(found) == {(3, A): 30, (3, B): 30, (4, B): 20, (5, A): 70}
    assert left(found) == {A: 0, B: 30}
    more = run([*facts[:4], back(5, 110, A)])
    assert shares(more) == {(3, B): 60, (4, B): 20, (5, A): 100}
    assert lacking(more) == {5: 10}


def test_a_refund_cancelled_and_entered_right_is_of_the_same_gift() -> None:
    facts = [money(A, 100), money(B, 50), back(3, 40, B)]
    cancelled = run([*facts, money(4, 40, 3)])
    assert left(cancelled) == {A: 100, B: 50}
    again = run([*facts, money(4, 40, 3), back(5, 30, B, 3)])
    assert shares(again) == {(3, B): 30}


def test_a_gift_corrected_downwards_keeps_what_was_given_back_of_it() -> None:
    facts = [money(A, 100), money(B, 50), back(3, 40, A), money(4, -60)]
    found = run([*facts, money(5, -30, A)])
    assert shares(found) == {(3, A): 40, (4, A): 30, (4, B): 30}
    lower = run([*facts, money(5, -70, A)])
    assert shares(lower) == {(3, A): 30, (3, B): 10, (4, B): 40}
    assert lacking(lower) == {4: 20}


def test_a_gift_of_another_fund_is_paid_back_in_order() -> None:
    assert shares(run([money(A, 10), back(3, 4, 9)])) == {(3, A): 4}


# -- what is recovered --------------------------------------------------------------


def recovered(position: int, fen: int, use: int, matter: int = 0) -> Fact:
    """A receipt that says which payment it brings back."""
    return money(position, fen, matter)._replace(back=use)


def test_what_is_recovered_goes_back_to_the_newest_sources_of_its_payment() -> None:
    facts = [money(A, 100), money(B, 100), money(3, -150), money(4, -20)]
    found = run([*facts, recovered(5, 60, 3)])
    assert shares(found) == {(3, A): 90, (4, B): 20}
    assert left(found) == {A: 10, B: 80}
    assert found.uses == {3: 90, 4: 20}
    twice = run([*facts, recovered(5, 60, 3), recovered(6, 100, 3)])
    # What is more than was paid is a source of its own.
    assert left(twice) == {A: 100, B: 80, 6: 10}


def test_a_recovery_that_was_an_error_is_the_payments_again() -> None:
    facts = [money(A, 40), money(B, 60), money(3, -80), recovered(4, 100, 3)]
    assert left(run(facts)) == {A: 40, B: 60, 4: 20}
    found = run([*facts, recovered(5, -100, 3, 4)])
    assert shares(found) == {(3, A): 40, (3, B): 40}
    assert left(found) == {A: 0, B: 20, 4: 0}
    right = run([*facts, recovered(5, -100, 3, 4), recovered(6, 30, 3, 4)])
    assert shares(right) == {(3, A): 40, (3, B): 10}


# -- laws ---------------------------------------------------------------------------

_STEP = st.tuples(
    st.sampled_from(
        [
            "in",
            "out",
            "out",
            "refund",
            "recover",
            "back",
            "correct",
            "cancel",
            "direct",
        ]
    ),
    st.integers(1, 12),
    st.integers(0, 30),
    st.sampled_from(["", "Q", "R"]),
    st.booleans(),
)


def _facts(steps: Sequence[tuple[str, int, int, str, bool]]) -> list[Fact]:
    """Books of one fund: any amounts, anything corrected, returned, overdrawn."""
    facts: list[Fact] = []
    for position, (what, fen, at, key, flag) in enumerate(steps, 1):
        target = facts[at % len(facts)] if facts else Fact(position, position, 0)
        matter = position
        signed = fen if what in {"in", "back", "recover"} else -fen
        direct = 0
        if what == "correct":
            matter, signed = target.matter, fen if flag else -fen
        if what == "cancel":
            matter, signed = target.matter, -target.money_fen
            direct = -target.direct_fen
        if what == "direct":
            signed, direct = -fen // 2 * flag, fen if at % 3 else -fen
        keys = ((key, signed),) if key else ()
        if key and flag:
            other = "R" if key == "Q" else "Q"
            keys = ((key, signed - 3), (other, 3))
        if what == "cancel":
            keys = tuple((k, -amount) for k, amount in target.keys)
        gift = target.position if what == "refund" and facts else 0
        gift = target.gift if what in {"correct", "cancel"} else gift
        back = target.matter if what == "recover" and facts else 0
        back = target.back if what in {"correct", "cancel"} else back
        keys = tuple(sorted(keys))
        facts.append(Fact(position, matter, signed, direct, keys, gift, back))
    return facts


BOOKS = st.lists(_STEP, max_size=25).map(_facts)


@given(BOOKS)
def test_it_is_what_one_finds_fen_by_fen(facts: list[Fact]) -> None:
    found, coins = run(facts), Coins()
    for fact in facts:
        coins.take(fact)
    assert shares(found) == coins.shares()
    assert found.sources == coins.sources
    assert {use: fen for use, fen in found.uses.items() if fen} == {
        use: len(slots) for use, slots in coins.uses.items() if slots
    }
    assert found.direct == coins.direct


@given(BOOKS)
def test_used_and_left_is_what_was_given_and_no_fen_is_lost(facts: list[Fact]) -> None:
    found = run(facts)
    paid = shares(found)
    for source, given_fen in found.sources.items():
        used = sum(fen for (_, s), fen in paid.items() if s == source)
        assert used == found.used.get(source, 0)
        assert used + found.left(source) == given_fen
        assert found.left(source) >= 0
    for use, fen in found.uses.items():
        covered = sum(part for (u, _), part in paid.items() if u == use)
        assert covered + found.lacks(use) == fen
        assert found.lacks(use) >= 0
    balance = sum(left(found).values()) - sum(lacking(found).values())
    assert balance == sum(fact.money_fen for fact in facts)
    assert not any(left(found).values()) or not lacking(found)
    assert min(paid.values(), default=1) > 0
    assert min(found.direct.values(), default=0) >= 0


@given(BOOKS, st.integers(0, 25))
def test_rows_up_to_a_position_are_what_was_known_at_it(
    facts: list[Fact], known_at: int
) -> None:
    whole, known = run(facts), run(facts[:known_at])
    sums: dict[tuple[int, int], int] = {}
    amounts: dict[tuple[str, int], int] = {}
    for row in whole.rows.shares:
        if row.at <= known_at:
            place = row.use, row.source
            sums[place] = sums.get(place, 0) + row.change_fen
            assert row.share_fen == sums[place]
            assert row.at >= max(place)
    for one in whole.rows.amounts:
        if one.at <= known_at:
            amounts[one.side, one.matter] = one.amount_fen
    assert {place: fen for place, fen in sums.items() if fen} == shares(known)
    for side, kept in ((SOURCE, known.sources), (USE, known.uses)):
        assert {m: fen for m, fen in kept.items() if fen} == {
            m: fen for (s, m), fen in amounts.items() if s == side and fen
        }


@settings(max_examples=30)
@given(BOOKS)
def test_running_figures_are_those_of_the_state(facts: list[Fact]) -> None:
    found = FundLineage()
    for fact in facts:
        before = len(found.rows.shares)
        found.take(fact)
        last = {row.source: row.used_fen for row in found.rows.shares[before:]}
        assert all(found.used[source] == fen for source, fen in last.items())
        last = {row.use: row.covered_fen for row in found.rows.shares[before:]}
        assert all(found.covered[use] == fen for use, fen in last.items())
    assert [row.seq for row in found.rows.shares] == list(
        range(1, len(found.rows.shares) + 1)
    )
