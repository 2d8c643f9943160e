"""Balances, vouchers, drafts and payment requests, as they stand."""

import json
from typing import Any

from app import web_store
from app.web.api import asked, told
from app.web.api.calls import Call
from app.web.api.values import span
from ledger import balances as balance_sheets
from ledger import draft_vouchers, queries
from ledger import drafts as ledger_drafts
from ledger.database import Connection
from ledger.errors import NotFound, RecordRefused
from ledger.money import yuan
from ledger.periods import Span, period_of
from ledger.register import Lookups, UnitLookup, lookups
from treasury import request_list

_EVER = (0, 999_999)


# -- balances -----------------------------------------------------------------------


def balances(call: Call) -> told.Balances:
    """Balances over a span of days, told apart as asked."""
    query = call.query
    assert isinstance(query, asked.BalanceAsked)
    days = Span(query.since, query.until)
    keys = tuple(dict.fromkeys(query.by.split(",")))
    if not set(keys) <= set(balance_sheets.DIMENSIONS):
        told_ = "、".join(balance_sheets.DIMENSIONS)
        raise RecordRefused("不能这样分组", do=f"可用：{told_}")
    if query.known_at and query.with_subunits:
        raise RecordRefused("每个单位有自己的链位", do="known_at 只用于一个单位")
    with call.reading() as connection:
        books = lookups(connection)
        below = balance_sheets.subtree(books, call.unit)
        units = below if query.with_subunits else (call.unit,)
        found = balance_sheets.balances(
            connection, units, days, keys, known_at=query.known_at or None
        )
    return told.Balances(
        since=days.since, until=days.until, balances=[_balance(one) for one in found]
    )


def _balance(one: balance_sheets.Balance) -> told.Balance:
    return told.Balance(
        unit=one.unit,
        account=one.account,
        fund=one.fund,
        purpose=one.purpose,
        origin=one.origin,
        opening=str(one.opening),
        debit=str(one.debit),
        credit=str(one.credit),
        closing=str(one.closing),
        persons=one.persons,
    )


# -- vouchers -----------------------------------------------------------------------


def vouchers(call: Call) -> told.Vouchers:
    """A page of vouchers, in the order of the chain."""
    query = call.query
    assert isinstance(query, asked.VouchersAsked)
    with call.looking() as (connection, unit):
        books = lookups(connection)
        rows = web_store.vouchers_after(
            connection, unit.id, query.cursor, _periods(query.period), query.limit + 1
        )
    more = len(rows) > query.limit
    shown = rows[: query.limit]
    return told.Vouchers(
        vouchers=[told.VoucherHead(**_head(row, books)) for row in shown],
        next=shown[-1].position if more else None,
    )


def _periods(period: str | None) -> tuple[int, int]:
    if period is None:
        return _EVER
    days = span(period)
    since = period_of(days.since)
    # Openings stand before January.
    return since - (since % 100 == 1), period_of(days.last_day) + 1


def _head(row: queries.VoucherRow, books: Lookups) -> dict[str, Any]:
    people = books.person_codes
    return {
        "ref": row.ref,
        "position": row.position,
        "period": row.period,
        "kind": row.kind,
        "number": row.number,
        "dated_on": row.dated_on,
        "summary": row.summary,
        "attachments": row.attachments,
        "preparer": people[row.preparer_id],
        "reviewer": people[row.reviewer_id],
        "cashier": people.get(row.cashier_id or 0, ""),
        "poster": people[row.poster_id],
        "correction": row.correction or "",
        "hash": row.hash.hex(),
    }


def voucher(call: Call) -> told.Voucher:
    """One voucher, under its reference."""
    ref = call.places["ref"]
    with call.looking() as (connection, unit):
        row = queries.voucher(connection, unit.id, ref)
        if row is None:
            raise NotFound("凭证", ref)
        return _voucher(connection, unit, row)


def position(call: Call) -> told.Voucher:
    """One voucher, at its place in the chain."""
    number = call.number("position", "链位")
    with call.looking() as (connection, unit):
        row = queries.voucher_at(connection, unit.id, number)
        if row is None:
            raise NotFound("链位", str(number))
        return _voucher(connection, unit, row)


def _voucher(
    connection: Connection, unit: UnitLookup, row: queries.VoucherRow
) -> told.Voucher:
    books = lookups(connection)
    corrected = queries.voucher_at(connection, unit.id, row.corrects or 0)
    later = queries.corrections(connection, unit.id, row.period, row.period + 1)
    return told.Voucher(
        **_head(row, books),
        corrects=corrected.ref if corrected else "",
        corrected_by=[one.ref for one in later if one.corrects == row.position],
        postings=[
            _posting(line, books, unit)
            for line in queries.postings_of(connection, unit.id, row.position)
        ],
    )


def _posting(
    line: queries.PostingRow, books: Lookups, unit: UnitLookup
) -> told.Posting:
    return told.Posting(
        line=line.line,
        account=books.account_codes[line.account_id],
        fund=unit.fund_codes[line.fund_id],
        debit=yuan(line.debit_fen),
        credit=yuan(line.credit_fen),
        purpose=line.purpose or "",
        party=line.party,
        recipient=line.recipient,
        persons=line.persons,
        item=line.item,
        quantity_milli=line.quantity_milli,
        memo=line.memo,
    )


# -- drafts -------------------------------------------------------------------------


def drafts(call: Call) -> told.Drafts:
    """The drafts that are neither posted nor dropped."""
    with call.reading() as connection:
        found = ledger_drafts.waiting(connection, call.unit)
    return told.Drafts(
        drafts=[
            told.DraftHead(
                number=one.number,
                state=one.state.value,
                dated_on=one.voucher.dated_on,
                summary=one.voucher.summary,
                person=one.last.person,
                at=one.last.taken_at,
            )
            for one in found
        ]
    )


def draft(call: Call) -> told.Draft:
    """One draft, and its steps."""
    number = call.number("number", "草稿")
    with call.reading() as connection:
        steps = ledger_drafts.history(connection, call.unit, number)
    return told.Draft(
        number=number,
        state=steps[-1].state.value,
        voucher=json.loads(draft_vouchers.write(steps[-1].voucher)),
        steps=[
            told.DraftStep(
                state=one.state.value,
                person=one.person,
                at=one.taken_at,
                reason=one.reason,
            )
            for one in steps
        ],
    )


# -- payment requests ---------------------------------------------------------------


def requests(call: Call) -> told.Requests:
    """Payment requests, the latest first."""
    query = call.query
    assert isinstance(query, asked.RequestsAsked)
    with call.reading() as connection:
        found = request_list.listed(connection, call.unit)
    wanted = [one for one in found if query.state in {None, one.state}]
    return told.Requests(requests=[told.Request(**_request(one)) for one in wanted])


def request(call: Call) -> told.RequestSteps:
    """One payment request, and its steps."""
    key = call.places["key"]
    with call.reading() as connection:
        steps = request_list.steps(connection, call.unit, key)
        (one,) = (r for r in request_list.listed(connection, call.unit) if r.key == key)
    return told.RequestSteps(
        **_request(one),
        steps=[
            told.RequestStep(
                step=step.seq,
                act=step.act,
                amount=str(step.amount),
                person=step.person,
                on=step.on,
                voucher=step.ref,
                reason=step.reason,
            )
            for step in steps
        ],
    )


def _request(one: request_list.ListedRequest) -> dict[str, Any]:
    return {
        "key": one.key,
        "ref": one.ref,
        "kind": one.kind.value,
        "state": one.state.value,
        "summary": one.summary,
        "payee": one.payee,
        "amount": str(one.amount),
        "paid": str(one.paid),
        "approved": one.approved,
        "approvals": one.approvals,
        "asked_on": one.asked_on,
        "expires_on": one.expires_on,
        "due_on": one.due_on,
        "person": one.person,
    }
