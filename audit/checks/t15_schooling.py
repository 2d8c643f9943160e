"""Was schooling aid within its months, for real schooling, and once a school year?

1. All schooling aid of a pupil for a year is held against the cap in months of the
   local minimum-living standard that binds the money it was paid of (ten months for
   central money), by the stage of schooling that the file told.
2. Who studies nothing by the file, or in compulsory schooling for which no adopted set
   names a sum, is outside the aid; who does not study full time is a lead.
3. Two grants in one school year (September to August) are a lead: aid by calendar years
   may meet so.

Basis: 中央财政专项帮扶资金使用管理办法 第五条 (每名学生每年不超过10个月低保标准);
关于进一步做好困难职工帮扶工作的意见 第1条 (义务教育以外全日制学历教育).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from aid.claims import Project
from aid.errors import AidRefused
from aid.household import Household, Member
from aid.local_standards import LocalStandard, LocalStandards
from aid.standard_kinds import Key, Stage
from aid.unit_standards import UnitStandards
from audit import aid_examples as given
from audit.aided import Aided, Received
from audit.aided_people import Schooled
from audit.book_data import Data
from audit.books import Books
from audit.check import Check, Finding, Population, Severity
from ledger.funds import Origin
from ledger.money import Money

_BEGINS = 9
"""The month in which a school year begins."""

_PUPIL = {"project": Project.SCHOOLING, "member": 2, "fund": "CB", "fen": 7_000_00}
_LOCAL = UnitStandards(
    LocalStandards(
        [
            LocalStandard(
                place="130102",
                since=dt.date(2025, 1, 1),
                minimum_living=Money(700_00),
                decided_by="市民政局",
                paper="民发〔2025〕1号",
            )
        ]
    )
)


def _studies(stage: Stage | None, *, is_full_time: bool = True) -> Household:
    child = Member(number=2, is_child=True, stage=stage, is_full_time=is_full_time)
    return given.in_need(members=(given.in_need().members[0], child))


def _books(
    household: Household, *paid: Received, schooled: Sequence[Schooled] = ()
) -> Books:
    return given.books(
        standards=_LOCAL,
        people=given.people(household=household, schooled=schooled),
        paid=paid or (given.received(**_PUPIL),),
        cases={"A2025-1": given.case(project=Project.SCHOOLING, member=2)},
    )


_BEFORE = Schooled("B2024-9/1", dt.date(2024, 9, 10), "K1", 2, 2024, "A2024-7", 500_00)
_STUDENT = _studies(Stage.UNDERGRADUATE)

CHECK = Check(
    key="T15",
    title="助学救助超标准",
    basis="《中央财政专项帮扶资金使用管理办法》（总工发〔2015〕20号）第五条；"
    "《关于进一步做好困难职工帮扶工作的意见》第1条",
    severity=Severity.LOSS,
    needs=frozenset({Data.AID, Data.OPENED}),
    procedure="打开受助人档案，按学生、按年度合计助学金额，与所用资金适用的月数上限比较；"
    "核对学生的就学阶段、是否全日制；按学年（9月至次年8月）查找重复助学。",
    effect="超标准助学，或资助规定以外的就学，或同一学年重复助学。",
    recommendation="追回超标准部分；核实学籍，不符合条件的追回。",
    limitation="就学情况以档案记载为准，学籍须与学校核对；没有月数上限的资金不核对月数；"
    "本单位此前的助学追溯到上一年年初。",
    clean=(
        _books(_STUDENT),
        _books(_STUDENT, schooled=(_BEFORE._replace(on=dt.date(2024, 6, 1)),)),
    ),
    broken=(
        _books(_STUDENT, given.received(**_PUPIL | {"fen": 7_000_01})),
        _books(_studies(None)),
        _books(_studies(Stage.JUNIOR)),
        _books(_studies(Stage.SENIOR, is_full_time=False)),
        _books(_STUDENT, schooled=(_BEFORE,)),
    ),
)


def population(books: Books) -> Population:
    """Lines of schooling aid."""
    lines = [*_lines(books.aided)] if books.aided else []
    total = Money(sum(one.fen for one in lines))
    return Population("子女助学发放（行）", len(lines), total)


def run(books: Books) -> Iterator[Finding]:
    """Yield each pupil and year with what stands against it, then whom twice."""
    aided = books.aided
    if aided is None:
        return
    grouped: defaultdict[tuple[str, int, int], list[Received]] = defaultdict(list)
    for one in _lines(aided):
        grouped[one.code, one.member, one.year].append(one)
    for lines in (grouped[key] for key in sorted(grouped)):
        yield from _stage(aided, lines)
        yield from _over(books, aided, lines)
    yield from _twice(aided)


def _lines(aided: Aided) -> Iterator[Received]:
    """Lines of schooling aid, without that of a union on its own account."""
    for one in aided.paid:
        case = aided.case_of(one)
        if one.project is Project.SCHOOLING and not (case and case.own):
            yield one


def _pupil(aided: Aided, one: Received) -> tuple[Household, Member] | None:
    said = aided.judged_by(one)
    if said is None or said.household is None:
        return None
    members = said.household.members
    found = next((m for m in members if m.number == one.member), None)
    return None if found is None else (said.household, found)


# -- what they study ----------------------------------------------------------------


def _stage(aided: Aided, lines: Sequence[Received]) -> Iterator[Finding]:
    one, known = lines[-1], _pupil(aided, lines[-1])
    if known is None:
        return
    _, pupil = known
    if pupil.stage is None:
        yield _finding(lines, "没有就学记录的助学", "档案没有此人的就学阶段")
    elif pupil.stage.is_compulsory and not _has_sum(aided, one, pupil.stage):
        told = f"此人就读{pupil.stage.label}，属义务教育阶段"
        yield _finding(lines, "义务教育阶段的助学", told)
    elif not pupil.is_full_time:
        told = "此人就读的不是全日制学历教育"
        yield _finding(lines, "非全日制就学的助学", told, lead=True)


def _has_sum(aided: Aided, one: Received, stage: Stage) -> bool:
    """Whether a set that the unit adopted names a sum for a stage."""
    rules = aided.standards.on(one.on)
    return rules.one_or_none(Key.SCHOOLING_SUM, stage) is not None


# -- how much -----------------------------------------------------------------------


def _over(books: Books, aided: Aided, lines: Sequence[Received]) -> Iterator[Finding]:
    known = _pupil(aided, lines[-1])
    caps = [cap for one in lines if (cap := _cap(books, aided, one))]
    if known is None or not caps:
        return
    one, most, months = lines[0], *min(caps)
    others = sum(
        had.fen
        for had in aided.elsewhere
        if (had.code, had.member, had.year) == (one.code, one.member, one.year)
        and had.project is Project.SCHOOLING
    )
    others += sum(
        had.fen
        for had in aided.people.schooled
        if (had.code, had.member, had.year) == (one.code, one.member, one.year)
    )
    paid = sum(line.fen for line in lines)
    over = paid + others - most
    if over > 0:
        told = f"全年合计超过 {months} 个月低保标准（{Money(most).grouped()} 元）"
        told += f" {Money(over).grouped()} 元"
        yield _finding(lines, "助学超过月数上限", told, min(over, paid))


def _cap(books: Books, aided: Aided, one: Received) -> tuple[int, int] | None:
    """The tightest cap that binds a line: fen, and months; None where there is none."""
    known, fund = _pupil(aided, one), books.funds.get(one.fund)
    if known is None or fund is None or known[1].stage is None:
        return None
    household, pupil = known
    case = aided.case_of(one)
    day = (case and case.approved_on) or one.on
    rules = aided.standards.on(day, Origin(fund.origin))
    caps = rules.caps(Key.SCHOOLING_MONTHS_MOST, household.category, pupil.stage)
    first, last = dt.date(one.year, 1, 1), dt.date(one.year, 12, 31)
    try:
        local = aided.standards.local.on(household.place, min(max(day, first), last))
    except AidRefused:
        return None
    found = [(cap.number * local.minimum_living.fen, cap.number) for cap in caps]
    return min(found, default=None)


# -- how often ----------------------------------------------------------------------


def _school_year(day: dt.date) -> int:
    return day.year if day.month >= _BEGINS else day.year - 1


def _grant(place: str, case: str) -> str:
    """What lines of one grant share: their case, else their batch."""
    return case or place.partition("/")[0]


def _twice(aided: Aided) -> Iterator[Finding]:
    """Pupils with several grants in a school year, of which one was paid now (3)."""
    before: defaultdict[tuple[str, int, int], set[str]] = defaultdict(set)
    for had in aided.people.schooled:
        key = had.code, had.member, _school_year(had.on)
        before[key].add(_grant(had.place, had.case))
    grouped: defaultdict[tuple[str, int, int], list[Received]] = defaultdict(list)
    for one in _lines(aided):
        grouped[one.code, one.member, _school_year(one.on)].append(one)
    for key, lines in sorted(grouped.items()):
        now = {_grant(one.place, one.case) for one in lines}
        grants = sorted(now | before[key])
        if len(grants) > 1:
            first = key[2]
            told = f"{first}—{first + 1} 学年有 {len(grants)} 次：{'、'.join(grants)}"
            yield _finding(lines, "同一学年助学不止一次", told, lead=True)


def _finding(
    lines: Sequence[Received],
    title: str,
    told: str,
    fen: int | None = None,
    *,
    lead: bool = False,
) -> Finding:
    one, total = lines[0], Money(sum(line.fen for line in lines))
    return Finding(
        key=CHECK.key,
        title=title,
        condition=f"向档案号 {one.code} 第 {one.member} 号成员发放 {one.year} 年"
        f"子女助学 {total.grouped()} 元，{told}",
        evidence=tuple(dict.fromkeys(line.proof for line in lines)),
        recipients=(one.code,),
        amount=total if fen is None else Money(fen),
        persons=1,
        lead=lead,
    )
