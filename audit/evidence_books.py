"""An auditee's books out of what was handed over (外来账套的账簿): pure.

1. What stood before the first day is the last opening stated until then, and the
   vouchers since. Where earlier vouchers tell it too, both can be held against each
   other (`carried`).
2. What stands at the end is what the auditee states (a sheet of closings, or openings
   of the next day), else what openings and vouchers come to.
3. Vouchers go by month and day; within a day what brings money in first, then moves
   between funds, then the rest as the file has them: the order of an import.
4. Whatever a posting names has its account and its fund, listed or not.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePath
from typing import NamedTuple

from audit.books import (
    Account,
    AdvanceLine,
    Books,
    InStock,
    Line,
    Standing,
    Voucher,
)
from audit.evidence_masters import (
    Sheets,
    accounts_of,
    funds_of,
    people_of,
    sheets_of,
    tenures_of,
    unit_row,
    unknown_account,
    unknown_fund,
)
from audit.evidence_numbers import Place, Told, firsts, places
from audit.limits import limits_on
from audit.turnover import Turnover, months_of
from ledger.accounts import Role
from ledger.folder import VOUCHERS
from ledger.intake_entries import CORRECTIONS
from ledger.periods import Span, period_of
from ledger.vouchers import Correction, mark

_ONE_IN = 50
"""Of so many vouchers at most one lies astray; else the books simply run on."""


class Head(NamedTuple):
    """A voucher without its postings, as `evidence_vouchers` holds it."""

    place: int
    row: int
    book: str
    ref: str
    number: str
    period: str
    dated_on: str
    kind: str
    summary: str
    attachments: int
    preparer: str
    reviewer: str
    poster: str
    cashier: str
    head: str
    posted_at: str
    corrects: str
    correction: str

    @property
    def day(self) -> dt.date | None:
        """The day it is dated, where that is one."""
        return dt.date.fromisoformat(self.dated_on) if self.dated_on else None

    @property
    def told(self) -> Told:
        """What it says of its place."""
        return Told(self.ref, self.number, self.period, self.kind, self.day)


class _Balance(NamedTuple):
    """A stated balance, as `evidence_openings` holds it."""

    place: int
    sheet: str
    row: int
    book: str
    dated_on: str
    account: str
    fund: str
    debit_fen: int
    credit_fen: int
    party: str
    item: str
    quantity_milli: int
    arose_on: str


@dataclass(slots=True)
class Handed:
    """The rows of one intake; `postings` come voucher by voucher and are read once."""

    auditee: str
    cells: Sequence[tuple[int, str, int, str, str]]
    vouchers: Sequence[Head]
    postings: Iterable[tuple[object, ...]]
    openings: Sequence[tuple[object, ...]]
    unread: Sequence[tuple[object, ...]]

    @property
    def units(self) -> frozenset[str]:
        """Codes of the units that have anything in it."""
        named = {
            content for _, sheet, _, key, content in self.cells if (sheet, key) in _OF
        }
        booked = {head.book for head in self.vouchers}
        return frozenset(named | booked | {str(row[3]) for row in self.openings}) - {""}


_OF = {("units", "code"), ("funds", "unit"), ("officers", "unit")}


@dataclass(slots=True)
class _Sums:
    """What is added up of the days before the span."""

    balances: dict[tuple[str, str], int] = field(default_factory=dict)
    carried: dict[tuple[str, str], int] = field(default_factory=dict)
    stock: dict[tuple[str, str], int] = field(default_factory=dict)
    turnover: list[Turnover] = field(default_factory=list)
    advances: list[AdvanceLine] = field(default_factory=list)


def books_of(handed: Handed, span: Span) -> Books:
    """The books of the auditee over whole months."""
    maker = _Maker(handed, span)
    maker.read_vouchers(handed.postings)
    return maker.books()


class _Maker:
    """Puts the books together; a voucher at a time, earlier ones as sums."""

    def __init__(self, handed: Handed, span: Span) -> None:
        self._unit, self._span = handed.auditee, span
        self._sheets: Sheets = sheets_of(handed.cells)
        self._accounts = accounts_of(self._sheets, self._unit, span)
        self._funds = funds_of(self._sheets, self._unit, span.last_day)
        stated = [_Balance(*row) for row in handed.openings]  # type: ignore[arg-type] # as declared
        self._stated = [row for row in stated if row.book == self._unit]
        self._heads = [head for head in handed.vouchers if head.book == self._unit]
        begins = min((d for r in self._stated if (d := _day(r.dated_on))), default=None)
        found = places([head.told for head in self._heads], begins)
        # Where nothing of the books has a day, all of it is put before the auditor.
        since = period_of(span.since)
        found = [one if one.period else one._replace(period=since) for one in found]
        self._places = dict(zip((h.place for h in self._heads), found, strict=True))
        self._refs = Counter(head.ref for head in self._heads)
        self._by_ref = {head.ref: head for head in reversed(self._heads) if head.ref}
        self._cancelled = frozenset(
            head.corrects
            for head in self._heads
            if head.corrects and CORRECTIONS.get(head.correction) == Correction.FULL
        )
        self._unread = _unread(handed.unread)
        self._faulty = bool(handed.unread)
        self._base = self._last_opening(span.since)
        self._before = None
        if self._base:
            self._before = self._last_opening(self._base - dt.timedelta(days=1))
        self._sums = _Sums()
        self._found: list[Voucher] = []
        self._later: list[Voucher] = []
        self._texts: dict[str, str] = {}
        self._take_openings()

    # -- openings ---------------------------------------------------------------

    def _last_opening(self, until: dt.date) -> dt.date | None:
        """The last day until then, inclusive, on which balances are stated."""
        days = [_day(row.dated_on) for row in self._stated if row.sheet == "openings"]
        return max((d for d in days if d and d <= until), default=None)

    def _take_openings(self) -> None:
        sums = self._sums
        for row in self._stated:
            self._know(row.account, row.fund)
            day = _day(row.dated_on)
            if row.sheet != "openings" or (day and day >= self._span.until):
                continue
            fen = row.debit_fen - row.credit_fen
            key = row.account, row.fund
            if day is None or day == self._base or self._base is None:
                _add(sums.balances, key, fen)
                self._take_stock(row)
                self._take_advance(row)
                at = (day or self._span.since).year * 100
                sides = row.debit_fen, row.credit_fen
                sums.turnover.append((at, *key, *sides))
            if day and day == self._before:
                _add(sums.carried, key, fen)

    def _take_stock(self, row: _Balance) -> None:
        if row.item and self._accounts[row.account].role is Role.STOCK:
            milli = row.quantity_milli if row.debit_fen else -row.quantity_milli
            _add(self._sums.stock, (row.fund, row.item), milli)

    def _take_advance(self, row: _Balance) -> None:
        if self._accounts[row.account].role is Role.ADVANCE:
            arose = _day(row.arose_on) or _day(row.dated_on) or self._span.since
            fen = row.debit_fen - row.credit_fen
            name = f"期初余额第{row.row}行"
            self._sums.advances.append(
                AdvanceLine(name, arose, row.fund, row.party, fen)
            )

    def _know(self, account: str, fund: str) -> None:
        """Rule 4."""
        if account not in self._accounts:
            self._accounts[account] = unknown_account(account, self._accounts)
        if fund not in self._funds:
            self._funds[fund] = unknown_fund(fund)

    # -- vouchers ---------------------------------------------------------------

    def read_vouchers(self, postings: Iterable[tuple[object, ...]]) -> None:
        """Read every voucher with its postings, in the order of the file."""
        heads = {head.place: head for head in self._heads}
        seen: set[int] = set()
        for place, rows in groupby(postings, key=_place):
            head = heads.get(place)
            if head is not None:
                seen.add(place)
                self._take(head, rows)
        for head in self._heads:
            if head.place not in seen:
                self._take(head, ())

    def _take(self, head: Head, rows: Iterable[tuple[object, ...]]) -> None:
        rows_read: list[int] = [head.row]
        lines = tuple(self._lines(rows, rows_read))
        place = self._places[head.place]
        first, end = period_of(self._span.since), period_of(self._span.until)
        if place.period < first:
            self._take_earlier(head, place, lines)
            return
        voucher = self._voucher(head, place, lines, rows_read)
        if place.period >= end:
            self._later.append(voucher)
            return
        self._take_advances(voucher.mark, voucher.dated_on, lines)
        self._found.append(voucher)

    def _lines(
        self, rows: Iterable[tuple[object, ...]], rows_read: list[int]
    ) -> Iterator[Line]:
        kept = self._texts
        for row in rows:
            (_, _, at, account, fund, debit, credit, purpose, party, recipient,
             persons, item, milli, memo) = row  # fmt: skip
            rows_read.append(at)  # type: ignore[arg-type] # a row is a number
            self._know(account, fund)  # type: ignore[arg-type] # texts
            yield Line(
                kept.setdefault(account, account),  # type: ignore[arg-type]
                kept.setdefault(fund, fund),  # type: ignore[arg-type]
                debit,  # type: ignore[arg-type] # fen
                credit,  # type: ignore[arg-type]
                kept.setdefault(purpose, purpose),  # type: ignore[arg-type]
                kept.setdefault(party, party),  # type: ignore[arg-type]
                recipient,  # type: ignore[arg-type]
                persons,  # type: ignore[arg-type]
                item,  # type: ignore[arg-type]
                memo,  # type: ignore[arg-type]
                milli,  # type: ignore[arg-type]
            )

    def _take_earlier(self, head: Head, place: Place, lines: Sequence[Line]) -> None:
        base = self._base
        after = base is None or place.period >= period_of(base)
        since = self._before and period_of(self._before)
        if after or (since and place.period >= since):
            into = self._sums.balances if after else self._sums.carried
            for line in lines:
                _add(into, (line.account, line.fund), line.net_fen)
        if not after:
            return
        for line in lines:
            self._sums.turnover.append((place.period, *line[:4]))
            if line.item and self._accounts[line.account].role is Role.STOCK:
                milli = line.quantity_milli
                pieces = milli if line.debit_fen else -milli
                _add(self._sums.stock, (line.fund, line.item), pieces)
        day = head.day or self._span.since
        self._take_advances(self._called(head, place), day, lines)

    def _take_advances(self, called: str, day: dt.date, lines: Iterable[Line]) -> None:
        for line in lines:
            if self._accounts[line.account].role is Role.ADVANCE:
                self._sums.advances.append(
                    AdvanceLine(called, day, line.fund, line.party, line.net_fen)
                )

    def _called(self, head: Head, place: Place) -> str:
        """What papers call it; a reference that several have is told with its row."""
        if head.number and place.number and head.kind:
            return mark(place.period, head.kind, place.number)
        if not head.ref:
            return f"第{head.row}行"
        return f"{head.ref}（第{head.row}行）" if self._refs[head.ref] > 1 else head.ref

    def _voucher(
        self, head: Head, place: Place, lines: tuple[Line, ...], rows: Iterable[int]
    ) -> Voucher:
        target = self._by_ref.get(head.corrects) if head.corrects else None
        at = self._places[target.place] if target else None
        return Voucher(
            position=head.place,
            place=head.place,
            period=place.period,
            kind=head.kind or _kind(lines, self._accounts),
            number=place.number,
            dated_on=head.day or dt.date(place.period // 100, place.period % 100, 1),
            summary=head.summary,
            attachments=head.attachments,
            preparer=head.preparer,
            reviewer=head.reviewer,
            poster=head.poster,
            cashier=head.cashier,
            lines=lines,
            recorded_on=_day(head.posted_at[:10].replace("/", "-")),
            corrects=self._called(target, at) if target and at else head.corrects,
            corrects_period=at.period if at else 0,
            correction=CORRECTIONS.get(head.correction, ""),
            cancelled=head.ref in self._cancelled,
            entered="imported",
            called=self._called(head, place),
            series=place.series,
            unread=tuple(
                dict.fromkeys(
                    name for row in rows for name in self._unread.get(row, ())
                )
            ),
        )

    # -- the whole --------------------------------------------------------------

    def books(self) -> Books:
        """The books as they were read."""
        span, sums = self._span, self._sums
        vouchers = tuple(self._ordered())
        openings = tuple(_standings(sums.balances))
        since = period_of(span.since)
        told = any(line.account for one in vouchers for line in one.lines)
        placed = [p for p in self._places.values() if p.period < period_of(span.until)]
        return Books(
            unit=self._unit,
            unit_name=unit_row(self._sheets, self._unit).get("name", self._unit),
            span=span,
            limits=limits_on(span.last_day),
            accounts=self._accounts,
            funds=self._funds,
            vouchers=vouchers,
            openings=openings,
            closings=tuple(self._closings(openings, vouchers)),
            stock=tuple(InStock(*key, milli) for key, milli in sums.stock.items()),
            history=months_of(sums.turnover, self._accounts, vouchers),
            advances=tuple(sums.advances),
            tenures=tuple(tenures_of(self._sheets, self._unit, span)),
            first_numbers=firsts(placed, since),
            carried=tuple(_standings(sums.carried)) if sums.carried else None,
            people=people_of(self._sheets),
            astray=self._astray(),
            nothing_read=not told and (self._faulty or bool(vouchers)),
        )

    def _ordered(self) -> Iterator[Voucher]:
        """Rule 3, with positions from 1."""
        order = sorted(self._found, key=self._order)
        for position, voucher in enumerate(order, 1):
            yield voucher._replace(position=position)

    def _order(self, voucher: Voucher) -> tuple[int, dt.date, int, int]:
        net = sum(
            line.net_fen
            for line in voucher.lines
            if self._accounts[line.account].is_money
        )
        rank = 3 if voucher.correction or net < 0 else 1 if net > 0 else 2
        return voucher.period, voucher.dated_on, rank, voucher.position

    def _closings(
        self, openings: Iterable[Standing], vouchers: Iterable[Voucher]
    ) -> Iterator[Standing]:
        """Rule 2."""
        stated: dict[tuple[str, str], int] = {}
        span = self._span
        ends = {"closings": {span.last_day, span.until}, "openings": {span.until}}
        for row in self._stated:
            if _day(row.dated_on) in ends[row.sheet]:
                key = row.account, row.fund
                _add(stated, key, row.debit_fen - row.credit_fen)
        if not stated:
            for opening in openings:
                _add(stated, opening[:2], opening.balance_fen)
            for voucher in vouchers:
                for line in voucher.lines:
                    _add(stated, line[:2], line.net_fen)
        return _standings(stated)

    def _astray(self) -> tuple[Voucher, ...]:
        """Later vouchers, where they are so few that their days may be slips."""
        few = len(self._found) >= _ONE_IN * len(self._later)
        return tuple(self._later) if few else ()


def _kind(lines: Iterable[Line], accounts: Mapping[str, Account]) -> str:
    net = sum(line.net_fen for line in lines if accounts[line.account].is_money)
    return "收" if net > 0 else "付" if net < 0 else "转"


def _unread(rows: Iterable[tuple[object, ...]]) -> dict[int, list[str]]:
    """What could not be read of the sheet of vouchers, by row."""
    labels = {column.key: column.label for column in VOUCHERS.columns}
    found: defaultdict[int, list[str]] = defaultdict(list)
    for _, name, row, heading, _, _ in rows:
        # A workbook's sheet stands in brackets behind its file.
        inner = str(name).removesuffix("]").rpartition("[")[2]
        sheet = PurePath(inner).stem
        if sheet.strip() in {VOUCHERS.name, VOUCHERS.label} and heading in _GRAVE:
            found[int(str(row))].append(labels[str(heading)])
    return found


_GRAVE = frozenset({"date", "account", "fund", "debit", "credit"})
"""Columns without which a voucher cannot be audited."""


def _place(row: tuple[object, ...]) -> int:
    return row[0]  # type: ignore[return-value] # a number


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _add(sums: dict[tuple[str, str], int], key: tuple[str, str], value: int) -> None:
    sums[key] = sums.get(key, 0) + value


def _standings(sums: Mapping[tuple[str, str], int]) -> Iterator[Standing]:
    for (account, fund), fen in sorted(sums.items()):
        if fen:
            yield Standing(account, fund, fen)
