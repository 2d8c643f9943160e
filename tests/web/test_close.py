"""Closing: the checklist with its links, months, proofs, the year by two persons."""

import datetime as dt
import re

from ledger import closing
from ledger.database import reading
from tests.building import payment, receipt
from tests.ledger.drafting import PAYMENT, Desk
from tests.web.office import Browser, Office

CLOSE, YEAR = "/units/U1/close", "/units/U1/year-end"


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def closed(office: Office) -> list[int]:
    with reading(office.books.engine) as connection:
        return [one.period for one in closing.closes(connection, "U1")]


def test_a_month_closes_and_says_where_the_chain_stood(office: Office) -> None:
    office.books.post(receipt("r0", 1_000_000))
    reviewer = office.browser("李四")
    page = reviewer.get(CLOSE)[1]
    assert "月度结账 2025-01" in page
    assert "没有盘点记录或余额证明" in page
    assert f"{CLOSE}?period=2025-01#proofs" in page
    assert reviewer.post(CLOSE, {"period": "2025-01"}) == (303, CLOSE)
    page = reviewer.get(CLOSE)[1]
    assert "2025年1月已结账：链位 1，摘要 " in page
    assert closed(office) == [202501]


def test_what_is_missing_is_linked_to_where_it_is_done(lite: Office) -> None:
    lite.books.post(receipt("r0", 1_000_000))
    Desk(lite.books).save(PAYMENT)
    reviewer = lite.browser("李四")
    page = reviewer.get(CLOSE)[1]
    assert '<a href="/units/U1/drafts">' in page
    assert f'action="{CLOSE}"' not in page
    status, page = reviewer.post(CLOSE, {"period": "2025-01"})
    assert status == 422
    assert "还有 1 张草稿没有记账" in page
    assert closed(lite) == []
    assert "还有 1 张草稿没有记账" in reviewer.client.get(f"{CLOSE}?as=csv").text


def test_a_proof_is_compared_with_the_books(lite: Office) -> None:
    lite.books.post(receipt("r0", 1_000_000))
    reviewer = lite.browser("李四")
    typed = {"period": "2025-01", "account": "102", "amount": "9999.00"}
    status, page = reviewer.post(f"{CLOSE}/proof", typed)
    assert status == 422
    assert "没有写明盘点表或证明" in page
    assert 'value="9999.00"' in page
    typed["evidence"] = "<i>余额证明</i>1号"
    where = f"{CLOSE}?period=2025-01"
    assert reviewer.post(f"{CLOSE}/proof", typed) == (303, where)
    page = reviewer.get(where)[1]
    assert "相差 -1.00 元" in page
    assert "<i>余额" not in page
    assert f'action="{CLOSE}"' not in page
    typed["amount"] = "10000.00"
    reviewer.post(f"{CLOSE}/proof", typed)
    assert "账实相符" in reviewer.get(where)[1]
    assert "写 -500.00" in reviewer.get(where)[1]
    less = {"amount": "9500.00", "explained": "-500.00", "explanation": "在途一笔"}
    reviewer.post(f"{CLOSE}/proof", typed | less)
    assert "账实相符" in reviewer.get(where)[1]
    assert reviewer.post(f"{CLOSE}/proof", typed | {"amount": "很多"})[0] == 422


def test_what_is_no_month_is_not_closed(lite: Office) -> None:
    lite.books.post(receipt("r0", 1_000_000))
    reviewer = lite.browser("李四")
    for period in ("", "2025", "三月", "2025-13"):
        assert reviewer.post(CLOSE, {"period": period})[0] == 422
    assert reviewer.get(f"{CLOSE}?period=x")[0] == 200
    assert lite.browser("张三").post(CLOSE, {"period": "2025-01"})[0] == 403


def prepared(office: Office) -> tuple[Browser, Browser]:
    """A year with its months closed up to November and its money proved."""
    office.books.post(receipt("r0", 1_000_000))
    office.books.post(payment("p1", 20_000, dated_on=dt.date(2025, 12, 5)))
    reviewer = office.browser("李四")
    assert reviewer.post(CLOSE, {"period": "2025-11"})[0] == 303
    return office.browser("张三"), reviewer


def test_a_year_is_ordered_by_one_and_posted_by_another(office: Office) -> None:
    officer, reviewer = prepared(office)
    page = officer.get(f"{YEAR}?year=2025")[1]
    assert "将要记的凭证" in page
    assert f'action="{YEAR}/post"' not in page
    typed = {"year": "2025", "digest": hidden(page, "digest")}
    where = f"{YEAR}?year=2025"
    assert officer.post(f"{YEAR}/order", typed | {"digest": "0"})[0] == 422
    assert officer.post(f"{YEAR}/order", typed) == (303, where)
    page = reviewer.get(where)[1]
    assert f'action="{YEAR}/post"' in page
    assert reviewer.post(f"{YEAR}/post", typed) == (303, where)
    assert "2025年已结账：年终凭证" in reviewer.get(where)[1]
    assert closed(office)[-1] == 202512


def test_a_decision_that_cannot_be_read_is_told(lite: Office) -> None:
    officer, reviewer = prepared(lite)
    query = f"{YEAR}?year=2025&finished=F1"
    assert "有一行无法读取" in officer.get(query)[1]
    status, page = officer.post(f"{YEAR}/order", {"year": "2025", "finished": "F1:x=1"})
    assert status == 422
    assert "F1:x=1" in page
    assert reviewer.post(f"{YEAR}/adjust", {"year": "2025"})[0] == 303
    assert "进入审计调整期" in reviewer.get(f"{YEAR}?year=2025")[1]
    assert reviewer.client.get(f"{YEAR}?year=2025&as=csv").status_code == 200
