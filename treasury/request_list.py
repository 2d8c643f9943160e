"""Payment requests as lists show them: how far each is, and every step of one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ledger import request_store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.payment_requests import (
    ENDS,
    PaymentState,
    RequestKind,
    Standing,
)
from ledger.register import lookups


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRequest:
    """A request with how far it is."""

    key: str
    ref: str
    kind: RequestKind
    state: PaymentState
    summary: str
    payee: str
    amount: Money
    paid: Money
    approved: int
    approvals: int
    resolution: str
    asked_on: dt.date
    expires_on: dt.date
    due_on: dt.date | None
    person: str


@dataclass(frozen=True, slots=True)
class RequestStep:
    """One step of a request: what was done, by whom, and by which voucher."""

    seq: int
    act: str
    amount: Money
    person: str
    on: dt.date
    ref: str
    reason: str


def listed(connection: Connection, unit: str) -> tuple[ListedRequest, ...]:
    """Every request of a unit, the latest first.

    Cost: one statement; each request's last move is found by its key.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    rows = request_store.all_requests(connection, books.unit(unit).id)
    return tuple(
        ListedRequest(
            key=row.key,
            ref=row.ref,
            kind=RequestKind(row.kind),
            state=standing.state,
            summary=row.summary,
            payee=row.payee,
            amount=Money(row.amount_fen),
            paid=Money(row.paid_fen),
            approved=row.approved,
            approvals=standing.needed,
            resolution=row.resolution,
            asked_on=row.asked_on,
            expires_on=row.expires_on,
            due_on=row.due_on,
            person=books.person_codes[row.person_id],
        )
        for row in rows
        for standing in (_standing(row),)
    )


def standing(
    found: Iterable[ListedRequest], state: PaymentState, on: dt.date
) -> tuple[ListedRequest, ...]:
    """Those of some requests that are in a state and have not run out on a day.

    What has run out is neither approved nor paid, though its state stays as it was
    until the next step in the unit.
    """
    return tuple(one for one in found if one.state is state and one.expires_on >= on)


def steps(connection: Connection, unit: str, key: str) -> tuple[RequestStep, ...]:
    """Every step of a request, in order.

    Raises:
        NotFound: there is no such unit or request.
    """
    books = lookups(connection)
    found = books.unit(unit)
    rows = request_store.request_moves(connection, found.id, key)
    if not rows:
        raise NotFound("付款申请", key, "用 bangfu money requests 查看")
    places = [row.position for row in rows if row.position is not None]
    refs = request_store.refs_at(connection, found.id, places)
    return tuple(
        RequestStep(
            row.seq,
            row.act,
            Money(row.amount_fen),
            books.person_codes[row.person_id],
            row.acted_on,
            refs.get(row.position, ""),
            row.reason,
        )
        for row in rows
    )


def _standing(row: Any) -> Standing:
    return Standing(
        key=row.key,
        kind=RequestKind(row.kind),
        amount=row.amount_fen,
        approvals=row.approvals,
        expires_on=row.expires_on.isoformat(),
        lines={},
        approved=row.approved,
        paid=row.paid_fen,
        returned=row.returned_fen,
        repaid=row.repaid_fen,
        ended=row.act if row.act in ENDS else "",
    )
