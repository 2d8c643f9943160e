"""Payment batches: three persons, each line by file number, every fault told."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from aid import batch_views, kept_standards
from aid.bank_files import reference
from aid.local_standards import LocalStandard
from app import activity
from app.settings import Settings
from app.web.application import FORM_TOKEN
from ledger import drafts
from ledger.database import reading, writing
from ledger.people import Act
from tests import building
from tests.aid import batching
from tests.aid.filing import KEY
from tests.server import Shelf
from tests.web import office
from tests.web.office import Office

LIST = "/units/U1/batches"
ONE = f"{LIST}/B2026-1"


def fill(books: building.Books) -> None:
    batching.fill(books)
    row = LocalStandard(
        place="130102",
        since=dt.date(2026, 1, 1),
        minimum_living=batching.MONTHLY,
        decided_by="市民政局",
        paper="民发〔2026〕1号",
    )
    with writing(books.engine) as connection:
        kept_standards.import_figures(connection, "U1", [row], batching.KEEPER, "")
    office.seat(books)


def aided_offices(shelf: Shelf, dialect: str, folder: Path) -> Iterator[Office]:
    """An office whose unit pays aid by batches."""
    keys = folder / "keys"
    keys.write_text(f"1 {KEY.hex()}\n")
    keys.chmod(0o600)
    for books in building.copied(shelf, dialect, "batch desks", fill):
        settings = Settings(
            database=books.url, keys=keys, attachments=folder / "papers"
        )
        aided = Office(books, settings)
        yield aided
        aided.shut()


@pytest.fixture
def aided(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office whose unit pays aid by batches."""
    yield from aided_offices(shelf, dialect, tmp_path)


def pay(books: building.Books, draft: int) -> None:
    at = dt.datetime.now(dt.UTC)
    with writing(books.engine) as connection:
        drafts.review(connection, "U1", draft, Act("李四", at))
        drafts.settle(connection, "U1", draft, Act("赵六", at))
        drafts.post(connection, "U1", draft, Act("李四", at))


def test_a_batch_takes_three_persons(aided: Office) -> None:
    batching.save(aided.books)
    officer, board = aided.browser("张三"), aided.browser("委员乙")
    assert "三月生活救助" in officer.get(LIST)[1]
    status, page = officer.post(f"{ONE}/submit")
    assert status == 422
    assert "写明理由" in page
    reason = {"reason": "经会议<b>核定</b>"}
    assert officer.post(f"{ONE}/submit", reason) == (303, ONE)
    assert f"{ONE}/approve" not in officer.get(ONE)[1]
    assert officer.post(f"{ONE}/approve")[0] == 403
    approvals = "/units/U1/approvals"
    request = re.search(rf"{approvals}/requests/[^\"]+", board.get(approvals)[1])
    assert request
    for path in (ONE, request[0]):
        page = board.get(path)[1]
        assert "/approve" in page
        assert "经会议&lt;b&gt;核定" in page
        assert page.index("名单未列申请") < page.index("/approve")
    assert "名单未列申请" not in officer.get(ONE)[1]
    assert board.post(f"{ONE}/approve", {"opinion": "同意"}) == (303, ONE)
    status, _ = officer.post(f"{ONE}/release", reason)
    assert status == 303
    page = officer.get(ONE)[1]
    assert "的付款凭证草稿 1 已提交" in page
    assert "<b>核定" not in page
    pay(aided.books, 1)
    results = {"outcome_2": "failed", "reason_2": "户名不符", "rest": "1"}
    assert officer.post(f"{ONE}/settle", results) == (303, ONE)
    page = officer.get(ONE)[1]
    assert "已付 2 行，未付 1 行" in page
    assert "已结清" in page
    with reading(aided.books.engine) as connection:
        steps = batch_views.steps(connection, "U1", "B2026-1")
    assert [one.act for one in steps] == ["submit", "approve", "release", "result"]
    assert "户名不符" in page


def test_who_made_the_files_does_not_approve(aided: Office) -> None:
    batching.submitted(aided.books)
    board = aided.browser("委员乙")
    assert board.post(f"{ONE}/refuse", {"reason": ""})[0] == 422
    assert board.post(f"{ONE}/refuse", {"reason": "名单未公示"}) == (303, ONE)
    page = board.get(ONE)[1]
    assert "名单未公示" in page
    assert f"{ONE}/approve" not in page


def test_a_check_tells_every_line_and_is_logged(aided: Office) -> None:
    batching.save(aided.books)
    officer = aided.browser("张三")
    status, page = officer.post(f"{ONE}/check", {"on": "2026-03-09"})
    assert status == 200
    assert "核对结果" in page
    assert all(f"P-{place}" in page for place in (1, 2, 3))
    status, page = officer.post(f"{ONE}/check", {"on": "三月"})
    assert status == 422
    assert "付款日期" in page
    assert aided.browser("赵六").post(f"{ONE}/check")[0] == 403


def test_a_list_with_faults_is_not_kept_and_all_are_told(aided: Office) -> None:
    officer = aided.browser("张三")
    content = "档案号,救助项目,年度,期间,金额\n" + "".join(
        f"{code},生活救助,2026,2026-03,500.00\n" for code in ("P-1", "X-8", "X-9")
    )
    typed = {"form_token": officer.form_token, "ref": "四月", "title": "四月救助"}
    answer = officer.client.post(
        LIST,
        data=typed | {"fund": "F1", "total": "1500.00"},
        files={"list": ("名单.csv", content.encode())},
    )
    assert answer.status_code == 422
    assert "list.csv:3" in answer.text
    assert "list.csv:4" in answer.text
    assert 'value="四月救助"' in answer.text
    assert officer.post(LIST, {"ref": "四月", "title": "四月"})[0] == 422


def test_a_batch_that_is_not_there(aided: Office) -> None:
    officer = aided.browser("张三")
    assert officer.get(f"{LIST}/B2026-9")[0] == 404
    assert officer.post(f"{LIST}/B2026-9/submit")[0] == 404
    assert officer.client.get(f"{LIST}?as=csv").status_code == 200


def test_the_form_twice_is_one_submission(aided: Office) -> None:
    batching.save(aided.books)
    officer = aided.browser("张三")
    typed = {"reason": "经会议核定", "once": "a-form"}
    for _ in range(2):
        assert officer.post(f"{ONE}/submit", typed) == (303, ONE)
    with reading(aided.books.engine) as connection:
        assert not drafts.waiting(connection, "U1")


def test_a_batch_goes_to_the_bank_and_comes_back(aided: Office) -> None:
    batching.save(aided.books)
    officer, cashier = aided.browser("张三"), aided.browser("赵六")
    officer.post(f"{ONE}/submit", {"reason": "经会议核定"})
    assert cashier.post(f"{ONE}/file")[0] == 422
    aided.browser("委员乙").post(f"{ONE}/approve")
    officer.post(f"{ONE}/release", {"reason": "经会议核定"})
    assert "下载付款文件" not in cashier.get(ONE)[1]
    pay(aided.books, 1)
    assert "下载付款文件" in cashier.get(ONE)[1]
    assert aided.browser("委员乙").post(f"{ONE}/file")[0] == 403
    typed = {FORM_TOKEN: cashier.form_token}
    answer = cashier.client.post(f"{ONE}/file", data=typed)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    text = answer.content.decode("utf-8-sig")
    assert batching.card(1).number in text
    page = cashier.get(ONE)[1]
    assert batching.card(1).number not in page
    assert cashier.post(f"{ONE}/result")[0] == 422
    with reading(aided.books.engine) as connection:
        told = activity.search(connection, "赵六", None, None, "aid.bank-file.write")
    assert [one.outcome for one in told] == ["refused", "done"]
    rows = ["序号,收款账号,金额,处理状态,失败原因"]
    for place, state in ((1, "成功"), (2, "失败"), (3, "成功")):
        ref, number = reference("B2026-1", 1, place), batching.card(place).number
        rows.append(f"{ref},{number},500.00,{state},{'账号有误' if place == 2 else ''}")
    typed = {FORM_TOKEN: officer.form_token}
    answer = officer.client.post(
        f"{ONE}/result",
        data=typed | {"count": "3", "total": "1500.00"},
        files={"result": ("回盘.csv", "\n".join(rows).encode())},
    )
    assert answer.status_code == 303
    assert "未付 1 笔" in officer.get(ONE)[1]
    pay(aided.books, 2)
    again = {"line": "2", "reason": "卡号核对无误"}
    assert officer.post(f"{ONE}/repay", {"line": "x"})[0] == 422
    assert officer.post(f"{ONE}/repay", again) == (303, ONE)
    assert "第 2 行再付的凭证草稿" in officer.get(ONE)[1]
    assert f"{ONE}/file" not in cashier.get(ONE)[1]
    pay(aided.books, 3)
    finish_again(aided)


def finish_again(aided: Office) -> None:
    """The line that was paid again goes to the bank in a file of its own."""
    officer, cashier = aided.browser("张三"), aided.browser("赵六")
    page = officer.get(ONE)[1]
    assert "已再付，待银行结果" in page
    assert f"{ONE}/settle" in page
    assert 'name="outcome_2"' in page
    assert 'name="outcome_1"' not in page
    assert f"{ONE}/repay" not in page
    page = cashier.get(ONE)[1]
    assert f"{ONE}/file" in page
    assert f"{ONE}/result" in page
    typed = {FORM_TOKEN: cashier.form_token}
    answer = cashier.client.post(f"{ONE}/file", data=typed)
    text = answer.content.decode("utf-8-sig")
    assert batching.card(2).number in text
    assert batching.card(1).number not in text
    rows = "序号,收款账号,金额,处理状态,失败原因\n"
    rows += f"{reference('B2026-1', 2, 2)},{batching.card(2).number},500.00,成功,"
    answer = cashier.client.post(
        f"{ONE}/result", data=typed, files={"result": ("再付.csv", rows.encode())}
    )
    assert answer.status_code == 303
    page = cashier.get(ONE)[1]
    assert "已付 1 笔" in page
    assert f"{ONE}/file" not in page
    assert f"{ONE}/settle" not in officer.get(ONE)[1]


def test_a_line_paid_again_is_settled_by_hand(aided: Office) -> None:
    batching.paid(aided.books)
    officer = aided.browser("张三")
    told = {"outcome_2": "failed", "reason_2": "户名不符", "rest": "1"}
    assert officer.post(f"{ONE}/settle", told) == (303, ONE)
    assert f"{ONE}/settle" not in officer.get(ONE)[1]
    pay(aided.books, 2)
    again = {"line": "2", "reason": "卡号核对无误"}
    assert officer.post(f"{ONE}/repay", again) == (303, ONE)
    pay(aided.books, 3)
    assert f"{ONE}/settle" in officer.get(ONE)[1]
    assert officer.post(f"{ONE}/settle", {"rest": "1"}) == (303, ONE)
    page = officer.get(ONE)[1]
    assert "已付 3 行，未付 0 行" in page
    assert f"{ONE}/settle" not in page
