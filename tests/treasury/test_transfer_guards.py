"""What the database itself refuses of money between units, whoever asks."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Table

from audit import integrity
from ledger.database import reading
from tests import server
from tests.building import DriverError, Raw
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.treasury.filling_transfer import copied
from tests.treasury.sending import Line
from treasury import transfer_tables

Row = dict[str, object]


@pytest.fixture
def filled(shelf: server.Shelf, dialect: str) -> Iterator[Line]:
    yield from copied(shelf, dialect)


@pytest.fixture
def raw(filled: Line) -> Iterator[Raw]:
    """Another program's connection, with foreign keys and recursion off."""
    with filled.books.raw(foreign_keys=False) as raw:
        yield raw


@pytest.mark.parametrize(
    "table", transfer_tables.APPENDED, ids=lambda table: table.name
)
def test_no_statement_changes_what_stands(raw: Raw, table: Table) -> None:
    stands_as_it_is(raw, table)


def test_every_row_stands_in_the_chain_of_its_own_unit(filled: Line) -> None:
    with reading(filled.books.engine) as connection:
        assert not integrity.verify(connection, ()).differences
    kinds = "'transfers', 'transfer_answers', 'transfer_returns'"
    found = filled.books.rows(
        "SELECT u.code, r.kind, COUNT(*) FROM records r JOIN units u"
        f" ON u.id = r.unit_id WHERE r.kind IN ({kinds})"
        " GROUP BY u.code, r.kind ORDER BY u.code, r.kind"
    )
    assert found == [
        ("C", "transfer_answers", 2),
        ("P", "transfer_returns", 1),
        ("P", "transfers", 2),
    ]


# -- rows that another program writes -------------------------------------------------


def row_of(raw: Raw, table: str, where: str) -> Row:
    """A row as it stands, to be written again with something changed."""
    found = next(t for t in transfer_tables.APPENDED if t.name == table)
    names = [column.name for column in found.columns]
    listed = ", ".join(f'"{name}"' for name in names)
    (row,) = raw.run(f"SELECT {listed} FROM {table} WHERE {where}")
    return dict(zip(names, row, strict=True))


def bitten(raw: Raw, table: str, row: Row) -> str:
    """What the database says to a row."""
    raw.run("SAVEPOINT s")
    with pytest.raises(DriverError) as refusal:
        raw.insert(table, row)
    raw.run("ROLLBACK TO SAVEPOINT s")
    return str(refusal.value)


def unit(raw: Raw, code: str) -> int:
    (found,) = raw.run(f"SELECT id FROM units WHERE code = '{code}'")
    return int(found[0])


def test_a_transfer_is_numbered_handed_in_and_keeps_its_origin(filled: Line) -> None:
    """Each of these is refused, and the row as it should be is not."""
    with filled.books.raw(foreign_keys=False) as raw:
        p = unit(raw, "P")
        handed = {"unit_id": p, "draft": 99, "ref": "S", "event": "transfer"}
        raw.insert("desk_drafts", handed | {"digest": bytes(32)})
        row = row_of(raw, "transfers", f"unit_id = {p} AND number = 2")
        row |= {"number": 3, "ref": "S", "draft": 99}
        changes: tuple[tuple[Row, str], ...] = (
            ({"number": 4}, "bangfu:order"),
            ({"number": 2}, ""),
            ({"ref": "转拨-1"}, ""),
            ({"ref": "转拨-9"}, "bangfu:transfer"),
            ({"draft": 98}, "bangfu:transfer"),
            ({"fund_id": 77}, ""),
            ({"origin": "donation"}, "bangfu:transfer"),
            ({"origin": "upper_union", "direction": "up"}, "bangfu:transfer"),
            ({"restriction": "甲地"}, "bangfu:transfer"),
            ({"origin": "general"}, "aid_money_alone"),
            ({"amount_fen": 0}, "amount_fen_counted"),
            ({"onward_fen": 60_00}, "onward_part_of_it"),
            ({"direction": "across"}, "direction_known"),
            ({"returns": "C-1"}, "returned_upwards"),
            ({"account": ""}, "account_named"),
            ({"to_id": p}, "sent_to_another"),
        )
        for changed, rule in changes:
            assert rule in bitten(raw, "transfers", row | changed), changed
        raw.insert("transfers", row)


def test_what_was_answered_is_answered_no_more(filled: Line) -> None:
    """Received, it is neither received nor rejected; rejected, not received."""
    with filled.books.raw(foreign_keys=False) as raw:
        c = unit(raw, "C")
        rows = {
            number: row_of(
                raw, "transfer_answers", f"unit_id = {c} AND number = {number}"
            )
            for number in (1, 2)
        }
        for first, other in ((1, 1), (1, 2), (2, 1), (2, 2)):
            given = rows[other] | {"number": first}
            for step, rule in ((1, ""), (2, "bangfu:transfer"), (3, "bangfu:order")):
                said = bitten(raw, "transfer_answers", given | {"step": step})
                assert rule in said, (first, other, step)


def test_an_answer_keeps_origin_and_restriction_in_a_fund_of_its_own(
    filled: Line,
) -> None:
    with filled.books.raw(foreign_keys=False) as raw:
        c = unit(raw, "C")
        row = row_of(raw, "transfer_answers", f"unit_id = {c} AND number = 1")
        row |= {"number": 9}
        changes: tuple[tuple[Row, str], ...] = (
            ({"origin": "donation"}, "bangfu:transfer"),
            ({"restriction": "甲地"}, "bangfu:transfer"),
            ({"ref": "R9"}, "bangfu:transfer"),
            ({"fund_id": 1}, "bangfu:transfer"),
            ({"fund_id": None}, "received_in_a_fund"),
            ({"draft": None, "ref": ""}, "received_with_a_draft"),
            ({"reason": "不要"}, "rejection_reasoned"),
            ({"ref": ""}, "draft_with_its_ref"),
            ({"amount_fen": -1}, "amount_fen_counted"),
            ({"from_id": c}, "sent_by_another"),
        )
        for changed, rule in changes:
            assert rule in bitten(raw, "transfer_answers", row | changed), changed
        raw.insert("transfer_answers", row)


def test_money_comes_back_once_and_whole(filled: Line) -> None:
    """Of the second transfer it came back; the third never left the books."""
    one = filled.send("P", "C", 50_00)
    with filled.books.raw(foreign_keys=False) as raw:
        p = unit(raw, "P")
        row = row_of(raw, "transfer_returns", f"unit_id = {p} AND number = 2")
        whole = {"number": 1, "amount_fen": 100_00}
        changes: tuple[tuple[Row, str], ...] = (
            ({"step": 1}, ""),
            ({"step": 2}, "bangfu:transfer"),
            ({"step": 3}, "bangfu:order"),
            (whole | {"amount_fen": 99_99}, "bangfu:transfer"),
            (whole | {"ref": "R9"}, "bangfu:transfer"),
            ({"number": 9}, ""),
            ({"number": one.number}, "bangfu:transfer"),
        )
        for changed, rule in changes:
            assert rule in bitten(raw, "transfer_returns", row | changed), changed
        raw.insert("transfer_returns", row | whole)
