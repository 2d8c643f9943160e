"""Whether a draft still answers its row of the bank (对账单行), in words.

1. The voucher under the reference of a row moves what the row says on its day, and
   owes it to whom it had been paid; what ends a return ends what was said, from its
   limit on.
2. A draft keeps the reference that it was handed in under, whatever desk made it.
3. One that brings back what was paid brings back no more than that (`brought_back.py`).

The database holds it (`bank_entry_rules.py`, `draft_rules.py`); people are told here,
before a draft that was changed goes on.
"""

from collections.abc import Iterator
from typing import Any

from ledger import draft_vouchers, drafts
from ledger.accounts import Role
from ledger.database import Connection
from ledger.money import Money
from ledger.people import SYSTEM
from ledger.register import Lookups, UnitLookup, lookups
from ledger.vouchers import Voucher
from treasury import bank_entry_store as store
from treasury import brought_back, event_store
from treasury.errors import DeskRefused


def demand_ref(connection: Connection, unit: str, number: int, ref: str) -> None:
    """Go on only with the reference that a draft was handed in under, if it was (2).

    Raises:
        NotFound: there is no such unit.
        DeskRefused: it is another.
    """
    at = lookups(connection, fresh=True).unit(unit)
    kept = event_store.handed_in(connection, at.id, number)
    if kept and ref != kept:
        what = f"草稿 {number} 是按引用号 {kept} 交单的，不能改用另一个"
        raise DeskRefused(
            what, why=f"引用号应为 {kept}", do="恢复引用号；另一件事请另填一张草稿"
        )


def demand_fit(connection: Connection, unit: str, number: int) -> None:
    """Go on only with a draft that answers its row, where it was made of one (1, 3).

    Raises:
        NotFound: there is no such unit or draft.
        DeskRefused: it was changed and does not answer its row any more, or brings
            back more than was paid.
    """
    books = lookups(connection, fresh=True)
    at = books.unit(unit)
    told = drafts.history(connection, unit, number)[-1].voucher
    demand_ref(connection, unit, number, told.ref)
    brought_back.demand(connection, at, number, told)
    entry = _of(store.entries(connection, at.id), number)
    ending = _of(store.endings(connection, at.id), number)
    if entry is None and ending is None:
        return
    persons = {"preparer": SYSTEM, "reviewer": SYSTEM}
    voucher, _ = draft_vouchers.told(told, told.ref, persons)
    if voucher is None:
        return
    if entry is not None:
        row = store.row(connection, at.id, (entry.statement, entry.row))
        wrong = [
            *_day(row, voucher),
            *_entry_faults(entry, voucher, (at, books)),
        ]
    else:
        place = ending.statement, ending.row
        (entry,) = store.entries(connection, at.id, place)
        wrong = [*_ending_faults(ending, entry, voucher, (at, books))]
    if wrong:
        what = f"草稿 {number} 与对账单第 {entry.statement}/{entry.row} 行不符"
        raise DeskRefused(
            what,
            why="；".join(wrong),
            do="退回并改正草稿，或作废后重新登记这一行",
        )


def _of(rows: list[Any], number: int) -> Any:
    return next((one for one in rows if one.draft == number), None)


def _entry_faults(
    entry: Any, voucher: Voucher, at: tuple[UnitLookup, Lookups]
) -> Iterator[str]:
    moved = _sum(voucher, at, entry, money=True)
    wanted = -entry.amount_fen if entry.kind == "fee" else entry.amount_fen
    fund = at[0].fund_codes[entry.fund_id]
    if moved != wanted:
        yield (
            f"资金 {fund} 的货币资金应变动 {Money(wanted).grouped()} 元，"
            f"草稿为 {Money(moved).grouped()} 元"
        )
    if entry.kind == "return":
        yield from _owed_faults(entry.amount_fen, entry, voucher, at)


def _ending_faults(
    ending: Any, entry: Any, voucher: Voucher, at: tuple[UnitLookup, Lookups]
) -> Iterator[str]:
    if voucher.dated_on < entry.limit_on:
        yield f"{entry.limit_on} 起才可以注销，草稿的日期是 {voucher.dated_on}"
    yield from _owed_faults(-ending.amount_fen, entry, voucher, at)


def _day(row: Any, voucher: Voucher) -> Iterator[str]:
    if voucher.dated_on != row.booked_on:
        yield f"日期应为银行记账日 {row.booked_on}，草稿的日期是 {voucher.dated_on}"


def _owed_faults(
    wanted: int, entry: Any, voucher: Voucher, at: tuple[UnitLookup, Lookups]
) -> Iterator[str]:
    """What is owed to the payee; names are not repeated."""
    owed = -_sum(voucher, at, entry, money=False)
    if owed != wanted:
        yield (
            f"申请 {entry.request} 原收款方名下的其他应付款应变动"
            f" {Money(wanted).grouped()} 元，草稿为 {Money(owed).grouped()} 元"
        )


def _sum(
    voucher: Voucher, at: tuple[UnitLookup, Lookups], entry: Any, *, money: bool
) -> int:
    """Debits less credits of the fund on money, or on what the payee is owed."""
    unit, books = at
    codes = books.charts.get(unit.chart_on(voucher.dated_on.isoformat()), {})
    total = 0
    for line in voucher.postings:
        account = codes.get(line.account, 0)
        if unit.funds.get(line.fund) != entry.fund_id or not account:
            continue
        theirs = (line.request, line.party, line.recipient) == (
            entry.request,
            entry.party,
            entry.recipient,
        )
        owed = books.account_roles[account] is Role.PAYABLE and theirs
        if account in books.money if money else owed:
            total += line.debit.fen - line.credit.fen
    return total
