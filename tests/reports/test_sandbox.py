"""What a template of an office cannot do, and how it is told so."""

import datetime as dt
import io
import time
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from ledger.database import reading
from ledger.money import Money
from reports.errors import TemplateFault
from reports.sandbox import SIZE_MOST
from reports.wording import sentence
from tests.building import Books
from tests.reports.asking import document, rendered, request


def put(folder: Path, text: str | bytes, name: str = "closing") -> Path:
    file = folder / f"{name}.txt"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def filled(folder: Path, text: str | bytes) -> str:
    put(folder, text)
    facts = {"total": Money(123_45), "names": ["甲", "乙"], "on": dt.date(2025, 3, 9)}
    return sentence("closing", office_folder=folder, unit="县总", **facts)


# -- reaching out ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ ''['__class__'].__mro__ }}",
        "{{ ''['__class__'] }}",
        "{{ total.__init__ }}",
        "{{ total.__class__.__init__.__globals__ }}",
        "{{ unit.upper() }}",
        "{{ total.parse('1') }}",
        "{{ names.append('丙') }}",
        "{{ names.pop }}",
        "{{ total.grouped }}",
        "{{ names }}",
        "{{ self }}",
        "{{ self._TemplateReference__context }}",
        "{{ unit | attr('__class__') }}",
        "{{ names | map('upper') }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ 'x' * 9999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ range(9999999999) }}",
        "{% for n in range(99999) %}x{% endfor %}",
        "{% for n in [1, 2] %}x{% endfor %}",
        "{% for n in names %}{% for m in names %}x{% endfor %}{% endfor %}",
        "{% for n in names recursive %}{{ loop(names) }}{% endfor %}",
        "{% for n in names %}{% include 'closing.txt' %}{% endfor %}",
        "{% set x = unit %}",
        "{% set x %}x{% endset %}",
        "{% with x = unit %}{% endwith %}",
        "{% macro m() %}{{ m() }}{% endmacro %}",
        "{% import 'closing.txt' as x %}",
        "{% from 'closing.txt' import x %}",
        "{% extends 'closing.txt' %}",
        "{% block x %}{% endblock %}",
        "{% filter upper %}x{% endfilter %}",
        "{% call unit() %}{% endcall %}",
        "{{ lipsum }}",
        "{{ cycler }}",
        "{{ namespace }}",
        "{{ 1 / 0 }}",
        "{{ nobody }}",
        "{{ unit.nobody }}",
        "{{ names[9] }}",
        "{{ unit - 1 }}",
        "{{ on | money }}",
        "{% include unit %}",
        "{% include '/etc/passwd' %}",
        "{% include '../secret.txt' %}",
        "{% include 'a/../../secret.txt' %}",
        "{% include 'closing.txt' %}",
        "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
        "{% if unit %}" * 300 + "{% endif %}" * 300,
    ],
)
def test_what_reaches_out_or_would_not_end_is_refused(
    tmp_path: Path, text: str
) -> None:
    """At once, by the file; what there is to be seen is not told."""
    folder = tmp_path / "office"
    folder.mkdir()
    put(tmp_path, "机密", "secret")
    begun = time.monotonic()
    with pytest.raises(TemplateFault) as refused:
        filled(folder, "第一行\n" + text)
    assert time.monotonic() - begun < 5
    told = str(refused.value)
    assert ".txt" in told
    assert "机密" not in told
    assert "root:" not in told


def test_a_fault_tells_the_line_it_stands_in(tmp_path: Path) -> None:
    for text, why in (
        ("{{ total.__init__ }}", "内部属性 __init__"),
        ("{{ unit.upper() }}", "调用函数或方法"),
        ("{% set x = 1 %}", "set"),
        ("{{ names }}", "写明其中一项"),
        ("{{ nobody }}", "'nobody'"),
    ):
        with pytest.raises(TemplateFault, match=rf"closing\.txt:3：.*{why}"):
            filled(tmp_path, f"一\n二\n{text}")


def test_a_value_that_is_empty_is_no_text(tmp_path: Path) -> None:
    put(tmp_path, "{{ words }}")
    with pytest.raises(TemplateFault, match="空值"):
        sentence("closing", office_folder=tmp_path, words=None)


def test_what_a_template_is_given_stays_as_it_was(tmp_path: Path) -> None:
    names = ["甲"]
    for text in ("{{ names.append('乙') }}", "{{ names.clear() }}"):
        put(tmp_path, text)
        with pytest.raises(TemplateFault):
            sentence("closing", office_folder=tmp_path, names=names)
    assert names == ["甲"]


# -- files -------------------------------------------------------------------------


def test_a_file_as_editors_write_it_is_taken(tmp_path: Path) -> None:
    expected = "县总结存\n123.45元"
    for content in (
        "{{ unit }}结存\n{{ total | money }}元",
        "{{ unit }}结存\n{{ total | money }}元\n\n",
        "{{ unit }}结存\r\n{{ total | money }}元\r\n",
        "\ufeff{{ unit }}结存\n{{ total | money }}元\n",
    ):
        assert filled(tmp_path, content) == expected


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateFault, match=r"closing\.txt:2：.*不是 UTF-8"):
        filled(tmp_path, b"\n" + "措辞".encode("gbk"))
    with pytest.raises(TemplateFault, match=f"超过 {SIZE_MOST:,} 字节"):
        filled(tmp_path, "字" * (10 << 20))
    (tmp_path / "closing.txt").unlink()
    (tmp_path / "closing.txt").mkdir()
    with pytest.raises(TemplateFault, match="不是文件"):
        sentence("closing", office_folder=tmp_path)


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    (folder / "sub").mkdir(parents=True)
    secret = put(tmp_path, "机密", "secret")
    (folder / "closing.txt").symlink_to(secret)
    with pytest.raises(TemplateFault, match="指向文件夹以外"):
        sentence("closing", office_folder=folder)
    (folder / "out").symlink_to(tmp_path)
    with pytest.raises(TemplateFault, match="指向文件夹以外"):
        sentence("out/secret", office_folder=folder)
    put(folder / "sub", "自己的", "own")
    (folder / "linked.txt").symlink_to(folder / "sub" / "own.txt")
    assert sentence("linked", office_folder=folder) == "自己的"
    (tmp_path / "whole").symlink_to(folder)
    assert sentence("linked", office_folder=tmp_path / "whole") == "自己的"


@pytest.mark.parametrize("name", ["../secret", "sub/../../secret", "/etc/passwd"])
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    put(tmp_path, "机密", "secret")
    folder = tmp_path / "office"
    folder.mkdir()
    with pytest.raises(TemplateFault, match="没有这个模板"):
        sentence(name, office_folder=folder)


def test_a_sentence_taken_in_takes_in_no_other(tmp_path: Path) -> None:
    put(tmp_path, "甲", "one")
    put(tmp_path, "{% include 'one.txt' %}乙", "two")
    assert sentence("two", office_folder=tmp_path) == "甲乙"
    put(tmp_path, "{% include 'two.txt' %}丙", "three")
    with pytest.raises(TemplateFault, match="不能再被引用"):
        sentence("three", office_folder=tmp_path)


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    assert filled(tmp_path, "旧") == "旧"
    time.sleep(0.01)
    assert filled(tmp_path, "新") == "新"


# -- an office's own wording in print ----------------------------------------------

OWN = "本单位措辞：#标题 *加重* <b>甲</b> {{ count }} 项 =cmd"
SHOWN = "本单位措辞：#标题 *加重* <b>甲</b> 3 项 =cmd"


def words(content: bytes, suffix: str) -> str:
    """What is read in a file of a format."""
    stream = io.BytesIO(content)
    if suffix == "pdf":
        return "".join(page.extract_text() for page in PdfReader(stream).pages)
    if suffix == "docx":
        return "".join(part.text for part in docx.Document(stream).paragraphs)
    if suffix == "xlsx":
        book = CalamineWorkbook.from_filelike(stream)
        return str(book.get_sheet_by_name("说明").to_python())
    return content.decode().replace("&lt;", "<").replace("&gt;", ">")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["json", "html", "pdf", "docx", "xlsx"])
def test_an_office_s_sentence_is_printed_in_every_format(
    sqlite_books: Books, tmp_path: Path, suffix: str
) -> None:
    """CSV is tables alone; it holds no sentence."""
    put(tmp_path, OWN.replace("{{ count }}", "{{ 1 + 2 }}"), "fund_statement_notes")
    with reading(sqlite_books.engine) as connection:
        asked = request("U1", "2025", templates=tmp_path)
        found = rendered(document(connection, "fund_statement", asked), suffix)
    told = words(found, suffix).replace(" ", "").replace("\n", "")
    assert SHOWN.replace(" ", "") in told
