"""Cancelling and correcting (冲销与更正) vouchers on which something else rests.

1. Money sent to another unit is not cancelled once that unit took it: first it cancels
   its receipt, or sends the money back. Nor is it when it came back already.
2. Money received is not cancelled once it was given back.
3. The amount of money between units is not corrected: cancelled, it is sent anew.
4. What brought goods in is not cancelled, nor their cost corrected, while something of
   them is out or under way; an issue is not of which something came back.
5. What a gift came by is not cancelled while its bill or letter stands, or when it was
   given back. Its amount is not corrected: the register of gifts does not follow.
6. Nothing is taken back twice: of a voucher of which money was brought back only what
   is left is corrected in red (`brought_back.py`; what the bank sent back, L12 judges).
7. What takes a payment back names the requests that it paid, so that they are told as
   not paid and may be paid again.
8. Who corrects in red what was matched with rows of the bank is told so.
9. A difference leaves no fund less money and another more: between funds money moves by
   a request for it (`moves.py`), and what was entered in the wrong fund is cancelled
   and entered right, a payment under an approved request of the right fund.

What is refused here in words, `correction_rules.py` refuses of whoever writes, as far
as one unit's rows tell. Both units of a transfer are locked before it is looked at, so
that none is received while it is cancelled.

Basis: 会计基础工作规范 第五十一条 (correction of errors).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from budgets.records import locked
from ledger import store
from ledger.accounts import Role
from ledger.database import Connection
from ledger.draft_vouchers import DraftVoucher
from ledger.errors import NotFound, Problem
from ledger.money import Money
from ledger.register import UnitLookup, lookups
from ledger.vouchers import RED, Correction, Voucher
from treasury import (
    brought_back,
    correction_store,
    goods_store,
    stock,
    transfer_store,
)
from treasury.bills import bills, stocks
from treasury.brought_back import fen
from treasury.confirmations import confirmations
from treasury.correction_store import Legs, Target
from treasury.donation_store import refunds_counted
from treasury.donations import REFERENCE, Gift, gift
from treasury.errors import (
    DeskRefused,
    DonationRefused,
    GoodsRefused,
    RequestRefused,
    TransferRefused,
)
from treasury.refunds import Kind, refunds
from treasury.stock import Move, Status
from treasury.transfer_reading import Transfer, find


@dataclass(frozen=True, slots=True)
class _Case:
    """A correction to be judged: what it corrects, and how."""

    connection: Connection
    unit: UnitLookup
    target: Target
    voucher: DraftVoucher

    @property
    def cancels(self) -> bool:
        """Whether the voucher is taken back whole."""
        return self.voucher.correction == Correction.FULL

    @property
    def replaces(self) -> bool:
        """Whether another stands in its place."""
        return self.voucher.correction == Correction.REPLACEMENT

    @property
    def again(self) -> bool:
        """Whether it was entered right once before."""
        return self.replaces and self.target.replaces

    @property
    def what(self) -> str:
        """What is refused, in words."""
        how = "冲销" if self.cancels else "更正"
        return f"凭证 {self.voucher.corrects} 不能{how}"

    def touches(self, role: Role) -> bool:
        """Whether a line of the correction stands on such an account."""
        books = lookups(self.connection)
        chart = books.charts.get(self.unit.chart_on(self.voucher.dated_on), {})
        accounts = (chart.get(line.account, 0) for line in self.voucher.postings)
        return any(books.account_roles.get(id_) is role for id_ in accounts)

    def money_of_lines(self) -> Counter[str]:
        """By how much its lines change the money of each fund, in fen."""
        books = lookups(self.connection)
        chart = books.charts.get(self.unit.chart_on(self.voucher.dated_on), {})
        moved: Counter[str] = Counter()
        for line in self.voucher.postings:
            if chart.get(line.account) in books.money:
                moved[line.fund] += fen(line.debit) - fen(line.credit)
        return moved

    def moves_money(self) -> bool:
        """Whether a fund gets more or less money than it has by what is corrected."""
        books = lookups(self.connection)
        moved = self.money_of_lines()
        if self.replaces:
            for row in store.lines_of(
                self.connection, self.unit.id, self.target.position
            ):
                if row.account_id in books.money:
                    fund = self.unit.fund_codes[row.fund_id]
                    moved[fund] -= row.debit_fen - row.credit_fen
        return any(moved.values())


def demand(connection: Connection, voucher: DraftVoucher) -> None:
    """Refuse to cancel or correct what something else rests on.

    `voucher` is the correction; one that cancels needs no lines. What corrects nothing,
    or nothing that stands, is let pass: the ledger judges it.

    Raises:
        TransferRefused: it is money that another unit took, or that came back.
        GoodsRefused: goods that it brought in are out, or came back.
        DonationRefused: it is a gift with a bill or letter, or its amount is corrected.
        DeskRefused: money of it was brought back, or a difference moves money from
            one fund to another.
        RequestRefused: it paid requests, and the correction does not name them.
        NotFound: there is no such unit.
    """
    if not voucher.corrects:
        return
    unit = lookups(connection, fresh=True).unit(voucher.unit)
    target = correction_store.target(connection, unit.id, voucher.corrects)
    if target is None:
        return
    case = _Case(connection, unit, target, voucher)
    _of_transfers(case)
    _of_goods(case)
    _of_gifts(case)
    _of_requests(case)
    _of_funds(case)
    _of_what_came_back(case)


def findings(connection: Connection, voucher: DraftVoucher) -> list[Problem]:
    """What whoever writes, reviews or posts a correction is to know (8); nothing stops.

    Raises:
        NotFound: there is no such unit.
    """
    if not voucher.corrects or voucher.correction not in RED:
        return []
    unit = lookups(connection).unit(voucher.unit)
    target = correction_store.target(connection, unit.id, voucher.corrects)
    if target is None:
        return []
    found = correction_store.matches_of(connection, unit.id, target.position)
    told = "、".join(map(str, found))
    what = f"凭证已与银行流水核对（第 {told} 号核对），冲销后须重新对账"
    return [Problem("matched", what, column="corrects")] if found else []


def cancelling(red: Voucher, ref: str) -> DraftVoucher:
    """A red voucher that is not drafted, as `demand` asks for it."""
    return DraftVoucher(
        unit=red.unit,
        ref=red.ref,
        dated_on=red.dated_on.isoformat(),
        corrects=ref,
        correction=Correction.FULL,
    )


# -- money between units --------------------------------------------------------------


def _of_transfers(case: _Case) -> None:
    """Rules 1 to 3."""
    legs = correction_store.transfer_of(case.connection, case.unit.id, case.target.ref)
    if legs is None:
        return
    if not case.cancels:
        if case.again or case.moves_money():
            why = "它记的是上下级往来，金额与对方单位的账相符"
            do = "金额有误的，冲销后重新拨付；对方已收款的，先由对方冲销收款或退回"
            raise TransferRefused(case.what, why=why, do=do)
        return
    one = _held(case, legs)
    if legs.leg == "out":
        _demand_not_taken(case, one)
    elif legs.leg == "arrival":
        _demand_not_given_back(case, one)


def _held(case: _Case, legs: Legs) -> Transfer:
    """The transfer, both its units locked."""
    sender = lookups(case.connection).unit_codes[legs.sender_id]
    one = find(case.connection, sender, legs.number)
    for code in sorted({one.sender, one.receiver}):
        locked(case.connection, code)
    return find(case.connection, sender, legs.number)


def _demand_not_taken(case: _Case, one: Transfer) -> None:
    arrival, back = one.arrival, one.back
    if arrival is not None and not arrival.is_void:
        if arrival.stands:
            why = f"拨款 {one.key} 已由 {one.receiver} 收款入账（{arrival.ref}）"
            do = (
                f"先由 {one.receiver} 冲销该收款凭证；款项确已到账的，由其上缴退回"
                f"（bangfu money transfer send --returns {one.key}），本凭证不再冲销"
            )
        else:
            told = f"草稿 {arrival.draft} 待记账"
            why = f"拨款 {one.key} 已由 {one.receiver} 收款，{told}"
            do = f"先由 {one.receiver} 作废该草稿"
        raise TransferRefused(case.what, why=why, do=do)
    if back is not None and not back.is_void:
        why = f"拨款 {one.key} 被拒收，款项已由 {back.ref} 退回"
        raise TransferRefused(case.what, why=why, do="退回的款项已在账上，不再冲销")


def _demand_not_given_back(case: _Case, one: Transfer) -> None:
    for row in transfer_store.sent(case.connection, [case.unit.id], [case.unit.id]):
        gone = row.cancelled or (row.dropped and row.position is None)
        if row.returns == one.key and not gone:
            why = f"收到的拨款 {one.key} 已由 {row.ref} 上缴退回"
            raise TransferRefused(case.what, why=why, do=f"先冲销或作废 {row.ref}")


# -- goods --------------------------------------------------------------------------


def _of_goods(case: _Case) -> None:
    """Rule 4."""
    if not case.cancels and not case.touches(Role.STOCK):
        return
    for move in stock.moves(case.connection, case.unit.code, ref=case.target.ref):
        if move.status is not Status.DROPPED:
            _of_move(case, move)


def _of_move(case: _Case, move: Move) -> None:
    item, fund_id = move.row.item, move.row.fund_id
    fund, unit = case.unit.fund_codes[fund_id], case.unit
    moves = stock.moves(case.connection, unit.code, item=item, fund=fund)
    known = {one.number: one for one in moves}
    taken = [
        known[row.move]
        for row in goods_store.takings(case.connection, unit.id, item, fund_id)
        if row.lot == move.number
    ]
    if out := _named(one for one in taken if one.alive):
        why = f"第 {move.number} 号批次的物品已由 {out} 发出，冲销后库存为负"
        do = f"先冲销 {out}（未记账的先作废草稿）"
        raise GoodsRefused(case.what, why=why, do=do)
    if not case.cancels:
        return
    back = _named(one for one in moves if one.row.source == move.number and one.alive)
    if back:
        why = f"发出的物品已由 {back} 退回，冲销后库存重复"
        raise GoodsRefused(case.what, why=why, do=f"先冲销 {back}")
    days = [one.row.red_on for one in taken if one.row.red_on is not None]
    if days and max(days).isoformat() > case.voucher.dated_on:
        why = f"该批物品的发出到 {max(days)} 才冲销，此前库存为负"
        raise GoodsRefused(case.what, why=why, do=f"日期写 {max(days)} 或以后")


def _named(moves: Iterable[Move]) -> str:
    return "、".join(dict.fromkeys(one.row.ref for one in moves))


# -- gifts --------------------------------------------------------------------------


def _of_gifts(case: _Case) -> None:
    """Rule 5."""
    if not case.target.ref.startswith(REFERENCE):
        return
    try:
        key = case.target.ref.removeprefix(REFERENCE)
        one = gift(case.connection, case.unit.code, key)
    except NotFound:
        return
    if case.cancels:
        if on := "；".join(_papers(case, one)):
            do = (
                "收回并作废（bangfu money bill void、confirm-void）后再冲销；"
                "款项要退给捐赠人的，用 bangfu money gift-refund"
            )
            raise DonationRefused(case.what, on, do)
    elif not case.replaces or case.again or case.moves_money():
        why = f"它是捐赠 {one.key} 的收款凭证，更正后捐赠登记与账不符"
        do = (
            "金额有误的，冲销后用 bangfu money gift-refund 撤销这笔捐赠，按实收重新"
            "登记；退给捐赠人的，用 bangfu money gift-refund 退回"
        )
        raise DonationRefused(case.what, why, do)


def _papers(case: _Case, one: Gift) -> Iterator[str]:
    """What rests on a gift, a phrase each."""
    connection, unit = case.connection, case.unit.code
    digits = {held.code: held.digits for held in stocks(connection, unit)}
    for bill in bills(connection, unit):
        if bill.gift == one.key and bill.stands:
            number = f"{bill.number:0{digits.get(bill.code, 1)}d}"
            yield f"捐赠 {one.key} 的票据 {bill.code} 第 {number} 号有效"
    for letter in confirmations(connection, unit):
        if letter.gift == one.key and letter.stands:
            yield f"捐赠 {one.key} 的确认函 {letter.printed} 有效"
    counted = refunds_counted(connection, case.unit.id)
    for back in refunds(connection, unit, one.key):
        year, ordinal = map(int, back.gift.split("-"))
        if back.kind is Kind.REFUND and counted[year, ordinal, back.number]:
            told = f"捐赠 {one.key} 已决定退还 {back.amount.grouped()} 元"
            yield f"{told}，余额也只能退还"


# -- payments -----------------------------------------------------------------------


def _of_requests(case: _Case) -> None:
    """Rule 7. A cancellation without lines mirrors what it cancels."""
    lines, target = case.voucher.postings, case.target
    if case.voucher.correction not in RED or not lines:
        return
    paid = correction_store.requests_at(case.connection, case.unit.id, target.position)
    keys, named = set(paid) - {""}, [line.request for line in lines]
    if case.cancels:
        agrees = Counter(named) == Counter(paid)
    else:
        agrees = bool(keys & set(named)) or not case.moves_money()
    if keys and not agrees:
        told = "、".join(sorted(keys))
        why = f"它支付了付款申请 {told}，更正的分录没有同样注明，申请仍算已支付"
        do = "在与原凭证相同的分录上注明付款申请号；记账后该申请可重新付款"
        raise RequestRefused(case.what, why=why, do=do)


def _of_funds(case: _Case) -> None:
    """Rule 9."""
    if case.voucher.correction != Correction.DIFFERENCE:
        return
    moved = case.money_of_lines()
    less = "、".join(sorted(fund for fund, net in moved.items() if net < 0))
    more = "、".join(sorted(fund for fund, net in moved.items() if net > 0))
    if less and more:
        why = f"差额更正把资金 {less} 的钱转入了资金 {more}"
        do = "调拨用“资金间调拨”申请批准；记错资金的，冲销后按正确的资金重新录入"
        raise DeskRefused(case.what, why=why, do=do)


def _of_what_came_back(case: _Case) -> None:
    """Rule 6."""
    if case.voucher.correction not in RED:
        return
    connection, unit, ref = case.connection, case.unit, case.voucher.corrects
    store.lock_unit(connection, unit.id)
    came = brought_back.came_of(connection, unit, ref)
    if not came:
        return
    books = lookups(connection)
    row = store.voucher_by_ref(connection, unit.id, ref)
    left = Counter[brought_back.Key]()
    for line in brought_back.spent_lines(connection, unit, books, row):
        left[line.fund, line.account, line.purpose] += (line.debit - line.credit).fen
    back = sum(map(brought_back.amount_of, came))
    most = max(left.total() - back, 0)
    for one in came:
        left.subtract(brought_back.credits_of(one))
    taken = brought_back.taken_of(case.voucher, case.unit, books)
    more = any(amount > max(left[key], 0) for key, amount in taken.items())
    if case.cancels or more or sum(taken.values()) > most:
        by = "、".join(one.ref for one in came)
        why = (
            f"它支出的款项已由 {by} 收回 {Money(back).grouped()} 元，"
            f"只余 {Money(most).grouped()} 元可更正"
        )
        do = f"先冲销 {by}（未记账的先作废草稿）；确需减少的，按余下的金额作差额更正"
        raise DeskRefused(case.what, why=why, do=do)
