"""Gifts: numbered, tied to what the donor said, received when the books say so."""

import datetime as dt
from typing import Any

import pytest

from ledger import drafts
from ledger.database import reading, writing
from ledger.errors import NotFound, VoucherRefused
from ledger.money import Money
from ledger.people import Act
from tests.building import ACT, Books, payment, red
from tests.treasury.giving import (
    CLERK,
    MARCH,
    give,
    known,
    later,
    organisation,
    person,
    post_all,
    received,
    registered,
    told,
)
from treasury import donations, pledges
from treasury.donations import Form, Gift
from treasury.drafting import HandedIn
from treasury.errors import DonationRefused
from treasury.pledges import Pledge

SCHOOL = ("金秋助学",)


def gift(books: Books, key: str) -> Gift:
    with reading(books.engine) as connection:
        return donations.gift(connection, "U1", key)


def purposes(books: Books, fund: str) -> set[str]:
    unit = books.lookups().unit("U1")
    return unit.purposes[unit.funds[fund]]


def test_a_gift_is_received_when_its_voucher_stands(books: Books) -> None:
    done = registered(books)
    assert (done.gift.key, done.gift.ref) == ("2025-1", "捐赠-2025-1")
    assert done.handed is not None
    assert (done.gift.received, gift(books, "2025-1").state) == (False, "未入账")
    post_all(books)
    found = gift(books, "2025-1")
    assert (found.received, found.state, found.left) == (True, "已入账", found.amount)
    lines = books.rows(
        "SELECT a.code, p.debit_fen, p.credit_fen, p.party FROM postings p"
        " JOIN accounts a ON a.id = p.account_id ORDER BY p.line"
    )
    firm = "某某机械有限公司"
    assert lines == [("102", 1_000_00, 0, firm), ("408", 0, 1_000_00, firm)]


def test_a_person_is_no_party_by_name(books: Books) -> None:
    received(books, known(books, person()).number, account="101")
    parties = books.rows("SELECT DISTINCT party FROM postings")
    assert parties == [("捐赠人1号",)]
    assert books.one("SELECT summary FROM vouchers") == "接受捐赠 2025-1：捐赠人1号"


def test_gifts_are_numbered_in_their_year(books: Books) -> None:
    act = later(CLERK, days=365)
    donor = known(books).number
    keys = [give(books, donor, fen, act=act).key for fen in (1, 2)]
    keys.append(give(books, donor, 3, act=act, received_on=dt.date(2026, 1, 5)).key)
    keys.append(give(books, donor, 4, act=act).key)
    assert keys == ["2025-1", "2025-2", "2026-1", "2025-3"]


def test_a_cancelled_voucher_is_no_receipt(books: Books) -> None:
    one = received(books)
    books.reverse(one.ref, red("red", dated_on=MARCH))
    assert gift(books, one.key).state == "已冲销"


def test_a_corrected_voucher_is_one(books: Books) -> None:
    one = received(books)
    right = payment("right", 1, dated_on=MARCH, corrects=one.ref)
    right = right.__class__(
        **{
            name: getattr(right, name) for name in right.__slots__ if name != "postings"
        },
        postings=tuple(
            line.__class__(
                **{n: getattr(line, n) for n in line.__slots__ if n != "party"},
                party="改正后",
            )
            for line in _receipt_lines()
        ),
    )
    books.correct(red("red", one.ref, dated_on=MARCH), right)
    assert gift(books, one.key).state == "已入账"


def _receipt_lines() -> Any:
    from tests.building import credit, debit  # noqa: PLC0415 - used here alone

    return debit("102", 1_000_00), credit("408", 1_000_00)


def test_the_same_gift_is_not_entered_twice(books: Books) -> None:
    one = give(books)
    with pytest.raises(DonationRefused, match=f"已登记为 {one.key}"):
        give(books, one.donor)
    assert give(books, one.donor, again=True).key == "2025-2"
    assert give(books, one.donor, 1_000_01).key == "2025-3"


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"fen": 0}, "捐赠金额应大于零"),
        ({"received_on": dt.date(2025, 3, 11)}, "在今天之后"),
        ({"received_on": dt.date(2024, 12, 31)}, "单位设立（2025-01-01）之前"),
        ({"until": MARCH}, "没有限定用途，不写限定截止日"),
        ({"purposes": SCHOOL, "until": dt.date(2025, 3, 9)}, "早于收到日期"),
        ({"account": "408"}, "408 不是库存现金、银行存款科目"),
        ({"account": "999"}, "999 不是库存现金、银行存款科目"),
        ({"attachments": -1}, "附件数不能为负"),
        ({"fund": "F9"}, "没有资金“F9”"),
        ({"fund": "F2"}, "不是社会捐赠资金"),
        ({"fund": "G"}, "不是社会捐赠资金"),
        ({"paper": "转告13912345678"}, "手机号码"),
        ({"purposes": (" ",)}, "没有写明限定用途"),
        ({"form": Form.GOODS, "account": ""}, "没有写明备注（实物名称）"),
    ],
)
def test_a_gift_that_cannot_be(books: Books, more: dict[str, Any], match: str) -> None:
    with pytest.raises(DonationRefused, match=match):
        give(books, **more)
    assert books.one("SELECT COUNT(*) FROM gifts") == 0
    assert books.one("SELECT COUNT(*) FROM desk_drafts") == 0


def test_a_gift_into_a_closed_month_leaves_nothing(books: Books) -> None:
    donor = known(books).number
    received(books, donor, received_on=dt.date(2025, 1, 5))
    with books.raw() as raw:
        raw.insert(
            "closes",
            {
                "unit_id": 1,
                "period": 202501,
                "position": 1,
                "hash": raw.run("SELECT hash FROM vouchers")[0][0],
                "totals_hash": bytes(32),
                "closed_by_id": 3,
                "closed_at": CLERK.stamp,
            },
        )
        raw.commit()
    with pytest.raises(VoucherRefused, match="结账"):
        give(books, donor, 5, received_on=dt.date(2025, 1, 6))
    assert books.one("SELECT COUNT(*) FROM gifts") == 1


# -- tied gifts ---------------------------------------------------------------------


def test_a_tied_gift_gets_a_fund_of_its_own(books: Books) -> None:
    one = received(books, fund="", purposes=("助学救助", "金秋助学"))
    assert one.fund == "捐赠2025-1"
    assert purposes(books, one.fund) == {"子女助学", "金秋助学"}
    with pytest.raises(VoucherRefused, match="用途"):
        books.post(payment("p1", 100, one.fund, "生活救助", dated_on=MARCH))
    books.post(payment("p2", 100, one.fund, "金秋助学", dated_on=MARCH))


def test_a_tied_gift_joins_a_fund_within_its_purposes(books: Books) -> None:
    first = give(books, fund="D1", purposes=SCHOOL)
    second = give(books, fund="D1", fen=5, purposes=("医疗救助", "金秋助学"))
    assert (first.fund, second.fund) == ("D1", "D1")
    assert purposes(books, "D1") == {"金秋助学"}
    loose = give(books, fund="D1", fen=6)
    assert (loose.fund, loose.purposes) == ("D1", ())


@pytest.mark.parametrize(
    ("fund", "match"),
    [("D1", "该资金还可用于金秋助学"), ("F1", "该资金没有限定用途")],
)
def test_a_tied_gift_joins_no_wider_fund(books: Books, fund: str, match: str) -> None:
    give(books, fund="D1", purposes=("金秋助学", "医疗救助"))
    with pytest.raises(DonationRefused, match=match):
        give(books, fund=fund, fen=7, purposes=("医疗救助",))


def test_a_code_that_is_taken_is_told(books: Books) -> None:
    give(books, fund="捐赠2025-2", purposes=SCHOOL)
    with pytest.raises(DonationRefused, match="资金代码“捐赠2025-2”已被占用"):
        give(books, fund="", fen=8, purposes=("医疗救助",))


def test_goods_stand_as_a_memo(books: Books) -> None:
    done = registered(
        books, form=Form.GOODS, fund="", memo="大米一百袋", purposes=("送温暖",)
    )
    assert done.handed is None
    found = gift(books, "2025-1")
    assert (found.state, found.received, found.fund) == ("实物", True, "")
    assert books.one("SELECT COUNT(*) FROM draft_steps") == 0
    assert give(books, form=Form.GOODS, fund="F1", memo="毛毯").fund == "F1"


def test_a_chart_without_donations_says_so(books: Books) -> None:
    from treasury import gift_funds  # noqa: PLC0415 - of this test alone

    with (
        reading(books.engine) as connection,
        pytest.raises(DonationRefused, match="没有捐赠收入科目"),
    ):
        gift_funds.accounts_of(connection, "U1", "F1", dt.date(1999, 1, 1))


def test_what_is_not_there_is_told(books: Books) -> None:
    give(books)
    for key in ("2025-2", "x", "2024-1", "-"):
        with pytest.raises(NotFound, match="用 bangfu money gifts 查看"):
            gift(books, key)
    with pytest.raises(NotFound, match="认捐"):
        give(books, 1, 5, pledge=1)


# -- pledges ------------------------------------------------------------------------


def pledge(books: Books, **more: Any) -> Pledge:
    given: dict[str, Any] = {
        "donor": 1,
        "amount": Money(10_000_00),
        "promised_on": MARCH,
        "due_on": dt.date(2025, 6, 30),
        "paper": "认捐书",
    }
    with writing(books.engine) as connection:
        return pledges.promise(connection, "U1", Pledge(**given | more), CLERK)


def pledged(books: Books) -> Pledge:
    with reading(books.engine) as connection:
        return pledges.pledges(connection, "U1")[0]


def test_a_pledge_knows_what_came_in(books: Books) -> None:
    firm = known(books).number
    one = pledge(books)
    assert (one.number, one.open) == (1, one.amount)
    give(books, firm, 4_000_00, pledge=1)
    assert pledged(books).came == Money(0)
    post_all(books)
    assert pledged(books).open == Money(6_000_00)
    assert not pledged(books).overdue(dt.date(2025, 6, 30))
    assert pledged(books).overdue(dt.date(2025, 7, 1))
    received(books, firm, 7_000_00, pledge=1)
    assert pledged(books).open == Money(0)
    assert not pledged(books).overdue(dt.date(2026, 7, 1))


def test_a_pledge_is_kept_by_who_made_it(books: Books) -> None:
    known(books)
    other = known(books, organisation("另一家公司"))
    pledge(books)
    with pytest.raises(DonationRefused, match="认捐 1 号不是捐赠人2号的"):
        give(books, other.number, pledge=1)


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"amount": Money(0)}, "认捐金额应大于零"),
        ({"promised_on": dt.date(2025, 3, 11)}, "在今天之后"),
        ({"due_on": dt.date(2025, 3, 9)}, "早于认捐日期"),
        ({"paper": ""}, "没有写明认捐依据"),
    ],
)
def test_a_pledge_that_cannot_be(
    books: Books, more: dict[str, Any], match: str
) -> None:
    known(books)
    with pytest.raises(DonationRefused, match=match):
        pledge(books, **more)


def test_the_draft_of_a_gift_may_be_handed_in_again(books: Books) -> None:
    one = give(books)
    with writing(books.engine) as connection:
        giver = known_giver(connection, one)
        again = donations.hand(connection, one, giver, 1, CLERK)
        assert again is not None
        assert again.already
        drafts.drop(connection, "U1", again.draft, "写错了", CLERK)
        anew = donations.hand(connection, one, giver, 2, CLERK)
        assert anew is not None
        assert anew.draft != again.draft


def known_giver(connection: Any, one: Gift) -> Any:
    from treasury.donors import donor  # noqa: PLC0415 - of this test alone

    return donor(connection, "U1", one.donor)


def test_acts_by_strangers_are_refused(books: Books) -> None:
    with pytest.raises(NotFound, match="人员"):
        give(books, act=Act("无此人", ACT.at))
    assert told(1).again is False


def test_a_gift_whose_draft_was_dropped_is_handed_in_again(books: Books) -> None:
    done = registered(books)
    assert done.handed is not None

    def again() -> HandedIn:
        with writing(books.engine) as connection:
            return donations.hand_again(connection, "U1", "2025-1", 2, CLERK)

    with pytest.raises(DonationRefused, match="凭证草稿 1 正在办理"):
        again()
    with writing(books.engine) as connection:
        drafts.drop(connection, "U1", done.handed.draft, "写错", CLERK)
    assert (again().draft, gift(books, "2025-1").state) == (2, "未入账")
    post_all(books)
    with pytest.raises(DonationRefused, match="捐赠已入账"):
        again()
    assert gift(books, "2025-1").booked
