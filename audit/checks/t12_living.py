"""Was living aid granted or paid above what the standards give?

What was granted of a case of living aid, and what was paid of it, is held against the
amount that was computed by the standards of its day, with caps and all earlier aid of
the household counted.

Basis: 关于进一步做好困难职工帮扶工作的意见 第9条; 中央财政专项帮扶资金使用管理办法
第五条 (不超过十二个月低保标准).
"""

from collections.abc import Iterator

from aid.claims import Project
from audit import aid_examples as given
from audit.aided import AidCase
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, cases_of
from ledger.money import Money

CHECK = Check(
    key="T12",
    title="生活救助超标准或不足标准",
    basis="《关于进一步做好困难职工帮扶工作的意见》第9条；"
    "《中央财政专项帮扶资金使用管理办法》（总工发〔2015〕20号）第五条",
    severity=Severity.LOSS,
    needs=frozenset({Data.CASES}),
    procedure="逐件核对生活救助的批准、发放金额与审批时按当日标准核算的金额"
    "（已计上限和本年度已得救助）。",
    effect="超标准发放，或同一家庭全年合计超过上限。",
    recommendation="追回超标准部分；确需提高的按规定程序决议后另行批准。",
    limitation="以审批时的核算记录为准，不重新打开档案；"
    "不足一个月低保标准的家庭见 bangfu aid floor 的清单。",
    clean=(
        given.books(),
        given.books(cases={"A2025-1": given.case(award_fen=None)}),
    ),
    broken=(
        given.books(cases={"A2025-1": given.case(award_fen=90_000)}),
        given.books(
            paid=(given.received(), given.received(place="B2025-2/1", fen=20_000)),
        ),
    ),
)


def population(books: Books) -> Population:
    """Cases."""
    return cases_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each case of living aid above what was computed for it."""
    if books.aided is not None:
        for case, paid_fen in books.aided.judged(Project.LIVING):
            yield from _over(case, paid_fen)


def _over(case: AidCase, paid_fen: int) -> Iterator[Finding]:
    award = Money(case.award_fen or 0)
    for title, amount in (
        ("批准的生活救助超过标准", Money(case.granted_fen or 0)),
        ("发放的生活救助超过标准", Money(paid_fen)),
    ):
        if amount > award:
            yield Finding(
                key=CHECK.key,
                title=title,
                condition=f"申请 {case.key}（档案号 {case.code}）按标准可得 "
                f"{award.grouped()} 元，为 {amount.grouped()} 元",
                evidence=(case.key,),
                recipients=(case.code,),
                amount=amount - award,
                persons=1,
            )
