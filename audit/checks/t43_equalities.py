"""Do the books agree with themselves?

1. I4: for every account and fund, opening plus the vouchers of the span is the closing
   that the ledger states.
2. I2: goods and other assets that are no money equal the net assets held against them.
3. I3: what a fund has in money and claims, less what it owes, equals why it has it.
4. I5: where batches and hand-outs are on record, what each voucher spends on aid, or
   takes from stock, is what its lines come to. Each difference is told, none is netted.
   What is spent without a batch or a hand-out is the matter of L13.

5. Where the year before is at hand, what stands at the beginning is what stood at its
   end.

Basis: 会计法 第十七条 for every book; for those of unions also 工会会计制度 (资产基金;
净资产与货币资金、往来的对应关系).
"""

from collections import defaultdict
from collections.abc import Iterator

from aid.ledger_tie import Spending, Why, tie
from audit import aid_examples as given
from audit import examples, figures
from audit.aided import Aided
from audit.book_data import Data
from audit.books import Books, Part, Standing, Voucher
from audit.check import Check, Finding, Population, Severity
from ledger.accounts import Role
from ledger.money import Money
from ledger.vouchers import Correction, Entered

CHECK = Check(
    key="T43",
    title="账账相符与资金勾稽",
    basis="《会计法》第十七条；"
    "工会账簿并依《工会会计制度》（资产基金及结转结余的核算）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.VOUCHERS, Data.BALANCES}),
    procedure="逐科目、逐资金核对期初等于上期期末、期初加本期发生等于期末；核对非货币资产等于资产基金；"
    "核对货币资金加应收减应付等于结转结余与收支差额之和；"
    "逐张核对帮扶支出、库存发出与发放批次、发放单的明细合计。",
    effect="账簿之间不一致，资金结存数不可依赖。",
    recommendation="逐笔查明差额来源并更正。",
    limitation="尚未建立发放批次、发放单的单位，不核对账面支出与发放明细；"
    "到人金额与退回的核对见 bangfu aid tie。",
    clean=(
        examples.books(
            examples.voucher(*examples.aid(500)),
            examples.voucher(
                *examples.moved("141", "30101", 30),
                *examples.moved("50405", "102", 30),
                number=2,
            ),
        ),
        given.books(),
        given.books(grounds={}),
    ),
    broken=(
        examples.books(closings=(Standing("102", "OU", 1),)),
        examples.books(examples.voucher(*examples.moved("141", "102", 30))),
        examples.books(examples.voucher(examples.aid(500)[0])),
        given.books(grounds={given.MARK: ("batch", 99_999)}),
        examples.books(carried=(Standing("102", "OU", examples.OPENING_FEN + 1),)),
    ),
)


def population(books: Books) -> Population:
    """Accounts and funds with a balance, at the beginning or at the end."""
    keys = {row[:2] for row in (*books.openings, *books.closings)}
    debit = sum(row.balance_fen for row in books.closings if row.balance_fen > 0)
    return Population("科目与资金余额（项）", len(keys), Money(debit))


def run(books: Books) -> Iterator[Finding]:
    """Yield each balance and each equality that does not hold."""
    yield from _brought_forward(books)
    yield from _roll_forward(books)
    yield from _forms(books)
    if books.aided is not None:
        yield from _by_person(books, books.aided)


def _brought_forward(books: Books) -> Iterator[Finding]:
    """Rule 5."""
    if books.carried is None:
        return
    differs: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in books.openings:
        differs[row.account, row.fund] += row.balance_fen
    for row in books.carried:
        differs[row.account, row.fund] -= row.balance_fen
    for (account, fund), fen in sorted(differs.items()):
        if fen:
            name = books.accounts[account].name
            what = f"{books.funds[fund].name}“{name}”期初余额与上期期末"
            yield _differs("期初余额与上期期末不符", what, fund, fen)


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


def _by_person(books: Books, aided: Aided) -> Iterator[Finding]:
    """Rule 4."""
    vouchers = (_spending(books, aided, one) for one in books.vouchers)
    moved = [one for one in vouchers if one.spent_fen or one.ground]
    for one in tie(books.unit, moved, aided.since).differences:
        if one.why is Why.GROUNDLESS:
            continue
        amount = one.amount.grouped()
        yield Finding(
            key=CHECK.key,
            title=f"账面与{one.why.label}的明细不符",
            condition=f"凭证 {one.mark} 账面 {one.by_ledger.grouped()} 元，"
            f"明细 {one.by_lines.grouped()} 元，相差 {amount} 元",
            evidence=(one.mark,),
            amount=abs(one.amount),
        )


def _spending(books: Books, aided: Aided, voucher: Voucher) -> Spending:
    sums = {Role.AID_EXPENSE: 0, Role.STOCK: 0}
    bought = 0
    for line in voucher.lines:
        role = books.accounts[line.account].role
        if role is Role.AID_EXPENSE:
            sums[role] += line.net_fen
        elif role is Role.STOCK:
            sums[role] += line.credit_fen
            bought += line.debit_fen
    is_red = voucher.correction == Correction.FULL
    told = voucher.corrects if is_red else voucher.mark
    ground, fen = aided.grounds.get(told, ("", 0))
    closes = voucher.entered == Entered.YEAR_END
    return Spending(
        mark=voucher.mark,
        on=voucher.dated_on,
        entered=voucher.entered,
        correction=voucher.correction,
        spent_fen=0 if closes else sums[Role.AID_EXPENSE],
        issued_fen=sums[Role.STOCK],
        bought_fen=bought,
        ground=ground,
        detail_fen=-fen if is_red else fen,
    )
