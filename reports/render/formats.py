"""Which formats there are, and a file written in the one that its suffix names."""

import importlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from reports.errors import UnknownFormat
from reports.look import PLAIN, Look
from reports.report import Document

FORMATS = (".html", ".pdf", ".docx", ".xlsx", ".csv", ".json")


def write(  # noqa: PLR0913 - one for each thing an office chooses
    document: Document,
    path: Path,
    *,
    font_folders: Sequence[Path] = (),
    paper: Path | None = None,
    look: Look = PLAIN,
    bom: bool = False,
) -> frozenset[str]:
    """Write the document; the file appears whole or not at all.

    Returns the characters that no font has, printed by their number; only PDF
    knows of any. `font_folders` are an office's own fonts, for PDF; `paper` is its
    own file for word processors, with letterhead and styles; `look` is how amounts
    look in formats that people read; `bom` begins a CSV as Excel wants it. Tables too
    long for a word processor are written beside the file, as `…-附表.xlsx`.

    Raises:
        UnknownFormat: the suffix is none of `FORMATS`.
        TemplateUnusable: the office's paper is no DOCX file.
        LetterheadUnusable: its letterhead is no picture; of PDF and HTML.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise UnknownFormat(path.suffix, FORMATS)
    # Only the library of the format asked for is loaded.
    renderer = importlib.import_module(f"reports.render.{suffix[1:]}")
    if suffix == ".docx":
        annex = path.with_name(f"{path.stem}-附表.xlsx")
        with _whole(path) as stream:
            long: Document | None = renderer.render(
                document, stream, template=paper, annex=annex.name, look=look
            )
            if long is not None:
                write(long, annex, look=look)
        return frozenset()
    told = options(suffix, look, font_folders=font_folders, bom=bom)
    with _whole(path) as stream:
        missing: frozenset[str] | None = renderer.render(document, stream, **told)
    return missing or frozenset()


def options(
    suffix: str, look: Look, *, font_folders: Sequence[Path] = (), bom: bool = False
) -> dict[str, Any]:
    """What the renderer of a format other than DOCX is told beside the document."""
    told: dict[str, Any] = {}
    if suffix == ".pdf":
        told["font_folders"] = font_folders
    if suffix in {".html", ".pdf", ".xlsx"}:
        told["look"] = look
    if suffix == ".csv":
        told["bom"] = bom
    return told


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    # The part lies in the same folder, so that it can replace the file in one step.
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
