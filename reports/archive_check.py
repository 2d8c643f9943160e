"""A set of archived records held against its manifest: missing, changed, added files.

It needs no books: whoever has the folder, and the hash that was printed when it was
written, can check it. A file and the manifest changed together are found by that hash.
The metadata for programs (`元数据.xml`) is held against the manifest too: it names the
same set, and of every other file the same number, size, digest and retention.

Sets of the first form, which had no metadata, are still read.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports import archive_xml
from reports.archive import FORM, MANIFEST
from reports.archive_files import measured
from reports.archive_xml import DIGEST, METADATA, PATH, SIZE
from reports.errors import ArchiveUnreadable

_FIRST = "bangfu-archive-1"
_FORMS = (_FIRST, FORM)


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
    differences += _metadata(folder, told)
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


# -- metadata -----------------------------------------------------------------------


def _metadata(folder: Path, told: Mapping[str, Any]) -> Iterator[Difference]:
    """Where the metadata does not say what the manifest does."""
    if told["form"] == _FIRST:
        return
    listed = {one["path"]: one for one in told["files"]}
    if listed.pop(METADATA, None) is None:
        yield Difference(METADATA, "清单没有列出元数据")
        return
    file = folder / METADATA
    if file.is_symlink() or not file.is_file():
        return  # It is told as missing already.
    try:
        said = archive_xml.read(file.read_bytes())
    except archive_xml.NotMetadataError as refusal:
        yield Difference(METADATA, f"元数据不能读取：{refusal}")
        return
    for name, key in _OF_SET:
        if said.whole.get(name) != str(told.get(key)):
            yield Difference(METADATA, f"{name}与清单不符")
    yield from _of_files(said, listed)


def _of_files(
    said: archive_xml.Read, listed: Mapping[str, Mapping[str, Any]]
) -> Iterator[Difference]:
    for path in said.twice:
        yield Difference(path, "元数据中重复")
    for path in sorted(listed.keys() - said.files.keys()):
        yield Difference(path, "元数据中没有")
    for path in sorted(said.files.keys() - listed.keys()):
        yield Difference(path, "元数据中有，清单中没有")
    for path in sorted(listed.keys() & said.files.keys()):
        for name, key in _OF_FILE:
            if said.files[path].get(name) != str(listed[path].get(key)):
                yield Difference(path, f"元数据中的{name}与清单不符")


_OF_SET = (
    ("全宗号", "unit"),
    ("立档单位名称", "unit_name"),
    ("年度", "year"),
    ("链位", "position"),
    ("凭证链摘要", "hash"),
    ("余额摘要", "totals_hash"),
)
"""What is said of the set, in metadata and in the manifest."""

_OF_FILE = (
    (PATH, "path"),
    (SIZE, "bytes"),
    (DIGEST, "sha256"),
    ("档号", "number"),
    ("保管期限", "retention"),
    ("链位", "position"),
)
"""The same of each file."""
