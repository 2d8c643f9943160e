"""Closing a year (年终结账): previewed, ordered by one person, posted by another.

1. Every month before December is closed first; December itself closes with the year.
2. One person orders the closing and so prepares its vouchers (制单); another reviews
   the very same lines and posts them. What was posted in between makes the order void.
3. All vouchers, the tests after closing, the change of chart if there is one, and the
   close of December stand together or not at all.
4. Before that December may be adjusting (审计调整): then only adjustments enter it,
   each citing the finding it follows from.
5. What January opened with is provisional until then. It is compared with what the
   year ended with, fund by fund, and each difference is told.

The cost goes with the accounts, funds and purposes in use, and with the postings of the
months not closed yet.

Basis: 工会会计制度（2021）第321、322、331、332号科目; 会计基础工作规范 51、63.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ledger import closing, journal, queries, store, transition, year_end_store
from ledger.checklist import YEAR_END, Obstacle
from ledger.closing import Closed
from ledger.database import Connection
from ledger.entries import Outcome
from ledger.errors import CloseRefused, Problem
from ledger.money import Money
from ledger.people import Act
from ledger.periods import china_day, label
from ledger.register import Lookups, UnitLookup, append, lookups
from ledger.vouchers import Voucher
from ledger.year_end_accounts import Decision, What
from ledger.year_end_drawing import (
    Compared,
    december,
    drawn,
    openings_compared,
    sums_at_end,
    vouchers_of,
)
from ledger.year_end_plan import Plan, open_after


@dataclass(frozen=True, slots=True)
class Order:
    """An order to close a year: by whom, when, on what decisions, and what exactly."""

    unit: str
    year: int
    number: int
    decisions: tuple[Decision, ...]
    digest: bytes
    position: int
    ordered_by: str
    ordered_at: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What closing a year would post, and all that stands in its way."""

    plan: Plan
    vouchers: tuple[Voucher, ...]
    obstacles: tuple[Obstacle, ...]
    sheet: tuple[transition.SheetRow, ...] = ()


@dataclass(frozen=True, slots=True)
class YearEnd:
    """A closed year: where its vouchers stand, its December, and January's openings."""

    outcomes: tuple[Outcome, ...]
    closed: Closed
    compared: tuple[Compared, ...]


# -- verbs --------------------------------------------------------------------------


def preview(
    connection: Connection,
    unit: str,
    year: int,
    decisions: Sequence[Decision] = (),
    *,
    on: dt.date | None = None,
) -> Preview:
    """What closing a year would post now; nothing is written.

    `on` is the day of the close; without it the calendar is not asked.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection, fresh=True)
    found = books.unit(unit)
    out_of_turn = _turn(connection, unit, year, on)
    if any(one.key != "early" for one in out_of_turn):
        # What does not lie directly before cannot be worked out.
        return Preview(Plan(()), (), tuple(out_of_turn))
    worked, sheet = drawn(connection, books, found, year, decisions)
    vouchers = tuple(vouchers_of(worked, books, found, year))
    obstacles = _obstacles(connection, found, year, worked, on)
    return Preview(worked, vouchers, tuple(obstacles), sheet)


def order(
    connection: Connection,
    unit: str,
    year: int,
    decisions: Sequence[Decision],
    act: Act,
) -> Order:
    """Order a year to be closed as previewed now; who orders prepares the vouchers.

    A later order replaces an earlier one.

    Raises:
        CloseRefused: something stands in the way; all of it is told.
        NotFound: there is no such unit or person.
    """
    books = lookups(connection, fresh=True)
    found = books.unit(unit)
    store.lock_unit(connection, found.id)
    on = china_day(act.at)
    _refuse(unit, year, _turn(connection, unit, year, on))
    worked, _ = drawn(connection, books, found, year, decisions)
    _refuse(unit, year, _obstacles(connection, found, year, worked, on))
    position, _ = queries.head(connection, found.id)
    row = {
        "unit_id": found.id,
        "year": year,
        "number": len(year_end_store.orders(connection, found.id, year)) + 1,
        "decisions": _written(decisions),
        "digest": worked.digest,
        "position": position,
        "ordered_by_id": books.person(act.person),
        "ordered_at": act.stamp,
    }
    append(connection, "year_ends", [row], act)
    return _order(row, unit, books)


def standing_order(connection: Connection, unit: str, year: int) -> Order | None:
    """The order that holds for a year; None where none was given.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection, fresh=True)
    rows = year_end_store.orders(connection, books.unit(unit).id, year)
    return _order(rows[-1]._mapping, unit, books) if rows else None  # noqa: SLF001 - SQLAlchemy's public name


def post(connection: Connection, unit: str, year: int, act: Act) -> YearEnd:
    """Review and post what was ordered, test it, and close December; all or nothing.

    Raises:
        CloseRefused: nobody ordered it, the same person did, the books have changed
            since, or something stands in the way.
        NotFound: there is no such unit or person.
        VoucherRefused: a voucher breaks a rule.
    """
    books = lookups(connection, fresh=True)
    found = books.unit(unit)
    store.lock_unit(connection, found.id)
    ordered = standing_order(connection, unit, year)
    if ordered is None:
        raise CloseRefused(
            _what(unit, year),
            why="还没有人下达年终结账指令",
            do="由制单人用 bangfu books year-end order 下达，再由另一人复核记账",
        )
    if books.person(act.person) == books.person(ordered.ordered_by):
        raise CloseRefused(
            _what(unit, year),
            why=f"下达指令（制单）与复核记账是同一人：{ordered.ordered_by}",
            do="换由另一人复核记账（会计法第三十五条）",
        )
    on = china_day(act.at)
    _refuse(unit, year, _turn(connection, unit, year, on))
    worked, _ = drawn(connection, books, found, year, ordered.decisions)
    _refuse(unit, year, _obstacles(connection, found, year, worked, on))
    if worked.digest != ordered.digest:
        raise CloseRefused(
            _what(unit, year),
            why=f"第 {ordered.number} 次指令下达以后账簿有变动，与复核时的凭证不同",
            do="重新预览并下达指令，再复核",
        )
    compared = openings_compared(connection, unit, year)
    signed = [
        replace(v, preparer=ordered.ordered_by, reviewer=act.person)
        for v in vouchers_of(worked, books, found, year)
    ]
    outcomes = journal.post(connection, signed, act) if signed else ()
    _test(connection, unit, year)
    closed = closing.close(connection, unit, december(year), act)
    return YearEnd(outcomes, closed, compared)


def begin_adjusting(connection: Connection, unit: str, year: int, act: Act) -> None:
    """From now on December takes audit adjustments alone (rule 4).

    Raises:
        CloseRefused: a month before it is open, it is closed, or it is so already.
        NotFound: there is no such unit or person.
    """
    books = lookups(connection, fresh=True)
    found = books.unit(unit)
    store.lock_unit(connection, found.id)
    period = december(year)
    what = f"{unit} {label(period)}不能进入审计调整期"
    if any(
        row.period == period for row in year_end_store.adjusting(connection, found.id)
    ):
        raise CloseRefused(what, why="已经在审计调整期", do="不必再办")
    in_way = [
        *_turn(connection, unit, year, china_day(act.at)),
        *(o for o in closing.checklist(connection, unit, period) if o.key == "drafts"),
    ]
    _refuse(unit, year, in_way, what)
    position, digest = queries.head(connection, found.id)
    row = {
        "unit_id": found.id,
        "period": period,
        "position": position,
        "hash": digest,
        "begun_by_id": books.person(act.person),
        "begun_at": act.stamp,
    }
    append(connection, "adjusting", [row], act)


# -- what stands in the way ---------------------------------------------------------


def _turn(
    connection: Connection, unit: str, year: int, on: dt.date | None
) -> list[Obstacle]:
    """Rule 1, and that December is over."""
    found = closing.checklist(connection, unit, december(year), on=on)
    return [
        o for o in found if o.key in {"empty", "closed", "before", "order", "early"}
    ]


def _obstacles(
    connection: Connection,
    unit: UnitLookup,
    year: int,
    worked: Plan,
    on: dt.date | None,
) -> list[Obstacle]:
    found = [
        one
        for one in closing.checklist(connection, unit.code, december(year), on=on)
        if one.key != YEAR_END
    ]
    found += [_as_obstacle(problem) for problem in worked.problems]
    for at in worked.deficits:
        code = unit.fund_codes[at.fund]
        found.append(
            Obstacle(
                "deficit",
                f"资金 {code} 年末为赤字 {Money(at.fen).grouped()} 元",
                "由管理机构决定弥补办法，并在结账记录中写明",
                blocking=False,
            )
        )
    return found


def _as_obstacle(problem: Problem) -> Obstacle:
    found = f"（{problem.found}）" if problem.found else ""
    return Obstacle(problem.rule, problem.what + found, problem.do or "改正后再办")


def _refuse(unit: str, year: int, found: Sequence[Obstacle], what: str = "") -> None:
    blocking = [obstacle for obstacle in found if obstacle.blocking]
    if blocking:
        raise CloseRefused(
            what or _what(unit, year),
            why="；".join(obstacle.what for obstacle in blocking),
            do="；".join(dict.fromkeys(obstacle.do for obstacle in blocking)),
        )


def _what(unit: str, year: int) -> str:
    return f"{unit} {year}年不能年终结账"


def _test(connection: Connection, unit: str, year: int) -> None:
    """The tests after closing: what a year passes through is nil, as its results."""
    books = lookups(connection)
    found = books.unit(unit)
    sums = sums_at_end(connection, books, found, year)
    still = open_after(books, found.chart_on(f"{year}-12-31"), sums)
    if still:
        named = "、".join(
            f"{books.account_name(account)}（资金 {found.fund_codes[fund]}）"
            for account, fund, _ in still
        )
        raise CloseRefused(
            _what(unit, year),
            why=f"结转以后这些科目仍有余额：{named}",
            do="运行 bangfu audit verify 查明",
        )


# -- orders as they are written -----------------------------------------------------


def _written(decisions: Sequence[Decision]) -> str:
    rows = [[d.what.value, d.fund, d.amount.fen, d.account, d.basis] for d in decisions]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _order(row: Mapping[str, Any], unit: str, books: Lookups) -> Order:
    decisions = tuple(
        Decision(
            what=What(d[0]), fund=d[1], amount=Money(d[2]), account=d[3], basis=d[4]
        )
        for d in json.loads(row["decisions"])
    )
    return Order(
        unit,
        row["year"],
        row["number"],
        decisions,
        bytes(row["digest"]),
        row["position"],
        books.person_codes[row["ordered_by_id"]],
        row["ordered_at"],
    )
