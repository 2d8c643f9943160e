"""Bank accounts and columns through the JSON half; numbers stay secret."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import activity
from app.settings import Settings
from app.web.api.account_said import AccountGiven
from ledger.database import reading
from tests import building
from tests.server import Shelf
from tests.treasury.banking import BANK, NUMBER, table
from tests.web import office
from tests.web.office import Office
from tests.web.programs import file, program

HERE = "/units/U1/bank/accounts"
MAPPINGS = "/units/U1/bank/mappings"
BARE = NUMBER.replace(" ", "")
ACCOUNT = {"bank": BANK, "number": NUMBER, "account": "102", "since": "2025-01-01"}
MAPPING = {
    "bank": BANK[:4],
    "since": "2025-01-01",
    "date": "交易日期",
    "money_in": "收入",
    "money_out": "支出",
    "balance": "余额",
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


def test_an_account_is_registered_once_and_takes_statements(keyed: Office) -> None:
    officer, admin = program(keyed, "张三"), program(keyed, "王五")
    assert officer.post(HERE, ACCOUNT)[0] == 403
    for wrong in (
        {"number": "12"},
        {"since": "2999-01-01"},
        {"bank": ""},
    ):
        assert admin.post(HERE, ACCOUNT | wrong)[0] == 422, wrong
    assert admin.post(HERE, ACCOUNT | {"account": "none"})[0] == 404
    status, kept = admin.post(HERE, ACCOUNT, key="account")
    assert (status, kept["number"], kept["tail"]) == (201, 1, BARE[-4:])
    assert admin.post(HERE, ACCOUNT, key="account") == (status, kept)
    other = ACCOUNT | {"number": "6222020200112233446"}
    status, told = admin.post(HERE, other, key="account")
    assert (status, told["type"]) == (422, "urn:bangfu:problem:key-used")
    status, told = admin.post(HERE, ACCOUNT)
    assert (status, "已登记为第 1 号账户" in told["detail"]) == (422, True)
    _, register = officer.get(HERE)
    assert [one["tail"] for one in register["accounts"]] == [BARE[-4:]]
    assert BARE not in str((told, register)).replace(" ", "")
    with reading(keyed.books.engine) as connection:
        log = activity.search(connection, "", None, None, "bank.account")
    assert BARE not in str(log).replace(" ", "")
    content = table(0, ("2025-01-03", 9_00, "转账"))
    sent = {"account": 1, "file": file("一月.csv", content)}
    assert officer.post("/units/U1/bank", sent)[0] == 422, "no columns are known"
    assert program(keyed, "委员乙").get(HERE)[0] == 403


def test_columns_are_kept_by_revisions(keyed: Office) -> None:
    officer = program(keyed, "张三")
    for wrong in ({"date": ""}, {"amount": "金额"}, {"money_out": ""}, {"bank": ""}):
        assert officer.post(MAPPINGS, MAPPING | wrong)[0] == 422, wrong
    assert officer.post(MAPPINGS, MAPPING | {"header_row": 999})[0] == 422
    status, kept = officer.post(MAPPINGS, MAPPING)
    assert (status, kept["revision"], kept["columns"]["balance"]) == (200, 1, "余额")
    assert officer.post(MAPPINGS, MAPPING)[1] == kept, "the same is kept once"
    changed = officer.post(MAPPINGS, MAPPING | {"code": "类型", "since": None})[1]
    assert (changed["revision"], changed["columns"]["code"]) == (2, "类型")
    told = officer.get(HERE)[1]["mappings"]
    assert [one["revision"] for one in told] == [1, 2]
    assert program(keyed, "审计甲").post(MAPPINGS, MAPPING)[0] == 403
    assert len(program(keyed, "审计甲").get(HERE)[1]["mappings"]) == 2


def test_nothing_but_the_end_of_a_number_is_kept_with_the_request() -> None:
    given = AccountGiven.model_validate_json(json.dumps(ACCOUNT))
    assert BARE not in repr(given).replace(" ", "")
    told = given.model_dump_json()
    assert BARE[-4:] in told
    assert BARE[:-4] not in told.replace(" ", "")
