"""Batches for tests: U1 is live from 1 March 2026 and under L13; made-up people.

Files P-1 … P-5 of U1 with a card each, Q-1 of U2. F1 (a donation for living aid and
送温暖) has 10,000 yuan, F2 (central budget) 5,000. 张三 keeps the files, 王五 makes
batches and 李四 approves; 张三 prepares nothing else. Aid is done on 9 March 2026;
低保标准 there is 700 yuan a month.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from stdnum import luhn

from aid import batch_paying, batches, beginnings
from aid.bank_cards import BankCard
from aid.batch_paying import Again, Outcome, Release, Settled
from aid.batches import Asking, Batch, Saved
from aid.claims import Project
from aid.local_standards import LocalStandard, LocalStandards
from aid.payout_lines import PayoutLine
from aid.payout_reading import Basis
from aid.unit_standards import UnitStandards
from ledger import drafts, fund_registration
from ledger.database import writing
from ledger.entries import Outcome as Posted
from ledger.money import Money
from ledger.people import Act
from tests import building
from tests.aid import filing
from tests.aid.filing import VAULT, content
from tests.building import Books, credit, debit, receipt, voucher
from tests.server import Shelf
from tests.treasury import asking
from treasury.drafting import HandedIn
from treasury.request_desk import Requested

SINCE = dt.date(2026, 3, 1)
PAID_ON = dt.date(2026, 3, 9)
AT = dt.datetime(2026, 3, 9, 8, tzinfo=dt.UTC)
KEEPER, MAKER, APPROVER = Act("张三", AT), Act("王五", AT), Act("李四", AT)
CASHIER = Act("赵六", AT)
MONTHLY = Money(700_00)
LISTED = "经会议逐户核定"
"""Why lists are paid that name no cases."""


def card(place: int) -> BankCard:
    """A card that checks; `place` tells them apart."""
    body = f"62284800{place:010d}"
    return BankCard(body + luhn.calc_check_digit(body))


def standards(monthly: Money = MONTHLY) -> UnitStandards:
    """The rules, and the local figures of 2026."""
    row = LocalStandard(
        place="130102",
        since=dt.date(2026, 1, 1),
        minimum_living=monthly,
        decided_by="市民政局",
        paper="民发〔2026〕1号",
    )
    return UnitStandards(LocalStandards([row]))


def basis(**more: Any) -> Basis:
    """The keys and the standards."""
    return Basis(**{"vault": VAULT, "standards": standards()} | more)


def line(place: int, code: str = "", fen: int = 500_00, **more: Any) -> PayoutLine:
    """Living aid for March to P-`place`, of F1; the purpose is the project's own."""
    given: dict[str, Any] = {
        "project": Project.LIVING,
        "year": 2026,
        "period": "2026-03",
        "fund": "F1",
        "account": "50404",
    }
    told = given | more
    told.setdefault("purpose", told["project"].label)
    return PayoutLine(place=place, code=code or f"P-{place}", amount=Money(fen), **told)


def batch(*lines: PayoutLine, ref: str = "三月", **more: Any) -> Batch:
    """A batch of U1: P-1, P-2 and P-3 with 500 yuan each unless told otherwise."""
    listed = lines or (line(1), line(2), line(3))
    placed = tuple(replace(one, place=n) for n, one in enumerate(listed, 1))
    given = {"unit": "U1", "title": "三月生活救助"} | more
    return Batch(ref=ref, lines=placed, **given)


def funded(books: Books) -> None:
    """The world told on top before any file: the money, the day of going live."""
    before = {"dated_on": dt.date(2026, 1, 5)}
    central = debit("102", 5_000_00, "F2"), credit("40302", 5_000_00, "F2")
    books.post(receipt("r1", 10_000_00, **before), voucher("r2", *central, **before))
    with writing(books.engine) as connection:
        warmth = [("F1", Project.WARMTH.label)]
        fund_registration.meet_purposes(connection, "U1", warmth, KEEPER)
    asking.go_live(books, since=SINCE, at=AT)


def fill(books: Books) -> None:
    """The world told on top."""
    funded(books)
    for place in range(1, 6):
        filing.add(books, content(place, card=card(place)), code=f"P-{place}")
    filing.add(books, content(20, card=card(20)), unit="U2", code="Q-1")
    begin(books)


def filled(shelf: Shelf, dialect: str) -> Iterator[Books]:
    """Books as `fill` leaves them, filled once a worker."""
    yield from building.copied(shelf, dialect, "batches", fill)


def begin(books: Books, unit: str = "U1", since: dt.date = SINCE) -> bool:
    """Put a unit under L13."""
    with writing(books.engine) as connection:
        return beginnings.begin(connection, unit, since, "会议纪要2号", APPROVER)


# -- acts, each in a transaction of its own -----------------------------------------


def save(
    books: Books, given: Batch | None = None, act: Act = MAKER, **more: Any
) -> Saved:
    with writing(books.engine) as connection:
        return batches.save(connection, given or batch(), basis(**more), act)


def submit(
    books: Books, key: str = "B2026-1", act: Act = MAKER, **more: Any
) -> Requested:
    with writing(books.engine) as connection:
        asked = Asking(**{"reason": LISTED} | more)
        return batches.submit(connection, "U1", key, basis(), asked, act)


def approve(books: Books, key: str = "B2026-1", act: Act = APPROVER) -> Requested:
    with writing(books.engine) as connection:
        return batches.approve(connection, "U1", key, act)


def release(
    books: Books, key: str = "B2026-1", act: Act = MAKER, **more: Any
) -> HandedIn:
    with writing(books.engine) as connection:
        given = Release(**{"dated_on": PAID_ON} | more)
        return batch_paying.release(connection, "U1", key, basis(), given, act)


def finish(books: Books, draft: int) -> Posted:
    """Take a submitted draft to the books: 李四 reviews, 赵六 settles, 张三 posts."""
    with writing(books.engine) as connection:
        drafts.review(connection, "U1", draft, APPROVER)
        drafts.settle(connection, "U1", draft, CASHIER)
        return drafts.post(connection, "U1", draft, KEEPER)


def settle(
    books: Books, outcomes: dict[int, str], key: str = "B2026-1", act: Act = MAKER
) -> Settled:
    """Take in results: empty where a line was paid, else why not."""
    told = {place: Outcome(not why, why) for place, why in outcomes.items()}
    with writing(books.engine) as connection:
        return batch_paying.settle(connection, "U1", key, told, act, on=PAID_ON)


def repay(books: Books, place: int, key: str = "B2026-1", reason: str = "") -> HandedIn:
    with writing(books.engine) as connection:
        given = Again(dated_on=PAID_ON, reason=reason)
        return batch_paying.repay(connection, "U1", key, place, given, MAKER)


def submitted(books: Books, given: Batch | None = None) -> str:
    """A batch saved and submitted; its key."""
    key = save(books, given).key
    submit(books, key)
    return key


def paid(books: Books, given: Batch | None = None) -> str:
    """A batch all the way into the books; its key."""
    key = submitted(books, given)
    approve(books, key)
    finish(books, release(books, key).draft)
    return key
