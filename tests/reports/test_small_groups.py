"""What is published of groups tells nobody who adds and takes away of a small one."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from reports.small_groups import (
    THRESHOLD,
    Block,
    Tally,
    blocks,
    joined,
    may_tell,
)

Reached = Mapping[str, frozenset[int]]
Vector = list[Fraction]

KINDS = tuple("甲乙丙丁戊己")
PEOPLE = st.frozensets(st.integers(0, 30), max_size=12)
REACHED = st.fixed_dictionaries(dict.fromkeys(KINDS, PEOPLE))
FEW = st.fixed_dictionaries(
    dict.fromkeys(KINDS, st.frozensets(st.integers(0, 99), max_size=7))
)


def counting(reached: Reached, block: Block) -> Tally:
    present = [reached[kind] for kind in block if reached[kind]]
    return Tally(len(present), len(frozenset().union(*present)))


def view(reached: Reached):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return lambda block: counting(reached, block)


def spanned(rows: Sequence[Vector], wanted: Vector) -> bool:
    """Whether sums and differences of rows, taken any number of times, give it."""
    return _rank([*rows, wanted]) == _rank(rows)


def _rank(rows: Sequence[Vector]) -> int:
    left = [list(row) for row in rows]
    rank = 0
    for place in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[rank:] if row[place]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(rank, pivot)
        for row in left[rank + 1 :]:
            times = row[place] / pivot[place]
            row[:] = [a - times * b for a, b in zip(row, pivot, strict=True)]
        rank += 1
    return rank


def mark(atoms: Sequence[object], inside: frozenset[object]) -> Vector:
    return [Fraction(atom in inside) for atom in atoms]


# -- one edition --------------------------------------------------------------------


@given(REACHED)
def test_no_sum_of_what_is_told_gives_a_small_group(reached: Reached) -> None:
    """Every set of kinds that follows from blocks and total reached none or many."""
    told = blocks(KINDS, view(reached))
    atoms = [kind for kind in KINDS if reached[kind]]
    if not told or not atoms:
        return
    rows = [mark(atoms, frozenset(block)) for block in (*told, KINDS)]
    for size in range(1, len(atoms) + 1):
        for group in combinations(atoms, size):
            people = frozenset[int]().union(*(reached[kind] for kind in group))
            if spanned(rows, mark(atoms, frozenset(group))):
                assert len(people) >= THRESHOLD


@given(REACHED)
def test_every_kind_is_told_once_and_in_order(reached: Reached) -> None:
    told = blocks(KINDS, view(reached))
    if told:
        assert sorted(kind for block in told for kind in block) == sorted(KINDS)
        for block in told:
            assert list(block) == [kind for kind in KINDS if kind in block]


@given(FEW)
def test_a_kind_told_with_others_might_be_large(reached: Reached) -> None:
    """Five kinds of one person each are five persons, and would tell each kind."""
    for block in blocks(KINDS, view(reached)):
        others = sum(1 for kind in block if reached[kind]) - 1
        if others >= 0:
            found = counting(reached, block).fewest
            assert found - others >= THRESHOLD


def test_five_kinds_of_one_person_are_not_told() -> None:
    reached = {kind: frozenset({place}) for place, kind in enumerate(KINDS)}
    assert blocks(KINDS, view(reached)) == ()


def test_a_small_kind_goes_with_the_smallest_other() -> None:
    reached = {
        "甲": frozenset(range(3)),
        "乙": frozenset(range(40)),
        "丙": frozenset(range(50, 60)),
    }
    assert blocks(("甲", "乙", "丙"), view(reached)) == (("甲", "丙"), ("乙",))


def test_large_kinds_are_told_each_by_itself() -> None:
    reached = {"甲": frozenset(range(5)), "乙": frozenset(range(7))}
    assert blocks(("甲", "乙"), view(reached)) == (("甲",), ("乙",))


def test_too_few_in_all_are_not_told() -> None:
    reached = {"甲": frozenset({1, 2}), "乙": frozenset({3, 4})}
    assert blocks(("甲", "乙"), view(reached)) == ()


def test_nothing_is_told_as_nothing() -> None:
    assert blocks((), lambda _: Tally(0, 0)) == ()


# -- two editions -------------------------------------------------------------------


@given(REACHED, REACHED)
def test_two_editions_give_no_small_group_below(own: Reached, below: Reached) -> None:
    """Households of units are their own, so that both editions add up."""
    alone = blocks(KINDS, view(own))
    both = {kind: own[kind] | {n + 1000 for n in below[kind]} for kind in KINDS}
    start = alone or tuple((kind,) for kind in KINDS)
    views = (view(both), view(below)) if alone else (view(both),)
    whole = joined(start, *views)
    atoms = [(kind, "own") for kind in KINDS if own[kind]]
    atoms += [(kind, "below") for kind in KINDS if below[kind]]
    rows = [_place(atoms, block, ("own",)) for block in alone]
    rows += [_place(atoms, block, ("own", "below")) for block in whole]
    if not rows or not atoms:
        return
    sides = {"own": own, "below": below}
    for block in (*alone, *whole, *((kind,) for kind in KINDS)):
        for places in (("own",), ("below",), ("own", "below")):
            reached = sum(
                len(frozenset[int]().union(*(sides[p][k] for k in block)))
                for p in places
            )
            if reached and spanned(rows, _place(atoms, block, places)):
                assert reached >= THRESHOLD


def _place(atoms: Sequence[object], block: Block, places: Sequence[str]) -> Vector:
    return mark(atoms, frozenset((kind, place) for kind in block for place in places))


# -- totals that count a household once ---------------------------------------------


@given(REACHED)
def test_a_total_that_is_told_gives_no_small_remainder(reached: Reached) -> None:
    told = blocks(KINDS, view(reached))
    counts = [counting(reached, block).fewest for block in told]
    everyone = frozenset[int]().union(*reached.values())
    if told and may_tell(len(everyone), counts):
        for block in told:
            inside = frozenset[int]().union(*(reached[kind] for kind in block))
            left = len(everyone - inside)
            assert left == 0 or left >= THRESHOLD


def test_two_whom_a_kind_did_not_reach_hide_the_total() -> None:
    assert may_tell(100, [100])
    assert may_tell(100, [60, 40])
    assert not may_tell(100, [98, 60])


def test_two_whom_both_kinds_reached_hide_the_total() -> None:
    assert may_tell(20, [15, 10])
    assert not may_tell(20, [12, 10])
