"""Files that mean harm, or are none: refused whole, and nothing else is opened."""

import io
import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NoReturn

import pytest
import xlsxwriter

from tests.treasury.banking import COLUMNS, table
from tests.treasury.camt import document, entry, row, statement
from treasury.errors import StatementRefused
from treasury.statements import reading
from treasury.statements.reading import Asked, content_of, read

ROOT = Path(__file__).parents[2]
FILLED = document(statement(entry(rows=row(text="&x;"))))
PROLOG, BODY = FILLED.split(b"\n", 1)


def refused(content: bytes, name: str = "a") -> str:
    """Why a file is refused."""
    with pytest.raises(StatementRefused) as why:
        read(name, content, Asked(mapping=COLUMNS))
    return str(why.value)


# -- XML ----------------------------------------------------------------------------

BOMB = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">%s<!ENTITY x "&j;">]>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)


@pytest.mark.parametrize(
    "declared",
    [
        b"<!DOCTYPE Document>",
        b'<!DOCTYPE d [<!ENTITY x "inside">]>',
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        b'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">',
        b'<!DOCTYPE d PUBLIC "-//X//EN" "http://127.0.0.1:9/x.dtd">',
        b'<!DOCTYPE d [<!ENTITY %% p SYSTEM "file:///etc/hostname"> %%p;]>',
        BOMB,
    ],
)
def test_a_document_type_is_refused_and_nothing_is_opened(
    declared: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []

    def note(*place: object, **_: object) -> NoReturn:
        opened.append(place)
        raise AssertionError

    monkeypatch.setattr("builtins.open", note)
    monkeypatch.setattr("io.open", note)
    monkeypatch.setattr("socket.socket", note)
    told = refused(PROLOG + declared + BODY)

    assert "文件带有文档类型声明（DOCTYPE、ENTITY），不予读取" in told
    assert opened == []


def test_an_entity_without_a_declaration_is_refused() -> None:
    assert "XML 的格式不对" in refused(FILLED)


def test_a_document_type_inside_the_document_is_refused() -> None:
    assert "XML 的格式不对" in refused(BODY.replace(b"&x;", b"<!DOCTYPE d>"))


def test_includes_are_text_like_any_other() -> None:
    text = (
        b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    )

    assert read("a", FILLED.replace(b"&x;", text)).rows[0].text == ""


# -- workbooks ----------------------------------------------------------------------


def packed(parts: dict[str, bytes]) -> bytes:
    """An archive of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread() -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(201):
            part.write(b" " * (1 << 20))

    assert "解压后超过 200 MB，不予读取" in refused(stream.getvalue())


def test_a_workbook_that_is_packed_too_tightly_is_refused() -> None:
    told = refused(packed({"xl/worksheets/sheet1.xml": b" " * (50 << 20)}))

    assert "解压后大于文件的 150 倍" in told
    assert "另存为 XLSX 或 CSV" in told


def test_a_workbook_that_lies_of_its_size_is_refused() -> None:
    """The size in its directory is small; what it unpacks to is not."""
    big = packed({"xl/worksheets/sheet1.xml": b" " * (8 << 20)})
    size = (8 << 20).to_bytes(4, "little")

    assert "不是有效的 XLSX" in refused(big.replace(size, (9).to_bytes(4, "little")))


def test_a_cell_far_away_is_refused_before_the_sheet_is_laid_out() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "日期")
        sheet.write(1_048_575, 16_383, "x")

    assert "第 1,048,576 行、第 16,384 列" in refused(stream.getvalue())


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (b"<row><c><v>1</v></c></row>", "没有写明位置"),
        (b'<row><c r="&#88;FD1"><v>1</v></c></row>', "没有写明位置"),
        (b"\0", "无法识别"),
        (b"<" + b"a" * (3 << 20), "无法识别"),
        (b'<x:c r="XFD1048576"/>', "超过 8,000,000 格"),
        (b" " * ((1 << 20) - 3) + b"<c r='XFD1048576'/>", "超过 8,000,000 格"),
    ],
)
def test_a_sheet_that_hides_where_its_cells_are_is_refused(
    cells: bytes, why: str
) -> None:
    noise = random.Random(1).randbytes(1 << 20)  # noqa: S311 - packed as it is

    assert why in refused(packed({"xl/worksheets/s.xml": cells, "noise.bin": noise}))


def test_too_many_parts_are_refused() -> None:
    assert "部件过多" in refused(packed({f"{n}": b"" for n in range(1_001)}))


def test_archives_that_are_no_workbooks_are_refused() -> None:
    assert "不是有效的 XLSX" in refused(packed({"a.txt": b"x"}))
    assert "不是有效的 XLSX" in refused(b"PK\x03\x04 and no more")
    whole = packed({"a.xml": b"<a/>" * 999})
    assert "不是有效的 XLSX" in refused(whole[:40] + b"\xff" * 9 + whole[49:])


# -- any file -----------------------------------------------------------------------


def test_a_file_too_big_is_refused_before_it_is_read(tmp_path: Path) -> None:
    big = tmp_path / "大.csv"
    with big.open("wb") as file:
        file.truncate(200 << 20)

    with pytest.raises(StatementRefused, match="文件有 200 MB，上限 100 MB"):
        content_of(big)
    with pytest.raises(StatementRefused, match="上限"):
        read("a", bytes(reading.BYTES_MAX + 1))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StatementRefused, match="不是文件"):
        content_of(tmp_path)
    with pytest.raises(StatementRefused, match="文件不存在或没有权限"):
        content_of(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "文件是空的"),
        (b" \r\n\t", "文件是空的"),
        (table(0).replace(b",", b"\0"), "文件中有空字符"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版 XLS"),
        (b"<html><table></table></html>", "网页"),
        (b"<!DOCTYPE html><html>", "网页"),
        (b"\x80\x81\xfe\xff" * 99, "文件编码不是"),
        (b'"a\n' * 9, "表头中没有这一列"),
        (b'x,"' + b"a" * 30_000 + b'"\n', "单元格的文字过长"),
        (b"a" * 200_000, "引号或字符有误"),
        (b"<?xml version='1.0'?><a/>", "不是 CAMT.053"),
        (b"\xff\xfe<\x00a", "XML 的格式不对"),
        (b"\xff\xfea", "文件编码不是"),
    ],
)
def test_what_is_no_statement_is_refused(content: bytes, why: str) -> None:
    assert why in refused(content)


def test_garbage_is_always_refused_with_a_sentence() -> None:
    dice = random.Random(7)  # noqa: S311 - the same each time
    starts = (b"", b"PK\x03\x04", b"<?xml", b"OFXHEADER:", b":20:X\n", b"\xff\xfe")
    for _ in range(300):
        content = dice.choice(starts) + dice.randbytes(dice.randrange(1, 400))

        assert refused(content)


def test_a_file_with_any_byte_changed_is_read_or_refused() -> None:
    """No reader ends in anything but a statement or a sentence."""
    dice = random.Random(11)  # noqa: S311 - the same each time
    ofx = b"OFXHEADER:100\n<OFX><STMTRS><CURDEF>CNY<BANKTRANLIST><STMTTRN><DTPOSTED>"
    ofx += b"20260105<TRNAMT>1,5<FITID>1</STMTTRN><LEDGERBAL><BALAMT>9<DTASOF>20260105"
    swift = b":20:1\n:25:1\n:60F:C260101CNY1,\n:61:260105C1,NTRFA\n:62F:C260105CNY2,\n"
    files = (table(0, ("2026-01-05", 1, "x")), swift, ofx, FILLED.replace(b"&x;", b""))
    for content in files:
        for _ in range(300):
            changed = bytearray(content)
            changed[dice.randrange(len(changed))] = dice.randrange(256)
            try:
                told = read("a", bytes(changed), Asked(mapping=COLUMNS))
            except StatementRefused:
                continue
            moved = sum(r.amount.fen for r in told.rows)
            assert told.opening.fen + moved == told.closing.fen


MEASURED = """
import sys
from pathlib import Path
from treasury.statements.reading import content_of, read
told = read("a.xml", content_of(Path(sys.argv[1])))
peak = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
print(len(told.rows), peak)
"""


@pytest.mark.slow
def test_a_camt_of_fifty_megabytes_stays_under_three_hundred(tmp_path: Path) -> None:
    one = entry(
        "1.00", rows=row(text="捐赠款" + "。" * 20, party="<Dbtr><Nm>某</Nm></Dbtr>")
    )
    count = (50 << 20) // len(one.encode()) + 1
    big = tmp_path / "big.xml"
    big.write_bytes(document(statement(one * count, closing=f"{count + 100}.00")))
    assert big.stat().st_size > 50 << 20

    told = subprocess.run(
        [sys.executable, "-c", MEASURED, str(big)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    rows, peak = map(int, re.findall(r"\d+", told))
    assert rows == count
    assert peak < 300 << 10
