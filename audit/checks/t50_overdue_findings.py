"""Are findings of earlier audits put right by the day that was named for them?

Every finding of the unit's audits that was to be put right by a day of the span or
before it, and was not closed by then, stands open: on the last day of the span, or when
it was closed too late in it. What was carried to later audits stays open until somebody
follows it up.

Basis: 第2107号内部审计具体准则 (follow-up).
"""

from collections.abc import Iterator

from audit import audited_examples as given
from audit.audited import AuditFinding
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money

_OPEN = given.finding(closed_on=None)
_LATE = given.finding(closed_on=given.ISO("2025-08-01"))
_NEXT_YEAR = given.finding(closed_on=given.ISO("2026-02-01"))

CHECK = Check(
    key="T50",
    title="以前年度审计发现逾期未整改",
    basis="第2107号内部审计具体准则（后续审计）；审计处理决定确定的整改期限",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.AUDITS}),
    procedure="取本单位各审计项目中期限在期末以前的发现，核对是否在期限内办结。",
    effect="已经查明的问题继续存在，审计监督落空。",
    recommendation="向被审计单位主要负责人发函督促，写明新的期限；仍不整改的报管理机构。",
    limitation="整改是否真实有效由后续审计核实；没有登记的审计项目不在其中。",
    clean=(
        given.books(given.annual()),
        given.books(given.annual(findings=(given.finding(due_on=None),))),
        given.books(
            given.annual(findings=(_OPEN._replace(due_on=given.ISO("2026-01-31")),))
        ),
    ),
    broken=(
        given.books(given.annual(findings=(_OPEN,))),
        given.books(given.annual(findings=(_OPEN._replace(carried=True),))),
        given.books(given.annual(findings=(_NEXT_YEAR,))),
        given.books(given.annual(findings=(_LATE,))),
    ),
)


def population(books: Books) -> Population:
    """Findings that were to be put right by the end of the span, and their sum."""
    due = [*_due(books)]
    total = sum(one.fen for one in due)
    return Population("到期的审计发现（项）", len(due), Money(total))


def run(books: Books) -> Iterator[Finding]:
    """Yield findings that are open when they should not be, or were closed late."""
    last = books.span.last_day
    for one in _due(books):
        assert one.due_on is not None
        told = f"{one.label}“{one.title}”应于 {one.due_on} 前整改"
        if one.is_overdue(last):
            carried = "，已结转后续审计" if one.carried else ""
            after = f"（{one.closed_on} 办结）" if one.closed_on else ""
            condition = f"{told}，至 {last} 未办结{carried}{after}"
            yield _finding("审计发现逾期未整改", condition, one)
        elif (
            one.closed_on is not None
            and one.closed_on > one.due_on
            and one.closed_on >= books.span.since
        ):
            condition = f"{told}，{one.closed_on} 办结"
            yield _finding("审计发现逾期后才整改", condition, one)


def _due(books: Books) -> Iterator[AuditFinding]:
    for one in books.audited.findings() if books.audited else ():
        if one.due_on is not None and one.due_on < books.span.last_day:
            yield one


def _finding(title: str, condition: str, one: AuditFinding) -> Finding:
    return Finding(
        key=CHECK.key,
        title=title,
        condition=condition,
        evidence=(one.label,),
        amount=Money(one.fen),
    )
