"""Did a fund spend money that it had not?

What each fund holds in each money account is followed voucher by voucher, in the order
of the chain. A cancellation and the right voucher in its place count as one.

Basis: 帮扶工作意见 第9条 (量入为出); the ledger's rule L7.
"""

from collections.abc import Iterator, Sequence

from audit import examples
from audit.book_data import Data
from audit.books import Books, Voucher
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money

_RED = tuple(
    line._replace(debit_fen=-line.debit_fen, credit_fen=-line.credit_fen)
    for line in examples.moved("102", "408", 120_000)
)

CHECK = Check(
    key="L07",
    title="资金透支",
    basis="《关于进一步做好困难职工帮扶工作的意见》第9条（量入为出、收支平衡）",
    severity=Severity.LOSS,
    needs=frozenset({Data.VOUCHERS, Data.BALANCES}),
    procedure="按入账顺序逐张推算各项资金在现金、银行、额度科目的结存，找出低于零的凭证；"
    "冲销与其更正凭证合并推算。",
    effect="一项资金占用了其他资金，专款专用遭到破坏。",
    recommendation="查明占用的资金并归还，说明透支原因。",
    clean=(
        examples.books(examples.voucher(*examples.aid(500))),
        examples.books(
            examples.voucher(*examples.moved("102", "408", 120_000)),
            examples.voucher(*examples.aid(150_000), number=2),
            examples.voucher(*_RED, number=3, correction="full"),
            examples.voucher(
                *examples.moved("102", "408", 120_000),
                number=4,
                correction="replacement",
            ),
        ),
    ),
    broken=(
        examples.books(
            examples.voucher(*examples.aid(100_001)),
            examples.voucher(*examples.aid(1), number=2),
        ),
        examples.books(
            examples.voucher(*_RED, correction="full"),
            examples.voucher(*_RED, number=2, correction="full"),
        ),
    ),
)


def population(books: Books) -> Population:
    """Money accounts of funds and what they hold at the end."""
    rows = [row for row in books.closings if books.accounts[row.account].is_money]
    total = sum(row.balance_fen for row in rows)
    return Population("资金的货币科目（项）", len(rows), Money(total))


def run(books: Books) -> Iterator[Finding]:
    """Yield each voucher that took a fund below zero, or further below."""
    held = {
        (row.account, row.fund): row.balance_fen
        for row in books.openings
        if books.accounts[row.account].is_money
    }
    money = books.money
    for step in _steps(books.vouchers):
        changes: dict[tuple[str, str], int] = {}
        for voucher in step:
            for line in voucher.lines:
                if line.account in money:
                    key = line.account, line.fund
                    changes[key] = changes.get(key, 0) + line.net_fen
        for key, fen in sorted(changes.items()):
            held[key] = held.get(key, 0) + fen
            if fen < 0 and held[key] < 0:
                yield _overdrawn(books, step[-1], key, held[key])


def _steps(vouchers: Sequence[Voucher]) -> Iterator[tuple[Voucher, ...]]:
    """Vouchers one by one, a cancellation together with its replacement."""
    cancelling: Voucher | None = None
    for voucher in vouchers:
        if cancelling is not None and voucher.correction != "replacement":
            yield (cancelling,)
            cancelling = None
        if voucher.correction == "full":
            cancelling = voucher
        elif cancelling is not None:
            yield cancelling, voucher
            cancelling = None
        else:
            yield (voucher,)
    if cancelling is not None:
        yield (cancelling,)


def _overdrawn(
    books: Books, voucher: Voucher, key: tuple[str, str], fen: int
) -> Finding:
    account, fund = (books.accounts[key[0]].name, books.funds[key[1]].name)
    short = Money(-fen)
    return Finding(
        key=CHECK.key,
        title="资金结存低于零",
        condition=f"凭证 {voucher.mark}“{voucher.summary}”使{fund}在“{account}”透支"
        f" {short.grouped()} 元",
        evidence=(voucher.mark,),
        amount=short,
    )
