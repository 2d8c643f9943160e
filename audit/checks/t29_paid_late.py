"""Was aid paid soon after it was approved, and within its year?

1. A case is paid within the days of `limits.toml` from its approval on; its first
   payment counts. One that was released before the papers counts from its release.
2. A case of the span of which nothing was paid by its end, its days being over, is met;
   what was approved before it was for the audit before.
3. What was paid in a later year than it was approved in is told as such.

Basis: 关于进一步做好困难职工帮扶工作的意见 (及时救助); the days are a default of ours.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from audit import aid_examples as given
from audit.aided import AidCase, Received
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, cases_of
from ledger.money import Money

CHECK = Check(
    key="T29",
    title="批准后迟发",
    basis="《关于进一步做好困难职工帮扶工作的意见》（及时救助）；天数为本程序默认界限",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.CASES, Data.AID}),
    procedure="逐件计算审批（先行救助的自决定）至首次发放的天数，"
    "列出超过界限、跨年度发放和至期末尚未发放的。",
    effect="困难职工不能及时得到救助，资金滞留。",
    recommendation="查明迟发原因，尽快发放；不再需要的撤销批准。",
    limitation="只核对写明申请的发放行；发放行没有写明申请的，视为尚未发放。",
    clean=(
        given.books(),
        given.books(
            cases={"A2025-1": given.case(acts=given.acts(approve="2025-12-10"))},
            paid=(given.received(case="", place="B2025-9/1"),),
        ),
    ),
    broken=(
        given.books(paid=(given.received(on=given.ISO("2025-04-15")),)),
        given.books(
            cases={"A2025-1": given.case(acts=given.acts(approve="2024-12-30"))},
            paid=(given.received(on=given.ISO("2025-01-10")),),
        ),
        given.books(paid=(given.received(case="", place="B2025-9/1"),)),
    ),
)


def population(books: Books) -> Population:
    """Cases."""
    return cases_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each case that was paid late, in another year, or not at all."""
    if books.aided is None:
        return
    paid = books.aided.by_case()
    for key, case in sorted(books.aided.cases.items()):
        since = _allowed_on(case)
        if since is None or case.last("reject") or case.last("withdraw"):
            continue
        told = _fault(since, paid.get(key, ()), books)
        if told:
            title, what = told
            yield Finding(
                key=CHECK.key,
                title=title,
                condition=f"申请 {key}（档案号 {case.code}）于 {since} 批准，{what}",
                evidence=(key,),
                recipients=(case.code,),
                amount=Money(case.payable_fen or 0),
                persons=1,
            )


def _allowed_on(case: AidCase) -> dt.date | None:
    acts = (case.first("aid_first"), case.last("approve"))
    return next((act.on for act in acts if act is not None), None)


def _fault(
    since: dt.date, lines: Sequence[Received], books: Books
) -> tuple[str, str] | None:
    most = books.limits.paid_days
    if not lines:
        days = (books.span.last_day - since).days
        what = f"至 {books.span.last_day} 已 {days} 天没有发放"
        is_ours = since >= books.span.since
        return ("批准后没有发放", what) if is_ours and days > most else None
    first = min(one.on for one in lines)
    days = (first - since).days
    if first.year > since.year:
        return "跨年度发放", f"{first} 才发放"
    return ("批准后迟发", f"{days} 天后才发放") if days > most else None
