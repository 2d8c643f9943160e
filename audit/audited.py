"""Audits of a unit and what became of their findings, as an auditor reads them.

1. Audits that were withdrawn are left out; the others stand as they are when the books
   are read.
2. The day by which a finding is to be put right is the one named last by the end of the
   span; it is None where nothing was to be put right by then.

No database. Fen are whole, days are days of China.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger.periods import Span


class AuditFinding(NamedTuple):
    """A finding; `label` is how papers call it, `J2025-1/3`."""

    label: str
    title: str
    fen: int
    due_on: dt.date | None = None
    closed_on: dt.date | None = None
    carried: bool = False

    def is_overdue(self, on: dt.date) -> bool:
        """Whether it should have been put right before a day and was not by then."""
        if self.due_on is None or self.due_on >= on:
            return False
        return self.closed_on is None or self.closed_on > on


class Audit(NamedTuple):
    """An audit of the unit; `until` is the first day after what is audited.

    `officer` and `post` are of a handover; the officer is called as tenures call them.
    """

    key: str
    kind: str
    since: dt.date
    until: dt.date
    begun_on: dt.date
    issued_on: dt.date | None = None
    received_on: dt.date | None = None
    officer: str = ""
    post: str = ""
    findings: tuple[AuditFinding, ...] = ()

    def covers(self, day: dt.date) -> bool:
        """Whether a day lies in what is audited."""
        return self.since <= day < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """A unit's audits, in the order in which they began."""

    audits: Sequence[Audit] = ()

    def findings(self) -> Iterator[AuditFinding]:
        """Every finding of every audit."""
        for audit in self.audits:
            yield from audit.findings

    def annual(self, span: Span) -> tuple[Audit, ...]:
        """Yearly audits of which something lies in a span."""
        return tuple(
            audit
            for audit in self.audits
            if audit.kind == "annual"
            and audit.since < span.until
            and span.since < audit.until
        )

    def handover(self, officer: str, post: str, left_on: dt.date) -> Audit | None:
        """The audit of an officer who left a post on a day, where there is one."""
        return next(
            (
                audit
                for audit in self.audits
                if (audit.kind, audit.officer, audit.post)
                == ("handover", officer, post)
                and audit.until == left_on
            ),
            None,
        )
