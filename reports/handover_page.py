"""What every part of an officer's report is drawn from: the audit, the engagement.

The engagement is the last of kind handover that is about one of the officer's posts.
Its findings are told with the file numbers of recipients in part.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from audit.engagement_keeping import engagements_of, history
from audit.engagements import Doing, Engagement, Kind, Step
from audit.finding_kinds import Kept, State
from audit.finding_reading import exceptions_of, findings_of
from audit.handover_reading import Asked, HandoverAudit
from ledger.database import Connection
from ledger.periods import parse_day
from ledger.register import Lookups, UnitLookup, lookups
from reports import handover_findings as findings
from reports import handover_tables as tables
from reports import parts
from reports.audit_findings import masked
from reports.catalogue import Request
from reports.errors import NoSuchScope, NotTold
from reports.report import Paragraph, spelled
from reports.wording import sentence

TITLE = "帮扶资金离任审计报告"
SCOPE = "离任审计报告按单位、按人员编制，不含下级单位，不能只取一项资金或一个科目"


@dataclass(frozen=True, slots=True)
class Page:
    """What every part of the report is drawn from."""

    audit: HandoverAudit
    engagement: Engagement | None
    books: Lookups
    unit: UnitLookup
    request: Request
    groups: tuple[findings.Group, ...]
    steps: tuple[Step, ...]
    raised: tuple[Kept, ...]

    def text(self, template: str, **facts: Any) -> str:
        """A sentence; every one may name the officer and the unit."""
        usual = {
            "name": self.audit.name,
            "unit": self.audit.unit_name,
            "posts": tables.posts(self.audit.offices),
            "left": self.audit.left,
            "on": self.audit.asked.on,
        }
        folder = self.request.templates
        path = f"handover_audit/{template}"
        return sentence(path, office_folder=folder, **usual | facts)

    def words(self, template: str, **facts: Any) -> Paragraph:
        """A sentence as a paragraph."""
        return Paragraph(self.text(template, **facts))

    @property
    def unaudited(self) -> str:
        """Days in office before the books, as people say them; empty where none are."""
        begin, first = self.audit.tenure[0].since, self.audit.spans[0].since
        if begin >= first:
            return ""
        last = first - dt.timedelta(days=1)
        return f"{spelled(begin)}至{spelled(last)}"

    @property
    def vouchers(self) -> int:
        """How many vouchers are dated in office."""
        return sum(len(part.books.vouchers) for part in self.audit.parts)


def page_of(connection: Connection, request: Request, audit: HandoverAudit) -> Page:
    """What the parts are drawn from, with what the engagement has on record."""
    books, found = lookups(connection), _engagement(connection, audit)
    at = connection, request.unit
    raised = findings_of(*at, found.key) if found else ()
    return Page(
        audit,
        found,
        books,
        books.unit(request.unit),
        request,
        findings.grouped(audit.compliance),
        history(*at, found.key) if found else (),
        tuple(
            _in_part(connection, request.unit, one)
            for one in raised
            if one.state is not State.DROPPED
        ),
    )


def _in_part(connection: Connection, unit: str, one: Kept) -> Kept:
    """A finding with the file numbers of its exceptions shown in part."""
    found = exceptions_of(connection, unit, one.engagement, one.number)
    files = {file for excepted in found for file in excepted.recipients}
    return replace(one, condition=masked(one.condition, files))


def asked_of(request: Request) -> Asked:
    """Whose audit: `人员`, `人员/职务` or `人员/职务/任职起始日`."""
    if not request.subject:
        raise NotTold(TITLE, ["人员代码（--subject 人员/职务/任职起始日）"])
    person, post, since, *rest = (*request.subject.split("/"), "", "")
    try:
        day = parse_day(since) if since else None
    except ValueError as wrong:
        raise NoSuchScope(f"任职起始日：{wrong}") from None  # noqa: EM102 - one word
    if any(rest):
        raise NoSuchScope(SCOPE)
    return Asked(
        unit=request.unit,
        person=person.strip(),
        post=post.strip(),
        since=day,
        on=parts.as_of(request),
        known_at=request.known_at,
    )


def _engagement(connection: Connection, audit: HandoverAudit) -> Engagement | None:
    """The last handover engagement that is about these posts of this person."""
    held = {one.post for one in audit.offices}
    found = [
        one
        for one in engagements_of(connection, audit.asked.unit)
        if one.kind is Kind.HANDOVER
        and one.officer == audit.offices[0].person
        and one.post in held
        and one.begun_on <= audit.asked.on
    ]
    return found[-1] if found else None


def paper_of(page: Page, doing: Doing) -> str:
    """The number and day of a paper of the engagement, where it went out."""
    found = [one for one in page.steps if one.doing is doing]
    return f"{found[-1].paper}（{spelled(found[-1].on)}）" if found else ""
