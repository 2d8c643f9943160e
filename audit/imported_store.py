"""What was imported into the books of a live unit, read from the ledger."""

import datetime as dt
from collections.abc import Iterable, Iterator

from audit.imported import Imported, LateImport
from ledger import imported_store, request_store
from ledger.database import Connection
from ledger.imported_store import ImportedRow
from ledger.periods import Span, china_day
from ledger.register import UnitLookup
from ledger.vouchers import mark


def read_imported(
    connection: Connection, unit: UnitLookup, span: Span, *, known_at: int | None
) -> Imported | None:
    """What came in as history in a span, or names a day of it whenever it came.

    None where the unit was not live by its end. The cost goes with what was imported
    since the unit went live.
    """
    live = request_store.live_since(connection, unit.id)
    if live is None or live.since >= span.until:
        return None
    rows = imported_store.imported(connection, unit.id)
    known = (r for r in rows if known_at is None or r.position <= known_at)
    return Imported(live.since, tuple(_late(known, span)))


def _late(rows: Iterable[ImportedRow], span: Span) -> Iterator[LateImport]:
    for row in rows:
        dated_on = dt.date.fromisoformat(row.dated_on)
        recorded_on = china_day(dt.datetime.fromisoformat(row.sealed_at))
        if any(span.since <= day < span.until for day in (dated_on, recorded_on)):
            yield LateImport(
                mark=mark(row.period, row.kind, row.number),
                dated_on=dated_on,
                recorded_on=recorded_on,
                left_fen=row.left_fen,
                amount_fen=row.amount_fen,
            )
