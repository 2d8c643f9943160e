"""Tokens (接口令牌): what a program shows to act for a person.

1. A token is 256 random bits, shown once; the database keeps its SHA-256 alone.
2. It holds until an instant that is set when it is made, a year away at most, or until
   it is ended. It may do less than its owner: only look, only in one unit and below.
3. It may never do more: what its owner may do is asked at each request.
"""

import datetime as dt
import secrets
from dataclasses import dataclass

from app import auth, web_store
from app.web.sign_in import hashed
from ledger.balances import subtree
from ledger.database import Connection
from ledger.errors import NotFound, RecordRefused
from ledger.people import Act
from ledger.privacy import has_control, has_hidden, personal_number
from ledger.register import lookups

PREFIX = "bangfu_"
"""By it a token is known for one where it was left lying about."""
DAYS_MAX = 366
LABEL_MAX = 60
SHOWN = 16
"""Signs of a token's hash by which its owner calls it."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token that stands, as its owner sees it; `key` calls it and opens nothing."""

    key: str
    label: str
    writes: bool
    unit: str
    made_at: str
    until: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a shown token allows: whose it is, whether it writes, where it reaches."""

    person_id: int
    person: str
    writes: bool
    unit: str
    """Empty: wherever its owner may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a new token is to be."""

    label: str
    days: int = 90
    writes: bool = False
    unit: str = ""


def make(connection: Connection, person_id: int, wish: Wish, act: Act) -> str:
    """Make a token; what is answered is shown once and cannot be told again.

    Raises:
        RecordRefused: it has no fit name, or would hold for no day or too many.
        NotFound: there is no such unit.
    """
    label = wish.label.strip()
    if not 0 < len(label) <= LABEL_MAX or has_control(label) or has_hidden(label):
        most = f"至多 {LABEL_MAX} 个字"
        raise RecordRefused("令牌要有名称，" + most)
    if personal_number(label):
        raise RecordRefused("令牌名称中不能有个人号码")
    if not 1 <= wish.days <= DAYS_MAX:
        bounds = f"1 与 {DAYS_MAX}"
        raise RecordRefused("令牌的有效天数应在 " + bounds + " 之间")
    if not auth.people_with_secret(connection):
        raise RecordRefused("还没有人设口令，不能发令牌")
    books = lookups(connection)
    unit_id = books.unit(wish.unit).id if wish.unit else None
    token = PREFIX + secrets.token_urlsafe(32)
    until = Act(act.person, act.at + dt.timedelta(days=wish.days)).stamp
    row = {
        "token": hashed(token),
        "person_id": person_id,
        "label": label,
        "writes": int(wish.writes),
        "unit_id": unit_id,
        "made_at": act.stamp,
        "until": until,
    }
    web_store.append_token(connection, row)
    return token


def standing(connection: Connection, person_id: int, act: Act) -> list[Token]:
    """A person's tokens that hold at an instant, the latest first."""
    codes = lookups(connection).unit_codes
    return [
        Token(
            key=bytes(row.token).hex()[:SHOWN],
            label=row.label,
            writes=bool(row.writes),
            unit=codes.get(row.unit_id, ""),
            made_at=row.made_at,
            until=row.until,
        )
        for row in web_store.tokens_of(connection, person_id)
        if act.stamp < row.until
    ]


def end(connection: Connection, person_id: int, key: str, act: Act) -> None:
    """End a token of a person.

    Raises:
        NotFound: they have none of that key.
    """
    for row in web_store.tokens_of(connection, person_id):
        if bytes(row.token).hex()[:SHOWN] == key:
            web_store.end_token(connection, bytes(row.token), act.stamp)
            return
    raise NotFound("令牌", key)


def end_all(connection: Connection, person_id: int, act: Act) -> int:
    """End every token of a person; how many there were."""
    found = web_store.tokens_of(connection, person_id)
    for row in found:
        web_store.end_token(connection, bytes(row.token), act.stamp)
    return sum(act.stamp < row.until for row in found)


def held(connection: Connection, token: str, act: Act) -> Held | None:
    """What a shown token allows; None where it is unknown, ended or over (2)."""
    row = web_store.token_of(connection, hashed(token))
    if row is None or act.stamp >= row.until:
        return None
    books = lookups(connection)
    person, unit = books.person_codes[row.person_id], books.unit_codes.get(row.unit_id)
    return Held(row.person_id, person, bool(row.writes), unit or "")


def reached(connection: Connection, token: Held) -> frozenset[str] | None:
    """The units that a token reaches: its own and those below; None: every one (2)."""
    if not token.unit:
        return None
    return frozenset(subtree(lookups(connection), token.unit))
