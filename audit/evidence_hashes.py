"""The written form of what is hashed of evidence books, version 1.

**Folder**: `bangfu-folder-1`, then for each file in the order of their names, after the
byte 1E, name and SHA-256 (lower-case hex) parted by the byte 1F. Files whose names
begin with `.` or `~` are a machine's own and left out. Names are as they are kept.

**Rows of an intake**: `bangfu-evidence-1`; then for each table in the order of
`evidence_tables.PARTS`, after the byte 1E, its name without `evidence_` and the number
of its rows, parted by 1F; then each of its rows in the order of its key, after 1E, all
columns but unit, year and number of the intake, parted by 1F. Numbers are decimal
digits, hashes lower-case hex, texts UTF-8. No text holds a byte below 20.
"""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from audit.evidence_sheets import UNPRINTABLE, cleaned

_BLOCK = 1 << 20


def files_of(folder: Path) -> tuple[tuple[str, int, bytes], ...]:
    """Name, size and SHA-256 of every file of a folder, or of one file."""
    paths = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    found = []
    for path in paths:
        name = path.name if path == folder else path.relative_to(folder).as_posix()
        if path.is_file() and not any(part[0] in ".~" for part in name.split("/")):
            found.append((cleaned(name)[0] or UNPRINTABLE, *_digest(path)))
    return tuple(sorted(found))


def _digest(path: Path) -> tuple[int, bytes]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while part := file.read(_BLOCK):
            digest.update(part)
            size += len(part)
    return size, digest.digest()


def folder_hash(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The digest of a folder: names and hashes of its files, in order of name."""
    found = hashlib.sha256(b"bangfu-folder-1")
    for name, digest in files:
        found.update(f"\x1e{name}\x1f{digest.hex()}".encode())
    return found.digest()


class RowsHash:
    """The digest of an intake's rows, table by table, each in the order of its key."""

    def __init__(self) -> None:
        self._found = hashlib.sha256(b"bangfu-evidence-1")

    def add(self, name: str, count: int, rows: Iterable[Sequence[object]]) -> None:
        """Add a table: its name without `evidence_`, its rows without their key."""
        update = self._found.update
        update(f"\x1e{name}\x1f{count}".encode())
        for row in rows:
            update(("\x1e" + "\x1f".join(map(_text, row))).encode())

    def digest(self) -> bytes:
        """What it comes to."""
        return self._found.digest()


def _text(value: object) -> str:
    return value.hex() if isinstance(value, (bytes, memoryview)) else str(value)
