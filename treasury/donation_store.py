"""The SQL of donors, gifts, bills and campaigns.

Every function works inside a transaction given by the caller. Registers are appended
by `ledger.register.append` and read whole by `ledger.store.all_rows`; here is what
has to be asked for more narrowly.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    exists,
    func,
    literal_column,
    select,
)

from ledger.accounts import AccountClass
from ledger.funds import Origin
from ledger.parts import among
from ledger.request_tables import payment_requests
from ledger.tables import accounts, funds, postings, vouchers
from ledger.vouchers import Entered
from treasury import donation_tables as t
from treasury.refund_rules import COUNTS_FEN


def last_gifts(connection: Connection, unit_id: int) -> dict[int, int]:
    """The number of the last gift of every year."""
    g = t.gifts.c
    query = (
        select(g.year, func.max(g.number)).where(g.unit_id == unit_id).group_by(g.year)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def donors_called(
    connection: Connection, unit_ids: Sequence[int], text: str, most: int
) -> list[Any]:
    """Donors whose name, that of no person, has the words; by unit and number."""
    d = t.donors.c
    named = d.name.contains(text, autoescape=True)
    query = select(t.donors).where(among(connection, d.unit_id, unit_ids), named)
    return list(connection.execute(query.order_by(d.unit_id, d.number).limit(most)))


def donors_of_blind(
    connection: Connection, unit_ids: Sequence[int], blind: bytes, most: int
) -> list[Any]:
    """Persons whose name's blind index it is; by unit and number."""
    d = t.donors.c
    same = d.blind_name == blind
    query = select(t.donors).where(among(connection, d.unit_id, unit_ids), same)
    return list(connection.execute(query.order_by(d.unit_id, d.number).limit(most)))


def gift_rows(
    connection: Connection, unit_id: int, year: int | None = None
) -> list[Any]:
    """Gifts of a unit, of one year where one is told, in order."""
    g = t.gifts.c
    query = select(t.gifts).where(g.unit_id == unit_id)
    if year is not None:
        query = query.where(g.year == year)
    return list(connection.execute(query.order_by(g.year, g.number)))


def booked(connection: Connection, unit_id: int, prefix: str) -> set[str]:
    """References that begin so of vouchers that stand and were not cancelled.

    One that was cancelled and entered right again stands, if that one does.
    """
    v, right = vouchers, vouchers.alias("right_one")
    cancelled = _cancelled(v, "later")
    replaced = (
        select(1)
        .where(
            right.c.unit_id == v.c.unit_id,
            right.c.corrects == v.c.position,
            right.c.correction == "replacement",
            ~_cancelled(right, "last"),
        )
        .exists()
    )
    query = select(v.c.ref).where(
        v.c.unit_id == unit_id,
        v.c.ref.startswith(prefix, autoescape=True),
        ~cancelled | replaced,
    )
    return set(connection.scalars(query))


def given_back(connection: Connection, unit_id: int) -> dict[tuple[int, int], int]:
    """What is given back of every gift of which anything is, by year and number.

    What ended unpaid does not count (`refund_rules.py`).
    """
    sums: Counter[tuple[int, int]] = Counter()
    for (year, number, _), fen in refunds_counted(connection, unit_id).items():
        sums[year, number] += fen
    return dict(sums)


def refunds_counted(
    connection: Connection, unit_id: int
) -> dict[tuple[int, int, int], int]:
    """What every refund counts, by year and number of the gift and its own number."""
    counts: ColumnElement[int] = literal_column(COUNTS_FEN.format(s="", text="TEXT"))
    r = t.gift_refunds.alias("r")
    query = select(r.c.gift_year, r.c.gift_number, r.c.number, counts)
    rows = connection.execute(query.where(r.c.unit_id == unit_id))
    return {(row[0], row[1], row[2]): int(row[3]) for row in rows}


def income_of_donations(
    connection: Connection, unit_id: int, since: dt.date, until: dt.date
) -> dict[int, int]:
    """Fen of income that every voucher brought, by position.

    Of funds of donations, in a span of days; a year's closing earns nothing. A scan of
    their income.
    """
    p, v, a, f = postings.c, vouchers.c, accounts.c, funds.c
    query = (
        select(v.position, func.sum(p.credit_fen - p.debit_fen))
        .join_from(
            postings,
            vouchers,
            and_(v.unit_id == p.unit_id, v.position == p.position),
        )
        .join(accounts, a.id == p.account_id)
        .join(funds, and_(f.unit_id == p.unit_id, f.id == p.fund_id))
        .where(p.unit_id == unit_id, f.origin == Origin.DONATION)
        .where(a["class"] == AccountClass.INCOME, v.entered != Entered.YEAR_END)
        .where(v.dated_on >= since, v.dated_on < until)
        .group_by(v.position)
    )
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def _cancelled(v: Any, name: str) -> ColumnElement[bool]:
    """Whether a voucher was cancelled in red."""
    red = vouchers.alias(name)
    return (
        select(1)
        .where(
            red.c.unit_id == v.c.unit_id,
            red.c.corrects == v.c.position,
            red.c.correction == "full",
        )
        .exists()
    )


def timed_gifts(
    connection: Connection, unit_id: int, fund_id: int | None = None
) -> list[Any]:
    """The gifts of money whose donors set a last day, of one fund or all, in order."""
    g = t.gifts.c
    query = (
        select(t.gifts)
        .where(g.unit_id == unit_id, g.until.is_not(None), g.form == "money")
        .order_by(g.year, g.number)
    )
    if fund_id is not None:
        query = query.where(g.fund_id == fund_id)
    return list(connection.execute(query))


def extensions(
    connection: Connection, unit_id: int, by: dt.date | None = None
) -> dict[tuple[int, int], dt.date]:
    """The day that a donor agreed to last, by year and number of the gift."""
    c = t.purpose_consents.c
    query = (
        select(c.gift_year, c.gift_number, c.until)
        .where(c.unit_id == unit_id, c.until.is_not(None), ~_withdrawn(c))
        .order_by(c.number)
    )
    if by is not None:
        query = query.where(c.given_on <= by)
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def end_before(
    connection: Connection, unit_id: int, gift: tuple[int, int], consent: int
) -> dt.date | None:
    """The last day of a gift before some consent to a later one."""
    c, g = t.purpose_consents.c, t.gifts.c
    mine = c.unit_id == unit_id, c.gift_year == gift[0], c.gift_number == gift[1]
    query = (
        select(c.until)
        .where(*mine, c.until.is_not(None), c.number < consent, ~_withdrawn(c))
        .order_by(c.number.desc())
        .limit(1)
    )
    own = select(g.until).where(
        g.unit_id == unit_id, g.year == gift[0], g.number == gift[1]
    )
    found: dt.date | None = connection.scalar(query) or connection.scalar(own)
    return found


def spent(
    connection: Connection,
    unit_id: int,
    fund_id: int,
    *,
    purpose: str | None = None,
    after: dt.date | None = None,
) -> int:
    """What was spent of a fund, for one purpose or after a day; a scan of the fund."""
    p, v, a = postings.c, vouchers.c, accounts.c
    query = (
        select(func.coalesce(func.sum(p.debit_fen - p.credit_fen), 0))
        .join_from(
            postings,
            vouchers,
            and_(v.unit_id == p.unit_id, v.position == p.position),
        )
        .join(accounts, a.id == p.account_id)
        .where(p.unit_id == unit_id, p.fund_id == fund_id, a.spends == 1)
    )
    if purpose is not None:
        query = query.where(p.purpose == purpose)
    if after is not None:
        query = query.where(v.dated_on > after)
    return int(connection.scalar(query) or 0)


def withdrawn(
    connection: Connection, unit_id: int, fund_id: int, purpose: str
) -> list[str]:
    """The gifts of a fund whose donors no longer agree to a purpose, by key."""
    g, c, q = t.gifts.c, t.purpose_consents.c, t.consent_purposes.c
    query = (
        select(g.year, g.number, _withdrawn(c))
        .join_from(
            t.consent_purposes,
            t.purpose_consents,
            and_(c.unit_id == q.unit_id, c.number == q.consent),
        )
        .join(
            t.gifts,
            and_(
                g.unit_id == c.unit_id,
                g.year == c.gift_year,
                g.number == c.gift_number,
            ),
        )
        .where(g.unit_id == unit_id, g.fund_id == fund_id, q.purpose == purpose)
        .order_by(g.year, g.number)
    )
    stands: dict[tuple[int, int], bool] = {}
    for year, number, gone in connection.execute(query):
        stands[year, number] = stands.get((year, number), False) or not gone
    return [
        f"{year}-{number}"
        for (year, number), agreed in stands.items()
        if not agreed and _binds(connection, unit_id, (year, number), purpose)
    ]


def _binds(
    connection: Connection, unit_id: int, gift: tuple[int, int], purpose: str
) -> bool:
    """Whether something is left of a gift whose donor never named a purpose."""
    g, n = t.gifts.c, t.gift_purposes.c
    year, number = gift
    of = {"unit_id": unit_id, "gift_year": year, "gift_number": number}
    named = select(n.purpose).where(n.purpose == purpose)
    for column, value in of.items():
        named = named.where(n[column] == value)
    amount = select(g.amount_fen).where(
        g.unit_id == unit_id, g.year == year, g.number == number
    )
    back = given_back(connection, unit_id).get(gift, 0)
    left = (connection.scalar(amount) or 0) - back
    return left > 0 and connection.scalar(named) is None


def _withdrawn(c: Any) -> ColumnElement[bool]:
    """Whether a consent was withdrawn."""
    w = t.consent_withdrawals.c
    return exists().where(w.unit_id == c.unit_id, w.consent == c.number)


def campaign_of(connection: Connection, unit_id: int, file_hash: bytes) -> Any:
    """The campaign that a file was taken in as, or None."""
    c = t.campaigns
    return connection.execute(
        select(c).where(c.c.unit_id == unit_id, c.c.file_hash == file_hash)
    ).one_or_none()


def line_rows(connection: Connection, unit_id: int, campaign: int) -> list[Any]:
    """The lines of one campaign, in the order of its file."""
    c = t.campaign_lines
    return list(
        connection.execute(
            select(c)
            .where(c.c.unit_id == unit_id, c.c.campaign == campaign)
            .order_by(c.c.row)
        )
    )


def places(connection: Connection, unit_id: int, prefix: str) -> dict[str, int]:
    """The position of every voucher whose reference begins so, by reference."""
    v = vouchers.c
    query = select(v.ref, v.position).where(
        v.unit_id == unit_id, v.ref.startswith(prefix, autoescape=True)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def places_of(connection: Connection, unit_id: int, refs: list[str]) -> dict[str, int]:
    """The position of every voucher of these references that stands, by reference."""
    v = vouchers.c
    query = select(v.ref, v.position).where(v.unit_id == unit_id, v.ref.in_(refs))
    return {row[0]: row[1] for row in connection.execute(query)}


def requests_of(connection: Connection, unit_id: int, prefix: str) -> dict[str, str]:
    """The reference of every payment request whose own begins so, by its key."""
    q = payment_requests.c
    query = select(q.key, q.ref).where(
        q.unit_id == unit_id, q.ref.startswith(prefix, autoescape=True)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
