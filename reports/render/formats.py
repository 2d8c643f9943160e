"""Which formats there are, and a file written in the one that its suffix names."""

import importlib
import os
from collections.abc import Sequence
from pathlib import Path

from reports.errors import UnknownFormat
from reports.report import Document

FORMATS = (".html", ".pdf", ".xlsx", ".csv", ".json")


def write(
    document: Document, path: Path, *, font_folders: Sequence[Path] = ()
) -> frozenset[str]:
    """Write the document; the file appears whole or not at all.

    Returns the characters that no font has, printed by their number; only PDF
    knows of any. `font_folders` are an office's own fonts, for PDF.

    Raises:
        UnknownFormat: the suffix is none of `FORMATS`.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise UnknownFormat(path.suffix, FORMATS)
    # Only the library of the format asked for is loaded.
    renderer = importlib.import_module(f"reports.render.{suffix[1:]}")
    options = {"font_folders": font_folders} if suffix == ".pdf" else {}
    # The part lies in the same folder, so that it can replace the file in one step.
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            missing: frozenset[str] | None = renderer.render(
                document, stream, **options
            )
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return missing or frozenset()
