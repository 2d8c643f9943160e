"""Was every case published, for whole working days, before it went on?

1. A case that was approved, unless aid came first and the papers are to follow, had a
   notice; aid of a grass-roots union on its own account is asked for one too.
2. The notice hung for the whole working days of the standards, by the State Council's
   calendar; the day on which it was hung up does not count.
3. Nothing was decided while it still had to hang.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2条 (公示不少于5个工作日).
"""

from collections.abc import Iterator

from aid.deadlines import publication
from aid.standards import in_force
from audit import aid_examples as given
from audit.aided import AidCase
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, cases_of
from ledger.money import Money

CHECK = Check(
    key="T20",
    title="公示不足五个工作日",
    basis="《关于进一步做好困难职工帮扶工作的意见》第2条（公示）",
    severity=Severity.COMPLIANCE,
    needs=frozenset({Data.CASES}),
    procedure="逐件核对已审批申请的公示：有公示，张贴满规定的工作日，期满后才审批。",
    effect="群众监督流于形式，不符合条件的申请可能未被发现。",
    recommendation="补行公示并受理异议；核实公示不足的申请是否符合条件。",
    limitation="节假日安排未公布的年度按周末和固定日期的节日推算。",
    clean=(
        given.books(),
        given.books(cases={"A2025-1": given.case(acts=given.acts(approve=""))}),
    ),
    broken=(
        given.books(cases={"A2025-1": given.case(hung_on=None, last_on=None)}),
        given.books(cases={"A2025-1": given.case(last_on=given.ISO("2025-02-25"))}),
        given.books(
            cases={"A2025-1": given.case(acts=given.acts(approve="2025-02-26"))}
        ),
    ),
)


def population(books: Books) -> Population:
    """Cases."""
    return cases_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each approved case whose notice was absent, short, or not waited for."""
    for key, case in sorted(books.aided.cases.items() if books.aided else ()):
        if case.approved_on is not None and (told := _fault(case)):
            title, what = told
            yield Finding(
                key=CHECK.key,
                title=title,
                condition=f"申请 {key}（档案号 {case.code}）{what}",
                evidence=(key,),
                recipients=(case.code,),
                amount=Money(case.granted_fen or 0),
                persons=1,
            )


def _fault(case: AidCase) -> tuple[str, str] | None:
    if case.hung_on is None:
        return "没有公示", "已审批，没有公示记录"
    notice = publication(in_force(case.hung_on), case.hung_on)
    last_on = case.last_on or notice.ends_on
    if notice.is_short(last_on):
        return "公示不足规定的工作日", notice.told(last_on)
    assert case.approved_on is not None
    if case.approved_on <= notice.ends_on:
        what = f"公示应至 {notice.ends_on}，{case.approved_on} 已审批"
        return "公示期未满即审批", what
    return None
