"""Moves between funds of one book (资金间调拨): where to, by whose word, of what money.

1. A request for a move names the fund that the money goes to, by its code, as its
   payee. As many approve it as its band asks; a resolution takes the place of nobody.
2. A resolution that is cited was adopted on other matters (其他), the subject under
   which bodies decide on moves, and carries one move: until that one ends, no second.
3. Money of a fund that is tied to purposes goes to a fund of the same origin that may
   be spent on nothing more, so that it stays tied (专款专用). A purpose that donors
   agreed to later counts (`consents.py`). What the fund owes to another that lent to
   it goes back to that one. What projects leave follows at the year's end.
4. An expense is not moved: what was spent of the wrong fund is corrected.

`ledger/requesting.py` holds vouchers to the fund that was named.

Basis: 关于进一步做好困难职工帮扶工作的意见 第7条; 公益事业捐赠法 第十八条.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budgets import resolutions
from budgets.resolutions import Resolution, Subject
from ledger import request_store
from ledger.accounts import AccountClass, Role
from ledger.database import Connection
from ledger.money import Money, grouped_yuan
from ledger.payment_requests import ENDS
from ledger.register import UnitLookup
from treasury.errors import RequestRefused
from treasury.request_desk import Desk, RequestLine
from treasury.request_list import ListedRequest

SUBJECT = Subject.OTHER
"""What resolutions on moves are about: no subject is theirs alone."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a move rests on, as who approves it is told: both funds, the resolution."""

    fund: str
    name: str
    """The fund that it goes to; no name where none was named."""
    resolution: Resolution | None


def told(connection: Connection, unit: UnitLookup, row: ListedRequest) -> Move:
    """What a request for a move says beside its lines.

    Raises:
        NotFound: its resolution is not there.
    """
    id_ = unit.funds.get(row.payee, 0)
    cited = row.resolution
    found = resolutions.resolution(connection, unit.code, cited) if cited else None
    return Move(row.payee, unit.fund_names.get(id_, ""), found)


def demand_decided(connection: Connection, desk: Desk, cited: str) -> None:
    """Go on only with a resolution that may carry this move (2).

    Raises:
        BodyRefused: it was voted down, or is on another subject.
        RequestRefused: another move rests on it.
        NotFound: there is no such resolution.
    """
    found = resolutions.adopted(connection, desk.unit.code, cited, SUBJECT)
    for row in request_store.all_requests(connection, desk.unit.id):
        if row.resolution == cited and row.act not in ENDS:
            what = f"不能引用{found.printed}"
            raise RequestRefused(
                what,
                f"付款申请 {row.key} 已凭它调拨 {grouped_yuan(row.amount_fen)} 元",
                "撤销那份申请，或由管理机构另作决议，或不写决议号申请批准",
            )


def faults(
    connection: Connection, desk: Desk, to_fund: str, lines: Sequence[RequestLine]
) -> Iterator[str]:
    """Why money may not move so to a fund, a sentence each."""
    to = desk.unit.funds.get(to_fund)
    if to is None:
        yield "资金间调拨的收款方应写调入资金的代码，用 bangfu books funds 查看"
        return
    for place, line in enumerate(lines, 1):
        fund, account, _ = desk.group(line)
        if fund and account:
            for fault in _of_line(connection, desk, to, line):
                yield f"第 {place} 行：{fault}"


def _of_line(
    connection: Connection, desk: Desk, to: int, line: RequestLine
) -> Iterator[str]:
    unit, books = desk.unit, desk.books
    fund, account, _ = desk.group(line)
    if fund == to:
        yield f"调出与调入是同一资金 {line.fund}"
    elif books.account_classes[account] == AccountClass.EXPENSE:
        yield f"{line.account} 是支出科目，支出记错资金的，更正原凭证，不作调拨"
    elif stays_tied(unit, fund, to):
        return
    elif books.account_roles[account] is Role.PAYABLE:
        lent = _lent(connection, desk, to, fund)
        if lent < line.amount.fen:
            yield (
                f"资金 {unit.fund_codes[to]} 垫付给 {line.fund} 而未归还的"
                f"只有 {Money(lent).grouped()} 元"
            )
    else:
        yield (
            f"资金 {line.fund} 限定用途，不能调入 {unit.fund_codes[to]}"
            "（专款专用）：只能调入同一来源、用途不多于它的限定用途资金；"
            "捐赠须先取得捐赠人同意变更用途，或退回捐赠人；拨款余额上缴拨款单位"
        )


def stays_tied(unit: UnitLookup, fund: int, to: int) -> bool:
    """Whether money of a fund is tied as before once it has moved to another (3)."""
    if fund not in unit.restricted:
        return True
    return (
        to in unit.restricted
        and unit.fund_origins[to] == unit.fund_origins[fund]
        and unit.purposes[to] <= unit.purposes[fund]
    )


def _lent(connection: Connection, desk: Desk, lender: int, borrower: int) -> int:
    """What one fund lent to another and has not back, in fen.

    Part of what came back may not name the borrower, so no more than the fund has out.
    """
    names = {desk.unit.fund_codes[borrower], desk.unit.fund_names[borrower]}
    roles = desk.books.account_roles
    accounts = [id_ for id_, role in roles.items() if role is Role.ADVANCE]
    rows = request_store.lent(connection, desk.unit.id, accounts, desk.today)
    of_it = [row for row in rows if row.fund_id == lender]
    out = sum(int(row.lent - row.back) for row in of_it)
    named = sum(int(row.lent - row.back) for row in of_it if row.party in names)
    return max(min(out, named), 0)
