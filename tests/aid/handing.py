"""Hand-outs of unit U1 for tests: quilts and shopping vouchers to people with files.

Ten files A-1 to A-10 of U1, recorded by 张三 on 2 March 2026; A-2 has a child of A-1's
household as a member. 20 quilts of 100 yuan and vouchers A001 to A040 are in stock of
F1. 张三 plans and issues, 赵六 approves, 李四 reviews, 王五 posts.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from aid import handouts
from aid.claims import Project
from aid.handout_judging import HandoutLine
from aid.handout_reading import Handout, LineStanding, handout, line_standings
from aid.handouts import Done, Plan
from ledger import drafts
from ledger.database import reading, writing
from ledger.people import Act
from tests import building
from tests.aid import filing
from tests.building import Books
from tests.server import Shelf
from tests.treasury.goods_world import LIVING, Store
from treasury import goods_items, stock

PLANNED = dt.datetime(2026, 3, 5, 2, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 3, 9, 2, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 10)
ZHANG, LI, WANG, ZHAO = (
    Act(code, PLANNED) for code in ("张三", "李四", "王五", "赵六")
)
SHEET = "ab" * 32


class Centre:
    """The aid centre of U1, each act in a transaction of its own."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.shop = Store.standing(books)

    # -- acts -----------------------------------------------------------------------

    def act(self, verb: Any, *given: Any, by: Act = ZHANG, **more: Any) -> Any:
        """Do something as a person."""
        with writing(self.books.engine) as connection:
            return verb(connection, *given, by, **more)

    def plan(self, ref: str, *lines: HandoutLine, **more: Any) -> Done:
        """Plan a hand-out for 10 March."""
        by = more.pop("by", handouts.NOTHING_BESIDE)
        with writing(self.books.engine) as connection:
            whole = planned(ref, *lines, **more)
            return handouts.plan(connection, whole, ZHANG, by)

    def approve(self, key: str, by: Act = ZHAO) -> Done:
        """Approve it."""
        return self.act(handouts.approve, "U1", key, by=by)  # type: ignore[no-any-return] # as it says

    def issue(self, key: str, by: Act = ZHANG, **more: Any) -> Done:
        """Issue it; its voucher waits."""
        return self.act(handouts.issue, "U1", key, by=by, **more)  # type: ignore[no-any-return] # as it says

    def issued(self, ref: str, *lines: HandoutLine, **more: Any) -> Handout:
        """Plan, approve and issue one, and post its voucher."""
        key = self.plan(ref, *lines, **more).handout.key
        self.approve(key)
        self.post(self.issue(key).handout.draft)
        return self.one(key)

    def post(self, draft: int | None) -> None:
        """Bring a draft into the books."""
        self.act(drafts.review, "U1", draft, by=LI)
        self.act(drafts.post, "U1", draft, by=WANG)

    # -- looks ----------------------------------------------------------------------

    def one(self, key: str) -> Handout:
        """A hand-out as it stands."""
        with reading(self.books.engine) as connection:
            return handout(connection, "U1", key)

    def left(self, item: str = "Q1") -> tuple[int, int]:
        """Thousandths and fen that may be given at the end of the year."""
        with reading(self.books.engine) as connection:
            one = goods_items.item_of(connection, "U1", item)
            there = stock.shelf(connection, "U1", one, "F1", dt.date(2026, 12, 31))
        return there.quantity_milli, there.cost.fen

    def lines(self, key: str) -> tuple[LineStanding, ...]:
        """Its lines as they stand."""
        with reading(self.books.engine) as connection:
            return line_standings(connection, handout(connection, "U1", key))


def planned(ref: str, *lines: HandoutLine, **more: Any) -> Plan:
    """A plan of quilts for A-1 and A-3, or of other lines."""
    usual: dict[str, Any] = {
        "unit": "U1",
        "title": "春季慰问",
        "dated_on": DAY,
        "fund": "F1",
        "purpose": LIVING,
        "project": Project.LIVING,
        "year": 2026,
        "lines": lines or (line("A-1"), line("A-3")),
    }
    return Plan(ref=ref, **usual | more)


def line(code: str, pieces: int = 1, item: str = "Q1", **more: Any) -> HandoutLine:
    """So many quilts for one person."""
    return HandoutLine(recipient=code, item=item, quantity_milli=pieces * 1000, **more)


def fill_centre(books: Books) -> None:
    """The files and the stock told on top."""
    shop = Store(books)
    shop.bought("b1", 20, 2000)
    shop.tickets("v1", "A001-A040", 40, 3800)
    child = filing.person(50)
    filing.add(books, filing.content(1, child), code="A-1")
    filing.add(books, filing.content(2, child), code="A-2")
    for place in range(3, 11):
        filing.add(books, filing.content(place), code=f"A-{place}")


def opened(shelf: Shelf, dialect: str) -> Iterator[Centre]:
    """The centre with its stock and files, filled once a worker."""
    for books in building.copied(shelf, dialect, "centre", fill_centre):
        yield Centre(books)
