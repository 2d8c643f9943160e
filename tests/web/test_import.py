"""Import by upload: all of it, or every fault beside its row."""

import io
import zipfile
from collections.abc import Sequence

import pytest

from app import activity
from app.web import jobs
from app.web.books_files import FILES_MOST
from app.web.pages import books_import
from ledger.database import reading
from tests.web.office import Browser, Office
from tests.web.test_jobs import over

HEAD = "unit,voucher,date,summary,preparer,reviewer,account,fund,debit,credit\n"
GOOD = (
    HEAD
    + "U1,v1,2025-01-20,利息,张三,李四,102,F1,12.00,\n"
    + "U1,v1,2025-01-20,利息,张三,李四,408,F1,,12.00\n"
)
File = tuple[str, bytes]


def sent(browser: Browser, *files: File, do: str = "import") -> tuple[int, str]:
    given = [("files", one) for one in files]
    data = {"form_token": browser.form_token, "do": do}
    answer = browser.client.post("/import", data=data, files=given)
    return answer.status_code, answer.headers.get("location", answer.text)


def vouchers(office: Office) -> int:
    return int(office.books.one("SELECT count(*) FROM vouchers"))


def test_sheets_come_in_once(office: Office) -> None:
    browser = office.browser("李四")
    assert "/import" in browser.get("/")[1]
    file = ("vouchers.csv", GOOD.encode())
    status, page = sent(browser, file)
    assert status == 200
    assert "已导入" in page
    assert vouchers(office) == 1
    assert sent(browser, file)[0] == 200
    assert vouchers(office) == 1
    with reading(office.books.engine) as connection:
        told = activity.search(connection, "李四", None, None, "books.import")
    assert [one.outcome for one in told] == ["done", "done"]


def test_faults_are_told_beside_their_rows(lite: Office) -> None:
    browser = lite.browser("李四")
    wrong = GOOD.replace("408", "<script>").replace("12.00,\n", "十二,\n", 1)
    status, page = sent(browser, ("vouchers.csv", wrong.encode()))
    assert status == 422
    assert "debit=十二" in page
    assert "<script>" not in page.replace('<script src="', "")
    assert "vouchers.csv" in page
    assert "账簿未作任何改动" in page
    assert vouchers(lite) == 0
    with reading(lite.books.engine) as connection:
        told = activity.search(connection, "李四", None, None, "books.import")
    assert [one.outcome for one in told] == ["refused"]


@pytest.mark.parametrize("how", ["check", "import"])
@pytest.mark.parametrize("faulty", [False, True], ids=["whole", "faulty"])
def test_much_is_taken_in_in_the_background(
    office: Office, monkeypatch: pytest.MonkeyPatch, how: str, *, faulty: bool
) -> None:
    monkeypatch.setattr(books_import, "AT_ONCE_BYTES", 10)
    text = GOOD.replace("408", "999") if faulty else GOOD
    browser = office.browser("李四")
    status, to = sent(browser, ("vouchers.csv", text.encode()), do=how)
    assert status == 303
    job = over(office, browser, to, "李四")
    assert job.state is jobs.State.DONE, job.said
    assert not (job.folder / jobs.GIVEN).exists()
    assert browser.get(to) == (303, f"/import/{job.key}")
    status, page = browser.get(f"/import/{job.key}")
    assert status == 200
    if faulty:
        assert "account=999" in page
    else:
        assert ("没有发现错误" if how == "check" else "已导入") in page
    assert vouchers(office) == int(how == "import" and not faulty)
    with reading(office.books.engine) as connection:
        told = activity.search(connection, "李四", None, None, "books.import")
    assert [one.outcome for one in told] == (
        [] if how == "check" else ["refused" if faulty else "done"]
    )
    assert office.browser("张三").get(f"/import/{job.key}")[0] == 404


def test_a_job_of_another_kind_is_no_import(lite: Office) -> None:
    assert lite.browser("李四").get(f"/import/{'0' * 32}")[0] == 404


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * (50 << 20))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ([], "没有选择文件"),
        ([("vouchers.exe", b"MZ")], "不是 CSV 或 XLSX"),
        ([("vouchers.xlsx", b"no workbook")], "XLSX"),
        ([("vouchers.xlsx", bomb())], "XLSX"),
        ([("what.csv", b"a,b\n")], "不认识这个文件"),
        ([(".csv.csv", b"a,b\n")], "名称不能用"),
        ([("../vouchers.csv", b"a,b\n"), ("vouchers.csv", b"a\n")], "选了两次"),
        ([(f"{n}.csv", b"a\n") for n in range(FILES_MOST + 1)], "一次最多"),
        ([("vouchers.csv", b"\xff\xfe\x00\x81\n")], "编码"),
    ],
)
def test_unfit_files_are_refused_with_words(
    lite: Office, files: Sequence[File], word: str
) -> None:
    status, page = sent(lite.browser("李四"), *files)
    assert status == 422
    assert word in page
    assert vouchers(lite) == 0


def test_who_may_not_post_there_imports_nothing(lite: Office) -> None:
    elsewhere = GOOD.replace("U1,", "U2,")
    status, page = sent(lite.browser("李四"), ("vouchers.csv", elsewhere.encode()))
    assert status == 422
    assert 'role="alert"' in page
    assert vouchers(lite) == 0
    assert "/import" not in lite.browser("赵六").get("/")[1]
    assert lite.browser("赵六").get("/import")[0] == 403


def test_who_prepares_may_rehearse(office: Office) -> None:
    browser = office.browser("张三")
    file = ("vouchers.csv", GOOD.encode())
    assert 'value="import"' not in browser.get("/import")[1]
    status, page = sent(browser, file, do="check")
    assert status == 200
    assert "没有发现错误" in page
    assert vouchers(office) == 0
    wrong = ("vouchers.csv", GOOD.replace("408", "999").encode())
    status, page = sent(browser, wrong, do="check")
    assert status == 422
    assert "account=999" in page
    assert sent(browser, file)[0] == 422
    assert vouchers(office) == 0
    assert sent(office.browser("李四"), file)[0] == 200
    assert vouchers(office) == 1
