"""Do the books agree with themselves?

1. I4: for every account and fund, opening plus the vouchers of the span is the closing
   that the ledger states.
2. I2: goods and other assets that are no money equal the net assets held against them.
3. I3: what a fund has in money and claims, less what it owes, equals why it has it.

Basis: 会计法 第十七条 for every book; for those of unions also 工会会计制度 (资产基金;
净资产与货币资金、往来的对应关系).
"""

from collections import defaultdict
from collections.abc import Iterator

from audit import examples, figures
from audit.books import Books, Data, Part, Standing
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money

CHECK = Check(
    key="T43",
    title="账账相符与资金勾稽",
    basis="《会计法》第十七条；"
    "工会账簿并依《工会会计制度》（资产基金及结转结余的核算）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.VOUCHERS, Data.BALANCES}),
    procedure="逐科目、逐资金核对期初加本期发生等于期末；核对非货币资产等于资产基金；"
    "核对货币资金加应收减应付等于结转结余与收支差额之和。",
    effect="账簿之间不一致，资金结存数不可依赖。",
    recommendation="逐笔查明差额来源并更正。",
    limitation="与困难职工发放台账的核对须待台账建立后进行。",
    clean=(
        examples.books(
            examples.voucher(*examples.aid(500)),
            examples.voucher(
                *examples.moved("141", "30101", 30),
                *examples.moved("50405", "102", 30),
                number=2,
            ),
        ),
    ),
    broken=(
        examples.books(closings=(Standing("102", "OU", 1),)),
        examples.books(examples.voucher(*examples.moved("141", "102", 30))),
        examples.books(examples.voucher(examples.aid(500)[0])),
    ),
)


def population(books: Books) -> Population:
    """Accounts and funds with a balance, at the beginning or at the end."""
    keys = {row[:2] for row in (*books.openings, *books.closings)}
    debit = sum(row.balance_fen for row in books.closings if row.balance_fen > 0)
    return Population("科目与资金余额（项）", len(keys), Money(debit))


def run(books: Books) -> Iterator[Finding]:
    """Yield each balance and each equality that does not hold."""
    yield from _roll_forward(books)
    yield from _forms(books)


def _roll_forward(books: Books) -> Iterator[Finding]:
    worked_out: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in books.openings:
        worked_out[row.account, row.fund] += row.balance_fen
    for voucher in books.vouchers:
        for line in voucher.lines:
            worked_out[line.account, line.fund] += line.net_fen
    for row in books.closings:
        worked_out[row.account, row.fund] -= row.balance_fen
    for (account, fund), fen in sorted(worked_out.items()):
        if fen:
            name = books.accounts[account].name
            yield _differs(
                "期末余额与凭证推算不符",
                f"{books.funds[fund].name}“{name}”期初加本期发生与期末余额",
                fund,
                fen,
            )


def _forms(books: Books) -> Iterator[Finding]:
    goods: defaultdict[str, int] = defaultdict(int)
    money: defaultdict[str, int] = defaultdict(int)
    for row in books.closings:
        part = books.accounts[row.account].part
        if part in {Part.GOODS, Part.GOODS_FUND}:
            goods[row.fund] += row.balance_fen
        elif part is Part.FORM:
            money[row.fund] += row.balance_fen
    worth = figures.worth(books, books.closings)
    for fund in sorted(books.funds):
        name = books.funds[fund].name
        if goods[fund]:
            what = f"{name}的非货币资产与资产基金"
            yield _differs("非货币资产与资产基金不等", what, fund, goods[fund])
        if difference := money[fund] - worth.get(fund, 0):
            what = f"{name}的货币资金及往来与结转结余"
            yield _differs("资金结存形态与结转结余不等", what, fund, difference)


def _differs(title: str, what: str, fund: str, fen: int) -> Finding:
    return Finding(
        key=CHECK.key,
        title=title,
        condition=f"{what}相差 {Money(fen).grouped()} 元",
        evidence=(f"资金 {fund}",),
        amount=abs(Money(fen)),
    )
