"""Advances (垫付与借出): what is lent to funds and to others, to come back.

1. An advance is paid under a request of its kind, with a day by which it is due.
2. It is open while its account shows that less came back than was lent, by fund, party
   and request; what the books opened with has no request and ages from its own day.
"""

import datetime as dt
from dataclasses import dataclass

from ledger import request_store
from ledger.accounts import Role
from ledger.database import Connection
from ledger.money import Money
from ledger.register import lookups


@dataclass(frozen=True, slots=True)
class Advance:
    """What is lent and not back: to whom, since when, and by when it is due."""

    fund: str
    account: str
    party: str
    request: str
    lent: Money
    back: Money
    since: dt.date
    due_on: dt.date | None

    @property
    def open(self) -> Money:
        """What is still to come back."""
        return self.lent - self.back

    def age_days(self, on: dt.date) -> int:
        """How many days it has been out."""
        return (on - self.since).days

    def late_days(self, on: dt.date) -> int:
        """How many days it is past its due day; nil where it is not."""
        return max((on - self.due_on).days, 0) if self.due_on else 0


def advances(connection: Connection, unit: str, on: dt.date) -> tuple[Advance, ...]:
    """Every advance of a unit that is open at the end of a day, the oldest first.

    Cost: one statement over the postings on the accounts for advances.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    found = books.unit(unit)
    accounts = [
        id_ for id_, role in books.account_roles.items() if role is Role.ADVANCE
    ]
    due = {
        row.key: row.due_on for row in request_store.all_requests(connection, found.id)
    }
    rows = request_store.lent(connection, found.id, accounts, on)
    told = [
        Advance(
            found.fund_codes[row.fund_id],
            books.account_codes[row.account_id],
            row.party,
            row.request,
            Money(int(row.lent)),
            Money(int(row.back)),
            dt.date.fromisoformat(row.since),
            due.get(row.request),
        )
        for row in rows
    ]
    return tuple(sorted(told, key=lambda one: (one.since, one.fund, one.party)))
