"""Payment requests for tests: U1 is live from 10 January on; 张三 asks, 李四 approves.

Fund F1 (a donation) has 10,000 yuan in the bank, F2 (central budget) 5,000, and the
union's other money G 2,000. 王五 posts, 赵六 is cashier and may approve as well. Acts
are done on 10 January 2025, payments on the 15th.
"""

import datetime as dt
from typing import Any

from ledger import drafts, journal
from ledger.database import writing
from ledger.entries import Outcome
from ledger.money import Money
from ledger.payment_requests import RequestKind
from ledger.people import Act
from tests.building import DAY, Books, credit, debit, receipt, voucher
from treasury import approvals, approving, paying, requests
from treasury.drafting import HandedIn
from treasury.paying import Payment
from treasury.request_desk import Requested, RequestLine
from treasury.requests import PaymentRequest

TENTH = dt.datetime(2025, 1, 10, 8, tzinfo=dt.UTC)
ASKER, APPROVER = Act("张三", TENTH), Act("李四", TENTH)
CASHIER, POSTER = Act("赵六", TENTH), Act("王五", TENTH)
LIVE = dt.date(2025, 1, 10)
BEFORE = dt.date(2025, 1, 5)


def go_live(
    books: Books, unit: str = "U1", since: dt.date = LIVE, at: dt.datetime = TENTH
) -> None:
    """Let money leave under requests alone."""
    with writing(books.engine) as connection:
        act = Act("李四", at)
        approvals.go_live(connection, unit, since, "会议纪要1号", act)


def live(books: Books) -> Books:
    """The small world with its money, and live."""
    before = {"dated_on": BEFORE}
    central = debit("102", 5_000_00, "F2"), credit("40302", 5_000_00, "F2")
    books.post(
        receipt("r1", 10_000_00, **before),
        receipt("r3", 2_000_00, "G", **before),
        voucher("r2", *central, **before),
    )
    go_live(books)
    return books


def line(
    fen: int, fund: str = "F1", account: str = "50404", purpose: str = "生活救助"
) -> RequestLine:
    return RequestLine(fund, account, purpose, Money(fen))


def request(ref: str = "申1", *lines: RequestLine, **more: Any) -> PaymentRequest:
    """A request of U1 for 1,000 yuan of F1 unless told otherwise."""
    given: dict[str, Any] = {
        "unit": "U1",
        "kind": RequestKind.PAYMENT,
        "summary": "发放生活救助",
        "payee": "县人民医院",
    }
    return PaymentRequest(ref=ref, lines=lines or (line(1_000_00),), **given | more)


def save(books: Books, asked: PaymentRequest | None = None, act: Act = ASKER) -> str:
    """Save a request in a transaction of its own; its key."""
    return saved(books, asked or request(), act).key


def saved(books: Books, asked: PaymentRequest, act: Act = ASKER) -> Requested:
    with writing(books.engine) as connection:
        return requests.save(connection, asked, act)


def approve(books: Books, key: str, *acts: Act) -> Requested:
    """Approve a request, 李四 unless others are named."""
    with writing(books.engine) as connection:
        for act in acts or (APPROVER,):
            found = approving.approve(connection, "U1", key, act)
    return found


def approved(books: Books, asked: PaymentRequest | None = None) -> str:
    """A request saved and approved; its key."""
    key = save(books, asked)
    approve(books, key)
    return key


def hand_in(
    books: Books, key: str, payment: Payment | None = None, act: Act = ASKER
) -> HandedIn:
    """Hand in the draft that pays a request."""
    with writing(books.engine) as connection:
        given = payment or Payment(dated_on=DAY)
        return paying.pay(connection, "U1", key, given, act)


def finish(books: Books, draft: int, unit: str = "U1") -> Outcome:
    """Take a submitted draft to the books: 李四 reviews, 赵六 settles, 王五 posts."""
    with writing(books.engine) as connection:
        drafts.review(connection, unit, draft, APPROVER)
        drafts.settle(connection, unit, draft, CASHIER)
        return drafts.post(connection, unit, draft, POSTER)


def pay(books: Books, key: str, payment: Payment | None = None) -> Outcome:
    """Pay an approved request all the way."""
    return finish(books, hand_in(books, key, payment).draft)


def post(books: Books, *vouchers: Any) -> tuple[Outcome, ...]:
    """Post vouchers of the small world, with a paper each, in a transaction."""
    with writing(books.engine) as connection:
        return journal.post(connection, vouchers, POSTER)


STANDING = (
    "SELECT act, approved, paid_fen, returned_fen, repaid_fen"
    " FROM payment_request_moves WHERE key = '{key}' ORDER BY seq"
)
HELD = (
    "SELECT held_fen FROM fund_holds WHERE unit_id = 1 AND fund_id = {fund}"
    " ORDER BY seq DESC LIMIT 1"
)


def acts(books: Books, key: str) -> list[str]:
    """What was done to a request, in order."""
    return [row[0] for row in books.rows(STANDING.format(key=key))]


def held(books: Books, fund: int = 1) -> int:
    """What is held of a fund, in fen."""
    rows = books.rows(HELD.format(fund=fund))
    return int(rows[0][0]) if rows else 0
