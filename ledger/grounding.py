"""What vouchers need to spend on aid (L13). Pure.

1. Once a unit has begun, a voucher that is entered here and debits an aid account has a
   ground: the request on that line is of a batch of payments. What it spends without
   one, by fund, are goods that come into stock or leave it.
2. What it spends by fund, account, purpose and file number is what the ground says.
3. Corrections in red and of differences need none, nor does an audit adjustment that
   moves no money, nor what is imported as history.

Cost: a look at the role of each posting's account.
"""

from collections.abc import Iterator

from ledger.accounts import Role
from ledger.entries import Entry
from ledger.errors import Problem
from ledger.grounds import ASKED, Grounds, Spent, digest
from ledger.register import Lookups
from ledger.vouchers import RED, Entered, Kind


def problems(entry: Entry, grounds: Grounds, books: Lookups) -> Iterator[Problem]:
    """L13: aid is spent by a batch as it says, or on goods."""
    if not grounds.since or not _is_asked(entry, books):
        return
    bare: dict[int, int] = {}
    goods: dict[int, int] = {}
    spent: dict[str, dict[Spent, int]] = {}
    for line in entry.lines:
        role = books.account_roles.get(line[0])
        if role is Role.STOCK:
            goods[line[1]] = goods.get(line[1], 0) + line[2] - line[3]
        elif role is Role.AID_EXPENSE and line.request in grounds.requests:
            group = (line[1], line[0], line[4] or "", line.recipient)
            sums = spent.setdefault(line.request, {})
            sums[group] = sums.get(group, 0) + line[2] - line[3]
        elif role is Role.AID_EXPENSE and line[2] > 0:
            bare[line[1]] = bare.get(line[1], 0) + line[2]
    if any(fen > abs(goods.get(fund, 0)) for fund, fen in bare.items()):
        yield _problem(
            "帮扶支出须凭发放批次或实物发放清单",
            f"自 {grounds.since} 起",
            "款项用 bangfu aid batch 建批次、提交、批准后发放；"
            "实物用 bangfu aid handout 登记发放清单",
        )
    for request, sums in spent.items():
        if grounds.requests[request] != digest(sums):
            do = "资金、科目、用途、档案号与金额按批次填写，由批次发放"
            yield _problem("凭证与发放批次不符", request, do)


def _is_asked(entry: Entry, books: Lookups) -> bool:
    """Whether a voucher needs a ground for what it spends on aid (3)."""
    if entry.entered not in ASKED or entry.kind == Kind.OPENING:
        return False
    moves_money = any(line[0] in books.money for line in entry.lines)
    if entry.entered == Entered.ADJUSTMENT and not moves_money:
        return False
    return entry.correction not in RED


def _problem(what: str, found: str = "", do: str = "") -> Problem:
    return Problem("L13", what, found, do, column="request")
