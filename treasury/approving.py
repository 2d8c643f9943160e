"""Approving payment requests (审批): by how many, by whom, and how a request ends.

1. As many approve as the band of the amount says, none of them who asked for it.
2. What was there when a request was saved is asked for again when it is approved, and
   when it is paid.
3. A request that ends gives back what it held, of its funds and of the budget. None
   ends while a reviewed draft pays it: the cashier may have paid.
"""

from budgets.records import text_faults
from ledger import appropriation_store, draft_lists, ground_store, request_store
from ledger.database import Connection
from ledger.payment_requests import Standing, Step
from ledger.people import Act
from treasury import fees
from treasury.errors import RequestRefused
from treasury.request_desk import (
    Desk,
    Requested,
    open_desk,
    release,
    row_of,
    take,
    told,
)


def approve(  # noqa: PLR0913 - as every verb, and what is said with it
    connection: Connection,
    unit: str,
    key: str,
    act: Act,
    *,
    opinion: str = "",
    batch: str = "",
) -> Requested:
    """Approve a request; it may be paid when as many have as its band asks.

    `batch` is the payment batch that it is of, which asks who made its files.

    Raises:
        RequestRefused: the person asked for it or has approved it, it has ended or is
            paid, or what was held for it is not there any more.
        NotFound: there is no such unit, person or request.
    """
    desk = open_desk(connection, unit, act)
    row, standing = row_of(connection, desk, key)
    why = ""
    if standing.ended or standing.paid:
        why = f"申请{standing.state.label}"
    elif row.person_id == desk.person_id:
        why = "申请人不能批准自己的申请（会计法第二十五条）"
    elif row.statement is not None and desk.person_id == fees.importer(
        connection, desk, (row.statement, row.row)
    ):
        why = f"对账单 {row.statement} 由此人导入，其中的扣费须由另一人批准"
    elif desk.person_id in standing.approvers:
        why = "此人已经批准过，须由另一人批准"
    elif standing.expires_on < desk.today.isoformat():
        why = f"有效期至 {standing.expires_on}，已经过去"
    ground = ground_store.ground_of(connection, desk.unit.id, key)
    if not why and ground is not None and ground.key != batch:
        why = f"这是发放批次 {ground.key} 的申请，用 bangfu aid batch approve 批准"
    why = why or "；".join(text_faults(("意见", opinion, False)))
    why = why or _lost(connection, desk, key)
    if why:
        what = f"付款申请 {key} 没有批准"
        raise RequestRefused(what, why, _way_on(desk, standing))
    step = Step("approve", 0, reason=opinion.strip())
    return told(take(connection, desk, key, step))


def _way_on(desk: Desk, standing: Standing) -> str:
    """What can be done where a request was not approved: another person, or none."""
    if standing.paid:
        return "已经支付的不再批准；另有款项要付的，另行申请"
    if standing.ended or standing.expires_on < desk.today.isoformat():
        return "已经失效的不能再批准，由经办人另行申请"
    return "换由他人办理，或另行申请"


def refuse(
    connection: Connection, unit: str, key: str, reason: str, act: Act
) -> Requested:
    """Turn a request down; what it held is free again.

    Raises:
        RequestRefused: it has ended or is paid, it is the person's own, or no reason
            is given.
        NotFound: there is no such unit, person or request.
    """
    return _end(connection, unit, key, Step("refuse", reason=reason), act)


def cancel(
    connection: Connection, unit: str, key: str, reason: str, act: Act
) -> Requested:
    """Take a request back; what it held is free again.

    Raises:
        RequestRefused: it has ended or is paid, or no reason is given.
        NotFound: there is no such unit, person or request.
    """
    return _end(connection, unit, key, Step("cancel", reason=reason), act)


def tidy(connection: Connection, unit: str, act: Act) -> tuple[str, ...]:
    """End what has expired, and give back what payments left of the budget; the keys.

    Raises:
        NotFound: there is no such unit or person.
    """
    desk = open_desk(connection, unit, act)
    ended = []
    due = list(request_store.expired(connection, desk.unit.id, desk.today))
    in_hand = draft_lists.in_hand(connection, desk.unit.id) if due else {}
    for row in due:
        if row.key in in_hand:
            continue
        take(connection, desk, row.key, Step("expire", reason="到期自动失效"))
        release(connection, desk, row.key, "付款申请到期")
        ended.append(row.key)
    for key in request_store.left_over(connection, desk.unit.id):
        release(connection, desk, key, "付款少于申请")
        ended.append(key)
    return tuple(ended)


def _end(
    connection: Connection, unit: str, key: str, step: Step, act: Act
) -> Requested:
    desk = open_desk(connection, unit, act)
    row, standing = row_of(connection, desk, key)
    faults = [*text_faults(("理由", step.reason, True))]
    if standing.ended or standing.paid:
        faults.append(f"申请{standing.state.label}")
    elif key in (in_hand := draft_lists.in_hand(connection, desk.unit.id)):
        found = in_hand[key]
        faults.append(f"凭证草稿 {found} 已审核，款项可能已付；先退回草稿")
    if step.act == "refuse" and row.person_id == desk.person_id:
        faults.append("自己的申请请用撤销")
    if faults:
        what = f"付款申请 {key} 不能{'撤销' if step.act == 'cancel' else '否决'}"
        raise RequestRefused(what, "；".join(faults))
    ended = take(connection, desk, key, step._replace(reason=step.reason.strip()))
    release(connection, desk, key, step.reason)
    return told(ended)


def _lost(connection: Connection, desk: Desk, key: str) -> str:
    """Why the budget that was held is not there any more; empty where it is."""
    for line in request_store.request_lines(connection, desk.unit.id, [key]):
        if not line.appropriation:
            continue
        held = appropriation_store.held(connection, desk.unit.id, line.appropriation)
        if held is None or held.released or held.left < line.amount_fen:
            return f"预算预留 {line.appropriation} 已经释放或不足"
    return ""
