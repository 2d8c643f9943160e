"""Does the body that manages the fund have all its four groups, and an office?

Government departments, the union, main donors (units or persons) and workers in
hardship each have a seat on the last day of the span, and an office does the daily
work. Asked of unions at county level and above, and of those that rank with them.

Basis: 帮扶工作意见 第7条 (who makes up the 帮扶资金管理机构).
"""

from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity

GROUPS = (
    ("政府有关部门", frozenset({"government"})),
    ("工会", frozenset({"union"})),
    ("主要捐资单位和个人代表", frozenset({"donor_unit", "donor_person"})),
    ("特困职工代表", frozenset({"hardship_worker"})),
)
"""The four groups, by the categories of their members."""

_THREE = examples.seats("government", "union", "donor_person")
_ALL = (*_THREE, *examples.seats("hardship_worker"))
_LEFT = _ALL[-1]._replace(until=examples.DAY)

CHECK = Check(
    key="F04",
    title="资金管理机构",
    basis="《关于进一步做好困难职工帮扶工作的意见》第7条（由政府有关部门、工会、主要捐资"
    "单位和个人代表、特困职工代表组成的帮扶资金管理机构）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.BUDGETS}),
    procedure="按期末在任成员核对资金管理机构的四方代表是否齐全、是否设有办公室。",
    effect="资金的筹集、使用和管理缺少应有的监督。",
    recommendation="补选缺少的一方代表，设立办公室负责日常工作。",
    limitation="成员是否真正代表其所属一方须查阅推选文件。",
    clean=(
        examples.books(planned=examples.planned()),
        examples.books(planned=examples.planned(seats=_ALL)),
        examples.books(
            planned=examples.planned(obliged=False, seats=(), office_since=None)
        ),
    ),
    broken=(
        examples.books(planned=examples.planned(seats=())),
        examples.books(planned=examples.planned(seats=_THREE)),
        examples.books(planned=examples.planned(seats=(*_THREE, _LEFT))),
        examples.books(planned=examples.planned(office_since=None)),
    ),
)


def population(books: Books) -> Population:
    """Members who sit on the last day."""
    seats = books.planned.seats if books.planned else ()
    sitting = [seat for seat in seats if seat.sits_on(books.span.last_day)]
    return Population("资金管理机构成员（人）", len(sitting))


def run(books: Books) -> Iterator[Finding]:
    """Yield a body that there is not, groups without a seat, and a missing office."""
    planned, last = books.planned, books.span.last_day
    if planned is None or not planned.obliged:
        return
    sitting = {seat.category for seat in planned.seats if seat.sits_on(last)}
    if not sitting:
        yield _finding("没有设立资金管理机构", f"{last} 没有在任的成员")
        return
    for name, categories in GROUPS:
        if not sitting & categories:
            yield _finding("资金管理机构缺少一方", f"{last} 没有{name}在任")
    if planned.office_since is None or planned.office_since > last:
        yield _finding("资金管理机构没有办公室", f"{last} 没有办公室负责日常工作")


def _finding(title: str, condition: str) -> Finding:
    evidence = ("管理机构登记",)
    return Finding(key=CHECK.key, title=title, condition=condition, evidence=evidence)
