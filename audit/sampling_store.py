"""The SQL of sealed populations, samples and results, and of what is sealed.

Every function works inside a transaction given by the caller.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select

from audit.populations import Of, line_name, voucher_name
from audit.sampling_tables import (
    audit_population_items,
    audit_populations,
    audit_sample_results,
    audit_sample_sizes,
    audit_samples,
)
from audit.sampling_tickets import Item
from ledger.periods import Span
from ledger.tables import postings, vouchers
from ledger.vouchers import Correction, mark

_p, _i, _s, _z, _r = (
    audit_populations.c,
    audit_population_items.c,
    audit_samples.c,
    audit_sample_sizes.c,
    audit_sample_results.c,
)
_v, _l = vouchers.c, postings.c
_STREAMED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Which vouchers: days, the periods they lie in, and the chain position.

    `periods` leaves its end out.
    """

    unit_id: int
    span: Span
    periods: tuple[int, int]
    position: int


# -- what is sealed --------------------------------------------------------------------


def items(
    connection: Connection,
    bounds: Bounds,
    of: Of,
    accounts: Sequence[int],
    funds: Sequence[int],
) -> Iterator[Item]:
    """The items of a kind; `accounts` and `funds` say which lines may count."""
    if of is Of.VOUCHERS:
        yield from _vouchers(connection, bounds)
        return
    columns: tuple[Any, ...] = (
        *(_l.position, _l.line, _l.debit_fen, _l.credit_fen),
        *(_v.period, _v.kind, _v.number),
    )
    query: Select[Any] = select(*columns).join_from(vouchers, postings, _joined())
    query = _within(query, bounds)
    if of is not Of.LINES:
        side = _l.credit_fen if of is Of.DONATIONS else _l.debit_fen
        query = query.where(
            side > 0,
            _l.account_id.in_(accounts),
            _l.fund_id.in_(funds),
            _v.correction.is_distinct_from(Correction.FULL.value),
            ~_cancelled(bounds),
        )
    if of is Of.RECIPIENTS:
        query = query.where(_l.recipient != "")
    for position, line, debit, credit, *of_voucher in _streamed(connection, query):
        fen = debit - credit if of is Of.LINES else abs(debit - credit)
        yield Item(line_name(position, line), fen, mark(*of_voucher))


def _vouchers(connection: Connection, bounds: Bounds) -> Iterator[Item]:
    columns: tuple[Any, ...] = (_v.position, _v.period, _v.kind, _v.number)
    query: Select[Any] = select(*columns, func.sum(_l.debit_fen))
    query = query.join_from(vouchers, postings, _joined()).group_by(*columns)
    for position, period, kind, number, fen in _streamed(
        connection, _within(query, bounds)
    ):
        yield Item(voucher_name(position), int(fen), mark(period, kind, number))


def _joined() -> Any:
    return (_l.unit_id == _v.unit_id) & (_l.position == _v.position)


def _within(query: Select[Any], bounds: Bounds) -> Select[Any]:
    return query.where(
        _v.unit_id == bounds.unit_id,
        _v.period >= bounds.periods[0],
        _v.period < bounds.periods[1],
        _v.dated_on >= bounds.span.since,
        _v.dated_on < bounds.span.until,
        _v.position <= bounds.position,
    )


def _cancelled(bounds: Bounds) -> Any:
    """Whether a later voucher of the same periods cancels it, at that position."""
    later = vouchers.alias("later").c
    return exists().where(
        later.unit_id == _v.unit_id,
        later.corrects == _v.position,
        later.correction == Correction.FULL.value,
        later.period >= bounds.periods[0],
        later.period < bounds.periods[1],
        later.position <= bounds.position,
    )


def _streamed(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    # Of the query alone: what a connection is told holds for all that follows.
    yield from connection.execute(query.execution_options(yield_per=_STREAMED))


# -- what is kept ----------------------------------------------------------------------


def populations(
    connection: Connection, unit_id: int, key: str | None = None
) -> list[Any]:
    """The sealed populations of an engagement, or of all of a unit, in order."""
    query = select(audit_populations).where(_p.unit_id == unit_id)
    if key is not None:
        query = query.where(_p.engagement == key)
    return list(connection.execute(query.order_by(_p.engagement, _p.population)))


def parts(connection: Connection, unit_id: int, key: str, population: int) -> list[Any]:
    """The packed items of a population, in order."""
    query = select(_i["items"], _i.packed).where(
        _i.unit_id == unit_id, _i.engagement == key, _i.population == population
    )
    return list(connection.execute(query.order_by(_i.part)))


def samples(connection: Connection, unit_id: int, key: str | None = None) -> list[Any]:
    """The samples of an engagement, or of all of a unit, in order."""
    query = select(audit_samples).where(_s.unit_id == unit_id)
    if key is not None:
        query = query.where(_s.engagement == key)
    query = query.order_by(_s.engagement, _s.population, _s.sample)
    return list(connection.execute(query))


def sizes(connection: Connection, unit_id: int, key: str) -> list[Any]:
    """The sizes of the samples of an engagement, in order."""
    query = select(audit_sample_sizes).where(
        _z.unit_id == unit_id, _z.engagement == key
    )
    return list(connection.execute(query.order_by(_z.population, _z.sample, _z.seq)))


def results(
    connection: Connection, unit_id: int, key: str, population: int, sample: int
) -> list[Any]:
    """Every revision of the results of a sample, by item."""
    query = select(audit_sample_results).where(
        _r.unit_id == unit_id,
        _r.engagement == key,
        _r.population == population,
        _r.sample == sample,
    )
    return list(connection.execute(query.order_by(_r.item, _r.revision)))
