"""Receipts: under every chart, every event makes the entry that the rules state."""

import datetime as dt
from typing import Any

import pytest

from ledger import fund_registration
from ledger.database import writing
from ledger.funds import fund_sources
from ledger.money import Money
from tests.building import FOUNDING, Books, credit, debit, voucher
from tests.treasury.receiving import (
    UNITS,
    carry_through,
    handed,
    lines,
    open_units,
    said,
    unit_of,
)
from treasury.events import events, events_in

LOCAL = "local_budget-same_level_treasury"
OTHER_LEVEL = "local_budget-other_level_treasury"
CENTRAL = "central_budget-union_line"
OWN = "own_union-direct"
GENERAL = "general-direct"
GIVEN = {"from_fund": GENERAL, "basis": "常委会〔2025〕3号"}
LIVING = {"purpose": "生活救助"}
ERROR = {"basis": "审计结论2025-1"}
SHOP = {"refund_of": "p-1", "party": "某商行"}
SHEET = {"basis": "现金盘点表第1号"}

Entry = tuple[str, dict[str, Any], str]

COUNTY: dict[str, Entry] = {
    "quota": (LOCAL, {"party": "县财政局"}, "借 111；贷 40401"),
    "direct_payment": (LOCAL, LIVING | {"persons": 2}, "借 50404；贷 40401"),
    "treasury_bank": (LOCAL, {}, "借 102；贷 40401"),
    "other_treasury": (OTHER_LEVEL, {"party": "市财政局"}, "借 102；贷 40402"),
    "upper_union": (CENTRAL, {"party": "市总工会"}, "借 102；贷 40302"),
    "upper_claim": (CENTRAL, {"party": "市总工会"}, "借 13101；贷 40302"),
    "claim_paid": (CENTRAL, {"party": "市总工会"}, "借 102；贷 13101"),
    "general": (GENERAL, {"amount": Money(9_000_00)}, "借 102；贷 402"),
    "own_surplus": (OWN, GIVEN, "他借 32202；他贷 102；借 102；贷 32102"),
    "own_current": (OWN, GIVEN, "他借 402；他贷 102；借 102；贷 402"),
    "employer": ("employer-direct", {"party": "某厂"}, "借 102；贷 408"),
    "donation": ("donation-direct", {}, "借 102；贷 408"),
    "mutual_held": ("mutual_aid-direct", {"party": "某厂"}, "借 102；贷 221"),
    "mutual_given": ("mutual_aid-direct", {}, "借 102；贷 408"),
    "interest": ("interest-direct", {}, "借 102；贷 408"),
    "investment": ("investment-direct", {"party": "国债"}, "借 102；贷 407"),
    "other": ("other-direct", {"party": "某会"}, "借 102；贷 408"),
    "cash_surplus": ("donation-direct", SHEET, "借 101；贷 215"),
    "refund": ("donation-direct", LIVING, "借 102；贷 50404"),
    "refund_bought": ("other-direct", SHOP, "借 102；贷 50602"),
    "refund_direct": (LOCAL, LIVING, "借 40401；贷 50404"),
    "refund_earlier": (LOCAL, {}, "借 102；贷 33101"),
    "error_earlier": (
        "donation-direct",
        ERROR | {"debited": "50404", "credited": "215", "attachments": 0},
        "借 32101；贷 215",
    ),
}
GRASSROOTS = {
    key: (fund, more, told)
    for key, (fund, more, told) in COUNTY.items()
    if key in {"upper_union", "upper_claim", "claim_paid", "general"}
    or key in {"own_surplus", "own_current", "donation", "mutual_given", "interest"}
    or key in {"other", "refund", "refund_bought", "error_earlier", "cash_surplus"}
} | {
    "refund_bought": ("other-direct", SHOP, "借 102；贷 50404"),
    "employer": ("employer-direct", {"party": "某厂"}, "借 102；贷 405"),
    "refund_earlier": ("donation-direct", {}, "借 102；贷 32101"),
}
OLD = COUNTY | {
    "quota": (LOCAL, {}, "借 111；贷 404"),
    "direct_payment": (LOCAL, LIVING, "借 50204；贷 404"),
    "treasury_bank": (LOCAL, {}, "借 102；贷 404"),
    "other_treasury": (OTHER_LEVEL, {"party": "市财政局"}, "借 102；贷 404"),
    "upper_union": (CENTRAL, {"party": "市总工会"}, "借 102；贷 40304"),
    "upper_claim": (CENTRAL, {"party": "市总工会"}, "借 13101；贷 40304"),
    "own_surplus": (OWN, GIVEN, "他借 331；他贷 102；借 102；贷 331"),
    "employer": ("employer-direct", {"party": "某厂"}, "借 102；贷 405"),
    "mutual_held": ("mutual_aid-direct", {"party": "某厂"}, "借 102；贷 231"),
    "cash_surplus": ("donation-direct", SHEET, "借 101；贷 225"),
    "refund": ("donation-direct", LIVING, "借 102；贷 50204"),
    "refund_bought": ("other-direct", SHOP, "借 102；贷 50402"),
    "refund_direct": (LOCAL, LIVING, "借 404；贷 50204"),
    "refund_earlier": (LOCAL, {}, "借 102；贷 331"),
    "error_earlier": (
        "donation-direct",
        ERROR | {"debited": "50204", "credited": "225", "attachments": 0},
        "借 331；贷 225",
    ),
}
CENTRE: dict[str, Entry] = {
    "quota": (LOCAL, {}, "借 1011；贷 4002"),
    "direct_payment": (LOCAL, LIVING, "借 500101；贷 4002"),
    "treasury_bank": (LOCAL, {}, "借 1002；贷 4002"),
    "other_treasury": (OTHER_LEVEL, {"party": "市财政局"}, "借 1002；贷 4002"),
    "upper_union": (CENTRAL, {"party": "市总工会"}, "借 1002；贷 4001"),
    "own_allotted": (OWN, {"basis": "常委会3号"}, "借 1002；贷 4004"),
    "employer": ("employer-direct", {"party": "某厂"}, "借 1002；贷 4005"),
    "donation": ("donation-direct", {}, "借 1002；贷 4006"),
    "mutual_held": ("mutual_aid-direct", {"party": "某厂"}, "借 1002；贷 2901"),
    "mutual_given": ("mutual_aid-direct", {}, "借 1002；贷 4007"),
    "interest": ("interest-direct", {}, "借 1002；贷 4008"),
    "investment": ("investment-direct", {"party": "国债"}, "借 1002；贷 4009"),
    "other": ("other-direct", {"party": "某会"}, "借 1002；贷 4010"),
    "cash_surplus": ("donation-direct", SHEET, "借 1001；贷 2307"),
    "refund": ("donation-direct", LIVING, "借 1002；贷 500101"),
    "refund_bought": ("other-direct", SHOP, "借 1002；贷 500107"),
    "refund_direct": (LOCAL, LIVING, "借 4002；贷 500101"),
    "refund_earlier": (LOCAL, {}, "借 1002；贷 390101"),
    "error_earlier": (
        "donation-direct",
        ERROR | {"debited": "500101", "credited": "2307", "attachments": 0},
        "借 390101；贷 2307",
    ),
}
ENTRIES = {
    "union-2021": COUNTY,
    "union-2021-grassroots": GRASSROOTS,
    "union-2009": OLD,
    "aid-institution": CENTRE,
}


def told(books: Books, unit: str, ref: str, fund: str) -> str:
    """The lines of a posted voucher; 他 marks those of another fund."""
    return "；".join(
        f"{'' if of == fund else '他'}{side} {account}"
        for of, side, account, _, _ in lines(books, unit, ref)
    )


def spend(books: Books, chart: str, event: str) -> None:
    """What was bought for the office, or helped with: 1,000 yuan of it comes back."""
    unit, day = unit_of(chart)
    fund, more, told_entry = ENTRIES[chart][event]
    money, spent = (part.split()[1] for part in told_entry.split("；"))
    purpose = more.get("purpose", "")
    if purpose:
        with writing(books.engine) as connection:
            met = [(fund, purpose)]
            fund_registration.meet_purposes(connection, unit, met, FOUNDING)
    lines = (
        debit(spent, 1_000_00, fund, purpose=purpose),
        credit(money, 1_000_00, fund),
    )
    ref = more.get("refund_of", "p-0")
    books.post(voucher(ref, *lines, unit=unit, dated_on=day))


@pytest.mark.parametrize("chart", UNITS)
def test_every_event_is_posted_as_the_rules_state(books: Books, chart: str) -> None:
    open_units(books)
    unit, _ = unit_of(chart)
    posted, amounts = {}, set()
    for event, (fund, more, _) in ENTRIES[chart].items():
        if event in {"refund", "refund_bought"}:
            spend(books, chart, event)
        carry_through(books, handed(books, said(chart, event, fund, **more)))
        posted[event] = told(books, unit, f"{event}-1", fund)
        wanted = str(more.get("amount", Money(1_000_00)))
        found = lines(books, unit, f"{event}-1")
        amounts |= {amount == wanted for _, _, _, amount, _ in found}
    assert posted == {key: entry for key, (_, _, entry) in ENTRIES[chart].items()}
    assert amounts == {True}


@pytest.mark.parametrize("chart", UNITS)
def test_every_event_of_a_chart_is_tried(chart: str) -> None:
    _, day = unit_of(chart)
    assert ENTRIES[chart].keys() == {event.key for event in events_in(chart, day)}


def test_every_source_has_an_event_under_every_chart_that_knows_it() -> None:
    missing = [
        (source.key, accounts.chart)
        for source in fund_sources()
        for accounts in source.accounts
        if not any(
            accounts.chart in event.charts
            and event.is_for(source.origin, source.channel)
            and not event.paid
            and event.key not in {"error_earlier", "claim_paid"}
            for event in events()
        )
    ]
    assert missing == []


def test_events_hold_from_the_year_after_the_base_year() -> None:
    assert {event.since for event in events()} == {dt.date(2006, 1, 1)}
