"""V13: the record of whose money paid for what, worked out anew from the postings.

1. Every amount, share and key that is recorded is what the books give, and none is
   missing up to where the record ends.
2. The heads follow each other from the first voucher on, and each stands on the voucher
   that it names.
3. What was open when a fund was recorded agrees with its figures then; what is open
   now is what the books give.

A record that is behind is no difference: readers work the rest out themselves.

Cost: one pass over the sums of a unit's vouchers, and one over the record.
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from audit.differences import Found
from audit.masters import UnitMasters
from ledger import evidence, queries
from ledger.database import Connection
from treasury import lineage_loading, lineage_tables
from treasury.fifo import IN_ORDER, SOURCE, USE, FundLineage

TEST = "V13"

SURPLUS = "资金溯源的记录与账簿推算不符"
MISSING = "资金溯源缺少应有的记录"
HEAD_WRONG = "资金溯源的进度与凭证链不符"
OPEN_WRONG = "当时结余或未弥补的金额与记录不符"

Place = tuple[int, str, int]
"""A fund, a side and a matter."""


def verify_lineage(connection: Connection, masters: UnitMasters, found: Found) -> None:
    """V13: the record of one unit."""
    heads = _verify_heads(connection, masters, found)
    through = max(heads, default=0)
    funds = lineage_loading.from_the_beginning(connection, masters.id, through)
    for name, table in _TABLES.items():
        expected = {
            (fund, *row)
            for fund, lineage in funds.items()
            for row in getattr(lineage.rows, name)
        }
        for row in evidence.ordered_rows(connection, table, masters.id):
            place = tuple(row.values())[1:]
            if place in expected:
                expected.remove(place)
            else:
                _tell(masters, place, SURPLUS, found)
        for place in sorted(expected):
            _tell(masters, place, MISSING, found)
    _verify_open(connection, masters, (funds, heads), found)


_TABLES = {
    "amounts": lineage_tables.lineage_amounts,
    "shares": lineage_tables.lineage_shares,
    "keys": lineage_tables.lineage_keys,
}
"""Tables of the record by the name of their rows in what is worked out."""


def _tell(masters: UnitMasters, place: Any, what: str, found: Found) -> None:
    fund, *rest = place
    told = "、".join(map(str, rest))
    code = masters.fund_codes.get(fund, str(fund))
    found.add(TEST, f"{masters.code} 资金 {code}（{told}）", what)


def _verify_heads(
    connection: Connection, masters: UnitMasters, found: Found
) -> set[int]:
    """Where the record of a unit ended, time after time."""
    heads, through = set(), 0
    table = lineage_tables.lineage_heads
    for row in evidence.ordered_rows(connection, table, masters.id):
        digest = queries.hash_at(connection, masters.id, row["through"])
        if row["after"] != through or bytes(row["hash"]) != digest:
            found.add(TEST, f"{masters.code} 链位 {row['through']}", HEAD_WRONG)
        through = row["through"]
        heads.add(through)
    return heads


# -- what was open ------------------------------------------------------------------


class _Figures:
    """What matters amounted to, and what was paid of them, at any position."""

    def __init__(self, funds: dict[int, FundLineage]) -> None:
        self._amounts: dict[Place, list[tuple[int, int]]] = {}
        self._paid: dict[Place, list[tuple[int, int]]] = {}
        self._frontiers: dict[int, list[tuple[int, int]]] = {}
        for fund, lineage in funds.items():
            for row in lineage.rows.amounts:
                of_matter = self._amounts.setdefault((fund, row.side, row.matter), [])
                of_matter.append((row.at, row.amount_fen))
            frontier = 0
            for share in lineage.rows.shares:
                source, use = (fund, SOURCE, share.source), (fund, USE, share.use)
                self._paid.setdefault(source, []).append((share.at, share.used_fen))
                self._paid.setdefault(use, []).append((share.at, share.covered_fen))
                if share.act in IN_ORDER and share.change_fen > 0:
                    frontier = max(frontier, share.source)
                self._frontiers.setdefault(fund, []).append((share.at, frontier))

    def left(self, place: Place, at: int) -> int:
        """What was left of a source, or uncovered of a use."""
        return _at(self._amounts.get(place), at) - _at(self._paid.get(place), at)

    def frontier(self, fund: int, at: int) -> int:
        """The newest source that had paid in its order."""
        return _at(self._frontiers.get(fund), at)


def _at(history: list[tuple[int, int]] | None, at: int) -> int:
    if not history:
        return 0
    before = bisect_right(history, at, key=lambda row: row[0])
    return history[before - 1][1] if before else 0


def _verify_open(
    connection: Connection,
    masters: UnitMasters,
    told: tuple[dict[int, FundLineage], set[int]],
    found: Found,
) -> None:
    """Rule 3, of what was worked out, and the heads there are."""
    funds, heads = told
    figures = _Figures(funds)
    newest: dict[int, dict[tuple[str, int], int]] = {}
    for (fund, through), rows in _standings(connection, masters.id):
        last = max((matter for side, matter, _ in rows if side == SOURCE), default=0)
        if through not in heads or last != figures.frontier(fund, through):
            _tell(masters, (fund, through), OPEN_WRONG, found)
        for side, matter, left in rows:
            stands = left > 0 or (side == SOURCE and matter == last)
            if not stands or left != figures.left((fund, side, matter), through):
                _tell(masters, (fund, through, side, matter), OPEN_WRONG, found)
        newest[fund] = {(side, matter): left for side, matter, left in rows}
    for fund, lineage in sorted(funds.items()):
        expected = {(row.side, row.matter): row.left_fen for row in lineage.standing()}
        if newest.pop(fund, {}) != expected:
            _tell(masters, (fund,), OPEN_WRONG, found)
    for fund in sorted(newest):
        _tell(masters, (fund,), OPEN_WRONG, found)


def _standings(
    connection: Connection, unit_id: int
) -> Iterator[tuple[tuple[int, int], list[tuple[str, int, int]]]]:
    """What was written down as open, by fund and head."""
    table = lineage_tables.lineage_open
    place: tuple[int, int] | None = None
    rows: list[tuple[str, int, int]] = []
    for row in evidence.ordered_rows(connection, table, unit_id):
        now = (row["fund_id"], row["through"])
        if place is not None and now != place:
            yield place, rows
            rows = []
        place = now
        rows.append((row["side"], row["matter"], row["left_fen"]))
    if place is not None:
        yield place, rows
