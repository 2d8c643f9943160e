"""会计报表附注: what a year's statements do not say by themselves.

1. The eight parts that the accounting system asks for at least, in its order.
2. Figures come from the books, read as the statements read them. What no book knows
   stands as a line to be filled in, and is never left out.
3. Sentences are templates (`templates/text/statement_notes/`); an office words its own.

Basis: 工会会计制度（财会〔2021〕7号）会计报表附注; （财会〔2009〕7号）第五十六条.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from budgets.execution import Executed, execution
from ledger import forms
from ledger.accounts import AccountClass
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.rates import percent, share_bp
from ledger.register import lookups
from reports import notes_figures, parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchPeriod, NoSuchScope
from reports.notes_figures import Item, Notes, Standing
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
from reports.wording import sentence
from treasury import goods_items
from treasury.goods_items import items
from treasury.goods_ledger import Entry

REPORT = Report(
    name="statement_notes",
    title="会计报表附注",
    summary="年度会计报表附注：声明、财务状况和预算执行、政策、重要项目、调整等八部分",
    ended=True,
)

_SIGNERS = ("单位负责人", "财务负责人", "复核", "制表")
_STOOD = (
    ("资产总额", AccountClass.ASSET),
    ("负债总额", AccountClass.LIABILITY),
    ("净资产", AccountClass.NET_ASSET),
)


@dataclass(frozen=True, slots=True)
class _Stood:
    """What stood at the end of the year, and by how much it grew."""

    name: str
    closing: Money
    change: Money


def build(connection: Connection, request: Request) -> Document:
    """Draw up the notes of a year.

    Raises:
        NoSuchPeriod: a month or quarter was asked for, the year has not ended, or lies
            before the books.
        NoSuchScope: several units, one fund or one account were asked for.
    """
    if request.with_subunits:
        raise NoSuchScope("会计报表附注按单位编制，不汇总下级单位")
    if request.fund or request.account:
        raise NoSuchScope("会计报表附注按单位编制，不能只取一项资金或一个科目")
    if not parts.is_year(request):
        told = "附注随年度会计报表编制，期间写作 2025"
        raise NoSuchPeriod(REPORT.title, parts.period_title(request), told)
    found = notes_figures.notes(connection, request)
    blocks: list[Block] = [
        *_compliance(connection, request),
        *_position(connection, request, found),
        *_policies(connection, request),
        *_items(found, request),
        *_losses(connection, request),
        *_nominal(connection, request),
        *_adjustments(connection, request),
        *_other(request),
    ]
    if note := parts.scope_note(connection, request):
        blocks.append(Note(note))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="" if parts.is_closed(connection, request) else parts.DRAFT,
        provenance=parts.provenance(connection, request),
        blocks=(*blocks, Signatures(_SIGNERS)),
    )


def _words(request: Request, name: str, **context: object) -> Paragraph:
    return Paragraph(
        sentence(f"statement_notes/{name}", office_folder=request.templates, **context)
    )


def _to_fill(name: str, *matters: str) -> Table:
    """Lines for what the books do not know (rule 2)."""
    columns = (
        Column("matter", "由单位填写的事项"),
        # An empty column asks for nothing, but here is what one writes.
        Column("words", "说明", width=20),
    )
    rows = tuple(Row((matter, "")) for matter in matters)
    return Table(columns, rows, name=name, roomy=True, alike=True)


# -- one to three -------------------------------------------------------------------


def _chart(connection: Connection, request: Request) -> str:
    unit = lookups(connection).unit(request.unit)
    return unit.chart_on(request.span.last_day.isoformat())


def _compliance(connection: Connection, request: Request) -> Iterator[Block]:
    chart = _chart(connection, request)
    yield Heading("一、遵循会计制度的声明", 1)
    yield _words(
        request,
        "compliance",
        unit=lookups(connection).unit(request.unit).name,
        year=request.span.since.year,
        chart=lookups(connection).chart_labels[chart],
        statutory=forms.statutory("balance_sheet", chart) is not None,
        closed=parts.is_closed(connection, request),
    )


def _position(
    connection: Connection, request: Request, found: Notes
) -> Iterator[Block]:
    year = request.span.since.year
    yield Heading("二、整体财务状况和预算执行情况", 1)
    yield Heading("（一）财务状况", 2)
    yield _words(
        request,
        "position",
        year=year,
        stood=[
            _Stood(name, closing, closing - opening)
            for name, klass in _STOOD
            for opening, closing in [found.pair(klass)]
        ],
        income=found.pair(AccountClass.INCOME)[1],
        expense=found.pair(AccountClass.EXPENSE)[1],
    )
    yield Heading("（二）预算执行情况", 2)
    yield from _budget(connection, request)
    yield _to_fill("fill_budget", "预算执行差异较大的项目及原因")


def _budget(connection: Connection, request: Request) -> Iterator[Block]:
    year = request.span.since.year
    if request.known_at is not None:
        yield _words(request, "budget", told=False, year=year, total=None, rate="")
        return
    done = execution(connection, (request.unit,), year, by=("fund",))
    rate = done.total.rate_bp
    yield _words(
        request,
        "budget",
        told=True,
        year=year,
        total=done.total,
        rate="" if rate is None else percent(rate),
    )
    if done.total.revised:
        yield _executed(connection, request, (*done.rows, done.total))


def _executed(
    connection: Connection, request: Request, rows: Sequence[Executed]
) -> Table:
    unit = lookups(connection).unit(request.unit)
    names = {code: unit.fund_names[id_] for code, id_ in unit.funds.items()}
    columns = (
        Column("fund", "资金", width=3),
        parts.money("revised", "全年预算"),
        parts.money("spent", "全年支出"),
        parts.money("left", "结余"),
        Column("rate", "执行率", "rate"),
    )
    told = []
    for one in rows:
        whole = one is rows[-1]
        named = "合计" if whole else names[one.key[1]]
        amounts = (one.revised, one.spent, one.revised - one.spent, one.rate_bp)
        told.append(Row((named, *amounts), "total" if whole else "plain"))
    return Table(columns, tuple(told), "帮扶资金预算执行", name="execution")


def _policies(connection: Connection, request: Request) -> Iterator[Block]:
    books = lookups(connection)
    unit = books.unit(request.unit)
    chosen = [
        one
        for one in goods_items.choices(connection, request.unit)
        if one.since <= request.span.last_day
    ]
    yield Heading("三、重要会计政策、会计估计及其变更", 1)
    yield _words(
        request,
        "policies",
        chart=books.chart_labels[_chart(connection, request)],
        method=chosen[-1].method.label if chosen else "",
        changes=notes_figures.charts_begun(books, unit, request.span),
    )
    matters = ("固定资产折旧、无形资产摊销的年限和方法", "会计政策、会计估计的变更")
    yield _to_fill("fill_policies", *matters)


# -- four ---------------------------------------------------------------------------


def _items(found: Notes, request: Request) -> Iterator[Block]:
    yield Heading("四、会计报表重要项目及其增减变动", 1)
    none = request.words("statement_notes/items_none")
    balances = _standings(
        "资产、负债、净资产", "balances", ("年初", "年末"), found.balances
    )
    results = _standings("收入、支出", "results", ("上年数", "本年数"), found.results)
    if not found.compared and results.rows:
        results = _alone(results, request.words("statement_notes/items_first_year"))
    for table in (balances, results):
        yield table if table.rows else replace(table, note=none)
    yield _to_fill("fill_items", "增减变动较大的项目及原因")


def _standings(
    caption: str, name: str, titles: tuple[str, str], found: dict[Item, Standing]
) -> Table:
    columns = (
        Column("code", "科目编号"),
        Column("name", "项目", width=3),
        parts.money("before", titles[0]),
        parts.money("now", titles[1]),
        parts.money("change", "增减额"),
        Column("rate", "增减率", "rate"),
    )
    rows = []
    for klass in parts.CLASS_ORDER:
        of_class = {item: one for item, one in found.items() if one.klass is klass}
        if not of_class:
            continue
        whole = Standing(klass)
        for item, one in of_class.items():
            whole.before += one.before
            whole.now += one.now
            rows.append(Row((*item, *_changed(one))))
        label = f"{klass.label}合计"
        rows.append(Row(("", label, *_changed(whole)), "subtotal"))
    return Table(columns, tuple(rows), caption, name=name)


def _alone(results: Table, note: str) -> Table:
    """The turnover of books that were not kept the year before."""
    rows = [
        replace(row, cells=(*row.cells[:2], None, row.cells[3], None, None))
        for row in results.rows
    ]
    return replace(results, rows=tuple(rows), note=note)


def _changed(one: Standing) -> tuple[Money, Money, Money, int | None]:
    """Both figures, the difference, and its share of the first in basis points."""
    rate = share_bp(one.change.fen, one.before.fen)
    return one.before, one.now, one.change, rate


# -- five to eight ------------------------------------------------------------------


def _losses(connection: Connection, request: Request) -> Iterator[Block]:
    found = notes_figures.goods_lost(connection, request)
    amount = sum((-entry.cost for entry in found), ZERO)
    yield Heading("五、重大资产处置、重大资产损失情况", 1)
    yield _words(request, "losses", count=len(found), amount=amount)
    if found:
        yield _goods(connection, request, found, "losses")
    yield _to_fill("fill_losses", "固定资产等其他资产的重大处置和损失")


def _nominal(connection: Connection, request: Request) -> Iterator[Block]:
    found = notes_figures.goods_at_nominal_value(connection, request)
    yield Heading("六、以名义金额计量的资产", 1)
    yield _words(request, "nominal", count=len(found))
    if found:
        yield _goods(connection, request, found, "nominal")
    yield _to_fill("fill_nominal", "以名义金额计量的其他资产名称、数量及理由")


def _goods(
    connection: Connection, request: Request, found: Sequence[Entry], name: str
) -> Table:
    unit = lookups(connection).unit(request.unit)
    known = {item.number: item for item in items(connection, request.unit)}
    columns = (
        Column("date", "日期", "date"),
        Column("voucher", "凭证字号"),
        Column("kind", "事项"),
        Column("item", "物品", width=3),
        Column("fund", "资金", width=2),
        parts.money("amount", "账面金额"),
        Column("approval", "批准文件", width=2),
    )
    rows = tuple(
        Row(
            (
                entry.on,
                entry.voucher,
                entry.move.kind.label,
                known[entry.move.row.item].name,
                unit.fund_names[unit.funds[entry.fund]],
                abs(entry.cost),
                entry.move.row.approval,
            )
        )
        for entry in found
    )
    return Table(columns, rows, name=name)


def _adjustments(connection: Connection, request: Request) -> Iterator[Block]:
    unit = lookups(connection).unit(request.unit)
    found = notes_figures.adjustments(connection, request)
    nets = [Money(line.credit_fen - line.debit_fen) for line in found]
    net = sum(nets, ZERO)
    yield Heading("七、以前年度事项调整", 1)
    count = len({line.position for line in found})
    yield _words(request, "adjustments", count=count, net=net)
    if found:
        columns = (
            Column("date", "日期", "date"),
            Column("voucher", "凭证字号"),
            Column("summary", "摘要", width=4),
            Column("fund", "资金", width=2),
            parts.money("net", "净资产增减"),
        )
        rows = [
            Row(
                (
                    line.dated_on,
                    parts.voucher_number(line.kind, line.number),
                    line.summary,
                    unit.fund_names[line.fund_id],
                    amount,
                )
            )
            for line, amount in zip(found, nets, strict=True)
        ]
        whole = Row((None, "", "合计", "", net), "total")
        yield Table(columns, (*rows, whole), name="adjustments")


def _other(request: Request) -> Iterator[Block]:
    yield Heading("八、其他需要说明的事项", 1)
    yield _words(request, "other")
    yield _to_fill("fill_other", "承诺、或有事项", "资产负债表日后事项", "其他")
