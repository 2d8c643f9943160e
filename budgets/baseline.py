"""The base that aid budgets grow from (2005年度基数), set and restated by resolution.

1. The base is the sum of 送温暖资金 and other aid money of 2005, with the paper that
   the two parts come from. It is set once; a base of nil stands, and is told.
2. A unit set up after 2005 has a base of a later year (以后成立), by resolution too.
   One whose books begin after 2005, but that was there in 2005, says so in the reason,
   and its base is of 2005.
3. A base is restated by a new resolution with a reason and a paper: evidence was found,
   units were merged or split, the unit was renamed. Every base stays on record.
4. Where units were merged or split, last year's budget is given as it compares: the
   sum of the merged, the share of the one that was split.
5. A base is of 2005 or, where the first was of a later year, of that one; it holds from
   a later year on, at the latest next year.
6. What a restatement affects is told with the figures before and after, and can be
   told again at any time: no base is ever changed.

Basis: 关于进一步做好困难职工帮扶工作的意见 第6条.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from budgets import tables as t
from budgets.errors import GrowthRefused
from budgets.growth import Base, BaseKind, Series, SideBySide
from budgets.growth_reading import base_of, grounds, no_base
from budgets.records import locked, read_back, text_faults, written
from budgets.resolutions import Resolution, Subject, adopted, resolutions
from ledger import store
from ledger.database import Connection
from ledger.money import BOUND_FEN, Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import UnitLookup, append, lookups

BASE_YEAR = 2005

FIRST = frozenset({BaseKind.SET, BaseKind.OPENED_LATER})
"""How a first base comes about; by all other kinds one is restated."""

CARRIED = frozenset({BaseKind.MERGED, BaseKind.SPLIT})
"""Kinds that need last year's comparable budget."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A base as the body resolved it, with its paper; `number` 0 asks for the next.

    `since_year` is the first year held to it. `prior` is the budget of the year before
    that one, made comparable; None where it is the same.
    """

    number: int = 0
    base_year: int = BASE_YEAR
    since_year: int = BASE_YEAR + 1
    warmth: Money
    other: Money
    prior: Money | None = None
    kind: BaseKind = BaseKind.SET
    paper: str
    reason: str = ""
    resolution: str

    @property
    def total(self) -> Money:
        """送温暖资金和其他帮扶资金之和 (意见 第6条)."""
        return self.warmth + self.other


@dataclass(frozen=True, slots=True)
class Restated:
    """A base that took the place of another, and the years that this affects."""

    baseline: Baseline
    affected: tuple[SideBySide, ...]


@dataclass(frozen=True, slots=True)
class Certified:
    """One base with the resolution that it rests on and the years it affected."""

    baseline: Baseline
    resolution: Resolution
    affected: tuple[SideBySide, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the 基数核定表 of a unit tells: every base, the first one first."""

    unit: str
    name: str
    bases: tuple[Certified, ...]

    @property
    def in_force(self) -> Baseline | None:
        """The base resolved last; None where none was set."""
        return self.bases[-1].baseline if self.bases else None


# -- resolving ----------------------------------------------------------------------


def set_base(connection: Connection, unit: str, given: Baseline, act: Act) -> Baseline:
    """Put the first base of a unit on record.

    Raises:
        NotFound: there is no such unit or resolution.
        BodyRefused: the resolution was voted down, or is on another subject.
        GrowthRefused: one stands already, or this one cannot; all faults are told.
    """
    at = locked(connection, unit)
    adopted(connection, unit, given.resolution, Subject.BASELINE)
    if standing := baselines(connection, unit):
        what = f"{unit} 的2005年度基数没有设定"
        first = standing[0]
        why = f"已按决议 {first.resolution} 设定为 {first.total.grouped()} 元"
        do = "由管理机构另作决议，用 bangfu budget baseline restate 重定"
        raise GrowthRefused(what, why, do)
    wrong = [*_faults(given, (), act), *_first_faults(at, given)]
    if wrong:
        what = f"{unit} 的2005年度基数没有设定"
        raise GrowthRefused(what, "；".join(wrong), "改正后重新设定")
    return _append(connection, at, replace(given, number=1), act)


def restate(connection: Connection, unit: str, given: Baseline, act: Act) -> Restated:
    """Put a base on record that takes the place of the last one, from a year on.

    Raises:
        NotFound: there is no such unit or resolution.
        BodyRefused: the resolution was voted down, or is on another subject.
        GrowthRefused: none stands yet, or this one cannot; all faults are told.
    """
    at = locked(connection, unit)
    adopted(connection, unit, given.resolution, Subject.BASELINE)
    what = f"{unit} 的基数没有重定"
    standing = baselines(connection, unit)
    if not standing:
        do = "先用 bangfu budget baseline set 设定"
        raise GrowthRefused(what, "还没有设定过基数", do)
    wrong = [*_faults(given, standing, act), *_restating_faults(given, standing)]
    if wrong:
        raise GrowthRefused(what, "；".join(wrong), "改正后重新登记")
    kept = replace(given, number=len(standing) + 1)
    kept = _append(connection, at, kept, act)
    return Restated(kept, effects(connection, unit, kept.number))


def _faults(given: Baseline, standing: Sequence[Baseline], act: Act) -> Iterator[str]:
    """What is wrong with any base (1, 5)."""
    this_year = china_day(act.at).year
    for label, amount in (
        ("送温暖资金", given.warmth),
        ("其他帮扶资金", given.other),
        ("上年可比预算", given.prior),
    ):
        if amount is not None and amount.fen < 0:
            yield f"{label}不能为负（{amount}）"
        elif amount is not None and amount.fen > BOUND_FEN:
            yield f"{label}超过金额的上限"
    if not BASE_YEAR <= given.base_year <= this_year:
        yield f"基数年度应在 {BASE_YEAR} 与今年（{this_year}）之间"
    elif given.base_year not in _years_allowed(given, standing):
        yield f"基数年度应为 {BASE_YEAR}；只有以后成立的单位可用以后的年度"
    if given.since_year <= given.base_year:
        yield f"起始年度 {given.since_year} 应晚于基数年度 {given.base_year}"
    elif given.since_year > this_year + 1:
        yield f"起始年度至迟为明年（{this_year + 1}）"
    restates = bool(standing)
    yield from text_faults(
        ("依据文件", given.paper, True), ("理由", given.reason, restates)
    )


def _years_allowed(given: Baseline, standing: Sequence[Baseline]) -> set[int]:
    years = {BASE_YEAR, *(one.base_year for one in standing[:1])}
    return years | {given.base_year} if given.kind is BaseKind.OPENED_LATER else years


def _first_faults(unit: UnitLookup, given: Baseline) -> Iterator[str]:
    """What is wrong with a base that is to be the first (2)."""
    if given.kind not in FIRST:
        yield f"“{given.kind.label}”是重定的方式，不能用于设定"
    opened = int(unit.opened_on[:4])
    if given.kind is BaseKind.SET and opened > BASE_YEAR and not given.reason.strip():
        yield (
            f"单位自 {unit.opened_on} 建账，晚于 {BASE_YEAR} 年：以后成立的，"
            f"按“{BaseKind.OPENED_LATER.label}”（opened_later）设定；"
            f"{BASE_YEAR} 年已经成立的，在理由中写明"
        )
    if given.kind is BaseKind.OPENED_LATER and opened <= BASE_YEAR:
        yield f"单位 {unit.opened_on} 已经建账，不是以后成立的单位"
    if given.prior is not None:
        yield "首次设定没有上年可比预算；重定时才填写"


def _restating_faults(given: Baseline, standing: Sequence[Baseline]) -> Iterator[str]:
    """What is wrong with a base that is to take the place of another (3, 4)."""
    if given.kind in FIRST:
        ways = "、".join(kind.label for kind in BaseKind if kind not in FIRST)
        yield f"“{given.kind.label}”只用于首次设定；重定的方式：{ways}"
    if given.kind in CARRIED and given.prior is None:
        yield (
            f"{given.kind.label}须写明所据的数：{given.since_year - 1}年的可比预算"
            "（合并的，为各单位之和；分立的，为分得的份额）"
        )
    for one in standing:
        if one.resolution == given.resolution:
            yield f"决议 {one.resolution} 已用于第 {one.number} 号基数；重定须另作决议"


def _append(
    connection: Connection, unit: UnitLookup, kept: Baseline, act: Act
) -> Baseline:
    row = {
        "unit_id": unit.id,
        "number": kept.number,
        "base_year": kept.base_year,
        "since_year": kept.since_year,
        "warmth_fen": kept.warmth.fen,
        "other_fen": kept.other.fen,
        "prior_fen": None if kept.prior is None else kept.prior.fen,
        "kind": str(kept.kind),
        "paper": written(kept.paper),
        "reason": written(kept.reason),
        "resolution": kept.resolution,
    }
    append(connection, "baselines", [row], act)
    return baselines(connection, unit.code)[-1]


# -- reading ------------------------------------------------------------------------


def baselines(
    connection: Connection, unit: str, known_number: int | None = None
) -> tuple[Baseline, ...]:
    """Every base of a unit with its paper, by number.

    `known_number` leaves out what was restated after the base of that number.

    Raises:
        NotFound: there is no such unit, or no base of that number.
    """
    rows = _rows(connection, unit, known_number)
    return tuple(_baseline(row) for row in rows)


def bases(
    connection: Connection, unit: str, known_number: int | None = None
) -> tuple[Base, ...]:
    """The same as growth takes it: `growth.judge` goes by the one that holds.

    Raises:
        NotFound: there is no such unit, or no base of that number.
    """
    rows = _rows(connection, unit, known_number)
    return tuple(base_of(row) for row in rows)


def effects(connection: Connection, unit: str, number: int) -> tuple[SideBySide, ...]:
    """The years of the own budget that a restatement affected, before and after.

    Judged by the bases up to that number, and by the figures that stand today. The
    first base restates nothing.

    Raises:
        NotFound: there is no such unit, or no base of that number.
    """
    _rows(connection, unit, number)
    return grounds(connection, (unit,), Series.OWN)[unit].restated(number)


def certificate(connection: Connection, unit: str) -> Certificate:
    """Everything the 基数核定表 tells of a unit.

    Raises:
        NotFound: there is no such unit.
    """
    found = lookups(connection).unit(unit)
    case = grounds(connection, (unit,), Series.OWN)[unit]
    decided = {one.key: one for one in resolutions(connection, unit)}
    return Certificate(
        unit,
        found.name,
        tuple(
            Certified(one, decided[one.resolution], case.restated(one.number))
            for one in baselines(connection, unit)
        ),
    )


def _rows(connection: Connection, unit: str, known_number: int | None) -> list[Any]:
    unit_id = lookups(connection).unit(unit).id
    rows = store.all_rows(connection, t.baselines, unit_id)
    if known_number is None:
        return rows
    if not 1 <= known_number <= len(rows):
        raise no_base(known_number)
    return rows[:known_number]


def _baseline(row: Any) -> Baseline:
    base = base_of(row)
    return Baseline(
        number=base.number,
        base_year=base.base_year,
        since_year=base.since_year,
        warmth=base.warmth,
        other=base.other,
        prior=base.prior,
        kind=base.kind,
        paper=read_back(row.paper),
        reason=read_back(row.reason),
        resolution=base.resolution,
    )
