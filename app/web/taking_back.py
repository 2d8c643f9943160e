"""Money that comes back of what was paid (收回): by what event, and what is known.

1. What was spent this year comes back on the line that spent it: with its purpose where
   it helped somebody, else on its account alone. Of an earlier year it comes back to
   what the fund carries forward.
2. Lines that name one helped person are left to the batch that paid them; a voucher
   that was cancelled has nothing left to come back.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money
from ledger.queries import PostingRow, postings_of, voucher
from ledger.register import Lookups, UnitLookup, lookups
from ledger.vouchers import Correction

_DIRECT = "refund_direct"
_OF_AID = frozenset({"refund", _DIRECT})
"""Events that ask what was helped with, and let the account be chosen by it."""


@dataclass(frozen=True, slots=True)
class Way:
    """A line of a voucher whose money may come back, and by which event."""

    line: int
    event: str
    account: str
    fund: str
    amount: Money


def ways(
    unit: UnitLookup, head: Any, rows: Sequence[PostingRow], books: Lookups, on: dt.date
) -> list[Way]:
    """What may come back of a voucher on a day, line by line; pure.

    `rows` are its postings in order.
    """
    if head.correction == Correction.FULL or head.dated_on > on:
        return []
    direct = not any(row.account_id in books.money for row in rows)
    return [
        Way(
            number,
            _event(row, direct=direct, earlier=head.dated_on.year < on.year),
            books.account_codes[row.account_id],
            unit.fund_codes[row.fund_id],
            Money(row.debit_fen),
        )
        for number, row in enumerate(rows, 1)
        if row.account_id in books.expenses and row.debit_fen > 0 and not row.recipient
    ]


def _event(row: PostingRow, *, direct: bool, earlier: bool) -> str:
    """The event by which a line comes back (1); `direct` where the treasury paid."""
    if earlier:
        return "refund_earlier"
    if not row.purpose:
        return "refund_bought"
    return _DIRECT if direct else "refund"


def known(
    connection: Connection, unit: str, ref: str, line: int, on: dt.date
) -> Mapping[str, str]:
    """What the form of a refund knows of a line of the voucher that paid.

    Raises:
        NotFound: there is no such unit or voucher, or nothing of the line comes back.
    """
    books = lookups(connection)
    at = books.unit(unit)
    head = voucher(connection, at.id, ref)
    if head is None:
        raise NotFound("凭证", ref)
    rows = postings_of(connection, at.id, head.position)
    way = next((w for w in ways(at, head, rows, books, on) if w.line == line), None)
    if way is None:
        raise NotFound("支出", f"{ref} {line}")
    row = rows[line - 1]
    return {
        "dated_on": on.isoformat(),
        "fund": way.fund,
        "amount": way.amount.grouped(),
        "refund_of": ref,
        "purpose": (row.purpose or "") if way.event in _OF_AID else "",
        "party": row.party if way.event != _DIRECT else "",
        "use": way.account if way.event in _OF_AID else "",
    }
