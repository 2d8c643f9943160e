"""付款申请一览表: what was asked for in a period, approved, paid, or is open.

1. Every request asked for in the period is listed, and every one from before that was
   still open when the period began; the state is that of drawing.
2. What is open holds money of its fund: those past their last day stand out.

Basis: 关于做好困难职工帮扶工作的意见 七 (strict approval); the ledger's rule L12.
"""

from collections.abc import Sequence

from ledger.database import Connection
from ledger.money import ZERO
from ledger.payment_requests import PaymentState, RequestKind
from ledger.periods import china_day
from ledger.register import lookups
from reports import budget_parts, parts
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Column,
    Document,
    Note,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from reports.wording import sentence
from treasury.request_list import ListedRequest, listed

REPORT = Report(
    name="payment_requests",
    title="付款申请一览表",
    summary="一个期间内的付款申请：事由、收款方、金额、批准与付款情况，未付和过期的",
)

_OPEN = frozenset({PaymentState.SAVED, PaymentState.APPROVED})
_KINDS = frozenset({"payment_requests", "payment_request_moves", "go_lives"})
_SIGNERS = ("财务负责人", "审批人", "制表人")


def build(connection: Connection, request: Request) -> Document:
    """Draw up the list of one unit.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=False)
    found = [one for one in listed(connection, request.unit) if _touches(one, request)]
    today = china_day(request.at)
    late = [one for one in found if one.state in _OPEN and one.expires_on < today]
    blocks: list[Block] = [
        Paragraph(
            sentence(
                "payment_requests_summary",
                office_folder=request.templates,
                period=parts.period_title(request),
                count=len(found),
                asked=sum((one.amount for one in found), ZERO),
                paid=sum((one.paid for one in found), ZERO),
                open=sum(one.state in _OPEN for one in found),
                held=sum((one.amount for one in found if one.state in _OPEN), ZERO),
                late=len(late),
            )
        )
    ]
    if found:
        blocks.append(_table(connection, request, found, {one.key for one in late}))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=budget_parts.provenance(connection, request, _KINDS),
        blocks=(*blocks, Note(request.words("register")), Signatures(_SIGNERS)),
        landscape=True,
    )


def _touches(one: ListedRequest, request: Request) -> bool:
    span = request.span
    if span.since <= one.asked_on < span.until:
        return True
    return one.asked_on < span.since and one.state in _OPEN


def _table(
    connection: Connection,
    request: Request,
    found: Sequence[ListedRequest],
    late: set[str],
) -> Table:
    books = lookups(connection)
    unit = books.unit(request.unit)
    columns = (
        Column("key", "申请号"),
        Column("asked_on", "申请日", "date"),
        Column("kind", "种类"),
        Column("summary", "事由", width=4),
        Column("payee", "收款方", width=3),
        parts.money("amount", "申请金额"),
        parts.money("paid", "已付金额"),
        Column("approved", "批准（人）", "count"),
        Column("state", "状态", width=2),
        Column("expires_on", "有效期至", "date"),
        Column("person", "申请人"),
    )
    rows = [
        Row(
            (
                one.key,
                one.asked_on,
                one.kind.label,
                one.summary,
                budget_parts.party_name(unit, one.payee)
                if one.kind is RequestKind.ADVANCE
                else one.payee,
                one.amount,
                parts.amount(one.paid),
                f"{one.approved}/{one.approvals}",
                f"{budget_parts.OVER} 已过期未付"
                if one.key in late
                else one.state.label,
                one.expires_on,
                parts.person_name(books, one.person),
            )
        )
        for one in reversed(found)
    ]
    asked = sum((one.amount for one in found), ZERO)
    paid = sum((one.paid for one in found), ZERO)
    total = ("合计", None, "", "", "", asked, paid, "", "", None, "")
    rows.append(Row(total, "total"))
    return Table(columns, tuple(rows), name="requests")
