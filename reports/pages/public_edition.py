"""困难职工帮扶资金收支公示: what a union hangs on the wall, each year or quarter.

1. It tells sums alone: nobody who received aid, gave, keeps the books or audited stands
   in it, and no words that an office chose for a fund or a purpose.
2. Of whom few are told, none is told: `reports/small_groups.py` says what that means,
   `reports/public_figures.py` what is put together.
3. What the accounts owe the public is always told: opening, receipts by origin,
   payments in sum, closing.

Basis: 关于做好困难职工帮扶工作的意见 七（公开）.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from audit.engagement_keeping import engagements_of, history
from audit.engagements import Doing, Kind, State
from audit.finding_kinds import State as Standing
from audit.finding_reading import findings_of
from budgets.growth import Series, YearGrowth
from budgets.yearly import growth_of
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.register import lookups
from reports import budget_parts, fund_flows, parts, public_figures
from reports.audit_parts import Printed
from reports.catalogue import Report, Request
from reports.fund_flows import Flow, Flows
from reports.public_figures import Figures, Goods, Payments
from reports.report import (
    Block,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from reports.small_groups import THRESHOLD
from reports.wording import sentence

REPORT = Report(
    name="public_edition",
    title="困难职工帮扶资金收支公示",
    summary="供张贴、上网的合计数：收支结存、按来源的收入、按种类的支出、预算、审计；不含个人信息，保护小群体",
    quarters=True,
    ended=True,
)

TOTAL = "帮扶资金合计"
UNKNOWN = "—"


def build(connection: Connection, request: Request) -> Document:
    """Draw up the edition of a unit, or of it with those below it.

    Raises:
        NoSuchPeriod: the period has not ended, or lies before the books.
        NoSuchScope: one fund, an account or a place in the chain was asked for.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=True)
    figures = public_figures.read(connection, request)
    whole = fund_flows.total(figures.flows.aid, TOTAL)
    paid = public_figures.payments(figures)
    if not parts.is_year(request):
        # Editions within a year are taken from each other: they tell sums alone.
        paid = Payments((), public_figures.Told(paid.whole.kinds, paid.whole.amount))
    sections = (
        ("收支结存", (_words(connection, request, whole, paid), _balance(whole))),
        ("收入（按来源）", tuple(_receipts(figures.flows, whole, request))),
        ("支出（按帮扶种类）", tuple(_payments(paid, request))),
        ("物资", tuple(_goods(figures, request))),
        ("社会捐赠", (_gifts(connection, request),)),
        ("预算及其增长", tuple(_budget(connection, request))),
        ("审计监督", (_audit(connection, request),)),
        (
            "监督举报",
            (Paragraph(_text(request, "contact", unit=_unit(connection, request))),),
        ),
    )
    told = [section for section in sections if section[1]]
    blocks: list[Block] = []
    for number, (title, inside) in zip("一二三四五六七八", told, strict=False):
        blocks += (Heading(f"{number}、{title}", 2), *inside)
    if note := parts.scope_note(connection, request):
        blocks.append(Note(note))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="" if parts.is_closed(connection, request) else parts.DRAFT,
        provenance=parts.provenance(connection, request),
        blocks=(*blocks, Signatures(("公示单位（盖章）",))),
    )


def _text(request: Request, template: str, **facts: Any) -> str:
    folder = request.templates
    return sentence(f"public_edition_{template}", office_folder=folder, **facts)


def _unit(connection: Connection, request: Request) -> str:
    return lookups(connection).unit(request.unit).name


def _words(
    connection: Connection, request: Request, whole: Flow, paid: Payments
) -> Paragraph:
    facts = {"whole": whole, "payments": paid, "period": parts.period_title(request)}
    unit = parts.unit_title(connection, request)
    return Paragraph(_text(request, "summary", unit=unit, **facts))


# -- what came, went, and is left ---------------------------------------------------


def _balance(whole: Flow) -> Table:
    columns = (Column("item", "项目", width=3), parts.money("amount", "金额（元）"))
    other = whole.moved + whole.direct
    told = [
        ("期初结存", whole.opening),
        ("加：本期收入", whole.received),
        ("减：本期支出", whole.spent),
        *([("加：其他变动（资金间调剂、年初余额调整）", other)] if other else []),
    ]
    rows = [Row(cells) for cells in told]
    rows.append(Row(("期末结存", whole.closing), "total"))
    if whole.entrusted:
        rows.append(Row(("其中：代管资金", whole.entrusted)))
    return Table(columns, tuple(rows), name="balance")


def _receipts(flows: Flows, whole: Flow, request: Request) -> Iterator[Block]:
    sums: dict[str, Money] = {}
    for flow in flows.aid:
        label = flow.origin.label
        sums[label] = sums.get(label, ZERO) + flow.received
    rows = [Row(told) for told in sums.items() if told[1]]
    if not rows:
        yield Paragraph(_text(request, "receipts_none"))
        return
    columns = (Column("origin", "来源", width=3), parts.money("amount", "金额（元）"))
    rows.append(Row(("收入合计", whole.received), "total"))
    yield Table(columns, tuple(rows), name="receipts")


def _payments(paid: Payments, request: Request) -> Iterator[Block]:
    if not paid.lines and not paid.silent:
        yield Paragraph(_text(request, "payments_none"))
        return
    columns = (
        Column("kind", "帮扶种类", width=3),
        parts.money("amount", "金额（元）"),
        Column("households", "户数", "count"),
        Column("persons", "人次", "count"),
    )
    rows = [Row((line.name, *_told(line))) for line in paid.lines]
    rows.append(Row(("支出合计", *_told(paid.whole)), "total"))
    note = _text(
        request,
        "protected",
        threshold=THRESHOLD,
        yearly=parts.is_year(request),
        silent=paid.silent,
        merged=paid.merged,
        total_kept=paid.total_kept,
    )
    yield Table(columns, tuple(rows), note=note, name="payments")


def _told(line: public_figures.Told) -> tuple[Money, int | str, int | str]:
    return line.amount, line.households or UNKNOWN, line.persons or UNKNOWN


def _goods(figures: Figures, request: Request) -> Iterator[Block]:
    found = public_figures.goods(figures)
    if found is None:
        return
    if not parts.is_year(request):
        found = public_figures.Goods(None, None, None, found.closing, None)
    told = [(label, amount) for label, amount in _stock(found) if amount is not None]
    rows = [Row((label, amount)) for label, amount in told]
    columns = (Column("item", "项目", width=3), parts.money("amount", "金额（元）"))
    note = "" if found.opening is not None else _text(request, "goods")
    if found.persons:
        note = _text(request, "goods_handed", persons=found.persons)
    yield Table(columns, tuple(rows), note=note, name="goods")


def _stock(found: Goods) -> tuple[tuple[str, Money | None], ...]:
    return (
        ("期初库存物资", found.opening),
        ("购入、受赠", found.came),
        ("发出", found.went),
        ("期末库存物资", found.closing),
    )


def _gifts(connection: Connection, request: Request) -> Paragraph:
    gifts = public_figures.given(connection, request)
    return Paragraph(_text(request, "gifts", gifts=gifts))


# -- budget and audit ---------------------------------------------------------------

_BUDGET = (
    Column("series", "预算来源", width=3),
    parts.money("last", "上年预算（元）"),
    parts.money("figure", "本年预算（元）"),
    Column("rate", "增减率", "rate"),
    parts.money("required", "应达数（元）"),
    Column("met", "是否达到"),
)


def _budget(connection: Connection, request: Request) -> Iterator[Block]:
    """The year's budget and whether it grew as it has to, of the unit itself."""
    year = request.span.since.year
    rows = [
        _growth_row(series, one)
        for series in Series
        for one in growth_of(connection, request.unit, series, year + 1)
        if one.year == year and (one.figure is not None or one.base)
    ]
    unit = _unit(connection, request)
    words = _text(request, "budget", rows=len(rows), year=year, unit=unit)
    if rows:
        yield Table(_BUDGET, tuple(rows), note=words, name="budget")
    else:
        yield Paragraph(words)


def _growth_row(series: Series, one: YearGrowth) -> Row:
    met = "无可比数"
    if one.required is not None:
        met = "未达到" if one.shortfall else "达到"
    cells = (one.last, one.figure, one.rate_bp, one.required, met)
    return Row((series.label, *cells))


@dataclass(frozen=True, slots=True)
class _Audited:
    """What an edition tells of an audit: which body audited, and the result."""

    auditing: str
    period: str
    issued_on: Any
    paper: str
    findings: int
    closed: int

    @property
    def open(self) -> int:
        """Findings that are still to be put right."""
        return self.findings - self.closed


def _audit(connection: Connection, request: Request) -> Paragraph:
    facts = {"audit": _audited(connection, request), "unit": _unit(connection, request)}
    return Paragraph(_text(request, "audit", **facts))


def _audited(connection: Connection, request: Request) -> _Audited | None:
    """The last yearly audit of a year that had ended with the period."""
    found = [
        one
        for one in engagements_of(connection, request.unit)
        if one.kind is Kind.ANNUAL
        and one.state is not State.WITHDRAWN
        and one.span.until <= request.span.until
    ]
    if not found:
        return None
    one = max(found, key=lambda each: (each.span.until, found.index(each)))
    steps = tuple(history(connection, request.unit, one.key))
    printed = Printed(one=one, steps=steps, books=lookups(connection), part="")
    issued = printed.last(Doing.ISSUE)
    raised = [
        each
        for each in findings_of(connection, request.unit, one.key)
        if each.state is not Standing.DROPPED
    ]
    return _Audited(
        auditing=printed.auditing,
        period=f"{one.span.since.year}年度",
        issued_on=issued.on if issued else None,
        paper=issued.paper if issued else "",
        findings=len(raised),
        closed=sum(not each.state.is_open for each in raised),
    )
