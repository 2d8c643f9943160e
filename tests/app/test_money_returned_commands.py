"""What the bank did, at the command line: proposed, entered, sent back, paid again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.database import open_books
from tests import server
from tests.app.commands import Desk
from tests.building import Books
from tests.treasury.returning import KEY, fill
from tests.treasury.returning import post as finish

pytestmark = pytest.mark.slow

UNIT = ("--unit", "U1")
AS = ("--as", "张三")


@pytest.fixture
def office(shelf: server.Shelf, tmp_path: Path) -> Iterator[Desk]:
    """U1 live, with a paid request, the bank's statement, and the key of its names."""
    shelf.fillings.setdefault("returned", fill)
    with shelf.copied("sqlite", "returned") as url:
        keys = tmp_path / "钥匙.keys"
        keys.write_text(f"1 {(b'k' * 32).hex()}\n", encoding="utf-8")
        keys.chmod(0o600)
        yield Desk(tmp_path, url, environment={"BANGFU_KEYS": str(keys)})


def post(desk: Desk, draft: int) -> None:
    """Take a draft to the books."""
    books = Books(open_books(desk.database), desk.database)
    finish(books, draft)
    books.engine.dispose()


def test_what_the_bank_did_is_entered(office: Desk) -> None:
    listing = ("money", "bank", "entries", *UNIT, "--account", "1")
    fee, *_ = office.rows(*listing)
    assert (fee["row"], fee["debit"], fee["fund"], fee["counterparty"]) == (
        "1/1", "510", "G", "***"
    )  # fmt: skip
    opened, *_ = office.rows(*listing, "--open", *AS)
    assert opened["counterparty"] == "某某公司"
    entering = ("money", "bank", "enter", *UNIT, *AS, "--row")
    assert "资金 G，付款申请 P" in office.ok(*entering, "1/1").out
    assert "（此前已登记）" in office.ok(*entering, "1/1").out
    assert "不能承担" in office.refused(*entering, "1/8", "--fund", "F2")
    assert "--row" in office.refused(*entering, "八", code=2)


def test_a_returned_payment_is_paid_again_or_given_up(office: Desk) -> None:
    coming = ("money", "returned", *UNIT, *AS, "--row", "1/3", "--request", KEY)
    assert "退回 1,000.00 元，P2025-1，资金 F1：草稿 2 已提交" in office.ok(*coming).out
    post(office, 2)
    (one,) = office.rows("money", "returns", *UNIT, "--on", "2025-01-30")
    assert (one["open"], one["age_days"], one["limit_on"], one["days_left"]) == (
        "1000.00", 10, "2025-07-19", 170
    )  # fmt: skip
    ending = ("money", "returned-cancel", *UNIT, *AS, "--row", "1/3")
    early = office.refused(*ending, "--reason", "销户", "--on", "2025-07-18")
    assert "2025-07-19 起才可以注销" in early
    again = ("money", "returned-pay", *UNIT, *AS, "--row", "1/3", "--on", "2025-01-25")
    assert f"引用号 再付-{KEY}-1/3" in office.ok(*again).out
    post(office, 3)
    assert office.rows("money", "returns", *UNIT) == []
    (limit,) = office.rows("money", "return-limit", *UNIT)
    assert (limit["days"], limit["grade"]) == (180, "D")
    (fees,) = office.rows("money", "fee-limit", *UNIT)
    assert (fees["each"], fees["month"]) == ("200.00", "500.00")
    more = ("--each", "￥300", "--month", "900", "--since", "2026-01-01")
    assert "没有" in office.refused("money", "fee-limit", *UNIT, *AS, *more)
    own = ("--days", "30", "--since", "2026-01-01", "--resolution", "2025-1")
    assert "没有" in office.refused("money", "return-limit", *UNIT, *AS, *own)
