"""What an office sets and asks of its papers, at the desk."""

import dataclasses
import io

import pytest
from pypdf import PdfReader

from tests.app.commands import Desk

pytestmark = pytest.mark.slow

REPORT = ("report", "trial_balance", "--unit", "U1", "--period", "2025", "--to")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="1"><rect/></svg>'


def test_a_letterhead_and_tags_are_printed_and_no_picture_is_refused(
    desk: Desk,
) -> None:
    folder = desk.folder / "own"
    folder.mkdir()
    at = dataclasses.replace(desk, environment={"BANGFU_TEMPLATES": str(folder)})
    (folder / "letterhead.svg").write_text(SVG, "utf-8")
    at.ok(*REPORT, "t.html")
    assert '<img class="letterhead"' in (desk.folder / "t.html").read_text("utf-8")
    at.ok(*REPORT, "t.pdf", "--tagged")
    at.ok(*REPORT, "u.pdf")
    tagged = [
        "/StructTreeRoot"
        in PdfReader(io.BytesIO((desk.folder / name).read_bytes())).root_object
        for name in ("t.pdf", "u.pdf")
    ]
    assert tagged == [True, False]
    (folder / "letterhead.svg").write_text("没有图", "utf-8")
    told = at.refused(*REPORT, "v.pdf")
    assert f"不能使用文头图片 {folder / 'letterhead.svg'}" in told
    assert not (desk.folder / "v.pdf").exists()
