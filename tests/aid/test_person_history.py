"""What a household had, each payment with what it rested on."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from aid.history import import_history
from aid.history_sheet import read_history
from aid.person_history import Help, help_of
from ledger.database import reading, writing
from ledger.money import ZERO, Money
from tests import server
from tests.aid import batching, handing
from tests.aid.filing import VAULT
from tests.aid.handing import Centre, line
from tests.aid.test_history import HEAD
from tests.building import Books

ON = dt.date(2026, 12, 31)


@pytest.fixture
def desk(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from batching.filled(shelf, dialect)


@pytest.fixture
def centre(shelf: server.Shelf, dialect: str) -> Iterator[Centre]:
    yield from handing.opened(shelf, dialect)


def had(books: Books, code: str, on: dt.date = ON) -> tuple[Help, ...]:
    with reading(books.engine) as connection:
        return help_of(connection, code, on)


def test_a_payment_names_batch_and_voucher_and_what_came_back(
    desk: Books, tmp_path: Path
) -> None:
    batching.paid(desk)
    listed = tmp_path / "payments.csv"
    row = "P-1,,生活救助,,2025,300,2025-12-03,某县民政局,是,民1,"
    listed.write_text(f"{HEAD}\n{row}\n", "utf-8")
    with writing(desk.engine) as connection:
        sheet = read_history(listed, batching.KEEPER)
        import_history(connection, "U1", sheet, VAULT, batching.KEEPER)
    batching.settle(desk, {2: "账号户名不符"})

    other, own = had(desk, "P-1")
    assert (other.by, other.rests_on, other.is_own) == (
        "某县民政局",
        "登记第1号 民1",
        True,
    )
    assert (own.rests_on, own.voucher, own.money) == (
        "B2026-1/1",
        "2026-03 付-1",
        Money(500_00),
    )
    (failed,) = had(desk, "P-2")
    assert (failed.came_back, failed.money) == (True, ZERO)
    assert had(desk, "P-3", dt.date(2026, 3, 8)) == ()


def test_goods_tell_who_signed_and_what_tied_files_had(centre: Centre) -> None:
    """A-1 and A-2 share a child: what one had is told with the other."""
    centre.issued("h1", line("A-1", 2))
    (one,) = had(centre.books, "A-1")
    assert (one.goods, one.signed, one.member) == (Money(200_00), "未签收", 1)
    (tied,) = had(centre.books, "A-2")
    assert (tied.code, tied.member) == ("A-1", 0)
    assert had(centre.books, "A-3") == ()
