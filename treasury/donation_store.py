"""The SQL of donors, gifts, bills and campaigns.

Every function works inside a transaction given by the caller. Registers are appended
by `ledger.register.append` and read whole by `ledger.store.all_rows`; here is what
has to be asked for more narrowly.
"""

from typing import Any

from sqlalchemy import Connection, func, select

from ledger.request_tables import payment_requests
from ledger.tables import vouchers
from treasury import donation_tables as t


def last_gifts(connection: Connection, unit_id: int) -> dict[int, int]:
    """The number of the last gift of every year."""
    g = t.gifts.c
    query = (
        select(g.year, func.max(g.number)).where(g.unit_id == unit_id).group_by(g.year)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


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

    One that was cancelled and entered right again stands.
    """
    v, later = vouchers, vouchers.alias("later")
    cancelled = (
        select(1)
        .where(
            later.c.unit_id == v.c.unit_id,
            later.c.corrects == v.c.position,
            later.c.correction == "full",
        )
        .exists()
    )
    replaced = (
        select(1)
        .where(
            later.c.unit_id == v.c.unit_id,
            later.c.corrects == v.c.position,
            later.c.correction == "replacement",
        )
        .exists()
    )
    query = select(v.c.ref).where(
        v.c.unit_id == unit_id,
        v.c.ref.startswith(prefix, autoescape=True),
        ~cancelled | replaced,
    )
    return set(connection.scalars(query))


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


def requests_of(connection: Connection, unit_id: int, prefix: str) -> dict[str, str]:
    """The reference of every payment request whose own begins so, by its key."""
    q = payment_requests.c
    query = select(q.key, q.ref).where(
        q.unit_id == unit_id, q.ref.startswith(prefix, autoescape=True)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
