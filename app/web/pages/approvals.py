"""Documents to approve (待批准): payment requests, batches, hand-outs and budgets.

1. Requests and batches are approved or turned down by who has the right to approve; who
   asked for one, or has approved it, is not asked again. Budgets are approved by the
   resolution of the body, by who may approve or who reviews the books.
2. A resolution that is named must be an adopted one of the unit; with a request it
   stands in the opinion.
3. A batch is told by how many lines it has; persons are not named here. A hand-out is
   approved on its own page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aid import batch_views, handout_reading
from app.web import deciding, spans, tables
from app.web.batch_making import found_for
from app.web.desk import Answer, Desk, Page, Sent, part
from budgets import annual, approval
from budgets import budget as values
from budgets.budget import Budget, State
from budgets.resolutions import Subject, resolutions
from ledger import request_store
from ledger.database import Connection
from ledger.errors import NotFound, Refused
from ledger.money import Money
from ledger.payment_requests import PaymentState, RequestKind
from ledger.people import Right
from ledger.register import lookups
from reports import parts
from reports.report import Cell, Column
from treasury import attachment_reading, moves, request_list
from treasury.attachment_reading import Subject as Proven
from treasury.request_list import ListedRequest

BUDGETS = (Right.REVIEW,)
"""Who carries out what the body resolved on a budget."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits: its batch, and whether it is for this person."""

    request: ListedRequest
    batch: str
    count: int
    mine: bool
    """Asked for, or approved already, by who looks."""


def path_of(desk: Desk, *rest: str) -> str:
    """An address of these pages."""
    whole = (desk.unit, "approvals", *rest)
    return "/units/" + "/".join(part(one) for one in whole)


_COLUMNS = (
    Column("key", "申请号"),
    Column("summary", "事由", width=3),
    Column("kind", "种类"),
    Column("payee", "收款方", width=2),
    parts.money("amount", "金额"),
    Column("person", "申请人"),
    Column("asked_on", "申请日", "date"),
    Column("expires_on", "有效期至", "date"),
)


def show(desk: Desk) -> Page | Sent:
    """Everything of the unit that waits for approval."""
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        waiting = _waiting(desk, connection)
        if tables.is_asked(desk):
            rows = [_cells(one) for one in waiting]
            asked = spans.asked(desk)
            return tables.send(
                desk, connection, "待批准的付款申请", asked, (_COLUMNS, rows)
            )
        plans = _plans(desk, connection)
        handed = [
            one
            for one in handout_reading.handouts(connection, desk.unit)
            if one.state is handout_reading.State.PLANNED
        ]
    told = {"unit": unit, "waiting": waiting, "plans": plans, "handouts": handed}
    return Page("approvals.html", told)


def _cells(one: Waiting) -> tuple[Cell, ...]:
    asked = one.request
    payee = f"{one.count} 户次" if one.batch else asked.payee
    kind = f"发放批次 {one.batch}" if one.batch else asked.kind.label
    return (
        *(asked.key, asked.summary, kind, payee),
        *(asked.amount, asked.person, asked.asked_on, asked.expires_on),
    )


def _waiting(desk: Desk, connection: Connection) -> list[Waiting]:
    of_batch = {one.request: one for one in batch_views.listed(connection, desk.unit)}
    found = []
    every = request_list.listed(connection, desk.unit)
    for one in request_list.standing(every, PaymentState.SAVED, desk.today):
        batch = of_batch.get(one.key)
        key, count = (batch.key, batch.line_count) if batch else ("", 0)
        mine = _is_mine(desk, connection, one)
        found.append(Waiting(one, key, count, mine))
    return found


def _is_mine(desk: Desk, connection: Connection, one: ListedRequest) -> bool:
    steps = request_list.steps(connection, desk.unit, one.key)
    done = {step.person for step in steps if step.act == "approve"}
    return desk.me.person in {one.person, *done}


def _plans(desk: Desk, connection: Connection) -> list[Budget]:
    """Budgets that the committee has looked at, and provisional shares."""
    year = desk.today.year
    return [
        one
        for of in (year - 1, year, year + 1)
        for one in annual.versions(connection, desk.unit, of)
        if one.state is State.EXAMINED
        or (one.kind is values.Kind.PROVISIONAL and one.state is State.DRAFT)
    ]


# -- a payment request ----------------------------------------------------------------


def request(desk: Desk) -> Page:
    """A payment request with its lines, its steps, its papers and what is decided."""
    return Page("approval_request.html", _shown(desk))


def _shown(desk: Desk) -> dict[str, Any]:
    """The request; for who decides on a batch, with what is told of its lines."""
    told = _request(desk)
    batch, decides = told["batch"], told["may_approve"] and not told["mine"]
    known: dict[str, Any] = {"checked": None, "unchecked": "", "reasons": ()}
    if batch and told["open"] and decides:
        found, why = found_for(desk, batch.key)
        known |= {"unchecked": why} if why else {"checked": found}
        with desk.reading() as connection:
            steps = batch_views.steps(connection, desk.unit, batch.key)
        known["reasons"] = [step.told for step in steps if step.told]
    return told | known


def _request(desk: Desk) -> dict[str, Any]:
    key = desk.places["key"]
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        steps = request_list.steps(connection, unit.code, key)
        listed = request_list.listed(connection, unit.code)
        one = next(one for one in listed if one.key == key)
        rows = request_store.request_lines(connection, unit.id, [key])
        lines = [
            (
                unit.fund_codes[row.fund_id],
                unit.fund_names[row.fund_id],
                books.account_codes[row.account_id],
                books.account_names[row.account_id],
                row.purpose,
                Money(row.amount_fen),
            )
            for row in rows
        ]
        listed_batches = batch_views.listed(connection, unit.code)
        batch = next((b for b in listed_batches if b.request == key), None)
        proofs = attachment_reading.attached(
            connection, unit.code, Proven.REQUEST.value, key
        )
        passed = [r for r in resolutions(connection, unit.code) if r.adopted][::-1]
        open_ = one.state is PaymentState.SAVED and one.expires_on >= desk.today
        mine = _is_mine(desk, connection, one)
        may_approve = desk.may(connection, Right.APPROVE)
        move = moves.told(connection, unit, one) if one.kind is _MOVE else None
    return {
        "may_approve": may_approve,
        "unit": unit,
        "one": one,
        "steps": steps,
        "lines": lines,
        "batch": batch,
        "papers": proofs,
        "resolutions": passed[:20],
        "open": open_,
        "mine": mine,
        "move": move,
        "acts": _ACTS,
        "subjects": {one.value: one.label for one in Subject},
    }


_MOVE = RequestKind.MOVE
_ACTS = {
    "save": "申请",
    "approve": "批准",
    "refuse": "否决",
    "cancel": "撤销",
    "expire": "到期",
    "pay": "付款",
    "return": "银行退回",
    "repay": "再付",
    "forgo": "不再付",
}


def approve_request(desk: Desk) -> Answer:
    """Approve a request, or the batch that it pays."""

    def act(connection: Connection, key: str) -> None:
        typed = desk.form.get("opinion", ""), desk.form.get("resolution", "")
        opinion = deciding.opinion_by(connection, desk.unit, *typed)
        deciding.approve(connection, desk.unit, key, desk.act, opinion=opinion)

    return _decided(desk, act, "已批准")


def refuse_request(desk: Desk) -> Answer:
    """Turn a request down with a reason, or the batch that it pays."""

    def act(connection: Connection, key: str) -> None:
        reason = desk.form.get("reason", "")
        deciding.refuse(connection, desk.unit, key, reason, desk.act)

    return _decided(desk, act, "已否决")


def _decided(desk: Desk, act: Callable[[Connection, str], None], said: str) -> Answer:
    key = desk.places["key"]
    try:
        with desk.writing(key) as connection:
            act(connection, key)
            return desk.kept(connection, path_of(desk), f"{key}：{said}")
    except NotFound:
        raise
    except Refused as refusal:
        return desk.refused(refusal, "approval_request.html", _shown(desk))


# -- a budget -------------------------------------------------------------------------


def budget(desk: Desk) -> Page:
    """A version of a budget: sources, lines, what was said of it."""
    return Page("approval_budget.html", _budget(desk))


def _budget(desk: Desk) -> dict[str, Any]:
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        found = _version(desk, connection)
        names = {
            books.account_codes[id_]: name for id_, name in books.account_names.items()
        }
        before = annual.approved(connection, unit.code, found.year - 1)
        on_budgets = [
            one
            for one in resolutions(connection, unit.code)
            if one.adopted and one.subject == Subject.BUDGET
        ]
        may_decide = desk.may(connection, *BUDGETS)
    provisional = found.kind is values.Kind.PROVISIONAL and found.state is State.DRAFT
    return {
        "unit": unit,
        "one": found,
        "funds": values.by_fund(found.sources, found.lines),
        "names": names,
        "before": before,
        "resolutions": on_budgets[::-1][:20],
        "open": found.state is State.EXAMINED or provisional,
        "mine": found.maker == desk.me.person or not may_decide,
        "told": values.surplus_told(found),
    }


def _version(desk: Desk, connection: Connection) -> Budget:
    year, number = desk.places["year"], desk.places["number"]
    if not (year.isdecimal() and number.isdecimal()):
        raise NotFound("预算", f"{year} {number}")
    return annual.version(connection, desk.unit, int(year), int(number))


def approve_budget(desk: Desk) -> Answer:
    """Approve a budget by a resolution, and open the money."""

    def act(connection: Connection, found: Budget) -> None:
        named, reason = desk.form.get("resolution", ""), desk.form.get("reason", "")
        key = deciding.adopted(connection, desk.unit, named).key
        approval.approve(connection, found, key, desk.act, reason=reason)

    return _settled(desk, act, "已批准")


def return_budget(desk: Desk) -> Answer:
    """Send a budget back with an opinion."""

    def act(connection: Connection, found: Budget) -> None:
        approval.return_(connection, found, desk.form.get("opinion", ""), desk.act)

    return _settled(desk, act, "已退回")


def _settled(
    desk: Desk, act: Callable[[Connection, Budget], None], said: str
) -> Answer:
    year, number = desk.places["year"], desk.places["number"]
    try:
        with desk.writing(f"{year}-{number}") as connection:
            found = _version(desk, connection)
            act(connection, found)
            return desk.kept(connection, path_of(desk), f"{found.printed}：{said}")
    except NotFound:
        raise
    except Refused as refusal:
        return desk.refused(refusal, "approval_budget.html", _budget(desk))
