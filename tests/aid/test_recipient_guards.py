"""What the database refuses of recipients' files, whoever writes: plain SQL."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Table

from aid import recipient_tables
from tests import server
from tests.aid import filing
from tests.aid.filing import VAULT, number
from tests.building import Books, DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is

Row = dict[str, Any]
TAKEN = "bangfu:|duplicate key"
"""How the two databases refuse a key that stands."""
AT = "2026-06-01T08:00:00Z"
OWN = VAULT.blind(number(1), "recipients.identity")
SPOUSE = VAULT.blind(number(3), "recipients.identity")


@pytest.fixture
def raw(shelf: server.Shelf, dialect: str) -> Iterator[Raw]:
    """A-1 of U1, revision 2, with two members; A-2, moved to U2 and closed there."""
    for books in filing.filled(shelf, dialect):
        with books.raw() as raw:
            yield raw


def file(**fields: object) -> Row:
    """A third file that the database accepts."""
    own = {"unit_id": 1, "file": 3, "code": "A-3", "blind": b"b" * 32}
    rest = {"locked": b"x", "opened_on": "2026-06-01", "recorded_at": AT}
    return own | rest | fields


def step(**fields: object) -> Row:
    """The close of A-1, which the database accepts."""
    own = {"unit_id": 1, "file": 1, "step": 2, "act": "close", "reason": "left"}
    rest = {"acted_on": "2026-06-01", "locked": b"x", "recorded_at": AT}
    return own | rest | {"from_unit_id": None, "died_on": None} | fields


def revision(**fields: object) -> Row:
    """A third revision of A-1 that the database accepts with one member."""
    own = {"unit_id": 1, "file": 1, "revision": 3, "category": "deep", "persons": 2}
    blinds = {"said": b"s" * 32, "name_blind": b"n" * 32}
    blinds |= {"phone_blind": None, "card_blind": None}
    return own | {"locked": b"x", "recorded_at": AT} | blinds | fields


def member(**fields: object) -> Row:
    """The member of that revision."""
    own = {"unit_id": 1, "file": 1, "revision": 3, "number": 2, "blind": b"m" * 32}
    return own | {"locked": b"x"} | fields


def revised(raw: Raw, one: Row, head: Row) -> None:
    """A member and then the revision that counts it."""
    raw.insert("recipient_members", one)
    raw.insert("recipient_revisions", head)


FIRST_STEP = {"file": 3, "step": 1, "act": "open", "reason": ""}


def opened(raw: Raw, **fields: object) -> None:
    """A third file with its first step."""
    raw.insert("recipients", file())
    raw.insert("recipient_steps", step(**FIRST_STEP | fields))


def test_what_is_in_order_is_accepted(raw: Raw) -> None:
    opened(raw)
    raw.insert("recipient_members", member())
    raw.insert("recipient_revisions", revision())
    raw.insert("recipient_steps", step())
    raw.insert("recipient_steps", step(step=3, act="reopen", reason="again"))
    raw.insert(
        "recipient_steps",
        step(step=4, act="move", reason="transfer", unit_id=2, from_unit_id=1),
    )
    raw.commit()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"file": 4}, "bangfu:order"),
        ({"code": "A-1"}, TAKEN),
        ({"blind": OWN}, TAKEN),
        ({"blind": b"short"}, "blind_whole"),
        ({"code": ""}, "code_given"),
        ({"file": 0}, "file_from_one"),
    ],
)
def test_a_person_and_a_file_number_stand_once(
    raw: Raw, fields: Row, told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        raw.insert("recipients", file(**fields))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"unit_id": 2}, "bangfu:recipient"),
        ({"act": "close", "reason": "left"}, "bangfu:recipient"),
        ({"acted_on": "2026-05-31"}, "bangfu:recipient"),
        ({"step": 2}, "bangfu:order"),
        ({"reason": "again"}, "reason_given"),
    ],
)
def test_a_file_is_opened_first_by_its_unit_on_its_day(
    raw: Raw, fields: Row, told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        opened(raw, **fields)


MOVE = {"act": "move", "reason": "transfer", "unit_id": 2, "from_unit_id": 1}
OF_CLOSED = {"file": 2, "step": 4, "unit_id": 2}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"step": 3}, "bangfu:order"),
        ({"act": "open", "reason": ""}, "bangfu:recipient"),
        ({"act": "reopen", "reason": "again"}, "bangfu:recipient"),
        ({"acted_on": "2026-03-01"}, "bangfu:recipient"),
        ({"recorded_at": "2026-03-01T08:00:00Z"}, "bangfu:recipient"),
        ({"unit_id": 2}, "bangfu:recipient"),
        (MOVE | {"unit_id": 1}, "bangfu:recipient"),
        (MOVE | {"from_unit_id": 2}, "bangfu:recipient"),
        (MOVE | {"from_unit_id": None}, "from_unit_of_move"),
        (MOVE | {"reason": "other"}, "reason_of_move"),
        ({"from_unit_id": 2}, "from_unit_of_move"),
        ({"reason": ""}, "reason_given"),
        ({"reason": "death"}, "death_dated"),
        ({"died_on": "2026-05-01"}, "death_dated"),
        ({"reason": "death", "died_on": "2026-06-02"}, "died_before"),
        ({"act": "sell"}, "act_known|bangfu:recipient"),
        ({"reason": "whim"}, "reason_known"),
        (OF_CLOSED, "bangfu:recipient"),
        (OF_CLOSED | MOVE | {"unit_id": 1, "from_unit_id": 2}, "bangfu:recipient"),
        (OF_CLOSED | {"act": "reopen", "reason": "again"}, "bangfu:recipient"),
        (
            OF_CLOSED
            | {"act": "reopen", "reason": "mistake", "acted_on": "2026-05-05"},
            "bangfu:recipient",
        ),
    ],
)
def test_a_step_follows_the_one_before(raw: Raw, fields: Row, told: str) -> None:
    with pytest.raises(DriverError, match=told):
        raw.insert("recipient_steps", step(**fields))


def test_a_death_that_was_a_mistake_is_put_right(raw: Raw) -> None:
    fields = OF_CLOSED | {"act": "reopen", "reason": "mistake"}
    raw.insert("recipient_steps", step(**fields))
    assert raw.run("SELECT MAX(step) FROM recipient_steps WHERE file = 2") == [(4,)]


def test_no_file_goes_to_a_unit_that_was_given_up(raw: Raw) -> None:
    ended = {"unit_id": 2, "closed_on": "2026-06-01", "merged_into_id": None}
    raw.insert("unit_endings", ended)
    with pytest.raises(DriverError, match="bangfu:recipient"):
        raw.insert("recipient_steps", step(**MOVE))


@pytest.mark.parametrize(
    ("fields", "of_member", "told"),
    [
        ({"revision": 4}, {"revision": 4}, "bangfu:order"),
        ({"unit_id": 2}, {"unit_id": 2}, "bangfu:recipient"),
        ({"recorded_at": "2026-03-03T08:00:00Z"}, {}, "bangfu:recipient"),
        ({"persons": 3}, {}, "bangfu:household"),
        ({"persons": 1}, {}, "bangfu:household"),
        ({}, {"number": 3}, "bangfu:household"),
        ({}, {"unit_id": 2}, "bangfu:household"),
        ({}, {"number": 1}, "number_from_two"),
        ({}, {"revision": 2, "number": 4}, "bangfu:L3"),
        ({}, {"blind": OWN}, "bangfu:household"),
        ({"persons": 0}, {}, "persons_from_one|bangfu:household"),
        ({"said": b"short"}, {}, "said_whole"),
        ({"phone_blind": b"short"}, {}, "phone_blind_whole"),
        (
            {"file": 2, "revision": 2, "unit_id": 2},
            {"file": 2, "revision": 2, "unit_id": 2},
            "bangfu:recipient",
        ),
    ],
)
def test_a_revision_is_of_its_holder_and_counts_its_members(
    raw: Raw, fields: Row, of_member: Row, told: str
) -> None:
    with pytest.raises(DriverError, match=told):
        revised(raw, member(**of_member), revision(**fields))


def test_nobody_is_a_member_twice_and_none_stands_alone(raw: Raw) -> None:
    raw.insert("recipient_members", member())
    with pytest.raises(DriverError, match=TAKEN):
        raw.insert("recipient_members", member(number=3))


def test_no_member_stands_without_its_revision(raw: Raw) -> None:
    raw.insert("recipient_members", member())
    with pytest.raises(DriverError):
        raw.commit()


def heads(raw: Raw) -> None:
    """A file of A-1's spouse, which names the worker of A-1."""
    raw.insert("recipients", file(blind=SPOUSE))
    raw.insert("recipient_steps", step(**FIRST_STEP))
    raw.insert("recipient_members", member(file=3, revision=1, blind=OWN))
    raw.insert("recipient_revisions", revision(file=3, revision=1))


def test_two_open_files_do_not_name_each_others_workers(raw: Raw) -> None:
    with pytest.raises(DriverError, match="bangfu:household"):
        heads(raw)


def test_a_closed_file_is_not_reopened_as_a_second_head(raw: Raw) -> None:
    raw.insert("recipient_steps", step())
    heads(raw)
    with pytest.raises(DriverError, match="bangfu:household"):
        raw.insert("recipient_steps", step(step=3, act="reopen", reason="again"))


@pytest.mark.parametrize(
    "table", recipient_tables.APPENDED, ids=lambda table: str(table.name)
)
def test_no_statement_changes_what_stands(
    shelf: server.Shelf, dialect: str, table: Table
) -> None:
    for books in filing.filled(shelf, dialect):
        unchanged(books, table)


def unchanged(books: Books, table: Table) -> None:
    with books.raw(foreign_keys=False) as raw:
        assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
        stands_as_it_is(raw, table)
