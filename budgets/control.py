"""Control of spending (预算控制): no fen is spent past the budget (L9).

1. available = approved or provisional + carried - spent - reserved, for each line of a
   year's budget: fund, account, purpose.
2. A request is reserved when it is saved, and refused then if there is no money; asked
   again at approval and at payment; given back when it is cancelled or expires. What
   comes back in the same year can be spent again.
3. What is asked past the year's or the quarter's money meets the rules in force
   (`rules.py`).

Cost: a reservation reads once, by index, and appends two rows with their records.

Basis: 关于做好困难职工帮扶工作的意见 九（量入为出、收支平衡、略有结余）; the modes are
settings, for the sources name none.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from budgets import store as budget_store
from budgets.errors import ControlRefused
from budgets.lines import Line, key_of, made_by, no_line, standing
from budgets.records import text_faults
from budgets.rules import DEFAULTS, Mode, Rule
from ledger import appropriation_store, store
from ledger.appropriations import Held, Made, Standing, Taken, moved
from ledger.database import Connection
from ledger.errors import NotFound
from ledger.money import Money, grouped_yuan
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import Lookups, UnitLookup, append_rows, lookups
from ledger.vouchers import Posting

DAYS_HELD = 60
"""Days that a reservation holds unless it says otherwise; never past its year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be spent: `ref` is the request's own number, unique in the unit.

    `expires_on` is the last day of a voucher that may use it, within the line's year.
    """

    line: Line
    amount: Money
    ref: str
    summary: str
    expires_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Reserved:
    """A reservation: its key, what it holds, what its line has left after it."""

    key: str
    amount: Money
    available: Money
    expires_on: dt.date
    warnings: tuple[str, ...] = ()
    already: bool = False


# -- reserving ----------------------------------------------------------------------


def reserve(connection: Connection, request: Request, act: Act) -> Reserved:
    """Hold money of a line for a request; the same request saved twice is one.

    Raises:
        ControlRefused: the request says too little, there is no such line, not enough
            money (with how much there is), the day is past a provisional share's or
            its own, or the request stands with other content.
        NotFound: there is no such unit, fund or account.
    """
    books = lookups(connection)
    unit = books.unit(request.line.unit)
    store.lock_unit(connection, unit.id)
    key_of_line = key_of(unit, request.line, books)
    desk = budget_store.desk(connection, unit.id, key_of_line, request.ref)
    if desk.line is None:
        raise no_line(request.line)
    line, amount = desk.line, request.amount.fen
    expires_on = _expiry(request, china_day(act.at))
    if desk.stands:
        row = appropriation_store.reservation(connection, unit.id, desk.stands)
        return _again(row, line, request)
    _meet(request, expires_on, china_day(act.at))
    made = made_by(books, act, request.line.year, request.ref)
    if desk.until and made.acted_on > desk.until:
        what = f"年初预拨只到 {desk.until}"
        why = f"{request.line.year}年预算还没有批准"
        raise ControlRefused(what, why=why, do="先批准年度预算")
    if line.available < amount:
        _give_back(connection, unit, line, act, books)
    decision = _year_decision(connection, unit, line, amount, made)
    limits = _Limits(connection, unit, line, decided=desk.decided)
    warnings = limits.warnings(request, made)
    year, number = request.line.year, desk.last + 1
    key = f"{year}-{number}"
    held = Held(line.id, amount, released=False, expires_on=expires_on.isoformat())
    taken = Taken("reserve", amount, reservation=key, decision=decision)
    row_of_move = moved(unit.id, line, taken, held, made)
    reservation = (
        *(unit.id, key, year, number, line.id, request.ref, amount),
        *(request.summary, held.expires_on, made.person_id, act.stamp),
    )
    parts = (("reservations", [reservation]), ("appropriation_moves", [row_of_move]))
    append_rows(connection, unit, parts, act)
    if decision is not None:
        warnings += (f"超过年度预算，依第 {decision} 号决定放行",)
    return Reserved(key, request.amount, Money(line.available), expires_on, warnings)


def use(
    connection: Connection, unit: str, key: str, posting: Posting, on: dt.date
) -> Posting:
    """The posting with its reservation named, once asked whether it may still be used.

    What it spends is taken from the reservation when its voucher is posted.

    Raises:
        ControlRefused: the reservation is released, expired, too small, or of another
            line.
        NotFound: there is no such unit or reservation.
    """
    books = lookups(connection)
    found = books.unit(unit)
    held = appropriation_store.held(connection, found.id, key)
    if held is None:
        raise NotFound("预留", key, "用 bangfu budget reservations 查看")
    asked = Line(
        unit=unit,
        year=on.year,
        fund=posting.fund,
        account=posting.account,
        purpose=posting.purpose,
    )
    line = standing(connection, found, asked, books)
    if held.appropriation_id != line.id:
        what = f"预留 {key} 属于另一项预算指标"
        raise ControlRefused(
            what,
            do="资金、科目、用途、年度须与预留时一致",
        )
    if held.released:
        what = f"预留 {key} 已经释放"
        raise ControlRefused(what, do="重新预留")
    if held.expires_on < on.isoformat():
        what = f"预留 {key} 有效期至 {held.expires_on}，已经过期"
        raise ControlRefused(what, do="释放后重新预留")
    if held.left < posting.debit.fen:
        what = (
            f"预留 {key} 剩余 {grouped_yuan(held.left)} 元，"
            f"支出 {posting.debit.grouped()} 元，"
            f"超出 {grouped_yuan(posting.debit.fen - held.left)} 元"
        )
        raise ControlRefused(
            what,
            do="减少支出，或另行预留差额",
        )
    return replace(posting, appropriation=key)


def release(
    connection: Connection, unit: str, key: str, reason: str, act: Act
) -> Money:
    """Give back what a reservation has left; return how much it was.

    Raises:
        ControlRefused: nothing is left of it, or no reason is given.
        NotFound: there is no such unit or reservation.
    """
    books = lookups(connection)
    found = books.unit(unit)
    store.lock_unit(connection, found.id)
    faults = tuple(text_faults(("释放预留的理由", reason, True)))
    if faults:
        raise ControlRefused("；".join(faults))
    row = appropriation_store.reservation(connection, found.id, key)
    held = appropriation_store.held(connection, found.id, key)
    if row is None or held is None:
        raise NotFound("预留", key, "用 bangfu budget reservations 查看")
    if not held.left:
        what = f"预留 {key} 没有余额"
        raise ControlRefused(what, why="已全部支出或已经释放")
    line = appropriation_store.line(connection, found.id, row.appropriation_id)
    left = held.left
    year = int(key.split("-", maxsplit=1)[0])
    made = made_by(books, act, year, reason)
    taken = Taken("release", left, reservation=key)
    rows = [moved(found.id, line, taken, held, made)]
    append_rows(connection, found, [("appropriation_moves", rows)], act)
    return Money(left)


def release_expired(connection: Connection, unit: str, act: Act) -> Mapping[str, Money]:
    """Give back all reservations whose last day is over; the amounts by key.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    found = books.unit(unit)
    store.lock_unit(connection, found.id)
    return {
        row.key: release(connection, unit, row.key, "到期自动释放", act)
        for row in appropriation_store.open_reservations(connection, found.id)
        if is_expired(row.expires_on, china_day(act.at))
    }


def is_expired(expires_on: dt.date, today: dt.date) -> bool:
    """Whether a reservation's last day is over.

    One that holds to the end of its year stays: vouchers of December may be entered
    in January. It stands in the way of closing the year until it is released.
    """
    return expires_on < min(today, dt.date(expires_on.year, 12, 31))


def _give_back(
    connection: Connection, unit: UnitLookup, line: Standing, act: Act, books: Lookups
) -> None:
    """Give back what has expired of one line, before it is said to be too small."""
    rows = []
    for row in appropriation_store.open_reservations(
        connection, unit.id, ids=[line.id]
    ):
        if is_expired(row.expires_on, china_day(act.at)):
            held = Held(line.id, row.left_fen, released=False, expires_on="")
            taken = Taken("release", row.left_fen, reservation=row.key)
            made = made_by(books, act, row.year, "到期自动释放")
            rows.append(moved(unit.id, line, taken, held, made))
    append_rows(connection, unit, [("appropriation_moves", rows)], act)


@dataclass(frozen=True, slots=True)
class Holding:
    """A reservation with something left of it."""

    key: str
    ref: str
    summary: str
    line: Line
    amount: Money
    left: Money
    expires_on: dt.date


def held(connection: Connection, unit: str, year: int) -> tuple[Holding, ...]:
    """What is reserved of a year's budget and not used, the earliest expiry first.

    Raises:
        NotFound: there is no such unit.
    """
    books = lookups(connection)
    found = books.unit(unit)
    return tuple(
        Holding(
            row.key,
            row.ref,
            row.summary,
            Line(
                unit=unit,
                year=row.year,
                fund=found.fund_codes[row.fund_id],
                account=books.account_codes[row.account_id],
                purpose=row.purpose,
            ),
            Money(row.amount_fen),
            Money(row.left_fen),
            row.expires_on,
        )
        for row in appropriation_store.open_reservations(
            connection, found.id, year=year
        )
    )


# -- judging ------------------------------------------------------------------------


def _expiry(request: Request, today: dt.date) -> dt.date:
    last = dt.date(request.line.year, 12, 31)
    if request.expires_on is None:
        return min(
            last,
            max(today, dt.date(request.line.year, 1, 1)) + dt.timedelta(days=DAYS_HELD),
        )
    if request.expires_on.year != request.line.year:
        raise ControlRefused(
            "预留的有效期不能跨年度",
            why=f"预算指标属于 {request.line.year} 年",
            do=f"改为 {last} 或之前",
        )
    return request.expires_on


def _meet(request: Request, expires_on: dt.date, today: dt.date) -> None:
    """Refuse a request that says too little, or whose last day is over; all is told."""
    faults = [
        *text_faults(("申请号", request.ref, True), ("事由", request.summary, True))
    ]
    if request.amount.fen <= 0:
        faults.append("预留金额应大于零")
    if is_expired(expires_on, today):
        faults.append(f"有效期 {expires_on} 已经过去")
    if faults:
        raise ControlRefused("；".join(faults))


def _again(row: Any, line: Standing, request: Request) -> Reserved:
    if (row.appropriation_id, row.amount_fen) != (line.id, request.amount.fen):
        what = f"申请 {request.ref} 已经预留，但内容不同"
        raise ControlRefused(
            what,
            why=f"原预留 {row.key}，{grouped_yuan(row.amount_fen)} 元",
            do="释放原预留，或用新的申请号",
        )
    return Reserved(
        row.key,
        request.amount,
        Money(line.available),
        row.expires_on,
        already=True,
    )


def _year_decision(
    connection: Connection, unit: UnitLookup, line: Standing, amount: int, made: Made
) -> int | None:
    if line.available >= amount:
        return None
    day = dt.date.fromisoformat(made.acted_on)
    found = appropriation_store.decision(connection, unit.id, Rule.YEAR, line.id, day)
    if found is not None and found.mode == Mode.WARN:
        return int(found.number)
    what = (
        f"预算不足：可用 {grouped_yuan(line.available)} 元，"
        f"申请 {grouped_yuan(amount)} 元，"
        f"缺 {grouped_yuan(amount - line.available)} 元"
    )
    raise ControlRefused(
        what,
        why=f"指标 {grouped_yuan(line.open)} 元，已支出 {grouped_yuan(line.spent)} 元，"
        f"已预留 {grouped_yuan(line.reserved)} 元",
        do="减少申请、释放其他预留，或经决议调整预算",
    )


@dataclass(frozen=True, slots=True)
class _Limits:
    """What a quarter lets be taken of a line; most units never change a rule."""

    connection: Connection
    unit: UnitLookup
    line: Standing
    decided: bool

    def mode(self, rule: Rule, day: dt.date) -> Mode:
        """The rule in force on a day."""
        if not self.decided:
            return DEFAULTS[rule]
        found = appropriation_store.decision(
            self.connection, self.unit.id, rule, self.line.id, day
        )
        return DEFAULTS[rule] if found is None else Mode(found.mode)

    def warnings(self, request: Request, made: Made) -> tuple[str, ...]:
        """What is told of the quarter, or refused where it was made to stop."""
        day, line = dt.date.fromisoformat(made.acted_on), self.line
        quarter = (day.month + 2) // 3
        taken = line.reserved + line.spent + request.amount.fen
        limit = sum(line.quarters[:quarter])
        if self.mode(Rule.ROLL, day) is Mode.STOP:
            first = dt.date(day.year, 3 * quarter - 2, 1)
            before = appropriation_store.taken_before(
                self.connection, self.unit.id, line.id, first
            )
            limit = min(limit, before + line.quarters[quarter - 1])
        if limit >= taken:
            return ()
        room = limit - taken + request.amount.fen
        told = (
            f"第{'一二三四'[quarter - 1]}季度可用 {grouped_yuan(room)} 元，"
            f"申请 {request.amount.grouped()} 元，超 {grouped_yuan(taken - limit)} 元"
        )
        if self.mode(Rule.QUARTER, day) is Mode.STOP:
            raise ControlRefused(told, do="推迟到下季度，或经决议调整季度安排")
        return (told,)
