"""Every check proved by the books it carries; whoever adds one adds nothing here."""

from typing import Any

import pytest

from audit import examples
from audit.catalogue import Entry, catalogue, run_one
from audit.check import Check, Finding, Population, Severity
from audit.checks import t30_idle_money, t33_advances, t38_numbers, t40_dates
from ledger.money import Money

every_check = pytest.mark.parametrize(
    "entry", catalogue(), ids=lambda entry: entry.check.key
)


@every_check
def test_clean_books_yield_nothing(entry: Entry) -> None:
    for books in entry.check.clean:
        assert list(entry.run(books)) == []


@every_check
def test_each_of_the_broken_books_yields_something(entry: Entry) -> None:
    for books in entry.check.broken:
        assert list(entry.run(books))


@every_check
def test_a_finding_names_its_check_and_proves_itself(entry: Entry) -> None:
    for books in entry.check.broken:
        for finding in entry.run(books):
            assert finding.key == entry.check.key
            assert finding.title
            assert finding.condition
            assert finding.evidence
            assert finding.amount >= Money(0)


@every_check
def test_a_check_says_what_it_looked_at(entry: Entry) -> None:
    for books in entry.check.broken:
        population = entry.population(books)
        assert population.of
        assert population.count >= 0
        assert population.amount >= Money(0)


@every_check
def test_a_check_can_be_performed_on_the_books_that_prove_it(entry: Entry) -> None:
    for books in (*entry.check.clean, *entry.check.broken):
        result = run_one(entry, books)
        assert result.performed
        assert result.population == entry.population(books)


@every_check
def test_the_same_books_give_the_same_findings(entry: Entry) -> None:
    for books in entry.check.broken:
        assert list(entry.run(books)) == list(entry.run(books))


@every_check
def test_a_check_says_in_its_module_what_it_does_and_by_which_clause(
    entry: Entry,
) -> None:
    assert entry.words.split("\n", 1)[0].endswith("?")
    assert "Basis:" in entry.words


@every_check
def test_an_empty_year_is_clean(entry: Entry) -> None:
    result = run_one(entry, examples.books(openings=()))
    assert result.findings == ()


# -- what a check must carry --------------------------------------------------------


def _check(**more: Any) -> Check:
    facts = {
        "key": "T99",
        "title": "示例",
        "basis": "示例",
        "severity": Severity.RECORD,
        "needs": frozenset(),
        "procedure": "示例",
        "effect": "示例",
        "recommendation": "示例",
        "clean": (examples.books(),),
        "broken": (examples.books(),),
    }
    return Check(**facts | more)


@pytest.mark.parametrize("lack", [{"key": "99"}, {"clean": ()}, {"broken": ()}])
def test_a_check_without_key_or_examples_is_no_check(lack: dict[str, Any]) -> None:
    assert _check().key == "T99"
    with pytest.raises(AssertionError):
        _check(**lack)


# -- figures inside findings --------------------------------------------------------


def _found(module: Any, books: Any) -> list[Finding]:
    return list(module.run(books))


def test_an_idle_balance_is_aged_first_in_first_out() -> None:
    """100,000 held: 40,000 came in June 2025, so 60,000 is older than a year."""
    (found,) = _found(t30_idle_money, t30_idle_money.CHECK.broken[0])
    assert "已 35 个月" in found.condition
    assert "60,000.00 元" in found.condition
    assert found.amount == Money(10_000_000)


def test_what_came_back_settles_the_oldest_advance() -> None:
    """800 of 2022 and 500 of 2023 advanced, 900 came back: 400 of 2023 is open."""
    advances = (
        examples.advance(800, examples.OPENED),
        examples.advance(500, examples.OPENED.replace(year=2023)),
        examples.advance(-900, examples.DAY),
    )
    books = examples.books(advances=advances)
    (found,) = _found(t33_advances, books)
    assert found.amount == Money(40_000)
    assert "2023-01-01" in found.condition
    assert t33_advances.population(books) == Population(
        "未清的其他应收款（笔）", 1, Money(40_000)
    )


def test_a_gap_of_several_numbers_is_told_once_with_its_bounds() -> None:
    found = _found(t38_numbers, t38_numbers.CHECK.broken[2])
    assert [one.condition for one in found] == ["缺 2025-03 付-2 至 4 号，共 3 张"]


def test_a_red_voucher_that_is_misdated_has_its_amount_without_a_sign() -> None:
    red = tuple(
        line._replace(debit_fen=-line.debit_fen, credit_fen=-line.credit_fen)
        for line in examples.aid(500)
    )
    books = examples.books(examples.voucher(*red, period=202504, correction="full"))
    (found,) = _found(t40_dates, books)
    assert found.amount == Money(50_000)
