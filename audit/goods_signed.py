"""Goods handed out to people, and who signed for them, as the treasury keeps it."""

from collections.abc import Iterator

from audit.books import HandedOut, mark
from ledger.database import Connection
from ledger.periods import Span
from ledger.register import UnitLookup
from treasury import goods_items, goods_store, stock


def read_handed(
    connection: Connection,
    unit: UnitLookup,
    span: Span,
    *,
    known_at: int | None = None,
) -> Iterator[HandedOut]:
    """Every issue of the span that stands, with what came back and who signed.

    Issues that cost nothing have no voucher: their reference stands for it.
    """
    names = {item.number: item for item in goods_items.items(connection, unit.code)}
    if not names:
        return
    moves = stock.moves(connection, unit.code, known_at=known_at, on=span.last_day)
    signed = {row.move: row for row in goods_store.signatures(connection, unit.id)}
    back: dict[int | None, int] = {}
    for move in moves:
        if move.alive:
            source = move.row.source
            back[source] = back.get(source, 0) + move.row.quantity_milli
    for move in moves:
        row = move.row
        if (
            move.kind is not stock.MoveKind.ISSUE
            or move.status is not stock.Status.STANDING
        ):
            continue
        if not span.since <= move.on < span.until:
            continue
        sign = signed.get(row.move)
        known = sign is not None and sign.signed_on <= span.last_day
        period = move.on.year * 100 + move.on.month
        yield HandedOut(
            mark=row.ref
            if row.voucher_kind is None
            else mark(period, row.voucher_kind, row.number or 0),
            on=move.on,
            recipient=row.recipient,
            item=names[row.item].name,
            left_milli=row.quantity_milli - back.get(row.move, 0),
            cost_fen=row.cost_fen,
            signed_on=sign.signed_on if sign is not None and known else None,
            signer=sign.signer if sign is not None and known else "",
            authorised=sign.authorised if sign is not None and known else "",
        )
