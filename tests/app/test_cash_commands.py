"""Cash at the desk: counted, listed, printed."""

import pytest

from tests.app.commands import Desk

pytestmark = pytest.mark.slow

UNIT = ("--unit", "U1")
COUNT = ("money", "cash", "count", *UNIT, "--on", "2025-01-20", "--supervisor", "李四")
AS = ("--as", "赵六")


def test_cash_is_counted_listed_and_printed(desk: Desk) -> None:
    """Nothing stands on 101: what is there is too much, and needs its explanation."""
    pieces = ("--piece", "１００=３", "--piece", "0.5=1")
    assert "盘盈 300.50 元，须写明差额说明" in desk.refused(*COUNT, *pieces, *AS)
    told = desk.ok(*COUNT, *pieces, "--explanation", "=待查", *AS).out
    assert (
        "现金盘点表第1号（2025-01-20）：101 实有 300.50 元，账面 0.00 元，盘盈" in told
    )
    assert "bangfu money receive --event cash_surplus" in told
    (one,) = desk.rows("money", "cash", "counts", *UNIT)
    assert (one["difference"], one["outcome"]) == ("300.50", "盘盈")
    assert (one["cashier"], one["supervisor"]) == ("赵六", "李四")
    assert one["recounted"] == ""
    assert one["pieces"] == "100.00×3；0.50×1"
    outside = ("--from", "2025-02-01", "--until", "2025-02-28")
    assert desk.rows("money", "cash", "counts", *UNIT, *outside) == []
    paper = ("report", "cash_count", *UNIT, "--period", "2025-01")
    assert "'=待查" in desk.ok(*paper).out
    journal = desk.ok("report", "cash_journal", *UNIT, "--period", "2025").out
    assert journal.startswith("日期,凭证字号")


@pytest.mark.parametrize(
    "words",
    [("--piece", "100"), ("--piece", "百=3"), ("--piece", "1=-1"), ("--on", "昨天")],
)
def test_what_was_mistyped_is_wrong_usage(desk: Desk, words: tuple[str, str]) -> None:
    assert desk.run(*COUNT, *words, *AS).code == 2
