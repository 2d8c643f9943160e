"""The SQL that budget reports read: what is open, reserved and spent, set by set."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, and_, func, select

from budgets.tables import (
    budget_lines,
    budget_sources,
    budget_steps,
    budget_versions,
)
from ledger.appropriation_tables import appropriation_moves, appropriations
from ledger.tables import totals


class LineRow(NamedTuple):
    """An appropriation as it stands now, in fen."""

    unit_id: int
    fund_id: int
    account_id: int
    purpose: str
    open: int
    reserved: int
    spent: int
    over: str


def lines(connection: Connection, year: int, units: Sequence[int]) -> list[LineRow]:
    """Every appropriation of a year with its last move.

    Cost: one statement; each line's last move is found by its index.
    """
    a, m = appropriations.c, appropriation_moves.c
    later = appropriation_moves.alias("later")
    last = (
        select(func.max(later.c.seq))
        .where(later.c.unit_id == a.unit_id, later.c.appropriation_id == a.id)
        .scalar_subquery()
    )
    query = (
        select(
            a.unit_id, a.fund_id, a.account_id, a.purpose,
            m.open_fen, m.reserved_fen, m.spent_fen, m.over,
        )
        .select_from(appropriations)
        .join(
            appropriation_moves,
            and_(m.unit_id == a.unit_id, m.appropriation_id == a.id, m.seq == last),
        )
        .where(a.year == year)
    )  # fmt: skip
    return [*map(LineRow._make, _of(connection, query, a.unit_id, units))]


class PlanRow(NamedTuple):
    """A line of an approved budget, in fen: new money of the year, and carried."""

    unit_id: int
    version: int
    kind: str
    fund_id: int
    account_id: int
    purpose: str
    new: int
    carried: int


def plans(connection: Connection, year: int, units: Sequence[int]) -> list[PlanRow]:
    """The lines of every approved version of a year's budgets."""
    v, s, t = budget_versions.c, budget_steps.c, budget_lines.c
    query = (
        select(
            t.unit_id, t.version, v.kind, t.fund_id, t.account_id, t.purpose,
            t.q1_fen + t.q2_fen + t.q3_fen + t.q4_fen, t.carried_fen,
        )
        .select_from(budget_lines)
        .join(
            budget_versions,
            and_(v.unit_id == t.unit_id, v.year == t.year, v.version == t.version),
        )
        .join(
            budget_steps,
            and_(
                s.unit_id == t.unit_id, s.year == t.year, s.version == t.version,
                s.state == "approved",
            ),
        )
        .where(t.year == year)
    )  # fmt: skip
    return [*map(PlanRow._make, _of(connection, query, t.unit_id, units))]


class SourceRow(NamedTuple):
    """What an approved budget counts on of a fund, in fen: carried, and receipts."""

    unit_id: int
    version: int
    kind: str
    fund_id: int
    carried: int
    receipts: int


def sources(connection: Connection, year: int, units: Sequence[int]) -> list[SourceRow]:
    """The sources of every approved version of a year's budgets."""
    v, s, t = budget_versions.c, budget_steps.c, budget_sources.c
    query = (
        select(
            t.unit_id, t.version, v.kind, t.fund_id, t.carried_fen, t.receipts_fen,
        )
        .select_from(budget_sources)
        .join(
            budget_versions,
            and_(v.unit_id == t.unit_id, v.year == t.year, v.version == t.version),
        )
        .join(
            budget_steps,
            and_(
                s.unit_id == t.unit_id, s.year == t.year, s.version == t.version,
                s.state == "approved",
            ),
        )
        .where(t.year == year)
    )  # fmt: skip
    return [*map(SourceRow._make, _of(connection, query, t.unit_id, units))]


def spent(
    connection: Connection,
    periods: tuple[int, int],
    units: Sequence[int],
) -> Sequence[Any]:
    """Unit, fund, account, purpose, fen net on it, in months with both ends.

    Cost: one `GROUP BY` over the kept totals of those months.
    """
    t = totals.c
    query = (
        select(
            t.unit_id, t.fund_id, t.account_id, t.purpose,
            func.sum(t.debit_fen - t.credit_fen),
        )
        .where(t.period.between(*periods))
        .group_by(t.unit_id, t.fund_id, t.account_id, t.purpose)
    )  # fmt: skip
    return _of(connection, query, t.unit_id, units)


def _of(
    connection: Connection, query: Any, unit_id: Any, units: Sequence[int]
) -> Sequence[Any]:
    # Fetched at once: row by row costs as much again.
    if len(units) <= FEW_UNITS:
        return connection.execute(query.where(unit_id.in_(units))).all()
    wanted = set(units)
    return [row for row in connection.execute(query).all() if row[0] in wanted]


FEW_UNITS = 50
"""Units that are named in a statement; of more, all are read and theirs kept."""


def year_rows(
    connection: Connection, table: Table, unit_id: int, year: int
) -> list[Any]:
    """The rows that a table of annual budgets has of one unit and year, in order."""
    query = select(table).where(table.c.unit_id == unit_id, table.c.year == year)
    return list(connection.execute(query.order_by(*table.primary_key.columns)))
