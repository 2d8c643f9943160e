"""What was imported into a live unit as history, by the rule that it passes (L12)."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection


class ImportedRow(NamedTuple):
    """A voucher that was imported since its unit went live, or for a day since.

    `left_fen` is what leaves by lines that are not red, fund by fund, or what the
    treasury pays; `amount_fen` the sum of its debits; days and instants are as stored.
    """

    position: int
    period: int
    kind: str
    number: int
    dated_on: str
    sealed_at: str
    left_fen: int
    amount_fen: int


_IMPORTED = """
SELECT i.position, i.period, i.kind, i.number, i.dated_on, i.sealed_at,
  SUM(CASE WHEN i.net_fen < 0 THEN -i.net_fen WHEN i.came > 0 THEN i.spent_fen
      ELSE 0 END),
  SUM(i.amount_fen)
FROM (
  SELECT v.position, v.period, v.kind, v.number, v.sealed_at,
    CAST(v.dated_on AS TEXT) AS dated_on,
    SUM(CASE WHEN a.money = 1 AND p.debit_fen + p.credit_fen > 0
        THEN p.debit_fen - p.credit_fen ELSE 0 END) AS net_fen,
    SUM(CASE WHEN a.spends = 1 AND p.debit_fen > 0 THEN p.debit_fen ELSE 0 END)
      AS spent_fen,
    MAX(CASE WHEN a.class = 'income' AND p.credit_fen > 0 THEN 1 ELSE 0 END) AS came,
    SUM(p.debit_fen) AS amount_fen
  FROM go_lives g
  JOIN vouchers v ON v.unit_id = g.unit_id
  JOIN postings p ON p.unit_id = v.unit_id AND p.position = v.position
  JOIN accounts a ON a.id = p.account_id
  WHERE g.unit_id = {unit} AND v.kind <> '期初' AND v.entered = 'imported'
    AND (v.dated_on >= g.since OR v.sealed_at > g.recorded_at)
  GROUP BY v.position, v.period, v.kind, v.number, v.sealed_at, v.dated_on, p.fund_id
) i
GROUP BY i.position, i.period, i.kind, i.number, i.dated_on, i.sealed_at
ORDER BY i.position
"""


def imported(connection: Connection, unit_id: int) -> Iterator[ImportedRow]:
    """What was imported since a unit went live, or for a day on which it was live.

    Cost: the postings of those vouchers.
    """
    for row in connection.exec_driver_sql(_IMPORTED.format(unit=int(unit_id))):
        position, period, kind, number, *days, left, amount = row
        head = position, period, kind, number, days[0], days[1]
        yield ImportedRow(*head, int(left), int(amount))
