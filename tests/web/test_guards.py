"""Who was signed in stands in the database: plain SQL takes nothing of it back."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Table

from app import web_tables
from tests.building import DriverError, Raw
from tests.ledger.plain import STAMP, Row
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.web.office import Office

LATER = "2099-01-01T00:00:00.000000Z"
TOKEN = bytes(32)
# One right row of each table, in an order that keeps references whole.
ROWS: dict[str, Row] = {
    "web_sessions": {
        "token": TOKEN,
        "person_id": 1,
        "begun_at": STAMP,
        "until": LATER,
    },
    "web_session_uses": {"token": TOKEN, "used_at": STAMP},
    "web_session_ends": {"token": TOKEN, "ended_at": STAMP},
    "web_sign_ins": {
        "id": bytes(16),
        "claimed": TOKEN,
        "address": TOKEN,
        "at": STAMP,
        "outcome": "done",
    },
    "one_time_keys": {
        "person_id": 1,
        "revision": 1,
        "locked": b"locked",
        "set_at": STAMP,
    },
    "one_time_uses": {"person_id": 1, "step": 1, "used_at": STAMP},
    "one_time_rules": {
        "unit_id": 1,
        "revision": 1,
        "demanded": 1,
        "person_id": 1,
        "set_at": STAMP,
    },
    "api_tokens": {
        "token": TOKEN,
        "person_id": 1,
        "label": "报表",
        "writes": 0,
        "unit_id": None,
        "made_at": STAMP,
        "until": LATER,
    },
    "api_token_ends": {"token": TOKEN, "ended_at": STAMP},
    "api_answers": {
        "person_id": 1,
        "key": "K1",
        "asked": TOKEN,
        "status": 200,
        "answer": "{}",
        "at": STAMP,
    },
}
# A field out of bounds, by the check that refuses it.
WRONG = [
    ("web_sessions", {"token": b"short"}),
    ("web_sessions", {"until": STAMP}),
    ("web_sign_ins", {"id": b"short"}),
    ("web_sign_ins", {"outcome": "let in"}),
    ("one_time_keys", {"revision": 0}),
    ("one_time_uses", {"step": 0}),
    ("one_time_rules", {"revision": 0}),
    ("one_time_rules", {"demanded": 2}),
    ("api_tokens", {"token": b"short"}),
    ("api_tokens", {"writes": 2}),
    ("api_tokens", {"until": STAMP}),
    ("api_answers", {"key": ""}),
    ("api_answers", {"key": "K" * 201}),
    ("api_answers", {"asked": b"short"}),
]


@pytest.fixture
def raw(office: Office) -> Iterator[Raw]:
    """Another program's connection, with foreign keys and recursion off."""
    with office.books.raw(foreign_keys=False) as raw:
        yield raw


@pytest.mark.parametrize("table", web_tables.APPENDED, ids=lambda table: table.name)
def test_no_statement_changes_who_was_signed_in(raw: Raw, table: Table) -> None:
    for name, row in ROWS.items():
        raw.insert(name, row)
    raw.run("COMMIT")
    stands_as_it_is(raw, table)


@pytest.mark.parametrize(("name", "wrong"), WRONG)
def test_a_field_out_of_bounds_is_refused(raw: Raw, name: str, wrong: Row) -> None:
    with pytest.raises(DriverError, match=r"(?i)check"):
        raw.insert(name, ROWS[name] | wrong)


def test_a_session_and_a_token_end_once(raw: Raw) -> None:
    for name, row in ROWS.items():
        raw.insert(name, row)
    for name in ("web_session_ends", "api_token_ends"):
        raw.run("SAVEPOINT again")
        with pytest.raises(DriverError):
            raw.insert(name, ROWS[name] | {"ended_at": LATER})
        raw.run("ROLLBACK TO again")
