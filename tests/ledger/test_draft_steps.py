"""Who may take which step of a draft, and in which order."""

import dataclasses

import pytest

from ledger import draft_lists, drafts, registration
from ledger.database import reading, writing
from ledger.drafts import State
from ledger.errors import DraftRefused, NotFound
from ledger.people import Act, Person
from tests.building import ACT, FOUNDING
from tests.ledger.drafting import (
    AT,
    LI,
    PAYMENT,
    TRANSFER,
    WANG,
    ZHANG,
    ZHANG_BY_LOGIN,
    ZHAO,
    Desk,
)

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


def test_open_drafts_are_counted_by_unit(desk: Desk) -> None:
    for state in (State.DRAFT, State.SUBMITTED, State.REVIEWED):
        desk.bring(TRANSFER, state)
    desk.step("post", desk.bring(TRANSFER, State.REVIEWED), WANG)
    with reading(desk.books.engine) as connection:
        open_ = drafts.waiting(connection, "U1")
        assert draft_lists.waiting_counts(connection) == {"U1": len(open_)} == {"U1": 3}
