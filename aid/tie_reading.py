"""Aid by the ledger and by the person, read for units at once (`ledger_tie.py`).

Cost: the postings of the span on aid and on stock, summed by voucher in the database;
the lines of batches and hand-outs, summed by voucher; what people received.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aid import received_store, tie_store
from aid.ledger_tie import Spending, Tie, Why, tie
from ledger.accounts import Role
from ledger.database import Connection
from ledger.money import Money
from ledger.periods import Span, period_of
from ledger.register import Lookups, lookups
from ledger.vouchers import Correction, mark

Ground = tuple[str, int]
"""A batch or a hand-out, and what its lines come to."""


def ties(connection: Connection, units: Sequence[str], span: Span) -> Mapping[str, Tie]:
    """Both sides of each unit over whole months.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    ids = [books.unit(code).id for code in units]
    begun = tie_store.begun(connection, ids)
    grounds = _grounds(connection, ids)
    by_unit: defaultdict[int, list[Spending]] = defaultdict(list)
    undone: defaultdict[tuple[int, str], int] = defaultdict(int)
    rows = [*_rows(connection, books, ids, span)]
    inside = {(row.unit_id, row.position) for row in rows}
    for row in rows:
        one = _spending(row, grounds)
        if one.spent_fen or one.ground:
            by_unit[row.unit_id].append(one)
        if _undoes_earlier(row, inside) and one.ground:
            undone[row.unit_id, one.ground] -= one.detail_fen
    received = _received(connection, ids, span)
    found = {}
    for code in units:
        unit_id = books.unit(code).id
        one_tie = tie(code, by_unit[unit_id], begun.get(unit_id))
        for why, people in ((Why.BATCH, one_tie.money), (Why.HANDOUT, one_tie.goods)):
            people.received, people.back = received.get((unit_id, why), _NOTHING)
            people.undone = Money(undone[unit_id, why.value])
        found[code] = one_tie
    return found


_NOTHING = Money(0), Money(0)


def _grounds(
    connection: Connection, ids: Sequence[int]
) -> Mapping[tuple[int, int], Ground]:
    """What vouchers rest on, by unit and position."""
    found: dict[tuple[int, int], Ground] = {}
    for why, rows in (
        (Why.BATCH, tie_store.of_batches(connection, ids)),
        (Why.HANDOUT, tie_store.of_handouts(connection, ids)),
    ):
        for row in rows:
            found[row.unit_id, row.position] = why.value, int(row.fen)
    return found


def marked_grounds(connection: Connection, unit_id: int) -> Mapping[str, Ground]:
    """What a unit's vouchers rest on, by their marks."""
    found: dict[str, Ground] = {}
    for why, rows in (
        (Why.BATCH, tie_store.of_batches(connection, [unit_id])),
        (Why.HANDOUT, tie_store.of_handouts(connection, [unit_id])),
    ):
        for row in rows:
            found[mark(row.period, row.kind, row.number)] = why.value, int(row.fen)
    return found


def _rows(
    connection: Connection, books: Lookups, ids: Sequence[int], span: Span
) -> Iterable[Any]:
    roles = books.account_roles
    aid = {id_ for id_, role in roles.items() if role is Role.AID_EXPENSE}
    stock = {id_ for id_, role in roles.items() if role is Role.STOCK}
    periods = period_of(span.since), period_of(span.last_day)
    return tie_store.spending(connection, ids, periods, aid, stock)


def _spending(row: Any, grounds: Mapping[tuple[int, int], Ground]) -> Spending:
    """A voucher with its ground; a red one has that of what it cancels."""
    is_red = row.correction == Correction.FULL
    position = row.corrects if is_red else row.position
    ground, fen = grounds.get((row.unit_id, position), ("", 0))
    return Spending(
        mark=mark(row.period, row.kind, row.number),
        on=row.dated_on,
        entered=row.entered,
        correction=row.correction or "",
        spent_fen=int(row.spent_fen),
        issued_fen=int(row.issued_fen),
        bought_fen=int(row.bought_fen),
        ground=ground,
        detail_fen=-fen if is_red else fen,
    )


def _undoes_earlier(row: Any, inside: set[tuple[int, int]]) -> bool:
    """Whether a red voucher of the span cancels one from before it."""
    is_red = row.correction == Correction.FULL
    return is_red and (row.unit_id, row.corrects) not in inside


def _received(
    connection: Connection, ids: Sequence[int], span: Span
) -> Mapping[tuple[int, Why], tuple[Money, Money]]:
    """What people received of each unit in money and in goods, and what came back."""
    days = span.since, span.until
    got: defaultdict[tuple[int, Why], int] = defaultdict(int)
    back: defaultdict[tuple[int, Why], int] = defaultdict(int)
    for row in received_store.in_money(connection, ids, *days):
        got[row.unit_id, Why.BATCH] += int(row.fen)
    for row in received_store.failed(connection, ids, *days):
        got[row.unit_id, Why.BATCH] -= row.fen
        back[row.unit_id, Why.BATCH] += row.fen
    for row in received_store.in_kind(connection, ids, *days):
        got[row.unit_id, Why.HANDOUT] += int(row.fen)
    for unit_id, fen in received_store.goods_back(connection, ids, *days):
        back[unit_id, Why.HANDOUT] += fen
    return {key: (Money(got[key]), Money(back[key])) for key in {*got, *back}}
