"""The papers of the house against the code they speak of.

What a paper lists (columns, labels, reports, settings) is held against what the code
says; the commands of the README are run as they are written.
"""

import dataclasses
import importlib
import os
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import pytest

import audit
import ledger
from app.settings import Settings
from audit.integrity import TESTS
from ledger.accounts import Labelled
from ledger.folder import SHEETS
from ledger.funds import standard_purposes
from ledger.sheets import ColumnSpec, SheetSpec
from reports.__main__ import page

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
FILE_COLUMNS = re.compile(
    r"<!-- columns -->\n\n\|.*\|\n\|---\|---\|\n((?:\|.*\|\n)+)"
    r"\n<!-- end of columns -->"
)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _papers() -> list[str]:
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


# -- the books folder ---------------------------------------------------------------


def _english(column: ColumnSpec) -> str:
    key = f"**`{column.key}`**" if column.required else f"`{column.key}`"
    return f"{key} {column.label}"


def _chinese(column: ColumnSpec) -> str:
    label = f"**{column.label}**" if column.required else column.label
    return f"{label} `{column.key}`"


def _row(spec: SheetSpec, told: Callable[[ColumnSpec], str]) -> str:
    columns = " · ".join(told(column) for column in spec.columns)
    return f"| `{spec.name}.csv` {spec.label} | {columns} |\n"


@pytest.mark.parametrize(
    ("name", "told"), [(READMES[0], _english), (READMES[1], _chinese)]
)
def test_a_readme_lists_every_file_and_column_of_the_books_folder(
    name: str, told: Callable[[ColumnSpec], str]
) -> None:
    listed = FILE_COLUMNS.search(_text(name))

    assert listed is not None
    assert listed[1] == "".join(_row(spec, told) for spec in SHEETS)


# -- commands -----------------------------------------------------------------------


def _main_job(name: str) -> str:
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", _text(name), re.DOTALL)
    return next(block for block in blocks if "books import" in block)


def test_both_readmes_show_the_same_commands() -> None:
    shown = [
        re.findall(r"```(?:sh|sql)\n(.*?)```", _text(name), re.DOTALL)
        for name in READMES
    ]

    assert shown[0] == shown[1]


@pytest.mark.slow
def test_the_main_job_runs_as_the_readme_writes_it(tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    kept = {k: v for k, v in os.environ.items() if not k.startswith("BANGFU_")}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"

    done = subprocess.run(
        ["bash", "-euc", _main_job("README.md")],
        cwd=tmp_path,
        env={**kept, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "28,296.50" in done.stdout
    assert (tmp_path / "fund-statement.pdf").read_bytes().startswith(b"%PDF")
    assert "审计报告" in (tmp_path / "annual-audit.html").read_text("utf-8")
    assert "2011" in (tmp_path / "fzu-law.beancount").read_text("utf-8")


# -- settings -----------------------------------------------------------------------


@pytest.mark.parametrize("name", [*READMES, "docs/settings.md"])
def test_a_paper_lists_every_setting_with_its_default(name: str) -> None:
    told = [f"BANGFU_{field.name.upper()}" for field in dataclasses.fields(Settings)]
    told.remove("BANGFU_OS_USER")  # asked of the operating system, set by nobody
    # Of a look this alone is a setting; the rest lies in a folder or is asked for.
    told[told.index("BANGFU_LOOK")] = "BANGFU_NEGATIVES"

    assert [setting for setting in told if f"`{setting}`" not in _text(name)] == []
    assert f"`{Settings().database}`" in _text(name)


# -- the glossary -------------------------------------------------------------------


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    prefix = f"{package.__name__}."
    for found in pkgutil.walk_packages(package.__path__, prefix):
        if ".migrations" not in found.name:
            yield importlib.import_module(found.name)


def _terms() -> Iterator[StrEnum]:
    kinds = {
        kind
        for package in (ledger, audit)
        for module in _modules(package)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum)
        # What a package only uses is kept by another.
        if kind.__module__.startswith(package.__name__)
    }
    for kind in kinds:
        yield from kind


def test_the_glossary_has_every_term_that_the_code_keeps() -> None:
    glossary = _text("docs/GLOSSARY.md")
    terms = [term for term in _terms() if term.value]
    values = {term.value for term in terms if f"`{term.value}`" not in glossary}
    labels = {
        t.label for t in terms if isinstance(t, Labelled) and t.label not in glossary
    }

    assert terms
    assert values == set()
    assert labels == set()


def test_the_glossary_has_every_standard_purpose_and_test_of_integrity() -> None:
    glossary = _text("docs/GLOSSARY.md")
    purposes = {p.name for p in standard_purposes() if p.name not in glossary}
    tests = {
        key for key, title in TESTS.items() if f"| {key} | {title} |" not in glossary
    }

    assert purposes == set()
    assert tests == set()


def test_the_glossary_has_one_entry_for_a_term() -> None:
    heads = {"中文", "rule", "test", ":---", "---"}
    rows = [row for row in _text("docs/GLOSSARY.md").splitlines() if row[:1] == "|"]
    terms = Counter(row.strip("|").split("|")[0].strip() for row in rows)

    assert len(terms) > 300
    assert {t for t, n in terms.items() if n > 1 and t not in heads} == set()


# -- lists and links ----------------------------------------------------------------


def test_the_page_of_reports_is_as_the_catalogue_tells_it() -> None:
    assert _text("docs/reports.md") == page()


def test_every_decision_says_its_context_decision_and_consequences() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    parts = ("## Context", "## Decision", "## Consequences")

    assert numbers == list(range(1, len(decisions) + 1))
    assert [
        path.name
        for path in decisions
        if not all(part in path.read_text("utf-8") for part in parts)
        or not path.read_text("utf-8").startswith(f"# {path.name[:4]} ")
    ] == []


@pytest.mark.parametrize("name", _papers())
def test_every_link_of_a_paper_leads_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    links = LINK.findall(_text(name))

    assert [link for link in links if not (folder / link).exists()] == []
