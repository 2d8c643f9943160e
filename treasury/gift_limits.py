"""Until when, and for what, tied gifts may still be spent (捐赠期限).

1. A gift may be spent until the last day that its donor set, or agreed to later. After
   it nothing is spent from the fund that holds it while it has something left: the
   donor agrees to a later day (`consents.py`), or what is left goes back
   (`refunds.py`). What goes back spends nothing.
2. A purpose that a donor agreed to and no longer agrees to is not spent on (撤回).
3. What is left is what the lineage of the fund tells, to the fen.

`gift_limit_rules.py` holds vouchers and payment requests to it.

Basis: 公益事业捐赠法 第十八条 (a gift is used as was agreed with its donor).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ledger.database import Connection
from ledger.draft_vouchers import DraftVoucher
from ledger.funds import Origin
from ledger.money import ZERO, Money
from ledger.register import UnitLookup, lookups
from treasury import donation_store, lineage, lineage_store
from treasury.errors import DonationRefused
from treasury.lineage_store import GIVEN


class Spent(NamedTuple):
    """What is to be spent: the fund and, where one is named, the purpose."""

    fund: str
    purpose: str


def faults(
    connection: Connection, unit: UnitLookup, spent: Iterable[Spent], day: dt.date
) -> Iterator[str]:
    """Why tied gifts may not be spent so on a day, a sentence each."""
    tied = {
        one
        for one in spent
        if (id_ := unit.funds.get(one.fund)) in unit.restricted
        and unit.fund_origins[id_] == Origin.DONATION
    }
    for fund in sorted({one.fund for one in tied}):
        yield from _ended(connection, unit, fund, day)
    for one in sorted(tied):
        id_ = unit.funds[one.fund]
        for key in donation_store.withdrawn(connection, unit.id, id_, one.purpose):
            yield f"捐赠 {key} 的捐赠人已撤回对“{one.purpose}”的同意"


def demand(connection: Connection, voucher: DraftVoucher) -> None:
    """Refuse a draft that spends tied gifts against 1 and 2.

    Raises:
        DonationRefused: it does; all faults are told.
    """
    books = lookups(connection)
    unit = books.unit(voucher.unit)
    try:
        day = dt.date.fromisoformat(voucher.dated_on)
    except ValueError:
        return
    chart = books.charts.get(unit.chart_on(voucher.dated_on), {})
    spent = [
        Spent(line.fund, line.purpose)
        for line in voucher.postings
        if line.debit and chart.get(line.account) in books.spends
    ]
    if wrong := list(faults(connection, unit, spent, day)):
        what = f"{day} 不能从限定用途的捐赠中支出"
        raise DonationRefused(what, "；".join(wrong), WHAT_TO_DO)


WHAT_TO_DO = (
    "取得捐赠人的书面同意，用 bangfu money consent 登记；"
    "或用 bangfu money gift-refund 退回剩余部分"
)


def gift_ends(connection: Connection, unit: str, by: dt.date) -> dict[str, dt.date]:
    """The last day of every gift that has one, as agreed by a day, by reference.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    extended = donation_store.extensions(connection, unit_id, by)
    return {
        f"{GIVEN}{row.year}-{row.number}": end
        for row in donation_store.timed_gifts(connection, unit_id)
        if (end := ends(row, extended)) is not None
    }


class TimedGift(NamedTuple):
    """A gift with a last day: what was given, and what was left at the end of a day."""

    fund: str
    until: dt.date
    given: Money
    left: Money


def timed_gifts(
    connection: Connection, unit: str, on: dt.date
) -> tuple[TimedGift, ...]:
    """Every gift with a last day that was in by a day, the first to end first (3).

    Cost: none where no donor set a day; else the record of the funds concerned.

    Raises:
        NotFound: there is no such unit.
    """
    unit_id = lookups(connection).unit(unit).id
    days = gift_ends(connection, unit, on)
    if not days:
        return ()
    places = donation_store.places_of(connection, unit_id, list(days))
    ended = {place: days[ref] for ref, place in places.items()}
    found = [one for one in lineage.sources(connection, unit) if one.position in ended]
    at = {part.use for one in found for part in one.parts} | set(ended)
    heads = lineage_store.heads_at(connection, unit_id, at)
    told = []
    for one in found:
        if heads[one.position].dated_on <= on:
            used = (p.amount for p in one.parts if heads[p.use].dated_on <= on)
            left = one.given - sum(used, ZERO)
            told.append(TimedGift(one.fund, ended[one.position], one.given, left))
    return tuple(sorted(told, key=lambda one: (one.until, one.fund)))


def ends(row: Any, extended: dict[tuple[int, int], dt.date]) -> dt.date | None:
    """The last day that a gift may be spent, as its donor agreed last."""
    until: dt.date | None = extended.get((row.year, row.number), row.until)
    return until


def _ended(
    connection: Connection, unit: UnitLookup, fund: str, day: dt.date
) -> Iterator[str]:
    rows = donation_store.timed_gifts(connection, unit.id, unit.funds[fund])
    if not rows:
        return
    extended = donation_store.extensions(connection, unit.id)
    past = {
        f"{GIVEN}{row.year}-{row.number}": (row, end)
        for row in rows
        if (end := ends(row, extended)) is not None and end < day
    }
    places = donation_store.places_of(connection, unit.id, list(past))
    left = {
        one.position: one.left
        for one in (lineage.sources(connection, unit.code, fund) if places else ())
    }
    for ref, place in sorted(places.items(), key=lambda one: one[1]):
        row, end = past[ref]
        if rest := left.get(place, Money(0)):
            yield (
                f"捐赠 {row.year}-{row.number} 的限定期限已于 {end} 届满，"
                f"资金“{fund}”中尚余 {rest.grouped()} 元"
            )
