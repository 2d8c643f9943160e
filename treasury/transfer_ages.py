"""How long money was on its way (在途账龄): in transit, or waiting to be passed on.

1. Money in transit waits from the sender's voucher to the receiver's.
2. Money that a receiver is to pass on waits from its receipt. What the receiver sends
   down out of the fund settles the oldest first.
3. What was received although the sender cancelled it is late at once.
4. The others are late after `pass_through_days`, dated data in `transfer_limits.toml`.
"""

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.money import ZERO, Money
from treasury.transfer_reading import Direction, State, Transfer, read


class Wait(Labelled):
    """What money waits for."""

    ARRIVAL = "arrival", "在途"
    ONWARD = "onward", "待转拨"
    GROUNDLESS = "groundless", "拨出已冲销，收款待冲销"


@dataclass(frozen=True, slots=True)
class PassThrough:
    """The days within which money is passed on, with where that is from."""

    since: dt.date
    pass_through_days: int
    grade: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Money that waited: where, how much, from when until when, and how long it may.

    `until` is None while it waits still; `days` then counts to the day asked for.
    """

    wait: Wait
    unit: str
    transfer: Transfer
    amount: Money
    since: dt.date
    until: dt.date | None
    days: int
    limit: PassThrough

    @property
    def is_late(self) -> bool:
        """Whether it waited longer than it may."""
        groundless = self.wait is Wait.GROUNDLESS
        return groundless or self.days > self.limit.pass_through_days

    @property
    def due_on(self) -> dt.date:
        """The last day in time."""
        return self.since + dt.timedelta(days=self.limit.pass_through_days)


def pass_through(on: dt.date) -> PassThrough:
    """The limit in force on a day."""
    return [one for one in _limits() if one.since <= on][-1]


def waiting(
    connection: Connection, units: Sequence[str], on: dt.date
) -> tuple[Waiting, ...]:
    """Money that waits with the units at the end of a day, or waited and went on.

    Raises:
        NotFound: there is no such unit.
    """
    found = list(judged(read(connection, units), units, on))
    return tuple(sorted(found, key=lambda one: (one.since, one.transfer.key)))


def late(
    connection: Connection, units: Sequence[str], on: dt.date
) -> tuple[Waiting, ...]:
    """What waits still at the end of a day and is late, the oldest first.

    Raises:
        NotFound: there is no such unit.
    """
    return tuple(
        one
        for one in waiting(connection, units, on)
        if one.until is None and one.is_late
    )


def judged(
    transfers: Iterable[Transfer], units: Sequence[str], on: dt.date
) -> Iterator[Waiting]:
    """The same of transfers that were read before. Pure."""
    told = tuple(transfers)
    known = [one for one in told if one.out.stood(on + dt.timedelta(days=1))]
    for one in told:
        if {one.sender, one.receiver} & set(units):
            yield from _groundless(one, on)
    for one in known:
        if one.sender in units:
            yield _on_its_way(one, on)
    for unit in units:
        yield from _onward(unit, known, on)


def _groundless(one: Transfer, on: dt.date) -> Iterator[Waiting]:
    """Rule 3."""
    arrival = one.arrival
    if one.state is not State.GROUNDLESS or arrival is None:
        return
    if arrival.booked_on is not None and arrival.booked_on <= on:
        waited = one.amount, arrival.booked_on, None
        yield _waited(Wait.GROUNDLESS, one.receiver, one, waited, on)


def _on_its_way(one: Transfer, on: dt.date) -> Waiting:
    """Rule 1."""
    since = one.out.booked_on
    assert since is not None
    ended = [leg for leg in (one.arrival, one.back) if leg is not None]
    day_after = on + dt.timedelta(days=1)
    days = [leg.booked_on for leg in ended if leg.stood(day_after)]
    until = min((day for day in days if day is not None), default=None)
    return _waited(Wait.ARRIVAL, one.sender, one, (one.amount, since, until), on)


def _onward(unit: str, known: Sequence[Transfer], on: dt.date) -> Iterator[Waiting]:
    """Rule 2."""
    day_after = on + dt.timedelta(days=1)
    gone = [_Gone(one) for one in known if one.sender == unit and _goes_down(one)]
    gone.sort(key=lambda one: (one.day, one.number))
    owed = [
        (arrival.booked_on, one.number, one, arrival.fund)
        for one in known
        if one.receiver == unit and one.onward > ZERO
        if (arrival := one.arrival) is not None and arrival.stood(day_after)
        if arrival.booked_on is not None
    ]
    for since, _, one, fund in sorted(owed, key=lambda row: row[:2]):
        left = one.onward
        for payment in gone:
            if payment.fund == fund and payment.day >= since:
                part = min(left, payment.left)
                payment.left -= part
                left -= part
                if part > ZERO:
                    told = part, since, payment.day
                    yield _waited(Wait.ONWARD, unit, one, told, on)
        if left > ZERO:
            yield _waited(Wait.ONWARD, unit, one, (left, since, None), on)


def _goes_down(one: Transfer) -> bool:
    return one.direction is Direction.DOWN and one.state is not State.RETURNED


class _Gone:
    """What was sent down and settles what is still owed."""

    def __init__(self, one: Transfer) -> None:
        assert one.out.booked_on is not None
        self.day = one.out.booked_on
        self.number = one.number
        self.fund = one.out.fund
        self.left = one.amount


def _waited(
    wait: Wait,
    unit: str,
    one: Transfer,
    told: tuple[Money, dt.date, dt.date | None],
    on: dt.date,
) -> Waiting:
    amount, since, until = told
    return Waiting(
        wait=wait,
        unit=unit,
        transfer=one,
        amount=amount,
        since=since,
        until=until,
        days=((until or on) - since).days,
        limit=pass_through(since),
    )


@cache
def _limits() -> tuple[PassThrough, ...]:
    text = files("treasury").joinpath("transfer_limits.toml").read_text("utf-8")
    document: dict[str, Any] = tomllib.loads(text)
    assert document.keys() == {"limits"}
    found = tuple(PassThrough(**block) for block in document["limits"])
    assert all(one.pass_through_days > 0 for one in found)
    assert list(found) == sorted(found, key=lambda one: one.since)
    return found
