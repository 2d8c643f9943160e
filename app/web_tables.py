"""The schema of the web application: who is signed in, and by what proofs.

All of it only grows, under the guards of the ledger: a session ends by a row that says
so, and its last use is the latest row of its uses. Of a cookie and of a token only the
SHA-256 is kept; neither can be made again from the database.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from ledger.columns import metadata


def _person() -> Column[int]:
    return Column("person_id", Integer, ForeignKey("people.id"), nullable=False)


sessions = Table(
    "web_sessions",
    metadata,
    Column("token", LargeBinary, nullable=False, comment="SHA-256 of the cookie"),
    _person(),
    Column("begun_at", Text, nullable=False),
    Column("until", Text, nullable=False, comment="never lasts beyond this instant"),
    PrimaryKeyConstraint("token"),
    CheckConstraint("length(token) = 32", name="token_hashed"),
    CheckConstraint("until > begun_at", name="ends_after_it_begins"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

session_uses = Table(
    "web_session_uses",
    metadata,
    Column("token", LargeBinary, ForeignKey("web_sessions.token"), nullable=False),
    Column("used_at", Text, nullable=False, comment="told once in some minutes"),
    PrimaryKeyConstraint("token", "used_at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

session_ends = Table(
    "web_session_ends",
    metadata,
    Column("token", LargeBinary, ForeignKey("web_sessions.token"), nullable=False),
    Column("ended_at", Text, nullable=False),
    PrimaryKeyConstraint("token"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

sign_ins = Table(
    "web_sign_ins",
    metadata,
    Column("id", LargeBinary, nullable=False, comment="random"),
    Column("claimed", LargeBinary, nullable=False, comment="hash of what was typed"),
    Column("address", LargeBinary, nullable=False, comment="hash of where from"),
    Column("at", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    PrimaryKeyConstraint("id"),
    CheckConstraint("length(id) = 16", name="id_bounded"),
    CheckConstraint(
        "outcome IN ('done', 'wrong', 'throttled')", name="outcome_is_known"
    ),
    Index("web_sign_ins_claimed", "claimed", "at"),
    Index("web_sign_ins_address", "address", "at"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

code_keys = Table(
    "one_time_keys",
    metadata,
    _person(),
    Column("revision", Integer, nullable=False, comment="the highest one holds"),
    Column("locked", LargeBinary, nullable=False, comment="encrypted; empty: no key"),
    Column("set_at", Text, nullable=False),
    PrimaryKeyConstraint("person_id", "revision"),
    CheckConstraint("revision > 0", name="revision_from_one"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

code_uses = Table(
    "one_time_uses",
    metadata,
    _person(),
    Column("step", Integer, nullable=False, comment="a code is good once"),
    Column("used_at", Text, nullable=False),
    PrimaryKeyConstraint("person_id", "step"),
    CheckConstraint("step > 0", name="step_from_one"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

code_rules = Table(
    "one_time_rules",
    metadata,
    Column("unit_id", Integer, ForeignKey("units.id"), nullable=False),
    Column("revision", Integer, nullable=False, comment="the highest one holds"),
    Column("demanded", Integer, nullable=False, comment="1: of reviewers, cashiers"),
    _person(),
    Column("set_at", Text, nullable=False),
    PrimaryKeyConstraint("unit_id", "revision"),
    CheckConstraint("revision > 0", name="revision_from_one"),
    CheckConstraint("demanded IN (0, 1)", name="demanded_or_not"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

tokens = Table(
    "api_tokens",
    metadata,
    Column("token", LargeBinary, nullable=False, comment="SHA-256 of the token"),
    _person(),
    Column("label", Text, nullable=False, comment="what its owner calls it"),
    Column("writes", Integer, nullable=False, comment="1: may change the books"),
    Column("unit_id", Integer, ForeignKey("units.id"), comment="none: where one may"),
    Column("made_at", Text, nullable=False),
    Column("until", Text, nullable=False),
    PrimaryKeyConstraint("token"),
    CheckConstraint("length(token) = 32", name="token_hashed"),
    CheckConstraint("writes IN (0, 1)", name="writes_or_not"),
    CheckConstraint("until > made_at", name="ends_after_it_begins"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

token_ends = Table(
    "api_token_ends",
    metadata,
    Column("token", LargeBinary, ForeignKey("api_tokens.token"), nullable=False),
    Column("ended_at", Text, nullable=False),
    PrimaryKeyConstraint("token"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

answers = Table(
    "api_answers",
    metadata,
    _person(),
    Column("key", Text, nullable=False, comment="Idempotency-Key, or a form's number"),
    Column("asked", LargeBinary, nullable=False, comment="SHA-256 of what was asked"),
    Column("status", Integer, nullable=False),
    Column("answer", Text, nullable=False, comment="JSON, or where the form led"),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("person_id", "key"),
    CheckConstraint("length(key) BETWEEN 1 AND 200", name="key_bounded"),
    CheckConstraint("length(asked) = 32", name="asked_hashed"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

APPENDED = (
    sessions,
    session_uses,
    session_ends,
    sign_ins,
    code_keys,
    code_uses,
    code_rules,
    tokens,
    token_ends,
    answers,
)
"""Tables that only grow."""
