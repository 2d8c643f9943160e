"""预算控制放宽记录: every decision that changed a rule, and what it let pass.

1. A decision is told with its days, its author, its reason and its resolution, whether
   it loosened the rule or tightened it, and whether a later one took its place.
2. Under a decision stand all reservations made in its days on the lines it is about,
   and of them those that passed the year's money because of it.
3. Decisions whose days touch the period are listed; none is left out.

Basis: `budgets/rules.py`, rule 2.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from budgets import store as budget_store
from budgets.rules import DEFAULTS, Mode, Rule
from ledger import appropriation_store, appropriation_tables, store
from ledger.database import Connection
from ledger.money import ZERO, Money
from ledger.register import Lookups, UnitLookup, lookups
from reports import budget_parts, parts
from reports.budget_parts import OVER
from reports.catalogue import Report, Request
from reports.report import (
    Block,
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
    name="budget_rules",
    title="预算控制放宽记录",
    summary="一个期间内放宽或收紧预算控制的每项决定：起止日、决定人、理由、决议，以及据此放行的预留",
    earlier=True,
)

_SIGNERS = ("资金管理机构负责人", "经审会负责人", "财务负责人", "制表人")
_KINDS = frozenset({"controls", "control_decisions"})
_WHOLE = "全部项目"


@dataclass(frozen=True, slots=True)
class _Line:
    """An appropriation, as far as a decision or a reservation names it."""

    id: int
    year: int
    name: str


@dataclass(frozen=True, slots=True)
class _Reserved:
    """A reservation as it was made: `past` is what of it no budget covered then."""

    line: _Line
    row: Any
    made_on: dt.date
    amount: Money
    past: Money
    decision: int | None


@dataclass(frozen=True, slots=True)
class _Book:
    """What one unit decided, and what it reserved; `name` is empty of a single one."""

    name: str
    books: Lookups
    unit: UnitLookup
    control: Any
    printed: dict[str, str]
    lines: dict[int, _Line]
    decisions: Sequence[Any]
    reserved: Sequence[_Reserved] = field(default=())

    def covers(self, decision: Any, one: _Reserved) -> bool:
        """Whether a reservation was made on a line and a day of a decision."""
        line = decision.appropriation_id
        days = decision.since <= one.made_on <= decision.until
        return days and line in {None, one.line.id}

    def before(self, decision: Any) -> set[Mode]:
        """What would hold on its days, had it not been taken."""
        earlier = [
            other
            for other in self.decisions
            if other.number < decision.number
            and other.rule == decision.rule
            and other.appropriation_id in {None, decision.appropriation_id}
        ]
        default = DEFAULTS[Rule(decision.rule)]
        modes = set()
        for number in range((decision.until - decision.since).days + 1):
            day = decision.since + dt.timedelta(days=number)
            held = [one.mode for one in earlier if one.since <= day <= one.until]
            modes.add(Mode(held[-1]) if held else default)
        return modes

    def replaced(self, decision: Any) -> Any:
        """The first later decision that took its place on some of its days, or None."""
        later = (
            other
            for other in self.decisions
            if other.number > decision.number
            and other.rule == decision.rule
            and other.since <= decision.until
            and decision.since <= other.until
            and other.appropriation_id in {None, decision.appropriation_id}
        )
        return next(later, None)


def build(connection: Connection, request: Request) -> Document:
    """Draw up the list, of the unit or of all units below it too.

    Raises:
        NoSuchScope: one fund, one account, or a place in the chain was asked for.
    """
    budget_parts.demand_plain(request, REPORT.title, subunits=True)
    units = parts.units_of(connection, request)
    found = [_read(connection, code, several=len(units) > 1) for code in units]
    blocks: list[Block] = [Paragraph(_summary(found, request))]
    blocks += _tables(found, request)
    return Document(
        name=REPORT.name,
        title=REPORT.title,
        subtitle="",
        provenance=budget_parts.provenance(connection, request, _KINDS),
        blocks=(
            *blocks,
            *budget_parts.chains(connection, request),
            Note(request.words("register")),
            Signatures(_SIGNERS),
        ),
        landscape=True,
    )


def _read(connection: Connection, code: str, *, several: bool) -> _Book:
    books = lookups(connection)
    unit = books.unit(code)
    name = unit.name if several else ""
    decisions = budget_store.decision_rows(connection, unit.id)
    control = appropriation_store.control(connection, unit.id)
    printed = dict(budget_parts.printed_keys(connection, code))
    if not decisions:
        return _Book(name, books, unit, control, printed, {}, ())
    rows = store.all_rows(connection, appropriation_tables.appropriations, unit.id)
    lines = {row.id: _line(books, unit, row) for row in rows}
    # All decisions are kept: what one changed depends on those before it.
    reserved = tuple(_reservations(connection, unit, lines))
    return _Book(name, books, unit, control, printed, lines, decisions, reserved)


def _line(books: Lookups, unit: UnitLookup, row: Any) -> _Line:
    fund = unit.fund_names[row.fund_id]
    account = parts.coded_leaf(books, row.account_id)
    told = "，".join(part for part in (fund, row.purpose, account) if part)
    return _Line(row.id, row.year, told)


def _reservations(
    connection: Connection, unit: UnitLookup, lines: dict[int, _Line]
) -> Iterator[_Reserved]:
    table = appropriation_tables.reservations
    rows = {row.key: row for row in store.all_rows(connection, table, unit.id)}
    moves = appropriation_tables.appropriation_moves
    for move in store.all_rows(connection, moves, unit.id):
        if move.act != "reserve":
            continue
        lacking = move.reserved_fen + move.spent_fen - move.open_fen
        past = min(move.amount_fen, max(lacking, 0)) if move.decision else 0
        yield _Reserved(
            lines[move.appropriation_id],
            rows[move.reservation],
            move.acted_on,
            Money(move.amount_fen),
            Money(past),
            move.decision,
        )


def _touching(book: _Book, request: Request) -> list[Any]:
    """Decisions whose days touch the period (3)."""
    span = request.span
    return [
        one
        for one in book.decisions
        if one.since < span.until and span.since <= one.until
    ]


def _summary(found: Sequence[_Book], request: Request) -> str:
    decisions = [(book, one) for book in found for one in _touching(book, request)]
    passed = [
        one
        for book, decision in decisions
        for one in book.reserved
        if one.decision == decision.number
    ]
    single = found[0] if len(found) == 1 else None
    return sentence(
        "budget_rules_summary",
        office_folder=request.templates,
        period=parts.period_title(request),
        units=len(found),
        under_control=sum(book.control is not None for book in found),
        since=single.control.since if single and single.control else None,
        count=len(decisions),
        loosened=sum(_effect(book, one) == _LOOSER for book, one in decisions),
        passed=len(passed),
        past=sum((one.past for one in passed), ZERO),
    )


# -- decisions ----------------------------------------------------------------------

_LOOSER, _TIGHTER, _SAME = f"{OVER} 放宽", "收紧", "未改变"


def _effect(book: _Book, decision: Any) -> str:
    """Whether it loosened the rule on any of its days: by what held before it."""
    after = Mode(decision.mode)
    if book.before(decision) == {after}:
        return _SAME
    return _LOOSER if after is Mode.WARN else _TIGHTER


_MEANT = {
    (Rule.YEAR, Mode.WARN): "超年度预算放行",
    (Rule.YEAR, Mode.STOP): "超年度预算不放行",
    (Rule.QUARTER, Mode.WARN): "超季度进度放行",
    (Rule.QUARTER, Mode.STOP): "超季度进度不放行",
    (Rule.ROLL, Mode.WARN): "季度余额可结转",
    (Rule.ROLL, Mode.STOP): "季度余额不结转",
}


def _tables(found: Sequence[_Book], request: Request) -> Iterator[Block]:
    rows: list[Row] = []
    passed: list[Row] = []
    for book in found:
        for decision in _touching(book, request):
            rows.append(_decision_row(book, decision))
            passed += _passed_rows(book, decision)
    if not rows:
        return
    columns = (
        Column("unit", "单位", width=2),
        Column("number", "编号", "count"),
        Column("effect", "性质", width=2),
        Column("rule", "内容", width=2),
        Column("line", "范围", width=3),
        Column("since", "起", "date"),
        Column("until", "止（含）", "date"),
        Column("reason", "理由", width=4),
        Column("resolution", "决议", width=2),
        Column("person", "决定人"),
        parts.money("reserved", "期内预留"),
        parts.money("past", "其中超预算"),
        Column("replaced", "备注", width=2),
    )
    kept, cells = budget_parts.filled(columns, rows, {"unit", "replaced"})
    note = sentence("budget_rules_notes", office_folder=request.templates)
    yield Table(kept, cells, caption="各项决定", note=note, name="decisions")
    if passed:
        yield _passed_table(passed)


def _decision_row(book: _Book, decision: Any) -> Row:
    line = book.lines.get(decision.appropriation_id)
    under = [one for one in book.reserved if book.covers(decision, one)]
    past = [one.past for one in book.reserved if one.decision == decision.number]
    later = book.replaced(decision)
    person = book.books.person_codes[decision.person_id]
    return Row(
        (
            book.name,
            decision.number,
            _effect(book, decision),
            _MEANT[Rule(decision.rule), Mode(decision.mode)],
            line.name if line else _WHOLE,
            decision.since,
            decision.until,
            decision.reason,
            book.printed.get(decision.resolution, decision.resolution),
            parts.person_name(book.books, person),
            sum((one.amount for one in under), ZERO),
            sum(past, ZERO),
            _replaced(decision, later) if later else "",
        )
    )


def _replaced(decision: Any, later: Any) -> str:
    since = max(decision.since, later.since)
    return f"{since} 起为第 {later.number} 号决定取代"


# -- what passed --------------------------------------------------------------------


def _passed_rows(book: _Book, decision: Any) -> Iterator[Row]:
    """Reservations that only this decision let pass."""
    for one in book.reserved:
        if one.decision == decision.number:
            yield Row(
                (
                    book.name,
                    decision.number,
                    one.made_on,
                    one.row.key,
                    one.row.ref,
                    one.row.summary,
                    one.line.name,
                    one.amount,
                    one.past,
                )
            )


def _passed_table(rows: Sequence[Row]) -> Table:
    columns = (
        Column("unit", "单位", width=2),
        Column("number", "决定编号", "count"),
        Column("made_on", "预留日期", "date"),
        Column("key", "预留号"),
        Column("ref", "申请号"),
        Column("summary", "事由", width=3),
        Column("line", "预算项目", width=4),
        parts.money("amount", "预留金额"),
        parts.money("past", f"{OVER} 超年度预算"),
    )
    kept, cells = budget_parts.filled(columns, rows, {"unit"})
    caption = f"{OVER} 因放宽而放行的预留（{len(rows)}笔）"
    return Table(kept, cells, caption=caption, name="passed")
