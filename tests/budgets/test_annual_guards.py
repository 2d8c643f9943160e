"""Annual budgets round the code: plain SQL takes no step that the rules forbid."""

from collections.abc import Iterator

import pytest

from budgets.budget import Source
from tests import building
from tests.budgets.budgeting import LINES, approve, draft, ready, source
from tests.building import Books, DriverError, Raw
from tests.ledger.plain import STAMP, Row
from tests.server import Shelf

MAKER_ID, OTHER_ID = 2, 3
"""张三, who made the budgets here, and 李四."""


def _fill_office(books: Books) -> None:
    ready(books)
    draft(books)


@pytest.fixture
def office(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """A draft of 2025 as version 1."""
    yield from building.copied(shelf, dialect, "annual_guards-office", _fill_office)


@pytest.fixture
def raw(office: Books) -> Iterator[Raw]:
    """Another program's connection, with foreign keys and recursion off."""
    with office.raw(foreign_keys=False) as raw:
        yield raw


def step(number: int, state: str, **more: object) -> Row:
    """A step of version 1 by 李四, who did not make it."""
    row: Row = {
        "unit_id": 1,
        "year": 2025,
        "version": 1,
        "step": number,
        "state": state,
        "person_id": OTHER_ID,
        "taken_at": STAMP,
        "resolution": "2025-1" if state == "approved" else "",
        "opinion": "同意" if state in {"examined", "returned"} else "",
        "paper": "文号" if state == "filed" else "",
    }
    return row | more


def a_version(number: int) -> Row:
    """The head of a version by 张三."""
    return {
        "unit_id": 1,
        "year": 2025,
        "version": number,
        "kind": "annual",
        "made_from": "hand",
        "share_bp": 0,
        "until": None,
        "note": "",
        "person_id": MAKER_ID,
        "made_at": STAMP,
    }


def refused(raw: Raw, rule: str, table: str, row: Row) -> None:
    with pytest.raises(DriverError, match=rule):
        raw.insert(table, row)


def taken(raw: Raw, *states: str) -> None:
    """Take steps after the draft, in order."""
    for number, state in enumerate(states, 2):
        raw.insert("budget_steps", step(number, state))


def test_the_steps_of_a_budget_can_be_taken_in_order(raw: Raw) -> None:
    taken(raw, "submitted", "returned", "submitted", "examined", "approved", "filed")
    assert raw.run("SELECT MAX(step) FROM budget_steps") == [(7,)]


@pytest.mark.parametrize(
    ("before", "state"),
    [
        ((), "examined"),
        ((), "approved"),
        ((), "returned"),
        ((), "filed"),
        (("submitted",), "approved"),
        (("submitted",), "filed"),
        (("submitted", "examined", "approved"), "dropped"),
        (("submitted", "examined", "approved"), "returned"),
        (("submitted", "examined", "approved", "filed"), "approved"),
        (("dropped",), "submitted"),
    ],
)
def test_no_step_is_skipped_or_undone(
    raw: Raw, before: tuple[str, ...], state: str
) -> None:
    taken(raw, *before)
    refused(raw, "bangfu:budget", "budget_steps", step(len(before) + 2, state))


@pytest.mark.parametrize("number", [2, 4])
def test_steps_follow_each_other(raw: Raw, number: int) -> None:
    taken(raw, "submitted")
    rule = "bangfu|pk_budget_steps"
    refused(raw, rule, "budget_steps", step(number, "examined"))


@pytest.mark.parametrize(
    ("before", "state"),
    [(("submitted",), "examined"), (("submitted", "examined"), "approved")],
)
def test_nobody_judges_what_they_made(
    raw: Raw, before: tuple[str, ...], state: str
) -> None:
    taken(raw, *before)
    own = step(len(before) + 2, state, person_id=MAKER_ID)
    refused(raw, "bangfu:L6", "budget_steps", own)


@pytest.mark.parametrize("key", ["2025-3", "2025-9"])
def test_only_an_adopted_resolution_on_budgets_approves(raw: Raw, key: str) -> None:
    taken(raw, "submitted", "examined")
    bad = step(4, "approved", resolution=key)
    refused(raw, "bangfu:resolution", "budget_steps", bad)


@pytest.mark.parametrize(
    ("state", "wrong", "rule"),
    [
        ("submitted", {"resolution": "2025-1"}, "approved_by_resolution"),
        ("returned", {"opinion": ""}, "opinion_given"),
        ("examined", {"opinion": ""}, "opinion_given"),
        ("draft", {}, "bangfu:budget|drafted_first"),
        ("closed", {}, "state_known|bangfu:budget|state"),
    ],
)
def test_a_step_says_what_it_rests_on(
    raw: Raw, state: str, wrong: Row, rule: str
) -> None:
    taken(raw, "submitted")
    refused(raw, rule, "budget_steps", step(3, state) | wrong)


def a_line(**more: object) -> Row:
    row: Row = {
        "unit_id": 1,
        "year": 2025,
        "version": 1,
        "line": 9,
        "fund_id": 1,
        "account_id": 1,
        "purpose": "",
        "q1_fen": 1,
        "q2_fen": 0,
        "q3_fen": 0,
        "q4_fen": 0,
        "carried_fen": 0,
        "memo": "",
    }
    return row | more


def a_source(**more: object) -> Row:
    row: Row = {
        "unit_id": 1,
        "year": 2025,
        "version": 1,
        "fund_id": 2,
        "carried_fen": 0,
        "receipts_fen": 1,
        "memo": "",
    }
    return row | more


@pytest.mark.parametrize(
    ("table", "row"), [("budget_lines", a_line()), ("budget_sources", a_source())]
)
def test_a_drafted_version_is_sealed(raw: Raw, table: str, row: Row) -> None:
    refused(raw, "bangfu:L3", table, row)


@pytest.mark.parametrize(
    "wrong", [{"q1_fen": -1}, {"carried_fen": -1}, {"line": 0}, {"q2_fen": 10**16}]
)
def test_a_line_counts_what_it_plans(raw: Raw, wrong: Row) -> None:
    unsealed = {"version": 2}
    refused(raw, "counted|line_from_one", "budget_lines", a_line(**unsealed | wrong))


@pytest.mark.parametrize(
    "table", ["budget_versions", "budget_sources", "budget_lines", "budget_steps"]
)
@pytest.mark.parametrize("verb", ["UPDATE {} SET year = 2030", "DELETE FROM {}"])
def test_what_stands_is_neither_changed_nor_removed(
    raw: Raw, table: str, verb: str
) -> None:
    with pytest.raises(DriverError, match="bangfu:L3"):
        raw.run(verb.format(table))


@pytest.mark.parametrize("number", [1, 3])
def test_versions_have_no_gap(raw: Raw, number: int) -> None:
    row = a_version(number)
    refused(raw, "bangfu:(order|L3)|pk_budget_versions", "budget_versions", row)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "provisional"},
        {"kind": "provisional", "share_bp": 10_001, "until": "2025-03-31"},
        {"kind": "annual", "share_bp": 100},
    ],
)
def test_a_share_is_of_a_provisional_one_and_of_the_whole_at_most(
    raw: Raw, wrong: Row
) -> None:
    refused(
        raw, "provisional_has_share_and_end", "budget_versions", a_version(2) | wrong
    )


@pytest.mark.parametrize("short", [source("F1", 9_999), source("F3", 10_000)])
def test_no_budget_past_its_sources_is_approved(office: Books, short: Source) -> None:
    """The code refuses it at submission already; here another program submits it."""
    draft(office, (short,), LINES[:1])
    with office.raw(foreign_keys=False) as raw:
        for number, state in enumerate(("submitted", "examined"), 2):
            raw.insert("budget_steps", step(number, state, version=2))
        bad = step(4, "approved", version=2)
        refused(raw, "bangfu:budget", "budget_steps", bad)


def test_a_version_without_a_first_step_is_none_yet(office: Books) -> None:
    """Another program began version 2; the next one drafted is the third."""
    with office.raw() as raw:
        raw.insert("budget_versions", a_version(2))
        raw.commit()
    made = draft(office)
    assert made.version == 3
    assert approve(office, made).version == 3
