"""A set of archived records held against its manifest: missing, changed, added files.

It needs no books: whoever has the folder, and the hash that was printed when it was
written, can check it. A file and the manifest changed together are found by that hash.

1. Every file and folder is one that the manifest names, and holds what was written.
2. What the manifest says of a file follows from its kind and the year: number,
   retention, since when and until when it is kept.
3. The metadata for programs (`元数据.xml`) says the same as the manifest, of the set
   and of every other file, in each of its elements; pages and lines are counted again.

Sets of earlier forms are still read: the first had no metadata, the second did not tell
in its manifest when a file was made.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports import archive_said
from reports.archive import FORM, MANIFEST
from reports.archive_files import measured
from reports.archive_said import FIRST, SECOND, Difference
from reports.errors import ArchiveUnreadable

_FORMS = (FIRST, SECOND, FORM)


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
    standing, folders = _standing(folder)
    differences = [
        Difference(path, "缺失") for path in sorted(listed.keys() - standing)
    ]
    both = sorted(listed.keys() & standing)
    changed = {path: _changed(folder / path, listed[path]) for path in both}
    differences += [Difference(path, what) for path, what in changed.items() if what]
    whole = {path for path, what in changed.items() if not what}
    differences += archive_said.differences(folder, told, whole)
    added = sorted(standing - listed.keys() - {MANIFEST})
    differences += [Difference(path, "清单以外的文件") for path in added]
    known = {above.as_posix() for path in listed for above in Path(path).parents}
    differences += [
        Difference(f"{path}/", "清单以外的文件夹") for path in sorted(folders - known)
    ]
    return Checked(told["unit"], told["year"], len(listed), digest, tuple(differences))


def _standing(folder: Path) -> tuple[set[str], set[str]]:
    """The files and the folders that are there; a link is a file."""
    files: set[str] = set()
    folders: set[str] = set()
    for found in folder.rglob("*"):
        kind = folders if found.is_dir() and not found.is_symlink() else files
        kind.add(found.relative_to(folder).as_posix())
    return files, folders


def _manifest_of(folder: Path) -> tuple[dict[str, Any], str]:
    file = folder / MANIFEST
    if not file.is_file():
        raise ArchiveUnreadable(folder, f"其中没有 {MANIFEST}")
    content = file.read_bytes()
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        raise ArchiveUnreadable(folder, f"{MANIFEST} 不是 JSON，已损坏") from None
    if not _is_ours(told):
        raise ArchiveUnreadable(folder, f"{MANIFEST} 不是本程序写的档案清单，或已损坏")
    return told, hashlib.sha256(content).hexdigest()


def _is_ours(told: Any) -> bool:
    if not isinstance(told, dict) or told.get("form") not in _FORMS:
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
