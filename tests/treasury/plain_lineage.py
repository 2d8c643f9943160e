"""The rules of `treasury/fifo.py` once more, fen by fen: slow, and plain to read."""

from treasury.fifo import Fact

NOBODY = 0
"""Who pays an uncovered fen."""


class Coins:
    """Each fen of a use is a place in a list that names its source."""

    def __init__(self) -> None:
        self.sources: dict[int, int] = {}
        self.uses: dict[int, list[int]] = {}
        self.direct: dict[int, int] = {}
        self.freed: dict[int, list[int]] = {}
        self.let_go: dict[int, list[int]] = {}
        self.asked: dict[tuple[str, int], int] = {}
        self.brought: dict[tuple[int, str, int], int] = {}
        self.named: dict[int, int] = {}

    def left(self, source: int) -> int:
        """Coins of a source that nothing has used."""
        paid = sum(coins.count(source) for coins in self.uses.values())
        return self.sources[source] - paid

    def oldest(self) -> int:
        """The first source with a coin left."""
        return min((s for s in self.sources if self.left(s) > 0), default=NOBODY)

    def shares(self) -> dict[tuple[int, int], int]:
        """Coins by use and source."""
        return {
            (use, source): coins.count(source)
            for use, coins in self.uses.items()
            for source in set(coins) - {NOBODY}
        }

    def take(self, fact: Fact) -> None:
        """Follow one voucher, coin by coin."""
        for _ in range(abs(fact.direct_fen)):
            self._direct(fact, 1 if fact.direct_fen > 0 else -1)
        keyed = dict(fact.keys)
        if fact.money_fen > 0:
            self._come(fact, keyed)
        else:
            self._go(fact, keyed)

    def _direct(self, fact: Fact, sign: int) -> None:
        keys = [key for key, _ in fact.keys]
        if sign > 0:
            self.direct[fact.matter] = self.direct.get(fact.matter, 0) + 1
            for key in keys[:1]:
                self._ask(key, fact.matter, 1)
            return
        if self.direct.get(fact.matter, 0):
            self.direct[fact.matter] -= 1
            for key in keys:
                if self.asked.get((key, fact.matter), 0):
                    self._ask(key, fact.matter, -1)
                    return
            return
        for key in keys:
            of_key = [use for k, use in self.asked if k == key]
            for use in sorted(of_key, reverse=True):
                if self.direct.get(use, 0) and self.asked[key, use]:
                    self.direct[use] -= 1
                    self._ask(key, use, -1)
                    return

    def _ask(self, key: str, use: int, change: int) -> None:
        self.asked[key, use] = self.asked.get((key, use), 0) + change

    def _come(self, fact: Fact, keyed: dict[str, int]) -> None:
        rest, matter = fact.money_fen, fact.matter
        own = min(rest, len(self.uses.get(matter, [])))
        self._give_back(matter, own)
        for key in tuple(keyed):
            for _ in range(own):
                if keyed[key] > 0 and self.asked.get((key, matter), 0) and own:
                    self._ask(key, matter, -1)
                    keyed[key] -= 1
                    own -= 1
                    rest -= 1
        rest -= own
        if fact.back:
            back = min(rest, len(self.uses.get(fact.back, [])))
            self._give_back(fact.back, back)
            rest -= back
        for key in tuple(keyed):
            of_key = [use for k, use in self.asked if k == key]
            for use in sorted(of_key, reverse=True):
                back = min(
                    rest, keyed[key], self.asked[key, use], len(self.uses.get(use, []))
                )
                if back > 0:
                    self._give_back(use, back)
                    self._ask(key, use, -back)
                    place = (matter, key, use)
                    self.brought[place] = self.brought.get(place, 0) + back
                    keyed[key] -= back
                    rest -= back
        if rest:
            self._grow(matter, rest)

    def _go(self, fact: Fact, keyed: dict[str, int]) -> None:
        rest, matter = -fact.money_fen, fact.matter
        for key in tuple(keyed):
            places = [p for p in self.brought if p[:2] == (matter, key)]
            for place in sorted(places, reverse=True):
                again = min(rest, -keyed[key], self.brought[place])
                if again > 0:
                    self._spend(place[2], again, fact.gift)
                    self._ask(key, place[2], again)
                    self.brought[place] -= again
                    keyed[key] += again
                    rest -= again
        less = min(rest, self.sources.get(matter, 0))
        if less:
            self._shrink(matter, less)
        rest -= less
        if fact.back in self.uses:
            self._spend(fact.back, rest, fact.gift)
            return
        self._spend(matter, rest, fact.gift)
        for key in tuple(keyed):
            if min(rest, -keyed[key]) > 0:
                asked = min(rest, -keyed[key])
                self._ask(key, matter, asked)
                rest -= asked

    def _spend(self, use: int, fen: int, gift: int) -> None:
        coins = self.uses.setdefault(use, []) if fen else []
        freed = self.freed.setdefault(use, [])
        if gift and fen:
            self.named[use] = gift
        rest = []
        for _ in range(fen):
            again = [source for source in freed if self.left(source) > 0]
            if not again:
                if bare := self._of_gift(use, gift):
                    rest.append(bare)
                continue
            first = gift if gift in again else min(again)
            freed.remove(first)
            coins.append(first)
        # Who was let go is paid when the gift went back, and the use itself last.
        for bare in sorted(rest, key=lambda one: (one == use, one)):
            self._replace(bare, NOBODY, self.oldest())

    def _of_gift(self, use: int, gift: int) -> int:
        """Give a coin of the gift back; which use is left bare, if any."""
        coins = self.uses[use]
        if gift in self.sources and self.left(gift) > 0:
            coins.append(gift)
            return NOBODY
        spent = [
            other
            for other, paid in self.uses.items()
            if gift in paid and self.named.get(other) != gift
        ]
        if not spent:
            coins.append(NOBODY)
            return use
        coins.append(gift)
        self._replace(max(spent), gift, NOBODY)
        self.let_go.setdefault(gift, []).append(max(spent))
        return max(spent)

    def _give_back(self, use: int, fen: int) -> None:
        for _ in range(fen):
            coins = self.uses[use]
            source = NOBODY if NOBODY in coins else max(coins)
            coins.remove(source)
            if source != NOBODY:
                self.freed.setdefault(use, []).append(source)
        self._cover()

    def _cover(self) -> None:
        while (source := self.oldest()) != NOBODY:
            bare = [use for use, coins in self.uses.items() if NOBODY in coins]
            if not bare:
                return
            self._replace(min(bare), NOBODY, source)

    def _replace(self, use: int, old: int, new: int) -> None:
        self.uses[use].remove(old)
        self.uses[use].append(new)

    def _shrink(self, source: int, fen: int) -> None:
        self.sources[source] -= fen
        moved = []
        while self.left(source) < 0:
            met = [use for use, coins in self.uses.items() if source in coins]
            spent = [use for use in met if self.named.get(use) != source]
            use = max(spent or met)
            self._replace(use, source, NOBODY)
            self.let_go.setdefault(source, []).append(use)
            moved.append(use)
        for use in sorted(moved):
            self._replace(use, NOBODY, self.oldest())

    def _grow(self, source: int, fen: int) -> None:
        self.sources[source] = self.sources.get(source, 0) + fen
        let_go = self.let_go.get(source, [])
        for use in sorted(let_go):
            others = [coin for coin in self.uses[use] if coin != source]
            if self.left(source) > 0 and others:
                other = NOBODY if NOBODY in others else max(others)
                self._replace(use, other, source)
                let_go.remove(use)
        self._cover()
