"""Annual budgets (年度预算): versions of them, read and drafted.

1. A version is written once, with all its sources and lines; what is to be changed is
   a new version, and the old one is kept. `budget.compare` tells the difference.
2. A year has one annual budget; what changes it is a revision, which holds the whole
   budget as it shall be and replaces it when it is approved.
3. In force is the version approved last; an annual one or a revision before a
   provisional share (年初预拨).

What a plan may hold is in `plan_rules.py`, ways to make one in `drafting.py`, the
steps to approval in `approval.py`.

Basis: 关于做好困难职工帮扶工作的意见 六（把帮扶资金列入年度预算）.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from budgets import budget as values
from budgets import tables
from budgets.budget import IN_FORCE, Budget, BudgetLine, Kind, Source, State, Step
from budgets.errors import BudgetRefused
from budgets.plan_rules import Plan, plan_faults, told
from budgets.queries import year_rows
from budgets.records import locked, read_back, text_faults, written
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.people import Act
from ledger.register import Lookups, UnitLookup, append, lookups


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a version is, beside its plan."""

    kind: Kind = Kind.ANNUAL
    made_from: str = "hand"
    note: str = ""
    share_bp: int = 0
    until: dt.date | None = None

    def __post_init__(self) -> None:
        assert self.made_from in values.MADE_FROM
        assert (self.kind is Kind.PROVISIONAL) == (self.until is not None)


# -- reading ------------------------------------------------------------------------


def versions(connection: Connection, unit: str, year: int) -> tuple[Budget, ...]:
    """Every version of a unit's budget for a year, the first one first.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    try:
        return tuple(_read(connection, books.unit(unit), year, books))
    except (KeyError, NotFound):
        # Others may have registered since the look-ups were read.
        books = lookups(connection, fresh=True)
        return tuple(_read(connection, books.unit(unit), year, books))


def version(connection: Connection, unit: str, year: int, number: int) -> Budget:
    """One version of a year's budget.

    Raises:
        NotFound: there is no such unit or version.
    """
    for one in versions(connection, unit, year):
        if one.version == number:
            return one
    do = "用 bangfu budget versions 查看"
    raise NotFound("预算", f"{unit} {year}年第 {number} 版", do)


def newest(connection: Connection, unit: str, year: int) -> Budget:
    """The last version of a year's budget that was not dropped.

    Raises:
        NotFound: there is no such unit, or no version.
    """
    for one in reversed(versions(connection, unit, year)):
        if one.state is not State.DROPPED:
            return one
    raise NotFound("预算", f"{unit} {year}年", "先用 bangfu budget plan 编制")


def approved(connection: Connection, unit: str, year: int) -> Budget | None:
    """The version in force for a year; None before any is approved.

    Raises:
        NotFound: there is no such unit.
    """
    return in_force(versions(connection, unit, year))


def in_force(known: Iterable[Budget]) -> Budget | None:
    """Of the versions of one year, the one in force."""
    standing = [one for one in known if one.state in IN_FORCE]
    return max(
        standing,
        key=lambda one: (one.kind is not Kind.PROVISIONAL, one.version),
        default=None,
    )


def own_total(unit: UnitLookup, budget: Budget) -> Money:
    """The new money of the union's own funds (本级工会) in a budget."""
    own = {
        code
        for code, id_ in unit.funds.items()
        if unit.fund_origins[id_] == Origin.OWN_UNION
    }
    return sum((line.planned for line in budget.lines if line.fund in own), ZERO)


def _read(
    connection: Connection, unit: UnitLookup, year: int, books: Lookups
) -> Iterator[Budget]:
    parts = {
        table.name: _by_version(year_rows(connection, table, unit.id, year))
        for table in (tables.budget_sources, tables.budget_lines, tables.budget_steps)
    }
    for row in year_rows(connection, tables.budget_versions, unit.id, year):
        number = row.version
        sources = parts["budget_sources"].get(number, ())
        lines = parts["budget_lines"].get(number, ())
        steps = parts["budget_steps"].get(number, ())
        if not steps:
            # Another program began a version that nobody sealed: it is none yet.
            continue
        yield Budget(
            unit=unit.code,
            year=year,
            version=number,
            kind=Kind(row.kind),
            made_from=row.made_from,
            sources=tuple(_source(one, unit) for one in sources),
            lines=tuple(_line(one, unit, books) for one in lines),
            maker=books.person_codes[row.person_id],
            share_bp=row.share_bp,
            until=row.until,
            note=read_back(row.note),
            steps=tuple(_step(one, books) for one in steps),
        )


def _by_version(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.version, []).append(row)
    return found


def _source(row: Any, unit: UnitLookup) -> Source:
    amounts = Money(row.carried_fen), Money(row.receipts_fen)
    return Source(unit.fund_codes[row.fund_id], *amounts, read_back(row.memo))


def _line(row: Any, unit: UnitLookup, books: Lookups) -> BudgetLine:
    quarters = row.q1_fen, row.q2_fen, row.q3_fen, row.q4_fen
    first, second, third, fourth = map(Money, quarters)
    return BudgetLine(
        unit.fund_codes[row.fund_id],
        books.account_codes[row.account_id],
        row.purpose,
        (first, second, third, fourth),
        Money(row.carried_fen),
        read_back(row.memo),
    )


def _step(row: Any, books: Lookups) -> Step:
    return Step(
        State(row.state),
        books.person_codes[row.person_id],
        row.taken_at,
        row.resolution,
        read_back(row.opinion),
        read_back(row.paper),
    )


# -- drafting -----------------------------------------------------------------------


def draft(  # noqa: PLR0913, PLR0917 - whose, when, what, by whom and how
    connection: Connection,
    unit: str,
    year: int,
    sources: Sequence[Source],
    lines: Sequence[BudgetLine],
    act: Act,
    *,
    made_from: str = "hand",
    note: str = "",
) -> Budget:
    """Draft a year's budget; gaps and surplus are looked at when it is submitted.

    Raises:
        BudgetRefused: the plan is not one that may be; every fault is told.
        NotFound: there is no such unit.
    """
    plan = Plan(unit, year, tuple(sources), tuple(lines))
    return make(connection, plan, Head(made_from=made_from, note=note), act)


def revise(  # noqa: PLR0913, PLR0917 - as above
    connection: Connection,
    unit: str,
    year: int,
    sources: Sequence[Source],
    lines: Sequence[BudgetLine],
    act: Act,
    *,
    made_from: str = "hand",
    note: str = "",
) -> Budget:
    """Draft a revision of a year's approved budget: the whole budget as it shall be.

    Raises:
        BudgetRefused: there is nothing approved to revise, or as `draft`.
        NotFound: there is no such unit.
    """
    plan = Plan(unit, year, tuple(sources), tuple(lines))
    head = Head(kind=Kind.REVISION, made_from=made_from, note=note)
    return make(connection, plan, head, act)


def make(connection: Connection, plan: Plan, head: Head, act: Act) -> Budget:
    """Write a version of any kind as a draft.

    Raises:
        BudgetRefused: the plan or the version may not be; every fault is told.
        NotFound: there is no such unit.
    """
    unit = locked(connection, plan.unit)
    books = lookups(connection)
    known = versions(connection, plan.unit, plan.year)
    faults = [*_kind_faults(plan, head.kind, known)]
    faults += [told(fault, plan) for fault in plan_faults(plan, unit, books)]
    faults += text_faults(("说明", head.note, False))
    refuse(f"{plan.unit} {plan.year}年的{head.kind.label}不能编制", faults)
    rows = year_rows(connection, tables.budget_versions, unit.id, plan.year)
    key = {"unit_id": unit.id, "year": plan.year, "version": len(rows) + 1}
    person_id = books.person(act.person)
    _write(connection, key, (plan, head, person_id), act)
    return version(connection, plan.unit, plan.year, len(rows) + 1)


def _kind_faults(plan: Plan, kind: Kind, known: Iterable[Budget]) -> Iterator[str]:
    standing = in_force(known)
    whole = standing is not None and standing.kind is not Kind.PROVISIONAL
    if whole and kind is not Kind.REVISION:
        number = standing.version if standing else 0
        yield (
            f"{plan.year}年已有批准的预算（第 {number} 版）；"
            "要改动的，编制调整预算（bangfu budget revise）"
        )
    if not whole and kind is Kind.REVISION:
        yield f"{plan.year}年还没有批准的预算可以调整；先批准年度预算"


def _write(
    connection: Connection,
    key: dict[str, int],
    what: tuple[Plan, Head, int],
    act: Act,
) -> None:
    """The version, its sources and lines, then the step that seals them."""
    plan, head, person_id = what
    unit = lookups(connection).unit(plan.unit)
    accounts = _accounts(connection, unit, plan.year)
    head_row = {
        "kind": str(head.kind),
        "made_from": head.made_from,
        "share_bp": head.share_bp,
        "until": head.until,
        "note": written(head.note),
        "person_id": person_id,
        "made_at": act.stamp,
    }
    sources = [
        {
            "fund_id": unit.funds[one.fund],
            "carried_fen": one.carried.fen,
            "receipts_fen": one.receipts.fen,
            "memo": one.memo,
        }
        for one in plan.sources
    ]
    lines = [
        {
            "line": number,
            "fund_id": unit.funds[one.fund],
            "account_id": accounts[one.account],
            "purpose": one.purpose,
            **{f"q{at}_fen": money.fen for at, money in enumerate(one.quarters, 1)},
            "carried_fen": one.carried.fen,
            "memo": one.memo,
        }
        for number, one in enumerate(plan.lines, 1)
    ]
    append(connection, "budget_versions", [key | head_row], act)
    append(connection, "budget_sources", [key | row for row in sources], act)
    append(connection, "budget_lines", [key | row for row in lines], act)
    first = step_row(key, 1, Step(State.DRAFT, act.person, act.stamp), person_id)
    append(connection, "budget_steps", [first], act)


def _accounts(connection: Connection, unit: UnitLookup, year: int) -> dict[str, int]:
    day = max(f"{year:04d}-01-01", unit.opened_on)
    return lookups(connection).charts[unit.chart_on(day)]


def step_row(
    key: dict[str, int], number: int, step: Step, person_id: int
) -> dict[str, object]:
    """A step as a row of its version."""
    return {
        **key,
        "step": number,
        "state": str(step.state),
        "person_id": person_id,
        "taken_at": step.taken_at,
        "resolution": step.resolution,
        "opinion": written(step.opinion),
        "paper": written(step.paper),
    }


def refuse(what: str, faults: Sequence[str]) -> None:
    """Tell every fault at once; none, and nothing happens.

    Raises:
        BudgetRefused: there are faults.
    """
    if len(faults) == 1:
        raise BudgetRefused(what, why=faults[0])
    if faults:
        listed = (f"{number}. {one}" for number, one in enumerate(faults, 1))
        raise BudgetRefused("\n".join((f"{what}：", *listed)))
