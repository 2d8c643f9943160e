"""What the engagement of a year (审计项目) adds to its yearly report.

1. The engagement is the last one of kind 年度内部审计 that audits just this year and
   was not withdrawn. Where none is on record the report is a draft of the books alone.
2. Samples are judged again from the books when the report is drawn up; one that cannot
   be says why.
3. What became of findings of earlier audits is told as the books show it.

Basis: 第2106号内部审计具体准则 (report), 第2107号 (follow-up), 第2108号 (samples).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from audit.annual import AnnualAudit, NumberedFinding
from audit.audited import AuditFinding
from audit.engagement_keeping import annual_of, history
from audit.engagements import Doing
from audit.errors import PopulationChanged
from audit.finding_kinds import Doing as Taken
from audit.finding_kinds import Kept, Step
from audit.finding_reading import findings_of, steps_of
from audit.sampling import MoneyResult, Side
from audit.sampling_judging import Judged, evaluate
from audit.sampling_keeping import Worked, samples_of
from ledger.database import Connection
from ledger.money import Money
from ledger.periods import Span
from ledger.register import lookups
from reports import parts
from reports.audit_parts import Printed
from reports.catalogue import Request
from reports.report import (
    Block,
    Cell,
    Column,
    KeyValues,
    Note,
    Paragraph,
    Row,
    Table,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An engagement with its findings and samples, as it stands."""

    printed: Printed
    findings: tuple[Kept, ...]
    replies: dict[int, list[Step]]
    samples: tuple[tuple[Worked, Judged | str], ...]

    @property
    def key(self) -> str:
        """How papers call it."""
        return self.printed.one.key

    def paper(self, doing: Doing) -> str:
        """The number of the paper of a step; empty where it was not taken."""
        step = self.printed.last(doing)
        return "" if step is None else step.paper


def work_of(connection: Connection, unit: str, span: Span) -> Work | None:
    """The engagement that audits just this year (1)."""
    one = annual_of(connection, unit, span)
    if one is None:
        return None
    steps = tuple(history(connection, unit, one.key))
    printed = Printed(one=one, steps=steps, books=lookups(connection), part="")
    return work_in(connection, printed)


def work_in(connection: Connection, printed: Printed) -> Work:
    """An engagement with all that was done in it."""
    unit, one = printed.one.unit, printed.one
    return Work(
        printed=printed,
        findings=tuple(findings_of(connection, unit, one.key)),
        replies={n: list(s) for n, s in steps_of(connection, unit, one.key).items()},
        samples=judged_samples(connection, unit, one.key),
    )


def judged_samples(
    connection: Connection, unit: str, key: str
) -> tuple[tuple[Worked, Judged | str], ...]:
    """The samples of an engagement, each with its evaluation or why there is none."""
    return tuple(
        (worked, _judged(connection, worked))
        for worked in samples_of(connection, unit, key)
    )


def _judged(connection: Connection, worked: Worked) -> Judged | str:
    sealed = worked.sealed
    place = sealed.number, worked.number
    if worked.open:
        return f"还有 {len(worked.open)} 个项目没有检查，不能评价"
    try:
        return evaluate(connection, sealed.unit, sealed.engagement, place)
    except PopulationChanged:
        return "总体在封存以后有变动，不能评价"


# -- the team and its days ----------------------------------------------------------


def team(work: Work) -> KeyValues:
    """Who audited, by which notice, on which days."""
    told = work.printed
    days = {
        "通知书": told.last(Doing.NOTICE),
        "进点": told.last(Doing.FIELDWORK),
        "征求意见": told.last(Doing.DRAFT),
        "出具报告": told.last(Doing.ISSUE),
    }
    cells: tuple[tuple[str, Cell], ...] = (
        ("审计项目", work.key),
        ("审计单位", told.auditing),
        ("审计组组长", told.name(told.one.leader)),
        ("审计组成员", "、".join(told.members)),
        ("审计通知书", work.paper(Doing.NOTICE)),
        *((f"{name}日期", step.on) for name, step in days.items() if step is not None),
    )
    return KeyValues(cells, name="engagement")


def signers(work: Work | None) -> tuple[str, str] | None:
    """The leader and the members by name; None where nobody is known yet."""
    if work is None:
        return None
    told = work.printed
    return told.name(told.one.leader), "、".join(told.members)


# -- samples ------------------------------------------------------------------------


def samples(work: Work | None, request: Request) -> Iterator[Block]:
    """Every sample with how it was drawn, what was found and what follows (2)."""
    if work is None or not work.samples:
        yield Paragraph(request.words("audit/samples_none"))
        return
    yield sample_table(work.samples, "samples")
    for worked, _ in work.samples:
        sealed, drawing = worked.sealed, worked.drawing
        told = request.words(
            "audit/sample",
            mark=worked.mark,
            purpose=worked.purpose,
            place=sealed.place,
            digest=sealed.digest[:12],
            seed=drawing.seed,
            source=worked.seed_source,
        )
        yield Note(told)


def sample_table(samples: Sequence[tuple[Worked, Judged | str]], name: str) -> Table:
    """Samples, a line each: population, size, estimate with limit, conclusion."""
    columns = (
        Column("mark", "样本"),
        Column("of", "总体", width=2),
        Column("count", "项数", "count"),
        parts.money("sum", "金额"),
        Column("method", "方法", width=2),
        Column("size", "样本量", "count"),
        Column("deviations", "偏差和错报", "count"),
        Column("limit", "估计与上限", width=3),
        Column("conclusion", "结论", width=3),
    )
    rows = tuple(_sample(worked, judged) for worked, judged in samples)
    return Table(columns, rows, name=name)


def _sample(worked: Worked, judged: Judged | str) -> Row:
    sealed, terms = worked.sealed, worked.terms
    limit, conclusion, count = "", "", None
    if isinstance(judged, str):
        conclusion = judged
    else:
        count = len(judged.deviations)
        risk = _percent(1 - terms.risk)
        limit = f"{_limit(judged)}（可靠程度 {risk}）"
        held = "不超过可容忍程度" if judged.is_acceptable else "超过可容忍程度"
        conclusion = f"{_tolerable(judged)}，{held}"
    method = f"{terms.units.label}，{worked.drawing.method.label}"
    return Row(
        (
            *(worked.mark, sealed.of.label, sealed.count, sealed.sum),
            *(method, len(worked.sample.items), count, limit, conclusion),
        )
    )


def _limit(judged: Judged) -> str:
    if (rates := judged.attributes) is not None:
        return f"偏差率 {_percent(rates.rate)}，上限 {rates.upper * 100:.2f}%"
    assert judged.money is not None
    worst = _worse(judged.money)
    likely = worst.likely_money.grouped()
    return f"最可能错报 {likely} 元，上限 {worst.upper_money.grouped()} 元"


def _percent(rate: Fraction) -> str:
    """A rate to two places of a per cent, halves up."""
    hundredths = (rate * 10_000 + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def _worse(money: MoneyResult) -> Side:
    return max(money.over, money.under, key=lambda side: side.upper)


def _tolerable(judged: Judged) -> str:
    if (rates := judged.attributes) is not None:
        return f"可容忍偏差率 {_percent(rates.tolerable)}"
    assert judged.money is not None
    return f"可容忍错报 {judged.money.tolerable.grouped()} 元"


# -- findings with what was said of them --------------------------------------------


def kept_findings(work: Work, request: Request) -> Iterator[Block]:
    """The findings of the engagement with reply, decision, term and state."""
    if not work.findings:
        yield Paragraph(request.words("audit/findings_none"))
        return
    columns = (
        Column("number", "序号", "count"),
        Column("title", "发现", width=3),
        Column("check", "来源"),
        parts.money("amount", "金额"),
        Column("reply", "被审计单位意见", width=3),
        Column("decision", "处理", width=2),
        Column("due_on", "期限", "date"),
        Column("state", "状态"),
    )
    rows = tuple(
        _finding(one, work.replies.get(one.number, [])) for one in work.findings
    )
    yield Table(columns, rows, name="engagement_findings")


def told_in(work: Work | None, found: NumberedFinding) -> tuple[NumberedFinding, str]:
    """A finding of a check with the cause that the engagement gives.

    The second says under which number the engagement has it, or that it has not; where
    there is no engagement the report is a draft of the books, and none is missed.
    """
    if work is None:
        return found, ""
    for one in work.findings:
        if (one.check, one.title) == (found.check.key, found.title):
            told = replace(found, cause=one.cause or found.cause)
            return told, f"（即 {one.label}）"
    return found, "（审计项目中未登记，未征求意见）"


def _finding(one: Kept, steps: list[Step]) -> Row:
    return Row(
        (
            one.number,
            one.title,
            one.check or "审计人员",
            parts.amount(one.amount),
            _said(steps, Taken.REPLY),
            _said(steps, Taken.DECIDE),
            one.due_on,
            one.state.label,
        )
    )


def _said(steps: list[Step], doing: Taken) -> str:
    found = [step for step in steps if step.doing is doing]
    if not found:
        return ""
    label = found[-1].outcome.label if found[-1].outcome else ""
    return "：".join(filter(None, (label, found[-1].words)))


# -- earlier audits -----------------------------------------------------------------


def earlier(audit: AnnualAudit, work: Work | None, request: Request) -> Iterator[Block]:
    """What became of findings of earlier audits (3)."""
    audited = audit.books.audited
    own = "" if work is None else work.key
    found = [
        finding
        for one in (audited.audits if audited else ())
        if one.key != own and one.until <= audit.span.until
        for finding in one.findings
    ]
    if not found:
        yield Paragraph(request.words("audit/earlier_none"))
        return
    columns = (
        Column("label", "发现"),
        Column("title", "问题", width=4),
        parts.money("amount", "金额"),
        Column("due_on", "整改期限", "date"),
        Column("state", "整改情况", width=2),
    )
    rows = tuple(Row(_earlier(one, audit)) for one in found)
    yield Table(columns, rows, caption="以前审计发现的整改情况", name="earlier")


def _earlier(one: AuditFinding, audit: AnnualAudit) -> tuple[Cell, ...]:
    state = f"{one.closed_on} 办结" if one.closed_on else "未办结"
    if one.carried:
        state = "结转后续审计"
    if one.is_overdue(audit.span.until):
        state += "，逾期"
    return one.label, one.title, parts.amount(Money(one.fen)), one.due_on, state
