"""Money received (收入登记): what happened is said by a form, the voucher follows.

1. The events are those of the unit's chart on a day; a form asks what its event asks.
2. Gifts are registered with their donor, at the desk of donations.
3. A paper may be handed in with the form; it is attached to the draft that follows.
"""

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from app.web import taking_back
from app.web.desk import Desk, Go, Page, part
from app.web.numbers import number_of
from app.web.pages import draft_names, draft_papers
from ledger.database import Connection
from ledger.errors import NotFound, Refused
from ledger.funds import Channel, Origin, standard_purposes
from ledger.money import AmountError, Money
from ledger.periods import parse_day
from ledger.register import UnitLookup, lookups
from treasury import listing, receipts
from treasury.attachment_kinds import kinds_on
from treasury.errors import DeskRefused
from treasury.events import Asked, Event, event_of
from treasury.receipts import DONATION
from treasury.received import Received

_AGAIN = ("party", "purpose", "recipient", "from_fund", "basis", "refund_of")
_AND = ("debited", "credited", "request", "appropriation", "account", "summary", "memo")
_ACCOUNTS = frozenset({Asked.DEBITED, Asked.CREDITED})


def show(desk: Desk) -> Page:
    """What can come in, as the unit's books would hold it."""
    with desk.reading() as connection:
        unit = lookups(connection).unit(desk.unit)
        fund = desk.query.get("fund", "")
        every = listing.in_unit(connection, desk.unit, desk.today, fund)
        # What no fund of the unit is for comes last, and has no form.
        rows = [(one, tuple(_funds(one.event, unit))) for one in every]
    found = sorted(rows, key=lambda row: not row[1])
    told = {"unit": unit, "found": found, "fund": fund, "donation": DONATION}
    return Page("receive.html", told)


def ask(desk: Desk) -> Page:
    """The form of one event; what comes back is known from the voucher that paid."""
    if "of" not in desk.query:
        return _form(desk, {"dated_on": desk.today.isoformat()})
    line = number_of(desk.query.get("line", ""), "支出")
    with desk.reading() as connection:
        ref = desk.query["of"]
        known = taking_back.known(connection, desk.unit, ref, line, desk.today)
    return _form(desk, known)


def take(desk: Desk) -> Page | Go:
    """Take what was said: a submitted draft follows."""
    try:
        receipts.demand_giver(desk.places["event"])
        said = _said(desk)
        do = "attach" if "paper" in desk.uploads else ""
        with (
            draft_papers.handed(desk, do) as paper,
            desk.writing(said.ref) as connection,
        ):
            done = receipts.receive(connection, said, desk.act)
            if paper is not None:
                draft_papers.take(desk, connection, done.draft, paper)
            where = f"/units/{part(desk.unit)}/drafts/{done.draft}"
            told = f"{said.ref} 已交单：{said.amount.grouped()} 元，等待审核"
            return desk.kept(connection, where, told)
    except NotFound:
        raise
    except Refused as refusal:
        shown = _form(desk, desk.form)
        return desk.refused(refusal, shown.template, shown.told)


def _form(desk: Desk, typed: Any) -> Page:
    key = desk.places["event"]
    event = event_of(key, desk.today)
    if event is None:
        raise NotFound("收入事项", key)
    with desk.reading() as connection:
        books = lookups(connection)
        unit = books.unit(desk.unit)
        accounts = draft_names.accounts(books, unit, desk.today)
        chart = books.charts.get(unit.chart_on(desk.today.isoformat()), {})
        money = [
            one
            for one in accounts
            if books.account_roles.get(chart[one[0]]) in event.money
        ]
        held = _held(connection, unit, desk.today)
        told = {
            "unit": unit,
            "event": event,
            "funds": list(_funds(event, unit)),
            "general": [
                (code, unit.fund_names[id_])
                for code, id_ in unit.funds.items()
                if id_ in unit.general
            ],
            "held": held,
            "money": money,
            "accounts": accounts,
            "asks_accounts": any(q.field in _ACCOUNTS for q in event.asks),
            "purposes": [one.name for one in standard_purposes()],
            "paper_kinds": kinds_on(desk.today).values(),
            "ref": f"收-{desk.today:%Y%m%d}-{secrets.token_hex(2)}",
            "is_gift": key == DONATION,
        }
    return Page("receive_event.html", {**told, "typed": typed})


def _held(connection: Connection, unit: UnitLookup, day: dt.date) -> dict[str, Money]:
    books = lookups(connection)
    held = draft_names.money_held(connection, books, unit, day)
    return {code: Money(fen) for code, fen in held.items()}


def _funds(event: Event, unit: UnitLookup) -> Iterable[tuple[str, str]]:
    """The funds of a unit that hold money of the kind that the event is for."""
    for code, id_ in sorted(unit.funds.items()):
        origin = Origin(unit.fund_origins[id_])
        if event.is_for(origin, Channel(unit.fund_channels[id_])):
            yield code, unit.fund_names[id_]


def _said(desk: Desk) -> Received:
    typed = {key: value.strip() for key, value in desk.form.items()}
    wrong = []
    amount, dated_on = Money(0), desk.today
    try:
        amount = Money.parse(typed.get("amount", ""))
    except AmountError as error:
        wrong.append(f"金额：{error}")
    try:
        dated_on = parse_day(typed.get("dated_on", ""))
    except ValueError as error:
        wrong.append(f"日期：{error}")
    if not typed.get("ref"):
        wrong.append("引用号：不能为空")
    if wrong:
        raise DeskRefused("没有登记", why="；".join(wrong), do="改正后再提交")
    return Received(
        unit=desk.unit,
        event=desk.places["event"],
        fund=typed.get("fund", ""),
        amount=amount,
        dated_on=dated_on,
        ref=typed["ref"],
        use=tuple(typed.get("use", "").replace("，", " ").replace(",", " ").split()),
        persons=_count(typed.get("persons", ""), "人次"),
        attachments=_count(typed.get("attachments", ""), "附件张数"),
        **{key: typed.get(key, "") for key in (*_AGAIN, *_AND)},
    )


def _count(text: str, label: str) -> int:
    if not text:
        return 0
    if not text.isascii() or not text.isdecimal() or len(text) > 6:  # noqa: PLR2004 - a million
        raise DeskRefused("没有登记", why=f"{label}应为整数", do="改正后再提交")
    return int(text)
