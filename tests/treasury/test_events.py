"""The file of events: what it says, and that a fault in it cannot pass."""

import copy
import datetime as dt
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from ledger.accounts import Role, load_chart
from ledger.funds import Channel, Origin, source_of
from treasury.event_accounts import Choice, Place, choice
from treasury.events import (
    Asked,
    Word,
    event_of,
    events,
    events_from,
    events_in,
    spending_in,
    spendings_from,
)

DAY = dt.date(2025, 6, 30)


def document() -> dict[str, Any]:
    text = files("treasury").joinpath("events.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def with_first(**changes: Any) -> dict[str, Any]:
    """The file with its first event changed; None takes a field away."""
    changed = copy.deepcopy(document())
    block = changed["event"][0]
    for name, value in changes.items():
        if value is None:
            del block[name]
        else:
            block[name] = value
    return changed


def test_an_event_is_found_by_key_and_day() -> None:
    found = event_of("donation", DAY)
    assert found is not None
    assert found.is_for(Origin.DONATION, Channel.DIRECT)
    assert not found.is_for(Origin.DONATION, Channel.UNION_LINE)
    assert not found.is_for(Origin.EMPLOYER, Channel.DIRECT)
    assert found.asked(Asked.PURPOSE) is None
    assert event_of("donation", dt.date(2005, 12, 31)) is None
    assert event_of("lottery", DAY) is None


def test_a_later_block_takes_over_under_the_same_key() -> None:
    changed = with_first(until=dt.date(2020, 1, 1))
    later = copy.deepcopy(changed["event"][0])
    del later["until"]
    later["since"] = dt.date(2020, 1, 1)
    changed["event"].append(later)
    first, *_, second = events_from(changed)
    assert (first.holds(dt.date(2019, 12, 31)), first.holds(dt.date(2020, 1, 1))) == (
        True,
        False,
    )
    assert second.holds(dt.date(2020, 1, 1))


@pytest.mark.parametrize(
    "changes",
    [
        {"key": ""},
        {"grade": "X"},
        {"until": dt.date(2006, 1, 1)},
        {"charts": []},
        {"charts": ["union-2009", "union-2009"]},
        {"money": ["stock"]},
        {"money": None},
        {"entry": [{"debit": "claim"}, {"credit": "income"}]},
        {"entry": [{"debit": "money"}, {"debit": "income"}]},
        {"entry": [{"debit": "money"}]},
        {"entry": [{"debit": "debited"}, {"credit": "money"}]},
        {"giving": [{"debit": "income"}, {"credit": "money"}]},
        {"request": "move"},
        {"paid": "this_year"},
        {"says": "收到{person}"},
        {"asks": [{"field": "party", "text": " "}]},
        {"asks": [{"field": "party", "text": "谁？"}] * 2},
    ],
    ids=str,
)
def test_a_fault_in_the_file_is_met(changes: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        events_from(with_first(**changes))


def test_blocks_of_one_key_may_not_overlap() -> None:
    changed = with_first(until=dt.date(2021, 1, 1))
    later = copy.deepcopy(changed["event"][0])
    later |= {"since": dt.date(2020, 1, 1), "until": dt.date(2030, 1, 1)}
    changed["event"].append(later)
    with pytest.raises(AssertionError):
        events_from(changed)
    del changed["event"][0]["until"]
    with pytest.raises(AssertionError):
        events_from(changed)


@pytest.mark.parametrize(
    "changes",
    [
        {"usual": "504"},
        {"usual": "408"},
        {"purposes": {"50405": ["旅游"]}},
        {"purposes": {"50405": ["金秋助学"], "50403": ["金秋助学"]}},
        {"extra": 1},
    ],
    ids=str,
)
def test_a_fault_in_the_usual_accounts_is_met(changes: dict[str, Any]) -> None:
    changed = document()
    changed["spending"][0] |= changes
    with pytest.raises(AssertionError):
        spendings_from(changed)


def test_every_word_of_every_event_finds_an_account_under_every_chart() -> None:
    """So that no event is offered which could not be booked."""
    told, missing = 0, []
    for event in events():
        for key in event.charts:
            chart = load_chart(key)
            day = max(chart.since, event.since)
            for origin in Origin:
                for channel in Channel:
                    source = source_of(origin, channel, day)
                    accounts = source.accounts_in(key) if source else None
                    if accounts is None or not event.is_for(origin, channel):
                        continue
                    place = Place(chart, accounts, day, "生活救助")
                    for leg in event.entry:
                        told += 1
                        if not choice(event, leg.word, place).among:
                            missing.append((event.key, key, origin, leg.word))
    assert missing == []
    assert told > 100


@pytest.mark.parametrize(
    ("chart", "purpose", "account"),
    [
        ("union-2021", "生活救助", "50404"),
        ("union-2021", "助学救助", "50404"),
        ("union-2021", "金秋助学", "50405"),
        ("union-2021", "法律援助", "50403"),
        ("union-2021-grassroots", "节日慰问", "50405"),
        ("union-2009", "医疗救助", "50204"),
        ("aid-institution", "大病救助", "500102"),
        ("aid-institution", "本单位自定", "500107"),
    ],
)
def test_aid_stands_on_the_usual_account_of_its_purpose(
    chart: str, purpose: str, account: str
) -> None:
    source = source_of(Origin.DONATION, Channel.DIRECT, DAY)
    assert source is not None
    accounts = source.accounts_in(chart)
    refund = event_of("refund", DAY)
    assert accounts is not None
    assert refund is not None
    place = Place(load_chart(chart), accounts, DAY, purpose)
    found = choice(refund, Word.EXPENSE, place)
    assert found.usual == account
    down = load_chart(chart).with_role(Role.PASSING_DOWN)
    assert {a.code for a in down}.isdisjoint(found.among)


def test_a_divided_account_must_be_chosen_among_its_parts() -> None:
    chart = load_chart("union-2021")
    parts = [
        chart["102"].sub_account("10201", "基本户"),
        chart["102"].sub_account("10202", "专户"),
        chart["408"].sub_account("40801", "捐赠"),
        chart["408"].sub_account("40802", "利息"),
        chart["32101"].sub_account("3210101", "帮扶"),
    ]
    donation = event_of("donation", DAY)
    source = source_of(Origin.DONATION, Channel.DIRECT, DAY)
    assert donation is not None
    assert source is not None
    accounts = source.accounts_in("union-2021")
    assert accounts is not None
    place = Place(chart.extended(parts), accounts, DAY)
    assert choice(donation, Word.MONEY, place) == Choice(("10201", "10202", "101"))
    assert choice(donation, Word.INCOME, place) == Choice(("40801", "40802"))
    only = Choice(("3210101",), "3210101")
    assert choice(donation, Word.PRIOR_YEAR, place) == only


def test_a_chart_of_ones_own_has_no_usual_accounts_and_no_events() -> None:
    assert spending_in("own", DAY) is None
    assert spending_in("union-2021", dt.date(2021, 12, 31)) is None
    assert events_in("own", DAY) == ()
