"""A tree of unions that send each other money, for the tests of transfers.

    P 某省总工会 (union-2021)
    └── C 某市总工会
        ├── A 甲县总工会
        │   └── S 甲街道工会 (union-2021-grassroots)
        └── B 乙县总工会

P has CB (central budget, by the treasury), D (donation for 子女助学, restriction
“甲地”), OWN (its own money) and G (other money); C has OWN; each begins with 10,000
yuan in the bank on 15 January 2025. The others have no funds yet.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from ledger import drafts, fund_registration, registration
from ledger.database import reading, writing
from ledger.entries import Outcome
from ledger.funds import Channel, Fund, Origin
from ledger.money import Money
from ledger.people import Act
from ledger.units import Level, Unit
from tests.building import FOUNDING, OPENED, Books, credit, debit, voucher
from treasury import transfers
from treasury.transfers import Receipt, Rejection, Sending, TakingBack, Transfer

AT = dt.datetime(2026, 1, 2, 8, tzinfo=dt.UTC)
ZHANG, LI, WANG, ZHAO = (Act(code, AT) for code in ("张三", "李四", "王五", "赵六"))
SENT, ARRIVED = dt.date(2025, 2, 1), dt.date(2025, 2, 5)
BEGUN_FEN = 10_000_00

Done = TypeVar("Done")

TREE = (
    ("P", "某省总工会", Level.PROVINCE, ""),
    ("C", "某市总工会", Level.CITY, "P"),
    ("A", "甲县总工会", Level.COUNTY, "C"),
    ("B", "乙县总工会", Level.COUNTY, "C"),
    ("S", "甲街道工会", Level.GRASSROOTS, "A"),
)
FUNDS = {
    "P": (
        Fund("CB", "中央", Origin.CENTRAL_BUDGET, Channel.SAME_LEVEL_TREASURY),
        Fund(
            "D",
            "助学捐款",
            Origin.DONATION,
            Channel.DIRECT,
            restriction="甲地",
            purposes=("子女助学",),
        ),
        Fund("OWN", "本级", Origin.OWN_UNION, Channel.DIRECT),
        Fund("G", "其他", Origin.GENERAL, Channel.DIRECT),
    ),
    "C": (Fund("OWN", "本级", Origin.OWN_UNION, Channel.DIRECT),),
}
INCOME = {"CB": "40401", "D": "408", "OWN": "402", "G": "402"}


def found_tree(books: Books) -> None:
    """Register the units and funds, and what each fund begins with."""
    units = [
        Unit(code=code, name=name, level=level, parent=parent, opened_on=OPENED)
        for code, name, level, parent in TREE
    ]
    with writing(books.engine) as connection:
        found = registration.register_units(connection, units, FOUNDING)
        for unit, funds in FUNDS.items():
            found += fund_registration.register_funds(connection, unit, funds, FOUNDING)
    assert not found
    for unit, funds in FUNDS.items():
        for fund in funds:
            lines = (
                debit("102", BEGUN_FEN, fund.code),
                credit(INCOME[fund.code], BEGUN_FEN, fund.code),
            )
            books.post(voucher(f"begin-{fund.code}", *lines, unit=unit))


class Line:
    """The line of unions, each act in a transaction of its own."""

    def __init__(self, books: Books) -> None:
        self.books = books

    def do(self, verb: Callable[..., Done], *given: Any) -> Done:
        """One verb in a transaction."""
        with writing(self.books.engine) as connection:
            return verb(connection, *given)

    def send(
        self, unit: str, to: str, fen: int, fund: str = "OWN", **more: Any
    ) -> Transfer:
        """Hand in money sent on 1 February 2025 by 张三."""
        given: dict[str, Any] = {
            "unit": unit,
            "to": to,
            "fund": fund,
            "amount": Money(fen),
            "dated_on": SENT,
            "purpose": "生活救助",
        }
        return self.do(transfers.send, Sending(**given | more), ZHANG)

    def sent(
        self, unit: str, to: str, fen: int, fund: str = "OWN", **more: Any
    ) -> Transfer:
        """The same, and its voucher posted: in transit."""
        one = self.send(unit, to, fen, fund, **more)
        self.post(unit, one.out.draft)
        return self.find(one)

    def receive(self, one: Transfer, **more: Any) -> Transfer:
        """Hand in its receipt on 5 February 2025."""
        given: dict[str, Any] = {
            "unit": one.receiver,
            "sender": one.sender,
            "number": one.number,
            "amount": one.amount,
            "dated_on": ARRIVED,
        }
        return self.do(transfers.receive, Receipt(**given | more), ZHANG)

    def booked(self, one: Transfer, **more: Any) -> Transfer:
        """The same, and its voucher posted."""
        taken = self.receive(one, **more)
        assert taken.arrival is not None
        self.post(taken.receiver, taken.arrival.draft)
        return self.find(one)

    def moved(
        self, unit: str, to: str, fen: int, fund: str = "OWN", **more: Any
    ) -> Transfer:
        """Sent on 1 February and booked by the receiver on the 5th."""
        return self.booked(self.sent(unit, to, fen, fund, **more))

    def reject(
        self, one: Transfer, reason: str = "不属本单位", **more: Any
    ) -> Transfer:
        """Not taken, on 5 February 2025."""
        given: dict[str, Any] = {
            "unit": one.receiver,
            "sender": one.sender,
            "number": one.number,
            "on": ARRIVED,
            "reason": reason,
        }
        return self.do(transfers.reject, Rejection(**given | more), ZHANG)

    def take_back(self, one: Transfer, day: dt.date = ARRIVED) -> Transfer:
        """Hand in the draft by which the money is the sender's again."""
        taking = TakingBack(unit=one.sender, number=one.number, dated_on=day)
        return self.do(transfers.take_back, taking, ZHANG)

    def post(self, unit: str, draft: int) -> Outcome:
        """Bring a submitted draft into the books."""
        self.do(drafts.review, unit, draft, LI)
        self.do(drafts.settle, unit, draft, ZHAO)
        return self.do(drafts.post, unit, draft, WANG)

    def drop(self, unit: str, draft: int) -> None:
        """Give a draft up."""
        self.do(drafts.drop, unit, draft, "填错", ZHANG)

    def find(self, one: Transfer) -> Transfer:
        """A transfer as it stands now."""
        with reading(self.books.engine) as connection:
            return transfers.find(connection, one.sender, one.number)

    def lines(self, unit: str, ref: str) -> list[tuple[Any, ...]]:
        """Account, fund, debit and credit of a voucher's lines, in fen."""
        return self.books.rows(
            "SELECT a.code, f.code, p.debit_fen, p.credit_fen FROM postings p"
            " JOIN vouchers v ON v.unit_id = p.unit_id AND v.position = p.position"
            " JOIN accounts a ON a.id = p.account_id"
            " JOIN funds f ON f.unit_id = p.unit_id AND f.id = p.fund_id"
            " JOIN units u ON u.id = p.unit_id"
            f" WHERE u.code = '{unit}' AND v.ref = '{ref}' ORDER BY p.line"
        )
