"""What payouts are checked for: each fault planted one at a time, and told alone."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from aid.claims import Project
from aid.household import Household, Member
from aid.local_standards import LocalStandards
from aid.payout_checks import check
from aid.payout_known import CaseSeen, Given, Known, Payee
from aid.payout_lines import PayoutLine
from aid.payout_told import Rule, Told, Weight, faults, notices
from aid.unit_standards import UnitStandards
from ledger.funds import Origin
from ledger.money import Money
from tests.aid.batching import standards

ON = dt.date(2026, 3, 9)
OPENED = dt.date(2026, 1, 5)


def payee(number: int, **more: Any) -> Payee:
    """P-`number`, alone in a household, with a card of their own."""
    given: dict[str, Any] = {
        "code": f"P-{number}",
        "unit": "U1",
        "opened_on": OPENED,
        "household": number,
        "persons": (f"id{number}".encode(),),
        "card": f"card{number}".encode(),
    }
    return Payee(**given | more)


def line(place: int, code: str = "", fen: int = 500_00, **more: Any) -> PayoutLine:
    given: dict[str, Any] = {
        "project": Project.LIVING,
        "year": 2026,
        "period": "2026-03",
        "fund": "F1",
        "account": "50404",
        "purpose": "生活救助",
    }
    return PayoutLine(
        place=place, code=code or f"P-{place}", amount=Money(fen), **given | more
    )


HOUSEHOLD = Household(year=2025, place="130102", members=(Member(number=1),))


def known(*payees: Payee, **more: Any) -> Known:
    """P-1 … P-3, with what is different."""
    told = {one.code: one for one in (payee(1), payee(2), payee(3), *payees)}
    given: dict[str, Any] = {
        "on": ON,
        "units": frozenset({"U1"}),
        "payees": told,
        "households": dict.fromkeys(told, HOUSEHOLD),
        "origins": {"F1": Origin.DONATION, "F2": Origin.CENTRAL_BUDGET},
        "standards": standards(),
    }
    return Known(**given | more)


def before(number: int, **more: Any) -> Given:
    """Living aid for March that P-`number` was given."""
    usual: dict[str, Any] = {
        "where": "U2 的发放批次 B2026-1 第 1 行",
        "household": number,
        "person": f"id{number}".encode(),
        "project": Project.LIVING,
        "year": 2026,
        "period": "2026-03",
        "amount": Money(500_00),
    }
    return Given(**usual | more)


def told(found: tuple[Told, ...]) -> list[tuple[int, Rule, Weight]]:
    return [(one.place, one.rule, one.weight) for one in found]


THREE = line(1), line(2), line(3)
FAULT, NOTICE = Weight.FAULT, Weight.NOTICE


def test_equal_payments_to_different_people_are_no_fault() -> None:
    assert check(THREE, known()) == ()


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        (payee(2, opened_on=ON + dt.timedelta(1)), (Rule.NO_FILE, FAULT)),
        (payee(2, closed_on=ON - dt.timedelta(1)), (Rule.EXITED, FAULT)),
        (payee(2, closed_on=ON), (Rule.EXITED, NOTICE)),
        (payee(2, closed_on=ON + dt.timedelta(1)), None),
        (payee(2, died_on=ON - dt.timedelta(1)), (Rule.DECEASED, FAULT)),
        (payee(2, died_on=ON), (Rule.DECEASED, NOTICE)),
        (payee(2, unit="U2"), (Rule.ELSEWHERE, FAULT)),
        (payee(2, card=None), (Rule.CARD, FAULT)),
        (payee(2, card=b"card1"), (Rule.SHARED_CARD, FAULT)),
        (payee(2, card=b"card1", household=1), (Rule.SHARED_CARD, NOTICE)),
        (payee(2, household=1), (Rule.HOUSEHOLD, NOTICE)),
        (payee(2, persons=(b"id1",)), (Rule.TWICE, FAULT)),
    ],
    ids=lambda one: "" if isinstance(one, Payee) else str(one and one[0].value),
)
def test_a_file_that_may_not_be_paid_is_told(
    changed: Payee, found: tuple[Rule, Weight] | None
) -> None:
    seen = told(check(THREE, known(changed)))
    wanted = [] if found is None else [(2, *found)]
    assert [one for one in seen if one[1] is not Rule.HOUSEHOLD or one in wanted] == (
        wanted
    )


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        (line(2, code="P-9"), (Rule.NO_FILE, FAULT)),
        (line(2, member=2), (Rule.NO_FILE, FAULT)),
        (line(2, code="P-1"), (Rule.TWICE, FAULT)),
        (line(2, code="P-1", period="2026"), (Rule.TWICE, NOTICE)),
        (line(2, code="P-1", period="2026-1"), None),
        (line(2, code="P-1", project=Project.TEMPORARY, purpose="临时救助"), None),
        (line(2, project=Project.WARMTH), (Rule.MONEY, FAULT)),
        (line(2, purpose="低保边缘补助"), None),
        (line(2, fen=0), (Rule.AMOUNT, FAULT)),
    ],
)
def test_a_line_that_may_not_be_paid_is_told(
    changed: PayoutLine, found: tuple[Rule, Weight] | None
) -> None:
    lines = line(1), changed, line(3)
    wanted = [] if found is None else [(2, *found)]
    assert told(check(lines, known())) == wanted


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (before(2), (Rule.PAID_BEFORE, FAULT)),
        (before(2, period="2026"), (Rule.PAID_BEFORE, NOTICE)),
        (before(2, period="2026-02"), None),
        (before(2, year=2025, period="2025-03"), None),
        (before(2, is_other=True), None),
        (before(2, person=b"wife"), (Rule.HOUSEHOLD, NOTICE)),
        (before(4), None),
    ],
)
def test_what_was_given_before_is_told(
    given: Given, found: tuple[Rule, Weight] | None
) -> None:
    wanted = [] if found is None else [(2, *found)]
    assert told(check(THREE, known(given=(given,)))) == wanted


def test_medical_aid_is_given_once_a_year_of_costs_whatever_its_period() -> None:
    medical = {"project": Project.MEDICAL, "year": 2025, "purpose": "医疗救助"}
    lines = line(1, period="2025", **medical), line(2, "P-1", period="春节", **medical)
    found = [one for one in check(lines, known()) if one.rule is Rule.TWICE]
    assert told(tuple(found)) == [(2, Rule.TWICE, FAULT)]


def test_a_case_is_paid_once_and_no_more_than_granted() -> None:
    granted = {"A2026-1": Money(400_00), "A2026-2": Money(500_00)}
    lines = (
        line(1, case_key="A2026-1"),
        line(2, case_key="A2026-2"),
        line(3, case_key="A2026-2"),
    )
    found = check(lines, known(granted=granted))
    assert told(found) == [(1, Rule.CASE, FAULT), (3, Rule.CASE, FAULT)]
    assert "超过 100.00 元" in found[0].what
    given = before(2, case_key="A2026-2", amount=Money(300_00))
    seen = known(granted=granted, given=(given,))
    (again,) = check(lines[1:2], seen)
    assert "可发 500.00 元，超过 300.00 元，U2 的发放批次" in again.what
    assert check([line(2, fen=200_00, case_key="A2026-2")], seen) == ()
    (unknown,) = check([line(1, case_key="A2026-9")], known(granted=granted))
    assert "没有批准" in unknown.what


def test_who_is_on_the_list_of_the_deceased_is_not_paid_after_that_day() -> None:
    died = {("P-2", 1): ON - dt.timedelta(1), ("P-3", 1): ON + dt.timedelta(1)}
    assert told(check(THREE, known(deceased=died))) == [(2, Rule.DECEASED, FAULT)]


def test_a_card_of_a_file_outside_the_list_needs_a_reason() -> None:
    found = check(THREE, known(cards={b"card2": {"P-2", "X-9"}}))
    assert told(found) == [(2, Rule.SHARED_CARD, NOTICE)]
    assert "X-9" in found[0].what
    without = replace(known(cards={b"card2": {"X-9"}}), by_bank=False)
    assert check(THREE, without) == ()


def test_a_fund_that_does_not_allow_the_purpose_is_told_for_each_line() -> None:
    wrong = {("F1", "50404", "生活救助"): "资金 F1 不允许"}
    assert told(check(THREE, known(groups=wrong))) == [
        (place, Rule.MONEY, FAULT) for place in (1, 2, 3)
    ]


def test_over_the_standard_counts_what_the_household_had() -> None:
    """Central money: living aid up to 12 months of 700 yuan a household: 8,400."""
    over = line(1, fen=8_400_01, fund="F2")
    (found,) = check([over], known())
    assert (found.rule, found.weight) == (Rule.STANDARD, FAULT)
    assert "超过 0.01 元" in found.what
    assert check([line(1, fen=8_400_00, fund="F2")], known()) == ()
    given = before(1, period="2026-02", amount=Money(8_000_00))
    (more,) = check([line(1, fen=500_00, fund="F2")], known(given=(given,)))
    assert "超过 100.00 元" in more.what


def test_two_lines_of_a_household_stand_under_one_cap() -> None:
    lines = (
        line(1, fen=8_000_00, fund="F2"),
        line(2, "P-1", fen=500_00, fund="F2", period="2026-04"),
    )
    (found,) = check(lines, known())
    assert (found.place, found.rule) == (2, Rule.STANDARD)


def test_a_standard_that_is_missing_says_which_to_enter() -> None:
    nothing = UnitStandards(LocalStandards())
    (found,) = check([line(1)], known(standards=nothing))
    assert found.weight is FAULT
    assert "登记 130102 2026 年的城镇居民最低生活保障标准" in found.what


def test_a_household_that_cannot_be_told_is_a_fault() -> None:
    (found,) = check([line(1)], known(households={"P-1": "档案没有写明年度"}))
    assert (found.rule, found.weight) == (Rule.STANDARD, FAULT)


def test_faults_are_refused_and_notices_need_a_reason() -> None:
    found = check(THREE, known(payee(2, card=None), payee(3, closed_on=ON)))
    assert told(faults(found)) == [(2, Rule.CARD, FAULT)]
    assert told(notices(found)) == [(3, Rule.EXITED, NOTICE)]
    assert str(found[0]) == "第 2 行（P-2）银行卡：档案没有银行卡号"


# -- lines without a case -----------------------------------------------------------

NEVER = CaseSeen(where="A2026-1（U2）", state="不予救助", is_refused=True)
WAITS = CaseSeen(where="A2026-2（U1）", state="未审批（已申请）")
DUE = CaseSeen(where="A2026-3（U1）", state="已审批", left=Money(1_00))
PAID = replace(DUE, left=Money(0))


@pytest.mark.parametrize(
    ("seen", "wanted", "what"),
    [
        ((), (Rule.NO_CASE, NOTICE), "名单未列申请"),
        ((PAID,), (Rule.NO_CASE, NOTICE), "名单未列申请"),
        ((DUE,), (Rule.NO_CASE, NOTICE), "已审批的 A2026-3（U1），还可发 1.00 元"),
        ((NEVER,), (Rule.CASE, FAULT), "申请 A2026-1（U2）不予救助"),
        ((NEVER, DUE), (Rule.NO_CASE, NOTICE), "已审批的 A2026-3（U1）"),
        ((WAITS, DUE), (Rule.CASE, FAULT), "申请 A2026-2（U1）未审批（已申请）"),
    ],
    ids=["none", "paid", "due", "refused", "refused-due", "waits-due"],
)
def test_a_line_without_a_case_meets_those_of_its_file(
    seen: tuple[CaseSeen, ...], wanted: tuple[Rule, Weight], what: str
) -> None:
    cases = {("P-1", Project.LIVING, 2026): seen}
    (found,) = check([line(1)], known(cases=cases))
    assert (found.rule, found.weight) == wanted
    assert what in found.what
    other = line(1, project=Project.WARMTH)
    (found,) = (
        one
        for one in check([other], known(cases=cases, standards=None))
        if one.rule in {Rule.CASE, Rule.NO_CASE}
    )
    assert found.what == "名单未列申请"
    named = check([line(1, case_key="A2026-3")], known(cases=cases))
    assert [one.rule for one in named] == [Rule.CASE]
