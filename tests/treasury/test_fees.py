"""Fees of the bank: to the bank alone, asked for by others, small ones unapproved.

On top of `returning.py` (王五 took its statement in) 张三 imports statement 2 of
February: fees of 250.00, 200.00, 200.00 and 150.00, then 5.00 in March.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ledger import drafts
from ledger.database import open_books, reading, writing
from ledger.errors import VoucherRefused
from ledger.money import Money
from ledger.payment_requests import RequestKind
from ledger.people import Act
from tests import server
from tests.budgets.planning import resolve, seat_body
from tests.building import Books, Raw
from tests.treasury import returning
from tests.treasury.asking import APPROVER, ASKER, approve, line, request, saved
from tests.treasury.banking import BANK, VAULT
from tests.treasury.returning import MARCH, coded, post
from tests.treasury.test_bank_entries import accept
from tests.treasury.test_request_guards import head, move, refused
from tests.treasury.test_request_guards import line as raw_line
from tests.treasury.test_returned import agrees
from treasury import approvals, approving, bank, bank_entries, fee_limits
from treasury.bank import BankFile
from treasury.errors import DeskRefused, RequestRefused
from treasury.fee_limits import FeeLimit

if TYPE_CHECKING:
    from tests.ledger.plain import Row

CLOSED = 19_397_00
FEES = (
    ("2025-02-03", -250_00, "手续费"),
    ("2025-02-04", -200_00, "手续费"),
    ("2025-02-05", -200_00, "手续费"),
    ("2025-02-06", -150_00, "手续费"),
    ("2025-03-01", -5_00, "手续费"),
)
OTHER = Act("李四", MARCH.at)
"""Asks for the fees of the statement that 张三 took in."""


def _fill(engine: Any) -> None:
    returning.fill(engine)
    file = BankFile(
        unit="U1", account=1, name="二月.csv", content=coded(CLOSED, *FEES, start=9)
    )
    with writing(engine) as connection:
        bank.import_statement(connection, file, VAULT, MARCH)


@pytest.fixture
def desk(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """U1 live with both statements."""
    shelf.fillings.setdefault("fees", _fill)
    with shelf.copied(dialect, "fees") as url:
        books = Books(open_books(url), url)
        yield books
        books.engine.dispose()


def fee(place: tuple[int, int], fen: int, **more: Any) -> Any:
    lines = line(fen, "G", "510", "")
    given = {"kind": RequestKind.FEE, "payee": "", "summary": "手续费"}
    at = {"statement": place[0], "row": place[1]}
    return request(f"费{place[0]}/{place[1]}", lines, **given | at | more)


def approvals_of(books: Books, *rows: int) -> list[int]:
    """How many must approve the fees of these rows of statement 2, asked in order."""
    return [
        saved(books, fee((2, row), -FEES[row - 1][1]), OTHER).approvals for row in rows
    ]


# -- whom and by whom ---------------------------------------------------------------


def test_a_fee_is_paid_to_the_bank_of_the_account(desk: Books) -> None:
    found = saved(desk, fee((1, 1), 15_00))
    assert found.approvals == 0
    told = f"SELECT payee FROM payment_requests WHERE key = '{found.key}'"
    assert desk.one(told) == BANK
    assert saved(desk, fee((1, 1), 15_00, payee=BANK)).already


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (fee((1, 1), 15_00, payee="某人公司"), rf"只能是开户银行（{BANK}）"),
        (fee((1, 1), 20_00), "第 1/1 行扣费 15.00 元，申请 20.00 元"),
        (fee((1, 2), 20_00), "第 1/2 行不是银行扣费（银行结息）"),
        (fee((1, 4), 1_000_00), "第 1/4 行不是银行扣费（银行没有注明是扣费）"),
        (fee((9, 1), 15_00), "没有银行流水第 9/1 行"),
        (fee((2, 5), 5_00), "对账单 2 由申请人本人导入"),
    ],
)
def test_each_cause_is_told_in_words(desk: Books, asked: Any, told: str) -> None:
    with pytest.raises(RequestRefused, match=told):
        saved(desk, asked, MARCH)
    assert desk.one("SELECT COUNT(*) FROM payment_requests WHERE kind = 'fee'") == 0


def test_a_row_is_asked_for_once(desk: Books) -> None:
    key = saved(desk, fee((1, 1), 15_00)).key
    with pytest.raises(RequestRefused, match=f"第 1/1 行已由付款申请 {key} 申请过"):
        saved(desk, replace(fee((1, 1), 15_00), ref="另一号"))


def test_who_imported_enters_none_of_its_fees(desk: Books) -> None:
    with pytest.raises(RequestRefused, match="由申请人本人导入"):
        accept(desk, 5, statement=2)
    assert accept(desk, 5, OTHER, statement=2).request == "P2025-2"


# -- how much -----------------------------------------------------------------------


def test_small_fees_need_no_approval_until_the_months_limit(desk: Books) -> None:
    assert approvals_of(desk, 1, 2, 3, 4, 5) == [1, 0, 0, 1, 0]


def test_a_large_fee_is_entered_once_it_is_approved(desk: Books) -> None:
    with pytest.raises(DeskRefused, match=r"超过免批限额.*--bank-row 2/1 --line G:510"):
        accept(desk, 1, OTHER, statement=2)
    key = saved(desk, fee((2, 1), 250_00), OTHER).key
    with pytest.raises(VoucherRefused, match="尚未批准"):
        accept(desk, 1, OTHER, statement=2)
    with pytest.raises(RequestRefused, match="对账单 2 由此人导入"):
        approve(desk, key, MARCH)
    day = Act("赵六", ASKER.at)
    approve(desk, key, day)
    assert accept(desk, 1, OTHER, statement=2).request == key


def test_a_resolution_changes_the_limit_from_a_later_day(desk: Books) -> None:
    given = FeeLimit(
        since=MARCH.at.date(),
        each=Money(300_00),
        month=Money(300_00),
        resolution="2025-1",
    )
    with writing(desk.engine) as connection:
        seat_body(connection)
        resolve(connection, 1, "other")
        approvals.set_fee_limit(connection, "U1", given, APPROVER)
    assert approvals_of(desk, 1, 4) == [0, 1]
    with reading(desk.engine) as connection:
        before, after = fee_limits.limits(connection, "U1")
    assert (before.each, before.month, after) == (Money(200_00), Money(500_00), given)
    with writing(desk.engine) as connection:
        with pytest.raises(RequestRefused, match="应晚于现行"):
            approvals.set_fee_limit(connection, "U1", given, APPROVER)
        with pytest.raises(RequestRefused, match="还没有实行"):
            approvals.set_fee_limit(connection, "U2", given, APPROVER)


def places(books: Books) -> list[tuple[int, int]]:
    """The rows that no voucher answers."""
    with reading(books.engine) as connection:
        return [one.place for one in bank_entries.proposed(connection, "U1", 1)]


# -- again --------------------------------------------------------------------------


def test_a_fee_whose_request_was_ended_is_asked_for_again(desk: Books) -> None:
    first = accept(desk, 1)
    with writing(desk.engine) as connection:
        drafts.drop(connection, "U1", first.handed.draft, "另行办理", MARCH)
        approving.cancel(connection, "U1", first.request, "另行办理", MARCH)
    assert (1, 1) in places(desk)
    again = accept(desk, 1)
    assert (first.request, again.request) == ("P2025-2", "P2025-3")
    post(desk, again.handed.draft)
    assert (1, 1) not in places(desk)
    agrees(desk)


# -- round the code -----------------------------------------------------------------


def raw_fee(raw: Raw, books: Books, rule: str, number: int, **more: object) -> None:
    """A fee of 200.00 by plain SQL, refused by a rule."""
    key = f"P2025-{number}"
    given: Row = {"kind": "fee", "payee": BANK, "approvals": 0, "person_id": 3}
    given |= {"statement": 2, "row": 2, "amount_fen": 200_00, "asked_on": "2025-02-20"}
    whole = head(**given | {"key": key, "number": number, "ref": "费"} | more)
    lines = raw_line(
        books,
        key=key,
        fund_id=3,
        account_id=books.lookups().charts["union-2021"]["510"],
        purpose="",
        amount_fen=whole["amount_fen"],
    )
    refused(raw, rule, ("payment_request_lines", lines), ("payment_requests", whole))


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("bangfu:L12", {"payee": "某人公司"}),
        ("bangfu:L6", {"person_id": 2}),
        ("bangfu:L12", {"row": 1, "amount_fen": 250_00}),
        ("bangfu:L12", {"row": 1}),
    ],
)
def test_no_other_fee_stands(desk: Books, rule: str, change: dict[str, object]) -> None:
    with desk.raw(foreign_keys=False) as raw:
        raw_fee(raw, desk, rule, 2, **change)


def test_the_months_limit_is_held(desk: Books) -> None:
    approvals_of(desk, 2, 3)
    with desk.raw(foreign_keys=False) as raw:
        raw_fee(raw, desk, "bangfu:L12", 4, row=4, amount_fen=150_00)


def test_a_row_has_one_request(desk: Books) -> None:
    approvals_of(desk, 2)
    with desk.raw(foreign_keys=False) as raw:
        raw_fee(raw, desk, "bangfu:L12", 3, approvals=1)


def test_who_imported_approves_none(desk: Books) -> None:
    key = saved(desk, fee((2, 1), 250_00), OTHER).key
    with desk.raw(foreign_keys=False) as raw:
        step = move(2, "approve", key=key, person_id=2)
        refused(raw, "bangfu:L6", ("payment_request_moves", step))


def test_a_limit_is_changed_by_an_adopted_resolution(desk: Books) -> None:
    row: Row = {"unit_id": 1, "since": "2025-01-12", "each_fen": 1, "month_fen": 1}
    row |= {"resolution": "", "person_id": 2, "recorded_at": "2025-01-10T08:00:00Z"}
    for cited in ("", "2025-9"):
        with desk.raw(foreign_keys=False) as raw:
            refused(
                raw, "bangfu:resolution", ("fee_limits", row | {"resolution": cited})
            )
