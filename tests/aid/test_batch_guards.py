"""What the database refuses of batches and of aid without a ground: plain SQL."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Table

from aid import batch_tables
from ledger import ground_tables
from tests import building
from tests.aid import batching
from tests.building import Books, DriverError, Raw
from tests.ledger.plain import STAMP, Plain, Row, digest, plain_payment
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.server import Shelf

KEY = "B2026-1"
TAKEN = "bangfu:|duplicate key"


def fill(books: Books) -> None:
    """B2026-1 paid, a result for two lines; B2026-2 (P-4, P-5) submitted."""
    batching.fill(books)
    batching.paid(books)
    batching.settle(books, {1: "", 2: "户名不符"})
    more = batching.line(4), batching.line(5)
    batching.submitted(books, batching.batch(*more, ref="二"))


@pytest.fixture
def desk(shelf: Shelf, dialect: str) -> Iterator[Books]:
    yield from building.copied(shelf, dialect, "batch_guards", fill)


@pytest.fixture
def raw(desk: Books) -> Iterator[Raw]:
    """Another program's connection, with foreign keys off."""
    with desk.raw(foreign_keys=False) as raw:
        yield raw


def batch_row(**more: object) -> Row:
    """A third batch with one line of 500 yuan."""
    head = {"unit_id": 1, "key": "B2026-3", "year": 2026, "number": 3, "ref": "三"}
    sums = {"title": "补发", "line_count": 1, "sum_fen": 500_00}
    marks = {"digest": digest("lines"), "file_digest": None}
    marks |= {"standards": digest("standards"), "notices": 0}
    return head | sums | marks | by("saved") | more


def by(verb: str) -> Row:
    return {"person_id": 4, f"{verb}_on": "2026-03-09", f"{verb}_at": STAMP}


def line_row(books: Books, **more: object) -> Row:
    account = books.lookups().charts["union-2021"]["50404"]
    head = {"unit_id": 1, "key": "B2026-3", "line": 1, "file": 1, "revision": 1}
    told = {"code": "P-1", "case_key": "", "project": "living", "member": 1}
    money = {"fund_id": 1, "account_id": account, "purpose": "生活救助"}
    rest = {"year": 2026, "period": "2026-05", "amount_fen": 500_00, "memo": ""}
    return head | told | money | rest | more


def maker_row(**more: object) -> Row:
    row = {"unit_id": 1, "key": "B2026-3", "person_id": 4, "made": "batch"}
    return row | more


def step_row(**more: object) -> Row:
    head = {"unit_id": 1, "key": KEY, "step": 4, "act": "result", "request": None}
    sums = {"draft": None, "line_count": 1, "paid_fen": 500_00, "failed_fen": 0}
    told = {"digest": digest("results"), "notices": 0, "reason": ""}
    return head | sums | told | by("acted") | more


def result_row(**more: object) -> Row:
    row = {"unit_id": 1, "key": KEY, "step": 4, "line": 3}
    return row | {"outcome": "paid", "reason": ""} | more


def test_what_is_in_order_is_accepted(desk: Books, raw: Raw) -> None:
    raw.insert("aid_batch_lines", line_row(desk))
    raw.insert("aid_batch_makers", maker_row())
    raw.insert("aid_batches", batch_row())
    raw.insert("aid_batch_results", result_row())
    raw.insert("aid_batch_steps", step_row())
    raw.commit()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"sum_fen": 499_99}, "bangfu:batch"),
        ({"line_count": 2}, "bangfu:batch"),
        ({"number": 4, "key": "B2026-4"}, "bangfu:batch|bangfu:order"),
        ({"key": "B2026-9"}, "bangfu:order|bangfu:batch"),
        ({"person_id": 5}, "bangfu:batch"),
        ({"ref": "二"}, TAKEN),
        ({"digest": b"short"}, "digest_whole"),
        ({"title": ""}, "title_given"),
    ],
)
def test_a_batch_is_what_its_lines_say(
    desk: Books, raw: Raw, wrong: Row, told: str
) -> None:
    raw.insert("aid_batch_lines", line_row(desk))
    raw.insert("aid_batch_makers", maker_row())
    with pytest.raises(DriverError, match=told):
        raw.insert("aid_batches", batch_row(**wrong))


def test_the_same_list_does_not_stand_twice(desk: Books, raw: Raw) -> None:
    raw.insert("aid_batch_lines", line_row(desk))
    raw.insert("aid_batch_makers", maker_row())
    same = {"digest": desk.one("SELECT digest FROM aid_batches WHERE number = 2")}
    with pytest.raises(DriverError, match="bangfu:batch_twice"):
        raw.insert("aid_batches", batch_row(**same))


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("aid_batch_lines", "line"),
        ("aid_batch_makers", "maker"),
        ("aid_batch_results", "result"),
    ],
)
def test_nothing_is_added_to_what_is_sealed(
    desk: Books, raw: Raw, table: str, row: str
) -> None:
    rows = {
        "line": line_row(desk, key=KEY, line=4),
        "maker": maker_row(key=KEY, person_id=5),
        "result": result_row(step=3),
    }
    with pytest.raises(DriverError, match="bangfu:L3"):
        raw.insert(table, rows[row])


@pytest.mark.parametrize(
    ("result", "step", "told"),
    [
        ({}, {"step": 5}, "bangfu:order|bangfu:batch"),
        ({}, {"act": "submit"}, "request_named|bangfu:order"),
        ({}, {"paid_fen": 499_99}, "bangfu:batch"),
        ({}, {"line_count": 2}, "bangfu:batch"),
        ({"line": 1}, {}, "bangfu:batch"),
        ({"outcome": "failed"}, {}, "reason_given"),
        ({"outcome": "failed", "reason": "户名不符"}, {}, "bangfu:batch"),
    ],
)
def test_results_add_up_and_do_not_contradict(
    raw: Raw, result: Row, step: Row, told: str
) -> None:
    with pytest.raises(DriverError, match=told):  # noqa: PT012 - one after the other
        raw.insert("aid_batch_results", result_row(**result))
        raw.insert("aid_batch_steps", step_row(**step))


def test_a_batch_that_is_asked_for_is_not_dropped(raw: Raw) -> None:
    drop = {"act": "drop", "step": 2, "key": "B2026-2", "digest": None}
    none = {"line_count": 0, "paid_fen": 0, "reason": "不发了"}
    with pytest.raises(DriverError, match="bangfu:batch"):
        raw.insert("aid_batch_steps", step_row(**drop, **none))


# -- approvals and grounds ----------------------------------------------------------


@pytest.mark.parametrize(("person", "told"), [(2, "bangfu:L6"), (4, "bangfu:L6")])
def test_makers_do_not_approve_past_the_code(raw: Raw, person: int, told: str) -> None:
    """张三 (2) made the files, 王五 (4) the batch."""
    move = {
        "unit_id": 1,
        "key": "P2026-2",
        "seq": 2,
        "act": "approve",
        "amount_fen": 0,
        "position": None,
        "approved": 1,
        "paid_fen": 0,
        "returned_fen": 0,
        "repaid_fen": 0,
        "reason": "",
        "acted_on": "2026-03-09",
        "person_id": person,
        "acted_at": STAMP,
    }
    with pytest.raises(DriverError, match=told):
        raw.insert("payment_request_moves", move)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "B2026-9"},
        {"key": "B2026-2"},
        {"request": "P2026-1"},
        {"digest": b"short"},
    ],
)
def test_a_ground_is_of_a_batch_that_asked_for_as_much(raw: Raw, wrong: Row) -> None:
    row: Row = {"unit_id": 1, "key": KEY, "request": "P2026-3", "person_id": 4}
    row |= {"digest": digest("spent"), "recorded_at": STAMP}
    told = f"bangfu:L13|digest_whole|{TAKEN}"
    with pytest.raises(DriverError, match=told):
        raw.insert("aid_grounds", row | wrong)


def test_a_unit_begins_once_when_it_is_live(raw: Raw) -> None:
    row = {"unit_id": 2, "since": "2026-03-01", "paper": "2号"}
    with pytest.raises(DriverError, match="bangfu:L13"):
        raw.insert("aid_begins", row | {"person_id": 3, "recorded_at": STAMP})


def paid_plainly(books: Books, *, request: str = "") -> Plain:
    """Aid to P-4 and P-5 written by plain SQL, the second half to nobody named."""
    plain = plain_payment(books, 1_000_00)
    plain.head |= {"dated_on": "2026-03-09", "period": 202603, "number": 9}
    plain.head |= {"ref": "付款-P2026-2"}
    for row in plain.postings:
        row["request"] = request
    return plain


@pytest.mark.parametrize("request_key", ["", "P2026-2"])
def test_aid_has_a_ground_past_the_code(desk: Books, request_key: str) -> None:
    """The requests' own rules (L12) bite as well; L13 is one of those that do."""
    plain = paid_plainly(desk, request=request_key)
    with (
        desk.raw(foreign_keys=False) as raw,
        pytest.raises(DriverError, match=r"bangfu:(L13|L12|L10)"),
    ):
        plain.insert(raw)


def test_the_rule_of_grounds_alone_bites(desk: Books) -> None:
    """Without the trigger of L12, on SQLite, L13 stands by itself."""
    if desk.dialect == "postgresql":
        triggers = ("vouchers_in_order", "vouchers_seal")
        drops = [f"ALTER TABLE vouchers DISABLE TRIGGER {one}" for one in triggers]
    else:
        names = (
            *("vouchers_in_order", "vouchers_seal", "vouchers_appropriate"),
            "vouchers_history",
        )
        drops = [f"DROP TRIGGER IF EXISTS {one}" for one in names]
    if desk.dialect == "sqlite":
        drops.append("DROP TRIGGER IF EXISTS vouchers_correct")
    plain = paid_plainly(desk)
    exempt = (
        {"entered": "imported"},
        {"correction": "difference", "corrects": 1},
        {"correction": "full", "corrects": 1},
    )
    with desk.raw(foreign_keys=False) as raw:
        for drop in drops:
            raw.run(drop)
        for place, head in enumerate(exempt, 90):
            other = {"position": place, "number": place, "ref": f"凭{place}"}
            plain.moved(**other, **head).insert(raw)
        with pytest.raises(DriverError, match="bangfu:L13"):
            plain.moved(position=99).insert(raw)


TABLES = (*batch_tables.APPENDED, *ground_tables.APPENDED)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_no_statement_changes_what_stands(raw: Raw, table: Table) -> None:
    assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
    stands_as_it_is(raw, table)
