"""Funds, their sources by date, and the purposes they may be spent on."""

import copy
import datetime as dt
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from ledger.accounts import AccountClass, load_chart, standard_keys
from ledger.funds import (
    Channel,
    ExpenseSplit,
    Fund,
    FundError,
    FundSource,
    Origin,
    SourceAccounts,
    class_name,
    default_channel,
    foreign_purposes,
    fund_sources,
    parse_channel,
    parse_origin,
    permitted_purposes,
    purpose_of,
    purposes_from,
    source_of,
    sources_from,
    standard_name,
    standard_purposes,
)

TODAY = dt.date(2025, 6, 30)
CENTRAL_2015 = (
    "生活救助",
    "医疗救助",
    "子女助学",
    "法律援助",
    "职业培训",
    "职业介绍",
)


def document(name: str) -> dict[str, Any]:
    text = files("ledger").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def source(origin: Origin, channel: Channel, on: dt.date = TODAY) -> FundSource:
    found = source_of(origin, channel, on)
    assert found is not None
    return found


def accounts(origin: Origin, channel: Channel, chart: str) -> SourceAccounts:
    found = source(origin, channel).accounts_in(chart)
    assert found is not None
    return found


def central(*purposes: str) -> Fund:
    return Fund(
        "C1", "中央专项", Origin.CENTRAL_BUDGET, Channel.UNION_LINE, purposes=purposes
    )


@pytest.mark.parametrize("origin", Origin)
def test_every_origin_has_a_usual_channel_with_a_rule(origin: Origin) -> None:
    assert source(origin, default_channel(origin)).holds(TODAY)


@pytest.mark.parametrize(
    ("origin", "channel", "income", "closing", "split"),
    [
        # The rows are R1 to R5, R8 and R10 of the entries for aid money, 2021 edition.
        ("local_budget", "same_level_treasury", "40401", "33104", ExpenseSplit.BUDGET),
        ("local_budget", "other_level_treasury", "40402", "32104", ExpenseSplit.UNION),
        ("central_budget", "union_line", "40302", "32104", ExpenseSplit.UNION),
        ("upper_union", "union_line", "40302", "32104", ExpenseSplit.UNION),
        ("donation", "direct", "408", "32104", ExpenseSplit.UNION),
        ("interest", "direct", "408", "32104", ExpenseSplit.UNION),
        ("investment", "direct", "407", "32104", ExpenseSplit.UNION),
        ("general", "direct", "402", "32205", ExpenseSplit.UNION),
    ],
)
def test_each_source_has_its_accounts_in_the_2021_edition(
    origin: str, channel: str, income: str, closing: str, split: ExpenseSplit
) -> None:
    found = accounts(Origin(origin), Channel(channel), "union-2021")
    assert (found.income[0], found.closing, found.split) == (income, closing, split)


@pytest.mark.parametrize(
    ("origin", "channel", "income"),
    [
        (Origin.UPPER_UNION, Channel.UNION_LINE, "40304"),
        (Origin.EMPLOYER, Channel.DIRECT, "405"),
        (Origin.LOCAL_BUDGET, Channel.SAME_LEVEL_TREASURY, "404"),
        (Origin.DONATION, Channel.DIRECT, "408"),
    ],
)
def test_in_the_2009_edition_all_money_rests_in_one_surplus_account(
    origin: Origin, channel: Channel, income: str
) -> None:
    found = accounts(origin, channel, "union-2009")
    assert (found.income[0], found.closing, found.split) == (income, "331", None)


def test_money_held_for_others_is_entrusted_and_no_income() -> None:
    pair = (Origin.MUTUAL_AID, Channel.DIRECT)
    assert accounts(*pair, "union-2021").entrusted == "221"
    assert accounts(*pair, "union-2009").entrusted == "231"
    assert not accounts(Origin.DONATION, Channel.DIRECT, "union-2021").entrusted


def test_a_chart_without_accounts_for_a_source_says_so() -> None:
    treasury = source(Origin.LOCAL_BUDGET, Channel.SAME_LEVEL_TREASURY)
    assert treasury.accounts_in("union-2021-grassroots") is None
    assert treasury.accounts_in("charity-of-its-own") is None


def test_a_pair_that_cannot_occur_has_no_rule() -> None:
    assert source_of(Origin.INTEREST, Channel.SAME_LEVEL_TREASURY, TODAY) is None


def test_money_passed_down_keeps_its_origin_on_the_union_line() -> None:
    # What a union gives of its own is, below it, money of the upper union.
    own = {Origin.OWN_UNION, Origin.GENERAL}
    for origin in set(Origin) - own:
        assert accounts(origin, Channel.UNION_LINE, "union-2021").income == ("40302",)


def test_central_money_is_tied_to_six_projects_since_8_may_2015() -> None:
    pair = (Origin.CENTRAL_BUDGET, Channel.UNION_LINE)
    assert source(*pair, dt.date(2015, 5, 7)).purposes == ()
    assert source(*pair, dt.date(2015, 5, 8)).purposes == CENTRAL_2015
    assert source(*pair).clause.startswith("F15 第五条")


def test_all_other_sources_permit_any_purpose() -> None:
    others = [s for s in fund_sources() if s.origin is not Origin.CENTRAL_BUDGET]
    assert {s.purposes for s in others} == {()}


def test_every_block_names_its_clause_and_stands_once_for_a_day() -> None:
    sources = fund_sources()
    assert all(s.clause for s in sources)
    assert all(s.label for s in sources)
    in_force = [s.key for s in sources if s.holds(TODAY)]
    assert len(in_force) == len(set(in_force))


def test_every_chart_that_comes_with_the_program_serves_some_source() -> None:
    assert {a.chart for s in fund_sources() for a in s.accounts} == set(standard_keys())


def test_the_income_accounts_of_a_source_are_income_in_their_chart() -> None:
    for found in (a for s in fund_sources() for a in s.accounts):
        chart = load_chart(found.chart)
        assert all(chart[c].klass is AccountClass.INCOME for c in found.income)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("central_budget", Origin.CENTRAL_BUDGET),
        ("中央财政", Origin.CENTRAL_BUDGET),
        ("地方财政", Origin.LOCAL_BUDGET),
        ("上级工会", Origin.UPPER_UNION),
        ("本级工会", Origin.OWN_UNION),
        ("单位行政", Origin.EMPLOYER),
        (" 社会捐赠 ", Origin.DONATION),
        ("职工互助", Origin.MUTUAL_AID),
        ("利息", Origin.INTEREST),
        ("投资收益", Origin.INVESTMENT),
        ("其他", Origin.OTHER),
        ("本级工会其他资金", Origin.GENERAL),
        ("彩票", None),
        ("", None),
    ],
)
def test_an_origin_is_read_by_key_or_label(text: str, origin: Origin | None) -> None:
    assert parse_origin(text) is origin


def test_a_channel_is_read_by_key_or_label() -> None:
    assert parse_channel("同级财政") is Channel.SAME_LEVEL_TREASURY
    assert parse_channel("union_line") is Channel.UNION_LINE
    assert parse_channel("邮局") is None


def test_the_usual_channel_is_the_first_listed() -> None:
    assert default_channel(Origin.CENTRAL_BUDGET) is Channel.UNION_LINE
    assert default_channel(Origin.LOCAL_BUDGET) is Channel.SAME_LEVEL_TREASURY
    assert default_channel(Origin.DONATION) is Channel.DIRECT


def test_a_fund_is_restricted_when_it_names_purposes() -> None:
    free = Fund("D1", "日常捐赠", Origin.DONATION, Channel.DIRECT)
    tied = Fund("D2", "定向", Origin.DONATION, Channel.DIRECT, purposes=("金秋助学",))
    assert not free.restricted
    assert tied.restricted


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"code": " "}, "没有编号"),
        ({"name": ""}, "没有名称"),
        ({"purposes": ("生活救助", " ")}, "空白项"),
        ({"purposes": ("生活救助", "生活救助")}, "有重复"),
        ({"origin": Origin.GENERAL, "purposes": ("送温暖",)}, "不设限定用途"),
    ],
)
def test_a_fund_cannot_be_built_wrong(changes: dict[str, Any], message: str) -> None:
    facts = {"code": "D1", "name": "捐赠", "origin": Origin.DONATION}
    with pytest.raises(FundError, match=message):
        Fund(**(facts | {"channel": Channel.DIRECT} | changes))


def test_a_fund_is_spent_on_what_source_and_donor_both_permit() -> None:
    assert permitted_purposes(central(), TODAY) == CENTRAL_2015
    assert permitted_purposes(central("医疗救助", "送温暖"), TODAY) == ("医疗救助",)
    free = Fund("D1", "日常捐赠", Origin.DONATION, Channel.DIRECT)
    assert permitted_purposes(free, TODAY) is None
    tied = Fund("D2", "定向", Origin.DONATION, Channel.DIRECT, purposes=("银台基金",))
    assert permitted_purposes(tied, TODAY) == ("银台基金",)


def test_a_fund_tied_only_to_foreign_purposes_may_be_spent_on_nothing() -> None:
    """The source leaves nothing, which must never be read as anything."""
    assert permitted_purposes(central("送温暖"), TODAY) == ()
    assert foreign_purposes(central("送温暖"), TODAY) == ("送温暖",)


def test_a_purpose_may_go_by_another_name() -> None:
    assert standard_name("助学救助") == "子女助学"
    assert foreign_purposes(central("助学救助"), TODAY) == ()
    assert permitted_purposes(central("助学救助"), TODAY) == ("助学救助",)


def test_a_pair_without_a_rule_leaves_the_donor_alone_to_decide() -> None:
    odd = Fund("X", "利息", Origin.INTEREST, Channel.SAME_LEVEL_TREASURY)
    assert permitted_purposes(odd, TODAY) is None
    assert foreign_purposes(odd, TODAY) == ()


@pytest.mark.parametrize(
    ("name", "economic"),
    [
        ("生活救助", "30305"),
        ("送温暖", "30306"),
        ("医疗救助", "30307"),
        ("子女助学", "30308"),
        ("金秋助学", "30308"),
        ("法律援助", "30399"),
        ("本会自设项目", "30399"),
    ],
)
def test_a_purpose_has_its_budget_classes(name: str, economic: str) -> None:
    purpose = purpose_of(name)
    assert (purpose.name, purpose.economic) == (name, economic)
    assert purpose.functional == "2012906"


def test_budget_classes_are_shown_by_name() -> None:
    assert class_name("30308") == "助学金"
    assert class_name("2012906") == "工会事务"
    assert len(standard_purposes()) == 13


@pytest.mark.parametrize(
    "fault",
    [
        {"colour": "red"},
        {"until": dt.date(2006, 1, 1)},
        {"purposes": ["没有这个用途"]},
        {"accounts": [{"chart": "union-2021", "income": [], "closing": "32104"}]},
        {"accounts": [{"chart": "union-2021", "income": ["403"], "closing": "32104"}]},
        {"accounts": [{"chart": "union-2021", "income": ["102"], "closing": "32104"}]},
        {"accounts": [{"chart": "union-2021", "income": ["408"], "closing": "32102"}]},
        {"accounts": [{"chart": "union-2021", "income": ["408"], "rests": "32104"}]},
        {
            "accounts": [
                {
                    "chart": "union-2021",
                    "income": ["408"],
                    "closing": "32104",
                    "entrusted": "215",
                }
            ]
        },
    ],
)
def test_a_faulty_source_stops_the_program(fault: dict[str, Any]) -> None:
    block = {
        "origin": "donation",
        "channel": "direct",
        "label": "社会捐赠",
        "clause": "第408号科目",
        "since": dt.date(2006, 1, 1),
        "purposes": [],
        "accounts": [],
    }
    assert sources_from({"source": [block]})
    with pytest.raises(AssertionError):
        sources_from({"source": [block | fault]})


def test_two_rules_for_one_pair_and_day_stop_the_program() -> None:
    faulty = document("fund_sources.toml")
    faulty["source"].append(copy.deepcopy(faulty["source"][0]))
    with pytest.raises(AssertionError):
        sources_from(faulty)


@pytest.mark.parametrize(
    "line",
    [
        {"economic": "99999"},
        {"functional": "99999"},
        {"aliases": ["生活救助"]},
        {"colour": "red"},
    ],
)
def test_a_faulty_purpose_stops_the_program(line: dict[str, Any]) -> None:
    faulty = document("purposes.toml")
    faulty["purposes"]["新用途"] = line
    with pytest.raises(AssertionError):
        purposes_from(faulty)
