"""Vouchers by the marks that papers call them by: `2025-03 付-12`."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from audit import finding_store
from ledger.database import Connection
from ledger.vouchers import mark

_MARK = re.compile(r"(\d{4})(?:-(\d{2}))? (\S+)-(\d+)")


class Marked(NamedTuple):
    """A voucher that has a mark: its place in the unit's chain, its day."""

    position: int
    dated_on: dt.date


def vouchers_of(
    connection: Connection, unit_id: int, marks: Iterable[str]
) -> Mapping[str, Marked]:
    """Those marks that vouchers of a unit have, with the vouchers."""
    wanted = set(marks)
    periods = {
        int(found[1]) * 100 + int(found[2] or 0)
        for found in map(_MARK.fullmatch, wanted)
        if found is not None
    }
    return {
        called: Marked(row.position, row.dated_on)
        for row in finding_store.vouchers_in(connection, unit_id, periods)
        if (called := mark(row.period, row.kind, row.number)) in wanted
    }
