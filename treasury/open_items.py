"""What bank and books have not both entered by a day (未达账项): arithmetic alone.

1. A row of the bank and a posting of the books are met when they stand in one match
   whose every part lies on the day or before. What is matched with something later is
   under way on the day, however it ended.
2. A posting from before the first statement is taken to lie in its opening balance,
   unless it is matched. What the opening balance has more or less is other money.
3. In a shared account a row that nothing meets is other money's, but for those that
   are named as ours.
4. bank + booked in not banked - booked out not banked
   = book + banked in not booked - banked out not booked + other money.

The written form of the digest of open items: `bangfu-open-items-1`, then for each item,
rows by statement and place before postings by position and line, after the character
U+001E, these parted by U+001F: `bank` or `book`, the numbers of its place, day, fen.

Basis: 会计基础工作规范 第六十二条 (bank journals are held against statements).
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ledger.money import ZERO, Money

FORM = "bangfu-open-items-1"

Place = tuple[int, int]
"""Statement and row of the bank, or position and line of the books."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A row of the bank, or a posting on its account; `amount` is above zero for in.

    `met_on` is the last day of what it is matched with, None where it is not.
    `told` is how papers call it, `opens` whether it is of an opening voucher.
    """

    place: Place
    booked_on: dt.date
    amount: Money
    met_on: dt.date | None = None
    told: str = ""
    summary: str = ""
    opens: bool = False

    def is_open(self, until: dt.date) -> bool:
        """Whether the other side has not entered it by the end of a day (1)."""
        return self.met_on is None or self.met_on > until

    def age(self, until: dt.date) -> int:
        """Days from its day to another."""
        return (until - self.booked_on).days


@dataclass(frozen=True, slots=True)
class Ends:
    """Balances at the end of a day, and the first day and opening of the statements."""

    until: dt.date
    bank: Money
    book: Money
    first_day: dt.date
    opening: Money


@dataclass(frozen=True, slots=True)
class Figures:
    """What a reconciliation says; the items are those still open on its day."""

    ends: Ends
    rows: tuple[Item, ...]
    postings: tuple[Item, ...]
    others: tuple[Item, ...]
    """Rows that are other money's (3)."""
    before: tuple[Item, ...]
    """Postings that lie in the opening balance (2)."""

    @property
    def bank_in(self) -> Money:
        """What the bank took in and the books have not entered."""
        return total(self.of(self.rows, out=False))

    @property
    def bank_out(self) -> Money:
        """What the bank paid out and the books have not entered."""
        return -total(self.of(self.rows, out=True))

    @property
    def book_in(self) -> Money:
        """What the books took in and the bank has not entered."""
        return total(self.of(self.postings, out=False))

    @property
    def book_out(self) -> Money:
        """What the books paid out and the bank has not entered."""
        return -total(self.of(self.postings, out=True))

    @staticmethod
    def of(items: Iterable[Item], *, out: bool) -> tuple[Item, ...]:
        """Those that went out, or those that came in, the earliest first."""
        found = (item for item in items if (item.amount < ZERO) == out)
        return tuple(sorted(found, key=lambda item: (item.booked_on, item.place)))

    @property
    def adjusted(self) -> Money:
        """The bank's balance with what it does not know yet."""
        return self.ends.bank + self.book_in - self.book_out

    @property
    def book_adjusted(self) -> Money:
        """The balance of the books with what they do not know yet."""
        return self.ends.book + self.bank_in - self.bank_out

    @property
    def other(self) -> Money:
        """What lies in the account and in no item: other money (4)."""
        return self.adjusted - self.book_adjusted

    @property
    def gap(self) -> Money:
        """What the opening balance has over the postings from before it (2)."""
        return self.ends.opening - total(self.before)

    @property
    def count(self) -> int:
        """How many items are open."""
        return len(self.rows) + len(self.postings)

    @property
    def digest(self) -> bytes:
        """The digest of the open items."""
        found = hashlib.sha256(FORM.encode())
        for side, items in (("bank", self.rows), ("book", self.postings)):
            for item in sorted(items, key=lambda item: item.place):
                first, second = item.place
                told = f"{side}\x1f{first}\x1f{second}\x1f{item.booked_on}"
                found.update(f"\x1e{told}\x1f{item.amount.fen}".encode())
        return found.digest()


def total(items: Iterable[Item]) -> Money:
    """The sum of what came in and went out."""
    return sum((item.amount for item in items), ZERO)


def draw(
    ends: Ends,
    rows: Iterable[Item],
    postings: Iterable[Item],
    *,
    shared: bool = False,
    ours: Collection[Place] = (),
) -> Figures:
    """Part what is open on the day; items that are met by then change nothing."""
    until = ends.until
    open_rows = [row for row in rows if row.is_open(until)]
    open_postings = [posting for posting in postings if posting.is_open(until)]
    others = [
        row
        for row in open_rows
        if shared and row.met_on is None and row.place not in ours
    ]
    before = [one for one in open_postings if _is_before(one, ends.first_day)]
    return Figures(
        ends=ends,
        rows=_without(open_rows, others),
        postings=_without(open_postings, before),
        others=tuple(others),
        before=tuple(before),
    )


def _is_before(posting: Item, first_day: dt.date) -> bool:
    if posting.met_on is not None:
        return False
    return posting.booked_on < first_day or (
        posting.opens and posting.booked_on == first_day
    )


def _without(items: Sequence[Item], less: Sequence[Item]) -> tuple[Item, ...]:
    gone = {item.place for item in less}
    return tuple(item for item in items if item.place not in gone)


# -- where a difference may come from -----------------------------------------------


def hints(figures: Figures, difference: Money) -> Iterator[str]:
    """What equals a difference, or half of it: where one would look first."""
    known = (*figures.rows, *figures.postings, *figures.before)
    for item in known:
        if abs(item.amount.fen) == abs(difference.fen):
            yield f"{_named(item)} 的金额与差额相同"
    for item in known:
        if 2 * abs(item.amount.fen) == abs(difference.fen):
            yield f"{_named(item)} 的金额是差额的一半，可能记反了方向"


def _named(item: Item) -> str:
    return f"{item.booked_on} {item.told}".rstrip()
