"""A unit with a bank account, and statements of its bank, all made up."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from ledger.database import writing
from ledger.money import Money
from ledger.people import Act
from treasury import bank, bank_mappings
from treasury.bank import BankAccount, BankFile, Imported
from treasury.bank_mappings import KeptMapping
from treasury.statements.mapping import ColumnMapping
from treasury.vault import Vault

VAULT = Vault({1: b"k" * 32})
BANK = "某某银行中山路支行"
NUMBER = "3300 0001 2345 6789 01"
FEBRUARY = Act("王五", dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC))
SINCE = dt.date(2025, 1, 1)

COLUMNS = ColumnMapping(
    date="交易日期",
    money_in="收入",
    money_out="支出",
    balance="余额",
    reference="流水号",
    counterparty="对方户名",
    counterparty_account="对方账号",
    text="摘要",
    code="类型",
)
HEADINGS = "交易日期,收入,支出,余额,流水号,对方户名,对方账号,摘要,类型"

Told = tuple[str, int, str]
"""Day, fen and text of a movement."""


def table(opening: int, *rows: Told, start: int = 1) -> bytes:
    """A table of the bank with running balances, the movements in order."""
    lines, balance = [HEADINGS], opening
    for number, (day, fen, text) in enumerate(rows, start):
        balance += fen
        came, went = (Money(fen), "") if fen > 0 else ("", Money(-fen))
        party = "某某公司,990001"
        lines.append(
            f"{day},{came},{went},{Money(balance)},L{number:03},{party},{text},"
        )
    return "\n".join([*lines, ""]).encode()


def open_account(books: Any) -> BankAccount:
    """U1 has an account at the bank, and the mapping of its tables is kept."""
    given = BankAccount(unit="U1", bank=BANK, account="102", since=SINCE)
    kept = KeptMapping(bank=BANK[:4], since=SINCE, columns=COLUMNS)
    with writing(books.engine) as connection:
        bank_mappings.save_mapping(connection, "U1", kept, FEBRUARY)
        return bank.register_account(connection, given, NUMBER, FEBRUARY, VAULT)


def take(books: Any, content: bytes, name: str = "对账单.csv", **more: Any) -> Imported:
    """Import a file into the account."""
    file = BankFile(unit="U1", account=1, name=name, content=content, **more)
    with writing(books.engine) as connection:
        return bank.import_statement(connection, file, VAULT, FEBRUARY)


def fens(rows: Sequence[Any]) -> list[int]:
    """The amounts of movements in fen."""
    return [row.amount.fen for row in rows]
