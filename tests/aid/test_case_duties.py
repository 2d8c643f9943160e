"""Which unit has to do what of a case, by tier and kind."""

import pytest

from aid.case_duties import Duty, duty, is_grassroots, next_above, reviews_first
from aid.case_kinds import Doing
from ledger.register import Lookups, UnitLookup
from ledger.units import AccountMode, Level, UnitType
from ledger.vouchers import KindSet

TREE = (
    ("P", Level.PROVINCE, UnitType.LOCAL, ""),
    ("C", Level.CITY, UnitType.LOCAL, "P"),
    ("K", Level.COUNTY, UnitType.LOCAL, "C"),
    ("T", Level.TOWNSHIP, UnitType.LOCAL, "K"),
    ("G", Level.GRASSROOTS, UnitType.GRASSROOTS, "T"),
    ("O", Level.CITY, UnitType.PROVINCIAL_ORGAN, "P"),
    ("I", Level.COUNTY, UnitType.PROVINCIAL_INDUSTRY, "P"),
    ("S", Level.CITY, UnitType.COUNTERPART, "P"),
    ("IG", Level.GRASSROOTS, UnitType.GRASSROOTS, "I"),
    ("U", Level.COUNTY, UnitType.LOCAL, ""),
)


def unit(code: str, level: Level, kind: UnitType, parent: str) -> UnitLookup:
    return UnitLookup(
        id=len(code) * 100 + ord(code[0]),
        code=code,
        name=code,
        level=level.value,
        type=kind.value,
        parent=parent,
        account_mode=AccountMode.DEDICATED_SUBJECT.value,
        kinds=KindSet.THREE,
        opened_on="2020-01-01",
    )


BOOKS = Lookups(units={row[0]: unit(*row) for row in TREE})
DOINGS = (Doing.REVIEW, Doing.FIRST_REVIEW, Doing.APPROVE, Doing.FILE)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("K", ("K", "K", "C", "P")),
        ("C", ("C", "C", "C", "P")),
        ("O", ("O", "O", "O", "P")),
        ("I", ("I", "I", "I", "P")),
        ("S", ("S", "S", "S", "P")),
        ("U", ("U", "U", "U", "U")),
        ("P", ("P", "P", "P", "P")),
    ],
)
def test_each_step_falls_to_the_nearest_unit_of_its_tier(
    code: str, expected: tuple[str, ...]
) -> None:
    """Units that rank with cities review first and approve."""
    found = tuple(duty(BOOKS, BOOKS.unit(code), doing).unit for doing in DOINGS)
    assert found == expected


@pytest.mark.parametrize(
    ("code", "doing", "paper"),
    [
        ("G", Doing.REVIEW, ""),
        ("T", Doing.REVIEW, ""),
        ("K", Doing.REVIEW, "基层工会"),
        ("O", Doing.REVIEW, "基层工会"),
        ("K", Doing.APPROVE, ""),
        ("U", Doing.FIRST_REVIEW, ""),
        ("U", Doing.APPROVE, "市级工会"),
        ("U", Doing.FILE, "省总工会"),
        ("U", Doing.SPOT_CHECK, "省总工会"),
        ("C", Doing.FILE, ""),
        ("K", Doing.PUBLISH, ""),
    ],
)
def test_whoever_stands_in_names_the_paper_of_the_tier(
    code: str, doing: Doing, paper: str
) -> None:
    assert duty(BOOKS, BOOKS.unit(code), doing).paper_of == paper


def test_own_aid_is_decided_where_it_is_given() -> None:
    found = {duty(BOOKS, BOOKS.unit("G"), doing, own=True) for doing in DOINGS}
    assert found == {Duty("G")}


@pytest.mark.parametrize(
    ("code", "above"),
    [("G", "K"), ("T", "K"), ("IG", "I"), ("K", "C"), ("C", "P"), ("P", ""), ("U", "")],
)
def test_a_case_is_passed_to_the_next_unit_that_reviews(code: str, above: str) -> None:
    """A township union collects what it learns; it decides on no case."""
    found = next_above(BOOKS, BOOKS.unit(code))
    assert ("" if found is None else found.code) == above


def test_grassroots_and_township_unions_pay_their_own_aid_alone() -> None:
    assert {code for code in BOOKS.units if is_grassroots(BOOKS.unit(code))} == {
        *("T", "G", "IG")
    }
    assert not any(reviews_first(BOOKS.unit(code)) for code in ("T", "G", "IG"))
