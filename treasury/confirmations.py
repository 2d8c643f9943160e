"""Confirmations (捐赠确认函): our own letter that a gift came, numbered without a gap.

1. A gift is confirmed once, when it stands in the books; asked again it is the same
   letter. What it confirms is the gift less what was given back by then.
2. A letter is withdrawn (作废) with a reason, and its number stays used; the gift may
   then be confirmed anew, or its voucher be cancelled.
3. It is no receipt for taxes: 本函不作为税前扣除凭证; that is the bill (`bills.py`).
4. Two who ask at once get two numbers, one after the other: the unit is locked.
"""

import datetime as dt
from dataclasses import dataclass

from budgets.records import locked, text_faults
from ledger import store
from ledger.database import Connection
from ledger.errors import NotFound
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
    voided_on: dt.date | None = None
    reason: str = ""
    """Why it was withdrawn."""

    @property
    def stands(self) -> bool:
        """Whether it was not withdrawn."""
        return self.voided_on is None

    def state(self, *, cancelled: bool) -> str:
        """How it stands, in a word; `cancelled` tells that the gift was."""
        if not self.stands:
            return "已作废"
        return "捐赠已冲销，应收回作废" if cancelled else "有效"

    @property
    def key(self) -> str:
        """Its number as it is typed: `2026-12`."""
        return f"{self.year}-{self.number}"

    @property
    def printed(self) -> str:
        """Its number as it stands on paper: `捐确〔2026〕12号`."""
        return f"捐确〔{self.year}〕{self.number}号"


def confirm(connection: Connection, unit: str, key: str, act: Act) -> Confirmation:
    """Issue the letter of a gift, or find the one that was issued.

    Raises:
        NotFound: there is no such unit or gift.
        DonationRefused: the gift does not stand in the books, was cancelled, or given
            back.
    """
    at = locked(connection, unit)
    found = gift(connection, unit, key)
    issued = confirmations(connection, unit)
    what = f"捐赠 {key} 没有确认函"
    if found.cancelled:
        why = f"收款凭证 {found.ref} 已冲销"
        raise DonationRefused(what, why, "已开具的确认函收回作废")
    for one in issued:
        if one.gift == key and one.stands:
            return one
    if not found.left:
        raise DonationRefused(what, f"该笔捐赠{found.state}")
    if not found.received:
        why = f"收款凭证 {found.ref} 尚未记账"
        raise DonationRefused(what, why, "记账后再开具")
    today = china_day(act.at)
    number = sum(one.year == today.year for one in issued) + 1
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


def void(
    connection: Connection, unit: str, letter: str, reason: str, act: Act
) -> Confirmation:
    """Withdraw a letter by its number, `2026-12`; once withdrawn it stays so.

    Raises:
        NotFound: there is no such unit or letter.
        DonationRefused: it was withdrawn before, or no reason is given.
    """
    at = locked(connection, unit)
    known = {one.key: one for one in confirmations(connection, unit)}
    one = known.get(letter)
    if one is None:
        do = "写作 年-序号，用 bangfu money confirmations 查看"
        raise NotFound("确认函", letter, do)
    what = f"{one.printed} 没有作废"
    if wrong := list(text_faults(("作废原因", reason, True))):
        raise DonationRefused(what, "；".join(wrong))
    if one.voided_on is not None:
        raise DonationRefused(what, f"已于 {one.voided_on} 作废：{one.reason}")
    row = {
        "unit_id": at.id,
        "year": one.year,
        "number": one.number,
        "voided_on": china_day(act.at),
        "reason": reason.strip(),
    }
    append(connection, "confirmation_voids", [row], act)
    return next(o for o in confirmations(connection, unit) if o.key == letter)


def confirmations(
    connection: Connection, unit: str, year: int | None = None
) -> tuple[Confirmation, ...]:
    """Every letter that was issued, or those of one year, by number.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    void = {
        (row.year, row.number): row
        for row in store.all_rows(connection, t.confirmation_voids, unit_id)
    }
    return tuple(
        Confirmation(
            unit=unit,
            year=row.year,
            number=row.number,
            gift=f"{row.gift_year}-{row.gift_number}",
            amount=Money(row.amount_fen),
            issued_on=row.issued_on,
            voided_on=gone.voided_on if gone else None,
            reason=gone.reason if gone else "",
        )
        for row in store.all_rows(connection, t.confirmations, unit_id)
        if year in {None, row.year}
        for gone in (void.get((row.year, row.number)),)
    )
