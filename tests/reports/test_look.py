"""Negative amounts as a unit chose them."""

import datetime as dt
import io
import zipfile

import docx
import pytest
from python_calamine import CalamineWorkbook

from ledger.money import Money
from reports.look import (
    PLAIN,
    Look,
    Negatives,
    is_red,
    shown_amount,
    shown_cell,
    spelled_cell,
)
from reports.report import Cell, Column, Document, KeyValues, Row, Table
from tests.reports import sample_documents
from tests.reports.asking import rendered

RED = Look("red")
PARENTHESES = Look("parentheses")
DEBT = Money(-120050)


def page() -> Document:
    """A table and a fact with a negative amount, and a negative count and rate."""
    columns = (
        Column("sum", "金额", "money"),
        Column("n", "人次", "count"),
        Column("r", "率", "rate"),
    )
    table = Table(columns, (Row((DEBT, -3, -125)), Row((Money(5), 1, 1))), "表一")
    return Document(
        "trial",
        "试",
        "",
        sample_documents.PROVENANCE,
        (KeyValues((("结余", DEBT),)), table),
    )


@pytest.mark.parametrize(
    ("look", "told"),
    [(PLAIN, "-1,200.50"), (RED, "-1,200.50"), (PARENTHESES, "(1,200.50)")],
)
def test_a_negative_amount_is_shown_as_the_unit_chose(look: Look, told: str) -> None:
    assert shown_amount(DEBT, look) == told
    assert shown_cell(DEBT, "money", look) == spelled_cell(DEBT, look) == told
    assert shown_amount(-DEBT, look) == "1,200.50"
    assert shown_amount(Money(0), look) == "0.00"


def test_only_a_negative_amount_is_red_and_only_where_chosen() -> None:
    cells: tuple[Cell, ...] = (DEBT, Money(0), Money(1), -5, "-1", None)
    assert [is_red(cell, RED) for cell in cells] == [True, *[False] * 5]
    assert not any(is_red(DEBT, look) for look in (PLAIN, PARENTHESES))


def test_whatever_is_no_amount_is_shown_as_ever() -> None:
    assert shown_cell(-3, "count", PARENTHESES) == "-3"
    assert shown_cell(-125, "rate", PARENTHESES) == "-1.25%"
    assert shown_cell("-1.00", "text", PARENTHESES) == "-1.00"
    assert spelled_cell(dt.date(2025, 3, 9), PARENTHESES) == "2025年3月9日"


def test_a_page_prints_negative_amounts_as_chosen() -> None:
    plain = rendered(page(), "html").decode()
    assert plain.count(">-1,200.50<") == 2
    assert 'class="money red"' not in plain
    red = rendered(page(), "html", look=RED).decode()
    assert '<td class="money red">-1,200.50</td>' in red
    assert '<dd class="red">-1,200.50</dd>' in red
    assert red.count('red">') == 2
    told = rendered(page(), "html", look=PARENTHESES).decode()
    assert told.count(">(1,200.50)<") == 2


@pytest.mark.parametrize("look", [RED, PARENTHESES])
def test_a_word_processor_file_prints_negative_amounts_as_chosen(look: Look) -> None:
    found = docx.Document(io.BytesIO(rendered(page(), "docx", look=look)))
    # A cell over several columns is told once for each of them.
    every = (c for t in found.tables for r in t.rows for c in r.cells)
    cells = list({id(cell._tc): cell for cell in every}.values())
    told = [cell for cell in cells if "1,200.50" in cell.text]
    assert [cell.text for cell in told] == [shown_amount(DEBT, look)] * 2
    coloured = [cell.text for cell in cells if "w:color" in cell._tc.xml]
    assert coloured == (["-1,200.50"] * 2 if look == RED else [])


@pytest.mark.parametrize(
    ("negatives", "form"),
    [
        ("minus", "#,##0.00"),
        ("parentheses", "#,##0.00_);(#,##0.00)"),
        ("red", "#,##0.00;[Red]-#,##0.00"),
    ],
)
def test_a_workbook_shows_negative_amounts_as_chosen_and_keeps_numbers(
    negatives: Negatives, form: str
) -> None:
    data = rendered(page(), "xlsx", look=Look(negatives))
    styles = zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml").decode()
    assert f'formatCode="{form}"' in styles
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.get_sheet_by_name("表一").to_python()[1] == [-1200.5, -3.0, -0.0125]
