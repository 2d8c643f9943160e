"""What the database refuses of matches, whoever writes: plain SQL."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Table

from ledger.database import open_books
from tests import server
from tests.building import (
    OPENED,
    Books,
    DriverError,
    Raw,
    credit,
    debit,
    payment,
    receipt,
    voucher,
)
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.treasury.banking import table, take
from tests.treasury.filling_matching import (
    LATER,
    fill_books,
    fill_matched,
    fill_unmatched,
    match,
    place,
)
from treasury import matching_tables

Row = dict[str, Any]


@pytest.fixture
def filled(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """Two open rows of the bank, and the vouchers m1 to m4."""
    shelf.fillings.setdefault("unmatched", fill_unmatched)
    with shelf.copied(dialect, "unmatched") as url:
        books = Books(open_books(url), url)
        yield books
        books.engine.dispose()


@pytest.fixture
def matched(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """The same with four matches in two runs; the third was undone."""
    shelf.fillings.setdefault("matched", fill_matched)
    with shelf.copied(dialect, "matched") as url:
        books = Books(open_books(url), url)
        yield books
        books.engine.dispose()


def run(**fields: object) -> Row:
    """A first run of one match of two lines that the database accepts."""
    return {
        "unit_id": 1,
        "run": 1,
        "account": 1,
        "method": "person",
        "reason": "",
        "first_match": 1,
        "last_match": 1,
        "lines": 2,
        "lines_hash": b"h" * 32,
        "person_id": 1,
        "matched_at": "2026-02-02T08:00:00Z",
    } | fields


def row(**fields: object) -> Row:
    """The first row of the bank, in the first match."""
    return {
        "unit_id": 1,
        "match": 1,
        "statement": 1,
        "row": 1,
        "attempt": 1,
        "run": 1,
        "amount_fen": 1_000_00,
    } | fields


def posting(books: Books, ref: str = "m1", **fields: object) -> Row:
    """The posting on the bank's account of a voucher, in the first match."""
    position, line = place(books, ref)
    return {
        "unit_id": 1,
        "match": 1,
        "position": position,
        "line": line,
        "attempt": 1,
        "run": 1,
        "amount_fen": 1_000_00,
    } | fields


def written(raw: Raw, rows: list[Row], postings: list[Row], *heads: Row) -> None:
    """Lines and then their run, to the end of the transaction."""
    for one in rows:
        raw.insert("matched_rows", one)
    for one in postings:
        raw.insert("matched_postings", one)
    for one in heads:
        raw.insert("match_runs", one)
    raw.commit()


def test_what_is_in_order_is_accepted(filled: Books) -> None:
    with filled.raw() as raw:
        written(raw, [row()], [posting(filled)], run())

    assert filled.one("SELECT COUNT(*) FROM match_runs") == 1


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"run": 2}, "order"),
        ({"first_match": 2, "last_match": 2}, "order"),
        ({"lines": 3}, "match"),
        ({"last_match": 2}, "match"),
    ],
)
def test_a_run_counts_its_matches_and_lines(
    filled: Books, fields: Row, rule: str
) -> None:
    with filled.raw() as raw, pytest.raises(DriverError, match=f"bangfu:{rule}"):
        written(raw, [row()], [posting(filled)], run(**fields))


def test_matches_of_a_run_have_no_gap(filled: Books) -> None:
    rows = [row(), row(match=3, row=2, amount_fen=-300_00)]
    lines = [posting(filled), posting(filled, "m2", match=3, amount_fen=-300_00)]
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:match"):
        written(raw, rows, lines, run(last_match=3, lines=4))


def test_no_match_hides_a_difference(filled: Books) -> None:
    wrong = posting(filled, "m2", amount_fen=-300_00)
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:match"):
        written(raw, [row()], [wrong], run())
    # Two matches that differ by opposite sums do not make each other good.
    rows = [row(), row(match=2, row=2, amount_fen=-300_00)]
    lines = [posting(filled, match=2), posting(filled, "m2", amount_fen=-300_00)]
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:match"):
        written(raw, rows, lines, run(last_match=2, lines=4))


def test_amounts_are_those_of_the_statement_and_the_books(filled: Books) -> None:
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:match"):
        written(raw, [row(amount_fen=1)], [posting(filled, amount_fen=1)], run())
    wrong = posting(filled, "m2")
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:match"):
        written(raw, [row()], [wrong], run())


def test_rows_and_postings_are_of_the_runs_account(filled: Books) -> None:
    second = (
        "INSERT INTO bank_accounts SELECT unit_id, 2, {}, bank, tail, locked, {}, since"
        " FROM bank_accounts WHERE number = 1"
    )
    blind = "zeroblob(32)" if filled.dialect == "sqlite" else f"'\\x{'0' * 64}'::bytea"
    with filled.raw() as raw:
        raw.run(second.format("account_id", blind))
        raw.commit()
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:match"):
        written(raw, [row()], [posting(filled)], run(account=2))
    income = posting(filled, line=2, amount_fen=-1_000_00)
    both = [posting(filled), income]
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:match"):
        written(raw, [], both, run())


def test_only_vouchers_that_belong_together_cancel_each_other(filled: Books) -> None:
    filled.post(receipt("other", 300_00, dated_on=LATER))
    lines = [
        posting(filled, "m2", amount_fen=-300_00),
        posting(filled, "other", amount_fen=300_00),
    ]
    for method in ("person", "rules"):
        with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:match"):
            written(raw, [], lines, run(method=method))
    # Nor together with two that do belong together.
    lines += [
        posting(filled, "m3", amount_fen=-20_00),
        posting(filled, "m4", amount_fen=20_00),
    ]
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:match"):
        written(raw, [], lines, run(lines=4))
    with filled.raw() as raw:
        written(raw, [], lines[2:], run())


def test_rows_alone_need_a_reason_and_somebody_who_is_no_cashier(filled: Books) -> None:
    out = ("2026-01-20", -7_00, "转账"), ("2026-01-21", 7_00, "转账")
    take(filled, table(800_00, *out, start=9), "二.csv")
    filled.post(payment("paid", 1_00, dated_on=LATER, cashier="赵六"))
    cashier = filled.one("SELECT id FROM people WHERE code = '赵六'")
    both = [
        row(statement=2, amount_fen=-7_00),
        row(statement=2, row=2, amount_fen=7_00),
    ]
    told = {"reason": "误付退回"}
    for wrong in ({}, told | {"method": "rules"}):
        with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:match"):
            written(raw, both, [], run(**wrong))
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:cashier"):
        written(raw, both, [], run(**told, person_id=cashier))
    with filled.raw() as raw:
        written(raw, both, [], run(**told))

    assert filled.one("SELECT reason FROM match_runs") == "误付退回"


def test_what_has_no_row_or_voucher_is_not_matched(filled: Books) -> None:
    with filled.raw() as raw, pytest.raises(DriverError):
        written(raw, [row(row=9)], [posting(filled)], run())
    with filled.raw() as raw, pytest.raises(DriverError):
        written(raw, [row()], [posting(filled, position=99)], run())


@pytest.mark.parametrize("fields", [{"run": 2}, {"match": 0}])
def test_lines_come_for_the_next_run_alone(filled: Books, fields: Row) -> None:
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:L3"):
        raw.insert("matched_rows", row(**fields))
    with filled.raw() as raw, pytest.raises(DriverError, match="bangfu:L3"):
        raw.insert("matched_postings", posting(filled, **fields))


@pytest.mark.parametrize("fields", [{"run": 1}, {"run": 1, "match": 9}, {"run": 3}])
def test_nothing_is_added_to_a_run_that_stands(matched: Books, fields: Row) -> None:
    fields = {"match": 1, "row": 2, "attempt": 9} | fields
    with matched.raw() as raw, pytest.raises(DriverError, match="bangfu:L3"):
        raw.insert("matched_rows", row(**fields))


def test_no_line_stands_without_a_run(filled: Books) -> None:
    with filled.raw() as raw:
        raw.insert("matched_rows", row())
        with pytest.raises(DriverError):
            raw.commit()


def test_what_stands_in_a_match_is_not_matched_again(matched: Books) -> None:
    later = {"match": 5, "run": 3}
    head = run(run=3, first_match=5, last_match=5)
    for attempt in (1, 2, 3):
        again = [row(**later, attempt=attempt)]
        lines = [posting(matched, **later, attempt=attempt)]
        with matched.raw() as raw, pytest.raises(DriverError):
            written(raw, again, lines, head)
    assert matched.one("SELECT COUNT(*) FROM match_runs") == 2


def test_the_match_before_must_have_been_undone(matched: Books) -> None:
    later = {"match": 5, "run": 3, "attempt": 3, "amount_fen": -300_00}
    rows, lines = [row(**later, row=2)], [posting(matched, "m2", **later)]
    head = run(run=3, first_match=5, last_match=5)
    with matched.raw() as raw, pytest.raises(DriverError, match="bangfu:match"):
        written(raw, rows, lines, head)
    with matched.raw() as raw:
        raw.insert("unmatches", undoing(4))
        written(raw, rows, lines, head)

    assert matched.one("SELECT MAX(attempt) FROM matched_postings") == 3


def undoing(number: int, **fields: object) -> Row:
    """That a match is undone."""
    at = "2026-02-02T08:00:00Z"
    own = {"unit_id": 1, "match": number, "reason": "错", "person_id": 1}
    return own | {"undone_at": at} | fields


@pytest.mark.parametrize("number", [0, 5])
def test_only_a_match_that_stands_is_undone(matched: Books, number: int) -> None:
    with matched.raw() as raw, pytest.raises(DriverError, match="bangfu:match"):
        raw.insert("unmatches", undoing(number))
    with matched.raw() as raw, pytest.raises(DriverError):
        raw.insert("unmatches", undoing(3))


def test_openings_are_matched_by_hand_alone(books: Books) -> None:
    lines = debit("102", 1_000_00), credit("32104", 1_000_00)
    books.post(voucher("o", *lines, kind="期初", dated_on=OPENED))
    fill_books(books)
    with books.raw() as raw, pytest.raises(DriverError, match="bangfu:match"):
        written(raw, [row()], [posting(books, "o")], run(method="rules"))
    with books.raw() as raw:
        written(raw, [row()], [posting(books, "o")], run(method="person"))


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("match_runs", {"method": "other"}),
        ("match_runs", {"lines_hash": b"short"}),
        ("match_runs", {"last_match": 0}),
        ("matched_rows", {"attempt": 0}),
        ("unmatches", {"reason": ""}),
    ],
)
def test_what_no_column_holds(filled: Books, table: str, wrong: Row) -> None:
    match(filled)
    good = {"match_runs": run(), "matched_rows": row(), "unmatches": undoing(1)}
    with filled.raw() as raw, pytest.raises(DriverError):
        raw.insert(table, good[table] | wrong)


@pytest.mark.parametrize(
    "table", matching_tables.APPENDED, ids=lambda table: table.name
)
def test_no_statement_changes_what_stands(matched: Books, table: Table) -> None:
    with matched.raw(foreign_keys=False) as raw:
        assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
        stands_as_it_is(raw, table)
