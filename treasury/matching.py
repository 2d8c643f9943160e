"""What rows of the bank and postings of the books are certainly the same money.

1. Only equal amounts are paired, to the fen; each row and posting once.
2. Pairs are made without a person where nothing else could be meant: a voucher and the
   red one that cancelled it; a voucher that moves money between funds inside the
   account; a reference that one quotes of the other; the same day;
   each the only candidate of the other within the window.
3. Where several are equally good nothing is chosen, unless it makes no difference:
   equal ones of a day pair off in order.
4. The order of what comes in does not matter.

Basis: 会计基础工作规范 第六十条 (bank journals are held against statements).
"""

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
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
    "inside": "账户内资金间划转",
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

    `opener` is asked only for rows that have several candidates. What one round takes
    out may leave the next nothing to choose, so matching again finds nothing more.
    """
    left, rest, found = list(rows), list(postings), list[Match]()
    while True:
        more, opened = _round(left, rest, opener, window)
        if not more:
            return sorted(found, key=lambda match: (match.rows, match.postings))
        found += more
        used = {key for match in more for key in match.rows}
        taken = {key for match in more for key in match.postings}
        left = [opened.get(row.key, row) for row in left if row.key not in used]
        rest = [posting for posting in rest if posting.key not in taken]


def _round(
    rows: Iterable[BankLine],
    postings: Iterable[BookLine],
    opener: Opener | None,
    window: int,
) -> tuple[list[Match], dict[RowKey, BankLine]]:
    """Ask every rule for every amount; what was found, and rows that were opened."""
    standing = sorted(rows, key=_row_order)
    booked = {posting.key: posting for posting in sorted(postings, key=_posting_order)}
    days = _Days(standing, window)
    found = [*_red(days, booked), *_inside(days, booked)]
    of_row = _grouped(standing, lambda row: row.fen)
    of_posting = _grouped(booked.values(), lambda posting: posting.fen)
    amounts = [
        _Amount(of_row[fen], of_posting[fen], window)
        for fen in sorted(of_row.keys() & of_posting.keys())
    ]
    for amount in amounts:
        amount.pair()
    opened: dict[RowKey, BankLine] = {}
    if opener is not None:
        closed = [row for amount in amounts for row in amount.closed()]
        opened = {row.key: row for row in opener(closed)} if closed else {}
        for amount in amounts:
            if amount.open_words(opened):
                amount.pair()
    for amount in amounts:
        found += amount.found
    return found, opened


class _Days:
    """On which days the bank has rows of an amount."""

    def __init__(self, rows: Iterable[BankLine], window: int) -> None:
        self.window = window
        self.days: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            self.days[row.fen].append(row.day.toordinal())

    def meets(self, posting: BookLine) -> bool:
        """Whether the bank has a row as the posting, about its day."""
        near = _within(self.days.get(posting.fen, ()), posting.day, self.window)
        return bool(near)


def _red(days: _Days, booked: dict[PostingKey, BookLine]) -> Iterator[Match]:
    """Postings that a red voucher took back never reach the bank; they are taken out.

    Where the bank has a row as the red one, the money may have come back: then it is
    for the other rules. Of a voucher that was matched already, the red one goes with
    what replaced it.
    """
    reds = [posting for posting in booked.values() if posting.correction == "full"]
    replaced = {
        (posting.corrects, posting.line): posting
        for posting in booked.values()
        if posting.correction == "replacement"
    }
    for red in reds:
        assert red.corrects is not None
        other = booked.get((red.corrects, red.line))
        if other is None:
            other = replaced.get((red.corrects, red.line))
        if other is None or other.key not in booked or other.fen != -red.fen:
            continue
        if not days.meets(red):
            del booked[other.key], booked[red.key]
            first, second = sorted((other.key, red.key))
            yield Match((), (first, second), "red")


def _inside(days: _Days, booked: dict[PostingKey, BookLine]) -> Iterator[Match]:
    """A voucher that nets to nothing moves money between funds, none at the bank.

    Where the bank has rows as all of it, money came and went: then it is for the rules.
    """
    vouchers: dict[int, list[BookLine]] = defaultdict(list)
    for posting in booked.values():
        vouchers[posting.position].append(posting)
    for lines in vouchers.values():
        if len(lines) > 1 and not sum(line.fen for line in lines):
            if all(map(days.meets, lines)):
                continue
            for line in lines:
                del booked[line.key]
            yield Match((), tuple(sorted(line.key for line in lines)), "inside")


class _Amount:
    """What is still open of one amount, each side sorted, and what was found."""

    def __init__(
        self, rows: list[BankLine], postings: list[BookLine], window: int
    ) -> None:
        self.rows = rows
        self.postings = postings
        self.window = window
        self.found: list[Match] = []

    def pair(self) -> None:
        """Ask the rules one after the other."""
        if len(self.rows) == 1 == len(self.postings):
            # Most amounts are there once; any rule would find the same.
            row, posting = self.rows[0], self.postings[0]
            days = abs((row.day - posting.day).days)
            if days <= self.window:
                self._take([(row, posting)], "window" if days else "day")
                return
        for rule, pairs in (
            ("quoted", self.quoted),
            ("day", self.same_day),
            ("window", self.parties),
            ("window", self.only),
        ):
            if self.rows and self.postings:
                self._take(list(pairs()), rule)

    def _take(self, pairs: Sequence[tuple[BankLine, BookLine]], rule: str) -> None:
        if not pairs:
            return
        rows = {row.key for row, _ in pairs}
        postings = {posting.key for _, posting in pairs}
        self.rows = [row for row in self.rows if row.key not in rows]
        self.postings = [p for p in self.postings if p.key not in postings]
        self.found += [Match((row.key,), (p.key,), rule) for row, p in pairs]

    def quoted(self) -> Iterator[tuple[BankLine, BookLine]]:
        """A posting quotes the bank's reference, or a row quotes the voucher's."""
        edges = {
            (row.key, posting.key): (row, posting)
            for row, posting in _quotations(self.rows, self.postings)
        }
        of_row = Counter(key for key, _ in edges)
        of_posting = Counter(key for _, key in edges)
        for (key, other), pair in edges.items():
            if of_row[key] == 1 == of_posting[other]:
                yield pair

    def same_day(self) -> Iterator[tuple[BankLine, BookLine]]:
        """Those of a day, where it makes no difference which is which."""
        days = _grouped(self.rows, lambda row: row.day)
        of_day = _grouped(self.postings, lambda posting: posting.day)
        for day in days.keys() & of_day.keys():
            yield from _paired_off(days[day], of_day[day])

    def parties(self) -> Iterator[tuple[BankLine, BookLine]]:
        """The only ones of a counterparty within the window."""
        named, parties = _of_parties(self.rows, self.postings)
        for party, some in parties.items():
            yield from _only_ones(named[party], some, self.window)

    def only(self) -> Iterator[tuple[BankLine, BookLine]]:
        """The only ones within the window."""
        yield from _only_ones(self.rows, self.postings, self.window)

    def closed(self) -> list[BankLine]:
        """The rows that still have candidates, and whose texts are not opened."""
        days = [posting.day.toordinal() for posting in self.postings]
        return [
            row
            for row in self.rows
            if row.text is None and _within(days, row.day, QUOTED_WITHIN)
        ]

    def open_words(self, opened: Mapping[RowKey, BankLine]) -> bool:
        """Take rows with their texts; whether there are any."""
        self.rows = [opened.get(row.key, row) for row in self.rows]
        return any(row.key in opened for row in self.rows)


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
) -> Iterator[tuple[BankLine, BookLine]]:
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
) -> Iterator[tuple[BankLine, BookLine]]:
    for row in rows:
        for posting in postings:
            if abs((row.day - posting.day).days) <= QUOTED_WITHIN:
                yield row, posting


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
