"""发放清册: a batch of payments by file number, with its sums, checks and approvals.

1. Every batch saved in the period is a page of its own; `--subject` takes one by its
   key. It stands as it does now; nobody is named, lines carry file numbers.
2. The lines add up to the sums, by fund, account and purpose, and to the whole; the
   digest that the batch was sealed with is printed with them.
3. What was told before it was submitted or paid, with the reason given, stands among
   its steps, and so do approvals.

Basis: 会计法 第二十五条; 中央财政专项帮扶资金使用管理办法 (实名制发放).
"""

from collections.abc import Iterator, Sequence

from aid import batch_views
from aid.batch_tables import RECORDED
from aid.batch_views import LineShown, Shown
from aid.claims import Project
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.register import Lookups, UnitLookup, lookups
from reports import budget_parts, parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchScope
from reports.report import (
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
)

REPORT = Report(
    name="aid_batch",
    title="帮扶资金发放清册",
    summary="发放批次：按档案号逐行的金额与银行结果，按资金和用途的合计，核对、审批与办理经过",
    takes=("subject",),
)

_SIGNERS = ("编制", "审核", "批准", "出纳")


def build(connection: Connection, request: Request) -> Document:
    """Draw up one batch, or all that were saved in the period.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such batch in the period.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=False)
    found = [
        one
        for one in reversed(batch_views.listed(connection, request.unit))
        if request.span.since <= one.saved_on < request.span.until
        if request.subject in {"", one.key}
    ]
    if request.subject and not found:
        told = f"{request.unit} 在此期间没有发放批次 {request.subject}"
        raise NoSuchScope(told, do="用 bangfu aid batch list 查看")
    books = lookups(connection)
    blocks: list[Block] = []
    for one in found:
        if blocks:
            blocks.append(PageBreak(titled=True))
        blocks += _batch(connection, request.unit, books, one)
    provenance = budget_parts.provenance(connection, request, frozenset(RECORDED))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=provenance,
        blocks=tuple(blocks) or (Paragraph(request.words("aid_batch_none")),),
        landscape=True,
    )


def _batch(
    connection: Connection, unit: str, books: Lookups, one: Shown
) -> Iterator[Block]:
    lines = batch_views.lines(connection, unit, one.key)
    people = len({line.code for line in lines})
    yield Heading(f"{one.key} {one.title}", 2)
    yield KeyValues(
        (
            ("批次号", one.key),
            ("引用号", one.ref),
            ("状态", one.state.label),
            ("编制", f"{parts.person_name(books, one.person)}，{one.saved_on}"),
            ("付款申请", one.request or "未提交"),
            ("批准", f"{one.approved} 人，须 {one.approvals} 人"),
            ("发放", f"{people} 户，{one.line_count} 行"),
            ("金额", one.amount),
            ("大写", one.amount.capitals()),
            ("银行结果", f"已付 {one.paid} 行，未付 {one.failed} 行"),
            ("明细摘要", one.digest),
        ),
        _name("batch", one.key),
    )
    yield _sums(books, unit, lines, one.key)
    yield _steps(connection, unit, books, one)
    yield _lines(books.unit(unit), lines, one)
    yield Signatures(_SIGNERS)


def _sums(books: Lookups, unit: str, lines: Sequence[LineShown], key: str) -> Table:
    """Rule 2."""
    sums: dict[tuple[str, str, str], tuple[int, int]] = {}
    for line in lines:
        group = line.fund, line.account, line.purpose
        count, fen = sums.get(group, (0, 0))
        sums[group] = count + 1, fen + line.amount.fen
    at = books.unit(unit)
    rows = [
        Row((budget_parts.fund_name(at, fund), account, purpose, count, Money(fen)))
        for (fund, account, purpose), (count, fen) in sorted(sums.items())
    ]
    whole = sum((line.amount for line in lines), ZERO)
    rows.append(Row(("合计", "", "", len(lines), whole), "total"))
    columns = (
        Column("fund", "资金", width=3),
        Column("account", "科目"),
        Column("purpose", "用途", width=2),
        Column("count", "行数", "count"),
        parts.money("amount", "金额"),
    )
    return Table(columns, tuple(rows), caption="按资金和用途", name=_name("sums", key))


def _steps(connection: Connection, unit: str, books: Lookups, one: Shown) -> Table:
    """Rule 3."""
    rows = [
        Row((step.on, step.label, parts.person_name(books, step.person), step.told))
        for step in batch_views.steps(connection, unit, one.key)
    ]
    columns = (
        Column("on", "日期", "date"),
        Column("act", "办理"),
        Column("person", "办理人"),
        Column("told", "说明", width=5),
    )
    caption = "核对、审批与办理经过"
    return Table(columns, tuple(rows), caption=caption, name=_name("steps", one.key))


def _lines(unit: UnitLookup, lines: Sequence[LineShown], one: Shown) -> Table:
    rows = [
        Row(
            (
                line.line,
                line.code,
                line.case_key,
                Project(line.project).label,
                line.member,
                line.period,
                budget_parts.fund_name(unit, line.fund),
                line.purpose,
                line.amount,
                line.outcome,
                line.reason,
            )
        )
        for line in lines
    ]
    total = ("", "合计", "", "", None, "", "", "", one.amount, "", "")
    rows.append(Row(total, "total"))
    columns = (
        Column("line", "行", "count"),
        Column("code", "档案号", width=2),
        Column("case", "救助申请", width=2),
        Column("project", "救助项目", width=2),
        Column("member", "成员", "count"),
        Column("period", "期间"),
        Column("fund", "资金"),
        Column("purpose", "用途", width=2),
        parts.money("amount", "金额"),
        Column("outcome", "银行结果"),
        Column("reason", "未付原因", width=2),
    )
    return Table(columns, tuple(rows), caption="发放明细", name=_name("lines", one.key))


def _name(what: str, key: str) -> str:
    """How data calls a part of a batch: `lines_b2026_1`."""
    return f"{what}_{key.lower().replace('-', '_')}"
