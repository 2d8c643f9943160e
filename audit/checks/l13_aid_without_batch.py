"""Was aid spent without a batch of payments or a hand-out?

From the day on which a unit began (L13) aid is paid by batches, and goods are bought
and handed out by their register. The database holds vouchers to it that are entered
here. What is imported as history later than that day passes it, and so does an audit
adjustment without money: both are listed and looked into.

Basis: 中央财政专项帮扶资金使用管理办法 (real-name payment by list).
"""

import datetime as dt
from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books, Grounds, Voucher
from audit.check import Check, Finding, Population, Severity
from ledger.accounts import Role
from ledger.money import Money
from ledger.vouchers import RED

_BEGUN = Grounds(dt.date(2025, 1, 1), frozenset({1}))
_PAID = examples.voucher(*examples.aid(500, recipient="P-1"))
_OTHER = examples.voucher(*examples.aid(500), number=2)

CHECK = Check(
    key="L13",
    title="帮扶支出没有发放批次",
    basis="《中央财政专项帮扶资金使用管理办法》（实名制发放）；本程序 L13",
    severity=Severity.FRAUD,
    needs=frozenset({Data.VOUCHERS, Data.GROUNDS}),
    procedure="自实行凭批次发放之日起，逐张列出列支帮扶支出、而不是由发放批次付款、"
    "也没有购入或发出物品的凭证；冲销与差额更正除外。",
    effect="款项可能没有发给名单上的人，或不在名单、未经批准。",
    recommendation="取得发放名单与银行回单，逐人核对；补录的历史凭证查明补录原因。",
    limitation="补录的历史凭证按日期判断，只是线索。",
    clean=(
        examples.books(_PAID, grounds=_BEGUN),
        examples.books(
            _PAID,
            _OTHER._replace(corrects=_PAID.mark, correction="difference"),
            grounds=_BEGUN,
        ),
        examples.books(
            examples.voucher(
                *examples.aid(500),
                *examples.moved("141", "30101", 500),
                number=3,
            ),
            grounds=_BEGUN,
        ),
    ),
    broken=(
        examples.books(_PAID, _OTHER, grounds=_BEGUN),
        examples.books(_PAID, _OTHER._replace(entered="imported"), grounds=_BEGUN),
    ),
)


def population(books: Books) -> Population:
    """Vouchers that spend on aid since the unit began."""
    found = [fen for voucher in books.vouchers if (fen := _aid(books, voucher))]
    return Population("实行以来列支帮扶的凭证（张）", len(found), Money(sum(found)))


def run(books: Books) -> Iterator[Finding]:
    """Yield what is spent on aid without a batch and not on goods."""
    assert books.grounds is not None
    for voucher in books.vouchers:
        if voucher.position in books.grounds.positions:
            continue
        spent = _aid(books, voucher)
        if not spent or all(fen <= 0 for fen in _bare(books, voucher).values()):
            continue
        amount = Money(spent)
        told = "（补录的历史凭证）" if voucher.entered == "imported" else ""
        yield Finding(
            key=CHECK.key,
            title="帮扶支出没有发放批次",
            condition=f"凭证 {voucher.mark}{told} 列支帮扶支出 {amount.grouped()} 元，"
            "没有发放批次",
            evidence=(voucher.mark,),
            amount=amount,
            lead=voucher.entered != "here",
        )


def _aid(books: Books, voucher: Voucher) -> int:
    """What a voucher debits to aid since the unit began; corrections are left out."""
    assert books.grounds is not None
    early = voucher.dated_on < books.grounds.since
    if early or voucher.correction in RED or voucher.entered == "year_end":
        return 0
    return sum(max(fen, 0) for fen in _debits(books, voucher).values())


def _debits(books: Books, voucher: Voucher) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in voucher.lines:
        if books.accounts[line.account].role is Role.AID_EXPENSE:
            found[line.fund] = found.get(line.fund, 0) + line.debit_fen
    return found


def _bare(books: Books, voucher: Voucher) -> dict[str, int]:
    """What is spent by fund beyond the goods that come into stock or leave it."""
    goods: dict[str, int] = {}
    for line in voucher.lines:
        if books.accounts[line.account].role is Role.STOCK:
            goods[line.fund] = goods.get(line.fund, 0) + line.net_fen
    spent = _debits(books, voucher)
    return {fund: fen - abs(goods.get(fund, 0)) for fund, fen in spent.items()}
