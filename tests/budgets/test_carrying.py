"""Carry-over: what each fund has left, whether it goes on, and as what."""

import datetime as dt
from collections.abc import Iterator

import pytest

from budgets import carrying, drafting
from budgets.budget import Source
from ledger.database import reading, writing
from ledger.funds import Origin
from ledger.money import ZERO
from reports import fund_flows
from reports.fund_parts import Part
from tests import building
from tests.budgets.budgeting import (
    MAKER,
    approve,
    draft,
    line,
    ready,
    source,
    yuan,
)
from tests.building import Books, payment, receipt
from tests.ledger import decade
from tests.reports.asking import request
from tests.server import Shelf


@pytest.fixture
def office(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """The small world with the union's own fund F3, a body and three resolutions."""
    yield from building.copied(shelf, dialect, "carrying-office", ready)


@pytest.fixture
def second_year(office: Books) -> Books:
    """The budget of 2025 is approved, that of 2026 to be made."""
    approve(office, draft(office))
    return office


def test_what_is_left_is_carried_by_the_rule_of_its_origin(office: Books) -> None:
    office.post(
        receipt("r1", 900_00),
        payment("p1", 300_00),
        receipt("r2", 50_00, "F3"),
        receipt("r3", 70_00, "G"),
    )
    with reading(office.engine) as connection:
        gift, own, general = carrying.carried_over(connection, "U1", 2026)
        sources = carrying.proposed(connection, "U1", 2026)

    assert (gift.fund, gift.left, gift.carried) == ("F1", yuan(600), yuan(600))
    assert (gift.rule.manner, own.rule.manner) == ("结转", "结余")
    assert (general.left, general.carried, general.final) == (yuan(70), ZERO, False)
    assert [(one.fund, one.carried) for one in sources] == [
        ("F1", yuan(600)),
        ("F3", yuan(50)),
    ]


def test_what_is_left_is_the_same_once_the_year_is_closed(office: Books) -> None:
    office.post(receipt("r1", 900_00), payment("p1", 300_00))
    office.close_year(2025)
    with reading(office.engine) as connection:
        (gift,) = carrying.carried_over(connection, "U1", 2026)
    assert (gift.left, gift.final) == (yuan(600), True)


def test_a_draft_proposes_what_may_be_carried(second_year: Books) -> None:
    second_year.post(receipt("r1", 900_00), payment("p1", 300_00))
    with writing(second_year.engine) as connection:
        made = drafting.from_last_year(connection, "U1", 2026, 0, MAKER)
    gift = next(one for one in made.sources if one.fund == "F1")
    assert gift == Source(
        "F1",
        yuan(600),
        yuan(10_500),
        "结转：未用完的捐款结转下年，仍按捐赠人的意愿使用",
    )


def test_carried_money_is_open_in_the_first_quarter(office: Books) -> None:
    lines = (line("F1", (0, 0, 0, 10), carried=5),)
    made = approve(office, draft(office, (source("F1", 10, 5),), lines))
    assert made.lines[0].total == yuan(15)
    assert office.rows(
        "SELECT q1_fen, q2_fen, q3_fen, q4_fen FROM appropriation_moves"
    ) == [(500, 0, 0, 1000)]


@pytest.mark.slow
def test_what_is_left_is_what_the_statement_of_funds_shows(sqlite_books: Books) -> None:
    """Ten years, through the change of chart: the fund's own part less goods."""
    decade.build(sqlite_books.engine, 1)
    compared = 0
    with reading(sqlite_books.engine) as connection:
        for year in decade.YEARS:
            flows = fund_flows.read(connection, request("D", str(year)))
            left = carrying.carried_over(connection, "D", year + 1)
            shown = {
                flow.key: flow.net_assets - flow.forms[Part.GOODS]
                for flow in flows.funds
            }
            assert {one.fund: one.left for one in left} == {
                fund: amount for fund, amount in shown.items() if amount
            }
            compared += len(left)
    assert compared > 20


def test_every_origin_has_a_rule_and_the_latest_holds() -> None:
    before, after = (
        carrying.rule_of(Origin.CENTRAL_BUDGET, day)
        for day in (dt.date(2021, 12, 31), dt.date(2022, 1, 1))
    )
    assert (before.grade, after.grade) == ("D", "V")
    assert not carrying.rule_of(Origin.GENERAL, dt.date(1999, 1, 1)).carries
