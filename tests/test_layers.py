"""The arrow between the packages, as `.importlinter` states it, and that it bites."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONTRACTS = ROOT / ".importlinter"
PACKAGES = ("aid", "app", "audit", "budgets", "ledger", "reports", "treasury")

# One import for each contract, in a file where it must not stand.
BREACHES = {
    "ledger/money.py": ("import audit.check", "One way"),
    "ledger/errors.py": ("import ledger.vouchers", "No cycles inside"),
    "ledger/folder.py": ("import sqlalchemy", "SQL has a home"),
    "ledger/units.py": ("import pandas", "Arithmetic is pure"),
    "audit/limits.py": ("import typer", "Frameworks stay in the shell"),
    "audit/checks/z98.py": ("import audit.checks.z99", "Checks stand alone"),
    "audit/checks/z99.py": ("", ""),
    "reports/pages/z98.py": ("import reports.pages.z99", "Pages stand alone"),
    "reports/pages/z99.py": ("", ""),
}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the packages of a folder against the contracts of the project."""
    command = "import sys; from importlinter.cli import lint_imports_command as lint"
    return subprocess.run(
        [
            sys.executable,
            "-c",
            f"{command}; lint(['--config', sys.argv[1], '--no-cache', '--no-logo'])",
            str(CONTRACTS),
        ],
        cwd=folder,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The packages of the project in a folder where they may be spoilt."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    return tmp_path


def test_the_packages_import_rightwards_only_and_keep_every_other_contract() -> None:
    done = _lint(ROOT)

    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


def test_every_contract_bites_where_an_import_breaks_it(copied: Path) -> None:
    for file, (line, _) in BREACHES.items():
        with (copied / file).open("a", encoding="utf-8") as module:
            module.write(f"{line}\n")

    done = _lint(copied)

    broken = {line[: -len(" BROKEN")] for line in _lines(done) if " BROKEN" in line}
    assert done.returncode == 1, done.stdout + done.stderr
    assert broken == {contract for _, contract in BREACHES.values() if contract}


def test_every_contract_is_among_those_shown_to_bite() -> None:
    stated = configparser.ConfigParser()
    stated.read(CONTRACTS, encoding="utf-8")
    names = {
        stated[section]["name"]
        for section in stated.sections()
        if section.startswith("importlinter:contract:")
    }

    assert names == {contract for _, contract in BREACHES.values() if contract}


def _lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    # What stands behind the word counts the imports that are let pass.
    found = (line.split(" (")[0].strip() for line in done.stdout.splitlines())
    return [line for line in found if line]
