"""Was every case reviewed in time?

The grass-roots union reviews within the working days of the standards, on the same day
where a case is urgent; the county union reviews within its own from the end of the
notice on. A case that still waits after its deadline is met as well as a late one.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2条 (3个工作日内审核，7个工作日内初审).
"""

from collections.abc import Iterator

from aid.deadlines import Deadline, first_review, publication, review
from aid.standards import in_force
from audit import aid_examples as given
from audit.aided import Act, AidCase
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, cases_of

_ENDINGS = ("reject", "withdraw", "refer")

CHECK = Check(
    key="T21",
    title="审核审批超时限",
    basis="《关于进一步做好困难职工帮扶工作的意见》第2条（审核、审批的时限）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.CASES}),
    procedure="逐件计算基层审核、县级初审的时限（按国务院放假安排计工作日），"
    "与办理日期核对；到期仍未办理的一并列出。",
    effect="困难职工不能及时得到救助。",
    recommendation="查明超时限的环节和原因，督促按时办理。",
    limitation="节假日安排未公布的年度按周末和固定日期的节日推算；"
    "没有初审环节的单位只核对基层审核。",
    clean=(given.books(),),
    broken=(
        given.books(
            cases={"A2025-1": given.case(acts=given.acts(review="2025-02-21"))}
        ),
        given.books(
            cases={"A2025-1": given.case(acts=given.acts(first_review="2025-03-10"))}
        ),
        given.books(
            cases={
                "A2025-1": given.case(
                    acts=(given.case().acts[0],), hung_on=None, last_on=None
                )
            }
        ),
    ),
)


def population(books: Books) -> Population:
    """Cases."""
    return cases_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each step of a case that was late, or that still waits."""
    for key, case in sorted(books.aided.cases.items() if books.aided else ()):
        for due, done in _steps(case):
            day = done.on if done else books.span.last_day
            if not due.is_late(day) or (done is None and _is_ended(case)):
                continue
            then = f"{done.on} 才办理" if done else "至期末没有办理"
            yield Finding(
                key=CHECK.key,
                title=f"{due.step.label}超过时限"
                if done
                else f"{due.step.label}逾期未办",
                condition=f"申请 {key}（档案号 {case.code}）：{due.told}，{then}",
                evidence=(key,),
                recipients=(case.code,),
                persons=1,
            )


def _steps(case: AidCase) -> Iterator[tuple[Deadline, Act | None]]:
    if (applied := case.first("apply")) and case.first("aid_first") is None:
        due = review(in_force(applied.on), applied.on, urgent=case.urgent)
        yield due, case.first("review")
    if case.hung_on is not None and not case.own and case.first("review"):
        end = publication(in_force(case.hung_on), case.hung_on).ends_on
        end = max(end, case.last_on or end)
        done = case.first("first_review") or case.first("approve")
        yield first_review(in_force(end), end), done


def _is_ended(case: AidCase) -> bool:
    return any(act.doing in _ENDINGS for act in case.acts)
