"""What screens and programs read of a bank account, beside the verbs of treasury."""

import datetime as dt
from collections.abc import Iterable, Iterator

from ledger.database import Connection
from ledger.errors import NotFound, RecordRefused
from ledger.register import lookups
from treasury import bank, bank_store
from treasury.bank import BankAccount, Said
from treasury.matching import RowKey
from treasury.open_items import Figures, Item
from treasury.vault import Vault

SIDES = (
    ("bank_in", "rows", "银行已收、单位未收"),
    ("bank_out", "rows", "银行已付、单位未付"),
    ("book_in", "postings", "单位已收、银行未收"),
    ("book_out", "postings", "单位已付、银行未付"),
)
"""The sides of a reconciliation: its figure, where its items are, what it is called."""


def account_of(connection: Connection, unit: str, number: int) -> BankAccount:
    """A bank account by its number.

    Raises:
        NotFound: there is no such unit or account.
    """
    for one in bank.accounts(connection, unit):
        if one.number == number:
            return one
    raise NotFound("银行账户", str(number))


def texts_of(
    connection: Connection, unit: str, keys: Iterable[RowKey], vault: Vault
) -> dict[RowKey, Said]:
    """What the bank says of others in rows; who asks for it is logged by the caller.

    Raises:
        VaultRefused: it cannot be opened with the keys at hand.
    """
    unit_id, wanted = lookups(connection).unit(unit).id, set(keys)
    return {
        (row.statement, row.row): bank.said(row, vault)
        for statement in sorted({first for first, _ in wanted})
        for row in bank_store.rows(connection, unit_id, statement)
        if (row.statement, row.row) in wanted
    }


def last_day(
    connection: Connection, unit: str, number: int, until: dt.date | None
) -> dt.date:
    """The day that is asked for, or else the last one of the account's statements.

    Raises:
        NotFound: there is no such unit or account.
        RecordRefused: none is asked for, and there is no statement.
    """
    account_of(connection, unit, number)
    if until is not None:
        return until
    unit_id = lookups(connection).unit(unit).id
    ends: list[dt.date] = [
        row.until for row in bank_store.statements(connection, unit_id, number)
    ]
    if not ends:
        raise RecordRefused("还没有对账单", do="先导入对账单")
    return max(ends)


def items_of(figures: Figures, name: str, side: str) -> Iterator[Item]:
    """The items of a side of `SIDES`, the earliest first."""
    yield from figures.of(getattr(figures, side), out=name.endswith("_out"))
