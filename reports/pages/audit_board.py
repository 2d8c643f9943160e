"""审计情况简报: the yearly audit on two pages for those who answer for the money.

1. Plain words, no file numbers, no personal data: what came in, what it did, what is
   left, what is wrong and what to do about it, what was not looked at.
2. The figures, findings and opinion are those of the report, at the same position.

Basis: 帮扶工作意见 第8条 (to the management body).
"""

from collections.abc import Iterator

from audit import integrity
from audit.annual import AnnualAudit, Opinion, annual_audit
from ledger import catalogue
from ledger.database import Connection
from ledger.money import ZERO
from reports import audit_duties, parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import (
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Row,
    Signatures,
    Table,
    Together,
)

REPORT = Report(
    name="audit_board",
    title="年度审计情况简报",
    summary="供资金管理机构阅读：收入、支出、结存两图，问题和建议，未审计的事项",
    languages=("zh", "en"),
    ended=True,
)

_ONE_YEAR = "审计情况简报按单位、按年度编制，期间应写作 2025，不含下级单位"
_TOLD = 5
"""Checks not performed that are named; the report names them all."""


def build(connection: Connection, request: Request) -> Document:
    """Draw the short edition up.

    Raises:
        NoSuchScope: a month, or several units, were asked for.
        NoSuchPeriod: the year has not ended, or lies before the books.
    """
    if not parts.is_year(request) or request.with_subunits:
        raise NoSuchScope(_ONE_YEAR)
    parts.demand_all(request, REPORT.title)
    proofs = integrity.verify(
        connection, (request.unit,), catalogue.verify(connection)
    ).lines
    year = request.span.since.year
    audit = annual_audit(
        connection, request.unit, year, proofs, known_at=request.known_at
    )
    title = f"{year}年度帮扶资金审计情况简报"
    return Document(
        name=REPORT.name,
        title=title if audit.closed else title + parts.DRAFT,
        subtitle=f"被审计单位：{audit.books.unit_name}",
        provenance=parts.provenance(connection, request),
        blocks=tuple(_blocks(audit, request)),
    )


def _blocks(audit: AnnualAudit, request: Request) -> Iterator[Block]:
    total = audit.total
    yield Heading("一、结论")
    yield Paragraph(request.words("audit/opinion", opinion=audit.opinion.value))
    yield KeyValues(
        (
            ("年初结存（元）", total.opening),
            ("本年收入（元）", total.received),
            ("本年支出（元）", total.paid),
            ("年末结存（元）", total.closing),
            ("执行的检查", f"{len(audit.performed)} 项"),
            ("发现的问题", f"{len(audit.weights)} 类"),
        ),
        name="short",
    )
    yield Heading("二、没有审计的事项")
    yield Paragraph(_not_audited(audit, request))
    yield Heading("三、钱从哪里来、用到哪里、还剩多少")
    yield audit_duties.came_and_went(audit)
    yield audit_duties.spent_on(audit)
    yield Heading("四、发现的问题和处理建议")
    if audit.weights:
        yield _wrong(audit)
    else:
        yield Paragraph(request.words("audit/opinion", opinion=Opinion.CLEAN.value))
    yield Heading("五、预算和基数职责")
    yield from audit_duties.duty(audit, request)
    receipt = Paragraph(request.words("audit/brief_receipt"))
    yield Together((receipt, Signatures(("管理机构负责人", "签收人"))))


def _wrong(audit: AnnualAudit) -> Table:
    """Findings, the heaviest first; by number, so that the report can be opened."""
    columns = (
        Column("number", "编号"),
        Column("severity", "性质"),
        Column("title", "问题", width=4),
        Column("count", "项数", "count"),
        parts.money("amount", "金额"),
        Column("recommendation", "建议", width=5),
    )
    rows = tuple(
        Row(
            (
                found.number,
                found.severity.label,
                found.title,
                len(found.exceptions),
                found.amount if found.amount != ZERO else None,
                found.recommendation,
            )
        )
        for found in audit.findings
    )
    own = tuple(
        Row(
            (
                *(one.label, one.severity.label, one.title, 1),
                one.amount if one.amount != ZERO else None,
                one.recommendation,
            )
        )
        for one in audit.own
    )
    return Table(columns, (*rows, *own), name="wrong", dense=True)


def _not_audited(audit: AnnualAudit, request: Request) -> str:
    missing = audit.not_performed
    return request.words(
        "audit/not_audited",
        count=len(missing),
        titles=tuple(result.title for result in missing[:_TOLD]),
        more=len(missing) > _TOLD,
    )
