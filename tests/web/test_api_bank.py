"""The bank through the JSON half: statements, matching both ways, reconciling."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import activity
from ledger.database import reading
from tests.server import Shelf
from tests.treasury.banking import table
from tests.web.office import Office
from tests.web.programs import file, program
from tests.web.test_bank import banked_offices

BANK = "/units/U1/bank"
ONE = f"{BANK}/1"
RECONCILE = f"{ONE}/reconciliation"


@pytest.fixture
def banked(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office with a bank account, four months of statements and vouchers."""
    yield from banked_offices(shelf, dialect, tmp_path)


def test_a_statement_is_taken_in_once(banked: Office) -> None:
    officer = program(banked, "张三")
    _, before = officer.get(BANK)
    (account,) = before["accounts"]
    assert account["bank"] == "某某银行中山路支行"
    assert len(account["tail"]) == 4
    content = table(1_607_32, ("2025-05-03", -9_00, "转账"), start=8)
    sent = {"account": 1, "file": file("五月.csv", content)}
    status, taken = officer.post(BANK, sent)
    assert (status, taken["new_rows"], taken["already"]) == (201, 1, False)
    assert officer.post(BANK, sent)[1]["already"]
    after = officer.get(BANK)[1]
    assert len(after["statements"]) == len(before["statements"]) + 1
    assert after["accounts"][0]["open_rows"] == account["open_rows"] + 1
    junk = {"account": 1, "file": file("x.csv", b"\x00no table"), "opening": "-1.00"}
    assert officer.post(BANK, junk)[0] == 422
    assert officer.post(BANK, {"account": 1})[0] == 422
    assert program(banked, "委员乙").post(BANK, sent)[0] == 403


def test_both_sides_are_told_and_texts_by_right_alone(banked: Office) -> None:
    officer = program(banked, "张三")
    _, told = officer.get(ONE)
    assert "L003" in str(told)
    assert "某某公司" not in str(told)
    assert "某某公司" in str(officer.get(ONE, texts="true"))
    with reading(banked.books.engine) as connection:
        looks = activity.search(connection, "张三", None, None, "bank.rows")
    assert len(looks) == 1
    assert officer.get(f"{BANK}/7")[0] == 404
    assert officer.get(f"{BANK}/x")[0] == 404


def test_a_match_is_taken_back_and_made_again(banked: Office) -> None:
    officer = program(banked, "张三")
    latest = officer.get(ONE)[1]["matches"][-1]
    undo = {"match": latest["number"], "reason": "错配"}
    assert officer.post(f"{ONE}/unmatch", undo | {"reason": ""})[0] == 422
    assert officer.post(f"{ONE}/unmatch", undo | {"match": 99_999})[0] == 404
    assert officer.post(f"{ONE}/unmatch", undo)[0] == 200
    _, told = officer.get(ONE)
    proposed = [one for one in told["proposals"] if one["rows"] == latest["rows"]]
    assert proposed[0]["acceptable"]
    chosen = {"rows": latest["rows"], "postings": latest["postings"]}
    status, made = officer.post(f"{ONE}/match", chosen, key="match")
    assert status == 201
    assert officer.post(f"{ONE}/match", chosen, key="match") == (status, made)
    assert officer.post(f"{ONE}/match", chosen)[0] == 422
    assert officer.post(f"{ONE}/match", {"rows": ["x"]})[0] == 422
    assert program(banked, "赵六").post(f"{ONE}/match", chosen)[0] == 403
    assert officer.post(f"{ONE}/rules")[1]["rules"] == {}


def test_an_account_is_reconciled_and_reopened(banked: Office) -> None:
    officer, reviewer = program(banked, "张三"), program(banked, "李四")
    _, told = officer.get(RECONCILE, until="2025-03-31")
    seen = told["seen"]
    assert "1607.34" in {seen["book"], seen["bank_adjusted"]}
    assert seen["bank_adjusted"] == seen["book_adjusted"]
    assert {one["side"] for one in seen["items"]} <= {
        *("bank_in", "bank_out", "book_in", "book_out")
    }
    march = {"until": "2025-03-31"}
    assert officer.post(RECONCILE, march | {"other": "5.00"})[0] == 422
    status, made = officer.post(RECONCILE, march)
    assert (status, made["number"], made["stands"]) == (201, 1, True)
    assert program(banked, "赵六").post(RECONCILE, march)[0] == 403
    reopened = {"number": 1, "reason": "漏了一笔"}
    assert officer.post(f"{ONE}/reopen", reopened)[0] == 403
    assert reviewer.post(f"{ONE}/reopen", reopened)[1]["stands"] is False
    later = officer.get(RECONCILE, until="2030-01-01")[1]
    assert later["seen"] is None
    assert later["hindrance"]
    assert [one["stands"] for one in later["made"]] == [False]
