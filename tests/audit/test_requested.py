"""V12: a request that was forged past the guards is found, and a true one is not."""

import datetime as dt

import pytest

from audit import integrity
from ledger.database import reading
from tests.audit.sealed import unguard
from tests.building import Books, payment, receipt, red
from tests.treasury.asking import (
    ASKER,
    approved,
    line,
    live,
    pay,
    request,
    save,
)


@pytest.fixture
def desk(books: Books) -> Books:
    """One request paid, one paid and taken back, one approved, one saved."""
    live(books)
    pay(books, approved(books))
    outcome = pay(books, approved(books, request("申2")))
    books.reverse(outcome.ref, red("红1"))
    approved(
        books, request("申3", line(100_00), line(50_00, "F2", "50404", "医疗救助"))
    )
    save(books, request("申4"))
    return books


TABLES = (
    "vouchers",
    "payment_requests",
    "payment_request_lines",
    "payment_request_moves",
    "fund_holds",
    "postings",
)


def unguarded(books: Books, statement: str) -> None:
    """Run a statement where all guards are taken away."""
    with books.raw(foreign_keys=False) as raw:
        unguard(raw, *TABLES)
        raw.run(statement)
        raw.commit()


def told(books: Books) -> list[str]:
    """What V12 finds in unit U1."""
    with reading(books.engine) as connection:
        found = integrity.verify(connection, ["U1"])
    return [one.what for one in found.differences if one.test == "V12"]


def test_true_requests_differ_in_nothing(desk: Books) -> None:
    with reading(desk.engine) as connection:
        assert integrity.verify(connection).differences == ()


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            "UPDATE payment_request_moves SET paid_fen = 1 WHERE key = 'P2025-4'",
            "推算不符",
        ),
        (
            "UPDATE payment_request_moves SET person_id = 2 WHERE act = 'approve'",
            "批准了自己的申请",
        ),
        ("UPDATE payment_requests SET approvals = 2 WHERE key = 'P2025-1'", "人数不足"),
        ("UPDATE fund_holds SET held_fen = held_fen + 1 WHERE seq = 1", "占用"),
        ("DELETE FROM fund_holds WHERE key = 'P2025-4'", "占用"),
        ("UPDATE payment_request_lines SET amount_fen = 1 WHERE line = 2", "推算不符"),
        ("UPDATE postings SET request = '' WHERE position = 4", "没有批准的申请"),
        (
            "UPDATE payment_request_moves SET amount_fen = 99 WHERE position = 4",
            "与凭证不符",
        ),
    ],
)
def test_what_was_forged_is_found(desk: Books, statement: str, what: str) -> None:
    unguarded(desk, statement)
    assert any(what in one for one in told(desk)), told(desk)


@pytest.mark.parametrize("account", ["102", "40401"])
def test_a_payment_that_became_history_is_found(desk: Books, account: str) -> None:
    """Whether it leaves the bank or the treasury pays."""
    unguarded(
        desk,
        "UPDATE postings SET account_id = (SELECT id FROM accounts"
        f" WHERE chart = 'union-2021' AND code = '{account}')"
        " WHERE unit_id = 1 AND position = 4 AND credit_fen > 0",
    )
    unguarded(desk, "UPDATE vouchers SET entered = 'imported' WHERE position = 4")
    assert "上线以后的付款作为历史凭证导入（L12）" in told(desk)


def test_history_and_receipts_that_were_imported_are_true(desk: Books) -> None:
    early, late = dt.date(2025, 1, 9), dt.date(2025, 1, 20)
    desk.post(
        payment("旧1", 1_00, entered="imported", dated_on=early),
        receipt("旧2", 1_00, entered="imported", dated_on=late),
    )
    assert told(desk) == []


def test_a_step_after_the_end_is_found(desk: Books) -> None:
    from ledger.database import writing  # noqa: PLC0415 - one act of this test
    from treasury import approving  # noqa: PLC0415 - as above

    with writing(desk.engine) as connection:
        approving.cancel(connection, "U1", "P2025-4", "不要", ASKER)
    unguarded(
        desk,
        "INSERT INTO payment_request_moves (unit_id, key, seq, act, amount_fen,"
        " approved, paid_fen, returned_fen, repaid_fen, acted_on, person_id, acted_at)"
        " VALUES (1, 'P2025-4', 3, 'approve', 0, 1, 0, 0, 0, '2025-01-11', 3, 'x')",
    )
    assert "失效之后还有办理" in told(desk)


def test_a_step_of_a_voucher_that_names_no_request_is_found(desk: Books) -> None:
    unguarded(desk, "UPDATE payment_request_moves SET position = 9 WHERE position = 4")
    assert {"办理的金额与凭证不符", "凭证注明了申请，但申请没有这一步"} <= set(
        told(desk)
    )
