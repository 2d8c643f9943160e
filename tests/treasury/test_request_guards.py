"""L12 round the code: plain SQL gets no money out without an approved request."""

import copy
from collections.abc import Iterator

import pytest
from sqlalchemy import Table

from ledger import request_tables
from tests import building
from tests.building import Books, DriverError, Raw, credit, debit, receipt, voucher
from tests.ledger.plain import STAMP, Plain, Row, plain_payment, plain_red
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.server import Shelf
from tests.treasury.asking import approve, approved, held, live, pay, post, save

KEY = "P2025-1"
FEN = 1_000_00


@pytest.fixture
def desk(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """U1 live, with 10,000 yuan in F1."""
    yield from building.copied(shelf, dialect, "request_guards-desk", live)


@pytest.fixture
def raw(desk: Books) -> Iterator[Raw]:
    """Another program's connection, with foreign keys and recursion off."""
    with desk.raw(foreign_keys=False) as raw:
        yield raw


def head(**more: object) -> Row:
    """A request of 1,000 yuan, right in every column."""
    row: Row = {
        "unit_id": 1,
        "key": KEY,
        "year": 2025,
        "number": 1,
        "ref": "申1",
        "kind": "payment",
        "summary": "生活救助",
        "payee": "医院",
        "amount_fen": FEN,
        "approvals": 1,
        "resolution": "",
        "statement": None,
        "row": None,
        "evidence": "",
        "due_on": None,
        "asked_on": "2025-01-10",
        "expires_on": "2025-03-10",
        "person_id": 2,
        "saved_at": STAMP,
    }
    return row | more


def line(books: Books, **more: object) -> Row:
    """The line of it."""
    account = books.lookups().charts["union-2021"]["50404"]
    row: Row = {
        "unit_id": 1,
        "key": KEY,
        "line": 1,
        "fund_id": 1,
        "account_id": account,
        "purpose": "生活救助",
        "amount_fen": FEN,
        "appropriation": "",
    }
    return row | more


def move(seq: int, act: str, fen: int = 0, **more: object) -> Row:
    """A step of it; 李四 (3) approves, others are 张三 (2)."""
    row: Row = {
        "unit_id": 1,
        "key": KEY,
        "seq": seq,
        "act": act,
        "amount_fen": fen,
        "position": None,
        "approved": 0 if seq == 1 else 1,
        "paid_fen": 0,
        "returned_fen": 0,
        "repaid_fen": 0,
        "reason": "",
        "acted_on": "2025-01-10",
        "person_id": 3 if act == "approve" else 2,
        "acted_at": STAMP,
    }
    return row | more


def hold(seq: int, fen: int, total: int, by: int, **more: object) -> Row:
    """What a step holds of F1."""
    row: Row = {
        "unit_id": 1,
        "fund_id": 1,
        "seq": seq,
        "key": KEY,
        "move": by,
        "amount_fen": fen,
        "held_fen": total,
    }
    return row | more


def insert(raw: Raw, *rows: tuple[str, Row]) -> None:
    for table, row in rows:
        raw.insert(table, row)


def refused(raw: Raw, rule: str, *rows: tuple[str, Row]) -> None:
    """The last row is refused by that rule or by a key of its table."""
    insert(raw, *rows[:-1])
    with pytest.raises(DriverError, match=rf"bangfu:{rule}|{rule}"):
        insert(raw, rows[-1])


def whole(books: Books) -> tuple[tuple[str, Row], ...]:
    """A request saved by plain SQL, right in every field."""
    return (
        ("payment_request_lines", line(books)),
        ("payment_requests", head()),
        ("fund_holds", hold(1, FEN, FEN, 1)),
        ("payment_request_moves", move(1, "save", FEN)),
    )


@pytest.mark.parametrize("table", request_tables.APPENDED, ids=lambda table: table.name)
def test_no_statement_changes_what_stands(desk: Books, table: Table) -> None:
    pay(desk, approved(desk))
    with desk.raw(foreign_keys=False) as raw:
        assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
        stands_as_it_is(raw, table)


# -- requests -----------------------------------------------------------------------


def test_a_request_right_in_every_field_stands(desk: Books, raw: Raw) -> None:
    insert(raw, *whole(desk))
    insert(raw, ("payment_request_moves", move(2, "approve")))
    raw.commit()
    assert held(desk) == FEN


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("order", {"number": 2, "key": "P2025-2"}),
        ("order", {"key": "P2025-9"}),
        ("L12", {"amount_fen": FEN + 1}),
        ("l12_approved_by_somebody", {"approvals": 0}),
        ("resolution", {"kind": "move", "approvals": 0, "resolution": "2025-9"}),
        ("L12", {"kind": "fee", "approvals": 0, "statement": 1, "row": 1}),
        ("L12", {"kind": "advance", "due_on": "2025-02-01"}),
        ("L12", {"unit_id": 2}),
    ],
)
def test_no_other_request_stands(
    desk: Books, raw: Raw, rule: str, change: dict[str, object]
) -> None:
    own = {name: change[name] for name in ("key", "unit_id") if name in change}
    lines = line(desk, **own)
    refused(
        raw,
        rule,
        ("payment_request_lines", lines),
        ("payment_requests", head(**change)),
    )


def test_fewer_approvals_than_the_band_asks_are_refused(desk: Books, raw: Raw) -> None:
    large = 60_000_00
    refused(
        raw,
        "L12",
        ("payment_request_lines", line(desk, amount_fen=large)),
        ("payment_requests", head(amount_fen=large)),
    )


def test_no_line_joins_a_request_that_stands(desk: Books, raw: Raw) -> None:
    rows = (*whole(desk), ("payment_request_lines", line(desk, line=2, purpose="其他")))
    refused(raw, "L3", *rows)


@pytest.mark.parametrize("resolution", ["", "2025-9"])
def test_bands_are_changed_by_an_adopted_resolution(raw: Raw, resolution: str) -> None:
    band: Row = {
        "unit_id": 1,
        "since": "2025-01-12",
        "from_fen": 0,
        "approvals": 1,
        "person_id": 2,
        "recorded_at": STAMP,
    }
    refused(raw, "resolution", ("approval_bands", band | {"resolution": resolution}))


def test_no_unit_goes_live_over_vouchers_that_stand(books: Books) -> None:
    books.post(receipt("r1", 1_00))
    row = {"unit_id": 1, "since": "2025-01-15", "paper": "会", "person_id": 2}
    with books.raw(foreign_keys=False) as raw:
        refused(raw, "L12", ("go_lives", row | {"recorded_at": STAMP}))


# -- moves --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        ("L12", move(1, "save", FEN - 1)),
        ("L12", move(1, "save", FEN, approved=1)),
        ("L12", move(1, "save", FEN, person_id=3)),
        ("saved_first", move(1, "approve")),
        ("order", move(2, "approve")),
    ],
)
def test_the_first_move_saves_what_is_asked_for(
    desk: Books, raw: Raw, rule: str, row: Row
) -> None:
    refused(raw, rule, *whole(desk)[:3], ("payment_request_moves", row))


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        ("L6", move(2, "approve", person_id=2)),
        ("L12", move(2, "approve", approved=2)),
        ("L12", move(2, "approve", FEN)),
        ("L12", move(2, "expire", approved=0)),
        ("reason_given", move(2, "cancel", approved=0)),
        ("L12", move(2, "cancel", approved=0, reason="不要")),
        ("L12", move(2, "pay", FEN, position=9, approved=0, paid_fen=FEN)),
        ("L12", move(2, "approve", paid_fen=1)),
        ("repaid_was_returned", move(2, "repay", 1, position=9, repaid_fen=1)),
        (
            "returned_was_paid|after_paid",
            move(2, "return", 1, position=9, returned_fen=1),
        ),
    ],
)
def test_no_other_step_follows(desk: Books, raw: Raw, rule: str, row: Row) -> None:
    refused(raw, rule, *whole(desk), ("payment_request_moves", row))


def test_nobody_approves_twice(desk: Books, raw: Raw) -> None:
    once = ("payment_request_moves", move(2, "approve"))
    twice = ("payment_request_moves", move(3, "approve", approved=2))
    refused(raw, "L6", *whole(desk), once, twice)


def test_nothing_is_done_after_the_end(desk: Books, raw: Raw) -> None:
    ended = (
        ("fund_holds", hold(2, -FEN, 0, 2)),
        ("payment_request_moves", move(2, "cancel", approved=0, reason="不要")),
    )
    after = ("payment_request_moves", move(3, "approve", approved=1))
    refused(raw, "L12", *whole(desk), *ended, after)


def test_what_is_held_is_what_is_asked_for(desk: Books, raw: Raw) -> None:
    rows = whole(desk)
    refused(raw, "L12", *rows[:2], rows[3])


# -- holds --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        ("L7", hold(1, 10_000_01, 10_000_01, 1)),
        ("L12", hold(1, FEN, FEN + 1, 1)),
        ("order", hold(2, FEN, FEN, 1)),
        ("held_not_negative", hold(1, -FEN, -FEN, 1)),
    ],
)
def test_no_more_is_held_than_the_fund_has(
    desk: Books, raw: Raw, rule: str, row: Row
) -> None:
    refused(raw, rule, *whole(desk)[:2], ("fund_holds", row))


def test_a_hold_comes_before_its_move(desk: Books, raw: Raw) -> None:
    late = ("fund_holds", hold(2, -FEN, 0, 1))
    refused(raw, "L3|fund_holds", *whole(desk), late)


# -- vouchers -----------------------------------------------------------------------


def paying(books: Books, fen: int = FEN, key: str = KEY) -> Plain:
    """A voucher that pays a request, and nothing of its move."""
    plain = copy.deepcopy(plain_payment(books, fen))
    for row in plain.postings:
        row["request"] = key
    return plain


def paid(plain: Plain, fen: int = FEN, **more: object) -> tuple[tuple[str, Row], ...]:
    """Its move, with what it lets go."""
    position = plain.head["position"]
    given: Row = {"position": position, "acted_on": "2025-01-20", "paid_fen": fen}
    return (
        ("fund_holds", hold(2, -FEN, 0, 3)),
        ("payment_request_moves", move(3, "pay", fen, **given | more)),
    )


def not_posted(raw: Raw, plain: Plain, rule: str, *rows: tuple[str, Row]) -> None:
    insert(raw, *rows)
    with pytest.raises(DriverError, match=rf"bangfu:{rule}"):
        plain.insert(raw)


def test_a_payment_right_in_every_field_stands(desk: Books) -> None:
    approved(desk)
    plain = paying(desk)
    with desk.raw() as raw:
        insert(raw, *paid(plain))
        plain.insert(raw)
        raw.commit()
    assert held(desk) == 0


def test_no_payment_stands_without_a_key(desk: Books, raw: Raw) -> None:
    not_posted(raw, plain_payment(desk), "L12")
    raw.run("ROLLBACK")


@pytest.mark.parametrize("entered", ["bank", "adjustment"])
def test_no_other_name_lets_it_pass(desk: Books, raw: Raw, entered: str) -> None:
    plain = plain_payment(desk).moved(entered=entered, basis="发现1")
    not_posted(raw, plain, "L12|bangfu:L5|.*adjustment")


def test_a_key_that_is_no_request_is_none(desk: Books, raw: Raw) -> None:
    not_posted(raw, paying(desk, key="P2025-9"), "L12")


def test_a_payment_has_its_move(desk: Books, raw: Raw) -> None:
    approved(desk)
    not_posted(raw, paying(desk), "L12")


def test_a_move_without_its_payment_is_refused(desk: Books, raw: Raw) -> None:
    approved(desk)
    plain = plain_payment(desk, FEN)
    not_posted(raw, plain, "L12", *paid(plain))


def test_a_payment_of_another_amount_is_refused(desk: Books, raw: Raw) -> None:
    approved(desk)
    plain = paying(desk, 900_00)
    not_posted(raw, plain, "L12", *paid(plain))


def test_a_payment_is_for_what_was_asked(desk: Books, raw: Raw) -> None:
    approved(desk)
    plain = paying(desk)
    plain.postings[0]["account_id"] = desk.lookups().charts["union-2021"]["50405"]
    not_posted(raw, plain, "L12", *paid(plain))


def test_lines_of_one_key_balance(desk: Books, raw: Raw) -> None:
    approved(desk)
    plain = paying(desk)
    plain.postings[0]["request"] = ""
    not_posted(raw, plain, "L12", *paid(plain))


def test_a_request_that_is_not_approved_is_not_paid(desk: Books, raw: Raw) -> None:
    save(desk)
    at = {"position": paying(desk).head["position"], "paid_fen": FEN, "approved": 0}
    refused(
        raw,
        "L12",
        ("fund_holds", hold(2, -FEN, 0, 2)),
        ("payment_request_moves", move(2, "pay", FEN, **at)),
    )


@pytest.mark.parametrize(
    "change",
    [{"preparer_id": 3, "reviewer_id": 4}, {"cashier_id": 3, "reviewer_id": 4}],
)
def test_who_approved_does_not_pay(
    desk: Books, raw: Raw, change: dict[str, object]
) -> None:
    approved(desk)
    plain = paying(desk).moved(**change)
    not_posted(raw, plain, "L12", *paid(plain))


@pytest.mark.parametrize("day", ["2025-03-12", "2025-01-09"])
def test_a_payment_lies_between_approval_and_last_day(
    desk: Books, raw: Raw, day: str
) -> None:
    approved(desk, None)
    month = int(day[:4] + day[5:7])
    plain = paying(desk).moved(dated_on=day, period=month, number=1)
    not_posted(raw, plain, "L12", *paid(plain, acted_on=day))


def test_a_request_is_not_paid_twice(desk: Books, raw: Raw) -> None:
    pay(desk, approved(desk))
    plain = paying(desk)
    again = move(4, "pay", FEN, position=plain.head["position"], paid_fen=2 * FEN)
    refused(raw, "L12", ("payment_request_moves", again))


def test_a_payment_without_papers_is_refused(desk: Books, raw: Raw) -> None:
    approved(desk)
    plain = paying(desk).moved(attachments=0)
    not_posted(raw, plain, "V04", *paid(plain))


def test_what_the_treasury_pays_directly_needs_a_key(desk: Books, raw: Raw) -> None:
    plain = plain_payment(desk)
    plain.postings[1]["account_id"] = desk.lookups().charts["union-2021"]["40401"]
    plain.positions.clear()
    not_posted(raw, plain.moved(kind="转", number=1), "L12")


def test_a_red_voucher_takes_its_payment_back(desk: Books, raw: Raw) -> None:
    outcome = pay(desk, approved(desk))
    plain = plain_red(desk, outcome.position)
    for row in plain.postings:
        row["request"] = KEY
    not_posted(raw, plain, "L12")


def test_a_voucher_that_stands_gets_no_move(desk: Books, raw: Raw) -> None:
    approve(desk, save(desk))
    late = dict(paid(paying(desk))[1][1]) | {"position": 1}
    insert(raw, ("fund_holds", hold(2, -FEN, 0, 3)))
    with pytest.raises(DriverError, match="bangfu:L3"):
        insert(raw, ("payment_request_moves", late))


# -- what came back -----------------------------------------------------------------


def repaying(books: Books, act: str, change: Row) -> tuple[Plain, Row]:
    """A voucher that pays 400.00 again, or takes it back, and its move."""
    fen = 400_00
    plain = paying(books, fen)
    owed, money = plain.postings
    chart = books.lookups().charts["union-2021"]
    owed |= {"account_id": chart["215"], "purpose": None, "party": "县人民医院"}
    owed |= change
    money["fund_id"] = owed["fund_id"]
    later = {"returned_fen": fen, "repaid_fen": fen} if act == "repay" else {}
    given: Row = {"position": plain.head["position"], "acted_on": "2025-01-20"}
    given |= {"paid_fen": FEN, "approved": 1} | later
    return plain, move(5, act, fen, **given)


@pytest.mark.parametrize(
    "change", [{"party": "另一医院"}, {"recipient": "D-9"}, {"party": ""}]
)
def test_nobody_else_is_paid_again(desk: Books, change: Row) -> None:
    pay(desk, approved(desk))
    back = (
        debit("102", 400_00, request=KEY),
        credit("215", 400_00, request=KEY, party="县人民医院"),
    )
    post(desk, voucher("退1", *back, attachments=1, entered="bank"))
    with desk.raw() as raw:
        plain, again = repaying(desk, "repay", change)
        raw.run("SAVEPOINT tried")
        not_posted(raw, plain, "L12", ("payment_request_moves", again))
        raw.run("ROLLBACK TO tried")
        right, again = repaying(desk, "repay", {})
        insert(raw, ("payment_request_moves", again))
        right.insert(raw)
