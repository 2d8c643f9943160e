"""The rules of control (控制规则): in force for good, loosened or tightened for days.

1. A unit is put under control by a resolution, once. From that day each voucher that
   spends aid money names a reservation; the database refuses it otherwise.
2. Past the year's money: refused (stop). Past the quarter's: told (warn). What a
   quarter leaves rolls on to the next. These are the defaults; a resolution changes
   one of them from a day to a day, for a line or the whole unit, with a reason. It
   ends by itself, so that nobody has to switch a rule on again; the audit lists it.

Basis: the modes are settings, for the sources name none.
"""

import datetime as dt
from dataclasses import dataclass

from budgets import store as budget_store
from budgets.errors import ControlRefused
from budgets.lines import Line, standing
from budgets.resolutions import Subject, adopted
from ledger import appropriation_store, store
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import append, lookups


class Rule(Labelled):
    """What a decision may change."""

    YEAR = "year", "年度预算"
    QUARTER = "quarter", "季度进度"
    ROLL = "roll", "季度余额结转"


class Mode(Labelled):
    """What happens past a limit."""

    STOP = "stop", "禁止"
    WARN = "warn", "提示"


DEFAULTS = {Rule.YEAR: Mode.STOP, Rule.QUARTER: Mode.WARN, Rule.ROLL: Mode.WARN}
"""Under `roll` what a quarter leaves rolls on where the mode is `warn`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A rule changed by resolution, from `since` to `until`, the last day of it."""

    unit: str
    rule: Rule
    mode: Mode
    since: dt.date
    until: dt.date
    reason: str
    resolution: str
    line: Line | None = None


def begin(
    connection: Connection, unit: str, since: dt.date, resolution: str, act: Act
) -> None:
    """Put a unit under control from a day on, for good.

    Raises:
        ControlRefused: it is under control already, or vouchers of that day and later
            stand, which nobody asked for a reservation.
        BodyRefused: the resolution is not adopted, or not on control.
        NotFound: there is no such unit or resolution.
    """
    books = lookups(connection, fresh=True)
    found = books.unit(unit)
    store.lock_unit(connection, found.id)
    standing = appropriation_store.control(connection, found.id)
    if standing is not None:
        what = f"{unit} 自 {standing.since} 起已实行预算控制"
        raise ControlRefused(what, do="不能停用或改期")
    last = store.last_day(connection, found.id)
    if last is not None and last >= since:
        what = f"{unit} 已有 {last} 的凭证，不能从 {since} 起控制"
        raise ControlRefused(
            what,
            why="起始日及之后的支出都要有预留",
            do=f"改从 {last + dt.timedelta(days=1)} 或之后起控制",
        )
    adopted(connection, unit, resolution, Subject.CONTROL)
    row = {
        "unit_id": found.id,
        "since": since,
        "resolution": resolution,
        "person_id": books.person(act.person),
        "ordered_at": act.stamp,
    }
    append(connection, "controls", [row], act)


def decide(connection: Connection, decision: Decision, act: Act) -> int:
    """Change a rule from a day to a day; return the decision's number.

    Raises:
        ControlRefused: it gives no reason, or reaches back or beyond its year.
        BodyRefused: the resolution is not adopted, or not on control.
        NotFound: there is no such unit, line or resolution.
    """
    books = lookups(connection, fresh=True)
    unit = books.unit(decision.unit)
    store.lock_unit(connection, unit.id)
    today = china_day(act.at)
    if not decision.reason.strip():
        raise ControlRefused("放宽或收紧预算控制要写明理由")
    if decision.since < today:
        raise ControlRefused(
            "决定不能追溯", why=f"今天是 {today}", do="起始日改为今天或之后"
        )
    if not decision.since <= decision.until <= dt.date(decision.since.year, 12, 31):
        raise ControlRefused(
            "决定要有截止日，且不跨年度",
            do=f"截止日改为 {decision.since} 至 {decision.since.year}-12-31 之间",
        )
    adopted(connection, decision.unit, decision.resolution, Subject.CONTROL)
    line_id = None
    if decision.line is not None:
        line_id = standing(connection, unit, decision.line, books).id
    number = len(budget_store.decision_rows(connection, unit.id)) + 1
    row = {
        "unit_id": unit.id,
        "number": number,
        "rule": str(decision.rule),
        "mode": str(decision.mode),
        "appropriation_id": line_id,
        "since": decision.since,
        "until": decision.until,
        "reason": decision.reason,
        "resolution": decision.resolution,
        "person_id": books.person(act.person),
        "decided_at": act.stamp,
    }
    append(connection, "control_decisions", [row], act)
    return number
