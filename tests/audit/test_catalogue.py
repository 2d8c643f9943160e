"""The catalogue: nothing left out, nothing passed that was not performed."""

from dataclasses import replace
from pathlib import Path

import pytest

from audit import examples
from audit.catalogue import catalogue, document, entry_of, not_yet, run_all
from audit.check import Population, Result

CHECKS = Path(__file__).parents[2] / "docs" / "checks.md"


def test_every_test_of_the_catalogue_is_there_once() -> None:
    wanted = {f"T{number:02d}" for number in range(1, 52)}
    results = [result.key for result in run_all(examples.books())]
    assert len(results) == len(set(results))
    assert set(results) == wanted | {"F02", "F04"} | {
        *("L07", "L08", "L09", "L10", "L12", "L13")
    }


def test_a_check_without_its_data_is_not_performed_and_says_what_is_missing() -> None:
    results = {result.key: result for result in run_all(examples.books())}
    assert results["T08"].reason == (
        "缺少发放批次和发放单（本期没有发放）、"
        "外部数据：车辆、房产、工商登记（均没有导入）"
    )
    assert results["T05"].reason == "缺少发放批次和发放单（本期没有发放）"
    assert results["T19"].reason == "缺少支出审批限额（管理机构尚未设定）"
    assert results["T45"].reason == "缺少年终结账（尚未办理）"
    for result in results.values():
        assert result.performed == (result.population is not None)
        assert result.performed or not result.findings


def test_whoever_watches_is_told_of_each_check() -> None:
    told: list[tuple[str, int, int]] = []
    run_all(examples.books(), lambda *stage: told.append(stage))
    whole = len(catalogue())
    assert told == [("执行检查", done, whole) for done in range(whole)]


def test_a_limit_that_is_set_lets_its_check_be_performed() -> None:
    books = examples.books()
    limited = replace(books.limits, approval_limit=examples.yuan(1000))
    results = {r.key: r for r in run_all(replace(books, limits=limited))}
    assert results["T19"].performed


def test_a_result_cannot_be_performed_and_excused_at_once() -> None:
    seen = Population("凭证", 1)
    with pytest.raises(AssertionError):
        Result(key="T01", title="示例", performed=True, reason="缺少", population=seen)
    with pytest.raises(AssertionError):
        Result(key="T01", title="示例", performed=True)


def test_a_check_is_found_by_its_key_in_any_writing() -> None:
    found = entry_of("t-16")
    assert found is not None
    assert found.check.title == "重复发放"
    assert entry_of("T99") is None


def test_no_check_stands_both_in_the_folder_and_among_those_to_come() -> None:
    assert not {entry.check.key for entry in catalogue()} & not_yet().keys()


def test_accounting_rules_of_unions_are_cited_for_the_books_of_unions_alone() -> None:
    for entry in catalogue():
        clauses = entry.check.basis.split("；")
        foreign = [c for c in clauses if "《工会" in c]
        assert all(c.startswith(("工会账簿", "工会经费")) for c in foreign), clauses
        assert len(foreign) < len(clauses)


def test_the_document_of_the_checks_is_current() -> None:
    """`python -m audit.catalogue > docs/checks.md` writes it."""
    assert CHECKS.read_text("utf-8") == document()
