"""困难职工帮扶季度统计表: hotline, petitions, questions and aid of a quarter, by unit.

1. Figures are those on record as the page is drawn up; the day they first went up says
   whether a unit was in time. A unit that owes none in the quarter has an empty row.
2. Sums are of the figures that went up; units that are missing are named below. Aid is
   what was paid and handed out in the quarter, whether the figures went up or not.
3. A year is its quarters that are over, each on a page of its own.

Basis: 关于进一步做好困难职工帮扶工作的意见 第4条 (每季度初7个工作日内逐级上报).
"""

from collections.abc import Iterator, Mapping, Sequence

from aid import quarters
from aid.aid_figures import AidFigures, aid_figures
from aid.deadlines import Deadline
from aid.quarters import LABELS, Counts, Quarter, Reported, State
from aid.unit_sums import Place, Scope, UnitSums
from ledger.database import Connection
from ledger.periods import china_day
from ledger.register import lookups
from reports import aid_parts, budget_parts, parts
from reports.catalogue import Report, Request
from reports.errors import NoSuchPeriod
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from reports.wording import sentence

REPORT = Report(
    name="aid_quarter",
    title="困难职工帮扶季度统计表",
    summary="12351热线、来访、来信、网络信访、帮扶咨询的季度件数，本季度发放的救助，按时、迟报和未报的单位",
    quarters=True,
    earlier=True,
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the figures of a quarter, of one unit or with all below it.

    Raises:
        NoSuchScope: one fund, an account or a place was asked for.
        NoSuchPeriod: a month was asked for, or the quarter is not over.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=True)
    sums = aid_parts.sums_of(connection, request)
    blocks: list[Block] = []
    for one in _asked(request):
        if blocks:
            blocks.append(PageBreak())
        blocks += _quarter(connection, request, sums, one)
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=aid_parts.provenance(connection, request),
        blocks=(
            *blocks,
            *budget_parts.chains(connection, request),
            Note(request.words("register")),
            Signatures(aid_parts.SIGNERS),
        ),
        landscape=True,
    )


def _asked(request: Request) -> Sequence[Quarter]:
    """The quarters that are over (3)."""
    title, today = REPORT.title, china_day(request.at)
    period = parts.period_title(request)
    if parts.is_year(request):
        year = request.span.since.year
        asked = [Quarter(year=year, quarter=one) for one in (1, 2, 3, 4)]
    elif parts.is_quarter(request):
        asked = [Quarter.of(request.span.since)]
    else:
        reason = f"本表按季度编制，期间写作 {request.span.since.year}-Q1 或年度"
        raise NoSuchPeriod(title, period, reason)
    over = [one for one in asked if one.span.until <= today]
    if not over:
        reason = f"季度到 {asked[0].span.last_day} 才结束"
        raise NoSuchPeriod(title, period, reason)
    return over


def _quarter(
    connection: Connection, request: Request, sums: UnitSums, asked: Quarter
) -> Iterator[Block]:
    units = tuple(sums.units.values())
    found = quarters.reported(connection, units, asked, china_day(request.at))
    by_state = dict.fromkeys(State, 0)
    for one in found:
        by_state[one.state] += 1
    deadline = asked.deadline
    yield Heading(asked.label, 2)
    yield Paragraph(
        sentence(
            "aid_quarter_summary",
            office_folder=request.templates,
            quarter=asked.label,
            units=len(found),
            due=deadline.due_on,
            cited=deadline.standard.cited,
            unsure=deadline.is_provisional,
            in_time=by_state[State.IN_TIME],
            late=by_state[State.LATE],
            missing=by_state[State.MISSING],
            pending=by_state[State.PENDING],
        )
    )
    yield _counts(sums, connection, found)
    yield _aid(sums, connection, asked)
    if behind := [one for one in found if _is_behind(one)]:
        yield _behind(connection, behind, deadline)


def _is_behind(one: Reported) -> bool:
    return one.state in {State.LATE, State.MISSING}


def _counts(sums: UnitSums, connection: Connection, found: Sequence[Reported]) -> Table:
    books = lookups(connection)
    summed = {place: Counts() for place in sums.order}
    told: dict[Place, Reported] = {}
    for one in found:
        for place in sums.of(books.unit(one.unit).id):
            summed[place] += one.counts
            if place.scope is Scope.OWN:
                told[place] = one
    # The sum stands behind its parts and before what is no petition.
    *counted, asked = (Column(key, name, "count") for key, name in LABELS.items())
    columns = (
        Column("unit", "单位", width=4),
        *counted,
        Column("petitions", "信访小计", "count"),
        asked,
        Column("reported_on", "上报日期", "date"),
        Column("state", "上报情况"),
        Column("remark", "说明", width=2),
    )
    rows = [
        Row(
            (aid_parts.place_name(place), *_cells(place, summed, told)),
            aid_parts.style_of(place),
        )
        for place in sums.order
    ]
    return Table(columns, tuple(rows), caption="信访和咨询（件）", name="counts")


def _cells(
    place: Place, summed: Mapping[Place, Counts], told: Mapping[Place, Reported]
) -> tuple[Cell, ...]:
    counts, one = summed[place], told.get(place)
    figures: tuple[Cell, ...] = (
        *counts.all[:-1],
        counts.petitions,
        counts.all[-1],
    )
    if place.scope is not Scope.OWN:
        return (*figures, None, "", "")
    if one is None or not one.revision:
        state = "" if one is None else one.state.label
        remark = "" if one is None else one.remark
        return (*(None for _ in figures), None, state, remark)
    corrected = f"更正第{one.revision}版" if one.corrected_on else ""
    remark = "；".join(filter(None, (one.remark, corrected)))
    return (*figures, one.reported_on, one.state.label, remark)


def _aid(sums: UnitSums, connection: Connection, asked: Quarter) -> Table:
    """What was paid and handed out in the quarter; grass-roots' own aid apart."""

    def tell(one: AidFigures) -> Iterator[Cell]:
        yield from (one.all.households, one.all.times)
        yield from (one.all.money, one.all.goods, one.all.amount)
        yield from (one.own.times or None, parts.amount(one.own.amount))

    found = aid_figures(connection, sums, asked.span)
    columns = (
        Column("unit", "单位", width=4),
        Column("households", "户数", "count"),
        Column("times", "人次", "count"),
        parts.money("money", "资金"),
        parts.money("goods", "物资"),
        parts.money("amount", "合计"),
        Column("own_times", "基层自行帮扶人次", "count"),
        parts.money("own_amount", "基层自行帮扶金额"),
    )
    optional = {"own_times", "own_amount"}
    kept, rows = budget_parts.filled(
        columns, aid_parts.rows(sums, found, tell), optional
    )
    return Table(kept, rows, caption="本季度发放的救助", name="aid")


def _behind(
    connection: Connection, found: Sequence[Reported], deadline: Deadline
) -> Table:
    books = lookups(connection)
    columns = (
        Column("code", "单位编号"),
        Column("unit", "单位", width=4),
        Column("state", "情况"),
        Column("due_on", "期限", "date"),
        Column("reported_on", "上报日期", "date"),
        Column("late", "迟（工作日）", "count"),
    )
    rows = tuple(
        Row(
            (
                one.unit,
                books.unit(one.unit).name,
                one.state.label,
                deadline.due_on,
                one.reported_on,
                one.late_workdays,
            )
        )
        for one in found
    )
    return Table(columns, rows, caption="迟报、未报的单位", name="behind")
