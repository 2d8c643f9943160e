"""Closing: months with their checklist and proofs, the year by two persons."""

from collections.abc import Iterable, Sequence

from app.clock import today
from app.web import year_steps
from app.web.api import closing_said as said
from app.web.api.calls import Call
from app.web.api.values import money, signed_money, span, told_of
from ledger import closing, proofs, year_end
from ledger.closing import Closed
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.people import Right
from ledger.periods import period_of
from ledger.register import lookups
from ledger.year_end import Order
from ledger.year_end_accounts import Decision


def _month(text: str) -> int:
    return period_of(span(text).since)


def _written(period: int) -> str:
    return f"{period // 100}-{period % 100:02d}" if period else ""


def _close(one: Closed) -> said.Close:
    return told_of(said.Close, one, hash=one.hash.hex())


def show(call: Call) -> said.CloseSeen:
    """The checklist of the month that closes next, or of the one asked for."""
    query = call.query
    assert isinstance(query, said.CloseAsked)
    with call.looking() as (connection, unit):
        following = closing.next_month(connection, unit.code)
        period = _month(query.period) if query.period else following
        on = today()
        obstacles = (
            closing.checklist_through(connection, unit.code, period, on=on)
            if period
            else ()
        )
        accounts = _accounts(connection, unit.code, period) if period else []
        closes = closing.closes(connection, unit.code)
    return said.CloseSeen(
        period=_written(period),
        following=_written(following),
        obstacles=[told_of(said.Obstacle, one) for one in obstacles],
        accounts=accounts,
        closes=[_close(one) for one in closes],
    )


def _accounts(connection: Connection, code: str, period: int) -> list[said.Proven]:
    books = lookups(connection)
    found = proofs.compared(connection, books, books.unit(code), period)
    return [
        said.Proven(
            account=books.account_codes[one.account_id],
            name=books.account_name(one.account_id),
            book=str(Money(one.book_fen)),
            proved=str(one.proof.amount) if one.proof else None,
            gap=str(Money(one.gap_fen)),
        )
        for one in found
    ]


def close(call: Call) -> said.Closes:
    """Close a month and the open ones before it; it does not open again."""
    body = call.body
    assert isinstance(body, said.CloseGiven)
    with call.writing(body.period) as connection:
        done = closing.close_through(
            connection, call.unit, _month(body.period), call.act
        )
        answer = said.Closes(closes=[_close(one) for one in done])
        return call.kept(connection, answer)


def prove(call: Call) -> said.ProofKept:
    """Put a count of cash or a certificate of a bank on record."""
    body = call.body
    assert isinstance(body, said.ProofGiven)
    period = _month(body.period)
    proof = proofs.Proof(
        unit=call.unit,
        period=period,
        account=body.account,
        amount=money(body.amount),
        evidence=body.evidence,
        other=signed_money(body.other) or ZERO,
        explained=signed_money(body.explained) or ZERO,
        explanation=body.explanation,
    )
    with call.writing(body.period) as connection:
        found = proofs.prove(connection, proof, call.act)
        gap = str(Money(found.gap_fen))
        answer = said.ProofKept(period=period, account=body.account, gap=gap)
        return call.kept(connection, answer)


# -- the year -----------------------------------------------------------------------


def year(call: Call) -> said.YearSeen:
    """What closing a year would post by the standing order, or by no decision."""
    query = call.query
    assert isinstance(query, said.YearAsked)
    with call.reading() as connection:
        ordered = year_end.standing_order(connection, call.unit, query.year)
        decisions = ordered.decisions if ordered else ()
        return _year(connection, call.unit, query.year, decisions)


def preview(call: Call) -> said.YearSeen:
    """What closing a year would post by these decisions; nothing is changed."""
    body = call.body
    assert isinstance(body, said.YearPreviewGiven)
    with call.reading() as connection:
        return _year(connection, call.unit, body.year, _decisions(body.decisions))


def _decisions(given: Iterable[said.DecisionGiven]) -> list[Decision]:
    return [
        Decision(**one.model_dump() | {"amount": money(one.amount)}) for one in given
    ]


def _year(
    connection: Connection, unit: str, of: int, decisions: Sequence[Decision]
) -> said.YearSeen:
    drawn = year_end.preview(connection, unit, of, decisions, on=today())
    ordered = year_end.standing_order(connection, unit, of)
    answer = {
        "year": of,
        "digest": drawn.plan.digest.hex(),
        "vouchers": drawn.vouchers,
        "obstacles": drawn.obstacles,
        "order": _order(ordered) if ordered else None,
    }
    return said.YearSeen.model_validate(answer)


def _order(one: Order) -> said.YearOrder:
    return told_of(said.YearOrder, one, digest=one.digest.hex())


def order(call: Call) -> said.YearOrder:
    """Order a year to be closed as it was shown."""
    body = call.body
    assert isinstance(body, said.YearOrderGiven)
    decisions = _decisions(body.decisions)
    with call.writing(str(body.year)) as connection:
        done = year_end.order(connection, call.unit, body.year, decisions, call.act)
        year_steps.demand_seen(body.year, done.digest, body.digest)
        return call.kept(connection, _order(done))


def post(call: Call) -> said.YearPosted:
    """Review and post what was ordered, and close December with the year."""
    body = call.body
    assert isinstance(body, said.YearPostGiven)
    with call.writing(str(body.year)) as connection:
        reviews = call.may(connection, Right.REVIEW)
        year_steps.demand_reviewing(body.year, reviews=reviews)
        done = year_steps.post(connection, call.unit, body.year, body.digest, call.act)
        answer = said.YearPosted(
            year=body.year,
            vouchers=len(done.outcomes),
            position=done.closed.position,
            hash=done.closed.hash.hex(),
        )
        return call.kept(connection, answer)


def adjust(call: Call) -> said.YearAdjusting:
    """From now on December takes audit adjustments alone."""
    body = call.body
    assert isinstance(body, said.YearAdjustGiven)
    with call.writing(str(body.year)) as connection:
        year_end.begin_adjusting(connection, call.unit, body.year, call.act)
        return call.kept(connection, said.YearAdjusting(year=body.year))
