"""审计工作底稿: the eight elements of each paper, and how it was reviewed.

Auditee; matter and days; procedure and result; conclusion, opinion, recommendation;
auditor and day; reviewer, day and opinion; index mark and pages; what its tick marks
mean. A paper stands on a page of its own; earlier revisions are told by their reasons.

Basis: 第2104号内部审计具体准则 (审计工作底稿).
"""

from collections.abc import Iterator, Sequence

from audit.paper_keeping import papers_of
from audit.papers import Paper
from ledger.database import Connection
from reports import audit_parts
from reports.audit_parts import Printed
from reports.catalogue import Report, Request
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
    spelled,
)

REPORT = Report(
    name="audit_papers",
    title="审计工作底稿",
    summary="一份一页：事项、期间、程序与结果、结论意见建议、编制与复核、索引号、标识说明",
    takes=("subject",),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the papers of one engagement, or one of them (`J2026-1/A1-1`).

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such engagement by then, or it has no such paper.
    """
    forms = []
    chosen = audit_parts.chosen(connection, request, REPORT)
    for printed in chosen:
        known: dict[str, list[Paper]] = {}
        at = (printed.one.unit, printed.one.key)
        for paper in papers_of(connection, *at, every=True):
            asked = printed.part in {"", paper.index}
            if asked and paper.on < request.span.until:
                known.setdefault(paper.index, []).append(paper)
        forms += [
            [*_paper(printed, revisions, request)] for revisions in known.values()
        ]
    audit_parts.demand_part(request, "底稿", found=bool(forms))
    return audit_parts.document(connection, request, REPORT, forms, issued_by=chosen)


def _paper(
    printed: Printed, revisions: Sequence[Paper], request: Request
) -> Iterator[Block]:
    one = revisions[-1]
    key = audit_parts.key_of(f"{printed.one.key}/{one.index}")
    yield Heading(f"索引号 {one.index}　第 {one.revision} 版　共 {one.pages} 页", 3)
    sheets = "、".join(f"{printed.one.key}/{number}" for number in one.sheets)
    yield KeyValues(
        (
            ("审计项目", f"{printed.one.key}　{printed.one.title}"),
            ("被审计单位", printed.auditee),
            ("审计事项", one.matter),
            (
                "期间或截止日",
                f"{spelled(one.span.since)}至{spelled(one.span.last_day)}",
            ),
            ("所附取证单", sheets or "无"),
        ),
        f"paper_{key}",
    )
    for title, text in (
        ("审计程序", one.procedure),
        ("执行结果", one.result),
        ("结论、意见和建议", one.conclusion),
    ):
        yield Heading(title, 3)
        yield Paragraph(text)
    yield Heading("审计标识", 3)
    symbols = one.symbols or request.words("engagement/symbols_none")
    yield Paragraph(symbols)
    yield _reviews(printed, revisions, key)
    passed = one.passed
    reviewer = printed.name(passed.person) if passed else ""
    yield Signatures(("编制人", "复核人"), (printed.name(one.person), reviewer))


def _reviews(printed: Printed, revisions: Sequence[Paper], key: str) -> Table:
    """Every revision with its reason, every review with its opinion."""
    columns = (
        Column("revision", "版次", "count"),
        Column("doing", "环节"),
        Column("name", "姓名"),
        Column("on", "日期", "date"),
        Column("opinion", "复核意见或修改理由", width=4),
    )
    rows = []
    for one in revisions:
        name = printed.name(one.person)
        rows.append(Row((one.revision, "编制", name, one.on, one.reason)))
        rows += [
            Row(
                (
                    one.revision,
                    review.outcome.label,
                    printed.name(review.person),
                    review.on,
                    review.opinion,
                )
            )
            for review in one.reviews
        ]
    return Table(columns, tuple(rows), caption="编制与复核", name=f"reviews_{key}")
