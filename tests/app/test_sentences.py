"""The office's own sentences, as they come into a report on the command line."""

import json
from pathlib import Path

import pytest

from tests.app.commands import Desk
from tests.building import Books, receipt

pytestmark = pytest.mark.slow

FOLDER = "本单位措辞"
NOTES = "fund_statement_notes.txt"
STATEMENT = ("report", "fund_statement", "--unit", "U1", "--period", "2025", "--to")


@pytest.fixture
def desk(sqlite_books: Books, tmp_path: Path) -> Desk:
    """A desk whose office has a folder of sentences of its own, empty as yet."""
    sqlite_books.post(receipt("r1", 100_00))
    (tmp_path / FOLDER).mkdir()
    environment = {"BANGFU_TEMPLATES": FOLDER}
    return Desk(tmp_path, sqlite_books.url, environment=environment)


def test_a_sentence_of_the_office_takes_the_place_of_the_program_s(desk: Desk) -> None:
    desk.ok(*STATEMENT, "before.json")
    (desk.folder / FOLDER / NOTES).write_text("注：按本会章程编制。\n", "utf-8")
    desk.ok(*STATEMENT, "after.json")
    before, after = (
        (desk.folder / name).read_text("utf-8")
        for name in ("before.json", "after.json")
    )
    assert "注：结存指资金的货币资金" in before
    assert "注：按本会章程编制。" in after
    assert "注：结存指资金的货币资金" not in after
    assert json.loads(after)["tables"] == json.loads(before)["tables"]


def test_a_broken_sentence_is_refused_with_file_line_and_variable(desk: Desk) -> None:
    broken = "注：\n由{{ treasurer }}编制。\n"
    (desk.folder / FOLDER / NOTES).write_text(broken, "utf-8")
    told = desk.refused(*STATEMENT, "x.json")
    assert told.startswith(f"文字模板 {FOLDER}/{NOTES}:2：不能填写（")
    assert "'treasurer'" in told
    assert not (desk.folder / "x.json").exists()
