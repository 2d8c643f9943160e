"""Donors and gifts for tests, on top of the small world: U1 in March 2025.

张三 keeps the register; a gift's draft is reviewed by 李四, settled by 赵六 and posted
by 王五. F1 takes gifts without limits.
"""

import datetime as dt
from typing import Any

from ledger import drafts
from ledger.database import Connection, writing
from ledger.money import Money
from ledger.people import Act
from tests.building import Books
from treasury import donations, donors
from treasury.donations import Gift, NewGift, Registered
from treasury.donor_names import Donor, DonorKind
from treasury.donors import NewDonor
from treasury.vault import Vault

VAULT = Vault({1: bytes(range(32))})
MARCH = dt.date(2025, 3, 10)
AT = dt.datetime(2025, 3, 10, 8, tzinfo=dt.UTC)
CLERK = Act("张三", AT)
USCC = "91110000600037341L"


def later(act: Act, **more: int) -> Act:
    """The same person, some days on."""
    return Act(act.person, act.at + dt.timedelta(**more))


def organisation(name: str = "某某机械有限公司", **more: Any) -> NewDonor:
    """A firm."""
    return NewDonor(kind=DonorKind.ORGANISATION, name=name, **more)


def person(name: str = "欧阳小明", contact: str = "", **more: Any) -> NewDonor:
    """A person."""
    return NewDonor(kind=DonorKind.PERSON, name=name, contact=contact, **more)


def known(books: Books, given: NewDonor | None = None, act: Act = CLERK) -> Donor:
    """A donor registered or met again, in a transaction of its own."""
    with writing(books.engine) as connection:
        (number,) = donors.meet(
            connection, "U1", (given or organisation(),), VAULT, act
        )
        return donors.donor(connection, "U1", number)


def told(donor: int, fen: int = 1_000_00, **more: Any) -> NewGift:
    """A gift into F1 by bank, on 10 March 2025."""
    given: dict[str, Any] = {"fund": "F1", "received_on": MARCH}
    return NewGift(donor=donor, amount=Money(fen), **given | more)


def give(books: Books, donor: int = 0, fen: int = 1_000_00, **more: Any) -> Gift:
    """A gift registered and its draft handed in; without a donor a firm gives."""
    return registered(books, donor, fen, **more).gift


def registered(
    books: Books, donor: int = 0, fen: int = 1_000_00, **more: Any
) -> Registered:
    """The same, with what was handed in."""
    number = donor or known(books).number
    act = more.pop("act", CLERK)
    with writing(books.engine) as connection:
        return donations.register(connection, "U1", told(number, fen, **more), act)


def post_all(books: Books, act: Act = CLERK) -> int:
    """Every draft that waits goes into the books; how many."""
    with writing(books.engine) as connection:
        return post_drafts(connection, act)


def post_drafts(connection: Connection, act: Act = CLERK) -> int:
    """The same in a transaction at hand."""
    waiting = drafts.waiting(connection, "U1")
    for draft in waiting:
        post_draft(connection, draft.number, act)
    return len(waiting)


def post_draft(connection: Connection, number: int, act: Act = CLERK) -> None:
    """One draft goes into the books."""
    drafts.review(connection, "U1", number, Act("李四", act.at))
    drafts.settle(connection, "U1", number, Act("赵六", act.at))
    drafts.post(connection, "U1", number, Act("王五", act.at))


def received(books: Books, donor: int = 0, fen: int = 1_000_00, **more: Any) -> Gift:
    """A gift that stands in the books."""
    gift = give(books, donor, fen, **more)
    post_all(books, more.get("act", CLERK))
    return gift
