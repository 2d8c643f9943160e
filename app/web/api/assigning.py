"""Duties: rights given and ended, posts held and left, people who sign in.

A program registers people who are new. By the secret of somebody who is known it could
act as they do, beyond its own token: theirs are changed where they are typed.
"""

from app import duties
from app.clock import today
from app.duties import NewUser
from app.web import people_works, sign_in
from app.web.api import duty_said as said
from app.web.api.calls import Call
from app.web.api.values import told_of
from ledger.database import Connection
from ledger.errors import RecordRefused
from ledger.people import Grant, Right, Tenure
from ledger.register import lookups


def show(call: Call) -> said.Duties:
    """Who may do what in a unit, and who holds which post."""
    with call.looking() as (connection, unit):
        return _told(connection, unit.code)


def show_everywhere(call: Call) -> said.Duties:
    """Who holds a right for all units, and how everybody signs in; no posts."""
    with call.reading() as connection:
        return _told(connection, "")


def _told(connection: Connection, unit: str) -> said.Duties:
    found = people_works.desks_of(connection, unit, today())
    demanded, _ = sign_in.code_rule_of(connection, unit)
    codes, names = found.books.person_codes, found.books.person_names
    people = [
        said.DutyPerson(person=codes[id_], name=names[id_], signs_in=way.value)
        for id_, way in found.ways.items()
    ]
    return said.Duties(
        rights=[told_of(said.RightHeld, one) for one in found.rights],
        posts=[told_of(said.PostHeld, one) for one in found.posts],
        people=sorted(people, key=lambda one: one.person),
        codes_demanded=demanded,
    )


def _subject(call: Call, person: str, *more: object) -> str:
    with call.reading() as connection:
        return people_works.subject(connection, person, *more)


# -- rights -------------------------------------------------------------------------


def give(call: Call) -> said.RightsGiven:
    """Give somebody a right, or those of a desk."""
    body = call.body
    assert isinstance(body, said.RightGiven)
    what = f"role:{body.role.value}" if body.role else ""
    if body.right:
        what += f"right:{body.right.value}"
    since = body.since or today()
    with call.writing(_subject(call, body.person, what, since)) as connection:
        # A desk and a right at once is neither.
        grants = [_grant(call, body, right) for right in people_works.wanted(what)]
        given = duties.give(connection, grants, call.act, today())
        answer = said.RightsGiven(
            person=body.person,
            rights=[one.right.value for one in given],
            since=since,
            until=body.until,
        )
        return call.kept(connection, answer)


def _grant(
    call: Call, body: said.RightGiven | said.RightEndGiven, right: Right
) -> Grant:
    return Grant(
        person=body.person,
        right=right,
        unit=call.unit,
        since=body.since or today(),
        until=body.until,
    )


def end(call: Call) -> said.RightHeld:
    """Let a right end, or go on."""
    body = call.body
    assert isinstance(body, said.RightEndGiven)
    about = _subject(call, body.person, body.right.value, body.since)
    with call.writing(about) as connection:
        grant = _grant(call, body, body.right)
        duties.change_end(connection, grant, call.act, today())
        return call.kept(connection, told_of(said.RightHeld, grant))


def give_everywhere(call: Call) -> said.RightsGiven:
    """Give somebody a right for all units; the address names none."""
    return give(call)


def end_everywhere(call: Call) -> said.RightHeld:
    """Let a right for all units end, or go on."""
    return end(call)


# -- posts --------------------------------------------------------------------------


def assign(call: Call) -> said.PostHeld:
    """Put somebody into a post."""
    body = call.body
    assert isinstance(body, said.PostGiven)
    tenure = Tenure(unit=call.unit, **body.model_dump())
    with call.writing(_subject(call, body.person, body.since)) as connection:
        duties.assign(connection, tenure, call.act)
        return call.kept(connection, told_of(said.PostHeld, tenure))


def leave(call: Call) -> said.PostHeld:
    """Let a term end, or go on."""
    body = call.body
    assert isinstance(body, said.PostEndGiven)
    tenure = Tenure(unit=call.unit, **body.model_dump())
    with call.writing(_subject(call, body.person, body.since)) as connection:
        duties.end_post(connection, tenure, call.act)
        (held,) = (
            one
            for one in duties.posts_in(connection, call.unit)
            if (one.person, one.post, one.since) == (body.person, body.post, body.since)
        )
        return call.kept(connection, told_of(said.PostHeld, held))


# -- people who sign in -------------------------------------------------------------


def register(call: Call) -> said.UserRegistered:
    """Register somebody new with a secret and a desk."""
    body = call.body
    assert isinstance(body, said.UserGiven)
    new = NewUser(
        code=body.person,
        name=body.name,
        logins=(body.login,) if body.login else (),
        roles=(body.role,) if body.role else (),
        unit=call.unit,
        since=body.since or today(),
        secret=body.secret,
    )
    # What was sent may be no code but a personal number: not for the log.
    about = _subject(call, new.code, body.role.value if body.role else "")
    with call.writing(about.strip()) as connection:
        if new.code in lookups(connection).people:
            raise RecordRefused("这个人员已经登记", do="换一个代码；口令在网页上更换")
        duties.register_user(connection, new, call.act, today())
        return call.kept(connection, said.UserRegistered(person=new.code))


def demand_codes(call: Call) -> said.CodeRule:
    """Let the unit and those below it demand one-time codes, or no longer."""
    body = call.body
    assert isinstance(body, said.CodesGiven)
    with call.writing("demanded" if body.demanded else "free") as connection:
        sign_in.set_code_rule(connection, call.unit, call.act, demanded=body.demanded)
        return call.kept(connection, said.CodeRule(demanded=body.demanded))
