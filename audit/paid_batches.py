"""V18: payment batches (发放批次), each recomputed from its lines (L13).

1. A batch has as many lines, as much, and the digest that it was saved with; each file
   number is that of the file.
2. What was asked for by its request is what its lines add up to, and so is what its
   ground says by fund, account, purpose and file number.
3. Each voucher that pays it has the lines of the batch, by file number.
4. Results have the digest, the count and the sums of the steps that sealed them.
5. Who saved it is among its makers, and none of them approved it.

Cost: one batch at a time; two statements over the lines and vouchers of each.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aid import batch_store
from aid.batch_desk import digest_line
from aid.batch_tables import FAILED, PAID, RESULT
from aid.payout_lines import lines_digest, results_digest
from audit.differences import Found
from audit.masters import UnitMasters
from ledger import ground_store, grounds, request_store
from ledger.database import Connection

TEST = "V18"

NOT_AS_SAVED = "发放明细与保存时不符"
NOT_ITS_FILE = "档案号与档案不符"
NOT_AS_ASKED = "付款申请或其依据与发放明细不符"
NOT_AS_PAID = "付款凭证与发放明细按档案号不符"
NOT_AS_TOLD = "银行结果与登记时不符"
OWN_APPROVAL = "编制人，或建立、变更过其中档案的人批准了批次"


def verify_batches(connection: Connection, masters: UnitMasters, found: Found) -> None:
    """V18: every batch of one unit."""
    batches = batch_store.batches(connection, masters.id)
    known = {one.key: one for one in ground_store.all_grounds(connection, masters.id)}
    for row in batches:
        ground = known.pop(row.key, None)
        place = f"{masters.code} 发放批次 {row.key}"
        for what in dict.fromkeys(_breaches(connection, row, ground)):
            found.add(TEST, place, what)
    for key in sorted(known):
        found.add(TEST, f"{masters.code} 发放批次 {key}", NOT_AS_ASKED)


def _breaches(connection: Connection, row: Any, ground: Any) -> Iterator[str]:
    unit_id, key = row.unit_id, row.key
    lines = batch_store.lines(connection, unit_id, key)
    digest = lines_digest(digest_line(tuple(one)) for one in lines)
    sums = sum(one.amount_fen for one in lines)
    saved = bytes(row.digest), row.line_count, row.sum_fen
    if saved != (digest, len(lines), sums):
        yield NOT_AS_SAVED
    codes = {
        one.file: one.code
        for one in batch_store.files_of_codes(connection, {one.code for one in lines})
    }
    if any(codes.get(one.file) != one.code for one in lines):
        yield NOT_ITS_FILE
    makers = batch_store.makers(connection, unit_id, key)
    if row.person_id not in makers:
        yield OWN_APPROVAL
    if ground is not None:
        yield from _asked(connection, ground, lines)
        yield from _paid(connection, ground, lines)
        standing = request_store.standings(connection, unit_id, [ground.request])
        if any(one.approvers & makers for one in standing.values()):
            yield OWN_APPROVAL
    yield from _told(connection, row, {one.line: one.amount_fen for one in lines})


_Spent = Mapping[grounds.Spent, int]


def _spent(rows: Sequence[Any]) -> dict[grounds.Spent, int]:
    found: Counter[grounds.Spent] = Counter()
    for one in rows:
        group = one.fund_id, one.account_id, one.purpose, one.code
        found[group] += one.amount_fen
    return dict(found)


def _asked(connection: Connection, ground: Any, lines: Sequence[Any]) -> Iterator[str]:
    """Rule 2."""
    sums: Counter[tuple[int, int, str]] = Counter()
    for one in lines:
        sums[one.fund_id, one.account_id, one.purpose] += one.amount_fen
    rows = request_store.request_lines(connection, ground.unit_id, [ground.request])
    asked = {(one.fund_id, one.account_id, one.purpose): one.amount_fen for one in rows}
    same = bytes(ground.digest) == grounds.digest(_spent(lines))
    if asked != dict(sums) or not same:
        yield NOT_AS_ASKED


def _paid(connection: Connection, ground: Any, lines: Sequence[Any]) -> Iterator[str]:
    """Rule 3, for each voucher that pays, whether taken back later or not."""
    wanted = _spent(lines)
    moves = request_store.request_moves(connection, ground.unit_id, ground.request)
    places = [m.position for m in moves if m.act == "pay" and m.amount_fen > 0]
    by_place = ground_store.spent_at(connection, ground.unit_id, ground.request, places)
    if any(by_place.get(place) != wanted for place in places):
        yield NOT_AS_PAID


def _told(
    connection: Connection, row: Any, amounts: Mapping[int, int]
) -> Iterator[str]:
    """Rule 4."""
    by_step: dict[int, list[Any]] = {}
    for one in batch_store.results(connection, row.unit_id, row.key):
        by_step.setdefault(one.step, []).append(one)
    for step in batch_store.steps(connection, row.unit_id, row.key):
        if step.act != RESULT:
            continue
        told = by_step.pop(step.step, [])
        digest = results_digest((one.line, one.outcome, one.reason) for one in told)
        sums = {
            outcome: sum(amounts.get(o.line, 0) for o in told if o.outcome == outcome)
            for outcome in (PAID, FAILED)
        }
        sealed = bytes(step.digest), step.line_count, step.paid_fen, step.failed_fen
        if sealed != (digest, len(told), sums[PAID], sums[FAILED]):
            yield NOT_AS_TOLD
    if by_step:
        yield NOT_AS_TOLD
