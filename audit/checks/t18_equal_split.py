"""Was a round sum simply shared out?

Aid that should follow each household's need, yet gives every household of a voucher
the same amount, may have been shared out without looking at the cases. Festival visits
and autumn schooling have one rate for all and are left out. It is a lead.

Basis: 帮扶工作意见 第10条 (medical aid by brackets of the self-paid amount).
"""

from collections import defaultdict
from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books, Line, Voucher, listed_payments
from audit.check import Check, Finding, Population, Severity, payments_of
from ledger.funds import standard_name
from ledger.money import Money

_ONE_RATE = frozenset({"送温暖", "金秋助学", "夏送清凉", "春送岗位"})
_ROUND_FEN = 10_000

CHECK = Check(
    key="T18",
    title="平均分配",
    basis="《关于进一步做好困难职工帮扶工作的意见》第10条（按自付金额分段计算）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.VOUCHERS}),
    procedure="对逐户列支的凭证，找出户数达到界限且各户金额相同、为整百元的用途；"
    "送温暖等统一标准的项目不计。",
    effect="救助金额未按各户困难程度核定，救助标准可能落空。",
    recommendation="抽查各户申请材料和费用单据，按标准重新计算应救助金额。",
    limitation="统一标准的生活救助也可能各户同额，须对照当年标准判断。",
    clean=(
        examples.books(
            examples.voucher(
                *(
                    line
                    for n in range(6)
                    for line in examples.aid(500 + n, recipient=f"D{n}")
                )
            )
        ),
        examples.books(
            examples.voucher(
                *(
                    line
                    for n in range(6)
                    for line in examples.aid(500, purpose="送温暖", recipient=f"D{n}")
                )
            )
        ),
        examples.books(
            examples.voucher(
                *(
                    line
                    for n in range(6)
                    for line in examples.aid(555, purpose="医疗救助", recipient=f"D{n}")
                )
            )
        ),
    ),
    broken=(
        examples.books(
            examples.voucher(
                *(
                    line
                    for n in range(6)
                    for line in examples.aid(500, purpose="医疗救助", recipient=f"D{n}")
                )
            )
        ),
    ),
)


def population(books: Books) -> Population:
    """Aid paid to file numbers at no common rate."""
    return payments_of(_listed(books), "逐户列支的帮扶支出（笔）")


def _listed(books: Books) -> Iterator[tuple[Voucher, Line]]:
    for voucher, line in listed_payments(books):
        if standard_name(line.purpose) not in _ONE_RATE:
            yield voucher, line


def run(books: Books) -> Iterator[Finding]:
    """Yield each voucher in which a purpose gave every household the same."""
    split: defaultdict[tuple[int, str], list[Line]] = defaultdict(list)
    vouchers: dict[int, Voucher] = {}
    for voucher, line in _listed(books):
        split[voucher.position, line.purpose].append(line)
        vouchers[voucher.position] = voucher
    for (position, purpose), lines in split.items():
        amounts = {line.debit_fen for line in lines}
        each = lines[0].debit_fen
        if len(lines) < books.limits.equal_households_min or len(amounts) > 1:
            continue
        if each % _ROUND_FEN:
            continue
        total = Money(each * len(lines))
        mark = vouchers[position].mark
        yield Finding(
            key=CHECK.key,
            title="各户等额分配整数救助金",
            condition=f"凭证 {mark} 向 {len(lines)} 户发放“{purpose}”，"
            f"每户均为 {Money(each).grouped()} 元，合计 {total.grouped()} 元",
            evidence=(mark,),
            recipients=tuple(line.recipient for line in lines),
            amount=total,
            persons=len(lines),
            lead=True,
        )
