"""JSON as other programs read it."""

import io
import json
from typing import Any

from reports.render import json as renderer
from reports.report import Document, KeyValues
from tests.reports import sample_documents


def read(document: Document) -> Any:
    stream = io.BytesIO()
    renderer.render(document, stream)
    return json.loads(stream.getvalue())


def test_the_head_says_which_books_the_figures_come_from() -> None:
    data = read(sample_documents.report())
    assert data["report"] == "annual_audit"
    assert data["unit"] == "岱山县总工会困难职工帮扶中心"
    assert data["period"] == "2025年度"
    assert data["position"] == 1284
    assert data["digest"] == "0123456789abcdef" * 4
    assert data["known_on"] == "2026-01-20T09:30:15"


def test_rows_are_objects_with_amounts_as_strings() -> None:
    table = read(sample_documents.report())["tables"]["fund_balances"]
    assert table["caption"] == "表一　帮扶资金收支结存"
    assert table["rows"][1] == {
        "style": "plain",
        "fund": "中央财政专项帮扶资金",
        "opening": "12345678.90",
        "received": "5000000.00",
        "spent": "4321098.00",
        "persons": 6655,
        "rate": "86.42%",
        "closing": "13024580.90",
    }
    assert table["rows"][0]["opening"] is None
    assert table["rows"][-1]["style"] == "total"


def test_columns_are_described_with_their_titles() -> None:
    table = read(sample_documents.report())["tables"]["fund_balances"]
    assert table["columns"][1] == {
        "key": "opening",
        "title": "上年结余",
        "kind": "money",
    }


def test_facts_and_words_are_kept() -> None:
    data = read(sample_documents.report())
    assert data["values"]["资金结存"] == "13056661.41"
    assert data["values"]["报告日期"] == "2026-01-20"
    assert {"heading": "一、基本情况", "level": 1} in data["text"]
    signed = [part["signatures"] for part in data["text"] if "signatures" in part]
    assert signed[0][0] == ["审计组长", ""]


def test_facts_met_again_are_numbered_and_named_ones_stand_together() -> None:
    blocks = (
        KeyValues((("日期", "一"),)),
        KeyValues((("日期", "二"),)),
        KeyValues((("日期", "三"),), name="voucher"),
    )
    document = Document("trial", "试", "", sample_documents.PROVENANCE, blocks)
    assert read(document)["values"] == {
        "日期": "一",
        "日期_2": "二",
        "voucher": {"日期": "三"},
    }


def test_thousands_of_rows_written_in_parts_are_still_one_list() -> None:
    rows = read(sample_documents.ledger(2500))["tables"]["ledger"]["rows"]
    assert len(rows) == 2500
    assert rows[1000]["voucher"] == "付-1001"


def test_a_table_without_rows_is_an_empty_list() -> None:
    assert read(sample_documents.ledger(0))["tables"]["ledger"]["rows"] == []
