"""Reconciling at the desk: tried, made, listed, printed, and reopened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import server
from tests.app.commands import Desk
from tests.treasury.reconciling import copied

pytestmark = pytest.mark.slow

OF = ("--unit", "U1", "--account", "1")
MARCH = ("--until", "2025-03-31")
BANK = ("money", "bank")


@pytest.fixture
def office(shelf: server.Shelf, tmp_path: Path) -> Iterator[Desk]:
    """The account of `reconciling.py`."""
    for books in copied(shelf, "sqlite"):
        yield Desk(tmp_path, books.url)


def test_an_account_is_reconciled_printed_and_reopened(office: Desk) -> None:
    tried = office.rows(*BANK, "reconcile", *OF, *MARCH, "--check")
    assert tried[0] == {
        "what": "银行对账单余额", "booked_on": None, "told": "", "summary": "",
        "days": None, "amount": "1507.34",
    }  # fmt: skip
    under_way = [row["told"] for row in tried if row["what"].endswith("未达")]
    assert under_way == ["流水 L003", "流水 L004", "2025-03 收-1", "2025-03 付-1"]
    assert office.rows(*BANK, "reconciliations", "--unit", "U1") == []

    making = (*BANK, "reconcile", *OF, *MARCH)
    other = ("--other", "300", "--other-basis", "工会账簿")
    assert "相差 -300.00 元" in office.refused(*making, *other, "--check")
    assert "出纳" in office.refused(*making, "--as", "赵六")
    told = office.ok(*making, "--as", "李四").out
    assert "已对账到 2025-03-31（第 1 次）" in told
    assert "已对账到 2025-03-31" in office.refused(*making, "--as", "李四")

    (one,) = office.rows(*BANK, "reconciliations", "--unit", "U1")
    assert (one["bank"], one["book"], one["book_now"]) == (
        "1507.34", "1600.00", "1600.00",
    )  # fmt: skip
    paper = ("report", "bank_reconciliation", "--unit", "U1", "--period", "2025-03")
    office.ok(*paper, "--to", "调节表.pdf")
    assert (office.folder / "调节表.pdf").read_bytes().startswith(b"%PDF")

    opening = (*BANK, "reopen", "1", *OF, "--reason", "漏了一笔")
    assert "以外的人" in office.refused(*opening, "--as", "李四")
    assert "已重开" in office.ok(*opening, "--as", "王五").out
    assert "账" in office.ok("audit", "verify").out


def test_what_is_typed_wrong_is_wrong_usage(office: Desk) -> None:
    making = (*BANK, "reconcile", *OF, *MARCH, "--as", "李四")

    for words in (("--other", "一百"), ("--ours", "3")):
        done = office.run(*making, *words)
        assert (done.code, words[0] in done.err) == (2, True)
