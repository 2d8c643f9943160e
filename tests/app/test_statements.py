"""Statements as the command line prints them."""

from dataclasses import replace

import pytest

from tests.app.commands import Desk

ASKED = ("report", "own_statement", "--unit", "U1", "--period", "2025")
FORM = """\
key = "income"
title = "收入表"
charts = ["union-2021"]

[columns]
year = { title = "本年", span = "year" }

[lines]
all = { label = "其他收入", accounts = ["408"], style = "total" }
"""


@pytest.fixture
def forms(desk: Desk) -> Desk:
    """A desk whose office has a folder of forms with one in it."""
    folder = desk.folder / "forms"
    folder.mkdir()
    (folder / "income.toml").write_text(FORM, encoding="utf-8")
    return replace(desk, environment={"BANGFU_FORMS": "forms"})


def test_a_statutory_statement_is_printed(desk: Desk) -> None:
    printed = desk.ok("report", "balance_sheet", "--unit", "U1", "--period", "2025")
    assert "资产总计,0.00,100.00,负债与净资产总计,0.00,100.00" in printed.out


def test_a_form_of_the_office_is_found_by_its_key(forms: Desk) -> None:
    printed = forms.ok(*ASKED, "--form", "income")
    assert printed.out.splitlines() == ["项目,本年", "其他收入,100.00"]


def test_a_form_that_is_not_there_is_a_refusal(forms: Desk) -> None:
    assert "income  收入表" in forms.refused(*ASKED, "--form", "expense")
    assert "须指明自定报表格式" in forms.refused(*ASKED)


def test_a_faulty_form_is_told_by_file_and_line(forms: Desk) -> None:
    wrong = FORM.replace("408", "498")
    (forms.folder / "forms" / "income.toml").write_text(wrong, encoding="utf-8")
    told = forms.refused(*ASKED, "--form", "income")
    assert "income.toml: all: 没有这个科目（发现：498）" in told


def test_books_of_another_kind_are_refused_in_words(desk: Desk) -> None:
    asked = ("report", "claims_statement", "--unit", "U1", "--period", "2025")
    assert "记账的单位不编制这张表" in desk.refused(*asked)
