"""Fees that are asked for (银行扣费): what a row of the bank allows, and who may ask.

1. A fee is a row of a statement, to the fen, for the bank of the account; a row is
   asked for once.
2. Who took the statement in does not ask for its fees.
3. Small fees need no approval (`fee_limits.py`).

The database holds all of it (`request_rules.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ledger.database import Connection
from ledger.money import Money
from treasury import bank_entry_store as store
from treasury import fee_limits
from treasury.request_desk import Desk

Place = tuple[int, int]
"""Statement and row."""

_KINDS = {"": "银行没有注明是扣费", "interest": "银行结息", "return": "银行退回"}


@dataclass(frozen=True, slots=True)
class Fee:
    """A row of the bank as a fee: None where there is no such row."""

    place: Place
    row: Any
    key: str
    """The request that stands for it, or empty."""

    @property
    def bank(self) -> str:
        """The bank of the account, which alone is paid."""
        return self.row.bank if self.row is not None else ""


def fee_at(connection: Connection, desk: Desk, place: Place) -> Fee:
    """What stands in a place of a statement."""
    row = store.fee_row(connection, desk.unit.id, place)
    return Fee(place, row, store.fee_requests(connection, desk.unit.id).get(place, ""))


def faults(fee: Fee, amount: Money, payee: str, desk: Desk) -> Iterator[str]:
    """Why it may not be asked for so, each cause in words (1, 2)."""
    told, row = f"{fee.place[0]}/{fee.place[1]}", fee.row
    if row is None:
        yield f"没有银行流水第 {told} 行，用 bangfu money bank rows 查看"
        return
    if row.kind != "fee":
        kind = _KINDS[row.kind]
        yield f"第 {told} 行不是银行扣费（{kind}），请用普通付款申请（--kind payment）"
    elif row.amount_fen > 0:
        yield f"第 {told} 行是存入的款项（扣费冲正），请用普通凭证登记"
    elif -row.amount_fen != amount.fen:
        taken = Money(-row.amount_fen)
        yield (
            f"第 {told} 行扣费 {taken.grouped()} 元，申请 {amount.grouped()} 元，"
            "二者应当一致"
        )
    if fee.key:
        yield f"第 {told} 行已由付款申请 {fee.key} 申请过"
    if payee != fee.bank:
        yield f"扣费的收款方只能是开户银行（{fee.bank}），可以不写"
    if row.importer == desk.person_id:
        yield (
            f"对账单 {fee.place[0]} 由申请人本人导入，扣费须由另一人申请"
            "（会计法第三十五条）"
        )


def is_free(connection: Connection, desk: Desk, fee: Fee, amount: Money) -> bool:
    """Whether it is so small that nobody need approve it (3)."""
    limit = fee_limits.limit_on(
        fee_limits.limits(connection, desk.unit.code), desk.today
    )
    before = store.small_fees(connection, desk.unit.id, fee.row.booked_on)
    return limit.free(amount, Money(before))


def importer(connection: Connection, desk: Desk, place: Place) -> int:
    """Who took the statement of a row in."""
    row = store.fee_row(connection, desk.unit.id, place)
    return int(row.importer) if row is not None else 0
