"""The life of a draft: who may take which step, what is refused, what is kept."""

import dataclasses
import datetime as dt

import pytest

from ledger import draft_vouchers, drafts, journal
from ledger.database import reading
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.drafts import State
from ledger.entries import Outcome
from ledger.errors import DraftRefused, VoucherRefused
from ledger.vouchers import Kind, Posting
from tests.building import Books, receipt, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.ledger.drafting import (
    LI,
    PAYMENT,
    TRANSFER,
    WANG,
    ZHANG,
    ZHAO,
    Desk,
    changed,
)
from tests.ledger.test_guards_closes import close, close_row

# -- from draft to posted -----------------------------------------------------------


def test_a_payment_goes_from_draft_to_posted(desk: Desk) -> None:
    number = desk.bring(PAYMENT, State.SETTLED)
    outcome = desk.step("post", number, WANG)
    assert isinstance(outcome, Outcome)
    assert outcome[:5] == ("草稿-1", 2, 202501, "付", 1)
    assert desk.states(number) == [
        "draft",
        "submitted",
        "reviewed",
        "settled",
        "posted",
    ]


def test_the_persons_of_the_voucher_are_those_of_the_steps(desk: Desk) -> None:
    desk.step("post", desk.bring(PAYMENT, State.SETTLED), WANG)
    persons = (
        "SELECT p.code FROM vouchers v JOIN people p ON p.id IN"
        " (v.preparer_id, v.reviewer_id, v.cashier_id, v.poster_id)"
        " WHERE v.position = 2 ORDER BY p.id"
    )
    assert desk.books.rows(persons) == [("张三",), ("李四",), ("王五",), ("赵六",)]
    assert desk.books.one("SELECT cashier_id FROM vouchers WHERE position = 2") == 5


def test_what_moves_no_money_needs_no_cashier(desk: Desk) -> None:
    number = desk.bring(TRANSFER, State.REVIEWED)
    assert "不涉及货币资金" in desk.refused("settle", number, ZHAO)
    assert desk.step("post", number, WANG).kind == "转"
    assert desk.books.one("SELECT COUNT(cashier_id) FROM vouchers") == 0


def test_money_between_funds_in_one_account_needs_no_cashier(desk: Desk) -> None:
    given = voucher(
        "between",
        cr("102", 5),
        dr("32104", 5),
        dr("102", 5, "G"),
        cr("32104", 5, "G"),
    )
    number = desk.bring(draft_vouchers.drafted(given), State.REVIEWED)
    assert desk.step("post", number, WANG).kind == "转"


def test_openings_need_no_cashier(books: Books) -> None:
    desk = Desk(books)
    given = voucher("open", dr("102", 5), cr("32104", 5), kind=Kind.OPENING)
    number = desk.bring(draft_vouchers.drafted(given), State.REVIEWED)
    assert desk.step("post", number, WANG).period == 202500


def test_the_reviewer_may_post(desk: Desk) -> None:
    number = desk.bring(PAYMENT, State.SETTLED)
    assert desk.step("post", number, LI).position == 2


def test_a_draft_keeps_a_reference_of_its_own(desk: Desk) -> None:
    given = dataclasses.replace(PAYMENT, ref="凭-7")
    outcome = desk.step("post", desk.bring(given, State.SETTLED), WANG)
    assert outcome.ref == "凭-7"


def test_a_red_voucher_is_drafted_from_what_it_cancels(desk: Desk) -> None:
    with reading(desk.books.engine) as connection:
        whole = journal.red_voucher(connection, "U1", "r1", red("red"))
    number = desk.bring(draft_vouchers.drafted(whole), State.SETTLED)
    desk.step("post", number, WANG)
    assert desk.books.one("SELECT SUM(debit_fen) FROM postings") == 0


def test_drafts_are_counted_in_their_unit(desk: Desk) -> None:
    other = dataclasses.replace(PAYMENT, unit="U2")
    numbers = [desk.save(given).number for given in (PAYMENT, other, PAYMENT)]
    assert numbers == [1, 1, 2]


# -- what may be kept, and what may be submitted --------------------------------------


def test_nothing_that_was_typed_is_lost(desk: Desk) -> None:
    half = DraftVoucher(
        unit="U1",
        dated_on="明天",
        attachments="几张",
        postings=(DraftPosting(debit="12,3", persons="许多", memo="待核"),),
    )
    number = desk.save(half).number
    with reading(desk.books.engine) as connection:
        (step,) = drafts.history(connection, "U1", number)
    assert step.voucher == half


def test_amounts_are_kept_in_yuan_with_two_decimals(desk: Desk) -> None:
    saved = desk.save(changed(PAYMENT, 0, debit="1,234.5"))
    assert saved.voucher.postings[0].debit == "1234.50"
    content = desk.books.one("SELECT content FROM draft_steps")
    assert '"debit":"1234.50"' in content
    assert content.startswith('{"dated_on":"2025-01-20","entered":"here","form":')


def test_every_field_survives_writing_and_reading() -> None:
    names = [field.name for field in dataclasses.fields(DraftPosting)]
    line = DraftPosting(**{name: f"{name} “引号”" for name in names})
    names = [field.name for field in dataclasses.fields(DraftVoucher)]
    given = DraftVoucher(**{name: name for name in names} | {"postings": (line, line)})  # type: ignore[arg-type] # texts but for the lines
    assert draft_vouchers.read(draft_vouchers.write(given)) == given


def test_a_voucher_is_the_same_after_it_was_drafted() -> None:
    full = Posting(
        account="50404",
        fund="F1",
        debit=dr("101", 3).debit,
        purpose="生活救助",
        recipient="档-001",
        persons=2,
        item="大米",
        quantity_milli=-1_500,
        arose_on=dt.date(2024, 5, 6),
    )
    given = voucher("v", full, cr("102", 3), kind="付", attachments=2)
    persons = {"preparer": "张三", "reviewer": "李四"}
    drafted = draft_vouchers.drafted(given)
    assert draft_vouchers.told(drafted, "v", persons) == (given, [])


@pytest.mark.parametrize(
    ("given", "rules"),
    [
        (PAYMENT, []),
        (DraftVoucher(unit="U1"), ["cell", "text", "L1"]),
        (changed(PAYMENT, 0, debit="200.01"), ["L1"]),
        (changed(PAYMENT, 0, debit="2千"), ["cell"]),
        (changed(PAYMENT, 0, debit="", credit=""), ["L2", "L1"]),
        (changed(PAYMENT, 0, account="9"), ["account"]),
        (changed(PAYMENT, 0, account="9", debit="1"), ["L1", "account"]),
        (changed(PAYMENT, 0, purpose="旅游"), ["L8"]),
        (changed(PAYMENT, 0, persons="-1"), ["L2"]),
        (changed(PAYMENT, 0, persons="半个"), ["cell"]),
        (changed(PAYMENT, 0, quantity="1.2345"), ["cell"]),
        (changed(PAYMENT, 0, arose_on="2025-02-30"), ["cell"]),
        (dataclasses.replace(PAYMENT, entered="imported"), ["cell"]),
        (dataclasses.replace(PAYMENT, correction="red"), ["cell"]),
        (dataclasses.replace(PAYMENT, attachments="-1"), ["cell"]),
        (dataclasses.replace(PAYMENT, ref="r1"), ["L11"]),
        (dataclasses.replace(PAYMENT, dated_on="2024-12-31"), ["L5"]),
    ],
)
def test_what_stands_against_a_draft_is_told(
    desk: Desk, given: DraftVoucher, rules: list[str]
) -> None:
    assert desk.problems(given) == rules
    number = desk.save(given).number
    if not rules:
        assert desk.step("submit", number, ZHANG).state is State.SUBMITTED
        return
    with pytest.raises(VoucherRefused) as refusal:
        desk.step("submit", number, ZHANG)
    assert refusal.value.rules == tuple(rules)
    assert desk.states(number) == ["draft"]


def test_money_that_is_not_there_stops_the_posting_and_not_the_submission(
    desk: Desk,
) -> None:
    large = changed(changed(PAYMENT, 0, debit="2000"), 1, credit="2000")
    assert desk.problems(large) == ["L7"]
    number = desk.bring(large, State.SETTLED)
    with pytest.raises(VoucherRefused) as refusal:
        desk.step("post", number, WANG)
    assert refusal.value.rules == ("L7",)
    assert desk.states(number)[-1] == "settled"
    desk.books.post(receipt("r2", 1000_00))
    assert desk.step("post", number, WANG).position == 3


def test_a_month_closed_meanwhile_stops_the_posting(desk: Desk) -> None:
    number = desk.bring(PAYMENT, State.SETTLED)
    close(desk.books, close_row(desk.books, 202501))
    with pytest.raises(VoucherRefused) as refusal:
        desk.step("post", number, WANG)
    assert refusal.value.rules == ("L5",)


@pytest.mark.parametrize(
    "given",
    [
        dataclasses.replace(PAYMENT, summary="付 13812345678 张某"),
        changed(PAYMENT, 0, party="11010519491231002X"),
        changed(PAYMENT, 0, debit="11010519491231002X"),
        changed(PAYMENT, 0, memo="一\n二"),
    ],
)
def test_what_may_never_be_sealed_is_not_kept_in_a_draft(
    desk: Desk, given: DraftVoucher
) -> None:
    with pytest.raises(DraftRefused, match="草稿没有保存") as refusal:
        desk.save(given)
    assert "1234567" not in str(refusal.value)
    assert desk.books.one("SELECT COUNT(*) FROM draft_steps") == 0


def test_an_amount_that_looks_like_a_telephone_is_an_amount(desk: Desk) -> None:
    saved = desk.save(changed(PAYMENT, 0, debit="13812345678"))
    assert saved.voucher.postings[0].debit == "13812345678.00"


@pytest.mark.parametrize(
    ("given", "period"),
    [
        (PAYMENT, 202501),
        (dataclasses.replace(PAYMENT, kind="期初"), 202500),
        (dataclasses.replace(PAYMENT, dated_on="下周"), 0),
    ],
)
def test_a_draft_belongs_to_the_period_of_its_day(
    desk: Desk, given: DraftVoucher, period: int
) -> None:
    desk.save(given)
    assert desk.books.one("SELECT period FROM draft_steps") == period
