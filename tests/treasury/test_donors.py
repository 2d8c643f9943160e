"""Donors: who they are, by what name for whose eyes, and nobody in clear."""

import datetime as dt
from dataclasses import replace

import pytest

from ledger.database import reading, writing
from ledger.errors import NotFound
from tests.building import Books
from tests.treasury.giving import (
    CLERK,
    MARCH,
    USCC,
    VAULT,
    known,
    later,
    organisation,
    person,
)
from treasury import donors
from treasury.donor_names import (
    ANONYMOUS,
    UNNAMED,
    UNNAMED_UNIT,
    Donor,
    DonorKind,
    Look,
    Publish,
    called,
    masked,
    reached,
)
from treasury.donors import NewDonor
from treasury.errors import DonationRefused, VaultRefused
from treasury.vault import Vault

PHONE = "13912345678"
ANON = NewDonor(kind=DonorKind.ANONYMOUS)


def refused(books: Books, given: NewDonor, match: str) -> None:
    with pytest.raises(DonationRefused, match=match):
        known(books, given)
    assert books.one("SELECT COUNT(*) FROM donors") == 0


# -- registering --------------------------------------------------------------------


def test_a_person_stands_nowhere_in_clear(books: Books) -> None:
    given = person(contact=PHONE, publish=Publish.FULL, paper="捐赠协议")
    one = known(books, given)
    assert (one.number, one.name, one.label) == (1, "", "捐赠人1号")
    assert called(one, VAULT, Look.FULL) == "欧阳小明"
    assert reached(one, VAULT) == PHONE
    records = books.rows("SELECT content FROM records")
    assert not any("小明" in text or PHONE in text for (text,) in records)
    with books.raw() as raw:
        name, blind = raw.run("SELECT locked, blind FROM donors")[0]
    assert "小明".encode() not in bytes(name)
    assert len(bytes(blind)) == 32


def test_the_name_of_one_donor_cannot_be_put_on_another(books: Books) -> None:
    one, other = known(books, person()), known(books, person("王伟"))
    moved = books.rows("SELECT locked FROM donors ORDER BY number")
    assert len(moved) == 2
    swapped = replace(one, sealed_name=other.sealed_name)
    with pytest.raises(VaultRefused, match="密文无法解开"):
        called(swapped, VAULT, Look.FULL)
    with pytest.raises(VaultRefused, match="密文无法解开"):
        called(one, Vault({1: bytes(32)}), Look.FULL)


def test_a_donor_is_registered_once(books: Books) -> None:
    firm = known(books, organisation(uscc=USCC))
    assert known(books, organisation(uscc=USCC.lower())).number == firm.number
    assert known(books, organisation()).number == firm.number
    human = known(books, person(contact=PHONE))
    assert known(books, person(contact=f" {PHONE[:3]} {PHONE[3:]}")) == human
    assert known(books, person(contact="0311-1234")).number != human.number
    assert known(books, ANON).number != known(books, ANON).number
    with pytest.raises(DonationRefused, match="已登记为捐赠人1号“某某机械有限公司”"):
        known(books, organisation("另一家公司", uscc=USCC))
    group = NewDonor(kind=DonorKind.COLLECTIVE, name="教育局职工")
    assert known(books, group).number == known(books, group).number
    assert books.one("SELECT COUNT(*) FROM donors") == 6


@pytest.mark.parametrize(
    ("given", "match"),
    [
        (organisation(""), "没有写明单位的名称"),
        (person(" "), "没有写明个人的名称或姓名"),
        (organisation(uscc="91110000600037341X"), "统一社会信用代码校验不符"),
        (person(uscc=USCC), "个人没有统一社会信用代码"),
        (NewDonor(kind=DonorKind.ANONYMOUS, name="李明"), "匿名捐赠人不登记姓名"),
        (
            NewDonor(kind=DonorKind.ANONYMOUS, publish=Publish.FULL),
            "匿名捐赠人不能公开",
        ),
        (organisation(publish=Publish.SURNAME), "单位没有姓氏"),
        (organisation(since=dt.date(2025, 3, 11)), "在今天之后"),
        (person(f"王伟{PHONE}"), r"手机号码 13\*+78"),
        (organisation("某公司\x07"), "控制字符"),
        (organisation("某\u200b公司"), "看不见的字符"),
        (organisation("某公司\u202e"), "看不见的字符"),
    ],
)
def test_a_donor_that_cannot_be(books: Books, given: NewDonor, match: str) -> None:
    refused(books, given, match)


def add(books: Books, given: NewDonor) -> int:
    """Register a donor at the desk."""
    with writing(books.engine) as connection:
        return donors.add(connection, "U1", given, VAULT, CLERK).number


def test_a_name_that_stands_is_refused_at_the_desk(books: Books) -> None:
    assert add(books, organisation()) == 1
    alike = organisation(" 某某 机械有限公司")
    with pytest.raises(DonationRefused, match=r"已登记为捐赠人1号.*--another"):
        add(books, alike)
    with pytest.raises(DonationRefused, match="捐赠人1号"):
        add(books, replace(alike, uscc=USCC))
    assert add(books, replace(alike, uscc=USCC, another=True)) == 2
    assert add(books, organisation(uscc=USCC, name="某某 机械有限公司")) == 2
    assert add(books, replace(organisation(), another=True)) == 3
    # A collective of the same name is no organisation.
    group = NewDonor(kind=DonorKind.COLLECTIVE, name="某某机械有限公司")
    assert add(books, group) == 4
    assert (add(books, ANON), add(books, ANON)) == (5, 6)
    assert books.one("SELECT COUNT(*) FROM donors") == 6


def test_a_persons_name_is_found_again_though_it_is_encrypted(books: Books) -> None:
    assert add(books, person("John Smith", contact=PHONE)) == 1
    assert add(books, person("John Smith", contact=PHONE)) == 1
    with pytest.raises(DonationRefused, match="捐赠人1号"):
        add(books, person("john　smith"))
    assert add(books, person("john smith", another=True)) == 2
    with pytest.raises(DonationRefused, match=r"捐赠人1号、2号.*另写联系方式"):
        add(books, person("john smith", another=True))
    assert add(books, person("John Smyth")) == 3
    with books.raw() as raw:
        blinds = {bytes(row[0]) for row in raw.run("SELECT blind_name FROM donors")}
    assert len(blinds) == 2


# -- by what name -------------------------------------------------------------------


def test_nobody_is_published_who_did_not_agree(books: Books) -> None:
    human, firm = known(books, person()), known(books)
    assert called(human, VAULT, Look.PUBLIC, MARCH) == UNNAMED
    assert called(firm, None, Look.PUBLIC, MARCH) == UNNAMED_UNIT
    assert called(known(books, ANON), VAULT, Look.PUBLIC, MARCH) == ANONYMOUS
    assert called(known(books, ANON), VAULT, Look.FULL) == ANONYMOUS


def test_what_was_agreed_holds_from_its_day(books: Books) -> None:
    human = known(books, person(contact=PHONE))
    may = dt.date(2025, 5, 1)
    with writing(books.engine) as connection:
        for since, publish in (
            (dt.date(2025, 4, 1), Publish.SURNAME),
            (may, Publish.FULL),
        ):
            human = donors.agree(
                connection,
                "U1",
                human.number,
                publish,
                since=since,
                paper="同意书",
                vault=VAULT,
                act=later(CLERK, days=60),
            )
    told = {
        day: called(human, VAULT, Look.PUBLIC, day)
        for day in (MARCH, dt.date(2025, 4, 30), may)
    }
    assert list(told.values()) == [UNNAMED, "欧阳**", "欧阳小明"]
    assert human.publish_on(dt.date(2024, 1, 1)) is Publish.NONE
    assert reached(human, VAULT) == PHONE
    assert called(human, VAULT, Look.MASKED) == "欧阳**"
    assert called(human, None, Look.FULL) == "捐赠人1号"


def withdraw(books: Books, number: int, on: dt.date, reason: str = "来函") -> Donor:
    with writing(books.engine) as connection:
        return donors.withdraw(
            connection, "U1", number, on=on, reason=reason, vault=VAULT, act=CLERK
        )


def test_who_takes_back_their_consent_is_named_no_more(books: Books) -> None:
    human = known(books, person(contact=PHONE, publish=Publish.FULL))
    may = dt.date(2025, 5, 1)
    gone = withdraw(books, human.number, may)
    assert (gone.terms[-1].reason, gone.publish_on(may)) == ("来函", Publish.NONE)
    day = may - dt.timedelta(days=1)
    assert called(gone, VAULT, Look.PUBLIC, day) == "欧阳小明"
    assert called(gone, VAULT, Look.PUBLIC, may) == UNNAMED
    assert reached(gone, VAULT) == PHONE
    with pytest.raises(DonationRefused, match="没有同意过公开，或已撤回"):
        withdraw(books, human.number, may)


@pytest.mark.parametrize(
    ("on", "reason", "match"),
    [
        (dt.date(2025, 3, 9), "来函", "撤回日期早于现行的约定"),
        (MARCH, " ", "没有写明撤回的理由"),
    ],
)
def test_a_consent_to_be_named_that_cannot_be_taken_back(
    books: Books, on: dt.date, reason: str, match: str
) -> None:
    firm = known(books, organisation(publish=Publish.FULL))
    with pytest.raises(DonationRefused, match=match):
        withdraw(books, firm.number, on, reason)


@pytest.mark.parametrize(
    ("publish", "since", "paper", "match"),
    [
        (Publish.FULL, MARCH, "", "没有写明依据"),
        (Publish.FULL, dt.date(2025, 3, 9), "信", "起始日早于现行的约定"),
        (Publish.SURNAME, MARCH, "信", "单位没有姓氏"),
    ],
)
def test_terms_that_cannot_be(
    books: Books, publish: Publish, since: dt.date, paper: str, match: str
) -> None:
    firm = known(books)
    with (
        writing(books.engine) as connection,
        pytest.raises(DonationRefused, match=match),
    ):
        donors.agree(
            connection,
            "U1",
            firm.number,
            publish,
            since=since,
            paper=paper,
            vault=VAULT,
            act=CLERK,
        )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王伟", "王**"),
        ("欧阳修", "欧阳**"),
        ("欧阳", "欧**"),
        ("John Smith", "J. S."),
        ("买买提·艾力", "买**"),
    ],
)
def test_a_name_is_masked_but_for_its_surname(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_donors_are_found_by_name(books: Books) -> None:
    firm, human = known(books), known(books, person("王伟", contact="甲"))
    other = known(books, person("王伟", contact="乙"))
    with reading(books.engine) as connection:

        def find(name: str, contact: str = "", vault: Vault | None = VAULT) -> object:
            found = donors.named(connection, "U1", name, vault, contact=contact)
            return found and found.number

        assert find("某某机械有限公司", vault=None) == firm.number
        assert find("王伟") == human.number
        assert find("王伟", "乙") == other.number
        assert find("王伟", vault=None) is None
        assert find("无此人") is None
        with pytest.raises(NotFound, match="4"):
            donors.donor(connection, "U1", 4)
