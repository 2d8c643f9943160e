"""The register of gifts beside the books, read as both stand on record.

Cost: the register of gifts, the vouchers of gifts and what corrects them, the income of
the funds of donations in the span, the movements of goods.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, func, select

from audit.donated import Donated, GiftRecord, StockedGift, Unregistered
from ledger.parts import among, parts
from ledger.periods import Span
from ledger.register import UnitLookup
from ledger.tables import accounts, postings, vouchers
from ledger.vouchers import Entered, mark
from treasury import donation_store, donation_tables, goods_store, transfer_reading
from treasury.event_tables import desk_drafts
from treasury.lineage_store import GIVEN
from treasury.stock import MoveKind

_v, _p, _a, _d = vouchers.c, postings.c, accounts.c, desk_drafts.c
_NO_GIFTS = frozenset({"interest", transfer_reading.EVENT, "investment", "other"})
"""What may bring a fund of donations income that is no gift."""

_LATE = dt.timedelta(days=62)
"""Goods may be taken in so long before or after the gift was registered."""


class _Booked(NamedTuple):
    """The vouchers of a gift: what they brought, and the mark of the first."""

    fen: int
    mark: str
    positions: frozenset[int]


def read_donated(
    connection: Connection, unit: UnitLookup, span: Span
) -> Donated | None:
    """Gifts of a span beside the books; None where none was ever registered."""
    rows = donation_store.gift_rows(connection, unit.id)
    if not rows or min(row.received_on for row in rows) >= span.until:
        return None
    booked = _booked(connection, unit)
    standing = donation_store.booked(connection, unit.id, GIVEN)
    back = donation_store.given_back(connection, unit.id)
    gifts = []
    for row in rows:
        key = f"{row.year}-{row.number}"
        came = booked.get(GIVEN + key) if GIVEN + key in standing else None
        open_still = came is None and row.form == "money"
        if row.received_on < span.until and (
            row.received_on >= span.since or open_still
        ):
            gifts.append(_gift(unit, row, came, back))
    ours = {at for one in booked.values() for at in one.positions}
    return Donated(
        gifts=tuple(gifts),
        stocked=tuple(_stocked(connection, unit, span)),
        unregistered=tuple(_unregistered(connection, unit, span, ours)),
    )


def _gift(
    unit: UnitLookup,
    row: Any,
    came: _Booked | None,
    back: Mapping[tuple[int, int], int],
) -> GiftRecord:
    return GiftRecord(
        key=f"{row.year}-{row.number}",
        on=row.received_on,
        fund=unit.fund_codes.get(row.fund_id, ""),
        fen=row.amount_fen,
        goods=row.form == "goods",
        donor=str(row.donor),
        back_fen=back.get((row.year, row.number), 0),
        booked_fen=came.fen if came else None,
        mark=came.mark if came else "",
    )


# -- vouchers -----------------------------------------------------------------------


def _booked(connection: Connection, unit: UnitLookup) -> dict[str, _Booked]:
    """What the vouchers of gifts brought, with all that corrects them, by reference."""
    places = donation_store.places(connection, unit.id, GIVEN)
    corrected: defaultdict[int, list[int]] = defaultdict(list)
    query = select(_v.position, _v.corrects).where(
        _v.unit_id == unit.id, _v.corrects.is_not(None)
    )
    for row in connection.execute(query):
        corrected[row.corrects].append(row.position)
    whole = {ref: frozenset(_closure(at, corrected)) for ref, at in places.items()}
    money = _money(connection, unit, {at for some in whole.values() for at in some})
    marks = _marks(connection, unit, places.values())
    return {
        ref: _Booked(sum(money.get(at, 0) for at in some), marks[places[ref]], some)
        for ref, some in whole.items()
    }


def _closure(position: int, corrected: Mapping[int, list[int]]) -> Iterator[int]:
    yield position
    for later in corrected.get(position, ()):
        yield from _closure(later, corrected)


def _money(
    connection: Connection, unit: UnitLookup, positions: Iterable[int]
) -> dict[int, int]:
    """What vouchers brought into cash, bank and quota, by position."""
    found: dict[int, int] = {}
    for some in parts(positions):
        query = (
            select(_p.position, func.sum(_p.debit_fen - _p.credit_fen))
            .join(accounts, _a.id == _p.account_id)
            .where(_p.unit_id == unit.id, _a.money == 1)
            .where(among(connection, _p.position, some))
            .group_by(_p.position)
        )
        found |= {row[0]: int(row[1]) for row in connection.execute(query)}
    return found


def _marks(
    connection: Connection, unit: UnitLookup, positions: Iterable[int]
) -> dict[int, str]:
    """How papers call vouchers, by position."""
    found = {}
    for some in parts(positions):
        query = select(_v.position, _v.period, _v.kind, _v.number).where(
            _v.unit_id == unit.id, among(connection, _v.position, some)
        )
        for row in connection.execute(query):
            found[row.position] = mark(row.period, row.kind, row.number)
    return found


def _unregistered(
    connection: Connection, unit: UnitLookup, span: Span, ours: set[int]
) -> Iterator[Unregistered]:
    """Income of funds of donations by vouchers that no gift of the register made."""
    income = donation_store.income_of_donations(
        connection, unit.id, span.since, span.until
    )
    left = {at: fen for at, fen in income.items() if at not in ours and fen > 0}
    for some in parts(left):
        query = (
            select(_v.position, _v.period, _v.kind, _v.number, func.min(_p.fund_id))
            .join_from(
                vouchers,
                postings,
                and_(_p.unit_id == _v.unit_id, _p.position == _v.position),
            )
            .outerjoin(desk_drafts, and_(_d.unit_id == _v.unit_id, _d.ref == _v.ref))
            .where(_v.unit_id == unit.id, among(connection, _v.position, some))
            .where(_v.entered != Entered.BANK)
            .where(_d.event.is_(None) | _d.event.not_in(sorted(_NO_GIFTS)))
            .group_by(_v.position, _v.period, _v.kind, _v.number)
            .order_by(_v.position)
        )
        for position, period, kind, number, fund in connection.execute(query):
            told = mark(period, kind, number)
            yield Unregistered(unit.fund_codes[fund], told, left[position])


# -- goods --------------------------------------------------------------------------


def _stocked(
    connection: Connection, unit: UnitLookup, span: Span
) -> Iterator[StockedGift]:
    """Goods that came in as gifts around the span, those of a voucher together."""
    donors = {
        row.name: str(row.number)
        for row in connection.execute(
            select(donation_tables.donors.c.name, donation_tables.donors.c.number)
            .where(donation_tables.donors.c.unit_id == unit.id)
            .order_by(donation_tables.donors.c.number.desc())
        )
        if row.name
    }
    sums: defaultdict[tuple[str, dt.date, str], int] = defaultdict(int)
    for move in goods_store.moves(connection, unit.id):
        if move.kind != MoveKind.GIFT or move.position is None or move.red_position:
            continue
        on = move.voucher_on or move.dated_on
        if span.since - _LATE <= on < span.until + _LATE:
            assert move.number is not None
            told = mark(on.year * 100 + on.month, move.voucher_kind or "", move.number)
            sums[told, on, donors.get(move.party, move.party)] += move.cost_fen
    for (told, on, donor), fen in sums.items():
        yield StockedGift(told, on, donor, fen)
