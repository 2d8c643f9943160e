"""The bank at the desk: statements by upload, matching both ways, reconciling."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import activity
from app.clock import today
from app.settings import Settings
from app.web.application import FORM_TOKEN
from ledger.database import reading
from tests import building
from tests.server import Shelf
from tests.treasury import reconciling
from tests.treasury.banking import table
from tests.web import office
from tests.web.office import Browser, Office
from treasury import matches

BANK = "/units/U1/bank"
ONE = f"{BANK}/1"
RECONCILE = f"{ONE}/reconciliation"
MARCH = {"until": "2025-03-31"}


def fill(books: building.Books) -> None:
    reconciling.fill_books(books)
    office.seat(books)


def banked_offices(shelf: Shelf, dialect: str, folder: Path) -> Iterator[Office]:
    """An office with a bank account, four months of statements and vouchers."""
    keys = folder / "keys"
    keys.write_text(f"1 {(b'k' * 32).hex()}\n")
    keys.chmod(0o600)
    for books in building.copied(shelf, dialect, "bank desks", fill):
        papers = folder / "papers"
        settings = Settings(database=books.url, keys=keys, attachments=papers)
        banked = Office(books, settings)
        yield banked
        banked.shut()


@pytest.fixture
def banked(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office with a bank account, four months of statements and vouchers."""
    yield from banked_offices(shelf, dialect, tmp_path)


def upload(browser: Browser, content: bytes, **typed: str) -> tuple[int, str]:
    answer = browser.client.post(
        BANK,
        data={FORM_TOKEN: browser.form_token, "account": "1", **typed},
        files={"statement": ("五月.csv", content)},
    )
    return answer.status_code, answer.headers.get("location", answer.text)


def test_a_statement_is_uploaded_once(banked: Office) -> None:
    officer = banked.browser("张三")
    assert "某某银行中山路支行" in officer.get(BANK)[1]
    content = table(1_607_32, ("2025-05-03", -9_00, "转账"), start=8)
    assert upload(officer, content) == (303, ONE)
    assert "新增 1 笔" in officer.get(ONE)[1]
    upload(officer, content)
    assert "此前已导入，没有变化" in officer.get(ONE)[1]
    status, page = upload(officer, b"\x00not a table", opening="1.00")
    assert status == 422
    assert 'value="1.00"' in page
    assert officer.post(BANK, {"account": "1"})[0] == 422
    assert upload(banked.browser("委员乙"), content)[0] == 403


def test_both_sides_stand_beside_each_other_and_texts_are_logged(
    banked: Office,
) -> None:
    officer = banked.browser("张三")
    page = officer.get(ONE)[1]
    assert "L003" in page
    assert "某某公司" not in page
    assert "结息" not in page
    page = officer.get(f"{ONE}?open=1")[1]
    assert "某某公司" in page
    with reading(banked.books.engine) as connection:
        told = activity.search(connection, "张三", None, None, "bank.rows")
    assert len(told) == 1
    assert "L003" in officer.client.get(f"{ONE}?as=csv").text
    assert officer.get(f"{BANK}/7")[0] == 404
    assert officer.get(f"{BANK}/x")[0] == 404


def test_a_proposal_is_accepted_and_taken_back(banked: Office) -> None:
    officer = banked.browser("张三")
    with reading(banked.books.engine) as connection:
        found = matches.matches(connection, "U1", 1)
        assert matches.matches(connection, "U1", 1, latest=2) == found[-2:]
        assert matches.matches(connection, "U1", 1, latest=9) == found
        number = found[0]
    undo = {"match": str(number.number)}
    assert officer.post(f"{ONE}/unmatch", undo)[0] == 422
    assert officer.post(f"{ONE}/unmatch", undo | {"reason": "错配"}) == (303, ONE)
    page = officer.get(ONE)[1]
    assert "错配" in page
    assert 'class="accept"' in page
    (row,), (posting,) = number.rows, number.postings
    chosen = {"row": f"{row[0]}/{row[1]}", "posting": f"{posting[0]}/{posting[1]}"}
    where = f"{ONE}#proposals"
    once = chosen | {"once": "a-form"}
    assert officer.post(f"{ONE}/match", once) == (303, where)
    assert officer.post(f"{ONE}/match", once) == (303, where)
    status, page = officer.post(f"{ONE}/match", chosen)
    assert status == 422
    assert officer.post(f"{ONE}/match", {"row": "x"})[0] == 422
    assert banked.browser("赵六").post(f"{ONE}/match", chosen)[0] == 403


def test_sums_that_differ_are_not_matched(banked: Office) -> None:
    officer = banked.browser("张三")
    status, page = officer.post(f"{ONE}/match")
    assert (status, "没有选任何流水或分录" in page) == (422, True)
    assert "差额先记账（" not in page
    status, page = officer.post(f"{ONE}/match", {"row": "1/3"})
    assert status == 422
    assert 'value="1/3" data-fen="1234" aria-label="流水 1/3" checked' in page
    assert officer.post(f"{ONE}/rules") == (303, ONE)
    assert "核对 0 笔" in officer.get(ONE)[1]


def test_an_account_is_reconciled_and_reopened(banked: Office) -> None:
    officer, reviewer = banked.browser("张三"), banked.browser("李四")
    page = officer.get(f"{RECONCILE}?until=2025-03-31")[1]
    assert "1,607.34" in page
    assert "银行已收、单位未收" in page
    assert officer.post(RECONCILE, MARCH) == (303, RECONCILE)
    page = officer.get(RECONCILE)[1]
    assert "已对账到 2025-03-31（第 1 次）" in page
    assert "/units/U1/reports/bank_reconciliation?period=2025-03" in page
    assert f"{ONE}/reopen" not in page
    typed = {"number": "1", "reason": ""}
    assert reviewer.post(f"{ONE}/reopen", typed)[0] == 422
    typed["reason"] = "<u>漏了一笔</u>"
    assert reviewer.post(f"{ONE}/reopen", typed)[0] == 303
    page = reviewer.get(RECONCILE)[1]
    assert "<u>" not in page
    assert "已重开" in page


def test_what_cannot_be_reconciled_says_why(banked: Office) -> None:
    officer, cashier = banked.browser("张三"), banked.browser("赵六")
    later = {"until": (today() + dt.timedelta(days=9)).isoformat()}
    status, page = officer.post(RECONCILE, later)
    assert status == 422
    assert officer.post(RECONCILE, {"until": "三月"})[0] == 422
    assert officer.get(f"{RECONCILE}?until=x")[0] == 200
    beyond = MARCH | {"other": "9" * 20, "other_basis": "约定"}
    status, page = officer.post(RECONCILE, beyond)
    assert (status, "超过 90,000,000,000,000.00 元的上限" in page) == (422, True)
    assert "写作 1234.56" not in page
    typed = MARCH | {"other": "5.00", "other_basis": ""}
    status, page = officer.post(RECONCILE, typed)
    assert status == 422
    assert 'value="5.00"' in page
    assert cashier.post(RECONCILE, MARCH)[0] == 403
    assert "登记对账" not in cashier.get(f"{RECONCILE}?until=2025-03-31")[1]
