"""What came into the books of a live unit as history (补录), no database.

From the day on which a unit went live (上线) money leaves under approved requests
(L12). What is marked imported needs none, so whoever writes a payment down as history
of an earlier day passes that rule.
"""

import datetime as dt
from typing import NamedTuple


class LateImport(NamedTuple):
    """A voucher imported once its unit was live, or for a day on which it was.

    `left_fen` is what leaves by it: money of each fund by lines that are not red, or
    what the treasury pays for the unit. `amount_fen` is the sum of its debits.
    """

    mark: str
    dated_on: dt.date
    recorded_on: dt.date
    left_fen: int
    amount_fen: int


class Imported(NamedTuple):
    """Since when a unit is live, and what was imported into its books since."""

    since: dt.date
    late: tuple[LateImport, ...] = ()
