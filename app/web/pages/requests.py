"""Payment requests (付款申请, L12): asked for, paid, withdrawn; each with its steps.

Who prepares asks, pays and withdraws; who approves is another person, at the desk of
`approvals.py`.
"""

from collections.abc import Mapping
from typing import Any

from app.web import bank_fees, tables
from app.web.access import BOOKS
from app.web.desk import Desk, Go, Page, Sent, part
from app.web.pages import draft_names, request_form
from app.web.spans import Asked
from ledger import draft_lists
from ledger.errors import NotFound, Refused
from ledger.money import Money
from ledger.payment_requests import PaymentState, RequestKind
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups
from reports import parts
from reports.report import Column
from treasury import approving, paying, request_list
from treasury import requests as verb
from treasury.request_desk import standing_of
from treasury.request_list import ListedRequest

SHOWN = 500
"""Requests on a page; the file has them all."""
ACTS = {
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
_COLUMNS = (
    Column("key", "申请号"),
    Column("kind", "种类"),
    Column("state", "状态"),
    Column("summary", "事由", width=3),
    Column("payee", "收款方", width=2),
    parts.money("amount", "金额"),
    parts.money("paid", "已付"),
    Column("asked_on", "申请日"),
    Column("expires_on", "有效期至"),
)


def show(desk: Desk) -> Page | Sent:
    """The requests of a unit, the latest first; `open`: those that have not run out."""
    opened = desk.query.get("open", "")
    wanted = opened or desk.query.get("state", "")
    if wanted and wanted not in set(PaymentState):
        raise NotFound("状态", wanted)
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        prepares = desk.may(connection, Right.PREPARE)
        every = request_list.listed(connection, desk.unit)
        found = [one for one in every if wanted in {"", one.state.value}]
        if opened:
            state = PaymentState(opened)
            found = [*request_list.standing(every, state, desk.today)]
        if tables.is_asked(desk):
            year = f"{desk.today:%Y}"
            rows = [_cells(one) for one in found]
            asked = Asked(year, parse_span(year))
            return tables.send(desk, connection, "付款申请", asked, (_COLUMNS, rows))
    counts = [(s, sum(one.state is s for one in every)) for s in PaymentState]
    told = {"unit": unit, "rows": found[:SHOWN], "wanted": wanted, "counts": counts}
    return Page("requests.html", told | {"prepares": prepares, "count": len(every)})


def _cells(one: ListedRequest) -> tuple[Any, ...]:
    return (
        *(one.key, one.kind.label, one.state.label, one.summary, one.payee),
        *(one.amount, one.paid, str(one.asked_on), str(one.expires_on)),
    )


# -- asking -------------------------------------------------------------------------


def new(desk: Desk) -> Page:
    """The form of a new request; of a fee, with the row of the bank that it is of."""
    typed = {"ref": f"申-{desk.today:%Y%m%d}-{desk.number()[:4]}"}
    place = bank_fees.place_of(desk.query.get("fee", ""))
    if place is None:
        return _form(desk, typed)
    with desk.reading() as connection:
        fee, line = bank_fees.typed(desk, connection, place)
    return _form(desk, typed | fee, [line])


def save(desk: Desk) -> Page | Go:
    """Ask for money: it is held from now on."""
    if desk.form.get("do") == "more":
        return _form(desk, desk.form)
    try:
        asked = request_form.said(desk)
        with desk.writing(asked.ref) as connection:
            done = verb.save(connection, asked, desk.act)
            told = "；".join((f"付款申请 {done.key} 已保存", *done.warnings))
            return desk.kept(connection, _path(desk, done.key), told)
    except Refused as refusal:
        shown = _form(desk, desk.form)
        return desk.refused(refusal, shown.template, shown.told)


def _form(
    desk: Desk, typed: Mapping[str, str], lines: list[request_form.Row] | None = None
) -> Page:
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        names = draft_names.names(connection, desk.unit, desk.today)
    told = {
        "unit": unit,
        "kinds": [one for one in RequestKind if one is not RequestKind.FEE],
        "fee": bool(typed.get("statement")),
        "names": names,
        "held": {one[0]: Money(one[3]) for one in names["funds"]},
        "lines": lines or request_form.rows(desk),
        "typed": typed,
    }
    return Page("request_new.html", told)


# -- one request --------------------------------------------------------------------


def one(desk: Desk) -> Page:
    """A request with its lines and steps, and what may be done with it."""
    return Page("request.html", _told(desk))


def _told(desk: Desk) -> dict[str, Any]:
    key = desk.places["key"]
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        every = request_list.listed(connection, desk.unit)
        found = next((one for one in every if one.key == key), None)
        if found is None:
            raise NotFound("付款申请", key)
        lines = [
            (unit.fund_codes[fund], books.account_codes[account], purpose, Money(fen))
            for (fund, account, purpose), fen in standing_of(
                connection, unit, key
            ).lines.items()
        ]
        names = draft_names.accounts(books, unit, desk.today)
        state = found.state
        prepares = desk.may(connection, Right.PREPARE)
        drafts = draft_lists.naming(connection, unit.id, key)
        return {
            "unit": unit,
            "found": found,
            "drafts": drafts,
            "lines": lines,
            "steps": request_list.steps(connection, desk.unit, key),
            "acts": ACTS,
            "money": [one for one in names if one[3]],
            "paid_so": bank_fees.paid_so(desk, connection, key),
            "accounts": names,
            "sees_books": desk.may(connection, *BOOKS),
            "may_end": prepares
            and state in {PaymentState.SAVED, PaymentState.APPROVED},
            "may_pay": prepares and state is PaymentState.APPROVED and not drafts,
            "may_approve": desk.may(connection, Right.APPROVE)
            and state is PaymentState.SAVED
            and found.person != desk.me.person,
        }


def cancel(desk: Desk) -> Page | Go:
    """Withdraw a request: what it held is free again."""
    key = desk.places["key"]
    try:
        with desk.writing(key) as connection:
            reason = desk.form.get("reason", "")
            approving.cancel(connection, desk.unit, key, reason, desk.act)
            return desk.kept(connection, _path(desk, key), f"付款申请 {key} 已撤销")
    except NotFound:
        raise
    except Refused as refusal:
        return desk.refused(refusal, "request.html", _told(desk))


def pay(desk: Desk) -> Page | Go:
    """Pay an approved request: a submitted draft follows."""
    key = desk.places["key"]
    try:
        payment = request_form.payment(desk)
        with desk.writing(key) as connection:
            done = paying.pay(connection, desk.unit, key, payment, desk.act)
            where = f"/units/{part(desk.unit)}/drafts/{done.draft}"
            said = f"付款申请 {key} 的凭证草稿 {done.draft} 已提交，等待审核"
            if paying.counts_nobody(connection, desk.unit, key, payment):
                said += "；救助支出没有写明救助人数，人数统计不含这一笔"
            return desk.kept(connection, where, said)
    except NotFound:
        raise
    except Refused as refusal:
        return desk.refused(refusal, "request.html", _told(desk))


def _path(desk: Desk, key: str) -> str:
    return f"/units/{part(desk.unit)}/requests/{part(key)}"
