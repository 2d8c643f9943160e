"""Taking back (退回) what the receiver rejected: a correction of what was booked (C1).

In the year in which it was sent the expense, or the income that was reduced, is put
right; in a later year it goes through 年初余额调整 (`transfer_accounts.py`).
"""

import datetime as dt
from dataclasses import dataclass

from budgets.records import locked
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.people import Act
from ledger.register import append, lookups
from treasury import drafting, transfer_accounts, transfer_store
from treasury.errors import TransferRefused
from treasury.transfer_reading import EVENT, State, Transfer, find


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingBack:
    """Money that came back because the receiver rejected it."""

    unit: str
    number: int
    dated_on: dt.date
    money_account: str = "102"
    attachments: int = 0


def take_back(connection: Connection, taking: TakingBack, act: Act) -> Transfer:
    """Hand in the draft by which rejected money is the sender's again (C1).

    Raises:
        NotFound: there is no such transfer.
        TransferRefused: it was not rejected, or came back before.
        VoucherRefused: the voucher breaks rules; all breaches are told.
    """
    at = locked(connection, taking.unit)
    books = lookups(connection)
    transfer = find(connection, taking.unit, taking.number)
    out = transfer.out
    if transfer.state is not State.REJECTED:
        what = f"拨款 {transfer.key} 不能退回入账"
        raise TransferRefused(
            what,
            why=f"目前的状态是“{transfer.state.label}”",
            do="收款单位拒收以后才能退回；已入账的由收款单位上缴退回",
        )
    ref = f"转拨退回-{taking.number}"
    if transfer.back is not None and not transfer.back.is_void:
        return transfer
    assert out.booked_on is not None
    if taking.dated_on < out.booked_on:
        what = f"拨款 {transfer.key} 的退回日期不对"
        raise TransferRefused(
            what,
            why=f"{taking.dated_on} 早于拨出日 {out.booked_on}",
            do="填写款项实际退回的日期",
        )
    same_year = taking.dated_on.year == out.booked_on.year
    fund = at.funds[out.fund]
    account = (
        out.account
        if same_year
        else transfer_accounts.prior_year(books, at, fund, taking.dated_on)
    )
    purpose = transfer.purpose if same_year else ""
    party = books.unit(transfer.receiver).name
    voucher = _voucher(taking, transfer, ref, (account, purpose, party))
    handed = drafting.hand_in(connection, voucher, EVENT, act)
    row = {
        "unit_id": at.id,
        "number": taking.number,
        "step": transfer_store.next_return(connection, at.id, taking.number),
        "amount_fen": transfer.amount.fen,
        "account": account,
        "ref": handed.ref,
        "draft": handed.draft,
        "returned_on": taking.dated_on,
        "person_id": books.person(act.person),
        "made_at": act.stamp,
    }
    append(connection, "transfer_returns", [row], act)
    return find(connection, at.code, taking.number)


def _voucher(
    taking: TakingBack, transfer: Transfer, ref: str, told: tuple[str, str, str]
) -> DraftVoucher:
    """The voucher that takes money back: account, purpose and party are told."""
    account, purpose, party = told
    out, amount = transfer.out, str(transfer.amount)
    lines = (
        DraftPosting(
            account=taking.money_account, fund=out.fund, debit=amount, party=party
        ),
        DraftPosting(
            account=account, fund=out.fund, credit=amount, purpose=purpose, party=party
        ),
    )
    return DraftVoucher(
        unit=taking.unit,
        ref=ref,
        dated_on=taking.dated_on.isoformat(),
        summary=f"拨款 {transfer.key} 被拒收，款项退回",
        postings=lines,
        attachments=str(taking.attachments or ""),
    )
