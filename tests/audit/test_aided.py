"""Aid as an auditor reads it off the books: lines, files, cases, what others gave."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aid.claims import Project
from aid.history import import_history
from aid.history_sheet import read_history
from aid.kept_standards import import_figures
from aid.recipient_steps import Asked, Exit, Return, close, reopen
from audit.aided import Aided, Received
from audit.book_data import Data
from audit.catalogue import run_all
from audit.check import Result
from audit.store import read_books
from ledger.database import reading, writing
from ledger.periods import parse_span
from tests import server
from tests.aid import batching, casework, handing
from tests.aid.filing import VAULT
from tests.aid.handing import Centre, line
from tests.aid.test_floors import HERE
from tests.aid.test_history import HEAD
from tests.building import Books

ISO = dt.date.fromisoformat
AID_CHECKS = (
    *("T01", "T02", "T05", "T09", "T10", "T12", "T13", "T17", "T20", "T21", "T22"),
    *("T24", "T25", "T27", "T43"),
)


@pytest.fixture
def desk(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from batching.filled(shelf, dialect)


@pytest.fixture
def centre(shelf: server.Shelf, dialect: str) -> Iterator[Centre]:
    yield from handing.opened(shelf, dialect)


@pytest.fixture
def cases(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    yield from casework.filled(shelf, dialect)


def aided(books: Books, unit: str = "U1", period: str = "2026") -> Aided:
    with reading(books.engine) as connection:
        found = read_books(connection, unit, parse_span(period)).aided
    assert found is not None
    return found


def found(books: Books, unit: str = "U1", period: str = "2026") -> dict[str, Result]:
    """The results of the checks of aid."""
    with reading(books.engine) as connection:
        read = read_books(connection, unit, parse_span(period))
    return {one.key: one for one in run_all(read) if one.key in AID_CHECKS}


def titles(results: dict[str, Result]) -> dict[str, list[str]]:
    """What was found, by check."""
    return {
        key: [one.title for one in result.findings]
        for key, result in results.items()
        if result.findings
    }


def test_a_unit_without_aid_of_its_own_has_nothing_to_read(books: Books) -> None:
    with reading(books.engine) as connection:
        read = read_books(connection, "U1", parse_span("2026"))
    assert read.aided is None
    results = {one.key: one for one in run_all(read)}
    assert not results["T01"].performed
    assert results["T20"].reason == f"缺少{Data.CASES.label}"


def test_lines_of_a_batch_are_read_with_files_and_voucher(desk: Books) -> None:
    batching.paid(desk)
    told = batching.settle(desk, {1: "", 2: "账号户名不符", 3: ""})
    assert told.returns is not None
    read = aided(desk)

    assert [one.place for one in read.paid] == ["B2026-1/1", "B2026-1/3"]
    assert read.paid[0] == Received(
        place="B2026-1/1",
        mark="2026-03 付-1",
        on=batching.PAID_ON,
        code="P-1",
        member=1,
        project=Project.LIVING,
        year=2026,
        period="2026-03",
        fund="F1",
        fen=500_00,
    )
    assert read.since == batching.SINCE
    assert read.grounds == {"2026-03 付-1": ("batch", 1_500_00)}
    file = read.files["P-1"]
    assert (file.opened_on, file.household) == (ISO("2026-03-02"), "P-1")
    assert file.card
    assert file.card != read.files["P-3"].card
    results = found(desk)
    assert results["T01"].performed
    assert titles(results) == {}


def test_who_was_paid_after_leaving_is_found(desk: Books) -> None:
    batching.paid(desk)
    with writing(desk.engine) as connection:
        asked = Asked(on=batching.PAID_ON)
        close(connection, "P-1", Exit.RELIEVED, asked, VAULT, batching.KEEPER)
        died = ISO("2026-03-08")
        given = "P-2", Exit.DEATH, asked, VAULT, batching.KEEPER, died
        close(connection, *given)
    assert titles(found(desk)) == {
        "T05": ["死亡以后仍发放救助"],
        "T09": ["退出以后仍发放救助"],
    }


def test_a_death_that_was_entered_by_mistake_is_no_finding(desk: Books) -> None:
    batching.paid(desk)
    with writing(desk.engine) as connection:
        asked = Asked(on=batching.PAID_ON)
        died = ISO("2026-03-08")
        close(connection, "P-2", Exit.DEATH, asked, VAULT, batching.KEEPER, died)
        reopen(connection, "P-2", Return.MISTAKE, asked, VAULT, batching.KEEPER)
    assert aided(desk).files["P-2"].died_on is None
    assert "T05" not in titles(found(desk))


def test_hand_outs_are_read_with_their_signatures(centre: Centre) -> None:
    centre.issued("h1", line("A-1", 2), line("A-3"))
    read = aided(centre.books)

    assert [(one.place, one.fen, one.goods, one.signed) for one in read.paid] == [
        ("H2026-1/1", 200_00, True, False),
        ("H2026-1/2", 100_00, True, False),
    ]
    assert read.grounds == {read.paid[0].mark: ("hand_out", 300_00)}
    assert read.files["A-1"].household == "A-1"
    assert titles(found(centre.books)) == {"T27": ["发出的物资没有签收"]}


def test_cases_are_read_with_their_steps_and_sums(cases: Books) -> None:
    read = aided(cases, "K")
    one, two = read.cases["A2026-1"], read.cases["A2026-2"]

    assert (one.code, one.limb, one.approved_on) == ("K-1", "E-1", ISO("2026-03-13"))
    assert [act.doing for act in one.acts] == [
        *("apply", "review", "publish", "take_down", "first_review", "approve")
    ]
    assert one.granted_fen == one.award_fen
    assert len(one.readings_fen) == 3
    assert (one.hung_on, one.last_on) == (ISO("2026-03-04"), ISO("2026-03-11"))
    assert (two.emergency, two.granted_fen, two.approved_on) == (True, None, None)
    results = found(cases, "K", "2026-03")
    assert results["T20"].performed
    assert not results["T01"].performed
    assert "T20" not in titles(results)
    assert "T12" not in titles(results)


def test_what_another_body_gave_for_the_same_is_found(
    desk: Books, tmp_path: Path
) -> None:
    """P-1 had living aid of March before; aid on its own account is left out."""
    batching.paid(desk)
    listed = tmp_path / "payments.csv"
    told = "P-1,,生活救助,,2026,300,2026-02-{day},邻县总工会,{own},,"
    rows = (told.format(day="03", own="否"), told.format(day="04", own="是"))
    listed.write_text("\n".join((HEAD, *rows)), "utf-8")
    with writing(desk.engine) as connection:
        sheet = read_history(listed, batching.KEEPER)
        import_history(connection, "U1", sheet, VAULT, batching.KEEPER)

    (one,) = aided(desk).elsewhere
    assert (one.code, one.member, one.fen, one.period) == ("P-1", 1, 300_00, "2026")
    assert "邻县总工会" in one.where
    assert titles(found(desk)) == {"T17": ["其他单位就同一年度的同一项目已有救助"]}


def test_the_quota_goes_by_the_figures_kept_of_one_place(cases: Books) -> None:
    assert aided(cases, "K").quota is None
    assert not found(cases, "K")["T10"].performed
    figure = replace(HERE, urban_recipients=40)
    with writing(cases.engine) as connection:
        import_figures(connection, "K", [figure], batching.KEEPER)

    quota = aided(cases, "K").quota
    assert quota is not None
    assert (quota.recipients, quota.allowed, quota.taken) == (40, 2, 0)
    assert found(cases, "K")["T10"].performed
