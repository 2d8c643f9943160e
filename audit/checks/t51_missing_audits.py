"""Was the year before audited and reported, and each head who left audited?

Every month of the year before the span is in a yearly audit whose report was issued and
received by the management body; nothing is asked of years before the first audit on
record. Each head of the unit who left in the span, and was not back the next day, has a
handover audit up to that day.

Basis: 帮扶工作意见 第8条 (yearly audit, reported to the management body; 离任审计).
"""

import datetime as dt
from collections.abc import Iterator

from audit import audited_examples as given
from audit.audited import Audit, Audited
from audit.book_data import Data
from audit.books import Books, Tenure
from audit.check import Check, Finding, Population, Severity
from audit.terms import is_head
from ledger.periods import Span

_EARLIER = given.annual(
    key="J2024-1", since=given.ISO("2023-01-01"), until=given.ISO("2024-01-01")
)
_LEFT = (given.tenure(),)
_BACK = (*_LEFT, given.tenure(since=given.ISO("2025-09-01"), until=None))
_OTHERS = (given.tenure(post="副主席"), given.tenure(post="经审会主任"))
_HALF = given.annual(until=given.ISO("2024-07-01"))

CHECK = Check(
    key="T51",
    title="年度审计、离任审计缺失",
    basis="《关于进一步做好困难职工帮扶工作的意见》第8条（每年进行一次内部审计，向资金管理"
    "机构汇报；主要负责人实行离任审计）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.AUDITS}),
    procedure="核对上一年度各月是否都有年度内部审计、报告是否报资金管理机构；核对期内离任的"
    "主要负责人是否都有截至离任日的离任审计。",
    effect="资金的筹集、使用和管理没有经过应有的审计监督，责任不能及时界定。",
    recommendation="补办审计项目；已出报告的，提请资金管理机构审议并登记日期。",
    limitation="只看登记的审计项目；首个审计项目以前的年度不问。主要负责人按职务名称认定。",
    clean=(
        given.books(given.annual()),
        given.books(_EARLIER, given.annual(), given.handover(), tenures=_LEFT),
        given.books(given.annual(), tenures=_BACK),
        given.books(given.annual(), tenures=_OTHERS),
        given.books(given.annual(since=given.ISO("2025-01-01"))),
        given.books(_HALF, given.annual(key="J2025-2", since=_HALF.until)),
    ),
    broken=(
        given.books(_EARLIER),
        given.books(_HALF),
        given.books(given.annual(issued_on=None, received_on=None)),
        given.books(given.annual(received_on=None)),
        given.books(given.annual(), tenures=_LEFT),
        given.books(given.annual(), given.handover(issued_on=None), tenures=_LEFT),
    ),
)


def population(books: Books) -> Population:
    """The year before, where it is asked of, and heads who left."""
    audited = books.audited or Audited()
    years = 1 if _asked(audited, books.span) else 0
    return Population("年度和离任（项）", years + len([*_left(books)]))


def run(books: Books) -> Iterator[Finding]:
    """Yield a year without audit or receipt, and heads who left without audit."""
    audited = books.audited or Audited()
    if before := _asked(audited, books.span):
        yield from _year(audited, before)
    for one in _left(books):
        assert one.until is not None
        audit = audited.handover(one.person, one.post, one.until)
        told = f"{one.post} {one.until} 离任"
        if audit is None:
            yield _finding("离任没有审计", f"{told}，没有截至离任日的离任审计")
        elif audit.issued_on is None:
            told = f"{told}，{audit.key} {audit.begun_on} 立项，没有出具报告"
            yield _finding("离任审计没有报告", told, audit, lead=True)


def _year(audited: Audited, before: Span) -> Iterator[Finding]:
    audits = audited.annual(before)
    issued = [one for one in audits if one.issued_on is not None]
    missing = [
        month
        for month in _months(before)
        if not any(one.covers(month) for one in issued)
    ]
    year = before.since.year
    if missing:
        months = "、".join(f"{month.month}月" for month in missing)
        told = "全年" if len(missing) == len(_months(before)) else months
        yield _finding("年度没有审计", f"{year} 年{told}没有出具报告的年度内部审计")
    for one in issued:
        if one.received_on is None:
            condition = (
                f"{year} 年的审计报告（{one.key}，{one.issued_on}）没有报管理机构"
            )
            yield _finding("审计报告没有报管理机构", condition, one)


def _asked(audited: Audited, span: Span) -> Span | None:
    """The calendar year before a span, unless audits began to be recorded later."""
    year = span.since.year - 1
    if not any(one.since.year <= year for one in audited.audits):
        return None
    return Span(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))


def _months(span: Span) -> tuple[dt.date, ...]:
    return tuple(dt.date(span.since.year, month, 1) for month in range(1, 13))


def _left(books: Books) -> Iterator[Tenure]:
    """Heads who left in the span and did not go on the same day."""
    begun = {(one.person, one.post, one.since) for one in books.tenures}
    for one in books.tenures:
        if one.until is None or not is_head(one.post, one.until):
            continue
        if not books.span.since < one.until <= books.span.until:
            continue
        if (one.person, one.post, one.until) not in begun:
            yield one


def _finding(
    title: str, condition: str, audit: Audit | None = None, *, lead: bool = False
) -> Finding:
    evidence = ("审计项目登记",) if audit is None else (audit.key,)
    return Finding(
        key=CHECK.key, title=title, condition=condition, evidence=evidence, lead=lead
    )
