"""What came back is paid by no other request: plain SQL that tries it is refused."""

from collections.abc import Iterator

import pytest

from ledger.database import writing
from tests.building import Books, Raw, credit, debit, red, voucher
from tests.treasury.asking import ASKER, approved, line, live, pay, post, request
from tests.treasury.test_request_guards import (
    FEN,
    hold,
    insert,
    move,
    not_posted,
    paying,
)
from tests.treasury.test_request_vouchers import returned
from treasury import owed_back
from treasury.request_desk import open_desk

OTHER = "P2025-2"


@pytest.fixture
def desk(books: Books) -> Books:
    """F1 owes 1,000 yuan to a creditor, who is asked for; as much came back."""
    live(books)
    key = approved(books)
    pay(books, key)
    debt = debit("102", FEN), credit("215", FEN)
    post(books, voucher("欠1", *debt, attachments=1))
    owed = request("申2", line(FEN, account="215", purpose=""), payee="供货商")
    assert approved(books, owed) == OTHER
    post(books, returned(key, FEN))
    return books


@pytest.fixture
def raw(desk: Books) -> Iterator[Raw]:
    """Another program's connection; what it did is undone."""
    with desk.raw(foreign_keys=False) as raw:
        yield raw
        raw.run("ROLLBACK")


def paid_other(books: Books, raw: Raw, rule: str) -> None:
    """Pay the creditor by plain SQL; the rule says no, or none does."""
    plain = paying(books, key=OTHER)
    owed = books.lookups().charts["union-2021"]["215"]
    plain.postings[0] |= {"account_id": owed, "purpose": None}
    given = {"position": plain.head["position"], "acted_on": "2025-01-20"}
    rows = (
        ("fund_holds", hold(4, -FEN, 0, 3, key=OTHER)),
        (
            "payment_request_moves",
            move(3, "pay", FEN, key=OTHER, paid_fen=FEN, **given),
        ),
    )
    if rule:
        not_posted(raw, plain, rule, *rows)
        return
    insert(raw, *rows)
    plain.insert(raw)
    assert raw.run(f"SELECT COUNT(*) FROM payment_request_moves WHERE key = '{OTHER}'")


def test_what_is_owed_beside_it_is_paid(desk: Books, raw: Raw) -> None:
    paid_other(desk, raw, "")


def test_what_came_back_is_not_paid_to_another(desk: Books) -> None:
    desk.reverse("欠1", red("红1"))
    with desk.raw(foreign_keys=False) as raw:
        paid_other(desk, raw, "L12")
        raw.run("ROLLBACK")
    with writing(desk.engine) as connection:
        at = open_desk(connection, "U1", ASKER)
        (told,) = owed_back.faults(connection, at, [line(1, account="215")])
    assert "可另行支付 0.00 元，申请 0.01 元" in told
    assert "P2025-1 1,000.00 元" in told
    assert "县人民医院" not in told
