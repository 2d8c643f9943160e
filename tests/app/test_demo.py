"""The demonstration, as `make demo` builds it."""

import subprocess
import sys
from pathlib import Path

import pytest

from app import demo
from audit import integrity
from ledger import catalogue
from ledger.database import open_books, reading

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The demonstration, built once, and what it said."""
    folder = tmp_path_factory.mktemp("demo")
    said: list[str] = []
    demo.build(folder, said.append)
    return folder, said


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
