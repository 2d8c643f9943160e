"""Faults planted in a clean year: each found by its check, and nothing else said."""

from pathlib import Path

import pytest

from audit.catalogue import Kind, recall
from tests.planted import Plant, clean, planted, plants
from tests.recall import books_in, outcome, told

every_kind = pytest.mark.parametrize("plant", plants(), ids=str)


def test_a_clean_year_is_clean(tmp_path: Path) -> None:
    books = books_in(clean(), tmp_path, limited=True)

    assert told(books) == set()
    assert len(books.vouchers) == recall().vouchers
    assert recall().clean_findings == 0


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_other_clean_years_are_clean_too(seed: int, tmp_path: Path) -> None:
    assert told(books_in(clean(seed), tmp_path)) == set()


@every_kind
def test_a_fault_is_found_by_its_check_and_nothing_else_is_flagged(
    plant: Plant, tmp_path: Path
) -> None:
    """What was measured stands in `audit/recall.toml`, and so in `docs/checks.md`."""
    found = outcome(plant, tmp_path)

    assert found.found
    assert found.more == ()
    assert set(found.also) == set(plant.also)
    assert _kinds()[plant.name] == Kind(
        name=plant.name,
        check=plant.found[0],
        title=plant.found[1],
        found=True,
        also=tuple(" ".join(one) for one in found.also),
        false_alarms=(),
    )


def _kinds() -> dict[str, Kind]:
    return {kind.name: kind for kind in recall().kinds}


def test_at_least_forty_kinds_are_planted_and_no_other_is_told_of() -> None:
    names = [plant.name for plant in plants()]

    assert len(set(names)) == len(names) >= 40
    assert [kind.name for kind in recall().kinds] == names


@pytest.mark.parametrize("seed", [1, 5])
def test_all_faults_together_are_all_found_and_nothing_else(
    seed: int, tmp_path: Path
) -> None:
    found = told(books_in(planted(seed, plants()), tmp_path, limited=True))

    expected = {one for plant in plants() for one in (plant.found, *plant.also)}
    assert {plant.found for plant in plants()} <= found
    assert found <= expected


def test_the_same_seed_gives_the_same_year() -> None:
    one, other = clean(7), clean(7)

    assert one.sheets == other.sheets
    assert one.vouchers == other.vouchers
    assert one.vouchers != clean(8).vouchers
