"""Small examples of audits to prove checks with.

The books are of 2025. The audit of 2024 was begun in March 2025, its report issued in
April and received in May; its finding J2025-1/1 was due by the end of June and closed
before.
"""

import datetime as dt
from typing import Any

from audit import examples
from audit.audited import Audit, Audited, AuditFinding
from audit.books import Books, Tenure

ISO = dt.date.fromisoformat


def books(*audits: Audit, **more: Any) -> Books:
    """Books of 2025 with these audits."""
    return examples.books(audited=Audited(audits=audits), **more)


def annual(**more: Any) -> Audit:
    """The yearly audit of 2024; `more` differs."""
    given: dict[str, Any] = {
        "key": "J2025-1",
        "kind": "annual",
        "since": ISO("2024-01-01"),
        "until": ISO("2025-01-01"),
        "begun_on": ISO("2025-03-03"),
        "issued_on": ISO("2025-04-10"),
        "received_on": ISO("2025-05-08"),
        "findings": (finding(),),
    }
    return Audit(**given | more)


def finding(**more: Any) -> AuditFinding:
    """Its finding, put right in time."""
    given: dict[str, Any] = {
        "label": "J2025-1/1",
        "title": "挂账借款超过一年",
        "fen": 500_000,
        "due_on": ISO("2025-06-30"),
        "closed_on": ISO("2025-06-20"),
    }
    return AuditFinding(**given | more)


def tenure(**more: Any) -> Tenure:
    """The chair who left on the first of September."""
    given: dict[str, Any] = {
        "person": "甲",
        "post": "主席",
        "since": ISO("2021-05-01"),
        "until": ISO("2025-09-01"),
    }
    return Tenure(**given | more)


def handover(**more: Any) -> Audit:
    """The audit of the chair who left."""
    given: dict[str, Any] = {
        "key": "J2025-2",
        "kind": "handover",
        "since": ISO("2021-05-01"),
        "until": ISO("2025-09-01"),
        "begun_on": ISO("2025-09-10"),
        "issued_on": ISO("2025-10-20"),
        "received_on": ISO("2025-11-05"),
        "officer": "甲",
        "post": "主席",
    }
    return Audit(**given | more)
