"""现金盘点表: what was counted face by face, what the books said, who signs for it.

1. Every count of the period is a page of its own; `--subject` takes one by its number.
   One that another of the same day replaced, or that came late, says so.
2. The faces in circulation are always listed, others where pieces of them were there.
3. The book balance is that of the count. Where vouchers entered later changed the end
   of that day, the page says so.

Basis: 会计基础工作规范 第五十七、六十二条.
"""

from collections.abc import Iterator, Mapping

from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.register import Lookups, lookups
from reports import budget_parts, parts
from reports.catalogue import Report, Request
from reports.report import (
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Row,
    Signatures,
    Table,
)
from reports.wording import sentence
from treasury import cash_counts
from treasury.cash_counts import Counted
from treasury.cash_tables import FACES

REPORT = Report(
    name="cash_count",
    title="现金盘点表",
    summary="现金盘点：各面额张（枚）数、实有数、账面数、盘盈盘亏及说明，出纳、监盘人签字",
    takes=("subject",),
)

_OLD = frozenset({2_00, 20, 5, 2, 1})
"""Faces in fen that are listed only where they were found."""

_KINDS = frozenset({"cash_counts", "cash_count_pieces"})


def build(connection: Connection, request: Request) -> Document:
    """Draw up the counts of one unit.

    Raises:
        NoSuchScope: units below, one fund, an account or a place was asked for.
        NotFound: the count named is not one of the unit's.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=False)
    found = cash_counts.counts(connection, request.unit, request.span)
    if request.subject:
        found = tuple(one for one in found if str(one.number) == request.subject)
    books = lookups(connection)
    blocks: list[Block] = []
    for one in found:
        if blocks:
            blocks.append(PageBreak(titled=True))
        blocks += _count(connection, request, books, one)
    if not found:
        blocks.append(Paragraph(_sentence(request, None, ZERO)))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=budget_parts.provenance(connection, request, _KINDS),
        blocks=(*blocks, Note(request.words("register"))),
    )


def _count(
    connection: Connection, request: Request, books: Lookups, one: Counted
) -> Iterator[Block]:
    now = cash_counts.book_now(connection, one)
    yield Heading(f"第{one.number}号", 2)
    yield KeyValues(
        (
            ("盘点日期", one.counted_on),
            ("登记时间", parts.moment(one.made_at)),
            ("现金科目", parts.coded_name(books, one.account_id)),
            ("账面所据链位", one.position),
        )
    )
    yield _pieces(one)
    yield _compared(one)
    yield Paragraph(_sentence(request, one, now))
    if one.recounted:
        yield Note(request.words("cash_count_recounted", told=one.recounted_as))
    if one.late:
        yield Note(request.words("cash_count_late", told=one.late))
    cashier, supervisor = (
        parts.person_name(books, code) for code in (one.cashier, one.supervisor)
    )
    yield Signatures(("出纳", "监盘人", "会计主管"), (cashier, supervisor, ""))


def _pieces(one: Counted) -> Table:
    """Rule 2."""
    there = dict(one.pieces)
    shown = [Money(face) for face in FACES if face not in _OLD or Money(face) in there]
    rows = [
        Row((_named(face), there.get(face), parts.amount(_times(face, there))))
        for face in shown
    ]
    rows.append(Row(("合计", None, one.counted), "total"))
    columns = (
        Column("face", "面额"),
        Column("pieces", "张（枚）数", "count"),
        parts.money("amount", "金额"),
    )
    return Table(columns, tuple(rows), caption="实有现金", name="pieces")


def _times(face: Money, there: Mapping[Money, int]) -> Money:
    return Money(face.fen * there.get(face, 0))


def _named(face: Money) -> str:
    """A face as it is printed on it: `100元`, `5角`, `2分`."""
    for fen, unit in ((100, "元"), (10, "角")):
        if face.fen >= fen:
            return f"{face.fen // fen}{unit}"
    return f"{face.fen}分"


def _compared(one: Counted) -> Table:
    columns = (
        parts.money("counted", "实有数"),
        parts.money("book", "账面数"),
        parts.money("difference", "差额"),
        Column("outcome", "结果"),
        Column("explanation", "差额说明", width=4),
    )
    cells = (one.counted, one.book, one.difference, one.outcome, one.explanation)
    return Table(columns, (Row(cells),), caption="与账面核对", name="compared")


def _sentence(request: Request, one: Counted | None, now: Money) -> str:
    return sentence(
        "cash_count_outcome",
        office_folder=request.templates,
        period=parts.period_title(request),
        outcome=one.outcome if one else "",
        counted=one.counted if one else ZERO,
        capitals=one.counted.capitals() if one else "",
        size=abs(one.difference) if one else ZERO,
        changed=one is not None and now != one.book,
        now=now,
    )
