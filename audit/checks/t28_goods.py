"""Were goods handed out that were not there?

What each fund holds of each item, and what its goods are worth by the accounts, is
followed day by day from what stood before; neither may fall below nothing. A quantity
must name its item.

Basis: 会计法 第十七条 (books agree with what is there).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from audit import examples
from audit.book_data import Data
from audit.books import Books, InStock, Line, Voucher, quantity
from audit.check import Check, Finding, Population, Severity
from ledger.accounts import Role
from ledger.money import Money

Key = tuple[str, str]
"""A fund, and its item or its account."""

_QUILTS = InStock("OU", "棉被", 10_000)


def _bought(yuan: int, **more: Any) -> tuple[Line, Line]:
    stock, fund = examples.moved("141", "30101", yuan)
    return stock._replace(**more), fund


def _handed_out(yuan: int, **more: Any) -> tuple[Line, Line]:
    fund, stock = examples.moved("30101", "141", yuan)
    return fund, stock._replace(**more)


CHECK = Check(
    key="T28",
    title="物资和购物券发放不符",
    basis="《会计法》第十七条（账簿记录与实物相符）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.VOUCHERS, Data.BALANCES}),
    procedure="逐日推算各项资金各种物品的结存数量和库存物品科目的账面金额，"
    "找出发出超过收入、账面为负以及有数量而无品名的凭证。",
    effect="账面物资不实，可能存在虚列发放、未入账物资或物资流失。",
    recommendation="盘点库存，核对入库单和发放清单，查明短缺原因并更正数量、品名和金额。",
    limitation="只核对账簿所记数量、金额；物资是否有人签收见 T27；"
    "收发未记品名、数量的，只核对账面金额。",
    clean=(
        examples.books(
            examples.voucher(
                *_bought(300, item="棉被", quantity_milli=3_000), kind="转"
            ),
            # Handed out the day it came, entered before it.
            examples.voucher(
                *_handed_out(300, item="棉被", quantity_milli=13_000),
                number=2,
                position=0,
                kind="转",
            ),
            stock=(_QUILTS,),
        ),
    ),
    broken=(
        examples.books(
            examples.voucher(
                *_bought(300, item="棉被", quantity_milli=3_000), kind="转"
            ),
            examples.voucher(
                *_handed_out(300, item="棉被", quantity_milli=13_500),
                number=2,
                kind="转",
            ),
            stock=(_QUILTS,),
        ),
        examples.books(examples.voucher(*_handed_out(300), kind="转")),
        examples.books(examples.voucher(*_bought(300, quantity_milli=1), kind="转")),
    ),
)


def population(books: Books) -> Population:
    """Postings on stock."""
    lines = [line for _, line in _moves(books, books.vouchers)]
    total = sum(abs(line.net_fen) for line in lines)
    return Population("库存物品收发（笔）", len(lines), Money(total))


def run(books: Books) -> Iterator[Finding]:
    """Yield each day on which more was gone than there was, then what has no name."""
    held = {(one.fund, one.item): one.quantity_milli for one in books.stock}
    worth = {
        (row.fund, row.account): row.balance_fen
        for row in books.openings
        if books.accounts[row.account].role is Role.STOCK
    }
    # Within a day goods may be entered in any order.
    ordered = sorted(books.vouchers, key=_day)
    for _, day in groupby(ordered, key=_day):
        moves = list(_moves(books, day))
        pieces = _sums(
            ((line.fund, line.item), _pieces(line)) for _, line in moves if line.item
        )
        for (fund, item), short in _shortfalls(held, pieces):
            what = f"{books.funds[fund].name}的{item}发出超过结存 {quantity(short)}"
            taken = [m for m in moves if (m[1].fund, m[1].item) == (fund, item)]
            taken = [m for m in taken if _pieces(m[1]) < 0]
            yield _found("发出数量超过结存数量", what, taken)
        amounts = _sums(((n.fund, n.account), n.net_fen) for _, n in moves)
        for (fund, account), short in _shortfalls(worth, amounts):
            name = f"{books.funds[fund].name}“{books.accounts[account].name}”"
            what = f"{name}账面为 -{Money(short).grouped()} 元"
            taken = [m for m in moves if (m[1].fund, m[1].account) == (fund, account)]
            taken = [m for m in taken if m[1].net_fen < 0]
            yield _found("库存物品账面金额为负", what, taken)
    for voucher, line in _moves(books, books.vouchers):
        if line.quantity_milli and not line.item:
            what = f"记有数量 {quantity(abs(line.quantity_milli))}，未记品名"
            yield _found("有数量而无品名", what, [(voucher, line)])


def _day(voucher: Voucher) -> tuple[int, dt.date]:
    return voucher.period, voucher.dated_on


def _moves(books: Books, vouchers: Iterable[Voucher]) -> Iterator[tuple[Voucher, Line]]:
    accounts = books.accounts.items()
    stock = {code for code, account in accounts if account.role is Role.STOCK}
    for voucher in vouchers:
        for line in voucher.lines:
            if line.account in stock:
                yield voucher, line


def _pieces(line: Line) -> int:
    """How many thousandths came in; what goes out is negative."""
    return line.quantity_milli if line.debit_fen else -line.quantity_milli


def _sums(changes: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    sums: dict[Key, int] = {}
    for key, change in changes:
        sums[key] = sums.get(key, 0) + change
    return sums


def _shortfalls(
    standing: dict[Key, int], changes: dict[Key, int]
) -> Iterator[tuple[Key, int]]:
    """Carry what stands over a day; yield what that took below nothing."""
    for key, change in sorted(changes.items()):
        standing[key] = standing.get(key, 0) + change
        if change < 0 and standing[key] < 0:
            yield key, -standing[key]


def _found(title: str, what: str, moves: Sequence[tuple[Voucher, Line]]) -> Finding:
    marks = tuple(dict.fromkeys(voucher.mark for voucher, _ in moves))
    amount = sum(abs(line.net_fen) for _, line in moves)
    return Finding(
        key=CHECK.key,
        title=title,
        condition=f"凭证 {'、'.join(marks)}：{what}",
        evidence=marks,
        amount=Money(amount),
    )
