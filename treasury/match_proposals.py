"""What may be the same money: proposals for a person, ranked and explained.

1. A proposal is no match: a person takes it over by hand, or books what is missing.
2. One whose sums differ cannot be taken over. It says what to book first, for no match
   hides a difference.
3. The search is bounded: groups of a voucher, a day, a reference or a counterparty,
   their subsets only in small ones, and so many sums in all. What was cut is told.
4. The order of what comes in does not matter. Names are compared, never told.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from ledger.money import Money
from treasury.matching import BankLine, BookLine

FAR = 60
"""Days between books and bank beyond which nothing is proposed: two month ends."""
CANDIDATES = 3
"""Candidates that are proposed for one row."""
NEAR_FEN = 50_00
"""The largest difference that is still near: fees of a transfer are below it."""
NEAR_PART = 10
"""By what the amount is divided for the largest difference that is near."""
NEIGHBOURS = 20
"""Postings of near amounts that are looked at for one row, on each side."""
WHOLE_SEARCH = 10
"""The largest group of which every subset is tried: 1,013 sums."""
LEFT_OUT = 100
"""Members of a larger group that are left out of its sum in turn."""
SUMS = 300_000
"""Sums of subsets that are tried in all, a second's work."""

Kind = Literal["same", "parts", "gathered", "returned", "cancelled", "near"]
KINDS: dict[Kind, str] = {
    "same": "金额相同",
    "parts": "一笔流水对多条分录",
    "gathered": "多笔流水对一条分录",
    "returned": "银行冲回",
    "cancelled": "账内冲销",
    "near": "金额相近",
}

Item = BankLine | BookLine
Many = TypeVar("Many", bound=Item)
One = TypeVar("One", bound=Item)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rows and postings that may belong together, and why."""

    kind: Kind
    rows: tuple[BankLine, ...]
    postings: tuple[BookLine, ...]
    score: int
    """From 0 to 100; the higher, the more speaks for it."""
    why: tuple[str, ...]

    @property
    def difference(self) -> Money:
        """By how much the rows exceed the postings."""
        rows = sum(row.fen for row in self.rows)
        return Money(rows - sum(posting.fen for posting in self.postings))

    @property
    def acceptable(self) -> bool:
        """Whether a person may take it over as a match."""
        return not self.difference.fen


@dataclass(frozen=True, slots=True)
class Proposed:
    """All proposals, the best first, and what of the search was cut."""

    proposals: tuple[Proposal, ...]
    notes: tuple[str, ...] = ()


def propose(rows: Iterable[BankLine], postings: Iterable[BookLine]) -> Proposed:
    """What open rows and postings may mean together; the best first."""
    search = _Search(sorted(rows, key=_order), sorted(postings, key=_order))
    found: dict[Hashable, Proposal] = {}
    for one in search.all():
        key = _keys(one.rows), _keys(one.postings)
        if key not in found or found[key].score < one.score:
            found[key] = one
    ranked = sorted(found.values(), key=_rank)
    return Proposed(tuple(ranked), tuple(search.notes()))


def _order(item: Item) -> tuple[object, ...]:
    return item.day, item.key


def _keys(items: Sequence[Item]) -> tuple[tuple[int, int], ...]:
    return tuple(item.key for item in items)


def _rank(one: Proposal) -> tuple[object, ...]:
    days = [row.day for row in one.rows] + [p.day for p in one.postings]
    first = min(days)
    return -one.score, first, _keys(one.rows), _keys(one.postings)


def _days(first: Item, second: Item) -> int:
    return abs((first.day - second.day).days)


def _apart(days: int) -> str:
    return f"相差 {days} 天" if days else "同日"


def _same_party(row: BankLine, posting: BookLine) -> bool:
    return bool(row.counterparty) and row.counterparty == posting.party


@dataclass(slots=True)
class _Search:
    """The open lines of both sides, sorted, and the sums that may still be tried."""

    rows: list[BankLine]
    postings: list[BookLine]
    left: int = SUMS
    large: int = 0
    untried: int = 0
    explained: set[Item] = field(default_factory=set)
    """What is in a proposal already: nothing near is proposed for it."""

    def all(self) -> Iterator[Proposal]:
        """Every proposal of every kind."""
        for some in (
            self.same_amount(),
            self.one_to_many(),
            self.many_to_one(),
            self.opposed_rows(),
            self.opposed_postings(),
        ):
            for one in some:
                self.explained.update(one.rows, one.postings)
                yield one
        yield from self.near()

    def notes(self) -> Iterator[str]:
        """What was not tried."""
        if self.large:
            yield (
                f"{self.large} 组超过 {WHOLE_SEARCH} 笔，"
                "只试了整组合计和缺一笔的合计，没有试全部组合"
            )
        if self.untried:
            yield f"组合数已达 {SUMS:,} 个上限，{self.untried} 组没有试全部组合"

    # -- equal amounts --------------------------------------------------------------

    def same_amount(self) -> Iterator[Proposal]:
        """One row and one posting, of which there are several or which lie apart."""
        postings = _by_fen(self.postings)
        rows = _by_fen(self.rows)
        for row in self.rows:
            equal = postings.get(row.fen, [])
            candidates = _nearest(equal, row)
            others = max(len(equal), len(rows[row.fen])) - 1
            for posting in candidates[:CANDIDATES]:
                days, party = _days(row, posting), _same_party(row, posting)
                why = [f"金额相同，日期{_apart(days)}"]
                if party:
                    why.append("对方户名与往来单位一致")
                if others:
                    why.append(f"同样金额的另有 {others} 笔，须由人判断是哪一笔")
                score = 75 - min(days, 30) + 15 * party - 15 * bool(others)
                yield Proposal("same", (row,), (posting,), score, tuple(why))

    def opposed_rows(self) -> Iterator[Proposal]:
        """Two rows that take each other back."""
        went = _by_fen(row for row in self.rows if row.fen < 0)
        for row in self.rows:
            if row.fen < 0:
                continue
            for other in _nearest(went.get(-row.fen, ()), row):
                why = [f"两笔流水一收一付、金额相同，日期{_apart(_days(row, other))}"]
                if row.reference and row.reference == other.reference:
                    why.append("流水号相同")
                if row.text and row.text == other.text:
                    why.append("摘要相同")
                if row.counterparty and row.counterparty == other.counterparty:
                    why.append("对方户名相同")
                if "return" in {row.kind, other.kind}:
                    why.append("银行注明退回")
                if len(why) > 1:
                    why.append("可能是银行冲回，双方都不入账时可以核对")
                    both = tuple(sorted((row, other), key=_order))
                    score = 55 + 5 * len(why) - min(_days(row, other), 30)
                    yield Proposal("returned", both, (), score, tuple(why))
                    break

    def opposed_postings(self) -> Iterator[Proposal]:
        """A red posting and the one it took back, where the bank has such a row."""
        standing = {posting.key: posting for posting in self.postings}
        for red in self.postings:
            if red.correction != "full" or red.corrects is None:
                continue
            other = standing.get((red.corrects, red.line))
            if other is not None and other.fen == -red.fen:
                why = (
                    "红字凭证冲销了原凭证，合计为零",
                    "银行有与红字同额的流水，确认不是退回的款项后可以核对",
                )
                yield Proposal("cancelled", (), (other, red), 60, why)

    # -- one and many ---------------------------------------------------------------

    def one_to_many(self) -> Iterator[Proposal]:
        """One row that is as much as several postings of a group."""
        groups: dict[tuple[str, Hashable], list[BookLine]] = defaultdict(list)
        for posting in self.postings:
            if posting.correction == "full":
                continue
            groups["同一凭证（及其更正）", posting.corrects or posting.position].append(
                posting
            )
            groups["同一天", posting.day].append(posting)
            if posting.party:
                groups["同一天、同一往来单位", (posting.day, posting.party)].append(
                    posting
                )
        for row, some, label, alone in self._combined(groups, self.rows):
            yield _combination("parts", (row,), some, label, alone=alone)

    def many_to_one(self) -> Iterator[Proposal]:
        """One posting that is as much as several rows of a group."""
        groups: dict[tuple[str, Hashable], list[BankLine]] = defaultdict(list)
        for row in self.rows:
            groups["同一天", row.day].append(row)
            if row.reference:
                groups["流水号相同", row.reference].append(row)
            if row.text:
                groups["同一天、摘要相同", (row.day, row.text)].append(row)
            if row.counterparty:
                groups["对方户名相同", row.counterparty].append(row)
        for posting, some, label, alone in self._combined(groups, self.postings):
            yield _combination("gathered", some, (posting,), label, alone=alone)

    def _combined(
        self, groups: dict[tuple[str, Hashable], list[Many]], singles: Sequence[One]
    ) -> Iterator[tuple[One, tuple[Many, ...], str, bool]]:
        """Each single that equals a sum in a group, and whether no other sum does."""
        wanted = _by_fen(singles)
        for (label, _), group in groups.items():
            if len(group) < 2:  # noqa: PLR2004 - one is no group
                continue
            sums = self._sums(group, wanted.__contains__)
            for fen, found in sums.items():
                for single in _nearest(wanted[fen], found[0][0])[:1]:
                    yield single, found[0], label, len(found) == 1

    def _sums(
        self, group: list[Many], wanted: Callable[[int], bool]
    ) -> dict[int, list[tuple[Many, ...]]]:
        """Subsets of a group by their sum, where it is wanted; the whole one first."""
        found: dict[int, list[tuple[Many, ...]]] = defaultdict(list)
        whole = sum(item.fen for item in group)
        if wanted(whole):
            found[whole].append(tuple(group))
            return found
        if len(group) <= WHOLE_SEARCH:
            self.left -= 1 << len(group)
            if self.left > 0:
                for fen, some in _subsets(group):
                    if wanted(fen):
                        found[fen].append(some)
                return found
            self.untried += 1
        else:
            self.large += 1
        for at, item in enumerate(group[:LEFT_OUT]):
            fen = whole - item.fen
            if wanted(fen) and len(group) > 2 > len(found[fen]):  # noqa: PLR2004
                found[fen].append((*group[:at], *group[at + 1 :]))
        return {fen: some for fen, some in found.items() if some}

    # -- near amounts ---------------------------------------------------------------

    def near(self) -> Iterator[Proposal]:
        """A row and a posting that differ by little: something is not booked yet."""
        postings = sorted(
            (p for p in self.postings if p not in self.explained),
            key=lambda p: (p.fen, p.day, p.key),
        )
        amounts = [posting.fen for posting in postings]
        for row in self.rows:
            if row in self.explained:
                continue
            at = bisect_left(amounts, row.fen)
            low = max(at - NEIGHBOURS, bisect_left(amounts, row.fen - NEAR_FEN))
            high = min(at + NEIGHBOURS, bisect_right(amounts, row.fen + NEAR_FEN))
            near = [
                posting
                for posting in postings[low:high]
                if _days(row, posting) <= FAR
                and (posting.fen > 0) == (row.fen > 0)
                and abs(row.fen - posting.fen) * NEAR_PART <= abs(row.fen)
            ]
            if near:
                best = min(
                    near,
                    key=lambda p: (abs(row.fen - p.fen), _days(row, p), _order(p)),
                )
                yield _near_one(row, best)


def _by_fen(items: Iterable[One]) -> dict[int, list[One]]:
    found = defaultdict(list)
    for item in items:
        found[item.fen].append(item)
    return found


def _nearest(sorted_ones: Sequence[One], item: Item) -> list[One]:
    """Those that are near in days, the nearest first; few of them."""
    at = bisect_left(sorted_ones, item.day, key=lambda one: one.day)
    some = sorted_ones[max(at - CANDIDATES, 0) : at + CANDIDATES]
    near = [one for one in some if _days(one, item) <= FAR]
    return sorted(near, key=lambda one: (_days(one, item), _order(one)))


def _subsets(group: Sequence[One]) -> Iterator[tuple[int, tuple[One, ...]]]:
    """Every subset of two or more but not all, with its sum."""
    known: list[tuple[int, tuple[One, ...]]] = [(0, ())]
    for item in group:
        known += [(fen + item.fen, (*some, item)) for fen, some in known]
    for fen, some in known:
        if 2 <= len(some) < len(group):  # noqa: PLR2004 - one alone is no sum
            yield fen, some


def _combination(
    kind: Kind,
    rows: tuple[BankLine, ...],
    postings: tuple[BookLine, ...],
    label: str,
    *,
    alone: bool,
) -> Proposal:
    days = max(_days(row, posting) for row in rows for posting in postings)
    many, what = (postings, "条分录") if kind == "parts" else (rows, "笔流水")
    total = Money(abs(sum(item.fen for item in many))).grouped()
    why = [
        f"{label}的 {len(many)} {what}合计 {total} 元，与对方一笔相等，{_apart(days)}"
    ]
    if not alone:
        why.append("另有其他组合的合计也相等，须由人判断")
    voucher = label.startswith("同一凭证")
    score = 70 + 10 * voucher - min(days, 30) - 20 * (not alone)
    return Proposal(kind, rows, postings, score, tuple(why))


def _near_one(row: BankLine, posting: BookLine) -> Proposal:
    """A row and a posting that do not agree: what to do first."""
    gap = row.fen - posting.fen
    told = Money(abs(gap)).grouped()
    if gap < 0:
        why = (
            f"差 {told} 元，可能是同一笔流水中扣的手续费；先用普通付款申请"
            f"（--kind payment）申请并付出这 {told} 元，再与原分录一起手工核对"
        )
    elif gap % 9 == 0:
        why = f"差 {told} 元，能被 9 整除，可能记账时数字颠倒；先更正凭证再核对"
    else:
        why = f"差 {told} 元，可能少记或错记；先补记或更正凭证再核对"
    days, party = _days(row, posting), _same_party(row, posting)
    reasons = [why, f"日期{_apart(days)}"]
    if party:
        reasons.append("对方户名与往来单位一致")
    score = 40 + 10 * party - min(days, 30)
    return Proposal("near", (row,), (posting,), score, tuple(reasons))
