"""Many vouchers of several units: one is written while the next is judged."""

from pathlib import Path

import pytest

from ledger.journal import MANY
from tests.building import Books
from tests.ledger.folders import Folder, Row, everything, payment, receipt
from tests.ledger.forging import verify

ODD = "\\N 反斜线\\t，“引号”, 'x' {1,2} 𠀀"
"""What a bulk load might take for its own marks."""


@pytest.fixture
def folder(books: Books, tmp_path: Path) -> Folder:
    """An empty folder beside the books of U1 and U2, on both databases."""
    return Folder(tmp_path / "账套", books)


def many(unit: str, count: int = MANY) -> list[list[Row]]:
    """Receipts of one unit."""
    return [receipt(f"{unit}-{n}", "5", unit=unit, memo=ODD) for n in range(count)]


def test_every_unit_stands_whole_and_as_it_was_written(folder: Folder) -> None:
    folder.vouchers(*many("U1"), *many("U2", 600))
    imported = folder.bring()
    assert imported.by_unit == {"U1": MANY, "U2": 600}
    assert verify(folder.books) == []
    memos = folder.books.rows("SELECT DISTINCT unit_id, memo FROM postings ORDER BY 1")
    assert memos == [(1, ODD), (2, ODD)]


def test_a_fault_in_the_last_unit_keeps_what_was_written_before_it_out(
    folder: Folder,
) -> None:
    before = everything(folder.books)
    folder.vouchers(*many("U1"), payment("too much", "5", unit="U2"))
    (fault,) = folder.faults()
    assert (fault.row, fault.column) == (2 * MANY + 2, "fund")
    assert everything(folder.books) == before


def test_a_unit_that_stands_is_left_beside_one_that_is_new(folder: Folder) -> None:
    folder.vouchers(*many("U2", 3)).bring()
    folder.vouchers(*many("U1"), *many("U2", 3))
    imported = folder.bring()
    assert (imported.vouchers, imported.already) == (MANY, 3)
    assert verify(folder.books) == []


def test_units_may_stand_mixed_in_a_file(folder: Folder) -> None:
    first, second = many("U1", 3), many("U2", 3)
    mixed = [part for pair in zip(first, second, strict=True) for part in pair]
    folder.vouchers(*mixed)
    assert folder.bring().by_unit == {"U1": 3, "U2": 3}
    assert verify(folder.books) == []
