"""V19: hand-outs, held against their goods, their vouchers, approvals and signatures.

1. The lines of a hand-out are those of its digest, and as many as it says.
2. Each movement of an issue is that of its line, and all together cost what the issue
   says; the voucher takes as much of each item, at that cost, off stock.
3. It was approved before by another than who planned it and who issued it.
4. Who signed is the worker, or a guardian who was on record on the day.

The rows on record are held against the chain of registers (V7), the movements too.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from aid import guardians, handout_store
from aid.handout_tables import APPROVE, ISSUE
from aid.handouts import lines_hash
from audit.differences import Found
from ledger.database import Connection

TEST = "V19"


def verify_handouts(connection: Connection, unit_id: int, found: Found) -> None:
    """V19: every hand-out of one unit; a few reads for each."""
    steps: dict[int, list[Any]] = {}
    for step in handout_store.steps(connection, unit_id):
        steps.setdefault(step.handout, []).append(step)
    for head in handout_store.handouts(connection, unit_id):
        lines = handout_store.lines(connection, unit_id, head.handout)
        if len(lines) != head.lines or lines_hash(lines) != bytes(head.lines_hash):
            found.add(TEST, f"发放单 {head.key}", "名单与编制时的摘要不符")
        taken = steps.get(head.handout, [])
        for what in _approved_wrong(head, taken):
            found.add(TEST, f"发放单 {head.key}", what)
        for step in taken:
            if step.act == ISSUE:
                for what in _issue_wrong(connection, head, lines, step):
                    found.add(TEST, f"发放单 {head.key}", what)


def _approved_wrong(head: Any, steps: Sequence[Any]) -> Iterator[str]:
    """Rule 3."""
    approvers = {one.person_id for one in steps if one.act == APPROVE}
    if head.person_id in approvers:
        yield "由编制人自己批准"
    for place, one in enumerate(steps):
        if one.act != ISSUE:
            continue
        if not any(earlier.act == APPROVE for earlier in steps[:place]):
            yield "没有批准就发放"
        if one.person_id in approvers:
            yield "由批准人自己办理发放"


def _issue_wrong(
    connection: Connection, head: Any, lines: Sequence[Any], step: Any
) -> Iterator[str]:
    span = head.unit_id, step.first_move, step.last_move
    moves = handout_store.moves_between(connection, *span)
    by_number = {move.move: move for move in moves}
    for line in lines:
        move = by_number.get(step.first_move + line.line - 1)
        if move is None or not _same(head, line, step, move):
            yield f"第 {line.line} 行与物资收发不符"
    if sum(move.cost_fen for move in moves) != step.cost_fen:
        yield "成本合计与物资收发不符"
    if _posted_otherwise(connection, moves, step):
        yield f"与凭证 {step.issue_ref} 的库存分录不符"
    yield from _signed_wrong(connection, lines, step)


def _same(head: Any, line: Any, step: Any, move: Any) -> bool:
    return (
        *("issue", line.recipient, line.item, line.quantity_milli, line.serials),
        *(head.fund_id, head.purpose, step.acted_on, step.issue_ref),
    ) == (
        *(move.kind, move.recipient, move.item, move.quantity_milli, move.serials),
        *(move.fund_id, move.purpose, move.dated_on, move.ref),
    )


def _posted_otherwise(connection: Connection, moves: Sequence[Any], step: Any) -> bool:
    """Whether the voucher takes something else off stock; without one nothing is."""
    posted = handout_store.posted_items(connection, step.unit_id, step.issue_ref)
    if not posted:
        return False
    codes = handout_store.item_codes(connection, step.unit_id)
    goods: Counter[tuple[str, str]] = Counter()
    for move in moves:
        goods[codes[move.item], "milli"] += move.quantity_milli
        goods[codes[move.item], "fen"] += move.cost_fen
    booked: Counter[tuple[str, str]] = Counter()
    for row in posted:
        booked[row.item, "milli"] += row.quantity_milli
        booked[row.item, "fen"] += row.credit_fen
    # What costs nothing has no posting.
    costless = {code for code, what in goods if what == "fen" and not goods[code, what]}
    return any(
        goods[key] != booked[key] for key in {*goods, *booked} if key[0] not in costless
    )


def _signed_wrong(
    connection: Connection, lines: Sequence[Any], step: Any
) -> Iterator[str]:
    """Rule 4."""
    span = step.unit_id, step.first_move, step.last_move
    for one in handout_store.signatures(connection, *span):
        line = lines[one.move - step.first_move]
        if one.signer == line.recipient:
            continue
        held = guardians.guardians_on(connection, [line.file], one.signed_on)
        signers = {each.signer(line.recipient) for each in held.get(line.file, ())}
        if one.signer not in signers:
            yield f"第 {line.line} 行的签收人不是本人，也不是登记在案的监护人"
