"""Metadata of an archive (元数据.xml): the set and each of its files, for programs.

1. Elements are called as archives call them (全宗号、立档单位名称、年度、保管期限、
   题名、形成时间、计算机文件名…), after the practice of DA/T 94-2022 and DA/T 46;
   what the books have beside, 链位 and the digests of the chains, is ours. There is no
   public schema to be held against, so none is named.
2. A document type is refused unread: nothing is expanded, nothing outside is opened.
3. What XML cannot say, or reads back as another (control characters, a carriage
   return), stands by its number.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET
from xml.parsers import expat

from reports.archive_kinds import BASIS, CATEGORY, Filed

METADATA = "目录/元数据.xml"
FORM = "bangfu-metadata-1"
ROOT, SET, FILE = "电子会计档案", "会计档案", "文件"
PATH, SIZE, DIGEST = "计算机文件名", "计算机文件大小", "摘要值"
MADE_AT = "形成时间"
ALGORITHM = "SHA-256"

_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of the whole set."""

    unit: str
    name: str
    year: int
    position: int
    hash: str
    totals_hash: str
    closed_by: str
    closed_at: str
    basis: str = BASIS


def content(told: Told, files: Sequence[Filed]) -> bytes:
    """The file: the same set, the same bytes."""
    root = ET.Element(ROOT, {"版本": FORM})
    whole = ET.SubElement(root, SET)
    for name, value in of_set(told, len(files)).items():
        ET.SubElement(whole, name).text = value
    for one in files:
        element = ET.SubElement(root, FILE)
        for name, value in of_file(told, one).items():
            ET.SubElement(element, name).text = value
    ET.indent(root, " ")
    said = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{said}\n'.encode()


def of_set(told: Told, count: int) -> dict[str, str]:
    """What is said of the set, as XML can say it (3)."""
    return _plain(
        {
            "全宗号": told.unit,
            "立档单位名称": told.name,
            "门类代码": CATEGORY,
            "年度": str(told.year),
            "题名": f"{told.name}{told.year}年度会计档案",
            "形成单位": told.name,
            MADE_AT: told.closed_at,
            "结账人": told.closed_by,
            "归档依据": told.basis,
            "文件数": str(count),
            "链位": str(told.position),
            "凭证链摘要": told.hash,
            "余额摘要": told.totals_hash,
        }
    )


def of_file(told: Told, one: Filed) -> dict[str, str]:
    """What is said of a file, as XML can say it (3)."""
    extent = {f"{one.measure}数": str(one.extent)} if one.extent else {}
    return _plain(
        {
            "档号": one.number(told.unit),
            "案卷号": str(one.volume),
            "件号": str(one.item),
            "题名": one.title,
            "会计档案类别": one.kind.value,
            "年度": str(one.year),
            "会计期间": one.period,
            "保管期限": one.retention,
            "保管期限起算": one.kept_from,
            "保管期限届满": one.kept_until or "永久",
            "形成单位": told.name,
            MADE_AT: one.made_at,
            "格式": one.format,
            PATH: one.path,
            SIZE: str(one.size),
            **extent,
            "数字摘要算法": ALGORITHM,
            DIGEST: one.digest,
            "链位": str(one.position),
        }
    )


def _plain(said: dict[str, str]) -> dict[str, str]:
    return {name: _NOT_XML.sub(_numbered, text) for name, text in said.items()}


def _numbered(match: re.Match[str]) -> str:
    return f"〔U+{ord(match[0]):04X}〕"


# -- read back ----------------------------------------------------------------------


class NotMetadataError(ValueError):
    """The file is no metadata of ours."""


@dataclass(slots=True)
class Read:
    """What a file of metadata says, of the set and of each file by its path."""

    whole: Mapping[str, str] = field(default_factory=dict)
    files: dict[str, Mapping[str, str]] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)


def read(found: bytes) -> Read:
    """What metadata says; it may come from anywhere.

    Raises:
        NotMetadataError: it is no XML, has a document type, or is none of ours.
    """
    parser = expat.ParserCreate()
    reader = _Reader()
    parser.StartElementHandler = reader.begin
    parser.CharacterDataHandler = reader.text.append
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(found, True)  # noqa: FBT003 - expat takes it by place alone
    except expat.ExpatError as error:
        told = f"第 {error.lineno} 行不是 XML"
        raise NotMetadataError(told) from None
    return reader.said


def _refuse(*_: object) -> None:
    told = "含有文档类型声明"
    raise NotMetadataError(told)


@dataclass(slots=True)
class _Reader:
    said: Read = field(default_factory=Read)
    path: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    record: dict[str, str] = field(default_factory=dict)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if not self.path and (name, attributes.get("版本")) != (ROOT, FORM):
            told = "不是本程序写的元数据"
            raise NotMetadataError(told)
        self.path.append(name)
        self.text.clear()
        if len(self.path) == 2:  # noqa: PLR2004 - below the root
            self.record = {}

    def end(self, name: str) -> None:
        self.path.pop()
        match len(self.path):
            case 2 if name not in self.record:
                self.record[name] = "".join(self.text)
            case 1 if name == SET and not self.said.whole:
                self.said.whole = self.record
            case 1 if name == FILE:
                self._file()
            case 1 | 2:
                told = f"多出元素“{name}”"
                raise NotMetadataError(told)

    def _file(self) -> None:
        named = self.record.get(PATH, "")
        if named in self.said.files:
            self.said.twice.append(named)
        self.said.files[named] = self.record
