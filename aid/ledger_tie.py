"""Aid by the ledger against aid by the person (I5, 账表核对). Pure.

1. What the books spend on aid is told apart by why a voucher spends it: a batch, a
   hand-out, goods that were bought, history that was imported, what stands from before
   the unit began (L13), corrections and what came back. What is none of these has no
   ground.
2. A red voucher belongs where the one that it cancels does.
3. A batch agrees where its voucher spends what its lines come to; a hand-out where its
   voucher takes from stock what its lines cost. Each difference is told by voucher.
4. Goods are spent when they are bought (2021) or when they are given (2009): so bought
   goods stand apart, and what is handed out is held against stock in either case.
5. What people received is what the lines come to, less what came back and was not paid
   again by the end, and less what was undone in the span and given before it.

Basis: 会计法 第十七条 (账实、账账相符).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger.accounts import Labelled
from ledger.money import ZERO, Money
from ledger.vouchers import RED, Entered


class Why(Labelled):
    """Why a voucher spends on aid."""

    BATCH = "batch", "发放批次"
    HANDOUT = "hand_out", "发放单"
    GOODS = "goods", "物资购入列支和退回"
    HISTORY = "history", "导入的历史支出"
    BEFORE = "before", "实行发放依据以前"
    CORRECTION = "correction", "收回、更正和调整"
    GROUNDLESS = "groundless", "没有发放依据"


class Spending(NamedTuple):
    """A voucher that spends on aid, or takes goods out of stock for a hand-out.

    Debit less credit on aid accounts; what it credits and debits to stock. `ground` is
    a batch or a hand-out, `detail_fen` what its lines come to, both of the voucher that
    a red one cancels, with its sign (2).
    """

    mark: str
    on: dt.date
    entered: str
    correction: str
    spent_fen: int
    issued_fen: int
    bought_fen: int
    ground: str = ""
    detail_fen: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A voucher that differs from what it rests on, or rests on nothing."""

    unit: str
    mark: str
    why: Why
    by_ledger: Money
    by_lines: Money

    @property
    def amount(self) -> Money:
        """By the ledger, less by the lines."""
        return self.by_ledger - self.by_lines


@dataclass(slots=True)
class People:
    """What people received over a span, by the lines, and what came back (5)."""

    received: Money = ZERO
    back: Money = ZERO
    undone: Money = ZERO

    @property
    def lines(self) -> Money:
        """What the lines of the span come to, red ones taken off."""
        return self.received + self.back - self.undone

    def __add__(self, other: "People") -> "People":
        return People(
            self.received + other.received,
            self.back + other.back,
            self.undone + other.undone,
        )


@dataclass(slots=True)
class Tie:
    """Both sides of a unit, or of several added up."""

    spent: dict[Why, Money] = field(default_factory=lambda: dict.fromkeys(Why, ZERO))
    batches: Money = ZERO
    handouts: Money = ZERO
    issued: Money = ZERO
    money: People = field(default_factory=People)
    goods: People = field(default_factory=People)
    differences: tuple[Difference, ...] = ()

    @property
    def all_spent(self) -> Money:
        """What the books spend on aid."""
        return sum(self.spent.values(), ZERO)

    @property
    def unpaid(self) -> Money:
        """What batches come to and people did not receive, explained nowhere."""
        return self.batches - self.money.lines

    @property
    def ungiven(self) -> Money:
        """What hand-outs cost and people did not receive, explained nowhere."""
        return self.handouts - self.goods.lines

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return not (self.differences or self.unpaid or self.ungiven)

    def __add__(self, other: "Tie") -> "Tie":
        return Tie(
            {why: self.spent[why] + other.spent[why] for why in Why},
            self.batches + other.batches,
            self.handouts + other.handouts,
            self.issued + other.issued,
            self.money + other.money,
            self.goods + other.goods,
            (*self.differences, *other.differences),
        )


def why_of(one: Spending, since: dt.date | None) -> Why:
    """Why a voucher spends on aid; `since` is the day from which L13 holds (1)."""
    if one.ground:
        return Why(one.ground)
    if one.entered == Entered.IMPORTED:
        return Why.HISTORY
    if since is None or one.on < since:
        return Why.BEFORE
    if one.bought_fen > 0 and one.spent_fen <= one.bought_fen:
        return Why.GOODS
    mends = one.correction in RED or one.entered == Entered.ADJUSTMENT
    return Why.CORRECTION if mends or one.spent_fen < 0 else Why.GROUNDLESS


def tie(unit: str, vouchers: Iterable[Spending], since: dt.date | None) -> Tie:
    """The ledger's side of a unit; what people received is added by who knows it."""
    found = Tie()
    differences = []
    for one in vouchers:
        why = why_of(one, since)
        found.spent[why] += Money(one.spent_fen)
        if told := _difference(unit, one, why):
            differences.append(told)
        if why is Why.BATCH:
            found.batches += Money(one.detail_fen)
        elif why is Why.HANDOUT:
            found.handouts += Money(one.detail_fen)
            found.issued += Money(one.issued_fen)
    found.differences = tuple(differences)
    return found


def _difference(unit: str, one: Spending, why: Why) -> Difference | None:
    """Rule 3; what has no ground differs by all that it spends."""
    by_ledger = one.issued_fen if why is Why.HANDOUT else one.spent_fen
    by_lines = one.detail_fen if why in {Why.BATCH, Why.HANDOUT} else by_ledger
    if why is Why.GROUNDLESS:
        by_lines = 0
    if by_ledger == by_lines:
        return None
    return Difference(unit, one.mark, why, Money(by_ledger), Money(by_lines))
