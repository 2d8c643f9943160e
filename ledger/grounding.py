"""What vouchers need to spend on aid (L13). Pure.

1. Once a unit has begun, a voucher that is entered here and debits an aid account has a
   ground: its request is of a batch of payments, or its reference of a hand-out.
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
    """L13: aid is spent by a batch or a hand-out, and as it says."""
    if not grounds.since or entry.entered not in ASKED or entry.kind == Kind.OPENING:
        return
    if entry.correction in RED:
        return
    aid = [line for line in entry.lines if _is_aid(line[0], books)]
    if not any(line[2] > 0 for line in aid):
        return
    moves_money = any(line[0] in books.money for line in entry.lines)
    if entry.entered == Entered.ADJUSTMENT and not moves_money:
        return
    keys = {line.request for line in aid if line[2] > 0}
    if entry.ref in grounds.refs:
        covers = grounds.refs[entry.ref]
    elif len(keys) == 1 and keys <= grounds.requests.keys():
        covers = grounds.requests[keys.pop()]
    else:
        yield _problem(
            "帮扶支出须凭发放批次或实物发放清单",
            f"自 {grounds.since} 起",
            "款项用 bangfu aid batch 建批次、提交、批准后发放；"
            "实物用 bangfu aid handout 登记发放清单",
        )
        return
    spent: dict[Spent, int] = {}
    for line in aid:
        group = (line[1], line[0], line[4] or "", line.recipient)
        spent[group] = spent.get(group, 0) + line[2] - line[3]
    if covers is not None and covers != digest(spent):
        yield _problem(
            "凭证与发放批次或清单不符",
            do="资金、科目、用途、档案号与金额按批次填写，或由批次发放",
        )


def _is_aid(account: int, books: Lookups) -> bool:
    return books.account_roles.get(account) is Role.AID_EXPENSE


def _problem(what: str, found: str = "", do: str = "") -> Problem:
    return Problem("L13", what, found, do, column="request")
