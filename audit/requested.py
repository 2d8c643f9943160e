"""V12: payment requests (付款申请), every step recomputed from the one before it (L12).

1. What is approved, paid, returned and paid again after each step follows from the step
   before; nobody approves what they asked for, or twice; nothing follows an end; what
   was paid had as many approvals as it asks.
2. What is held of each fund after each hold follows from the hold before, and is what
   the steps hold and let go.
3. Each voucher's steps are what its lines under each key add up to.
4. Once a unit is live, no voucher entered here lets money leave without a key. What
   was sealed before it went live was not asked.
5. Nor does any that was imported for a day on which the unit was live, key or not.

Cost: two statements over what is asked for, two over the lines of vouchers that were
entered here, or imported, since the unit went live; memory goes with the requests.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from audit.differences import Found
from audit.masters import UnitMasters
from ledger import evidence, imported_store, request_store
from ledger import request_tables as t
from ledger.database import Connection
from ledger.payment_requests import ENDS, UNHELD

TEST = "V12"

NOT_CONTINUED = "已批准、已付、退回或再付与前一步推算不符"
OWN_APPROVAL = "申请人批准了自己的申请，或同一人批准两次"
AFTER_END = "失效之后还有办理"
NOT_APPROVED = "付款时批准人数不足（L12）"
NOT_HELD = "占用与申请、付款的推算不符"
NOT_POSTED = "办理的金额与凭证不符"
UNKEYED = "付款没有批准的申请（L12）"
IMPORTED = "上线以后的付款作为历史凭证导入（L12）"
NO_MOVE = "凭证注明了申请，但申请没有这一步"

Row = Mapping[str, Any]


@dataclass(slots=True)
class _Request:
    """A request with its lines' money by fund, and its steps in order."""

    row: Row
    funds: dict[int, int] = field(default_factory=dict)
    moves: list[Row] = field(default_factory=list)


def verify_requests(connection: Connection, masters: UnitMasters, found: Found) -> None:
    """V12: every request of one unit, and what left without one."""
    live = [*evidence.raw_rows(connection, t.go_lives, masters.id)]
    requests = _read(connection, masters.id)
    if not (live or requests):
        return
    code = masters.code
    signs = {}
    for key, request in sorted(requests.items()):
        for what in _breaches(request):
            found.add(TEST, f"{code} 付款申请 {key}", what)
        signs[key] = _signs(request)
    for what in _hold_breaches(connection, masters.id, requests, signs):
        found.add(TEST, f"{code} {what}", NOT_HELD)
    _verify_vouchers(connection, masters, requests, found)
    if live:
        since = str(live[0]["since"])
        for one in imported_store.imported(connection, masters.id):
            if one.left_fen and one.dated_on >= since:
                found.add(TEST, f"{code} 链位 {one.position}", IMPORTED)


def _read(connection: Connection, unit_id: int) -> dict[str, _Request]:
    requests = {
        row["key"]: _Request(row)
        for row in evidence.raw_rows(connection, t.payment_requests, unit_id)
    }
    for row in evidence.raw_rows(connection, t.payment_request_lines, unit_id):
        if (request := requests.get(row["key"])) is not None:
            funds = request.funds
            funds[row["fund_id"]] = funds.get(row["fund_id"], 0) + row["amount_fen"]
    table = t.payment_request_moves
    for row in evidence.ordered_rows(connection, table, unit_id):
        if (request := requests.get(row["key"])) is not None:
            request.moves.append(row)
    return requests


_RUNNING = ("approved", "paid_fen", "returned_fen", "repaid_fen")


def _after(before: tuple[int, ...], move: Row) -> tuple[int, ...]:
    approved, paid, returned, repaid = before
    act, fen = move["act"], move["amount_fen"]
    return (
        approved + (act == "approve"),
        paid + (fen if act == "pay" else 0),
        returned + (fen if act == "return" else -fen if act == "forgo" else 0),
        repaid + (fen if act == "repay" else 0),
    )


def _can_be(state: tuple[int, ...], asked: int) -> bool:
    """No more is paid than asked for, nor sent back than was paid and paid again."""
    _, paid, returned, repaid = state
    return asked >= paid and paid + repaid >= returned >= repaid >= 0


def _breaches(request: _Request) -> Iterable[str]:
    """What is wrong with the steps of a request (1)."""
    row, told = request.row, []
    if not request.moves or sum(request.funds.values()) != row["amount_fen"]:
        told.append(NOT_CONTINUED)
    state: tuple[int, ...] = (0, 0, 0, 0)
    approvers = {row["person_id"]}
    ended = False
    for place, move in enumerate(request.moves, 1):
        state = _after(state, move)
        if ended:
            told.append(AFTER_END)
        if move["seq"] != place or (place == 1) != (move["act"] == "save"):
            told.append(NOT_CONTINUED)
        if tuple(move[name] for name in _RUNNING) != state:
            told.append(NOT_CONTINUED)
        if not _can_be(state, row["amount_fen"]):
            told.append(NOT_CONTINUED)
        if move["act"] == "approve":
            if move["person_id"] in approvers:
                told.append(OWN_APPROVAL)
            approvers.add(move["person_id"])
        if move["act"] == "pay" and state[0] < row["approvals"]:
            told.append(NOT_APPROVED)
        ended = ended or move["act"] in ENDS
    return dict.fromkeys(told)


def _signs(request: _Request) -> dict[int, int]:
    """What each step holds (1) or lets go (-1), by its number; neither is left out."""
    found: dict[int, int] = {}
    if request.row["kind"] in UNHELD:
        return found
    for move in request.moves:
        act, fen, paid = move["act"], move["amount_fen"], move["paid_fen"]
        if act == "save" or (act == "pay" and paid == 0):
            found[move["seq"]] = 1
        elif act in ENDS or (act == "pay" and fen > 0 and paid == fen):
            found[move["seq"]] = -1
    return found


def _hold_breaches(
    connection: Connection,
    unit_id: int,
    requests: Mapping[str, _Request],
    signs: Mapping[str, Mapping[int, int]],
) -> Iterable[str]:
    """Places where holds do not follow from each other or from the steps (2)."""
    wanted = {
        (key, seq, fund): sign * amount
        for key, request in requests.items()
        for seq, sign in signs[key].items()
        for fund, amount in request.funds.items()
    }
    running: dict[int, int] = defaultdict(int)
    last: dict[int, int] = defaultdict(int)
    for row in evidence.ordered_rows(connection, t.fund_holds, unit_id):
        fund = row["fund_id"]
        running[fund] += row["amount_fen"]
        last[fund] += 1
        place = (row["key"], row["move"], fund)
        right = wanted.pop(place, None) == row["amount_fen"]
        if not right or row["held_fen"] != running[fund] or row["seq"] != last[fund]:
            yield f"付款申请 {row['key']} 的占用"
    for key, _, _ in sorted(wanted):
        yield f"付款申请 {key} 的占用"


def _verify_vouchers(
    connection: Connection,
    masters: UnitMasters,
    requests: Mapping[str, _Request],
    found: Found,
) -> None:
    """Rules 3 and 4: vouchers entered here since the unit went live."""
    moved = {
        (move["position"], key): move
        for key, request in requests.items()
        for move in request.moves
        if move["position"] is not None
    }
    for row in request_store.posted(connection, masters.id):
        place = f"{masters.code} 链位 {row.position}"
        if not row.key:
            if row.left_fen < 0 or row.direct:
                found.add(TEST, place, UNKEYED)
            continue
        move = moved.pop((row.position, row.key), None)
        if move is None:
            found.add(TEST, place, NO_MOVE)
        elif move["amount_fen"] != _amount(move, row, requests[row.key].row["kind"]):
            found.add(TEST, place, NOT_POSTED)
    for position, key in sorted(moved):
        found.add(TEST, f"{masters.code} 链位 {position} 申请 {key}", NOT_POSTED)


def _amount(move: Row, row: request_store.PostedRow, kind: str) -> int:
    out = row.income_fen if kind == "direct" else -row.net_fen
    return {"return": -out, "forgo": row.owed_fen}.get(move["act"], out)
