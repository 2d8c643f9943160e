"""Page 2 of the board pack: what the money did, and the workers on file.

1. Kinds of aid are those of 帮扶资金收支表; what was passed down stands in one line.
2. Whoever is below the floor is counted as 生活救助不足下限人员表 lists them; where it
   cannot be known the page says why.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aid.aid_figures import AidFigures, aid_figures
from aid.errors import StandardMissing, StandardRefused
from aid.file_figures import UNKNOWN as UNTOLD
from aid.file_figures import FileFigures, file_figures
from aid.floors import floors
from aid.kept_standards import standards_of_all
from aid.recipient_codes import code_lists
from audit.served import HANDED_OUT, HELD, PASSED_DOWN, Count, Given, Served
from ledger.money import ZERO, Money
from reports import aid_parts, budget_parts, fund_tables, parts, people_served
from reports.board_parts import Board, change, limited, others, short
from reports.fund_flows import Flows
from reports.fund_tables import UNKNOWN
from reports.report import (
    Block,
    Cell,
    Chart,
    Column,
    Heading,
    Paragraph,
    Row,
    Series,
    Table,
)

KINDS_MOST = 9
"""Kinds of aid in the table, the line of all others among them."""

CHARTED_MOST = 7

_OTHERS = "其他用途"
_NAMED = {PASSED_DOWN: "拨给下级单位", HELD: "代管资金转付"}


@dataclass(frozen=True, slots=True)
class Below:
    """Who had less than the floor; `why` says why it is not known."""

    count: int = 0
    missing: Money = ZERO
    unknown: int = 0
    why: str = ""


def kind_of(head: str, purpose: str) -> str:
    """What a board calls spending under a head for a purpose (1)."""
    return _NAMED.get(head, purpose)


def kinds(board: Board, flows: Flows) -> Mapping[str, Money]:
    """What was spent, by kind of aid."""
    sums: dict[str, Money] = {}
    for head, purposes in fund_tables.spending(flows, board.books):
        for purpose, funds in purposes.items():
            kind = kind_of(head, purpose)
            sums[kind] = sum(funds.values(), sums.get(kind, ZERO))
    return sums


def blocks(board: Board, below: Below) -> Iterator[Block]:
    """The page."""
    now = kinds(board, board.year_flows)
    last = None if board.last_flows is None else kinds(board, board.last_flows)
    served = people_served.read(board.connection, board.at(board.so_far))
    yield Heading("二、钱用到哪里")
    yield Paragraph(_summary(board, now, last, served))
    yield from chart(now, last)
    if now:
        yield _table(board, now, last, served)
    yield from board.notes("did_notes", several=len(board.units) > 1)
    yield from _workers(board, below)


def _summary(
    board: Board,
    now: Mapping[str, Money],
    last: Mapping[str, Money] | None,
    served: Served,
) -> str:
    total = board.execution.total
    spent = sum(now.values(), ZERO)
    before = None if last is None else sum(last.values(), ZERO)
    return board.words(
        "did",
        is_year=board.is_year,
        year=board.year,
        month=board.on.month,
        spent=spent,
        period_spent=sum(kinds(board, board.flows).values(), ZERO),
        change=change(spent, before),
        households=_spent_on(served).count().households,
        persons=_spent_on(served).count().persons,
        handed_out=served.handed_out,
        apart="、".join(_apart(board)),
        budget=total.revised,
        budget_spent=total.spent,
        rate=budget_parts.percent(total.rate_bp),
        elapsed=budget_parts.percent(total.elapsed_bp),
    )


def _apart(board: Board) -> Iterator[str]:
    """What is spent, and in no budget line that is added up."""
    if board.whole.entrusted_out:
        yield "代管资金转付"
    if any(board.execution.eliminated.fen):
        yield "单位之间的拨付"


def _spent_on(served: Served) -> Served:
    """Without goods out of stock, whose money was spent when they were bought."""
    return Served(tuple(one for one in served.given if one.head != HANDED_OUT))


def chart(
    now: Mapping[str, Money], last: Mapping[str, Money] | None
) -> Iterator[Chart]:
    """What was spent by kind, beside last year; nothing where nothing was."""
    names = sorted(now, key=lambda kind: (-now[kind].fen, kind))
    if not names:
        return
    kept, rest = limited(names, CHARTED_MOST, lambda kind: now[kind].fen)
    places = (*map(short, kept), *([_OTHERS] if rest else ()))
    if len(set(places)) < len(places):
        return
    shown = [("year", "本年", now), *([("last", "上年同期", last)] if last else ())]
    yield Chart(
        name="kinds_chart",
        caption="钱用在哪些事上",
        axis="用途",
        places=places,
        series=tuple(
            Series(key, title, _figures(sums, kept, rest)) for key, title, sums in shown
        ),
        low=True,
    )


def _figures(
    sums: Mapping[str, Money], kept: Sequence[str], rest: Sequence[str]
) -> tuple[Money, ...]:
    named = tuple(sums.get(kind, ZERO) for kind in kept)
    if not rest:
        return named
    return (*named, sum((sums.get(kind, ZERO) for kind in rest), ZERO))


# -- kinds of aid -------------------------------------------------------------------

_COLUMNS = (
    Column("kind", "用途", width=3),
    parts.money("amount", "本年用掉"),
    Column("share", "占全部", "rate"),
    parts.money("last", "上年同期"),
    Column("households", "户数", "count"),
    Column("persons", "人次", "count"),
)


def _table(
    board: Board,
    now: Mapping[str, Money],
    last: Mapping[str, Money] | None,
    served: Served,
) -> Table:
    given = _spent_on(served)
    whole = sum(now.values(), ZERO)
    kept, rest = limited(tuple(now), KINDS_MOST, lambda kind: now[kind].fen)

    def row(name: str, of: Sequence[str]) -> tuple[Cell, ...]:
        amount = sum((now[kind] for kind in of), ZERO)
        before = sum((last.get(kind, ZERO) for kind in of), ZERO) if last else None
        reached = _of_kinds(given, of).count()
        share = budget_parts.share_bp(amount, whole)
        return (short(name), amount, share, before, *_counted(reached))

    rows = [Row(row(kind, (kind,))) for kind in kept]
    if rest:
        rows.append(Row(row(others(len(rest)), rest)))
    before = sum(last.values(), ZERO) if last else None
    total = ("合计", whole, None, before, *_counted(given.count()))
    rows.append(Row(total, "total"))
    columns, told = budget_parts.filled(_COLUMNS, rows, {"last"})
    note = board.words("did_persons")
    caption = "按用途用掉的钱和帮到的人"
    return Table(columns, told, caption=caption, note=note, name="kinds", dense=True)


def _of_kinds(served: Served, wanted: Sequence[str]) -> Served:
    def kind(one: Given) -> str:
        return kind_of(one.head, one.purpose)

    return Served(tuple(one for one in served.given if kind(one) in wanted))


def _counted(count: Count) -> tuple[Cell, Cell]:
    return count.households or UNKNOWN, count.persons or UNKNOWN


# -- workers on file ----------------------------------------------------------------


def below_floor(board: Board) -> Below:
    """How many on file had less living aid this year than the floor, as of the day."""
    try:
        standards = standards_of_all(board.connection, board.units)
        found = floors(board.connection, board.on, standards, board.request.vault)
    except StandardMissing:
        return Below(why="missing")
    except StandardRefused:
        return Below(why="places")
    below = [one for one in found if one.is_below]
    return Below(
        count=sum(one.missing is not None for one in below),
        missing=sum((one.missing or ZERO for one in below), ZERO),
        unknown=sum(one.missing is None for one in below),
    )


def _workers(board: Board, below: Below) -> Iterator[Block]:
    sums = aid_parts.sums_of(board.connection, board.request)
    first, span = sums.order[0], board.so_far
    files = file_figures(board.connection, sums, span)[first]
    aid = aid_figures(board.connection, sums, span)[first]
    yield Heading("在档困难职工", 2)
    if not (files.begin or files.entered):
        yield Paragraph(board.words("did_no_files"))
        return
    columns = (
        Column("item", "事项", width=2),
        Column("households", "户数", "count"),
        parts.money("amount", "金额"),
        Column("told", "说明", width=4),
    )
    rows = _worker_rows(board, files, aid, below)
    kept, told = budget_parts.filled(columns, rows, {"amount"})
    yield Table(kept, told, name="workers", dense=True)


def _worker_rows(
    board: Board, files: FileFigures, aid: AidFigures, below: Below
) -> Iterator[Row]:
    def told(item: str) -> str:
        facts = {"files": files, "below": below, "year": board.year}
        facts["month"] = board.on.month
        return board.words("workers", item=item, categories=_categories(files), **facts)

    yield Row(("年初在档", files.begin, None, told("begin")))
    yield Row(("本年增加", files.entered, None, told("entered")))
    yield Row(("本年减少", files.left, None, told("left")))
    yield Row(("现在在档", files.end, None, told("end")), "subtotal")
    if aid.all.times:
        given = aid.all
        yield Row(("得到救助", given.households, given.amount, told("helped")))
    if below.why:
        yield Row(("没有拿够生活救助", None, None, told("floor")))
    else:
        amount = parts.amount(below.missing)
        yield Row(("没有拿够生活救助", below.count, amount, told("floor")))


def _categories(files: FileFigures) -> str:
    """Who is on file, by category: `深度困难 3 户、相对困难 5 户`."""
    codes = [(code.key, code.label) for code in code_lists()["category"]]
    codes.append((UNTOLD, "没有写明类别"))
    found = [(label, files.categories[key]) for key, label in codes]
    return "、".join(f"{label} {many:,} 户" for label, many in found if many)
