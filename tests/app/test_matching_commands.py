"""Matching at the desk: by the rules, proposed, by hand, listed and undone."""

import pytest

from ledger.database import open_books
from tests.app.commands import Desk
from tests.building import Books, receipt
from tests.treasury.banking import BANK, NUMBER, table
from tests.treasury.filling_matching import JANUARY

pytestmark = pytest.mark.slow

UNIT = ("--unit", "U1")
AS = ("--as", "张三")
AT = (*UNIT, "--account", "1")
BANK_COMMAND = ("money", "bank")
ROWS = (("2026-01-05", 40_00, "捐赠"), ("2026-01-06", 30_00, "捐赠"))


@pytest.fixture
def office(desk: Desk) -> Desk:
    """Two rows of the bank; one voucher is as much as one, two as the other."""
    add = ("--bank", BANK, "--account", "102", "--since", "2026-01-01", *AS)
    desk.run(*BANK_COMMAND, "accounts", "add", *UNIT, *add, given=NUMBER + "\n")
    desk.ok(
        *BANK_COMMAND, "mapping", "save", *UNIT, "--bank", BANK[:4], *AS,
        "--date", "交易日期", "--in", "收入", "--out", "支出", "--balance", "余额",
        "--reference", "流水号", "--party", "对方户名", "--party-account", "对方账号",
        "--text", "摘要", "--code", "类型", "--since", "2025-01-01",
    )  # fmt: skip
    (desk.folder / "一月.csv").write_bytes(table(0, *ROWS))
    desk.ok(*BANK_COMMAND, "import", "一月.csv", *AT, *AS)
    books = Books(open_books(desk.database), desk.database)
    fens = {"a": 40_00, "b": 10_00, "c": 20_00}
    books.post(*(receipt(ref, fen, dated_on=JANUARY) for ref, fen in fens.items()))
    books.engine.dispose()
    return desk


def test_a_statement_is_matched_to_its_end(office: Desk) -> None:
    matched = office.ok(*BANK_COMMAND, "match", *AT, "--until", "2026-01-31", *AS).out
    assert "核对 1 笔（同日同额 1）；未达流水 1 笔、分录 2 条" in matched
    row, *postings = office.rows(*BANK_COMMAND, "open", *AT)
    assert (row["side"], row["key"], row["amount"]) == ("银行", "1/2", "30.00")
    assert [one["reference"] for one in postings] == ["b", "c"]
    (best,) = office.rows(*BANK_COMMAND, "proposals", *AT)
    assert (best["rows"], best["acceptable"], best["difference"]) == (
        "1/2",
        "是",
        "0.00",
    )
    first, second = best["postings"].split()
    by_hand = (*BANK_COMMAND, "match-by-hand", *AT, "--row", "1/2", *AS)
    assert "相差 20.00 元" in office.refused(*by_hand, "--posting", first)
    both = ("--posting", first, "--posting", second)
    assert "第 2 号核对：流水 1 笔，分录 2 条" in office.ok(*by_hand, *both).out
    undone = office.ok(*BANK_COMMAND, "unmatch", "1", *UNIT, "--reason", "配错", *AS)
    assert "第 1 号核对已撤销" in undone.out
    first_match, second_match = office.rows(*BANK_COMMAND, "matches", *UNIT)
    assert (first_match["method"], first_match["undone"]) == ("自动", "配错")
    assert (second_match["method"], second_match["amount"]) == ("人工", "30.00")
    assert "V14" not in office.ok("audit", "verify").err
    wrong = office.run(*BANK_COMMAND, "match-by-hand", *AT, "--row", "1-2", *AS)
    assert (wrong.code, "--row" in wrong.err) == (2, True)
