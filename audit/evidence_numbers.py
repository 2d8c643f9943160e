"""In which month and series an auditee's voucher stands (凭证的期间与编号): pure.

1. The month is what the file says (会计期间), else what the references say where nearly
   all of them name the month of their day (`2025-03-付-12`), else that of the day.
2. A day far from those around it is taken for a slip: the voucher stands in the month
   of the one before it in the file. So is one without a day, and one before the books
   begin stands in their first month.
3. The number is what the file says (凭证号), by month and kind. Else references are a
   series where they end in digits that run on: prefix and number. Where more than a
   tenth of the numbers is not taken, and more than two, they are names and no numbers.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger.periods import FIRST_YEAR, LAST_YEAR, period_of

_REF = re.compile(r"(.*?)(\d{1,9})")
_RUN_ON = re.compile(r"(.*?(?<!\d))((?:19|20|21)\d\d(?:0[1-9]|1[0-2]))(\d{3,5})")
_MONTH = re.compile(r"(?<!\d)((?:19|20|21)\d\d)[-./年]?(0[1-9]|1[0-2])(?!\d)")
_TOLD = re.compile(r"(?:(\d{4})\D?)?(\d{1,2})\D?")
_NEARLY_ALL = 0.95
_MOSTLY = 0.8
_DENSE = 0.9
_FEW = 5
_FEWEST, _MISSING = 3, 2
_FAR_MONTHS = 2


class Told(NamedTuple):
    """What a voucher of the file says of its place; `day` is None where it has none."""

    ref: str
    number: str
    period: str
    kind: str
    day: dt.date | None


class Series(NamedTuple):
    """A run of numbers that its references make: what stands before and its digits."""

    prefix: str
    digits: int

    def called(self, number: int) -> str:
        """How the file calls the voucher of a number."""
        return f"{self.prefix}{number:0{self.digits}d}"


class Place(NamedTuple):
    """Where a voucher stands: month, series, number; number 0 where it has none."""

    period: int
    series: Series | None
    number: int


@dataclass(slots=True)
class _Run:
    """The references of one prefix: their numbers and how they are written."""

    numbers: Counter[int]
    digits: int = 1


def places(told: Sequence[Told], begins: dt.date | None) -> list[Place]:
    """The place of every voucher of a book, in the order of the file.

    Args:
        told: what the vouchers say, in the order of the file.
        begins: the first day of the books, where openings tell it.
    """
    periods = _periods(told, begins)
    if any(one.number for one in told):
        numbers = [_own_number(one.number) for one in told]
        pairs = zip(periods, numbers, strict=True)
        return [Place(period, None, number) for period, number in pairs]
    series = _series(told)
    return [
        Place(period, *series.get(one.ref, (None, 0)))
        for period, one in zip(periods, told, strict=True)
    ]


def _own_number(text: str) -> int:
    """A number as a column of its own has it: `12`, `0012` or `付-12`."""
    match = re.fullmatch(r".*?(\d{1,9})\D*", text)
    return int(match[1]) if match else 0


# -- months -------------------------------------------------------------------------


def _periods(told: Sequence[Told], begins: dt.date | None) -> list[int]:
    in_refs = _months_in_refs(told)
    days = [one.day for one in told]
    found: list[int] = []
    before = next((period_of(day) for day in days if day), 0)
    for at, one in enumerate(told):
        stated = _stated(one) or (in_refs[at] if in_refs else 0)
        period = stated or _by_day(days, at, before)
        if begins and not stated and period < period_of(begins):
            period = period_of(begins)
        found.append(period)
        before = period
    return found


def _by_day(days: Sequence[dt.date | None], at: int, before: int) -> int:
    """Rule 2."""
    day = days[at]
    if day is None:
        return before
    after = next((one for one in days[at + 1 : at + 4] if one), None)
    around = before and after and abs(_months(before) - _months(period_of(after)))
    if around == 0 or (around and around < _FAR_MONTHS):
        apart = abs(_months(period_of(day)) - _months(before))
        if apart > _FAR_MONTHS and day.year != before // 100:
            return before
    return period_of(day)


def _months(period: int) -> int:
    return period // 100 * 12 + period % 100


def _stated(one: Told) -> int:
    """The month that a column of its own says: `2025-03`, `202503`, `3`."""
    match = _TOLD.fullmatch(one.period)
    if not match:
        return 0
    year = int(match[1]) if match[1] else one.day.year if one.day else 0
    month = int(match[2])
    known = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12  # noqa: PLR2004 - months
    return year * 100 + month if known else 0


def _months_in_refs(told: Sequence[Told]) -> list[int] | None:
    """The month that each reference names, where that is how they are given."""
    found = [_month_in(one.ref) for one in told]
    if sum(map(bool, found)) < _NEARLY_ALL * len(told) or len(told) < _FEW:
        return None
    agree = sum(
        1
        for one, period in zip(told, found, strict=True)
        if one.day and period == period_of(one.day)
    )
    return found if agree >= _MOSTLY * len(told) else None


def _month_in(ref: str) -> int:
    if run_on := _RUN_ON.fullmatch(ref):
        return int(run_on[2])
    match = _MONTH.search(ref)
    return int(match[1]) * 100 + int(match[2]) if match else 0


# -- numbers ------------------------------------------------------------------------


def _series(told: Sequence[Told]) -> Mapping[str, tuple[Series, int]]:
    """The series and number of each reference that is one of a series (rule 3)."""
    runs: dict[str, _Run] = {}
    parted: dict[str, tuple[str, int]] = {}
    for one in told:
        found = _parted(one.ref)
        if found:
            prefix, digits = found
            run = runs.setdefault(prefix, _Run(Counter(), len(digits)))
            run.numbers[int(digits)] += 1
            run.digits = min(run.digits, len(digits))
            parted[one.ref] = prefix, int(digits)
    dense = _dense(runs)
    return {
        ref: (Series(prefix, runs[prefix].digits), number)
        for ref, (prefix, number) in parted.items()
        if prefix in dense
    }


def _parted(ref: str) -> tuple[str, str] | None:
    """What stands before the number, and its digits; None where it ends in none."""
    if run_on := _RUN_ON.fullmatch(ref):
        return run_on[1] + run_on[2], run_on[3]
    match = _REF.fullmatch(ref)
    return (match[1], match[2]) if match else None


def _dense(runs: Mapping[str, _Run]) -> set[str]:
    """Prefixes whose numbers run on; those of one shape are judged together."""
    shapes: defaultdict[str, list[str]] = defaultdict(list)
    for prefix in runs:
        shapes[re.sub(r"\d", "#", prefix)].append(prefix)
    found: set[str] = set()
    for prefixes in shapes.values():
        taken = sum(len(runs[one].numbers) for one in prefixes)
        spread = sum(_spread(runs[one].numbers) for one in prefixes)
        few_missing = spread - taken <= min(_MISSING, taken // 2)
        if taken >= _FEWEST and (few_missing or taken >= _DENSE * spread):
            found.update(prefixes)
    return found


def _spread(numbers: Iterable[int]) -> int:
    kept = list(numbers)
    return max(kept) - min(kept) + 1


def firsts(placed: Iterable[Place], since: int) -> dict[Series, int]:
    """The number that each series should begin with from a month on.

    One after the last before it; 1 where series of its shape begin with 1; else the
    lowest there is.
    """
    before: dict[Series, int] = {}
    here: dict[Series, int] = {}
    for place in placed:
        if place.series is None:
            continue
        if place.period < since:
            last = before.get(place.series, 0)
            before[place.series] = max(last, place.number)
        else:
            low = here.get(place.series, place.number)
            here[place.series] = min(low, place.number)
    from_one = _begin_with_one(here)
    return {
        one: before[one] + 1 if one in before else 1 if one in from_one else low
        for one, low in here.items()
    }


def _begin_with_one(lowest: Mapping[Series, int]) -> set[Series]:
    shapes: defaultdict[str, list[Series]] = defaultdict(list)
    for one in lowest:
        shapes[re.sub(r"\d", "#", one.prefix)].append(one)
    return set(_chosen(shapes.values(), lowest))


def _chosen(
    shapes: Iterable[Sequence[Series]], lowest: Mapping[Series, int]
) -> Iterator[Series]:
    for series in shapes:
        begin = sum(1 for one in series if lowest[one] <= 1)
        if 2 * begin >= len(series) or (len(series) == 1 and lowest[series[0]] <= _FEW):
            yield from series
