"""The demonstration, as `make demo` builds it."""

import csv
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from aid import cases, recipients
from aid.case_deadlines import Due, late
from aid.case_kinds import State as Standing
from aid.handout_reading import State as HandoutState
from aid.handout_reading import handouts as handouts_of
from aid.kept_standards import standards_of
from app import demo
from app import prefecture_cases as played
from app import prefecture_payouts as paid
from app import prefecture_recipients as files
from app.prefecture_budgets import APPROVED_ON, CONTROLLED, RECORDED_ON, REVISED
from app.prefecture_growth import FELL, FELL_IN, HELD, HELD_IN, MERGED, MERGED_IN
from app.prefecture_plan import UNITS
from audit import integrity
from audit.annual import annual_audit
from budgets import annual, baseline, body, control, execution, yearly
from budgets.budget import Kind, State
from budgets.growth import BaseKind, RemarkKey, Series
from ledger import catalogue
from ledger.balances import balances
from ledger.database import Connection, open_books, reading
from ledger.money import ZERO, Money
from ledger.periods import parse_span
from tests import demonstration
from tests.app.commands import PROGRAM, ROOT

DIGEST = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b|<svg.*?</svg>", re.DOTALL)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built() -> tuple[Path, list[str]]:
    """The demonstration, built once a run, and what it said."""
    return demonstration.built()


@pytest.fixture(scope="module")
def connection(built: tuple[Path, list[str]]) -> Iterator[Connection]:
    engine = open_books(f"sqlite:///{built[0] / 'bangfu.db'}")
    with reading(engine) as opened:
        yield opened
    engine.dispose()


def test_every_file_that_is_listed_is_there(built: tuple[Path, list[str]]) -> None:
    folder, said = built
    listed = said[said.index("\n生成的文件：") + 1 :]
    files = [Path(line.strip()) for line in listed]
    assert len(files) > len(demo.PAPERS)
    assert all(path.is_relative_to(folder) for path in files)
    assert all(path.stat().st_size > 0 for path in files)


def test_it_ends_with_what_each_fund_holds(built: tuple[Path, list[str]]) -> None:
    _, said = built
    assert any("各项资金的货币资金" in line for line in said)
    assert any("合计" in line for line in said)


def test_its_books_are_whole(built: tuple[Path, list[str]]) -> None:
    engine = open_books(f"sqlite:///{built[0] / 'bangfu.db'}")
    with reading(engine) as connection:
        report = integrity.verify(connection, (), catalogue.verify(connection))
    engine.dispose()
    assert report.differences == ()
    assert len(report.units) == 10


def test_another_program_agrees_with_its_books(
    built: tuple[Path, list[str]],
) -> None:
    bean_check = Path(sys.executable).with_name("bean-check")
    done = subprocess.run(
        [bean_check, built[0] / "prefecture-2025.beancount"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_it_can_be_built_again_in_the_same_place(
    built: tuple[Path, list[str]], tmp_path: Path
) -> None:
    """It says the same, and is the same but for digests: keys are drawn by chance."""
    first, said = built
    second = tmp_path / "demonstration"
    shutil.copytree(first, second)
    again: list[str] = []
    demo.build(second, again.append)
    assert [line.replace(str(second), str(first)) for line in again] == said
    for name in ("fund_statement-2025.json", "annual_audit-2025.html"):
        told = [folder / "reports" / f"130100-{name}" for folder in (first, second)]
        one, other = (DIGEST.sub("…", path.read_text("utf-8")) for path in told)
        assert one == other


# -- recipients ----------------------------------------------------------------------

NAMES = re.compile(r"[\u4e00-\u9fff·]{2,}")
PLACES = re.compile(r"[\u4e00-\u9fff]{2,}[0-9]+号[0-9]+室")
DIGITS = re.compile(r"[0-9]{11,}[Xx]?")


@pytest.fixture(scope="module")
def told(built: tuple[Path, list[str]]) -> dict[str, set[str]]:
    """What is personal of the files of recipients, as their sheets tell it."""
    found: dict[str, set[str]] = {
        key: set() for key in ("name", "identity", "phone", "card", "address")
    }
    for sheet in (built[0] / "books" / "aid").glob("recipients-*.csv"):
        with sheet.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for key, values in found.items():
                    values.add(row[key].upper())
    found["card"].add(paid.NEW_CARD)
    return {key: values - {""} for key, values in found.items()}


def _said_of_people(text: str, told: dict[str, set[str]]) -> set[str]:
    """What of all that is personal a text tells."""
    words = {run[at:to] for run in set(NAMES.findall(text)) for at, to in _spans(run)}
    numbers = {
        run[at:to].upper()
        for run in set(DIGITS.findall(text))
        for at, to in _spans(run, 11, 19)
    }
    secret = told["identity"] | told["phone"] | told["card"]
    places = {run[at:] for run in set(PLACES.findall(text)) for at in range(len(run))}
    return words & told["name"] | numbers & secret | places & told["address"]


def _spans(run: str, least: int = 2, most: int = 12) -> Iterator[tuple[int, int]]:
    for at in range(len(run)):
        for to in range(at + least, min(at + most, len(run)) + 1):
            yield at, to


def _pages(path: Path) -> Iterator[str]:
    """The text of a file of the demonstration, whatever it is written in."""
    if path.suffix == ".pdf":
        for page in PdfReader(path).pages:
            yield page.extract_text()
    elif path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as parts:
            for name in parts.namelist():
                yield parts.read(name).decode("utf-8", "ignore")
    else:
        yield path.read_bytes().decode("utf-8", "ignore")


def test_nothing_personal_of_a_recipient_stands_in_clear(
    built: tuple[Path, list[str]], told: dict[str, set[str]]
) -> None:
    """Neither in the database, its log and journal, nor in what is printed or said."""
    folder, said = built
    opened = tuple(
        one.report for one in demo.PAPERS if one.subject and one.subject != demo.LEFT
    )
    forms, reports = [], []
    for path in (folder / "reports").iterdir():
        is_form = any(f"-{name}-" in path.name for name in opened)
        (forms if is_form else reports).append(path)
    paths = [*folder.glob("bangfu.db*"), *folder.glob("*.beancount"), *reports]
    texts = ["\n".join(said), *(text for path in paths for text in _pages(path))]

    assert len(told["name"]) > 3_000
    assert len(forms) == len(opened)
    assert len(paths) > len(demo.PAPERS)
    assert [found for text in texts if (found := _said_of_people(text, told))] == []
    for path in forms:
        seen = [_said_of_people(text, told) for text in _pages(path)]
        assert any(seen), f"{path.name} tells what the others may not"


def test_one_worker_died_one_is_in_need_no_more_one_moved(
    connection: Connection,
) -> None:
    units = {
        unit.code: recipients.rows_of_unit(connection, unit.code) for unit in UNITS
    }
    closed = {
        (one.code, one.reason)
        for rows in units.values()
        for one, _ in rows
        if not one.is_open
    }
    assert closed == {(files.DIED, "death"), (files.RELIEVED, "relieved")}
    assert recipients.standing(connection, files.MOVED).unit == files.TO
    assert sum(map(len, units.values())) > 1_500
    ties = [
        tie
        for one, _ in units[files.TO]
        for tie in recipients.ties(connection, one.code)
    ]
    assert len(ties) == 2


# -- aid ----------------------------------------------------------------------------

LIVE = files.TO


def test_its_cases_stand_where_they_were_taken_to(connection: Connection) -> None:
    found = cases.cases_of(connection, LIVE)
    assert {one.key: (one.code, one.state) for one in found} == {
        "A2026-1": (played.MEDICAL_FILE, Standing.FILED),
        "A2026-2": (played.LIVING_FILE, Standing.FILED),
        "A2026-3": (played.OBJECTED_FILE, Standing.FIRST_REVIEWED),
        "A2026-4": (played.REJECTED_FILE, Standing.REJECTED),
        "A2026-5": (played.LATE_FILE, Standing.APPLIED),
        "A2026-6": (played.STRUCK_FILE, Standing.FILED),
    }
    struck = found[-1]
    assert struck.released is not None
    assert struck.released_on is not None
    assert struck.papers_on is not None
    assert struck.approved_on is not None
    assert struck.released_on < struck.papers_on < struck.approved_on


def test_one_case_alone_is_past_its_days(connection: Connection) -> None:
    rules = standards_of(connection, LIVE)
    found = late(connection, LIVE, played.FILED_AGAIN, rules)
    told = {(one.due, one.code) for one in found if one.due is not Due.RECHECK}
    assert told == {(Due.REVIEW, played.LATE_FILE)}


def test_aid_of_2026_agrees_with_its_books(connection: Connection) -> None:
    """Two batches by the bank, and a hand-out of goods bought before.

    Seven people of a list, 500 + 27 × n yuan each, one of them twice: 4,256.00; what
    cases were granted: 3,246.24 + 710.00 + 2,000.00; goods 490.00; before L13 6,800.00.
    """
    rows = balances(connection, (LIVE,), parse_span("2026"))

    def total(account: str, side: str) -> Money:
        found = (getattr(one, side) for one in rows if one.account == account)
        return sum(found, ZERO)

    assert total("50404", "debit") == Money(4_256_00 + 5_956_24 + 6_800_00)
    assert total("50405", "debit") == Money(490_00)
    assert total("141", "closing") == ZERO
    # What came back and was paid again; the advance to the fund stays.
    assert total("215", "debit") == Money(635_00)
    assert total("215", "credit") == Money(635_00 + 5_000_00)
    states = {one.state for one in handouts_of(connection, LIVE)}
    assert states == {HandoutState.STANDING}


def test_the_audit_of_2026_finds_what_was_planted_and_nothing_else(
    connection: Connection,
) -> None:
    """One case is late; one award another reading would change; funds lie idle.

    One of those paid by a list is on the public payroll, one has a car.
    """
    found = annual_audit(connection, LIVE, 2026, (("凭证链完整", "全部", True),))
    told = {one.check.key: one.evidence for one in (*found.findings, *found.leads)}
    assert told == {
        "T13": (played.WHOLE_CASE,),
        "T21": ("A2026-5",),
        "T06": ("2026-03 付-3",),
        "T08": ("2026-03 付-3",),
        "T30": ("资金 D1", "资金 OL", "资金 UU"),
        # The batch of a list, and the hand-out: neither answers a case.
        "T49": ("2026-03 付-3", "2026-03 转-2"),
    }


# -- budgets ------------------------------------------------------------------------

CODES = tuple(unit.code for unit in UNITS)


@pytest.mark.parametrize("unit", CODES)
def test_every_body_is_whole_and_names_no_worker(
    connection: Connection, unit: str
) -> None:
    for day in (RECORDED_ON, APPROVED_ON):
        assert body.check(connection, unit, day) == ()
    workers = [
        one.name
        for one in body.roll(connection, unit)
        if one.category == body.Category.HARDSHIP_WORKER
    ]
    assert set(workers) == {"特困职工代表"}
    held = body.meetings(connection, unit)
    assert list(held) == sorted(held, key=lambda one: one.held_on)


def test_its_twenty_years_show_what_was_planted_and_nothing_else(
    connection: Connection,
) -> None:
    judged = yearly.growth_of_all(connection, CODES, Series.OWN, 2027)
    told = {
        (unit, row.year, remark.key)
        for unit, rows in judged.items()
        for row in rows
        for remark in row.remarks
    }
    assert told == {
        (FELL, FELL_IN, RemarkKey.FELL_WITHOUT_NOTE),
        (HELD, HELD_IN, RemarkKey.HELD),
        (MERGED, MERGED_IN, RemarkKey.RESTATED),
    }
    assert {len(rows) for rows in judged.values()} == {21, 14}
    public = yearly.growth_of_all(connection, CODES, Series.GOVERNMENT, 2027)
    assert [row for rows in public.values() for row in rows if row.remarks] == []


def test_one_base_is_of_a_later_year_and_one_was_restated(
    connection: Connection,
) -> None:
    kinds = {
        unit: [base.kind for base in baseline.baselines(connection, unit)]
        for unit in CODES
    }
    assert sorted(kinds.values()) == [
        [BaseKind.OPENED_LATER],
        *[[BaseKind.SET]] * 6,
        [BaseKind.SET, BaseKind.MERGED],
    ]


def test_every_budget_is_filed_and_one_was_revised(connection: Connection) -> None:
    found = {
        (unit, year): annual.approved(connection, unit, year)
        for unit in CODES
        for year in (2025, 2026)
    }
    assert {one.state for one in found.values() if one} == {State.FILED}
    revised = [key for key, one in found.items() if one and one.kind is Kind.REVISION]
    assert revised == [(REVISED, 2025)]


def test_no_line_of_its_budgets_is_overspent(connection: Connection) -> None:
    for unit in CODES:
        drawn = execution.execution(connection, (unit,), 2025)
        assert [row.key for row in drawn.rows if row.available < ZERO] == []


def test_one_reservation_was_used_one_expired_one_is_open(
    connection: Connection,
) -> None:
    held = control.held(connection, CONTROLLED, 2026)
    assert [(one.key, one.expires_on < APPROVED_ON) for one in held] == [
        ("2026-2", True),
        ("2026-3", False),
    ]
    spent = execution.execution(connection, (CONTROLLED,), 2026).total.spent
    assert spent == Money(648_000)


def _run_block(
    built: tuple[Path, list[str]], tmp_path: Path, word: str
) -> subprocess.CompletedProcess[str]:
    """Run the block of the README that has a command, on a copy of the books."""
    text = (ROOT / "README.md").read_text("utf-8")
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    job = next(block for block in blocks if word in block)
    (tmp_path / "demo").mkdir(exist_ok=True)
    for kept in built[0].glob("bangfu.db*"):
        shutil.copy(kept, tmp_path / "demo")
    program = f'bangfu() {{ "{sys.executable}" -c "{PROGRAM}" "$@"; }}\n'

    return subprocess.run(
        ["bash", "-euc", program + job],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LOGNAME": "clerk"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_money_commands_run_as_the_readme_writes_them(
    built: tuple[Path, list[str]], tmp_path: Path
) -> None:
    done = _run_block(built, tmp_path, "bangfu money")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "付款申请 P2026-8：已批准，可以付款" in done.stdout
    assert "1/2        银行扣费   2026-03-12   15.00" in done.stdout
    assert "101 实有 0.00 元，账面 0.00 元，账实相符" in done.stdout
    for paper in ("gift-use", "bank-reconciliation"):
        assert (tmp_path / f"{paper}.pdf").read_bytes().startswith(b"%PDF")


def test_the_budget_commands_run_as_the_readme_writes_them(
    built: tuple[Path, list[str]], tmp_path: Path
) -> None:
    done = _run_block(built, tmp_path, "bangfu budget")

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{FELL} {FELL_IN}年：减少且无说明" in done.stdout
    assert (tmp_path / "budget-growth.pdf").read_bytes().startswith(b"%PDF")


def test_the_aid_commands_run_as_the_readme_writes_them(
    built: tuple[Path, list[str]], tmp_path: Path
) -> None:
    done = _run_block(built, tmp_path, "bangfu aid cases")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "申请 A2026-7 已审核" in done.stdout
    assert "相符" in done.stdout
    for paper in ("case-approval", "signatures"):
        assert (tmp_path / f"{paper}.pdf").read_bytes().startswith(b"%PDF")


def test_the_audit_commands_run_as_the_readme_writes_them(
    built: tuple[Path, list[str]], tmp_path: Path
) -> None:
    books = built[0] / "books" / "prefecture"
    shutil.copytree(books, tmp_path / "demo" / "books" / "prefecture")
    done = _run_block(built, tmp_path, "bangfu audit engagement")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "可容忍偏差率" in done.stdout
    assert "临川市总工会 2025 年度：存在影响资金安全的问题" in done.stdout
    assert "一致：签发以来没有删改" in done.stdout
    assert "\n43 P" in done.stdout, "the script draws the sample again"
    for paper in ("notice", "paper", "rectification", "handover", "inventory"):
        assert (tmp_path / f"{paper}.pdf").read_bytes().startswith(b"%PDF")
    told = subprocess.run(
        [sys.executable, "-c", _VERIFY], cwd=tmp_path, capture_output=True, check=False
    )
    assert told.returncode == 0, told.stdout.decode() + told.stderr.decode()


_VERIFY = """
import subprocess, sys, zipfile
zipfile.ZipFile("evidence.zip").extract("verify.py")
sys.exit(subprocess.call([sys.executable, "verify.py", "evidence.zip"]))
"""
