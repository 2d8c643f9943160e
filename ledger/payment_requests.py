"""Payment requests (付款申请): under what money leaves, how far each is. Pure.

1. Once a unit is live money leaves under an approved request (L12).
2. A request holds money of its funds from the day it is saved until it is paid,
   refused, cancelled or expired. What the treasury pays directly, and a fee that the
   bank has taken, hold none.
3. It is paid once, whole or less. What the bank sends back under its key may be paid
   again under it, or be given up; neither needs another request.

What vouchers do to requests is in `requesting.py`.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ledger.accounts import Labelled

Act = Literal[
    "save", "approve", "refuse", "cancel", "expire", "pay", "return", "repay", "forgo"
]
Row = tuple[object, ...]
LineKey = tuple[int, int, str]
"""Fund, account and purpose (empty where none is named)."""
PayeeKey = tuple[int, str, str]
"""Fund, party and file number."""


class RequestKind(Labelled):
    """What money is asked for."""

    PAYMENT = "payment", "支付"
    ADVANCE = "advance", "垫付或借出"
    PASS_DOWN = "pass_down", "拨付下级"
    REFUND = "refund", "退还"
    MOVE = "move", "资金间调拨"
    FEE = "fee", "银行扣费"
    DIRECT = "direct", "财政直接支付"


UNHELD = frozenset({RequestKind.DIRECT, RequestKind.FEE})
"""Kinds that hold no money: it never was the unit's, or has left already."""

ENDS = frozenset({"refuse", "cancel", "expire"})
"""Acts after which a request is not paid any more."""

OF_RETURNS = frozenset({"return", "repay", "forgo"})
"""Acts by which what the bank sent back comes to be owed, and is owed no more."""


class PaymentState(Labelled):
    """Where a request stands."""

    SAVED = "saved", "待审批"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    CANCELLED = "cancelled", "已撤销"
    EXPIRED = "expired", "已过期"
    PAID = "paid", "已支付"
    PART_RETURNED = "part_returned", "部分退回"
    RETURNED = "returned", "已退回"


_ENDED = {
    "refuse": PaymentState.REFUSED,
    "cancel": PaymentState.CANCELLED,
    "expire": PaymentState.EXPIRED,
}


@dataclass(slots=True)
class Standing:
    """How a request stands after its last move, in fen."""

    key: str
    kind: RequestKind
    amount: int
    approvals: int
    """How many must approve, as it was saved."""
    expires_on: str
    lines: dict[LineKey, int]
    seq: int = 0
    approved: int = 0
    paid: int = 0
    returned: int = 0
    repaid: int = 0
    ended: str = ""
    """The act that ended it, or empty."""
    approvers: set[int] = field(default_factory=set)
    approved_on: str = ""
    """The day of the last approval."""
    acts: dict[int, str] = field(default_factory=dict)
    """What each voucher did to it, by position."""
    owed: dict[PayeeKey, int] = field(default_factory=dict)
    """What came back and is owed, by whom it was paid to. Read where it was paid."""
    had: dict[PayeeKey, int] = field(default_factory=dict)
    """What each payee has of it beside money. Read where it was paid."""
    to_fund: int = 0
    """The fund that a move goes to; 0 where none was named."""

    @property
    def needed(self) -> int:
        """How many must approve; a move between funds is always approved."""
        least = 1 if self.kind is RequestKind.MOVE else 0
        return max(self.approvals, least)

    @property
    def holds(self) -> dict[int, int]:
        """What it holds of each fund while it is not paid."""
        if self.kind in UNHELD:
            return {}
        sums: dict[int, int] = {}
        for (fund, _, _), amount in self.lines.items():
            sums[fund] = sums.get(fund, 0) + amount
        return sums

    @property
    def state(self) -> PaymentState:
        """Where it stands, as people say it."""
        if self.ended:
            return _ENDED[self.ended]
        if self.paid:
            sent_back = self.returned - self.repaid
            if sent_back >= self.paid:
                return PaymentState.RETURNED
            return PaymentState.PART_RETURNED if sent_back > 0 else PaymentState.PAID
        enough = self.approved >= self.needed
        return PaymentState.APPROVED if enough else PaymentState.SAVED


@dataclass(slots=True)
class Hold:
    """What is held of a fund for requests, in fen."""

    seq: int = 0
    held: int = 0


@dataclass(slots=True)
class Requests:
    """What vouchers of a unit must know of its requests; sealing carries it forward."""

    since: str = ""
    """The day on which the unit went live; empty where it has not."""
    standing: dict[str, Standing] = field(default_factory=dict)
    holds: dict[int, Hold] = field(default_factory=dict)
    free: dict[int, int] = field(default_factory=dict)
    """What funds owe beside what came back, where requests pay what is owed, in fen."""


class Step(NamedTuple):
    """What is done to a request, before it is a row."""

    act: str
    amount: int = 0
    position: int | None = None
    reason: str = ""


class Doer(NamedTuple):
    """Who does it, and when."""

    acted_on: str
    person_id: int
    acted_at: str


def step(
    unit_id: int, request: Standing, taken: Step, holds: dict[int, Hold], by: Doer
) -> tuple[Row, list[Row]]:
    """Carry a request and its holds forward; the row of the move, and of the holds.

    Whether it may be done is judged before.
    """
    request.seq += 1
    if taken.act == "approve":
        request.approved += 1
        request.approvers.add(by.person_id)
        request.approved_on = by.acted_on
    elif taken.act == "pay":
        request.paid += taken.amount
    elif taken.act == "return":
        request.returned += taken.amount
    elif taken.act == "forgo":
        request.returned -= taken.amount
    elif taken.act == "repay":
        request.repaid += taken.amount
    elif taken.act in ENDS:
        request.ended = taken.act
    if taken.position is not None:
        request.acts[taken.position] = taken.act
    row = (
        unit_id,
        request.key,
        request.seq,
        taken.act,
        taken.amount,
        taken.position,
        request.approved,
        request.paid,
        request.returned,
        request.repaid,
        taken.reason,
        *by,
    )
    return row, _held(unit_id, request, sign_of(request, taken), holds)


def sign_of(request: Standing, taken: Step) -> int:
    """Whether a step holds money (1), lets it go (-1), or neither (0).

    A payment lets all of it go, the first time; a red one that takes the whole payment
    back holds it again.
    """
    if taken.act == "save":
        return 1
    if taken.act in ENDS:
        return -1
    if taken.act == "pay" and taken.amount > 0 and request.paid == taken.amount:
        return -1
    return 1 if taken.act == "pay" and request.paid == 0 else 0


def _held(
    unit_id: int, request: Standing, sign: int, holds: dict[int, Hold]
) -> list[Row]:
    rows: list[Row] = []
    if not sign:
        return rows
    for fund, amount in sorted(request.holds.items()):
        hold = holds.setdefault(fund, Hold())
        hold.seq += 1
        hold.held += sign * amount
        rows.append(
            (
                unit_id,
                fund,
                hold.seq,
                request.key,
                request.seq,
                sign * amount,
                hold.held,
            )
        )
    return rows
