"""The bank at the desk: an account, a mapping, statements taken in and looked at."""

import csv
import io

import pytest

from tests.app.commands import Desk
from tests.treasury.banking import BANK, NUMBER, table

pytestmark = pytest.mark.slow

UNIT = ("--unit", "U1")
AS = ("--as", "张三")
ROWS = (("2026-01-05", 1_000_00, "=SUM(A1)"), ("2026-01-07", -300_00, "慰问"))
BANK_COMMAND = ("money", "bank")


@pytest.fixture
def office(desk: Desk) -> Desk:
    """U1 has an account and the mapping of its bank's tables."""
    add = ("--bank", BANK, "--account", "102", "--since", "2025-01-01", *AS)
    added = desk.run(*BANK_COMMAND, "accounts", "add", *UNIT, *add, given=NUMBER + "\n")
    assert (added.code, "尾号 8901" in added.out) == (0, True)
    assert "2345" not in added.out + added.err
    saved = desk.ok(
        *BANK_COMMAND, "mapping", "save", *UNIT, "--bank", BANK[:4], *AS,
        "--date", "交易日期", "--in", "收入", "--out", "支出", "--balance", "余额",
        "--reference", "流水号", "--party", "对方户名", "--party-account", "对方账号",
        "--text", "摘要", "--code", "类型", "--since", "2025-01-01",
    )  # fmt: skip
    assert "第 1 版" in saved.out
    (desk.folder / "一月.csv").write_bytes(table(0, *ROWS))
    return desk


def test_a_statement_is_taken_in_and_shown(office: Desk) -> None:
    taking = (*BANK_COMMAND, "import", "一月.csv", *UNIT, "--account", "1", *AS)

    assert "共 2 笔，新增 2 笔；期初 0.00 元，期末 700.00 元" in office.ok(*taking).out
    assert "此前已导入，没有变化" in office.ok(*taking).out
    (one,) = office.rows(*BANK_COMMAND, "statements", *UNIT)
    assert (one["statement"], one["form"], one["closing"]) == (1, "csv", "700.00")
    hidden, _ = office.rows(*BANK_COMMAND, "rows", "1", *UNIT)
    assert (hidden["amount"], hidden["text"], hidden["counterparty"]) == (
        "1000.00",
        "***",
        "***",
    )
    opened, _ = office.rows(*BANK_COMMAND, "rows", "1", *UNIT, "--open", *AS)
    assert (opened["text"], opened["counterparty"]) == ("=SUM(A1)", "某某公司")
    assert "账" in office.ok("audit", "verify").out


def test_no_spreadsheet_runs_what_a_bank_wrote(office: Desk) -> None:
    office.ok(*BANK_COMMAND, "import", "一月.csv", *UNIT, "--account", "1", *AS)

    told = office.ok(
        *BANK_COMMAND, "rows", "1", *UNIT, "--open", *AS, "--format", "csv"
    )

    first, _ = csv.DictReader(io.StringIO(told.out))
    assert first["text"] == "'=SUM(A1)"


def test_what_is_registered_is_listed(office: Desk) -> None:
    (one,) = office.rows(*BANK_COMMAND, "accounts", "list", *UNIT)
    kept = office.rows(*BANK_COMMAND, "mapping", "show", *UNIT)

    assert (one["number"], one["tail"], one["bank"]) == (1, "8901", BANK)
    assert ("日期", "交易日期") in {(row["says"], row["heading"]) for row in kept}


def test_what_cannot_be_is_refused(office: Desk) -> None:
    taking = (*BANK_COMMAND, "import", "没有.csv", *UNIT, "--account", "1", *AS)

    assert "文件不存在" in office.refused(*taking)
    assert "账中没有对账单" in office.refused(*BANK_COMMAND, "rows", "7", *UNIT)
    wrong = office.run(*taking, "--opening", "一百")
    assert (wrong.code, "--opening" in wrong.err) == (2, True)
    (office.folder / "二月.csv").write_bytes(table(5, ("2026-02-01", 1, "利息")))
    office.ok(*BANK_COMMAND, "import", "一月.csv", *UNIT, "--account", "1", *AS)
    gap = (*BANK_COMMAND, "import", "二月.csv", *UNIT, "--account", "1", *AS)
    assert "相差 -699.95 元" in office.refused(*gap)


def test_ends_are_told_beside_a_file_without_balances(office: Desk) -> None:
    bare = table(0, ROWS[0]).replace(b",1000.00,L", b",,L")
    (office.folder / "裸.csv").write_bytes(bare)
    taking = (*BANK_COMMAND, "import", "裸.csv", *UNIT, "--account", "1", *AS)

    told = office.ok(*taking, "--closing", "1,000.00").out

    assert "提示：文件没有期初余额，由期末余额减流水得出" in told
