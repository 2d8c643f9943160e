"""V19: a hand-out that its goods, voucher, approval or signatures belie is found."""

from collections.abc import Iterator

import pytest

from audit.integrity import TESTS, verify
from ledger.database import reading
from tests import server
from tests.aid.test_handout_guards import filled
from tests.audit.sealed import unguard
from tests.building import Books


@pytest.fixture
def books(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """H2026-1 is issued and signed for by a guardian; two others wait."""
    yield from filled(shelf, dialect)


def told(books: Books, statement: str) -> set[str]:
    """What V19 says after a statement of another program."""
    tables = (
        *("aid_handout_lines", "aid_handout_steps", "goods_moves"),
        *("goods_signatures", "postings", "aid_guardians"),
    )
    with books.raw(foreign_keys=False) as raw:
        unguard(raw, *tables)
        raw.run(statement)
        raw.commit()
    with reading(books.engine) as connection:
        found = verify(connection).differences
    return {f"{one.place}：{one.what}" for one in found if one.test == "V19"}


def test_what_was_handed_out_stands(books: Books) -> None:
    with reading(books.engine) as connection:
        report = verify(connection)

    assert report.ok, report.differences
    assert (TESTS["V19"], "全部", True) in report.lines


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            (
                "UPDATE aid_handout_lines SET case_key = 'A2026-9' WHERE handout = 3"
                " AND line = 1"
            ),
            "发放单 H2026-3：名单与编制时的摘要不符",
        ),
        (
            "UPDATE goods_moves SET recipient = 'A-9' WHERE move = 4",
            "发放单 H2026-1：第 2 行与物资收发不符",
        ),
        (
            "UPDATE goods_moves SET cost_fen = 9900 WHERE move = 4",
            "发放单 H2026-1：成本合计与物资收发不符",
        ),
        (
            (
                "UPDATE postings SET credit_fen = 9900 WHERE item = 'Q1'"
                " AND recipient = 'A-3'"
            ),
            "发放单 H2026-1：与凭证 春1 的库存分录不符",
        ),
        (
            (
                "UPDATE aid_handout_steps SET person_id = 2 WHERE handout = 2"
                " AND act = 'approve'"
            ),
            "发放单 H2026-2：由编制人自己批准",
        ),
        (
            (
                "UPDATE aid_handout_steps SET person_id = 5 WHERE handout = 1"
                " AND act = 'issue'"
            ),
            "发放单 H2026-1：由批准人自己办理发放",
        ),
        (
            (
                "UPDATE aid_handout_steps SET act = 'refuse', words = 'x'"
                " WHERE handout = 1 AND act = 'approve'"
            ),
            "发放单 H2026-1：没有批准就发放",
        ),
        (
            "UPDATE goods_signatures SET signer = 'A-1/2'",
            "发放单 H2026-1：第 1 行的签收人不是本人，也不是登记在案的监护人",
        ),
        (
            "UPDATE aid_guardians SET since = '2026-03-20'",
            "发放单 H2026-1：第 1 行的签收人不是本人，也不是登记在案的监护人",
        ),
    ],
)
def test_what_was_changed_is_found(books: Books, statement: str, what: str) -> None:
    assert what in told(books, statement)
