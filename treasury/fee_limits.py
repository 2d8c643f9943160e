"""Small fees of the bank (银行扣费免批限额): what needs no approval, by date.

1. A unit goes live with the limit that comes with the program (`fee_limits.toml`); it
   is changed for a later day by a resolution of the management body.
2. A fee above the limit of a row, or by which the small fees of its month would exceed
   theirs, is approved as any request of its band.

Basis: 关于做好困难职工帮扶工作的意见 七; the figures are settings.
"""

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ledger import request_store
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.people import Act
from ledger.register import append, lookups


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeLimit:
    """What one fee, and the small fees of a month, may be without an approval."""

    since: dt.date
    each: Money
    month: Money
    resolution: str = ""

    def free(self, amount: Money, before: Money) -> bool:
        """Whether nobody need approve a fee, after the small ones of its month."""
        return amount <= self.each and before + amount <= self.month


def limits(connection: Connection, unit: str) -> tuple[FeeLimit, ...]:
    """The limits of a unit, the earliest first; none where it is not live.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    return tuple(
        FeeLimit(
            since=row.since,
            each=Money(row.each_fen),
            month=Money(row.month_fen),
            resolution=row.resolution,
        )
        for row in request_store.fee_limits(connection, unit_id)
    )


def limit_on(known: Sequence[FeeLimit], on: dt.date) -> FeeLimit:
    """The limit in force on a day; nothing is free where there is none."""
    found = [one for one in known if one.since <= on]
    return found[-1] if found else FeeLimit(since=on, each=ZERO, month=ZERO)


def append_limit(
    connection: Connection, made: dict[str, Any], given: FeeLimit, act: Act
) -> None:
    """Put a limit on record; `made` says of which unit, from when and by whom."""
    told = {
        "each_fen": given.each.fen,
        "month_fen": given.month.fen,
        "resolution": given.resolution,
    }
    append(connection, "fee_limits", [made | told], act)


@cache
def default_limits() -> tuple[FeeLimit, ...]:
    """The limits that come with the program, the earliest first."""
    text = files("treasury").joinpath("fee_limits.toml").read_text("utf-8")
    found = []
    for block in tomllib.loads(text)["limits"]:
        assert block.keys() == {"since", "each", "month", "grade", "clause"}
        each, month = Money.parse(block["each"]), Money.parse(block["month"])
        assert ZERO <= each <= month
        found.append(FeeLimit(since=block["since"], each=each, month=month))
    return tuple(sorted(found, key=lambda one: one.since))


def default(on: dt.date) -> FeeLimit:
    """The limit that comes with the program on a day."""
    known = default_limits()
    return next((one for one in reversed(known) if one.since <= on), known[0])
