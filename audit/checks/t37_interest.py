"""Did the interest that the bank paid go to the aid money?

Each row of interest must have a voucher. Where the aid money has an account of its own
the interest is aid money; in any case it is income of the fund that got it.

Basis: 工会会计制度 第408号科目; 关于进一步做好困难职工帮扶工作的意见 第7条 (专户管理).
"""

from collections.abc import Iterator

from audit import examples
from audit.banked import BankAccount, Banked, ToldRow
from audit.book_data import Data
from audit.books import Books, Part, Voucher
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money

_ACCOUNT = BankAccount(1, "1 号账户（某银行，尾号 1234）", examples.OPENED)
_VOUCHER = examples.voucher(*examples.moved("102", "408", 20), kind="收")
_UNBOOKED = ToldRow(1, "1/2", examples.DAY, "interest", 2_000)
_ROW = _UNBOOKED._replace(answered=True, mark=_VOUCHER.mark, fund="OU")
_BANKED = Banked(accounts=(_ACCOUNT,), rows=(_ROW,), dedicated=True)

CHECK = Check(
    key="T37",
    title="利息未计入帮扶资金",
    basis="《关于进一步做好困难职工帮扶工作的意见》第7条；"
    "工会账簿并依《工会会计制度》第408号科目",
    severity=Severity.LOSS,
    needs=frozenset({Data.VOUCHERS, Data.FUNDS, Data.BANK}),
    procedure="逐笔核对银行结息与凭证，检查是否入账、专户利息是否转作帮扶资金、"
    "是否记作收入。",
    effect="帮扶资金的孳息流失，或形成账外资金。",
    recommendation="补记利息收入；专户利息转回帮扶资金。",
    limitation="帮扶资金与其他资金同户存放的，利息如何分配按本级规定核对；"
    "银行没有标明的结息在未达账项中核对（T44）。",
    clean=(
        examples.books(_VOUCHER, banked=_BANKED),
        examples.books(
            examples.voucher(*examples.moved("102", "408", 20, "GF"), kind="收"),
            banked=Banked(accounts=(_ACCOUNT,), rows=(_ROW._replace(fund="GF"),)),
        ),
    ),
    broken=(
        examples.books(
            banked=Banked(
                accounts=(_ACCOUNT,),
                rows=(_UNBOOKED,),
            )
        ),
        examples.books(
            examples.voucher(*examples.moved("102", "408", 20, "GF"), kind="收"),
            banked=Banked(
                accounts=(_ACCOUNT,), rows=(_ROW._replace(fund="GF"),), dedicated=True
            ),
        ),
        examples.books(
            examples.voucher(*examples.moved("102", "215", 20), kind="收"),
            banked=_BANKED,
        ),
    ),
)


def population(books: Books) -> Population:
    """Rows of interest."""
    rows = list(books.banked.of_kind("interest")) if books.banked else []
    total = Money(sum(row.fen for row in rows))
    return Population("银行结息（笔）", len(rows), total)


def run(books: Books) -> Iterator[Finding]:
    """Yield interest that was not booked, or not to aid money, or not as income."""
    if books.banked is None:
        return
    rows = list(books.banked.of_kind("interest"))
    wanted = {row.mark for row in rows if row.mark}
    vouchers = {one.mark: one for one in books.vouchers} if wanted else {}
    for row in rows:
        voucher = vouchers.get(row.mark)
        if not row.answered:
            yield _found(row, "银行结息没有入账", "没有凭证")
        elif row.fund and books.banked.dedicated and not books.funds[row.fund].is_aid:
            name = books.funds[row.fund].name
            what = f"凭证 {row.mark} 记入{name}"
            yield _found(row, "专户利息没有转作帮扶资金", what)
        elif voucher is not None and _income(books, voucher, row.fund) < row.fen:
            what = f"凭证 {row.mark} 没有记作收入"
            yield _found(row, "利息没有记作资金的收入", what)


def _income(books: Books, voucher: Voucher, fund: str) -> int:
    return sum(
        line.credit_fen
        for line in voucher.lines
        if line.fund == fund
        and books.accounts[line.account].part in {Part.INCOME, Part.ENTRUSTED}
    )


def _found(row: ToldRow, title: str, what: str) -> Finding:
    amount = Money(row.fen)
    return Finding(
        key=CHECK.key,
        title=title,
        condition=f"{row.account} 号账户对账单 {row.place} 于 {row.on} 结息"
        f" {amount.grouped()} 元，{what}",
        evidence=(row.mark or f"对账单 {row.place}",),
        amount=amount,
    )
