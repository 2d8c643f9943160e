"""Receiving (收到上下级款项) what another unit sent, or rejecting it with a reason.

1. Only whom the money was sent to answers, once the sender's voucher stands.
2. Amount and origin are the sender's; the fund has the same origin, restriction and
   purposes. What was sent down for a purpose is received in a fund that is spent on
   nothing else. Money from above comes by the union line; a fund that is not there yet
   is registered.
3. A transfer is received once: again with the same content it is the same receipt,
   with other content it is refused. What was received is not rejected any more.
"""

import datetime as dt
from dataclasses import dataclass

from budgets.records import locked, text_faults
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.fund_registration import meet_purposes, register_funds
from ledger.funds import (
    Channel,
    Fund,
    Origin,
    foreign_purposes,
    permitted_purposes,
)
from ledger.money import Money
from ledger.people import Act
from ledger.register import Lookups, UnitLookup, append, lookups
from treasury import drafting, transfer_accounts, transfer_store
from treasury.errors import TransferRefused
from treasury.transfer_reading import (
    EVENT,
    Direction,
    State,
    Transfer,
    find,
    parse_key,
    purposes_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Money that arrived; `fund` and `account` may be left out where one fits."""

    unit: str
    sender: str
    number: int
    amount: Money
    dated_on: dt.date
    origin: Origin | None = None
    fund: str = ""
    account: str = ""
    money_account: str = "102"
    attachments: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Money that is not taken, and why."""

    unit: str
    sender: str
    number: int
    on: dt.date
    reason: str


def receive(connection: Connection, receipt: Receipt, act: Act) -> Transfer:
    """Hand the receiver's draft in and put the receipt on record.

    Raises:
        NotFound: there is no such unit or transfer.
        TransferRefused: it is not this unit's, not this amount or origin, or was
            answered before.
        VoucherRefused: the voucher breaks rules; all breaches are told.
    """
    at = locked(connection, receipt.unit)
    transfer = find(connection, receipt.sender, receipt.number)
    _demand_addressed(at, transfer)
    if _again(transfer, receipt):
        return transfer
    _demand_standing(transfer, receipt.dated_on)
    _demand_same(transfer, receipt)
    fund = _fund(connection, at, (transfer, receipt), act)
    books = lookups(connection)
    at = books.unit(at.code)
    account = receipt.account or _account(
        connection, books, (at, at.funds[fund]), (transfer, receipt.dated_on)
    )
    if transfer.direction is Direction.UP and transfer.purpose:
        meet_purposes(connection, at.code, [(fund, transfer.purpose)], act)
    ref = f"收拨-{transfer.key}"
    voucher = _voucher(books, (transfer, receipt), (ref, fund, account))
    handed = drafting.hand_in(connection, voucher, EVENT, act)
    given = {
        "fund_id": at.funds[fund],
        "account": account,
        "ref": handed.ref,
        "draft": handed.draft,
    }
    _record(connection, at, (transfer, receipt.dated_on), given, act)
    return find(connection, receipt.sender, receipt.number)


def reject(connection: Connection, rejection: Rejection, act: Act) -> Transfer:
    """Put on record that the unit does not take the money; the sender takes it back.

    Raises:
        NotFound: there is no such unit or transfer.
        TransferRefused: it is not this unit's, was answered before, or no reason is
            given.
    """
    at = locked(connection, rejection.unit)
    transfer = find(connection, rejection.sender, rejection.number)
    _demand_addressed(at, transfer)
    wrong = list(text_faults(("拒收理由", rejection.reason, True)))
    if wrong:
        what = f"拨款 {transfer.key} 没有拒收"
        raise TransferRefused(what, why="；".join(wrong), do="写明理由")
    answer = transfer.answer
    if answer is not None and answer.reason:
        if answer.reason == rejection.reason.strip():
            return transfer
        raise _answered(transfer, "已经拒收")
    if transfer.arrival is not None and not transfer.arrival.is_void:
        raise _answered(transfer, "已经收款，不能再拒收", "多收、误收的上缴退回")
    _demand_standing(transfer, rejection.on)
    given: dict[str, object] = {
        "answer": "rejected",
        "reason": rejection.reason.strip(),
    }
    _record(connection, at, (transfer, rejection.on), given, act)
    return find(connection, rejection.sender, rejection.number)


def _record(
    connection: Connection,
    at: UnitLookup,
    told: tuple[Transfer, dt.date],
    given: dict[str, object],
    act: Act,
) -> None:
    transfer, on = told
    sender = lookups(connection).unit(transfer.sender).id
    step = transfer_store.next_answer(connection, at.id, sender, transfer.number)
    row: dict[str, object] = {
        "unit_id": at.id,
        "from_id": sender,
        "number": transfer.number,
        "step": step,
        "answer": "received",
        "amount_fen": transfer.amount.fen,
        "origin": str(transfer.origin),
        "restriction": transfer.restriction,
        "purposes": ";".join(transfer.purposes),
        "fund_id": None,
        "account": "",
        "ref": "",
        "draft": None,
        "reason": "",
        "answered_on": on,
        "person_id": lookups(connection).person(act.person),
        "made_at": act.stamp,
    }
    append(connection, "transfer_answers", [row | given], act)


# -- what is asked before it counts ---------------------------------------------------


def _demand_addressed(at: UnitLookup, transfer: Transfer) -> None:
    if transfer.receiver != at.code:
        what = f"拨款 {transfer.key} 不是拨给 {at.code} 的"
        raise TransferRefused(
            what,
            why=f"收款单位是 {transfer.receiver}",
            do="由收款单位办理",
        )


def _again(transfer: Transfer, receipt: Receipt) -> bool:
    """Rule 3: whether this very receipt is on record; refuses another one."""
    answer = transfer.answer
    if answer is None or (answer.leg is not None and answer.leg.is_void):
        return False
    if answer.leg is None:
        raise _answered(transfer, "已经拒收，不能再收款", "确已到账的，请对方另行拨付")
    same = (
        answer.amount == receipt.amount
        and receipt.fund in {"", answer.leg.fund}
        and receipt.account in {"", answer.leg.account}
        and receipt.dated_on == answer.answered_on
        and receipt.origin in {None, answer.origin}
    )
    if not same:
        raise _answered(transfer, "已经收款，内容不同", "核对是否另一笔拨款")
    return True


def _answered(transfer: Transfer, how: str, do: str = "") -> TransferRefused:
    assert transfer.answer is not None
    why = f"答复日期 {transfer.answer.answered_on}，目前“{transfer.state.label}”"
    return TransferRefused(f"拨款 {transfer.key} {how}", why=why, do=do)


def _demand_standing(transfer: Transfer, on: dt.date) -> None:
    """Rule 1: the sender's voucher stands, and money does not arrive before it left."""
    if transfer.state is State.VOID:
        what = f"拨款 {transfer.key} 已作废"
        raise TransferRefused(
            what,
            why="拨款单位的凭证已冲销，或草稿已作废",
            do="向拨款单位核实",
        )
    if not transfer.out.stands or transfer.out.booked_on is None:
        what = f"拨款 {transfer.key} 还不能答复"
        raise TransferRefused(
            what,
            why="拨款单位的凭证尚未记账",
            do="待拨款单位记账以后办理",
        )
    if on < transfer.out.booked_on:
        what = f"拨款 {transfer.key} 的日期不对"
        raise TransferRefused(
            what,
            why=f"{on} 早于拨出日 {transfer.out.booked_on}",
            do="填写实际到账或答复的日期",
        )


def _demand_same(transfer: Transfer, receipt: Receipt) -> None:
    """Rule 2."""
    wrong = []
    if receipt.amount != transfer.amount:
        told = (
            f"拨款 {transfer.amount.grouped()} 元，收款 {receipt.amount.grouped()} 元"
        )
        wrong.append(told)
    if receipt.origin not in {None, transfer.origin}:
        assert receipt.origin is not None
        wrong.append(f"来源是{transfer.origin.label}，收款填{receipt.origin.label}")
    if wrong:
        what = f"收款与拨款 {transfer.key} 不符"
        raise TransferRefused(
            what,
            why="；".join(wrong),
            do="按拨款单位的金额和来源收款；实收不符的先拒收，由对方更正",
        )


# -- the fund -----------------------------------------------------------------------


def _fund(
    connection: Connection,
    at: UnitLookup,
    told: tuple[Transfer, Receipt],
    act: Act,
) -> str:
    """The fund it is received in: the one named, the one that fits, or a new one."""
    transfer, receipt = told
    wanted = _kept(transfer)
    fitting = [code for code in at.funds if _fits(at, code, transfer, wanted)]
    if transfer.returns:
        # What came back belongs where it was taken from.
        given = find(connection, *parse_key(transfer.returns)).out.fund
        fitting = [code for code in fitting if code == given] or fitting
    if receipt.fund:
        if receipt.fund not in fitting:
            told_as = "、".join(fitting) or "（尚未登记）"
            what = f"资金 {receipt.fund} 不能收拨款 {transfer.key}"
            why = f"来源须为{transfer.origin.label}，限制和用途与拨款单位一致"
            if _earmark(transfer):
                only = transfer.purpose
                why += f"；该款拨作{only}，只能进只用于{only}的资金"
            raise TransferRefused(
                what,
                why=why,
                do=f"可用的资金：{told_as}；不写资金的，登记一项专用的",
            )
        return receipt.fund
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        what = f"收拨款 {transfer.key} 须指明资金"
        raise TransferRefused(
            what,
            why=f"有几项资金相符：{'、'.join(fitting)}",
            do="用 --fund 指明",
        )
    if transfer.direction is Direction.UP:
        what = f"{at.code} 没有收退回款 {transfer.key} 的资金"
        raise TransferRefused(
            what,
            why=f"没有来源为{transfer.origin.label}、限制和用途相符的资金",
            do="先登记资金，或由对方写明退回的是哪一笔拨款",
        )
    return _register(connection, at, transfer, act)


def _kept(transfer: Transfer) -> tuple[str, ...]:
    """The purposes of the receiver's fund: the sender's, and no others."""
    fund = _new_fund("-", transfer)
    return tuple(sorted(permitted_purposes(fund, _left_on(transfer)) or ()))


def _left_on(transfer: Transfer) -> dt.date:
    assert transfer.out.booked_on is not None
    return transfer.out.booked_on


def _fits(
    at: UnitLookup, code: str, transfer: Transfer, wanted: tuple[str, ...]
) -> bool:
    fund = at.funds[code]
    if at.fund_origins[fund] != transfer.origin:
        return False
    if at.fund_restrictions[fund] != transfer.restriction:
        return False
    if transfer.direction is Direction.UP:
        return True
    by_line = at.fund_channels[fund] == Channel.UNION_LINE
    if _earmark(transfer) and fund not in at.restricted:
        return False
    return by_line and purposes_of(at, fund) == wanted


def _earmark(transfer: Transfer) -> tuple[str, ...]:
    """The purpose that money was sent down for: its receiver spends it on that (2)."""
    down = transfer.direction is Direction.DOWN and transfer.purpose
    return (transfer.purpose,) if down else ()


def _register(
    connection: Connection, at: UnitLookup, transfer: Transfer, act: Act
) -> str:
    giver = transfer.out.fund
    code, more = giver, 1
    while code in at.funds:
        more += 1
        code = f"{giver}-{more}"
    fund = _new_fund(code, transfer)
    foreign = foreign_purposes(fund, _left_on(transfer))
    if foreign:
        what = f"拨款 {transfer.key} 的用途与资金来源不符"
        raise TransferRefused(
            what,
            why=f"{transfer.origin.label}资金不允许：{'、'.join(foreign)}",
            do="请拨款单位核对资金登记",
        )
    problems = register_funds(connection, at.code, [fund], act)
    assert not problems
    return code


def _new_fund(code: str, transfer: Transfer) -> Fund:
    limits = "、".join((transfer.restriction, *_earmark(transfer))).strip("、")
    limit = f"（{limits}）" if limits else ""
    return Fund(
        code=code,
        name=f"{transfer.origin.label}帮扶资金（工会系统转拨）{limit}",
        origin=transfer.origin,
        channel=Channel.UNION_LINE,
        restriction=transfer.restriction,
        purposes=_earmark(transfer) or transfer.purposes,
        opened_on=_left_on(transfer),
    )


# -- the voucher --------------------------------------------------------------------


def _account(
    connection: Connection,
    books: Lookups,
    where: tuple[UnitLookup, int],
    told: tuple[Transfer, dt.date],
) -> str:
    """Income for money from above; the expense put right for money that came back."""
    (at, fund), (transfer, on) = where, told
    if transfer.direction is Direction.DOWN:
        origin, line = transfer.origin, Channel.UNION_LINE
        found = transfer_accounts.source_accounts(at, origin, line, on)
        giver = books.unit(transfer.sender)
        out = transfer.out
        sent_as = transfer_accounts.name_of(books, giver, out.account, out.on)
        return transfer_accounts.receiving(books, found, sent_as)
    if transfer.year != on.year:
        return transfer_accounts.prior_year(books, at, fund, on)
    if transfer.returns:
        return find(connection, *parse_key(transfer.returns)).out.account
    return transfer_accounts.passing_down(books, at, transfer.origin, on)


def _voucher(
    books: Lookups, told: tuple[Transfer, Receipt], made: tuple[str, str, str]
) -> DraftVoucher:
    (transfer, receipt), (ref, fund, account) = told, made
    amount = str(transfer.amount)
    giver = books.unit(transfer.sender).name
    back = transfer.direction is Direction.UP
    lines = (
        DraftPosting(
            account=receipt.money_account, fund=fund, debit=amount, party=giver
        ),
        DraftPosting(
            account=account,
            fund=fund,
            credit=amount,
            purpose=transfer.purpose if back else "",
            party=giver,
        ),
    )
    how = "退回" if back else "拨付"
    return DraftVoucher(
        unit=receipt.unit,
        ref=ref,
        dated_on=receipt.dated_on.isoformat(),
        summary=f"收到{giver}{how}帮扶资金（{transfer.key}）",
        postings=lines,
        attachments=str(receipt.attachments or ""),
    )
