"""The list of events (收入事项表): what can happen, and how it would be booked.

Under a unit's chart the accounts are told as its books hold them; without a unit, for
every chart that comes with the program.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ledger.accounts import Chart, load_chart
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.funds import Channel, FundSource, Origin, fund_sources
from ledger.register import UnitLookup, lookups
from treasury.event_accounts import Place, chart_of, told
from treasury.events import Event, events, events_in


@dataclass(frozen=True, slots=True)
class Listed:
    """An event, the money it is for, and its entries in words, one for each way."""

    event: Event
    sources: str
    entries: tuple[str, ...]


def in_unit(
    connection: Connection, unit: str, on: dt.date, fund: str = ""
) -> tuple[Listed, ...]:
    """What can happen in a unit on a day, or in one of its funds.

    Raises:
        NotFound: there is no such unit or fund.
    """
    books = lookups(connection, fresh=True)
    found = books.unit(unit)
    key = found.chart_on(on.isoformat())
    if not key:
        return ()
    chart = chart_of(books, key)
    listed = []
    for event in events_in(key, on):
        sources = [s for s in _sources(event, key, on) if _fits(s, fund, found)]
        if sources:
            entries = dict.fromkeys(_entries(event, sources, chart, on))
            listed.append(Listed(event, _named(sources), tuple(entries)))
    return tuple(listed)


def everywhere(on: dt.date) -> tuple[Listed, ...]:
    """What can happen on a day under any chart in force; entries name their chart."""
    listed = []
    for event in events():
        if not event.holds(on):
            continue
        entries, met = list[str](), dict[FundSource, None]()
        for key in event.charts:
            chart, sources = load_chart(key), [*_sources(event, key, on)]
            if not chart.in_force(on):
                continue
            met |= dict.fromkeys(sources)
            told_here = dict.fromkeys(_entries(event, sources, chart, on))
            entries += [f"{chart.label}：{entry}" for entry in told_here]
        listed.append(Listed(event, _named(met), tuple(entries)))
    return tuple(listed)


def _sources(event: Event, chart: str, on: dt.date) -> Iterator[FundSource]:
    for source in fund_sources():
        known = source.holds(on) and source.accounts_in(chart) is not None
        if known and event.is_for(source.origin, source.channel):
            yield source


def _fits(source: FundSource, fund: str, unit: UnitLookup) -> bool:
    if not fund:
        return True
    id_ = unit.funds.get(fund)
    if id_ is None:
        raise NotFound("资金", fund, "核对资金代码")
    origin, channel = unit.fund_origins[id_], unit.fund_channels[id_]
    return (source.origin, source.channel) == (Origin(origin), Channel(channel))


def _named(sources: Iterable[FundSource]) -> str:
    return "、".join(f"{s.origin.label}／{s.channel.label}" for s in sources)


def _entries(
    event: Event, sources: list[FundSource], chart: Chart, on: dt.date
) -> Iterator[str]:
    for source in sources:
        accounts = source.accounts_in(chart.key)
        assert accounts is not None
        place = Place(chart, accounts, on)
        line = told(event.entry, event, place)
        if event.giving:
            given = [s for s in fund_sources() if s.origin is Origin.GENERAL]
            of = next(s for s in given if s.holds(on)).accounts_in(chart.key)
            assert of is not None
            other = told(event.giving, event, Place(chart, of, on))
            line = f"付出资金 {other}；收入资金 {line}"
        yield line
