"""The made-up people of the demonstration: whole, checked, the same each time."""

import csv
import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from aid import recipient_fields
from aid.bank_cards import read_card
from aid.categories import categorize
from aid.eligibility import Limb, assess
from aid.identity import read_identity
from aid.local_sheet import read_local
from aid.recipient_sheet import RecipientSheet, read_recipients
from aid.standards import Adoption
from aid.unit_standards import UnitStandards
from app import prefecture_people as people
from app.prefecture import write_books
from app.prefecture_plan import UNITS
from ledger.people import Act

YEAR_END = dt.date(people.YEAR, 12, 31)
ACT = Act("示范", dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
CODES = tuple(unit.code for unit in UNITS)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The books folder of the prefecture, with the sheets of its people beside it."""
    folder = tmp_path_factory.mktemp("people")
    write_books(folder / "books")
    people.write_people(folder / "books", folder / "sheets")
    return folder


@pytest.fixture(scope="module")
def sheets(books: Path) -> dict[str, RecipientSheet]:
    return {
        code: read_recipients(books / "sheets" / f"recipients-{code}.csv", ACT)
        for code in CODES
    }


def test_the_same_seed_writes_the_same_people(books: Path, tmp_path: Path) -> None:
    people.write_people(books / "books", tmp_path)
    written = sorted(path.name for path in (books / "sheets").iterdir())
    assert written == ["minimum_living.csv", *(f"recipients-{c}.csv" for c in CODES)]
    for name in written:
        again = (tmp_path / name).read_bytes()
        assert again == (books / "sheets" / name).read_bytes()


def test_another_seed_makes_other_people(books: Path, tmp_path: Path) -> None:
    people.write_people(books / "books", tmp_path, seed=7)
    name = "recipients-130124.csv"
    assert (tmp_path / name).read_bytes() != (books / "sheets" / name).read_bytes()


def test_every_file_that_the_books_name_is_there_and_no_other(
    books: Path, sheets: dict[str, RecipientSheet]
) -> None:
    named = people.files_named(books / "books")
    assert {code: tuple(one.code for one in sheets[code].given) for code in CODES} == (
        named
    )
    assert sum(map(len, named.values())) > 1_500


def test_no_file_is_opened_after_the_first_payment_to_it(
    books: Path, sheets: dict[str, RecipientSheet]
) -> None:
    first: dict[str, str] = {}
    path = books / "books" / "vouchers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if code := row["recipient"]:
                first[code] = min(first.get(code, row["date"]), row["date"])
    late = [
        one.code
        for sheet in sheets.values()
        for one in sheet.given
        if one.on is None or one.on.isoformat() > first[one.code]
    ]
    assert late == []


@pytest.mark.parametrize("code", CODES)
def test_each_household_meets_its_limb_and_no_other(
    books: Path, sheets: dict[str, RecipientSheet], code: str
) -> None:
    """The rules of aid say of every file what it was made for, and its category."""
    local = read_local(books / "sheets" / people.LOCAL_FILE)
    sets = [Adoption(set="national-2020", since=YEAR_END, resolution="2020-1")]
    rules = UnitStandards(local, sets).on(YEAR_END)
    made = people.families(code, people.files_named(books / "books")[code])
    for given, family in zip(sheets[code].given, made, strict=True):
        household = recipient_fields.household_of(given.content)
        found = assess(household, rules, local)
        assert found.limbs == ((family.limb,) if family.limb else ()), family.file
        assert found.is_eligible is (family.limb is not None)
        category = categorize(household, rules, local).category
        assert given.content.category == (category and category.value)
    assert {family.limb for family in made} == {None, *tuple(Limb)[1:]}


def test_every_number_is_one_persons_but_for_the_tied(
    sheets: dict[str, RecipientSheet],
) -> None:
    contents = [one.content for sheet in sheets.values() for one in sheet.given]
    met = Counter(
        person.identity for one in contents for person in one.persons if person.identity
    )
    assert sum(len(one.persons) for one in contents) == sum(met.values())
    assert sorted(count for count in met.values() if count > 1) == [2] * len(CODES)
    cards = [one.card for one in contents]
    assert len(set(cards)) == len(contents)
    phones = [one.phone for one in contents if one.phone]
    assert len(set(phones)) == len(phones)
    assert any(number.was_old for number in met)


def test_its_numbers_check_and_can_be_nobodys(
    sheets: dict[str, RecipientSheet],
) -> None:
    contents = [one.content for sheet in sheets.values() for one in sheet.given]
    for one in contents:
        number, card = one.identity.number, one.card
        assert read_identity(number).number == number
        assert number[:5] == "13019"
        assert card is not None
        assert read_card(card.number, YEAR_END).number.startswith("62999")
        assert one.phone is None or one.phone.startswith("154")


def test_no_recipient_is_called_like_one_of_the_unions_people(
    sheets: dict[str, RecipientSheet],
) -> None:
    staff = {name for unit in UNITS for _, name in unit.staff}
    names = [
        person.name
        for sheet in sheets.values()
        for one in sheet.given
        for person in one.content.persons
    ]
    assert not staff & set(names)
    assert any("·" in name for name in names)
