"""Steps of findings as they are written, and what every step is asked."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from aid.recipient_writing import day_value
from audit.engagement_keeping import Desk, Parts
from audit.finding_kinds import MOVES, WHILE, Doing, Kept, Outcome, State
from budgets.records import written
from ledger.money import Money
from ledger.register import append_rows


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a finding to be written."""

    doing: Doing
    state: State
    on: dt.date
    words: str = ""
    paper: str = ""
    outcome: Outcome | None = None
    due_on: dt.date | None = None
    amount: Money | None = None


def append_step(desk: Desk, number: int, seq: int, step: StepRow) -> None:
    """Write a step of a finding, chained."""
    due = step.due_on
    row = (
        *(desk.unit.id, desk.engagement.key, number, 1, seq, step.doing.value),
        *(step.state.value, day_value(desk.connection, step.on)),
        *(written(step.words), written(step.paper)),
        step.outcome.value if step.outcome else "",
        None if due is None else day_value(desk.connection, due),
        *(None if step.amount is None else step.amount.fen, desk.person_id),
        desk.act.stamp,
    )
    parts: Parts = [("audit_finding_steps", [row])]
    append_rows(desk.connection, desk.unit, parts, desk.act)


def step_faults(
    desk: Desk, one: Kept, doing: Doing, on: dt.date | None
) -> Iterator[str]:
    """What every step of a finding is asked: when it is taken, and while what holds."""
    state = desk.engagement.state
    carried = one.state is State.CARRIED and state.is_ended
    if state not in WHILE[doing] and not carried:
        yield f"审计项目{state.label}，不能{doing.label}"
    if not one.acted_on <= (on or desk.today) <= desk.today:
        yield f"日期应不早于上一步（{one.acted_on}），不晚于今天"
    from_states = {start for start, _, _ in MOVES[doing]}
    if one.state not in from_states:
        yield f"第 {one.number} 号发现{one.state.label}，不能{doing.label}"
