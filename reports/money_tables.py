"""Money as it was counted or certified, for the minutes of a month (账实核对).

1. Each money account stands with its last proof, or with none.
2. A proof that was made anew is told too, as replaced. What the books said when it was
   made is not kept, so it has no difference.
3. Each bank account stands with its last reconciliation up to the end of the month, as
   it stood when the month was closed, or with none.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from ledger import proofs
from ledger.database import Connection
from ledger.money import Money
from ledger.periods import last_day
from ledger.register import Lookups, UnitLookup
from reports import parts
from reports.report import Column, Row, Table
from treasury import reconciliation_store


def tables(
    connection: Connection,
    books: Lookups,
    unit: UnitLookup,
    period: int,
    closed_at: str,
) -> Iterator[Table]:
    """What was found of a month's money, as far as there is any.

    `closed_at` is the moment of the close, empty while the month is open.
    """
    yield from _compared(connection, books, unit, period)
    yield from _superseded(connection, books, unit, period)
    yield from reconciled(connection, books, unit, period, closed_at)


def _compared(
    connection: Connection, books: Lookups, unit: UnitLookup, period: int
) -> Iterator[Table]:
    """What was counted or certified, against the books (rule 1)."""
    columns = (
        Column("account", "科目", width=3),
        parts.money("book", "账面余额"),
        parts.money("amount", "盘点或证明数"),
        parts.money("other", "减：他人款项"),
        parts.money("explained", "减：未达账项"),
        parts.money("difference", "差额"),
        Column("evidence", "凭据", width=3),
        Column("explanation", "未达账项说明", width=3),
        Column("made_by", "办理人", width=1),
    )
    told = proofs.compared(connection, books, unit, period)
    rows = tuple(_proof_row(books, one) for one in told)
    if rows:
        yield Table(columns, rows, caption="现金盘点与银行存款核对", name="money")


def _superseded(
    connection: Connection, books: Lookups, unit: UnitLookup, period: int
) -> Iterator[Table]:
    """Proofs that later ones replaced, a line each (rule 2)."""
    columns = (
        Column("account", "科目", width=3),
        Column("standing", "状态"),
        parts.money("amount", "盘点或证明数"),
        parts.money("other", "减：他人款项"),
        parts.money("explained", "减：未达账项"),
        Column("evidence", "凭据", width=3),
        Column("explanation", "未达账项说明", width=3),
        Column("made_by", "办理人", width=1),
        Column("made_at", "登记时间", width=3),
    )
    chart = books.charts[unit.chart_on(f"{period // 100}-12-31")]
    rows = tuple(
        Row(
            (
                parts.coded_name(books, chart[one.account]),
                "已被取代",
                one.amount,
                parts.amount(one.other),
                parts.amount(one.explained),
                one.evidence,
                one.explanation,
                parts.person_name(books, one.made_by),
                parts.moment(one.made_at),
            )
        )
        for one in proofs.superseded(connection, books, unit, period)
    )
    if rows:
        caption = "重新登记以前的盘点或核对"
        yield Table(columns, rows, caption=caption, name="superseded")


def _proof_row(books: Lookups, one: proofs.Compared) -> Row:
    account = parts.coded_name(books, one.account_id)
    stands = Money(one.book_fen)
    proof = one.proof
    if proof is None:
        missing = "没有盘点记录或余额证明"
        return Row((account, stands, None, None, None, None, missing, "", ""))
    return Row(
        (
            account,
            stands,
            proof.amount,
            parts.amount(proof.other),
            parts.amount(proof.explained),
            Money(one.gap_fen),
            proof.evidence,
            proof.explanation,
            parts.person_name(books, proof.made_by),
        )
    )


def reconciled(
    connection: Connection,
    books: Lookups,
    unit: UnitLookup,
    period: int,
    closed_at: str,
) -> Iterator[Table]:
    """How far each bank account was reconciled by the end of a month (rule 3).

    Yields one table, or nothing where no account is registered. `closed_at` is the
    moment up to which reconciliations are known; empty, all that there are.
    """
    columns = (
        Column("account", "银行账户", width=3),
        Column("until", "已对账到", "date"),
        parts.money("bank", "银行余额"),
        parts.money("book", "账面余额"),
        Column("items", "未达账项笔数", "count"),
        parts.money("other", "其他资金"),
        Column("state", "情况", width=2),
        Column("made_by", "对账人", width=1),
    )
    end = last_day(period)
    made = {
        row.account: row
        for row in reconciliation_store.made(connection, unit.id)
        if row.until <= end
        and (not closed_at or row.made_at <= closed_at)
        and _stood(row, closed_at)
    }
    rows = tuple(
        _reconciled_row(books, account, made.get(account.number), end)
        for account in reconciliation_store.registered(connection, unit.id)
        if account.since <= end and (not closed_at or account.recorded_at <= closed_at)
    )
    if rows:
        yield Table(columns, rows, caption="银行对账", name="reconciled")


def _stood(row: Any, closed_at: str) -> bool:
    """Whether a reconciliation was not reopened by the close, or is not by now."""
    return row.reopened_at is None or bool(closed_at and row.reopened_at > closed_at)


def _reconciled_row(books: Lookups, account: Any, made: Any, end: dt.date) -> Row:
    name = f"{account.number} {account.bank}（尾号 {account.tail}）"
    if made is None:
        return Row((name, None, None, None, None, None, "没有对账", ""))
    state = "对到月末" if made.until == end else "未对到月末"
    by = parts.person_name(books, books.person_codes[made.person_id])
    bank, book, other = map(Money, (made.bank_fen, made.book_fen, made.other_fen))
    shown = parts.amount(other)
    return Row((name, made.until, bank, book, made.items, shown, state, by))
