"""From a figure down to the voucher: what leads where adds up to the figure."""

import csv
import datetime as dt
import io
import re
from typing import Any

from ledger.money import Money
from tests.building import credit, debit, payment, receipt, voucher
from tests.web.office import Browser, Office

LEDGER = "/units/U1/accounts/102?period=2025"


def keep_books(office: Office) -> None:
    """Vouchers of two months in two funds."""
    march: dict[str, Any] = {"dated_on": dt.date(2025, 3, 3)}
    office.books.post(
        receipt("r1", 100_000),
        payment("p1", 30_000),
        payment("p2", 5_000, **march),
        voucher("r2", debit("102", 7_000, "F2"), credit("40302", 7_000, "F2")),
    )


def rows(browser: Browser, path: str) -> list[list[str]]:
    """The rows of a page's table, as its file has them."""
    answer = browser.client.get(f"{path}&as=csv")
    assert answer.status_code == 200, answer.text
    return [*csv.reader(io.StringIO(answer.text.lstrip("\ufeff")))]


def foot(page: str) -> list[str]:
    """The amounts under a table."""
    (found,) = re.findall(r"<tfoot>.*?</tfoot>", page, re.DOTALL)
    return re.findall(r"-?[\d,]+\.\d\d", found)


def test_a_ledger_tells_every_posting_and_what_is_left(office: Office) -> None:
    keep_books(office)
    browser = office.browser("张三")
    status, page = browser.get(LEDGER)
    assert status == 200
    assert foot(page) == ["1,070.00", "350.00", "720.00"]
    assert foot(browser.get(f"{LEDGER}&fund=F1")[1]) == ["1,000.00", "350.00", "650.00"]
    march = "/units/U1/accounts/102?period=2025-03&fund=F1"
    status, page = browser.get(march)
    assert foot(page) == ["0.00", "50.00", "650.00"]
    assert "700.00" in page
    assert "period=2025" in page
    told = rows(browser, LEDGER)
    assert [row[-1] for row in told if row and row[2:3] == ["合计"]] == ["720.00"]
    assert len([row for row in told if row[:1] and row[0].startswith("2025-")]) == 4


def test_a_fund_leads_to_ledgers_that_add_up_to_its_figures(office: Office) -> None:
    keep_books(office)
    browser = office.browser("审计甲")
    page = browser.get("/units/U1/funds/F1?period=2025")[1]
    linked = re.findall(
        r'<td class="n"><a href="(/units/U1/accounts/[^"]+)">([\d,.]+)</a>', page
    )
    met = {}
    for link, figure in linked:
        path = link.replace("&amp;", "&")
        amounts = {Money.parse(one) for one in foot(browser.get(path)[1])}
        assert Money.parse(figure) in amounts, path
        met[path] = figure
    assert sorted(met.values()) == ["1,000.00", "350.00", "650.00"]


def test_a_ledger_leads_to_vouchers_and_these_back(office: Office) -> None:
    keep_books(office)
    browser = office.browser("李四")
    page = browser.get(LEDGER)[1]
    places = re.findall(r'href="(/units/U1/vouchers/at/\d+)"', page)
    assert places
    for place in set(places):
        status, to = browser.get(place)
        assert status == 303
        status, shown = browser.get(to)
        assert status == 200
        back = re.findall(r'href="(/units/U1/accounts/102[^"]+)"', shown)
        assert browser.get(back[0].replace("&amp;", "&"))[0] == 200


def test_what_a_ledger_does_not_know_is_told(lite: Office) -> None:
    keep_books(lite)
    browser = lite.browser("张三")
    assert browser.get("/units/U1/accounts/999?period=2025")[0] == 404
    assert browser.get(f"{LEDGER}&fund=NONE")[0] == 404
    assert foot(browser.get(f"{LEDGER}&purpose=不存在")[1]) == ["0.00"] * 3
    assert lite.browser("委员乙").get(LEDGER)[0] == 403


def test_lists_of_vouchers_are_handed_over_as_files(lite: Office) -> None:
    keep_books(lite)
    browser = lite.browser("张三")
    told = rows(browser, "/units/U1/vouchers?period=2025")
    refs = [row[2] for row in told if len(row) > 2]
    assert {"r1", "p1", "p2", "r2"} <= set(refs)
    funds = browser.client.get("/units/U1?as=csv").text
    assert "F1" in funds
    answer = browser.client.get("/units/U1/vouchers?period=2025&as=xlsx")
    assert answer.content[:2] == b"PK"
