"""What a file says twice, and what an importer must be allowed to write."""

from pathlib import Path

import pytest

from ledger.database import Connection
from ledger.errors import Refused
from ledger.intake import Touched, import_books
from tests.building import ACT, Books
from tests.ledger.folders import Folder, everything, receipt


@pytest.fixture
def folder(sqlite_books: Books, tmp_path: Path) -> Folder:
    """An empty books folder beside the small founded books."""
    return Folder(tmp_path / "books", sqlite_books)


def test_a_voucher_pasted_twice_is_one_voucher(folder: Folder) -> None:
    pasted = receipt("v", "5")
    folder.vouchers(pasted, receipt("w", "6"), pasted)
    imported = folder.bring()
    assert (imported.vouchers, imported.postings) == (2, 4)
    query = "SELECT SUM(debit_fen) FROM postings WHERE unit_id = 1"
    assert folder.books.one(query) == 1100


def test_a_reference_used_again_with_other_content_is_refused(
    folder: Folder,
) -> None:
    folder.vouchers(receipt("v", "5"), receipt("w", "6"), receipt("v", "7"))
    (fault,) = folder.faults()
    assert (fault.row, fault.column, fault.problem.rule) == (6, "voucher", "L11")


def test_parts_that_balance_only_together_are_one_voucher(
    folder: Folder,
) -> None:
    first, other = receipt("v", "5"), receipt("w", "6")
    more = receipt("v", "1")
    folder.vouchers(first, other[0], more[0], other[1], more[1])
    assert folder.bring().postings == 6


@pytest.mark.parametrize(
    ("sheet", "line", "touched"),
    [
        ("vouchers", receipt("v", "5"), Touched(("U1",), new=False, rights=False)),
        (
            "units",
            {"code": "U9", "name": "新设", "level": "county"},
            Touched((), new=True, rights=False),
        ),
        (
            "people",
            {"person": "钱七", "rights": "post"},
            Touched((), new=False, rights=True),
        ),
        (
            "funds",
            {"unit": "U1", "code": "N", "name": "新", "source": "donation"},
            Touched(("U1",), new=False, rights=False),
        ),
    ],
    ids=["vouchers", "units", "people", "funds"],
)
def test_who_imports_is_asked_for_what_the_folder_writes(
    folder: Folder,
    sheet: str,
    line: object,
    touched: Touched,
) -> None:
    asked: list[Touched] = []

    def refuse(_connection: Connection, found: Touched) -> None:
        asked.append(found)
        raise Refused("不可以")

    folder.write(sheet, line)  # type: ignore[arg-type] # a row or rows
    before = everything(folder.books)
    with pytest.raises(Refused, match="不可以"):
        import_books(folder.books.engine, folder.path, ACT, permit=refuse)
    assert asked == [touched]
    assert everything(folder.books) == before


def test_whoever_audits_is_not_given_the_books_by_a_file(folder: Folder) -> None:
    both = {"person": "钱七", "rights": "audit;post", "units": "U1"}
    told = [str(fault) for fault in folder.write("people", both).faults()]
    assert told
    assert all(text.startswith("people.csv:2") for text in told)
