"""Was more paid of a case than was granted, or anything that nobody granted?

1. All that was paid of a case, in money and in goods, is held against what was granted,
   or released before the papers.
2. A line that names a case which is not the person's, or no case of the unit, is met.
3. A line without a case came from a list; it is a lead where it says it is medical or
   schooling aid, which the rules grant to a case alone.

Basis: 关于进一步做好困难职工帮扶工作的意见 第2条 (审批), 第10条.
"""

from collections.abc import Iterator, Sequence

from aid.claims import Project
from audit import aid_examples as given
from audit.aided import AidCase, Received
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, received_of
from ledger.money import Money

_CASE_ONLY = frozenset({Project.MEDICAL, Project.SCHOOLING})

CHECK = Check(
    key="T24",
    title="批准金额与发放金额不符",
    basis="《关于进一步做好困难职工帮扶工作的意见》第2条（审批）、第10条",
    severity=Severity.LOSS,
    needs=frozenset({Data.AID}),
    procedure="按申请汇总发放的款物，与批准（或先行救助）的金额核对；"
    "核对发放行所写申请的受助人；没有申请的医疗、助学救助列为线索。",
    effect="超过批准金额发放，或未经批准发放。",
    recommendation="追回多发的款物，查明原因；没有申请的补办审批。",
    limitation="批准后尚未发足的不列；按名单发放的节日慰问等没有逐人申请。",
    clean=(
        given.books(),
        given.books(paid=(given.received(fen=99_999),)),
        given.books(paid=(given.received(case="", project=Project.WARMTH),)),
    ),
    broken=(
        given.books(paid=(given.received(), given.received(place="B2025-2/1", fen=1))),
        given.books(paid=(given.received(case="A2025-9"),)),
        given.books(paid=(given.received(code="K2"),)),
        given.books(paid=(given.received(case="", project=Project.MEDICAL),)),
    ),
)


def population(books: Books) -> Population:
    """Lines of batches and hand-outs."""
    return received_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each case paid beyond its grant, then lines without a case of their own."""
    if books.aided is None:
        return
    for key, lines in sorted(books.aided.by_case().items()):
        case = books.aided.cases.get(key)
        if case is not None:
            yield from _beyond(case, lines)
        for one in lines:
            if case is None or one.code != case.code:
                yield _stray(one)
    for one in books.aided.paid:
        if not one.case and one.project in _CASE_ONLY:
            yield _found(
                (one,),
                "医疗、助学救助没有申请",
                f"{one.place} 向档案号 {one.code} 发放“{one.project.label}” "
                f"{Money(one.fen).grouped()} 元，没有写明申请",
                Money(one.fen),
                lead=True,
            )


def _beyond(case: AidCase, lines: Sequence[Received]) -> Iterator[Finding]:
    paid = Money(sum(one.fen for one in lines if one.code == case.code))
    granted = Money(case.payable_fen or 0)
    if paid > granted:
        yield _found(
            lines,
            "发放超过批准金额",
            f"申请 {case.key}（档案号 {case.code}）批准 {granted.grouped()} 元，"
            f"已发放 {paid.grouped()} 元",
            paid - granted,
        )


def _stray(one: Received) -> Finding:
    return _found(
        (one,),
        "发放行所写的申请不是其本人的",
        f"{one.place} 向档案号 {one.code} 发放 {Money(one.fen).grouped()} 元，"
        f"所写申请 {one.case} 不在本单位或属于他人",
        Money(one.fen),
    )


def _found(
    lines: Sequence[Received],
    title: str,
    condition: str,
    amount: Money,
    *,
    lead: bool = False,
) -> Finding:
    return Finding(
        key=CHECK.key,
        title=title,
        condition=condition,
        evidence=tuple(dict.fromkeys(one.proof for one in lines)),
        recipients=(lines[0].code,),
        amount=amount,
        persons=1,
        lead=lead,
    )
