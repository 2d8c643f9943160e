"""Money between units and how long it waited, as an auditor reads it: no database."""

import datetime as dt
from typing import NamedTuple

ARRIVAL, ONWARD, GROUNDLESS = "arrival", "onward", "groundless"


class Waited(NamedTuple):
    """Money that waited: to arrive, to be passed on, or received on no ground.

    `until` is None where it waits still on the last day; `days` then counts to it.
    `limit_days` and `clause` are those in force when it began to wait.
    """

    key: str
    wait: str
    other: str
    fen: int
    since: dt.date
    until: dt.date | None
    days: int
    limit_days: int
    clause: str

    @property
    def is_late(self) -> bool:
        """Whether it waited longer than it may; on no ground it may not at all."""
        return self.wait == GROUNDLESS or self.days > self.limit_days
