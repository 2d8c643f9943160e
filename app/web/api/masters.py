"""Who one is, units, funds, accounts, and what can happen in a unit."""

from app.clock import today
from app.web.access import LOOKING
from app.web.api import asked, told
from app.web.api.calls import Call
from ledger.people import Right
from ledger.register import Lookups, UnitLookup, lookups
from treasury import listing


def me(call: Call) -> told.Me:
    """Whose token it is, and what it allows."""
    held = call.held
    with call.reading() as connection:
        rights = {
            right.value: units
            for right in Right
            if (units := call.units_where(connection, right))
        }
    return told.Me(
        person=held.person, writes=held.writes, unit=held.unit, rights=rights
    )


def units(call: Call) -> told.Units:
    """The units that one may see, as far as the token reaches."""
    with call.reading() as connection:
        books = lookups(connection)
        seen = call.units_where(connection, *LOOKING)
        return told.Units(units=[_unit(books.unit(code)) for code in seen])


def unit(call: Call) -> told.Unit:
    """One unit."""
    with call.looking() as (_, found):
        return _unit(found)


def _unit(found: UnitLookup) -> told.Unit:
    return told.Unit(
        code=found.code,
        name=found.name,
        level=found.level,
        parent=found.parent,
        opened_on=found.opened_on,
        closed_on=found.closed_on,
        chart=found.chart_on(today().isoformat()),
    )


def funds(call: Call) -> told.Funds:
    """The funds of a unit, by code."""
    with call.looking() as (_, found):
        return told.Funds(
            funds=[
                told.Fund(
                    code=code,
                    name=found.fund_names[id_],
                    origin=found.fund_origins[id_],
                    channel=found.fund_channels[id_],
                    restricted=id_ in found.restricted,
                    purposes=sorted(found.purposes.get(id_, ())),
                )
                for code, id_ in sorted(found.funds.items())
            ]
        )


def accounts(call: Call) -> told.Accounts:
    """A unit's chart of accounts on a day."""
    assert isinstance(call.query, asked.OnDay)
    on = call.query.on or today()
    with call.looking() as (connection, found):
        books = lookups(connection)
        chart = found.chart_on(on.isoformat())
        known = sorted(books.charts.get(chart, {}).items())
        listed = [_account(books, code, id_) for code, id_ in known]
    return told.Accounts(chart=chart, accounts=listed)


def _account(books: Lookups, code: str, id_: int) -> told.Account:
    return told.Account(
        code=code,
        name=books.account_name(id_),
        account_class=books.account_classes[id_],
        side=books.account_sides[id_],
        role=books.account_roles[id_].value,
        posts=id_ not in books.above,
    )


def events(call: Call) -> told.Events:
    """What can happen in a unit today, and what it asks to be said."""
    with call.reading() as connection:
        found = listing.in_unit(connection, call.unit, today())
    return told.Events(
        events=[
            told.Event(
                key=one.event.key,
                label=one.event.label,
                sources=one.sources,
                entries=list(one.entries),
                asks=[question.field.value for question in one.event.asks],
                must=[q.field.value for q in one.event.asks if q.must],
                evidence=list(one.event.evidence),
                clause=one.event.clause,
            )
            for one in found
        ]
    )
