"""L9 round the code: plain SQL cannot spend, reserve or open past the budget."""

import copy
import datetime as dt
from collections.abc import Iterator

import pytest

from budgets import rules
from budgets.rules import Decision, Mode, Rule
from ledger.database import writing
from tests import building
from tests.budgets.planning import (
    JANUARY,
    paid,
    plan,
    posted,
    release,
    reserve,
    resolve,
)
from tests.building import (
    Books,
    DriverError,
    Raw,
    credit,
    debit,
    receipt,
    red,
    voucher,
)
from tests.ledger.plain import STAMP, Plain, Row, plain_payment
from tests.server import Shelf


def _fill_budget(books: Books) -> None:
    plan(books)
    posted(books, receipt("r1", 50_000_00))
    reserve(books, 3_000_00)


@pytest.fixture
def budget(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """50,000 yuan in the bank, 10,000 budgeted, 3,000 reserved under 2025-1."""
    yield from building.copied(shelf, dialect, "control_guards-budget", _fill_budget)


@pytest.fixture
def raw(budget: Books) -> Iterator[Raw]:
    """Another program's connection, with foreign keys and recursion off."""
    with budget.raw(foreign_keys=False) as raw:
        yield raw


def move(act: str, fen: int, **more: object) -> Row:
    """The third move of the line, right after 10,000 opened and 3,000 reserved."""
    row: Row = {
        "unit_id": 1,
        "appropriation_id": 1,
        "seq": 3,
        "act": act,
        "amount_fen": fen,
        "q1_fen": 4_000_00,
        "q2_fen": 2_000_00,
        "q3_fen": 2_000_00,
        "q4_fen": 2_000_00,
        "reservation": None,
        "position": None,
        "open_fen": 10_000_00,
        "reserved_fen": 3_000_00,
        "spent_fen": 0,
        "left_fen": 0,
        "over": "",
        "decision": None,
        "basis": "",
        "acted_on": "2025-01-20",
        "person_id": 2,
        "acted_at": STAMP,
    }
    return row | more


def used(fen: int, **more: object) -> Row:
    """What the next voucher spends of reservation 2025-1."""
    return move(
        "use",
        fen,
        reservation="2025-1",
        position=2,
        reserved_fen=3_000_00 - fen,
        spent_fen=fen,
        left_fen=3_000_00 - fen,
        **more,
    )


def spending(books: Books, fen: int = 100_00, key: str = "2025-1") -> Plain:
    """A voucher that pays aid under a reservation, and nothing of its move."""
    plain = copy.deepcopy(plain_payment(books, fen))
    plain.postings[0]["appropriation"] = key
    return plain


def refused(raw: Raw, *rows: Row, rule: str = "L9", plain: Plain | None = None) -> None:
    """The rows, or the voucher after them, are refused by that rule or a key."""

    def insert() -> None:
        for row in rows:
            raw.insert("appropriation_moves", row)
        assert plain is not None
        plain.insert(raw)

    with pytest.raises(DriverError, match=rf"bangfu:{rule}|foreign key"):
        insert()


def test_a_voucher_right_in_every_field_stands(budget: Books) -> None:
    with budget.raw() as raw:
        raw.insert("appropriation_moves", used(100_00))
        spending(budget).insert(raw)
        raw.commit()

    assert budget.one("SELECT COUNT(*) FROM vouchers") == 2


def test_no_voucher_stands_without_its_key(budget: Books, raw: Raw) -> None:
    refused(raw, plain=spending(budget, key=""))


def test_the_bank_originates_no_aid(budget: Books, raw: Raw) -> None:
    plain = spending(budget, key="")
    plain.head["entered"] = "bank"
    keyless = move("use", 100_00, position=2, spent_fen=100_00)
    refused(raw, keyless, plain=plain)


def test_no_voucher_stands_without_its_move(budget: Books, raw: Raw) -> None:
    refused(raw, plain=spending(budget))


def test_no_voucher_stands_under_a_key_that_is_none(budget: Books, raw: Raw) -> None:
    keyless = move("use", 100_00, position=2, spent_fen=100_00)
    refused(raw, keyless, plain=spending(budget, key="2025-9"))


@pytest.mark.parametrize("fen", [99_99, 100_01])
def test_the_move_is_what_the_voucher_spends(budget: Books, raw: Raw, fen: int) -> None:
    refused(raw, used(fen), plain=spending(budget))


def test_no_move_strays_under_a_voucher_that_spends_nothing(
    budget: Books, raw: Raw
) -> None:
    plain = plain_payment(budget)
    for posting in plain.postings:
        posting["debit_fen"], posting["credit_fen"] = (
            posting["credit_fen"],
            posting["debit_fen"],
        )
    plain.positions[0]["balance_fen"] = 50_100_00
    refused(raw, used(100_00), plain=plain)


def test_no_move_is_added_to_a_voucher_that_stands(raw: Raw) -> None:
    refused(raw, used(100_00) | {"position": 1}, rule="L3")


WRONG: dict[str, Row] = {
    "more reserved than open": move(
        "reserve", 7_000_01, reservation="2025-2", reserved_fen=10_000_01,
        left_fen=7_000_01, over="voucher",
    ),
    "reserved without its reservation": move(
        "reserve", 1_00, reservation="2025-2", reserved_fen=3_001_00, left_fen=1_00
    ),
    "reserved twice": move(
        "reserve", 3_000_00, reservation="2025-1", reserved_fen=6_000_00,
        left_fen=3_000_00,
    ),
    "under a decision that nobody took": move(
        "reserve", 8_000_00, reservation="2025-1", reserved_fen=11_000_00,
        left_fen=8_000_00, over="decision", decision=1,
    ),
    "sums that do not continue": move(
        "release", 3_000_00, reservation="2025-1", reserved_fen=1
    ),
    "more open than opened": move("open", 0, open_fen=20_000_00, q1_fen=14_000_00),
    "other quarters by a release": move(
        "release", 3_000_00, reservation="2025-1", reserved_fen=0, q1_fen=3_000_00,
        q2_fen=3_000_00,
    ),
    "a part released": move(
        "release", 1_000_00, reservation="2025-1", reserved_fen=2_000_00
    ),
    "more used than reserved": move(
        "use", 100_00, reservation="2025-1", position=2, reserved_fen=2_900_00,
        spent_fen=100_00, left_fen=3_000_00,
    ),
    "used after its last day": used(100_00, acted_on="2025-12-31"),
    "a first move that does not open": move(
        "use", 1, position=2, appropriation_id=2, seq=1, open_fen=0, reserved_fen=0,
        q1_fen=0, q2_fen=0, q3_fen=0, q4_fen=0,
        spent_fen=1, over="voucher",
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", WRONG.values(), ids=WRONG.keys())
def test_a_move_continues_what_stands(raw: Raw, row: Row) -> None:
    refused(raw, row)


def test_a_move_leaves_no_gap(raw: Raw) -> None:
    row = move("release", 3_000_00, reservation="2025-1", reserved_fen=0, seq=4)

    refused(raw, row, rule="order")


def test_nothing_is_used_after_its_release(raw: Raw) -> None:
    raw.insert(
        "appropriation_moves",
        move("release", 3_000_00, reservation="2025-1", reserved_fen=0),
    )
    late = move(
        "use", 1_00, seq=4, reservation="2025-1", position=2, reserved_fen=0,
        spent_fen=1_00,
    )  # fmt: skip
    refused(raw, late)


def test_nothing_is_opened_below_what_is_taken(raw: Raw) -> None:
    less = move("open", -7_000_01, q1_fen=-3_000_01, open_fen=2_999_99, over="voucher")

    refused(raw, less)


def test_december_does_not_close_over_a_reservation(books: Books) -> None:
    plan(books)
    day = dt.date(2025, 12, 10)
    held = voucher("h1", debit("102", 1_00), credit("221", 1_00), dated_on=day)
    posted(books, held)
    key = reserve(books, 1_00).key
    december = {
        "unit_id": 1,
        "period": 202512,
        "position": 1,
        "hash": books.one("SELECT hash FROM vouchers"),
        "totals_hash": bytes(32),
        "closed_by_id": 2,
        "closed_at": STAMP,
    }
    with books.raw() as raw, pytest.raises(DriverError, match="bangfu:L9"):
        raw.insert("closes", december)
    release(books, key)
    with books.raw() as raw:
        raw.insert("closes", december)


OPENINGS: dict[str, Row] = {
    "more than was approved": move(
        "open", 1_00, q4_fen=2_001_00, open_fen=10_001_00, basis="2025-1"
    ),
    "other quarters than were approved": move(
        "open", 0, q1_fen=5_000_00, q4_fen=1_000_00, basis="2025-1"
    ),
    "by a resolution on something else": move("open", 0, basis="2025-2"),
    "by nothing": move("open", 0),
}


@pytest.mark.parametrize("row", OPENINGS.values(), ids=OPENINGS.keys())
def test_a_line_is_opened_for_what_its_budget_says(raw: Raw, row: Row) -> None:
    refused(raw, row, rule="budget")


def test_what_the_budget_in_force_says_is_opened(raw: Raw) -> None:
    raw.insert("appropriation_moves", move("open", 0, basis="2025-1"))


def test_a_decision_that_stops_lets_nothing_past(budget: Books) -> None:
    """A reservation of 8,000 where 7,000 is left, under a decision that says stop."""
    with writing(budget.engine) as connection:
        for number, mode in enumerate((Mode.WARN, Mode.STOP), 3):
            key = resolve(connection, number, "control")
            decision = Decision(
                unit="U1", rule=Rule.YEAR, mode=mode, reason="雪灾救助", resolution=key,
                since=dt.date(2025, 1, 10), until=dt.date(2025, 1, 31),
            )  # fmt: skip
            rules.decide(connection, decision, JANUARY)
    reservation = {
        "unit_id": 1, "key": "2025-2", "year": 2025, "number": 2,
        "appropriation_id": 1, "ref": "申2", "amount_fen": 8_000_00, "summary": "救助",
        "expires_on": "2025-03-01", "person_id": 2, "reserved_at": STAMP,
    }  # fmt: skip
    past = move(
        "reserve", 8_000_00, reservation="2025-2", reserved_fen=11_000_00,
        left_fen=8_000_00, over="decision", decision=2,
    )  # fmt: skip
    with budget.raw() as raw:
        raw.insert("reservations", reservation)
        refused(raw, past)


def test_a_decision_and_control_cite_a_resolution_on_control(raw: Raw) -> None:
    row = {
        "unit_id": 1,
        "number": 1,
        "rule": "year",
        "mode": "warn",
        "since": "2025-01-10",
        "until": "2025-01-31",
        "reason": "理由",
        "resolution": "2025-1",
        "person_id": 2,
        "decided_at": STAMP,
    }
    with pytest.raises(DriverError, match="bangfu:resolution"):
        raw.insert("control_decisions", row)


def test_a_red_voucher_gives_back_what_its_key_took(budget: Books) -> None:
    posted(budget, paid("p1", 100_00, "2025-1"))
    budget.reverse("p1", red("x1"))

    assert budget.rows(
        "SELECT act, amount_fen, left_fen FROM appropriation_moves ORDER BY seq"
    )[2:] == [("use", 100_00, 2_900_00), ("use", -100_00, 3_000_00)]
