"""承诺书: the auditee vouches for what it hands to the auditors.

Whoever refuses is told with the reason; the letter then stands unsigned.

Basis: 第2103号内部审计具体准则 (evidence); 经济责任审计规定 (书面承诺).
"""

from collections.abc import Iterator

from audit.engagements import Doing, Given, Kind
from ledger.database import Connection
from reports import audit_parts
from reports.audit_parts import Printed
from reports.catalogue import Report, Request
from reports.report import Block, Document, Note, Signatures

REPORT = Report(
    name="audit_undertaking",
    title="被审计单位承诺书",
    summary="被审计单位（离任人员）承诺所提供资料真实、完整，签字盖章",
    takes=("subject",),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the letter of one engagement, or of all under way.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such engagement by then.
    """
    found = audit_parts.chosen(connection, request, REPORT)
    forms = [[*_letter(one, request)] for one in found]
    return audit_parts.document(connection, request, REPORT, forms)


def _letter(printed: Printed, request: Request) -> Iterator[Block]:
    one, step = printed.one, printed.last(Doing.UNDERTAKING)
    handover = one.kind is Kind.HANDOVER
    yield audit_parts.letter(
        request,
        "undertaking",
        auditing=printed.auditing,
        auditee=printed.auditee,
        span=printed.span_told,
        title=one.title,
        handover=handover,
    )
    if handover:
        yield Signatures(("离任人员",), (printed.name(one.officer),))
    yield Signatures(("单位负责人", "财务负责人", "单位（盖章）"))
    if step is None:
        return
    told = request.words(
        "engagement/undertaking_given",
        on=step.on,
        declined=step.outcome is Given.DECLINED,
        person=printed.name(step.person),
        paper=step.paper,
        words=step.words,
    )
    yield Note(told)
