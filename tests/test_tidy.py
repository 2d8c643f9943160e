"""What no linter says of the house: walls, names, what stands where.

1. A function has at most 60 lines, a file 500; there is no list of exceptions.
2. `float(` and `round(` stand only where this file says why.
3. No module is called by a word that says nothing.
4. The root holds what is listed here, the packages are those listed here, and each
   says on top what it holds.
5. `make help` has a sentence for every target.
6. Nothing is left to be done later in a comment.
"""

import ast
import configparser
import fnmatch
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

PACKAGES = ("aid", "app", "audit", "budgets", "ledger", "reports", "treasury")
CODE = (*PACKAGES, "benchmarks", "tests")

FUNCTION_LINES_MAX = 60
FILE_LINES_MAX = 500

INEXACT = {
    # (file, function): why a fen cannot be lost there.
    ("tests/reports/test_charts.py", "float"): "places in a picture, in points",
    ("tests/reports/test_letterhead.py", "round"): "places on a page, in points",
    ("tests/reports/test_paper.py", "float"): "places on a page, in points",
    ("tests/reports/test_paper.py", "round"): "places on a page, in points",
    ("tests/reports/test_pdf.py", "round"): "places on a page, in points",
    ("tests/reports/test_xlsx_sums.py", "float"): "what a worksheet holds",
}

EMPTY_WORDS = {"common", "core", "data", "helper", "helpers", "info", "lib", "manager"}
EMPTY_WORDS |= {"managers", "misc", "tools", "util", "utils"}

AT_THE_ROOT = {
    ".ci",
    ".gitignore",
    ".importlinter",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "README.zh-CN.md",
    "aid",
    "app",
    "audit",
    "benchmarks",
    "budgets",
    "docs",
    "examples",
    "ledger",
    "pyproject.toml",
    "reports",
    "requirements-dev.lock",
    "requirements.lock",
    "tests",
    "treasury",
}

LATER = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")))
TEXTS = {".md", ".py", ".toml", ".typ", ".html", ".css", ".txt", ".sql", ".mako"}


def _modules() -> Iterator[Path]:
    for package in CODE:
        yield from sorted((ROOT / package).rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _is_ignored(name: str) -> bool:
    patterns = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    kept = (pattern.rstrip("/") for pattern in patterns if pattern)
    return name == ".git" or any(fnmatch.fnmatch(name, pattern) for pattern in kept)


def _makefile() -> str:
    return (ROOT / "Makefile").read_text("utf-8")


# -- walls --------------------------------------------------------------------------


def _too_long(source: str) -> list[str]:
    """The functions of a source that have more lines than a function may."""
    functions = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    lengths = ((f.name, (f.end_lineno or 0) - f.lineno + 1) for f in functions)
    return [f"{name}: {lines}" for name, lines in lengths if lines > FUNCTION_LINES_MAX]


def test_no_function_is_longer_than_sixty_lines() -> None:
    found = [
        f"{_name(path)} {function}"
        for path in _modules()
        for function in _too_long(path.read_text("utf-8"))
    ]

    assert found == []


def test_a_function_of_sixty_one_lines_is_met() -> None:
    body = "    pass\n"

    assert _too_long("def short():\n" + body * 59) == []
    assert _too_long("def long():\n" + body * 60) == ["long: 61"]


def test_no_file_is_longer_than_five_hundred_lines() -> None:
    lengths = {
        _name(path): len(path.read_text("utf-8").splitlines()) for path in _modules()
    }

    assert {n: lines for n, lines in lengths.items() if lines > FILE_LINES_MAX} == {}


# -- arithmetic ---------------------------------------------------------------------


def _inexact(source: str) -> set[str]:
    """Which of `float(` and `round(` a source calls."""
    return {
        node.func.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"float", "round"}
    }


def test_nothing_is_rounded_or_made_a_float_but_where_it_is_told_why() -> None:
    found = {
        (_name(path), function)
        for path in _modules()
        for function in _inexact(path.read_text("utf-8"))
        if _name(path) != "ledger/money.py"
    }

    assert found == set(INEXACT)


def test_a_rounded_amount_is_met() -> None:
    assert _inexact("total = round(float(text), 2)") == {"float", "round"}
    assert _inexact("rate: float = ground(1)") == set()


# -- names and places ---------------------------------------------------------------


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {_name(path) for path in _modules() if path.stem in EMPTY_WORDS}
    names |= {_name(p.parent) for p in _modules() if p.parent.name in EMPTY_WORDS}

    assert names == set()


def test_the_root_holds_only_what_belongs_there() -> None:
    standing = {path.name for path in ROOT.iterdir() if not _is_ignored(path.name)}

    assert standing == AT_THE_ROOT


def test_the_packages_are_the_same_on_disk_and_wherever_they_are_listed() -> None:
    on_disk = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    layers = configparser.ConfigParser()
    layers.read(ROOT / ".importlinter", encoding="utf-8")

    assert on_disk == {*PACKAGES, "tests"}
    assert set(layers["importlinter"]["root_packages"].split()) == set(PACKAGES)
    assert set(settings["mypy"]["packages"]) == set(PACKAGES)
    assert set(settings["coverage"]["run"]["source"]) == set(PACKAGES)


@pytest.mark.parametrize("package", CODE)
def test_every_folder_of_modules_says_what_it_holds(package: str) -> None:
    folders = sorted((ROOT / package).rglob("__init__.py"))
    silent = [_name(path) for path in folders if not ast.get_docstring(_tree(path))]

    assert silent == []


def test_every_module_says_what_it_holds() -> None:
    silent = [_name(path) for path in _modules() if not ast.get_docstring(_tree(path))]

    assert silent == []


# -- make ---------------------------------------------------------------------------


def test_make_help_has_a_sentence_for_every_target() -> None:
    targets = set(re.findall(r"^([a-z]+):", _makefile(), re.MULTILINE))
    told = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    sentences = dict(line.split(maxsplit=1) for line in told.splitlines())

    assert set(sentences) == targets
    assert all(sentence.endswith(".") for sentence in sentences.values())


def test_every_target_runs_even_where_a_file_has_its_name() -> None:
    targets = set(re.findall(r"^([a-z]+):", _makefile(), re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.*)$", _makefile(), re.MULTILINE)

    assert phony is not None
    assert set(phony[1].split()) == targets


# -- comments -----------------------------------------------------------------------


def test_nothing_is_left_for_later() -> None:
    texts = (
        path
        for name in AT_THE_ROOT
        for path in [ROOT / name, *(ROOT / name).rglob("*")]
        if path.is_file() and (path.suffix in TEXTS or path.name == "Makefile")
    )

    assert [
        _name(path) for path in texts if LATER.search(path.read_text("utf-8"))
    ] == []
