"""Money that leaves for goods: under a payment request, where the unit needs one.

This is the one place where goods meet requests. The request pays its own lines; what
came into stock stands in the same voucher.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger import request_store
from ledger.database import Connection
from ledger.draft_vouchers import DraftPosting
from ledger.register import lookups
from treasury import paying
from treasury.goods_desk import Desk, Moved, Planned, append_moves, enter
from treasury.paying import PAID, Payment, pay


@dataclass(frozen=True, slots=True)
class Paid:
    """What money is spent on, and the lines by which it leaves, under a request or not.

    Under a request its own lines are paid, so that the latter are not needed.
    """

    spent: tuple[DraftPosting, ...] = ()
    money: tuple[DraftPosting, ...] = ()
    request: str = ""
    money_account: str = "102"


def reference(connection: Connection, unit: str, request: str, ref: str) -> str:
    """The reference of the voucher: that of the request where one pays.

    Raises:
        NotFound: there is no such unit.
    """
    if not request:
        return ref
    at = lookups(connection, fresh=True).unit(unit)
    found = request_store.standings(connection, at.id, [request])
    if request not in found:
        return f"{PAID}{request}"
    return paying.reference(connection, at.id, found[request])


def enter_paid(
    desk: Desk,
    planned: Sequence[Planned],
    came: Sequence[DraftPosting],
    paid: Paid,
    told: tuple[str, str],
) -> Moved:
    """Enter what came in with the money that leaves for it, in one voucher.

    `told` are the event and the summary.

    Raises:
        RequestRefused: the request is not paid so.
        DeskRefused: another draft or voucher stands under the reference.
        VoucherRefused: the voucher breaks rules, as when nobody approved the request.
        NotFound: there is no such request.
    """
    event, summary = told
    if not paid.request:
        postings = [*came, *paid.spent, *paid.money]
        return enter(desk, planned, postings, event, summary)
    said = desk.occasion
    payment = Payment(
        dated_on=said.dated_on,
        money_account=paid.money_account,
        attachments=said.attachments,
        summary=said.summary or summary,
        # Where nothing is spent yet, what came in is itself what the request pays.
        details=paid.spent or tuple(came),
        more=tuple(came) if paid.spent else (),
    )
    handed = pay(desk.connection, said.unit, paid.request, payment, desk.act)
    return append_moves(desk, planned, handed)
