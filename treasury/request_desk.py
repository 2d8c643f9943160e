"""The desk for payment requests: one person at one unit, what stands, what is done.

What may be asked for is judged in `requests.py`, who may approve in `approving.py`.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from budgets import control
from budgets.records import locked
from ledger import appropriation_store, request_store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.payment_requests import Doer, PaymentState, Standing, Step, step
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import Lookups, UnitLookup, append_rows, lookups


@dataclass(frozen=True, slots=True)
class RequestLine:
    """What of a fund is asked for, and on what account it will be spent."""

    fund: str
    account: str
    purpose: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Requested:
    """A request under its key, as it stands; `approvals` is how many must approve."""

    key: str
    state: PaymentState
    amount: Money
    approved: int
    approvals: int
    expires_on: dt.date
    warnings: tuple[str, ...] = ()
    already: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and when one person deals with requests, under the unit's lock."""

    unit: UnitLookup
    books: Lookups
    act: Act
    today: dt.date
    person_id: int

    @property
    def accounts(self) -> dict[str, int]:
        """The accounts of the chart in force today."""
        return self.books.charts.get(self.unit.chart_on(self.today.isoformat()), {})

    def group(self, line: RequestLine) -> tuple[int, int, str]:
        """Fund and account by number, 0 where there is none; the purpose."""
        fund = self.unit.funds.get(line.fund, 0)
        return fund, self.accounts.get(line.account, 0), line.purpose


def open_desk(connection: Connection, unit: str, act: Act) -> Desk:
    """Take a unit's requests in hand, under its lock.

    Raises:
        NotFound: there is no such unit or person.
    """
    found = locked(connection, unit)
    books = lookups(connection)
    return Desk(found, books, act, china_day(act.at), books.person(act.person))


def row_of(connection: Connection, desk: Desk, key: str) -> tuple[Any, Standing]:
    """A request as it was saved, and as it stands.

    Raises:
        NotFound: there is no such request.
    """
    row = request_store.request(connection, desk.unit.id, key)
    if row is None:
        raise NotFound("付款申请", key, "用 bangfu money requests 查看")
    return row, standing_of(connection, desk.unit, key)


def standing_of(connection: Connection, unit: UnitLookup, key: str) -> Standing:
    """How a request stands.

    Raises:
        NotFound: there is no such request.
    """
    found = request_store.standings(connection, unit.id, [key])
    if key not in found:
        raise NotFound("付款申请", key, "用 bangfu money requests 查看")
    return found[key]


def take(connection: Connection, desk: Desk, key: str, taken: Step) -> Standing:
    """Append a step with the holds that it changes."""
    standing = standing_of(connection, desk.unit, key)
    funds = sorted({line[0] for line in standing.lines})
    holds = request_store.holds(connection, desk.unit.id, funds)
    doer = Doer(desk.today.isoformat(), desk.person_id, desk.act.stamp)
    move, held = step(desk.unit.id, standing, taken, holds, doer)
    request_store.add_holds(connection, held)
    parts = (("payment_request_moves", [move]),)
    append_rows(connection, desk.unit, parts, desk.act)
    return standing


def told(
    standing: Standing, warnings: tuple[str, ...] = (), *, already: bool = False
) -> Requested:
    """A request as callers are told of it."""
    return Requested(
        standing.key,
        standing.state,
        Money(standing.amount),
        standing.approved,
        standing.needed,
        dt.date.fromisoformat(standing.expires_on),
        warnings,
        already,
    )


def release(connection: Connection, desk: Desk, key: str, reason: str) -> None:
    """Give back what the request's reservations have left."""
    for line in request_store.request_lines(connection, desk.unit.id, [key]):
        if not line.appropriation:
            continue
        held = appropriation_store.held(connection, desk.unit.id, line.appropriation)
        if held is not None and held.left:
            control.release(
                connection, desk.unit.code, line.appropriation, reason, desk.act
            )
