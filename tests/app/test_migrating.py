"""Making a migration, in a copy of the migrations that stand."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import migrating, wiring
from ledger import catalogue
from ledger.database import open_books, reading
from ledger.errors import DatabaseUnfit
from tests import building, server


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the migrations, which the program works with for the moment."""
    folder = tmp_path / "100% copied"
    shutil.copytree(
        catalogue.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__")
    )
    monkeypatch.setattr(catalogue, "MIGRATIONS", folder)
    monkeypatch.setenv("BANGFU_TEST_DATABASE", server.running_server())
    catalogue.fingerprints.cache_clear()
    yield folder
    catalogue.fingerprints.cache_clear()


def test_the_first_migration_holds_the_declared_schema(copied: Path) -> None:
    shutil.rmtree(copied / "versions")
    (copied / "versions").mkdir()
    assert migrating.main(["new", "The books"]) == 0
    frozen = (copied / "versions" / "0001_the_books.sqlite.sql").read_text("utf-8")
    assert frozen.count("\n--;;\n") + 1 == len(wiring.statements("sqlite"))


@pytest.mark.usefixtures("copied")
def test_a_later_migration_adds_what_was_written_by_hand(tmp_path: Path) -> None:
    known = catalogue.revisions()
    url = f"sqlite:///{tmp_path}/books.db"
    engine = open_books(url)
    wiring.upgrade(engine, building.FOUNDING)
    script = migrating.new("Seals")
    for kind in migrating.DIALECTS:
        frozen = script.with_suffix(f".{kind}.sql")
        assert not frozen.read_text("utf-8").strip()
        frozen.write_text(
            "CREATE TABLE seals (id INTEGER NOT NULL)\n--;;\n"
            "CREATE INDEX ix_seals_id ON seals (id)\n",
            "utf-8",
        )
    assert migrating.main(["catalogue"]) == 0
    fresh = wiring.head()
    assert catalogue.revisions() == (*known, fresh)
    with pytest.raises(DatabaseUnfit, match="版本较旧"):
        wiring.demand_current(engine)
    wiring.upgrade(engine, building.FOUNDING)
    with reading(engine) as connection:
        assert catalogue.revision(connection) == fresh
        assert catalogue.verify(connection) == []
        added = set(catalogue.lines(connection)) - set(
            catalogue.expected(known[-1], "sqlite")
        )
    engine.dispose()
    assert added == {
        "table seals: strict 0, without rowid 0",
        "column seals.id: INTEGER NOT NULL",
        "index ix_seals_id: CREATE INDEX ix_seals_id ON seals (id)",
    }


def test_a_rule_that_changed_is_made_anew_by_the_difference(copied: Path) -> None:
    """One before the last knew another trigger, and another function, of the name."""
    scripts = sorted((copied / "versions").glob("[0-9]*.py"))
    # The one that made the trigger is the last here: later ones only use it.
    while "audit_papers_in" not in scripts[-1].with_suffix(".sqlite.sql").read_text():
        later = scripts.pop()
        for file in later.parent.glob(f"{later.stem}*"):
            file.unlink()
    before, last = scripts[-2:]
    known = {
        "sqlite": "CREATE TRIGGER audit_papers_in_order AFTER INSERT ON units BEGIN",
        "postgresql": "CREATE FUNCTION public.bangfu_judge_audit_papers() RETURNS x",
    }
    for kind, statement in known.items():
        frozen = before.with_suffix(f".{kind}.sql")
        frozen.write_text(f"{statement}\n--;;\n{frozen.read_text('utf-8')}", "utf-8")
        last.with_suffix(f".{kind}.sql").write_text("\n", "utf-8")
    assert migrating.main(["difference"]) == 0
    made = last.with_suffix(".sqlite.sql").read_text("utf-8")
    dropped = "DROP TRIGGER audit_papers_in_order\n--;;\nCREATE TRIGGER audit_papers_in"
    assert dropped in made
    assert "CREATE TABLE audit_papers" in made
    made = last.with_suffix(".postgresql.sql").read_text("utf-8")
    assert "CREATE OR REPLACE FUNCTION public.bangfu_judge_audit_papers()" in made
    assert "CREATE FUNCTION public.bangfu_judge_audit_paper_reviews()" in made


def test_anything_else_is_answered_with_the_commands_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert migrating.main([]) == 2
    assert "python -m app.migrating new" in capsys.readouterr().err
