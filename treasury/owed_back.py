"""What came back is owed to whom it was paid (退回款项): no other request takes it.

A request that pays debts of a fund (其他应付款) may ask for what stands there beside
what the bank sent back; that leaves only under the request it came back to.
"""

from collections.abc import Iterator, Sequence

from ledger import request_store
from ledger.accounts import Role
from ledger.database import Connection
from ledger.money import grouped_yuan
from treasury.request_desk import Desk, RequestLine

WHAT_TO_DO = (
    "退回的款项在原付款申请下再付"
    "（bangfu aid batch repay，其他付款用 bangfu money returned-pay）或注销"
)
_TOLD_MOST = 10


def faults(
    connection: Connection, desk: Desk, lines: Sequence[RequestLine]
) -> Iterator[str]:
    """Where lines ask for more than is owed beside what came back.

    Payees are told by file number; others by the key of the request alone. Cost: the
    postings of 其他应付款 of the funds that are asked to pay it.
    """
    asked: dict[int, int] = {}
    for line in lines:
        fund, account, _ = desk.group(line)
        if desk.books.account_roles.get(account) is Role.PAYABLE:
            asked[fund] = asked.get(fund, 0) + line.amount.fen
    free = request_store.owed_freely(connection, desk.unit.id, sorted(asked))
    for fund, amount in asked.items():
        if amount <= free[fund]:
            continue
        back = request_store.owed_back(connection, desk.unit.id, fund)
        told = "、".join(
            f"{key}{code and f'（{code}）'} {grouped_yuan(fen)} 元"
            for key, code, fen in back[:_TOLD_MOST]
        )
        if more := len(back) - _TOLD_MOST:
            told += f"等另 {more} 处" if more > 0 else ""
        held = f"；银行退回、仍欠原收款人的：{told}；{WHAT_TO_DO}" if told else ""
        yield (
            f"资金 {desk.unit.fund_codes[fund]} 的其他应付款可另行支付"
            f" {grouped_yuan(max(free[fund], 0))} 元，申请 {grouped_yuan(amount)} 元"
            f"{held}"
        )
