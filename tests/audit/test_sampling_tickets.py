"""Populations are sealed and samples drawn so that anyone can do it again."""

import hashlib
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.errors import SamplingRefused
from audit.sampling_script import redraw_script
from audit.sampling_tickets import (
    Drawing,
    Item,
    Method,
    Population,
    Sample,
    Units,
    differences,
    draw,
    read_sealed,
    sealed,
    seed_of,
)

SEED = "2026-01-05 双色球 03 11 14 19 25 30 + 07"


def items(count: int, step: int = 137) -> list[Item]:
    """Items of different amounts; every tenth is negative, every seventh zero."""
    found = []
    for n in range(1, count + 1):
        fen = n * step * 100
        if n % 7 == 0:
            fen = 0
        elif n % 10 == 0:
            fen = -fen
        found.append(Item(f"V{n:05}", fen, f"2025-01 付-{n}"))
    return found


def drawing(
    units: Units = Units.ITEMS,
    method: Method = Method.TICKETS,
    size: int = 20,
    whole_fen: int = 0,
) -> Drawing:
    return Drawing(
        units=units, method=method, seed=SEED, size=size, whole_fen=whole_fen
    )


def names(sample: Sample) -> list[str]:
    return [pick.item.name for pick in sample.picks]


populations = st.lists(
    st.tuples(st.text("ABC123", min_size=1, max_size=5), st.integers(-500, 5_000)),
    min_size=2,
    max_size=60,
    unique_by=lambda pair: pair[0],
).map(lambda pairs: [Item(name, fen) for name, fen in pairs])


# -- sealing ---------------------------------------------------------------------------


def test_the_digest_is_that_of_the_file_that_is_handed_out() -> None:
    population = sealed([Item("B", -5, "红"), Item("A", 120, "2025-01 付-1")])

    assert population.text.decode() == "item,fen,label\nA,120,2025-01 付-1\nB,-5,红\n"
    assert population.digest == hashlib.sha256(population.text).hexdigest()
    assert (population.count, population.sum.fen) == (2, 115)
    assert read_sealed(population.text) == population


@given(populations, st.randoms())
def test_the_order_in_which_items_come_changes_nothing(
    found: list[Item], random: object
) -> None:
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]

    assert sealed(mixed) == sealed(found)


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        [Item("A", 1), Item("A", 2)],
        [Item("甲", 1)],
        [Item("A", 1, "一,二")],
        [Item("A", 1, "一\n二")],
        [Item("A", 1, "一\u2028二")],
        [Item("", 1)],
    ],
)
def test_what_cannot_be_written_in_one_way_is_not_sealed(wrong: list[Item]) -> None:
    with pytest.raises(SamplingRefused, match="总体没有封存"):
        sealed(wrong)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"item,fen,label\n",
        b"item,fen,label\nB,1,\nA,1,\n",
        b"item,fen,label\nA,1,\r\n",
        b"item,fen,label\nA,01,\n",
        b"item,fen\nA,1\n",
        b"item,fen,label\nA,1,",
    ],
)
def test_only_the_written_form_is_read_back(text: bytes) -> None:
    with pytest.raises(SamplingRefused, match="写法不符"):
        read_sealed(text)


def test_changed_added_and_removed_items_are_named() -> None:
    old = sealed([Item("A", 1), Item("B", 2), Item("C", 3)])
    new = sealed([Item("A", 1), Item("B", 5), Item("D", 3)])

    assert differences(old, new) == ("B", "C", "D")
    assert differences(old, old) == ()


@pytest.mark.parametrize("text", ["", "  ", "一\n二", "x" * 201])
def test_a_seed_is_one_line(text: str) -> None:
    with pytest.raises(SamplingRefused, match="种子"):
        seed_of(text)


def test_space_around_a_seed_is_nothing() -> None:
    assert seed_of(f"  {SEED} ") == SEED


# -- drawing ---------------------------------------------------------------------------


def test_the_lowest_tickets_are_the_sample() -> None:
    population = sealed(items(300))
    tickets = {
        hashlib.sha256(f"{SEED}\n1\n{item.name}".encode()).hexdigest(): item.name
        for item in population.items
    }

    sample = draw(population, drawing())

    assert names(sample) == [tickets[ticket] for ticket in sorted(tickets)[:20]]
    assert len(set(names(sample))) == 20
    assert not sample.is_population


@given(populations, st.integers(1, 30), st.integers(1, 30), st.sampled_from(Units))
@settings(max_examples=60)
def test_a_larger_sample_begins_with_the_smaller_one(
    found: list[Item], one: int, more: int, units: Units
) -> None:
    population = sealed(found)
    small = draw(population, drawing(units, size=one))
    large = draw(population, drawing(units, size=one + more))

    if large.is_population:
        assert set(small.items) <= set(large.items)
    else:
        assert large.picks[:one] == small.picks


def test_another_seed_or_draw_is_another_sample() -> None:
    population = sealed(items(300))
    first = names(draw(population, drawing()))
    second = Drawing(
        units=Units.ITEMS, method=Method.TICKETS, seed=SEED, size=20, draw=2
    )

    assert names(draw(population, second)) != first


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("size", [12, 13, 500])
def test_a_sample_as_large_as_its_population_is_the_population(
    method: Method, size: int
) -> None:
    population = sealed(items(12))

    of_items = draw(population, drawing(method=method, size=size))
    of_money = draw(population, drawing(Units.MONEY, method, size))

    assert of_items.is_population
    assert set(of_items.items) == set(population.items)
    assert of_money.is_population
    assert set(of_money.items) == {one for one in population.items if one.fen > 0}
    assert of_money.picks == ()


@pytest.mark.parametrize("method", Method)
def test_negative_and_zero_items_are_set_apart_and_large_ones_taken_whole(
    method: Method,
) -> None:
    population = sealed(items(300))
    large = 3_000_000

    sample = draw(population, drawing(Units.MONEY, method, 30, whole_fen=large))

    assert {item.fen < 0 for item in sample.negative} == {True}
    assert {item.fen for item in sample.zero} == {0}
    assert sample.whole
    assert all(item.fen >= large for item in sample.whole)
    drawn = [pick.item for pick in sample.picks]
    assert len(drawn) == 30
    assert all(0 < item.fen < large for item in drawn)
    parts = (*sample.negative, *sample.zero, *sample.whole)
    left = [item for item in population.items if item not in set(parts)]
    assert sample.drawn_fen == sum(item.fen for item in left)
    assert set(drawn) <= set(left)


def test_an_item_of_exactly_the_interval_is_taken_whole() -> None:
    population = sealed([Item("A", 100), Item("B", 99), Item("C", 99), Item("D", 1)])

    sample = draw(population, drawing(Units.MONEY, size=2, whole_fen=100))

    assert [item.name for item in sample.whole] == ["A"]


def test_fixed_interval_meets_every_item_of_an_interval_or_more() -> None:
    population = sealed([Item(f"N{n}", 10 + n % 3) for n in range(200)])
    population = sealed([*population.items, Item("LARGE", 900)])
    size = 40
    interval = population.sum.fen // size + 1

    sample = draw(population, drawing(Units.MONEY, Method.INTERVAL, size))

    assert interval < 900
    assert sample.hits()["LARGE"] >= 900 // interval
    places = [int(pick.place) for pick in sample.picks]
    gaps = {later - earlier for earlier, later in pairwise(places)}
    assert gaps <= {interval - 1, interval}


def test_each_cell_gives_one_place() -> None:
    population = sealed([Item(f"N{n:03}", 7 + n % 5) for n in range(100)])
    total, size = population.sum.fen, 23

    sample = draw(population, drawing(Units.MONEY, Method.CELLS, size))

    for k, pick in enumerate(sample.picks):
        assert k * total // size <= int(pick.place) < (k + 1) * total // size


def test_money_is_drawn_in_proportion_to_size() -> None:
    """A law of large numbers, seen once: an item of three quarters of the sum."""
    population = sealed(
        [Item("LARGE", 3_000), *(Item(f"S{n:04}", 1) for n in range(1_000))]
    )

    sample = draw(population, drawing(Units.MONEY, size=900))

    assert 640 < sample.hits()["LARGE"] < 710


def test_tickets_favour_nobody() -> None:
    population = sealed([Item(f"N{n}", 1) for n in range(20)])
    met = Counter[str]()
    for number in range(400):
        throw = Drawing(
            units=Units.ITEMS, method=Method.TICKETS, seed=f"骰子 {number}", size=5
        )
        met.update(names(draw(population, throw)))

    assert len(met) == 20
    assert all(70 < many < 130 for many in met.values())


# -- anyone draws it again -------------------------------------------------------------


def redrawn(population: Population, wanted: Drawing, folder: Path) -> list[str]:
    """What the printed script prints, run by a Python without our packages."""
    folder.joinpath("population.csv").write_bytes(population.text)
    folder.joinpath("redraw.py").write_text(redraw_script(wanted), "utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", "redraw.py", "population.csv"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("units", Units)
def test_the_printed_script_draws_the_same_sample(
    method: Method, units: Units, tmp_path: Path
) -> None:
    population = sealed(items(400))
    whole_fen = 4_000_000 if units is Units.MONEY else 0
    wanted = drawing(units, method, 25, whole_fen)
    sample = draw(population, wanted)

    digest, *lines = redrawn(population, wanted, tmp_path)

    assert digest == f"SHA-256 {population.digest}"
    assert lines == [
        *(f"whole {item.name}" for item in sample.whole),
        *(f"{pick.k} {pick.item.name} {pick.place}" for pick in sample.picks),
    ]
    assert bool(sample.whole) == (units is Units.MONEY)


def test_the_script_of_a_ticket_sample_has_ten_lines_and_needs_nothing_of_ours() -> (
    None
):
    script = redraw_script(drawing())

    assert len(script.splitlines()) <= 10
    assert "audit" not in script
    assert SEED in script


def test_a_seed_with_quotes_and_backslashes_draws_the_same(tmp_path: Path) -> None:
    population = sealed(items(60))
    wanted = Drawing(
        units=Units.ITEMS, method=Method.TICKETS, seed="a\"\\n{x}'", size=5
    )

    lines = redrawn(population, wanted, tmp_path)

    assert [line.split()[1] for line in lines[1:]] == names(draw(population, wanted))
