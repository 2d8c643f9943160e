"""A fee that the bank took, from its row on the page to a posted voucher."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app.settings import Settings
from app.web.application import FORM_TOKEN
from tests import building
from tests.server import Shelf
from tests.treasury import asking, returning
from tests.treasury.banking import BANK
from tests.web import office
from tests.web.office import Browser, Office

ONE = "/units/U1/bank/1"
NEW = "/units/U1/requests/new"
LINK = f"{NEW}?fee=1/1"


def fill(books: building.Books) -> None:
    """Live, with money and a statement that 王五 took in: row 1 is a fee of 15.00."""
    asking.live(books)
    returning.found_bank(books)
    office.seat(books)


@pytest.fixture
def banked(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office whose bank took fees that no voucher answers."""
    keys = tmp_path / "keys"
    keys.write_text(f"1 {(b'k' * 32).hex()}\n")
    keys.chmod(0o600)
    for books in building.copied(shelf, dialect, "fee desks", fill):
        papers = tmp_path / "papers"
        settings = Settings(database=books.url, keys=keys, attachments=papers)
        found = Office(books, settings)
        yield found
        found.shut()


def filled(page: str) -> dict[str, str]:
    """What the form of a request has in its fields, the fund of its line chosen."""
    form = page[page.index(f'action="{NEW}"') :]
    found = {}
    for tag in re.findall(r"<input [^>]+>", form[: form.index("</form>")]):
        name, value = (re.search(f' {key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and name[1] not in found and "checkbox" not in tag:
            found[name[1]] = value[1] if value else ""
    (fund,) = re.findall(r'<option value="(\w+)" selected', form)
    return found | {"fund": fund, "do": "save"}


def send(browser: Browser, path: str, typed: Mapping[str, str]) -> tuple[int, str]:
    data = {FORM_TOKEN: browser.form_token, **typed}
    answer = browser.client.post(path, data=data)
    return answer.status_code, answer.headers.get("location", answer.text)


def test_a_fee_goes_from_the_bank_page_to_a_posted_voucher(banked: Office) -> None:
    officer = banked.browser("张三")
    page = officer.get(ONE)[1]
    assert f'href="{LINK}"' in page
    assert f'href="{NEW}?fee=1/2"' not in page
    form = filled(officer.get(LINK)[1])
    told = ("kind", "statement", "row", "amount", "payee", "account", "fund")
    assert [form[key] for key in told] == ["fee", "1", "1", "15.00", BANK, "510", "G"]
    status, page = send(officer, NEW, form | {"amount": "16.00"})
    assert status == 422
    assert "第 1/1 行扣费 15.00 元，申请 16.00 元" in page
    kept = filled(page)
    assert kept == form | {"amount": "16.00"}
    status, where = send(officer, NEW, kept | {"amount": "15.00", "once": "again"})
    assert status == 303
    page = officer.get(ONE)[1]
    assert f'href="{LINK}"' not in page
    assert f'href="{where}"' in page
    page = officer.get(where)[1]
    assert 'name="dated_on" value="2025-01-12"' in page
    paid = {"dated_on": "2025-01-12", "account": "102"}
    status, draft = officer.post(f"{where}/pay", paid)
    assert status == 303
    asking.finish(banked.books, int(draft.rpartition("/")[2]))
    asked = "SELECT dated_on, summary FROM vouchers WHERE ref LIKE '付款-%'"
    ((day, summary),) = banked.books.rows(asked)
    assert (str(day), summary) == ("2025-01-12", "银行手续费（对账单 1 第 1 行）")
    page = officer.get(ONE)[1]
    assert "付款-" in page
    assert f'href="{where}"' not in page


def test_who_may_not_ask_is_shown_no_way_and_told_why(banked: Office) -> None:
    assert "fee=" not in banked.browser("李四").get(ONE)[1]
    officer = banked.browser("张三")
    assert "/units/U1/bank/1#row-1-1" in officer.get("/units/U1/today/bank")[1]
    assert officer.get(f"{NEW}?fee=9/9")[0] == 404
    assert officer.get(f"{NEW}?fee=x")[0] == 422
    plain = officer.get(NEW)[1]
    assert 'value="fee"' not in plain
    assert 'href="/units/U1/bank"' in plain
