"""Do the year's statements tie with each other and with the year before?

The statements are drawn up anew from the books; every cross-check (勾稽关系) of their
forms is worked out, so that a printed statement that ties can be held against them.

Basis: 会计基础工作规范 第六十七条; for books of unions also 工会会计制度 (statements).
"""

from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books, Tie
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money

_BALANCES = Tie("资产负债表", "资产总计＝负债与净资产总计", "年末余额", 500_00, 500_00)
_CARRIED = Tie(
    "收入支出表", "本年年初资金结转结余＝上年年末资金结转结余", "", 800_00, 750_00
)

CHECK = Check(
    key="T46",
    title="报表之间勾稽不符",
    basis="《会计基础工作规范》第六十七条；工会账簿并依《工会会计制度》",
    severity=Severity.RECORD,
    needs=frozenset({Data.STATEMENTS}),
    procedure="由账簿重新编制各法定会计报表，逐项核对表内、表间及与上年的勾稽关系。",
    effect="会计报表之间数字不一致，报表不能如实反映资金状况。",
    recommendation="查明差额来源，更正账务后重新编制报表，并通知已接收报表的单位。",
    limitation="核对由账簿编制的报表；已上报的报表须另与之逐项核对。",
    clean=(examples.books(ties=(_BALANCES,)),),
    broken=(examples.books(ties=(_BALANCES, _CARRIED)),),
)


def population(books: Books) -> Population:
    """All cross-checks that were made."""
    return Population("报表勾稽关系（项）", len(books.ties))


def run(books: Books) -> Iterator[Finding]:
    """Yield each cross-check whose two sides differ."""
    for tie in books.ties:
        if tie.left_fen == tie.right_fen:
            continue
        left, right = Money(tie.left_fen), Money(tie.right_fen)
        where = f"（{tie.where}）" if tie.where else ""
        yield Finding(
            key=CHECK.key,
            title=f"{tie.statement}勾稽不符",
            condition=f"{tie.check}{where}：左方 {left.grouped()} 元，"
            f"右方 {right.grouped()} 元",
            evidence=(f"{tie.statement}：{tie.check}{where}",),
            amount=abs(left - right),
        )
