"""Bank accounts (银行账户) of a unit, and the columns (列对应) of its banks' tables.

The number of an account is encrypted; the pages show its last four digits. Statements
are taken in on the page of `bank.py`.
"""

from typing import Any

from app.keyring import open_vault
from app.web import given, sheets
from app.web.access import BOOKS, STATEMENTS
from app.web.desk import Desk, Go, Page, Sent, part
from app.web.pages import draft_names
from app.web.sheets import Line, Said, Sheet
from app.web.spans import Asked
from ledger.database import Connection
from ledger.errors import RecordRefused, Refused
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups
from reports.report import Column
from treasury import bank, bank_mappings
from treasury.bank import BankAccount
from treasury.bank_mappings import KeptMapping
from treasury.statements.mapping import LABELS, ColumnMapping

AMOUNTS = ("amount", "side", "money_in", "money_out")
"""Columns of amounts: one with or without a side, or one for in and one for out."""


def show(desk: Desk) -> Page | Sent:
    """The accounts of a unit, and how the tables of its banks are read."""
    with desk.reading() as connection:
        told = _told(desk, connection)
        if desk.query.get("as"):
            year = str(desk.today.year)
            asked = Asked(year, parse_span(year))
            return sheets.sent(desk, connection, asked, told["sheets"].values())
    return Page("bank_accounts.html", told)


def _told(desk: Desk, connection: Connection) -> dict[str, Any]:
    books = lookups(connection)
    unit = books.unit(desk.unit)
    made = (_accounts(desk, connection), _mappings(connection, desk.unit))
    banks = {one.bank for one in bank.accounts(connection, desk.unit)}
    cash = {books.account_codes[id_] for id_ in books.cash}
    money = [
        (code, name)
        for code, name, _, is_money in draft_names.accounts(books, unit, desk.today)
        if is_money and code not in cash
    ]
    return {
        "unit": unit,
        "sheets": {one.key: one for one in made},
        "address": sheets.address,
        "money": money,
        "banks": sorted(banks),
        "labels": {key: label for key, label in LABELS.items() if key not in AMOUNTS},
        "amounts": {key: LABELS[key] for key in AMOUNTS},
        "registers": desk.may(connection, Right.ADMIN),
        "sees_books": desk.may(connection, *BOOKS),
        "maps": desk.may(connection, *STATEMENTS),
        "today": desk.today.isoformat(),
    }


def _accounts(desk: Desk, connection: Connection) -> Sheet:
    columns = (
        Column("number", "序号"),
        Column("bank", "开户银行", width=3),
        Column("tail", "账号尾号"),
        Column("account", "科目"),
        Column("since", "启用日期", "date"),
    )
    base, sees = f"/units/{part(desk.unit)}", desk.may(connection, *BOOKS)
    lines = []
    for one in bank.accounts(connection, desk.unit):
        links = {
            "number": f"{base}/bank/{one.number}",
            "account": f"{base}/accounts/{part(one.account)}",
        }
        cells = (f"{one.number}", one.bank, one.tail, one.account, one.since)
        lines.append(Line(cells, links if sees else {}))
    return Sheet("accounts", "银行账户", columns, tuple(lines))


def _mappings(connection: Connection, unit: str) -> Sheet:
    columns = (
        Column("bank", "银行", width=2),
        Column("revision", "版次"),
        Column("since", "启用日期", "date"),
        Column("header", "表头行"),
        Column("says", "内容"),
        Column("heading", "银行的列名", width=2),
    )
    lines = []
    for one in bank_mappings.kept_mappings(connection, unit):
        for key, label in LABELS.items():
            if heading := getattr(one.columns, key):
                row = f"{one.columns.header_row}"
                head = (one.bank, f"{one.revision}", one.since, row)
                lines.append(Line((*head, Said(label), heading)))
    return Sheet("mappings", "表格对账单的列对应", columns, tuple(lines))


def register(desk: Desk) -> Page | Go:
    """Register an account; its number is kept encrypted."""
    try:
        vault = open_vault(desk.settings)
        since = given.day(desk, "since", "启用日期")
        if since is None:
            raise RecordRefused("银行账户没有登记", why="没有启用日期", do="填写")
        name = given.text(desk, "bank")
        wanted = BankAccount(
            unit=desk.unit, bank=name, account=given.text(desk, "account"), since=since
        )
        with desk.writing(name) as connection:
            number = given.text(desk, "number")
            kept = bank.register_account(connection, wanted, number, desk.act, vault)
            said = f"第 {kept.number} 号银行账户：{kept.bank}，尾号 {kept.tail}"
            return desk.kept(connection, _path(desk), said)
    except Refused as refusal:
        return _again(desk, refusal)


def save(desk: Desk) -> Page | Go:
    """Keep how a bank's tables are read; a change is its next revision."""
    try:
        columns = ColumnMapping(
            header_row=given.number(desk, "header", "表头行", 1),
            **{key: given.text(desk, key) for key in LABELS},
        )
        since = given.day(desk, "since", "启用日期") or desk.today
        wanted = KeptMapping(
            bank=given.text(desk, "bank"), since=since, columns=columns
        )
        with desk.writing(wanted.bank) as connection:
            kept = bank_mappings.save_mapping(connection, desk.unit, wanted, desk.act)
            said = f"{kept.bank} 的列对应已保存，第 {kept.revision} 版"
            return desk.kept(connection, _path(desk), said)
    except Refused as refusal:
        return _again(desk, refusal)


def _path(desk: Desk) -> str:
    return f"/units/{part(desk.unit)}/bank/accounts"


def _again(desk: Desk, refusal: Refused) -> Page:
    with desk.reading() as connection:
        told = _told(desk, connection)
    return desk.refused(refusal, "bank_accounts.html", told)
