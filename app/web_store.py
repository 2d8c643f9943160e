"""All SQL of the web application: sessions, sign-ins, codes, tokens, answers, pages.

Every function works inside a transaction given by the caller. Instants are texts as
the books write them, which sort as time does.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, insert, or_, select, tuple_

from app.web_tables import (
    answers,
    code_keys,
    code_rules,
    code_uses,
    session_ends,
    session_uses,
    sessions,
    sign_ins,
    token_ends,
    tokens,
)
from ledger.operation_tables import operations
from ledger.queries import VoucherRow
from ledger.tables import vouchers


def _append(connection: Connection, table: Table, **row: object) -> None:
    connection.execute(insert(table), [row])


# -- sessions -----------------------------------------------------------------------


def begin_session(
    connection: Connection, token: bytes, person_id: int, begun_at: str, until: str
) -> None:
    """Append a session."""
    _append(
        connection,
        sessions,
        token=token,
        person_id=person_id,
        begun_at=begun_at,
        until=until,
    )


def session_of(connection: Connection, token: bytes) -> Any | None:
    """The session of a token with its last use; None where it is unknown or ended."""
    s = sessions.c
    used = (
        select(func.max(session_uses.c.used_at))
        .where(session_uses.c.token == s.token)
        .scalar_subquery()
    )
    ended = select(session_ends.c.token).where(session_ends.c.token == s.token)
    return connection.execute(
        select(s.person_id, s.begun_at, s.until, used.label("used_at")).where(
            s.token == token, ~ended.exists()
        )
    ).one_or_none()


def use_session(connection: Connection, token: bytes, used_at: str) -> None:
    """Append a use, unless another process just did."""
    known = select(session_uses.c.token).where(
        session_uses.c.token == token, session_uses.c.used_at == used_at
    )
    if connection.execute(known).one_or_none() is None:
        _append(connection, session_uses, token=token, used_at=used_at)


def end_sessions(
    connection: Connection, tokens_ended: Sequence[bytes], ended_at: str
) -> None:
    """Append the ends of sessions that have none yet."""
    for token in tokens_ended:
        known = select(session_ends.c.token).where(session_ends.c.token == token)
        if connection.execute(known).one_or_none() is None:
            _append(connection, session_ends, token=token, ended_at=ended_at)


def open_sessions(connection: Connection, person_id: int, at: str) -> list[Any]:
    """A person's sessions that were not ended and are not over, the latest first."""
    s = sessions.c
    ended = select(session_ends.c.token).where(session_ends.c.token == s.token)
    return list(
        connection.execute(
            select(s.token, s.begun_at, s.until)
            .where(s.person_id == person_id, s.until > at, ~ended.exists())
            .order_by(s.begun_at.desc())
        )
    )


# -- signing in ---------------------------------------------------------------------


def append_sign_in(
    connection: Connection, claimed: bytes, address: bytes, at: str, outcome: str
) -> None:
    """Append an attempt to sign in."""
    _append(
        connection,
        sign_ins,
        id=secrets.token_bytes(16),
        claimed=claimed,
        address=address,
        at=at,
        outcome=outcome,
    )


def wrong_since(
    connection: Connection, claimed: bytes, address: bytes, since: str
) -> tuple[int, int]:
    """Wrong attempts since an instant: on a name since a right one, from a place."""
    a = sign_ins.c
    last = connection.scalar(
        select(func.max(a.at)).where(a.claimed == claimed, a.outcome == "done")
    )
    named = select(func.count()).where(
        a.claimed == claimed, a.at >= max(since, last or ""), a.outcome == "wrong"
    )
    here = select(func.count()).where(
        a.address == address, a.at >= since, a.outcome == "wrong"
    )
    return connection.scalar(named) or 0, connection.scalar(here) or 0


# -- one-time codes -----------------------------------------------------------------


def code_key(connection: Connection, person_id: int) -> tuple[int, bytes]:
    """The latest revision of a person's key, encrypted; 0 and nothing where none."""
    k = code_keys.c
    row = connection.execute(
        select(k.revision, k.locked)
        .where(k.person_id == person_id)
        .order_by(k.revision.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], bytes(row[1])) if row else (0, b"")


def append_code_key(
    connection: Connection, person_id: int, revision: int, locked: bytes, set_at: str
) -> None:
    """Append a later revision of a person's key."""
    _append(
        connection,
        code_keys,
        person_id=person_id,
        revision=revision,
        locked=locked,
        set_at=set_at,
    )


def last_code(connection: Connection, person_id: int) -> int:
    """The latest time step whose code was used; 0 where none was."""
    used = select(func.max(code_uses.c.step)).where(code_uses.c.person_id == person_id)
    return connection.scalar(used) or 0


def append_code_use(
    connection: Connection, person_id: int, step: int, used_at: str
) -> None:
    """Append that the code of a time step was used; a second time the key refuses."""
    _append(connection, code_uses, person_id=person_id, step=step, used_at=used_at)


def code_rule(connection: Connection, unit_id: int) -> tuple[int, bool | None]:
    """The latest revision of a unit's rule, and whether it demands codes."""
    r = code_rules.c
    row = connection.execute(
        select(r.revision, r.demanded)
        .where(r.unit_id == unit_id)
        .order_by(r.revision.desc())
        .limit(1)
    ).one_or_none()
    return (row[0], bool(row[1])) if row else (0, None)


def append_code_rule(connection: Connection, row: dict[str, object]) -> None:
    """Append a later revision of a unit's rule."""
    _append(connection, code_rules, **row)


# -- tokens and answers -------------------------------------------------------------


def append_token(connection: Connection, row: dict[str, object]) -> None:
    """Append a token."""
    _append(connection, tokens, **row)


def token_of(connection: Connection, token: bytes) -> Any | None:
    """A token by its hash; None where it is unknown or was ended."""
    ended = select(token_ends.c.token).where(token_ends.c.token == tokens.c.token)
    return connection.execute(
        select(tokens).where(tokens.c.token == token, ~ended.exists())
    ).one_or_none()


def tokens_of(connection: Connection, person_id: int) -> list[Any]:
    """A person's tokens that were not ended, the latest first."""
    t = tokens.c
    ended = select(token_ends.c.token).where(token_ends.c.token == t.token)
    return list(
        connection.execute(
            select(tokens)
            .where(t.person_id == person_id, ~ended.exists())
            .order_by(t.made_at.desc())
        )
    )


def end_token(connection: Connection, token: bytes, ended_at: str) -> None:
    """Append the end of a token."""
    _append(connection, token_ends, token=token, ended_at=ended_at)


def answer_of(connection: Connection, person_id: int, key: str) -> Any | None:
    """What was answered to a person under a key."""
    a = answers.c
    return connection.execute(
        select(a.asked, a.status, a.answer).where(
            a.person_id == person_id, a.key == key
        )
    ).one_or_none()


def append_answer(connection: Connection, row: dict[str, object]) -> None:
    """Append what was answered under a key."""
    _append(connection, answers, **row)


# -- pages of long lists ------------------------------------------------------------


def vouchers_after(
    connection: Connection,
    unit_id: int,
    after: int,
    periods: tuple[int, int],
    most: int,
) -> list[VoucherRow]:
    """Vouchers after a chain position, in the order of the chain, at most so many.

    Those of the periods from the first that is given up to without the second.
    """
    v = vouchers.c
    since, until = periods
    query = (
        select(*(v[name] for name in VoucherRow._fields))
        .where(v.unit_id == unit_id, v.position > after)
        .where(v.period >= since, v.period < until)
        .order_by(v.position)
        .limit(most)
    )
    rows = connection.execute(query)
    return [VoucherRow._make((*row[:-1], bytes(row[-1]))) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogAsked:
    """Which entries of the operation log are wanted; empty asks for nothing.

    `units` are the logs that may be read, by number. `before` is the entry after which
    a page goes on: its instant, unit and position.
    """

    units: tuple[int, ...]
    person: str = ""
    since: str = ""
    until: str = ""
    text: str = ""
    before: tuple[str, int, int] | None = None


def operations_before(connection: Connection, asked: LogAsked, most: int) -> list[Any]:
    """Entries of the operation log, the latest first, at most so many."""
    o = operations.c
    query = select(operations).where(o.unit_id.in_(asked.units))
    if asked.person:
        query = query.where(o.person == asked.person)
    if asked.since:
        query = query.where(o.at >= asked.since)
    if asked.until:
        query = query.where(o.at < asked.until)
    if asked.text:
        sought = asked.text.lower()
        query = query.where(
            or_(
                func.lower(o.subject).contains(sought, autoescape=True),
                func.lower(o.act).contains(sought, autoescape=True),
            )
        )
    if asked.before:
        query = query.where(tuple_(o.at, o.unit_id, o.position) < asked.before)
    query = query.order_by(o.at.desc(), o.unit_id.desc(), o.position.desc())
    return list(connection.execute(query.limit(most)))
