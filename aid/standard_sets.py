"""Sets of standards (成套标准) as their files tell them: `standards/*.toml`.

1. A set is a file: the 意见, the central method of 2015, or an analogue of another
   place that a unit may adopt. A fault in one of them is a bug.
2. Each value has its clause, unit, first day, first day out of force where it ended,
   and who decided it. A past value is never edited; no two of a set hold on one day for
   the same people.
"""

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from aid.errors import StandardMissing
from aid.standard_kinds import (
    WORDS,
    Binding,
    Category,
    Freedom,
    Key,
    Measure,
    Per,
    Stage,
)
from ledger.funds import Origin
from ledger.money import Money
from ledger.privacy import shown

WHOLE_BP = 10_000
"""A whole in basis points; rates stand in hundredths of a per cent."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """Self-paid sums from one on: their rate, or the fixed sum in its place."""

    start: Money
    rate_bp: int = 0
    is_fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One value of the rules, from `since` until the day before `until`.

    `number` counts in the measure: fen, basis points, months, a day as MMDD; `word` and
    `brackets` stand in its place where the measure says so. Empty `categories` and
    `stages` mean all. `within` is the document as sentences cite it.
    """

    key: Key
    measure: Measure
    number: int = 0
    word: str = ""
    brackets: tuple[Bracket, ...] = ()
    per: Per = Per.PERSON
    categories: frozenset[Category] = frozenset()
    stages: frozenset[Stage] = frozenset()
    since: dt.date
    until: dt.date | None = None
    grade: str
    clause: str
    decided_by: str
    freedom: Freedom = Freedom.NONE
    within: str
    binding: Binding

    @property
    def money(self) -> Money:
        """The value where it is an amount."""
        assert self.measure is Measure.YUAN
        return Money(self.number)

    @property
    def shown(self) -> str:
        """The value as people read it."""
        match self.measure:
            case Measure.YUAN:
                return f"{Money(self.number).grouped()} 元"
            case Measure.PERCENT:
                return shown_percent(self.number)
            case Measure.DAY:
                return f"{self.number // 100}月{self.number % 100}日"
            case Measure.WORD:
                return WORDS[self.key](self.word).label
            case Measure.BRACKETS:
                return "；".join(_shown_bracket(bracket) for bracket in self.brackets)
            case _:
                return f"{self.number}{self.measure.label}"

    @property
    def written(self) -> str:
        """The value as programs read it: amounts in yuan, days as MM-DD."""
        match self.measure:
            case Measure.YUAN:
                return str(Money(self.number))
            case Measure.PERCENT:
                return shown_percent(self.number)
            case Measure.DAY:
                return f"{self.number // 100:02d}-{self.number % 100:02d}"
            case Measure.WORD:
                return self.word
            case Measure.BRACKETS:
                return ";".join(_written_bracket(one) for one in self.brackets)
            case _:
                return str(self.number)

    @property
    def applies(self) -> str:
        """Whom it speaks of, in words; empty where of all."""
        kinds = [one.label for one in Category if one in self.categories]
        kinds += [one.label for one in Stage if one in self.stages]
        per = self.per.label if self.key.is_cap else ""
        return " ".join(part for part in (per, "、".join(kinds)) if part)

    @property
    def cited(self) -> str:
        """Where it is from, as a sentence cites it."""
        return f"{self.within}{self.clause.partition('（')[0]}"

    def holds(self, on: dt.date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= on and (self.until is None or on < self.until)

    def fits(self, category: Category | None, stage: Stage | None) -> bool:
        """Whether it speaks of a household of a category, or of a pupil of a stage."""
        # A household not sorted yet must not slip through a cap of one category.
        unsorted = category is None or not self.categories
        of_category = unsorted or category in self.categories
        return of_category and (not self.stages or stage in self.stages)


@dataclass(frozen=True, slots=True)
class StandardSet:
    """The standards of one document, and when it holds."""

    key: str
    label: str
    binding: Binding
    origins: frozenset[Origin]
    values: tuple[Standard, ...]


def standard_set(key: str) -> StandardSet:
    """A set of standards by its key.

    Raises:
        StandardMissing: there is none.
    """
    for known in standard_sets():
        if known.key == key:
            return known
    optional = (one for one in standard_sets() if one.binding is not Binding.ALWAYS)
    keys = "、".join(one.key for one in optional)
    what = f"没有叫“{shown(key)}”的一套标准"
    raise StandardMissing(what, do=f"可用：{keys}")


@cache
def standard_sets() -> tuple[StandardSet, ...]:
    """Every set that comes with the program: the 意见 first, the optional ones last."""
    folder = files("aid").joinpath("standards")
    found = [
        standard_set_from(tomllib.loads(entry.read_text(encoding="utf-8")))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    ]
    order = list(Binding)
    return tuple(sorted(found, key=lambda one: (order.index(one.binding), one.key)))


def standard_set_from(document: Mapping[str, Any]) -> StandardSet:
    """A set of standards as its file tells it; a fault in it is a bug."""
    assert document.keys() <= {"key", "label", "short", "binding", "origins", "value"}
    binding = Binding(document["binding"])
    origins = frozenset(Origin(one) for one in document.get("origins", ()))
    assert bool(origins) == (binding is Binding.ORIGIN)
    label = document["label"]
    short = document["short"]
    values = tuple(_standard(one, short, binding) for one in document["value"])
    assert not [*_overlapping(values)], [*_overlapping(values)]
    return StandardSet(document["key"], label, binding, origins, values)


def shown_percent(basis_points: int) -> str:
    """Basis points as per cent, without needless zeros."""
    text = str(Money(basis_points)).rstrip("0").rstrip(".")
    return f"{text}%"


# -- reading ------------------------------------------------------------------------


_GRADES = {"V", "A", "D", "M"}
_FIELDS = {
    "key",
    "value",
    "unit",
    "per",
    "categories",
    "stages",
    "since",
    "until",
    "grade",
    "by_resolution",
    "clause",
    "decided_by",
}


def _standard(block: Mapping[str, Any], within: str, binding: Binding) -> Standard:
    assert block.keys() <= _FIELDS, block.keys() - _FIELDS
    assert block["grade"] in _GRADES
    key, measure = Key(block["key"]), Measure(block["unit"])
    until = block.get("until")
    assert until is None or block["since"] < until
    return Standard(
        key=key,
        measure=measure,
        **_value(key, measure, block["value"]),
        per=Per(block.get("per", Per.PERSON)),
        categories=frozenset(Category(one) for one in block.get("categories", ())),
        stages=frozenset(Stage(one) for one in block.get("stages", ())),
        since=block["since"],
        until=until,
        grade=block["grade"],
        clause=block["clause"],
        decided_by=block["decided_by"],
        freedom=Freedom(block.get("by_resolution", Freedom.NONE)),
        within=within,
        binding=binding,
    )


def _value(key: Key, measure: Measure, given: Any) -> dict[str, Any]:
    """The value of a standard, in the field that its measure asks for."""
    if measure is Measure.BRACKETS:
        return {"brackets": _brackets(given)}
    if measure is Measure.WORD:
        return {"word": WORDS[key](given).value}
    if measure is Measure.DAY:
        month, day = given.split("-")
        return {"number": dt.date(2000, int(month), int(day)).month * 100 + int(day)}
    if measure is Measure.YUAN:
        return {"number": Money.parse(given).fen}
    if measure is Measure.PERCENT:
        # Two decimals of a hundred, as fen are of a yuan.
        return {"number": Money.parse(given.removesuffix("%")).fen}
    assert isinstance(given, int)
    assert given > 0
    return {"number": given}


def _brackets(given: Sequence[Mapping[str, Any]]) -> tuple[Bracket, ...]:
    found = tuple(
        Bracket(
            Money.parse(one["from"]),
            0 if one.get("fixed") else Money.parse(one["rate"].removesuffix("%")).fen,
            one.get("fixed", False),
        )
        for one in given
    )
    starts = [bracket.start for bracket in found]
    assert starts == sorted(set(starts)), "brackets rise"
    assert not any(bracket.is_fixed for bracket in found[:-1]), "fixed stands last"
    return found


def _written_bracket(bracket: Bracket) -> str:
    rate = "fixed" if bracket.is_fixed else shown_percent(bracket.rate_bp)
    return f"{bracket.start}:{rate}"


def _shown_bracket(bracket: Bracket) -> str:
    what = "定额" if bracket.is_fixed else shown_percent(bracket.rate_bp)
    return f"{bracket.start.grouped()} 元起 {what}"


def _overlapping(values: Sequence[Standard]) -> Iterator[str]:
    """Two values of one key that would hold on one day for the same people."""
    for place, one in enumerate(values):
        for other in values[place + 1 :]:
            same = one.key is other.key and one.per is other.per
            categories = _meet(one.categories, other.categories)
            stages = _meet(one.stages, other.stages)
            if same and categories and stages and _same_days(one, other):
                yield one.key


def _meet(one: frozenset[Any], other: frozenset[Any]) -> bool:
    return not one or not other or bool(one & other)


def _same_days(one: Standard, other: Standard) -> bool:
    one_ends = one.until is not None and one.until <= other.since
    other_ends = other.until is not None and other.until <= one.since
    return not one_ends and not other_ends
