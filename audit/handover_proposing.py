"""What the books propose for a list of what is handed over (移交清单).

1. Vouchers by kind with their last numbers, the chain with its position and digest, the
   last close; every fund, account of money and count of cash; goods; what is open; the
   rights of who leaves.
2. All is told as at the end of the day of handing over; the chain as it stands when the
   list is drawn up, which the list keeps.
3. Seals, keys, agreements and contracts are in no book: people add them by hand.

Basis: 会计基础工作规范 第28至30条 (what is listed and counted at handover).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from audit import handover_facts as facts
from audit import handover_list_store
from audit.books import Part, quantity
from audit.figures import WORTH
from audit.handover_kinds import LineKind
from audit.store import accounts_of, funds_of
from ledger import draft_store, queries, store
from ledger.balances import balances
from ledger.database import Connection
from ledger.money import Money
from ledger.periods import Span, label, period_of
from ledger.register import Lookups, UnitLookup
from ledger.vouchers import mark
from treasury import cash_counts

_DAY = dt.timedelta(days=1)
_SHORT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line: what it is, its code in the books, how many, how much, how it stands."""

    kind: LineKind
    item: str
    ref: str = ""
    quantity: str = ""
    amount: Money | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose list it is, and of which day."""

    books: Lookups
    unit: UnitLookup
    person: str
    day: dt.date


def proposed(connection: Connection, at: Place) -> tuple[Line, ...]:
    """The lines that the books propose, in the order of the paper.

    The cost goes with the heads of a year's vouchers and the accounts in use; postings
    are added up by the database.
    """
    return (
        *_vouchers(connection, at),
        *_chains(connection, at),
        *_funds(connection, at),
        *_money(connection, at),
        *_cash(connection, at),
        *(
            Line(
                kind=LineKind.STOCK,
                item=f"{one.item.name}（{at.unit.fund_names[at.unit.funds[one.fund]]}）",
                ref=one.item.code,
                quantity=quantity(one.closing.quantity_milli) + one.item.measure,
                amount=one.closing.cost,
            )
            for one in facts.in_stock(connection, at.unit, at.day)
        ),
        *_open(connection, at),
        *_rights(connection, at),
    )


def _vouchers(connection: Connection, at: Place) -> Iterator[Line]:
    last: dict[str, tuple[int, int]] = {}
    many: dict[str, list[int]] = {}
    for row in handover_list_store.voucher_runs(connection, at.unit.id, at.day):
        place = row.period, row.last
        last[row.kind] = max(last.get(row.kind, (0, 0)), place)
        counts = many.setdefault(row.kind, [0, 0])
        counts[0] += row.many
        counts[1] += int(row.papers)
    for kind, (period, number) in sorted(last.items()):
        count, papers = many[kind]
        yield Line(
            kind=LineKind.BOOK,
            item=f"{at.day.year}年记账凭证（{kind}）",
            ref=mark(period, kind, number),
            quantity=f"{count}张",
            state=f"最后一号 {mark(period, kind, number)}，附件 {papers} 张",
        )


def _funds(connection: Connection, at: Place) -> Iterator[Line]:
    """Every fund that holds something, or that received or paid in the year."""
    year = Span(dt.date(at.day.year, 1, 1), at.day + _DAY)
    accounts = accounts_of(at.books, at.unit, year)
    held: dict[str, int] = {}
    turned: set[str] = set()
    for one in balances(connection, (at.unit.code,), year):
        part = accounts[one.account].part
        if part not in WORTH:
            continue
        held[one.fund] = held.get(one.fund, 0) - one.closing.fen
        if part is not Part.NET and (one.debit or one.credit):
            turned.add(one.fund)
    for fund in funds_of(connection, at.unit):
        if held.get(fund) or fund in turned:
            yield Line(
                kind=LineKind.FUND,
                item=at.unit.fund_names[at.unit.funds[fund]],
                ref=fund,
                amount=Money(held[fund]),
            )


def _chains(connection: Connection, at: Place) -> Iterator[Line]:
    unit = at.unit
    for item, (position, digest) in (
        ("凭证链", queries.head(connection, unit.id)),
        ("登记链", store.record_head(connection, unit.id)),
    ):
        yield Line(
            kind=LineKind.BOOK,
            item=item,
            ref=str(position),
            state=f"链位 {position}，摘要 {digest.hex()[:_SHORT]}",
        )
    closed = queries.closed_through(connection, unit.id)
    yield Line(
        kind=LineKind.BOOK,
        item="结账",
        ref=str(closed) if closed else "",
        state=f"已结账至{label(closed)}" if closed else "尚未结账",
    )
    drafts = draft_store.open_drafts(connection, unit.id, period_of(at.day))
    if drafts:
        yield Line(
            kind=LineKind.OPEN,
            item="未记账的草稿凭证",
            quantity=f"{len(drafts)}张",
            state="办完并记账，或作废",
        )


def _money(connection: Connection, at: Place) -> Iterator[Line]:
    for one in facts.money_on(connection, at.books, at.unit, at.day):
        state = "没有对账记录"
        if one.until is not None:
            state = f"对账到 {one.until}，未达账项 {one.items} 项"
        tail = f"尾号 {one.tail}" if one.tail else ""
        yield Line(
            kind=LineKind.ACCOUNT,
            item=f"{one.name}{tail and f'（{tail}）'}",
            ref=one.code,
            amount=one.book,
            state=state,
        )


def _cash(connection: Connection, at: Place) -> Iterator[Line]:
    found = [
        one
        for one in cash_counts.counts(connection, at.unit.code)
        if one.counted_on <= at.day
    ]
    if not found:
        return
    last = max(found, key=lambda one: (one.counted_on, one.number))
    yield Line(
        kind=LineKind.CASH,
        item="库存现金盘点",
        ref=str(last.number),
        amount=last.counted,
        state=f"{last.counted_on} 盘点，{last.outcome}",
    )


def _open(connection: Connection, at: Place) -> Iterator[Line]:
    for one in facts.open_on(connection, at.books, at.unit, at.day):
        age = "" if one.days is None else f"已 {one.days} 天"
        yield Line(
            kind=LineKind.OPEN,
            item=f"{one.kind}：{one.what}",
            amount=one.amount or None,
            state="，".join(filter(None, (age, one.note))),
        )


def _rights(connection: Connection, at: Place) -> Iterator[Line]:
    for one in facts.rights_of(connection, at.books, at.unit, at.person):
        if one.stands(at.day):
            scope = one.scope or "全部单位"
            yield Line(
                kind=LineKind.RIGHT,
                item=f"移交人的“{one.right.label}”权限（{scope}）",
                ref=one.scope,
                state=f"自 {one.since} 起，移交完成前收回",
            )
