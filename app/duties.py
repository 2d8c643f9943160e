"""Duties (职责): who may do what in a unit, who holds which post, and when.

1. A right holds in a unit and all below it. What holds in a unit was given there or
   above; it is changed where it was given.
2. Rights and posts end, they are not removed: another end is a later revision.
3. No change leaves the books without an administrator (`app.auth`), and none gives one
   person what has to be kept apart (`ledger.rights`); all that stands against one is
   told at once.
4. Whoever administers some units alone gives a first secret to people who are new: by
   the secret of somebody who is known they could act elsewhere.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app import auth, store
from app.roles import Role
from ledger import queries, registration
from ledger.database import Connection
from ledger.errors import NotFound, RecordRefused
from ledger.people import Act, Grant, Person, Right, Tenure
from ledger.privacy import has_control, has_hidden, personal_number
from ledger.register import Lookups, lookups
from ledger.rights import EVERYWHERE

POST_LENGTH = 60
_LAST = dt.date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A right as it stands, from `since` up to but without `until`."""

    person: str
    person_id: int
    right: Right
    unit: str
    """Where it was given; empty: everywhere."""
    since: dt.date
    until: dt.date | None

    @property
    def key(self) -> str:
        """What tells it from the others of its place, without a name in it."""
        return f"{self.person_id}.{self.right.value}.{self.since}"

    def is_over(self, on: dt.date) -> bool:
        """Whether it ended by a day."""
        return self.until is not None and self.until <= on


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post held in a unit, from `since` up to but without `until`."""

    person: str
    person_id: int
    post: str
    since: dt.date
    until: dt.date | None
    acting: bool

    @property
    def key(self) -> str:
        """What tells it from the others of its unit, without a name in it."""
        post = hashlib.sha256(self.post.encode()).hexdigest()[:8]
        return f"{self.person_id}.{post}.{self.since}"

    def is_over(self, on: dt.date) -> bool:
        """Whether it ended by a day."""
        return self.until is not None and self.until <= on


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """Somebody who is to sign in, with their desks in a unit (none: everywhere)."""

    code: str
    name: str = ""
    logins: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    unit: str = ""
    since: dt.date
    secret: str = field(repr=False)


# -- reading ------------------------------------------------------------------------


def rights_in(connection: Connection, unit: str) -> list[Held]:
    """The rights that hold, held or will hold in a unit, by person (1).

    An empty unit asks for those that were given everywhere.

    Raises:
        NotFound: no unit has this code.
    """
    scopes = _scopes(lookups(connection), unit)
    return _held(connection, store.rights_in(connection, scopes))


def rights_everywhere(connection: Connection) -> list[Held]:
    """The rights that hold, held or will hold in any unit, by person."""
    books = lookups(connection)
    scopes = {EVERYWHERE, *books.unit_codes}
    return _held(connection, store.rights_in(connection, scopes))


def _held(connection: Connection, rows: Sequence[Any]) -> list[Held]:
    books = lookups(connection)
    order = list(Right)
    found = [
        Held(
            person=books.person_codes[row.person_id],
            person_id=row.person_id,
            right=Right(row.right),
            unit=books.unit_codes.get(row.scope_id, ""),
            since=row.since,
            until=row.until,
        )
        for row in rows
    ]
    found.sort(key=lambda held: (held.person, order.index(held.right), held.since))
    return found


def _scopes(books: Lookups, unit: str) -> set[int]:
    scopes = {EVERYWHERE}
    while unit:
        node = books.unit(unit)
        scopes.add(node.id)
        unit = node.parent
    return scopes


def posts_in(connection: Connection, unit: str) -> list[Post]:
    """The posts of a unit and who held them, in order of their beginning.

    Raises:
        NotFound: no unit has this code.
    """
    books = lookups(connection)
    return [
        Post(
            person=books.person_codes[row.person_id],
            person_id=row.person_id,
            post=row.post,
            since=row.since,
            until=row.until,
            acting=bool(row.acting),
        )
        for row in queries.tenures(connection, books.unit(unit).id)
    ]


# -- rights -------------------------------------------------------------------------


def give(
    connection: Connection, grants: Sequence[Grant], act: Act, on: dt.date
) -> list[Grant]:
    """Give rights, all or none; those that the person has anyway are left alone.

    Returns:
        What was given.

    Raises:
        NotFound: there is no such person or unit.
        RecordRefused: the person has them all, they end before they begin, or they do
            not go with what the person has; everything that stands against it is told.
        NotAdministered: nobody could administer the books any more.
    """
    for grant in grants:
        _demand_days(grant)
    fresh = [one for one in dict.fromkeys(grants) if not _has(connection, one)]
    if not fresh:
        raise RecordRefused(
            "这些权限已经有了，没有再给", do="需要改变截止日期的，在列表中选那一项办理"
        )
    _register(connection, fresh, act, on)
    return fresh


def _has(connection: Connection, grant: Grant) -> bool:
    """Whether a right of the person covers all days of another."""
    person_id = lookups(connection).person(grant.person)
    return any(
        held.right is grant.right
        and held.since <= grant.since
        and (held.until or _LAST) >= (grant.until or _LAST)
        for held in rights_in(connection, grant.unit)
        if held.person_id == person_id
    )


def change_end(
    connection: Connection, grant: Grant, act: Act, on: dt.date
) -> dt.date | None:
    """Let a right that stands end on another day, or go on without end.

    Args:
        connection: a transaction that writes.
        grant: the right as it was given, with its new end.
        act: who does it.
        on: the day, in China.

    Returns:
        When it ended, or was to end, before.

    Raises:
        NotFound: there is no such right, person or unit.
        RecordRefused: it would end before it begins, or not go with others.
        NotAdministered: nobody could administer the books any more.
    """
    _demand_days(grant)
    stands = _standing(connection, grant)
    if stands.until == grant.until:
        raise RecordRefused("截止日期与现在的相同，没有改变", do="填写另一个日期")
    _register(connection, [grant], act, on)
    return stands.until


def _standing(connection: Connection, grant: Grant) -> Held:
    person_id = lookups(connection).person(grant.person)
    asked = (person_id, grant.right, grant.unit, grant.since)
    for held in rights_in(connection, grant.unit):
        if (held.person_id, held.right, held.unit, held.since) == asked:
            return held
    raise NotFound("权限", f"{grant.right.label} {grant.since}", "刷新页面，核对列表")


def _demand_days(grant: Grant) -> None:
    if grant.until is not None and grant.until <= grant.since:
        raise RecordRefused(
            "权限的截止日期应晚于起始日期",
            why=f"自 {grant.since} 起，至 {grant.until} 前",
            do=f"截止日期最早填 {grant.since + dt.timedelta(days=1)}（不含当日）",
        )


def _register(
    connection: Connection, grants: Sequence[Grant], act: Act, on: dt.date
) -> None:
    found = registration.register_rights(connection, grants, act)
    if found:
        raise RecordRefused("；".join(str(problem) for _, problem in found))
    auth.demand_administrator(connection, on)


# -- posts --------------------------------------------------------------------------


def assign(connection: Connection, tenure: Tenure, act: Act) -> None:
    """Put somebody into a post of a unit.

    Raises:
        NotFound: there is no such person or unit.
        RecordRefused: the post has no name, or the person holds it on some of the days.
    """
    if not tenure.post or len(tenure.post) > POST_LENGTH or _unfit(tenure.post):
        raise RecordRefused(
            "没有写明职务，或职务的写法不对",
            do=f"写职务的名称，不超过 {POST_LENGTH} 字",
        )
    _demand_apart(connection, tenure, begins=True)
    registration.register_tenures(connection, [tenure], act)


def end_post(connection: Connection, tenure: Tenure, act: Act) -> dt.date | None:
    """Let a post that somebody holds end on another day, or go on without end.

    Returns:
        When it ended, or was to end, before.

    Raises:
        NotFound: nobody holds it so.
        RecordRefused: nothing would change, or it would meet a later term of theirs.
    """
    person_id = lookups(connection).person(tenure.person)
    for stands in posts_in(connection, tenure.unit):
        asked = (stands.person_id, stands.post, stands.since)
        if asked != (person_id, tenure.post, tenure.since):
            continue
        if stands.until == tenure.until:
            raise RecordRefused("截止日期与现在的相同，没有改变", do="填写另一个日期")
        _demand_apart(connection, tenure, begins=False)
        same = replace(tenure, acting=stands.acting)
        registration.register_tenures(connection, [same], act)
        return stands.until
    raise NotFound("任期", f"{tenure.post} {tenure.since}", "刷新页面，核对列表")


def _demand_apart(connection: Connection, tenure: Tenure, *, begins: bool) -> None:
    """Refuse a term that meets another of the same person in the same post."""
    person_id = lookups(connection).person(tenure.person)
    for other in posts_in(connection, tenure.unit):
        if (other.person_id, other.post) != (person_id, tenure.post):
            continue
        if other.since == tenure.since and not begins:
            continue
        meet = other.since < (tenure.until or _LAST) and tenure.since < (
            other.until or _LAST
        )
        if meet or other.since == tenure.since:
            ends = f"至 {other.until} 前" if other.until else "至今"
            raise RecordRefused(
                "同一人同一职务的任期重叠",
                why=f"{other.person} 自 {other.since} {ends}已任{other.post}",
                do="改正日期，或先改变原任期的截止日期",
            )


# -- people who sign in -------------------------------------------------------------


def refuse_unfit(text: str) -> None:
    """Refuse what may not stand for a person.

    Raises:
        RecordRefused: it has characters nobody sees, or is a personal number.
    """
    if _unfit(text):
        raise RecordRefused(
            "人员代码、姓名、登录名中不能有控制字符、看不见的字符或首尾空格"
        )
    if masked := personal_number(text):
        raise RecordRefused("不能用个人号码作代码", why=masked, do="改用工号或姓名")


def _unfit(text: str) -> bool:
    return has_control(text) or has_hidden(text) or text != text.strip()


def register_user(connection: Connection, new: NewUser, act: Act, on: dt.date) -> None:
    """Register somebody with their log-ins, desks and secret (4).

    Raises:
        NotFound: no unit has this code.
        NotAllowed: they are known, and whoever does it administers some units alone.
        RecordRefused: a text or a right of theirs does not fit.
        SecretRefused: their secret does not.
        NotAdministered: nobody could administer the books then.
    """
    for text in (new.code, new.name, *new.logins):
        refuse_unfit(text)
    if not new.code:
        raise RecordRefused("没有写明人员代码", do="写工号或姓名")
    books = lookups(connection)
    if new.code in books.people and not auth.nobody_has_secret(connection):
        actor = books.person(act.person)
        auth.demand(connection, actor, (Right.ADMIN,), "", on)
    person = Person(code=new.code, name=new.name, logins=new.logins)
    found = registration.register_people(connection, [person], act)
    grants = [
        Grant(person=new.code, right=right, unit=new.unit, since=new.since)
        for role in new.roles
        for right in role.rights
    ]
    found += registration.register_rights(connection, list(dict.fromkeys(grants)), act)
    if found:
        raise RecordRefused("；".join(str(problem) for _, problem in found))
    auth.set_secret(connection, new.code, new.secret, act)
    auth.demand_administrator(connection, on)
