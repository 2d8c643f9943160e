"""Did the budget for aid grow from its base and the year before, as it must?

1. The union's own budget has a base of 2005 and grows every year. A year that fell,
   held or stayed short of what its policy requires is a finding, unless the management
   body has resolved on it with a reason: then it is told for information.
2. The government's budget is sought, not decided by the union: what it lacks is told.
3. Bases that were restated and incomes that are missing or hard to believe are told.

Basis: 帮扶工作意见 第6条 (以2005年度送温暖资金和其他帮扶资金之和为基数, 逐年增长).
"""

from collections.abc import Iterator

from audit import examples
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity
from audit.planned import Planned
from budgets.growth import Note, Remark, RemarkKey, Series, YearGrowth
from ledger.money import ZERO, Money

_NOTE = Note(Series.OWN, 2025, "经费收入减少", "2025-2")

CHECK = Check(
    key="T35",
    title="未按基数逐年增长",
    basis="《关于进一步做好困难职工帮扶工作的意见》第6条（以2005年度送温暖资金和"
    "其他帮扶资金之和为基数，根据各级工会经费收入状况逐年增长）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.BUDGETS}),
    procedure="按基数、上年预算和当年适用的增长规则重新计算应达数，与当年帮扶预算比较；"
    "减少、持平或低于应达数的，核对原因和资金管理机构的决议。",
    effect="帮扶资金来源不足，长效机制得不到保证。",
    recommendation="按应达数调整预算；确需减少的，写明原因并由资金管理机构作出决议。",
    limitation="应达数按登记的经费收入和增长规则计算，经费收入须与决算核对。",
    clean=(
        examples.books(planned=examples.planned()),
        examples.books(planned=examples.planned(obliged=False, has_base=False, own=())),
    ),
    broken=(
        examples.books(
            planned=examples.planned(own=examples.grown({2024: 1000, 2025: 900}))
        ),
        examples.books(
            planned=examples.planned(
                own=examples.grown({2024: 1000, 2025: 900}, note=_NOTE)
            )
        ),
        examples.books(
            planned=examples.planned(own=examples.grown({2024: 1000, 2025: 1000}))
        ),
        examples.books(planned=examples.planned(own=examples.grown({2024: 1000}))),
        examples.books(
            planned=examples.planned(
                own=examples.grown({2024: 500, 2025: 600}, base=800)
            )
        ),
        examples.books(planned=examples.planned(has_base=False, own=())),
        examples.books(
            planned=examples.planned(
                government=examples.grown({2024: 1000, 2025: 900}, base=None)
            )
        ),
    ),
)

_SHORT = frozenset(
    {
        RemarkKey.FELL_WITHOUT_NOTE,
        RemarkKey.FELL_WITH_NOTE,
        RemarkKey.HELD,
        RemarkKey.SHORT_OF_REQUIRED,
        RemarkKey.YEAR_SKIPPED,
    }
)
"""Remarks that say that a budget did not grow as it must."""


def population(books: Books) -> Population:
    """Years of budgets that were judged, and what was budgeted."""
    planned = books.planned
    rows = (*planned.own, *planned.government) if planned else ()
    total = sum((row.figure or ZERO for row in rows), ZERO)
    return Population("年度帮扶预算（年）", len(rows), total)


def run(books: Books) -> Iterator[Finding]:
    """Yield a missing base, then what is told of each year."""
    planned = books.planned
    if planned is None:
        return
    if planned.obliged and not planned.has_base:
        yield Finding(
            key=CHECK.key,
            title="没有2005年度基数",
            condition=f"{books.unit_name}没有登记2005年度送温暖资金和其他帮扶资金的基数",
            evidence=("2005年度基数登记",),
            recommendation="查明2005年度送温暖资金和其他帮扶资金，由资金管理机构决议设定基数。",
        )
    for row in planned.own:
        yield from _told(planned, row, "本级工会帮扶预算", sought=False)
    for row in planned.government:
        yield from _told(planned, row, "财政帮扶预算", sought=True)


def _told(
    planned: Planned, row: YearGrowth, whose: str, *, sought: bool
) -> Iterator[Finding]:
    for remark in row.remarks:
        # A missing base is a finding of its own, and without one no year is measured.
        no_base = remark.key is RemarkKey.NO_BASE
        unmeasured = remark.key is RemarkKey.YEAR_SKIPPED and row.last is None
        if no_base or (unmeasured and not planned.has_base):
            continue
        noted = row.note is not None and row.note.complete
        short = remark.key in _SHORT
        yield Finding(
            key=CHECK.key,
            title=remark.key.label,
            condition=f"{remark.year}年{whose}：{remark.text}",
            evidence=_evidence(row, remark),
            amount=_missing(row) if short else ZERO,
            lead=sought or noted or not short,
        )


def _missing(row: YearGrowth) -> Money:
    """How much is missing to the required, or to the year before."""
    fell = -row.change if row.change is not None else ZERO
    return max(row.shortfall, fell, ZERO)


def _evidence(row: YearGrowth, remark: Remark) -> tuple[str, ...]:
    noted = row.note is not None and row.note.complete and remark.key in _SHORT
    cited = (f"决议 {row.note.resolution}",) if row.note and noted else ()
    return (f"{row.year}年度预算", *cited)
