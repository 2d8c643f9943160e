"""Steps of cases as they are written: words sealed, what stands carried on."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from aid.case_kinds import ENDED, Doing, Outcome, State
from aid.recipient_writing import day_value
from ledger.database import Connection
from ledger.funds import Origin
from ledger.money import Money
from ledger.people import Act
from treasury.vault import Vault

__all__ = ["day_value"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: hung up, the last day it must hang, the last day it hung."""

    hung_on: dt.date | None = None
    ends_on: dt.date | None = None
    last_on: dt.date | None = None
    objections: int = 0


NOTHING = Notice()
"""What stands before anything was published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What was computed at a judging step, of which revision, for whose money."""

    award: Money
    revision: int
    readings: tuple[Money, Money, Money] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that is taken; `ends_on` is of a notice, `answers` the objection's seq."""

    doing: Doing
    state: State
    on: dt.date
    words: str = field(default="", repr=False)
    paper: str = ""
    answers: int | None = None
    outcome: Outcome | None = None
    to_unit_id: int | None = None
    origin: Origin | None = None
    sums: Sums | None = None
    granted: Money | None = None
    ends_on: dt.date | None = None


def case_context(unit_id: int, key: str) -> str:
    """What the words of a case are bound to."""
    return f"aid_cases.locked:{unit_id}/{key}"


def step_context(unit_id: int, key: str, seq: int) -> str:
    """What the words of a step are bound to."""
    return f"aid_case_steps.locked:{unit_id}/{key}/{seq}"


def recheck_context(unit_id: int, file: int, year: int) -> str:
    """What the words of a re-check are bound to."""
    return f"aid_rechecks.locked:{unit_id}/{file}/{year}"


def sealed_words(vault: Vault | None, words: str, context: str) -> bytes | None:
    """Words encrypted for their place; None where nothing is said."""
    plain = words.strip()
    if not plain:
        return None
    assert vault is not None, "words need the keys"
    return vault.lock(plain.encode(), context)


def carried(before: Notice, step: Step) -> Notice:
    """What stands of the notice and the objections after a step."""
    open_ = before.objections
    if step.doing is Doing.PUBLISH:
        return Notice(step.on, step.ends_on, None, open_)
    if step.doing is Doing.OBJECT:
        open_ += 1
    if step.doing is Doing.ANSWER:
        open_ -= 1
    if step.outcome is Outcome.BACK:
        return Notice(objections=open_)
    after = replace(before, objections=open_)
    hangs = before.hung_on is not None and before.last_on is None
    if hangs and (step.doing is Doing.TAKE_DOWN or step.state in ENDED):
        # What ends takes its notice down.
        after = replace(after, last_on=step.on)
    return after


def step_row(  # noqa: PLR0913, PLR0917 - where, what, after what, by whom
    connection: Connection,
    at: tuple[int, str, int, int, int],
    step: Step,
    before: Notice,
    vault: Vault | None,
    act: Act,
) -> tuple[Any, ...]:
    """A row of `aid_case_steps`.

    Args:
        connection: the books.
        at: the case's unit and key, the step's number, the acting unit, the person.
        step: what is done.
        before: what stood before.
        vault: the keys, needed where something is said.
        act: who does it, and when.
    """
    unit_id, key, seq, by_unit_id, person = at
    after = carried(before, step)
    sums = step.sums
    readings = (None, None, None)
    if sums is not None and sums.readings is not None:
        readings = tuple(one.fen for one in sums.readings)  # type: ignore[assignment] # three

    def day(value: dt.date | None) -> object:
        return None if value is None else day_value(connection, value)

    return (
        *(unit_id, key, seq, step.doing.value, step.state.value, by_unit_id),
        *(day(step.on), step.paper.strip(), step.answers),
        *(step.outcome.value if step.outcome else "", step.to_unit_id),
        *(sums.revision if sums else None, step.origin.value if step.origin else ""),
        *(sums.award.fen if sums else None, step.granted.fen if step.granted else None),
        *readings,
        *(day(after.hung_on), day(after.ends_on), day(after.last_on), after.objections),
        sealed_words(vault, step.words, step_context(unit_id, key, seq)),
        *(person, act.stamp),
    )
