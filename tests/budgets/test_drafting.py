"""Budgets drafted from last year's: scaled, grown, a provisional share of it."""

import datetime as dt
from collections.abc import Iterator

import pytest

from budgets import approval, control, drafting
from budgets.budget import Kind
from budgets.errors import BudgetRefused, ControlRefused
from budgets.lines import Line
from ledger.database import writing
from ledger.money import ZERO, Money
from ledger.people import Act
from tests import building
from tests.budgets.budgeting import (
    APPROVER,
    LINES,
    MAKER,
    approve,
    draft,
    in_force,
    line,
    opened,
    ready,
    source,
    yuan,
)
from tests.building import Books
from tests.server import Shelf


def on_day(year: int, month: int, day: int) -> Act:
    return Act("王五", dt.datetime(year, month, day, 8, tzinfo=dt.UTC))


@pytest.fixture
def office(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """The small world with the union's own fund F3, a body and three resolutions."""
    yield from building.copied(shelf, dialect, "drafting-office", ready)


@pytest.fixture
def second_year(office: Books) -> Books:
    """The budget of 2025 is approved, that of 2026 to be made."""
    approve(office, draft(office))
    return office


def test_last_years_lines_are_scaled_to_the_fen(second_year: Books) -> None:
    with writing(second_year.engine) as connection:
        made = drafting.from_last_year(connection, "U1", 2026, 333, MAKER)

    assert made.planned == Money(30_999_00)
    assert [one.planned for one in made.lines] == [Money(10_333_00), Money(20_666_00)]
    assert made.surplus > ZERO
    assert made.made_from == "last_year"


@pytest.mark.parametrize("percent_bp", [1, 7, 333, -1, -3333, 12345])
def test_a_scaled_total_is_exact(percent_bp: int) -> None:
    lines = [line("F1", (1, 2, 3, 7)), line("F3", (0, 11, 0, 13))]
    total = Money(37_00 * (10_000 + percent_bp) // 10_000)
    parts = drafting.scaled(lines, total)
    assert sum((one.planned for one in parts), ZERO) == total
    assert parts[1].quarters[0] == ZERO


def test_own_lines_grow_to_what_is_required(second_year: Books) -> None:
    with writing(second_year.engine) as connection:
        made = drafting.from_growth(
            connection, "U1", 2026, Money(21_000_01), MAKER, note="应达数"
        )

    aid, own = made.lines
    assert (aid.planned, own.planned) == (yuan(10_000), Money(21_000_01))
    assert made.surplus > ZERO
    assert made.note == "应达数"


def test_without_last_years_budget_there_is_nothing_to_scale(office: Books) -> None:
    share = {"share_bp": 2500, "until": dt.date(2026, 3, 31)}
    with writing(office.engine) as connection:
        for make in (
            lambda: drafting.from_last_year(connection, "U1", 2026, 500, MAKER),
            lambda: drafting.from_growth(connection, "U1", 2026, yuan(1), MAKER),
            lambda: drafting.provisional(connection, "U1", 2026, MAKER, **share),  # type: ignore[arg-type]
        ):
            with pytest.raises(BudgetRefused, match=r"2025年没有批准的预算.*手工编制"):
                make()


@pytest.mark.parametrize("percent_bp", [-10_000, 100_001])
def test_an_absurd_percentage_is_refused(second_year: Books, percent_bp: int) -> None:
    with (
        writing(second_year.engine) as connection,
        pytest.raises(BudgetRefused, match="增减比例不合理"),
    ):
        drafting.from_last_year(connection, "U1", 2026, percent_bp, MAKER)


def test_growth_needs_own_money_and_an_amount(office: Books) -> None:
    approve(office, draft(office, lines=LINES[:1]))
    with writing(office.engine) as connection:
        with pytest.raises(BudgetRefused, match="没有本级工会资金的支出"):
            drafting.from_growth(connection, "U1", 2026, yuan(1), MAKER)
        with pytest.raises(BudgetRefused, match="应大于零"):
            drafting.from_growth(connection, "U1", 2026, ZERO, MAKER)


def test_a_fall_of_the_own_budget_needs_a_reason(second_year: Books) -> None:
    lines = (line("F3", (19_000, 0, 0, 0), ""),)
    less = draft(second_year, (source("F3", 19_000),), lines, 2026)
    with pytest.raises(BudgetRefused, match=r"低于上年 20,000\.00 元，少 1,000\.00"):
        approve(second_year, less)
    done = approve(second_year, less, why="经费收入减少")
    assert done.steps[-1].opinion == "经费收入减少"


def test_a_provisional_share_is_opened_and_absorbed(second_year: Books) -> None:
    until = dt.date(2026, 3, 31)
    with writing(second_year.engine) as connection:
        share = drafting.provisional(
            connection, "U1", 2026, MAKER, share_bp=3333, until=until
        )
        with pytest.raises(BudgetRefused, match="由决议直接批准"):
            approval.submit(connection, share, MAKER)
        with pytest.raises(BudgetRefused, match="不得批准自己编制"):
            approval.approve(connection, share, "2025-2", MAKER)
        opening = approval.approve(connection, share, "2025-2", APPROVER)
    assert (opening.kind, opening.until, opening.share_bp) == (
        Kind.PROVISIONAL,
        until,
        3333,
    )
    assert [one.quarters for one in opening.lines] == [
        (Money(3_333_00), ZERO, ZERO, ZERO),
        (Money(6_666_00), ZERO, ZERO, ZERO),
    ]
    assert opened(second_year, 2026) == {
        ("F1", "生活救助"): 3_333,
        ("F3", "送温暖"): 6_666,
    }
    request = control.Request(
        line=Line(unit="U1", year=2026, fund="F1", account="50404", purpose="生活救助"),
        amount=yuan(100),
        ref="申1",
        summary="生活救助",
        expires_on=dt.date(2026, 12, 31),
    )
    with writing(second_year.engine) as connection:
        with pytest.raises(ControlRefused, match="年初预拨只到 2026-03-31"):
            control.reserve(connection, request, on_day(2026, 4, 1))
        assert control.reserve(connection, request, on_day(2026, 3, 31)).key == "2026-1"
    whole = approve(second_year, draft(second_year, year=2026))
    assert in_force(second_year, 2026) == whole
    assert opened(second_year, 2026) == {
        ("F1", "生活救助"): 10_000,
        ("F3", "送温暖"): 20_000,
    }
    with (
        writing(second_year.engine) as connection,
        pytest.raises(BudgetRefused, match="已有批准的预算"),
    ):
        drafting.provisional(connection, "U1", 2026, MAKER, share_bp=1, until=until)


def test_a_share_is_of_the_whole_at_most_and_ends_in_its_year(
    second_year: Books,
) -> None:
    late = dt.date(2027, 1, 1)
    with writing(second_year.engine) as connection, pytest.raises(BudgetRefused) as bad:
        drafting.provisional(connection, "U1", 2026, MAKER, share_bp=10_001, until=late)
    assert "不超过 100%" in str(bad.value)
    assert "不在 2026 年内" in str(bad.value)
