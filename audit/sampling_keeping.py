"""Samples of an engagement: drawn, enlarged, worked, and how one stands.

1. A sample is drawn from a population that the books still show as it was sealed, with
   a seed that became public afterwards; where it became so is recorded.
2. What is drawn is not kept: it follows from the population and the drawing, and its
   digest is kept with each size.
3. A sample by tickets is enlarged for a reason; what was drawn before stays. Nobody
   asks for more than there is to draw from; a plan may, and everything is taken.
4. A result is of an item that was drawn. It is changed by a later revision, with a
   reason.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from aid.recipient_writing import day_value
from audit import sampling_store as store
from audit.engagement_keeping import Desk
from audit.errors import PopulationChanged, SamplingRefused
from audit.sampling_limits import Law, Model
from audit.sampling_plans import AttributePlan, MoneyPlan, attribute_plan, money_plan
from audit.sampling_results import Found, Kept, Outcome
from audit.sampling_sealing import VERIFY, Sealed, kept, sealed_of, unchanged
from audit.sampling_tables import PPM
from audit.sampling_tickets import (
    Drawing,
    Method,
    Population,
    Sample,
    Units,
    draw,
    most_of,
    seed_of,
)
from budgets.records import read_back, text_faults, written
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.periods import china_day
from ledger.register import append_rows, lookups


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what plan a sample rests: rates of items, or fen of money, by the units."""

    units: Units
    model: Model
    risk: Fraction
    tolerable: Fraction
    expected: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A sample that is to be drawn; `size` 0 is the size that the plan asks."""

    terms: Terms
    purpose: str
    seed: str
    seed_source: str
    method: Method = Method.TICKETS
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A size of a sample: how many are drawn since when, and why more."""

    size: int
    reason: str
    person: str
    recorded_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A sample as it stands: its population, how it was drawn, what was found.

    `results` are by the name of the item; an item without one was not looked at yet.
    """

    sealed: Sealed
    number: int
    purpose: str
    seed_source: str
    terms: Terms
    planned: int
    drawing: Drawing
    sizes: tuple[Size, ...]
    sample: Sample
    results: Mapping[str, Kept]

    @property
    def mark(self) -> str:
        """How papers call it: `J2025-1/1-1`."""
        return f"{self.sealed.mark}-{self.number}"

    @property
    def open(self) -> tuple[str, ...]:
        """Items that were not looked at yet."""
        return tuple(
            item.name for item in self.sample.items if item.name not in self.results
        )


def plan(population: Population, terms: Terms) -> AttributePlan | MoneyPlan:
    """The plan of a sample of a population.

    Raises:
        SamplingRefused: rates or amounts that cannot be.
    """
    if terms.units is Units.ITEMS:
        return attribute_plan(
            Law(terms.model, population.count),
            risk=terms.risk,
            tolerable=terms.tolerable,
            expected=terms.expected,
        )
    if terms.model is Model.HYPERGEOMETRIC:
        raise SamplingRefused(
            "抽样计划没有作出", "货币单元抽样不用超几何分布", "改用泊松分布或二项分布"
        )
    return money_plan(
        risk=terms.risk,
        sum_fen=sum(item.fen for item in population.items if item.fen > 0),
        tolerable_fen=int(terms.tolerable),
        expected_fen=int(terms.expected),
    )


def drawing_of(population: Population, wanted: Wanted, number: int) -> Drawing:
    """How a sample is drawn, by its plan or its own size.

    In money units the interval comes from the size asked for; items of an interval or
    more are taken whole, and as many are drawn as intervals are left.

    Raises:
        SamplingRefused: the plan or the seed cannot be so.
    """
    units = wanted.terms.units
    size = wanted.size or plan(population, wanted.terms).size
    whole_fen = 0
    if units is Units.MONEY:
        amounts = [item.fen for item in population.items if item.fen > 0]
        if not amounts:
            raise SamplingRefused(
                "样本没有抽取", "总体中没有大于零的金额", "改用属性抽样"
            )
        total = sum(amounts)
        whole_fen = -(-total // size)
        left = sum(fen for fen in amounts if fen < whole_fen)
        size = max(1, -(-left * size // total))
    return Drawing(
        units=units,
        method=wanted.method,
        seed=seed_of(wanted.seed),
        size=size,
        draw=number,
        whole_fen=whole_fen,
    )


def draw_sample(desk: Desk, population: int, wanted: Wanted) -> Worked:
    """Draw a sample of a sealed population and record how.

    Raises:
        NotFound: there is no such population.
        PopulationChanged: the books no longer show it as it was sealed.
        SamplingRefused: the plan, the seed or a text cannot be so.
    """
    connection, unit, key = desk.connection, desk.unit, desk.engagement.key
    one = sealed_of(connection, unit.code, key, population)
    found = unchanged(connection, one)
    wrong = [
        *text_faults(
            ("检查内容", wanted.purpose, True),
            ("种子的公开出处", wanted.seed_source, True),
            ("种子", wanted.seed, True),
        ),
        *_past(most_of(found, wanted.terms.units), wanted.size),
    ]
    if wrong:
        raise SamplingRefused("样本没有抽取", "；".join(wrong), "改正后重新抽取")
    _demand_worked(connection, unit.code, key, population)
    number = 1 + sum(
        row.population == population for row in store.samples(connection, unit.id, key)
    )
    drawing = drawing_of(found, wanted, number)
    terms = wanted.terms
    place = (unit.id, key, population, number)
    row = (
        *place,
        written(wanted.purpose),
        *(terms.units.value, wanted.method.value, drawing.seed),
        *(written(wanted.seed_source), drawing.whole_fen, terms.model.value),
        _ppm(terms.risk),
        *(_stored(terms, terms.tolerable), _stored(terms, terms.expected)),
        *(plan(found, terms).size, desk.person_id, desk.act.stamp),
    )
    size = (
        *(*place, 1, drawing.size, _digest(draw(found, drawing)), ""),
        *(desk.person_id, desk.act.stamp),
    )
    parts: list[tuple[str, list[tuple[object, ...]]]] = [
        ("audit_samples", [row]),
        ("audit_sample_sizes", [size]),
    ]
    append_rows(connection, unit, parts, desk.act)
    return sample_in(connection, one, found, number)


def _past(most: int, size: int) -> Iterator[str]:
    """That more is asked for than there is, and what to ask for instead."""
    if size > most:
        yield (
            f"样本量 {size} 超过总体中可以抽取的 {most} 个项目，"
            f"要检查全部项目的填写 {most}"
        )


def _demand_worked(
    connection: Connection, unit: str, key: str, population: int
) -> None:
    """Refuse another sample while one of the same population is not worked to its end.

    Who could draw again and again would choose the sample, not the seed.
    """
    for other in samples_of(connection, unit, key):
        if other.sealed.number == population and other.open:
            why = f"同一总体的样本 {other.mark} 还有 {len(other.open)} 个项目没有检查"
            do = "先登记检查结果；样本不够的，用 bangfu audit sample enlarge 扩大"
            raise SamplingRefused("样本没有抽取", why, do)


def enlarge(desk: Desk, place: tuple[int, int], size: int, reason: str) -> Worked:
    """Draw more of a sample; what was drawn before stays.

    Args:
        desk: the engagement in hand.
        place: numbers of the population and of the sample.
        size: how many are drawn in all.
        reason: why more are needed.

    Raises:
        NotFound: there is no such sample.
        PopulationChanged: the books no longer show the population as it was sealed.
        SamplingRefused: it was not drawn by tickets, is everything, is not larger, or
            there are not as many.
    """
    connection, unit = desk.connection, desk.unit
    sealed = sealed_of(connection, unit.code, desk.engagement.key, place[0])
    found = unchanged(connection, sealed)
    one = sample_in(connection, sealed, found, place[1])
    wrong = [*text_faults(("扩大理由", reason, True))]
    if one.drawing.method is not Method.TICKETS:
        wrong.append(f"{one.drawing.method.label}抽取的样本不能扩大")
    if one.sample.is_population:
        wrong.append("样本已是全部总体")
    if size <= one.drawing.size:
        wrong.append(f"新的样本量应大于 {one.drawing.size}")
    if not one.sample.is_population:
        drawing = one.drawing
        wrong += _past(most_of(found, drawing.units, drawing.whole_fen), size)
    if wrong:
        raise SamplingRefused("样本没有扩大", "；".join(wrong), "改正后重新办理")
    larger = draw(found, replace(one.drawing, size=size))
    row = (
        *(unit.id, desk.engagement.key, *place, len(one.sizes) + 1, size),
        *(_digest(larger), written(reason), desk.person_id, desk.act.stamp),
    )
    append_rows(connection, unit, [("audit_sample_sizes", [row])], desk.act)
    return sample_in(connection, sealed, found, place[1])


def record(
    desk: Desk,
    place: tuple[int, int],
    found: Sequence[Found],
    on: dt.date | None = None,
) -> Worked:
    """Put on record what was found of items of a sample; all or none.

    Raises:
        NotFound: there is no such sample.
        SamplingRefused: an item was not drawn, or a result cannot be so; all is told.
    """
    connection, unit = desk.connection, desk.unit
    one = sample_of(connection, unit.code, desk.engagement.key, place)
    books = {item.name: item.fen for item in one.sample.items}
    day = on or desk.today
    wrong = [f"{f.item}：{why}" for f in found for why in _faults(f, one, books)]
    if len({f.item for f in found}) < len(found):
        wrong.append("同一项目写了两次")
    if day > desk.today:
        wrong.append("检查日期晚于今天")
    drawn_on = china_day(dt.datetime.fromisoformat(one.sizes[0].recorded_at))
    if day < drawn_on:
        wrong.append(f"检查日期早于抽取样本的日期（{drawn_on}）")
    if any(kept.on > day for f in found if (kept := one.results.get(f.item))):
        wrong.append("更正日期早于上一次")
    if wrong or not found:
        why = "；".join(wrong) or "没有写明项目"
        raise SamplingRefused("检查结果没有登记", why, "改正后重新登记")
    rows = [
        (
            *(unit.id, desk.engagement.key, *place, f.item),
            one.results[f.item].revision + 1 if f.item in one.results else 1,
            *(f.outcome.value, books[f.item]),
            books[f.item] if f.right_fen is None else f.right_fen,
            *(written(f.words), written(f.paper), written(f.reason)),
            *(day_value(connection, day), desk.person_id, desk.act.stamp),
        )
        for f in found
    ]
    append_rows(connection, unit, [("audit_sample_results", rows)], desk.act)
    return replace(one, results=_results(connection, unit.id, one.sealed, place[1]))


def _faults(found: Found, one: Worked, books: Mapping[str, int]) -> Iterator[str]:
    if found.item not in books:
        yield "不在样本中"
        return
    known = found.item in one.results
    is_wrong = found.right_fen not in {None, books[found.item]}
    if (found.outcome is Outcome.ERROR) != is_wrong:
        yield "错报须写明与账面不同的正确金额，其他结果不写"
    yield from text_faults(
        ("发现的情况", found.words, found.outcome is not Outcome.RIGHT),
        ("底稿", found.paper, False),
        ("更正理由", found.reason, known),
    )
    if found.reason.strip() and not known:
        yield "首次登记不写更正理由"


# -- looking -------------------------------------------------------------------------


def samples_of(connection: Connection, unit: str, key: str) -> tuple[Worked, ...]:
    """The samples of an engagement as they stand, in order.

    Raises:
        NotFound: there is no such unit.
        PopulationChanged: what was kept of a population is not what was sealed.
    """
    found = lookups(connection).unit(unit)
    rows = store.samples(connection, found.id, key)
    read = dict[int, tuple[Sealed, Population]]()
    for row in rows:
        if row.population not in read:
            one = sealed_of(connection, unit, key, row.population)
            read[row.population] = one, kept(connection, one)
    return tuple(_worked(connection, row, *read[row.population]) for row in rows)


def sample_of(
    connection: Connection, unit: str, key: str, place: tuple[int, int]
) -> Worked:
    """One sample as it stands; `place` is the numbers of population and sample.

    Raises:
        NotFound: there is no such unit or sample.
        PopulationChanged: what was kept of the population is not what was sealed.
    """
    one = sealed_of(connection, unit, key, place[0])
    return sample_in(connection, one, kept(connection, one), place[1])


def sample_in(
    connection: Connection, one: Sealed, population: Population, number: int
) -> Worked:
    """A sample of a population that was read already.

    Raises:
        NotFound: there is no such sample.
    """
    unit = lookups(connection).unit(one.unit)
    for row in store.samples(connection, unit.id, one.engagement):
        if (row.population, row.sample) == (one.number, number):
            return _worked(connection, row, one, population)
    name = f"{one.mark}-{number}"
    raise NotFound("样本", name, "用 bangfu audit sample list 查看")


def _worked(
    connection: Connection, row: Any, one: Sealed, population: Population
) -> Worked:
    books = lookups(connection)
    sizes = [
        size
        for size in store.sizes(connection, row.unit_id, row.engagement)
        if (size.population, size.sample) == (row.population, row.sample)
    ]
    drawing = Drawing(
        units=Units(row.units),
        method=Method(row.method),
        seed=row.seed,
        size=sizes[-1].size,
        draw=row.sample,
        whole_fen=row.whole_fen,
    )
    drawn = draw(population, drawing)
    if _digest(drawn) != bytes(sizes[-1].digest):
        name = f"{one.mark}-{row.sample}"
        what = f"样本 {name} 重抽的结果与登记时不符"
        raise PopulationChanged(what, do=VERIFY)
    terms = Terms(
        units=drawing.units,
        model=Model(row.model),
        risk=Fraction(row.risk_ppm, PPM),
        tolerable=_read(drawing.units, row.tolerable),
        expected=_read(drawing.units, row.expected),
    )
    return Worked(
        sealed=one,
        number=row.sample,
        purpose=read_back(row.purpose),
        seed_source=read_back(row.seed_source),
        terms=terms,
        planned=row.planned,
        drawing=drawing,
        sizes=tuple(
            Size(
                size=size.size,
                reason=read_back(size.reason),
                person=books.person_codes[size.person_id],
                recorded_at=size.recorded_at,
            )
            for size in sizes
        ),
        sample=drawn,
        results=_results(connection, row.unit_id, one, row.sample),
    )


def _results(
    connection: Connection, unit_id: int, of: Sealed, sample: int
) -> dict[str, Kept]:
    """The last revision of each result."""
    books = lookups(connection)
    place = (of.engagement, of.number, sample)
    return {
        one.item: Kept(
            item=one.item,
            revision=one.revision,
            outcome=Outcome(one.outcome),
            book_fen=one.book_fen,
            right_fen=one.right_fen,
            words=read_back(one.words),
            paper=read_back(one.paper),
            reason=read_back(one.reason),
            on=one.acted_on,
            person=books.person_codes[one.person_id],
        )
        for one in store.results(connection, unit_id, *place)
    }


# -- as it is written ----------------------------------------------------------------


def _digest(sample: Sample) -> bytes:
    """The SHA-256 of what was drawn: `whole` and names, then names in their order."""
    lines = [f"whole {item.name}" for item in sample.whole]
    lines += [f"{pick.k} {pick.item.name}" for pick in sample.picks]
    return hashlib.sha256("\n".join(lines).encode()).digest()


def _ppm(rate: Fraction) -> int:
    millionths = rate * PPM
    if millionths.denominator != 1:
        raise SamplingRefused(
            "样本没有抽取", "风险和比率最多写到百万分之一", "减少小数位数"
        )
    return int(millionths)


def _stored(terms: Terms, value: Fraction) -> int:
    return _ppm(value) if terms.units is Units.ITEMS else int(value)


def _read(units: Units, stored: int) -> Fraction:
    return Fraction(stored, PPM) if units is Units.ITEMS else Fraction(stored)
