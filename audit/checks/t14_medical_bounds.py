"""Was medical aid within what the patient paid, and was it for what may be aided?

1. All medical aid of a person for a year of costs, of whatever unit, is held against
   what the patient paid oneself within the catalogue of the medical insurance, as the
   file told it when the case was judged.
2. Costs of which nothing lies within the catalogue, of no listed illness, or not told
   at all, carry no medical aid.
3. Where the self-paid sum is to exceed the household's income of the year, it is held
   against it by the test in force on the day.

Basis: 关于进一步做好困难职工帮扶工作的意见 第10条.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from aid.claims import Project
from aid.household import Household
from aid.medical_costs import Cost, CostKind, MedicalYear
from aid.standard_kinds import IncomeTest, Key
from aid.standard_sets import WHOLE_BP
from audit import aid_examples as given
from audit.aided import Aided, Received
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity
from ledger.money import Money

_PAID = (given.received(project=Project.MEDICAL),)
_CASES = {"A2025-1": given.case(project=Project.MEDICAL)}


def _ill(fen: int, kind: CostKind = CostKind.DRUG, income_fen: int = 0) -> Household:
    """The household of K1 with other costs, and perhaps another income."""
    worker = replace(
        given.in_need().members[0],
        income=Money(income_fen),
        medical=MedicalYear(year=2025, costs=(Cost(kind, Money(fen)),)),
    )
    return given.in_need(members=(worker,))


def _books(household: Household) -> Books:
    people = given.people(household=household)
    return given.books(people=people, paid=_PAID, cases=_CASES)


CHECK = Check(
    key="T14",
    title="医疗救助超过自付金额",
    basis="《关于进一步做好困难职工帮扶工作的意见》第10条（医疗救助）",
    severity=Severity.LOSS,
    needs=frozenset({Data.AID, Data.OPENED}),
    procedure="打开受助人档案，按人、按费用年度合计各单位的医疗救助，与审批时档案记载的"
    "目录内个人自付比较；核对自付是否超过家庭当年收入、费用是否在目录内、病种是否在规定范围。",
    effect="救助超过实际负担，或用于规定范围以外的费用。",
    recommendation="对照结算单核实；追回多发部分，不符合条件的全部追回。",
    limitation="以档案记载的费用为准，没有逐张核对结算单和发票；"
    "档案写的不是所救助年度的，列为线索。",
    clean=(
        given.books(people=given.people(), paid=_PAID, cases=_CASES),
        _books(_ill(1_000_00)),
    ),
    broken=(
        _books(_ill(900_00)),
        _books(_ill(30_000_00, CostKind.OUTSIDE)),
        _books(_ill(3_000_00, income_fen=4_000_00)),
        _books(given.in_need(members=(replace(given.in_need().members[1], number=1),))),
        _books(given.in_need(year=2024)),
    ),
)

_Key = tuple[str, int, int]
"""File number, member, year of costs."""


def population(books: Books) -> Population:
    """Lines of medical aid."""
    lines = [*_lines(books.aided)] if books.aided else []
    total = Money(sum(one.fen for one in lines))
    return Population("医疗救助发放（行）", len(lines), total)


def run(books: Books) -> Iterator[Finding]:
    """Yield each person and year with what stands against its medical aid."""
    aided = books.aided
    if aided is None:
        return
    grouped: defaultdict[_Key, list[Received]] = defaultdict(list)
    for one in _lines(aided):
        grouped[one.code, one.member, one.year].append(one)
    others: defaultdict[_Key, int] = defaultdict(int)
    for had in aided.elsewhere:
        if had.project is Project.MEDICAL:
            others[had.code, had.member, had.year] += had.fen
    for key, lines in sorted(grouped.items()):
        yield from _judged(aided, lines, others[key])


def _lines(aided: Aided) -> Iterator[Received]:
    """Lines of medical aid, without that of a union on its own account."""
    for one in aided.paid:
        case = aided.case_of(one)
        if one.project is Project.MEDICAL and not (case and case.own):
            yield one


def _judged(aided: Aided, lines: Sequence[Received], others: int) -> Iterator[Finding]:
    first = lines[0]
    said = aided.judged_by(lines[-1])
    if said is None or said.household is None:
        return
    household, paid = said.household, sum(one.fen for one in lines)
    member = next((m for m in household.members if m.number == first.member), None)
    costs = member and member.medical_of(first.year)
    if household.year != first.year:
        told = f"档案记载的是 {household.year} 年的收入和费用"
        yield _finding(lines, "档案不是救助年度的费用", told, paid, lead=True)
    elif not costs or not costs.total:
        told = "档案没有当年的医疗费用"
        yield _finding(lines, "没有医疗费用的医疗救助", told, paid)
    elif not costs.within:
        told = "医疗费用全部在医保目录以外"
        yield _finding(lines, "目录以外费用的医疗救助", told, paid)
    elif not costs.is_listed:
        told = "所患不在规定的大病、重病、慢性病之列"
        yield _finding(lines, "规定病种以外的医疗救助", told, paid)
    else:
        over = paid + others - costs.self_paid.fen
        if over > 0:
            told = f"合计超过目录内个人自付 {Money(over).grouped()} 元"
            if others:
                told += f"（含其他单位 {Money(others).grouped()} 元）"
            yield _finding(lines, "医疗救助超过个人自付", told, min(over, paid))
        if not _exceeds(aided, household, lines[-1]):
            told = "个人自付没有超过家庭当年收入"
            yield _finding(lines, "自付没有超过家庭收入的医疗救助", told, paid)


def _exceeds(aided: Aided, household: Household, one: Received) -> bool:
    """Whether the self-paid sum passes the test of income that is in force (3)."""
    case = aided.case_of(one)
    rules = aided.standards.on((case and case.approved_on) or one.on)
    test = IncomeTest(rules.one(Key.MEDICAL_INCOME_TEST).word)
    if test is IncomeTest.NONE:
        return True
    whole = test is IncomeTest.HOUSEHOLD
    paid = sum(
        costs.self_paid.fen
        for member in household.members
        if (whole or member.number == one.member)
        and (costs := member.medical_of(household.year))
    )
    ratio = rules.one(Key.MEDICAL_INCOME_RATIO).number
    return paid * WHOLE_BP > household.income.fen * ratio


def _finding(
    lines: Sequence[Received], title: str, told: str, fen: int, *, lead: bool = False
) -> Finding:
    one, total = lines[0], Money(sum(line.fen for line in lines))
    return Finding(
        key=CHECK.key,
        title=title,
        condition=f"向档案号 {one.code} 第 {one.member} 号成员发放 {one.year} 年"
        f"医疗救助 {total.grouped()} 元，{told}",
        evidence=tuple(dict.fromkeys(line.proof for line in lines)),
        recipients=(one.code,),
        amount=Money(fen),
        persons=1,
        lead=lead,
    )
