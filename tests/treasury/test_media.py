"""What kind of file a paper is: by its content; nothing is unpacked."""

import io
import struct
import zipfile

import pytest

from tests.treasury.papers import PDF, archive
from treasury.errors import AttachmentRefused
from treasury.media import LISTED_MOST, UNPACKED_MOST, Media, media_of

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
EXE = b"MZ\x90\x00" + bytes(60)
XML = '<?xml version="1.0" encoding="UTF-8"?><发票/>'.encode()
OFD = archive("OFD.xml", "Doc_0/Document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
DOCX = archive("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("a.pdf", PDF, Media.PDF),
        ("A.PDF", PDF, Media.PDF),
        ("a.png", PNG, Media.PNG),
        ("a.jpg", JPEG, Media.JPEG),
        ("a.jpeg", JPEG, Media.JPEG),
        ("a.xml", XML, Media.XML),
        ("a.xml", b"\xef\xbb\xbf" + XML, Media.XML),
        ("a.ofd", OFD, Media.OFD),
        ("a.xlsx", XLSX, Media.XLSX),
        ("a.docx", DOCX, Media.DOCX),
        ("a.txt", "说明\r\n".encode(), Media.TEXT),
        ("a.csv", "日期,金额\n".encode("gb18030"), Media.TEXT),
        ("a.txt", "字".encode() * 400_000, Media.TEXT),
    ],
)
def test_kinds_that_are_kept_are_known_by_their_content(
    name: str, content: bytes, media: Media
) -> None:
    assert media_of(io.BytesIO(content), name) is media


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.exe", EXE, "扩展名不在可保存的类型之内"),
        ("a", PDF, "扩展名不在可保存的类型之内"),
        ("a.pdf.zip", OFD, "扩展名不在可保存的类型之内"),
        ("a.pdf", EXE, "扩展名是 PDF，内容却是不能识别的类型"),
        ("a.pdf", PNG, "扩展名是 PDF，内容却是PNG 图片"),
        ("a.jpg", PDF, "内容却是PDF"),
        ("a.xlsx", DOCX, "内容却是DOCX 文档"),
        ("a.ofd", archive("other.txt"), "内容却是不能识别的类型"),
        ("a.ofd", EXE + OFD, "内容却是不能识别的类型"),
        ("a.txt", b"a\x00b", "内容却是不能识别的类型"),
        ("a.txt", b"a\xff\xff", "内容却是不能识别的类型"),
        ("a.txt", XML, "内容却是XML"),
        ("a.csv", PDF, "内容却是PDF"),
        ("a.ofd", b"PK\x03\x04" + bytes(40), "压缩结构已损坏"),
        ("a.ofd", OFD[:-30], "压缩结构已损坏"),
        ("a.xlsx", archive("xl/workbook.xml", "xl/vbaProject.bin"), "宏"),
    ],
)
def test_a_wrong_kind_is_refused_and_told(name: str, content: bytes, told: str) -> None:
    with pytest.raises(AttachmentRefused, match=told):
        media_of(io.BytesIO(content), name)


def test_a_list_that_is_damaged_is_refused() -> None:
    damaged = bytearray(OFD)
    damaged[damaged.rfind(b"PK\x01\x02")] = 0
    with pytest.raises(AttachmentRefused, match="压缩结构已损坏"):
        media_of(io.BytesIO(bytes(damaged)), "a.ofd")


def test_what_unpacks_to_too_much_is_not_unpacked() -> None:
    content = bytearray(archive("xl/workbook.xml"))
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", UNPACKED_MOST + 1)
    with pytest.raises(AttachmentRefused, match="压缩炸弹，未打开"):
        media_of(io.BytesIO(bytes(content)), "a.xlsx")


def test_an_archive_with_a_password_is_refused() -> None:
    content = bytearray(archive("xl/workbook.xml"))
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 8] |= 1
    with pytest.raises(AttachmentRefused, match="有密码"):
        media_of(io.BytesIO(bytes(content)), "a.xlsx")


def test_an_archive_that_lists_too_many_files_is_not_read() -> None:
    names = ("OFD.xml", *(str(number) for number in range(LISTED_MOST)))
    with pytest.raises(AttachmentRefused, match="包含的文件过多"):
        media_of(io.BytesIO(archive(*names, content=b"")), "a.ofd")


def test_an_archive_in_the_wide_form_is_not_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        written.writestr("OFD.xml", b"")
    end = stream.getvalue().rfind(b"PK\x05\x06")
    content = stream.getvalue()
    wide = b"PK\x06\x07" + bytes(16)
    with pytest.raises(AttachmentRefused, match="压缩结构已损坏"):
        media_of(io.BytesIO(content[:end] + wide + content[end:]), "a.ofd")
