"""Who acts, and whether they may (身份与权限).

1. Each act is tied to a person, who shows it by a secret. While nobody has one (one
   office trying the program out) people are taken at their word.
2. A secret is kept as an argon2id hash; the latest revision holds.
3. A right holds in a unit and all below it, from `since` up to but without `until`;
   the latest revision holds. While no right is registered, everybody may.
4. Whoever may audit a unit may not keep its books (`ledger.rights`): no such pair of
   rights is registered, and where one stands the right to audit goes before.
5. The program itself never logs in.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from app import hashing, store
from app.errors import (
    NotAdministered,
    NotAllowed,
    NotIdentified,
    SecretRefused,
    SecretUnreadable,
)
from ledger.database import Connection
from ledger.people import KEEPING_BOOKS, SYSTEM, Act, Right
from ledger.register import Lookups, lookups
from ledger.rights import APART, EVERYWHERE

SECRET_LENGTH_MIN = 8


# -- who ----------------------------------------------------------------------------


def nobody_has_secret(connection: Connection) -> bool:
    """Whether people are still taken at their word (1)."""
    return not store.any_secret(connection)


def people_with_secret(connection: Connection) -> list[int]:
    """The numbers of everybody who can show who they are."""
    return store.secret_holders(connection)


def set_secret(connection: Connection, person: str, secret: str, act: Act) -> None:
    """Give a person a secret, or another one in place of the last.

    Raises:
        NotFound: nobody is registered under this code.
        SecretRefused: too short, the person's own code, or for the program itself.
    """
    if len(secret) < SECRET_LENGTH_MIN:
        raise SecretRefused("口令太短", do=f"至少 {SECRET_LENGTH_MIN} 个字符")
    if secret.casefold() == person.casefold():
        raise SecretRefused("口令不能与人员代码相同", do="另设一个")
    books = lookups(connection)
    person_id = books.person(person)
    if books.person_codes[person_id] == SYSTEM:
        raise SecretRefused("程序自身不设口令", do="给办理业务的人设口令")
    revision, _ = store.secret_of(connection, person_id)
    hashed = hashing.hashed(secret)
    store.append_secret(connection, person_id, revision + 1, hashed, act.stamp)


def identify(connection: Connection, person: str, secret: str) -> int:
    """The number of the person who acts, by code or log-in, and secret.

    Raises:
        NotIdentified: not known, or not their secret.
        SecretUnreadable: what is kept of their secret is no hash.
    """
    known = known_as(connection, person)
    if known is None:
        raise NotIdentified
    if not nobody_has_secret(connection):
        demand_secret(known, secret)
    return known.number


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is registered."""

    number: int
    code: str
    hashed: str = field(repr=False)
    """Of their secret; empty where they have none."""


def known_as(connection: Connection, person: str) -> Known | None:
    """Who is registered under a code or log-in; the program itself is nobody."""
    books = lookups(connection)
    number = books.people.get(person)
    if number is None or books.person_codes[number] == SYSTEM:
        return None
    _, hashed = store.secret_of(connection, number)
    return Known(number, books.person_codes[number], hashed or "")


def demand_secret(known: Known, secret: str) -> None:
    """Go on only with somebody's secret. This takes its time, and asks no database.

    Raises:
        NotIdentified: it is another one, or they have none.
        SecretUnreadable: what is kept of it is no hash.
    """
    if not known.hashed:
        raise NotIdentified
    try:
        fits = hashing.fits(known.hashed, secret)
    except ValueError:
        raise SecretUnreadable(known.code) from None
    if not fits:
        raise NotIdentified


# -- whether ------------------------------------------------------------------------


def demand(
    connection: Connection,
    person: int,
    rights: Sequence[Right],
    unit: str,
    on: dt.date,
) -> None:
    """Go on only if a person may: one of these rights is enough.

    Raises:
        NotAllowed: the person has none of them in this unit on this day; all are named.
        NotFound: no unit has this code.
    """
    if any(may(connection, person, right, unit, on) for right in rights):
        return
    books = lookups(connection)
    held = _held(connection, person, _scopes(books, unit), on)
    apart = not KEEPING_BOOKS.isdisjoint(rights) and Right.AUDIT in held
    why = APART if apart else ""
    told = "”或“".join(right.label for right in rights)
    raise NotAllowed(books.person_codes[person], told, unit, why)


def may(
    connection: Connection, person: int, right: Right, unit: str, on: dt.date
) -> bool:
    """Whether a person has a right in a unit on a day (3, 4).

    An empty unit asks for the right everywhere.

    Raises:
        NotFound: no unit has this code.
    """
    return right in rights_in(connection, person, unit, on)


def rights_in(
    connection: Connection, person: int, unit: str, on: dt.date
) -> frozenset[Right]:
    """Every right that a person has in a unit on a day (3, 4).

    An empty unit asks for those held everywhere.

    Raises:
        NotFound: no unit has this code.
    """
    scopes = _scopes(lookups(connection), unit)
    if not store.any_right(connection):
        return frozenset(Right)
    held = frozenset(map(Right, _held(connection, person, scopes, on)))
    return held - KEEPING_BOOKS if Right.AUDIT in held else held


def may_somewhere(
    connection: Connection, person: int, right: Right, on: dt.date
) -> bool:
    """Whether a person has a right in some unit on a day."""
    if not store.any_right(connection):
        return True
    return right in _held(connection, person, None, on)


def units_of(
    connection: Connection, person: int, rights: Sequence[Right], on: dt.date
) -> list[str]:
    """The codes of the units in which a person has one of these rights, in order."""
    held = rights_by_unit(connection, person, on)
    wanted = frozenset(rights)
    return [code for code, found in held.items() if not found.isdisjoint(wanted)]


def rights_by_unit(
    connection: Connection, person: int, on: dt.date
) -> dict[str, frozenset[Right]]:
    """Every right that a person has in each unit on a day (3, 4), by order of code.

    Two reads whatever the number of units: each unit has what stands above it too.
    """
    books = lookups(connection)
    if not store.any_right(connection):
        return dict.fromkeys(sorted(books.units), frozenset(Right))
    latest = {
        (row.right, row.scope_id, row.since): row.until
        for row in store.rights_of(connection, person)
    }
    by_scope: dict[int, set[Right]] = {}
    for (right, scope, since), until in latest.items():
        if since <= on and (until is None or on < until):
            by_scope.setdefault(scope, set()).add(Right(right))
    found: dict[str, frozenset[Right]] = {}
    for code in sorted(books.units):
        held = set[Right]().union(*(by_scope.get(s, ()) for s in _scopes(books, code)))
        apart = KEEPING_BOOKS if Right.AUDIT in held else frozenset()
        found[code] = frozenset(held) - apart
    return found


def demand_administrator(connection: Connection, on: dt.date) -> None:
    """Go on only while somebody could still administer the books.

    Where people show secrets and rights are registered, one person at least must have
    both a secret and the right to administer everywhere.

    Raises:
        NotAdministered: nobody would.
    """
    holders = store.secret_holders(connection)
    if not holders or not store.any_right(connection):
        return
    if not any(may(connection, person, Right.ADMIN, "", on) for person in holders):
        raise NotAdministered


def _scopes(books: Lookups, unit: str) -> set[int]:
    """The unit and all above it, and everywhere."""
    scopes = {EVERYWHERE}
    while unit:
        node = books.unit(unit)
        scopes.add(node.id)
        unit = node.parent
    return scopes


def _held(
    connection: Connection, person: int, scopes: set[int] | None, on: dt.date
) -> set[str]:
    """The rights held in these scopes; None asks for those held anywhere."""
    latest = {
        (row.right, row.scope_id, row.since): row.until
        for row in store.rights_of(connection, person)
    }
    return {
        right
        for (right, scope, since), until in latest.items()
        if scopes is None or scope in scopes
        if since <= on and (until is None or on < until)
    }
