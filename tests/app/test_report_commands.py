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


def test_options_that_mean_nothing_are_refused(desk: Desk) -> None:
    """Nothing is written, nor logged, and nobody's names are opened."""
    asked = ("report", "trial_balance", "--unit", "U1", "--period", "2025")
    for more in (("--to", "t.xlsx"), ("--to", "t.html"), ()):
        assert "--tagged 只用于 PDF" in desk.refused(*asked, *more, "--tagged", code=2)
    for option, value, why in (
        ("--subject", "J2026-1", "科目余额表不能只取一项（J2026-1）"),
        ("--form", "own", "科目余额表有固定的格式"),
        ("--account", "102", "科目余额表列示全部，不能只取一个科目"),
    ):
        assert why in desk.refused(*asked, option, value, "--to", "t.pdf")
    assert "科目余额表没有个人姓名可写" in desk.refused(*asked, "--names")
    assert list(desk.folder.glob("t.*")) == []
    assert not [row for row in desk.rows("log") if row["act"].startswith("report")]
    assert not (desk.folder / "t.json").exists()


def test_a_report_shows_negative_amounts_as_the_office_chose(desk: Desk) -> None:
    asked = "report", "trial_balance", *U1, "--period", "2025", "--to", "t.html"
    wrong = replace(desk, environment={"BANGFU_NEGATIVES": "blue"})
    assert "BANGFU_NEGATIVES" in wrong.refused(*asked)
    replace(desk, environment={"BANGFU_NEGATIVES": "red"}).ok(*asked)
    assert "dd.red" in (desk.folder / "t.html").read_text("utf-8")
