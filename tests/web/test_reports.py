"""Reports on pages: who has which, shown in a frame, handed out, and refused."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import activity, signing
from app.web import jobs
from app.web.jobs import State
from app.web.report_rights import OPEN
from app.web.report_works import file_name
from ledger.database import reading
from reports import catalogue
from tests.server import Shelf
from tests.web.audit_office import audited
from tests.web.office import Office
from tests.web.test_jobs import over

REPORTS = "/units/U1/reports"
PROOF = "/units/U1/proof"


@pytest.fixture
def desks(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office that is audited, on both databases."""
    yield from audited(shelf, dialect, tmp_path)


@pytest.fixture
def one(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from audited(shelf, "sqlite", tmp_path)


# -- who has which ------------------------------------------------------------------


def test_whoever_may_only_look_has_no_report_of_single_people(one: Office) -> None:
    names = {report.name for report in catalogue.all_reports()}
    assert names > OPEN
    board, officer = one.browser("委员乙"), one.browser("张三")
    told = board.get(REPORTS)[1]
    for name in names:
        assert (f'{REPORTS}/{name}"' in told) is (name in OPEN)
        assert board.get(f"{REPORTS}/{name}")[0] == (200 if name in OPEN else 404)
    assert all(f'{REPORTS}/{name}"' in officer.get(REPORTS)[1] for name in names)
    assert officer.get(f"{REPORTS}/none")[0] == 404
    for to in ("show", "csv", "pdf"):
        typed = {"period": "2025", "to": to}
        assert board.post(f"{REPORTS}/voucher_print", typed)[0] == 404


# -- shown and handed out -----------------------------------------------------------


def test_a_report_is_shown_in_a_frame_of_its_own(desks: Office) -> None:
    browser = desks.browser("审计甲")
    typed = {"period": "2025", "to": "show"}
    status, to = browser.post(f"{REPORTS}/trial_balance", typed)
    assert (status, to) == (303, f"{REPORTS}/trial_balance?period=2025")
    page = browser.get(to)[1]
    source = f"{REPORTS}/trial_balance/preview?period=2025"
    assert f'<iframe class="paper" src="{source}"' in page
    answer = browser.client.get(source)
    assert "科目余额表" in answer.text
    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    with reading(desks.books.engine) as connection:
        log = activity.search(connection, "审计甲", None, None, "report")
    assert [entry.subject for entry in log] == ["trial_balance 2025 html"]


@pytest.mark.parametrize("form", ["html", "xlsx", "csv", "json"])
def test_a_short_report_is_handed_out_at_once(one: Office, form: str) -> None:
    browser = one.browser("张三")
    typed = {"form_token": browser.form_token, "period": "2025-01", "to": form}
    answer = browser.client.post(f"{REPORTS}/trial_balance", data=typed)
    assert answer.status_code == 200
    name = file_name("U1", "trial_balance", "2025-01", f".{form}")
    assert name in answer.headers["content-disposition"]
    if form == "xlsx":
        assert zipfile.is_zipfile(io.BytesIO(answer.content))
    else:
        assert "银行存款" in answer.text
    with reading(one.books.engine) as connection:
        log = activity.search(connection, "张三", None, None, "report")
    assert [entry.subject for entry in log] == [f"trial_balance 2025-01 .{form}"]


def test_a_pdf_is_drawn_up_in_the_background(desks: Office) -> None:
    browser = desks.browser("委员乙")
    typed = {"period": "2025", "to": "pdf"}
    status, path = browser.post(f"{REPORTS}/trial_balance", typed)
    assert status == 303
    job = over(desks, browser, path, "委员乙")
    assert job.state is State.DONE, job.said
    assert job.files == ("U1-trial_balance-2025.pdf",)
    assert job.files[0] in browser.get(path)[1]
    sent = browser.client.get(f"{path}/files/{job.files[0]}")
    assert sent.content.startswith(b"%PDF")
    assert sent.headers["content-type"] == "application/pdf"


@pytest.mark.parametrize("name", ["board_pack", "annual_audit"])
def test_a_period_that_is_not_over_is_refused_before_a_job(
    desks: Office, name: str
) -> None:
    browser = desks.browser("审计甲")
    typed = {"period": "2099", "to": "pdf"}
    status, page = browser.post(f"{REPORTS}/{name}", typed)
    assert status == 422
    assert "该期间到 2099-12-31 才结束" in page
    assert 'value="2099"' in page
    assert not jobs.jobs_of(desks.settings, "审计甲")


def test_a_matter_is_never_in_an_address(one: Office) -> None:
    browser = one.browser("经乙")
    typed = {"period": "2026", "subject": "J2026-1", "to": "show"}
    status, path = browser.post(f"{REPORTS}/audit_plan", typed)
    assert status == 303
    assert path.startswith("/jobs/")
    job = over(one, browser, path, "经乙")
    assert job.state is State.DONE, job.said
    page = browser.get(path)[1]
    name = "U1-audit_plan-2026.html"
    assert f'src="{path}/files/{name}"' in page
    framed = browser.client.get(f"{path}/files/{name}")
    assert "真实、合规、有效" in framed.text
    assert "sandbox" in framed.headers["content-security-policy"]
    as_file = browser.client.get(f"{path}/files/{name}?as=file")
    assert "attachment" in as_file.headers["content-disposition"]


def test_names_are_told_by_right_and_logged(one: Office) -> None:
    typed = {"period": "2025", "names": "yes", "to": "html"}
    viewer = one.browser("孙七")
    status, page = viewer.post(f"{REPORTS}/aid_statistics", typed)
    assert status == 422
    assert "您不能查看个人信息" in page
    browser = one.browser("张三")
    status, path = browser.post(f"{REPORTS}/aid_statistics", typed)
    assert status == 303
    over(one, browser, path, "张三")
    with reading(one.books.engine) as connection:
        log = activity.search(connection, "张三", None, None, "report.names")
    assert log[0].outcome == activity.DONE


# -- refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("trial_balance", {"period": "x", "to": "csv"}, "期间应写作"),
        ("trial_balance", {"period": "2025-Q1", "to": "pdf"}, "按年或按月"),
        ("account_ledger", {"period": "2025", "to": "csv"}, "科目"),
        ("trial_balance", {"period": "2025", "to": "exe"}, "格式"),
        ("account_ledger", {"period": "2025", "account": "9", "to": "csv"}, "9"),
    ],
)
def test_what_cannot_be_drawn_up_is_told_with_what_was_typed(
    one: Office, name: str, typed: dict[str, str], told: str
) -> None:
    status, page = one.browser("张三").post(f"{REPORTS}/{name}", typed)
    assert status == 422
    assert told in page
    assert f'value="{typed["period"]}"' in page


def test_a_refused_preview_tells_why_in_its_frame(one: Office) -> None:
    browser = one.browser("张三")
    query = "?period=2025&account=%3Cscript%3E"
    answer = browser.client.get(f"{REPORTS}/account_ledger/preview{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert browser.get(f"{REPORTS}/account_ledger?period=no")[0] == 422


# -- verification, digests and packages ---------------------------------------------


def test_a_digest_is_signed_and_held_against_the_books(desks: Office) -> None:
    browser = desks.browser("审计甲")
    status, page = browser.post(f"{PROOF}/digest", {"what": "digest"})
    assert status == 422
    assert "没有签名密钥" in page
    signing.add_signing_key(desks.settings)
    status, text = browser.post(f"{PROOF}/digest", {"what": "digest"})
    assert status == 200
    assert "帮扶资金账簿摘要单" in text
    answer = browser.client.post(
        f"{PROOF}/verify",
        data={"form_token": browser.form_token, "what": "verify"},
        files={"digest": ("digest.txt", text.encode())},
    )
    path = answer.headers["location"]
    job = over(desks, browser, path, "审计甲")
    assert job.state is State.DONE, job.said
    page = browser.get(browser.get(path)[1])[1]
    assert "全部与封存时一致" in page
    assert "一致：签发以来没有删改" in page


def test_what_was_changed_behind_our_back_is_told(one: Office) -> None:
    with one.books.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER vouchers_no_update")
        connection.exec_driver_sql("UPDATE vouchers SET summary = '改过'")
    browser = one.browser("委员乙")
    path = browser.post(f"{PROOF}/verify", {"what": "verify"})[1]
    assert over(one, browser, path, "委员乙").state is State.DONE
    page = browser.get(browser.get(path)[1])[1]
    assert "账簿与封存时不一致" in page
    assert "V1" in page


def test_a_package_is_written_and_logged_by_its_hash(desks: Office) -> None:
    browser = desks.browser("委员乙")
    typed = {"period": "2025", "edition": "masked"}
    status, path = browser.post(f"{PROOF}/package", typed)
    assert status == 303
    job = over(desks, browser, path, "委员乙")
    assert job.state is State.DONE, job.said
    sent = browser.client.get(f"{path}/files/{job.files[0]}").content
    with zipfile.ZipFile(io.BytesIO(sent)) as package:
        assert any(name.endswith("verify.py") for name in package.namelist())
    with reading(desks.books.engine) as connection:
        asked = activity.search(connection, "委员乙", None, None, "audit.export")
        written = activity.search(connection, "委员乙", None, None, "audit.package")
    assert [entry.subject for entry in asked] == ["2025 masked"]
    assert written[0].subject.startswith("2025 masked ")
    assert written[0].subject.split()[-1] in job.said


@pytest.mark.parametrize(
    ("person", "typed", "told"),
    [
        ("委员乙", {"edition": "full", "paper": "一号", "reason": "诉讼"}, "审计"),
        ("审计甲", {"edition": "full", "paper": "一号"}, "文号和理由"),
        ("审计甲", {"edition": "masked", "paper": "一号", "reason": "诉讼"}, "隐名版"),
        ("审计甲", {"edition": ""}, "隐名版还是完整版"),
        ("审计甲", {"edition": "masked", "period": "20"}, "期间"),
        (
            "审计甲",
            {"edition": "full", "paper": "11010519491231002X", "reason": "诉讼"},
            "个人号码",
        ),
    ],
)
def test_a_package_that_may_not_leave_is_not_begun(
    one: Office, person: str, typed: dict[str, str], told: str
) -> None:
    status, page = one.browser(person).post(
        f"{PROOF}/package", {"period": "2025"} | typed
    )
    assert status == 422
    assert told in page
    assert not jobs.jobs_of(one.settings, person)
