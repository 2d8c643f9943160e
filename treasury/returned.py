"""Returned payments (退回款项): what the bank sent back of a payment, row by row.

1. A row of the bank brings money back for the payee whom a request paid: Dr money / Cr
   其他应付款, under the key of the request, with the party or file number of the
   payment. Which row is a return the bank's code tells, or the officer.
2. No more comes back than the payee has of it, drafts that stand counted.
3. From when on it may be given up is fixed when it comes back (`return_limits.py`).

What becomes of it is in `open_returns.py`. Basis: 工会会计制度（2021）第215号科目.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ledger import request_store
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.money import Money
from ledger.payment_requests import RequestKind
from ledger.people import Act
from ledger.register import UnitLookup
from treasury import bank_entry_store as store
from treasury.bank_entries import (
    Entered,
    EntryKind,
    Place,
    account_of,
    entered,
    keep,
    payable,
    row_of,
    standing_entry,
)
from treasury.bank_entry_store import Paid
from treasury.drafting import free_ref, hand_in
from treasury.errors import RequestRefused
from treasury.request_desk import open_desk, standing_of
from treasury.return_limits import limit_on

EVENT = "bank_return"
KINDS = frozenset({RequestKind.PAYMENT, RequestKind.REFUND, RequestKind.ADVANCE})
"""Kinds of requests whose money a bank sends back to be owed."""


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Payee:
    """Whom a request paid, and of which fund: as the lines of the payment say."""

    request: str
    fund: str
    party: str
    recipient: str

    @property
    def name(self) -> str:
        """The file number where there is one, else the organisation."""
        return self.recipient or self.party

    def posting(
        self, account: str, *, debit: str = "", credit: str = ""
    ) -> DraftPosting:
        """A line that names them."""
        return DraftPosting(
            account=account,
            fund=self.fund,
            debit=debit,
            credit=credit,
            party=self.party,
            recipient=self.recipient,
            request=self.request,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """A row of the bank that is a returned payment, as the officer says it.

    `payee` is a file number or an organisation; it, and the fund, may be left out where
    the request paid one alone.
    """

    place: Place
    request: str
    payee: str = ""
    fund: str = ""
    attachments: int = 1


def returned(connection: Connection, unit: str, given: Return, act: Act) -> Entered:
    """Hand in the draft of a returned payment, once for a row.

    Raises:
        NotFound: there is no such unit, person, row or request.
        RequestRefused: the row brings nothing, the payee was not paid so much under the
            request, or the row was entered otherwise.
        VoucherRefused: the draft breaks rules; all breaches are told.
    """
    desk = open_desk(connection, unit, act)
    at, row = desk.unit, row_of(connection, desk.unit, given.place)
    _meet_row(row)
    standing = standing_of(connection, at, given.request)
    before = standing_entry(connection, at, given.place)
    if before is not None:
        _meet_entry(before, given, at)
        return entered(before, at, already=True)
    if standing.kind not in KINDS:
        what = f"付款申请 {given.request} 是“{standing.kind.label}”，不作退回款项"
        raise RequestRefused(
            what, do="拨付下级用 bangfu money transfer，其余更正原凭证"
        )
    payee = _payee(connection, at, given, Money(row.amount_fen))
    _meet_day(connection, at, given, row)
    text, head = str(Money(row.amount_fen)), f"{given.place[0]} 第 {given.place[1]} 行"
    money = account_of(connection, unit, row.account).account
    voucher = DraftVoucher(
        unit=unit,
        ref=free_ref(connection, at.id, EntryKind.RETURN.ref(given.place)),
        dated_on=row.booked_on.isoformat(),
        summary=f"银行退回付款（对账单 {head}）",
        postings=(
            DraftPosting(
                account=money, fund=payee.fund, debit=text, request=payee.request
            ),
            payee.posting(payable(desk.books, at, row.booked_on), credit=text),
        ),
        attachments=str(given.attachments),
        entered="bank",
    )
    handed = hand_in(connection, voucher, EVENT, act)
    kept = {
        "kind": EntryKind.RETURN.value,
        "fund": payee.fund,
        "request": payee.request,
        "party": payee.party,
        "recipient": payee.recipient,
        "limit_on": limit_on(connection, unit, row.booked_on).first_day(row.booked_on),
    }
    return keep(connection, (at, row), handed, kept, act)


def payees(lines: Iterable[Paid], unit: UnitLookup) -> dict[Payee, Money]:
    """What each payee has of what requests paid, by request and fund."""
    found: dict[Payee, int] = {}
    for line in lines:
        payee = payee_of(line, unit)
        if payee.name:
            found[payee] = found.get(payee, 0) + line.fen
    return {payee: Money(fen) for payee, fen in sorted(found.items())}


def payee_of(line: Any, unit: UnitLookup) -> Payee:
    """Whom a line, or an entry, names."""
    return Payee(
        request=line.request,
        fund=unit.fund_codes[line.fund_id],
        party=line.party,
        recipient=line.recipient,
    )


# -- judging ------------------------------------------------------------------------


def _meet_row(row: Any) -> None:
    place = f"{row.statement}/{row.row}"
    if row.kind not in {"", EntryKind.RETURN} or row.amount_fen < 0:
        what = f"第 {place} 行不是退回的款项"
        raise RequestRefused(what, do="退回是银行存入的款项；扣费与结息另行登记")


def _meet_entry(before: Any, given: Return, unit: UnitLookup) -> None:
    payee = payee_of(before, unit)
    same = (
        before.kind == EntryKind.RETURN
        and payee.request == given.request
        and given.payee in {"", payee.party, payee.recipient}
        and given.fund in {"", payee.fund}
    )
    if not same:
        what = f"{before.ref} 已经登记，但内容不同"
        raise RequestRefused(
            what,
            why=f"原登记：{payee.request}，资金 {payee.fund}",
            do="先退回并放弃那张草稿，或红字冲销后重新登记",
        )


def _meet_day(
    connection: Connection, unit: UnitLookup, given: Return, row: Any
) -> None:
    days = paid_days(connection, unit, given.request)
    if row.booked_on < min(days):
        what = f"退回日期 {row.booked_on} 早于付款日期 {min(days)}"
        raise RequestRefused(what, do="核对付款申请与对账单")


def paid_days(connection: Connection, unit: UnitLookup, key: str) -> list[dt.date]:
    """The days on which a request was paid."""
    moves = request_store.request_moves(connection, unit.id, key)
    return [one.acted_on for one in moves if one.act == "pay" and one.amount_fen > 0]


def _payee(
    connection: Connection, unit: UnitLookup, given: Return, amount: Money
) -> Payee:
    """The payee who is meant, who has the amount (2)."""
    lines = store.paid_to(connection, unit.id, [given.request])
    have = payees(lines, unit)
    for one in store.entries(connection, unit.id):
        pending = one.booked_on is None and not one.dropped
        if pending and one.kind == EntryKind.RETURN and one.request == given.request:
            payee = payee_of(one, unit)
            have[payee] = have.get(payee, Money(0)) - Money(one.amount_fen)
    meant = [
        payee
        for payee in have
        if given.payee in {"", payee.party, payee.recipient}
        and given.fund in {"", payee.fund}
    ]
    if not meant:
        what = f"付款申请 {given.request} 没有付给所说的收款方"
        raise RequestRefused(what, do="核对收款方（档案号或单位）与资金")
    enough = [payee for payee in meant if have[payee] >= amount]
    if not enough:
        most = max(have[payee] for payee in meant)
        what = f"退回多于付给该收款方而尚未退回的金额（{most.grouped()} 元）"
        do = "核对付款申请；多出部分另作收款"
        raise RequestRefused(what, why=f"退回 {amount.grouped()} 元", do=do)
    if len(enough) > 1:
        what = f"付款申请 {given.request} 付给了多个收款方或动用了多项资金"
        raise RequestRefused(what, do="写明收款方的档案号或单位名称，以及资金")
    return enough[0]
