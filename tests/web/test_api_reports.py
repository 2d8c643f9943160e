"""Every report through the JSON half, told what fits and what does not."""

from pathlib import Path

import pytest

from app.clock import now
from app.web import report_works
from app.web.application import API
from app.web.job_process import Work
from ledger.errors import Refused
from ledger.people import Act
from ledger.stages import silent
from reports import catalogue
from tests.treasury import asking
from tests.web.office import Office
from tests.web.programs import Program, program

SUBJECTS = (
    "",
    "1/3",
    "9" * 30,
    "J2026-1/3",
    "张三/主任/2025-13-01",
    "<script>x7()</script>",
)
"""Whatever a report may be narrowed to, and what it may not."""


def drawn(one: Program, unit: str, name: str, **more: str) -> tuple[int, str]:
    answer = one.client.get(
        f"{API}/units/{unit}/reports/{name}",
        params={"period": "2025", **more},
        headers={"Authorization": f"Bearer {one.token}"},
    )
    return answer.status_code, answer.text


def worked(office: Office, folder: Path, unit: str, **typed: str) -> str:
    """A report as a job draws it up, or the sentence by which it is refused."""
    folder.mkdir(exist_ok=True)
    work = Work(
        engine=office.books.engine,
        settings=office.settings,
        act=Act("李四", now()),
        unit=unit,
        typed={"period": "2025", "format": "json", **typed},
        folder=folder,
        tell=silent,
    )
    try:
        (made, *_) = report_works.report(work).files
    except Refused as refusal:
        return str(refusal)
    return (folder / made).read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", [one.name for one in catalogue.all_reports()])
def test_no_report_breaks_on_what_it_is_told(
    lite: Office, tmp_path: Path, name: str
) -> None:
    asking.live(lite.books)
    told = {"name": name, "account": "102", "fund": "F1"}
    for subject in SUBJECTS:
        assert worked(lite, tmp_path / "made", "U1", subject=subject, **told)
    one = program(lite, "李四", writes=False)
    wrong = []
    for more in (
        {},
        {"known_at": "2147483647"},
        {"with_subunits": "true", "known_at": "1"},
        {"account": "\u202e", "fund": "%", "statement": "../x"},
        {"period": "2025-Q4"},
    ):
        given = {"account": "102", "fund": "F1"} | more
        status, text = drawn(one, "U1", name, **given)
        if status >= 500:
            wrong.append((str(more), text))
    assert wrong == []


@pytest.mark.slow
def test_no_report_of_ones_own_unit_tells_of_another(
    lite: Office, tmp_path: Path
) -> None:
    asking.live(lite.books)
    asking.save(lite.books)
    wrong = []
    for report in catalogue.all_reports():
        for subject in ("", "1", "P2025-1", "r1"):
            told = {"name": report.name, "account": "102", "fund": "G"}
            text = worked(lite, tmp_path / "made", "U2", subject=subject, **told)
            marks = ("某县总工会", "县人民医院", "凭证摘要")
            if found := [mark for mark in marks if mark in text]:
                wrong.append((report.name, subject, found))
    assert wrong == []


@pytest.mark.parametrize("form", ["json", "html", "csv", "xlsx"])
def test_a_small_report_is_written_at_once(lite: Office, form: str) -> None:
    asking.live(lite.books)
    status, _ = drawn(program(lite, "张三"), "U1", "trial_balance", form=form)
    assert status == 200


def test_whoever_may_only_look_has_no_report_of_single_people(lite: Office) -> None:
    board = program(lite, "委员乙")
    listed = board.get("/reports")[1]["reports"]
    shut = [one["name"] for one in listed if not one["open"]]
    assert shut
    for name in shut:
        assert drawn(board, "U1", name)[0] == 404
        body = {"period": "2025", "form": "json"}
        assert board.post(f"/units/U1/reports/{name}", body)[0] == 404
    assert drawn(board, "U1", "trial_balance")[0] == 200


def test_what_is_long_is_not_drawn_up_while_one_waits(lite: Office) -> None:
    auditor = program(lite, "审计甲")
    status, text = drawn(auditor, "U1", "annual_audit")
    assert status == 422
    assert "POST" in text
    assert drawn(auditor, "U1", "trial_balance", form="pdf")[0] == 422
    assert drawn(auditor, "U1", "trial_balance", subject="J2026-1")[0] == 422
