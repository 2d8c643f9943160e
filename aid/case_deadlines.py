"""By when what is due of a case (时限), and what is late.

1. An application is reviewed within its days, on the same day where it is urgent; one
   that an objection sent back is counted from that day, one whose aid came first from
   that of its papers. A notice comes down on the working day after its days at the
   latest; one that hung too short is told. First review follows within its days.
   Papers follow aid that came first by their day.
2. Whose duty it is is told with it.
3. What waits for a unit is listed with the cases of the units below.
4. Files that were not checked again by the day of the year are told too.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2、5条.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from aid.case_desk import DONE, duty_of, next_step
from aid.case_kinds import OPEN, Case, Doing, State
from aid.cases import cases_of, cases_of_units
from aid.deadlines import (
    Deadline,
    emergency_papers,
    first_review,
    provisional,
    publication,
    review,
)
from aid.kept_standards import standards_of
from aid.rechecks import recheck
from aid.standards import InForce
from aid.unit_standards import UnitStandards
from aid.workdays import after
from ledger.accounts import Labelled
from ledger.balances import subtree
from ledger.database import Connection
from ledger.register import Lookups, lookups


class Due(Labelled):
    """What is to be done by a day."""

    REVIEW = "review", "审核"
    TAKE_DOWN = "take_down", "撤下公示"
    PUBLISH_AGAIN = "publish_again", "公示不足，重新公示"
    FIRST_REVIEW = "first_review", "初审"
    PAPERS = "papers", "补办审批手续"
    RECHECK = "recheck", "年度复核"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueStep:
    """What is due of a case or a file by when, by which unit; `key` '' of a file."""

    due: Due
    key: str
    code: str
    by: str
    on: dt.date
    told: str
    is_provisional: bool = False


def due_of(case: Case, rules: InForce, books: Lookups) -> Iterator[DueStep]:
    """All that is due of a case, by the rules of a day."""
    if case.state is State.APPLIED and not case.awaits_papers:
        since = case.returned_on or case.papers_on or case.applied_on
        yield _counted(
            case,
            Due.REVIEW,
            Doing.REVIEW,
            books,
            review(rules, since, urgent=case.urgent),
        )
    if case.state.is_open or case.state in DONE:
        yield from _notice(case, rules, books)
        if case.awaits_papers and case.released_on is not None:
            papers = emergency_papers(rules, case.released_on)
            yield _counted(case, Due.PAPERS, Doing.PAPERS, books, papers)
    if case.state is State.PUBLISHED and not case.own and case.ends_on is not None:
        since = case.last_on or case.ends_on
        if since >= case.ends_on:
            counted = first_review(rules, since)
            yield _counted(case, Due.FIRST_REVIEW, Doing.FIRST_REVIEW, books, counted)


def late(
    connection: Connection,
    unit: str,
    on: dt.date,
    standards: UnitStandards | None = None,
) -> tuple[DueStep, ...]:
    """What of a unit's cases and files is past its day, the longest first.

    Without `standards` the unit goes by those that the books keep for it.

    Raises:
        NotFound: there is no such unit.
    """
    rules = (standards or standards_of(connection, unit)).on(on)
    books = lookups(connection)
    found = [
        one
        for case in cases_of(connection, unit)
        for one in due_of(case, rules, books)
        if one.on < on or (one.due is Due.PUBLISH_AGAIN and one.on == on)
    ]
    year = recheck(connection, unit, on.year, rules)
    if on > year.deadline.due_on:
        found += [
            DueStep(
                due=Due.RECHECK,
                key="",
                code=code,
                by=unit,
                on=year.deadline.due_on,
                told=year.deadline.told,
            )
            for code in year.unchecked
        ]
    return tuple(sorted(found, key=lambda one: (one.on, one.key, one.code)))


def waiting(
    connection: Connection, unit: str, on: dt.date
) -> tuple[tuple[Case, Doing, DueStep | None], ...]:
    """The cases that wait for a unit, its own and those of units below.

    Those with the nearest deadline come first, those without one last.

    Raises:
        NotFound: there is no such unit.
    """
    books, rules = lookups(connection), standards_of(connection, unit).on(on)
    found = []
    # Units by the thousand may lie below: their cases are read at once.
    under = cases_of_units(connection, subtree(books, unit), (*OPEN, State.APPROVED))
    for case in sorted(under, key=lambda one: one.unit):
        step = next_step(books, case)
        if step is None or step[1] != unit:
            continue
        dues = [one for one in due_of(case, rules, books) if one.by == unit]
        due = min(dues, key=lambda one: one.on, default=None)
        found.append((case, step[0], due))
    return tuple(
        sorted(found, key=lambda one: (one[2] is None, one[2].on if one[2] else on))
    )


def _counted(
    case: Case, due: Due, doing: Doing, books: Lookups, deadline: Deadline
) -> DueStep:
    return DueStep(
        due=due,
        key=case.key,
        code=case.code,
        by=duty_of(books, case, doing).unit,
        on=deadline.due_on,
        told=deadline.told,
        is_provisional=deadline.is_provisional,
    )


def _notice(case: Case, rules: InForce, books: Lookups) -> Iterator[DueStep]:
    """A notice that is to come down, or that hung too short."""
    if case.hung_on is None or case.ends_on is None:
        return
    shown = publication(rules, case.hung_on)
    by = duty_of(books, case, Doing.TAKE_DOWN).unit
    if case.last_on is None:
        end = after(case.ends_on, 1)
        unsure = shown.is_provisional or end.is_provisional
        told = (
            f"{case.hung_on} 张贴的公示满期于 {case.ends_on}，"
            f"应于 {end.on} 前（含当日）撤下{provisional(unsure)}"
        )
        yield DueStep(
            due=Due.TAKE_DOWN,
            key=case.key,
            code=case.code,
            by=by,
            on=end.on,
            told=told,
            is_provisional=unsure,
        )
    elif case.last_on < case.ends_on and case.state.is_open:
        yield DueStep(
            due=Due.PUBLISH_AGAIN,
            key=case.key,
            code=case.code,
            by=by,
            on=case.last_on,
            told=shown.told(case.last_on),
            is_provisional=shown.is_provisional,
        )
