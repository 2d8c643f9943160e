"""Year-end closing (年终结转) worked out: which vouchers, with which lines. Pure.

In this order, each step on what the one before left:

1. Quota that was not used goes back (Y7), and quota that was granted but never
   delivered is claimed, as decisions say.
2. Budget surplus is returned (Y6), as decisions say.
3. Income and expense of each fund go to 本年收支结转 of its family (Y1–Y3).
4. 年初余额调整, 单位内部调剂 and 本年收支结转 of carry-over accounts are cleared (Y4).
5. What finished projects leave becomes surplus, for those alone that a numbered
   decision names (Y5).
6. The accounts beside surplus are cleared.
7. On 1 January the quota is restored.

A chart without carry-over and surplus closes in steps 3 and 4 alone.

Basis: 工会会计制度（2021）第111、121、321、322、331、332号科目; （2009）第331号科目.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger import resting
from ledger.accounts import CLOSING_ROLES, AccountClass, Role
from ledger.errors import Problem
from ledger.money import Money
from ledger.register import Lookups, UnitLookup
from ledger.vouchers import Line
from ledger.year_end_accounts import (
    Decision,
    What,
    YearAccounts,
    decision_problems,
    rules_of,
)

Place = tuple[int, int, str]
"""Account, fund and purpose, the purpose empty where none is named."""


class Step(NamedTuple):
    """A voucher to be: its day (12-31 or 01-01), what it does, on what it rests.

    `kind` is empty where it follows from the money that moves.
    """

    key: str
    day: str
    chart: str
    summary: str
    basis: str
    lines: tuple[Line, ...]
    kind: str = ""


class Deficit(NamedTuple):
    """A fund that the year leaves with a debit balance on its closing account."""

    fund: int
    account: int
    fen: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The vouchers that close a year, in the order of posting, and what to know.

    `problems` stop the closing; `deficits` are told and stand in the minutes.
    """

    steps: tuple[Step, ...]
    problems: tuple[Problem, ...] = ()
    deficits: tuple[Deficit, ...] = ()

    @property
    def digest(self) -> bytes:
        """A hash of all that would be posted: who reviews, reviews these very lines."""
        text = "\x1e".join(_told(step) for step in self.steps)
        return hashlib.sha256(text.encode()).digest()


def _told(step: Step) -> str:
    rows = ["\x1f".join((*step[:5], step.kind))]
    rows += ["\x1f".join("" if v is None else str(v) for v in x) for x in step.lines]
    return "\x1d".join(rows)


# -- planning -----------------------------------------------------------------------


def plan(
    books: Lookups,
    unit: UnitLookup,
    year: int,
    sums: Mapping[Place, int],
    decisions: Sequence[Decision] = (),
) -> Plan:
    """The vouchers that close a year of a unit.

    Args:
        books: the master records.
        unit: whose year it is.
        year: which.
        sums: what stands at its end by account, fund and purpose in fen, debit
            positive, in accounts of the chart in force on 31 December.
        decisions: what was decided on the year's end.
    """
    work = _Work(books, unit, year, dict(sums))
    work.problems += [*work.homeless(), *decision_problems(decisions, work.at)]
    if not work.problems:
        surplus = work.at.surplus()
        _quota(work, decisions)
        _returned(work, decisions)
        _results(work)
        _cleared(work, [c for c in work.at.closings if c not in surplus])
        _finished(work, decisions)
        _cleared(work, [c for c in work.at.closings if c in surplus])
        _restored(work)
    return Plan(tuple(work.posting_order()), tuple(work.problems), work.deficits())


def open_after(books: Lookups, chart: str, sums: Mapping[Place, int]) -> list[Place]:
    """What closing should have left at nil and did not: the tests after closing.

    Income and expense are nil; of net assets that a year passes through, the closing
    accounts alone stand open.
    """
    kept = set(books.charts[chart].values())
    return [
        place
        for place, fen in sums.items()
        if fen and place[0] in kept and _passes(books, place[0])
    ]


def _passes(books: Lookups, account: int) -> bool:
    return (
        books.account_classes[account] in resting.RESULTS
        or books.account_roles[account] in resting.PASSED
    )


class _Work:
    """What stands while the steps are worked out, and the steps found so far."""

    def __init__(
        self, books: Lookups, unit: UnitLookup, year: int, sums: dict[Place, int]
    ) -> None:
        standing: dict[int, set[int]] = {}
        for account, fund, _ in sums:
            standing.setdefault(fund, set()).add(account)
        self.at = YearAccounts(books, unit, year, standing)
        self.books = books
        self.unit = unit
        self.sums = sums
        self.steps: list[Step] = []
        self.problems: list[Problem] = []
        self.cancelled: dict[tuple[int, int], int] = {}
        """What was taken back of each fund's quota accounts."""

    def of(self, account: int, fund: int) -> int:
        """What stands on an account for a fund, over all purposes."""
        return sum(
            fen for (a, f, _), fen in self.sums.items() if (a, f) == (account, fund)
        )

    def standing(self, fund: int, accounts: Collection[int]) -> list[tuple[Place, int]]:
        """What stands for a fund on any of some accounts, in order."""
        return [
            (place, fen)
            for place, fen in sorted(self.sums.items())
            if fen and place[1] == fund and place[0] in accounts
        ]

    def put(
        self, key: str, summary: str, lines: Iterable[Line], basis: str = ""
    ) -> None:
        """A step of 31 December, and what it does to the sums."""
        kept = tuple(lines)
        if not kept:
            return
        self.steps.append(Step(key, self.at.last, self.at.chart, summary, basis, kept))
        for line in kept:
            place = (line.account_id, line.fund_id, line.purpose or "")
            change = line.debit_fen - line.credit_fen
            self.sums[place] = self.sums.get(place, 0) + change

    def posting_order(self) -> Iterator[Step]:
        """The restoring step first: money of January may be spent already (L7).

        Under a new chart nothing can be spent before its openings stand.
        """
        first = [step for step in self.steps if step.day == self.at.first]
        if self.unit.chart_on(self.at.first) == self.at.chart:
            yield from first
            first = []
        yield from (step for step in self.steps if step.day == self.at.last)
        yield from first

    def deficits(self) -> tuple[Deficit, ...]:
        """Funds that are left with less than nothing."""
        found: dict[tuple[int, int], int] = {}
        for (account, fund, _), fen in self.sums.items():
            if self.books.account_roles[account] in CLOSING_ROLES:
                found[fund, account] = found.get((fund, account), 0) + fen
        return tuple(Deficit(*at, fen) for at, fen in sorted(found.items()) if fen > 0)

    def homeless(self) -> Iterator[Problem]:
        """Funds that have income or expense and no place for it to rest."""
        for fund, at in self.at.rests.items():
            if at is None and self.standing(fund, self.results()):
                code = self.unit.fund_codes[fund]
                yield Problem(
                    "fund",
                    f"资金 {code} 没有唯一的累计结转结余科目可以转入",
                    do="科目表中恰有一个末级科目的用途标记为累计结转结余（closing）",
                )

    def results(self, *classes: AccountClass) -> set[int]:
        """Accounts of income and expense, or of one of them."""
        wanted = classes or tuple(resting.RESULTS)
        told = self.books.account_classes
        return {id_ for id_ in self.at.codes.values() if told[id_] in wanted}


# -- the steps ----------------------------------------------------------------------


def _quota(work: _Work, decisions: Sequence[Decision]) -> None:
    unused = work.at.codes.get(work.at.rules.unused_quota)
    lines: list[Line] = []
    if unused is not None:
        for account, fund in sorted({(a, f) for a, f, _ in work.sums}):
            left = work.of(account, fund)
            if work.books.account_roles[account] is Role.QUOTA and left > 0:
                lines += (Line(unused, fund, left, 0), Line(account, fund, 0, left))
                work.cancelled[account, fund] = left
    work.put("Y7", "注销年末未使用的零余额账户用款额度", lines)
    for one in _those(decisions, What.UNDELIVERED):
        fund = work.unit.funds[one.fund]
        claim, income = work.at.codes[one.account], work.at.income_of(fund)
        assert income is not None
        pair = _pair(claim, income, fund, one.amount.fen)
        work.put("Y7", "确认年末未下达的用款额度", pair, one.basis)


def _returned(work: _Work, decisions: Sequence[Decision]) -> None:
    for one in _those(decisions, What.RETURNED):
        out, into = work.at.codes[one.account], work.at.returned_from()
        assert into is not None
        pair = _pair(into, out, work.unit.funds[one.fund], one.amount.fen)
        work.put("Y6", "归集上缴财政拨款结余", pair, one.basis)


def _results(work: _Work) -> None:
    told = ((AccountClass.INCOME, "收入"), (AccountClass.EXPENSE, "支出"))
    for closing in work.at.closings:
        funds = {f: at for f, at in work.at.rests.items() if at}
        for klass, name in told:
            accounts = work.results(klass)
            lines: list[Line] = []
            for fund, at in funds.items():
                if at.closing == closing:
                    lines += _moved(work.standing(fund, accounts), at.result)
            summary = f"年终结转本年{name}（{work.at.family(closing)}）"
            work.put("Y1-Y3", summary, lines)


def _cleared(work: _Work, closings: Iterable[int]) -> None:
    for closing in closings:
        beside = work.at.beside(closing)
        lines: list[Line] = []
        for fund, at in work.at.rests.items():
            # A closing account that was divided: into the fund's own part.
            own = at is not None and work.at.beside(at.closing) == beside
            into = at.closing if at is not None and own else closing
            lines += _moved(work.standing(fund, beside), into)
        work.put("Y4", f"年终转入累计结转结余（{work.at.family(closing)}）", lines)


def _finished(work: _Work, decisions: Sequence[Decision]) -> None:
    for number, one in enumerate(decisions, 1):
        if one.what is not What.FINISHED:
            continue
        fund = work.unit.funds[one.fund]
        accounts = work.at.finished_into(fund)
        assert accounts is not None
        left = -work.of(accounts[0], fund)
        fen = one.amount.fen or left
        if 0 < fen <= left:
            pair = _pair(*accounts, fund, fen)
            work.put("Y5", "已完成项目的剩余资金转入结余", pair, one.basis)
        else:
            work.problems.append(
                Problem(
                    "decision",
                    f"第 {number} 项决定：资金 {one.fund} 没有这么多结转可转",
                    f"累计结转 {Money(left).grouped()} 元",
                    "核对金额；没有结转的项目不必列入",
                )
            )


def _restored(work: _Work) -> None:
    """Quota comes back under the chart of January, which may be a new one."""
    chart = work.unit.chart_on(work.at.first)
    books = work.books
    unused = books.charts[chart].get(rules_of(chart).unused_quota)
    roles = books.account_roles
    quota = [a for a in resting.leaves(books, chart) if roles[a] is Role.QUOTA]
    ended = work.unit.closed_on and work.unit.closed_on <= work.at.first
    if unused is None or not quota or ended:
        return
    lines: list[Line] = []
    for (account, fund), fen in work.cancelled.items():
        into = account if account in quota else quota[0]
        lines += _pair(into, unused, fund, fen)
    if lines:
        summary = "恢复上年注销的零余额账户用款额度"
        step = Step("Y7", work.at.first, chart, summary, "", tuple(lines))
        work.steps.append(step)


# -- lines --------------------------------------------------------------------------


def _moved(found: Sequence[tuple[Place, int]], into: int) -> list[Line]:
    """Lines that bring places of one fund to nil and their sum to an account."""
    lines = [_line(account, fund, -fen, of) for (account, fund, of), fen in found]
    whole = sum(fen for _, fen in found)
    if whole:
        lines.append(_line(into, found[0][0][1], whole, ""))
    return lines


def _line(account: int, fund: int, fen: int, purpose: str) -> Line:
    return Line(account, fund, max(fen, 0), max(-fen, 0), purpose or None)


def _pair(debit: int, credit: int, fund: int, fen: int) -> tuple[Line, Line]:
    return Line(debit, fund, fen, 0), Line(credit, fund, 0, fen)


def _those(decisions: Iterable[Decision], what: What) -> list[Decision]:
    return [decision for decision in decisions if decision.what is what]
