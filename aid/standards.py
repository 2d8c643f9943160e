"""Standards (帮扶标准): what the rules grant on a day, with clause and who decided it.

1. The 意见 always holds. The method of 2015 holds for money of the origins it names,
   and for other money where it was adopted. The other sets hold where a unit's
   management body adopted them by resolution.
2. Of what the rules leave open a body may decide otherwise, within what they leave.
3. Of a key one standard holds: the body's decision, else that of the set adopted last,
   else the 意见. Caps are no matter of choice: all that are in force hold at once.

Basis: 关于进一步做好困难职工帮扶工作的意见 第1、2、5、9、10条;
总工发〔2015〕20号 第5条.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from aid.errors import StandardMissing, StandardRefused
from aid.standard_kinds import WORDS, Binding, Category, Freedom, Key, Measure, Stage
from aid.standard_sets import Standard, StandardSet, standard_set, standard_sets
from ledger.funds import Origin
from ledger.money import AmountError, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a unit's management body chose where the rules leave it to the unit."""

    key: Key
    value: int | str | Money
    since: dt.date
    until: dt.date | None = None
    resolution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A set of standards that a unit's management body adopted."""

    set: str
    since: dt.date
    until: dt.date | None = None
    resolution: str


class InForce:
    """The standards that hold on a day for money of an origin, in one unit."""

    __slots__ = ("_caps", "_one", "on", "origin", "standards")

    def __init__(
        self, on: dt.date, origin: Origin | None, standards: Sequence[Standard]
    ) -> None:
        self.on = on
        self.origin = origin
        self.standards = tuple(standards)
        self._one: dict[Key, tuple[Standard, ...]] = {}
        self._caps: dict[Key, tuple[Standard, ...]] = {}
        for standard in standards:
            group = self._caps if standard.key.is_cap else self._one
            group[standard.key] = (*group.get(standard.key, ()), standard)

    def one(self, key: Key, stage: Stage | None = None) -> Standard:
        """The standard of a key that holds.

        Raises:
            StandardMissing: none does.
        """
        found = self.one_or_none(key, stage)
        if found is None:
            what = f"{self.on} 没有“{key.label}”的标准"
            raise StandardMissing(
                what,
                do=f"先登记这项标准（{key}），或由管理机构决议采用一套含有它的标准",
            )
        return found

    def one_or_none(self, key: Key, stage: Stage | None = None) -> Standard | None:
        """The standard of a key that holds, if one does."""
        assert key not in self._caps, "caps hold all at once"
        for standard in self._one.get(key, ()):
            if standard.fits(None, stage):
                return standard
        return None

    @property
    def going(self) -> tuple[Standard, ...]:
        """Those that decide anything: not what a choice or a set goes before."""
        return tuple(
            one
            for one in self.standards
            if one.key.is_cap
            or any(self.one_or_none(one.key, stage) is one for stage in (None, *Stage))
        )

    def caps(
        self,
        key: Key,
        category: Category | None = None,
        stage: Stage | None = None,
    ) -> tuple[Standard, ...]:
        """Every cap of a key that holds."""
        assert key not in self._one
        return tuple(s for s in self._caps.get(key, ()) if s.fits(category, stage))


def in_force(
    on: dt.date,
    *,
    origin: Origin | None = None,
    adoptions: Iterable[Adoption] = (),
    decisions: Iterable[Decision] = (),
) -> InForce:
    """The standards that hold on a day, first those that go before others.

    Args:
        on: the day of the decision.
        origin: whose money it is; None leaves out what binds certain money alone.
        adoptions: what the unit's body adopted, in any order.
        decisions: what the unit's body decided otherwise, in any order.

    Raises:
        StandardMissing: a set that was adopted is not known.
        StandardRefused: a decision goes beyond what the rules leave, or what always
            holds is adopted.
    """
    chosen = [decided(one) for one in _latest_first(decisions, on)]
    found = [*chosen]
    adopted = {}
    for adoption in _latest_first(adoptions, on):
        adopted[adoption.set] = adoptable(adoption.set)
    for known in adopted.values():
        found += [s for s in known.values if s.holds(on)]
    for known in standard_sets():
        always = known.binding is Binding.ALWAYS
        bound = known.binding is Binding.ORIGIN and origin in known.origins
        if (always or bound) and known.key not in adopted:
            found += [s for s in known.values if s.holds(on)]
    return InForce(on, origin, found)


# -- what a unit chose --------------------------------------------------------------


_Chosen = TypeVar("_Chosen", Adoption, Decision)


def _latest_first(given: Iterable[_Chosen], on: dt.date) -> list[_Chosen]:
    holding = [
        one
        for one in given
        if one.since <= on and (one.until is None or on < one.until)
    ]
    # Of one day the one given last goes first: it was decided on later.
    return sorted(holding, key=lambda one: one.since)[::-1]


def adoptable(key: str) -> StandardSet:
    """A set that a unit's body may adopt.

    Raises:
        StandardMissing: there is no such set.
        StandardRefused: it always holds.
    """
    found = standard_set(key)
    if found.binding is Binding.ALWAYS:
        what = f"《{found.label}》一律适用，不用采用"
        raise StandardRefused(what, do="只采用可选的一套标准")
    return found


def decided(decision: Decision) -> Standard:
    """A decision as a standard that goes before that of the 意见.

    Raises:
        StandardRefused: it goes beyond what the rules leave to a unit.
    """
    default = _free(decision.key, decision.since)
    value = decision.value
    if isinstance(value, Money):
        value = value.fen
    number, word = (0, value) if isinstance(value, str) else (value, "")
    _demand_fitting(default, decision, number, word)
    return Standard(
        key=decision.key,
        measure=default.measure,
        number=number,
        word=word,
        since=decision.since,
        until=decision.until,
        grade="V",
        clause=f"决议 {decision.resolution}",
        decided_by="资金管理机构",
        within="管理机构",
        binding=Binding.RESOLUTION,
    )


def value_of(key: Key, text: str, on: dt.date) -> int | str | Money:
    """What a body chose for a standard, as it was typed.

    Raises:
        StandardRefused: the rules leave no choice, or the text is no value of it.
    """
    default = _free(key, on)
    told = text.strip()
    if default.measure is Measure.WORD:
        by_label = {one.label: one.value for one in WORDS[key]}
        return by_label.get(told, told)
    what = f"“{key.label}”的数值不对"
    try:
        amount = Money.parse(told)
    except AmountError as error:
        raise StandardRefused(what, str(error), f"写作 {default.written}") from None
    if default.measure is Measure.YUAN:
        return amount
    if amount.fen % 100:
        raise StandardRefused(what, do=f"写明整数，如 {default.written}")
    return amount.fen // 100


def _free(key: Key, on: dt.date) -> Standard:
    """The standard of the 意见 that a body may choose against."""
    general = (s for s in standard_sets() if s.binding is Binding.ALWAYS)
    for standard in (s for one in general for s in one.values):
        free = standard.freedom is not Freedom.NONE
        if standard.key is key and free and standard.holds(on):
            return standard
    what = f"“{key.label}”不由本级决议另定"
    raise StandardRefused(
        what,
        "意见已经写明，没有留给各级选择",
        "按意见的规定执行",
    )


def _demand_fitting(
    default: Standard, decision: Decision, number: int, word: str
) -> None:
    key = decision.key
    if default.measure is Measure.WORD:
        known = {one.value: one.label for one in WORDS[key]}
        if word not in known:
            told = "、".join(f"{value}（{label}）" for value, label in known.items())
            what = f"“{key.label}”没有这种选择"
            raise StandardRefused(what, do=f"可用：{told}")
        return
    amount = isinstance(decision.value, Money)
    if word or number <= 0 or amount != (default.measure is Measure.YUAN):
        what = f"“{key.label}”的数值不对"
        raise StandardRefused(what, do=f"写明大于零的数，如 {default.shown}")
    if default.freedom is Freedom.AT_LEAST and number < default.number:
        what = f"“{key.label}”不能低于 {default.shown}"
        raise StandardRefused(what, default.clause, "改为不低于这个数")
