"""Lists of what is handed over (移交清单), as they stand on record."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from audit import handover_list_store as rows_of
from audit.handover_kinds import SIGNING, Doing, LineKind, State
from audit.handover_proposing import Line
from budgets.records import read_back
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.register import Lookups, UnitLookup, lookups


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Who hands which post over to whom, before whom, as all stands on which day.

    `since` may stay open where the leaver held the post once.
    """

    unit: str
    leaver: str
    post: str
    receiver: str
    supervisor: str
    handed_on: dt.date
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line on record; `struck` is why it was struck out, empty where it stands."""

    number: int
    line: Line
    from_books: bool
    struck: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A signature or an end: by whom, on which day, what was said."""

    doing: Doing
    person: str
    on: dt.date
    words: str
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """A list on record; people by their codes."""

    given: Given
    key: str
    since: dt.date
    position: int
    drawn_by: str
    recorded_at: str
    lines: tuple[KeptLine, ...]
    steps: tuple[Step, ...]

    @property
    def state(self) -> State:
        """How far it is."""
        done = {step.doing for step in self.steps}
        if Doing.WITHDRAW in done:
            return State.WITHDRAWN
        if Doing.COMPLETE in done:
            return State.COMPLETE
        if done.issuperset(SIGNING):
            return State.SIGNED
        return State.SIGNING if done else State.DRAWN

    @property
    def standing(self) -> tuple[KeptLine, ...]:
        """The lines that were not struck out."""
        return tuple(one for one in self.lines if not one.struck)

    def signer(self, doing: Doing) -> str:
        """Who has to sign so."""
        return {
            Doing.LEAVER: self.given.leaver,
            Doing.RECEIVER: self.given.receiver,
            Doing.WITHDRAW: self.drawn_by,
        }.get(doing, self.given.supervisor)

    def step(self, doing: Doing) -> Step | None:
        """The step of a kind, where it was taken."""
        return next((one for one in self.steps if one.doing is doing), None)


# -- reading ------------------------------------------------------------------------


def inventories(connection: Connection, unit: str) -> tuple[Inventory, ...]:
    """The lists of a unit, by year and number.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    at = books.unit(unit)
    found = rows_of.lists(connection, at.id)
    return tuple(_inventory(connection, books, at, row) for row in found)


def inventory(connection: Connection, unit: str, key: str) -> Inventory:
    """One list.

    Raises:
        NotFound: there is no such unit or list.
    """
    for one in inventories(connection, unit):
        if one.key == key:
            return one
    raise NotFound("移交清单", key, "用 bangfu audit handover-list list 查看")


def previous(
    connection: Connection, unit: str, post: str, since: dt.date
) -> Inventory | None:
    """The completed list by which a post was handed over to who began on a day."""
    found = [
        one
        for one in inventories(connection, unit)
        if one.state is State.COMPLETE
        and one.given.post == post
        and one.given.handed_on <= since
    ]
    return max(found, key=lambda one: one.given.handed_on, default=None)


def _inventory(
    connection: Connection, books: Lookups, unit: UnitLookup, row: Any
) -> Inventory:
    codes = books.person_codes
    kept = rows_of.lines(connection, unit.id, row.key)
    struck = {one.strikes: read_back(one.state) for one in kept if one.strikes}
    return Inventory(
        given=Given(
            unit=unit.code,
            leaver=codes[row.leaver_id],
            post=row.post,
            receiver=codes[row.receiver_id],
            supervisor=codes[row.supervisor_id],
            handed_on=row.handed_on,
            since=row.since,
        ),
        key=row.key,
        since=row.since,
        position=row.position,
        drawn_by=codes[row.person_id],
        recorded_at=row.recorded_at,
        lines=tuple(
            _kept(one, struck.get(one.line, "")) for one in kept if not one.strikes
        ),
        steps=tuple(
            Step(
                Doing(one.act),
                codes[one.person_id],
                one.acted_on,
                read_back(one.words),
                one.lines,
            )
            for one in rows_of.steps(connection, unit.id, row.key)
        ),
    )


def _kept(row: Any, struck: str) -> KeptLine:
    line = Line(
        kind=LineKind(row.kind),
        item=read_back(row.item),
        ref=row.ref,
        quantity=read_back(row.quantity),
        amount=None if row.amount_fen is None else Money(row.amount_fen),
        state=read_back(row.state),
    )
    return KeptLine(row.line, line, bool(row.from_books), struck)
