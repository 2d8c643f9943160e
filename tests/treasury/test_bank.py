"""Statements are taken into the books: whole, once, and as they follow each other."""

import datetime as dt
from dataclasses import replace

import pytest

from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.money import Money
from tests.building import Books
from tests.treasury.banking import (
    BANK,
    COLUMNS,
    FEBRUARY,
    NUMBER,
    SINCE,
    VAULT,
    open_account,
    table,
    take,
)
from treasury import bank, bank_mappings, bank_store
from treasury.bank import BankAccount, BankFile
from treasury.bank_mappings import KeptMapping
from treasury.errors import StatementFaulty, StatementRefused, VaultRefused
from treasury.vault import Vault

FIRST = ("2026-01-05", 1_000_00, "拨款")
SECOND = ("2026-01-07", -300_00, "慰问")
THIRD = ("2026-01-07", -300_00, "慰问")
FOURTH = ("2026-01-09", -50, "手续")


@pytest.fixture
def books(books: Books) -> Books:
    open_account(books)
    return books


def texts(books: Books) -> list[tuple[int, str]]:
    """What stands of each row: fen and its text, opened."""
    with reading(books.engine) as connection:
        unit_id = 1
        return [
            (row.amount_fen, bank.said(row, VAULT).text)
            for one in bank_store.statements(connection, unit_id)
            for row in bank_store.rows(connection, unit_id, one.statement)
        ]


def test_a_statement_is_taken_in_once(books: Books) -> None:
    content = table(100_00, FIRST, SECOND)

    taken = take(books, content)
    again = take(books, content)

    assert (taken.statement, taken.rows, taken.new_rows) == (1, 2, 2)
    assert (taken.opening, taken.closing) == (Money(100_00), Money(800_00))
    assert (again.statement, again.already, taken.already) == (1, True, False)
    assert texts(books) == [(1_000_00, "拨款"), (-300_00, "慰问")]


def test_two_equal_rows_both_stay(books: Books) -> None:
    lines = table(1_000_00, FIRST, SECOND, THIRD).replace(b"L003", b"L002")
    taken = take(books, lines)

    assert taken.new_rows == 3
    assert books.rows('SELECT occurrence FROM bank_rows ORDER BY "row"') == [
        (1,), (1,), (2,),
    ]  # fmt: skip


def test_what_overlaps_brings_only_what_is_new(books: Books) -> None:
    take(books, table(0, FIRST, SECOND))
    later = table(0, FIRST, SECOND, FOURTH)

    taken = take(books, later)

    assert (taken.statement, taken.rows, taken.new_rows) == (2, 3, 1)
    assert books.one("SELECT known_fen FROM bank_statements WHERE statement = 2") == (
        700_00
    )
    assert [fen for fen, _ in texts(books)] == [1_000_00, -300_00, -50]


def test_a_statement_that_does_not_follow_is_refused(books: Books) -> None:
    take(books, table(0, FIRST))
    gap = table(900_00, ("2026-01-10", 1, "利息"))

    with pytest.raises(StatementRefused) as refused:
        take(books, gap)

    told = str(refused.value)
    assert "期初余额 900.00 元，按已导入的对账单应为 1,000.00 元" in told
    assert "相差 -100.00 元" in told
    assert "2026-01-06 至 2026-01-09 的 4 天没有对账单" in told
    assert books.one("SELECT COUNT(*) FROM bank_rows") == 1


def test_days_without_movements_are_no_gap(books: Books) -> None:
    take(books, table(0, FIRST))

    taken = take(books, table(1_000_00, ("2026-01-20", 1, "利息")))

    assert taken.statement == 2


def test_days_without_a_statement_are_told(books: Books) -> None:
    take(books, table(0, ("2026-01-05", 1_00, "捐赠")))

    after = take(books, table(1_00, ("2026-01-09", 1_00, "捐赠"), start=2), "二.csv")

    (note,) = after.notes
    assert "2026-01-06 至 2026-01-08 的 3 天没有对账单" in note
    between = table(1_00, ("2026-01-06", 5, "息"), ("2026-01-08", -5, "费"), start=5)
    assert take(books, between, "三.csv").notes == ()


def test_no_row_is_of_a_day_to_come(books: Books) -> None:
    """One such row would keep every true statement out."""
    with pytest.raises(StatementRefused, match="对账单到 2026-05-01"):
        take(books, table(0, ("2026-05-01", 1_00, "捐赠")))
    assert books.one("SELECT COUNT(*) FROM bank_statements") == 0


def test_a_day_told_otherwise_is_refused(books: Books) -> None:
    take(books, table(0, FIRST, SECOND, FOURTH))
    changed = table(0, FIRST, ("2026-01-07", -300_00, "别的"), FOURTH)

    with pytest.raises(StatementRefused, match="2026-01-07 1 天的流水与已导入"):
        take(books, changed)


def test_the_last_day_told_otherwise_is_refused(books: Books) -> None:
    take(books, table(0, FIRST, SECOND, FOURTH))
    before = FIRST, SECOND
    others = (
        table(0, *before, ("2026-01-09", -60, "手续")),
        table(0, *before, ("2026-01-09", -60, "手续"), ("2026-01-31", -1, "费")),
        table(0, *before, ("2026-01-09", -10, "插入"), FOURTH),
        table(700_00, ("2026-01-09", -60, "手续"), start=3),
    )

    for number, other in enumerate(others):
        with pytest.raises(StatementRefused, match="2026-01-09 1 天的流水与已导入"):
            take(books, other, f"{number}.csv")
    assert books.one("SELECT COUNT(*) FROM bank_rows") == 3


def test_a_row_of_the_last_day_is_not_left_out(books: Books) -> None:
    other = ("2026-01-09", -20, "工本")
    take(books, table(0, FIRST, SECOND, FOURTH, other))

    for rows in ((FIRST, SECOND, FOURTH), (FIRST, SECOND, other)):
        with pytest.raises(StatementRefused, match="2026-01-09 1 天的流水与已导入"):
            take(books, table(0, *rows), "少.csv")


def test_more_of_the_last_day_may_come(books: Books) -> None:
    other = ("2026-01-09", -20, "工本")
    take(books, table(0, FIRST, SECOND, FOURTH))

    assert take(books, table(0, FIRST, SECOND, FOURTH, other)).new_rows == 1
    rest = table(699_30, ("2026-01-09", -30, "邮费"), start=5)
    assert take(books, rest).new_rows == 1
    assert take(books, table(700_00, FOURTH, other, start=3)).new_rows == 0


def test_the_morning_may_come_after_the_afternoon(books: Books) -> None:
    take(books, table(700_00, ("2026-01-07", -1, "手续"), FOURTH, start=3))

    assert take(books, table(0, FIRST, SECOND)).new_rows == 2


def test_an_earlier_statement_may_come_later(books: Books) -> None:
    take(books, table(1_000_00, SECOND))
    take(books, table(0, FIRST))

    with pytest.raises(StatementRefused, match=r"期末余额 5\.00 元.*应为 0\.00 元"):
        take(books, table(0, ("2025-12-31", 5_00, "结息")))


def test_a_day_goes_on_where_it_was_left(books: Books) -> None:
    """The same amount, text and number in the morning and in the afternoon."""
    take(books, table(1_000_00, SECOND))

    taken = take(books, table(700_00, THIRD))

    assert taken.new_rows == 1
    assert books.rows("SELECT occurrence FROM bank_rows ORDER BY occurrence") == [
        (1,), (2,),
    ]  # fmt: skip


def test_what_is_between_two_leads_from_one_to_the_other(books: Books) -> None:
    take(books, table(0, FIRST))
    take(books, table(1_000_00, ("2026-01-31", -50, "手续")))
    there_and_back = ("2026-01-12", 10, "误入"), ("2026-01-13", -10, "退回")

    with pytest.raises(StatementRefused, match=r"相差 0\.10 元"):
        take(books, table(1_000_00, there_and_back[0]))
    assert take(books, table(1_000_00, *there_and_back)).new_rows == 2


def test_a_faulty_file_changes_nothing_and_names_nobody(books: Books) -> None:
    content = table(0, FIRST, SECOND).replace(b"700.00", b"600.00")

    with pytest.raises(StatementFaulty) as refused:
        take(books, content)

    told = str(refused.value)
    assert "对账单.csv:3: balance: 余额不连续：应为 700.00 元" in told
    assert "相差 -100.00 元" in told
    assert "某某公司" not in told
    assert "990001" not in told
    assert books.one("SELECT COUNT(*) FROM bank_statements") == 0


def test_foreign_money_and_foreign_accounts_are_refused(books: Books) -> None:
    statement = (
        ":20:1\n:25:{}\n:60F:C260101{}0,\n:61:260105C5,NTRFA\n:62F:C260105{}5,\n"
    )
    own = NUMBER.replace(" ", "")

    with pytest.raises(StatementRefused, match="币种为 EUR，账簿只记人民币"):
        take(books, statement.format(own, "EUR", "EUR").encode())
    with pytest.raises(StatementRefused) as refused:
        take(books, statement.format("999888777", "CNY", "CNY").encode())
    assert "账号与登记的银行账户不符" in str(refused.value)
    assert "999888777" not in str(refused.value)
    assert take(books, statement.format(own, "CNY", "CNY").encode()).new_rows == 1


def test_ends_that_the_file_does_not_tell_are_told_beside_it(books: Books) -> None:
    bare = table(0, FIRST).replace(b",1000.00,L", b",,L")

    with pytest.raises(StatementFaulty, match="没有期初余额，也没有期末余额"):
        take(books, bare)
    with pytest.raises(StatementFaulty, match=r"相差 0\.01 元"):
        take(books, bare, opening=Money(0), closing=Money(1_000_01))
    taken = take(books, bare, opening=Money(0))
    assert taken.closing == Money(1_000_00)
    assert taken.notes == ("文件没有期末余额，由期初余额加流水得出",)


def test_before_the_account_was_opened_nothing_is_taken(books: Books) -> None:
    with pytest.raises(StatementRefused, match="账户自 2025-01-01 起登记"):
        take(books, table(0, ("2024-12-31", 1_00, "转入")))


def test_an_unknown_account_and_other_keys_are_refused(books: Books) -> None:
    file = BankFile(unit="U1", account=1, name="a", content=table(0, FIRST))
    other = replace(file, account=9)

    with pytest.raises(NotFound, match="银行账户"), writing(books.engine) as c:
        bank.import_statement(c, other, VAULT, FEBRUARY)
    with pytest.raises(VaultRefused), writing(books.engine) as c:
        bank.import_statement(c, file, Vault({1: b"o" * 32}), FEBRUARY)


def test_an_account_is_registered_once_and_shown_by_its_tail(books: Books) -> None:
    given = BankAccount(unit="U1", bank=BANK, account="102", since=SINCE)

    with reading(books.engine) as connection:
        (one,) = bank.accounts(connection, "U1")
    assert (one.number, one.tail, one.account) == (1, "8901", "102")
    with (
        pytest.raises(StatementRefused, match="已登记为第 1 号账户") as refused,
        writing(books.engine) as connection,
    ):
        bank.register_account(
            connection, given, NUMBER.replace(" ", "-"), FEBRUARY, VAULT
        )
    assert "8901" not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "number", "why"),
    [
        ({"bank": " "}, "123456", "没有写明开户银行"),
        ({"bank": "行\n"}, "123456", "控制字符"),
        ({"account": "101"}, "123456", "不是银行类科目"),
        ({"since": dt.date(2024, 12, 31)}, "123456", "单位设立"),
        ({"since": dt.date(2026, 3, 1)}, "123456", "晚于今天"),
        ({}, "12345", "账号应为"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    books: Books, change: dict[str, object], number: str, why: str
) -> None:
    told = {"unit": "U1", "bank": BANK, "account": "102", "since": SINCE} | change
    given = BankAccount(**told)  # type: ignore[arg-type] # as told

    with pytest.raises(StatementRefused, match=why), writing(books.engine) as c:
        bank.register_account(c, given, number, FEBRUARY, VAULT)


def test_files_of_an_older_form_are_read_by_the_older_mapping(books: Books) -> None:
    changed = replace(COLUMNS, text="用途", balance="结余")
    kept = KeptMapping(bank=BANK, since=SINCE, columns=changed)
    with writing(books.engine) as connection:
        first = bank_mappings.save_mapping(connection, "U1", kept, FEBRUARY)
        again = bank_mappings.save_mapping(connection, "U1", kept, FEBRUARY)
        other = replace(kept, columns=COLUMNS)
        third = bank_mappings.save_mapping(connection, "U1", other, FEBRUARY)
        last = bank_mappings.save_mapping(connection, "U1", kept, FEBRUARY)
    assert [m.revision for m in (first, again, third, last)] == [1, 1, 2, 3]

    assert take(books, table(0, FIRST)).new_rows == 1
    neither = table(0, FIRST).replace("流水号".encode(), b"no")
    with pytest.raises(StatementFaulty, match="结余: 表头中没有这一列"):
        take(books, neither)


@pytest.mark.parametrize("name", [" ", "某行\n分行"])
def test_a_mapping_of_no_bank_is_refused(books: Books, name: str) -> None:
    kept = KeptMapping(bank=name, since=SINCE, columns=COLUMNS)

    with pytest.raises(StatementRefused, match="没有保存"), writing(books.engine) as c:
        bank_mappings.save_mapping(c, "U1", kept, FEBRUARY)


def test_an_account_with_others_under_it_is_refused(books: Books) -> None:
    """Account 111 holds money; a leaf of its own stands under 102 here."""
    with books.raw() as raw:
        raw.run(
            "INSERT INTO accounts (id, chart, code, name, class, side, role,"
            " parent_id, money, spends) SELECT 99999, chart, '10201', '分户', class,"
            " side, role, id, money, spends FROM accounts"
            " WHERE code = '102' AND chart = 'union-2021'"
        )
        raw.commit()
    given = BankAccount(unit="U1", bank=BANK, account="102", since=SINCE)

    with pytest.raises(StatementRefused, match="写明末级"), writing(books.engine) as c:
        bank.register_account(c, given, "1234567", FEBRUARY, VAULT)


def test_an_account_of_no_chart_is_not_found(books: Books) -> None:
    given = BankAccount(unit="U1", bank=BANK, account="999", since=SINCE)

    with pytest.raises(NotFound, match="科目"), writing(books.engine) as connection:
        bank.register_account(connection, given, "1234567", FEBRUARY, VAULT)
