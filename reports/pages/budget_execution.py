"""预算执行情况表: what was budgeted, spent, is held and is left, through a month.

1. Lines past their budget come first, before any other figure.
2. A unit is shown by fund and line; a unit with those below it by unit, then by
   purpose. What one unit passes down to another is left out of the sums and shown.
3. What is spent is of the books through the month; what is reserved and available is
   as it stands now.

The figures come from `budgets/execution.py`, which says how each is reckoned.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from budgets import annual
from budgets.budget import Kind
from budgets.execution import Executed, Execution, Fen, execution
from budgets.growth import Series as Whose
from budgets.yearly import growth_of_all
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import DECEMBER, china_day
from ledger.register import Lookups, lookups
from reports import budget_parts, parts
from reports.budget_parts import OVER
from reports.catalogue import Report, Request
from reports.errors import NoSuchPeriod
from reports.report import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Note,
    Paragraph,
    Row,
    Series,
    Signatures,
    Style,
    Table,
    spelled,
)
from reports.wording import sentence

REPORT = Report(
    name="budget_execution",
    title="帮扶资金预算执行情况表",
    summary="截至一个月、一个季度末或全年的预算、支出、预留、可用和执行率，超预算的项目，与上年和2005年度基数的比较",
)

_SIGNERS = ("单位负责人", "财务负责人", "制表人")
_QUARTERS = {3: "第一季度末", 6: "上半年末", 9: "第三季度末", 12: "年末"}
_OTHER = "其他用途"
_NO_PURPOSE = "未写用途"

MONTHS_LEAST = 3
"""Months of a year from which a forecast is told that has no last year to go by."""

PLACES_MOST = 10
"""Purposes in the chart; those with the least money are drawn as one."""


@dataclass(frozen=True, slots=True)
class _Book:
    """How the budgets asked for were carried out, and whose they are."""

    request: Request
    books: Lookups
    units: tuple[str, ...]
    found: Execution

    @property
    def year(self) -> int:
        """The budget's year."""
        return self.found.year

    def named(self, key: tuple[str, str, str, str]) -> tuple[str, str, str]:
        """Unit, fund and account of a line as people call them."""
        unit = self.books.unit(key[0])
        day = f"{self.year}-12-31"
        account = budget_parts.leaf_name(self.books, unit, key[2], day)
        return unit.name, budget_parts.fund_name(unit, key[1]), account


def build(connection: Connection, request: Request) -> Document:
    """Draw up the table, of the unit or of all units below it too.

    Raises:
        NoSuchPeriod: the period has not begun, or lies before the books.
        NoSuchScope: one fund, one account, or a place in the chain was asked for.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=True)
    month = _month(request)
    units = parts.units_of(connection, request)
    year = request.span.since.year
    found = execution(connection, units, year, month)
    book = _Book(request, lookups(connection), units, found)
    words = tuple(_blocks(connection, book)) if found.rows else (_nothing(book),)
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle=_subtitle(connection, book),
        provenance=parts.provenance(connection, request),
        blocks=words,
        landscape=True,
    )


def _month(request: Request) -> int:
    """The last month that is counted; of a year that is not over, the present one."""
    today = china_day(request.at)
    span = request.span
    if today < span.since:
        reason = f"该期间到 {span.since} 才开始"
        raise NoSuchPeriod(REPORT.title, parts.period_title(request), reason)
    if not parts.is_year(request):
        return span.since.month
    return today.month if today < span.until else DECEMBER


def _subtitle(connection: Connection, book: _Book) -> str:
    month = book.found.month
    quarter = _QUARTERS.get(month, "")
    told = f"截至{book.year}年{month}月末" + (f"（{quarter}）" if quarter else "")
    closed = parts.is_closed(connection, book.request)
    return told if closed else told + parts.DRAFT


def _nothing(book: _Book) -> Paragraph:
    several = len(book.units) > 1
    return Paragraph(_words(book, "none", several=several, year=book.year))


def _blocks(connection: Connection, book: _Book) -> Iterator[Block]:
    over = [row for row in book.found.rows if _excess(row)]
    yield Paragraph(_summary(connection, book, len(over)))
    if over:
        yield _warnings(book, over)
    yield from _tables(book)
    yield from _comparison(connection, book)
    yield from _chart(book)
    yield from parts.chains(connection, book.request)
    if note := parts.scope_note(connection, book.request, eliminated=True):
        yield Note(note)
    yield Signatures(_SIGNERS)


def _words(book: _Book, template: str, **facts: object) -> str:
    folder = book.request.templates
    return sentence(f"budget_execution_{template}", office_folder=folder, **facts)


def _summary(connection: Connection, book: _Book, over: int) -> str:
    total = book.found.total
    return _words(
        book,
        "summary",
        year=book.year,
        month=book.found.month,
        total=total,
        rate=budget_parts.percent(total.rate_bp),
        elapsed=budget_parts.percent(total.elapsed_bp),
        over=over,
        forecast_told=book.found.month < DECEMBER and _tells(total),
        by_last_year=bool(total.last_year),
        stands=_stands(connection, book),
    )


def _stands(connection: Connection, book: _Book) -> str:
    """Which budget the figures rest on, of a single unit."""
    if len(book.units) > 1:
        return ""
    budget = annual.approved(connection, book.units[0], book.year)
    if budget is None:
        return _words(book, "stands", by="", until="", version=0, kind="")
    printed = budget_parts.printed_keys(connection, budget.unit)
    provisional = budget.kind is Kind.PROVISIONAL
    return _words(
        book,
        "stands",
        by=printed.get(budget.resolution, budget.resolution),
        until=spelled(budget.until) if provisional else "",
        version=budget.version,
        kind=budget.kind.label,
    )


# -- past the budget ----------------------------------------------------------------


def _excess(row: Executed) -> Money:
    """How much is spent and held past what is open; nil where it is within."""
    return max(-row.available, ZERO)


def _warnings(book: _Book, over: Sequence[Executed]) -> Table:
    """Every line that went past its budget, the furthest first (1)."""
    columns = (
        Column("unit", "单位", width=2),
        Column("fund", "资金", width=2),
        Column("purpose", "用途", width=2),
        Column("account", "科目", width=3),
        parts.money("revised", "预算"),
        parts.money("spent", "已支出"),
        parts.money("reserved", "已预留"),
        parts.money("excess", f"{OVER} 超出"),
        Column("what", "情况", width=2),
    )
    rows = []
    for row in sorted(over, key=lambda one: (-_excess(one).fen, one.key)):
        unit, fund, account = book.named(row.key)
        what = "超过预算" if row.revised else "没有预算"
        amounts = (row.revised, Money(row.fen.spent_now), row.reserved, _excess(row))
        named = (unit if len(book.units) > 1 else "", fund, row.key[3], account)
        rows.append(Row((*named, *amounts, what)))
    kept, cells = budget_parts.filled(columns, rows, {"unit", "purpose", "reserved"})
    caption = f"{OVER} 超过预算的项目（{len(rows)}项）"
    note = _words(book, "over") if book.found.month < DECEMBER else ""
    return Table(kept, cells, caption=caption, note=note, name="over")


# -- lines --------------------------------------------------------------------------

_FIGURES = (
    parts.money("budget", "年初预算"),
    parts.money("revised", "调整后预算"),
    parts.money("carried", "其中：结转"),
    parts.money("spent", "已支出"),
    parts.money("reserved", "已预留"),
    parts.money("available", "可用"),
    Column("rate", "执行率", "rate"),
    parts.money("forecast", "预计全年"),
    parts.money("last_year", "上年同期"),
    Column("state", "情况", width=2),
)
_OPTIONAL = frozenset(
    {"budget", "carried", "reserved", "forecast", "last_year", "state", "purpose"}
)


def _figures(row: Executed) -> tuple[Cell, ...]:
    return (
        parts.amount(row.budget),
        row.revised,
        parts.amount(row.carried),
        row.spent,
        parts.amount(row.reserved),
        row.available,
        row.rate_bp,
        row.forecast if _tells(row) else None,
        parts.amount(row.last_year),
        _state(row),
    )


def _state(row: Executed) -> str:
    if _excess(row):
        return f"{OVER} 超预算" if row.revised else f"{OVER} 无预算"
    return "预计超" if _tells(row) and row.forecast > row.revised else ""


def _tells(row: Executed) -> bool:
    """Whether a forecast rests on more than a month or two."""
    return row.month >= MONTHS_LEAST or bool(row.last_year)


def _added(rows: Iterable[Executed], month: int) -> Executed:
    whole = Fen()
    for row in rows:
        whole = whole.plus(row.fen)
    return Executed(("", "", "", ""), whole, month)


def _grouped(
    rows: Iterable[Executed], by: Callable[[Executed], str]
) -> dict[str, list[Executed]]:
    found: dict[str, list[Executed]] = {}
    for row in rows:
        found.setdefault(by(row), []).append(row)
    return found


def _tables(book: _Book) -> Iterator[Table]:
    if len(book.units) == 1:
        yield _by_line(book)
        return
    units = _grouped(book.found.rows, lambda row: row.key[0])
    named = {book.books.unit(code).name: rows for code, rows in units.items()}
    yield _by_name(book, ("unit", "单位", "各单位预算执行情况"), named)
    purposes = _grouped(book.found.rows, lambda row: row.key[3] or _NO_PURPOSE)
    table = _by_name(book, ("purpose", "用途", "各项用途预算执行情况"), purposes)
    yield replace(table, note=_notes(book))


def _by_line(book: _Book) -> Table:
    """A unit's lines by fund, with a subtotal where a fund has several."""
    columns = (
        Column("purpose", "用途", width=2),
        Column("account", "科目", width=3),
        *_FIGURES,
    )
    funds = _grouped(book.found.rows, lambda row: row.key[1])
    rows: list[Row] = []
    for lines in funds.values():
        name = book.named(lines[0].key)[1]
        rows.append(Row((name, *[None] * (len(columns) - 1)), "group"))
        for line in lines:
            told = (line.key[3] or _NO_PURPOSE, book.named(line.key)[2])
            rows.append(Row((*told, *_figures(line))))
        if len(lines) > 1:
            rows.append(_sum("小计", lines, book, "subtotal"))
    rows.append(_sum("合计", book.found.rows, book, "total"))
    caption = "各项预算执行情况"
    # A group's name stands in the first column, which is therefore never left out.
    optional = _OPTIONAL - {"purpose"}
    kept, cells = budget_parts.filled(columns, rows, optional)
    return Table(kept, cells, caption=caption, note=_notes(book), name="lines")


def _notes(book: _Book) -> str:
    return _words(book, "notes", several=len(book.units) > 1)


def _sum(name: str, rows: Iterable[Executed], book: _Book, style: Style) -> Row:
    whole = _added(rows, book.found.month)
    figures = _figures(whole)[:-1]
    return Row((name, "", *figures, ""), style)


def _by_name(
    book: _Book, titled: tuple[str, str, str], groups: dict[str, list[Executed]]
) -> Table:
    """Units or purposes, a line each, and what they passed down (2)."""
    key, title, caption = titled
    month = book.found.month
    columns = (Column(key, title, width=4), *_FIGURES)
    rows = [_group_row(name, lines, month) for name, lines in groups.items()]
    if any(book.found.eliminated.fen):
        passed = _figures(book.found.eliminated)[:-1]
        told = "另：单位之间的补助下级（不计入合计）"
        rows.append(Row((told, *passed, "")))
    total = Row(("合计", *_figures(book.found.total)[:-1], ""), "total")
    kept, cells = budget_parts.filled(columns, (*rows, total), _OPTIONAL - {key})
    return Table(kept, cells, caption=caption, name=f"by_{key}")


def _group_row(name: str, lines: Sequence[Executed], month: int) -> Row:
    """Several lines as one; lines past their budget are told though the sum is not."""
    *figures, state = _figures(_added(lines, month))
    over = sum(bool(_excess(line)) for line in lines)
    return Row((name, *figures, f"{OVER} {over}项超预算" if over else state))


# -- chart --------------------------------------------------------------------------


def _chart(book: _Book) -> Iterator[Chart]:
    """Budget against spent, by purpose; nothing where there is only one."""
    groups = _grouped(book.found.rows, lambda row: row.key[3] or _NO_PURPOSE)
    month = book.found.month
    sums = {name: _added(rows, month) for name, rows in groups.items()}
    ordered = sorted(sums, key=lambda name: (-_weight(sums[name]), name))
    if len(ordered) > PLACES_MOST:
        rest = [row for name in ordered[PLACES_MOST - 1 :] for row in groups[name]]
        ordered = [*ordered[: PLACES_MOST - 1], _OTHER]
        groups[_OTHER], sums[_OTHER] = rest, _added(rest, month)
    if len(ordered) < 2:  # noqa: PLR2004 - one bar shows nothing that the table does not
        return
    shown = [sums[name] for name in ordered]
    over = {name for name in ordered if any(map(_excess, groups[name]))}
    places = tuple(f"{OVER}{name}" if name in over else name for name in ordered)
    yield Chart(
        name="by_purpose_chart",
        caption=f"预算与支出（截至{book.year}年{month}月末，按用途）",
        axis="用途",
        places=places,
        series=(
            Series("revised", "预算", tuple(one.revised for one in shown)),
            Series("spent", "已支出", tuple(one.spent for one in shown)),
        ),
        note=_words(book, "chart", mark=OVER) if over else "",
    )


def _weight(one: Executed) -> int:
    return max(one.fen.revised, one.fen.spent)


# -- last year and 2005 -------------------------------------------------------------


def _comparison(connection: Connection, book: _Book) -> Iterator[Block]:
    """Spending against last year's, the union's own budget against its base."""
    columns = (
        Column("item", "比较事项", width=5),
        parts.money("figure", "本年"),
        parts.money("against", "比较数"),
        parts.money("change", "增减额"),
        Column("rate", "增减率", "rate"),
    )
    total = book.found.total
    whole = Money(total.fen.last_whole)
    pairs: list[tuple[str, Money | None, Money | None]] = [
        ("本期支出与上年同期支出", total.spent, total.last_year or None),
    ]
    if book.found.month < DECEMBER and _tells(total):
        pairs.append(("预计全年支出与上年全年支出", total.forecast, whole or None))
    pairs.append(("全年预算与上年全年支出", total.revised, whole or None))
    own, last, base, lacking = _own(connection, book)
    pairs.append(("本级工会帮扶预算与上年本级工会帮扶预算", own, last))
    pairs.append(("本级工会帮扶预算与2005年度基数", own, base))
    rows = tuple(
        Row((text, figure, against, *_differing(figure, against)))
        for text, figure, against in pairs
        if figure is not None and against is not None
    )
    note = _lacking_note(book, lacking, last=whole)
    if not rows:
        yield Note(note)
        return
    caption = "与上年和2005年度基数比较"
    yield Table(columns, rows, caption=caption, note=note, name="comparison")


def _differing(figure: Money, against: Money) -> tuple[Money, int | None]:
    return figure - against, budget_parts.change_bp(figure, against)


def _own(
    connection: Connection, book: _Book
) -> tuple[Money | None, Money | None, Money | None, int]:
    """The union's own budget, last year's, the base, and how many have no base.

    Of units that have a budget and a base.
    """
    judged = growth_of_all(connection, book.units, Whose.OWN, book.year + 1)
    last = [rows[-1] for rows in judged.values() if rows]
    comparable = [row for row in last if row.base and row.figure is not None]
    lacking = len(book.units) - sum(row.base is not None for row in last)
    if not comparable:
        return None, None, None, lacking
    return (
        sum((row.figure for row in comparable if row.figure), ZERO),
        sum((row.last for row in comparable if row.last), ZERO),
        sum((row.base.total for row in comparable if row.base), ZERO),
        lacking,
    )


def _lacking_note(book: _Book, lacking: int, *, last: Money) -> str:
    if last and not lacking:
        return ""
    several = len(book.units) > 1
    return _words(book, "lacking", spent=bool(last), lacking=lacking, several=several)
