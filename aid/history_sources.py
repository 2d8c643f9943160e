"""Where aid that people had is recorded (救助的出处): each tells many files at once.

1. What was paid elsewhere or earlier counts until it is withdrawn (`history_store.py`).
2. Lines of payment batches count while the batch stands: not dropped, not refused. What
   the bank sent back is still owed, and counts.
3. Lines of hand-outs count at the cost of what is out: issued by a voucher that stands,
   less what came back.

A duty that pays adds a function here.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from aid import batch_store, handout_store, history_store
from aid.claims import Project
from ledger.database import Connection
from ledger.money import Money
from ledger.periods import china_day
from ledger.register import lookups
from treasury import stock

ELSEWHERE, BATCHES, HANDOUTS = "elsewhere", "batches", "handouts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Had:
    """Aid that somebody had; `revision` 0 is the latest of the file.

    `unit_id` and `ref` say where it is recorded: the number of a payment elsewhere, the
    key of a batch or a hand-out; `case_key` the case of that unit that it answers.
    """

    file: int
    revision: int = 0
    member: int
    project: Project
    year: int
    period: str
    amount: Money
    is_other: bool = False
    paid_on: dt.date
    paid_by: str
    unit_id: int
    ref: str
    recorded_at: str
    case_key: str = ""


Source = Callable[[Connection, frozenset[int], int | None, str], Iterator[Had]]
"""Tells the aid of files, of a year or of all, as known before an instant or now."""


def _elsewhere(
    connection: Connection, files: frozenset[int], year: int | None, known: str
) -> Iterator[Had]:
    for row in history_store.given(connection, files, year, known):
        yield Had(
            file=row.file,
            revision=row.revision,
            member=row.member,
            project=Project(row.project),
            year=row.year,
            period=row.period,
            amount=Money(row.amount_fen),
            is_other=bool(row.is_other),
            paid_on=row.paid_on,
            paid_by=row.paid_by,
            unit_id=row.unit_id,
            ref=str(row.number),
            recorded_at=row.recorded_at,
        )


def _batches(
    connection: Connection, files: frozenset[int], year: int | None, known: str
) -> Iterator[Had]:
    """Rule 2."""
    units = lookups(connection)
    for row in batch_store.given_to(connection, sorted(files), (0, "")):
        if year not in {None, row.year} or (known and row.saved_at >= known):
            continue
        yield Had(
            file=row.file,
            revision=row.revision,
            member=row.member,
            project=Project(row.project),
            year=row.year,
            period=row.period,
            amount=Money(row.amount_fen),
            paid_on=china_day(dt.datetime.fromisoformat(row.saved_at)),
            paid_by=units.units[units.unit_codes[row.unit_id]].name,
            unit_id=row.unit_id,
            ref=f"{row.key}/{row.line}",
            recorded_at=row.saved_at,
            case_key=row.case_key,
        )


def _handouts(
    connection: Connection, files: frozenset[int], year: int | None, known: str
) -> Iterator[Had]:
    """Rule 3; reads the movements of each issue once."""
    units = lookups(connection)
    costs: dict[tuple[int, str], dict[int, int]] = {}
    for row in history_store.issued(connection, files, year, known):
        issue = row.unit_id, row.issue_ref
        code = units.unit_codes[row.unit_id]
        if issue not in costs:
            costs[issue] = _costs(connection, code, row)
        if fen := costs[issue].get(row.first_move + row.line - 1, 0):
            yield Had(
                file=row.file,
                member=row.member,
                project=Project(row.project),
                year=row.year,
                period=str(row.year),
                amount=Money(fen),
                paid_on=row.acted_on,
                paid_by=units.units[code].name,
                unit_id=row.unit_id,
                ref=f"{row.key}/{row.line}",
                recorded_at=row.recorded_at,
                case_key=row.case_key,
            )


def _costs(connection: Connection, unit: str, row: Any) -> dict[int, int]:
    """What is out of an issue, by the number of its movement, in fen."""
    moves = stock.moves(connection, unit, ref=row.issue_ref)
    found = {one.number: one.row.cost_fen for one in moves if one.alive}
    span = row.unit_id, row.first_move, row.last_move
    for ref in handout_store.return_refs(connection, *span):
        for one in stock.moves(connection, unit, ref=ref):
            if one.alive and one.row.source in found:
                found[one.row.source] -= one.row.cost_fen
    return found


SOURCES: tuple[tuple[str, str, Source], ...] = (
    (ELSEWHERE, "此前或其他单位", _elsewhere),
    (BATCHES, "发放批次", _batches),
    (HANDOUTS, "实物发放", _handouts),
)
"""Key, label, and what tells it."""
