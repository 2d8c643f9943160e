"""The files of an evidence package while it is written, and its manifest.

1. A package is written into a folder beside its place and put there in one step, as a
   folder or packed as a zip: it stands whole or not at all. Only its owner reads it.
2. The manifest lists every file by size and SHA-256; each entry carries the hash of
   all entries up to it, and the manifest the hash of itself.
3. The same books write the same bytes: nothing is dated by the writing.
"""

import csv
import hashlib
import json
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from audit.signatures import SigningKey

MANIFEST, SIGNATURE = "manifest.json", "signature.json"
SIGNED_FORM = "bangfu-package-signature-1"

_NOTHING = "0" * 64
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


class Hashed:
    """A file being written, hashed and measured as it goes; it takes text as well."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._digest, self.size = stream, hashlib.sha256(), 0

    def write(self, content: bytes | str) -> int:
        """Write bytes, or a text in UTF-8."""
        plain = content.encode() if isinstance(content, str) else content
        self._digest.update(plain)
        self.size += len(plain)
        return self._stream.write(plain)

    @property
    def digest(self) -> str:
        """The SHA-256 of what was written."""
        return self._digest.hexdigest()


@dataclass(slots=True)
class PackageFolder:
    """The folder that becomes a package, and its files so far."""

    folder: Path
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Size and SHA-256 by path."""

    @contextmanager
    def open(self, path: str) -> Iterator[Hashed]:
        """A file of the package; it stands in the manifest when it is whole."""
        assert path not in self.files, path
        file = self.folder / path
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(_private(file), "wb") as stream:
            hashed = Hashed(stream)
            yield hashed
        self.files[path] = hashed.size, hashed.digest

    def rows(
        self, path: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> int:
        """A table as CSV; how many rows it has."""
        count = 0
        with self.open(path) as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            for count, row in enumerate(rows, 1):  # noqa: B007 - counted
                writer.writerow(row)
        return count

    def close(self, told: Mapping[str, Any], key: SigningKey | None) -> str:
        """Write the manifest, and sign it where there is a key; its SHA-256."""
        whole = dict(told) | {"signer": key.fingerprint if key else ""}
        whole["files"] = list(self._listed())
        plain = json.dumps(whole, sort_keys=True).encode()
        whole["self"] = hashlib.sha256(plain).hexdigest()
        text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
        with self.open(MANIFEST) as stream:
            stream.write(text + "\n")
        digest = self.files[MANIFEST][1]
        if key is not None:
            message = f"{SIGNED_FORM}\x1f{digest}".encode()
            signed = {
                "form": SIGNED_FORM,
                "public_key": key.public_key.hex(),
                "signature": key.sign(message).hex(),
                "signer": key.fingerprint,
            }
            with self.open(SIGNATURE) as stream:
                stream.write(json.dumps(signed, indent=1, sort_keys=True) + "\n")
        return digest

    def _listed(self) -> Iterator[dict[str, object]]:
        rolled = _NOTHING
        for path, (size, digest) in sorted(self.files.items()):
            row = f"{rolled}\x1f{path}\x1f{digest}"
            rolled = hashlib.sha256(row.encode()).hexdigest()
            yield {"path": path, "bytes": size, "sha256": digest, "chain": rolled}


@contextmanager
def placed(target: Path) -> Iterator[PackageFolder]:
    """A folder that becomes the package at `target` when all of it is written.

    Raises:
        FileExistsError: something stands there already.
        OSError: it cannot be written; nothing is left of it.
    """
    part = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
    packed = part.with_name(f"{part.name}.zip")
    part.mkdir(mode=0o700)
    try:
        made = PackageFolder(part)
        yield made
        if target.suffix == ".zip":
            _pack(made, packed)
            # Unlike a renamed file, a linked one never takes the place of another's.
            target.hardlink_to(packed)
        else:
            if os.path.lexists(target):
                raise FileExistsError(target)
            part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        packed.unlink(missing_ok=True)


def _pack(made: PackageFolder, target: Path) -> None:
    with (
        os.fdopen(_private(target), "wb") as stream,
        zipfile.ZipFile(stream, "w") as packed,
    ):
        for path in sorted(made.files):
            entry = zipfile.ZipInfo(path, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            # Told beforehand: a file of four gigabytes needs another form of entry.
            entry.file_size = made.files[path][0]
            source = made.folder / path
            with source.open("rb") as plain, packed.open(entry, "w") as written:
                shutil.copyfileobj(plain, written)


def _private(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
