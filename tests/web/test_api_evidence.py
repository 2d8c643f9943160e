"""Evidence books through the JSON half: taken in, looked at, checked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import activity
from app.web import jobs
from app.web.api import taking_evidence
from app.web.application import API
from ledger.database import reading
from tests.server import Shelf
from tests.web.audit_office import audited
from tests.web.office import Office
from tests.web.programs import file, program
from tests.web.test_api_jobs import over
from tests.web.test_evidence import ended, faulty, kept, loses_the_right
from tests.web.test_jobs import held

HERE = "/units/U1/evidence"


@pytest.fixture
def desks(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Office]:
    """An office that is audited, on both databases."""
    yield from audited(shelf, dialect, tmp_path)


@pytest.fixture
def one(shelf: Shelf, tmp_path: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from audited(shelf, "sqlite", tmp_path)


def sheets(folder: Path) -> list[dict[str, str]]:
    """Books in which every fault is planted, as they are sent."""
    return [file(name, content) for name, content in faulty(folder).items()]


def test_faulty_books_are_taken_in_as_one_intake(desks: Office, tmp_path: Path) -> None:
    auditor = program(desks, "审计甲")
    sent: dict[str, Any] = {"files": sheets(tmp_path / "账套"), "name": "县账套"}
    status, told = auditor.post(HERE, sent, key="books")
    assert (status, told["already"], told["name"]) == (201, False, "县账套")
    assert auditor.post(HERE, sent, key="books") == (status, told)
    assert auditor.post(HERE, sent)[1] == told | {"already": True}
    (intake,) = kept(desks)
    assert (told["key"], told["rows_hash"]) == (str(intake.key), intake.rows_hash)
    assert [each["key"] for each in auditor.get(HERE)[1]["evidence"]] == [told["key"]]
    at = f"{HERE}/{told['key']}"
    _, whole = auditor.get(at)
    assert whole["intake"] == told
    assert len(whole["files"]) == told["files"]
    assert len(whole["unread"]) == told["unread"] > 0
    assert auditor.get(f"{HERE}/E2026-99")[0] == 404
    assert auditor.get(f"{at}/vouchers/99999")[0] == 404
    status, voucher = auditor.get(f"{at}/vouchers/1")
    assert (status, voucher["place"]) == (200, 1)
    assert voucher["postings"][0]["account"]
    with reading(desks.books.engine) as connection:
        looks = activity.search(connection, "审计甲", None, None, "evidence.look")
    assert [entry.subject for entry in looks] == [f"{told['key']} 1"]


def test_checks_run_on_them_and_nothing_is_taken_over(
    one: Office, tmp_path: Path
) -> None:
    auditor = program(one, "经甲")
    _, intake = auditor.post(HERE, {"files": sheets(tmp_path / "账套")})
    asked = {"period": "2025", "evidence": intake["key"]}
    wrong = auditor.post("/units/U1/checks", asked | {"evidence": "E2000-1"})
    assert wrong[0] == 404
    job = over(auditor, auditor.post("/units/U1/checks", asked))
    assert job["state"] == "done", job["said"]
    at = job["result"].removeprefix(API)
    _, run = auditor.get(at)
    assert run["evidence"] == intake["key"]
    met = [row["key"] for row in run["results"] if row["exceptions"]]
    led = [
        (check, exception["title"], place)
        for check in met
        for exception in auditor.get(f"{at}/{check}")[1]["exceptions"]
        for place in exception["positions"]
        if place
    ]
    check, title, place = led[0]
    assert auditor.get(f"{HERE}/{intake['key']}/vouchers/{place}")[0] == 200
    taken = {"engagement": "J2026-2", "title": title}
    status, told = auditor.post(f"{at}/{check}/take", taken)
    assert (status, "不能直接取用" in told["detail"]) == (422, True)


def test_what_is_no_books_is_refused(one: Office, tmp_path: Path) -> None:
    auditor = program(one, "审计甲")
    good = [file("vouchers.csv", b"unit,voucher\n")]
    for wrong in (
        {"files": []},
        {"files": [file("a.pdf", b"%PDF")]},
        {"files": [file("notes.csv", b"a,b\n1,2\n")]},
        {"files": good, "name": "../etc"},
        {"files": good, "name": "x" * 99},
    ):
        assert auditor.post(HERE, wrong)[0] == 422, wrong
    unclear = {"files": sheets(tmp_path / "账套"), "auditee": "无此单位"}
    status, told = auditor.post(HERE, unclear)
    assert (status, "账套中没有单位" in told["detail"]) == (422, True)
    assert kept(one) == []
    for person in ("张三", "委员乙"):
        assert program(one, person).post(HERE, unclear)[0] == 403
        assert program(one, person).get(HERE)[0] == 403


def test_much_is_taken_in_by_a_job(
    desks: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_evidence, "AT_ONCE_BYTES", 10)
    auditor = program(desks, "审计甲", unit="U1")
    sent: dict[str, Any] = {"files": sheets(tmp_path / "账套"), "name": "县账套"}
    begun = auditor.post(HERE, sent, key="much")
    assert auditor.post(HERE, sent, key="much") == begun
    assert begun[1].keys() == {"job", "address"}
    first, again = over(auditor, begun), over(auditor, auditor.post(HERE, sent))
    assert (first["state"], again["state"]) == ("done", "done"), first["said"]
    (intake,) = kept(desks)
    assert first["result"] == again["result"] == f"{API}{HERE}/{intake.key}"
    _, whole = auditor.get(first["result"].removeprefix(API))
    assert (whole["intake"]["name"], whole["intake"]["key"]) == (
        "县账套",
        str(intake.key),
    )
    unclear = over(auditor, auditor.post(HERE, sent | {"auditee": "无此单位"}))
    assert (unclear["state"], unclear["result"]) == ("refused", "")
    assert "账套中没有单位" in unclear["said"]
    assert auditor.post(HERE, sent | {"name": "../etc"})[0] == 422
    for person in ("张三", "委员乙"):
        assert program(desks, person).post(HERE, sent)[0] == 403
    assert len(kept(desks)) == 1


def test_who_may_not_any_more_when_the_job_runs_is_refused(
    one: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_evidence, "AT_ONCE_BYTES", 10)
    auditor = program(one, "审计甲")
    first, second = jobs.slots(jobs.work_folder(one.settings))
    with held(first), held(second):
        _, begun = auditor.post(HERE, {"files": sheets(tmp_path / "账套")})
        loses_the_right(one)
    assert ended(one, begun["job"]).state is jobs.State.REFUSED
    assert kept(one) == []
