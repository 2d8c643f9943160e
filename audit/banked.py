"""What banks said of a unit's money, as an auditor reads it: no database.

1. A row of a bank is answered where a voucher that stands was entered for it, or where
   it is matched; rows matched with rows alone have no voucher.
2. What is outstanding is worked out on the last day that statements reach, by what is
   known when it is read.
3. A reconciliation that was reopened is none.

Fen are whole; money in is above zero. Banks are told by name and the last four digits.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class BankAccount(NamedTuple):
    """A bank account, and what is not explained on the last day of its statements.

    `begun_on` is the first day that a statement covers, `reached_on` the last one up to
    the end of the span; None where there is no statement. `other_fen` is what bank and
    books differ by when all that is outstanding is counted, `told_fen` what the last
    reconciliation says of other money.
    """

    number: int
    told: str
    since: dt.date
    begun_on: dt.date | None = None
    reached_on: dt.date | None = None
    bank_fen: int = 0
    book_fen: int = 0
    other_fen: int = 0
    told_fen: int = 0


class ToldRow(NamedTuple):
    """A row of interest or of a returned payment, and what answers it.

    `fund` and `mark` are those of the voucher, empty where there is none; `answered`
    is true also where it is matched without one.
    """

    account: int
    place: str
    on: dt.date
    kind: str
    fen: int
    answered: bool = False
    mark: str = ""
    fund: str = ""


class Owed(NamedTuple):
    """What came back and is still owed to somebody at the end, and since when.

    `payee` is an organisation, empty where `recipient` is a file number.
    """

    request: str
    fund: str
    payee: str
    recipient: str
    fen: int
    since: dt.date
    limit_on: dt.date


class Reconciled(NamedTuple):
    """A reconciliation that stands; `late` vouchers came for its days afterwards."""

    account: int
    number: int
    until: dt.date
    late: int = 0
    late_fen: int = 0


class Outstanding(NamedTuple):
    """What one side has entered and the other has not; `banked` is the bank's side."""

    account: int
    banked: bool
    on: dt.date
    fen: int
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Banked:
    """A unit's banks over a span; `dedicated` says that the aid money has its own."""

    accounts: Sequence[BankAccount] = ()
    rows: Sequence[ToldRow] = ()
    owed: Sequence[Owed] = ()
    reconciled: Sequence[Reconciled] = ()
    outstanding: Sequence[Outstanding] = ()
    dedicated: bool = False

    def of_kind(self, kind: str) -> Iterator[ToldRow]:
        """What came in of one kind, by day."""
        rows = (row for row in self.rows if row.kind == kind and row.fen > 0)
        yield from sorted(rows, key=lambda row: (row.on, row.place))
