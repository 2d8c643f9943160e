"""The demonstration, as `make demo` builds it."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import demo
from app.prefecture_budgets import CONTROLLED, REVISED
from app.prefecture_growth import FELL, FELL_IN, HELD, HELD_IN, MERGED, MERGED_IN
from app.prefecture_plan import UNITS
from audit import integrity
from budgets import annual, baseline, body, control, execution, yearly
from budgets.budget import Kind, State
from budgets.growth import BaseKind, RemarkKey, Series
from ledger import catalogue
from ledger.database import Connection, open_books, reading
from ledger.money import ZERO, Money
from tests.app.commands import PROGRAM, ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The demonstration, built once, and what it said."""
    folder = tmp_path_factory.mktemp("demo")
    said: list[str] = []
    demo.build(folder, said.append)
    return folder, said


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
    built: tuple[Path, list[str]],
) -> None:
    folder, first = built
    again: list[str] = []
    demo.build(folder, again.append)
    assert again == first


# -- budgets ------------------------------------------------------------------------

CODES = tuple(unit.code for unit in UNITS)


@pytest.mark.parametrize("unit", CODES)
def test_every_body_is_whole_and_names_no_worker(
    connection: Connection, unit: str
) -> None:
    for day in (demo.RECORDED_ON, demo.APPROVED_ON):
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
    assert [(one.key, one.expires_on < demo.APPROVED_ON) for one in held] == [
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
    (tmp_path / "demo").mkdir()
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
    assert "付款申请 P2026-5：已批准，可以付款" in done.stdout
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
