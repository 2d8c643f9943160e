"""Every report through the JSON half, told what fits and what does not."""

import pytest

from app.web.api import reporting
from app.web.application import API
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


@pytest.mark.slow
@pytest.mark.parametrize("name", [one.name for one in catalogue.all_reports()])
def test_no_report_breaks_on_what_it_is_told(lite: Office, name: str) -> None:
    asking.live(lite.books)
    one = program(lite, "王五", writes=False)
    wrong = []
    for subject in SUBJECTS:
        status, text = drawn(one, "U1", name, subject=subject, account="102", fund="F1")
        if status >= 500:
            wrong.append((subject, text))
    for more in (
        {"known_at": "2147483647"},
        {"with_subunits": "true", "known_at": "1"},
        {"account": "\u202e", "fund": "%", "statement": "../x"},
        {"period": "2025-Q4"},
    ):
        told = {"account": "102", "fund": "F1"} | more
        status, text = drawn(one, "U1", name, **told)
        if status >= 500:
            wrong.append((str(more), text))
    assert wrong == []


@pytest.mark.slow
def test_no_report_of_ones_own_unit_tells_of_another(lite: Office) -> None:
    asking.live(lite.books)
    asking.save(lite.books)
    other = program(lite, "邻县丙", writes=False)
    wrong = []
    for report in catalogue.all_reports():
        for subject in ("", "1", "P2025-1", "r1"):
            status, text = drawn(
                other, "U2", report.name, subject=subject, account="102", fund="G"
            )
            told = [
                mark
                for mark in ("某县总工会", "县人民医院", "凭证摘要")
                if mark in text
            ]
            if status >= 500 or told:
                wrong.append((report.name, subject, status, told))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("form", reporting.KINDS)
def test_a_report_is_written_in_every_form(lite: Office, form: str) -> None:
    asking.live(lite.books)
    status, _ = drawn(program(lite, "张三"), "U1", "trial_balance", form=form)
    assert status == 200
