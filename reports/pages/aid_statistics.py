"""特困职工统计表: files and aid of a unit and of all below it, over a span.

1. Files at the beginning, entered, left by reason, at the end; who they are at the end.
2. What stands only in encrypted files is counted where the keys are given (`--names`);
   without them the page says that it is not counted.
3. A column that would be empty from top to bottom is left out.

Basis: 关于进一步做好困难职工帮扶工作的意见 第4条、附件3; the columns are
a definition of ours.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from aid.file_figures import UNKNOWN, FileFigures
from aid.identity import Sex
from aid.recipient_codes import code_lists
from aid.recipient_steps import Exit
from aid.statistics import Statistics, statistics
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
    Signatures,
    Table,
)
from reports.wording import sentence

REPORT = Report(
    name="aid_statistics",
    title="特困职工统计表",
    summary="特困职工档案的期初、增加、减少、期末，困难类别、人口、性别和工作状态",
    quarters=True,
)

_NOT_TOLD = "未写明"


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
            Note(budget_parts.REGISTER),
            Signatures(aid_parts.SIGNERS),
        ),
        landscape=True,
    )


def _summary(request: Request, found: Statistics) -> str:
    whole = found.files[found.sums.order[0]]
    return sentence(
        "aid_statistics_summary",
        office_folder=request.templates,
        period=parts.period_title(request),
        begin=whole.begin,
        entered=whole.entered,
        left=whole.left,
        end=whole.end,
        persons=whole.persons,
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


def _tables(found: Statistics, *, is_opened: bool) -> Iterator[Block]:
    yield _table(found, "files", "一、档案增减（户）", _MOVED, _moved)
    yield _table(
        found, "standing", "二、期末在档：困难类别和人口", _STANDING, _standing
    )
    if is_opened:
        yield _table(
            found, "workers", "三、期末在档：性别和工作状态", _WORKERS, _workers
        )


def _table(
    found: Statistics,
    name: str,
    caption: str,
    columns: Sequence[Column],
    tell: Callable[[FileFigures], Iterable[Cell]],
) -> Table:
    """A table of all places, without the columns that hold nothing (3)."""
    told = aid_parts.rows(found.sums, found.files, tell)
    head = Column("unit", "单位", width=4)
    optional = {column.key for column in columns} - _ALWAYS
    kept, rows = budget_parts.filled((head, *columns), told, optional)
    return Table(kept, rows, caption=caption, name=name)


_ALWAYS = frozenset({"begin", "entered", "left", "end", "persons"})


def _count(key: str, title: str) -> Column:
    return Column(key, title, "count")


_MOVED = (
    _count("begin", "期初"),
    _count("opened", "新建档"),
    _count("reopened", "重新启用"),
    _count("moved_in", "转入"),
    _count("entered", "增加小计"),
    *(_count(f"exit_{one.value}", one.label) for one in Exit),
    _count("moved_out", "转出"),
    _count("left", "减少小计"),
    _count("end", "期末"),
)


def _moved(one: FileFigures) -> Iterator[Cell]:
    yield one.begin
    yield from map(_some, (one.opened, one.reopened, one.moved_in))
    yield one.entered
    yield from (_some(one.exits[reason.value]) for reason in Exit)
    yield _some(one.moved_out)
    yield from (one.left, one.end)


def _codes(name: str) -> tuple[tuple[str, str], ...]:
    """The values of a list with their labels, and what a file does not tell."""
    known = ((code.key, code.label) for code in code_lists()[name])
    return (*known, (UNKNOWN, _NOT_TOLD))


def _columns(name: str, codes: Iterable[tuple[str, str]]) -> tuple[Column, ...]:
    return tuple(_count(f"{name}_{key or 'unknown'}", label) for key, label in codes)


def _counted(of: Counter[str], codes: Iterable[tuple[str, str]]) -> Iterator[Cell]:
    yield from (_some(of[key]) for key, _ in codes)


def _some(number: int) -> int | None:
    """A number for a cell; nil leaves it empty."""
    return number or None


_CATEGORIES = _codes("category")
_STATES = _codes("state")
_SEXES = (*((one.value, one.label) for one in Sex), (UNKNOWN, _NOT_TOLD))

_STANDING = (
    _count("end", "期末户数"),
    _count("persons", "家庭人口"),
    *_columns("category", _CATEGORIES),
)


def _standing(one: FileFigures) -> Iterator[Cell]:
    yield from (one.end, one.persons)
    yield from _counted(one.categories, _CATEGORIES)


_WORKERS = (
    _count("end", "期末人数"),
    *_columns("sex", _SEXES),
    *_columns("state", _STATES),
)


def _workers(one: FileFigures) -> Iterator[Cell]:
    assert one.sexes is not None
    assert one.states is not None
    yield one.end
    yield from _counted(one.sexes, _SEXES)
    yield from _counted(one.states, _STATES)
