"""Whose money was it (资金溯源), worked out inside one fund. Pure; no database.

What moves the fund's money (cash, bank, quota, returnable quota, all together) is a
matter: a voucher with whatever corrects it later. Where a matter brings money in it is
a source (来源): a gift, a grant, an opening balance, interest. Where it takes money out
it is a use (使用).

1. A use is paid out of the oldest sources with something left.
2. What a use lacks is uncovered until money comes; then the oldest use is covered
   first. Money is never left while a use is uncovered.
3. Money that comes back to a use (by correction, or under the key of its request) is
   taken from what was uncovered, then given back to its newest sources first. What a
   correction takes out again comes out of the sources it was given back to.
4. A source that is corrected downwards below what was used of it lets go of its newest
   uses; each is paid by the next sources instead. A source that is corrected upwards
   takes back the uses it had let go, the oldest first, so that a voucher that is
   cancelled and entered right changes nothing but the voucher.
5. What the treasury pays itself (直接支付) is a source and a use bound to each other.
6. What is given back of a gift (退捐) is of that gift and of no other, as far as it has
   anything: what it has left first, then what it had paid. The newest of these are let
   go and paid by the next sources, for nobody else's gift goes back to its donor. A
   gift that is corrected downwards lets go of what was given back last of all.
7. A receipt that says which payment it brings back (收回) is money that comes back to
   that payment (rule 3); what is more than the payment is a source. What a correction
   of the receipt takes out again is taken out of that source, and then of the payment.

Later uses never change for what comes back to an earlier one. So what a gift paid for
stays told as it was, but for corrections of the gift or of the use itself, and for what
went back of the gift though it was spent by then; that is refused when it is asked for
(`refunds.py`).

Every step is a row with the position of the voucher that caused it: the rows up to a
position are the truth of the books as known at that position.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

SOURCE, USE, DIRECT = "source", "use", "direct"

PAID, RETURNED, RETAKEN = "paid", "returned", "retaken"
COVERED, REASSIGNED, RESTORED = "covered", "reassigned", "restored"
NAMED = "named"
ACTS = (PAID, RETURNED, RETAKEN, COVERED, REASSIGNED, RESTORED, NAMED)
IN_ORDER = (PAID, COVERED, REASSIGNED)
"""Acts by which sources pay in their order, the oldest first."""


class Fact(NamedTuple):
    """What a voucher did to the money of one fund.

    `matter` is the position that it belongs to: its own, or that of what it corrects.
    `money_fen` is money in, less money out. `direct_fen` is what the treasury paid
    itself. `keys` are the requests its lines name, in order, with what each brought in.
    `gift` is the source that it gives back, where it does (rule 6), `back` the use that
    it brings back (rule 7).
    """

    position: int
    matter: int
    money_fen: int
    direct_fen: int = 0
    keys: tuple[tuple[str, int], ...] = ()
    gift: int = 0
    back: int = 0


class AmountRow(NamedTuple):
    """How a voucher changed the amount of a source or a use, and what it is after."""

    side: str
    matter: int
    at: int
    change_fen: int
    amount_fen: int


class ShareRow(NamedTuple):
    """How a voucher changed what a source pays of a use.

    After it: of the use by this source, of the source in all, of the use in all.
    """

    seq: int
    at: int
    use: int
    source: int
    act: str
    change_fen: int
    share_fen: int
    used_fen: int
    covered_fen: int


class KeyRow(NamedTuple):
    """How a voucher changed what may still come back to a use under a request's key.

    `by` is the matter that paid or brought back.
    """

    request: str
    use: int
    at: int
    by: int
    change_fen: int
    open_fen: int


class OpenRow(NamedTuple):
    """A source with something left, or a use with something uncovered."""

    side: str
    matter: int
    left_fen: int


Sums = dict[int, dict[int, int]]
"""Fen by matter and matter."""


@dataclass(slots=True)
class Rows:
    """What was worked out, in the order in which it is to be written."""

    amounts: list[AmountRow] = field(default_factory=list)
    shares: list[ShareRow] = field(default_factory=list)
    keys: list[KeyRow] = field(default_factory=list)


@dataclass(slots=True)
class FundLineage:
    """The sources and uses of one fund, as far as what comes next can touch them.

    Whole from the beginning, or as `lineage_store.py` reads it for what comes next.
    """

    sources: dict[int, int] = field(default_factory=dict)
    used: dict[int, int] = field(default_factory=dict)
    uses: dict[int, int] = field(default_factory=dict)
    covered: dict[int, int] = field(default_factory=dict)
    direct: dict[int, int] = field(default_factory=dict)
    of_use: Sums = field(default_factory=dict)
    """What each source pays of a use, by use and source."""
    of_source: Sums = field(default_factory=dict)
    """The same by source and use."""
    freed: Sums = field(default_factory=dict)
    """What a use gave back, by use and source."""
    let_go: Sums = field(default_factory=dict)
    """What a source was corrected out of, by source and use."""
    asked: dict[str, dict[int, int]] = field(default_factory=dict)
    """What may come back, by key of the request and use."""
    brought: dict[tuple[int, str], dict[int, int]] = field(default_factory=dict)
    """What a matter brought back under a key, by use."""
    named: dict[int, int] = field(default_factory=dict)
    """The gift that a use gives back, by use."""
    frontier: int = 0
    """The newest source that pays in its order: of all after it nothing is used but
    what was given back of them."""
    seq: int = 0
    rows: Rows = field(default_factory=Rows)
    _open: list[int] = field(default_factory=list)
    _uncovered: list[int] = field(default_factory=list)
    _at: int = 0
    _changes: dict[tuple[str, int], int] = field(default_factory=dict)
    _asks: dict[tuple[str, int, int], int] = field(default_factory=dict)

    # -- what is asked --------------------------------------------------------------

    def left(self, source: int) -> int:
        """What a source has left."""
        return self.sources.get(source, 0) - self.used.get(source, 0)

    def lacks(self, use: int) -> int:
        """What of a use no source has paid yet."""
        return self.uses.get(use, 0) - self.covered.get(use, 0)

    def standing(self) -> list[OpenRow]:
        """What is open: sources up to the newest that pays, and it in any case."""
        found = [
            OpenRow(SOURCE, source, self.left(source))
            for source in sorted(self.sources)
            if source <= self.frontier
            and (source == self.frontier or self.left(source) > 0)
        ]
        return found + [
            OpenRow(USE, use, self.lacks(use))
            for use in sorted(set(self._uncovered))
            if self.lacks(use) > 0
        ]

    # -- what happens ---------------------------------------------------------------

    def open(self, source: int) -> None:
        """Let a source that was read be paid from."""
        heappush(self._open, source)

    def uncover(self, use: int) -> None:
        """Let a use that was read be covered."""
        heappush(self._uncovered, use)

    def take(self, fact: Fact) -> None:
        """Go on by one voucher; vouchers come in chain order."""
        self._at = fact.position
        if fact.direct_fen:
            self._take_direct(fact)
        if fact.money_fen > 0:
            self._come(fact)
        elif fact.money_fen < 0:
            self._go(fact)
        for (side, matter), change in self._changes.items():
            if change:
                amount = self._amounts(side)[matter]
                row = AmountRow(side, matter, self._at, change, amount)
                self.rows.amounts.append(row)
        for (key, use, by), change in self._asks.items():
            if change:
                row_ = KeyRow(key, use, self._at, by, change, self.asked[key][use])
                self.rows.keys.append(row_)
        self._changes.clear()
        self._asks.clear()

    def _take_direct(self, fact: Fact) -> None:
        """Rule 5: paid by the treasury itself, or given back to it."""
        rest, keys = fact.direct_fen, [key for key, _ in fact.keys]
        if rest > 0:
            self._change(DIRECT, fact.matter, rest)
            for key in keys[:1]:
                self._ask(key, fact.matter, fact.matter, rest)
            return
        back = min(-rest, self.direct.get(fact.matter, 0))
        if back:
            self._change(DIRECT, fact.matter, -back)
            self._unask(fact.matter, dict.fromkeys(keys, back), back)
        rest += back
        for key in keys:
            for use in sorted(self.asked.get(key, {}), reverse=True):
                back = min(-rest, self.direct.get(use, 0), self.asked[key][use])
                if back > 0:
                    self._change(DIRECT, use, -back)
                    self._ask(key, use, fact.matter, -back)
                    rest += back

    def _come(self, fact: Fact) -> None:
        """Money comes in: back to a use (rule 3), and the rest to a source."""
        rest = fact.money_fen
        keyed = {key: fen for key, fen in fact.keys if fen > 0}
        if back := min(rest, self.uses.get(fact.matter, 0)):
            self._give_back(fact.matter, back)
            self._unask(fact.matter, keyed, back)
            rest -= back
        if fact.back and (back := min(rest, self.uses.get(fact.back, 0))):
            self._give_back(fact.back, back)
            rest -= back
        for key in tuple(keyed):
            for use in sorted(self.asked.get(key, {}), reverse=True):
                back = min(
                    rest, keyed[key], self.asked[key][use], self.uses.get(use, 0)
                )
                if back > 0:
                    self._give_back(use, back)
                    self._ask(key, use, fact.matter, -back)
                    brought = self.brought.setdefault((fact.matter, key), {})
                    brought[use] = brought.get(use, 0) + back
                    keyed[key] -= back
                    rest -= back
        if rest:
            self._grow(fact.matter, rest)

    def _go(self, fact: Fact) -> None:
        """Money goes out: what had come back and come in, then the rest is used."""
        rest = -fact.money_fen
        keyed = {key: -fen for key, fen in fact.keys if fen < 0}
        for key in tuple(keyed):
            brought = self.brought.get((fact.matter, key), {})
            for use in sorted(brought, reverse=True):
                again = min(rest, keyed[key], brought[use])
                if again > 0:
                    self._spend(use, again, fact.gift)
                    self._ask(key, use, fact.matter, again)
                    brought[use] -= again
                    keyed[key] -= again
                    rest -= again
        if less := min(rest, self.sources.get(fact.matter, 0)):
            self._shrink(fact.matter, less)
            rest -= less
        if rest and fact.back in self.uses:
            self._spend(fact.back, rest, fact.gift)
        elif rest:
            self._spend(fact.matter, rest, fact.gift)
            for key, fen in keyed.items():
                if asked := min(rest, fen):
                    self._ask(key, fact.matter, fact.matter, asked)
                    rest -= asked

    # -- uses -----------------------------------------------------------------------

    def _spend(self, use: int, fen: int, gift: int) -> None:
        """Rules 1, 3, 6: the gift, what the use gave back, then the oldest sources."""
        self._change(USE, use, fen)
        if gift:
            self.named[use] = gift
        freed = self.freed.get(use, {})
        for source in sorted(freed, key=lambda one: (one != gift, one)):
            again = min(fen, freed[source], self.left(source))
            if again > 0:
                freed[source] -= again
                self._move(use, source, again, RETAKEN)
                fen -= again
        fen -= self._give_of(gift, use, fen) if gift else 0
        if self._fill(use, fen, PAID):
            self.uncover(use)

    def _give_of(self, gift: int, use: int, fen: int) -> int:
        """Rule 6: take what goes back to a donor out of the gift, spent or not."""
        left = max(self.left(gift), 0)
        moved = list(self._let_go(gift, fen - left)) if fen > left else []
        given = min(fen, left + sum(part for _, part in moved))
        if given:
            self._move(use, gift, given, NAMED)
        self._reassign(moved)
        return given

    def _give_back(self, use: int, fen: int) -> None:
        """Rule 3: the uncovered part first, then the newest sources."""
        rest = fen - min(fen, self.lacks(use))
        self._change(USE, use, -fen)
        shares = self.of_use.get(use, {})
        freed = self.freed.setdefault(use, {}) if rest else {}
        for source in sorted(shares, reverse=True) if rest else ():
            back = min(rest, shares[source])
            if back:
                freed[source] = freed.get(source, 0) + back
                self._move(use, source, -back, RETURNED)
                self.open(source)
                rest -= back
        assert not rest
        self._cover()

    def _fill(self, use: int, fen: int, act: str) -> int:
        """Pay a use out of the oldest sources; what no source had."""
        while fen and self._open:
            source = self._open[0]
            paid = min(fen, self.left(source))
            if paid <= 0:
                heappop(self._open)
                continue
            self._move(use, source, paid, act)
            fen -= paid
        return fen

    def _cover(self) -> None:
        """Rule 2: as far as there is money, the oldest use first."""
        while self._uncovered:
            use = self._uncovered[0]
            if self._fill(use, self.lacks(use), COVERED):
                return
            heappop(self._uncovered)

    # -- sources --------------------------------------------------------------------

    def _grow(self, source: int, fen: int) -> None:
        """More came in; uses that were let go come back (rule 4)."""
        self._change(SOURCE, source, fen)
        self.open(source)
        let_go = self.let_go.get(source, {})
        for use in sorted(let_go):
            due = min(let_go[use], self.left(source))
            if due > 0:
                let_go[use] -= self._take_back(source, use, due)
        self._cover()

    def _take_back(self, source: int, use: int, due: int) -> int:
        """Pay a use out of this source again, in the place of others."""
        done = min(due, self.lacks(use))
        if done:
            self._move(use, source, done, RESTORED)
        shares = self.of_use.get(use, {})
        for other in sorted(shares, reverse=True):
            again = min(due - done, shares[other])
            if other != source and again:
                self._move(use, other, -again, RESTORED)
                self._move(use, source, again, RESTORED)
                self.open(other)
                done += again
        return done

    def _shrink(self, source: int, fen: int) -> None:
        """Less came in than was entered: the newest uses are let go (rule 4)."""
        self._change(SOURCE, source, -fen)
        excess = max(-self.left(source), 0)
        moved = list(self._let_go(source, excess))
        excess -= sum(part for _, part in moved)
        moved += self._let_go(source, excess, given_back=True)
        self._reassign(moved)

    def _let_go(
        self, source: int, fen: int, *, given_back: bool = False
    ) -> Iterator[tuple[int, int]]:
        """Let go of the newest uses, or of what was given back of the source."""
        shares = self.of_source.get(source, {})
        for use in sorted(shares, reverse=True) if fen else ():
            part = min(fen, shares[use])
            if part and (self.named.get(use) == source) == given_back:
                let_go = self.let_go.setdefault(source, {})
                let_go[use] = let_go.get(use, 0) + part
                self._move(use, source, -part, REASSIGNED)
                fen -= part
                yield use, part

    def _reassign(self, moved: Iterable[tuple[int, int]]) -> None:
        """Pay what was let go by the next sources, the oldest use first."""
        for use, part in sorted(moved):
            if self._fill(use, part, REASSIGNED):
                self.uncover(use)

    # -- keeping --------------------------------------------------------------------

    def _amounts(self, side: str) -> dict[int, int]:
        if side == SOURCE:
            return self.sources
        return self.uses if side == USE else self.direct

    def _change(self, side: str, matter: int, fen: int) -> None:
        amounts = self._amounts(side)
        amounts[matter] = amounts.get(matter, 0) + fen
        place = (side, matter)
        self._changes[place] = self._changes.get(place, 0) + fen

    def _move(self, use: int, source: int, fen: int, act: str) -> None:
        shares = self.of_use.setdefault(use, {})
        share = shares.get(source, 0) + fen
        used = self.used.get(source, 0) + fen
        covered = self.covered.get(use, 0) + fen
        shares[source] = share
        self.of_source.setdefault(source, {})[use] = share
        self.used[source], self.covered[use] = used, covered
        if fen > 0 and act in IN_ORDER:
            self.frontier = max(self.frontier, source)
        self.seq += 1
        row = ShareRow(self.seq, self._at, use, source, act, fen, share, used, covered)
        self.rows.shares.append(row)

    def _ask(self, key: str, use: int, by: int, fen: int) -> None:
        """Change what may come back to a use under a key."""
        asked = self.asked.setdefault(key, {})
        asked[use] = asked.get(use, 0) + fen
        place = (key, use, by)
        self._asks[place] = self._asks.get(place, 0) + fen

    def _unask(self, use: int, keyed: dict[str, int], fen: int) -> None:
        """What a correction took back cannot come back under a key too."""
        for key in tuple(keyed):
            less = min(fen, keyed[key], self.asked.get(key, {}).get(use, 0))
            if less > 0:
                self._ask(key, use, use, -less)
                keyed[key] -= less
                fen -= less


def matter_of(
    position: int,
    fund: int,
    corrects: Mapping[int, int],
    moved: Container[tuple[int, int]],
) -> int:
    """The matter of a voucher in a fund: the first one of those that it corrects.

    `corrects` tells what a voucher corrects, `moved` which vouchers moved money of
    which funds. A voucher that corrects none of that fund is a matter of its own.
    """
    found = position
    while (target := corrects.get(position)) is not None:
        position = target
        if (position, fund) in moved:
            found = position
    return found


def direct_part(money_fen: int, income_fen: int, expense_fen: int) -> int:
    """What was received and spent at once without touching the fund's money (rule 5).

    Below zero where that is taken back.
    """
    if income_fen > 0 < expense_fen:
        came, went = max(money_fen, 0), max(-money_fen, 0)
        return max(min(income_fen - came, expense_fen - went), 0)
    if income_fen < 0 > expense_fen:
        return -direct_part(-money_fen, -income_fen, -expense_fen)
    return 0


def run(facts: Iterable[Fact]) -> FundLineage:
    """A fund from its beginning."""
    lineage = FundLineage()
    for fact in facts:
        lineage.take(fact)
    return lineage
