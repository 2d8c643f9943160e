"""Findings as they stand, with their exceptions and steps: a few queries for all."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from audit import finding_store as store
from audit.check import Severity
from audit.finding_kinds import (
    Category,
    Doing,
    Duty,
    Excepted,
    Kept,
    Outcome,
    State,
    Step,
)
from budgets.records import read_back
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.register import Lookups, lookups
from ledger.vouchers import mark

BETWEEN = "、"
"""What stands between several marks or file numbers of an exception."""


def finding_of(connection: Connection, unit: str, engagement: str, number: int) -> Kept:
    """A finding as it stands.

    Raises:
        NotFound: there is no such unit or finding.
    """
    for one in findings_of(connection, unit, engagement):
        if one.number == number:
            return one
    told = f"{engagement}/{number}"
    raise NotFound("审计发现", told, "用 bangfu audit findings list 查看")


def findings_of(
    connection: Connection, unit: str, engagement: str | None = None
) -> tuple[Kept, ...]:
    """The findings of an engagement, or all of a unit, by engagement and number.

    A few queries, whatever there are.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    at = books.unit(unit)
    said: dict[tuple[str, int], list[Any]] = {}
    for row in store.revisions(connection, at.id, engagement):
        said.setdefault((row.engagement, row.number), []).append(row)
    parts = {
        name: _by_finding(read(connection, at.id, engagement))
        for name, read in (
            ("steps", store.steps),
            ("links", store.links_of),
            ("duties", store.duties),
        )
    }
    return tuple(
        _kept(books, rows, {name: found.get(key, []) for name, found in parts.items()})
        for key, rows in said.items()
    )


def findings_on(connection: Connection, unit: str, on: dt.date) -> tuple[Kept, ...]:
    """The findings of a unit that were raised by a day, as they stood at its end.

    Their words are those of the last revision.

    Raises:
        NotFound: there is no such unit.
    """
    found = [one for one in findings_of(connection, unit) if one.raised_on <= on]
    later = {one.engagement for one in found if one.acted_on > on}
    steps = {key: steps_of(connection, unit, key) for key in later}
    return tuple(
        _stood(one, steps[one.engagement][one.number], on) if one.acted_on > on else one
        for one in found
    )


def findings_of_fund(
    connection: Connection, unit: str, fund: str, on: dt.date
) -> tuple[Kept, ...]:
    """The same of those that point to a voucher with a posting of one fund.

    Raises:
        NotFound: there is no such unit, or no such fund in it.
    """
    at = lookups(connection).unit(unit)
    if fund not in at.funds:
        raise NotFound("资金", fund)
    touching = store.touching(connection, at.id, at.funds[fund])
    return tuple(
        one
        for one in findings_on(connection, unit, on)
        if (one.engagement, one.number) in touching
    )


def _stood(one: Kept, steps: Sequence[Step], on: dt.date) -> Kept:
    known = [step for step in steps if step.on <= on]
    last = known[-1]
    due = [step.due_on for step in known if step.due_on is not None]
    return replace(
        one,
        state=last.state,
        seq=last.seq,
        acted_on=last.on,
        due_on=due[-1] if due else None,
        closed_on=last.on if last.state is State.CLOSED else None,
        recovered=sum((step.amount for step in known if step.amount), Money(0)),
    )


def _by_finding(rows: Sequence[Any]) -> dict[tuple[str, int], list[Any]]:
    found: dict[tuple[str, int], list[Any]] = {}
    for row in rows:
        found.setdefault((row.engagement, row.number), []).append(row)
    return found


def _kept(books: Lookups, said: Sequence[Any], parts: dict[str, list[Any]]) -> Kept:
    last, steps = said[-1], parts["steps"]
    state = State(steps[-1].state)
    population = None
    if last.population is not None:
        of = (read_back(last.population_of), last.population)
        population = (*of, Money(last.population_fen))
    due = [row.due_on for row in steps if row.due_on is not None]
    recovered = sum(row.amount_fen or 0 for row in steps)
    return Kept(
        engagement=last.engagement,
        number=last.number,
        revision=last.revision,
        check=last.check_key,
        title=read_back(last.title),
        severity=Severity(last.severity),
        criterion=read_back(last.criterion),
        condition=read_back(last.condition),
        cause=read_back(last.cause),
        effect=read_back(last.effect),
        recommendation=read_back(last.recommendation),
        amount=Money(last.amount_fen),
        persons=last.persons,
        evidence=read_back(last.evidence),
        population=population,
        count=last.exceptions,
        responsible_unit=books.unit_codes[last.responsible_unit_id],
        vouchers=tuple(
            mark(row.period, row.kind, row.voucher)
            for row in parts["links"]
            if row.position is not None
        ),
        proofs=tuple(row.proof for row in parts["links"] if row.proof),
        duties=tuple(_duties(books, parts["duties"])),
        state=state,
        seq=steps[-1].seq,
        acted_on=steps[-1].acted_on,
        raised_on=steps[0].acted_on,
        due_on=due[-1] if due else None,
        closed_on=steps[-1].acted_on if state is State.CLOSED else None,
        recovered=Money(recovered),
    )


def _duties(books: Lookups, rows: Sequence[Any]) -> Iterator[Duty]:
    """The last word on each person and post."""
    last = {(row.officer_id, row.post): row for row in rows}
    for row in last.values():
        yield Duty(
            person=books.person_codes[row.officer_id],
            post=read_back(row.post),
            category=Category(row.category),
            amount=None if row.amount_fen is None else Money(row.amount_fen),
            words=read_back(row.words),
            on=row.acted_on,
        )


def exceptions_of(
    connection: Connection, unit: str, engagement: str, number: int
) -> Iterator[Excepted]:
    """The exceptions of a finding, as they come.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    for row in store.exceptions(connection, unit_id, engagement, number):
        yield Excepted(
            item=row.item,
            condition=row.condition,
            amount=Money(row.amount_fen),
            persons=row.persons,
            evidence=tuple(filter(None, row.evidence.split(BETWEEN))),
            recipients=tuple(filter(None, row.recipients.split(BETWEEN))),
        )


def steps_of(
    connection: Connection, unit: str, engagement: str, number: int | None = None
) -> dict[int, tuple[Step, ...]]:
    """The steps of findings of an engagement, by number, first to last.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    found: dict[int, tuple[Step, ...]] = {}
    for row in store.steps(connection, books.unit(unit).id, engagement):
        if number in {None, row.number}:
            found[row.number] = (*found.get(row.number, ()), _step(books, row))
    return found


def _step(books: Lookups, row: Any) -> Step:
    return Step(
        seq=row.seq,
        doing=Doing(row.act),
        state=State(row.state),
        on=row.acted_on,
        words=read_back(row.words),
        paper=read_back(row.paper),
        outcome=Outcome(row.outcome) if row.outcome else None,
        due_on=row.due_on,
        amount=None if row.amount_fen is None else Money(row.amount_fen),
        person=books.person_codes[row.person_id],
        recorded_at=row.recorded_at,
    )
