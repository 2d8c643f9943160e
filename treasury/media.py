"""What kind of file a paper is (文件类型), told by its content, not by its name.

1. Only kinds that people can still read in thirty years are kept: PDF, PNG, JPEG, OFD,
   XML, XLSX, DOCX, plain text. The name's ending must say the same as the content.
2. Files that are archives inside (OFD, XLSX, DOCX) are looked at by their list of
   contents; nothing in them is unpacked. One that would unpack to more than
   `UNPACKED_MOST`, is encrypted, or carries a program (macros), is refused.
3. A text is one to its end: UTF-8 or GB18030, without control characters.

Basis: 会计档案管理办法（财政部、国家档案局令第79号）第八条; 财会〔2020〕6号 第三条.
"""

import codecs
import zipfile
from pathlib import PurePath
from typing import BinaryIO

from ledger.accounts import Labelled
from treasury.errors import AttachmentRefused

UNPACKED_MOST = 500_000_000
"""Bytes to which an archive may unpack by its own list."""
LISTED_MOST = 5_000
"""Files that an archive may list."""

_READ = 1 << 20
_HEAD = 16
_LIST_END = b"PK\x05\x06"
_LIST_END_BYTES = 22
_WIDE = b"PK\x06\x07"
_WIDE_BYTES = 20
_COMMENT_MOST = 1 << 16
_ENCRYPTED = 1
_WHITE = frozenset(b"\t\n\r\x0c")


class Media(Labelled):
    """The kinds of files that are kept."""

    PDF = "application/pdf", "PDF"
    PNG = "image/png", "PNG 图片"
    JPEG = "image/jpeg", "JPEG 图片"
    OFD = "application/ofd", "OFD 版式文件"
    XML = "application/xml", "XML"
    XLSX = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "XLSX 表格",
    )
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "DOCX 文档",
    )
    TEXT = "text/plain", "文本"


_ENDINGS = {
    ".pdf": Media.PDF,
    ".png": Media.PNG,
    ".jpg": Media.JPEG,
    ".jpeg": Media.JPEG,
    ".ofd": Media.OFD,
    ".xml": Media.XML,
    ".xlsx": Media.XLSX,
    ".docx": Media.DOCX,
    ".txt": Media.TEXT,
    ".csv": Media.TEXT,
}

_HEADS = (
    (b"%PDF-", Media.PDF),
    (b"\x89PNG\r\n\x1a\n", Media.PNG),
    (b"\xff\xd8\xff", Media.JPEG),
)

_PARTS = (
    ("OFD.xml", Media.OFD),
    ("xl/workbook.xml", Media.XLSX),
    ("word/document.xml", Media.DOCX),
)
"""What an archive's list must hold to be of a kind."""


def media_of(stream: BinaryIO, name: str) -> Media:
    """The kind of a file whose name ends as its content asks.

    Raises:
        AttachmentRefused: the content is of no kind that is kept, is not what the name
            says, or would be unsafe to open.
    """
    named = _ENDINGS.get(PurePath(name).suffix.lower())
    kept = "、".join(sorted(_ENDINGS))
    if named is None:
        raise _refused("扩展名不在可保存的类型之内", f"可以保存 {kept}")
    found = _of_content(stream)
    if found is not named:
        told = found.label if found else "不能识别的类型"
        why = f"扩展名是 {named.label}，内容却是{told}"
        raise _refused(why, f"取得原件重新提交；可以保存 {kept}")
    return found


def _refused(why: str, do: str) -> AttachmentRefused:
    return AttachmentRefused("这份文件不能作附件", why=why, do=do)


def _of_content(stream: BinaryIO) -> Media | None:
    stream.seek(0)
    head = stream.read(_HEAD)
    for mark, media in _HEADS:
        if head.startswith(mark):
            return media
    if head.startswith(b"PK\x03\x04"):
        return _of_archive(stream)
    encoding = _encoding(stream)
    if not encoding:
        return None
    text = head.decode(encoding, "ignore").lstrip("\ufeff").lstrip()
    return Media.XML if text.startswith("<?xml") else Media.TEXT


# -- archives (2) -------------------------------------------------------------------


def _of_archive(stream: BinaryIO) -> Media | None:
    do = "由出具方重新提供，或另存为 PDF"
    if not _listed_plainly(stream):
        raise _refused("压缩结构已损坏，或包含的文件过多", do)
    try:
        with zipfile.ZipFile(stream) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _refused("压缩结构已损坏", do) from None
    if sum(one.file_size for one in listed) > UNPACKED_MOST:
        most = f"{UNPACKED_MOST // 1_000_000} MB"
        why = f"解开后超过 {most}，可能是压缩炸弹，未打开"
        raise _refused(why, do)
    if any(one.flag_bits & _ENCRYPTED for one in listed):
        raise _refused("内容有密码，以后可能无法阅读", "去掉密码后重新提交")
    names = {one.filename for one in listed}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused("文件中有宏（程序）", "另存为没有宏的文件或 PDF")
    return next((media for part, media in _PARTS if part in names), None)


def _listed_plainly(stream: BinaryIO) -> bool:
    """Whether the list of contents is small enough to be read at all."""
    size = stream.seek(0, 2)
    back = min(size, _COMMENT_MOST + _LIST_END_BYTES + _WIDE_BYTES)
    stream.seek(size - back)
    tail = stream.read(back)
    at = tail.rfind(_LIST_END)
    if at < 0 or _WIDE in tail[max(at - _WIDE_BYTES, 0) : at]:
        return False
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    # A name is at most some hundred bytes; the list cannot be longer than that.
    return count <= LISTED_MOST and length <= LISTED_MOST * 1024


# -- texts (3) ----------------------------------------------------------------------


def _encoding(stream: BinaryIO) -> str:
    """How a text is written, to its end; empty where it is none."""
    return next((one for one in ("utf-8", "gb18030") if _reads(stream, one)), "")


def _reads(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while block := stream.read(_READ):
            if any(byte < ord(" ") and byte not in _WHITE for byte in set(block)):
                return False
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
