"""Payment batches: saved, submitted, approved, paid, settled, returned, paid again."""

from collections.abc import Iterator

import pytest

from aid.errors import BatchRefused
from audit.integrity import verify
from ledger.database import reading
from tests import server
from tests.aid import batching, filing
from tests.aid.batching import approve, finish, release, save, submit
from tests.building import Books


@pytest.fixture
def desk(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """The world of `batching`."""
    yield from batching.filled(shelf, dialect)


def sound(books: Books) -> None:
    with reading(books.engine) as connection:
        assert [*verify(connection).differences] == []


def test_a_batch_is_paid_and_settled_with_what_came_back(desk: Books) -> None:
    kept = save(desk)
    assert (kept.key, kept.line_count, kept.amount.fen) == ("B2026-1", 3, 1_500_00)
    assert kept.told == ()

    asked = submit(desk)
    assert desk.one("SELECT payee FROM payment_requests") == "困难职工 3 人（B2026-1）"
    assert approve(desk).approved == 1
    handed = release(desk)
    finish(desk, handed.draft)
    lines = desk.rows(
        "SELECT recipient, debit_fen, request FROM postings WHERE recipient <> ''"
        " ORDER BY line"
    )
    assert lines == [(f"P-{n}", 500_00, asked.key) for n in (1, 2, 3)]

    told = batching.settle(desk, {1: "", 2: "账号户名不符"})
    assert (told.paid, told.failed, told.unknown) == (1, 1, 1)
    assert told.returns is not None
    again = batching.settle(desk, {1: "", 2: "账号户名不符"})
    assert again.returns is None
    finish(desk, told.returns.draft)
    with pytest.raises(BatchRefused, match="银行卡号没有变更"):
        batching.repay(desk, 2)
    filing.change(desk, "P-2", filing.content(2, card=batching.card(99)))
    finish(desk, batching.repay(desk, 2).draft)
    done = batching.settle(desk, {2: "", 3: ""})
    assert done.is_settled
    assert (done.paid, done.failed) == (3, 0)
    sound(desk)
