"""What vouchers do to payment requests (L12). Pure.

1. A voucher that is entered here once a unit is live, whatever day it names, lets no
   money leave without the key of an approved request on the line that it leaves by.
   Cash to bank and back is nothing, and so is what a red line takes back.
2. What the treasury pays for the unit leaves by the line of its income.
3. It is paid once and no more than asked for, on the funds, accounts and purposes of
   its lines, until its last day; by others than those who approved it.
4. What comes back under its key was sent back by the bank, of a fund and for a payee
   that it paid. It is paid again to that payee, of that fund, out of what is owed
   (其他应付款), or given up without money. Another request that pays debts of the
   fund does not take it.
5. From the day on which the unit went live no money leaves by an import either: that
   is no history. What names an earlier day came in as history and is not asked.
6. A move is approved by somebody, and goes to the fund that its request names, on an
   account like the one it leaves by: no expense, a loan where a debt is paid.
7. V-04: a voucher counts a paper at least, corrections and the year's end apart.

Cost: a dictionary look-up for each posting.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ledger.accounts import AccountClass, Role
from ledger.entries import Entry
from ledger.errors import Problem
from ledger.money import grouped_yuan
from ledger.payment_requests import (
    OF_RETURNS,
    Doer,
    LineKey,
    PayeeKey,
    RequestKind,
    Requests,
    Row,
    Standing,
    Step,
    step,
)
from ledger.register import Lookups
from ledger.vouchers import RED, Entered, Kind, Line

KEY = 15
"""Where a line of a voucher carries its request."""

ASKED = frozenset({Entered.HERE, Entered.BANK, Entered.ADJUSTMENT})
"""Vouchers that need a request: history and the year's end need none."""


@dataclass(slots=True)
class _Sums:
    """What the lines under one key add up to, in fen."""

    money_out: int = 0
    income_in: int = 0
    owed_less: int = 0
    spent: dict[LineKey, int] = field(default_factory=dict)
    """Debits less credits on what is no money, by fund, account and purpose."""
    nets: dict[int, int] = field(default_factory=dict)
    """Debits less credits, by fund."""
    owed: dict[PayeeKey, int] = field(default_factory=dict)
    """Credits less debits on what is owed, by fund and payee."""
    had: dict[PayeeKey, int] = field(default_factory=dict)
    """Debits less credits on what is no money, by fund and payee."""


def asks(entry: Entry, requests: Requests) -> bool:
    """Whether a voucher needs a request for the money that leaves by it."""
    return (
        bool(requests.since) and entry.entered in ASKED and entry.kind != Kind.OPENING
    )


def problems(
    entry: Entry, requests: Requests, books: Lookups, target: int
) -> Iterator[Problem]:
    """L12: what leaves has an approved request, which is paid once and as asked for.

    Args:
        entry: the voucher.
        requests: the unit's requests as they stand before it.
        books: what its accounts are for.
        target: place of the voucher that it corrects, 0 where it corrects none.
    """
    if not asks(entry, requests):
        yield from _no_history(entry, requests, books)
        return
    yield from _paperless(entry)
    yield from _unkeyed(entry, requests, books)
    for key, sums in _summed(entry.lines, books).items():
        request = requests.standing.get(key)
        if request is None:
            yield _problem("没有这个付款申请", key, "用 bangfu money requests 查看")
            continue
        act, amount = _done(entry, request, sums, target)
        if not act:
            yield _problem("付款申请没有收付", key, "删去申请号，或补上收付的分录")
        elif any(sums.nets.values()):
            do = "收付与对方科目的每一行都注明申请号"
            yield _problem("注明同一申请的分录借贷不平", key, do)
        elif entry.correction in RED:
            yield from _corrected(request, act, amount)
            yield from _of_the_payee(request, act, sums)
        elif act == "pay":
            yield from _pays(entry, request, sums, amount)
            yield from _moves(entry, request, books)
            yield from _owed_to_others(entry, key, requests, books)
        else:
            yield from _after_payment(request, act, amount, sums)
            yield from _of_the_payee(request, act, sums)
        yield from _own_approval(entry, request)


def use(
    entry: Entry,
    place: tuple[int, int, int],
    requests: Requests,
    books: Lookups,
    by: Doer,
) -> tuple[list[Row], list[Row]]:
    """The moves and holds of a voucher that may stand, in the columns of their tables.

    `place` is its unit, its own position, and that of the voucher it corrects.
    """
    moves: list[Row] = []
    holds: list[Row] = []
    if requests.free:
        for fund, fen in _freely(entry, requests, books, place[2]).items():
            requests.free[fund] = requests.free.get(fund, 0) + fen
    if not asks(entry, requests):
        return moves, holds
    unit_id, position, target = place
    for key, sums in _summed(entry.lines, books).items():
        request = requests.standing[key]
        act, amount = _done(entry, request, sums, target)
        taken = Step(act, amount, position)
        _carry(request, act, sums)
        move, held = step(unit_id, request, taken, requests.holds, by)
        moves.append(move)
        holds += held
    return moves, holds


def _carry(request: Standing, act: str, sums: _Sums) -> None:
    """What payees have after a voucher."""
    for payee, net in sums.had.items():
        request.had[payee] = request.had.get(payee, 0) + net
    for payee, owed in sums.owed.items() if act != "pay" else ():
        request.owed[payee] = request.owed.get(payee, 0) + owed


def _summed(lines: Sequence[Line], books: Lookups) -> dict[str, _Sums]:
    found: dict[str, _Sums] = {}
    for line in lines:
        key = line.request
        if not key:
            continue
        sums = found.setdefault(key, _Sums())
        net = line[2] - line[3]
        sums.nets[line[1]] = sums.nets.get(line[1], 0) + net
        if line[0] in books.money:
            sums.money_out -= net
            continue
        payee = (line[1], line.party, line.recipient)
        sums.had[payee] = sums.had.get(payee, 0) + net
        if books.account_classes[line[0]] == AccountClass.INCOME:
            sums.income_in -= net
        elif books.account_roles[line[0]] is Role.PAYABLE:
            sums.owed_less += net
            sums.owed[payee] = sums.owed.get(payee, 0) - net
        group = (line[1], line[0], line[4] or "")
        sums.spent[group] = sums.spent.get(group, 0) + net
    return found


def _done(entry: Entry, request: Standing, sums: _Sums, target: int) -> tuple[str, int]:
    """What a voucher does to a request, and with how much; no act where nothing."""
    out = sums.income_in if request.kind is RequestKind.DIRECT else sums.money_out
    if entry.correction in RED:
        act = request.acts.get(target, "")
    elif out > 0:
        act = "repay" if request.paid and sums.owed_less > 0 else "pay"
    elif out < 0:
        act = "return"
    else:
        act = "forgo" if sums.owed_less > 0 else ""
    amounts = {"pay": out, "repay": out, "return": -out, "forgo": sums.owed_less}
    return act, amounts.get(act, 0)


# -- rules --------------------------------------------------------------------------


def _no_history(entry: Entry, requests: Requests, books: Lookups) -> Iterator[Problem]:
    """What leaves from the day on which the unit went live is no history."""
    early = not requests.since or str(entry.dated_on) < requests.since
    if entry.entered != Entered.IMPORTED or entry.kind == Kind.OPENING or early:
        return
    # A key is no way round it: what is imported takes no step of a request.
    if any(_leaving(entry.lines, books)):
        yield _problem(
            "上线以后的付款不能作为历史凭证导入",
            f"自 {requests.since} 起付款须有付款申请",
            "用 bangfu money request 申请，批准后付款",
        )


def _paperless(entry: Entry) -> Iterator[Problem]:
    if not entry.attachments and not entry.correction:
        yield Problem(
            "V-04",
            "凭证没有附件",
            do="填写附件张数（会计基础工作规范 51-4：更正和结账的凭证除外）",
            column="attachments",
        )


def _unkeyed(entry: Entry, requests: Requests, books: Lookups) -> Iterator[Problem]:
    """Rules 1 and 2, of the lines without a request."""
    bare = [line for line in entry.lines if line.request not in requests.standing]
    short, direct = _leaving(bare, books)
    if short:
        yield _problem(
            "付款须注明已批准的付款申请",
            f"没有申请的付款 {grouped_yuan(short)} 元",
            "先用 bangfu money request 申请，批准后用 bangfu money pay 付款",
        )
    elif direct:
        yield _problem(
            "财政直接支付须注明已批准的付款申请",
            do="先提交“财政直接支付”的付款申请，再在收入一行注明申请号",
        )


def _leaving(lines: Sequence[Line], books: Lookups) -> tuple[int, bool]:
    """What leaves by lines, fund by fund, in fen; whether the treasury pays some."""
    left: dict[int, int] = {}
    given: set[int] = set()
    came: set[int] = set()
    for line in lines:
        if line[2] + line[3] < 0:
            continue
        if line[0] in books.money:
            left[line[1]] = left.get(line[1], 0) + line[2] - line[3]
        elif line[2] and line[0] in books.spends:
            given.add(line[1])
        elif line[3] and books.account_classes[line[0]] == AccountClass.INCOME:
            came.add(line[1])
    short = -sum(net for net in left.values() if net < 0)
    return short, bool(given & came)


def _pays(
    entry: Entry, request: Standing, sums: _Sums, amount: int
) -> Iterator[Problem]:
    key = request.key
    if request.ended:
        yield _problem(f"付款申请{request.state.label}", key, "另行申请")
    elif request.paid:
        yield _problem("付款申请已经支付过", key, "一个申请只付一次；另行申请")
    elif request.approved < request.needed:
        lacking = request.needed - request.approved
        yield _problem("付款申请尚未批准", f"{key}，还差 {lacking} 人", "先批准")
    elif request.expires_on < entry.dated_on and not entry.correction:
        yield _problem("付款申请已过期", f"有效期至 {request.expires_on}", "另行申请")
    elif (
        request.approved_on > entry.dated_on
        and not entry.correction
        and request.kind is not RequestKind.FEE  # the bank took it before it was asked
    ):
        yield _problem(
            "付款日期早于批准日期", f"批准于 {request.approved_on}", "先批准，后付款"
        )
    if amount > request.amount:
        over = grouped_yuan(amount - request.amount)
        yield _problem(
            "付款超过申请金额",
            f"申请 {grouped_yuan(request.amount)} 元，付款 {grouped_yuan(amount)} 元，"
            f"超出 {over} 元",
            "差额另行申请",
        )
    elif any(net > max(request.lines.get(at, 0), 0) for at, net in sums.spent.items()):
        yield _problem(
            "付款与申请的资金、科目或用途不符", key, "按申请填写，或另行申请"
        )


def _moves(entry: Entry, request: Standing, books: Lookups) -> Iterator[Problem]:
    """Rule 6: what a move takes from one fund comes to the fund it named, whole."""
    if request.kind is not RequestKind.MOVE:
        return
    came: dict[int, int] = {}
    others = set()
    for line in entry.lines:
        if line[0] in books.money:
            came[line[1]] = came.get(line[1], 0) + line[2] - line[3]
        elif line[1] == request.to_fund and line[3] > 0:
            others.add(line[0])
    receivers = {fund for fund, net in came.items() if net > 0}
    if receivers != {request.to_fund} or sum(came.values()) != 0:
        yield _problem(
            "调拨的款项没有全部进入申请写明的资金",
            request.key,
            "按申请写明的调入资金填写；申请没有写明的，撤销后另行申请",
        )
    repays = {books.account_roles.get(at[1]) is Role.PAYABLE for at in request.lines}
    for account in sorted(others):
        lent = books.account_roles.get(account) is Role.ADVANCE
        if books.account_classes[account] == AccountClass.EXPENSE or {lent} != repays:
            yield _problem(
                "调入资金的对方科目与调出的不相称",
                books.account_codes[account],
                "归还垫付的，记出借资金的其他应收款；其他调拨不记支出或其他应收款",
            )


def _after_payment(
    request: Standing, act: str, amount: int, sums: _Sums
) -> Iterator[Problem]:
    """Rule 4: what the bank sent back, and what becomes of it."""
    key, owed = request.key, request.returned - request.repaid
    if act == "return" and amount > request.paid + request.repaid - request.returned:
        yield _problem("退回多于已付的金额", key, "核对金额；多出部分另作收款")
    if act != "return" and amount > owed:
        yield _problem(
            "超过银行退回而未再付的金额", f"尚余 {grouped_yuan(owed)} 元", "另行申请"
        )
    if act == "repay" and sums.owed_less != amount:
        yield _problem("再付应全部冲减其他应付款", key, "核对分录")


def _of_the_payee(request: Standing, act: str, sums: _Sums) -> Iterator[Problem]:
    """Rule 4: by fund and payee, no more is owed than they had, nor less than nothing.

    Names are not repeated: a payee may be a person.
    """
    for payee, owed in sums.owed.items() if act != "pay" else ():
        before = request.owed.get(payee, 0)
        had = request.had.get(payee, 0) + sums.had[payee]
        if owed < 0 and before + owed < 0:
            yield _problem(
                "再付或注销的，不是该资金、该收款方名下退回的款项",
                f"该资金、该收款方名下尚余 {grouped_yuan(max(before, 0))} 元",
                "按退回时的资金与收款方填写；付给另一收款方的须另行申请并经批准",
            )
        elif owed > 0 and had < 0:
            yield _problem(
                "退回的款项没有记在原付款的资金与收款方名下",
                request.key,
                "按原付款凭证填写资金、往来单位与档案号",
            )


def _owed_to_others(
    entry: Entry, key: str, requests: Requests, books: Lookups
) -> Iterator[Problem]:
    """Rule 4: what came back under a request is not paid by another one."""
    paid = {
        line[1]
        for line in entry.lines
        if line.request == key and line[2] > 0 and _is_owed(line, books)
    }
    if not paid:
        return
    change = _freely(entry, requests, books, 0)
    for fund in sorted(paid):
        free = requests.free.get(fund, 0)
        if free + change.get(fund, 0) < 0:
            yield _problem(
                "支付的其他应付款中，有银行退回而仍欠原收款人的",
                f"{key}，退回款项以外尚欠 {grouped_yuan(max(free, 0))} 元",
                "退回的款项在原付款申请下再付或注销，不另行申请",
            )


def _freely(
    entry: Entry, requests: Requests, books: Lookups, target: int
) -> dict[int, int]:
    """How a voucher changes what funds owe beside what came back."""
    lines = [line for line in entry.lines if _is_owed(line, books)]
    if not lines:
        return {}
    sums = _summed(entry.lines, books) if asks(entry, requests) else {}
    acts = {
        key: _done(entry, requests.standing[key], one, target)[0]
        for key, one in sums.items()
        if key in requests.standing
    }
    found: dict[int, int] = {}
    for line in lines:
        if acts.get(line.request, "") not in OF_RETURNS:
            found[line[1]] = found.get(line[1], 0) + line[3] - line[2]
    return found


def _is_owed(line: Line, books: Lookups) -> bool:
    return books.account_roles.get(line[0]) is Role.PAYABLE


def _corrected(request: Standing, act: str, amount: int) -> Iterator[Problem]:
    paid, returned, repaid = request.paid, request.returned, request.repaid
    after = {
        "pay": (paid + amount, returned, repaid),
        "return": (paid, returned + amount, repaid),
        "forgo": (paid, returned - amount, repaid),
        "repay": (paid, returned, repaid + amount),
    }[act]
    paid, returned, repaid = after
    can_be = request.amount >= paid and paid + repaid >= returned >= repaid >= 0
    if not can_be or (returned and not paid):
        yield _problem(
            "更正后，已付、退回、再付的金额不能成立",
            request.key,
            "先更正在它之后办理的退回或再付",
        )


def _own_approval(entry: Entry, request: Standing) -> Iterator[Problem]:
    if entry.preparer_id in request.approvers:
        yield _problem("制单人批准过这项付款", request.key, _BY_ANOTHER)
    if entry.cashier_id in request.approvers:
        yield _problem("出纳批准过这项付款", request.key, _BY_ANOTHER)


_BY_ANOTHER = "换由另一人办理（会计法第二十五条）"


def _problem(what: str, found: str = "", do: str = "") -> Problem:
    return Problem("L12", what, found, do, column="request")
