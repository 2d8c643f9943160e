"""Work in the background: who sees it, what it comes to, and what becomes of it."""

import datetime as dt
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app import activity
from app.clock import now
from app.settings import Settings
from app.web import job_process, jobs
from app.web.jobs import Asked, Job, JobRefused, State
from ledger.database import reading, writing
from ledger.errors import NotFound
from ledger.people import Act, Right
from ledger.periods import parse_span
from tests.server import Shelf
from tests.web.audit_office import audited, come_to_fieldwork
from tests.web.office import Browser, Office

PATIENCE = 120


@pytest.fixture
def desks(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office that is audited, on both databases."""
    yield from audited(shelf, dialect, tmp_path)


@pytest.fixture
def one(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from audited(shelf, "sqlite", tmp_path)


def over(office: Office, browser: Browser, path: str, person: str) -> Job:
    """A job after it came to its end."""
    key, until = path.rsplit("/", 1)[1], time.monotonic() + PATIENCE
    while time.monotonic() < until:
        told = json.loads(browser.get(f"/jobs/{key}/progress")[1])
        if told["over"]:
            return jobs.job_of(office.settings, key, person)
        time.sleep(0.2)
    raise AssertionError(told)


def last_is_logged(office: Office, kind: str) -> bool:
    """Whether the log tells who made the last record of a kind, at that instant."""
    (made,) = office.books.rows(
        "SELECT person, recorded_at FROM records"
        f" WHERE kind = '{kind}' ORDER BY recorded_at DESC LIMIT 1"
    )
    return made in office.books.rows(
        "SELECT person, at FROM operations WHERE outcome = 'done'"
    )


def asked(work: str = "audit_works:checks") -> Asked:
    return Asked(
        work=work,
        title="审计检查",
        unit="U1",
        act="audit.run",
        rights=(Right.AUDIT,),
        back="/units/U1/checks",
        typed={"period": "2025"},
    )


def laid(
    settings: Settings, work: str = "audit_works:checks", person: str = "审计甲"
) -> Path:
    """The folder of a job whose process was never begun."""
    folder = jobs.work_folder(settings) / jobs.new_key()
    folder.mkdir()
    told = {
        "work": work,
        "title": "审计检查",
        "unit": "U1",
        "act": "audit.run",
        "rights": ["audit"],
        "back": "/units/U1/checks",
        "typed": {},
    }
    kept = {"person": person, "begun_at": Act("", now()).stamp, "asked": told}
    jobs.write_whole(folder / "job.json", kept)
    return folder


@contextmanager
def held(path: Path) -> Iterator[None]:
    """A lock that a process holds."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# -- checks, from the form to the voucher -------------------------------------------


def test_checks_run_in_the_background_and_lead_to_vouchers(desks: Office) -> None:
    browser = desks.browser("审计甲")
    assert browser.get("/units/U1/checks")[0] == 200
    typed = {"period": "2025", "once": "c" * 24}
    status, path = browser.post("/units/U1/checks", typed)
    assert status == 303
    assert browser.post("/units/U1/checks", typed) == (303, path)
    job = over(desks, browser, path, "审计甲")
    assert job.state is State.DONE, job.said
    status, to = browser.get(path)
    assert (status, to) == (303, f"/units/U1/checks/{job.key}")
    page = browser.get(to)[1]
    for told in ("未执行的原因", "记账凭证（张）", "T38"):
        assert told in page
    met = [row for row in job.read("results.json") if row["exceptions"]]
    assert met
    shown = [browser.get(f"{to}/{row['key']}")[1] for row in met]
    assert any("/units/U1/vouchers/at/" in one for one in shown)
    assert "T38" in browser.client.get(f"{to}?as=csv").text
    assert browser.get(f"{to}/NONE")[0] == 404
    with reading(desks.books.engine) as connection:
        told = activity.search(connection, "审计甲", None, None, "audit.run")
    assert [(entry.subject, entry.outcome) for entry in told] == [("2025", "done")]


def test_a_period_that_is_none_is_refused_with_what_was_typed(one: Office) -> None:
    status, page = one.browser("审计甲").post("/units/U1/checks", {"period": "20x5"})
    assert status == 422
    assert 'value="20x5"' in page
    assert not jobs.jobs_of(one.settings, "审计甲")


def test_exceptions_of_other_days_are_not_offered_to_an_engagement(one: Office) -> None:
    with writing(one.books.engine) as connection:
        come_to_fieldwork(connection, "J2026-3", span=parse_span("2025-01"))
    browser = one.browser("经甲")
    path = browser.post("/units/U1/checks", {"period": "2025"})[1]
    job = over(one, browser, path, "经甲")
    key = next(row["key"] for row in job.read("results.json") if row["exceptions"])
    page = browser.get(f"/units/U1/checks/{job.key}/{key}")[1]
    assert 'value="J2026-2"' in page
    assert 'value="J2026-3"' not in page


def test_exceptions_are_taken_over_as_a_finding(one: Office) -> None:
    browser = one.browser("经甲")
    path = browser.post("/units/U1/checks", {"period": "2025"})[1]
    job = over(one, browser, path, "经甲")
    row = next(
        row
        for row in job.read("results.json")
        if row["exceptions"] and not job.read(f"findings-{row['key']}.json")[0]["lead"]
    )
    at = f"/units/U1/checks/{job.key}/{row['key']}"
    title = job.read(f"findings-{row['key']}.json")[0]["title"]
    typed = {"engagement": "J2026-2", "title": title}
    status, page = browser.post(f"{at}/take", {"engagement": "J2026-2", "title": "无"})
    assert status == 422
    assert "没有写明" in page
    status, path = browser.post(f"{at}/take", typed)
    assert status == 303
    done = over(one, browser, path, "经甲")
    assert done.state is State.DONE, done.said
    assert title in browser.get("/units/U1/engagements/J2026-2")[1]
    assert last_is_logged(one, "audit_findings")
    again = browser.post(f"{at}/take", typed)[1]
    refused = over(one, browser, again, "经甲")
    assert refused.state is State.REFUSED
    assert "已取用" in browser.get(again)[1]


# -- who sees it --------------------------------------------------------------------


def test_a_job_is_its_owners_alone(one: Office) -> None:
    folder = laid(one.settings)
    own, other = one.browser("审计甲"), one.browser("经甲")
    for path in ("", "/progress", "/files/x.pdf"):
        assert other.get(f"/jobs/{folder.name}{path}")[0] == 404
    assert other.post(f"/jobs/{folder.name}/stop")[0] == 404
    assert folder.name in own.get("/jobs")[1]
    assert folder.name not in other.get("/jobs")[1]
    with pytest.raises(NotFound):
        jobs.job_of(one.settings, "../" + folder.name, "审计甲")


def test_whoever_lost_the_right_does_not_see_what_came_of_it(one: Office) -> None:
    folder = laid(one.settings)
    told = json.loads((folder / "job.json").read_text())
    told["asked"]["rights"] = ["post"]
    jobs.write_whole(folder / "job.json", told)
    jobs.end(folder, State.DONE, files=["x.txt"])
    (folder / "x.txt").write_text("x")
    browser = one.browser("审计甲")
    assert browser.get(f"/jobs/{folder.name}")[0] == 404
    assert browser.get(f"/jobs/{folder.name}/files/x.txt")[0] == 404


def test_a_file_is_handed_out_again_and_again_and_no_other(one: Office) -> None:
    folder = laid(one.settings)
    (folder / "x.txt").write_text("here")
    jobs.end(folder, State.DONE, files=["x.txt"])
    browser = one.browser("审计甲")
    for _ in range(2):
        assert browser.get(f"/jobs/{folder.name}/files/x.txt") == (200, "here")
    assert browser.get(f"/jobs/{folder.name}/files/job.json")[0] == 404
    assert browser.get(f"/jobs/{folder.name}/files/..%2Fjob.json")[0] == 404


# -- what becomes of it -------------------------------------------------------------


def test_a_job_whose_process_died_is_told_so(one: Office) -> None:
    folder = laid(one.settings)
    page = one.browser("审计甲").get(f"/jobs/{folder.name}")[1]
    assert "已中断" in page
    assert "jobs.js" not in page


def test_a_process_that_is_killed_is_told_so(one: Office) -> None:
    browser = one.browser("审计甲")
    first, second = jobs.slots(jobs.work_folder(one.settings))
    with held(first), held(second):
        path = browser.post("/units/U1/checks", {"period": "2025"})[1]
        job = jobs.job_of(one.settings, path.rsplit("/", 1)[1], "审计甲")
        until = time.monotonic() + PATIENCE
        while "等候" not in browser.get(path)[1] and time.monotonic() < until:
            time.sleep(0.2)
        os.kill(int((job.folder / "pid").read_text()), signal.SIGKILL)
        assert over(one, browser, path, "审计甲").state is State.BROKEN
    assert "已中断" in browser.get(path)[1]
    assert browser.get(f"/units/U1/checks/{job.key}")[0] == 404


def test_a_job_waits_for_its_turn_and_is_stopped(one: Office) -> None:
    browser = one.browser("审计甲")
    root = jobs.work_folder(one.settings)
    first, second = jobs.slots(root)
    with held(first), held(second):
        path = browser.post("/units/U1/checks", {"period": "2025"})[1]
        until = time.monotonic() + PATIENCE
        while "等候" not in browser.get(path)[1] and time.monotonic() < until:
            time.sleep(0.2)
        page = browser.get(path)[1]
        assert "等候其他作业" in page
        assert "jobs.js" in page
        assert browser.post(f"{path}/stop") == (303, path)
        job = over(one, browser, path, "审计甲")
    assert job.state is State.STOPPED
    assert "已停止" in browser.get(path)[1]


def test_a_fault_is_told_with_a_number_and_nothing_of_what_was_typed(
    one: Office, caplog: pytest.LogCaptureFixture
) -> None:
    folder = laid(one.settings)
    job_process.run(one.settings, folder)
    page = one.browser("审计甲").get(f"/jobs/{folder.name}")[1]
    assert "程序出错" in page
    assert "KeyError" in caplog.text
    assert "period" not in caplog.text


def test_a_refused_job_says_why_and_is_logged(one: Office) -> None:
    folder = laid(one.settings, "report_works:report")
    told = json.loads((folder / "job.json").read_text())
    told["asked"]["typed"] = {"name": "none", "period": "2025", "format": "html"}
    jobs.write_whole(folder / "job.json", told)
    job_process.run(one.settings, folder)
    job = jobs.job_of(one.settings, folder.name, "审计甲")
    assert job.state is State.REFUSED
    with reading(one.books.engine) as connection:
        log = activity.search(connection, "审计甲", None, None, "audit.run")
    assert [entry.outcome for entry in log] == [activity.REFUSED]


def test_one_person_has_so_many_jobs_under_way(one: Office) -> None:
    held_open = []
    for _ in range(jobs.UNFINISHED):
        folder = laid(one.settings)
        context = held(folder / "lock")
        context.__enter__()
        held_open.append(context)
    with pytest.raises(JobRefused, match="正在办理"):
        jobs.demand_room(one.settings, "审计甲")
    status, page = one.browser("审计甲").post("/units/U1/checks", {"period": "2025"})
    assert status == 422
    assert "正在办理" in page
    jobs.demand_room(one.settings, "经甲")
    for context in held_open:
        context.__exit__(None, None, None)


def test_what_was_kept_long_enough_is_removed(one: Office) -> None:
    old, new, alive = (laid(one.settings) for _ in range(3))
    before = time.time() - jobs.KEPT.total_seconds() - 10
    for folder in (old, alive):
        os.utime(folder, (before, before))
    with held(alive / "lock"):
        os.utime(alive, (before, before))
        jobs.sweep(old.parent, now())
    assert [folder.exists() for folder in (old, new, alive)] == [False, True, True]


def test_nobody_is_shown_what_is_too_old(one: Office) -> None:
    folder = laid(one.settings)
    told = json.loads((folder / "job.json").read_text())
    told["begun_at"] = Act("", now() - jobs.KEPT - dt.timedelta(seconds=1)).stamp
    jobs.write_whole(folder / "job.json", told)
    assert jobs.jobs_of(one.settings, "审计甲") == []
    with pytest.raises(NotFound):
        jobs.job_of(one.settings, folder.name, "审计甲")


def test_how_far_it_is_is_told_a_few_times_in_a_second(tmp_path: Path) -> None:
    tell = job_process.teller(tmp_path)
    for done in range(1_000):
        tell("执行检查", done, 1_000)
    assert json.loads((tmp_path / "progress.json").read_text())["done"] < 999
    tell("执行检查", 1_000, 1_000)
    assert json.loads((tmp_path / "progress.json").read_text())["done"] == 1_000
    (tmp_path / "stop").touch()
    with pytest.raises(job_process.Stopped):
        tell("写出", 0, 0)


# -- where it lies ------------------------------------------------------------------


def test_the_work_folder_is_the_offices_own(tmp_path: Path) -> None:
    beside = Settings(database=f"sqlite:///{tmp_path}/books.db")
    assert jobs.work_folder(beside) == tmp_path / "books.db.work"
    assert (tmp_path / "books.db.work").stat().st_mode & 0o777 == 0o700
    server = Settings(database=f"postgresql://server/{tmp_path.name}")
    found = jobs.work_folder(server)
    assert found.stat().st_mode & 0o777 == 0o700
    assert found == jobs.work_folder(server)
    found.rmdir()
    (tmp_path / "file").touch()
    for wrong in (tmp_path / "file", tmp_path / "none" / "deeper"):
        with pytest.raises(JobRefused):
            jobs.work_folder(replace(beside, work=wrong))


def test_settings_reach_the_process_without_the_secret() -> None:
    given = Settings(database="sqlite:///x.db", keys=Path("/k"), secret="geheim")  # noqa: S106
    plain = jobs.plain_of(given)
    assert "geheim" not in json.dumps(plain)
    assert jobs.settings_of(plain) == replace(given, secret="")


def test_a_job_is_begun_by_its_key(one: Office) -> None:
    key = jobs.new_key()
    act = Act("审计甲", now())
    jobs.begin(one.settings, key, asked(), act)
    with pytest.raises(JobRefused):
        jobs.begin(one.settings, key, asked(), act)
    browser = one.browser("审计甲")
    assert over(one, browser, f"/jobs/{key}", "审计甲").state is State.DONE
