"""What a document is, and that it cannot be built wrong."""

import dataclasses
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.money import Money
from reports.errors import UnknownFormat
from reports.render.formats import FORMATS, write
from reports.report import (
    Cell,
    Column,
    Document,
    KeyValues,
    Kind,
    Paragraph,
    Row,
    Signatures,
    Table,
    shown,
    spelled,
)
from tests.reports import sample_documents


def document(*blocks: Paragraph | Table) -> Document:
    return Document("trial", "试", "", sample_documents.PROVENANCE, blocks)


def test_a_row_with_too_few_cells_cannot_be_put_into_a_table() -> None:
    columns = (Column("a", "甲"), Column("b", "乙"))
    with pytest.raises(AssertionError):
        Table(columns, (Row(("一",)),))


def test_a_row_that_comes_late_is_held_against_the_columns_as_it_comes() -> None:
    table = Table((Column("a", "甲"),), iter([Row(("一",)), Row(("一", "二"))]))
    rows = table.checked_rows()
    assert next(rows).cells == ("一",)
    with pytest.raises(AssertionError):
        next(rows)


def test_two_columns_cannot_share_a_key() -> None:
    with pytest.raises(AssertionError):
        Table((Column("a", "甲"), Column("a", "乙")), ())


@pytest.mark.parametrize("key", ["", "Fund", "资金", "a-b", "style"])
def test_a_column_whose_key_json_could_not_carry_is_refused(key: str) -> None:
    with pytest.raises(AssertionError):
        Column(key, "资金")


@pytest.mark.parametrize("digest", ["", "abc", "G" * 64, "A" * 64])
def test_a_provenance_needs_a_whole_digest(digest: str) -> None:
    with pytest.raises(AssertionError):
        dataclasses.replace(sample_documents.PROVENANCE, digest=digest)


def test_every_page_mark_names_the_chain_position_and_the_short_digest() -> None:
    assert sample_documents.PROVENANCE.mark == "链位 1284 · 摘要 0123456789ab"


def test_signatures_have_a_name_for_every_place_or_none_at_all() -> None:
    assert Signatures(("审核", "制单")).signers() == (("审核", ""), ("制单", ""))
    with pytest.raises(AssertionError):
        Signatures(("审核", "制单"), ("赵一",))


def test_facts_are_never_an_empty_list() -> None:
    with pytest.raises(AssertionError):
        KeyValues(())


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        (None, "money", ""),
        (Money(-123450), "money", "-1,234.50"),
        (6655, "count", "6,655"),
        (9876, "rate", "98.76%"),
        (10, "rate", "0.10%"),
        (2025, "text", "2025"),
        (dt.date(2025, 3, 9), "date", "2025-03-09"),
        ("—", "money", "—"),
    ],
)
def test_a_cell_is_shown_by_what_its_column_holds(
    cell: Cell, kind: Kind, expected: str
) -> None:
    assert shown(cell, kind) == expected


def test_a_date_in_a_sentence_is_spelled_out() -> None:
    assert spelled(dt.date(2025, 3, 9)) == "2025年3月9日"


def test_a_group_whose_other_cells_hold_a_zero_does_not_hide_it() -> None:
    assert Row(("一、", None, ""), "group").spans
    assert not Row(("一、", Money(0), None), "group").spans


def test_tables_of_one_name_are_told_apart_by_number() -> None:
    keys = [key for key, _ in sample_documents.report().tables()]
    assert keys[:3] == ["fund_balances", "voucher", "voucher_2"]


def test_a_file_with_an_unknown_suffix_is_refused_and_not_written(
    tmp_path: Path,
) -> None:
    with pytest.raises(UnknownFormat, match=r"\.docm.*\.pdf"):
        write(document(), tmp_path / "a.docm")
    assert list(tmp_path.iterdir()) == []


def test_a_rendering_that_fails_leaves_the_earlier_file_as_it_was(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("earlier")
    broken = Table((Column("a", "甲"),), iter([Row(("一", "二"))]))
    with pytest.raises(AssertionError):
        write(document(broken), path)
    assert path.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_holds_what_its_suffix_promises(tmp_path: Path) -> None:
    for suffix, start in ((".PDF", b"%PDF"), (".xlsx", b"PK"), (".json", b"{")):
        path = tmp_path / f"a{suffix}"
        assert write(document(Paragraph("正文")), path) == frozenset()
        assert path.read_bytes().startswith(start)


PRINT_ALL = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from tests.reports import sample_documents
from reports.render.formats import FORMATS, write
for suffix in FORMATS:
    write(sample_documents.report(), Path(sys.argv[1]) / f"report{suffix}")
"""


@pytest.mark.slow
def test_the_same_document_is_the_same_bytes_in_another_process(
    tmp_path: Path,
) -> None:
    here = Path(__file__).parent
    for number in ("1", "2"):
        folder = tmp_path / number
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-c", PRINT_ALL, folder, here, here.parent.parent],
            env=os.environ | {"PYTHONHASHSEED": number, "TZ": f"UTC{number}"},
            check=True,
        )
    for suffix in FORMATS:
        name = f"report{suffix}"
        first = (tmp_path / "1" / name).read_bytes()
        assert first
        assert first == (tmp_path / "2" / name).read_bytes(), suffix
