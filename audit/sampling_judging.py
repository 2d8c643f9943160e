"""Judging a sample (评价样本) that was worked to the end.

1. Every item that was drawn or taken whole has a result; else nothing is concluded.
2. The population is read again from the books first; where it changed since it was
   sealed, the evaluation is refused.
3. A sample of items is judged by its deviations, errors among them, with the model of
   its plan; where the sample is the population, by what is so. Its errors are
   projected by ratio and difference too, which concludes nothing by itself.
4. A sample of money units is judged by its errors. Deviations that cost nothing are
   told, and weigh in words alone. Items of zero and below were not looked at: they are
   told with count and sum.
"""

from dataclasses import dataclass

from audit.errors import SamplingRefused
from audit.sampling import (
    AttributeResult,
    By,
    Checked,
    MoneyResult,
    MoneyTerms,
    Projection,
    Stratum,
    evaluate_attributes,
    evaluate_money,
    project,
)
from audit.sampling_keeping import Worked, sample_in
from audit.sampling_limits import Law, Model
from audit.sampling_results import Kept, Outcome
from audit.sampling_sealing import sealed_of, unchanged
from audit.sampling_tickets import Item, Units
from ledger.database import Connection
from ledger.money import Money

_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a sample says of its population; `attributes` or `money` by its units."""

    worked: Worked
    deviations: tuple[Kept, ...]
    attributes: AttributeResult | None = None
    projections: tuple[Projection, ...] = ()
    money: MoneyResult | None = None

    @property
    def is_acceptable(self) -> bool:
        """Whether the tolerable rate or error is excluded at the risk of the plan."""
        result = self.attributes or self.money
        assert result is not None
        return result.is_acceptable

    @property
    def set_apart(self) -> tuple[int, Money]:
        """How many items of zero and below were not drawn from, and their sum."""
        sample = self.worked.sample
        apart = (*sample.zero, *sample.negative)
        return len(apart), Money(sum(item.fen for item in apart))


def evaluate(
    connection: Connection, unit: str, key: str, place: tuple[int, int]
) -> Judged:
    """Judge a sample of an engagement; `place` is its population's number and its own.

    Raises:
        NotFound: there is no such unit or sample.
        PopulationChanged: the books no longer show what was sealed.
        SamplingRefused: items were not looked at yet; the first of them are told.
    """
    sealed = sealed_of(connection, unit, key, place[0])
    worked = sample_in(connection, sealed, unchanged(connection, sealed), place[1])
    if missing := worked.open:
        told = "、".join(missing[:_TOLD])
        what = f"样本 {worked.mark} 没有评价"
        why = f"还有 {len(missing)} 个项目没有检查结果：{told}"
        raise SamplingRefused(what, why, "用 bangfu audit sample result 登记")
    if worked.drawing.units is Units.MONEY:
        return _judge_money(worked)
    return _judge_items(worked)


def _deviations(worked: Worked) -> tuple[Kept, ...]:
    found = (worked.results[item.name] for item in worked.sample.items)
    return tuple(one for one in found if one.outcome is not Outcome.RIGHT)


def _judge_items(worked: Worked) -> Judged:
    sample, terms = worked.sample, worked.terms
    count = worked.sealed.count
    model = Model.HYPERGEOMETRIC if sample.is_population else terms.model
    found = _deviations(worked)
    result = evaluate_attributes(
        Law(model, count),
        size=len(sample.items),
        deviations=len(found),
        risk=terms.risk,
        tolerable=terms.tolerable,
    )
    return Judged(
        worked=worked,
        deviations=found,
        attributes=result,
        projections=_projections(worked),
    )


def _projections(worked: Worked) -> tuple[Projection, ...]:
    """What the errors come to for all; none where there is no error, or no sample."""
    checked = tuple(_checked(worked, item) for item in worked.sample.items)
    if not any(one.over_fen for one in checked) or len(checked) == 1:
        return ()
    stratum = Stratum(
        name=worked.sealed.of.label,
        count=worked.sealed.count,
        book_fen=worked.sealed.sum.fen,
        checked=checked,
    )
    ways = [By.DIFFERENCE]
    if sum(one.book_fen for one in checked) > 0:
        ways.insert(0, By.RATIO)
    return tuple(project(by, [stratum], worked.terms.risk) for by in ways)


def _judge_money(worked: Worked) -> Judged:
    sample, terms = worked.sample, worked.terms
    hits = sample.hits()
    named = {pick.item.name: pick.item for pick in sample.picks}
    drawn = [_checked(worked, item, hits[name]) for name, item in named.items()]
    result = evaluate_money(
        MoneyTerms(
            drawn_fen=0 if sample.is_population else sample.drawn_fen,
            size=len(sample.picks),
            risk=terms.risk,
            tolerable=Money(int(terms.tolerable)),
            model=terms.model,
        ),
        drawn,
        [_checked(worked, item) for item in sample.whole],
    )
    return Judged(worked=worked, deviations=_deviations(worked), money=result)


def _checked(worked: Worked, item: Item, hits: int = 1) -> Checked:
    return Checked(item.fen, worked.results[item.name].right_fen, hits)
