"""Bank accounts (银行账户): statements taken in by upload, and what was reconciled.

Matching is in `bank_matching.py`, reconciling in `bank_reconciling.py`.
"""

from urllib.parse import quote

from app.keyring import open_vault
from app.web import given
from app.web.access import STATEMENTS
from app.web.desk import Desk, Go, Page
from ledger.database import Connection
from ledger.errors import RecordRefused, Refused
from ledger.money import Money
from ledger.register import lookups
from treasury import bank, bank_store, matches, reconciliation
from treasury.bank import BankFile

SHOWN = 24
"""Statements and reconciliations on the page, the latest first."""


def show(desk: Desk) -> Page:
    """The accounts with what is open on each, statements and reconciliations."""
    with desk.reading() as connection:
        told = _told(desk, connection)
    return Page("bank.html", told)


def _told(desk: Desk, connection: Connection) -> dict[str, object]:
    unit = lookups(connection).unit(desk.unit)
    made = reconciliation.reconciliations(connection, desk.unit)
    standing = {one.account: one.until for one in made if one.stands}
    accounts = []
    for one in bank.accounts(connection, desk.unit):
        left = matches.open_items(connection, desk.unit, one.number)
        count = len(left.rows), len(left.postings)
        accounts.append((one, count, standing.get(one.number)))
    return {
        "unit": unit,
        "accounts": accounts,
        "statements": bank_store.statements(connection, unit.id)[::-1][:SHOWN],
        "made": made[::-1][:SHOWN],
        "money_of": Money,
        "imports": desk.may(connection, *STATEMENTS),
    }


def take(desk: Desk) -> Page | Go:
    """Take in a statement; the same file again changes nothing."""
    try:
        vault = open_vault(desk.settings)
        file = _file(desk)
        with desk.writing(str(file.account)) as connection:
            told = bank.import_statement(connection, file, vault, desk.act)
            done = (
                "此前已导入，没有变化" if told.already else f"新增 {told.new_rows} 笔"
            )
            notes = "".join(f"；{note}" for note in told.notes)
            said = (
                f"第 {told.statement} 号对账单，{told.since} 至 {told.until}，"
                f"共 {told.rows} 笔，{done}；期末 {told.closing.grouped()} 元{notes}"
            )
            where = f"/units/{quote(desk.unit, safe='')}/bank/{file.account}"
            return desk.kept(connection, where, said)
    except Refused as refusal:
        with desk.reading() as connection:
            told_again = _told(desk, connection)
        return desk.refused(refusal, "bank.html", told_again)


def _file(desk: Desk) -> BankFile:
    upload = desk.uploads.get("statement")
    if upload is None:
        raise RecordRefused("对账单没有导入", why="没有选择文件", do="选择银行的文件")
    return BankFile(
        unit=desk.unit,
        account=given.number(desk, "account", "银行账户"),
        name=upload.name,
        content=upload.content,
        opening=given.amount(desk, "opening", "期初余额", signed=True),
        closing=given.amount(desk, "closing", "期末余额", signed=True),
    )
