"""The SQL of budgets: what acts need to know of a unit's budgets and decisions.

Registers are appended by `ledger.register.append` and read whole by
`ledger.store.all_rows`; here is what has to be asked for more narrowly.
"""

from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from ledger.appropriation_tables import control_decisions
from ledger.appropriations import Standing
from ledger.store import marked


class Desk(NamedTuple):
    """All that a reservation asks of the books."""

    line: Standing | None
    stands: str
    """The key under which the request is reserved already, or empty."""
    last: int
    """The number of the year's last reservation."""
    decided: bool
    """Whether any rule of the unit was ever changed."""
    until: str
    """The last day of a provisional share, while no budget is approved."""


def desk(
    connection: Connection, unit_id: int, key: tuple[int, int, int, str], ref: str
) -> Desk:
    """How a line stands, and what else a reservation of it asks, in one statement."""
    year = key[0]
    values = (unit_id, ref, unit_id, year, unit_id, unit_id, year, unit_id, *key)
    row = connection.exec_driver_sql(
        marked(connection.dialect.paramstyle, _DESK), values
    ).one()
    line = None
    if row[4] is not None:
        line = Standing(row[4], row[5], tuple(row[6:10]), *row[10:])
    until = str(row[3] or "")
    return Desk(line, row[0] or "", row[1] or 0, bool(row[2]), until)


_DESK = (
    "SELECT d.*, a.id, m.seq, m.q1_fen, m.q2_fen, m.q3_fen, m.q4_fen,"
    " m.reserved_fen, m.spent_fen, m.over, m.decision FROM (SELECT"
    " (SELECT key FROM reservations WHERE unit_id = ? AND ref = ?) AS stands,"
    " (SELECT MAX(number) FROM reservations WHERE unit_id = ? AND year = ?) AS last,"
    " (SELECT MAX(number) FROM control_decisions WHERE unit_id = ?) AS decided,"
    " (SELECT v.until FROM budget_versions v JOIN budget_steps s"
    " ON s.unit_id = v.unit_id AND s.year = v.year AND s.version = v.version"
    " WHERE v.unit_id = ? AND v.year = ? AND s.state = 'approved'"
    " ORDER BY CASE v.kind WHEN 'provisional' THEN 1 ELSE 0 END, v.version DESC"
    " LIMIT 1) AS until) d"
    " LEFT JOIN appropriations a ON a.unit_id = ? AND a.year = ? AND a.fund_id = ?"
    " AND a.account_id = ? AND a.purpose = ?"
    " LEFT JOIN appropriation_moves m ON m.unit_id = a.unit_id"
    " AND m.appropriation_id = a.id AND m.seq = (SELECT MAX(l.seq)"
    " FROM appropriation_moves l WHERE l.unit_id = a.unit_id"
    " AND l.appropriation_id = a.id)"
)


def decision_rows(connection: Connection, unit_id: int) -> list[Any]:
    """Every decision that changed a rule of a unit's control, in order."""
    d = control_decisions
    return list(
        connection.execute(select(d).where(d.c.unit_id == unit_id).order_by(d.c.number))
    )
