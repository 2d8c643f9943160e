"""A donor's purposes change in writing, or not at all."""

import datetime as dt
from typing import Any

import pytest

from ledger.database import reading, writing
from ledger.errors import VoucherRefused
from ledger.money import Money
from tests.building import Books, payment
from tests.treasury.giving import CLERK, MARCH, give, known, received
from treasury import consents, refunds
from treasury.consents import Consent, Consented
from treasury.donor_names import DonorKind
from treasury.donors import NewDonor
from treasury.errors import DonationRefused
from treasury.refunds import NewRefund

SCHOOL = ("金秋助学",)


def agree(books: Books, key: str, *purposes: str, **more: Any) -> Consented:
    given: dict[str, Any] = {
        "gift": key,
        "purposes": purposes or ("医疗救助",),
        "given_on": MARCH,
        "paper": "同意书1号",
        "reason": "助学已完成",
    }
    with writing(books.engine) as connection:
        return consents.consent(connection, "U1", Consent(**given | more), CLERK)


def test_a_fund_is_spent_otherwise_only_with_consent(books: Books) -> None:
    one = received(books, fund="", purposes=SCHOOL)
    pays = payment("p", 100, one.fund, "医疗救助", dated_on=MARCH)
    with pytest.raises(VoucherRefused, match="用途"):
        books.post(pays)
    done = agree(books, one.key, digest="AB" * 32)
    assert (done.fund, done.opened, done.waiting) == (one.fund, ("医疗救助",), ())
    assert (done.consent.was, done.consent.digest) == ("金秋助学", "ab" * 32)
    books.post(pays)
    with reading(books.engine) as connection:
        (kept,) = consents.consents(connection, "U1")
    assert kept == done.consent


def test_every_donor_of_the_fund_has_to_agree(books: Books) -> None:
    one = received(books, fund="D1", purposes=SCHOOL)
    other = give(books, one.donor, 5, fund="D1", purposes=SCHOOL)
    third = give(books, one.donor, 6, fund="D1", purposes=(*SCHOOL, "医疗救助"))
    first = agree(books, one.key)
    assert (first.opened, first.waiting) == ((), (other.key,))
    assert agree(books, other.key).opened == ("医疗救助",)
    assert third.purposes == ("金秋助学", "医疗救助")


def test_who_was_given_back_need_not_agree(books: Books) -> None:
    one = received(books, fund="D1", purposes=SCHOOL)
    other = give(books, one.donor, 5, fund="D1", purposes=SCHOOL)
    with writing(books.engine) as connection:
        given = NewRefund(gift=other.key, amount=Money(5), reason="误", paper="函")
        refunds.refund(connection, "U1", given, CLERK)
    assert agree(books, one.key).opened == ("医疗救助",)
    with pytest.raises(DonationRefused, match="已撤销"):
        agree(books, other.key)


def test_nobody_agrees_for_who_is_anonymous(books: Books) -> None:
    donor = known(books, NewDonor(kind=DonorKind.ANONYMOUS)).number
    one = received(books, donor, fund="", purposes=SCHOOL)
    with pytest.raises(DonationRefused, match="匿名捐赠人无法书面同意"):
        agree(books, one.key)


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"paper": ""}, "没有写明书面同意的文件"),
        ({"reason": ""}, "没有写明理由"),
        ({"purposes": ()}, "没有写明变更后的用途"),
        ({"purposes": SCHOOL}, "都在原定用途之内"),
        ({"given_on": dt.date(2025, 3, 9)}, "应在收到捐赠之后"),
        ({"given_on": dt.date(2025, 3, 11)}, "今天之前"),
        ({"digest": "ab"}, "64位十六进制数"),
    ],
)
def test_a_consent_that_cannot_be(
    books: Books, more: dict[str, Any], match: str
) -> None:
    one = received(books, fund="", purposes=SCHOOL)
    with pytest.raises(DonationRefused, match=match):
        agree(books, one.key, **more)
    assert books.one("SELECT COUNT(*) FROM purpose_consents") == 0


def test_a_loose_gift_needs_no_consent(books: Books) -> None:
    one = received(books)
    with pytest.raises(DonationRefused, match="没有限定用途，不需要变更"):
        agree(books, one.key)
