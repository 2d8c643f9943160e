"""Was medical aid what the brackets give, by the reading in force and by the others?

1. What was granted and paid is held against the amount computed when the case was
   judged, by the reading of the brackets that was in force.
2. That amount is itself none above what its readings give: the largest of the three
   bounds it, for caps and earlier aid only lower it.
3. Where the readings differ, the case is listed as a lead with all three, and with the
   one in force by the books: it is what another reading would change, and no error.

Basis: 关于进一步做好困难职工帮扶工作的意见 第10条; the choice of reading is the body's.
"""

from collections.abc import Iterator

from aid import standard_kinds as kinds
from aid.claims import Project
from aid.standard_kinds import Reading
from aid.unit_standards import UnitStandards
from audit import aid_examples as given
from audit.aided import AidCase
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity, cases_of
from ledger.money import Money

_ILL = {
    "project": Project.MEDICAL,
    "readings_fen": (100_000, 100_000, 100_000),
}

CHECK = Check(
    key="T13",
    title="医疗救助重新计算",
    basis="《关于进一步做好困难职工帮扶工作的意见》第10条",
    severity=Severity.LOSS,
    needs=frozenset({Data.CASES}),
    procedure="逐件核对医疗救助的批准、发放金额与按现行算法核算的金额，"
    "另列按三种算法结果不同的申请。",
    effect="医疗救助多发。",
    recommendation="追回多发部分；算法理解不同的，由管理机构以决议明确。",
    limitation="以审批时的核算记录为准，费用单据的真实性须另行核对。",
    clean=(given.books(cases={"A2025-1": given.case(**_ILL)}),),
    broken=(
        given.books(cases={"A2025-1": given.case(**_ILL | {"award_fen": 90_000})}),
        given.books(cases={"A2025-1": given.case(**_ILL | {"award_fen": 100_001})}),
        given.books(
            cases={
                "A2025-1": given.case(
                    **_ILL
                    | {
                        "award_fen": 160_000,
                        "granted_fen": 160_000,
                        "readings_fen": (160_000, 200_000, 150_000),
                    }
                )
            }
        ),
    ),
)


def population(books: Books) -> Population:
    """Cases."""
    return cases_of(books)


def run(books: Books) -> Iterator[Finding]:
    """Yield each case above what was computed, then those that the reading changes."""
    if books.aided is None:
        return
    for case, paid_fen in books.aided.judged(Project.MEDICAL):
        yield from _over(case, paid_fen)
        if len(set(case.readings_fen)) > 1:
            yield _differs(case, books.aided.standards)


def _over(case: AidCase, paid_fen: int) -> Iterator[Finding]:
    award = Money(case.award_fen or 0)
    most = Money(max(case.readings_fen, default=award.fen))
    for title, amount, bound in (
        ("批准的医疗救助高于核算金额", Money(case.granted_fen or 0), award),
        ("发放的医疗救助高于核算金额", Money(paid_fen), award),
        ("核算金额高于各种算法的结果", award, most),
    ):
        if amount > bound:
            yield Finding(
                key=CHECK.key,
                title=title,
                condition=f"申请 {case.key}（档案号 {case.code}）"
                f"为 {amount.grouped()} 元，应不超过 {bound.grouped()} 元",
                evidence=(case.key,),
                recipients=(case.code,),
                amount=amount - bound,
                persons=1,
            )


def _in_force(case: AidCase, standards: UnitStandards) -> str:
    """The reading that held when the case was decided, and who chose it."""
    day = case.approved_on or case.acts[-1].on
    standard = standards.on(day).one(kinds.Key.MEDICAL_READING)
    by = "默认，管理机构未决议"
    if standard.binding is kinds.Binding.RESOLUTION:
        by = standard.clause
    return f"当日执行{standard.shown}（{by}）"


def _differs(case: AidCase, standards: UnitStandards) -> Finding:
    told = "，".join(
        f"{reading.label} {Money(fen).grouped()} 元"
        for reading, fen in zip(Reading, case.readings_fen, strict=False)
    )
    spread = max(case.readings_fen) - min(case.readings_fen)
    return Finding(
        key=CHECK.key,
        title="算法不同结果不同的医疗救助",
        condition=f"申请 {case.key}（档案号 {case.code}）{told}；"
        + _in_force(case, standards),
        evidence=(case.key,),
        recipients=(case.code,),
        amount=Money(spread),
        persons=1,
        recommendation="核对管理机构对分段算法的决议。",
        lead=True,
    )
