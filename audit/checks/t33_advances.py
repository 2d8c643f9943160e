"""Has aid money been lent out or moved away?

1. Advances of aid money that are older than the limit and still not settled, the
   oldest taken as settled first.
2. Advances out of money that a donor or the budget has tied to purposes.
3. Aid money moved into the union's other money.

Basis: 帮扶工作意见 第7条 (不得截留、挪用); 会计基础工作规范 第六十二条.
"""

from collections import defaultdict
from collections.abc import Container, Iterator

from audit import examples
from audit.book_data import Data
from audit.books import AdvanceLine, Books, Voucher
from audit.check import Check, Finding, Population, Severity
from ledger.accounts import Role
from ledger.money import Money

CHECK = Check(
    key="T33",
    title="出借、垫付与转出",
    basis="《关于进一步做好困难职工帮扶工作的意见》第7条（不得截留、挪用）；"
    "《会计基础工作规范》第六十二条",
    severity=Severity.FRAUD,
    needs=frozenset({Data.VOUCHERS, Data.FUNDS, Data.HISTORY}),
    procedure="逐项清理帮扶资金的其他应收款并按先清偿早期款项计算账龄；"
    "检查限定用途资金的垫付；检查帮扶资金转入本级工会其他资金的凭证。",
    effect="帮扶资金被占用，存在无法收回或改变用途的风险。",
    recommendation="向对方单位函证并限期收回；无法收回的查明责任，按规定程序处理。",
    limitation="账外账户须取得银行开户清单后检查。",
    clean=(
        examples.books(
            advances=(
                examples.advance(800, examples.OPENED),
                examples.advance(-800, examples.DAY),
                examples.advance(500, examples.DAY),
                examples.advance(900, examples.OPENED, "GF"),
            ),
        ),
        examples.books(
            examples.voucher(
                *examples.moved("32202", "102", 50, "GF"),
                *examples.moved("102", "32102", 50),
            ),
        ),
    ),
    broken=(
        examples.books(advances=(examples.advance(800, examples.OPENED),)),
        examples.books(
            examples.voucher(*examples.moved("135", "102", 300, "D1")),
        ),
        examples.books(
            examples.voucher(
                *examples.moved("32102", "102", 50),
                *examples.moved("102", "32202", 50, "GF"),
            ),
        ),
    ),
)


def population(books: Books) -> Population:
    """Open advances of aid money, by fund and debtor."""
    left = [fen for _, fen in _open(books)]
    return Population("未清的其他应收款（笔）", len(left), Money(sum(left)))


def run(books: Books) -> Iterator[Finding]:
    """Yield overdue advances, advances of tied money, and money moved away."""
    yield from _overdue(books)
    accounts, money = books.accounts.items(), books.money
    lent = {code for code, account in accounts if account.role is Role.ADVANCE}
    for voucher in books.vouchers:
        if voucher.stands:
            if any(line.account in lent for line in voucher.lines):
                yield from _tied(books, voucher)
            if len({line.fund for line in voucher.lines}) > 1:
                yield from _moved_away(books, voucher, money)


def _overdue(books: Books) -> Iterator[Finding]:
    limit = books.limits.advance_months
    last = books.span.last_day
    for line, fen in _open(books):
        months = (last.year - line.arose_on.year) * 12 + last.month
        months -= line.arose_on.month
        if months <= limit:
            continue
        yield Finding(
            key=CHECK.key,
            title="垫付款逾期未收回",
            condition=f"{books.funds[line.fund].name}于 {line.arose_on} 垫付"
            f"{line.party or '（未记对方）'}，尚有 {Money(fen).grouped()} 元未收回，"
            f"账龄 {months} 个月",
            evidence=(line.mark,),
            amount=Money(fen),
        )


def _open(books: Books) -> Iterator[tuple[AdvanceLine, int]]:
    """Aid advances still open at the end; what came back settles the oldest first."""
    by_debtor: defaultdict[tuple[str, str], list[AdvanceLine]] = defaultdict(list)
    for line in books.advances:
        if books.funds[line.fund].is_aid:
            by_debtor[line.fund, line.party].append(line)
    for lines in by_debtor.values():
        settled = -sum(line.net_fen for line in lines if line.net_fen < 0)
        given = sorted(
            (line for line in lines if line.net_fen > 0), key=lambda one: one.arose_on
        )
        for line in given:
            back = min(settled, line.net_fen)
            settled -= back
            if line.net_fen > back:
                yield line, line.net_fen - back


def _tied(books: Books, voucher: Voucher) -> Iterator[Finding]:
    for line in voucher.lines:
        fund = books.funds[line.fund]
        lent = books.accounts[line.account].role is Role.ADVANCE and line.debit_fen > 0
        if lent and fund.origin == "donation" and fund.purposes is not None:
            yield Finding(
                key=CHECK.key,
                title="限定用途的捐赠资金对外垫付",
                condition=f"凭证 {voucher.mark} 以{fund.name}垫付"
                f"{line.party or '（未记对方）'} {Money(line.debit_fen).grouped()} 元",
                evidence=(voucher.mark,),
                amount=Money(line.debit_fen),
            )


def _moved_away(
    books: Books, voucher: Voucher, money: Container[str]
) -> Iterator[Finding]:
    changes: defaultdict[bool, int] = defaultdict(int)
    for line in voucher.lines:
        if line.account in money:
            changes[books.funds[line.fund].is_aid] += line.net_fen
    if changes[True] < 0 < changes[False] and changes[True] + changes[False] == 0:
        amount = Money(changes[False])
        yield Finding(
            key=CHECK.key,
            title="帮扶资金转入本级工会其他资金",
            condition=f"凭证 {voucher.mark}“{voucher.summary}”于"
            f" {voucher.dated_on} 转出 {amount.grouped()} 元",
            evidence=(voucher.mark,),
            amount=amount,
        )
