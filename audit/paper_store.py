"""The SQL of evidence sheets, working papers and their reviews.

Every function works inside a transaction given by the caller.
"""

from typing import Any

from sqlalchemy import Connection, exists, select

from audit.paper_tables import (
    audit_evidence_answers,
    audit_evidence_sheets,
    audit_paper_reviews,
    audit_papers,
)

_s, _a = audit_evidence_sheets.c, audit_evidence_answers.c
_p, _r = audit_papers.c, audit_paper_reviews.c


def sheets(connection: Connection, unit_id: int, engagement: str) -> list[Any]:
    """The evidence sheets of an engagement, by number."""
    query = select(audit_evidence_sheets).where(
        _s.unit_id == unit_id, _s.engagement == engagement
    )
    return list(connection.execute(query.order_by(_s.number)))


def answers(connection: Connection, unit_id: int, engagement: str) -> dict[int, Any]:
    """The answers to them, by number."""
    query = select(audit_evidence_answers).where(
        _a.unit_id == unit_id, _a.engagement == engagement
    )
    return {row.number: row for row in connection.execute(query)}


def unanswered(connection: Connection, unit_id: int, engagement: str) -> list[int]:
    """The numbers of sheets that the auditee has not answered."""
    known = answers(connection, unit_id, engagement)
    rows = sheets(connection, unit_id, engagement)
    return [row.number for row in rows if row.number not in known]


def papers(connection: Connection, unit_id: int, engagement: str) -> list[Any]:
    """Every revision of the working papers of an engagement, by mark."""
    query = select(audit_papers).where(
        _p.unit_id == unit_id, _p.engagement == engagement
    )
    return list(connection.execute(query.order_by(_p.index_mark, _p.revision)))


def reviews(connection: Connection, unit_id: int, engagement: str) -> list[Any]:
    """The reviews of them, in order."""
    query = select(audit_paper_reviews).where(
        _r.unit_id == unit_id, _r.engagement == engagement
    )
    order = (_r.index_mark, _r.revision, _r.seq)
    return list(connection.execute(query.order_by(*order)))


def unreviewed(connection: Connection, unit_id: int, engagement: str) -> list[str]:
    """The marks of papers whose last revision has not passed its review."""
    later = audit_papers.alias()
    newer = exists().where(
        later.c.unit_id == _p.unit_id,
        later.c.engagement == _p.engagement,
        later.c.index_mark == _p.index_mark,
        later.c.revision > _p.revision,
    )
    passed = exists().where(
        _r.unit_id == _p.unit_id,
        _r.engagement == _p.engagement,
        _r.index_mark == _p.index_mark,
        _r.revision == _p.revision,
        _r.outcome == "passed",
    )
    query = select(_p.index_mark).where(
        _p.unit_id == unit_id, _p.engagement == engagement, ~newer, ~passed
    )
    return list(connection.scalars(query.order_by(_p.index_mark)))
