"""Confirmations (捐赠确认函): our own letter that a gift came, numbered without a gap.

1. A gift is confirmed once, when it stands in the books; asked again it is the same
   letter. What it confirms is the gift less what was given back by then.
2. It is no receipt for taxes: 本函不作为税前扣除凭证; that is the bill (`bills.py`).
3. Two who ask at once get two numbers, one after the other: the unit is locked.
"""

import datetime as dt
from dataclasses import dataclass

from budgets.records import locked
from ledger import store
from ledger.database import Connection
from ledger.money import Money
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import append, lookups
from treasury import donation_tables as t
from treasury.donations import gift
from treasury.errors import DonationRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A letter as it was issued for the gift of that number."""

    unit: str
    year: int
    number: int
    gift: str
    amount: Money
    issued_on: dt.date

    @property
    def printed(self) -> str:
        """Its number as it stands on paper: `捐确〔2026〕12号`."""
        return f"捐确〔{self.year}〕{self.number}号"


def confirm(connection: Connection, unit: str, key: str, act: Act) -> Confirmation:
    """Issue the letter of a gift, or find the one that was issued.

    Raises:
        NotFound: there is no such unit or gift.
        DonationRefused: the gift does not stand in the books, or was given back.
    """
    at = locked(connection, unit)
    found = gift(connection, unit, key)
    standing = confirmations(connection, unit)
    for one in standing:
        if one.gift == key:
            return one
    what = f"捐赠 {key} 没有确认函"
    if not found.left:
        raise DonationRefused(what, f"该笔捐赠{found.state}")
    if not found.received:
        why = f"收款凭证 {found.ref} 尚未记账"
        raise DonationRefused(what, why, "记账后再开具")
    today = china_day(act.at)
    number = sum(one.year == today.year for one in standing) + 1
    row = {
        "unit_id": at.id,
        "year": today.year,
        "number": number,
        "gift_year": found.year,
        "gift_number": found.number,
        "amount_fen": found.left.fen,
        "issued_on": today,
    }
    append(connection, "confirmations", [row], act)
    return confirmations(connection, unit, today.year)[number - 1]


def confirmations(
    connection: Connection, unit: str, year: int | None = None
) -> tuple[Confirmation, ...]:
    """Every letter that was issued, or those of one year, by number.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    return tuple(
        Confirmation(
            unit=unit,
            year=row.year,
            number=row.number,
            gift=f"{row.gift_year}-{row.gift_number}",
            amount=Money(row.amount_fen),
            issued_on=row.issued_on,
        )
        for row in store.all_rows(connection, t.confirmations, unit_id)
        if year in {None, row.year}
    )
