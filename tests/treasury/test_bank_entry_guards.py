"""Rows of the bank round the code: plain SQL enters none twice, nor too much."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import Table

from audit import integrity
from ledger import draft_vouchers
from ledger.database import Engine, open_books, reading, writing
from ledger.draft_vouchers import DraftVoucher
from ledger.people import Act
from tests import server
from tests.budgets.planning import resolve, seat_body
from tests.building import Books, DriverError, Raw
from tests.ledger.plain import STAMP, Row
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.treasury import returning
from tests.treasury.returning import HOSPITAL, KEY, MARCH, come_back, copied, post
from treasury import bank_entry_tables, return_limits
from treasury.errors import RequestRefused
from treasury.return_limits import ReturnLimit

AUGUST = dt.date(2025, 8, 1)


def _fill(engine: Engine) -> None:
    returning.fill(engine)
    books = Books(engine, "")
    returning.fill_entries(books)
    with writing(books.engine) as connection:
        seat_body(connection)
        key = resolve(connection, 1, "other")
        given = ReturnLimit(since=AUGUST, days=30, decided_by=key)
        return_limits.set_limit(connection, "U1", given, MARCH)


@pytest.fixture
def filled(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """A row in every table of this duty."""
    shelf.fillings.setdefault("bank_entries", _fill)
    with shelf.copied(dialect, "bank_entries") as url:
        books = Books(open_books(url), url)
        yield books
        books.engine.dispose()


@pytest.fixture
def paid(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """The request is paid, nothing came back."""
    yield from copied(shelf, dialect)


@pytest.mark.parametrize(
    "table", bank_entry_tables.APPENDED, ids=lambda table: table.name
)
def test_no_statement_changes_what_stands(filled: Books, table: Table) -> None:
    with filled.raw(foreign_keys=False) as raw:
        assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
        stands_as_it_is(raw, table)


def test_every_row_stands_in_the_chain(filled: Books) -> None:
    with reading(filled.engine) as connection:
        assert not integrity.verify(connection, ()).differences
    told = "SELECT COUNT(*) FROM records WHERE kind IN"
    told += " ('bank_entries', 'return_endings', 'return_limits')"
    assert filled.one(told) == 3


# -- entries ------------------------------------------------------------------------


def entry(**more: object) -> Row:
    """Row 3 as a returned payment, right in every column."""
    row: Row = {
        "unit_id": 1,
        "statement": 1,
        "row": 3,
        "step": 1,
        "kind": "return",
        "fund_id": 1,
        "amount_fen": 1_000_00,
        "request": KEY,
        "party": HOSPITAL,
        "recipient": "",
        "limit_on": "2025-07-19",
        "ref": "退1",
        "draft": 50,
        "person_id": 2,
        "made_at": STAMP,
    }
    return row | more


def refused(raw: Raw, rule: str, table: str, row: Row) -> None:
    """The row is refused by that rule; what was done before it stands."""
    raw.run("SAVEPOINT tried")
    with pytest.raises(DriverError, match=rule):
        raw.insert(table, row)
    raw.run("ROLLBACK TO tried")


def hand_in(raw: Raw, draft: int = 50, ref: str = "退1") -> None:
    row: Row = {"unit_id": 1, "draft": draft, "ref": ref, "event": "bank_return"}
    raw.insert("desk_drafts", row | {"digest": bytes(32)})


def test_an_entry_right_in_every_field_stands_once(paid: Books) -> None:
    with paid.raw(foreign_keys=False) as raw:
        hand_in(raw)
        raw.insert("bank_entries", entry())
        hand_in(raw, 51, "退2")
        refused(raw, "bangfu:bank", "bank_entries", entry(step=2, draft=51, ref="退2"))


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("bangfu:bank", {"amount_fen": 999_99}),
        ("bangfu:bank", {"row": 4}),
        ("bangfu:bank", {"row": 1, "amount_fen": 15_00}),
        ("bangfu:bank", {"kind": "interest", "request": "", "party": "",
                         "limit_on": None}),
        ("bangfu:bank", {"kind": "fee", "party": "", "limit_on": None}),
        ("bangfu:bank", {"request": "P2025-9"}),
        ("bangfu:bank", {"party": "邻县医院"}),
        ("bangfu:bank", {"fund_id": 3}),
        ("bangfu:bank", {"limit_on": "2025-01-20"}),
        ("bangfu:bank", {"draft": 51}),
        ("bangfu:bank", {"ref": "退2"}),
        ("bangfu:bank|fk_", {"unit_id": 2}),
        ("bangfu:order", {"step": 2}),
        ("return_limited", {"limit_on": None}),
        ("return_of_a_payee", {"party": ""}),
        ("return_of_a_request", {"request": ""}),
    ],
)  # fmt: skip
def test_no_other_entry_stands(paid: Books, rule: str, change: Row) -> None:
    with paid.raw(foreign_keys=False) as raw:
        hand_in(raw)
        refused(raw, rule, "bank_entries", entry(**change))


def test_no_more_comes_back_than_the_payee_has(paid: Books) -> None:
    come_back(paid)
    with paid.raw(foreign_keys=False) as raw:
        hand_in(raw)
        refused(raw, "bangfu:bank", "bank_entries", entry(row=5))


def test_a_reference_with_quotes_is_found_too(paid: Books) -> None:
    ref = 'a"b\\c'
    kept = draft_vouchers.write(DraftVoucher(unit="U1", ref=ref, summary="另"))
    step: Row = {"unit_id": 1, "draft": 50, "step": 1, "state": "draft"}
    step |= {"content": kept, "period": 202501, "person_id": 2}
    step |= {"taken_at": STAMP, "reason": ""}
    with paid.raw(foreign_keys=False) as raw:
        hand_in(raw, ref=ref)
        raw.insert("draft_steps", step)
        other = kept.replace('c"', 'd"')
        assert other != kept
        refused(raw, "bangfu:desk", "draft_steps", step | {"content": other, "step": 2})


@pytest.mark.parametrize(
    ("content", "state", "stands"),
    [
        ('{"form":1,"postings":[],"ref":"别号"}', "draft", False),
        ('{"form":1,"postings":[]}', "submitted", False),
        ('{"form":1,"postings":[],"ref":"别号"}', "posted", False),
        ('{"form":1,"postings":[],"ref":"退1"}', "posted", False),
        ('{"form":1,"postings":[],"ref":"退1"}', "draft", True),
        ('{"form":1,"postings":[],"ref":"别号"}', "dropped", True),
    ],
)
def test_what_a_desk_handed_in_keeps_its_reference(
    paid: Books, content: str, state: str, *, stands: bool
) -> None:
    step: Row = {"unit_id": 1, "draft": 50, "step": 1, "state": state}
    step |= {"content": content, "period": 202501, "person_id": 2}
    step |= {"taken_at": STAMP, "reason": "改" if state == "dropped" else ""}
    with paid.raw(foreign_keys=False) as raw:
        raw.insert("draft_steps", step | {"draft": 51})
        hand_in(raw)
        if stands:
            raw.insert("draft_steps", step)
        else:
            refused(raw, "bangfu:desk", "draft_steps", step)


# -- giving up ----------------------------------------------------------------------


def ending(**more: object) -> Row:
    row: Row = {
        "unit_id": 1,
        "statement": 1,
        "row": 3,
        "step": 1,
        "amount_fen": 1_000_00,
        "account": "50404",
        "ended_on": "2025-07-19",
        "reason": "销户",
        "ref": "销1",
        "draft": 50,
        "person_id": 2,
        "made_at": STAMP,
    }
    return row | more


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("bangfu:bank", {"ended_on": "2025-07-18"}),
        ("bangfu:bank", {"amount_fen": 1_000_01}),
        ("bangfu:bank", {"row": 5}),
        ("bangfu:bank", {"ref": "销2"}),
        ("bangfu:order", {"step": 2}),
        ("reason_given", {"reason": ""}),
    ],
)
def test_nothing_is_given_up_before_its_limit_or_beyond_it(
    paid: Books, rule: str, change: Row
) -> None:
    returning.came_back(paid)
    with paid.raw(foreign_keys=False) as raw:
        hand_in(raw, 50, "销1")
        refused(raw, rule, "return_endings", ending(**change))
        raw.insert("return_endings", ending())


def test_a_voucher_of_ones_own_gives_nothing_up_that_came_by_a_row(
    paid: Books,
) -> None:
    post(paid, come_back(paid).handed.draft)
    with paid.raw(foreign_keys=False) as raw:
        move: Row = {
            "unit_id": 1,
            "key": KEY,
            "seq": 5,
            "act": "forgo",
            "amount_fen": 1_000_00,
            "position": 9,
            "approved": 1,
            "paid_fen": 1_000_00,
            "returned_fen": 0,
            "repaid_fen": 0,
            "reason": "",
            "acted_on": "2025-03-03",
            "person_id": 2,
            "acted_at": STAMP,
        }
        refused(raw, "bangfu:bank", "payment_request_moves", move)
        hand_in(raw, 50, "销1")
        raw.insert("return_endings", ending())
        raw.insert("payment_request_moves", move)


# -- limits -------------------------------------------------------------------------


def test_a_limit_cites_a_resolution_and_follows(filled: Books) -> None:
    row: Row = {
        "unit_id": 1,
        "since": "2025-09-01",
        "days": 60,
        "resolution": "2025-9",
        "person_id": 2,
        "made_at": STAMP,
    }
    with filled.raw(foreign_keys=False) as raw:
        refused(raw, "bangfu:resolution", "return_limits", row)
        early = row | {"resolution": "2025-1", "since": "2025-07-01"}
        refused(raw, "bangfu:order", "return_limits", early)


def test_the_units_own_limit_goes_before(filled: Books) -> None:
    with reading(filled.engine) as connection:
        before = return_limits.limit_on(connection, "U1", dt.date(2025, 7, 31))
        after = return_limits.limit_on(connection, "U1", AUGUST)
        other = return_limits.limit_on(connection, "U2", AUGUST)
    assert (before.days, after.days, other.days) == (180, 30, 180)
    assert (before.grade, after.decided_by) == ("D", "2025-1")
    assert after.first_day(AUGUST) == dt.date(2025, 8, 31)


@pytest.mark.parametrize(
    ("days", "since", "told"),
    [(0, dt.date(2025, 9, 1), "期限应在"), (30, AUGUST, "应晚于现行")],
)
def test_a_limit_that_cannot_be_is_refused(
    filled: Books, days: int, since: dt.date, told: str
) -> None:
    given = ReturnLimit(since=since, days=days, decided_by="2025-1")
    act = Act("张三", MARCH.at)
    with (
        writing(filled.engine) as connection,
        pytest.raises(RequestRefused, match=told),
    ):
        return_limits.set_limit(connection, "U1", given, act)
