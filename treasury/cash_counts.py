"""Cash counted (现金盘点): the pieces in the safe against what the books say.

1. The cashier counts while another person watches (监盘人), who is no cashier; two
   log-ins of one person are still one person.
2. The books are read at the end of the day of the count, at the head of the unit's
   chain; both are kept, so that what is entered later changes no count.
3. A difference needs its explanation. Until it is cleared up, what is too much is owed
   (其他应付款) and what is missing is a claim (其他应收款); the count is the paper.
4. A count is never changed: a later count of the day says anew, and stands. One that
   is put on record later than the day after is told as such.

Basis: 会计基础工作规范 第五十七、六十二条; 会计法 第三十五条.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from budgets.records import before_unit, locked, read_back, text_faults, written
from ledger import queries
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import BOUND_FEN, ZERO, Money
from ledger.people import Act
from ledger.periods import Span, china_day
from ledger.register import Lookups, UnitLookup, append_rows, lookups
from treasury import cash_store, cashier_store
from treasury.cash_tables import FACES, PIECES_BOUND
from treasury.errors import MatchRefused

Pieces = tuple[tuple[Money, int], ...]
"""Faces, and how many pieces of each."""

SURPLUS, SHORTAGE, AGREES = "盘盈", "盘亏", "账实相符"


@dataclass(frozen=True, slots=True, kw_only=True)
class CashCount:
    """What is in the safe at the end of a day, face by face.

    `account` may stay open where the unit has one account of cash.
    """

    unit: str
    counted_on: dt.date
    pieces: Pieces
    supervisor: str
    explanation: str = ""
    account: str = ""

    @property
    def counted(self) -> Money:
        """What the pieces come to."""
        return sum((Money(face.fen * many) for face, many in self.pieces), ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A count on record, with what the books said; persons by their codes."""

    unit: str
    number: int
    account: str
    account_id: int
    counted_on: dt.date
    position: int
    counted: Money
    book: Money
    explanation: str
    cashier: str
    supervisor: str
    made_at: str
    pieces: Pieces
    recounted: int = 0
    """The number of the count of the same day that stands in its place; 0 if none."""

    @property
    def recounted_as(self) -> str:
        """How people say that another stands in its place."""
        return f"已重新盘点（第{self.recounted}号）" if self.recounted else ""

    @property
    def late(self) -> str:
        """How people say that it was put on record late; empty where it was not (4)."""
        made = china_day(dt.datetime.fromisoformat(self.made_at))
        days = (made - self.counted_on).days
        told = f"盘点日 {self.counted_on}，{made} 才登记，迟 {days} 天"
        return told if days > 1 else ""

    @property
    def difference(self) -> Money:
        """Counted less book."""
        return self.counted - self.book

    @property
    def outcome(self) -> str:
        """How people call the difference."""
        if not self.difference:
            return AGREES
        return SURPLUS if self.difference > ZERO else SHORTAGE

    @property
    def paper(self) -> str:
        """How a voucher cites the count."""
        return f"现金盘点表第{self.number}号（{self.counted_on}）"

    @property
    def to_do(self) -> tuple[str, ...]:
        """What is done next: about a difference (rule 3), and for the month's close."""
        size, found = abs(self.difference).grouped(), []
        if self.difference > ZERO:
            found.append(
                f"{SURPLUS} {size} 元：用 bangfu money receive --event cash_surplus"
                f" --basis “{self.paper}” 记入其他应付款，查明后再作处理"
            )
        if self.difference < ZERO:
            found.append(
                f"{SHORTAGE} {size} 元：以{self.paper}为依据，提出“垫付或借出”的"
                "付款申请，批准后从现金科目付出，记入其他应收款，查明责任后收回或报批核销"
            )
        if (self.counted_on + dt.timedelta(days=1)).day == 1:
            found.append(
                "月末盘点：结账前由出纳以外的人用 bangfu books proof"
                f" --account {self.account} --amount {self.counted}"
                f" --evidence “{self.paper}” 登记"
            )
        return tuple(found)


def count(connection: Connection, asked: CashCount, act: Act) -> Counted:
    """Put a count on record; whoever acts is the cashier who counted.

    Raises:
        NotFound: there is no such unit or person.
        MatchRefused: it cannot stand; all that is wrong is told.
    """
    unit = locked(connection, asked.unit)
    books = lookups(connection)
    if not asked.supervisor.strip():
        raise _refused(["没有写明监盘人"])
    persons = books.person(act.person), books.person(asked.supervisor)
    accounts = cash_accounts(books, unit, asked.counted_on)
    named = asked.account or (next(iter(accounts)) if len(accounts) == 1 else "")
    faults = [
        *_day_faults(unit, asked.counted_on, act),
        *_piece_faults(asked.pieces),
        *text_faults(("差额说明", asked.explanation, False)),
    ]
    if persons[0] == persons[1]:
        faults.append("监盘人不能是出纳本人（同一人的两个登录名也算一人）")
    today = china_day(act.at)
    if cashier_store.may_settle(connection, asked.unit, persons[1], today):
        faults.append("监盘人有“出纳”权限，须由出纳以外的人监盘")
    if named not in accounts:
        known = "、".join(accounts) or "（没有）"
        faults.append(f"写明盘点的现金末级科目；当日可用：{known}")
    if faults:
        raise _refused(faults)
    position, _ = queries.head(connection, unit.id)
    account_id = accounts[named]
    book = Money(cash_store.book_fen(connection, unit.id, account_id, asked.counted_on))
    difference = asked.counted - book
    if difference and not asked.explanation.strip():
        found = f"实有 {asked.counted.grouped()} 元，账面 {book.grouped()} 元"
        size = abs(difference).grouped()
        what = SURPLUS if difference > ZERO else SHORTAGE
        raise _refused([f"{found}，{what} {size} 元，须写明差额说明"])
    number = cash_store.next_number(connection, unit.id)
    row = (
        *(unit.id, number, account_id, asked.counted_on.isoformat(), position),
        *(asked.counted.fen, book.fen, difference.fen, written(asked.explanation)),
        *(*persons, act.stamp),
    )
    pieces = [
        (unit.id, number, face.fen, many)
        for face, many in sorted(asked.pieces, reverse=True)
        if many
    ]
    parts = (("cash_count_pieces", pieces), ("cash_counts", [row]))
    append_rows(connection, unit, parts, act)
    return find(connection, asked.unit, number)


def counts(
    connection: Connection, unit: str, span: Span | None = None
) -> tuple[Counted, ...]:
    """The counts of a unit, or those of a span of days, by number.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    found = books.unit(unit)
    days = (span.since, span.until) if span else None
    rows = cash_store.counts(connection, found.id, days)
    by_count: dict[int, list[tuple[Money, int]]] = {}
    for counting, face, many in cash_store.pieces(connection, found.id) if rows else ():
        by_count.setdefault(counting, []).append((Money(face), many))
    newest = {(row.account_id, row.counted_on): row.number for row in rows}
    told = (_told(row, unit, by_count.get(row.number, ()), books) for row in rows)
    return tuple(
        replace(one, recounted=last)
        if (last := newest[one.account_id, one.counted_on]) != one.number
        else one
        for one in told
    )


def find(connection: Connection, unit: str, number: int) -> Counted:
    """A count by its number.

    Raises:
        NotFound: there is no such unit or count.
    """
    for one in counts(connection, unit):
        if one.number == number:
            return one
    raise NotFound("现金盘点", str(number), "用 bangfu money cash counts 查看")


def book_now(connection: Connection, one: Counted) -> Money:
    """What the books now say of a count's day: vouchers may have followed."""
    unit = lookups(connection).unit(one.unit)
    return Money(
        cash_store.book_fen(connection, unit.id, one.account_id, one.counted_on)
    )


def cash_accounts(books: Lookups, unit: UnitLookup, on: dt.date) -> Mapping[str, int]:
    """The accounts of cash in the chart of a day that postings can stand on."""
    chart = books.charts.get(unit.chart_on(on.isoformat()), {})
    return {
        code: id_
        for code, id_ in sorted(chart.items())
        if id_ in books.cash and id_ not in books.above
    }


def _told(
    row: Any, unit: str, pieces: Sequence[tuple[Money, int]], books: Lookups
) -> Counted:
    return Counted(
        unit=unit,
        number=row.number,
        account=books.account_codes[row.account_id],
        account_id=row.account_id,
        counted_on=row.counted_on,
        position=row.position,
        counted=Money(row.counted_fen),
        book=Money(row.book_fen),
        explanation=read_back(row.explanation),
        cashier=books.person_codes[row.cashier_id],
        supervisor=books.person_codes[row.supervisor_id],
        made_at=row.made_at,
        pieces=tuple(pieces),
    )


# -- what is refused ------------------------------------------------------------------


def _refused(faults: Sequence[str]) -> MatchRefused:
    return MatchRefused("现金盘点没有登记", "；".join(faults), "改正后重新登记")


def _day_faults(unit: UnitLookup, on: dt.date, act: Act) -> Iterator[str]:
    if why := before_unit(unit, on):
        yield f"盘点日在{why}"
    if on > china_day(act.at):
        yield "盘点日晚于今天"


def _piece_faults(pieces: Pieces) -> Iterator[str]:
    faces = [face for face, _ in pieces]
    for face in dict.fromkeys(faces):
        if face.fen not in FACES:
            known = "、".join(_face(Money(fen)) for fen in FACES)
            yield f"人民币没有 {_face(face)} 元的面额；可用：{known}"
        if faces.count(face) > 1:
            yield f"{_face(face)} 元写了两次，合为一项"
    if any(not 0 <= many <= PIECES_BOUND for _, many in pieces):
        yield f"张（枚）数应在 0 到 {PIECES_BOUND:,} 之间"
    elif sum(face.fen * many for face, many in pieces) > BOUND_FEN:
        yield "盘点金额过大"


def _face(face: Money) -> str:
    """A face as people say it: `100`, `0.5`."""
    return str(face).rstrip("0").rstrip(".")
