"""The bank of one county of the demonstration, in the first days of March 2026.

白榆县's bank sends a statement: the gift came in, the bank took its charge, and the
payment of the day is still on its way. The statement is taken in, matched with the
books and reconciled; the charge stays open, as a proposal of the bank's own row.
"""

import csv
import datetime as dt
import io
from pathlib import Path

from app.prefecture_body import accountant_of
from app.prefecture_budgets import APPROVED_ON
from app.prefecture_money import GIFT, LIVE
from app.prefecture_plan import UNITS
from ledger.balances import balances
from ledger.database import Connection
from ledger.money import Money
from ledger.people import Act
from ledger.periods import parse_span
from treasury import bank, bank_mappings, matches, reconciliation
from treasury.statements.mapping import ColumnMapping
from treasury.vault import Vault

SINCE = dt.date(2026, 3, 1)
BANK = "白榆农商银行营业部（虚构）"
_NUMBER = "6200130124000001"
_CHARGE = Money(15_00)
_COLUMNS = ColumnMapping(
    date="交易日期",
    money_in="收入",
    money_out="支出",
    balance="余额",
    reference="流水号",
    counterparty="对方户名",
    text="摘要",
    code="摘要",
)


def keep(connection: Connection, vault: Vault, statement: Path) -> None:
    """Write the bank's file, take it in, match it and reconcile the account.

    Raises:
        Refused: the books are not those of the demonstration.
    """
    unit = next(unit for unit in UNITS if unit.code == LIVE)
    act = accountant_of(unit, APPROVED_ON)
    account = bank.BankAccount(unit=LIVE, bank=BANK, account="102", since=SINCE)
    number = bank.register_account(connection, account, _NUMBER, act, vault).number
    mapping = bank_mappings.KeptMapping(bank=BANK, since=SINCE, columns=_COLUMNS)
    bank_mappings.save_mapping(connection, LIVE, mapping, act)
    opening = _opening(connection)
    statement.write_text(_file(opening), encoding="utf-8-sig")
    file = bank.BankFile(
        unit=LIVE,
        account=number,
        name=statement.name,
        content=statement.read_bytes(),
    )
    # The cashier fetches the statement; who asks for its charge must be another.
    bank.import_statement(connection, file, vault, Act(unit.staff[4][0], act.at))
    matches.match_account(connection, LIVE, number, vault, act)
    asked = reconciliation.Asked(unit=LIVE, account=number, until=APPROVED_ON)
    next_day = accountant_of(unit, APPROVED_ON + dt.timedelta(1))
    reconciliation.reconcile(connection, asked, next_day)


def _opening(connection: Connection) -> Money:
    """What the books have at the bank when its first statement begins."""
    found = balances(connection, (LIVE,), parse_span("2026-02"))
    return sum((one.closing for one in found if one.account == "102"), Money(0))


def _file(opening: Money) -> str:
    """The bank's file: the gift, then its charge."""
    rows = (
        (GIFT, Money(0), opening + GIFT, "LS26031200017", "白榆建材有限公司", "捐款"),
        (Money(0), _CHARGE, opening + GIFT - _CHARGE, "LS26031200018", "", "手续费"),
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["交易日期", "收入", "支出", "余额", "流水号", "对方户名", "摘要"])
    for money_in, money_out, balance, *said in rows:
        amounts = [str(one) if one.fen else "" for one in (money_in, money_out)]
        writer.writerow([APPROVED_ON.isoformat(), *amounts, str(balance), *said])
    return text.getvalue()
