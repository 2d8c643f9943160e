"""The audit of an officer on leaving (离任审计): days, figures, whose act it was.

1. Days in office are counted once, however many posts are held on them. An officer who
   returns has several runs of days; what lies between is somebody else's.
2. Figures are by the day: a run is cut at every new year, and of each part only the
   vouchers dated in it count. Parts of a year that follow each other add up to it.
3. What checks find is told apart by `handover_findings.py`.

Basis: 经济责任审计规定 (2019) 第3条; 第2205号内部审计具体准则; 帮扶工作意见 第8条.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from audit.aided import Aided
from audit.books import Books, Standing, Voucher
from audit.figures import Figures, FundYear, figures
from ledger.periods import Span, day_after, period_of


class Office(NamedTuple):
    """A post held by a person; `until` is the first day out of it."""

    person: str
    name: str
    post: str
    since: dt.date
    until: dt.date | None
    acting: bool = False

    def days(self, until: dt.date) -> int:
        """How many days it was held before a day."""
        end = until if self.until is None else min(self.until, until)
        return max((end - self.since).days, 0)


# -- days ---------------------------------------------------------------------------


def runs(offices: Iterable[Office], until: dt.date) -> tuple[Span, ...]:
    """The days before `until` on which any of the offices was held, as runs (1)."""
    found: list[Span] = []
    for one in sorted(offices, key=lambda one: one.since):
        end = until if one.until is None else min(one.until, until)
        if one.since >= end:
            continue
        if found and one.since <= found[-1].until:
            last = found.pop()
            found.append(Span(last.since, max(last.until, end)))
        else:
            found.append(Span(one.since, end))
    return tuple(found)


def years_of(run: Span) -> Iterator[Span]:
    """A run of days cut at every new year (2)."""
    since = run.since
    while since < run.until:
        end = min(dt.date(since.year + 1, 1, 1), run.until)
        yield Span(since, end)
        since = end


def covering(part: Span, on: dt.date) -> Span:
    """The year of a part, or the months of it that had begun by a day (3)."""
    year = part.since.year
    whole = Span(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))
    begun = day_after(period_of(max(on, part.last_day)))
    return Span(whole.since, min(whole.until, begun))


def told(part: Span) -> str:
    """A part of a year as people call it: `2025年`, or with its first and last day."""
    year = part.since.year
    if part == Span(dt.date(year, 1, 1), dt.date(year + 1, 1, 1)):
        return f"{year}年"
    first, last = part.since, part.last_day
    since = f"{first.month}月{first.day}日"
    return f"{year}年{since}" + (
        "" if first == last else f"至{last.month}月{last.day}日"
    )


def cut(books: Books, span: Span) -> Books:
    """The same books over fewer days, to the day (2).

    Openings are worked on by the vouchers before them, closings taken back by those
    after. History is kept by months: those after the last day's are left out. Registers
    and limits stay as they are.
    """
    assert books.span.since <= span.since < span.until <= books.span.until
    before = [one for one in books.vouchers if one.dated_on < span.since]
    after = [one for one in books.vouchers if one.dated_on >= span.until]
    later = {one.mark for one in after}
    return replace(
        books,
        span=span,
        vouchers=tuple(
            one for one in books.vouchers if span.since <= one.dated_on < span.until
        ),
        openings=_moved(books.openings, before, 1),
        closings=_moved(books.closings, after, -1),
        history=tuple(
            one for one in books.history if one.period <= period_of(span.last_day)
        ),
        advances=tuple(one for one in books.advances if one.mark not in later),
        aided=_aided(books, span),
    )


def _moved(
    standings: Iterable[Standing], vouchers: Iterable[Voucher], sign: int
) -> tuple[Standing, ...]:
    sums = {(one.account, one.fund): one.balance_fen for one in standings}
    for voucher in vouchers:
        for line in voucher.lines:
            key = line.account, line.fund
            sums[key] = sums.get(key, 0) + sign * line.net_fen
    return tuple(Standing(*key, fen) for key, fen in sorted(sums.items()) if fen)


def _aided(books: Books, span: Span) -> Aided | None:
    found = books.aided
    if found is None:
        return None
    paid = tuple(one for one in found.paid if span.since <= one.on < span.until)
    named = {one.case for one in paid}
    cases = {
        key: case
        for key, case in found.cases.items()
        if key in named or any(span.since <= act.on < span.until for act in case.acts)
    }
    return replace(found, paid=paid, cases=cases)


# -- figures ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a year in office: its books to the day, and the whole that holds it."""

    span: Span
    whole: Books
    books: Books
    figures: Figures

    @property
    def funds(self) -> tuple[FundYear, ...]:
        """The aid funds over these days."""
        known = self.books.funds
        return tuple(one for one in self.figures.funds if known[one.fund].is_aid)

    @property
    def total(self) -> FundYear:
        """All aid funds together."""
        return sum(self.funds, FundYear(fund=""))


def part_of(whole: Books, span: Span) -> Part:
    """A part of a year out of the books that hold it."""
    books = cut(whole, span)
    return Part(span, whole, books, figures(books))


def rolled(parts: Sequence[Part]) -> tuple[FundYear, ...]:
    """Each aid fund from the first day of parts in a row to the last.

    What a new year opens with other than the last one ended counts as adjusted.
    """
    found: dict[str, FundYear] = {}
    for part in parts:
        for one in part.funds:
            last = found.get(one.fund)
            found[one.fund] = one if last is None else _carried(last, one)
    return tuple(found.values())


def _carried(last: FundYear, one: FundYear) -> FundYear:
    return FundYear(
        fund=one.fund,
        opening=last.opening,
        received=last.received + one.received,
        paid=last.paid + one.paid,
        moved=last.moved + one.moved,
        adjusted=last.adjusted + one.adjusted + (one.opening - last.closing),
    )
