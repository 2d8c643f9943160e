"""Signing in (登录): who someone is, shown by a secret and, where asked, a code.

1. A session is a random cookie of 256 bits; the database keeps its SHA-256 alone. It
   ends when its owner signs out, after half an hour without use, and after twelve hours
   in any case. A use is told once in five minutes.
2. After five wrong attempts on a name within a quarter of an hour, or fifty from one
   address, no further one is heard until that time is over. An unknown name takes as
   long to refuse as a wrong secret, and is told the same.
3. A one-time code (RFC 6238: SHA-1, six digits, thirty seconds) is good once, from one
   step before to one step after. Its key is encrypted by the office's vault. Whoever
   has set one up is asked for it; where a unit demands it, its reviewers and cashiers
   may do nothing before they have one.
4. The token against forged forms follows from the cookie and is never kept.
"""

import datetime as dt
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache

from app import auth, hashing, web_store
from app.auth import Known
from app.errors import NotIdentified
from ledger.database import Connection
from ledger.errors import Refused
from ledger.people import Act, Right
from ledger.register import lookups
from treasury.vault import Vault

IDLE = dt.timedelta(minutes=30)
LONGEST = dt.timedelta(hours=12)
TOLD_EACH = dt.timedelta(minutes=5)
WATCHED = dt.timedelta(minutes=15)
WRONG_BY_NAME = 5
WRONG_BY_ADDRESS = 50
STEP_SECONDS = 30
_KEY = re.compile("[A-Z2-7]{32}")
GUARDED = (Right.REVIEW, Right.SETTLE)
"""Rights whose holders a unit may ask for one-time codes."""


class Throttled(Refused):
    """Too many wrong attempts."""

    def __init__(self) -> None:
        super().__init__("登录暂停", why="口令错误次数过多", do="十五分钟后再试")


class CodeAsked(Refused):
    """The secret is right; the one-time code is missing or does not fit."""

    def __init__(self) -> None:
        super().__init__(
            "动态口令不符", do="填写验证器上显示的六位数字，每个只能用一次"
        )


@dataclass(frozen=True, slots=True)
class Signed:
    """A session that holds: whose, and its cookie's hash."""

    person_id: int
    person: str
    token: bytes
    cookie: str
    used_at: dt.datetime

    def is_use_due(self, at: dt.datetime) -> bool:
        """Whether its use is to be told again (1)."""
        return self.used_at + TOLD_EACH <= at

    @property
    def form_token(self) -> str:
        """What a form of this session carries (4)."""
        return form_token(self.cookie)


def form_token(cookie: str) -> str:
    """What forms carry beside a cookie, so that no other site can send them."""
    return hmac.new(cookie.encode(), b"form", hashlib.sha256).hexdigest()


def hashed(text: str) -> bytes:
    """The SHA-256 of a cookie, a token, a name or an address."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


# -- beginning ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What someone who signs in typed, and where from."""

    login: str
    secret: str
    code: str = ""
    address: str = ""


def demand_unthrottled(connection: Connection, claim: Claim, act: Act) -> None:
    """Hear an attempt only where not too many were wrong (2).

    Raises:
        Throttled: too many were.
    """
    since = Act(act.person, act.at - WATCHED).stamp
    named, here = web_store.wrong_since(
        connection, hashed(claim.login), hashed(claim.address), since
    )
    if named >= WRONG_BY_NAME or here >= WRONG_BY_ADDRESS:
        raise Throttled


def demand_proved(known: Known | None, claim: Claim) -> Known:
    """Who shows their secret. It takes as long for nobody; no database is asked.

    Raises:
        NotIdentified: nobody is known by the name, or it is not their secret.
    """
    if known is None or not known.hashed:
        hashing.fits(_nobody(), claim.secret)
        raise NotIdentified
    auth.demand_secret(known, claim.secret)
    return known


@lru_cache(maxsize=1)
def _nobody() -> str:
    """The hash of a secret that nobody knows, for names that nobody has."""
    return hashing.hashed(secrets.token_hex())


def note(connection: Connection, claim: Claim, act: Act, outcome: str) -> None:
    """Keep that someone tried to sign in."""
    named, here = hashed(claim.login), hashed(claim.address)
    web_store.append_sign_in(connection, named, here, act.stamp, outcome)


def begin(connection: Connection, person_id: int, act: Act) -> str:
    """Begin a session; its cookie."""
    cookie = secrets.token_urlsafe(32)
    until = Act(act.person, act.at + LONGEST).stamp
    web_store.begin_session(connection, hashed(cookie), person_id, act.stamp, until)
    return cookie


# -- going on -----------------------------------------------------------------------


def signed(connection: Connection, cookie: str, at: dt.datetime) -> Signed | None:
    """The session of a cookie, if it holds at an instant (1)."""
    token = hashed(cookie)
    row = web_store.session_of(connection, token)
    if row is None or Act("", at).stamp >= row.until:
        return None
    used_at = dt.datetime.fromisoformat(row.used_at or row.begun_at)
    if used_at + IDLE <= at:
        return None
    person = lookups(connection).person_codes[row.person_id]
    return Signed(row.person_id, person, token, cookie, used_at)


def end(connection: Connection, token: bytes, act: Act) -> None:
    """End a session."""
    web_store.end_sessions(connection, [token], act.stamp)


def end_all(connection: Connection, person_id: int, act: Act) -> int:
    """End every session of a person; how many there were."""
    found = web_store.open_sessions(connection, person_id, act.stamp)
    web_store.end_sessions(connection, [bytes(row.token) for row in found], act.stamp)
    return len(found)


# -- one-time codes -----------------------------------------------------------------


def _context(person_id: int, revision: int) -> str:
    return f"one_time_keys/{person_id}/{revision}"


def has_code_key(connection: Connection, person_id: int) -> bool:
    """Whether a person has set up one-time codes."""
    return bool(web_store.code_key(connection, person_id)[1])


def new_code_key() -> str:
    """A new key, as authenticators take it."""
    import pyotp  # noqa: PLC0415 - only who sets one up

    return pyotp.random_base32()


def keep_code_key(
    connection: Connection, person_id: int, key: str, vault: Vault, act: Act
) -> None:
    """Keep a person's key in place of the last; an empty one takes it away."""
    revision = web_store.code_key(connection, person_id)[0] + 1
    locked = vault.lock(key.encode(), _context(person_id, revision)) if key else b""
    web_store.append_code_key(connection, person_id, revision, locked, act.stamp)


def use_code(
    connection: Connection, person_id: int, code: str, vault: Vault, act: Act
) -> None:
    """Take a person's code, once.

    Raises:
        CodeAsked: it does not fit, or was used before.
    """
    revision, locked = web_store.code_key(connection, person_id)
    key = vault.unlock(locked, _context(person_id, revision)).decode()
    step = fitting_step(key, code, act.at)
    if step is None or step <= web_store.last_code(connection, person_id):
        raise CodeAsked
    web_store.append_code_use(connection, person_id, step, act.stamp)


def fitting_step(key: str, code: str, at: dt.datetime) -> int | None:
    """The time step whose code was typed (3); None where none fits the key."""
    if not _KEY.fullmatch(key):
        return None
    import pyotp  # noqa: PLC0415 - as above

    now = int(at.timestamp()) // STEP_SECONDS
    made = pyotp.TOTP(key)
    for step in (now - 1, now, now + 1):
        expected = made.generate_otp(step)
        if hmac.compare_digest(expected.encode(), code.strip().encode()):
            return step
    return None


def set_code_rule(
    connection: Connection, unit: str, act: Act, *, demanded: bool
) -> None:
    """Let a unit demand one-time codes of its reviewers and cashiers, or no longer.

    Raises:
        NotFound: there is no such unit or person.
    """
    books = lookups(connection)
    unit_id, person_id = books.unit(unit).id, books.person(act.person)
    revision, _ = web_store.code_rule(connection, unit_id)
    web_store.append_code_rule(
        connection,
        {
            "unit_id": unit_id,
            "revision": revision + 1,
            "demanded": int(demanded),
            "person_id": person_id,
            "set_at": act.stamp,
        },
    )


def code_rule_of(connection: Connection, unit: str) -> tuple[bool, str]:
    """Whether a unit demands codes (3), and the code of the unit that decided so.

    The nearest unit that decided holds; nobody decided: the code is empty.
    """
    books = lookups(connection)
    while unit:
        node = books.unit(unit)
        _, demanded = web_store.code_rule(connection, node.id)
        if demanded is not None:
            return demanded, unit
        unit = node.parent
    return False, ""


def is_code_missing(connection: Connection, person_id: int, unit: str) -> bool:
    """Whether a unit, or one above it, demands codes and the person has none (3)."""
    demanded, _ = code_rule_of(connection, unit)
    return demanded and not has_code_key(connection, person_id)
