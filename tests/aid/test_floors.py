"""Who had less living aid in a year than a month of the local standard."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from aid.claims import Project
from aid.errors import StandardMissing, StandardRefused
from aid.floors import Floor, floors
from aid.local_standards import LocalStandard, LocalStandards
from aid.unit_standards import UnitStandards
from ledger.database import reading
from ledger.money import ZERO, Money
from tests import server
from tests.aid import batching, filing
from tests.aid.batching import line
from tests.aid.filing import VAULT
from tests.building import Books

ON = dt.date(2026, 12, 31)
HERE = LocalStandard(
    place="130102",
    since=dt.date(2026, 1, 1),
    minimum_living=Money(700_00),
    decided_by="市民政局",
    paper="民发〔2026〕1号",
)
ELSEWHERE = replace(HERE, place="130104", minimum_living=Money(600_00))


@pytest.fixture
def desk(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """P-1 was paid 700, P-2 500 and P-3 500 as 送温暖, all of 2026."""
    for books in batching.filled(shelf, dialect):
        warm = line(3, project=Project.WARMTH)
        batching.paid(books, batching.batch(line(1, fen=700_00), line(2), warm))
        yield books


def found(
    books: Books, *rows: LocalStandard, on: dt.date = ON, opened: bool = True
) -> dict[str, Floor]:
    standards = UnitStandards(LocalStandards(rows))
    vault = VAULT if opened else None
    with reading(books.engine) as connection:
        told = floors(connection, on, {"U1": standards}, vault)
    return {one.code: one for one in told}


def test_what_is_missing_to_a_month_is_told_to_the_fen(desk: Books) -> None:
    told = found(desk, HERE, opened=False)

    assert {code: one.missing for code, one in told.items()} == {
        "P-1": ZERO,
        "P-2": Money(200_00),
        "P-3": Money(700_00),
        "P-4": Money(700_00),
        "P-5": Money(700_00),
    }
    assert [code for code, one in told.items() if not one.is_below] == ["P-1"]
    before = found(desk, HERE, on=dt.date(2026, 3, 8))
    assert before["P-1"].had == ZERO


def test_what_failed_at_the_bank_was_not_had(desk: Books) -> None:
    batching.settle(desk, {1: "账号户名不符"})
    assert found(desk, HERE)["P-1"].missing == Money(700_00)


def test_each_file_has_the_figure_of_its_own_place(desk: Books) -> None:
    for number, place in ((6, "130104"), (7, "130105"), (8, None)):
        given = replace(filing.content(number + 30), place=place)
        filing.add(desk, given, code=f"P-{number}")
    told = found(desk, HERE, ELSEWHERE)

    assert told["P-6"].floor == Money(600_00)
    assert (told["P-7"].floor, told["P-7"].is_below) == (None, True)
    assert "没有登记 2026 年" in told["P-7"].why
    assert "没有写明地区" in told["P-8"].why
    with pytest.raises(StandardRefused, match="不止一个地区"):
        found(desk, HERE, ELSEWHERE, opened=False)


def test_a_figure_of_another_year_is_not_taken(desk: Books) -> None:
    with pytest.raises(StandardMissing, match=r"2026 年没有登记.*standards import"):
        found(desk, replace(HERE, since=dt.date(2025, 1, 1)))
