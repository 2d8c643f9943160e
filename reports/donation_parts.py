"""What the pages of donations share: gifts of a period, and what donors are called.

1. A list that hangs on a wall names donors as they agreed to be named on the day it is
   drawn up; a letter to a donor names that donor, where the keys are at hand.
2. A subject narrows a page to one gift (`2026-12`) or one donor (`3`).
"""

import datetime as dt
from collections.abc import Mapping

from ledger.database import Connection
from ledger.periods import china_day
from reports import parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from treasury.donations import Gift, gifts
from treasury.donor_names import Donor, DonorKind, Look, called
from treasury.donors import donors

KINDS = frozenset({
    "donors", "donor_terms", "gifts", "gift_refunds", "bills", "bill_voids",
    "confirmations", "confirmation_voids", "purpose_consents", "consent_withdrawals",
})  # fmt: skip
"""Records that the pages of donations rest on."""

ORGANISED = (DonorKind.ORGANISATION, DonorKind.COLLECTIVE)


def demand_fits(request: Request, report: Report) -> None:
    """Refuse what no page of donations can be asked for.

    Raises:
        NoSuchScope: units below, a fund, an account, or a place in the chain.
    """
    what = ""
    if request.with_subunits:
        what = "按单位编制，不汇总下级单位"
    elif request.fund or request.account:
        what = "不能只取一项资金或一个科目"
    elif request.known_at is not None:
        what = "按登记簿现状编制，不能按链位重现；当时的收用余请用“资金来源使用对照表”"
    if what:
        told = report.title + what
        raise NoSuchScope(told)


def of_period(connection: Connection, request: Request) -> list[Gift]:
    """The gifts received in the period, or the one that is asked for."""
    span = request.span
    return [
        one
        for one in gifts(connection, request.unit)
        if span.since <= one.received_on < span.until and asked_for(request, one)
    ]


def asked_for(request: Request, gift: Gift) -> bool:
    """Whether a gift is the subject, or of the donor who is (2)."""
    return request.subject in {"", gift.key, str(gift.donor)}


def register(connection: Connection, request: Request) -> Mapping[int, Donor]:
    """The donors of the unit, by number."""
    return {one.number: one for one in donors(connection, request.unit)}


def public_name(donor: Donor, request: Request) -> str:
    """What a donor is called in public (1)."""
    day = china_day(request.at)
    return called(donor, request.vault, Look.PUBLIC, day)


def own_name(donor: Donor, request: Request) -> str:
    """What a donor is called in a letter of their own (1)."""
    return called(donor, request.vault, Look.FULL)


def purposes(gift: Gift, on: dt.date | None = None) -> str:
    """What a gift may be spent on, and until when, for people; days left on a day."""
    if not gift.purposes:
        return "不限定"
    until = f"（{ends_told(gift.ends, on)}）" if gift.ends else ""
    return "、".join(gift.purposes) + until


def ends_told(ends: dt.date, on: dt.date | None = None) -> str:
    """The last day of a gift, with the days left on a day."""
    if on is None:
        return f"至{ends}"
    days = (ends - on).days
    return f"至{ends}，" + (f"还有{days}天" if days >= 0 else f"已过期{-days}天")


def unit_name(connection: Connection, request: Request) -> str:
    """The unit as it signs."""
    return parts.unit_title(connection, request)
