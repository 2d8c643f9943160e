"""Amounts as people type them."""

import pytest
import typer

from app.cli.typed import amount_of
from ledger.money import Money


@pytest.mark.parametrize(
    "text", ["￥1,000", "¥1000", "￥１，０００．００", " ￥ 1000.0 ", "１，０００"]
)
def test_the_sign_of_the_currency_may_stand_before_an_amount(text: str) -> None:
    assert amount_of(text, "--amount") == Money(1_000_00)
    assert amount_of(f"-{text.strip()}", "--amount") == Money(-1_000_00)


@pytest.mark.parametrize(
    ("text", "told"),
    [("￥1,00", "千分位"), ("￥￥1", "货币符号"), ("$1,000", "不是金额")],
)
def test_what_is_wrong_is_told(text: str, told: str) -> None:
    with pytest.raises(typer.BadParameter, match=told):
        amount_of(text, "--amount")
