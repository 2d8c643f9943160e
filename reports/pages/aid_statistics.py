"""特困职工统计表: files and aid of a unit and of all below it, over a span.

1. Files at the beginning, entered, left by reason, at the end; who they are at the end.
2. What stands only in encrypted files is counted where the keys are given (`--names`);
   without them the page says that it is not counted.
3. A column that would be empty from top to bottom is left out.
4. Aid by the person is held against the ledger; what differs stands in lines of its own
   and is said at the head.

Basis: 关于进一步做好困难职工帮扶工作的意见 第4条、附件3; the columns are
a definition of ours.
"""

from collections.abc import Iterator, Sequence

from aid import tie_figures
from aid.statistics import PlaceFigures, Statistics, statistics
from aid.statistics_figures import (
    AID,
    LIMBS,
    MOVED,
    OWN,
    PROJECTS,
    STANDING,
    WORKERS,
    Figure,
)
from ledger.database import Connection
from reports import aid_parts, budget_parts, parts
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    Note,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from reports.wording import sentence

REPORT = Report(
    name="aid_statistics",
    title="特困职工统计表",
    summary="特困职工档案的期初、增加、减少、期末，困难类别、人口、性别和工作状态，分项目的救助户数、人次和金额",
    quarters=True,
    earlier=True,
    takes=("names",),
)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the statistics of a span, of one unit or with all below it.

    Raises:
        NoSuchScope: one fund, an account or a place was asked for.
        VaultRefused: a key is not at hand, or a file was changed.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=True)
    sums = aid_parts.sums_of(connection, request)
    found = statistics(connection, sums, request.span, request.vault)
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=aid_parts.provenance(connection, request),
        blocks=(
            Paragraph(_summary(request, found)),
            *_tables(found, is_opened=request.vault is not None),
            *_notes(request),
            *budget_parts.chains(connection, request),
            Note(request.words("register")),
            Signatures(aid_parts.SIGNERS),
        ),
        landscape=True,
    )


def _summary(request: Request, found: Statistics) -> str:
    whole = found.whole.files
    return sentence(
        "aid_statistics_summary",
        office_folder=request.templates,
        period=parts.period_title(request),
        begin=whole.begin,
        entered=whole.entered,
        left=whole.left,
        end=whole.end,
        persons=whole.persons,
        households=found.whole.aid.all.households,
        times=found.whole.aid.all.times,
        money=found.whole.aid.all.money,
        goods=found.whole.aid.all.goods,
        agrees=found.whole.tie.agrees,
    )


def _notes(request: Request) -> Iterator[Block]:
    text = sentence(
        "aid_statistics_notes",
        office_folder=request.templates,
        is_opened=request.vault is not None,
        several=request.with_subunits,
    )
    for line in text.split("\n"):
        if line.strip():
            yield Note(line)


_BY_PROJECT = tuple(
    figure
    for figures in PROJECTS.values()
    for figure in figures
    if figure.key.endswith(("_households", "_times", "_amount"))
)
"""On paper; JSON and the command tell people, money and goods of each too."""


def _tables(found: Statistics, *, is_opened: bool) -> Iterator[Block]:
    yield _table(found, "files", "一、档案增减（户）", MOVED)
    end = MOVED[-1]
    yield _table(found, "standing", "二、期末在档：困难类别和人口", (end, *STANDING))
    yield _table(found, "limbs", "二（续）、期末在档：认定情形", (end, *LIMBS))
    if is_opened:
        yield _table(
            found, "workers", "二（续）、期末在档：性别和工作状态", (end, *WORKERS)
        )
    yield _table(found, "aid", "三、救助情况", AID)
    yield _table(found, "projects", "四、分项目救助情况", _BY_PROJECT)
    if found.whole.aid.own.times:
        yield _table(found, "own", "四（续）、基层自行帮扶（不含在以上各表中）", OWN)
    yield _tied(
        found, "tie_ledger", "五、账表核对：账面支出与发放批次", tie_figures.SPENT
    )
    yield _tied(
        found, "tie_money", "五（续）、账表核对：发放批次与到人资金", tie_figures.PAID
    )
    yield _tied(
        found, "tie_goods", "五（续）、账表核对：库存发出与到人物资", tie_figures.GIVEN
    )
    if found.whole.tie.differences:
        yield _differences(found)


def _table(
    found: Statistics, name: str, caption: str, figures: Sequence[Figure]
) -> Table:
    """A table of all places, without the columns that hold nothing (3)."""

    def tell(one: PlaceFigures) -> Iterator[Cell]:
        for figure in figures:
            told = figure.tell(one)
            yield told if figure.always else told or None

    rows = aid_parts.rows(found.sums, found.places, tell)
    columns = (
        Column("unit", "单位", width=4),
        *(
            Column(one.key, one.label, "money" if one.is_money else "count")
            for one in figures
        ),
    )
    optional = {one.key for one in figures if not one.always}
    kept, shown = budget_parts.filled(columns, rows, optional)
    return Table(kept, shown, caption=caption, name=name)


def _tied(
    found: Statistics, name: str, caption: str, figures: Sequence[tie_figures.Column]
) -> Table:
    """One of the tables that hold aid against the ledger."""

    def tell(one: PlaceFigures) -> Iterator[Cell]:
        for figure in figures:
            told = figure.tell(one.tie)
            yield told if figure.always else parts.amount(told)

    rows = aid_parts.rows(found.sums, found.places, tell)
    columns = (
        Column("unit", "单位", width=4),
        *(parts.money(one.key, one.label) for one in figures),
    )
    optional = {one.key for one in figures if not one.always}
    kept, shown = budget_parts.filled(columns, rows, optional)
    return Table(kept, shown, caption=caption, name=name)


def _differences(found: Statistics) -> Table:
    columns = (
        Column("unit", "单位编号"),
        Column("voucher", "凭证"),
        Column("why", "依据"),
        parts.money("by_ledger", "账面"),
        parts.money("by_lines", "明细"),
        parts.money("difference", "差异"),
    )
    rows = tuple(
        Row(
            (one.unit, one.mark, one.why.label, one.by_ledger, one.by_lines, one.amount)
        )
        for one in found.whole.tie.differences
    )
    return Table(columns, rows, caption="五（续）、账表差异明细", name="differences")
