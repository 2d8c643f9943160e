"""Approval of budgets (预算的审查与批准): from a draft to an approved budget.

1. draft → submitted → examined (经审会审查意见) → approved by a resolution on budgets →
   filed upward; returned with an opinion, dropped with a reason. A provisional share
   (年初预拨) is approved by its resolution without the committee.
2. Whoever made a version neither examines nor approves it (L6).
3. None is submitted or approved that spends past its sources, in all or of one fund.
4. What changes an approved budget is a revision; a version is not approved after a
   newer one of its kind.
5. The union's own budget does not fall below last year's without a reason, counted in
   new money: what is carried over is no growth.
6. Approval opens the money; a provisional share is absorbed by it.

Basis: 关于做好困难职工帮扶工作的意见 六（逐年增长）、九（量入为出）; 工会法 第四十五条.
"""

from collections.abc import Iterator, Sequence

from budgets import budget as values
from budgets import growth_reading, resolutions
from budgets.annual import (
    in_force,
    own_total,
    refuse,
    step_row,
    version,
    versions,
)
from budgets.budget import IN_FORCE, Budget, Kind, State, Step
from budgets.errors import BodyRefused
from budgets.growth import Series
from budgets.growth_reading import FigureSeries
from budgets.opening import open_to
from budgets.plan_rules import gaps
from budgets.records import locked, text_faults
from ledger import fund_registration, store
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.people import Act
from ledger.register import SHARED, UnitLookup, append, lookups

_MAY_FOLLOW = {
    State.SUBMITTED: (State.DRAFT, State.RETURNED),
    State.RETURNED: (State.SUBMITTED, State.EXAMINED),
    State.EXAMINED: (State.SUBMITTED,),
    State.APPROVED: (State.EXAMINED,),
    State.FILED: (State.APPROVED,),
    State.DROPPED: (State.DRAFT, State.SUBMITTED, State.RETURNED, State.EXAMINED),
}
"""The states that a version may come from; the database holds the same."""


def submit(connection: Connection, budget: Budget, act: Act) -> Budget:
    """Hand a draft, or one that was returned, to the audit committee.

    Raises:
        BudgetRefused: it spends past its sources, or is not at this step.
    """
    found, faults = _looked_at(connection, budget, State.SUBMITTED, act)
    if found.kind is Kind.PROVISIONAL:
        faults.append("年初预拨不经提交和审查，由决议直接批准")
    faults += _gap_faults(found)
    return _take(connection, found, (State.SUBMITTED, faults), act)


def examine(connection: Connection, budget: Budget, opinion: str, act: Act) -> Budget:
    """Enter the audit committee's opinion (经审会审查意见).

    The caller asks whether the person has the right to audit.

    Raises:
        BudgetRefused: the person made it, or it is not at this step.

    Basis: 工会法 第四十五条.
    """
    found, faults = _looked_at(connection, budget, State.EXAMINED, act)
    faults += _own_faults(connection, found, act, "审查")
    faults += text_faults(("审查意见", opinion, True))
    return _take(connection, found, (State.EXAMINED, faults), act, opinion=opinion)


def return_(connection: Connection, budget: Budget, opinion: str, act: Act) -> Budget:
    """Send back what was submitted or examined; to change it, draft a new version.

    Raises:
        BudgetRefused: no opinion is given, or it is not at this step.
    """
    found, faults = _looked_at(connection, budget, State.RETURNED, act)
    faults += text_faults(("退回意见", opinion, True))
    return _take(connection, found, (State.RETURNED, faults), act, opinion=opinion)


def drop(connection: Connection, budget: Budget, reason: str, act: Act) -> Budget:
    """Give a version up before it is approved.

    Raises:
        BudgetRefused: no reason is given, or it is approved.
    """
    found, faults = _looked_at(connection, budget, State.DROPPED, act)
    faults += text_faults(("作废的原因", reason, True))
    return _take(connection, found, (State.DROPPED, faults), act, opinion=reason)


def file_upward(connection: Connection, budget: Budget, paper: str, act: Act) -> Budget:
    """Note under which paper an approved budget was filed with the upper union.

    Raises:
        BudgetRefused: it names no paper, or is not approved.
    """
    found, faults = _looked_at(connection, budget, State.FILED, act)
    faults += text_faults(("报备文号", paper, True))
    return _take(connection, found, (State.FILED, faults), act, paper=paper)


def approve(
    connection: Connection,
    budget: Budget,
    resolution: str,
    act: Act,
    *,
    reason: str = "",
) -> Budget:
    """Approve by a resolution of the management body, and open the money.

    `reason` says why the union's own budget falls below last year's; a note on growth
    that is on record does as well.

    Raises:
        BudgetRefused: the person made it, the resolution is not an adopted one on a
            budget, it spends past its sources or below what is spent and reserved, it
            falls without a reason, or another version is approved. All are told.
    """
    # What all units share is locked first, as everywhere.
    store.lock_unit(connection, SHARED)
    found, faults = _looked_at(connection, budget, State.APPROVED, act)
    unit = lookups(connection).unit(found.unit)
    faults += _own_faults(connection, found, act, "批准")
    faults += _resolution_faults(connection, found.unit, resolution)
    faults += _order_faults(found, versions(connection, found.unit, found.year))
    if found.kind is not Kind.PROVISIONAL:
        faults += _gap_faults(found)
        faults += _fall_faults(connection, unit, found, reason)
    faults += text_faults(("减少的原因", reason, False))
    given_step = (State.APPROVED, faults)
    done = _take(
        connection, found, given_step, act, resolution=resolution, opinion=reason
    )
    named = [(line.fund, line.purpose) for line in found.lines if line.purpose]
    fund_registration.meet_purposes(connection, found.unit, named, act)
    opened = values.wanted(found)
    open_to(connection, found.unit, found.year, opened, resolution, act)
    return done


def fall_faults(last: Money | None, now: Money, reason: str) -> Iterator[str]:
    """Why the union's own budget may not stand as it is (rule 5); pure.

    `last` is last year's as it was approved first, None where there is none.
    """
    if last is None or now >= last or reason.strip():
        return
    yield (
        f"本级工会资金本年预算 {now.grouped()} 元，低于上年 {last.grouped()} 元，"
        f"少 {(last - now).grouped()} 元，没有写明原因；"
        "帮扶预算应逐年增长（意见 第6条），确需减少的写明原因"
    )


# -- what stands in the way of a step -----------------------------------------------


def _looked_at(
    connection: Connection, budget: Budget, state: State, act: Act
) -> tuple[Budget, list[str]]:
    """The version as it stands now, locked, and whether it may take the step."""
    locked(connection, budget.unit)
    lookups(connection).person(act.person)
    found = version(connection, budget.unit, budget.year, budget.version)
    came = _MAY_FOLLOW[state]
    if found.kind is Kind.PROVISIONAL and state is State.APPROVED:
        came = (State.DRAFT,)
    if found.state in came:
        return found, []
    wanted = "、".join(f"“{one.label}”" for one in came)
    return found, [
        f"现为“{found.state.label}”，只有{wanted}的版本可以变为“{state.label}”"
    ]


def _own_faults(
    connection: Connection, budget: Budget, act: Act, verb: str
) -> Iterator[str]:
    books = lookups(connection)
    if books.person(act.person) == books.person(budget.maker):
        yield f"编制人不得{verb}自己编制的预算（不相容职务）；换由另一人"


def _resolution_faults(connection: Connection, unit: str, key: str) -> Iterator[str]:
    try:
        resolutions.adopted(connection, unit, key, "budget")
    except (NotFound, BodyRefused) as refusal:
        yield str(refusal)


def _order_faults(budget: Budget, known: Sequence[Budget]) -> Iterator[str]:
    """Why a version comes too late (rule 4)."""
    standing = in_force(one for one in known if one.version != budget.version)
    if standing is None or budget.state in IN_FORCE:
        return
    named = f"第 {standing.version} 版（{standing.kind.label}）已经批准"
    whole = standing.kind is not Kind.PROVISIONAL
    if whole and budget.kind is not Kind.REVISION:
        yield f"{named}；要改动的，编制调整预算（bangfu budget revise）"
    elif standing.version > budget.version and (
        whole or budget.kind is Kind.PROVISIONAL
    ):
        yield f"较新的{named}；另编一版再批准"


def _gap_faults(budget: Budget) -> Iterator[str]:
    found = gaps(budget.sources, budget.lines)
    if found:
        yield "支出超过来源（量入为出）：" + "；".join(found) + "。减少支出或落实来源"


def _fall_faults(
    connection: Connection, unit: UnitLookup, budget: Budget, reason: str
) -> Iterator[str]:
    figures = growth_reading.figures(connection, unit.code, FigureSeries.OWN_BUDGET)
    noted = [
        note.reason
        for note in growth_reading.notes(connection, unit.code)
        if note.series is Series.OWN and note.year == budget.year
    ]
    given = "".join((reason.strip(), *noted))
    last = figures.get(budget.year - 1)
    yield from fall_faults(last, own_total(unit, budget), given)


def _take(  # noqa: PLR0913 - the parts of a step
    connection: Connection,
    budget: Budget,
    judged: tuple[State, Sequence[str]],
    act: Act,
    *,
    resolution: str = "",
    opinion: str = "",
    paper: str = "",
) -> Budget:
    state, faults = judged
    refuse(f"{budget.printed}不能变为“{state.label}”", faults)
    books = lookups(connection)
    key = {
        "unit_id": books.unit(budget.unit).id,
        "year": budget.year,
        "version": budget.version,
    }
    step = Step(state, act.person, act.stamp, resolution, opinion, paper)
    number = len(budget.steps) + 1
    row = step_row(key, number, step, books.person(act.person))
    append(connection, "budget_steps", [row], act)
    return version(connection, budget.unit, budget.year, budget.version)
