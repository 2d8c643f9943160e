"""Populations sealed and samples drawn in the background; what was typed for them."""

import datetime as dt
import re
from collections.abc import Mapping
from fractions import Fraction

from app.web import typed as reading_of
from app.web.job_process import Made, Work
from app.web.long_works import DRAW, SEAL
from audit import sampling_keeping, sampling_sealing
from audit.engagement_keeping import desk_of
from audit.populations import Of
from audit.sampling_keeping import Terms, Wanted
from audit.sampling_limits import Model
from audit.sampling_tickets import Method, Units
from ledger.errors import NotFound, RecordRefused
from ledger.periods import Span

_RATE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)(%?)")
_USUAL = {Units.ITEMS: Model.BINOMIAL, Units.MONEY: Model.POISSON}
SEALING, DRAWING = "封存总体", "抽取样本"


def seal(work: Work) -> Made:
    """Seal a population of an engagement."""
    of, span = population_of(work.typed)
    work.tell(SEALING, 0, 0)
    with work.writing(SEAL, work.typed["key"]) as connection:
        desk = desk_of(connection, work.unit, work.typed["key"], work.act)
        one = sampling_sealing.seal(desk, of, span)
    return Made(said=f"{one.mark} {one.count:,} SHA-256 {one.digest}")


def draw(work: Work) -> Made:
    """Draw a sample of a population."""
    number, wanted = wanted_of(work.typed)
    work.tell(DRAWING, 0, 0)
    with work.writing(DRAW, work.typed["key"]) as connection:
        desk = desk_of(connection, work.unit, work.typed["key"], work.act)
        one = sampling_keeping.draw_sample(desk, number, wanted)
    return Made(said=f"{one.mark} {len(one.sample.items):,}")


_PLACE = re.compile(r"(\d{1,6})-(\d{1,6})")


def place_of(text: str) -> tuple[int, int]:
    """A sample by its population and number, as addresses have it: `1-2`.

    Raises:
        NotFound: it is none.
    """
    match = _PLACE.fullmatch(text)
    if match is None:
        raise NotFound("样本", text)
    return int(match[1]), int(match[2])


# -- as typed -----------------------------------------------------------------------


def population_of(typed: Mapping[str, str]) -> tuple[Of, Span | None]:
    """What is to be sealed; no days are all of the audited ones.

    Raises:
        RecordRefused: it cannot be read.
    """
    of = reading_of.one_of(Of, typed, "of", "总体的种类")
    if of is None:
        raise RecordRefused("没有写明总体的种类")
    since = reading_of.day_of(typed, "since", "起始日期")
    last = reading_of.day_of(typed, "last", "截止日期")
    if (since is None) != (last is None):
        raise RecordRefused("起始日期和截止日期应同时写明")
    if since is None or last is None:
        return of, None
    return of, Span(since, last + dt.timedelta(days=1))


def wanted_of(typed: Mapping[str, str]) -> tuple[int, Wanted]:
    """Of which population a sample is wanted, and how.

    Raises:
        RecordRefused: it cannot be read.
    """
    number = reading_of.number_of(typed.get("population", ""))
    units = reading_of.one_of(Units, typed, "units", "抽样单元")
    method = reading_of.one_of(Method, typed, "method", "方法")
    size = reading_of.number_of(reading_of.text_of(typed, "size") or "0")
    if number is None or units is None or method is None or size is None:
        raise RecordRefused("没有写明总体、抽样单元、方法，或样本量不是整数")
    terms = Terms(
        units=units,
        model=reading_of.one_of(Model, typed, "model", "模型") or _USUAL[units],
        risk=_rate(typed, "risk", "抽样风险"),
        tolerable=_part(typed, "tolerable", "可容忍程度", units),
        expected=_part(typed, "expected", "预期程度", units),
    )
    return number, Wanted(
        terms=terms,
        purpose=reading_of.text_of(typed, "purpose"),
        seed=reading_of.text_of(typed, "seed"),
        seed_source=reading_of.text_of(typed, "seed_source"),
        method=method,
        size=size,
    )


def _rate(typed: Mapping[str, str], name: str, label: str) -> Fraction:
    match = _RATE.fullmatch(reading_of.text_of(typed, name) or "0")
    if match is None:
        told = f"{label}写作 5% 或 0.05"
        raise RecordRefused(told)
    number, sign = match.groups()
    return Fraction(number) / (100 if sign else 1)


def _part(typed: Mapping[str, str], name: str, label: str, units: Units) -> Fraction:
    """A rate where items are drawn, an amount where money units are."""
    if units is Units.ITEMS:
        return _rate(typed, name, label)
    amount = reading_of.amount_of(typed, name, label)
    return Fraction(amount.fen if amount else 0)
