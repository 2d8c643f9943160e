"""Bank reconciliations as they stand on record, and drawn again for what was known.

A paper is drawn again from the matches, vouchers and statements that were known when it
was made, and held against the figures and the digest that were written down.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from budgets.records import read_back
from ledger.database import Connection
from ledger.money import Money
from ledger.register import lookups
from treasury import bank_store, reconciliation_store
from treasury.open_items import Ends, Figures, Item, Place, draw
from treasury.reconciliation_store import Books, Known

_DAY = dt.timedelta(days=1)
_PLACE = re.compile(r"([0-9]+)/([0-9]+)")
_KINDS = {"fee": "手续费", "interest": "利息", "return": "退回"}


@dataclass(frozen=True, slots=True)
class Made:
    """A reconciliation on record."""

    account: int
    number: int
    until: dt.date
    bank: Money
    book: Money
    other: Money
    other_basis: str
    items: int
    position: int
    made_by: str
    made_at: str
    reopened_by: str
    reopened_at: str
    reason: str
    book_now: Money
    """What the books say today of its day: other than `book` where vouchers came."""

    @property
    def stands(self) -> bool:
        """Whether it was not reopened."""
        return not self.reopened_at


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Rows matched with rows alone, or by a person postings with postings alone."""

    match: int
    items: tuple[Item, ...]
    banked: bool
    """Whether they are rows of the bank, which no voucher tells."""
    reason: str
    person: str


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A reconciliation drawn again from what was known then."""

    made: Made
    figures: Figures
    later: tuple[Item, ...]
    """Postings up to its day that were entered after it was made."""
    caught: tuple[Item, ...]
    """Postings up to the day of the one before, entered since that one was made."""
    cancelled: tuple[Cancelled, ...]
    """What was matched on one side alone since the one before."""
    gaps: tuple[tuple[dt.date, dt.date], ...]
    """Days that no statement covered."""
    faults: tuple[str, ...]
    """What is not as it was written down; empty where all is."""


def reconciliations(
    connection: Connection, unit: str, account: int | None = None
) -> tuple[Made, ...]:
    """The reconciliations of a unit or of one account, by account and number.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    found = reconciliation_store.made(connection, unit_id, account)
    return tuple(_made(connection, row) for row in found)


def resting(
    connection: Connection, unit_id: int, account: int, match: int
) -> list[str]:
    """Which standing reconciliations a match is part of: it was known, and reached."""
    day = reconciliation_store.first_day_of(connection, unit_id, match)
    return [
        f"第 {account} 号账户已对账到 {row.until}（第 {row.number} 号），先由另一人重开"
        for row in reconciliation_store.made(connection, unit_id, account)
        if row.reopened_at is None
        and match <= row.last_match
        and day is not None
        and day <= row.until
    ]


def redraw(connection: Connection, made: Any) -> Redrawn:
    """Draw a row of the table `reconciliations` again, and hold it against itself."""
    figures = drawn_again(connection, made)
    books = _books(connection, made.unit_id, made.account)
    later = reconciliation_store.entered_later(
        connection, books, made.until, made.position
    )
    caught: list[Any] = []
    before = _before(connection, made)
    known = reconciliation_store.known_to(connection, made)
    spans = reconciliation_store.spans(connection, books, known)
    if before is not None:
        caught = reconciliation_store.entered_later(
            connection, books, before.until, before.position, made.position
        )
    return Redrawn(
        made=_made(connection, made),
        figures=figures,
        later=tuple(map(posting, later)),
        caught=tuple(map(posting, caught)),
        cancelled=cancelled(connection, books, known, made.until, before),
        gaps=tuple(gaps(spans, made.until)) if spans else (),
        faults=differing(made, figures),
    )


def cancelled(
    connection: Connection, books: Books, known: Known, until: dt.date, before: Any
) -> tuple[Cancelled, ...]:
    """What was matched on one side alone, but for what the one before has told."""
    codes = lookups(connection).person_codes
    found: list[Cancelled] = []
    rows, booked = reconciliation_store.alone(connection, books, known, until)
    for lines, tell in ((rows, _row), (booked, posting)):
        for match, some in groupby(lines, key=lambda line: line.match):
            group = list(some)
            items = tuple(map(tell, group))
            if (
                before is not None
                and match <= before.last_match
                and max(item.booked_on for item in items) <= before.until
            ):
                continue
            reason, person = read_back(group[0].reason), codes[group[0].person_id]
            found.append(Cancelled(match, items, lines is rows, reason, person))
    return tuple(found)


def _before(connection: Connection, made: Any) -> Any:
    """The reconciliation that stood before this one was made, or None."""
    found = [
        row
        for row in reconciliation_store.made(connection, made.unit_id, made.account)
        if row.number < made.number
        and row.until < made.until
        and (row.reopened_at is None or row.reopened_at >= made.made_at)
    ]
    return found[-1] if found else None


def drawn_again(connection: Connection, made: Any) -> Figures:
    """What a row of the table `reconciliations` says, from what was known then."""
    books = _books(connection, made.unit_id, made.account)
    known = reconciliation_store.known_to(connection, made)
    ours = tuple((int(a), int(b)) for a, b in _PLACE.findall(made.ours))
    return drawn(connection, books, known, made.until, (bool(made.shared), ours))


def differing(made: Any, figures: Figures) -> tuple[str, ...]:
    """What is not as it was written down, in words."""
    again = columns_of(figures)
    again |= {"items": figures.count, "items_hash": figures.digest}
    return tuple(
        label
        for name, label in _LABELS.items()
        if again[name] != _plain(getattr(made, name))
    )


_LABELS = {
    "bank_fen": "银行余额",
    "book_fen": "账面余额",
    "bank_in_fen": "银行已收单位未收",
    "bank_out_fen": "银行已付单位未付",
    "book_in_fen": "单位已收银行未收",
    "book_out_fen": "单位已付银行未付",
    "other_fen": "其他资金",
    "items": "未达账项笔数",
    "items_hash": "未达账项摘要",
}


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, (bytes, memoryview)) else value


def columns_of(figures: Figures) -> dict[str, object]:
    """The figures by the columns of the table."""
    return {
        "bank_fen": figures.ends.bank.fen,
        "book_fen": figures.ends.book.fen,
        "bank_in_fen": figures.bank_in.fen,
        "bank_out_fen": figures.bank_out.fen,
        "book_in_fen": figures.book_in.fen,
        "book_out_fen": figures.book_out.fen,
        "other_fen": figures.other.fen,
    }


def _made(connection: Connection, row: Any) -> Made:
    codes = lookups(connection).person_codes
    books = _books(connection, row.unit_id, row.account)
    now = reconciliation_store.known_now(connection, row.unit_id)
    _, booked = reconciliation_store.moved(connection, books, now, row.until)
    reopened = row.reopened_at is not None
    return Made(
        account=row.account,
        number=row.number,
        until=row.until,
        bank=Money(row.bank_fen),
        book=Money(row.book_fen),
        other=Money(row.other_fen),
        other_basis=row.other_basis,
        items=row.items,
        position=row.position,
        made_by=codes.get(row.person_id, "?"),
        made_at=row.made_at,
        reopened_by=codes.get(row.reopened_by, "?") if reopened else "",
        reopened_at=row.reopened_at if reopened else "",
        reason=row.reason if reopened else "",
        book_now=Money(booked),
    )


def _books(connection: Connection, unit_id: int, number: int) -> Books:
    account = bank_store.account(connection, unit_id, number)
    return Books(unit_id, number, account.account_id if account is not None else 0)


def drawn(
    connection: Connection,
    books: Books,
    known: Known,
    until: dt.date,
    parted: tuple[bool, tuple[Place, ...]],
) -> Figures:
    """What stands on a day; `parted` says whether other money lies there, and ours."""
    spans = reconciliation_store.spans(connection, books, known)
    banked, booked = reconciliation_store.moved(connection, books, known, until)
    opening, first = (spans[0].opening_fen, spans[0].since) if spans else (0, until)
    ends = Ends(until, Money(opening + banked), Money(booked), first, Money(opening))
    shared, ours = parted
    rows = reconciliation_store.open_rows(connection, books, known, until)
    postings = reconciliation_store.open_postings(connection, books, known, until)
    under_way = (match for _, match in (*rows, *postings))
    met = reconciliation_store.met_on(connection, books, under_way)
    return draw(
        ends,
        (replace(_row(row), met_on=met.get(match)) for row, match in rows),
        (replace(posting(one), met_on=met.get(match)) for one, match in postings),
        shared=shared,
        ours=ours,
    )


def gaps(spans: Sequence[Any], until: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """The days up to one that no statement covers, between those that some do."""
    reached = spans[0].until
    for before, after in pairwise(spans):
        reached = max(reached, before.until)
        if reached + _DAY < after.since and reached < until:
            yield reached + _DAY, after.since - _DAY


def _row(row: Any) -> Item:
    return Item(
        place=(row.statement, row.row),
        booked_on=row.booked_on,
        amount=Money(row.amount_fen),
        told=f"流水 {row.reference or f'{row.statement}/{row.row}'}",
        summary=_KINDS.get(row.kind, ""),
    )


def posting(row: Any) -> Item:
    """A posting as an item, told by its voucher."""
    opens = row.period % 100 == 0
    month = "" if opens else f"-{row.period % 100:02d}"
    return Item(
        place=(row.position, row.line),
        booked_on=row.dated_on,
        amount=Money(row.amount_fen),
        told=f"{row.period // 100}{month} {row.kind}-{row.number}",
        summary=row.summary,
        opens=opens,
    )
