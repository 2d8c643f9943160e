"""Money between units and how long it waited, read as both units have it on record."""

import datetime as dt
from collections.abc import Iterator

from audit.passed_on import Waited
from ledger.database import Connection
from ledger.periods import Span
from ledger.register import Lookups, UnitLookup
from treasury import transfer_ages, transfer_reading
from treasury.transfer_ages import Waiting


def read_passed_on(
    connection: Connection, master: Lookups, unit: UnitLookup, span: Span
) -> Iterator[Waited]:
    """What waited with a unit in a span, or waits at its end, the oldest first.

    The cost goes with the transfers of the unit.
    """
    told = transfer_reading.read(connection, (unit.code,))
    found = transfer_ages.judged(told, (unit.code,), span.last_day)
    for one in sorted(found, key=_order):
        ended = one.until is not None and one.until < span.since
        if one.unit == unit.code and not ended:
            yield _waited(master, unit, one)


def _order(one: Waiting) -> tuple[dt.date, str]:
    return one.since, one.transfer.key


def _waited(master: Lookups, unit: UnitLookup, one: Waiting) -> Waited:
    sent = one.transfer.sender == unit.code
    other = one.transfer.receiver if sent else one.transfer.sender
    return Waited(
        key=one.transfer.key,
        wait=one.wait.value,
        other=master.unit(other).name,
        fen=one.amount.fen,
        since=one.since,
        until=one.until,
        days=one.days,
        limit_days=one.limit.pass_through_days,
        clause=one.limit.clause,
    )
