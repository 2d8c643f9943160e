"""The pages that the code writes are the ones that lie in `docs/`."""

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

import pytest

import aid
import audit
from app.cli import document as commands
from app.cli import sheets
from app.web.api import document as api
from audit import catalogue as checks
from ledger.sheets import SheetSpec
from reports.__main__ import page as reports

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("cli.md", commands.page),
        ("api.md", api.page),
        ("checks.md", checks.document),
        ("reports.md", reports),
        ("sheets.md", sheets.page),
    ],
)
def test_a_written_page_is_current(name: str, written: Callable[[], str]) -> None:
    assert (DOCS / name).read_text("utf-8") == written(), "run `make docs`"


def test_every_command_that_shows_rows_tells_their_keys() -> None:
    sections = (DOCS / "cli.md").read_text("utf-8").split("\n## ")[1:]
    showing = [section for section in sections if "--format" in section]
    assert len(showing) > 10
    assert all("\nKeys of `bangfu" in section for section in showing)


def test_every_sheet_of_aid_that_comes_in_is_listed() -> None:
    found = {
        id(value)
        for package in (aid, audit)
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, SheetSpec)
        # An auditee's books folder has the sheets of every books folder.
        if not module.name.startswith("audit.evidence")
    }
    assert found == {id(one.spec) for one in sheets.INCOMING}
    listed = commands.page()
    assert [
        o
        for o in (*sheets.INCOMING, *sheets.EVIDENCE)
        if f"\n## `bangfu {o.command}`" not in listed
    ] == []
