"""The files of an archive while it is written: each measured once it stands."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reports.archive_kinds import Filed, Kind, numbered
from reports.look import PLAIN, Look
from reports.render import formats
from reports.report import Document

_READ = 1 << 20
_PAGES = re.compile(rb"<xmpTPg:NPages>([0-9]+)</xmpTPg:NPages>")
"""Where the metadata of a PDF of ours says how many pages it has."""


@dataclass(slots=True)
class Files:
    """The files of a year's set in a folder, in the order of their volumes.

    What names no place in the chain has `position`, the close of the year.
    """

    folder: Path
    year: int
    position: int
    fonts: tuple[Path, ...] = ()
    look: Look = PLAIN
    filed_so_far: list[Filed] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)

    def write(self, document: Document, path: str, kind: Kind, span: str = "") -> None:
        """Write a document, in the format that the path names."""
        file = self._room(path)
        self.missing |= formats.write(
            document, file, font_folders=self.fonts, look=self.look, bom=True
        )
        drawn = document.provenance
        self.filed(
            path,
            f"{document.title}　{document.subtitle}".strip(),
            kind,
            drawn.known_on.astimezone(dt.UTC).isoformat(),
            place=(span, drawn.period, drawn.position),
        )

    def pour(self, path: str, pieces: Iterator[bytes]) -> None:
        """Write a file of pieces."""
        with self._room(path).open("wb") as stream:
            for piece in pieces:
                stream.write(piece)

    def filed(
        self,
        path: str,
        title: str,
        kind: Kind,
        made_at: str,
        *,
        place: tuple[str, str, int] = ("", "", 0),
    ) -> None:
        """Put a file that stands among those of the set.

        `place` is its month or year as typed, its period and its place in the chain;
        what is empty is that of the year.
        """
        size, digest = measured(self.folder / path)
        counted, measure = extent(self.folder / path)
        span, period, position = place
        self.filed_so_far.append(
            Filed(
                path=path,
                title=title,
                kind=kind,
                span=span or str(self.year),
                period=period or f"{self.year}年度",
                position=position or self.position,
                made_at=made_at,
                size=size,
                digest=digest,
                extent=counted,
                measure=measure,
            )
        )

    def number(self) -> None:
        """Give every file its volume and its place there."""
        self.filed_so_far[:] = numbered(self.filed_so_far)

    def _room(self, path: str) -> Path:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        return file


def measured(file: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file."""
    digest, size = hashlib.sha256(), 0
    for block in _blocks(file):
        digest.update(block)
        size += len(block)
    return size, digest.hexdigest()


def extent(file: Path) -> tuple[int, str]:
    """How many pages a PDF of ours has, or lines a CSV; nothing of others."""
    if file.suffix == ".pdf" and (found := _PAGES.search(file.read_bytes())):
        return int(found[1]), "页"
    if file.suffix == ".csv":
        return sum(block.count(b"\n") for block in _blocks(file)), "行"
    return 0, ""


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while block := stream.read(_READ):
            yield block
