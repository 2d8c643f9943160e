"""Payment requests (付款申请, L12): what for, to whom, of which money.

1. A request is saved with its lines: fund, account, purpose, amount. It is refused then
   if the fund has not the money, or the budget not the room; the refusal says how much
   there is. What it asks for is held until it is paid or ended.
2. It is approved (`approving.py`) and paid once, until its last day (`paying.py`). The
   same request saved twice is one. What the bank takes as a fee is in `fees.py`.
   Where aid needs a batch (L13), its purposes are not spent on other accounts instead.
3. Money is lent on accounts for it, with a day by which it is due; a gift that is tied
   does not lend. Money that moves between funds is approved (`moves.py`).

Basis: 关于做好困难职工帮扶工作的意见 七; 会计法 第二十五条; 内部会计控制的授权批准.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from budgets import control
from budgets.control import Request
from budgets.lines import Line
from budgets.records import text_faults
from ledger import appropriation_store, ground_store, request_store
from ledger.accounts import AccountClass, Role
from ledger.database import Connection
from ledger.funds import Origin
from ledger.money import ZERO, Money, grouped_yuan
from ledger.payment_requests import (
    UNHELD,
    RequestKind,
    Step,
)
from ledger.people import Act
from ledger.register import Lookups, UnitLookup, append_rows
from treasury import approvals, fees, gift_limits, moves, owed_back
from treasury.approving import tidy
from treasury.errors import RequestRefused
from treasury.request_desk import (
    Desk,
    Requested,
    RequestLine,
    open_desk,
    standing_of,
    take,
    told,
)

SUMMARY_MOST = 200
"""Characters of a summary: it becomes the summary of the voucher that pays."""

DAYS_HELD = 60
"""Days that a request holds unless it says otherwise."""

AID_PURPOSES = frozenset({"生活救助", "医疗救助", "子女助学", "送温暖", "临时救助"})
"""What aid projects are called, which funds name as purposes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRequest:
    """What money is asked for; `ref` is the caller's own number, unique in the unit.

    `payee` is an organisation or a file number (档案号), never a person's name; of a
    move it is the fund that the money goes to.
    `statement` and `row` name the row of a bank's statement that shows a fee, which is
    paid to the bank of the account; it need not be named. `for_goods`: what it pays
    comes into stock, and only so can it be paid (L13).
    """

    unit: str
    ref: str
    kind: RequestKind
    summary: str
    lines: tuple[RequestLine, ...]
    payee: str = ""
    evidence: str = ""
    expires_on: dt.date | None = None
    due_on: dt.date | None = None
    resolution: str = ""
    statement: int | None = None
    row: int | None = None
    for_goods: bool = False

    @property
    def amount(self) -> Money:
        """What all its lines ask for."""
        return sum((line.amount for line in self.lines), ZERO)


# -- saving -------------------------------------------------------------------------


def save(
    connection: Connection, request: PaymentRequest, act: Act, *, batch: str = ""
) -> Requested:
    """Ask for money: what is asked for is held from now on.

    `batch` is the payment batch that asks; in a unit that has begun (L13) nothing else
    asks for aid.

    Raises:
        RequestRefused: it says too little, the funds have not the money, or another
            request stands under its reference; all that is wrong is told.
        ControlRefused: the budget has not the room.
        NotFound: there is no such unit, person or resolution.
    """
    desk = open_desk(connection, request.unit, act)
    unit, today = desk.unit, desk.today
    fee, request = _of_the_bank(connection, desk, request)
    stands = request_store.request_by_ref(connection, unit.id, request.ref)
    if stands is not None:
        return _again(connection, desk, stands, request)
    known = approvals.scales(connection, request.unit)
    if not known:
        raise approvals.not_live(request.unit)
    expires_on = request.expires_on or _expiry(connection, unit, today)
    faults = [*_faults(request, expires_on, today), *_line_faults(request, desk)]
    if not (batch or request.for_goods):
        faults += _groundless(connection, request, desk)
    if fee is not None:
        faults += fees.faults(fee, request.amount, request.payee.strip(), desk)
    if not faults:
        _demand_in_time(connection, request, desk)
        tidy(connection, request.unit, act)
        faults += _money_faults(connection, unit, request)
        faults += owed_back.faults(connection, desk, request.lines)
        faults += _move_faults(connection, desk, request)
    if faults:
        raise RequestRefused("付款申请没有保存", "；".join(faults), "改正后再保存")
    if request.resolution:
        moves.demand_decided(connection, desk, request.resolution)
    number = request_store.last_number(connection, unit.id, today.year) + 1
    key = f"P{today.year}-{number}"
    keys, warnings = _reserve(connection, desk, request, key, expires_on)
    row = (
        *(unit.id, key, today.year, number, request.ref, request.kind.value),
        *(request.summary.strip(), request.payee.strip(), request.amount.fen),
        _approvals(connection, desk, request, (known, fee)),
        *(request.resolution, request.statement, request.row, request.evidence),
        *(_text(request.due_on), today.isoformat(), expires_on.isoformat()),
        *(desk.person_id, act.stamp),
    )
    lines = [
        (unit.id, key, place, *desk.group(line), line.amount.fen, reserved)
        for place, (line, reserved) in enumerate(
            zip(request.lines, keys, strict=True), 1
        )
    ]
    parts = (("payment_request_lines", lines), ("payment_requests", [row]))
    append_rows(connection, unit, parts, act)
    standing = take(connection, desk, key, Step("save", request.amount.fen))
    return told(standing, warnings)


def _demand_in_time(
    connection: Connection, request: PaymentRequest, desk: Desk
) -> None:
    """Refuse to spend a tied gift after its end, or against its donor's word."""
    spent = [
        gift_limits.Spent(line.fund, line.purpose)
        for line in request.lines
        if desk.group(line)[1] in desk.books.spends
    ]
    if late := list(gift_limits.faults(connection, desk.unit, spent, desk.today)):
        what = "付款申请没有保存"
        raise RequestRefused(what, "；".join(late), gift_limits.WHAT_TO_DO)


def _move_faults(
    connection: Connection, desk: Desk, request: PaymentRequest
) -> Iterator[str]:
    if request.kind is RequestKind.MOVE:
        to_fund = request.payee.strip()
        yield from moves.faults(connection, desk, to_fund, request.lines)


def _text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _of_the_bank(
    connection: Connection, desk: Desk, request: PaymentRequest
) -> tuple[fees.Fee | None, PaymentRequest]:
    """The row of a fee, and the request with its payee; None where it is no fee."""
    named = request.statement is not None and request.row is not None
    if request.kind is not RequestKind.FEE or not named:
        return None, request
    assert request.statement is not None
    assert request.row is not None
    fee = fees.fee_at(connection, desk, (request.statement, request.row))
    return fee, replace(request, payee=request.payee or fee.bank)


def _approvals(
    connection: Connection,
    desk: Desk,
    request: PaymentRequest,
    known: tuple[Sequence[approvals.Scale], fees.Fee | None],
) -> int:
    """How many must approve: nobody a small fee."""
    scales, fee = known
    if fee is not None and fees.is_free(connection, desk, fee, request.amount):
        return 0
    return approvals.needed(scales, request.amount, desk.today)


def _again(
    connection: Connection, desk: Desk, stands: Any, request: PaymentRequest
) -> Requested:
    standing = standing_of(connection, desk.unit, stands.key)
    asked = {desk.group(line): line.amount.fen for line in request.lines}
    asked_for = (request.kind, request.payee.strip(), request.summary.strip(), asked)
    kept = (standing.kind, stands.payee, stands.summary, standing.lines)
    if asked_for != kept:
        what = f"申请 {request.ref} 已经保存过，但内容不同"
        raise RequestRefused(
            what,
            why=f"原申请 {stands.key}，{grouped_yuan(standing.amount)} 元，"
            f"{standing.state.label}",
            do="撤销原申请，或用新的申请号",
        )
    return told(standing, (), already=True)


def _expiry(connection: Connection, unit: UnitLookup, today: dt.date) -> dt.date:
    """Some weeks on; under control of the budget not past the year."""
    last = today + dt.timedelta(days=DAYS_HELD)
    if appropriation_store.control(connection, unit.id) is None:
        return last
    return min(last, dt.date(today.year, 12, 31))


# -- judging ------------------------------------------------------------------------


def _faults(
    request: PaymentRequest, expires_on: dt.date, today: dt.date
) -> Iterator[str]:
    yield from text_faults(
        ("申请号", request.ref, True),
        ("事由", request.summary, True),
        ("收款方", request.payee, request.kind is not RequestKind.FEE),
        ("附件或依据", request.evidence, False),
    )
    if len(request.summary.strip()) > SUMMARY_MOST:
        yield f"事由至多 {SUMMARY_MOST} 个字，现有 {len(request.summary.strip())} 个字"
    if expires_on < today:
        yield f"有效期 {expires_on} 已经过去"
    advance = request.kind is RequestKind.ADVANCE
    if advance and request.due_on is None:
        yield "垫付或借出须写明归还日期"
    if advance and request.due_on and request.due_on < today:
        yield f"归还日期 {request.due_on} 已经过去"
    if not advance and request.due_on is not None:
        yield "只有垫付或借出有归还日期"
    if request.resolution and request.kind is not RequestKind.MOVE:
        yield "只有资金间调拨写决议号"
    if (request.kind is RequestKind.FEE) != (request.statement is not None):
        yield "银行扣费须写明对账单与行，其他付款不写"


def _line_faults(request: PaymentRequest, desk: Desk) -> Iterator[str]:
    if not request.lines:
        yield "没有写明资金、科目与金额"
    groups = [desk.group(line) for line in request.lines]
    if len(set(groups)) != len(groups):
        yield "同一资金、科目、用途应合为一行"
    for place, line in enumerate(request.lines, 1):
        for fault in _of_line(request.kind, line, desk):
            yield f"第 {place} 行：{fault}"


def _of_line(kind: RequestKind, line: RequestLine, desk: Desk) -> Iterator[str]:
    unit, books = desk.unit, desk.books
    fund, account, purpose = desk.group(line)
    if line.amount.fen <= 0:
        yield "金额应大于零"
    if not fund:
        yield f"没有资金 {line.fund}"
    if not account:
        yield f"现行科目表没有科目 {line.account}"
        return
    if account in books.above or account in books.money:
        yield f"{line.account} 不是可以列支的末级科目"
    elif kind is not RequestKind.MOVE and books.account_roles[account] is Role.EARMARK:
        yield f"{line.account} 是单位内部调剂，请用“资金间调拨”申请"
    elif why := _unfit(kind, account, books):
        yield f"{line.account} {why}"
    if fund and purpose and purpose not in unit.purposes[fund]:
        yield _not_allowed(unit, fund, purpose)
    if fund in unit.restricted and account in books.spends and not purpose:
        yield f"限定用途的资金须写明用途：{_listed(unit, fund)}"
    tied = fund in unit.restricted and unit.fund_origins[fund] == Origin.DONATION
    if kind is RequestKind.ADVANCE and tied:
        yield "限定用途的捐赠不得出借"


def _listed(unit: UnitLookup, fund: int) -> str:
    return "、".join(sorted(unit.purposes[fund])) or "（未登记任何用途）"


def _not_allowed(unit: UnitLookup, fund: int, purpose: str) -> str:
    allowed = _listed(unit, fund)
    return f"该资金不允许“{purpose}”（专款专用），允许：{allowed}"


def _unfit(kind: RequestKind, account: int, books: Lookups) -> str:
    """Why an account is not what a kind of request spends on; empty where it is."""
    role, klass = books.account_roles[account], books.account_classes[account]
    if kind is RequestKind.ADVANCE and role is not Role.ADVANCE:
        return "不是其他应收款，不能垫付或借出"
    if kind is not RequestKind.ADVANCE and role is Role.ADVANCE:
        return "是其他应收款，请用“垫付或借出”申请"
    if kind is RequestKind.PASS_DOWN and role is not Role.PASSING_DOWN:
        return "不是补助下级支出"
    if kind is RequestKind.DIRECT and account not in books.giving:
        return "不是帮扶支出科目，财政不直接支付"
    if kind is RequestKind.FEE and (
        klass != AccountClass.EXPENSE or account in books.giving
    ):
        return "不能列支银行扣费"
    return ""


def _groundless(
    connection: Connection, request: PaymentRequest, desk: Desk
) -> list[str]:
    """L13: aid is asked for by a batch alone."""
    begun = ground_store.begun(connection, desk.unit.id)
    roles = desk.books.account_roles
    aid = any(
        roles.get(desk.group(line)[1]) is Role.AID_EXPENSE for line in request.lines
    )
    if begun is None:
        return []
    told = f"自 {begun.since} 起帮扶支出须凭发放批次（L13）"
    do = "用 bangfu aid batch draft 建批次，再用 aid batch submit 提交"
    if aid:
        return [f"{told}：{do}；购入物品的写明 --goods"]
    return [
        f"第 {place} 行：资金 {line.fund} 的“{line.purpose}”是帮扶用途，"
        f"不能在 {line.account} 列支；{told}：{do}"
        for place, line in _past_aid(connection, request, desk)
    ]


def _past_aid(
    connection: Connection, request: PaymentRequest, desk: Desk
) -> Iterator[tuple[int, RequestLine]]:
    """Lines that pay a purpose of aid, of a fund for aid, on an account of other cost.

    Money passed down is no aid yet, and the bank's fees are none.
    """
    if request.kind is not RequestKind.PAYMENT:
        return
    others, general = desk.books.expenses - desk.books.giving, desk.unit.general
    suspect = [
        (place, line)
        for place, line in enumerate(request.lines, 1)
        if line.purpose
        and (group := desk.group(line))[0] not in general
        and group[1] in others
    ]
    if suspect:
        known = AID_PURPOSES | ground_store.aid_purposes(connection, desk.unit.id)
        yield from ((place, one) for place, one in suspect if one.purpose in known)


def _money_faults(
    connection: Connection, unit: UnitLookup, request: PaymentRequest
) -> Iterator[str]:
    """Whether each fund has it, less what is held for other requests."""
    if request.kind in UNHELD:
        return
    asked: dict[int, int] = {}
    for line in request.lines:
        fund = unit.funds[line.fund]
        asked[fund] = asked.get(fund, 0) + line.amount.fen
    held = request_store.holds(connection, unit.id, sorted(asked))
    for fund, amount in asked.items():
        money = request_store.money_of(connection, unit.id, fund)
        taken = held[fund].held if fund in held else 0
        if money - taken < amount:
            yield (
                f"资金 {unit.fund_codes[fund]} 可用 {grouped_yuan(money - taken)} 元"
                f"（结存 {grouped_yuan(money)}，已占用 {grouped_yuan(taken)}），"
                f"申请 {grouped_yuan(amount)} 元，"
                f"缺 {grouped_yuan(amount - money + taken)} 元"
            )


def _reserve(
    connection: Connection,
    desk: Desk,
    request: PaymentRequest,
    key: str,
    expires_on: dt.date,
) -> tuple[list[str], tuple[str, ...]]:
    """Hold the budget of each line that it controls (L9); the keys, '' where none."""
    unit, books = desk.unit, desk.books
    under = appropriation_store.control(connection, unit.id)
    keys: list[str] = []
    warnings: tuple[str, ...] = ()
    for place, line in enumerate(request.lines, 1):
        fund, account, _ = desk.group(line)
        free = fund in unit.general or request.kind is RequestKind.FEE
        if under is None or free or account not in books.expenses:
            keys.append("")
            continue
        wanted = Request(
            line=Line(
                unit=request.unit,
                year=expires_on.year,
                fund=line.fund,
                account=line.account,
                purpose=line.purpose,
            ),
            amount=line.amount,
            ref=f"{key}/{place}",
            summary=request.summary,
            expires_on=expires_on,
        )
        found = control.reserve(connection, wanted, desk.act)
        keys.append(found.key)
        warnings += found.warnings
    return keys, warnings
