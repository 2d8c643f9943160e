"""The SQL of findings: what they say, their exceptions, links, duties and steps.

Every function works inside a transaction given by the caller.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, exists, func, select

from audit.finding_tables import (
    audit_finding_duties,
    audit_finding_exceptions,
    audit_finding_links,
    audit_finding_steps,
    audit_findings,
)
from ledger.parts import among, parts
from ledger.tables import postings, vouchers

_f, _x, _l, _s = (
    audit_findings.c,
    audit_finding_exceptions.c,
    audit_finding_links.c,
    audit_finding_steps.c,
)


def _of(
    connection: Connection, table: Table, unit_id: int, engagement: str | None
) -> list[Any]:
    """Rows of the findings of one engagement, or of all of a unit, in order."""
    query = select(table).where(table.c.unit_id == unit_id)
    if engagement is not None:
        query = query.where(table.c.engagement == engagement)
    return list(connection.execute(query.order_by(*table.primary_key.columns)))


def revisions(
    connection: Connection, unit_id: int, engagement: str | None = None
) -> list[Any]:
    """What findings say, every revision."""
    return _of(connection, audit_findings, unit_id, engagement)


def steps(
    connection: Connection, unit_id: int, engagement: str | None = None
) -> list[Any]:
    """The steps of findings, first to last of each."""
    return _of(connection, audit_finding_steps, unit_id, engagement)


def duties(
    connection: Connection, unit_id: int, engagement: str | None = None
) -> list[Any]:
    """Who is responsible for findings, in order."""
    return _of(connection, audit_finding_duties, unit_id, engagement)


def last_steps(connection: Connection, unit_id: int, engagement: str) -> list[Any]:
    """The last step of each finding of an engagement, by number."""
    later = audit_finding_steps.alias()
    further = exists().where(
        later.c.unit_id == _s.unit_id,
        later.c.engagement == _s.engagement,
        later.c.number == _s.number,
        later.c.seq > _s.seq,
    )
    query = select(audit_finding_steps).where(
        _s.unit_id == unit_id, _s.engagement == engagement, ~further
    )
    return list(connection.execute(query.order_by(_s.number)))


def rectifiers(
    connection: Connection, unit_id: int, engagement: str, number: int
) -> set[int]:
    """Who reported that a finding was put right."""
    query = select(_s.person_id).where(
        _s.unit_id == unit_id,
        _s.engagement == engagement,
        _s.number == number,
        _s.act == "rectify",
    )
    return set(connection.scalars(query))


def exceptions(
    connection: Connection, unit_id: int, engagement: str, number: int
) -> Iterator[Any]:
    """The exceptions of a finding, in order."""
    query = select(audit_finding_exceptions).where(
        _x.unit_id == unit_id, _x.engagement == engagement, _x.number == number
    )
    yield from connection.execute(query.order_by(_x.item))


def links(
    connection: Connection, unit_id: int, engagement: str, number: int
) -> Iterator[Any]:
    """The links of a finding, in order."""
    query = select(_l.link, _l.position, _l.proof).where(
        _l.unit_id == unit_id, _l.engagement == engagement, _l.number == number
    )
    yield from connection.execute(query.order_by(_l.link))


def links_of(
    connection: Connection, unit_id: int, engagement: str | None = None
) -> list[Any]:
    """The links of findings with the vouchers that they point to."""
    query = select(
        *(_l.engagement, _l.number, _l.link, _l.position, _l.proof),
        *(vouchers.c.period, vouchers.c.kind, vouchers.c.number.label("voucher")),
        vouchers.c.dated_on,
    ).join_from(
        audit_finding_links,
        vouchers,
        (vouchers.c.unit_id == _l.unit_id) & (vouchers.c.position == _l.position),
        isouter=True,
    )
    query = query.where(_l.unit_id == unit_id)
    if engagement is not None:
        query = query.where(_l.engagement == engagement)
    order = (_l.engagement, _l.number, _l.link)
    return list(connection.execute(query.order_by(*order)))


def touching(
    connection: Connection, unit_id: int, fund_id: int
) -> set[tuple[str, int]]:
    """Engagement and number of the findings that point to vouchers of a fund."""
    query = (
        select(_l.engagement, _l.number)
        .distinct()
        .join_from(
            audit_finding_links,
            postings,
            (postings.c.unit_id == _l.unit_id) & (postings.c.position == _l.position),
        )
        .where(_l.unit_id == unit_id, postings.c.fund_id == fund_id)
    )
    return {(row[0], row[1]) for row in connection.execute(query)}


def strays(connection: Connection, unit_id: int) -> list[tuple[str, int]]:
    """Findings that exceptions or links name and that are not there."""
    found: set[tuple[str, int]] = set()
    for table in (audit_finding_exceptions, audit_finding_links):
        t = table.c
        stands = exists().where(
            _f.unit_id == t.unit_id,
            _f.engagement == t.engagement,
            _f.number == t.number,
        )
        query = select(t.engagement, t.number).where(t.unit_id == unit_id, ~stands)
        found |= {(row.engagement, row.number) for row in connection.execute(query)}
    return sorted(found)


def next_number(connection: Connection, unit_id: int, engagement: str) -> int:
    """The number of an engagement's next finding."""
    query = select(func.max(_f.number)).where(
        _f.unit_id == unit_id, _f.engagement == engagement
    )
    return (connection.scalar(query) or 0) + 1


def vouchers_in(
    connection: Connection, unit_id: int, periods: Iterable[int]
) -> Iterator[Any]:
    """The vouchers of months with what they are called by: position, mark, day."""
    v = vouchers.c
    for some in parts(periods):
        query = select(v.position, v.period, v.kind, v.number, v.dated_on).where(
            v.unit_id == unit_id, among(connection, v.period, some)
        )
        yield from connection.execute(query)
