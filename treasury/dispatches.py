"""Sending money (拨出、退回) to a unit below or above.

1. Money goes along the line of unions only, out of an aid fund, and keeps its origin,
   restriction and purposes. The union's own money is the upper union's below it.
2. It leaves under an approved payment request once the unit is bound by L12.
3. The same reference sent twice with the same content is one transfer.
"""

import datetime as dt
from dataclasses import dataclass, replace

from budgets.records import before_unit, locked
from ledger import request_store
from ledger.balances import subtree
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.errors import NotFound
from ledger.fund_registration import meet_purposes
from ledger.funds import Channel, Origin
from ledger.money import ZERO, Money
from ledger.people import Act
from ledger.register import Lookups, UnitLookup, append, lookups
from treasury import drafting, transfer_accounts, transfer_store
from treasury.drafting import HandedIn
from treasury.errors import TransferRefused
from treasury.transfer_reading import (
    EVENT,
    Direction,
    State,
    Transfer,
    find,
    kin,
    parse_key,
    purposes_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Money to be sent.

    `onward` is what of it the receiver is to pass on. Of money given back `returns`
    names the transfer it came by; where there is none on record, `year` is the year
    it came in and `origin` whose money it is above, if not as below. `ref` may be
    left out, and is then made of the transfer's number.
    """

    unit: str
    to: str
    fund: str
    amount: Money
    dated_on: dt.date
    summary: str = ""
    purpose: str = ""
    onward: Money = ZERO
    account: str = ""
    money_account: str = "102"
    returns: str = ""
    year: int = 0
    origin: Origin | None = None
    request: str = ""
    appropriation: str = ""
    attachments: int = 0
    ref: str = ""


def send(connection: Connection, sending: Sending, act: Act) -> Transfer:
    """Hand the sender's draft in and put the transfer on record.

    Raises:
        NotFound: there is no such unit, fund or transfer to give back.
        TransferRefused: money may not go this way, or the reference is taken.
        VoucherRefused: the voucher breaks rules; all breaches are told.
    """
    at = locked(connection, sending.unit)
    books = lookups(connection)
    if sending.ref:
        known = transfer_store.number_of_ref(connection, at.id, sending.ref)
        if known is not None:
            return _again(find(connection, at.code, known), sending)
    direction, fund = _direction(books, at, sending), _fund(at, sending)
    given = _given_back(connection, sending, direction)
    origin = _origin(books, at, fund, (sending, direction, given))
    if direction is Direction.DOWN:
        to, line = books.unit(sending.to), Channel.UNION_LINE
        transfer_accounts.source_accounts(to, origin, line, sending.dated_on)
    year = given.out.booked_on.year if given and given.out.booked_on else sending.year
    year = year or sending.dated_on.year
    account = sending.account or _account(books, at, fund, (sending, direction, year))
    number = transfer_store.next_number(connection, at.id)
    ref = sending.ref or f"转拨-{number}"
    told = sending.summary or _summary(books, sending, direction)
    party = books.unit(sending.to).name
    purpose = sending.purpose if direction is Direction.DOWN else ""
    if purpose:
        meet_purposes(connection, at.code, [(sending.fund, purpose)], act)
    if sending.request and not sending.appropriation:
        held = _reserved(connection, at, (sending.request, account, fund, purpose))
        sending = replace(sending, appropriation=held)
    voucher = _voucher(sending, account, purpose, (ref, told, party))
    handed = _hand_over(connection, voucher, sending, act)
    row = {
        "unit_id": at.id,
        "number": number,
        "to_id": books.unit(sending.to).id,
        "direction": str(direction),
        "fund_id": fund,
        "amount_fen": sending.amount.fen,
        "origin": str(origin),
        "restriction": at.fund_restrictions[fund],
        "purposes": ";".join(purposes_of(at, fund)),
        "purpose": sending.purpose,
        "account": account,
        "year": year,
        "onward_fen": sending.onward.fen,
        "returns": sending.returns,
        "request": sending.request,
        "ref": handed.ref,
        "draft": handed.draft,
        "sent_on": sending.dated_on,
        "summary": told,
        "person_id": books.person(act.person),
        "made_at": act.stamp,
    }
    append(connection, "transfers", [row], act)
    return find(connection, at.code, number)


# -- what is asked before money leaves -------------------------------------------------


def _again(known: Transfer, sending: Sending) -> Transfer:
    """Rule 3."""
    same = (
        known.receiver == sending.to
        and known.out.fund == sending.fund
        and known.amount == sending.amount
        and known.out.on == sending.dated_on
        and known.onward == sending.onward
        and known.purpose == sending.purpose
        and known.returns == sending.returns
    )
    if same and not known.out.is_void:
        return known
    gone = "，已作废" if known.out.is_void else "，内容不同"
    what = f"{sending.ref} 已经是拨款 {known.key}{gone}"
    raise TransferRefused(what, do="另一笔拨款请用另一个引用号")


def _direction(books: Lookups, at: UnitLookup, sending: Sending) -> Direction:
    """Rule 1: along the line of unions, while both are in their time."""
    to = books.unit(sending.to)
    related = kin(books, at.code)
    if to.code == at.code or to.code not in related:
        what = f"{at.code} 不能向 {to.code} 拨款"
        raise TransferRefused(
            what,
            why="两个单位没有上下级关系",
            do="资金沿工会系统逐级拨付；其他付款请用付款申请",
        )
    for unit in (at, to):
        if out_of_time := before_unit(unit, sending.dated_on):
            what = f"{at.code} 不能向 {to.code} 拨款"
            raise TransferRefused(
                what,
                why=f"{unit.code}：{sending.dated_on} 在{out_of_time}",
                do="核对日期和单位",
            )
    return Direction.DOWN if to.code in subtree(books, at.code) else Direction.UP


def _fund(at: UnitLookup, sending: Sending) -> int:
    if sending.fund not in at.funds:
        raise NotFound("资金", sending.fund, "用 bangfu books funds 查看本单位的资金")
    fund = at.funds[sending.fund]
    if fund in at.general:
        what = f"{sending.fund} 不能作为帮扶资金拨付"
        raise TransferRefused(
            what,
            why="它是本级工会其他资金",
            do="先经决议安排为帮扶资金，再从帮扶资金拨付",
        )
    if sending.amount <= ZERO or not ZERO <= sending.onward <= sending.amount:
        raise TransferRefused(
            "拨款金额不对",
            why=f"金额 {sending.amount} 元，其中须转拨 {sending.onward} 元",
            do="金额须大于零，须转拨的不超过金额",
        )
    return fund


def _given_back(
    connection: Connection, sending: Sending, direction: Direction
) -> Transfer | None:
    """The transfer that money going up came by; it must have come, and so much."""
    if not sending.returns:
        return None
    what = f"{sending.returns} 不能作为退回的依据"
    if direction is Direction.DOWN:
        raise TransferRefused(what, why="这是下拨，不是退回", do="不写 returns")
    given = find(connection, *parse_key(sending.returns))
    arrival = given.arrival
    if given.sender != sending.to or given.receiver != sending.unit:
        why = f"它是 {given.sender} 拨给 {given.receiver} 的"
        raise TransferRefused(what, why=why, do="写本单位收自该上级的拨款")
    if given.state is not State.BOOKED or arrival is None:
        why = f"目前的状态是“{given.state.label}”"
        raise TransferRefused(what, why=why, do="收款入账以后才能退回")
    if arrival.fund != sending.fund:
        why = f"它收在资金 {arrival.fund} 中"
        raise TransferRefused(what, why=why, do=f"从 {arrival.fund} 退回")
    left = given.amount - _returned(connection, sending, given.key)
    if left < sending.amount:
        why = f"还可退回 {left.grouped()} 元，本次 {sending.amount.grouped()} 元"
        raise TransferRefused(what, why=why, do="核对金额")
    return given


def _returned(connection: Connection, sending: Sending, key: str) -> Money:
    """What of a transfer was given back before; what is void is not counted."""
    unit = lookups(connection).unit(sending.unit).id
    total = ZERO
    for row in transfer_store.sent(connection, [unit], [unit]):
        gone = row.cancelled or (row.dropped and row.position is None)
        if row.returns == key and not gone:
            total += Money(row.amount_fen)
    return total


def _origin(
    books: Lookups,
    at: UnitLookup,
    fund: int,
    told: tuple[Sending, Direction, Transfer | None],
) -> Origin:
    """Whose money it is where it arrives (1)."""
    sending, direction, given = told
    own = Origin(at.fund_origins[fund])
    kept = own
    if direction is Direction.DOWN:
        kept = below(own)
        allowed = {kept}
    else:
        if given is not None:
            giver = books.unit(given.sender)
            kept = Origin(giver.fund_origins[giver.funds[given.out.fund]])
        allowed = {own, kept}
        if own is Origin.UPPER_UNION:
            allowed.add(Origin.OWN_UNION)
    if sending.origin is not None and sending.origin not in allowed:
        raise TransferRefused(
            "拨付不改变资金的来源",
            why=f"{sending.fund} 是{own.label}资金，申报为{sending.origin.label}",
            do="不写 origin，或改用该来源的资金",
        )
    return sending.origin or kept


def _account(
    books: Lookups, at: UnitLookup, fund: int, told: tuple[Sending, Direction, int]
) -> str:
    sending, direction, year = told
    origin, on = Origin(at.fund_origins[fund]), sending.dated_on
    if direction is Direction.DOWN:
        return transfer_accounts.passing_down(books, at, below(origin), on)
    if year != on.year:
        return transfer_accounts.prior_year(books, at, fund, on)
    channel = Channel(at.fund_channels[fund])
    return transfer_accounts.source_accounts(at, origin, channel, on).income[0]


def below(origin: Origin) -> Origin:
    """Whose money it is for the unit below (1)."""
    return Origin.UPPER_UNION if origin is Origin.OWN_UNION else origin


def _summary(books: Lookups, sending: Sending, direction: Direction) -> str:
    to = books.unit(sending.to).name
    if direction is Direction.DOWN:
        return f"拨付{to}帮扶资金"
    return f"退回{to}帮扶资金"


# -- handing over ------------------------------------------------------------------


def _voucher(
    sending: Sending, account: str, purpose: str, told: tuple[str, str, str]
) -> DraftVoucher:
    ref, summary, party = told
    amount = str(sending.amount)
    lines = (
        DraftPosting(
            account=account,
            fund=sending.fund,
            debit=amount,
            purpose=purpose,
            party=party,
            appropriation=sending.appropriation,
            request=sending.request,
        ),
        DraftPosting(
            account=sending.money_account,
            fund=sending.fund,
            credit=amount,
            party=party,
            request=sending.request,
        ),
    )
    return DraftVoucher(
        unit=sending.unit,
        ref=ref,
        dated_on=sending.dated_on.isoformat(),
        summary=summary,
        postings=lines,
        attachments=str(sending.attachments or ""),
    )


def _reserved(
    connection: Connection, at: UnitLookup, asked: tuple[str, str, int, str]
) -> str:
    """The reservation of budget that a payment request holds for the money sent."""
    key, account, fund, purpose = asked
    codes = lookups(connection).account_codes
    for line in request_store.request_lines(connection, at.id, [key]):
        place = codes[line.account_id], line.fund_id, line.purpose
        if place == (account, fund, purpose):
            return str(line.appropriation)
    return ""


def _hand_over(
    connection: Connection, voucher: DraftVoucher, sending: Sending, act: Act
) -> HandedIn:
    """Rule 2: the one place where a request would be paid."""
    assert voucher.unit == sending.unit
    return drafting.hand_in(connection, voucher, EVENT, act)
