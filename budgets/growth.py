"""Growth (逐年增长): did the aid budget grow, hold or fall, and by how much too little.

1. The union's own budget starts from its base, 送温暖 and other aid money of 2005, and
   grows every year with the union's income. The government's budget grows every year;
   the clause gives it no base, so bases are not looked at for it.
2. A base holds from its `since_year`; of those that hold, the highest number does. Old
   ones stay, so that what was judged by them can be judged again.
3. A year is held against the last year that had a budget; the first, against the base.
   Where a base restated in that year gives a comparable figure, against that figure.
4. A year with no figure, or a figure of nil, had no budget. It is told, and the next
   year is held against the last one that had.
5. Required is what the policy in force says, never less than last year's comparable
   figure nor than the base, rounded up to the fen: less does not meet it.
   `with_income`: last year's × income(y-1) ÷ income(y-2), the incomes known when y is
   budgeted, where they grew. If one is missing or nil, last year's, and it is told.
6. The management body's own policy goes before `growth.toml`; the latest that has
   begun holds, of one year the last given.
7. A fall needs a reason and the body's resolution on it. A budget that only holds is
   told under every policy: 逐年增长 wants more.
8. One cause is told once: of a year that fell, held or was skipped, what is short of
   the required stands in that remark; `short_of_required` is of years that grew.
9. Rates are whole basis points, rounded half away from nil; there is none against nil.

Years are judged from the first that a base holds or has a figure after the base year,
but not before 2006; without a base from the first figure; with neither, only the last
year is. Judging takes time in proportion to years × (bases + policies); a province is
as many calls.

Basis: 关于进一步做好困难职工帮扶工作的意见 第6条.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from budgets.growth_rules import (
    Base,
    BaseKind,
    Note,
    Policy,
    Remark,
    RemarkKey,
    Requirement,
    Rule,
    Series,
    base_in,
    default_policies,
    policy_in,
    required,
)
from ledger.accounts import Labelled
from ledger.money import ZERO, Money
from ledger.rates import share_bp

__all__ = [
    "ABSURD_TIMES",
    "Base",
    "BaseKind",
    "Note",
    "Policy",
    "Remark",
    "RemarkKey",
    "Requirement",
    "Rule",
    "Series",
    "SideBySide",
    "Verdict",
    "YearGrowth",
    "affected_years",
    "base_in",
    "before_and_after",
    "default_policies",
    "judge",
    "policy_in",
    "required",
]

ABSURD_TIMES = 10
"""Income beyond so many times the year before, or under that part of it, is told."""


class Verdict(Labelled):
    """What a year's budget did against the last comparable one."""

    GREW = "grew", "增长"
    HELD = "held", "持平"
    FELL = "fell", "减少"
    NO_BUDGET = "no_budget", "未列预算"
    NO_BASE = "no_base", "无可比数"


@dataclass(frozen=True, slots=True)
class YearGrowth:
    """One year of one series, judged.

    `last` is the comparable figure of `compared_year`, mostly the year before.
    `income` is the year's own; `income_rate_bp` is the growth known when the year was
    budgeted, of income(y-1) over income(y-2). What cannot be told is None.
    """

    year: int
    figure: Money | None
    verdict: Verdict
    compared_year: int | None
    last: Money | None
    base: Base | None
    income: Money | None
    income_rate_bp: int | None
    policy: Policy
    required: Money | None
    note: Note | None
    remarks: tuple[Remark, ...]

    @property
    def change(self) -> Money | None:
        """More (or less) than the comparable figure."""
        return _difference(self.figure, self.last)

    @property
    def rate_bp(self) -> int | None:
        """The change in basis points of the comparable figure."""
        return _rate_bp(self.figure, self.last)

    @property
    def against_base(self) -> Money | None:
        """More (or less) than the base."""
        return _difference(self.figure, self.base.total if self.base else None)

    @property
    def base_rate_bp(self) -> int | None:
        """The difference to the base, in basis points of it."""
        return _rate_bp(self.figure, self.base.total if self.base else None)

    @property
    def against_income_bp(self) -> int | None:
        """By how many basis points the budget grew faster than income was known to."""
        if self.rate_bp is None or self.income_rate_bp is None:
            return None
        return self.rate_bp - self.income_rate_bp

    @property
    def shortfall(self) -> Money:
        """What is missing to the required; nil where it is met or not known."""
        missing = _difference(self.required, self.figure or ZERO)
        return missing if missing is not None and missing > ZERO else ZERO


class SideBySide(NamedTuple):
    """A year judged without and with the last restatement; None if not judged then."""

    year: int
    before: YearGrowth | None
    after: YearGrowth | None


def judge(  # noqa: PLR0913 - all that a year is held against
    series: Series,
    bases: Sequence[Base],
    figures: Mapping[int, Money],
    incomes: Mapping[int, Money],
    *,
    policies: Sequence[Policy],
    notes: Sequence[Note],
    until: int,
) -> tuple[YearGrowth, ...]:
    """Judge every year of a series up to but without `until`, the earliest first.

    Args:
        series: whose budget it is; policies and notes of the other are left out.
        bases: in any order, each number once.
        figures: what was budgeted, by year; never negative.
        incomes: what the series is to grow with, by year; never negative. Of the
            union's own, the union's income.
        policies: what the body resolved; `growth.toml` holds where it resolved nothing.
        notes: of one year, the last one given holds.
        until: the first year that is not judged.

    Basis: 关于进一步做好困难职工帮扶工作的意见 第6条.
    """
    assert all(figure.fen >= 0 for figure in figures.values()), "a budget below nil"
    assert all(income.fen >= 0 for income in incomes.values()), "an income below nil"
    assert len({base.number for base in bases}) == len(bases)
    held = tuple(bases) if series is Series.OWN else ()
    noted = {note.year: note for note in notes if note.series is series}
    case = _Case(series, held, figures, incomes, policies, noted)
    first = _first_year(case, until)
    last = _before_the_first(case, first)
    found: list[YearGrowth] = []
    for year in range(first, until):
        last = _made_comparable(case, year, last)
        found.append(_judged(case, year, last, is_first=year == first))
        if figures.get(year):
            last = _Last(year, figures[year])
    return tuple(found)


def affected_years(
    bases: Sequence[Base], number: int, figures: Mapping[int, Money]
) -> tuple[int, ...]:
    """The years with a figure that a base touches: where it holds or is compared by.

    Years over which a higher number holds are left out, but for the step into its
    first year, which its `prior` makes comparable.
    """
    return tuple(
        year
        for year in sorted(figures)
        if any(
            base is not None and base.number == number
            for base in (base_in(bases, year), _step_into(bases, year))
        )
    )


def before_and_after(  # noqa: PLR0913 - the same that `judge` takes
    series: Series,
    bases: Sequence[Base],
    figures: Mapping[int, Money],
    incomes: Mapping[int, Money],
    *,
    policies: Sequence[Policy],
    notes: Sequence[Note],
    until: int,
) -> tuple[SideBySide, ...]:
    """Judge without and with the last restatement, year by year; `judge` says the rest.

    The first base restates nothing: where it is the only one, both sides are the same.
    """
    ordered = sorted(bases, key=lambda base: base.number)
    earlier = ordered[:-1] or ordered
    before, after = (
        {
            row.year: row
            for row in judge(
                series,
                some,
                figures,
                incomes,
                policies=policies,
                notes=notes,
                until=until,
            )
        }
        for some in (earlier, ordered)
    )
    years = sorted(before.keys() | after.keys())
    return tuple(SideBySide(y, before.get(y), after.get(y)) for y in years)


# -- which years, and against what --------------------------------------------------


class _Case(NamedTuple):
    """What all years of one judgement share; no bases for the government's budget."""

    series: Series
    bases: tuple[Base, ...]
    figures: Mapping[int, Money]
    incomes: Mapping[int, Money]
    policies: Sequence[Policy]
    notes: Mapping[int, Note]


class _Last(NamedTuple):
    year: int
    amount: Money


def _first_year(case: _Case, until: int) -> int:
    """The first year to judge, as the module says on top."""
    ruled = min(p.since_year for p in default_policies() if p.series is case.series)
    budgeted = (year for year, figure in case.figures.items() if figure)
    if not case.bases:
        return max(ruled, min(budgeted, default=until - 1))
    original = _original(case.bases)
    begun = min(base.since_year for base in case.bases)
    after = (year for year in budgeted if year > original.base_year)
    return max(ruled, min(begun, min(after, default=begun)))


def _before_the_first(case: _Case, first: int) -> _Last | None:
    """Without a base, a budget of before 2006 is still something to compare with."""
    if case.bases:
        return None
    earlier = (year for year, figure in case.figures.items() if figure and year < first)
    year = max(earlier, default=None)
    return None if year is None else _Last(year, case.figures[year])


def _made_comparable(case: _Case, year: int, last: _Last | None) -> _Last | None:
    """The last budget as a restatement of that year makes it comparable (rule 3)."""
    step = _step_into(case.bases, year)
    if step is not None and step.prior is not None:
        return _Last(year - 1, step.prior)
    return last


def _step_into(bases: Sequence[Base], year: int) -> Base | None:
    """The base that begins in a year: the highest number of those that do."""
    return base_in([base for base in bases if base.since_year == year], year)


def _original(bases: Sequence[Base]) -> Base:
    return min(bases, key=lambda base: base.number)


# -- one year -----------------------------------------------------------------------


def _judged(
    case: _Case, year: int, last: _Last | None, *, is_first: bool
) -> YearGrowth:
    base = base_in(case.bases, year)
    if last is None and base is not None:
        last = _Last(base.base_year, base.total)
    policy = policy_in(case.policies, case.series, year)
    assert policy is not None, "no year is judged before the first policy"
    wanted = None
    if last is not None:
        wanted = required(policy, year, last.amount, base, case.incomes)
    row = YearGrowth(
        year=year,
        figure=case.figures.get(year),
        verdict=_verdict(case.figures.get(year), last),
        compared_year=last.year if last else None,
        last=last.amount if last else None,
        base=base,
        income=case.incomes.get(year),
        income_rate_bp=_rate_bp(case.incomes.get(year - 1), case.incomes.get(year - 2)),
        policy=policy,
        required=wanted.amount if wanted else None,
        note=case.notes.get(year),
        remarks=(),
    )
    remarks = [
        *_base_remarks(case, row, is_first=is_first),
        *_absurd_incomes(case.incomes, year, is_first=is_first),
        *(wanted.remarks if wanted else ()),
        *_verdict_remarks(row),
    ]
    return replace(row, remarks=tuple(remarks))


def _verdict(figure: Money | None, last: _Last | None) -> Verdict:
    if not figure:
        return Verdict.NO_BUDGET
    if last is None:
        return Verdict.NO_BASE
    if figure == last.amount:
        return Verdict.HELD
    return Verdict.GREW if figure > last.amount else Verdict.FELL


def _verdict_remarks(row: YearGrowth) -> list[Remark]:
    """What is told of the verdict; a cause is told once (rule 8)."""
    short = f"，低于应达数 {_yuan(row.shortfall)}" if row.shortfall else ""
    told = f"；{row.note}" if row.note and row.note.complete else ""
    if row.verdict is Verdict.NO_BUDGET:
        return [_remark(row, RemarkKey.YEAR_SKIPPED, f"未列预算{short}{told}")]
    if row.verdict is Verdict.HELD:
        same = f"与{row.compared_year}年持平"
        return [_remark(row, RemarkKey.HELD, f"{same}{short}{told}")]
    if row.verdict is Verdict.FELL:
        assert row.change is not None
        less = f"比{row.compared_year}年减少 {_yuan(-row.change)}{short}"
        if told:
            return [_remark(row, RemarkKey.FELL_WITH_NOTE, f"{less}{told}")]
        missing = f"{less}；{_missing_in(row.note)}"
        return [_remark(row, RemarkKey.FELL_WITHOUT_NOTE, missing)]
    if row.shortfall:
        text = f"有增长{short}（{row.policy.rule.label}）{told}"
        return [_remark(row, RemarkKey.SHORT_OF_REQUIRED, text)]
    return []


def _missing_in(note: Note | None) -> str:
    if note is None or not note.reason.strip():
        return "没有说明原因"
    return "说明了原因，但没有资金管理机构的决议"


def _base_remarks(case: _Case, row: YearGrowth, *, is_first: bool) -> list[Remark]:
    """A missing base is told once, a base of nil in the first year that it holds."""
    if case.series is not Series.OWN:
        return []
    found = _restatements(case.bases, row)
    if row.base is None and is_first:
        found.append(_remark(row, RemarkKey.NO_BASE, "没有2005年度基数，只与上年比较"))
    if row.base is not None and not row.base.total:
        before = None if is_first else base_in(case.bases, row.year - 1)
        if before is not row.base:
            text = "基数为零，不计算与基数相比的增长率"
            found.append(_remark(row, RemarkKey.BASE_ZERO, text))
    return found


def _restatements(bases: tuple[Base, ...], row: YearGrowth) -> list[Remark]:
    """A base that begins this year and is not the first, if it has any effect."""
    step = _step_into(bases, row.year)
    if step is None or step is _original(bases):
        return []
    told = []
    if row.base is step:
        told.append(f"基数改为 {_yuan(step.total)}")
    if step.prior is not None:
        told.append(f"上年可比数 {_yuan(step.prior)}")
    if not told:
        return []
    text = f"{'，'.join(told)}（{step.kind.label}，{step.resolution}）"
    return [_remark(row, RemarkKey.RESTATED, text)]


# -- incomes ------------------------------------------------------------------------


def _absurd_incomes(
    incomes: Mapping[int, Money], year: int, *, is_first: bool
) -> list[Remark]:
    """Incomes hard to believe, each told of its own year; the first looks back one."""
    found = []
    for of in (year - 1, year) if is_first else (year,):
        earlier, later = incomes.get(of - 1), incomes.get(of)
        if not earlier or not later:
            continue
        if later.fen > ABSURD_TIMES * earlier.fen:
            text = f"{of}年经费收入超过上年的{ABSURD_TIMES}倍，请核对"
        elif later.fen * ABSURD_TIMES < earlier.fen:
            text = f"{of}年经费收入不足上年的{ABSURD_TIMES}分之一，请核对"
        else:
            continue
        found.append(Remark(of, RemarkKey.INCOME_ABSURD, text))
    return found


# -- arithmetic ---------------------------------------------------------------------


def _difference(one: Money | None, other: Money | None) -> Money | None:
    return None if one is None or other is None else one - other


def _rate_bp(figure: Money | None, against: Money | None) -> int | None:
    """The growth over an earlier figure (rule 9); None against nil or nothing."""
    if figure is None or not against:
        return None
    return share_bp((figure - against).fen, against.fen)


def _remark(row: YearGrowth, key: RemarkKey, text: str) -> Remark:
    return Remark(row.year, key, text)


def _yuan(amount: Money) -> str:
    return f"{amount.grouped()} 元"
