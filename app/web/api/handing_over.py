"""Lists of what is handed over: drawn up, added to, signed by whom they name."""

from app.clock import today
from app.web import handover_works
from app.web.access import HANDOVER
from app.web.api import handover_said as said
from app.web.api.calls import Call
from app.web.api.values import signed_money, told_of
from audit import handover_facts
from audit import handover_keeping as keeping
from audit.handover_lists import Given, Inventory, KeptLine
from audit.handover_proposing import Line
from ledger.database import Connection
from ledger.register import lookups


def lists(call: Call) -> said.Handovers:
    """The lists of a unit: all, or those on which who asks is named."""
    with call.looking() as (connection, unit):
        every = call.may(connection, *HANDOVER)
        found = handover_works.seen(connection, unit.code, call.act.person, every=every)
    return said.Handovers(lists=[_head(one) for one in found[::-1]])


def one(call: Call) -> said.Handover:
    """A list with its lines, its signatures, and what stands in the way of its end."""
    with call.reading() as connection:
        return _whole(connection, call, _found(call, connection))


def _found(call: Call, connection: Connection) -> Inventory:
    every = call.may(connection, *HANDOVER)
    place = call.unit, call.places["key"]
    return handover_works.found_by(connection, place, call.act.person, every=every)


def _head(one: Inventory) -> said.HandoverHead:
    of = one.given
    return told_of(
        said.HandoverHead,
        one,
        post=of.post,
        leaver=of.leaver,
        receiver=of.receiver,
        supervisor=of.supervisor,
        handed_on=of.handed_on,
        lines=len(one.standing),
    )


def _whole(connection: Connection, call: Call, one: Inventory) -> said.Handover:
    books = lookups(connection)
    unit = books.unit(call.unit)
    rights = handover_facts.rights_of(connection, books, unit, one.given.leaver)
    ended = one.state in handover_works.ENDED
    holding = [] if ended else [right for right in rights if right.stands(today())]
    return said.Handover(
        head=_head(one),
        lines=[_line(kept) for kept in one.lines],
        steps=[told_of(said.HandoverStep, step) for step in one.steps],
        left=[told_of(said.RightLeft, right, unit=right.scope) for right in holding],
    )


def _line(kept: KeptLine) -> said.HandoverLine:
    own = {"number": kept.number, "from_books": kept.from_books, "struck": kept.struck}
    return told_of(said.HandoverLine, kept.line, **own)


# -- what is done with it -----------------------------------------------------------


def draw_up(call: Call) -> said.Handover:
    """Draw a list up, with the lines that the books propose."""
    body = call.body
    assert isinstance(body, said.HandoverGiven)
    given = Given(
        unit=call.unit,
        leaver=body.leaver,
        post=body.post,
        since=body.since,
        receiver=body.receiver,
        supervisor=body.supervisor,
        handed_on=body.on,
    )
    with call.reading() as connection:
        known = body.leaver in lookups(connection).people
    with call.writing(body.leaver if known else "") as connection:
        made = keeping.draw_up(connection, given, call.act)
        return call.kept(connection, _whole(connection, call, made))


def add(call: Call) -> said.Handover:
    """Add what no book has, before anybody signed."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, said.HandoverLineGiven)
    line = Line(**body.model_dump() | {"amount": signed_money(body.amount)})
    with call.writing(key) as connection:
        done = keeping.add(connection, call.unit, key, line, call.act)
        return call.kept(connection, _whole(connection, call, done))


def strike(call: Call) -> said.Handover:
    """Strike a line out, with the reason; it stays to be read."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, said.HandoverStrikeGiven)
    with call.writing(key) as connection:
        done = keeping.strike(
            connection, call.unit, key, body.line, body.reason, call.act
        )
        return call.kept(connection, _whole(connection, call, done))


def step(call: Call) -> said.Handover:
    """Sign a list, complete it, or withdraw it: each by whom the list names."""
    body, key = call.body, call.places["key"]
    assert isinstance(body, said.HandoverStepGiven)
    act = f"audit.handover-list.{body.doing}"
    with call.writing(key, act) as connection:
        _found(call, connection)
        done = keeping.take(
            connection, call.unit, key, body.doing, body.words, call.act
        )
        return call.kept(connection, _whole(connection, call, done))
