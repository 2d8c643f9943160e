"""V18 and L13: a batch that was forged past the guards is found, a true one is not."""

from collections.abc import Iterator

import pytest

from audit import integrity
from audit.book_data import Data
from audit.checks import l13_aid_without_batch
from audit.store import read_books
from ledger.database import reading
from ledger.periods import parse_span
from tests import building
from tests.aid import batching
from tests.aid.test_batch_guards import fill
from tests.audit.sealed import unguard
from tests.building import Books, credit, debit, voucher
from tests.server import Shelf


@pytest.fixture
def desk(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """B2026-1 paid with results, B2026-2 submitted."""
    yield from building.copied(shelf, dialect, "batch_guards", fill)


TABLES = (
    "aid_batches",
    "aid_batch_lines",
    "aid_batch_makers",
    "aid_batch_results",
    "aid_batch_steps",
    "aid_grounds",
    "payment_requests",
    "payment_request_lines",
    "payment_request_moves",
    "postings",
)


def told(books: Books) -> set[str]:
    """What V18 finds in unit U1."""
    with reading(books.engine) as connection:
        found = integrity.verify(connection, ["U1"])
    return {one.what for one in found.differences if one.test == "V18"}


def test_true_batches_differ_in_nothing(desk: Books) -> None:
    with reading(desk.engine) as connection:
        assert integrity.verify(connection).differences == ()


LINE = "UPDATE aid_batch_lines SET {} WHERE key = 'B2026-1' AND line = 1"


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (LINE.format("amount_fen = amount_fen + 1"), "发放明细与保存时不符"),
        (LINE.format("memo = '改'"), "发放明细与保存时不符"),
        (LINE.format("file = 4"), "档案号与档案不符"),
        (LINE.format("code = 'P-2'"), "付款凭证与发放明细按档案号不符"),
        (
            "UPDATE payment_request_lines SET amount_fen = amount_fen - 1",
            "付款申请或其依据与发放明细不符",
        ),
        (
            "UPDATE postings SET recipient = 'P-9' WHERE recipient = 'P-1'",
            "付款凭证与发放明细按档案号不符",
        ),
        (
            "UPDATE aid_batch_results SET outcome = 'failed', reason = '改'",
            "银行结果与登记时不符",
        ),
        (
            "UPDATE payment_request_moves SET person_id = 2 WHERE act = 'approve'",
            "编制人，或建立、变更过其中档案的人批准了批次",
        ),
        (
            "DELETE FROM aid_batch_makers WHERE person_id = 4",
            "编制人，或建立、变更过其中档案的人批准了批次",
        ),
    ],
)
def test_what_was_forged_is_found(desk: Books, statement: str, what: str) -> None:
    with desk.raw(foreign_keys=False) as raw:
        unguard(raw, *TABLES)
        raw.run(statement)
        raw.commit()
    assert what in told(desk)


def test_aid_without_a_batch_is_listed(desk: Books) -> None:
    owed = debit("50404", 100_00, purpose="生活救助"), credit("215", 100_00)
    given = {"dated_on": batching.PAID_ON, "attachments": 1, "entered": "imported"}
    desk.post(voucher("史1", *owed, **given))
    span = parse_span("2026")
    with reading(desk.engine) as connection:
        books = read_books(connection, "U1", span)
        before = read_books(connection, "U2", span)
    (found,) = l13_aid_without_batch.run(books)
    assert (found.amount.fen, found.lead) == (100_00, True)
    assert l13_aid_without_batch.population(books).count == 2
    assert Data.GROUNDS not in before.has
