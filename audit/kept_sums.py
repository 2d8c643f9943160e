"""V5, V6 and V8: what the books keep of their sums, held against the postings.

1. V5 totals: the kept totals equal the postings.
2. V6 money: each position row equals the running sum of its fund and account (L7).
3. V8 closes: checkpoints equal the totals at their close, heads equal their voucher.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from audit.differences import Found
from audit.masters import Masters
from ledger import chain, evidence, queries, store, tables
from ledger.database import Connection
from ledger.money import Money
from ledger.periods import label


def compare_totals(
    connection: Connection,
    unit_id: int,
    computed: Mapping[tuple[int, int, int, str], Sequence[int]],
    masters: Masters,
    found: Found,
) -> None:
    """V5: `computed` are debit, credit, persons by (period, account, fund, purpose)."""
    kept = {
        tuple(row[1:5]): [int(row[5]), int(row[6]), int(row[7])]
        for row in store.all_rows(connection, tables.totals, unit_id)
    }
    for key in sorted(kept.keys() | computed.keys()):
        stands, should = kept.get(key), computed.get(key)
        if stands != should:
            place = _key_place(key, masters)
            found.add("V5", place, f"汇总为 {_sums(stands)}，分录为 {_sums(should)}")


def _key_place(key: Any, masters: Masters) -> str:
    period, account, fund, purpose = key
    code = masters.account_codes.get(account, "?")
    named = f" {purpose}" if purpose else ""
    return f"{label(period)} 科目 {code} 资金序号 {fund}{named}"


def _sums(sums: Sequence[int] | None) -> str:
    if sums is None:
        return "无"
    debit, credit, persons = sums
    return f"借 {Money(debit).grouped()} 贷 {Money(credit).grouped()} 人次 {persons}"


def compare_money(
    connection: Connection,
    unit_id: int,
    computed: dict[tuple[int, int, int], tuple[int, int | None]],
    masters: Masters,
    found: Found,
) -> None:
    """V6: `computed` are balance and overdrawing voucher, by (fund, account, position).

    What is met is taken out of `computed`: a year of a city is much to hold twice.
    """
    for fund, account, position, *stands in evidence.money_rows(connection, unit_id):
        should = computed.pop((fund, account, position), None)
        kept = (stands[0], stands[1])
        if kept != should:
            _tell_money((fund, account, position), (kept, should), masters, found)
    for key in sorted(computed):
        _tell_money(key, (None, computed[key]), masters, found)


def _tell_money(
    key: tuple[int, int, int],
    both: tuple[tuple[int, int | None] | None, tuple[int, int | None] | None],
    masters: Masters,
    found: Found,
) -> None:
    fund, account, position = key
    code = masters.account_codes.get(account, "?")
    place = f"链位 {position} 科目 {code} 资金序号 {fund}"
    kept, should = map(_fen, both)
    found.add("V6", place, f"结存为 {kept}，应为 {should}")


def _fen(row: tuple[int, int | None] | None) -> str:
    if row is None:
        return "无"
    by = f"（透支自链位 {row[1]}）" if row[1] else ""
    return f"{Money(row[0]).grouped()} 元{by}"


def verify_closes(connection: Connection, unit_id: int, found: Found) -> None:
    """V8: every close, in order."""
    sums: dict[tuple[int, int, str], list[int]] = {}
    before = 0
    periods = {close.period for close in queries.closes(connection, unit_id)}
    for period in sorted(evidence.checkpoint_periods(connection, unit_id) - periods):
        found.add("V8", f"检查点 {label(period)}", "没有对应的结账")
    for close in queries.closes(connection, unit_id):
        place = f"结账 {label(close.period)}"
        digest = queries.hash_at(connection, unit_id, close.position) or chain.GENESIS
        if digest != bytes(close.hash):
            found.add("V8", place, "链位摘要与凭证不符")
        for row in queries.totals_between(
            connection, unit_id, before, close.period + 1
        ):
            kept = sums.setdefault(
                (row.account_id, row.fund_id, row.purpose), [0, 0, 0]
            )
            kept[0] += row.debit_fen
            kept[1] += row.credit_fen
            kept[2] += row.persons
        before = close.period + 1
        rows = store.checkpoint_rows(connection, unit_id, close.period)
        if {row[:3]: list(row[3:]) for row in rows} != sums:
            found.add("V8", place, "检查点与余额汇总不符")
        if chain.totals_hash(rows) != bytes(close.totals_hash):
            found.add("V8", place, "检查点摘要不符")
