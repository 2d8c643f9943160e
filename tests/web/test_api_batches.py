"""A payment batch through the JSON half: three persons, the bank, and paying again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aid.bank_files import reference
from app import activity
from ledger.database import reading
from tests.aid import batching
from tests.server import Shelf
from tests.web.office import Office
from tests.web.programs import file, program
from tests.web.test_batches import aided_offices, pay

LIST = "/units/U1/batches"
ONE = f"{LIST}/B2026-1"
REASON = {"reason": "经会议核定"}


@pytest.fixture
def aided(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office whose unit pays aid by batches."""
    yield from aided_offices(shelf, dialect, tmp_path)


def test_a_batch_goes_from_its_list_to_the_bank_and_back(aided: Office) -> None:
    batching.save(aided.books)
    officer, board, cashier = (program(aided, p) for p in ("张三", "委员乙", "赵六"))
    (head,) = officer.get(LIST)[1]["batches"]
    assert (head["key"], head["state"], head["amount"]) == (
        "B2026-1",
        "draft",
        "1500.00",
    )
    checker = program(aided, "张三", writes=False)
    status, found = checker.post(f"{ONE}/check", {"on": "2026-03-09"})
    assert status == 200
    assert {one["code"] for one in found["told"]} == {"P-1", "P-2", "P-3"}
    assert cashier.post(f"{ONE}/check")[0] == 403
    assert officer.post(f"{ONE}/submit")[0] == 422, "lines need a reason"
    status, asked = officer.post(f"{ONE}/submit", REASON)
    assert (status, asked["state"], asked["approvals"]) == (200, "saved", 1)
    assert officer.post(f"{ONE}/approve")[0] == 403
    # The request of a batch is approved as the batch.
    request = f"/units/U1/requests/{asked['key']}"
    assert board.post(f"{request}/approve", {"opinion": "同意"})[0] == 200
    assert board.get(ONE)[1]["state"] == "approved"
    assert cashier.send(f"{ONE}/file").status_code == 422, "it is not paid yet"
    status, handed = officer.post(f"{ONE}/release", REASON)
    assert (status, handed["draft"]) == (200, 1)
    pay(aided.books, 1)
    assert board.send(f"{ONE}/file").status_code == 403
    sent = [cashier.send(f"{ONE}/file") for _ in range(2)]
    assert [one.status_code for one in sent] == [200, 200]
    assert sent[0].content == sent[1].content
    assert sent[0].headers["cache-control"] == "no-store"
    assert batching.card(1).number in sent[0].content.decode("utf-8-sig")
    _, whole = cashier.get(ONE)
    assert batching.card(1).number not in str(whole)
    assert [(one["number"], one["lines"]) for one in whole["files"]] == [(1, 3)]
    with reading(aided.books.engine) as connection:
        told = activity.search(connection, "赵六", None, None, "aid.bank-file.write")
    assert [one.outcome for one in told] == ["refused", "done", "done"]
    rows = ["序号,收款账号,金额,处理状态,失败原因"]
    for place, state in ((1, "成功"), (2, "失败"), (3, "成功")):
        ref, number = reference("B2026-1", 1, place), batching.card(place).number
        rows.append(f"{ref},{number},500.00,{state},{'账号有误' if place == 2 else ''}")
    result = {
        "result": file("回盘.csv", "\n".join(rows).encode()),
        "count": 3,
        "total": "1500.00",
    }
    assert officer.post(f"{ONE}/result", result | {"count": 2})[0] == 422
    status, taken = officer.post(f"{ONE}/result", result)
    assert (status, taken["paid"], taken["failed"]) == (200, 2, 1)
    pay(aided.books, taken["returns"])
    again = {"line": 2, "reason": "卡号核对无误"}
    status, handed = officer.post(f"{ONE}/repay", again)
    assert status == 200, handed
    outcomes = [one["outcome"] for one in officer.get(ONE)[1]["lines"]]
    assert outcomes == ["已付", "未付", "已付"]


def test_a_list_with_faults_is_not_kept_and_all_are_told(aided: Office) -> None:
    officer = program(aided, "张三")
    content = "档案号,救助项目,年度,期间,金额\n" + "".join(
        f"{code},生活救助,2026,2026-03,500.00\n" for code in ("P-1", "X-8", "X-9")
    )
    said = {"ref": "四月", "title": "四月救助", "fund": "F1", "total": "1500.00"}
    status, told = officer.post(LIST, said | {"list": file("a.csv", content.encode())})
    assert status == 422
    assert [(one["ref"], one["line"]) for one in told["rules"]] == [
        ("list.csv", 3),
        ("list.csv", 4),
    ]
    assert officer.post(LIST, said)[0] == 422
    assert officer.post(LIST, said | {"cases": ["H2026-9"]})[0] in {404, 422}
    wrong = said | {"list": {"name": "a.csv", "content": "%%"}}
    assert officer.post(LIST, wrong)[1]["fields"][0]["what"] == "应为 Base64"
    good = content.splitlines(keepends=True)
    listed = file("a.csv", "".join(good[:2]).encode())
    body = said | {"total": "500.00", "list": listed, "purpose": "生活救助"}
    status, saved = officer.post(LIST, body)
    assert (status, saved["line_count"], saved["amount"]) == (201, 1, "500.00")
    where = f"{LIST}/{saved['key']}"
    dropped = officer.post(f"{where}/drop", {"reason": "重复"})[1]
    assert dropped == {"key": saved["key"], "state": "dropped"}
    assert officer.get(f"{LIST}/B2026-9")[0] == 404
    assert officer.post(f"{LIST}/B2026-9/submit")[0] == 404


def test_a_batch_is_refused_or_settled_by_hand(aided: Office) -> None:
    batching.submitted(aided.books)
    board, officer = program(aided, "委员乙"), program(aided, "张三")
    assert board.post(f"{ONE}/refuse", {"reason": "名单未公示"})[0] == 200
    assert board.get(ONE)[1]["state"] == "ended"
    outcomes = {"outcomes": [{"line": 2, "paid": False, "reason": "户名不符"}]}
    assert officer.post(f"{ONE}/settle", outcomes)[0] == 422


def test_what_the_bank_did_is_registered_line_by_line(aided: Office) -> None:
    batching.save(aided.books)
    officer, board = program(aided, "张三"), program(aided, "委员乙")
    assert officer.post(f"{ONE}/submit", REASON)[0] == 200
    assert board.post(f"{ONE}/approve")[1]["state"] == "approved"
    assert officer.post(f"{ONE}/release", REASON)[0] == 200
    pay(aided.books, 1)
    outcomes = {"outcomes": [{"line": 2, "paid": False, "reason": "户名不符"}]}
    status, done = officer.post(f"{ONE}/settle", outcomes | {"rest": True})
    assert status == 200
    assert (done["paid"], done["failed"], done["unknown"]) == (2, 1, 0)
    assert done["returns"]
    _, whole = officer.get(ONE)
    assert whole["state"] == "settled"
    assert "户名不符" in [line["reason"] for line in whole["lines"]]
