"""`bangfu report`: how an office wants its files."""

from dataclasses import replace

import pytest

from tests.app.commands import Desk

pytestmark = pytest.mark.slow

U1 = ("--unit", "U1")


def test_a_csv_begins_as_excel_wants_it_where_that_is_asked_for(desk: Desk) -> None:
    asked = "report", "trial_balance", *U1, "--period", "2025"
    plain, marked = desk.ok(*asked).out, desk.ok(*asked, "--bom").out
    assert marked == f"\ufeff{plain}"
    desk.ok(*asked, "--to", "t.csv", "--bom")
    assert (desk.folder / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "CSV" in desk.refused(*asked, "--to", "t.json", "--bom", code=2)
    assert not (desk.folder / "t.json").exists()


def test_a_report_shows_negative_amounts_as_the_office_chose(desk: Desk) -> None:
    asked = "report", "trial_balance", *U1, "--period", "2025", "--to", "t.html"
    wrong = replace(desk, environment={"BANGFU_NEGATIVES": "blue"})
    assert "BANGFU_NEGATIVES" in wrong.refused(*asked)
    replace(desk, environment={"BANGFU_NEGATIVES": "red"}).ok(*asked)
    assert "dd.red" in (desk.folder / "t.html").read_text("utf-8")
