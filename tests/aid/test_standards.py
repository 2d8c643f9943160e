"""Standards: what is in force on a day, for which money, and what a unit may choose."""

import datetime as dt
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from aid.errors import StandardMissing, StandardRefused
from aid.standard_kinds import WORDS, Binding, Freedom, Key, Measure, Stage
from aid.standard_sets import standard_set, standard_set_from, standard_sets
from aid.standards import Adoption, Decision, in_force
from ledger.funds import Origin
from ledger.money import Money

DAY = dt.date(2025, 3, 1)
FIRST = dt.date(2020, 1, 1)

# What the 意见 says, figure by figure.
SAID = {
    Key.SETTLED_YEARS: "2年",
    Key.MEDICAL_INCOME_RATIO: "100%",
    Key.SUPPLEMENT_RATIO: "150%",
    Key.QUOTA_SHARE: "5%",
    Key.REVIEW_WORKDAYS: "3个工作日",
    Key.PUBLICATION_WORKDAYS: "5个工作日",
    Key.FIRST_REVIEW_WORKDAYS: "7个工作日",
    Key.RECHECK_DAY: "4月30日",
    Key.QUARTERLY_WORKDAYS: "7个工作日",
    Key.LIVING_MONTHS_LEAST: "1个月低保标准",
    Key.MEDICAL_BRACKETS: (
        "5,000.00 元起 10%；20,000.00 元起 8%；50,000.00 元起 6%；100,000.00 元起 定额"
    ),
    Key.MEDICAL_READING: "按所在档全额计算",
    Key.MEDICAL_FIXED_SUM: "8,000.00 元",
}


def chosen(key: Key, value: int | str | Money, **told: Any) -> Decision:
    """A decision of the body, from 2020 on."""
    return Decision(
        **{
            "key": key,
            "value": value,
            "since": FIRST,
            "resolution": "2020-1",
        }
        | told
    )


def adopted(key: str, since: dt.date = FIRST, **told: Any) -> Adoption:
    """A set that the body adopted."""
    return Adoption(set=key, since=since, resolution="2020-2", **told)


def document(*values: dict[str, Any], **told: Any) -> dict[str, Any]:
    """A set as its file would tell it."""
    usual = {"key": "x", "label": "X", "short": "X", "binding": "adopted"}
    return {**usual, "value": [*values], **told}


def value(**told: Any) -> dict[str, Any]:
    """A value as a file would tell it."""
    return {
        "key": "living_months_most",
        "value": 3,
        "unit": "months",
        "since": FIRST,
        "grade": "V",
        "clause": "第1条",
        "decided_by": "某机关",
    } | told


@pytest.mark.parametrize("key", SAID)
def test_the_opinion_says_what_it_says(key: Key) -> None:
    standard = in_force(DAY).one(key)

    assert standard.shown == SAID[key]
    assert standard.cited.startswith("意见第")
    assert (standard.since, standard.until) == (dt.date(2006, 1, 1), None)


def test_every_standard_has_clause_decider_grade_and_its_own_measure() -> None:
    for one in (value for found in standard_sets() for value in found.values):
        assert all((one.clause, one.decided_by, one.grade, one.shown, one.written))
        assert (one.measure is Measure.WORD) == (one.key in WORDS)
        assert (one.measure is Measure.BRACKETS) == (one.key is Key.MEDICAL_BRACKETS)


def test_what_the_sources_leave_open_is_marked_and_may_be_chosen() -> None:
    opinion = standard_set("opinion").values
    free = {one.key for one in opinion if one.freedom is not Freedom.NONE}
    open_ = {one.key for one in opinion if one.grade != "V"}

    assert open_ <= free
    assert free - open_ == {Key.MEDICAL_FIXED_SUM}


def test_the_sets_stand_in_order_of_what_binds_more() -> None:
    found = [(one.key, one.binding) for one in standard_sets()]

    assert found[0] == ("opinion", Binding.ALWAYS)
    assert found[1] == ("central-2015", Binding.ORIGIN)
    assert {binding for _, binding in found[2:]} == {Binding.ADOPTED}
    assert len(found) == len(list(files("aid").joinpath("standards").iterdir()))


def test_values_are_written_for_programs_too() -> None:
    rules = in_force(DAY)
    written = {key: rules.one(key).written for key in SAID}

    assert written[Key.RECHECK_DAY] == "04-30"
    assert written[Key.QUOTA_SHARE] == "5%"
    assert written[Key.MEDICAL_FIXED_SUM] == "8000.00"
    assert written[Key.MEDICAL_READING] == "whole_amount"
    assert written[Key.REVIEW_WORKDAYS] == "3"
    assert written[Key.MEDICAL_BRACKETS] == (
        "5000.00:10%;20000.00:8%;50000.00:6%;100000.00:fixed"
    )


# -- whose money, which day ---------------------------------------------------------


def test_the_central_method_binds_central_money_from_its_day_on() -> None:
    central, first = Origin.CENTRAL_BUDGET, dt.date(2015, 5, 8)
    key = Key.LIVING_MONTHS_MOST

    assert [one.number for one in in_force(first, origin=central).caps(key)] == [12]
    before = first - dt.timedelta(days=1)
    assert in_force(before, origin=central).caps(key) == ()
    for origin in (None, *(one for one in Origin if one is not central)):
        assert in_force(first, origin=origin).caps(key) == ()


def test_other_money_may_follow_the_central_method_by_resolution() -> None:
    for origin in (Origin.DONATION, Origin.CENTRAL_BUDGET):
        rules = in_force(DAY, origin=origin, adoptions=[adopted("central-2015")])
        caps = rules.caps(Key.SCHOOLING_MONTHS_MOST)
        assert [one.number for one in caps] == [10]


def test_an_adopted_set_holds_from_its_day_until_its_end() -> None:
    one = adopted("shandong-warmth-2019", until=dt.date(2022, 1, 1))

    held = [
        bool(in_force(day, adoptions=[one]).caps(Key.WARMTH_ONCE_MOST))
        for day in (
            dt.date(2019, 12, 31),
            FIRST,
            dt.date(2021, 12, 31),
            dt.date(2022, 1, 1),
        )
    ]
    assert held == [False, True, True, False]


def test_the_set_adopted_last_goes_first() -> None:
    both = [adopted("schooling-2006"), adopted("schooling-2016", dt.date(2021, 1, 1))]

    for order in (both, both[::-1]):
        rules = in_force(DAY, adoptions=order)
        assert rules.one(Key.SCHOOLING_SUM, Stage.UNDERGRADUATE).number == 300_000
    same_day = [adopted("schooling-2016"), adopted("schooling-2006")]
    rules = in_force(DAY, adoptions=same_day)
    assert rules.one(Key.SCHOOLING_SUM, Stage.UNDERGRADUATE).number == 200_000


def test_a_set_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(StandardMissing, match=r"没有叫“hebei”的一套标准.*hubei"):
        in_force(DAY, adoptions=[adopted("hebei")])
    with pytest.raises(StandardRefused, match="一律适用，不用采用"):
        in_force(DAY, adoptions=[adopted("opinion")])


def test_a_day_before_the_rules_has_no_standard() -> None:
    early = in_force(dt.date(2005, 12, 31))

    with pytest.raises(StandardMissing, match="2005-12-31 没有“基层审核时限”的标准"):
        early.one(Key.REVIEW_WORKDAYS)
    assert early.one_or_none(Key.REVIEW_WORKDAYS) is None


# -- what a unit chose --------------------------------------------------------------


def test_a_decision_goes_before_an_adopted_set_and_the_opinion() -> None:
    rules = in_force(
        DAY,
        adoptions=[adopted("shanghai-2019")],
        decisions=[chosen(Key.MEDICAL_READING, "marginal_above_floor")],
    )

    standard = rules.one(Key.MEDICAL_READING)
    assert standard.word == "marginal_above_floor"
    assert standard.cited == "管理机构决议 2020-1"
    assert (standard.decided_by, standard.binding) == (
        "资金管理机构",
        Binding.RESOLUTION,
    )


def test_the_later_decision_holds_from_its_day() -> None:
    later = dt.date(2024, 1, 1)
    both = [
        chosen(Key.MEDICAL_FIXED_SUM, Money(900_000)),
        chosen(Key.MEDICAL_FIXED_SUM, Money(1_000_000), since=later),
    ]

    before = in_force(later - dt.timedelta(days=1), decisions=both)
    assert before.one(Key.MEDICAL_FIXED_SUM).money == Money(900_000)
    assert in_force(later, decisions=both).one(Key.MEDICAL_FIXED_SUM).money == Money(
        1_000_000
    )


def test_a_decision_ends_on_its_day() -> None:
    ended = chosen(Key.EMERGENCY_PAPERS_WORKDAYS, 20, until=dt.date(2021, 1, 1))
    key = Key.EMERGENCY_PAPERS_WORKDAYS

    assert in_force(dt.date(2020, 12, 31), decisions=[ended]).one(key).number == 20
    assert in_force(dt.date(2021, 1, 1), decisions=[ended]).one(key).number == 10


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (chosen(Key.PUBLICATION_WORKDAYS, 3), "“公示期下限”不由本级决议另定"),
        (chosen(Key.MEDICAL_READING, "by_hand"), "没有这种选择.*marginal_from_zero"),
        (chosen(Key.MEDICAL_FIXED_SUM, Money(799_999)), "不能低于 8,000.00 元"),
        (chosen(Key.MEDICAL_FIXED_SUM, 9000), "“医疗救助定额”的数值不对"),
        (chosen(Key.EMERGENCY_PAPERS_WORKDAYS, Money(5)), "的数值不对"),
        (chosen(Key.EMERGENCY_PAPERS_WORKDAYS, 0), "的数值不对"),
        (chosen(Key.EMERGENCY_PAPERS_WORKDAYS, "ten"), "的数值不对"),
        (chosen(Key.WARMTH_ONCE_MOST, Money(5)), "不由本级决议另定"),
    ],
)
def test_a_decision_beyond_what_the_rules_leave_is_refused(
    decision: Decision, told: str
) -> None:
    with pytest.raises(StandardRefused, match=told):
        in_force(DAY, decisions=[decision])


# -- files --------------------------------------------------------------------------


def test_a_past_value_gives_way_to_the_one_under_it() -> None:
    later = dt.date(2022, 1, 1)
    found = standard_set_from(document(value(until=later), value(value=4, since=later)))

    held = [[v.number for v in found.values if v.holds(day)] for day in (FIRST, later)]
    assert held == [[3], [4]]


@pytest.mark.parametrize(
    "spoilt",
    [
        document(value(), value(value=4)),
        document(value(), value(value=4, categories=["deep"])),
        document(value(until=FIRST)),
        document(value(grade="Z")),
        document(value(note="…")),
        document(value(value=0)),
        document(value(value="3")),
        document(value(), origins=["donation"]),
        document(value(), binding="origin"),
        document(value(), more="…"),
        document(
            value(
                key="medical_brackets",
                unit="brackets",
                value=[{"from": "9", "rate": "1%"}, {"from": "5", "rate": "2%"}],
            )
        ),
        document(
            value(
                key="medical_brackets",
                unit="brackets",
                value=[{"from": "5", "fixed": True}, {"from": "9", "rate": "2%"}],
            )
        ),
    ],
)
def test_a_fault_in_a_file_is_a_bug(spoilt: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        standard_set_from(spoilt)


def test_values_of_other_people_or_days_stand_side_by_side() -> None:
    found = standard_set_from(
        document(
            value(categories=["deep"]),
            value(value=4, categories=["relative"]),
            value(value=5, per="household"),
            value(key="schooling_months_most", stages=["senior"]),
            value(key="schooling_months_most", stages=["junior", "primary"], value=1),
        )
    )

    applies = [one.applies for one in found.values]
    assert applies == [
        "每人 深度困难",
        "每人 相对困难",
        "每户",
        "每人 普通高中",
        "每人 小学、初中",
    ]


def test_the_files_are_the_sets() -> None:
    folder = files("aid").joinpath("standards")

    for one in standard_sets():
        text = folder.joinpath(f"{one.key}.toml").read_text("utf-8")
        assert standard_set_from(tomllib.loads(text)) == one
