"""A set of archived records, changed in each way, and what its check tells."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from reports import archive, archive_check, archive_xml
from reports.archive_check import Checked
from reports.archive_xml import METADATA
from reports.errors import ArchiveUnreadable
from tests.reports.keeping import contents, listed, manifest


@pytest.fixture
def copy(kept: Path, tmp_path: Path) -> Path:
    """A copy of the set, to be spoiled."""
    folder = tmp_path / "copy"
    for path, content in contents(kept).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def told(checked: Checked) -> list[tuple[str, str]]:
    return [(one.path, one.what) for one in checked.differences]


def test_a_set_that_was_left_alone_agrees(copy: Path) -> None:
    checked = archive_check.check(copy)
    assert (checked.unit, checked.year) == ("U1", 2025)
    assert checked.files == len(listed(copy))
    assert told(checked) == []


def test_missing_changed_and_added_files_are_told(copy: Path) -> None:
    (copy / "总账/2025科目余额表.pdf").unlink()
    changed = copy / "总账/2025科目余额表.csv"
    changed.write_bytes(changed.read_bytes().replace(b"1000", b"1001"))
    (copy / "总账/又一份.csv").write_text("", "utf-8")
    size = changed.stat().st_size
    assert told(archive_check.check(copy)) == [
        ("总账/2025科目余额表.pdf", "缺失"),
        (
            "总账/2025科目余额表.csv",
            f"内容被改动（原 {size} 字节，现 {size} 字节）",
        ),
        ("总账/又一份.csv", "清单以外的文件"),
    ]


def test_a_link_is_no_file_of_a_set(copy: Path, kept: Path) -> None:
    name = "总账/2025科目余额表.pdf"
    (copy / name).unlink()
    (copy / name).symlink_to(kept / name)
    assert told(archive_check.check(copy)) == [(name, "不是原来的文件")]


def test_a_changed_manifest_has_another_hash(copy: Path) -> None:
    before = archive_check.check(copy).manifest_hash
    file = copy / archive.MANIFEST
    file.write_text(file.read_text("utf-8").replace("某县", "邻县"), "utf-8")
    assert archive_check.check(copy).manifest_hash != before


def test_folders_that_no_file_needs_are_told(copy: Path) -> None:
    (copy / "总账" / "空").mkdir()
    (copy / "另册").mkdir()
    (copy / "另册" / "一份.txt").write_text("", "utf-8")
    assert told(archive_check.check(copy)) == [
        ("另册/一份.txt", "清单以外的文件"),
        ("另册/", "清单以外的文件夹"),
        ("总账/空/", "清单以外的文件夹"),
    ]


def changed(folder: Path, before: str, after: str) -> list[tuple[str, str]]:
    """What is told once the metadata says otherwise, and the manifest knows it."""
    file = folder / METADATA
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")
    told_of = manifest(folder)
    for one in told_of["files"]:
        if one["path"] == METADATA:
            one["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    place = folder / archive.MANIFEST
    place.write_text(json.dumps(told_of, ensure_ascii=False), "utf-8")
    return told(archive_check.check(folder))


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("<链位>7</链位>", "<链位>8</链位>", (METADATA, "链位与清单不符")),
        ("某县总工会<", "邻县总工会<", (METADATA, "立档单位名称与清单不符")),
        (
            "<保管期限>30年<",
            "<保管期限>10年<",
            ("记账凭证/2025全部分录.csv", "元数据中的保管期限与清单不符"),
        ),
        (
            "记账凭证/2025全部分录.csv",
            "记账凭证/另一份.csv",
            ("记账凭证/2025全部分录.csv", "元数据中没有"),
        ),
        ("<文件>", "<文件", (METADATA, "元数据不能读取：第 19 行不是 XML")),
        (
            "<电子会计档案",
            "<!DOCTYPE a><电子会计档案",
            (METADATA, "元数据不能读取：含有文档类型声明"),
        ),
        ("bangfu-metadata-1", "9", (METADATA, "元数据不能读取：不是本程序写的元数据")),
        (
            "<行数>",
            "<行数>1",
            ("记账凭证/2025全部分录.csv", "元数据中的行数与文件不符"),
        ),
        (
            "<文件>",
            "<册>x</册><文件>",
            (METADATA, "元数据不能读取：多出元素“册”"),
        ),
        (
            "<链位>7</链位>",
            "<链位>8</链位><链位>7</链位>",
            (METADATA, "元数据不能读取：多出元素“链位”"),
        ),
        (
            "</余额摘要>",
            "</余额摘要><备注>x</备注>",
            (METADATA, "备注与清单不符"),
        ),
    ],
)
def test_metadata_that_says_otherwise_is_told(
    copy: Path, before: str, after: str, what: tuple[str, str]
) -> None:
    assert what in changed(copy, before, after)


def test_every_element_of_the_metadata_is_held(copy: Path) -> None:
    """One file has an element of each name: each is changed in turn."""
    file = copy / METADATA
    written = file.read_text("utf-8")
    said = archive_xml.read(written.encode())
    path = "记账凭证/2025-03记账凭证装订册.pdf"
    start = written.index("<文件>", written.index("2025-02记账凭证装订册.pdf"))
    for name in said.files[path].keys() - {archive_xml.PATH}:
        place = written.index(f"<{name}>", start) + len(f"<{name}>")
        file.write_text(written[:place] + "0" + written[place:], "utf-8")
        found = told(archive_check.check(copy))
        against = "文件" if name == "页数" else "清单"
        assert (path, f"元数据中的{name}与{against}不符") in found
    for name in said.whole:
        file.write_text(written.replace(f"<{name}>", f"<{name}>0", 1), "utf-8")
        assert (METADATA, f"{name}与清单不符") in told(archive_check.check(copy))


def spoiled(folder: Path, **values: Any) -> list[tuple[str, str]]:
    """What is told once the manifest says otherwise of the trial balance."""
    new = manifest(folder)
    (one,) = [one for one in new["files"] if one["path"] == "总账/2025科目余额表.csv"]
    one.update(values)
    text = json.dumps(new, ensure_ascii=False)
    (folder / archive.MANIFEST).write_text(text, "utf-8")
    return told(archive_check.check(folder))


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"title": "另一张表"}, "元数据中的题名与清单不符"),
        ({"period": "2024年度"}, "元数据中的会计期间与清单不符"),
        ({"kind": "明细账"}, "元数据中的会计档案类别与清单不符"),
        ({"kind": "草稿"}, "清单中的类别不认识"),
        ({"retention": "10年"}, "清单中的保管期限与该类档案应有的不符"),
        ({"retention_years": 10}, "清单中的保管年数与该类档案应有的不符"),
        ({"kept_from": "2025-01-01"}, "清单中的保管期限起算与该类档案应有的不符"),
        ({"kept_until": None}, "清单中的保管期限届满与该类档案应有的不符"),
        ({"made_at": "2026-01-01T00:00:00Z"}, "元数据中的形成时间与清单不符"),
        ({"number": "U1-1"}, "清单中的档号与该类档案应有的不符"),
        ({"position": "7"}, "清单中的链位与该类档案应有的不符"),
        ({"note": ""}, "清单中的note与该类档案应有的不符"),
    ],
)
def test_a_manifest_that_says_otherwise_is_told(
    copy: Path, values: dict[str, Any], what: str
) -> None:
    assert ("总账/2025科目余额表.csv", what) in spoiled(copy, **values)


def test_a_file_that_the_manifest_names_twice_is_told(copy: Path) -> None:
    new = manifest(copy)
    new["files"].append(new["files"][0])
    new["kept_from"] = "2020-01-01"
    text = json.dumps(new, ensure_ascii=False)
    (copy / archive.MANIFEST).write_text(text, "utf-8")
    assert told(archive_check.check(copy)) == [
        (archive.MANIFEST, "保管期限起算与年度不符"),
        (new["files"][0]["path"], "清单中重复"),
    ]


def test_a_set_of_the_second_form_is_still_read(copy: Path) -> None:
    """Its manifest did not tell when a file was made; all else is held."""
    old = manifest(copy) | {"form": "bangfu-archive-2"}
    for one in old["files"]:
        del one["made_at"]
    text = json.dumps(old, ensure_ascii=False)
    (copy / archive.MANIFEST).write_text(text, "utf-8")
    assert told(archive_check.check(copy)) == []
    assert spoiled(copy, title="另一张表") != []


def test_a_set_of_the_first_form_is_still_read(copy: Path) -> None:
    (copy / METADATA).unlink()
    old = manifest(copy) | {"form": "bangfu-archive-1"}
    old["files"] = [one for one in old["files"] if one["path"] != METADATA]
    text = json.dumps(old, ensure_ascii=False)
    (copy / archive.MANIFEST).write_text(text, "utf-8")
    assert told(archive_check.check(copy)) == []


def test_a_set_without_metadata_is_told(copy: Path) -> None:
    new = manifest(copy)
    new["files"] = [one for one in new["files"] if one["path"] != METADATA]
    text = json.dumps(new, ensure_ascii=False)
    (copy / archive.MANIFEST).write_text(text, "utf-8")
    assert (METADATA, "清单没有列出元数据") in told(archive_check.check(copy))


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"form": "other"}', '{"form": "bangfu-archive-1"}']
)
def test_what_is_no_manifest_of_ours_is_refused(copy: Path, content: str) -> None:
    (copy / archive.MANIFEST).write_text(content, "utf-8")
    with pytest.raises(ArchiveUnreadable, match="已损坏"):
        archive_check.check(copy)


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnreadable, match=r"其中没有 manifest\.json"):
        archive_check.check(tmp_path)
