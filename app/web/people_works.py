"""Duties as pages and programs have them: who may, how they sign in, what is given."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from app import auth, duties
from app.duties import Held, Post
from app.roles import Role
from app.web import sign_in
from app.web.sign_in import GUARDED
from ledger.accounts import Labelled
from ledger.database import Connection
from ledger.errors import RecordRefused
from ledger.people import Right
from ledger.register import Lookups, lookups


class Way(Labelled):
    """How somebody signs in."""

    NONE = "none", "未设口令"
    SECRET = "secret", "已设口令"
    CODE = "code", "口令和动态口令"
    CODE_MISSING = "code_missing", "须启用动态口令"


@dataclass(frozen=True, slots=True)
class Desks:
    """What a page of duties rests on."""

    books: Lookups
    rights: list[Held]
    posts: list[Post]
    ways: Mapping[int, Way]
    """How people sign in, by number."""


def desks_of(connection: Connection, unit: str, on: dt.date) -> Desks:
    """The duties in a unit; an empty one asks for what was given everywhere.

    Raises:
        NotFound: no unit has this code.
    """
    books = lookups(connection)
    rights = duties.rights_in(connection, unit)
    posts = duties.posts_in(connection, unit) if unit else []
    demanded, _ = sign_in.code_rule_of(connection, unit)
    # Whose review or payment waits for a code.
    guarded = {
        held.person_id
        for held in rights
        if held.right in GUARDED and not held.is_over(on)
    }
    secret = set(auth.people_with_secret(connection))
    shown = {held.person_id for held in rights} if unit else set(books.person_codes)
    ways = {}
    for id_ in shown:
        if id_ not in secret:
            ways[id_] = Way.NONE
        elif sign_in.has_code_key(connection, id_):
            ways[id_] = Way.CODE
        else:
            missing = demanded and id_ in guarded
            ways[id_] = Way.CODE_MISSING if missing else Way.SECRET
    return Desks(books, rights, posts, ways)


def subject(connection: Connection, person: str, *more: object) -> str:
    """What the log says of an act: the person's code, where there is one, and more."""
    known = person in lookups(connection).people
    return " ".join(map(str, ([person] if known else []) + [*more]))


def wanted(what: str) -> tuple[Right, ...]:
    """The rights of a desk (`role:officer`), or one of its own (`right:prepare`).

    Raises:
        RecordRefused: it is neither.
    """
    kind, _, key = what.partition(":")
    if kind == "role" and key in {role.value for role in Role}:
        return Role(key).rights
    if kind == "right" and key in {right.value for right in Right}:
        return (Right(key),)
    raise RecordRefused("没有写明给什么权限", do="选一个岗位，或一项权限")
