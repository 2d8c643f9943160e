"""What is recorded of whose money paid what: judged row by row, never changed."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Table

from ledger.vouchers import Voucher
from tests.building import Books, DriverError, Raw, credit, debit, payment, receipt
from tests.building import voucher as made
from tests.ledger.test_guards_appended import stands_as_it_is
from tests.treasury.lineages import paid, record, returned
from treasury import lineage_tables


def direct() -> Voucher:
    """What the treasury paid itself."""
    lines = debit("50404", 5_00, "F2", purpose="生活救助"), credit("40401", 5_00, "F2")
    return made("d", *lines)


@pytest.fixture
def raw(books: Books) -> Iterator[Raw]:
    """Another program's connection; a gift of 100 yuan paid 30 and has 70 left."""
    books.post(
        receipt("g", 100_00), payment("p", 30_00), paid("k", 10_00, "P1"),
        returned("b", 10_00, "P1"), direct(),
    )  # fmt: skip
    record(books)
    books.post(receipt("late", 50_00))
    with books.raw(foreign_keys=False) as raw:
        yield raw


@pytest.mark.parametrize("table", lineage_tables.APPENDED, ids=lambda table: table.name)
def test_no_statement_changes_what_stands(raw: Raw, table: Table) -> None:
    assert raw.run(f"SELECT COUNT(*) FROM {table.name}")[0][0] > 0
    stands_as_it_is(raw, table)


def share(**more: object) -> dict[str, object]:
    """A next share of F1, right but for what is told."""
    row: dict[str, object] = {
        "unit_id": 1,
        "fund_id": 1,
        "seq": 4,
        "at": 6,
        "use": 2,
        "source": 1,
        "act": "paid",
        "change_fen": 1,
        "share_fen": 30_01,
        "used_fen": 30_01,
        "covered_fen": 30_01,
    }
    return row | more


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 9},
        {"share_fen": 99_00, "used_fen": 99_00, "covered_fen": 99_00},
        {"at": 99},
        {"use": 99, "at": 99},
        {"change_fen": 0},
        {"change_fen": -1, "act": "paid"},
        {"share_fen": -1},
    ],
)
def test_a_share_that_follows_from_nothing_is_refused(
    raw: Raw, change: dict[str, object]
) -> None:
    with pytest.raises(DriverError):
        raw.insert("lineage_shares", share(**change))


@pytest.mark.parametrize(
    "change",
    [
        {"matter": 7, "at": 6},
        {"amount_fen": 1_00},
        {"amount_fen": -1, "change_fen": -1},
        {"side": "other"},
    ],
)
def test_an_amount_that_follows_from_nothing_is_refused(
    raw: Raw, change: dict[str, object]
) -> None:
    row: dict[str, object] = {
        "unit_id": 1,
        "fund_id": 1,
        "side": "source",
        "matter": 6,
        "at": 6,
        "change_fen": 50_00,
        "amount_fen": 50_00,
    }
    with pytest.raises(DriverError):
        raw.insert("lineage_amounts", row | change)


@pytest.mark.parametrize(
    "change", [{"through": 99}, {"after": 1}, {"hash": b"x"}, {"through": 3}]
)
def test_a_head_continues_the_one_before(raw: Raw, change: dict[str, object]) -> None:
    row: dict[str, object] = {"unit_id": 1, "through": 6, "after": 5}
    (digest,) = raw.run("SELECT hash FROM vouchers WHERE unit_id = 1 AND position = 6")
    with pytest.raises(DriverError):
        raw.insert("lineage_heads", row | {"hash": bytes(digest[0])} | change)
