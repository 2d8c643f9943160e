"""The SQL of hand-outs.

Every function works inside a transaction given by the caller.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select

from aid.handout_tables import (
    ISSUE,
    aid_handout_lines,
    aid_handout_steps,
    aid_handouts,
)
from ledger import store
from ledger.parts import among, parts
from ledger.tables import postings, vouchers
from treasury.goods_tables import goods_items, goods_moves, goods_signatures

_h, _l, _s = aid_handouts.c, aid_handout_lines.c, aid_handout_steps.c


def next_handout(connection: Connection, unit_id: int) -> int:
    """The number that the unit's next hand-out gets."""
    query = select(func.max(_h.handout)).where(_h.unit_id == unit_id)
    return (connection.scalar(query) or 0) + 1


def keys_of_year(connection: Connection, unit_id: int, head: str) -> int:
    """How many keys of a unit begin so."""
    query = select(func.count()).where(
        _h.unit_id == unit_id, _h.key.startswith(head, autoescape=True)
    )
    return int(connection.scalar(query) or 0)


def handout(connection: Connection, unit_id: int, key: str) -> Any:
    """A hand-out by its key, or None."""
    query = select(aid_handouts).where(_h.unit_id == unit_id, _h.key == key)
    return connection.execute(query).one_or_none()


def by_ref(connection: Connection, unit_id: int, ref: str) -> Any:
    """A hand-out by its reference, or None."""
    query = select(aid_handouts).where(_h.unit_id == unit_id, _h.ref == ref)
    return connection.execute(query).one_or_none()


def handouts(connection: Connection, unit_id: int) -> list[Any]:
    """The hand-outs of a unit, the earliest first."""
    query = select(aid_handouts).where(_h.unit_id == unit_id).order_by(_h.handout)
    return list(connection.execute(query))


def lines(connection: Connection, unit_id: int, number: int) -> list[Any]:
    """The lines of a hand-out, in order."""
    query = select(aid_handout_lines).where(_l.unit_id == unit_id, _l.handout == number)
    return list(connection.execute(query.order_by(_l.line)))


def write_lines(connection: Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """Append lines of whole columns."""
    store.write_rows(connection, aid_handout_lines, rows)


def steps(connection: Connection, unit_id: int, number: int | None = None) -> list[Any]:
    """The steps of a hand-out, or of all of a unit, first to last."""
    query = select(aid_handout_steps).where(_s.unit_id == unit_id)
    if number is not None:
        query = query.where(_s.handout == number)
    return list(connection.execute(query.order_by(_s.handout, _s.step)))


def handouts_of_files(
    connection: Connection, files: Iterable[int]
) -> Iterator[tuple[int, str]]:
    """On which hand-outs files ever stood: unit and key, each once."""
    same = and_(_h.unit_id == _l.unit_id, _h.handout == _l.handout)
    query = select(_h.unit_id, _h.key).join_from(aid_handout_lines, aid_handouts, same)
    met: set[tuple[int, str]] = set()
    for some in parts(files):
        for unit_id, key in connection.execute(
            query.where(among(connection, _l.file, some))
        ):
            if (unit_id, key) not in met:
                met.add((unit_id, key))
                yield unit_id, key


def given_of_year(
    connection: Connection, unit_id: int, project: str, year: int
) -> list[Any]:
    """What issues of a project and year gave: reference, movement, file and item.

    Which of these issues live is another question.
    """
    m = goods_moves.c
    query = (
        select(_s.handout, _s.issue_ref, m.move, _l.file, _l.item)
        .join_from(
            aid_handouts,
            aid_handout_steps,
            and_(_s.unit_id == _h.unit_id, _s.handout == _h.handout),
        )
        .join(
            aid_handout_lines,
            and_(_l.unit_id == _h.unit_id, _l.handout == _h.handout),
        )
        .join(
            goods_moves,
            and_(m.unit_id == _h.unit_id, m.move == _s.first_move + _l.line - 1),
        )
        .where(
            _h.unit_id == unit_id,
            _h.project == project,
            _h.year == year,
            _s.act == ISSUE,
        )
    )
    return list(connection.execute(query))


def signatures(
    connection: Connection, unit_id: int, first: int, last: int
) -> list[Any]:
    """Who signed for movements from one to another, both in it."""
    g = goods_signatures.c
    query = select(goods_signatures).where(
        g.unit_id == unit_id, g.move.between(first, last)
    )
    return list(connection.execute(query.order_by(g.move)))


def moves_between(
    connection: Connection, unit_id: int, first: int, last: int
) -> list[Any]:
    """Movements of goods from one number to another, both in it."""
    m = goods_moves.c
    query = select(goods_moves).where(m.unit_id == unit_id, m.move.between(first, last))
    return list(connection.execute(query.order_by(m.move)))


def item_codes(connection: Connection, unit_id: int) -> dict[int, str]:
    """The codes of a unit's items by number."""
    i = goods_items.c
    rows = connection.execute(select(i.item, i.code).where(i.unit_id == unit_id))
    return {row.item: row.code for row in rows}


def posted_items(connection: Connection, unit_id: int, ref: str) -> list[Any]:
    """What the lines of a voucher take of items off stock; none without a voucher."""
    v, p = vouchers.c, postings.c
    query = (
        select(p.item, p.quantity_milli, p.credit_fen)
        .join_from(
            vouchers,
            postings,
            and_(p.unit_id == v.unit_id, p.position == v.position),
        )
        .where(v.unit_id == unit_id, v.ref == ref, p.item != "")
    )
    return list(connection.execute(query))


def return_refs(
    connection: Connection, unit_id: int, first: int, last: int
) -> list[str]:
    """References under which something of movements in a range came back."""
    m = goods_moves.c
    query = select(m.ref).where(m.unit_id == unit_id, m.source.between(first, last))
    return sorted(set(connection.scalars(query)))
