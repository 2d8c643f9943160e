"""V14: what was matched of the bank, recomputed from its lines.

1. Runs and matches are counted without a gap; each run has the lines that it counts,
   and their digest is the one on record. No line stands without a run.
2. Rows and postings of a match have equal sums, and the amounts that the statement and
   the books have; of the run's account.
3. What was matched again had been undone before.

The runs and what was undone are held against the chain of registers (V7).
"""

from audit.differences import Found
from ledger.database import Connection
from treasury import matching_store as store
from treasury.matching_digests import lines_hash
from treasury.matching_tables import matched_postings, matched_rows

TEST = "V14"


def verify_matches(connection: Connection, unit_id: int, found: Found) -> None:
    """V14: every match of one unit."""
    number, last, lines = 0, 0, 0
    for run in store.runs(connection, unit_id):
        place = f"银行核对第 {run.run} 次"
        if run.run != number + 1 or run.first_match != last + 1:
            found.add(TEST, place, "编号不连续")
        number, last = run.run, run.last_match
        between = run.first_match, run.last_match
        rows = list(store.digest_lines(connection, unit_id, matched_rows, between))
        some = list(store.digest_lines(connection, unit_id, matched_postings, between))
        count = len(rows) + len(some)
        lines += count
        if count != run.lines:
            found.add(TEST, place, f"应有 {run.lines} 行，实有 {count} 行")
        if lines_hash(rows, some) != bytes(run.lines_hash):
            found.add(TEST, place, "内容与核对时的摘要不符")
    if (stray := store.line_counts(connection, unit_id) - lines) > 0:
        found.add(TEST, "银行核对", f"有 {stray} 行不属于任何一次核对")
    _verify_lines(connection, unit_id, last, found)


def _verify_lines(
    connection: Connection, unit_id: int, last: int, found: Found
) -> None:
    for match in store.unbalanced(connection, unit_id):
        found.add(TEST, f"银行核对 {match}", "流水合计与分录合计不等")
    for match, statement, row in store.strange_rows(connection, unit_id):
        place = f"银行核对 {match}"
        found.add(TEST, place, f"流水 {statement}/{row} 与对账单不符")
    for match, position, line in store.strange_postings(connection, unit_id):
        place = f"银行核对 {match}"
        found.add(TEST, place, f"分录 {position}/{line} 与账簿不符")
    for table in (matched_rows, matched_postings):
        for match, first, second in store.matched_twice(connection, unit_id, table):
            place = f"银行核对 {match}"
            found.add(TEST, place, f"{first}/{second} 在未撤销时又被核对")
    for row in store.undoings(connection, unit_id):
        if not 0 < row.match <= last:
            found.add(TEST, f"银行核对 {row.match}", "撤销的核对不存在")
