"""抽样工作底稿: how a sample was drawn, what was found, and how anybody draws it again.

1. The population is named by count, sum, chain position and digest; the seed with where
   it was published; the sample item by item with what was found.
2. The script at the end draws the same sample from the exported population with nothing
   of this program. Indents of it are printed as wide spaces.
3. The evaluation is reckoned when the paper is drawn up; where it cannot be, the paper
   says why.

Basis: 第2104号内部审计具体准则 (审计工作底稿); 第2108号 (审计抽样).
"""

from collections.abc import Iterator

from audit.sampling_judging import Judged
from audit.sampling_keeping import Worked
from audit.sampling_script import redraw_script
from audit.sampling_tickets import Item
from ledger.database import Connection
from ledger.money import Money
from reports import audit_parts, audit_work, parts
from reports.audit_parts import Printed
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    Row,
    Signatures,
    Table,
    spelled,
)

REPORT = Report(
    name="audit_sample",
    title="审计抽样工作底稿",
    summary="总体、种子、抽样计划、逐项检查结果、评价，和重新抽取的脚本",
    takes=("subject",),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the samples of an engagement, or one of them (`J2026-1/1-1`).

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for; the
            unit has no such engagement by then, or it has no such sample.
    """
    forms = []
    chosen = audit_parts.chosen(connection, request, REPORT)
    for printed in chosen:
        at = printed.one.unit, printed.one.key
        for worked, judged in audit_work.judged_samples(connection, *at):
            if printed.part in {"", worked.mark.partition("/")[2]}:
                forms.append([*_form(printed, worked, judged, request)])
    audit_parts.demand_part(request, "样本", found=bool(forms))
    return audit_parts.document(connection, request, REPORT, forms, issued_by=chosen)


def _form(
    printed: Printed, worked: Worked, judged: Judged | str, request: Request
) -> Iterator[Block]:
    key = audit_parts.key_of(worked.mark)
    sealed, drawing, terms = worked.sealed, worked.drawing, worked.terms
    days = f"{spelled(sealed.span.since)}至{spelled(sealed.span.last_day)}"
    yield Heading(f"样本 {worked.mark}　{worked.purpose}", 3)
    yield KeyValues(
        (
            *audit_parts.facts_of(printed),
            ("总体", f"{sealed.of.label}，{days}"),
            ("项数和金额", f"{sealed.count:,} 项，{sealed.sum.grouped()} 元"),
            ("封存", f"{sealed.place}，摘要 {sealed.digest}"),
            ("种子", f"{drawing.seed}（{worked.seed_source}）"),
            ("方法", f"{terms.units.label}，{drawing.method.label}"),
            ("模型", terms.model.label),
            ("样本量", f"计划 {worked.planned}，抽取 {drawing.size}"),
        ),
        f"sample_{key}",
    )
    yield audit_work.sample_table(((worked, judged),), f"judged_{key}")
    yield _items(printed, worked, f"items_{key}")
    yield _script(worked, f"script_{key}")
    yield Note(request.words("engagement/sample_script"))
    yield Signatures(("编制人", "复核人"))


def _items(printed: Printed, worked: Worked, name: str) -> Table:
    columns = (
        Column("k", "序号", "count"),
        Column("item", "项目"),
        Column("label", "凭证等", width=2),
        parts.money("book", "账面金额"),
        Column("outcome", "结果"),
        parts.money("right", "应为金额"),
        Column("words", "说明", width=3),
        Column("by", "检查人"),
        Column("on", "日期", "date"),
    )
    rows = tuple(
        Row(_item(printed, worked, number, item))
        for number, item in enumerate(worked.sample.items, 1)
    )
    return Table(columns, rows, caption="样本逐项检查结果", name=name)


def _item(
    printed: Printed, worked: Worked, number: int, item: Item
) -> tuple[Cell, ...]:
    book = Money(item.fen)
    kept = worked.results.get(item.name)
    if kept is None:
        return number, item.name, item.label, book, "未检查", None, "", "", None
    right = None if kept.right_fen == item.fen else Money(kept.right_fen)
    words = kept.words + (f"（{kept.paper}）" if kept.paper else "")
    told = (kept.outcome.label, right, words, printed.name(kept.person), kept.on)
    return number, item.name, item.label, book, *told


def _script(worked: Worked, name: str) -> Table:
    """The script, a line each (2)."""
    columns = Column("line", "行", "count"), Column("text", "重新抽取的脚本", width=9)
    lines = redraw_script(worked.drawing).rstrip("\n").split("\n")
    rows = []
    for number, line in enumerate(lines, 1):
        bare = line.lstrip(" ")
        indent = "　" * ((len(line) - len(bare)) // 2)
        rows.append(Row((number, indent + bare)))
    return Table(columns, tuple(rows), name=name)
