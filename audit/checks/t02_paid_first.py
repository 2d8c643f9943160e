"""Was aid paid before it was approved, and did the papers follow aid that came first?

1. What was paid of a case before the day of its approval had to be sudden hardship:
   released by the emergency path before, up to what was released.
2. Aid that came first has its papers within the term that the unit goes by; a case
   whose papers are still missing after it is met.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2条 (突发困难先行救助，再按程序补办).
"""

import datetime as dt
from collections.abc import Iterator

from aid.deadlines import emergency_papers
from aid.local_standards import LocalStandards
from aid.standard_kinds import Key
from aid.standards import Decision
from aid.unit_standards import UnitStandards
from audit import aid_examples as given
from audit.aided import Act, AidCase, Received
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, cases_of
from ledger.money import Money

_FIRST = Act("aid_first", given.ISO("2025-03-11"), "主席")
_PAPERS = Act("papers", given.ISO("2025-03-14"), "审核员")
_BEFORE = given.acts(approve="")
_LONGER = UnitStandards(
    LocalStandards(),
    decisions=[
        Decision(
            key=Key.EMERGENCY_PAPERS_WORKDAYS,
            value=30,
            since=given.ISO("2025-01-01"),
            resolution="2025-1",
        )
    ],
)
"""A body gives the papers thirty working days."""

CHECK = Check(
    key="T02",
    title="先发放后审批",
    basis="《关于进一步做好困难职工帮扶工作的意见》第2条",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.AID, Data.CASES}),
    procedure="逐笔核对发放日期与审批日期；审批前发放的须有先行救助的决定，"
    "并在规定时限内补办手续。",
    effect="未经审批发放救助，或先行救助后手续长期不补。",
    recommendation="查明审批前发放的原因；先行救助的限期补齐手续。",
    limitation="只核对写明申请的发放行；按名单发放而没有申请的见 T24。",
    clean=(
        given.books(),
        given.books(
            cases={
                "A2025-1": given.case(
                    acts=(_FIRST, _PAPERS), granted_fen=None, released_fen=100_000
                )
            },
        ),
        given.books(
            cases={
                "A2025-1": given.case(
                    acts=(_FIRST, _PAPERS._replace(on=given.ISO("2025-04-15"))),
                    granted_fen=None,
                    released_fen=100_000,
                )
            },
            standards=_LONGER,
        ),
    ),
    broken=(
        given.books(
            cases={"A2025-1": given.case(acts=given.acts(approve="2025-03-13"))}
        ),
        given.books(
            cases={
                "A2025-1": given.case(
                    acts=(_FIRST,), granted_fen=None, released_fen=100_000
                )
            },
        ),
    ),
)


def population(books: Books) -> Population:
    """Cases."""
    return cases_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each case that was paid too early, or whose papers did not follow."""
    if books.aided is None:
        return
    paid, standards = books.aided.by_case(), books.aided.standards
    for key, case in sorted(books.aided.cases.items()):
        early = [one for one in paid.get(key, ()) if not _was_allowed(case, one.on)]
        if early:
            yield _early(case, early)
        if late := _papers_late(case, standards, books.span.last_day):
            yield Finding(
                key=CHECK.key,
                title="先行救助后未按时补办手续",
                condition=f"申请 {key}（档案号 {case.code}）{late}",
                evidence=(key,),
                recipients=(case.code,),
                persons=1,
            )


def _was_allowed(case: AidCase, on: dt.date) -> bool:
    approved, released = case.first("approve"), case.first("aid_first")
    return any(act is not None and act.on <= on for act in (approved, released))


def _early(case: AidCase, lines: list[Received]) -> Finding:
    total = Money(sum(one.fen for one in lines))
    approved = case.approved_on
    then = f"{approved} 才审批" if approved else "没有审批"
    return Finding(
        key=CHECK.key,
        title="审批之前发放救助",
        condition=f"申请 {case.key}（档案号 {case.code}）{then}，"
        f"{lines[0].on} 已发放 {total.grouped()} 元",
        evidence=tuple(one.proof for one in lines),
        recipients=(case.code,),
        amount=total,
        persons=1,
    )


def _papers_late(case: AidCase, standards: UnitStandards, today: dt.date) -> str:
    first, papers = case.first("aid_first"), case.first("papers")
    if first is None:
        return ""
    due = emergency_papers(standards.on(first.on), first.on).due_on
    if papers is not None and papers.on > due:
        return f"{first.on} 先行救助，{papers.on} 才补办手续，期限 {due}"
    if papers is None and today > due:
        return f"{first.on} 先行救助，期限 {due}，至今没有补办手续"
    return ""
