"""V1–V4, and V10 as far as it goes with them: the vouchers of a unit, in one pass.

1. V1 content: each voucher's rows still have the content that was sealed.
2. V2 seal: its number, place, poster and time are those sealed, and it follows the
   hash before it; positions run from 1 without a gap.
3. V3 numbers: each series of a period runs from 1 without a gap or a double.
4. V4 balance: it balances in each fund (L1), no posting lacks its voucher.

The pass carries the sums that V5 and V6 are held against. Each posting is walked
once: there may be millions, so what all postings of one account, fund and purpose
have in common is made ready once a month and chart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

from audit import rejudging
from audit.differences import Found
from audit.masters import Masters, UnitMasters
from ledger import chain, evidence, queries
from ledger.database import Connection
from ledger.evidence import SealedHead
from ledger.money import Money
from ledger.periods import label
from ledger.stages import STEP, Told, silent
from ledger.vouchers import Entered, Kind

Key = tuple[int, int, str | None]
"""Account, fund and purpose of a posting."""

_OPENING = str(Kind.OPENING)


@dataclass(slots=True)
class _Alike:
    """The postings of one account, fund and purpose in a month under one chart."""

    front: str
    """The written form of each of them up to its amounts."""
    middle: str
    """The same behind its amounts, with the purpose."""
    money: bool
    watched: bool
    """Whether a posting here may break a rule: then each of them is looked at."""
    asks_purpose: bool
    breaches: tuple[str, ...]
    """What each of them breaks."""
    debit: int = 0
    credit: int = 0
    persons: int = 0


class Pass:
    """One pass over a unit's vouchers in chain order, and what it summed up."""

    def __init__(
        self,
        unit: UnitMasters,
        masters: Masters,
        closes: Iterable[tuple[int, int]],
        found: Found,
    ) -> None:
        """`closes` are (position, period), each position that of the last voucher."""
        self.vouchers = self.postings = self.position = 0
        self.previous = chain.GENESIS
        self.money: dict[tuple[int, int, int], tuple[int, int | None]] = {}
        """(fund, account, position): balance and the voucher that overdrew it."""
        self.whole = True
        """Whether every voucher could be read."""
        self.corrects = False
        """Whether any voucher corrects another."""
        self._unit, self._masters, self._found = unit, masters, found
        self._opened = unit.fund_opened
        self._closes = sorted(closes, reverse=True)
        self._closed = 0
        self._alike: dict[tuple[int, str], dict[Key, _Alike]] = {}
        self._balances: dict[tuple[int, int], tuple[int, int | None]] = {}
        self._numbers: dict[tuple[int, str], int] = {}
        self._days: dict[tuple[str, int, str], tuple[str, ...]] = {}
        self._made: dict[
            tuple[str, Key], tuple[str, str, bool, bool, bool, tuple[str, ...]]
        ] = {}
        self._charts: set[str] = set()
        self._openings: set[tuple[int, str]] = set()

    def totals(self) -> dict[tuple[int, int, int, str], list[int]]:
        """Debit, credit and persons by (period, account, fund, purpose)."""
        found: dict[tuple[int, int, int, str], list[int]] = {}
        for (period, _), keys in self._alike.items():
            for (account, fund, purpose), alike in keys.items():
                key = (period, account, fund, purpose or "")
                sums = found.setdefault(key, [0, 0, 0])
                sums[0] += alike.debit
                sums[1] += alike.credit
                sums[2] += alike.persons
        return found

    def accounts(self) -> set[int]:
        """The accounts with postings."""
        return {account for keys in self._alike.values() for account, *_ in keys}

    def take(self, head: SealedHead, lines: Sequence[Any]) -> None:
        """Recompute one voucher and carry the sums forward."""
        count = len(lines)
        moves: dict[tuple[int, int], int] = {}
        funds: dict[int, int] = {}
        breaches: list[str] = []
        texts = self._walk(head, lines, (funds, moves, breaches))
        whole = chain.RS.join(texts)
        if rejudging.holds_marks(whole, count):
            self._tell("V1", head, "文字中有分隔符，可能隐藏分录")
        if sha256(whole.encode()).digest() != head.content_hash:
            self._tell("V1", head, "内容与封存时不同（摘要不符）")
        if count and (lines[0][1] != 1 or lines[-1][1] != count):
            self._tell("V1", head, "分录行号不连续")
        self._follow(head)
        if count < 2:  # noqa: PLR2004 - double entry
            self._tell("V4", head, f"只有 {count} 行分录")
        if any(funds.values()):
            gap = sum(abs(net) for net in funds.values())
            self._tell("V4", head, f"借贷不平，差额合计 {Money(gap).grouped()} 元")
        self._judge(head, breaches)
        if moves:
            self._move(head, moves)
        self.vouchers += 1
        self.postings += count

    def _follow(self, head: SealedHead) -> None:
        """Whether it is sealed where it stands, behind the one before it."""
        position, previous = head.position, head.previous
        sealed = chain.seal(
            self._unit.code,
            position,
            previous,
            number=head.number,
            poster=self._masters.people.get(head.poster_id, "?"),
            sealed_at=head.sealed_at,
            content=head.content_hash,
        )
        if sealed != head.hash:
            self._tell("V2", head, "编号、链位、记账人、时间或摘要被改动")
        if position != self.position + 1:
            self._tell("V2", head, f"链位不连续，前一张在链位 {self.position}")
        if previous != self.previous:
            self._tell("V2", head, "前项摘要与前一张凭证不符")
        series = (head.period, head.kind)
        expected = self._numbers.get(series, 0) + 1
        if head.number != expected:
            self._tell("V3", head, f"编号应为 {expected}")
        self._numbers[series] = head.number
        self.position, self.previous = position, head.hash

    def _judge(self, head: SealedHead, breaches: list[str]) -> None:
        """Tell what the postings break, and ask the seal's rules of the head (V10)."""
        position, period, chart = head.position, head.period, head.chart
        key = (head.dated_on, period, chart)
        of_day = self._days.get(key)
        if of_day is None:
            of_day = self._days[key] = rejudging.day_breaches(self._unit, *key)
        breaches += of_day
        while self._closes and self._closes[-1][0] < position:
            self._closed = max(self._closed, self._closes.pop()[1])
        if period <= self._closed:
            breaches.append(rejudging.MONTH_CLOSED)
        opening = period % 100 == 0
        if opening != (head.kind == _OPENING):
            breaches.append(rejudging.OUT_OF_MONTH)
        breaches += self._chart_breaches(head, opening=opening)
        breaches += rejudging.year_breaches(self._unit, head)
        preparer, reviewer = head.preparer_id, head.reviewer_id
        if preparer == reviewer or head.cashier_id in {preparer, reviewer}:
            breaches.append(rejudging.DUTIES_SHARED)
        if head.corrects is not None or head.correction is not None:
            self.corrects = True
        for breach in breaches:
            self._tell("V10", head, breach)

    def _chart_breaches(self, head: SealedHead, *, opening: bool) -> Iterator[str]:
        """Openings stand first in a chart; an ended one is emptied once."""
        chart, place = head.chart, (head.period, head.chart)
        ends = self._unit.chart_on(head.dated_on) != chart
        by_hand = self._charts and head.entered != Entered.YEAR_END
        again = place in self._openings or (chart in self._charts and not ends)
        if opening and (by_hand or again):
            yield rejudging.OPENED_TWICE
        elif not opening and self._charts and chart not in self._charts:
            yield rejudging.NOT_OPENED
        if opening:
            self._openings.add(place)
        self._charts.add(chart)

    def _walk(
        self,
        head: SealedHead,
        lines: Sequence[Any],
        sums: tuple[dict[int, int], dict[tuple[int, int], int], list[str]],
    ) -> list[str]:
        """Sum and judge the postings, and give the voucher's rows as written.

        `sums` are the net of each fund, of each fund's money, and the breaches met.
        """
        funds, moves, breaches = sums
        alikes = self._alike.setdefault((head.period, head.chart), {})
        texts = [self._head_text(head)]
        for _, _, account, fund, purpose, debit, credit, persons, rest in lines:
            alike = alikes.get((account, fund, purpose))
            if alike is None:
                alike = self._first(head.chart, (account, fund, purpose))
                alikes[account, fund, purpose] = alike
            alike.debit += debit
            alike.credit += credit
            alike.persons += persons
            texts.append(f"{alike.front}{debit}\x1f{credit}{alike.middle}{rest}")
            net = debit - credit
            funds[fund] = funds.get(fund, 0) + net
            if alike.money:
                moves[fund, account] = moves.get((fund, account), 0) + net
            if (debit <= 0 or credit) and (credit <= 0 or debit):
                breaches += rejudging.side_breaches(head, debit, credit)
            if alike.watched:
                breaches += alike.breaches
                if alike.asks_purpose:
                    breaches += rejudging.purpose_breaches(head, debit, credit)
        for fund in funds:
            if self._opened.get(fund, "") > head.dated_on:
                breaches.append(rejudging.FUND_TOO_EARLY)
        return texts

    def _head_text(self, head: SealedHead) -> str:
        people = self._masters.people
        cashier, leader = head.cashier_id, head.head_id
        # Nobody and nothing are the empty text; what is wrong is told apart from it.
        return chain.head_text(
            (
                self._unit.code,
                head.ref,
                head.period,
                head.kind,
                head.dated_on,
                head.chart,
                head.summary,
                head.attachments,
                people.get(head.preparer_id, "?"),
                people.get(head.reviewer_id, "?"),
                "" if cashier is None else people.get(cashier, "?"),
                "" if leader is None else people.get(leader, "?"),
                head.posted_at,
                "" if head.corrects is None else head.corrected_ref or "?",
                "" if head.correction is None else head.correction or "?",
                head.entered,
                head.basis,
            )
        )

    def _first(self, chart: str, key: Key) -> _Alike:
        """What the postings of a key have in common, with no sum yet."""
        made = self._made.get((chart, key))
        if made is None:
            account, fund, purpose = key
            code = self._masters.account_codes.get(account, "")
            # No purpose is nothing, never an empty text: the two are told apart.
            named = "" if purpose is None else purpose or "?"
            asks = rejudging.asks_purpose(self._unit, self._masters, key)
            breaches = rejudging.standing_breaches(
                self._unit, self._masters, chart, key
            )
            made = self._made[chart, key] = (
                f"{code}\x1f{self._unit.fund_codes.get(fund, '')}\x1f",
                f"\x1f{named}\x1f",
                account in self._masters.money,
                asks or bool(breaches),
                asks,
                breaches,
            )
        return _Alike(*made)

    def _move(self, head: SealedHead, moves: Mapping[tuple[int, int], int]) -> None:
        for pair, net in moves.items():
            before, by = self._balances.get(pair, (0, None))
            balance = before + net
            if balance >= 0:
                by = None
            elif net < 0:
                by = head.position
                if not rejudging.may_overdraw(head):
                    self._tell("V10", head, rejudging.OVERSPENT)
            self._balances[pair] = standing = (balance, by)
            fund, account = pair
            self.money[fund, account, head.position] = standing

    def _tell(self, test: str, head: SealedHead, what: str) -> None:
        named = f"{label(head.period)}{head.kind}字第{head.number}号"
        self._found.add(
            test, f"{self._unit.code} {named}（链位 {head.position}）", what
        )


def recompute(
    connection: Connection,
    unit: UnitMasters,
    masters: Masters,
    found: Found,
    tell: Told = silent,
) -> Pass:
    """Walk all vouchers of a unit; the pass is not `whole` where a text is no UTF-8."""
    closes = [(row.position, row.period) for row in queries.closes(connection, unit.id)]
    run = Pass(unit, masters, closes, found)
    by_voucher = groupby(evidence.sealed_lines(connection, unit.id), itemgetter(0))
    lines = ((position, list(group)) for position, group in by_voucher)
    heads = evidence.sealed_heads(connection, unit.id)
    whole, _ = queries.head(connection, unit.id)
    try:
        for head, group in _paired(heads, lines, found):
            run.take(head, group)
            if head.position % STEP == 0:
                tell(f"{unit.code} 重算凭证", head.position, whole)
    except evidence.UnreadableText:
        run.whole = False
        place = f"{unit.code} 链位 {run.position} 之后"
        found.add("V1", place, "有文字不是 UTF-8，其后的凭证无法校验")
    return run


def _paired(
    heads: Iterator[SealedHead], lines: Iterator[tuple[int, list[Any]]], found: Found
) -> Iterator[tuple[SealedHead, list[Any]]]:
    """Each voucher with its postings; postings without a voucher are told."""
    nothing: tuple[int | None, list[Any]] = (None, [])
    position, group = next(lines, nothing)
    for head in heads:
        while position is not None and position < head.position:
            found.add("V4", f"链位 {position}", "有分录而没有凭证")
            position, group = next(lines, nothing)
        if position == head.position:
            yield head, group
            position, group = next(lines, nothing)
        else:
            yield head, []
    while position is not None:
        found.add("V4", f"链位 {position}", "有分录而没有凭证")
        position, group = next(lines, nothing)
