"""Did two funds pay for the same need?

A file number that draws on more than one fund for the same purpose in the same month
may have the same bill met twice. That may be meant so: it is a lead.

Basis: 帮扶工作意见 第10条 (self-paid cost counts what other aid has met).
"""

from collections import defaultdict
from collections.abc import Iterator

from audit import examples
from audit.books import Books, Data, Line, Voucher, aid_payments
from audit.check import Check, Finding, Population, Severity, payments_of
from ledger.funds import standard_name
from ledger.money import Money

CHECK = Check(
    key="T17",
    title="同一事项由两项资金支付",
    basis="《关于进一步做好困难职工帮扶工作的意见》第10条（自付金额应扣除其他救助）",
    severity=Severity.LOSS,
    needs=frozenset({Data.VOUCHERS}),
    procedure="按档案号、用途、月份比对不同资金的帮扶支出。",
    effect="同一自付费用可能被两项资金重复救助。",
    recommendation="核对申请材料和费用单据，确认是否就同一费用重复救助。",
    limitation="只比对本单位账内支付；与其他工会、民政等部门的重复救助需外部数据。",
    clean=(
        examples.books(
            examples.voucher(*examples.aid(500, "OU", recipient="D1"), number=1),
            examples.voucher(*examples.aid(500, "CB", recipient="D2"), number=2),
        ),
    ),
    broken=(
        examples.books(
            examples.voucher(*examples.aid(500, "OU", recipient="D1"), number=1),
            examples.voucher(*examples.aid(300, "CB", recipient="D1"), number=2),
        ),
    ),
)


def population(books: Books) -> Population:
    """Aid paid to file numbers."""
    return payments_of(_listed(books), "记有档案号的帮扶支出（笔）")


def _listed(books: Books) -> Iterator[tuple[Voucher, Line]]:
    return ((v, line) for v, line in aid_payments(books) if line.recipient)


def run(books: Books) -> Iterator[Finding]:
    """Yield each household that drew on two funds for one purpose in one month."""
    met: defaultdict[tuple[str, str, int], list[tuple[Voucher, Line]]]
    met = defaultdict(list)
    for voucher, line in _listed(books):
        key = line.recipient, standard_name(line.purpose), voucher.period
        met[key].append((voucher, line))
    for (recipient, purpose, period), payments in sorted(met.items()):
        funds = sorted({line.fund for _, line in payments})
        if len(funds) < 2:  # noqa: PLR2004 - two funds
            continue
        total = Money(sum(line.debit_fen for _, line in payments))
        names = "、".join(books.funds[fund].name for fund in funds)
        yield Finding(
            key=CHECK.key,
            title="同一困难职工同月同一用途由两项资金救助",
            condition=f"档案号 {recipient} 于 {period // 100} 年 {period % 100} 月就"
            f"“{purpose}”从{names}共领取 {total.grouped()} 元",
            evidence=tuple(voucher.mark for voucher, _ in payments),
            recipients=(recipient,),
            amount=total,
            persons=1,
            lead=True,
        )
