"""What rows of the bank and postings of the books are certainly the same money.

1. Only equal amounts are paired, to the fen; each row and posting once.
2. Pairs are made without a person where nothing else could be meant: a voucher and the
   red one that cancelled it; a reference that one quotes of the other; the same day;
   each the only candidate of the other within the window.
3. Where several are equally good nothing is chosen, unless it makes no difference:
   equal ones of a day pair off in order.
4. The order of what comes in does not matter.

Basis: 会计基础工作规范 第六十条 (bank journals are held against statements).
"""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

RowKey = tuple[int, int]
"""Statement and row."""
PostingKey = tuple[int, int]
"""Position in the chain of vouchers, and line."""

WINDOW = 10
"""Days between books and bank within which an only candidate is certain.

A cheque is presented within ten days of its date: 票据法 第九十一条.
"""
QUOTED_WITHIN = 366
"""Days within which a quoted reference counts: banks count anew every year."""
SHARED = 20
"""Rows of one amount beyond which what they share is no reference."""
_REFERENCE = re.compile(r"[0-9A-Za-z][0-9A-Za-z_/-]{5,}")
"""What may be a reference; fewer than six characters may be there by chance."""


class BankLine(NamedTuple):
    """A row of a bank statement; what it says of others is None until it is opened."""

    statement: int
    row: int
    day: dt.date
    fen: int
    reference: str = ""
    kind: str = ""
    counterparty: str | None = None
    text: str | None = None

    @property
    def key(self) -> RowKey:
        """What identifies it in the unit."""
        return self.statement, self.row


class BookLine(NamedTuple):
    """A posting on the bank's account of the books; `fen` is debit less credit."""

    position: int
    line: int
    day: dt.date
    fen: int
    ref: str = ""
    summary: str = ""
    party: str = ""
    memo: str = ""
    corrects: int | None = None
    correction: str | None = None

    @property
    def key(self) -> PostingKey:
        """What identifies it in the unit."""
        return self.position, self.line


class Match(NamedTuple):
    """Rows and postings that are the same money, and the rule that says so."""

    rows: tuple[RowKey, ...]
    postings: tuple[PostingKey, ...]
    rule: str


RULES = {
    "red": "红字冲销",
    "quoted": "流水号相符",
    "day": "同日同额",
    "window": f"{WINDOW} 天内唯一",
}
"""The rules by their key, in the order in which they are asked."""

_Line = TypeVar("_Line", BankLine, BookLine)
_Key = TypeVar("_Key", bound=Hashable)

Opener = Callable[[list[BankLine]], list[BankLine]]
"""Gives rows with what the bank says of others in them."""


def certain(
    rows: Iterable[BankLine],
    postings: Iterable[BookLine],
    opener: Opener | None = None,
    window: int = WINDOW,
) -> list[Match]:
    """The matches that need no person, by row and posting.

    `opener` is asked only for rows that have several candidates.
    """
    table = _Table(rows, postings, window)
    table.pair_red()
    for once in (True, False):
        table.pair_quoted()
        table.pair_same_day()
        table.pair_parties()
        table.pair_only()
        if once and (opener is None or not table.open_words(opener)):
            break
    return sorted(table.found, key=lambda match: (match.rows, match.postings))


class _Table:
    """What is still open of both sides, and what was found."""

    def __init__(
        self, rows: Iterable[BankLine], postings: Iterable[BookLine], window: int
    ) -> None:
        self.rows = {row.key: row for row in sorted(rows, key=_row_order)}
        self.postings = {p.key: p for p in sorted(postings, key=_posting_order)}
        self.window = window
        self.found: list[Match] = []

    def take(self, row: BankLine, posting: BookLine, rule: str) -> None:
        """Pair a row and a posting; neither is open any longer."""
        del self.rows[row.key], self.postings[posting.key]
        self.found.append(Match((row.key,), (posting.key,), rule))

    def by_amount(self) -> Iterator[tuple[list[BankLine], list[BookLine]]]:
        """The open rows and postings of each amount that both sides have."""
        rows = _grouped(self.rows.values(), lambda row: row.fen)
        postings = _grouped(self.postings.values(), lambda posting: posting.fen)
        for fen in rows.keys() & postings.keys():
            yield rows[fen], postings[fen]

    # -- the rules ------------------------------------------------------------------

    def pair_red(self) -> None:
        """Postings that a red voucher took back never reach the bank.

        Where the bank has a row as the red one, the money may have come back: then it
        is for the other rules. Of a voucher that was matched already, the red one goes
        with what replaced it.
        """
        reds = [p for p in self.postings.values() if p.correction == "full"]
        if not reds:
            return
        days: dict[int, list[int]] = defaultdict(list)
        for row in self.rows.values():
            days[row.fen].append(row.day.toordinal())
        replaced = {
            (p.corrects, p.line): p
            for p in self.postings.values()
            if p.correction == "replacement"
        }
        for red in reds:
            assert red.corrects is not None
            other = self.postings.get((red.corrects, red.line))
            if other is None:
                other = replaced.get((red.corrects, red.line))
            if other is None or other.key not in self.postings:
                continue
            banked = _within(days[red.fen], red.day, self.window)
            if other.fen == -red.fen and not banked:
                del self.postings[other.key], self.postings[red.key]
                both = tuple(sorted((other.key, red.key)))
                self.found.append(Match((), both, "red"))

    def pair_quoted(self) -> None:
        """A posting quotes the bank's reference, or a row quotes the voucher's."""
        edges: set[tuple[RowKey, PostingKey]] = set()
        for rows, postings in self.by_amount():
            edges.update(_quotations(rows, postings))
        of_row, of_posting = defaultdict(set), defaultdict(set)
        for key, other in edges:
            of_row[key].add(other)
            of_posting[other].add(key)
        for key, other in sorted(edges):
            if len(of_row[key]) == 1 == len(of_posting[other]):
                self.take(self.rows[key], self.postings[other], "quoted")

    def pair_same_day(self) -> None:
        """Those of a day, where it makes no difference which is which."""
        for rows, postings in list(self.by_amount()):
            days = _grouped(rows, lambda row: row.day)
            of_day = _grouped(postings, lambda posting: posting.day)
            for day in sorted(days.keys() & of_day.keys()):
                for row, posting in _paired_off(days[day], of_day[day]):
                    self.take(row, posting, "day")

    def pair_parties(self) -> None:
        """The only ones of an amount and a counterparty within the window."""
        for rows, postings in list(self.by_amount()):
            named, parties = _of_parties(rows, postings)
            for party, some in parties.items():
                for row, posting in _only_ones(named[party], some, self.window):
                    self.take(row, posting, "window")

    def pair_only(self) -> None:
        """The only ones of an amount within the window."""
        for rows, postings in list(self.by_amount()):
            for row, posting in _only_ones(rows, postings, self.window):
                self.take(row, posting, "window")

    def open_words(self, opener: Opener) -> bool:
        """Have the rows opened that still have candidates; whether there are any."""
        closed: list[BankLine] = []
        for rows, postings in self.by_amount():
            days = [posting.day.toordinal() for posting in postings]
            closed += [
                row
                for row in rows
                if row.text is None and _within(days, row.day, QUOTED_WITHIN)
            ]
        for row in opener(sorted(closed, key=_row_order)) if closed else []:
            self.rows[row.key] = row
        return bool(closed)


def _grouped(
    items: Iterable[_Line], key: Callable[[_Line], _Key]
) -> dict[_Key, list[_Line]]:
    found: dict[_Key, list[_Line]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return found


def _of_parties(
    rows: Iterable[BankLine], postings: Iterable[BookLine]
) -> tuple[dict[str, list[BankLine]], dict[str, list[BookLine]]]:
    """Rows by their counterparty, and the postings whose party is one of these."""
    named = _grouped(
        (r for r in rows if r.counterparty), lambda r: r.counterparty or ""
    )
    parties = _grouped((p for p in postings if p.party in named), lambda p: p.party)
    return named, parties


def _row_order(row: BankLine) -> tuple[dt.date, int, int]:
    return row.day, row.statement, row.row


def _posting_order(posting: BookLine) -> tuple[dt.date, int, int]:
    return posting.day, posting.position, posting.line


def _within(days: Sequence[int], day: dt.date, window: int) -> range:
    """Which of sorted days lie within a window of a day."""
    at = day.toordinal()
    return range(bisect_left(days, at - window), bisect_right(days, at + window))


def _quotations(
    rows: Sequence[BankLine], postings: Sequence[BookLine]
) -> Iterator[tuple[RowKey, PostingKey]]:
    """Rows and postings of one amount, of which one quotes the other."""
    referred = _grouped(rows, lambda row: row.reference)
    referred = {
        word: some
        for word, some in referred.items()
        if len(some) <= SHARED and _REFERENCE.fullmatch(word)
    }
    if referred:
        for posting in postings:
            told = f"{posting.ref} {posting.summary} {posting.memo}"
            for word in referred.keys() & _REFERENCE.findall(told):
                yield from _near_ones(referred[word], [posting])
    refs = _grouped(postings, lambda posting: posting.ref)
    for row in rows:
        if row.text:
            for word in refs.keys() & _REFERENCE.findall(row.text):
                yield from _near_ones([row], refs[word])


def _near_ones(
    rows: Sequence[BankLine], postings: Sequence[BookLine]
) -> Iterator[tuple[RowKey, PostingKey]]:
    for row in rows:
        for posting in postings:
            if abs((row.day - posting.day).days) <= QUOTED_WITHIN:
                yield row.key, posting.key


def _paired_off(
    rows: Sequence[BankLine], postings: Sequence[BookLine]
) -> Iterator[tuple[BankLine, BookLine]]:
    """Those of one amount and day that are certain, in order."""
    if len(rows) > 1 or len(postings) > 1:
        named, parties = _of_parties(rows, postings)
        told = {name for name, some in parties.items() if len(some) == len(named[name])}
        for party in sorted(told):
            yield from zip(named[party], parties[party], strict=True)
        rows = [row for row in rows if row.counterparty not in told]
        postings = [posting for posting in postings if posting.party not in told]
    alike = _alike_rows(rows), _alike_postings(postings)
    if len(rows) > len(postings):
        sure = alike[0]
    elif len(rows) < len(postings):
        sure = alike[1]
    else:
        sure = any(alike)
    if sure:
        yield from zip(rows, postings, strict=False)


def _alike_rows(rows: Sequence[BankLine]) -> bool:
    """Whether it makes no difference which of the rows is meant."""
    if len(rows) < 2:  # noqa: PLR2004 - one alone
        return True
    first = rows[0]
    return first.text is not None and all(
        (row.counterparty, row.text, row.kind)
        == (first.counterparty, first.text, first.kind)
        for row in rows
    )


def _alike_postings(postings: Sequence[BookLine]) -> bool:
    """Whether it makes no difference which of the postings is meant."""
    return len({(p.party, p.summary, p.memo) for p in postings}) < 2  # noqa: PLR2004


def _only_ones(
    rows: Sequence[BankLine], postings: Sequence[BookLine], window: int
) -> list[tuple[BankLine, BookLine]]:
    """Of one amount, the pairs in which each is the other's only candidate."""
    days = [posting.day.toordinal() for posting in postings]
    row_days = [row.day.toordinal() for row in rows]
    found = []
    for row in rows:
        candidates = _within(days, row.day, window)
        if len(candidates) == 1:
            posting = postings[candidates[0]]
            if len(_within(row_days, posting.day, window)) == 1:
                found.append((row, posting))
    return found
