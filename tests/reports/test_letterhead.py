"""An office's letterhead above the title of its papers."""

import base64
import io
import re
import struct
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.errors import LetterheadUnusable
from reports.look import Look
from reports.render import formats, letterhead
from reports.report import Document, Paragraph
from tests.reports import sample_documents
from tests.reports.asking import rendered

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="20">'
    '<rect width="200" height="20" fill="#c00000"/></svg>'
)


def png(wide: int = 4, high: int = 2) -> bytes:
    """A small red picture."""

    def chunk(name: bytes, content: bytes) -> bytes:
        told = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + told

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\xc0\0\0" * wide) * high)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", pixels), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def letter() -> Document:
    return Document(
        "trial", "通知", "", sample_documents.PROVENANCE, (Paragraph("文"),)
    )


def kept(folder: Path, name: str, content: bytes) -> Look:
    (folder / name).write_bytes(content)
    return Look().of_office(folder)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [("letterhead.svg", SVG.encode()), ("letterhead.png", png())],
)
def test_a_letterhead_stands_above_the_title_of_pdf_and_page(
    tmp_path: Path, name: str, content: bytes
) -> None:
    look = kept(tmp_path, name, content)
    pages = PdfReader(io.BytesIO(rendered(letter(), "pdf", look=look))).pages
    assert len(pages) == 1
    assert _title_height(pages[0]) < _title_height(
        PdfReader(io.BytesIO(rendered(letter(), "pdf"))).pages[0]
    )
    assert bool(pages[0].images) == name.endswith("png")
    page = rendered(letter(), "html", look=look).decode()
    assert page.index('<img class="letterhead"') < page.index("<h1>")
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert found
    assert base64.b64decode(found[1]).startswith(b"<svg")
    assert rendered(letter(), "pdf", look=look) == rendered(letter(), "pdf", look=look)


def _title_height(page: object) -> float:
    found: list[float] = []

    def note(
        text: str, cm: list[float], tm: list[float], _: object, size: float
    ) -> None:
        if text.strip() == "通知" and round(size) == 22:
            found.append(cm[3] * tm[5] + cm[5])

    page.extract_text(visitor_text=note)  # type: ignore[attr-defined]
    (height,) = found
    return height


def test_a_folder_without_a_letterhead_has_none(tmp_path: Path) -> None:
    assert Look().of_office(None).letterhead is None
    assert Look().of_office(tmp_path).letterhead is None
    assert "<img" not in rendered(letter(), "html").decode()


BROKEN = bytearray(png())
BROKEN[19] ^= 1  # the width, which its sum covers


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("letterhead.png", b"GIF89a", "不是 SVG 或 PNG 图片"),
        ("letterhead.png", b"", "不是 SVG 或 PNG 图片"),
        ("letterhead.png", png()[:-20], "不完整或已损坏"),
        ("letterhead.png", bytes(BROKEN), "不完整或已损坏"),
        ("letterhead.png", png(0), "不完整或已损坏"),
        ("letterhead.svg", b"<html></html>", "不是 SVG 或 PNG 图片"),
        ("letterhead.svg", b"<svg", "不是 SVG 或 PNG 图片"),
        ("letterhead.svg", b"\xff\xfe\x00", "不是 SVG 或 PNG 图片"),
        (
            "letterhead.svg",
            b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.encode(),
            "不是 SVG 或 PNG 图片",
        ),
        ("letterhead.svg", SVG.encode() + b" " * (1 << 20), "大于 1 MiB"),
    ],
)
@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_what_is_no_picture_is_refused_by_name_and_nothing_is_written(
    tmp_path: Path, suffix: str, name: str, content: bytes, why: str
) -> None:
    look = kept(tmp_path, name, content)
    target = tmp_path / f"report{suffix}"
    with pytest.raises(LetterheadUnusable) as refused:
        formats.write(letter(), target, look=look)
    assert str(tmp_path / name) in str(refused.value)
    assert why in str(refused.value)
    assert "办法" in str(refused.value)
    assert not target.exists()


def test_a_letterhead_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letterhead.svg").mkdir()
    with pytest.raises(LetterheadUnusable, match="读不了"):
        letterhead.as_svg(tmp_path / "letterhead.svg")


def test_what_a_drawing_program_writes_before_a_picture_is_no_fault(
    tmp_path: Path,
) -> None:
    head = (
        '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd">'
    )
    kept(tmp_path, "letterhead.svg", (head + SVG).encode())
    assert "<!DOCTYPE" not in letterhead.as_svg(tmp_path / "letterhead.svg")


def test_a_script_within_a_picture_is_held_by_the_image(tmp_path: Path) -> None:
    """A browser runs no script of a picture that is shown as an image."""
    harmful = SVG.replace("<rect", "<script>alert(1)</script><rect")
    look = kept(tmp_path, "letterhead.svg", harmful.encode())
    page = rendered(letter(), "html", look=look).decode()
    assert "<script" not in page
    assert "<svg" not in page
