"""Figures by the year, growth policies and notes (历年数、增长政策、说明), on record.

What other packages call stands here under one name; reading is in `growth_reading.py`.

1. A figure names the paper it comes from. It is not below nil, of no year that has not
   begun, and of none in which the unit was no more.
2. A figure that stands is revised with a reason; the one before stays on record.
3. A figure of more than tenfold or less than a tenth of a neighbouring year's is
   refused, unless a reason is given for either. Of two given at once the later is told.
4. Where an annual budget was approved here, no figure is typed in its place.
5. Policies and notes cite an adopted resolution on growth; of one year the last holds.

Basis: 关于进一步做好困难职工帮扶工作的意见 第6条.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from budgets import tables as t
from budgets.errors import GrowthRefused
from budgets.growth import ABSURD_TIMES, Note, Policy, Series
from budgets.growth_reading import (
    Approved,
    FigureSeries,
    approved_sums,
    by_unit,
    figures,
    first_year_gone,
    growth_of,
    growth_of_all,
    notes,
    policies,
)
from budgets.records import locked, read_back, text_faults, written
from budgets.resolutions import Subject, adopted
from ledger import store
from ledger.database import Connection
from ledger.errors import Problem
from ledger.money import BOUND_FEN, Money
from ledger.people import Act
from ledger.periods import FIRST_YEAR, china_day
from ledger.privacy import shown
from ledger.register import Lookups, append, lookups

__all__ = [
    "Figure",
    "FigureSeries",
    "Recorded",
    "add_note",
    "figure_problems",
    "figures",
    "growth_of",
    "growth_of_all",
    "history",
    "notes",
    "policies",
    "record_figures",
    "set_policy",
]

FIRST_GROWTH_YEAR = 2006
"""The year after the base year: policies and notes speak of none before."""

RATE_BP_MAX = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of one year; `revision` 0 asks for the next.

    `series` is a key of `FigureSeries`. `reason` says why it is right though it looks
    absurd, or why it is revised.
    """

    unit: str
    series: str
    year: int
    amount: Money
    paper: str
    reason: str = ""
    revision: int = 0


class Recorded(NamedTuple):
    """How many figures were put on record, and how many stood already."""

    written: int
    already: int


# -- figures ------------------------------------------------------------------------


def history(connection: Connection, unit: str) -> tuple[Figure, ...]:
    """Every figure that was typed in, by series, year and revision.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    rows = store.all_rows(connection, t.yearly_figures, unit_id)
    return tuple(_figure(unit, row) for row in rows)


def record_figures(
    connection: Connection, given: Sequence[Figure], act: Act
) -> Recorded:
    """Put figures on record, all or none; what stands already is left as it is.

    Raises:
        GrowthRefused: one of them cannot stand; all that is wrong is told.
    """
    found = figure_problems(connection, given, act)
    if found:
        told = [f"{_called(given[place])}：{problem}" for place, problem in found]
        do = "改正后重新登记；没有一项被登记"
        raise GrowthRefused("历年数没有登记", "；".join(told), do)
    case = _Case.of(connection, given)
    rows = []
    for one in given:
        stands = case.standing.get(_key(one))
        if stands is None or not _says_nothing_new(stands, one):
            row = {
                "unit_id": case.books.unit(one.unit).id,
                "series": str(one.series),
                "year": one.year,
                "revision": 1 + (stands.revision if stands else 0),
                "amount_fen": one.amount.fen,
                "paper": written(one.paper),
                "reason": written(one.reason),
            }
            rows.append(row)
    append(connection, "yearly_figures", rows, act)
    return Recorded(len(rows), len(given) - len(rows))


def figure_problems(
    connection: Connection, given: Sequence[Figure], act: Act
) -> list[tuple[int, Problem]]:
    """All that is wrong with figures given, each with its place among them.

    The units are held until the transaction ends.
    """
    _lock_all(connection, given)
    case = _Case.of(connection, given)
    this_year = china_day(act.at).year
    found = [
        (place, problem)
        for place, one in enumerate(given)
        for problem in _unfit(case.books, one, this_year)
    ]
    unfit = {place for place, _ in found}
    fit = {place: one for place, one in enumerate(given) if place not in unfit}
    times = Counter(map(_key, fit.values()))
    by_key = {_key(one): one for one in fit.values()}
    for place, one in fit.items():
        if times[_key(one)] > 1:
            what = "同一单位、同一系列、同一年度写了两次"
            found.append((place, _problem("year", what, str(one.year), "只留一项")))
        else:
            told = _contradicted(case, by_key, one)
            found += [(place, problem) for problem in told]
    return sorted(found, key=lambda pair: pair[0])


_Key = tuple[str, str, int]


class _Case(NamedTuple):
    """The books that figures come into: what stands, and what was approved."""

    books: Lookups
    standing: Mapping[_Key, Figure]
    approved: Approved

    @classmethod
    def of(cls, connection: Connection, given: Iterable[Figure]) -> "_Case":
        books = lookups(connection)
        named = sorted({one.unit for one in given} & books.units.keys())
        units = [books.unit(code) for code in named]
        rows = by_unit(connection, t.yearly_figures, [unit.id for unit in units])
        standing = {
            _key(one): one
            for unit in units
            for one in (_figure(unit.code, row) for row in rows[unit.id])
        }
        return cls(books, standing, approved_sums(connection, units))

    def budget(self, key: _Key) -> Money | None:
        """What an annual budget approved here says of a year."""
        unit, series, year = key
        return self.approved.get((self.books.unit(unit).id, series), {}).get(year)


def _lock_all(connection: Connection, given: Iterable[Figure]) -> None:
    """Hold every unit named, in one order: two writers never wait for each other."""
    units = lookups(connection, fresh=True).units
    named = {one.unit for one in given} & units.keys()
    for unit_id in sorted(units[code].id for code in named):
        store.lock_unit(connection, unit_id)
    # What stood when the locks were not yet held may have changed.
    lookups(connection, fresh=True)


def _unfit(books: Lookups, one: Figure, this_year: int) -> Iterator[Problem]:
    """What is wrong with a figure whatever else stands (1)."""
    unit = books.units.get(one.unit)
    if unit is None:
        what, do = "账中没有这个单位", "用 bangfu books units 查看，或先登记"
        yield _problem("unit", what, one.unit, do)
    if one.series not in set(FigureSeries):
        known = "、".join(f"{s.value}（{s.label}）" for s in FigureSeries)
        yield _problem("series", "不认识这个系列", one.series, f"可用：{known}")
    if not FIRST_YEAR <= one.year <= this_year:
        what = f"年度应在 {FIRST_YEAR} 与今年（{this_year}）之间"
        yield _problem("year", what, str(one.year), "改正年度")
    elif unit and (gone := first_year_gone(unit)) and one.year >= gone:
        what = f"单位已在 {unit.closed_on} 撤销"
        yield _problem("year", what, str(one.year), "改正年度，或登记到并入的单位")
    if one.amount.fen < 0:
        yield _problem("amount", "金额不能为负", str(one.amount), "改正金额")
    elif one.amount.fen > BOUND_FEN:
        yield _problem("amount", "金额超过上限", do="改正金额")
    for column, label, text, needed in (
        ("paper", "依据文件", one.paper, True),
        ("reason", "理由", one.reason, False),
    ):
        for what in text_faults((label, text, needed)):
            yield _problem(column, what)


def _contradicted(
    case: _Case, given: Mapping[_Key, Figure], one: Figure
) -> Iterator[Problem]:
    """What is wrong with a figure beside what stands and what comes with it (2-4)."""
    stands = case.standing.get(_key(one))
    if stands is not None and _says_nothing_new(stands, one):
        return
    if case.budget(_key(one)) is not None:
        what = "这一年的年度预算已在本系统批准，以批准的预算为准"
        yield _problem("year", what, str(one.year), "删去这一项")
        return
    if stands is not None and not one.reason.strip():
        told = f"{stands.amount.grouped()} 元（{shown(stands.paper)}）"
        what = f"在册的是 {told}，改动须写明理由"
        yield _problem("reason", what, do="写明改动的理由，或改回原数")
    for year in (one.year - 1, one.year + 1):
        yield from _beside(case, given, one, (one.unit, one.series, year))


def _beside(
    case: _Case, given: Mapping[_Key, Figure], one: Figure, beside: _Key
) -> Iterator[Problem]:
    """A figure hard to believe beside a neighbouring year's (3)."""
    year = beside[2]
    other = given.get(beside)
    if other is not None and year > one.year:
        # Both are given: it is told of the later one.
        return
    other = other or case.standing.get(beside)
    amount = case.budget(beside)
    if amount is None and other is not None:
        amount = other.amount
    if amount is None or one.reason.strip() or (other and other.reason.strip()):
        return
    if one.amount.fen > ABSURD_TIMES * amount.fen:
        what = f"超过{year}年（{amount.grouped()} 元）的{ABSURD_TIMES}倍"
    elif one.amount.fen * ABSURD_TIMES < amount.fen:
        what = f"不足{year}年（{amount.grouped()} 元）的{ABSURD_TIMES}分之一"
    else:
        return
    yield _problem("amount", what, str(one.amount), "核对金额；确实如此的，写明理由")


def _says_nothing_new(stands: Figure, one: Figure) -> bool:
    same = (stands.amount, stands.paper) == (one.amount, read_back(written(one.paper)))
    reason = read_back(written(one.reason))
    return same and reason in {"", stands.reason}


def _key(one: Figure) -> _Key:
    return one.unit, str(one.series), one.year


def _called(one: Figure) -> str:
    return f"{shown(one.unit)} {one.year}年{_label(one.series)}"


def _label(series: str) -> str:
    return FigureSeries(series).label if series in set(FigureSeries) else shown(series)


def _figure(unit: str, row: Any) -> Figure:
    return Figure(
        unit=unit,
        series=row.series,
        year=row.year,
        amount=Money(row.amount_fen),
        paper=read_back(row.paper),
        reason=read_back(row.reason),
        revision=row.revision,
    )


def _problem(column: str, what: str, found: str = "", do: str = "") -> Problem:
    return Problem("figure", what, shown(found), do, column=column)


# -- policies and notes -------------------------------------------------------------


def set_policy(connection: Connection, unit: str, policy: Policy, act: Act) -> Policy:
    """Put on record by which rule the body wants a series to grow from a year on.

    `words` of the policy are not kept: it rests on its resolution.

    Raises:
        NotFound: there is no such unit or resolution.
        BodyRefused: the resolution was voted down, or is on another subject.
        GrowthRefused: it stands already, or its year or rate is out of bounds.
    """
    at = locked(connection, unit)
    decided = adopted(connection, unit, policy.resolution, Subject.GROWTH)
    wrong = [*_out_of_years(policy.since_year, china_day(act.at).year + 1)]
    if policy.rate_bp > RATE_BP_MAX:
        wrong.append("增长比例超过 1000% 的上限")
    kept = replace(policy, words="")
    same = [
        one
        for one in policies(connection, unit)
        if (one.series, one.since_year) == (policy.series, policy.since_year)
    ]
    if same and same[-1] == kept:
        wrong.append(f"同样的政策已按{decided.printed}登记")
    if wrong:
        what = f"{unit} 的增长政策没有登记"
        raise GrowthRefused(what, "；".join(wrong), "改正后重新登记")
    row = {
        "unit_id": at.id,
        "series": str(policy.series),
        "since_year": policy.since_year,
        "revision": len(same) + 1,
        "rule": str(policy.rule),
        "rate_bp": policy.rate_bp,
        "resolution": policy.resolution,
    }
    append(connection, "growth_policies", [row], act)
    return kept


def add_note(connection: Connection, unit: str, note: Note, act: Act) -> Note:
    """Put on record why a year fell or fell short, and the resolution on it.

    Raises:
        NotFound: there is no such unit or resolution.
        BodyRefused: the resolution was voted down, or is on another subject.
        GrowthRefused: it stands already, or it tells no reason.
    """
    at = locked(connection, unit)
    decided = adopted(connection, unit, note.resolution, Subject.GROWTH)
    wrong = [
        *_out_of_years(note.year, china_day(act.at).year + 1),
        *text_faults(("原因", note.reason, True)),
    ]
    if "\n" in note.reason.strip():
        wrong.append("原因应写作一行")
    kept = replace(note, reason=note.reason.strip())
    same = _notes_on(connection, unit, note.series, note.year)
    if same and same[-1] == kept:
        wrong.append(f"同样的说明已按{decided.printed}登记")
    if wrong:
        what = f"{unit} {note.year}年的说明没有登记"
        raise GrowthRefused(what, "；".join(wrong), "改正后重新登记")
    row = {
        "unit_id": at.id,
        "series": str(note.series),
        "year": note.year,
        "number": len(same) + 1,
        "reason": kept.reason,
        "resolution": note.resolution,
    }
    append(connection, "growth_notes", [row], act)
    return kept


def _notes_on(
    connection: Connection, unit: str, series: Series, year: int
) -> list[Note]:
    on = (series, year)
    return [one for one in notes(connection, unit) if (one.series, one.year) == on]


def _out_of_years(year: int, last: int) -> Iterator[str]:
    if not FIRST_GROWTH_YEAR <= year <= last:
        yield f"年度应在 {FIRST_GROWTH_YEAR} 与 {last} 之间"
