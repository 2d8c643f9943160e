"""What the bank did becomes vouchers: proposals, fees under requests, interest."""

import datetime as dt
from collections.abc import Iterator

import pytest

from ledger import drafts, fund_registration
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from ledger.people import Act
from tests import server
from tests.building import FOUNDING, Books, receipt
from tests.treasury.asking import APPROVER, acts
from tests.treasury.banking import BANK, VAULT
from tests.treasury.returning import (
    KEY,
    MARCH,
    copied,
    found_bank,
    post,
)
from tests.treasury.test_returned import agrees
from treasury import bank_entries, bearing
from treasury.bank_entries import Choice, Entered, EntryKind, Proposal
from treasury.errors import DeskRefused

LINES = "SELECT a.code, f.code, p.debit_fen, p.credit_fen FROM postings p"
LINES += " JOIN accounts a ON a.id = p.account_id"
LINES += " JOIN funds f ON f.unit_id = p.unit_id AND f.id = p.fund_id"
LINES += " JOIN vouchers v ON v.unit_id = p.unit_id AND v.position = p.position"
LINES += " WHERE v.ref = '{ref}' ORDER BY p.line"


@pytest.fixture
def live(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """U1 live with a paid request and the bank's statement."""
    yield from copied(shelf, dialect)


@pytest.fixture
def quiet(books: Books) -> Books:
    """U1 not live, with money and the statement."""
    books.post(receipt("r1", 10_000_00), receipt("r3", 2_000_00, "G"))
    found_bank(books)
    return books


def proposed(books: Books) -> dict[int, Proposal]:
    with reading(books.engine) as connection:
        found = bank_entries.proposed(connection, "U1", 1)
    return {one.place[1]: one for one in found}


def accept(
    books: Books, row: int, act: Act = MARCH, statement: int = 1, **choice: object
) -> Entered:
    with writing(books.engine) as connection:
        return bank_entries.accept(
            connection,
            "U1",
            (statement, row),
            act,
            Choice(**choice),  # type: ignore[arg-type]
        )


def test_what_no_voucher_answers_is_proposed(live: Books) -> None:
    found = proposed(live)
    assert list(found) == [1, 2, 3, 5, 7, 8]
    fee, interest, back = found[1], found[2], found[3]
    assert (fee.debit, fee.credit, fee.fund, fee.amount) == (
        "510", "102", "G", Money(15_00)
    )  # fmt: skip
    assert fee.funds == ("G", "I", "F1")
    assert (interest.debit, interest.credit, interest.fund) == ("102", "408", "I")
    assert (back.debit, back.credit, back.requests) == ("102", "215", (KEY,))
    assert found[7].requests == ()
    assert live.one("SELECT COUNT(*) FROM bank_entries") == 0


def test_names_are_opened_with_the_key_alone(live: Books) -> None:
    with reading(live.engine) as connection:
        found = bank_entries.proposed(connection, "U1", 1, VAULT)
    assert {one.said.counterparty for one in found if one.said} == {"某某公司"}
    assert all(one.said is None for one in proposed(live).values())


def test_a_fee_leaves_under_a_request_that_names_the_row(live: Books) -> None:
    found = accept(live, 1)
    assert (found.kind, found.fund, found.request) == (
        EntryKind.FEE, "G", "P2025-2"
    )  # fmt: skip
    outcome = post(live, found.handed.draft)
    assert live.rows(LINES.format(ref=outcome.ref)) == [
        ("510", "G", 15_00, 0),
        ("102", "G", 0, 15_00),
    ]
    assert acts(live, "P2025-2") == ["save", "pay"]
    told = "SELECT entered, dated_on FROM vouchers WHERE ref = '付款-P2025-2'"
    assert [str(part) for part in live.rows(told)[0]] == ["bank", "2025-01-12"]
    assert 1 not in proposed(live)
    agrees(live)


def test_a_fee_before_the_unit_is_live_is_a_voucher(quiet: Books) -> None:
    found = accept(quiet, 1, fund="F1", expense="50504")
    assert (found.request, found.handed.ref) == ("", "银行扣费-1/1")
    post(quiet, found.handed.draft)
    assert quiet.rows(LINES.format(ref="银行扣费-1/1"))[0] == (
        "50504", "F1", 15_00, 0
    )  # fmt: skip
    agrees(quiet)


def test_interest_is_income_of_the_fund_for_it(live: Books) -> None:
    found = accept(live, 2)
    assert (found.fund, found.handed.ref) == ("I", "银行结息-1/2")
    post(live, found.handed.draft)
    assert live.rows(LINES.format(ref="银行结息-1/2")) == [
        ("102", "I", 20_00, 0),
        ("408", "I", 0, 20_00),
    ]
    told = "SELECT party FROM postings WHERE credit_fen = 2000"
    assert live.one(told) == BANK
    agrees(live)


def test_interest_may_be_the_unions_own(live: Books) -> None:
    assert accept(live, 2, fund="G").fund == "G"


def test_the_same_row_twice_is_one_voucher(live: Books) -> None:
    for row in (1, 2):
        first, again = accept(live, row), accept(live, row)
        assert (first.handed.already, again.handed.already) == (False, True)
        assert first.handed.draft == again.handed.draft
        with pytest.raises(DeskRefused, match="已经登记在资金"):
            accept(live, row, fund="F1")
    assert live.one("SELECT COUNT(*) FROM bank_entries") == 2


def test_a_fee_that_was_given_up_is_entered_again(live: Books) -> None:
    first = accept(live, 1)
    with writing(live.engine) as connection:
        drafts.give_back(connection, "U1", first.handed.draft, "不对", APPROVER)
        drafts.drop(connection, "U1", first.handed.draft, "不对", MARCH)
    assert 1 in proposed(live)
    with pytest.raises(DeskRefused, match="已由资金 G 承担"):
        accept(live, 1, fund="I")
    again = accept(live, 1)
    assert (again.request, again.handed.already) == (first.request, False)
    assert again.handed.draft > first.handed.draft


def test_tied_money_bears_no_fee_and_gets_no_interest(live: Books) -> None:
    with pytest.raises(DeskRefused, match=r"资金 F2 不能承担.*专款专用"):
        accept(live, 1, fund="F2")
    with pytest.raises(DeskRefused, match="不能承担或取得银行结息"):
        accept(live, 2, fund="F1")


@pytest.mark.parametrize("row", [3, 4])
def test_other_rows_are_neither(live: Books, row: int) -> None:
    with pytest.raises(DeskRefused, match="不是银行扣费或结息"):
        accept(live, row)


def test_what_is_not_there_is_not_found(live: Books) -> None:
    with pytest.raises(NotFound, match="银行流水"):
        accept(live, 99)
    with reading(live.engine) as connection:
        with pytest.raises(NotFound, match="银行流水"):
            bank_entries.accept(connection, "U2", (1, 1), MARCH)
        with pytest.raises(NotFound, match="银行账户"):
            bank_entries.proposed(connection, "U2", 1)


# -- bearing ------------------------------------------------------------------------


def test_of_two_funds_of_the_first_origin_one_is_chosen(quiet: Books) -> None:
    second = Fund("I2", "利息二", Origin.INTEREST, Channel.DIRECT)
    with writing(quiet.engine) as connection:
        fund_registration.register_funds(connection, "U1", [second], FOUNDING)
    unit = quiet.lookups().unit("U1")
    found = bearing.bearing("interest", unit, dt.date(2025, 1, 31))
    assert (found.among, found.usual) == (("I", "I2", "G"), "")
    with pytest.raises(DeskRefused, match="没有写明资金"):
        accept(quiet, 2)
    assert accept(quiet, 2, fund="I2").fund == "I2"
    assert proposed(quiet)[1].fund == "G"


def test_where_no_fund_fits_it_is_told(books: Books) -> None:
    unit = books.lookups().unit("U2")
    found = bearing.bearing("interest", unit, dt.date(2025, 1, 31))
    assert (found.among, found.usual) == ((), "")
    assert "没有可用的资金" in found.why


def test_every_chart_with_the_event_has_an_account_for_fees() -> None:
    found = bearing.rule("fee", dt.date(2025, 1, 31))
    charts = ("union-2009", "union-2021", "union-2021-grassroots", "aid-institution")
    assert [found.account(chart) for chart in charts] == ["508", "510", "510", "5004"]
    assert bearing.rule("fee", dt.date(1999, 1, 1)) == found
    assert found.account("own") == ""
