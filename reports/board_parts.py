"""What the four pages of the board pack share: the books that are read, words, rows.

1. Figures of a year run from 1 January to the end of the period; of a month they stand
   beside those of the month alone. Last year's are of the same days.
2. Units are read one by one and added up, so that old money of one never hides behind
   new money of another; general money of the unions is in no figure.
3. A list shows its greatest rows and one line for all the others, so that every page
   stays a page whatever there is to tell.
4. Of one fund of one unit the same figures are read, with all others left out.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from budgets.execution import Execution, execution
from budgets.planned import Planned, planned
from ledger.database import Connection
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.periods import Span
from ledger.register import Lookups, lookups
from reports import budget_parts, fund_flows, parts
from reports.catalogue import Request
from reports.fund_flows import Flow, Flows
from reports.report import Note
from reports.wording import sentence

SOURCES: tuple[tuple[str, str, tuple[Origin, ...]], ...] = (
    ("government", "政府拨款", (Origin.CENTRAL_BUDGET, Origin.LOCAL_BUDGET)),
    ("union", "工会安排", (Origin.OWN_UNION, Origin.UPPER_UNION)),
    ("donations", "社会捐赠", (Origin.DONATION,)),
    ("mutual_aid", "职工互助", (Origin.MUTUAL_AID,)),
    (
        "other",
        "其他来源",
        (Origin.EMPLOYER, Origin.INTEREST, Origin.INVESTMENT, Origin.OTHER),
    ),
)
"""The four sources that the 意见 names, and what else there is: key, name, origins.

Basis: 关于进一步做好困难职工帮扶工作的意见 第6条.
"""

NAME_MOST = 24
"""Characters of a name that are printed; of a longer one the rest is left out."""

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Board:
    """The books that a pack is drawn from; figures are read when first asked for."""

    connection: Connection
    request: Request
    units: tuple[str, ...]

    @cached_property
    def books(self) -> Lookups:
        """Master records."""
        return lookups(self.connection)

    @cached_property
    def on(self) -> dt.date:
        """The day on which the pack says how things stand."""
        return parts.as_of(self.request)

    @property
    def fund(self) -> str:
        """The one fund that is told; empty for all aid funds (4)."""
        return self.request.fund

    @property
    def year(self) -> int:
        """The year that is told."""
        return self.request.span.since.year

    @property
    def is_year(self) -> bool:
        """Whether a whole year is told, and no month."""
        return parts.is_year(self.request)

    @cached_property
    def so_far(self) -> Span:
        """From 1 January to the end of the period (1)."""
        return Span(dt.date(self.year, 1, 1), self.request.span.until)

    @cached_property
    def flows(self) -> Flows:
        """Every fund of every unit over the period."""
        if self.so_far == self.request.span:
            return self.year_flows
        return _together(self._flows(self.request.span))

    @cached_property
    def unit_flows(self) -> Mapping[str, Flows]:
        """Every fund over the year so far, by unit (2)."""
        return self._flows(self.so_far)

    @cached_property
    def year_flows(self) -> Flows:
        """Every fund of every unit over the year so far."""
        return _together(self.unit_flows)

    @cached_property
    def last_flows(self) -> Flows | None:
        """The same days of last year; None where no book had begun."""
        span = self.so_far
        before = Span(_year_before(span.since), _year_before(span.until))
        opened = min(self.books.unit(code).opened_on for code in self.units)
        if opened >= before.until.isoformat():
            return None
        return _together(self._flows(before))

    @cached_property
    def whole(self) -> Flow:
        """All aid funds over the year so far; the one fund where one is told."""
        return fund_flows.total(self.told(self.year_flows), "")

    def told(self, flows: Flows) -> tuple[Flow, ...]:
        """The funds that are told: the aid funds, or the one asked for (4)."""
        return flows.funds if self.fund else flows.aid

    @cached_property
    def execution(self) -> Execution:
        """How the year's budgets were carried out to the end of the period."""
        month = self.request.span.last_day.month
        return execution(self.connection, self.units, self.year, month)

    @cached_property
    def planned(self) -> Mapping[str, Planned]:
        """The year's budgets in force, by unit."""
        return planned(self.connection, self.units, self.year)

    def at(self, span: Span) -> Request:
        """The request over other days."""
        return replace(self.request, span=span)

    def words(self, template: str, **facts: object) -> str:
        """A sentence of the pack, as the office words it."""
        folder = self.request.templates
        return sentence(f"board_pack_{template}", office_folder=folder, **facts)

    def notes(self, template: str, **facts: object) -> Iterator[Note]:
        """Remarks of the pack, a line each."""
        for line in self.words(template, **facts).split("\n"):
            if line.strip():
                yield Note(line.strip())

    def _flows(self, span: Span) -> Mapping[str, Flows]:
        asked = self.at(span)
        return {
            code: _only(
                self.fund,
                fund_flows.read(
                    self.connection, replace(asked, unit=code, with_subunits=False)
                ),
            )
            for code in self.units
        }


def _only(fund: str, flows: Flows) -> Flows:
    """One fund of a unit's; all where none is named."""
    if not fund:
        return flows
    return Flows(
        tuple(flow for flow in flows.funds if flow.key == fund),
        tuple(line for line in flows.lines if line.fund == fund),
    )


def _together(found: Mapping[str, Flows]) -> Flows:
    """The funds of all units, none merged with another's."""
    return Flows(
        tuple(flow for flows in found.values() for flow in flows.funds),
        tuple(line for flows in found.values() for line in flows.lines),
    )


def _year_before(day: dt.date) -> dt.date:
    # The days are the first of months.
    return day.replace(year=day.year - 1)


def came(flow: Flow) -> Money:
    """What came in: receipts, and what other funds made over less what went there."""
    return flow.received + flow.moved


def change(figure: Money, against: Money | None) -> str:
    """How a figure differs from another in a sentence: `多 1.00 元（5.00%）`."""
    if against is None:
        return ""
    if figure == against:
        return "持平"
    more = "多" if figure > against else "少"
    rate = budget_parts.change_bp(figure, against)
    size = max(figure - against, against - figure)
    share = "" if rate is None else f"（{budget_parts.percent(abs(rate))}）"
    return f"{more} {size.grouped()} 元{share}"


def limited(
    found: Sequence[_T], most: int, weight: Callable[[_T], int]
) -> tuple[tuple[_T, ...], tuple[_T, ...]]:
    """The greatest, and those that find no room (3): never a single one is left out."""
    ranked = sorted(found, key=weight, reverse=True)
    kept = ranked if len(ranked) <= most else ranked[: most - 1]
    return tuple(kept), tuple(ranked[len(kept) :])


def others(count: int) -> str:
    """The line for those that found no room: `其余 3 项`."""
    return f"其余 {count} 项"


def short(name: str) -> str:
    """A name that stays within its line."""
    return name if len(name) <= NAME_MOST else f"{name[: NAME_MOST - 1]}…"


def summed(amounts: Sequence[Money]) -> Money:
    """Amounts added up."""
    return sum(amounts, ZERO)
