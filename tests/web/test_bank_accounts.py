"""Bank accounts are the administrator's, columns the officers'; numbers stay secret."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import activity
from app.settings import Settings
from app.web import languages
from app.web.application import FORM_TOKEN
from app.web.pages import bank_accounts
from ledger.database import reading
from tests import building
from tests.server import Shelf
from tests.treasury.banking import BANK, NUMBER, table
from tests.web import office
from tests.web.office import Office
from treasury import bank, bank_mappings
from treasury.statements.mapping import LABELS

PAGE = "/units/U1/bank/accounts"
MAPPINGS = "/units/U1/bank/mappings"
BARE = NUMBER.replace(" ", "")
ACCOUNT = {"bank": BANK, "number": NUMBER, "account": "102", "since": "2025-01-01"}
MAPPING = {
    "bank": BANK[:4],
    "header": "1",
    "since": "2025-01-01",
    "date": "交易日期",
    "money_in": "收入",
    "money_out": "支出",
    "balance": "余额",
    "reference": "流水号",
    "counterparty": "对方户名",
    "counterparty_account": "对方账号",
    "text": "摘要",
}


@pytest.fixture
def keyed(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office with keys and no bank account as yet."""
    keys = tmp_path / "keys"
    keys.write_text(f"1 {(b'k' * 32).hex()}\n")
    keys.chmod(0o600)
    for books in building.copied(shelf, dialect, "desks", office.seat):
        settings = Settings(database=books.url, keys=keys, attachments=tmp_path / "p")
        keyed = Office(books, settings)
        yield keyed
        keyed.shut()


def test_an_account_is_registered_once_and_a_statement_is_read(keyed: Office) -> None:
    officer, admin = keyed.browser("张三"), keyed.browser("王五")
    assert PAGE in officer.get("/units/U1/bank")[1]
    assert PAGE in admin.get("/units/U1")[1]
    assert officer.post(PAGE, ACCOUNT)[0] == 403
    once = ACCOUNT | {"once": "a-form"}
    assert admin.post(PAGE, once) == (303, PAGE)
    assert admin.post(PAGE, once) == (303, PAGE)
    status, page = admin.post(PAGE, ACCOUNT)
    assert (status, "这个账号已登记为第 1 号账户" in page) == (422, True)
    page = officer.get(PAGE)[1]
    assert f">{BARE[-4:]}<" in page
    assert BARE not in page.replace(" ", "")
    assert officer.post(MAPPINGS, MAPPING) == (303, PAGE)
    assert officer.post(MAPPINGS, MAPPING | {"code": "类型"}) == (303, PAGE)
    with reading(keyed.books.engine) as connection:
        (kept,) = bank.accounts(connection, "U1")
        found = bank_mappings.kept_mappings(connection, "U1")
        everything = activity.search(connection, "", None, None, "")
    assert (kept.bank, kept.since) == (BANK, dt.date(2025, 1, 1))
    assert [one.revision for one in found] == [1, 2]
    assert not any(BARE in str(one).replace(" ", "") for one in everything)
    answer = officer.client.post(
        "/units/U1/bank",
        data={FORM_TOKEN: officer.form_token, "account": "1"},
        files={"statement": ("一月.csv", table(0, ("2025-01-03", 9_00, "转账")))},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/units/U1/bank/1")


def test_what_is_wrong_is_told_and_what_was_typed_stays(keyed: Office) -> None:
    admin, officer = keyed.browser("王五"), keyed.browser("张三")
    for wrong in (
        {"number": "12"},
        {"account": "101"},
        {"account": "none"},
        {"since": ""},
        {"since": "一月"},
        {"since": "2999-01-01"},
        {"bank": " "},
    ):
        status, page = admin.post(PAGE, ACCOUNT | {"bank": "<i>某某</i>银行"} | wrong)
        assert status == 422, wrong
        assert "<i>" not in page
        assert (wrong.get("number") or NUMBER) in page
    for wrong in (
        {"date": ""},
        {"amount": "金额"},
        {"money_out": ""},
        {"header": "x"},
        {"header": "999"},
        {"bank": ""},
        {"text": "余额"},
    ):
        status, page = officer.post(MAPPINGS, MAPPING | wrong)
        assert status == 422, wrong
        assert 'value="对方户名"' in page
    with reading(keyed.books.engine) as connection:
        assert not bank.accounts(connection, "U1")
        assert not bank_mappings.kept_mappings(connection, "U1")
    assert keyed.browser("审计甲").post(MAPPINGS, MAPPING)[0] == 403


def test_both_tables_are_had_as_files(keyed: Office) -> None:
    keyed.browser("王五").post(PAGE, ACCOUNT)
    officer = keyed.browser("张三")
    officer.post(MAPPINGS, MAPPING)
    for key, told in (("accounts", BANK), ("mappings", "交易日期")):
        answer = officer.client.get(f"{PAGE}?table={key}&as=csv")
        text = answer.content.decode("utf-8-sig")
        assert told in text
        assert BARE not in text
    assert officer.get(f"{PAGE}?table=none&as=csv")[0] == 404


def test_every_word_has_its_english() -> None:
    source = Path(bank_accounts.__file__).read_text("utf-8")
    said = set(re.findall(r'(?:Column|Sheet)\(\s*"\w+", "([^"]+)"', source))
    said |= set(LABELS.values())
    assert len(said) > 20
    assert sorted(said - set(languages.catalogue("en"))) == []
