"""What the manifest of a set says, against its own rules and against the metadata.

Both are read as what may come from anywhere: a value of another type, a kind that there
is not, an element twice or one too many is told like any other difference.
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports import archive_xml
from reports.archive_files import extent
from reports.archive_kinds import Filed, Kind
from reports.archive_xml import MADE_AT, METADATA

FIRST, SECOND = "bangfu-archive-1", "bangfu-archive-2"

_PLACE = re.compile(r"-(\d{3,})-(\d{3,})$", re.ASCII)
"""Where the number of a file has those of its volume and of its place there."""

_COUNTED = ("页数", "行数")

_LABELS: Mapping[str, str] = {
    "number": "档号",
    "title": "题名",
    "period": "会计期间",
    "retention": "保管期限",
    "retention_years": "保管年数",
    "kept_from": "保管期限起算",
    "kept_until": "保管期限届满",
    "position": "链位",
    "bytes": "字节数",
    "sha256": "摘要",
    "made_at": "形成时间",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A file of a set that is not as it was written."""

    path: str
    what: str


def differences(
    folder: Path, told: Mapping[str, Any], whole: AbstractSet[str]
) -> Iterator[Difference]:
    """Where manifest and metadata do not say what they must.

    `whole` are the files that stand as they were written.
    """
    if told["form"] == FIRST:
        return
    if told.get("kept_from") != f"{told['year'] + 1}-01-01":
        yield Difference("manifest.json", "保管期限起算与年度不符")
    filed: dict[str, Filed] = {}
    for one in told["files"]:
        path = one["path"]
        if path in filed:
            yield Difference(path, "清单中重复")
        elif one.get("kind") not in list(Kind):
            yield Difference(path, "清单中的类别不认识")
        else:
            filed[path] = _filed(folder, told, one, is_whole=path in whole)
            yield from _by_rule(told, one, filed[path])
    yield from _metadata(folder, told, filed)


# -- the manifest -------------------------------------------------------------------


def _filed(
    folder: Path, told: Mapping[str, Any], one: Mapping[str, Any], *, is_whole: bool
) -> Filed:
    """The file that the manifest speaks of; what it does not say well is empty."""
    place = _PLACE.search(_text(one, "number"))
    counted, measure = extent(folder / one["path"]) if is_whole else (0, "")
    return Filed(
        path=one["path"],
        title=_text(one, "title"),
        kind=Kind(one["kind"]),
        span=f"{told['year']}",
        period=_text(one, "period"),
        position=_count(one, "position"),
        made_at=_text(one, "made_at"),
        size=_count(one, "bytes"),
        digest=_text(one, "sha256"),
        extent=counted,
        measure=measure,
        volume=int(place[1]) if place else 0,
        item=int(place[2]) if place else 0,
    )


def _by_rule(
    told: Mapping[str, Any], one: Mapping[str, Any], filed: Filed
) -> Iterator[Difference]:
    """Where the manifest does not say of a file what follows from its kind and year."""
    due = filed.told(told["unit"])
    if told["form"] == SECOND:
        due.pop("made_at")
    for name in (*due, *sorted(one.keys() - due.keys())):
        if name not in due or one.get(name, ...) != due[name]:
            label = _LABELS.get(name, name)
            yield Difference(one["path"], f"清单中的{label}与该类档案应有的不符")


def _text(one: Mapping[str, Any], name: str) -> str:
    value = one.get(name)
    return value if isinstance(value, str) else ""


def _count(one: Mapping[str, Any], name: str) -> int:
    value = one.get(name)
    return value if isinstance(value, int) else -1


# -- the metadata -------------------------------------------------------------------


def _metadata(
    folder: Path, told: Mapping[str, Any], filed: Mapping[str, Filed]
) -> Iterator[Difference]:
    """Where the metadata does not say what the manifest does."""
    listed = {one["path"] for one in told["files"]}
    if METADATA not in listed:
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
    whole = archive_xml.Told(
        unit=told["unit"],
        name=_text(told, "unit_name"),
        year=told["year"],
        position=_count(told, "position"),
        hash=_text(told, "hash"),
        totals_hash=_text(told, "totals_hash"),
        closed_by=_text(told, "closed_by"),
        closed_at=_text(told, "closed_at"),
        basis=_text(told, "basis"),
    )
    due = archive_xml.of_set(whole, len(listed) - 1)
    for name in _unlike(due, said.whole):
        yield Difference(METADATA, f"{name}与清单不符")
    yield from _of_files(told, whole, said, filed)


def _of_files(
    told: Mapping[str, Any],
    whole: archive_xml.Told,
    said: archive_xml.Read,
    filed: Mapping[str, Filed],
) -> Iterator[Difference]:
    listed = {one["path"] for one in told["files"]} - {METADATA}
    for path in said.twice:
        yield Difference(path, "元数据中重复")
    for path in sorted(listed - said.files.keys()):
        yield Difference(path, "元数据中没有")
    for path in sorted(said.files.keys() - listed):
        yield Difference(path, "元数据中有，清单中没有")
    for path in sorted(said.files.keys() & listed & filed.keys()):
        due = archive_xml.of_file(whole, filed[path])
        for name in _unlike(due, said.files[path]):
            if name in _COUNTED:
                # What is changed or missing is told already, and not counted.
                if filed[path].measure:
                    yield Difference(path, f"元数据中的{name}与文件不符")
            elif name != MADE_AT or told["form"] != SECOND:
                yield Difference(path, f"元数据中的{name}与清单不符")


def _unlike(due: Mapping[str, str], said: Mapping[str, str]) -> Iterator[str]:
    """Elements that are not as they must be, that are missing, or one too many."""
    for name in (*due, *sorted(said.keys() - due.keys())):
        if due.get(name) != said.get(name):
            yield name
