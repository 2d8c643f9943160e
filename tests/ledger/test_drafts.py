"""The life of a draft: who may take which step, what is refused, what is kept."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from ledger import draft_vouchers, drafts, journal, registration
from ledger.database import reading, writing
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.drafts import Draft, State
from ledger.errors import DraftRefused, NotFound, VoucherRefused
from ledger.people import Act, Person
from ledger.sealing import Outcome
from ledger.vouchers import Kind, Posting
from tests.building import ACT, FOUNDING, Books, receipt, red, voucher
from tests.building import credit as cr
from tests.building import debit as dr
from tests.ledger.test_guards_closes import close, close_row

AT = dt.datetime(2026, 1, 2, 8, tzinfo=dt.UTC)
ZHANG, LI, WANG, ZHAO = (Act(code, AT) for code in ("张三", "李四", "王五", "赵六"))
ZHANG_BY_LOGIN = Act("zhangsan", AT)

PAYMENT = DraftVoucher(
    unit="U1",
    dated_on="2025-01-20",
    summary="发放救助",
    postings=(
        DraftPosting(account="50404", fund="F1", debit="200.00", purpose="生活救助"),
        DraftPosting(account="102", fund="F1", credit="200.00"),
    ),
)
TRANSFER = DraftVoucher(
    unit="U1",
    dated_on="2025-01-20",
    summary="更正用途",
    postings=(
        DraftPosting(account="50404", fund="F1", debit="1.00", purpose="生活救助"),
        DraftPosting(account="408", fund="F1", credit="1.00"),
    ),
)


class Desk:
    """The drafts of unit U1, each step in a transaction of its own."""

    def __init__(self, books: Books) -> None:
        self.books = books

    def _do(self, verb: Callable[..., Any], *given: Any) -> Any:
        with writing(self.books.engine) as connection:
            return verb(connection, *given)

    def save(self, given: DraftVoucher, act: Act = ZHANG, number: int = 0) -> Draft:
        """Save a new draft, or the one of that number changed."""
        found = self._do(drafts.save, given, act, number)
        assert isinstance(found, Draft)
        return found

    def step(self, verb: str, number: int, act: Act) -> Any:
        """Submit, review, settle or post."""
        return self._do(getattr(drafts, verb), "U1", number, act)

    def end(self, verb: str, number: int, reason: str, act: Act) -> Any:
        """Give back or drop."""
        return self._do(getattr(drafts, verb), "U1", number, reason, act)

    def bring(self, given: DraftVoucher, state: State) -> int:
        """A new draft by 张三, brought to a state by 李四 and 赵六."""
        number = self.save(given).number
        for verb, act, reached in (
            ("submit", ZHANG, State.SUBMITTED),
            ("review", LI, State.REVIEWED),
            ("settle", ZHAO, State.SETTLED),
        ):
            if state is State.DRAFT:
                return number
            self.step(verb, number, act)
            if state is reached:
                return number
        raise AssertionError(state)

    def states(self, number: int) -> list[str]:
        """Where each step so far has led."""
        with reading(self.books.engine) as connection:
            return [str(s.state) for s in drafts.history(connection, "U1", number)]

    def problems(self, given: DraftVoucher) -> list[str]:
        """The rules that stand against a draft."""
        with reading(self.books.engine) as connection:
            return [p.rule for p in drafts.problems(connection, given, ZHANG)]

    def refused(self, verb: str, number: int, act: Act) -> str:
        """The sentence of a refused step; nothing may have been written."""
        before = self.states(number)
        with pytest.raises(DraftRefused) as refusal:
            self.step(verb, number, act)
        assert self.states(number) == before
        return str(refusal.value)


@pytest.fixture
def desk(books: Books) -> Desk:
    """The drafts of books in which F1 has 1,000 yuan in the bank."""
    books.post(receipt("r1", 1000_00))
    return Desk(books)


def changed(given: DraftVoucher, line: int, **fields: str) -> DraftVoucher:
    lines = list(given.postings)
    lines[line] = dataclasses.replace(lines[line], **fields)
    return dataclasses.replace(given, postings=tuple(lines))


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


# -- who may do what ----------------------------------------------------------------


@pytest.mark.parametrize("act", [ZHANG, ZHANG_BY_LOGIN], ids=["code", "log-in"])
@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("review", State.SUBMITTED),
        ("settle", State.REVIEWED),
        ("post", State.SETTLED),
    ],
)
def test_nobody_passes_a_draft_of_their_own(
    desk: Desk, verb: str, state: State, act: Act
) -> None:
    number = desk.bring(PAYMENT, state)
    assert "会计法第三十五条" in desk.refused(verb, number, act)


def test_who_typed_does_not_review_what_another_submitted(desk: Desk) -> None:
    number = desk.save(PAYMENT, LI).number
    desk.step("submit", number, ZHANG)
    assert "填制或提交过" in desk.refused("review", number, LI)


def test_the_reviewer_is_not_the_cashier(desk: Desk) -> None:
    number = desk.bring(PAYMENT, State.REVIEWED)
    assert "审核人不能兼任出纳" in desk.refused("settle", number, LI)


def test_the_cashier_does_not_post(desk: Desk) -> None:
    number = desk.bring(PAYMENT, State.SETTLED)
    assert "出纳不能登记收支账目" in desk.refused("post", number, ZHAO)


def test_one_person_with_two_log_ins_stays_one_preparer(desk: Desk) -> None:
    number = desk.bring(PAYMENT, State.SUBMITTED)
    desk.end("give_back", number, "摘要不清", LI)
    assert desk.save(PAYMENT, ZHANG_BY_LOGIN, number).last.person == "张三"


def test_someone_unknown_takes_no_step(desk: Desk) -> None:
    with pytest.raises(NotFound, match="钱七"):
        desk.save(PAYMENT, Act("钱七", AT))


def test_someone_registered_meanwhile_takes_a_step(desk: Desk) -> None:
    number = desk.bring(PAYMENT, State.SUBMITTED)
    with writing(desk.books.engine) as connection:
        registration.register_people(connection, [Person(code="钱七")], FOUNDING)
    assert desk.step("review", number, Act("钱七", AT)).last.person == "钱七"


# -- which step follows which -------------------------------------------------------

_REFUSED = {
    State.DRAFT: ("review", "settle", "post"),
    State.SUBMITTED: ("submit", "settle", "post"),
    State.REVIEWED: ("submit", "review", "post"),
    State.SETTLED: ("submit", "review", "settle"),
}


@pytest.mark.parametrize(
    ("state", "verb"),
    [(state, verb) for state, verbs in _REFUSED.items() for verb in verbs],
)
def test_no_step_is_skipped_or_taken_twice(desk: Desk, state: State, verb: str) -> None:
    number = desk.bring(PAYMENT, state)
    act = ZHANG if verb == "submit" else WANG
    assert "办法：" in desk.refused(verb, number, act)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.REVIEWED, State.SETTLED])
def test_a_draft_under_way_is_not_edited_before_it_is_returned(
    desk: Desk, state: State
) -> None:
    number = desk.bring(PAYMENT, state)
    with pytest.raises(DraftRefused, match="退回制单人"):
        desk.save(TRANSFER, ZHANG, number)
    returned = desk.end("give_back", number, "金额有误", LI)
    assert (returned.state, returned.last.reason) == (State.RETURNED, "金额有误")
    assert desk.save(TRANSFER, ZHANG, number).voucher == TRANSFER
    desk.step("submit", number, ZHANG)
    desk.step("review", number, LI)
    assert desk.step("post", number, WANG).kind == "转"


def test_a_returned_draft_is_its_preparers(desk: Desk) -> None:
    number = desk.bring(PAYMENT, State.SUBMITTED)
    desk.end("give_back", number, "摘要不清", LI)
    with pytest.raises(DraftRefused, match="只能由制单人改动"):
        desk.save(PAYMENT, LI, number)
    assert "只能由制单人改动" in desk.refused("submit", number, LI)


def test_a_draft_never_submitted_is_whoever_works_on_it(desk: Desk) -> None:
    number = desk.save(PAYMENT, LI).number
    assert desk.save(TRANSFER, ZHANG, number).last.person == "张三"


def test_a_new_round_forgets_the_reviewer_and_the_cashier(desk: Desk) -> None:
    number = desk.bring(PAYMENT, State.SETTLED)
    desk.end("give_back", number, "付错", WANG)
    desk.step("submit", number, ZHANG)
    desk.step("review", number, ZHAO)
    desk.step("settle", number, LI)
    assert desk.step("post", number, WANG).position == 2


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED])
def test_a_draft_is_dropped_with_a_reason(desk: Desk, state: State) -> None:
    number = desk.bring(PAYMENT, state)
    dropped = desk.end("drop", number, "重复", ZHANG)
    assert (dropped.state, dropped.last.reason) == (State.DROPPED, "重复")
    with pytest.raises(DraftRefused, match="另填一张"):
        desk.save(PAYMENT, ZHANG, number)


@pytest.mark.parametrize("state", [State.REVIEWED, State.SETTLED])
def test_what_was_reviewed_is_returned_before_it_is_dropped(
    desk: Desk, state: State
) -> None:
    number = desk.bring(PAYMENT, state)
    with pytest.raises(DraftRefused, match="退回制单人"):
        desk.end("drop", number, "不用了", ZHANG)


def test_what_is_posted_takes_no_step_any_more(desk: Desk) -> None:
    number = desk.bring(PAYMENT, State.SETTLED)
    desk.step("post", number, WANG)
    for verb in ("submit", "review", "settle", "post"):
        assert "红字冲销" in desk.refused(verb, number, WANG)
    for verb in ("give_back", "drop"):
        with pytest.raises(DraftRefused, match="红字冲销"):
            desk.end(verb, number, "后悔", WANG)
    assert desk.books.one("SELECT COUNT(*) FROM vouchers") == 2


@pytest.mark.parametrize("verb", ["give_back", "drop"])
@pytest.mark.parametrize("reason", ["", "  ", "退给 13812345678"])
def test_a_reason_is_given_and_fit_to_keep(desk: Desk, verb: str, reason: str) -> None:
    number = desk.bring(PAYMENT, State.SUBMITTED)
    with pytest.raises(DraftRefused) as refusal:
        desk.end(verb, number, reason, LI)
    assert "原因" in str(refusal.value)
    assert desk.states(number) == ["draft", "submitted"]


# -- what is told -------------------------------------------------------------------


def test_a_draft_that_is_not_there_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound, match="草稿“9”"):
        desk.step("submit", 9, ZHANG)
    with reading(desk.books.engine) as connection, pytest.raises(NotFound):
        drafts.history(connection, "U1", 9)


def test_waiting_drafts_are_those_neither_posted_nor_dropped(desk: Desk) -> None:
    done = desk.bring(PAYMENT, State.SETTLED)
    desk.step("post", done, WANG)
    desk.end("drop", desk.save(PAYMENT).number, "重复", ZHANG)
    later = desk.save(dataclasses.replace(PAYMENT, dated_on="2025-03-01")).number
    now = desk.bring(PAYMENT, State.SUBMITTED)
    with reading(desk.books.engine) as connection:
        every = drafts.waiting(connection, "U1")
        january = drafts.waiting(connection, "U1", 202501)
    assert [draft.number for draft in every] == [later, now]
    assert [(draft.number, draft.state) for draft in january] == [(now, "submitted")]


def test_history_tells_who_when_and_why(desk: Desk) -> None:
    number = desk.bring(PAYMENT, State.SUBMITTED)
    desk.end("give_back", number, " 缺发票 ", ACT)
    with reading(desk.books.engine) as connection:
        last = drafts.history(connection, "U1", number)[-1]
    assert (last.person, last.taken_at) == ("王五", "2026-01-02T08:00:00Z")
    assert (last.state.label, last.reason) == ("已退回", "缺发票")
