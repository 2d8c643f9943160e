"""Paying (付款): from an approved request to the submitted draft that pays it.

1. The draft takes funds, accounts, purposes and amounts from the request; who pays says
   when, from which account, and with which papers. Less may be paid than was asked for,
   of a request with one line.
2. Every line carries the key, so that the seal knows what it pays (L12). The reference
   of the voucher is made of the key, so that two cashiers pay it once. A payment that
   was taken back in red is paid again under a fresh reference.
3. Where money goes to another fund of the same book, that fund's lines stand in the
   same voucher: a debt for an advance, the like account for a move, which goes to the
   fund that its request names.
4. What the bank sent back is paid again out of what is owed, without new expense: of
   the fund it came back to, and to nobody else than before.

The life of a draft does the rest: reviewed, settled by the cashier, posted.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from ledger import draft_lists, request_store
from ledger.accounts import Role
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.funds import Channel, Origin, source_of
from ledger.money import Money
from ledger.payment_requests import RequestKind, Standing
from ledger.people import Act
from ledger.register import lookups
from treasury import event_store
from treasury.drafting import HandedIn, free_ref, hand_in
from treasury.errors import RequestRefused
from treasury.request_desk import Desk, open_desk, row_of

PAID = "付款-"
AGAIN = "再付-"
"""With what references of vouchers that pay begin."""
_AID = frozenset({Role.AID_EXPENSE, Role.ENTRUSTED})
"""On what accounts persons are helped; wages and offices are paid for nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How a request is paid: the day, the money account, the papers.

    `amount` is what is paid where that is less than was asked for. `details` take the
    place of the request's lines where aid is told apart by recipient; they name the
    lines' fund, account and purpose. `to_fund` and `to_account` say where money that
    moves or is lent goes; `more` are further lines, such as goods taken into stock.
    """

    dated_on: dt.date
    money_account: str = "102"
    attachments: int = 1
    amount: Money | None = None
    persons: int = 0
    summary: str = ""
    details: tuple[DraftPosting, ...] = ()
    to_fund: str = ""
    to_account: str = ""
    more: tuple[DraftPosting, ...] = ()


def pay(
    connection: Connection, unit: str, key: str, payment: Payment, act: Act
) -> HandedIn:
    """Hand in the draft that pays a request; paid twice it is one.

    Raises:
        RequestRefused: it is paid already or another draft is about to pay it, more is
            to be paid than was asked for, or it is not said where the money goes.
        VoucherRefused: it is not approved, has ended or expired, or the draft breaks
            another rule.
        DeskRefused: it was handed in with other content.
        NotFound: there is no such unit, person or request.
    """
    desk = open_desk(connection, unit, act)
    row, standing = row_of(connection, desk, key)
    ref = reference(connection, desk.unit.id, standing)
    _meet_unpaid(connection, desk, standing, ref)
    _meet(standing, payment)
    asked = _spent(connection, desk, row, payment)
    held = {(one.fund, one.account, one.purpose): one.appropriation for one in asked}
    named = tuple(
        replace(
            line,
            request=key,
            appropriation=held.get((line.fund, line.account, line.purpose), ""),
        )
        for line in payment.details or asked
    )
    money = _money_lines(desk, standing, named, payment)
    voucher = DraftVoucher(
        unit=unit,
        ref=ref,
        dated_on=payment.dated_on.isoformat(),
        summary=payment.summary or row.summary,
        postings=(*named, *money, *_received(desk, standing, payment), *payment.more),
        attachments=str(payment.attachments),
        entered="bank" if standing.kind is RequestKind.FEE else "here",
        basis=row.resolution or row.evidence,
    )
    return hand_in(connection, voucher, "payment", act)


def counts_nobody(connection: Connection, unit: str, key: str, said: Payment) -> bool:
    """Whether aid is paid and it is not said for how many persons.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    lines = request_store.request_lines(connection, books.unit(unit).id, [key])
    aid = any(books.account_roles[line.account_id] in _AID for line in lines)
    return aid and not said.persons and not any(one.persons for one in said.details)


def reference(connection: Connection, unit_id: int, standing: Standing) -> str:
    """The reference of the voucher that pays a request, or has paid it."""
    if standing.paid:
        return paid_by(connection, unit_id, standing.key)
    return free_ref(connection, unit_id, f"{PAID}{standing.key}", between="-")


def paid_by(connection: Connection, unit_id: int, key: str) -> str:
    """The reference of the voucher that last paid a request."""
    moves = request_store.request_moves(connection, unit_id, key)
    places = [m.position for m in moves if m.act == "pay" and m.amount_fen > 0]
    (ref,) = request_store.refs_at(connection, unit_id, places[-1:]).values()
    return ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Repayment:
    """How what the bank sent back is paid again, to whom it was owed all along.

    `recipient` is a file number; `returned` is the row of the bank that it came back
    by, where it was entered so.
    """

    dated_on: dt.date
    amount: Money
    payee: str
    fund: str
    owed_account: str = "215"
    money_account: str = "102"
    attachments: int = 1
    recipient: str = ""
    returned: str = ""


def repay(
    connection: Connection, unit: str, key: str, repayment: Repayment, act: Act
) -> HandedIn:
    """Hand in the draft that pays again what the bank sent back.

    Raises:
        RequestRefused: so much is not owed of the fund to the payee.
        VoucherRefused: more than was sent back, or another rule.
        DeskRefused: it was handed in with other content.
        NotFound: there is no such unit, person or request.
    """
    desk = open_desk(connection, unit, act)
    row, _ = row_of(connection, desk, key)
    _, _, party, recipient, *_ = _owed_to(connection, desk, key, repayment)
    text = str(repayment.amount)
    same = {"fund": repayment.fund, "request": key}
    owed = DraftPosting(
        account=repayment.owed_account,
        debit=text,
        party=party,
        recipient=recipient,
        **same,
    )
    money = DraftPosting(account=repayment.money_account, credit=text, **same)
    voucher = DraftVoucher(
        unit=unit,
        ref=_again(connection, desk, key, repayment.returned),
        dated_on=repayment.dated_on.isoformat(),
        summary=f"银行退回后再付：{row.summary}",
        postings=(owed, money),
        attachments=str(repayment.attachments),
    )
    return hand_in(connection, voucher, "repayment", act)


def _owed_to(
    connection: Connection, desk: Desk, key: str, repayment: Repayment
) -> request_store.Payee:
    """The payee who is owed it; names are not repeated, a payee may be a person."""
    owed = [
        p for p in request_store.payees(connection, desk.unit.id, [key]) if p.owed > 0
    ]
    named = {repayment.payee, repayment.recipient} - {""}
    meant = [
        one
        for one in owed
        if desk.unit.fund_codes[one.fund_id] == repayment.fund
        and named <= {one.party, one.recipient}
    ]
    enough = [one for one in meant if one.owed >= repayment.amount.fen > 0]
    if len(enough) == 1:
        return enough[0]
    if enough:
        what = f"付款申请 {key} 有多个收款方的款项退回"
        raise RequestRefused(what, do="写明收款方的档案号或单位名称")
    if meant:
        left = Money(max(one.owed for one in meant)).grouped()
        what = f"付款申请 {key} 在资金 {repayment.fund} 退回给该收款方的款项没有这么多"
        why = f"尚未再付 {left} 元"
        raise RequestRefused(what, why, "核对金额；超过部分另行申请")
    listed = "、".join(
        f"{desk.unit.fund_codes[one.fund_id]} {Money(one.owed).grouped()} 元"
        for one in owed
    )
    what = f"付款申请 {key} 没有以资金 {repayment.fund} 退回给该收款方的款项"
    raise RequestRefused(
        what,
        why=f"退回而未再付的：{listed or '没有'}",
        do="只能以退回的资金再付给原收款方；付给另一收款方的，另行申请并经批准",
    )


def _again(connection: Connection, desk: Desk, key: str, returned: str) -> str:
    """The reference of what is paid again: counted, or of the row it came back by."""
    if not returned:
        moves = request_store.request_moves(connection, desk.unit.id, key)
        done = sum(move.act == "repay" and move.amount_fen > 0 for move in moves)
        return f"{AGAIN}{key}-{1 + done}"
    return free_ref(connection, desk.unit.id, f"{AGAIN}{key}-{returned}")


# -- lines --------------------------------------------------------------------------


def _meet_unpaid(
    connection: Connection, desk: Desk, standing: Standing, ref: str
) -> None:
    """Go on only where no voucher has paid, and no other draft is about to."""
    if standing.paid:
        ref = paid_by(connection, desk.unit.id, standing.key)
        what = f"付款申请 {standing.key} {standing.state.label}，由凭证 {ref} 付款"
        raise RequestRefused(what, do="一个申请只付一次；再付银行退回的，用 repay")
    under_way = draft_lists.naming(connection, desk.unit.id, standing.key)
    for number, state in under_way.items():
        if event_store.handed_in(connection, desk.unit.id, number) != ref:
            what = f"付款申请 {standing.key} 没有付款"
            why = f"凭证草稿 {number}（{state.label}）正在付它"
            raise RequestRefused(what, why, "办完那张草稿，或作废后再付")


def _meet(standing: Standing, payment: Payment) -> None:
    if payment.amount is None:
        return
    if len(standing.lines) > 1 or payment.details:
        what = f"付款申请 {standing.key} 有多行，不能只写一个较小的金额"
        raise RequestRefused(what, do="逐行写明金额，或全额支付")
    if not 0 < payment.amount.fen <= standing.amount:
        what = f"付款金额应在申请的 {Money(standing.amount).grouped()} 元以内"
        raise RequestRefused(what, do="多付的部分另行申请")


def _spent(
    connection: Connection, desk: Desk, row: Any, payment: Payment
) -> list[DraftPosting]:
    """The lines of the request, as the draft debits them."""
    books, unit = desk.books, desk.unit
    lines = request_store.request_lines(connection, unit.id, [row.key])
    spends = [line for line in lines if line.account_id in books.spends]
    found = []
    for line in lines:
        amount = payment.amount or Money(line.amount_fen)
        # Persons are counted once, on the first line that gives aid.
        first = bool(payment.persons and spends and line is spends[0])
        found.append(
            DraftPosting(
                account=books.account_codes[line.account_id],
                fund=unit.fund_codes[line.fund_id],
                debit=str(amount),
                purpose=line.purpose,
                party=row.payee,
                persons=str(payment.persons) if first else "",
                appropriation=line.appropriation,
                arose_on=payment.dated_on.isoformat() if row.due_on else "",
            )
        )
    return found


def _money_lines(
    desk: Desk,
    standing: Standing,
    spent: tuple[DraftPosting, ...],
    payment: Payment,
) -> list[DraftPosting]:
    """Where the money leaves, one line a fund; directly paid, the treasury's income."""
    sums: dict[str, Money] = {}
    for line in spent:
        debit = Money.parse(line.debit) if line.debit else Money(0)
        sums[line.fund] = sums.get(line.fund, Money(0)) + debit
    direct = standing.kind is RequestKind.DIRECT
    return [
        DraftPosting(
            account=_income(desk, fund, payment) if direct else payment.money_account,
            fund=fund,
            credit=str(amount),
            request=standing.key,
        )
        for fund, amount in sums.items()
    ]


def _income(desk: Desk, fund: str, payment: Payment) -> str:
    """The account on which the treasury's direct payment is income."""
    unit, day = desk.unit, payment.dated_on
    id_ = unit.funds.get(fund, 0)
    origin = Origin(unit.fund_origins[id_])
    source = source_of(origin, Channel(unit.fund_channels[id_]), day)
    accounts = source.accounts_in(unit.chart_on(day.isoformat())) if source else None
    if accounts is None:
        what = f"资金 {fund} 没有财政直接支付的收入科目"
        raise RequestRefused(what, do="核对资金的来源与渠道")
    return accounts.income[0]


def _received(desk: Desk, standing: Standing, payment: Payment) -> list[DraftPosting]:
    """The lines of the fund that money goes to within the book (3)."""
    inside = {RequestKind.MOVE, RequestKind.ADVANCE}
    to_fund = payment.to_fund
    if standing.kind is RequestKind.MOVE:
        to_fund = _named_fund(desk, standing, payment)
    if not to_fund:
        return []
    if standing.kind not in inside:
        raise RequestRefused("只有调拨与垫付可以写明调入的资金", do="删去调入资金")
    account = payment.to_account or _counterpart(desk, standing)
    total = str(payment.amount or Money(standing.amount))
    return [
        DraftPosting(account=payment.money_account, fund=to_fund, debit=total),
        DraftPosting(account=account, fund=to_fund, credit=total),
    ]


def _counterpart(desk: Desk, standing: Standing) -> str:
    """A debt for what is lent, a loan for what repays one; else the like account."""
    role = Role.PAYABLE
    if standing.kind is RequestKind.MOVE:
        (account,) = {line[1] for line in standing.lines}
        if desk.books.account_roles[account] is not Role.PAYABLE:
            return desk.books.account_codes[account]
        role = Role.ADVANCE
    like = [
        code
        for code, id_ in desk.accounts.items()
        if desk.books.account_roles[id_] is role and id_ not in desk.books.above
    ]
    return min(like)


def _named_fund(desk: Desk, standing: Standing, payment: Payment) -> str:
    """The fund that a move goes to: its request names it, who pays may repeat it."""
    named = desk.unit.fund_codes.get(standing.to_fund, "")
    what = f"付款申请 {standing.key} 没有付款"
    if not named:
        why, do = "申请没有写明调入的资金", "撤销后另行申请，收款方写调入资金的代码"
        raise RequestRefused(what, why, do)
    if payment.to_fund not in {"", named}:
        why = f"申请写明调入资金 {named}，付款写的是 {payment.to_fund}"
        raise RequestRefused(what, why, "按申请写明的资金付款，或撤销后另行申请")
    return named
