"""Transfers (上下级资金往来) as both units have them on record: types and reading.

    sent → in transit → received → booked
    sent → void: the sender's draft was given up, or its voucher cancelled
    in transit → rejected → returned: the money is in the sender's books again
    booked → groundless: the sender's voucher was cancelled after all (history alone)

1. A transfer is in transit while the sender's voucher stands and neither the
   receiver's nor that of its return does.
2. The sender's number ties both records: `U1-3` is the third transfer of U1.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.accounts import Labelled
from ledger.balances import subtree
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.funds import Origin
from ledger.money import Money
from ledger.register import Lookups, UnitLookup, lookups
from treasury import transfer_store

EVENT = "transfer"
"""What the desk calls the drafts made for transfers."""


class Direction(Labelled):
    """Which way money goes in the tree of unions."""

    DOWN = "down", "下拨"
    UP = "up", "上缴退回"


class State(Labelled):
    """Where a transfer stands, as the books of both units tell."""

    SENT = "sent", "已交单"
    VOID = "void", "已作废"
    TRANSIT = "transit", "在途"
    RECEIVED = "received", "已收待记账"
    BOOKED = "booked", "已入账"
    GROUNDLESS = "groundless", "已入账而拨出已冲销"
    REJECTED = "rejected", "已拒收待退回"
    RETURNED = "returned", "已退回"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One unit's side: the draft it handed in, and the voucher made of it."""

    unit: str
    fund: str
    account: str
    ref: str
    draft: int
    on: dt.date
    position: int | None
    """In the unit's chain; None while no voucher stands."""
    booked_on: dt.date | None
    cancelled: bool
    dropped: bool

    @property
    def stands(self) -> bool:
        """Whether its voucher is in the books and counts."""
        return self.position is not None and not self.cancelled

    @property
    def is_void(self) -> bool:
        """Whether nothing comes of it any more."""
        return self.cancelled or (self.dropped and self.position is None)

    def stood(self, day: dt.date) -> bool:
        """Whether its voucher stands and is dated before a day."""
        return self.stands and self.booked_on is not None and self.booked_on < day


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the receiver said; `leg` is None where it rejected the money."""

    amount: Money
    origin: Origin
    restriction: str
    purposes: tuple[str, ...]
    answered_on: dt.date
    reason: str
    leg: Leg | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Money sent from one unit to another, with what both have on record."""

    number: int
    direction: Direction
    receiver: str
    amount: Money
    onward: Money
    """What of it the receiver is to pass on."""
    origin: Origin
    restriction: str
    purposes: tuple[str, ...]
    purpose: str
    year: int
    returns: str
    request: str
    summary: str
    out: Leg
    answer: Answer | None = None
    back: Leg | None = None

    @property
    def sender(self) -> str:
        """The unit that sent it."""
        return self.out.unit

    @property
    def key(self) -> str:
        """How papers of both units call it."""
        return f"{self.sender}-{self.number}"

    @property
    def arrival(self) -> Leg | None:
        """The receiver's side where it took the money."""
        return self.answer.leg if self.answer else None

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.back is not None and self.back.stands:
            return State.RETURNED
        if self.arrival is not None and self.arrival.stands:
            return State.GROUNDLESS if self.out.is_void else State.BOOKED
        if self.out.is_void:
            return State.VOID
        return self._under_way if self.out.stands else State.SENT

    @property
    def _under_way(self) -> State:
        if self.answer is not None and self.answer.reason:
            return State.REJECTED
        if self.arrival is not None and not self.arrival.is_void:
            return State.RECEIVED
        return State.TRANSIT

    def in_transit(self, day: dt.date) -> bool:
        """Whether it was under way when a day began (1)."""
        ended = [leg for leg in (self.arrival, self.back) if leg is not None]
        return self.out.stood(day) and not any(leg.stood(day) for leg in ended)


# -- reading ------------------------------------------------------------------------


def read(connection: Connection, units: Sequence[str]) -> tuple[Transfer, ...]:
    """Every transfer that one of the units sent or was sent, by sender and number.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection, fresh=True)
    ids = {books.unit(code).id for code in units}
    senders = {books.unit(code).id for one in units for code in kin(books, one)}
    rows = transfer_store.sent(connection, senders | ids, ids)
    tied = _Tied(books)
    tied.take(
        transfer_store.answers(connection, {row.to_id for row in rows}),
        transfer_store.returns(connection, {row.unit_id for row in rows}),
    )
    return tuple(tied.transfer(row) for row in rows)


def find(connection: Connection, sender: str, number: int) -> Transfer:
    """One transfer.

    Raises:
        NotFound: there is no such unit or transfer.
    """
    books = lookups(connection, fresh=True)
    unit = books.unit(sender)
    row = transfer_store.one_sent(connection, unit.id, number)
    if row is None:
        do = "用 bangfu money transfer list 查看"
        raise NotFound("拨款", f"{sender}-{number}", do)
    tied = _Tied(books)
    tied.take(
        transfer_store.answers_to(connection, row.to_id, unit.id, number),
        transfer_store.returns_of(connection, unit.id, number),
    )
    return tied.transfer(row)


def parse_key(key: str) -> tuple[str, int]:
    """Sender and number out of a transfer's key.

    Raises:
        NotFound: it is no such key.
    """
    sender, _, number = key.strip().rpartition("-")
    if not sender or not number.isdecimal():
        raise NotFound("拨款", key, "写成 单位编号-序号，如 U1-3")
    return sender, int(number)


def kin(books: Lookups, unit: str) -> tuple[str, ...]:
    """The unit, those above it and those below: with these it may exchange money."""
    above = []
    code = books.unit(unit).parent
    while code:
        above.append(code)
        code = books.units[code].parent
    return (*above, *subtree(books, unit))


def purposes_of(unit: UnitLookup, fund: int) -> tuple[str, ...]:
    """What a fund is limited to, in order; nothing where it is not limited."""
    return tuple(sorted(unit.purposes[fund])) if fund in unit.restricted else ()


@dataclass(slots=True)
class _Tied:
    """Answers and returns by the transfer they belong to; a later step holds."""

    books: Lookups
    answers: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    returns: dict[tuple[int, int], Any] = field(default_factory=dict)

    def take(self, answers: Iterable[Any], returns: Iterable[Any]) -> None:
        """Keep the last step of each."""
        for row in answers:
            self.answers[row.unit_id, row.from_id, row.number] = row
        for row in returns:
            self.returns[row.unit_id, row.number] = row

    def transfer(self, row: Any) -> Transfer:
        """A transfer out of the sender's row and what is tied to it."""
        answer = self.answers.get((row.to_id, row.unit_id, row.number))
        back = self.returns.get((row.unit_id, row.number))
        return Transfer(
            number=row.number,
            direction=Direction(row.direction),
            receiver=self.books.unit_codes[row.to_id],
            amount=Money(row.amount_fen),
            onward=Money(row.onward_fen),
            origin=Origin(row.origin),
            restriction=row.restriction,
            purposes=_split(row.purposes),
            purpose=row.purpose,
            year=row.year,
            returns=row.returns,
            request=row.request,
            summary=row.summary,
            out=self._leg(row, row.fund_id, row.sent_on),
            answer=self._answer(answer) if answer is not None else None,
            back=(
                self._leg(back, row.fund_id, back.returned_on)
                if back is not None
                else None
            ),
        )

    def _answer(self, row: Any) -> Answer:
        return Answer(
            amount=Money(row.amount_fen),
            origin=Origin(row.origin),
            restriction=row.restriction,
            purposes=_split(row.purposes),
            answered_on=row.answered_on,
            reason=row.reason,
            leg=(
                None
                if row.draft is None
                else self._leg(row, row.fund_id, row.answered_on)
            ),
        )

    def _leg(self, row: Any, fund: int, on: dt.date) -> Leg:
        unit = self.books.units[self.books.unit_codes[row.unit_id]]
        return Leg(
            unit=unit.code,
            fund=unit.fund_codes[fund],
            account=row.account,
            ref=row.ref,
            draft=row.draft,
            on=on,
            position=row.position,
            booked_on=row.booked_on,
            cancelled=bool(row.cancelled),
            dropped=bool(row.dropped),
        )


def _split(purposes: str) -> tuple[str, ...]:
    return tuple(purposes.split(";")) if purposes else ()
