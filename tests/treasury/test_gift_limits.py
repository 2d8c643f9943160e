"""A gift's end, and consents that end: refused in words, and by the database."""

import datetime as dt
from typing import Any

import pytest

from audit.checks import l08_gift_ended
from audit.examples import YEAR
from audit.store import read_books
from ledger.database import reading, writing
from ledger.errors import GuardBit
from ledger.money import Money
from ledger.people import Act
from tests.building import Books, payment
from tests.treasury import asking
from tests.treasury.giving import CLERK, MARCH, give, known, post_all, received
from tests.treasury.lineages import record
from treasury import consents, donations, refunds, requests
from treasury.consents import Consent, Consented
from treasury.donations import Gift
from treasury.errors import DonationRefused, RequestRefused
from treasury.gift_limits import gift_ends
from treasury.paying import Payment
from treasury.refunds import NewRefund

SCHOOL = ("金秋助学",)
ENDS = dt.date(2025, 4, 30)
LATER = dt.date(2025, 5, 10)
APRIL = dt.date(2025, 4, 1)
AT = dt.datetime(2025, 4, 1, 8, tzinfo=dt.UTC)
MAY = Act("张三", dt.datetime(2025, 5, 20, 8, tzinfo=dt.UTC))


def tied(books: Books, **more: Any) -> Gift:
    """A gift for school until the end of April."""
    given = {"fund": "D1", "purposes": SCHOOL, "until": ENDS} | more
    return received(books, **given)


def pay(books: Books, fen: int, day: dt.date, ref: str = "p", **more: Any) -> None:
    """A payment that goes round the treasury."""
    purpose = more.pop("purpose", SCHOOL[0])
    books.post(payment(ref, fen, "D1", purpose, dated_on=day, **more))


def agree(books: Books, key: str, **more: Any) -> Consented:
    given: dict[str, Any] = {
        "gift": key,
        "purposes": (),
        "given_on": LATER,
        "paper": "同意书",
        "reason": "未完成",
    }
    with writing(books.engine) as connection:
        return consents.consent(connection, "U1", Consent(**given | more), MAY)


def withdraw(books: Books, number: int = 1, **more: Any) -> Consent:
    given: dict[str, Any] = {"on": LATER, "reason": "来函", "paper": ""}
    with writing(books.engine) as connection:
        return consents.withdraw(connection, "U1", number, act=MAY, **given | more)


# -- the end of a gift --------------------------------------------------------------


def test_a_gift_is_spent_until_its_last_day(books: Books) -> None:
    one = tied(books)
    pay(books, 100_00, ENDS)
    with pytest.raises(GuardBit, match="gift_end"):
        pay(books, 100_00, ENDS + dt.timedelta(days=1), "p2")
    assert one.ends == ENDS


def test_when_all_of_it_is_spent_its_end_binds_nobody(books: Books) -> None:
    one = tied(books)
    received(books, one.donor, 500_00, fund="D1", purposes=SCHOOL)
    pay(books, 1_000_00, ENDS)
    record(books)
    pay(books, 100_00, LATER, "p2")
    assert books.one("SELECT COUNT(*) FROM vouchers WHERE ref = 'p2'") == 1


def test_a_donor_agrees_to_a_later_day(books: Books) -> None:
    one = tied(books)
    with pytest.raises(DonationRefused, match="只能延后，现为 2025-04-30"):
        agree(books, one.key, until=ENDS)
    done = agree(books, one.key, until=dt.date(2025, 6, 30))
    assert (done.consent.until, done.opened) == (dt.date(2025, 6, 30), ())
    pay(books, 100_00, LATER)
    with reading(books.engine) as connection:
        found = donations.gift(connection, "U1", one.key)
        ends = gift_ends(connection, "U1", ENDS), gift_ends(connection, "U1", LATER)
    assert (found.until, found.ends) == (ENDS, dt.date(2025, 6, 30))
    assert [list(day.values()) for day in ends] == [[ENDS], [found.ends]]
    with pytest.raises(DonationRefused, match=r"2025-04-30 之后已支出 100\.00 元"):
        withdraw(books)
    with pytest.raises(GuardBit, match="consent"), writing(books.engine) as connection:
        _withdraw_by_force(connection)


def test_history_that_was_spent_late_is_found(books: Books) -> None:
    tied(books)
    pay(books, 100_00, ENDS)
    pay(books, 300_00, LATER, "p2", entered="imported")
    with reading(books.engine) as connection:
        read = read_books(connection, "U1", YEAR)
    spent, left = l08_gift_ended.run(read)
    assert (spent.amount, spent.evidence) == (Money(300_00), ("2025-05 付-1",))
    assert (left.amount, left.lead) == (Money(600_00), True)


def test_what_is_left_after_the_end_goes_back(books: Books) -> None:
    one = tied(books)
    with writing(books.engine) as connection:
        back = NewRefund(
            gift=one.key, amount=Money(1_000_00), reason="到期", paper="函"
        )
        refunds.refund(connection, "U1", back, MAY)
    assert post_all(books, MAY) == 1


@pytest.fixture
def live(books: Books) -> Books:
    """A gift of March with an end; live from 1 April on."""
    tied(books)
    asking.go_live(books, since=APRIL, at=AT)
    return books


def ask(books: Books, act: Act, ref: str = "申1") -> str:
    line = asking.line(100_00, "D1", purpose=SCHOOL[0])
    asked = asking.request(ref, line, unit="U1")
    with writing(books.engine) as connection:
        return requests.save(connection, asked, act).key


def test_a_request_after_the_end_is_refused_when_it_is_saved(live: Books) -> None:
    key = ask(live, Act("张三", AT))
    with pytest.raises(
        RequestRefused, match=r"期限已于 2025-04-30 届满.*尚余 1,000\.00 元"
    ):
        ask(live, MAY, "申2")
    asking.approve(live, key, Act("李四", AT))
    with pytest.raises(DonationRefused, match="money consent"):
        asking.hand_in(live, key, Payment(dated_on=LATER), MAY)
    assert asking.hand_in(live, key, Payment(dated_on=ENDS), MAY).draft


# -- consents that are taken back ---------------------------------------------------


def test_a_consent_taken_back_is_spent_on_no_more(live: Books) -> None:
    agree(live, "2025-1", purposes=("医疗救助",), until=dt.date(2025, 6, 30))
    medical = asking.line(100_00, "D1", purpose="医疗救助")
    gone = withdraw(live)
    assert gone.withdrawn_on == LATER
    with pytest.raises(DonationRefused, match="已于 2025-05-10 撤回"):
        withdraw(live)
    asked = asking.request("申3", medical, unit="U1")
    with (
        writing(live.engine) as connection,
        pytest.raises(RequestRefused, match="撤回"),
    ):
        requests.save(connection, asked, Act("张三", AT))
    agree(live, "2025-1", purposes=("医疗救助",), until=dt.date(2025, 6, 30))
    with writing(live.engine) as connection:
        assert requests.save(connection, asked, MAY).key


def test_the_database_knows_what_was_taken_back(books: Books) -> None:
    one = tied(books, until=None)
    agree(books, one.key, purposes=("医疗救助",))
    withdraw(books)
    with pytest.raises(GuardBit, match="consent"):
        pay(books, 100_00, LATER, purpose="医疗救助")
    pay(books, 100_00, LATER)


def test_what_was_spent_with_consent_stays_so(books: Books) -> None:
    one = tied(books, until=None)
    agree(books, one.key, purposes=("医疗救助",))
    pay(books, 100_00, LATER, purpose="医疗救助")
    with pytest.raises(DonationRefused, match=r"“医疗救助”已支出 100\.00 元"):
        withdraw(books)
    with pytest.raises(GuardBit, match="consent"), writing(books.engine) as connection:
        _withdraw_by_force(connection)


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"reason": " "}, "没有写明理由"),
        ({"on": MARCH}, "应在同意日期"),
        ({"on": dt.date(2025, 5, 21)}, "今天之前"),
    ],
)
def test_a_withdrawal_that_cannot_be(
    books: Books, more: dict[str, Any], match: str
) -> None:
    one = tied(books)
    agree(books, one.key, purposes=("医疗救助",))
    with pytest.raises(DonationRefused, match=match):
        withdraw(books, **more)
    assert books.one("SELECT COUNT(*) FROM consent_withdrawals") == 0


def test_goods_have_no_money_that_ends(books: Books) -> None:
    donor = known(books).number
    kind = donations.Form.GOODS
    one = give(books, donor, form=kind, fund="", account="", memo="毯", until=ENDS,
               purposes=SCHOOL)  # fmt: skip
    with reading(books.engine) as connection:
        assert gift_ends(connection, "U1", LATER) == {}
    assert one.ends == ENDS
    assert CLERK.at.date() == MARCH


def _withdraw_by_force(connection: Any) -> None:
    from sqlalchemy import text  # noqa: PLC0415 - what no code does

    connection.execute(
        text("INSERT INTO consent_withdrawals VALUES (1, 1, '2025-05-10', 'r', '')")
    )
