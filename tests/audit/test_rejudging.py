"""V10: a voucher that a rule would have refused is found after its guard came back."""

import datetime as dt
from collections.abc import Callable

import pytest

from audit import integrity
from ledger import closing
from ledger.database import reading, writing
from ledger.people import Person
from ledger.registration import register_people
from ledger.vouchers import Voucher
from tests.building import ACT, Books, Raw, payment, receipt, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.ledger.forging import add_totals, forged, many, verify

AID = {"purpose": "生活救助"}


def unguarded(books: Books, act: Callable[[Raw], object]) -> None:
    """Do something while the triggers are gone; they come back as they were."""
    with books.raw(foreign_keys=False) as raw:
        triggers = raw.run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        raw.run("PRAGMA ignore_check_constraints = ON")
        for name, _ in triggers:
            raw.run(f"DROP TRIGGER {name}")
        act(raw)
        for _, text in triggers:
            raw.run(text)
        raw.commit()


def slip(books: Books, made: Voucher) -> list[str]:
    """Write a voucher with right hashes past the guards; what verify finds then."""
    sealed = forged(books, made)

    def write(raw: Raw) -> None:
        many(raw, "postings", sealed.postings)
        many(raw, "money_positions", sealed.positions)
        many(raw, "vouchers", sealed.vouchers)
        add_totals(raw, sealed.vouchers[0][0], sealed)

    unguarded(books, write)
    return verify(books)


@pytest.fixture
def kept(sqlite_books: Books) -> Books:
    """Two receipts, a payment that was cancelled, and one that stands."""
    sqlite_books.post(
        receipt("r1", 1000_00), receipt("r2", 1000_00, "F2"), payment("p", 5_00)
    )
    sqlite_books.reverse("p", red("x", dated_on=dt.date(2025, 1, 20)))
    sqlite_books.post(payment("q", 7_00))
    return sqlite_books


CASES = {
    "负数金额不在红字更正凭证中（L2）": voucher(
        "v", dr("50404", -1, **AID), cr("102", -1)
    ),
    "资金支出超过结存（L7）": payment("v", 9000_00),
    "限定用途的资金支出没有用途（L8）": voucher(
        "v", dr("50404", 1, "F2"), cr("102", 1, "F2")
    ),
    "用途不在资金允许的范围内（L8）": voucher(
        "v", dr("50404", 1, purpose="旅游"), cr("102", 1)
    ),
    "更正的凭证不存在，或不能这样更正": voucher(
        "v",
        dr("50404", 1, **AID),
        cr("102", 1),
        corrects="p",
        correction="difference",
    ),
    "红字冲销与被冲销凭证不一致": voucher(
        "v",
        dr("50404", -1, **AID),
        cr("102", -1),
        corrects="q",
        correction="full",
    ),
}


@pytest.mark.parametrize("told", CASES)
def test_a_voucher_that_was_never_judged_is_found(kept: Books, told: str) -> None:
    found = slip(kept, CASES[told])
    assert {line[:5] for line in found} == {"[V10]"}
    assert told in {line.partition("：")[2] for line in found}


def test_a_voucher_slipped_into_a_closed_month_is_found(kept: Books) -> None:
    with writing(kept.engine) as connection:
        closing.close(connection, "U1", 202501, ACT)
    found = slip(kept, receipt("v", 1))
    assert any(line.endswith("记账时会计期间已结账（L5）") for line in found)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE vouchers SET reviewer_id = preparer_id", "不相容职务由一人担任（L6）"),
        ("UPDATE vouchers SET period = 202502", "日期不在会计期间内（L5）"),
        (
            "UPDATE postings SET credit_fen = 1 WHERE debit_fen > 0",
            "分录不是只有借方或只有贷方（L2）",
        ),
        ("UPDATE postings SET fund_id = 77", "资金未在本单位登记"),
        ("UPDATE units SET opened_on = '2030-01-01'", "日期早于单位建账日（L5）"),
        ("UPDATE funds SET opened_on = '2030-01-01'", "日期早于资金设立日"),
        ("UPDATE unit_charts SET chart = 'no'", "科目表不是当日使用的科目表"),
    ],
)
def test_a_row_that_no_guard_would_let_in_is_found(
    kept: Books, statement: str, told: str
) -> None:
    unguarded(kept, lambda raw: raw.run(statement))
    assert any(line.endswith(told) for line in verify(kept))


def test_what_stands_rightly_is_not_told(kept: Books) -> None:
    assert verify(kept) == []


def test_a_row_that_makes_no_sense_keeps_nobody_from_the_vouchers(kept: Books) -> None:
    """Such as an account whose role there is not, and a voucher that is wrong."""
    copied = "SELECT 9999, chart, '9999', '假', class, side, 'x', NULL, 0, 0"
    unguarded(
        kept,
        lambda raw: (
            raw.run(f"INSERT INTO accounts {copied} FROM accounts LIMIT 1"),
            raw.run("UPDATE vouchers SET summary = '假' WHERE position = 1"),
        ),
    )
    found = verify(kept)
    assert [line[:4] for line in found] == ["[V7]", "[V1]"]
    assert "accounts 9999" in found[0]


def test_a_tail_cut_off_the_shared_chain_is_seen_in_its_digest(kept: Books) -> None:
    """The last person and their record: what is left is whole, but it is shorter."""
    before = heads(kept)

    def cut(raw: Raw) -> None:
        raw.run("DELETE FROM people WHERE id = (SELECT MAX(id) FROM people)")
        raw.run(
            "DELETE FROM records WHERE unit_id = 0 AND position ="
            " (SELECT MAX(position) FROM records WHERE unit_id = 0)"
        )

    with writing(kept.engine) as connection:
        register_people(connection, [Person(code="多余")], ACT)
    grown = heads(kept)
    unguarded(kept, cut)
    assert verify(kept) == []
    assert heads(kept) == before
    assert grown[0] == before[0] + 1


def heads(books: Books) -> tuple[int, str]:
    with reading(books.engine) as connection:
        report = integrity.verify(connection)
    return report.shared_position, report.shared_digest
