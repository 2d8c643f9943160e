"""The SQL of money between units.

Every function works inside a transaction given by the caller. No statement joins rows
of two units: what the sender and the receiver say is read apart.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, and_, func, select

from ledger import tables
from ledger.store import marked
from treasury.transfer_tables import transfer_answers, transfer_returns, transfers


class LegRow(NamedTuple):
    """A line of a voucher made for a transfer, or of what corrects that voucher.

    `ref` is that of the voucher made for it.
    """

    unit_id: int
    ref: str
    position: int
    line: int
    dated_on: dt.date
    account_id: int
    fund_id: int
    debit_fen: int
    credit_fen: int


def next_number(connection: Connection, unit_id: int) -> int:
    """The number of a unit's next transfer."""
    t = transfers.c
    last = connection.scalar(select(func.max(t.number)).where(t.unit_id == unit_id))
    return (last or 0) + 1


def next_return(connection: Connection, unit_id: int, number: int) -> int:
    """The step of the next return of a transfer's money."""
    t = transfer_returns.c
    count = connection.scalar(
        select(func.count()).where(t.unit_id == unit_id, t.number == number)
    )
    return (count or 0) + 1


def next_answer(connection: Connection, unit_id: int, from_id: int, number: int) -> int:
    """The step of a receiver's next answer to a transfer."""
    t = transfer_answers.c
    count = connection.scalar(
        select(func.count()).where(
            t.unit_id == unit_id, t.from_id == from_id, t.number == number
        )
    )
    return (count or 0) + 1


def sent(
    connection: Connection, senders: Collection[int], units: Collection[int]
) -> list[Any]:
    """Transfers of senders that one of the units sent or was sent."""
    t = transfers.c
    query = _standing(transfers).where(
        t.unit_id.in_(senders), t.unit_id.in_(units) | t.to_id.in_(units)
    )
    return list(connection.execute(query.order_by(t.unit_id, t.number)))


def one_sent(connection: Connection, unit_id: int, number: int) -> Any:
    """One transfer of a sender, or None."""
    t = transfers.c
    query = _standing(transfers).where(t.unit_id == unit_id, t.number == number)
    return connection.execute(query).one_or_none()


def number_of_ref(connection: Connection, unit_id: int, ref: str) -> int | None:
    """The number of the transfer whose voucher has a reference, or None."""
    t = transfers.c
    return connection.scalar(select(t.number).where(t.unit_id == unit_id, t.ref == ref))


def answers(connection: Connection, receivers: Collection[int]) -> list[Any]:
    """All answers that units gave, step by step."""
    t = transfer_answers.c
    query = _standing(transfer_answers).where(t.unit_id.in_(receivers))
    return list(
        connection.execute(query.order_by(t.unit_id, t.from_id, t.number, t.step))
    )


def answers_to(
    connection: Connection, unit_id: int, from_id: int, number: int
) -> list[Any]:
    """What a unit answered to one transfer, step by step."""
    t = transfer_answers.c
    query = _standing(transfer_answers).where(
        t.unit_id == unit_id, t.from_id == from_id, t.number == number
    )
    return list(connection.execute(query.order_by(t.step)))


def returns(connection: Connection, senders: Collection[int]) -> list[Any]:
    """All returns that units booked, step by step."""
    t = transfer_returns.c
    query = _standing(transfer_returns).where(t.unit_id.in_(senders))
    return list(connection.execute(query.order_by(t.unit_id, t.number, t.step)))


def returns_of(connection: Connection, unit_id: int, number: int) -> list[Any]:
    """The returns of one transfer's money, step by step."""
    t = transfer_returns.c
    query = _standing(transfer_returns).where(t.unit_id == unit_id, t.number == number)
    return list(connection.execute(query.order_by(t.step)))


def _standing(table: Table) -> Select[Any]:
    """Rows with the voucher made for them, and whether it was cancelled or given up."""
    t, v = table.c, tables.vouchers.alias("v")
    d = tables.draft_steps.c
    dropped = (
        select(1)
        .where(d.unit_id == t.unit_id, d.draft == t.draft, d.state == "dropped")
        .exists()
    )
    return select(
        table,
        v.c.position.label("position"),
        v.c.dated_on.label("booked_on"),
        (_corrected(v, "full") & ~_corrected(v, "replacement")).label("cancelled"),
        dropped.label("dropped"),
    ).outerjoin_from(table, v, and_(v.c.unit_id == t.unit_id, v.c.ref == t.ref))


def _corrected(v: Any, how: str) -> Any:
    """Whether a voucher was corrected so; what replaces it must stand itself."""
    c = tables.vouchers.alias(f"by_{how}")
    found = select(1).where(
        c.c.unit_id == v.c.unit_id,
        c.c.corrects == v.c.position,
        c.c.correction == how,
    )
    if how == "replacement":
        found = found.where(~_corrected(c, "full"))
    return found.exists()


def legs(connection: Connection, units: Collection[int]) -> list[LegRow]:
    """Lines of all vouchers that units made for transfers, corrections with them."""
    found: set[LegRow] = set()
    for table in (transfers, transfer_answers, transfer_returns):
        for corrections in (False, True):
            query = _lines(table, corrections=corrections)
            rows = connection.execute(query.where(table.c.unit_id.in_(units)))
            # An answer given anew has the reference of the one before.
            found |= {LegRow(*row) for row in rows}
    return sorted(found)


def _lines(table: Table, *, corrections: bool) -> Select[Any]:
    t, v, w = table.c, tables.vouchers.alias("v"), tables.vouchers.alias("w")
    p = tables.postings
    same = w.c.corrects if corrections else w.c.position
    return (
        select(
            t.unit_id,
            t.ref,
            w.c.position,
            p.c.line,
            w.c.dated_on,
            p.c.account_id,
            p.c.fund_id,
            p.c.debit_fen,
            p.c.credit_fen,
        )
        .join_from(table, v, and_(v.c.unit_id == t.unit_id, v.c.ref == t.ref))
        .join(w, and_(w.c.unit_id == v.c.unit_id, same == v.c.position))
        .join(p, and_(p.c.unit_id == w.c.unit_id, p.c.position == w.c.position))
    )


_FLOWS = """
SELECT p.fund_id, a.class, SUM(p.debit_fen - p.credit_fen)
FROM vouchers v
JOIN postings p ON p.unit_id = v.unit_id AND p.position = v.position
JOIN accounts a ON a.id = p.account_id
WHERE v.unit_id = ? AND v.dated_on >= ? AND v.dated_on < ?
  AND v.kind <> '期初' AND v.entered <> 'year_end'
  AND a.class IN ('income', 'expense')
  AND NOT EXISTS (SELECT 1 FROM postings x JOIN accounts b ON b.id = x.account_id
    WHERE x.unit_id = v.unit_id AND x.position = v.position
      AND b.role IN ('year_result', 'closing', 'closing_restricted'))
GROUP BY p.fund_id, a.class
"""


def flows(
    connection: Connection, unit_id: int, since: dt.date, until: dt.date
) -> list[tuple[int, str, int]]:
    """Fund, class and net debit in fen of income and expense, closing left out."""
    statement = marked(connection.dialect.paramstyle, _FLOWS)
    days = since.isoformat(), until.isoformat()
    rows = connection.exec_driver_sql(statement, (unit_id, *days))
    return [(row[0], row[1], int(row[2])) for row in rows]
