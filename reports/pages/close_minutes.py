"""结账记录: how a month was closed, for the minutes of the unit and its upper union.

1. The minutes of a closed month stand as the books stood at its close, whenever they
   are printed. Those of an open month are a draft and say so.
2. The checklist names each thing that was looked at, and every matter that did not
   stop the close: overdrawn funds, deficits, money that nobody counted.
3. Proofs of money that were made anew are told too, each with what it said.
4. What the close wrote down is computed again and held against its hashes.
5. December tells how its year was closed (`reports/year_end_tables.py`), and whether it
   was adjusting before.

Basis: 会计基础工作规范 第六十二条、第六十三条; 会计法 第十七条.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ledger import (
    chain,
    checklist,
    closing,
    queries,
    store,
    year_end,
    year_end_store,
)
from ledger.accounts import AccountClass
from ledger.balances import balances
from ledger.checklist import Obstacle
from ledger.closing import Closed
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.periods import DECEMBER, opening_period, period_of
from ledger.register import Lookups, UnitLookup, lookups
from ledger.vouchers import Entered, Kind
from reports import money_tables, parts, year_end_tables
from reports.catalogue import Report, Request
from reports.errors import NoSuchPeriod, NoSuchScope
from reports.report import (
    Block,
    Cell,
    Column,
    Document,
    KeyValues,
    Note,
    Provenance,
    Row,
    Signatures,
    Table,
)

REPORT = Report(
    name="close_minutes",
    title="结账记录",
    summary="一个月的结账检查单、账实核对、试算平衡、链位与摘要；十二月另列年终结账",
)

_SIGNERS = ("会计主管", "结账人", "复核", "单位负责人")

_ITEMS: tuple[tuple[str, frozenset[str]], ...] = (
    ("结账顺序", frozenset({"order", "before", "empty", "early"})),
    ("草稿凭证", frozenset({"drafts"})),
    ("试算平衡与汇总核对", frozenset({"balance", "totals", "checkpoint"})),
    ("账实核对", frozenset({"proof"})),
    ("期初往来款", frozenset({"openings"})),
    ("新旧科目衔接", frozenset({"transfer"})),
    ("资金透支", frozenset({"overdrawn"})),
    ("预算预留", frozenset({"reserved"})),
    ("年末赤字", frozenset({"deficit"})),
)
"""What is looked at, with the keys of its obstacles; other keys are of the year end."""

_YEARLY = frozenset({"年末赤字", "年终结转"})


@dataclass(frozen=True, slots=True)
class _Book:
    """The month, and how far the chain counts for it."""

    books: Lookups
    unit: UnitLookup
    period: int
    closed: Closed | None
    position: int | None

    @property
    def year(self) -> int:
        """The year that the month lies in."""
        return self.period // 100

    @property
    def is_december(self) -> bool:
        """Whether the year closes with the month."""
        return self.period % 100 == DECEMBER


def build(connection: Connection, request: Request) -> Document:
    """Draw up the minutes, or the draft of them while the month is open.

    Raises:
        NoSuchPeriod: a whole year was asked for, or a month before the books.
        NoSuchScope: several units, one fund, or a place in the chain before the close.
    """
    _demand_month(request)
    book = _book(connection, request)
    found = tuple(_matters(connection, book))
    blocks: list[Block] = [
        KeyValues(tuple(_facts(connection, book, request)), name="close"),
        _checklist(book, found),
        *money_tables.tables(
            connection, book.books, book.unit, book.period, _closed_at(book)
        ),
        *_totals(connection, book, request),
        _series(connection, book),
    ]
    if book.is_december:
        at = year_end_tables.YearEndAt(book.books, book.unit, book.year, book.position)
        blocks += year_end_tables.tables(connection, at, request)
    blocks += map(Note, _remarks(connection, book, request))
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="" if book.closed else parts.DRAFT,
        provenance=_provenance(connection, request, book),
        blocks=(*blocks, Signatures(_SIGNERS, _signed(book))),
        landscape=True,
    )


def _closed_at(book: _Book) -> str:
    return book.closed.closed_at if book.closed else ""


def _demand_month(request: Request) -> None:
    if request.with_subunits:
        raise NoSuchScope("结账记录按单位编制，不汇总下级单位")
    if request.fund or request.account:
        raise NoSuchScope("结账记录是全部账簿的记录，不能只取一项资金或一个科目")
    title = parts.period_title(request)
    if parts.is_year(request):
        reason = f"结账记录按月编制，期间写作 {request.period}-12（十二月含年终结账）"
        raise NoSuchPeriod(REPORT.title, title, reason)


def _book(connection: Connection, request: Request) -> _Book:
    """The month as it was closed, or as it stands (rule 1)."""
    period = period_of(request.span.since)
    closed = {one.period: one for one in closing.closes(connection, request.unit)}
    found = closed.get(period)
    if request.known_at is not None and (
        found is None or request.known_at < found.position
    ):
        when = f"{parts.period_title(request)}在链位 {request.known_at} 尚未结账"
        what = f"{when}，当时的结账检查单不能重现；请不写链位"
        raise NoSuchScope(what)
    books = lookups(connection)
    unit = books.unit(request.unit)
    return _Book(books, unit, period, found, found.position if found else None)


def _provenance(connection: Connection, request: Request, book: _Book) -> Provenance:
    """The chain at the close, dated by the close."""
    asked = replace(request, known_at=book.position or None)
    found = parts.provenance(connection, asked)
    if book.closed is None:
        return found
    return replace(
        found,
        position=book.closed.position,
        digest=book.closed.hash.hex(),
        known_on=dt.datetime.fromisoformat(book.closed.closed_at),
    )


def _signed(book: _Book) -> tuple[str, ...]:
    closer = parts.person_name(book.books, book.closed.closed_by) if book.closed else ""
    return ("", closer, "", "")


# -- the close ----------------------------------------------------------------------


def _facts(
    connection: Connection, book: _Book, request: Request
) -> Iterator[tuple[str, Cell]]:
    yield "单位编号", book.unit.code
    # Books may begin within a month; a chart changes with a year.
    chart = book.unit.chart_on(f"{book.year}-12-31")
    yield "科目表", book.books.chart_labels.get(chart, "")
    if book.closed is None:
        position, digest = queries.head(connection, book.unit.id)
        yield "状态", request.words("close_minutes_open")
        yield from _adjusted(connection, book, request)
        yield from _ordered(connection, book, request)
        yield "链位", position
        yield "链首摘要（SHA-256）", digest.hex()
        return
    yield "结账人", parts.person_name(book.books, book.closed.closed_by)
    yield "结账时间", parts.moment(book.closed.closed_at)
    yield from _adjusted(connection, book, request)
    yield from _ordered(connection, book, request)
    yield "链位", book.closed.position
    yield "链首摘要（SHA-256）", book.closed.hash.hex()
    yield "结账数摘要（SHA-256）", book.closed.totals_hash.hex()


def _adjusted(
    connection: Connection, book: _Book, request: Request
) -> Iterator[tuple[str, str]]:
    """That the month took audit adjustments alone, and how many came."""
    for begun in year_end_store.adjusting(connection, book.unit.id):
        if begun.period != book.period:
            continue
        heads = queries.vouchers(
            connection,
            book.unit.id,
            book.period,
            book.period + 1,
            position=book.position,
        )
        count = sum(head.entered == Entered.ADJUSTMENT for head in heads)
        by = parts.person_name(book.books, book.books.person_codes[begun.begun_by_id])
        told = request.words(
            "close_minutes_adjusting",
            person=by,
            begun_at=parts.moment(begun.begun_at),
            count=count,
        )
        yield "审计调整期", told


def _ordered(
    connection: Connection, book: _Book, request: Request
) -> Iterator[tuple[str, str]]:
    """Who ordered the year to be closed, and so prepared it, and who posted."""
    ordered = None
    if book.is_december:
        ordered = year_end.standing_order(connection, book.unit.code, book.year)
    if ordered is not None:
        by = parts.person_name(book.books, ordered.ordered_by)
        posted = (
            parts.person_name(book.books, book.closed.closed_by) if book.closed else ""
        )
        told = request.words(
            "close_minutes_ordered",
            number=ordered.number,
            person=by,
            ordered_at=parts.moment(ordered.ordered_at),
            posted_by=posted,
        )
        yield "年终结账", told


# -- the checklist ------------------------------------------------------------------


def _matters(connection: Connection, book: _Book) -> Iterator[Obstacle]:
    """What stood or stands on the checklist."""
    if book.closed is not None:
        place = (book.period, book.closed.position)
        yield from checklist.stood(connection, book.books, book.unit, *place)
        if book.is_december:
            yield from _deficits(connection, book)
        return
    if not book.is_december:
        yield from closing.checklist(connection, book.unit.code, book.period)
        return
    ordered = year_end.standing_order(connection, book.unit.code, book.year)
    decided = ordered.decisions if ordered else ()
    preview = year_end.preview(connection, book.unit.code, book.year, decided)
    yield from preview.obstacles
    if preview.vouchers:
        what = f"{book.year}年还没有年终结转，待记年终凭证 {len(preview.vouchers)} 张"
        yield Obstacle(checklist.YEAR_END, what, "用 bangfu books year-end 办理")


def _deficits(connection: Connection, book: _Book) -> Iterator[Obstacle]:
    at = year_end_tables.YearEndAt(book.books, book.unit, book.year, book.position)
    for fund, amount in year_end_tables.deficits(connection, at):
        what = f"资金 {fund} 年末为赤字 {amount.grouped()} 元"
        yield Obstacle("deficit", what, "由管理机构决定弥补办法", blocking=False)


def _checklist(book: _Book, found: Sequence[Obstacle]) -> Table:
    columns = (
        Column("item", "检查事项", width=2),
        Column("result", "结果", width=1),
        Column("what", "情况", width=6),
        Column("do", "办法", width=4),
    )
    named = dict(_ITEMS)
    items = {**named, "年终结转": {o.key for o in found} - set().union(*named.values())}
    rows = []
    for item, keys in items.items():
        if item in _YEARLY and not book.is_december:
            continue
        under = [one for one in found if one.key in keys]
        rows += [_matter_row(book, item, one) for one in under] or [
            Row((item, "通过", "", ""))
        ]
    caption = "结账检查单" if book.closed else "结账检查单（截至目前）"
    return Table(columns, tuple(rows), caption=caption, name="checklist")


def _matter_row(book: _Book, item: str, one: Obstacle) -> Row:
    result = "妨碍结账" if one.blocking else "记入本记录"
    if book.closed is None:
        return Row((item, result, one.what, one.do))
    # This page is the record that the checklist asks for, and the month is closed.
    asked = _AFTERWARDS.get(one.key, one.do)
    return Row((item, result, one.what, asked.removesuffix("，并在结账记录中写明")))


_AFTERWARDS = {"proof": "补做核对，另附记录", "openings": "在备查簿中查明"}


# -- totals -------------------------------------------------------------------------


def _totals(connection: Connection, book: _Book, request: Request) -> Iterator[Block]:
    """The month's trial balance by class, and whether it agrees."""
    sums = _sums(connection, book, request)
    whole = [sum((row[place] for row in sums.values()), ZERO) for place in range(6)]
    rows = [Row((klass.label, *told)) for klass, told in sums.items()]
    columns = (
        Column("class", "类别", width=2),
        parts.money("opening_debit", "期初借方余额"),
        parts.money("opening_credit", "期初贷方余额"),
        parts.money("debit", "本月借方发生额"),
        parts.money("credit", "本月贷方发生额"),
        parts.money("closing_debit", "期末借方余额"),
        parts.money("closing_credit", "期末贷方余额"),
    )
    agrees = whole[::2] == whole[1::2]
    yield Table(
        columns,
        (*rows, Row(("合计", *whole), "total")),
        caption="试算平衡（按科目类别）",
        note=request.words("close_minutes_totals", agrees=agrees),
        name="totals",
    )


def _sums(
    connection: Connection, book: _Book, request: Request
) -> dict[AccountClass, tuple[Money, ...]]:
    """Six amounts for each class in use; an account stands on its balance's side."""
    found: dict[AccountClass, list[Money]] = {}
    units = (book.unit.code,)
    rows = balances(
        connection, units, request.span, ("account",), known_at=book.position
    )
    for one in rows:
        account = parts.account_id(book.books, book.unit, one.account, request)
        klass = AccountClass(book.books.account_classes[account])
        told = (*_sided(one.opening), one.debit, one.credit, *_sided(one.closing))
        kept = found.setdefault(klass, [ZERO] * 6)
        kept[:] = [before + more for before, more in zip(kept, told, strict=True)]
    return {klass: tuple(found[klass]) for klass in parts.CLASS_ORDER if klass in found}


def _sided(balance: Money) -> tuple[Money, Money]:
    return (balance, ZERO) if balance > ZERO else (ZERO, -balance)


def _series(connection: Connection, book: _Book) -> Table:
    """How many vouchers each series has, from which number to which."""
    since = opening_period(book.year) if _opens(connection, book) else book.period
    heads = queries.vouchers(
        connection, book.unit.id, since, book.period + 1, position=book.position
    )
    numbers: dict[str, list[int]] = {}
    for head in heads:
        if head.period == book.period or head.kind == Kind.OPENING:
            numbers.setdefault(head.kind, []).append(head.number)
    counted = Counter({kind: len(found) for kind, found in numbers.items()})
    rows = [
        Row((kind, len(numbers[kind]), min(numbers[kind]), max(numbers[kind])))
        for kind in map(str, Kind)
        if kind in numbers
    ]
    columns = (
        Column("kind", "凭证字", width=2),
        Column("count", "张数", "count", width=1),
        Column("first", "首号", "count", width=1),
        Column("last", "末号", "count", width=1),
    )
    total = Row(("合计", counted.total(), None, None), "total")
    return Table(columns, (*rows, total), caption="本月凭证", name="vouchers")


def _opens(connection: Connection, book: _Book) -> bool:
    """Whether the openings of the year belong to the month, as its first closed."""
    closed = (row.period for row in queries.closes(connection, book.unit.id))
    return not any(opening_period(book.year) < one < book.period for one in closed)


# -- what is said under it ----------------------------------------------------------


def _remarks(connection: Connection, book: _Book, request: Request) -> Iterable[str]:
    if book.closed is None:
        yield request.words("close_minutes_draft")
        return
    wrong = tuple(_changed(connection, book.unit, book.closed))
    yield request.words("close_minutes_recomputed", wrong=wrong)


def _changed(connection: Connection, unit: UnitLookup, closed: Closed) -> Iterator[str]:
    """What the close says otherwise than the books (rule 4)."""
    head = queries.hash_at(connection, unit.id, closed.position) or chain.GENESIS
    kept = store.checkpoint_rows(connection, unit.id, closed.period)
    if head != closed.hash:
        yield "链首摘要"
    if chain.totals_hash(kept) != closed.totals_hash:
        yield "结账数摘要"
