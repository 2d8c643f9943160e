"""Evidence books on pages: taken in by upload, looked at, checked, drilled into."""

import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app import activity
from app.web import jobs
from app.web.application import FORM_TOKEN
from app.web.jobs import Job
from app.web.jobs import State as JobState
from app.web.pages import evidence as pages
from audit import evidence
from audit.evidence import Intake
from ledger import registration
from ledger.database import reading, writing
from ledger.people import Grant
from tests import building
from tests.planted import planted, plants
from tests.server import Shelf
from tests.web.audit_office import audited
from tests.web.office import DESKS, SINCE, Browser, Office
from tests.web.test_jobs import PATIENCE, held, over

HERE = "/units/U1/evidence"


@pytest.fixture
def desks(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office that is audited, on both databases."""
    yield from audited(shelf, dialect, tmp_path)


@pytest.fixture
def one(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from audited(shelf, "sqlite", tmp_path)


def send(browser: Browser, files: Mapping[str, bytes], **typed: str) -> tuple[int, str]:
    """Send files with the form."""
    answer = browser.client.post(
        HERE,
        data={FORM_TOKEN: browser.form_token, **typed},
        files=[("files", (name, content)) for name, content in files.items()],
    )
    return answer.status_code, answer.headers.get("location", answer.text)


def faulty(folder: Path) -> dict[str, bytes]:
    """Books in which every fault is planted."""
    planted(1, plants()).write(folder)
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def kept(office: Office) -> list[Intake]:
    with reading(office.books.engine) as connection:
        return list(evidence.intakes(connection, "U1"))


def test_faulty_books_are_taken_in_as_one_intake(desks: Office, tmp_path: Path) -> None:
    browser = desks.browser("审计甲")
    files = faulty(tmp_path / "账套")
    status, at = send(browser, files, name="县账套")
    assert status == 303, at
    assert send(browser, files, name="县账套") == (303, at), "the same files"
    (intake,) = kept(desks)
    assert (intake.folder, intake.unit) == ("县账套", "U1")
    assert at == f"{HERE}/{intake.key}"
    page = browser.get(at)[1]
    for told in (intake.folder_hash, intake.rows_hash, "vouchers.csv"):
        assert told in page
    assert str(intake.key) in browser.client.get(f"{HERE}?as=csv").text
    assert browser.client.get(f"{at}?as=xlsx").status_code == 200
    assert browser.get(f"{HERE}/E2026-99")[0] == 404
    assert browser.get(f"{HERE}/x")[0] == 404


def test_checks_run_on_them_and_lead_to_their_vouchers(
    desks: Office, tmp_path: Path
) -> None:
    browser = desks.browser("审计甲")
    _, at = send(browser, faulty(tmp_path / "账套"))
    key = at.rpartition("/")[2]
    assert f'<option value="{key}"' in browser.get("/units/U1/checks")[1]
    typed = {"period": "2025", "evidence": key}
    wrong = browser.post("/units/U1/checks", typed | {"evidence": "E2000-1"})
    assert wrong[0] == 422
    assert "账中没有外来账套" in wrong[1]
    path = browser.post("/units/U1/checks", typed)[1]
    job = over(desks, browser, path, "审计甲")
    assert job.state is JobState.DONE, job.said
    to = f"/units/U1/checks/{job.key}"
    assert f'href="{at}"' in browser.get(to)[1]
    met = [row for row in job.read("results.json") if row["exceptions"]]
    pages = [browser.get(f"{to}/{row['key']}")[1] for row in met]
    whole = "".join(pages)
    assert "/vouchers/at/" not in whole
    assert "取用为审计发现" not in whole
    led = re.search(f'href="({at}/vouchers/[0-9]+)">([^<]+)<', whole)
    assert led
    status, page = browser.get(led[1])
    assert status == 200
    assert f"<dd>{led[2]}</dd>" in page, "the voucher that is called so in the file"
    with reading(desks.books.engine) as connection:
        told = activity.search(connection, "审计甲", None, None, "audit.run")
        looks = activity.search(connection, "审计甲", None, None, "evidence.look")
    assert f"{key} 2025" in [entry.subject for entry in told]
    assert [entry.subject for entry in looks] == [f"{key} {led[1].rpartition('/')[2]}"]


def test_exceptions_of_evidence_are_not_taken_over(one: Office, tmp_path: Path) -> None:
    """A finding rests on the unit's own books: its vouchers are not there."""
    browser = one.browser("经甲")
    _, at = send(browser, faulty(tmp_path / "账套"))
    typed = {"period": "2025", "evidence": at.rpartition("/")[2]}
    job = over(one, browser, browser.post("/units/U1/checks", typed)[1], "经甲")
    row = next(row for row in job.read("results.json") if row["exceptions"])
    title = job.read(f"findings-{row['key']}.json")[0]["title"]
    status, page = browser.post(
        f"/units/U1/checks/{job.key}/{row['key']}/take",
        {"engagement": "J2026-2", "title": title},
    )
    assert status == 422
    assert "外来账套的例外不能直接取用" in page


def test_what_is_no_books_is_refused_with_what_was_typed(one: Office) -> None:
    browser = one.browser("审计甲")
    good = {"vouchers.csv": b"unit,voucher\n"}
    for files, typed, why in (
        ({}, {}, "没有选择文件"),
        ({"a.pdf": b"%PDF"}, {}, "不是 CSV 或 XLSX"),
        ({"notes.csv": b"a,b\n1,2\n"}, {}, "没有可读的账套"),
        (good, {"name": "../etc"}, "名称不能用"),
        (good, {"name": "x" * 99}, "名称不能用"),
    ):
        status, page = send(browser, files, auditee="Z9", **typed)
        assert status == 422, why
        assert why in page
        assert 'value="Z9"' in page
    assert kept(one) == []
    assert one.browser("张三").get(HERE)[0] == 403


def test_an_unclear_auditee_is_asked_for(one: Office, tmp_path: Path) -> None:
    browser = one.browser("审计甲")
    status, page = send(browser, faulty(tmp_path / "账套"), auditee="无此单位")
    assert status == 422
    assert "账套中没有单位" in page
    assert 'value="无此单位"' in page


# -- much of it, in the background --------------------------------------------------


def logged(office: Office) -> list[tuple[str, str]]:
    """What the log has of books that were sent, by act and outcome."""
    with reading(office.books.engine) as connection:
        found = activity.search(connection, "审计甲", None, None, "audit.intake")
    return sorted((one.act, one.outcome) for one in found)


def loses_the_right(office: Office) -> None:
    """审计甲 may not audit any more."""
    ended = [
        Grant(person="审计甲", right=right, unit="U1", since=SINCE, until=building.DAY)
        for right in DESKS["审计甲"][0].rights
    ]
    with writing(office.books.engine) as connection:
        assert not registration.register_rights(connection, ended, building.ACT)


def ended(office: Office, key: str) -> Job:
    """A job after its end, whether or not its owner may still see it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        job = jobs.job_of(office.settings, key, "审计甲")
        if job.state.is_over:
            return job
        time.sleep(0.2)
    raise AssertionError(job)


def test_how_much_is_taken_in_at_once(one: Office, tmp_path: Path) -> None:
    browser, files = one.browser("审计甲"), faulty(tmp_path / "账套")
    room = pages.AT_ONCE_BYTES - sum(map(len, files.values()))
    status, at = send(browser, files | {"note.csv": b"a" * room})
    assert (status, at.rpartition("/")[0]) == (303, HERE)
    status, to = send(browser, files | {"note.csv": b"a" * (room + 1)})
    assert (status, to.rpartition("/")[0]) == (303, "/jobs")
    assert over(one, browser, to, "审计甲").state is JobState.DONE
    assert len(kept(one)) == 2


def test_much_goes_to_a_job_that_leads_to_its_intake(
    desks: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "AT_ONCE_BYTES", 10)
    browser, files = desks.browser("审计甲"), faulty(tmp_path / "账套")
    sent = [send(browser, files, name="县账套", once=f"n{n}") for n in range(2)]
    assert send(browser, files, name="县账套", once="n0") == sent[0], "one form"
    found = [over(desks, browser, to, "审计甲") for _, to in sent]
    assert [job.state for job in found] == [JobState.DONE] * 2
    (intake,) = kept(desks)
    assert (intake.folder, intake.person) == ("县账套", "审计甲")
    at = f"{HERE}/{intake.key}"
    for job, (status, to) in zip(found, sent, strict=True):
        assert (status, browser.get(to)) == (303, (303, at))
        assert job.said in browser.get(at)[1]
        assert not (job.folder / jobs.GIVEN).exists()
    assert sorted("没有改动" in job.said for job in found) == [False, True]
    begun, done = ("audit.intake.begin", "done"), ("audit.intake", "done")
    assert logged(desks) == [done, done, begun, begun]
    with reading(desks.books.engine) as connection:
        log = activity.search(connection, "审计甲", None, None, "audit.intake")
    taken = [entry.at for entry in log if entry.act == "audit.intake"]
    assert intake.taken_at in taken, "logged in the transaction that records"


def test_much_that_is_refused_is_told_and_what_was_typed_is_there(
    one: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "AT_ONCE_BYTES", 10)
    browser, files = one.browser("审计甲"), faulty(tmp_path / "账套")
    typed = {"name": "县账套", "auditee": "无此单位"}
    to = send(browser, files, **typed)[1]
    job = over(one, browser, to, "审计甲")
    assert job.state is JobState.REFUSED
    assert not (job.folder / jobs.GIVEN).exists()
    page = browser.get(to)[1]
    assert "账套中没有单位“无此单位”" in page
    back = f"{HERE}?job={job.key}"
    assert f'href="{back}"' in page
    for text in typed.values():
        assert f'value="{text}"' in browser.get(back)[1]
        assert f'value="{text}"' not in browser.get(HERE)[1]
        assert f'value="{text}"' not in one.browser("经甲").get(back)[1], "its owner's"
    assert kept(one) == []
    begin = "audit.intake.begin"
    assert logged(one) == [(begin, "done"), (begin, "refused")]
    status, page = send(browser, files, name="../etc", auditee="Z9")
    assert status == 422, "what can be told at once is"
    assert 'value="Z9"' in page


def test_who_may_not_any_more_when_the_job_runs_is_refused(
    desks: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "AT_ONCE_BYTES", 10)
    browser, files = desks.browser("审计甲"), faulty(tmp_path / "账套")
    first, second = jobs.slots(jobs.work_folder(desks.settings))
    with held(first), held(second):
        to = send(browser, files)[1]
        loses_the_right(desks)
    job = ended(desks, to.rpartition("/")[2])
    assert job.state is JobState.REFUSED
    assert "审计" in job.said
    assert kept(desks) == []
    assert browser.get(to)[0] == 404
