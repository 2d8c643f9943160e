"""Bank accounts and their statements, taken into the books.

1. An account's number is encrypted and found again by a blind index; people see its
   last four digits.
2. A statement is taken in whole or not at all. The same file twice is one statement;
   of one that overlaps another only the rows that are not known are new.
3. Statements are numbered in the unit without a gap. Each follows those that are known
   of its account (`bank_continuity.py`).
4. What a bank says of others is encrypted; the digest in the statement's record covers
   every row that it brought.
5. Up to the day of a reconciliation that stands no row is added. No row is of a day
   that has not begun; days that no statement covers are told.

Basis: 会计基础工作规范 第六十条 (bank journals are held against statements).
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from budgets.records import before_unit, locked
from ledger import store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import UnitLookup, append, lookups
from ledger.texts import text_problems
from treasury import bank_continuity, bank_store, reconciliation_store
from treasury.bank_digests import DigestRow, rows_hash
from treasury.bank_mappings import mappings_of
from treasury.bank_tables import bank_rows
from treasury.errors import StatementFaulty, StatementRefused
from treasury.statements import reading
from treasury.statements.parts import CURRENCIES, Movement, Statement
from treasury.statements.reading import Asked, bare_account
from treasury.vault import Vault

CHUNK = 10_000
"""Rows that are encrypted and written together."""

TAIL = 4
_PART = "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    """An account at a bank; `number` 0 asks for the next in the unit.

    `account` is the account of the books that it stands for, by its code.
    """

    unit: str
    bank: str
    account: str
    since: dt.date
    tail: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFile:
    """A file of a bank, for an account by its number in the unit.

    `opening` and `closing` are said beside it where the file does not say them.
    """

    unit: str
    account: int
    name: str
    content: bytes
    opening: Money | None = None
    closing: Money | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: the number of its statement and how many rows are new."""

    statement: int
    since: dt.date
    until: dt.date
    opening: Money
    closing: Money
    rows: int
    new_rows: int
    already: bool = False
    """Whether this very file had been taken in before."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What a bank said of the other side of a row; opened from its ciphertext."""

    counterparty: str
    counterparty_account: str
    text: str


# -- accounts -----------------------------------------------------------------------


def register_account(
    connection: Connection, given: BankAccount, full_number: str, act: Act, vault: Vault
) -> BankAccount:
    """Register an account at a bank.

    Raises:
        NotFound: there is no such unit or account of the books.
        StatementRefused: it stands already, or cannot; all faults are told.
    """
    at = locked(connection, given.unit)
    books = lookups(connection)
    chart = books.charts.get(at.chart_on(max(given.since.isoformat(), at.opened_on)))
    if chart is None or given.account not in chart:
        raise NotFound("科目", given.account, "写明现行科目表中的银行科目")
    account_id = chart[given.account]
    wrong = [*_account_faults(given, full_number, at, act)]
    if account_id not in books.money - books.cash:
        wrong.append(f"科目 {given.account} 不是银行类科目")
    if account_id in books.above:
        wrong.append(f"科目 {given.account} 还有下级，写明末级科目")
    what = "银行账户没有登记"
    if wrong:
        raise StatementRefused(what, "；".join(wrong), "改正后重新登记")
    bare = bare_account(full_number)
    blind = vault.blind(bare, f"bank_accounts.number:{at.id}")
    standing = accounts(connection, given.unit)
    rows = bank_store.account_rows(connection, at.id)
    if known := next((row for row in rows if bytes(row.blind) == blind), None):
        why = f"这个账号已登记为第 {known.number} 号账户"
        raise StatementRefused(what, why, "用 bangfu money bank accounts list 查看")
    number = len(standing) + 1
    row = {
        "unit_id": at.id,
        "number": number,
        "account_id": account_id,
        "bank": given.bank.strip(),
        "tail": bare[-TAIL:],
        "locked": vault.lock(bare.encode(), _account_context(at.id, number)),
        "blind": blind,
        "since": given.since,
    }
    append(connection, "bank_accounts", [row], act)
    return accounts(connection, given.unit)[-1]


def _account_faults(
    given: BankAccount, full_number: str, unit: UnitLookup, act: Act
) -> Iterator[str]:
    if not given.bank.strip():
        yield "没有写明开户银行"
    for problem in text_problems([("memo", given.bank, 0)]):
        yield f"开户银行：{problem}"
    bare = bare_account(full_number)
    if not 6 <= len(bare) <= 40 or not bare.isascii():  # noqa: PLR2004 - any bank's
        yield "账号应为 6 至 40 位字母和数字"
    if why := before_unit(unit, given.since):
        yield f"启用日期在{why}"
    if given.since > china_day(act.at):
        yield "启用日期晚于今天"


def accounts(connection: Connection, unit: str) -> tuple[BankAccount, ...]:
    """The bank accounts of a unit, by number.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    return tuple(
        BankAccount(
            unit=unit,
            bank=row.bank,
            account=books.account_codes[row.account_id],
            since=row.since,
            tail=row.tail,
            number=row.number,
        )
        for row in bank_store.account_rows(connection, books.unit(unit).id)
    )


def _account_context(unit_id: int, number: int) -> str:
    return f"bank_accounts.locked:{unit_id}/{number}"


# -- importing ----------------------------------------------------------------------


def import_statement(
    connection: Connection, file: BankFile, vault: Vault, act: Act
) -> Imported:
    """Take a bank's file in; taken in before, it changes nothing.

    Raises:
        NotFound: there is no such unit or bank account.
        StatementRefused: it is not of this account, or does not follow what is known.
        StatementFaulty: it has faults; all are told.
        VaultRefused: the keys are not those that the account was registered with.
    """
    at = locked(connection, file.unit)
    account = bank_store.account(connection, at.id, file.account)
    if account is None:
        do = "先用 bangfu money bank accounts add 登记"
        raise NotFound("银行账户", str(file.account), do)
    digest = hashlib.sha256(file.content).digest()
    standing = bank_store.statements(connection, at.id, file.account)
    for row in standing:
        if bytes(row.file_hash) == digest:
            return _imported(row, already=True)
    context = _account_context(at.id, file.account)
    number = vault.unlock(account.locked, context).decode()
    statement = _read(connection, at, file, account.bank, number)
    statement = _within(statement, account.since, act)
    keys = _keys(statement.rows, vault, f"bank_rows:{at.id}/{file.account}")
    known = _known(connection, at.id, file.account, standing, statement)
    joined = bank_continuity.join(statement, keys, known)
    _demand_open(connection, at.id, file.account, statement, joined)
    number_of = bank_store.next_statement(connection, at.id)
    hashed = _Writer(connection, vault, at.id, number_of, file.account).write(
        statement.rows, keys, joined.new
    )
    head = {
        "unit_id": at.id,
        "statement": number_of,
        "account": file.account,
        "form": statement.form,
        "file_hash": digest,
        "since": statement.since,
        "until": statement.until,
        "opening_fen": statement.opening.fen,
        "closing_fen": statement.closing.fen,
        "rows": len(statement.rows),
        "new_rows": len(joined.new),
        "known_fen": joined.known_fen,
        "rows_hash": hashed,
        "person_id": lookups(connection).person(act.person),
        "imported_at": act.stamp,
    }
    append(connection, "bank_statements", [head], act)
    return _imported(
        bank_store.statements(connection, at.id, file.account)[-1],
        notes=(*statement.notes, *_gaps_told(statement, known)),
    )


def _within(statement: Statement, first: dt.date, act: Act) -> Statement:
    """A statement from the first day of its account to days that have begun (5)."""
    what, today = "对账单没有导入", china_day(act.at)
    if statement.until > today:
        why = f"对账单到 {statement.until}，今天才 {today}"
        raise StatementRefused(what, why, "核对文件的日期，或到时重新导出")
    if statement.since >= first:
        return statement
    if statement.until < first or any(row.booked_on < first for row in statement.rows):
        raise StatementRefused(
            what,
            why=f"对账单自 {statement.since} 起，账户自 {first} 起登记",
            do="只导出登记之后的日期",
        )
    # The balance of a day before, on which nothing moved, is that of the first day.
    return replace(statement, since=first)


def _gaps_told(
    statement: Statement, known: bank_continuity.Known | None
) -> Iterator[str]:
    for since, until in bank_continuity.gaps(statement, known) if known else ():
        days = (until - since).days + 1
        told = f"{since} 至 {until} 的 {days} 天没有对账单"
        yield f"{told}，前后余额虽相接，请补导或向银行核实"


def _demand_open(
    connection: Connection,
    unit_id: int,
    account: int,
    statement: Statement,
    joined: bank_continuity.Joined,
) -> None:
    """No row comes on a day that is reconciled."""
    days = [statement.rows[place].booked_on for place, _ in joined.new]
    until = reconciliation_store.locked_until(connection, unit_id, account)
    if until is not None and (early := sum(day <= until for day in days)):
        raise StatementRefused(
            "对账单没有导入",
            why=f"有 {early} 笔新流水在 {until} 或以前，账户已对账到这一天",
            do="向银行核实；确有遗漏的，先由另一人重开对账",
        )


def _read(
    connection: Connection, unit: UnitLookup, file: BankFile, bank: str, number: str
) -> Statement:
    """The statement of the file; a table by the latest mapping whose headings fit."""
    mappings = mappings_of(connection, unit.code, bank) or (None,)
    told: StatementFaulty | None = None
    for mapping in mappings:
        asked = Asked(
            account=number,
            mapping=mapping,
            bank=bank,
            opening=file.opening,
            closing=file.closing,
        )
        try:
            statement = reading.read(file.name, file.content, asked)
        except StatementFaulty as faults:
            # The faults of the latest form are told, if no older one fits.
            told = told or faults
            if not faults.unfit:
                raise
            continue
        if statement.currency not in CURRENCIES:
            why = f"币种为 {statement.currency[:3]}，账簿只记人民币"
            raise StatementRefused("对账单没有导入", why, "外币账户另行登记")
        return statement
    assert told is not None
    raise told


def _keys(rows: Sequence[Movement], vault: Vault, purpose: str) -> list[bytes]:
    """What a row says, blind: equal rows have equal keys."""
    return [
        vault.blind(
            _PART.join(
                (
                    row.booked_on.isoformat(),
                    str(row.amount.fen),
                    row.reference,
                    row.counterparty,
                    row.counterparty_account,
                    row.text,
                )
            ),
            purpose,
        )
        for row in rows
    ]


def _known(
    connection: Connection,
    unit_id: int,
    account: int,
    standing: Sequence[Any],
    statement: Statement,
) -> bank_continuity.Known | None:
    if not standing:
        return None
    spans = [(row.since, row.until) for row in standing]
    first = min(standing, key=lambda row: row.since)
    opening: int = first.opening_fen
    days = statement.since, statement.until
    return bank_continuity.Known(
        spans=spans,
        opening_fen=opening,
        before_fen=bank_store.moved(connection, unit_id, account, statement.since),
        balance_fen=opening + bank_store.moved(connection, unit_id, account),
        rows=[
            bank_continuity.KnownRow(day, fen, bytes(key), occurrence)
            for day, fen, key, occurrence in bank_store.known(
                connection, unit_id, account, days
            )
        ],
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the rows of one statement, some at a time, and their digest."""

    connection: Connection
    vault: Vault
    unit_id: int
    statement: int
    account: int

    def write(
        self,
        rows: Sequence[Movement],
        keys: Sequence[bytes],
        new: Sequence[tuple[int, int]],
    ) -> bytes:
        """Write what is new; the digest of it."""
        return rows_hash(self._written(rows, keys, new))

    def _written(
        self,
        rows: Sequence[Movement],
        keys: Sequence[bytes],
        new: Sequence[tuple[int, int]],
    ) -> Iterator[DigestRow]:
        coming = iter(new)
        while chunk := list(islice(coming, CHUNK)):
            sealed = [
                self._row(place + 1, rows[place], keys[place], occurrence)
                for place, occurrence in chunk
            ]
            store.write_rows(
                self.connection, bank_rows, [self._values(row) for row in sealed]
            )
            yield from sealed

    def _row(self, place: int, row: Movement, key: bytes, occurrence: int) -> DigestRow:
        said = _PART.join((row.counterparty, row.counterparty_account, row.text))
        context = _row_context(self.unit_id, self.statement, place)
        return (
            place,
            row.booked_on,
            row.amount.fen,
            None if row.balance is None else row.balance.fen,
            row.reference,
            row.kind,
            self.vault.lock(said.encode(), context),
            key,
            occurrence,
        )

    def _values(self, row: DigestRow) -> tuple[object, ...]:
        """A row in the order of the table's columns."""
        place, day, fen, balance, reference, kind, locked_, key, occurrence = row
        told = day.isoformat() if self.connection.dialect.name == "sqlite" else day
        head = self.unit_id, self.statement, place, self.account
        return (
            *head, told, fen, balance, reference, kind, locked_, key, occurrence
        )  # fmt: skip


def _row_context(unit_id: int, statement: int, place: int) -> str:
    return f"bank_rows.locked:{unit_id}/{statement}/{place}"


def _imported(
    row: Any, *, already: bool = False, notes: tuple[str, ...] = ()
) -> Imported:
    return Imported(
        statement=row.statement,
        since=row.since,
        until=row.until,
        opening=Money(row.opening_fen),
        closing=Money(row.closing_fen),
        rows=row.rows,
        new_rows=row.new_rows,
        already=already,
        notes=notes,
    )


# -- reading ------------------------------------------------------------------------


def said(row: Any, vault: Vault) -> Said:
    """What the bank said of the other side, of a row of the table `bank_rows`.

    Raises:
        VaultRefused: the key is not at hand, or the row was changed or moved.
    """
    context = _row_context(row.unit_id, row.statement, row.row)
    opened = vault.unlock(bytes(row.locked), context).decode()
    return Said(*opened.split(_PART))
