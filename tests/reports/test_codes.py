"""二维码: what a machine reads off a document."""

import io
import json

import pytest
from pypdf import PdfReader

from reports.render import codes
from reports.report import Code
from tests.reports import sample_documents
from tests.reports.asking import rendered

CODE = sample_documents.CODE


def test_the_same_text_is_the_same_picture() -> None:
    assert codes.svg(CODE) == codes.svg(CODE)
    assert codes.svg(CODE) != codes.svg(Code("BANGFU1 position=1", "链位与摘要"))
    assert "链位与摘要" in codes.svg(CODE)


@pytest.mark.parametrize("suffix", ["html", "json"])
def test_the_text_stands_beside_the_picture(suffix: str) -> None:
    page = rendered(sample_documents.report(), suffix).decode()
    assert CODE.text in page
    if suffix == "json":
        assert {"code": CODE.text, "caption": CODE.caption} in json.loads(page)["text"]
    else:
        assert codes.svg(CODE) in page


def test_paper_carries_it_too() -> None:
    reader = PdfReader(io.BytesIO(rendered(sample_documents.report(), "pdf")))
    text = "".join(page.extract_text() for page in reader.pages)
    kept = "".join(text.split()).replace("\u200b", "")
    assert "".join(CODE.text.split()) in kept


def test_readers_must_not_guess_at_characters() -> None:
    with pytest.raises(AssertionError):
        Code("链位", "链位与摘要")
