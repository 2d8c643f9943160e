"""Beginning L13 (实行凭批次发放): from then on aid is spent on a ground alone.

A unit begins once, after it went live (L12), for good. Requests for aid that wait to be
paid are paid or taken back first, for no voucher could pay them afterwards.
"""

import datetime as dt

from aid.errors import BatchRefused
from budgets.records import text_faults
from ledger import ground_store, request_store
from ledger.accounts import Role
from ledger.database import Connection
from ledger.people import Act
from ledger.register import append
from treasury.request_desk import Desk, open_desk


def begin(
    connection: Connection, unit: str, since: dt.date, paper: str, act: Act
) -> bool:
    """Put a unit under L13; False where it is already, since the same day.

    Raises:
        BatchRefused: the unit is not live, has begun from another day, has aid of that
            day or later, or requests for aid that are not paid.
        NotFound: there is no such unit or person.
        GuardBit: a voucher of that day or later spends on aid.
    """
    desk = open_desk(connection, unit, act)
    stands = ground_store.begun(connection, desk.unit.id)
    if stands is not None and (stands.since, stands.paper) == (since, paper.strip()):
        return False
    wrong = [*text_faults(("依据文件", paper, True))]
    if stands is not None:
        wrong.append(f"已自 {stands.since} 起实行")
    live = request_store.live_since(connection, desk.unit.id)
    if live is None:
        wrong.append("还没有实行付款申请（L12），先用 bangfu money begin 登记")
    elif since < live.since:
        wrong.append(f"早于实行付款申请的 {live.since}")
    if ground_store.has_aid_since(connection, desk.unit.id, since):
        wrong.append(f"{since} 起已有帮扶支出的凭证，实行日期应在其后")
    if waiting := _waiting(connection, desk):
        told = "、".join(waiting)
        wrong.append(f"还有未付的帮扶付款申请：{told}；先付清或撤销")
    if wrong:
        what = f"{unit} 没有实行凭批次发放"
        raise BatchRefused(what, "；".join(wrong))
    row = {
        "unit_id": desk.unit.id,
        "since": since,
        "paper": paper.strip(),
        "person_id": desk.person_id,
        "recorded_at": act.stamp,
    }
    append(connection, "aid_begins", [row], act)
    return True


def _waiting(connection: Connection, desk: Desk) -> list[str]:
    """Requests for aid, of no batch, that are neither paid nor ended."""
    unit_id, roles = desk.unit.id, desk.books.account_roles
    keys = [row.key for row in request_store.all_requests(connection, unit_id)]
    batches = {one.request for one in ground_store.all_grounds(connection, unit_id)}
    standing = request_store.standings(connection, unit_id, keys)
    return sorted(
        key
        for key, one in standing.items()
        if not (one.ended or one.paid) and key not in batches
        if any(roles[line[1]] is Role.AID_EXPENSE for line in one.lines)
    )
