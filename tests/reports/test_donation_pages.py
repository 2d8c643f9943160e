"""The pages of donations: for the wall nobody against their will, for the donor all."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.database import reading, writing
from ledger.money import Money
from reports import catalogue
from reports.catalogue import Request
from reports.errors import NoSuchScope
from reports.report import Document, Table
from tests.building import Books, receipt, red
from tests.reports import gifts
from tests.reports.asking import rendered, request
from tests.treasury.giving import (
    CLERK,
    MARCH,
    VAULT,
    post_all,
    received,
)
from treasury import campaigns, donors
from treasury.campaigns import NewCampaign

PAGES = (
    "donation_list",
    "donor_statement",
    "donation_confirmation",
    "donation_thanks",
)


def asked(period: str = "2025", **more: Any) -> Request:
    moment = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    return replace(request("U1", period, **more), at=moment)


def drawn(books: Books, name: str, period: str = "2025", **more: Any) -> Document:
    with reading(books.engine) as connection:
        return catalogue.build(name, connection, asked(period, **more))


def text(document: Document, suffix: str = "html") -> str:
    return rendered(document, suffix).decode()


def table(document: Document, name: str) -> Table:
    return dict(document.tables())[name]


@pytest.fixture
def given(books: Books) -> Books:
    gifts.fill(books)
    return books


def test_the_list_for_the_wall_names_who_agreed(given: Books) -> None:
    page = drawn(given, "donation_list", vault=VAULT)
    rows = [row.cells for row in table(page, "gifts").rows]
    assert [row[2] for row in rows] == [
        "某某机械有限公司",
        "欧阳**",
        "爱心人士（不公开）",
        "匿名爱心人士",
        "某某机械有限公司",
        "",
    ]
    assert rows[-1][4:6] == (Money(2_080_00), Money(50_00))
    kinds = [row.cells for row in table(page, "kinds").rows]
    assert kinds[0] == ("单位", 2, Money(1_080_00))
    assert "小明" not in text(page)
    assert "王伟" not in text(page)


def test_what_came_without_a_donor_stands_in_the_total(given: Books) -> None:
    """The income of the books is 2,000 of gifts, and 700 that nobody registered."""
    post_all(given)
    given.post(receipt("捐赠-2025-001", 900_00, dated_on=MARCH))
    given.reverse("捐赠-2025-001", red("红", dated_on=MARCH))
    given.post(receipt("直接登记", 700_00, dated_on=MARCH))
    page = drawn(given, "donation_list", vault=VAULT)
    rows = [row.cells for row in table(page, "gifts").rows]
    assert rows[-2][2:5] == ("未登记捐赠人", "货币", Money(700_00))
    income = given.one(
        "SELECT SUM(p.credit_fen - p.debit_fen) FROM postings p JOIN accounts a"
        " ON a.id = p.account_id WHERE a.code = '408'"
    )
    # Goods of 80 yuan stand as a memo, a refund of 50 beside what was given.
    assert rows[-1][4] == Money(int(income) + 80_00 + 50_00)
    kinds = [row.cells for row in table(page, "kinds").rows]
    assert kinds[-2] == ("未登记捐赠人", None, Money(700_00))
    assert "另收到未登记捐赠人的捐赠 700.00 元" in text(page)
    alone = drawn(given, "donation_list", subject="2025-1", vault=VAULT)
    assert "未登记" not in text(alone)


def test_money_without_a_donor_is_not_told_as_none(given: Books) -> None:
    given.post(receipt("直接登记", 700_00, dated_on=dt.date(2025, 2, 10)))
    page = text(drawn(given, "donation_list", "2025-02", vault=VAULT))
    assert "账上收到未登记捐赠人的捐赠 700.00 元" in page
    assert "没有收到捐赠" not in page


def test_people_of_a_campaign_count_as_people(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    lines = "姓名,部门,金额\n张三丰,财务科,100\n李小龙,财务科,50\n,后勤科,300\n"
    path.write_text(f"{lines}王五一,,10\n", encoding="utf-8")
    told = NewCampaign(
        title="2025年一日捐",
        received_on=MARCH,
        total=Money(460_00),
        count=4,
        fund="F1",
    )
    with writing(books.engine) as connection:
        campaigns.take_in(connection, "U1", path, told, vault=VAULT, act=CLERK)
    post_all(books)
    page = drawn(books, "donation_list")
    assert [row.cells for row in table(page, "kinds").rows] == [
        ("集体", 1, Money(300_00)),
        ("个人（一日捐名册）", 3, Money(160_00)),
        ("合计", 4, Money(460_00)),
    ]
    letters = text(drawn(books, "donation_thanks"))
    assert "致参加2025年一日捐的各位" in letters
    assert "零星捐款" not in letters
    assert "各位向" in letters


def test_thanks_tell_what_is_tied_and_what_is_not(books: Books) -> None:
    one = received(books, fund="D1", purposes=("金秋助学",))
    assert "1,000.00 元，用于金秋助学。" in text(drawn(books, "donation_thanks"))
    received(books, one.donor, 300_00)
    told = text(drawn(books, "donation_thanks"))
    assert "货币 1,300.00 元，其中 1,000.00 元限定用于金秋助学。" in told


def test_a_page_of_a_running_period_speaks_of_today(books: Books) -> None:
    received(books)
    moment = dt.datetime(2025, 11, 29, 4, tzinfo=dt.UTC)
    with reading(books.engine) as connection:
        of = replace(asked(), at=moment)
        page = catalogue.build("donor_statement", connection, of)
    assert "截至2025年11月29日" in text(page).replace(" ", "")


def test_who_took_their_consent_back_is_named_no_more(given: Books) -> None:
    before = text(drawn(given, "donation_list", vault=VAULT))
    with writing(given.engine) as connection:
        donors.withdraw(
            connection, "U1", 2, on=MARCH, reason="来函", vault=VAULT, act=CLERK
        )
    after = text(drawn(given, "donation_list", vault=VAULT))
    assert ("欧阳**" in before, "欧阳**" in after) == (True, False)


def test_the_last_day_of_a_gift_stands_with_the_days_left(books: Books) -> None:
    ends = dt.date(2025, 12, 31)
    received(books, fund="D1", purposes=("金秋助学",), until=ends)
    listed = drawn(books, "donation_list")
    assert table(listed, "gifts").rows[0].cells[6] == (
        "金秋助学（至2025-12-31，已过期2天）"
    )
    page = drawn(books, "gift_use", "2025-03", fund="D1")
    assert "限用至2025-12-31，还有275天" in text(page)


def test_a_page_of_a_past_period_knows_no_later_refund(given: Books) -> None:
    post_all(given)
    page = drawn(given, "donor_statement", "2025-02", subject="2025-2", vault=VAULT)
    assert "没有收到捐赠" in text(page)


def test_without_the_keys_people_stand_by_number(given: Books) -> None:
    assert "捐赠人2号" in text(drawn(given, "donation_list"))
    assert "捐赠人2号" in text(drawn(given, "donation_confirmation"))


def test_a_donor_is_told_what_their_gift_paid(given: Books) -> None:
    page = drawn(given, "donor_statement", subject="1", vault=VAULT)
    rows = [row.cells for row in table(page, "uses_1").rows]
    assert [row[4:] for row in rows] == [
        (Money(1_000_00), None, Money(1_000_00)),
        (None, Money(400_00), Money(600_00)),
        (Money(80_00), None, Money(80_00)),
    ]
    told = text(page)
    assert "货币捐赠尚余 600.00 元" in told
    assert "捐赠人2号" not in told
    everyone = text(drawn(given, "donor_statement", vault=VAULT))
    assert "欧阳小明" in everyone
    assert "没有收到捐赠" in text(drawn(given, "donor_statement", "2025-01"))


def test_what_went_back_stands_with_its_gift(given: Books) -> None:
    post_all(given)
    page = drawn(given, "donor_statement", subject="2025-2", vault=VAULT)
    rows = [row.cells for row in table(page, "uses_2").rows]
    assert [row[1] for row in rows] == ["捐赠 2025-2", "　退回"]
    assert rows[1][5:] == (Money(50_00), Money(450_00))


def test_letters_are_printed_with_their_numbers(given: Books) -> None:
    page = text(drawn(given, "donation_confirmation", vault=VAULT))
    assert "捐确〔2025〕1号" in page
    assert "捐确〔2025〕2号" in page
    assert page.count("本函不作为税前扣除凭证") == 2
    assert "壹仟元整" in page
    assert "欧阳小明" in page
    one = text(drawn(given, "donation_confirmation", subject="2025-2", vault=VAULT))
    assert "捐确〔2025〕1号" not in one
    assert "没有开具" in text(drawn(given, "donation_confirmation", "2025-02"))


def test_thanks_go_to_all_but_who_gave_without_a_name(given: Books) -> None:
    page = text(drawn(given, "donation_thanks", vault=VAULT))
    assert "致某某机械有限公司" in page
    assert "贵单位" in page
    assert "致王伟" in page
    assert "匿名" not in page
    assert "没有可致谢的捐赠" in text(drawn(given, "donation_thanks", "2025-02"))
    assert "没有收到捐赠" in text(drawn(given, "donation_list", "2025-02"))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "more", [{"with_subunits": True}, {"fund": "F1"}, {"known_at": 1}]
)
def test_pages_are_of_one_unit(
    sqlite_books: Books, name: str, more: dict[str, Any]
) -> None:
    with pytest.raises(NoSuchScope):
        drawn(sqlite_books, name, **more)


def test_no_spreadsheet_runs_what_a_donor_wrote(given: Books) -> None:
    told = rendered(drawn(given, "donation_list"), "csv").decode("utf-8-sig")
    assert ",'=大米" in told or "'=大米" in told
