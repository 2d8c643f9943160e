"""Proof of money (账实核对): cash that was counted, balances that a bank certified.

1. A proof says what was found on the last day of a month on one money account: the
   amount, the union's other money in it, and what is under way and explained.
2. The books agree with it where amount less other money less what is explained is
   what they say. A later proof of the same month replaces an earlier one.
3. Whoever handled the money of the month as cashier does not prove it.
4. Money is counted on the last day of a month at the earliest, and before its close.

Basis: 会计基础工作规范 第六十二条; 会计法 第三十五条.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from ledger import closing_store, queries, store
from ledger.accounts import Role
from ledger.database import Connection
from ledger.errors import RecordRefused
from ledger.money import ZERO, Money
from ledger.people import Act
from ledger.periods import china_day, label, last_day, period_of
from ledger.register import Lookups, UnitLookup, append, lookups

PROVED = frozenset({Role.CASH, Role.BANK})
"""Accounts whose money can be counted or certified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was found on a money account at the end of a month.

    `other` is money of others in the same account; `explained` what is under way
    (未达账项), with its sign as it raises the amount; `evidence` the paper it stands
    on.
    """

    unit: str
    period: int
    account: str
    amount: Money
    evidence: str
    other: Money = ZERO
    explained: Money = ZERO
    explanation: str = ""
    made_by: str = ""
    made_at: str = ""

    @property
    def should_be(self) -> Money:
        """What the books ought to say."""
        return self.amount - self.other - self.explained


@dataclass(frozen=True, slots=True)
class Compared:
    """A money account at the end of a month: the books, and a proof or none."""

    account_id: int
    book_fen: int
    proof: Proof | None

    @property
    def gap_fen(self) -> int:
        """The proof less the books; nil without a proof."""
        return self.proof.should_be.fen - self.book_fen if self.proof else 0


def prove(connection: Connection, proof: Proof, act: Act) -> Compared:
    """Put a proof on record, and tell how it compares.

    Raises:
        NotFound: there is no such unit or person.
        RecordRefused: it cannot stand; all that is wrong is told.
    """
    books = lookups(connection, fresh=True)
    unit = books.unit(proof.unit)
    store.lock_unit(connection, unit.id)
    account = _account(books, unit, proof)
    person = books.person(act.person)
    wrong = [
        *_out_of_time(connection, unit, proof.period, china_day(act.at)),
        *_faults(connection, unit, proof, account, person),
    ]
    if wrong:
        what = f"{proof.unit} {label(proof.period)}的盘点或余额证明没有登记"
        raise RecordRefused(what, "；".join(wrong))
    assert account is not None
    row = {
        "unit_id": unit.id,
        "period": proof.period,
        "account_id": account,
        "number": len(_of(connection, unit, proof.period, account)) + 1,
        "amount_fen": proof.amount.fen,
        "other_fen": proof.other.fen,
        "explained_fen": proof.explained.fen,
        "explanation": proof.explanation,
        "evidence": proof.evidence,
        "made_by_id": person,
        "made_at": act.stamp,
    }
    append(connection, "money_proofs", [row], act)
    found = compared(connection, lookups(connection), unit, proof.period)
    return next(one for one in found if one.account_id == account)


def compared(
    connection: Connection, books: Lookups, unit: UnitLookup, period: int
) -> Iterator[Compared]:
    """Every money account of a month that has a balance, a movement or a proof."""
    accounts = [
        account
        for account, role in books.account_roles.items()
        if role in PROVED and account not in books.above
    ]
    sums: dict[int, int] = {}
    moved: set[int] = set()
    for month, account, _, debit, credit in queries.months_of_funds(
        connection, unit.id, accounts, period + 1
    ):
        sums[account] = sums.get(account, 0) + debit - credit
        if month == period:
            moved.add(account)
    latest = {
        row.account_id: _told(row, unit, books)
        for row in closing_store.proofs(connection, unit.id, period)
    }
    for account in sorted({a for a, fen in sums.items() if fen} | moved | set(latest)):
        yield Compared(account, sums.get(account, 0), latest.get(account))


def superseded(
    connection: Connection, books: Lookups, unit: UnitLookup, period: int
) -> tuple[Proof, ...]:
    """The proofs of a month that later ones replaced, in the order they were made."""
    rows = closing_store.proofs(connection, unit.id, period)
    latest = {row.account_id: row.number for row in rows}
    return tuple(
        _told(row, unit, books) for row in rows if row.number < latest[row.account_id]
    )


def _account(books: Lookups, unit: UnitLookup, proof: Proof) -> int | None:
    chart = unit.chart_on(last_day(proof.period).isoformat())
    account = books.charts.get(chart, {}).get(proof.account)
    fits = account is not None and books.account_roles[account] in PROVED
    return account if fits and account not in books.above else None


def _faults(
    connection: Connection,
    unit: UnitLookup,
    proof: Proof,
    account: int | None,
    person: int,
) -> Iterator[str]:
    # Before the books there is no chart, which is told already.
    if account is None and unit.chart_on(last_day(proof.period).isoformat()):
        yield f"{proof.account} 不是现金或银行存款的末级科目"
    if proof.amount < ZERO:
        yield "盘点或证明的金额不能为负"
    if not proof.evidence.strip():
        yield "没有写明盘点表或证明的名称、编号"
    if proof.explained and not proof.explanation.strip():
        yield "未达账项没有说明"
    if closing_store.handled_money(connection, unit.id, proof.period, person):
        yield "当月办理收付的出纳不能自己盘点或核对（会计法第三十五条），换由他人办理"


def _out_of_time(
    connection: Connection, unit: UnitLookup, period: int, on: dt.date
) -> Iterator[str]:
    """Rule 4; and before the books there is no balance to hold a proof against."""
    closed = period <= queries.closed_through(connection, unit.id)
    opened = period_of(dt.date.fromisoformat(unit.opened_on))
    first = closing_store.period_after(connection, unit.id, 0)
    begun = max(opened, first) if closed else opened
    if period < begun:
        yield f"账簿从{label(begun)}开始，改写其后的月份"
    elif closed:
        yield "该月已经结账"
    if on < last_day(period):
        yield f"{label(period)}还没有过完，到当月最后一天盘点或取得余额证明后再登记"


def _of(
    connection: Connection, unit: UnitLookup, period: int, account: int
) -> list[object]:
    rows = closing_store.proofs(connection, unit.id, period)
    return [row for row in rows if row.account_id == account]


def _told(row: closing_store.ProofRow, unit: UnitLookup, books: Lookups) -> Proof:
    return Proof(
        unit=unit.code,
        period=row.period,
        account=books.account_codes[row.account_id],
        amount=Money(row.amount_fen),
        other=Money(row.other_fen),
        explained=Money(row.explained_fen),
        explanation=row.explanation,
        evidence=row.evidence,
        made_by=books.person_codes[row.made_by_id],
        made_at=row.made_at,
    )
