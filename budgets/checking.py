"""What is wrong with a unit's budget of a year, looked at as a whole.

The body and its papers, the base and the growth, whether the budget is approved and
filed, lines spent or held past what is open, reservations past their last day, and the
rules that are loosened now. Nothing is changed.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from budgets import annual, body, control, execution, growth_reading
from budgets import store as budget_store
from budgets.budget import Kind, State
from budgets.growth import RemarkKey, Series
from budgets.rules import Mode, Rule
from ledger import appropriation_store
from ledger.database import Connection
from ledger.money import ZERO
from ledger.periods import DECEMBER
from ledger.register import lookups


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing told: on what, what, and what to do; a `grave` one is to be mended."""

    matter: str
    what: str
    do: str
    grave: bool = True


_GRAVE = frozenset(
    {RemarkKey.NO_BASE, RemarkKey.YEAR_SKIPPED, RemarkKey.FELL_WITHOUT_NOTE}
)

_DO = {
    RemarkKey.NO_BASE: "用 bangfu budget baseline 登记基数",
    RemarkKey.FELL_WITHOUT_NOTE: "经管理机构决议说明，用 bangfu budget note 登记",
    RemarkKey.INCOME_MISSING: "用 bangfu budget income 登记经费收入",
    RemarkKey.YEAR_SKIPPED: "登记该年预算；确未安排的，由管理机构说明",
}


def matters(
    connection: Connection, unit: str, year: int, today: dt.date
) -> tuple[Matter, ...]:
    """All that is to be told of a year's budget, the body first.

    Raises:
        NotFound: there is no such unit.
    """
    on = min(today, dt.date(year, 12, 31))
    return (
        *_of_body(connection, unit, on),
        *_of_growth(connection, unit, year),
        *_of_approval(connection, unit, year),
        *_of_execution(connection, unit, year),
        *_of_control(connection, unit, year, today),
    )


def _of_body(connection: Connection, unit: str, on: dt.date) -> Iterator[Matter]:
    for problem in body.check(connection, unit, on):
        grave = not body.is_lesser(problem)
        yield Matter("管理机构", problem.what, problem.do, grave)


def _of_growth(connection: Connection, unit: str, year: int) -> Iterator[Matter]:
    for series in Series:
        for row in growth_reading.growth_of(connection, unit, series, year + 1):
            for remark in row.remarks if row.year == year else ():
                yield Matter(
                    f"逐年增长（{series.label}）",
                    remark.text,
                    _DO.get(remark.key, "列入预算说明，提请管理机构审议"),
                    series is Series.OWN and remark.key in _GRAVE,
                )


def _of_approval(connection: Connection, unit: str, year: int) -> Iterator[Matter]:
    found = annual.approved(connection, unit, year)
    if found is None:
        yield Matter(
            "预算批准",
            f"{year}年预算没有批准",
            "提交、送经审会审查，由管理机构决议批准",
        )
    elif found.kind is Kind.PROVISIONAL:
        what = f"{year}年只有年初预拨，至 {found.until}"
        yield Matter("预算批准", what, "尽快批准年度预算", grave=False)
    elif found.state is not State.FILED:
        what = f"{year}年预算没有报上级备案"
        yield Matter("预算备案", what, "用 bangfu budget file 登记", grave=False)


def _of_execution(connection: Connection, unit: str, year: int) -> Iterator[Matter]:
    drawn = execution.execution(connection, [unit], year, DECEMBER)
    for row in drawn.rows:
        if row.available < ZERO:
            named = " ".join(part for part in row.key[1:] if part)
            yield Matter(
                "预算执行",
                f"{named}：支出与预留超过预算 {(-row.available).grouped()} 元",
                "查明原因，经决议调整预算",
            )


def _of_control(
    connection: Connection, unit: str, year: int, today: dt.date
) -> Iterator[Matter]:
    found = lookups(connection).unit(unit)
    if appropriation_store.control(connection, found.id) is None:
        what, do = "没有实行预算控制", "经决议用 bangfu budget control 实行"
        yield Matter("预算控制", what, do, grave=False)
    for one in control.held(connection, unit, year):
        if control.is_expired(one.expires_on, today):
            yield Matter(
                "预留",
                f"预留 {one.key} 已过期（{one.expires_on}），"
                f"占用 {one.left.grouped()} 元",
                "用 bangfu budget release --expired 释放",
            )
    for row in budget_store.decision_rows(connection, found.id):
        if row.since.year == year and row.until >= today:
            rule, mode = Rule(row.rule), Mode(row.mode)
            yield Matter(
                "控制规则",
                f"第 {row.number} 号决定：{rule.label}{mode.label}，"
                f"{row.since} 至 {row.until}，决议 {row.resolution}",
                "到期自动恢复",
                grave=False,
            )
