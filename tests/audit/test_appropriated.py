"""V11: what a budget was opened for, held and spent, recomputed; forged rows found."""

import datetime as dt
from collections.abc import Callable

import pytest

from audit import appropriated
from budgets import rules
from budgets.rules import Decision, Mode, Rule
from ledger.database import writing
from ledger.people import Act
from ledger.vouchers import Voucher
from tests.audit.sealed import unguard, verify
from tests.budgets.planning import (
    JANUARY,
    open_line,
    paid,
    posted,
    release,
    reserve,
    resolve,
    seat_body,
    standing,
)
from tests.building import (
    Books,
    credit,
    debit,
    payment,
    receipt,
    red,
    voucher,
)
from tests.ledger.forging import add_totals, forged, many

MARCH = Act("王五", dt.datetime(2025, 3, 1, 8, tzinfo=dt.UTC))
BEFORE = dt.date(2025, 1, 8)
"""The day before control begins."""


def moved(books: Books) -> Books:
    """Every kind of move on the line of 10,000 yuan; control begins on 9 January.

    1 opened, 50 yuan spent before; 2 reserved 3,000; 3 used 1,500; 4 used 500;
    5 taken back 500; 6 the rest of 1,500 released; 7 opened for nothing more;
    8 reserved 9,000 by a decision; 9 used 20 by an imported voucher; 10 used 8,000.
    """
    posted(
        books,
        receipt("r1", 50_000_00, dated_on=BEFORE),
        payment("p0", 50_00, dated_on=BEFORE),
    )
    with writing(books.engine) as connection:
        seat_body(connection)
        resolve(connection, 1, "budget")
        open_line(connection, (4_000_00, 2_000_00, 2_000_00, 2_000_00))
        key = resolve(connection, 2, "control")
        rules.begin(connection, "U1", dt.date(2025, 1, 9), key, JANUARY)
    first = reserve(books, 3_000_00).key
    posted(books, paid("p1", 1_500_00, first), paid("p2", 500_00, first))
    books.reverse("p2", red("x2"))
    release(books, first)
    with writing(books.engine) as connection:
        open_line(connection, (3_000_00, 3_000_00, 2_000_00, 2_000_00))
    _decide(books, Rule.YEAR, Mode.WARN)
    reserve(books, 9_000_00, "申2", act=MARCH)
    posted(books, payment("i1", 20_00, entered="imported"))
    posted(books, paid("p3", 8_000_00, "2025-2"))
    return books


def _decide(books: Books, rule: Rule, mode: Mode) -> None:
    with writing(books.engine) as connection:
        number = books.one("SELECT COUNT(*) FROM resolutions") + 1
        key = resolve(connection, number, "control")
        decision = Decision(
            unit="U1",
            rule=rule,
            mode=mode,
            since=dt.date(2025, 3, 1),
            until=dt.date(2025, 3, 31),
            reason="雪灾救助",
            resolution=key,
        )
        rules.decide(connection, decision, JANUARY)


@pytest.fixture
def budget(books: Books) -> Books:
    """Books with all of it, on both databases."""
    return moved(books)


@pytest.fixture
def lite(sqlite_books: Books) -> Books:
    """The same on SQLite alone."""
    return moved(sqlite_books)


def told(books: Books) -> set[str]:
    """What V11 says; beside it only the chain of registers may tell anything."""
    differences = verify(books).differences
    assert {d.test for d in differences} <= {"V7", "V11"}
    return {d.what for d in differences if d.test == "V11"}


def forge(books: Books, *statements: str) -> None:
    """Change rows behind the program's back."""
    with books.raw(foreign_keys=False) as raw:
        unguard(raw, "appropriation_moves", "reservations", "appropriations")
        for statement in statements:
            raw.run(statement)
        raw.commit()


def test_every_kind_of_move_is_recomputed_and_found_whole(budget: Books) -> None:
    assert budget.one("SELECT COUNT(*) FROM appropriation_moves") == 10
    assert standing(budget) == (10_000_00, 1_000_00, 9_570_00, "voucher")
    assert verify(budget).ok
    assert all(held for _, _, held in verify(budget).lines)


MOVE = "UPDATE appropriation_moves SET {} WHERE seq = {}"


@pytest.mark.parametrize(
    ("change", "seq", "what"),
    [
        ("open_fen = open_fen + 1", 1, appropriated.NOT_CONTINUED),
        ("amount_fen = amount_fen + 1", 1, appropriated.NOT_CONTINUED),
        ("q1_fen = q1_fen + 1", 7, appropriated.NOT_CONTINUED),
        ("reserved_fen = 0", 2, appropriated.NOT_CONTINUED),
        ("left_fen = left_fen + 1", 3, appropriated.NOT_CONTINUED),
        ("spent_fen = spent_fen - 1", 4, appropriated.NOT_CONTINUED),
        ("seq = 12", 10, appropriated.NOT_CONTINUED),
        ("acted_on = '2025-01-11'", 6, appropriated.NOT_CONTINUED),
        ("amount_fen = amount_fen - 1", 6, appropriated.NOT_RELEASED_WHOLE),
        ("amount_fen = amount_fen + 1", 3, appropriated.NOT_POSTED),
        ("position = 1", 3, appropriated.NOT_POSTED),
        ("reservation = NULL", 3, appropriated.NOT_POSTED),
        ("acted_on = '2025-01-16'", 3, appropriated.NOT_POSTED),
        ("person_id = 3", 3, appropriated.NOT_POSTED),
        ("person_id = 3", 2, appropriated.NOT_AS_RESERVED),
        ("reservation = NULL", 2, appropriated.NOT_AS_RESERVED),
        ("over = ''", 8, appropriated.UNREASONED),
        ("over = 'history', decision = NULL", 8, appropriated.UNREASONED),
        ("decision = 2", 8, appropriated.UNREASONED),
        ("acted_on = '2025-04-01', acted_at = '2025-04-01T08:00:00Z'", 8,
         appropriated.UNREASONED),
    ],
)  # fmt: skip
def test_a_move_that_does_not_follow_is_found(
    lite: Books, change: str, seq: int, what: str
) -> None:
    forge(lite, MOVE.format(change, seq))
    assert what in told(lite)


def test_what_was_spent_before_the_first_move_is_what_was_posted(lite: Books) -> None:
    forge(
        lite,
        "UPDATE appropriation_moves SET spent_fen = spent_fen - 5000",
        MOVE.format("over = ''", 9),
    )
    assert "下达前已支出 0.00 元，分录为 50.00 元" in told(lite)


def test_a_use_left_out_is_found_though_the_rest_was_counted_anew(lite: Books) -> None:
    forge(
        lite,
        "DELETE FROM appropriation_moves WHERE seq = 9",
        MOVE.format("seq = 9, spent_fen = spent_fen - 2000, over = 'decision',"
                    " decision = 1", 10),
    )  # fmt: skip
    assert told(lite) == {appropriated.NO_MOVE}


def test_a_reservation_without_its_move_is_found(lite: Books) -> None:
    forge(
        lite,
        "INSERT INTO reservations SELECT unit_id, '2025-3', year, 3, appropriation_id,"
        " '申9',"
        " amount_fen, summary, expires_on, person_id, reserved_at FROM reservations"
        " WHERE key = '2025-1'",
    )
    assert told(lite) == {appropriated.NOT_AS_RESERVED}


@pytest.mark.parametrize(
    "change", ["amount_fen = 1", "ref = '申8'", "reserved_at = '2025-01-11T08:00:00Z'"]
)
def test_a_reservation_is_as_its_move_says(lite: Books, change: str) -> None:
    forge(lite, f"UPDATE reservations SET {change} WHERE key = '2025-1'")
    assert told(lite) == {appropriated.NOT_AS_RESERVED}


def test_what_was_used_after_its_last_day_is_found(lite: Books) -> None:
    forge(
        lite, "UPDATE reservations SET expires_on = '2025-01-14' WHERE key = '2025-1'"
    )
    assert told(lite) == {appropriated.HELD_NO_MORE}


def test_a_line_that_nobody_opened_is_found(lite: Books) -> None:
    forge(lite, "INSERT INTO appropriations VALUES (1, 2, 2025, 1, 1, '')")
    assert told(lite) == {"没有下达"}


def test_a_line_that_is_not_the_one_spent_on_is_found(lite: Books) -> None:
    forge(lite, "UPDATE appropriations SET purpose = '医疗救助'")
    assert appropriated.NO_KEY in told(lite)
    assert appropriated.NOT_POSTED in told(lite)


def test_a_later_decision_that_stops_takes_the_place_of_an_earlier(
    lite: Books,
) -> None:
    """The second decision came between: on 28 February, from 1 March on."""
    february = Act("王五", dt.datetime(2025, 2, 28, 8, tzinfo=dt.UTC))
    with writing(lite.engine) as connection:
        key = resolve(connection, 4, "control")
        decision = Decision(
            unit="U1",
            rule=Rule.YEAR,
            mode=Mode.STOP,
            since=dt.date(2025, 3, 1),
            until=dt.date(2025, 3, 31),
            reason="不再放宽",
            resolution=key,
        )
        rules.decide(connection, decision, february)
    assert told(lite) == {appropriated.UNREASONED}


def test_a_quarter_that_was_made_to_stop_is_asked_again(lite: Books) -> None:
    """9,000 reserved in March, of which the first quarter has 3,000."""
    _decide(lite, Rule.QUARTER, Mode.STOP)
    assert told(lite) == {appropriated.PAST_QUARTER}


# -- vouchers that went round control -----------------------------------------------


def slipped_in(books: Books, one: Voucher) -> None:
    """A voucher with right hashes and sums, and no move of any appropriation."""
    sealed = forged(books, one)
    with books.raw(foreign_keys=False) as raw:
        unguard(raw)
        for table, rows in (
            ("postings", sealed.postings),
            ("money_positions", sealed.positions),
            ("vouchers", sealed.vouchers),
        ):
            many(raw, table, rows)
        add_totals(raw, 1, sealed)
        raw.commit()


ROUND: dict[str, tuple[Callable[[], Voucher], set[str]]] = {
    "without a key": (
        lambda: payment("z", 10_00),
        {appropriated.NO_KEY, appropriated.NO_MOVE},
    ),
    "with a key that is none": (
        lambda: paid("z", 10_00, "2025-9"),
        {appropriated.NO_KEY, appropriated.NO_MOVE},
    ),
    "with a key, without its move": (
        lambda: paid("z", 10_00, "2025-2"),
        {appropriated.NO_MOVE},
    ),
    "by another program, without its move": (
        lambda: payment("z", 10_00, entered="imported"),
        {appropriated.NO_MOVE},
    ),
    "on no line at all": (
        lambda: voucher("z", debit("50405", 10_00), credit("102", 10_00)),
        {appropriated.NO_KEY},
    ),
    "before control began": (
        lambda: payment("z", 10_00, dated_on=BEFORE),
        {appropriated.NO_MOVE},
    ),
}


@pytest.mark.parametrize(("one", "what"), ROUND.values(), ids=ROUND.keys())
def test_spending_that_went_round_control_is_found(
    lite: Books, one: Callable[[], Voucher], what: set[str]
) -> None:
    slipped_in(lite, one())
    assert told(lite) == what


def test_a_key_that_was_reserved_afterwards_is_no_key(lite: Books) -> None:
    """Its use was written down as an imported voucher's would be."""
    slipped_in(lite, paid("z", 10_00, "2025-3"))
    position = lite.one("SELECT MAX(position) FROM vouchers WHERE unit_id = 1")
    forge(
        lite,
        "INSERT INTO appropriation_moves SELECT unit_id, appropriation_id, 11, 'use',"
        f" 1000, q1_fen, q2_fen, q3_fen, q4_fen, NULL, {position}, open_fen,"
        " reserved_fen, spent_fen + 1000, 0, 'voucher', NULL, '', acted_on,"
        " person_id, acted_at FROM appropriation_moves WHERE seq = 10",
    )
    assert told(lite) == {appropriated.NO_KEY}


def test_a_unit_without_a_budget_is_asked_nothing(sqlite_books: Books) -> None:
    posted(sqlite_books, receipt("r1", 100_00), payment("p1", 10_00))
    assert told(sqlite_books) == set()
