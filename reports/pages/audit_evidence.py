"""审计取证单: facts with their vouchers and amount, and what the auditee says to them.

1. A sheet stands on a page of its own. The auditee confirms it, or refuses in words.
2. Without an answer on record there is room to write one.

Basis: 第2103号内部审计具体准则 (审计证据：由证据提供者签名或盖章).
"""

from collections.abc import Iterator

from audit.paper_keeping import sheets_of
from audit.papers import Sheet
from ledger.database import Connection
from reports import audit_parts
from reports.audit_parts import Printed
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Signatures,
)

REPORT = Report(
    name="audit_evidence",
    title="审计取证单",
    summary="事项、事实、金额、凭证和附件，被审计单位意见，取证人与被审计单位签字；一单一页",
    takes=("subject",),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the sheets of one engagement, or one of them (`J2026-1/2`).

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such engagement by then, or it has no such sheet.
    """
    forms = []
    chosen = audit_parts.chosen(connection, request, REPORT)
    for printed in chosen:
        for sheet in sheets_of(connection, printed.one.unit, printed.one.key):
            asked = printed.part in {"", str(sheet.number)}
            if asked and sheet.on < request.span.until:
                forms.append([*_sheet(printed, sheet, request)])
    audit_parts.demand_part(request, "取证单", found=bool(forms))
    return audit_parts.document(connection, request, REPORT, forms, issued_by=chosen)


def _sheet(printed: Printed, sheet: Sheet, request: Request) -> Iterator[Block]:
    key = audit_parts.key_of(f"{printed.one.key}/{sheet.number}")
    yield Heading(f"编号 {printed.one.key}/{sheet.number}", 3)
    amount: Cell = "不涉及金额"
    if sheet.amount is not None:
        amount = f"{sheet.amount.grouped()} 元（{sheet.amount.capitals()}）"
    yield KeyValues(
        (
            *audit_parts.facts_of(printed),
            ("取证事项", sheet.title),
            ("涉及金额", amount),
            ("凭证", "、".join(sheet.vouchers) or "无"),
            ("附件", sheet.papers or "无"),
            ("取证日期", sheet.on),
        ),
        f"sheet_{key}",
    )
    yield Heading("事实摘要", 3)
    yield Paragraph(sheet.facts)
    leader = printed.name(printed.one.leader)
    yield Signatures(("取证人", "审计组组长"), (printed.name(sheet.person), leader))
    yield Heading("被审计单位意见", 3)
    told, who = sheet.answered, ""
    if told is not None and told.on < request.span.until:
        who = printed.name(told.person)
        yield audit_parts.words(
            request,
            "evidence_answered",
            answer=told.answer.label,
            words=told.words,
            person=who,
            on=told.on,
        )
    else:
        yield audit_parts.words(request, "evidence_answer")
    yield Signatures(("被审计单位经办人", "单位（盖章）"), (who, ""))
