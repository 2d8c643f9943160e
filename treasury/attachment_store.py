"""The SQL of papers and supplements.

Every function works inside a transaction given by the caller.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select

from ledger import tables
from treasury.attachment_tables import attachment_uses, attachments

_FETCHED = 1_000


def next_numbers(connection: Connection, unit_id: int) -> tuple[int, int]:
    """The next number of an attachment, and of a use, in a unit."""
    found = []
    for table in (attachments, attachment_uses):
        last = connection.scalar(
            select(func.max(table.c.number)).where(table.c.unit_id == unit_id)
        )
        found.append((last or 0) + 1)
    return found[0], found[1]


def any_attachment(connection: Connection) -> bool:
    """Whether any unit has an attachment."""
    return connection.scalar(select(attachments.c.number).limit(1)) is not None


def by_digest(connection: Connection, unit_id: int, digest: bytes) -> Any:
    """A unit's attachment of that content, or None."""
    a = attachments
    return connection.execute(
        select(a).where(a.c.unit_id == unit_id, a.c.sha256 == digest)
    ).one_or_none()


def by_number(connection: Connection, unit_id: int, number: int) -> Any:
    """A unit's attachment of that number, or None."""
    a = attachments
    return connection.execute(
        select(a).where(a.c.unit_id == unit_id, a.c.number == number)
    ).one_or_none()


def papers(connection: Connection, unit_id: int) -> Iterator[Any]:
    """Every attachment of a unit in order, as it is read."""
    a = attachments
    query = select(a).where(a.c.unit_id == unit_id).order_by(a.c.number)
    yield from connection.execute(query.execution_options(yield_per=_FETCHED))


def uses_of(connection: Connection, unit_id: int, number: int) -> list[Any]:
    """Every act with one attachment, in order."""
    u = attachment_uses
    return list(
        connection.execute(
            select(u)
            .where(u.c.unit_id == unit_id, u.c.attachment == number)
            .order_by(u.c.number)
        )
    )


def attached(
    connection: Connection, unit_id: int, subject: str = "", key: str = ""
) -> list[Any]:
    """Attachments with each use in force, of one subject or thing where it is named."""
    a, u = attachments.c, attachment_uses
    newer = u.alias("newer")
    query = (
        select(attachments, u.c.act, u.c.subject, u.c.key, u.c.reason, u.c.acted_at)
        .join(u, and_(u.c.unit_id == a.unit_id, u.c.attachment == a.number))
        .where(
            a.unit_id == unit_id,
            u.c.act != "withdraw",
            ~select(1)
            .where(
                newer.c.unit_id == u.c.unit_id,
                newer.c.attachment == u.c.attachment,
                newer.c.subject == u.c.subject,
                newer.c.key == u.c.key,
                newer.c.number > u.c.number,
            )
            .exists(),
        )
        .order_by(a.number, u.c.number)
    )
    if subject:
        query = query.where(u.c.subject == subject)
    if key:
        query = query.where(u.c.key == key)
    return list(connection.execute(query))


def vouchers_with(connection: Connection, unit_id: int, paper: Any) -> list[str]:
    """References of vouchers that a paper, or one of its kind and number, is with."""
    a, u = attachments.c, attachment_uses.c
    same = a.number == paper.number
    if paper.paper_number:
        alike = and_(a.kind == paper.kind, a.paper_number == paper.paper_number)
        same = or_(same, alike)
    stands = func.sum(case((u.act == "withdraw", -1), else_=1))
    return list(
        connection.scalars(
            select(u.key)
            .join(attachments, and_(a.unit_id == u.unit_id, a.number == u.attachment))
            .where(u.unit_id == unit_id, u.subject == "voucher", same)
            .group_by(u.key, u.attachment)
            .having(stands > 0)
            .order_by(u.key)
            .distinct()
        )
    )


def used_by_several_units(connection: Connection) -> list[tuple[int, int, int, int]]:
    """Papers of one content in two units: unit and number, of one and the other."""
    a, o = attachments.c, attachments.alias("o")
    found = connection.execute(
        select(a.unit_id, a.number, o.c.unit_id, o.c.number)
        .join(o, and_(o.c.sha256 == a.sha256, o.c.unit_id > a.unit_id))
        .order_by(a.unit_id, a.number, o.c.unit_id)
    )
    return [tuple(row) for row in found]


def posted(connection: Connection, unit_id: int, ref: str) -> bool:
    """Whether a voucher stands under a reference."""
    v = tables.vouchers.c
    return (
        connection.scalar(select(1).where(v.unit_id == unit_id, v.ref == ref))
        is not None
    )
