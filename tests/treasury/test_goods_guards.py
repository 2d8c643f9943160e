"""What the database itself refuses of goods, whoever asks."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Table

from tests import building, server
from tests.building import DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.treasury.filling_goods import SHEET, fill_goods
from tests.treasury.goods_world import Store
from treasury import goods_tables

Row = dict[str, object]


@pytest.fixture
def filled(shelf: server.Shelf, dialect: str) -> Iterator[Store]:
    """1: ten quilts; 2: A001-A010; 3: A001-A002 given; 4: a quilt is missing."""
    for books in building.copied(shelf, dialect, "goods", fill_goods):
        yield Store.standing(books)


@pytest.fixture
def raw(filled: Store) -> Iterator[Raw]:
    """Another program's connection to them, with foreign keys and recursion off."""
    with filled.books.raw(foreign_keys=False) as raw:
        yield raw


@pytest.mark.parametrize("table", goods_tables.APPENDED, ids=lambda table: table.name)
def test_no_statement_changes_what_stands(raw: Raw, table: Table) -> None:
    assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
    stands_as_it_is(raw, table)


def move(**more: object) -> Row:
    """One more quilt given to D-1, waiting for the draft of i1."""
    return {
        "unit_id": 1,
        "move": 5,
        "kind": "issue",
        "item": 1,
        "fund_id": 1,
        "dated_on": "2025-01-15",
        "quantity_milli": 1_000,
        "cost_fen": 100_00,
        "method": "fifo",
        "valuation": "",
        "purpose": "生活救助",
        "recipient": "D-1",
        "party": "",
        "approval": "",
        "serials": "",
        "source": None,
        "counting": None,
        "ref": "i1",
        "draft": 3,
        "head": None,
        "asked": bytes(32),
    } | more


def came_in(**more: object) -> Row:
    """One more quilt bought."""
    given: Row = {"method": "", "valuation": "paid", "purpose": "", "recipient": ""}
    return move(kind="purchase") | given | more


TAKING: Row = {
    "unit_id": 1, "move": 5, "lot": 1, "quantity_milli": 1_000, "cost_fen": 100_00,
}  # fmt: skip
RANGE: Row = {
    "unit_id": 1, "move": 5, "part": 1, "item": 2, "prefix": "A", "width": 3,
    "first_no": 11, "last_no": 11,
}  # fmt: skip
SERIAL: Row = {
    "unit_id": 1, "move": 5, "part": 1, "range_move": 2, "range_part": 1,
    "first_no": 3, "last_no": 3, "source": None,
}  # fmt: skip
TICKET_TAKING = TAKING | {"lot": 2, "cost_fen": 95_00}
TICKET_OUT = move(item=2, cost_fen=95_00, serials="A003")
TICKET_BACK = came_in(
    kind="return", item=2, valuation="issue", cost_fen=95_00, source=3
)


def refused(raw: Raw, *rows: tuple[str, Row]) -> str:
    """The message with which the last row is refused; those before it go in."""
    for table, row in rows[:-1]:
        raw.insert(table, row)
    with pytest.raises(DriverError) as error:
        raw.insert(*rows[-1])
    return str(error.value)


def test_a_right_movement_goes_in(raw: Raw) -> None:
    """Otherwise the refusals below would prove nothing."""
    raw.insert("goods_takings", TAKING)
    raw.insert("goods_moves", move())
    raw.insert("goods_takings", TICKET_TAKING | {"move": 6})
    raw.insert("goods_serials", SERIAL | {"move": 6})
    raw.insert("goods_moves", TICKET_OUT | {"move": 6})
    raw.insert(
        "goods_serials", SERIAL | {"move": 7, "source": 3, "first_no": 1, "last_no": 1}
    )
    raw.insert("goods_moves", TICKET_BACK | {"move": 7})
    raw.insert("goods_ranges", RANGE | {"move": 8})
    raw.insert("goods_moves", came_in(move=8, item=2))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"purpose": "办公"}, "bangfu:L8"),
        ({"quantity_milli": 2_000}, "bangfu:stock"),
        ({"cost_fen": 1}, "bangfu:stock"),
        ({"item": 2}, "bangfu:serial"),
        ({"fund_id": 2, "purpose": "生活救助"}, "bangfu:stock"),
        ({"dated_on": "2025-01-14"}, "bangfu:stock"),
        ({"method": "specific"}, "bangfu:method"),
        ({"draft": 2}, "bangfu:desk"),
        ({"move": 7}, "bangfu:order"),
        ({"item": 9}, "bangfu:serial"),
        ({"recipient": ""}, "issue_names_person_and_purpose"),
        ({"purpose": ""}, "issue_names_person_and_purpose"),
        ({"draft": None, "head": 1}, "what_costs_makes_a_draft"),
        ({"quantity_milli": 0}, "quantity_moved"),
        ({"quantity_milli": -1}, "quantity_moved"),
        ({"method": ""}, "method_of_what_goes_out"),
        ({"kind": "void", "recipient": "", "purpose": ""}, "loss_approved"),
        (
            {"kind": "short", "recipient": "", "purpose": "", "approval": "批"},
            "difference_of_a_count",
        ),
    ],
)
def test_what_goes_out_is_judged(raw: Raw, change: Row, rule: str) -> None:
    told = refused(
        raw,
        ("goods_takings", TAKING | {"move": change.get("move", 5)}),
        ("goods_moves", move(**change)),
    )
    assert rule in told


def test_nothing_goes_out_without_a_lot(raw: Raw) -> None:
    assert "bangfu:stock" in refused(raw, ("goods_moves", move()))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"quantity_milli": 9_001}, "bangfu:stock"),
        ({"lot": 3}, "bangfu:stock"),
        ({"move": 3, "lot": 1}, "bangfu:L3"),
        ({"quantity_milli": -1}, "quantity_taken"),
    ],
)
def test_a_lot_gives_what_it_has(raw: Raw, change: Row, rule: str) -> None:
    assert rule in refused(raw, ("goods_takings", TAKING | change))


def test_nothing_goes_out_before_what_went_out_last(filled: Store) -> None:
    with filled.books.raw(foreign_keys=False) as raw:
        raw.insert("goods_takings", TAKING)
        raw.insert("goods_moves", move(dated_on="2025-01-20"))
        told = refused(
            raw,
            ("goods_takings", TAKING | {"move": 6}),
            ("goods_moves", move(move=6, dated_on="2025-01-19")),
        )
    assert "bangfu:stock" in told


def test_a_lot_that_waits_gives_nothing(filled: Store) -> None:
    waiting = filled.buy("b9", 5, 500).moves[0]
    with filled.books.raw(foreign_keys=False) as raw:
        told = refused(raw, ("goods_takings", TAKING | {"move": 6, "lot": waiting}))
    assert "bangfu:stock" in told


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"cost_fen": 0}, "lot_has_a_cost"),
        ({"valuation": "nominal"}, "nominal_yuan"),
        ({"valuation": ""}, "valuation_of_what_comes_in"),
        ({"kind": "return"}, "return_of_one"),
        ({"kind": "over", "approval": ""}, "loss_approved"),
        ({"kind": "opening", "ref": "none", "draft": None}, "bangfu:desk"),
        ({"asked": b"x"}, "asked_whole"),
        ({"kind": "magic"}, "kind_known"),
    ],
)
def test_what_comes_in_is_judged(raw: Raw, change: Row, rule: str) -> None:
    if change.get("kind") == "over":
        change = change | {"counting": 1}
    assert rule in refused(raw, ("goods_moves", came_in(**change)))


def test_what_comes_in_takes_nothing(raw: Raw) -> None:
    told = refused(raw, ("goods_takings", TAKING), ("goods_moves", came_in()))
    assert "bangfu:stock" in told


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"first_no": 10}, "bangfu:serial"),
        ({"first_no": 1, "last_no": 999}, "bangfu:serial"),
        ({"first_no": 12}, "first_before_last"),
        ({"last_no": 1000}, "numbers_fit_width"),
        ({"prefix": "A1"}, "prefix_ends_before_digits"),
        ({"width": 19}, "width_counted"),
        ({"move": 2, "part": 2}, "bangfu:L3"),
    ],
)
def test_ranges_of_serials_never_overlap(raw: Raw, change: Row, rule: str) -> None:
    assert rule in refused(raw, ("goods_ranges", RANGE | change))


def test_serials_that_look_alike_are_others(raw: Raw) -> None:
    raw.insert("goods_ranges", RANGE | {"first_no": 1, "width": 4})
    raw.insert("goods_ranges", RANGE | {"first_no": 1, "prefix": "B", "part": 2})
    raw.insert("goods_ranges", RANGE | {"first_no": 1, "item": 1, "part": 3})


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"first_no": 2, "last_no": 2}, "bangfu:serial"),
        ({"first_no": 2, "last_no": 3}, "bangfu:serial"),
        ({"last_no": 11}, "bangfu:serial"),
        ({"move": 3, "part": 2}, "bangfu:L3"),
        ({"source": 3}, "bangfu:serial"),
        ({"source": 3, "first_no": 2}, "bangfu:serial"),
    ],
)
def test_a_serial_goes_out_once(raw: Raw, change: Row, rule: str) -> None:
    assert rule in refused(raw, ("goods_serials", SERIAL | change))


def test_a_serial_comes_back_once(raw: Raw) -> None:
    back = SERIAL | {"source": 3, "first_no": 1, "last_no": 1}
    told = refused(raw, ("goods_serials", back), ("goods_serials", back | {"part": 2}))
    assert "bangfu:serial" in told


@pytest.mark.parametrize(
    "change",
    [
        {"quantity_milli": 2_000},
        {"source": 1},
        {"item": 1},
        {"dated_on": "2025-01-14"},
        {"fund_id": 2},
    ],
)
def test_a_return_is_of_its_issue(raw: Raw, change: Row) -> None:
    back = SERIAL | {"source": 3, "first_no": 1, "last_no": 1}
    told = refused(raw, ("goods_serials", back), ("goods_moves", TICKET_BACK | change))
    assert "bangfu:serial" in told or "bangfu:return" in told


def test_no_more_comes_back_than_went(raw: Raw) -> None:
    for number, serial in ((5, 1), (6, 2)):
        span = {"first_no": serial, "last_no": serial}
        raw.insert("goods_serials", SERIAL | {"move": number, "source": 3} | span)
        cost = 95_00 if number == 5 else 95_01
        if number == 5:
            raw.insert("goods_moves", TICKET_BACK | {"move": 5})
        else:
            told = refused(
                raw, ("goods_moves", TICKET_BACK | {"move": 6, "cost_fen": cost})
            )
            assert "bangfu:return" in told


def test_a_difference_is_that_of_its_count(raw: Raw) -> None:
    again = {
        "kind": "short",
        "recipient": "",
        "purpose": "",
        "approval": "批",
        "counting": 1,
    }
    told = refused(raw, ("goods_takings", TAKING), ("goods_moves", move(**again)))
    assert "bangfu:count" in told


COUNT: Row = {
    "unit_id": 1, "number": 2, "counted_on": "2025-01-15", "keeper_id": 2,
    "counter_id": 3, "approval": "", "sheet": "", "ref": "c2", "asked": bytes(32),
}  # fmt: skip
LINE: Row = {
    "unit_id": 1, "counting": 2, "item": 1, "fund_id": 1, "book_milli": 1,
    "counted_milli": 1,
}  # fmt: skip


def test_a_count_counts_something(raw: Raw) -> None:
    assert "bangfu:count" in refused(raw, ("goods_counts", COUNT))


@pytest.mark.parametrize(
    ("table", "row", "rule"),
    [
        ("goods_counts", COUNT | {"keeper_id": 3}, "counted_by_another"),
        ("goods_counts", COUNT | {"number": 3}, "bangfu:order"),
        ("goods_count_lines", LINE | {"counted_milli": -1}, "counted_not_negative"),
        ("goods_count_lines", LINE | {"counting": 1, "item": 2}, "bangfu:L3"),
        (
            "goods_items",
            {
                "unit_id": 1, "item": 1, "revision": 2, "code": "Q9", "name": "毯",
                "measure": "条", "kind": "goods", "face_fen": 0, "reason": "改",
            },
            "bangfu:item",
        ),
        (
            "goods_items",
            {
                "unit_id": 1, "item": 3, "revision": 1, "code": "Q1", "name": "毯",
                "measure": "条", "kind": "goods", "face_fen": 0,
            },
            "bangfu:item",
        ),
        (
            "goods_items",
            {
                "unit_id": 1, "item": 4, "revision": 1, "code": "Q4", "name": "毯",
                "measure": "条", "kind": "goods", "face_fen": 0,
            },
            "bangfu:order",
        ),
        (
            "goods_items",
            {
                "unit_id": 1, "item": 3, "revision": 1, "code": "Q3", "name": "毯",
                "measure": "条", "kind": "goods", "face_fen": 1,
            },
            "face_of_vouchers",
        ),
        (
            "goods_methods",
            {
                "unit_id": 1, "number": 2, "method": "specific",
                "since": "2025-01-15", "reason": "改",
            },
            "bangfu:method",
        ),
        (
            "goods_methods",
            {
                "unit_id": 1, "number": 2, "method": "specific",
                "since": "2025-02-15", "reason": "",
            },
            "reason_given",
        ),
        (
            "goods_signatures",
            {
                "unit_id": 1, "move": 1, "signer": "D-1", "signed_on": "2025-01-15",
                "sheet": SHEET,
            },
            "bangfu:signature",
        ),
    ],
)  # fmt: skip
def test_registers_are_judged(raw: Raw, table: str, row: Row, rule: str) -> None:
    assert rule in refused(raw, (table, row))


def test_a_difference_needs_approval(raw: Raw) -> None:
    told = refused(
        raw,
        ("goods_count_lines", LINE | {"counted_milli": 2}),
        ("goods_counts", COUNT),
    )
    assert "bangfu:count" in told


def test_who_signs_for_another_was_authorised(filled: Store) -> None:
    issue = filled.issued("i9", 1).moves[0]
    row: Row = {
        "unit_id": 1,
        "move": issue,
        "signer": "D-2",
        "signed_on": "2025-01-15",
        "sheet": SHEET,
    }
    with filled.books.raw() as raw:
        assert "bangfu:signature" in refused(raw, ("goods_signatures", row))
    with filled.books.raw() as raw:
        raw.insert("goods_signatures", row | {"authorised": "委托书1"})
