"""HTML as a browser reads it."""

import dataclasses
import io
import re
from html.parser import HTMLParser

from reports.render import html
from reports.report import Column, Document, Paragraph, Row, Table
from tests.reports import sample_documents

VOID = {"meta", "hr", "br"}


def page(document: Document) -> str:
    stream = io.BytesIO()
    html.render(document, stream)
    return stream.getvalue().decode()


class _Reader(HTMLParser):
    """Reads a page as a browser would, and notes what is left open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.met: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def elements(text: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = _Reader()
    reader.feed(text)
    assert reader.open == []
    return reader.met


def test_a_page_is_chinese_and_well_formed() -> None:
    met = elements(page(sample_documents.report()))
    assert ("html", {"lang": "zh-CN"}) in met
    assert [tag for tag, _ in met].count("table") == 8


def test_a_page_loads_nothing_from_elsewhere() -> None:
    text = page(sample_documents.report())
    assert not re.search(r"<script|<link|<img|url\(|@import|src=|href=", text)


def test_headers_of_columns_and_groups_say_what_they_head() -> None:
    met = elements(page(sample_documents.report()))
    assert ("th", {"scope": "col"}) in met
    assert ("th", {"scope": "rowgroup", "colspan": "7"}) in met


def test_amounts_are_aligned_by_their_figures() -> None:
    text = page(sample_documents.report())
    assert '<td class="money">-1,200.50</td>' in text
    assert "tabular-nums" in text


def test_what_a_user_wrote_is_never_markup() -> None:
    harmful = "<script>alert(1)</script>{{ 7 * 7 }}"
    table = Table((Column("a", harmful),), (Row((harmful,)),), caption=harmful)
    provenance = dataclasses.replace(
        sample_documents.PROVENANCE, unit='"} </style><script>', period="\\"
    )
    blocks = (Paragraph(harmful), table)
    text = page(Document("trial", harmful, harmful, provenance, blocks))
    assert "<script" not in text
    assert text.count("</style>") == 1
    assert "{{ 7 * 7 }}" in text
    assert "script" not in {tag for tag, _ in elements(text)}


def test_the_printed_margins_carry_unit_and_mark() -> None:
    text = page(sample_documents.report())
    unit = "".join(f"\\{ord(one):x} " for one in sample_documents.PROVENANCE.unit)
    assert f'@top-left {{ content: "{unit}"' in text
    assert "链位 1284 · 摘要 0123456789abcdef" in text


def test_a_control_character_is_printed_by_its_number() -> None:
    provenance = sample_documents.PROVENANCE
    text = page(Document("trial", "试", "", provenance, (Paragraph("甲\x07<乙"),)))
    assert "<p>甲〔U+0007〕&lt;乙</p>" in text


def test_the_only_lines_of_a_ledger_come_one_by_one() -> None:
    text = page(sample_documents.ledger(1500))
    assert text.count("<tr>") == 1501
