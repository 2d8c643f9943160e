"""A set of archived records held against its manifest: missing, changed, added files.

It needs no books: whoever has the folder, and the hash that was printed when it was
written, can check it. A file and the manifest changed together are found by that hash.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.archive import FORM, MANIFEST, measured
from reports.errors import ArchiveUnreadable


@dataclass(frozen=True, slots=True)
class Difference:
    """A file of a set that is not as it was written."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A set that was checked: whose it is, its manifest's hash, and what differs."""

    unit: str
    year: int
    files: int
    manifest_hash: str
    differences: tuple[Difference, ...]


def check(folder: Path) -> Checked:
    """Compute every hash of a set again, and tell what is not as it was written.

    Raises:
        ArchiveUnreadable: there is no manifest, or it is none of ours.
        OSError: a file cannot be read.
    """
    told, digest = _manifest_of(folder)
    listed: dict[str, dict[str, Any]] = {one["path"]: one for one in told["files"]}
    standing = {
        found.relative_to(folder).as_posix()
        for found in folder.rglob("*")
        if found.is_symlink() or not found.is_dir()
    }
    differences = [
        Difference(path, "缺失") for path in sorted(listed.keys() - standing)
    ]
    both = sorted(listed.keys() & standing)
    changed = ((path, _changed(folder / path, listed[path])) for path in both)
    differences += [Difference(path, what) for path, what in changed if what]
    added = sorted(standing - listed.keys() - {MANIFEST})
    differences += [Difference(path, "清单以外的文件") for path in added]
    return Checked(told["unit"], told["year"], len(listed), digest, tuple(differences))


def _manifest_of(folder: Path) -> tuple[dict[str, Any], str]:
    file = folder / MANIFEST
    if not file.is_file():
        raise ArchiveUnreadable(folder, f"其中没有 {MANIFEST}")
    content = file.read_bytes()
    try:
        told = json.loads(content)
    except ValueError:
        raise ArchiveUnreadable(folder, f"{MANIFEST} 不是 JSON，已损坏") from None
    if not _is_ours(told):
        raise ArchiveUnreadable(folder, f"{MANIFEST} 不是本程序写的档案清单，或已损坏")
    return told, hashlib.sha256(content).hexdigest()


def _is_ours(told: Any) -> bool:
    if not isinstance(told, dict) or told.get("form") != FORM:
        return False
    files = told.get("files")
    return (
        isinstance(told.get("unit"), str)
        and isinstance(told.get("year"), int)
        and isinstance(files, list)
        and all(isinstance(one, dict) for one in files)
        and all(isinstance(one.get("path"), str) for one in files)
    )


def _changed(file: Path, listed: Mapping[str, Any]) -> str:
    """How a file differs from what the manifest says of it; empty where it does not."""
    if file.is_symlink() or not file.is_file():
        return "不是原来的文件"
    size, digest = measured(file)
    if digest == listed.get("sha256"):
        return ""
    return f"内容被改动（原 {listed.get('bytes')} 字节，现 {size} 字节）"
