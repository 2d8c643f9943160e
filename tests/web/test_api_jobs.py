"""Long work through the JSON half: begun, watched, fetched; and whose it is."""

import io
import time
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from app import activity, signing
from app.web import jobs
from app.web.application import API
from audit.finding_reading import finding_of
from ledger.database import reading
from tests.server import Shelf
from tests.web.audit_office import audited
from tests.web.office import Office
from tests.web.programs import Program, program
from tests.web.test_jobs import PATIENCE, held, laid

CHECKS = "/units/U1/checks"


@pytest.fixture
def desks(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office that is audited, on both databases."""
    yield from audited(shelf, dialect, tmp_path)


@pytest.fixture
def one(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from audited(shelf, "sqlite", tmp_path)


def over(program_: Program, answer: tuple[int, Any]) -> dict[str, Any]:
    """A job that was begun, after it came to its end."""
    status, begun = answer
    assert status == 202, begun
    address, until = begun["address"].removeprefix(API), time.monotonic() + PATIENCE
    while time.monotonic() < until:
        told: dict[str, Any] = program_.get(address)[1]
        if told["state"] != "running":
            return told
        time.sleep(0.2)
    raise AssertionError(told)


def test_checks_run_in_a_job_and_become_a_finding(desks: Office) -> None:
    looker, leader = program(desks, "经甲", writes=False), program(desks, "经甲")
    assert leader.post(CHECKS, {"period": "2025", "check": "none"})[0] == 404
    assert leader.post(CHECKS, {"period": "20x5"})[0] == 422
    begun = looker.post(CHECKS, {"period": "2025"}, key="checks")
    assert looker.post(CHECKS, {"period": "2025"}, key="checks") == begun
    job = over(looker, begun)
    assert (job["state"], job["act"]) == ("done", "audit.run"), job["said"]
    _, run = looker.get(job["result"].removeprefix(API))
    assert run["period"] == "2025"
    met = [row for row in run["results"] if row["exceptions"]]
    assert "T38" in {row["key"] for row in run["results"]}
    at = f"{CHECKS}/{job['key']}"
    for row in met:
        _, page = looker.get(f"{at}/{row['key']}", limit=1)
        assert page["count"] == row["exceptions"]
        assert (page["next"] is None) == (page["count"] <= 1)
        (first,) = page["exceptions"]
        if not first["lead"]:
            break
    assert looker.get(f"{at}/NONE")[0] == 404
    taken = {"engagement": "J2026-2", "title": first["title"]}
    take = f"{at}/{row['key']}/take"
    assert looker.post(take, taken)[0] == 403
    assert leader.post(take, taken | {"title": "无"})[0] == 422
    assert over(leader, leader.post(take, taken))["state"] == "done"
    with reading(desks.books.engine) as connection:
        finding = finding_of(connection, "U1", "J2026-2", 1)
        told = activity.search(connection, "经甲", None, None, "audit.run")
    assert finding.title == first["title"]
    assert [entry.subject for entry in told] == ["2025"]


def test_what_was_sealed_is_recomputed_signed_and_handed_out(desks: Office) -> None:
    auditor = program(desks, "审计甲")
    assert auditor.post("/units/U1/digest")[0] == 422, "no key signs yet"
    signing.add_signing_key(desks.settings)
    status, digest = auditor.post("/units/U1/digest")
    assert status == 200
    verify = "/units/U1/integrity"
    job = over(auditor, auditor.post(verify, {"digest": digest["text"]}))
    _, told = auditor.get(job["result"].removeprefix(API))
    assert told["ok"], told
    assert [unit["unit"] for unit in told["units"]] == ["U1"]
    assert [held_["holds"] for held_ in told["held"]] == [True]
    assert auditor.post(verify, {"digest": "not a digest"})[0] == 422
    packages = "/units/U1/packages"
    full = {"period": "2025", "edition": "full"}
    assert auditor.post(packages, full)[0] == 422, "no request is named"
    viewer = program(desks, "孙七")
    asked = full | {"paper": "某审函1号", "reason": "移送"}
    assert viewer.post(packages, asked)[0] == 422
    job = over(viewer, viewer.post(packages, {"period": "2025", "edition": "masked"}))
    (name,) = job["files"]
    sent = viewer.fetch(f"/jobs/{job['key']}/files/{name}")
    assert sent.headers["content-type"] == "application/zip"
    assert zipfile.is_zipfile(io.BytesIO(sent.content))
    assert viewer.get(f"/jobs/{job['key']}/files/none")[0] == 404


def test_a_report_of_any_form_is_drawn_up_in_a_job(desks: Office) -> None:
    board = program(desks, "委员乙", writes=False)
    at = "/units/U1/reports/trial_balance"
    job = over(board, board.post(at, {"period": "2025", "form": "pdf"}))
    assert job["files"] == ["U1-trial_balance-2025.pdf"], job
    path = f"/jobs/{job['key']}/files/{job['files'][0]}"
    assert board.fetch(path).content.startswith(b"%PDF")
    assert board.fetch(path).status_code == 200, "it is handed out again"
    assert board.post(at, {"period": "2025", "form": "doc"})[0] == 422
    viewer = program(desks, "孙七")
    named = {"period": "2025", "form": "html", "names": True}
    assert viewer.post(at, named)[0] == 422, "it names nobody"
    assert viewer.post("/units/U1/reports/donation_list", named)[0] == 403
    team = program(desks, "经乙")
    asked = {"period": "2026", "form": "html", "subject": "J2026-1"}
    job = over(team, team.post("/units/U1/reports/audit_plan", asked))
    assert job["state"] == "done", job["said"]
    with reading(desks.books.engine) as connection:
        told = activity.search(connection, "经乙", None, None, "report")
    assert told[0].subject == "audit_plan 2026 .html J2026-1"


def test_a_job_is_its_owners_alone_and_within_reach_of_the_token(one: Office) -> None:
    key = laid(one.settings).name
    auditor = program(one, "审计甲")
    assert [job["key"] for job in auditor.get("/jobs")[1]["jobs"]] == [key]
    assert auditor.get("/jobs", unit="U2")[1] == {"jobs": []}
    assert auditor.get(f"/jobs/{key}")[1]["state"] == "broken"
    assert auditor.get(f"{CHECKS}/{key}")[0] == 404, "it is not done"
    for other in (program(one, "李四"), program(one, "审计甲", unit="U2")):
        assert other.get(f"/jobs/{key}")[0] == 404
        assert other.get("/jobs")[1] == {"jobs": []}
        assert other.post(f"/jobs/{key}/stop")[0] == 404
    for wrong in ("x", "..~1..", "0" * 32):
        assert auditor.get(f"/jobs/{wrong}")[0] == 404


def test_a_job_is_stopped_and_too_many_are_not_begun(one: Office) -> None:
    auditor = program(one, "审计甲", writes=False)
    folders = [laid(one.settings) for _ in range(jobs.UNFINISHED)]
    with held(folders[0] / "lock"), held(folders[1] / "lock"):
        status, job = auditor.post(f"/jobs/{folders[0].name}/stop")
        assert (status, job["state"]) == (200, "running")
        assert jobs.is_to_stop(folders[0])
        with ExitStack() as stack:
            for folder in folders[2:]:
                stack.enter_context(held(folder / "lock"))
            status, told = auditor.post(CHECKS, {"period": "2025"})
    assert (status, told["type"]) == (422, "urn:bangfu:problem:refused")
