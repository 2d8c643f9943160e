"""Backups: whole, proved when they come back, and never with a key in them."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from app import backup, escrow, wiring
from app.keyring import open_vault
from app.settings import Settings
from ledger import catalogue
from ledger.database import open_books, reading, writing
from ledger.errors import DatabaseUnfit, GuardBit, RecordRefused
from tests import building
from tests.server import Shelf

PHRASE = "一把很长的托管口令，写在纸上"


@pytest.fixture
def kept(books: building.Books) -> building.Books:
    """The small books with two vouchers in them."""
    books.post(building.receipt("r1", 100_00), building.payment("p1", 40_00))
    return books


def settings_of(books: building.Books, folder: Path) -> Settings:
    return Settings(
        database=books.url, keys=folder / "keys", attachments=folder / "papers"
    )


def backed_up(books: building.Books, folder: Path) -> Path:
    """A backup of the books."""
    settings = settings_of(books, folder)
    return backup.take(settings, building.ACT, folder / "backup").folder


@pytest.fixture
def elsewhere(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Settings]:
    """Where nothing stands yet: a file that is not there, or an empty database."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    more = {"keys": folder / "keys", "attachments": folder / "papers"}
    if dialect == "sqlite":
        yield Settings(database=f"sqlite:///{folder / 'books.db'}", **more)
        return
    shelf.fillings.setdefault("nothing", lambda _engine: None)
    with shelf.copied(dialect, "nothing") as url:
        yield Settings(database=url, **more)


def test_what_was_backed_up_comes_back_and_is_proved(
    kept: building.Books, elsewhere: Settings, tmp_path: Path
) -> None:
    settings = settings_of(kept, tmp_path)
    taken = backup.take(settings, building.ACT, tmp_path / "backup")
    assert taken.files >= 1
    assert backup.faults(taken.folder) == []
    restored = backup.restore(elsewhere, taken.folder)
    assert restored.differences == ()
    assert restored.units == 2
    engine = open_books(elsewhere.database)
    with reading(engine) as connection:
        assert not catalogue.verify(connection)
    with pytest.raises(GuardBit), writing(engine) as connection:
        connection.exec_driver_sql("DELETE FROM postings")
    engine.dispose()


def test_it_never_overwrites(kept: building.Books, tmp_path: Path) -> None:
    settings = settings_of(kept, tmp_path)
    taken = backup.take(settings, building.ACT, tmp_path / "backup")
    with pytest.raises(FileExistsError):
        backup.take(settings, building.ACT, tmp_path / "backup")
    with pytest.raises(DatabaseUnfit):
        backup.restore(settings, taken.folder)


def test_every_change_of_a_backup_is_told(
    kept: building.Books, elsewhere: Settings, tmp_path: Path
) -> None:
    folder = backup.take(
        settings_of(kept, tmp_path), building.ACT, tmp_path / "b"
    ).folder
    data = max(backup._files(folder), key=lambda path: path.stat().st_size)
    content = data.read_bytes()
    data.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    (folder / "stray").write_text("x", "utf-8")
    found = backup.faults(folder)
    assert len(found) == 2
    with pytest.raises(RecordRefused, match="没有恢复"):
        backup.restore(elsewhere, folder)
    data.unlink()
    assert any("缺失" in one for one in backup.faults(folder))


def test_a_history_that_was_rewritten_does_not_pass_as_the_old_one(
    kept: building.Books, elsewhere: Settings, tmp_path: Path
) -> None:
    folder = backup.take(
        settings_of(kept, tmp_path), building.ACT, tmp_path / "b"
    ).folder
    manifest = json.loads((folder / backup.MANIFEST).read_bytes())
    manifest["chains"][0]["digest"] = "0" * 64
    content = json.dumps(manifest).encode()
    (folder / backup.MANIFEST).write_bytes(content)
    with pytest.raises(RecordRefused, match="不符"):
        backup.restore(elsewhere, folder)
    line = f"{backup.manifest_hash(content)}  {backup.MANIFEST}\n"
    (folder / backup.MANIFEST_HASH).write_text(line, "ascii")
    restored = backup.restore(elsewhere, folder)
    assert restored.differences == ("各单位的链位、摘要与清单所载不同",)


def test_another_kind_of_database_is_refused(
    kept: building.Books, tmp_path: Path
) -> None:
    folder = backup.take(
        settings_of(kept, tmp_path), building.ACT, tmp_path / "b"
    ).folder
    kind = make_url(kept.url).get_backend_name()
    here = f"sqlite:///{tmp_path / 'new.db'}"
    other = "postgresql://x/y" if kind == "sqlite" else here
    with pytest.raises(DatabaseUnfit, match="备份来自"):
        backup.restore(Settings(database=other), folder)


def test_it_is_made_while_others_write(
    sqlite_books: building.Books, tmp_path: Path
) -> None:
    """What was not committed is not in it; who writes is not held up."""
    with writing(sqlite_books.engine) as connection:
        connection.exec_driver_sql(
            "INSERT INTO web_sign_ins VALUES"
            " (zeroblob(16), zeroblob(32), zeroblob(32), '2026', 'wrong')"
        )
        taken = backup.take(
            settings_of(sqlite_books, tmp_path), building.ACT, tmp_path / "b"
        )
    with sqlite3.connect(taken.folder / "books.sqlite3") as copied:
        assert copied.execute("SELECT count(*) FROM web_sign_ins").fetchone() == (0,)


def test_no_key_is_in_it(kept: building.Books, tmp_path: Path) -> None:
    settings = settings_of(kept, tmp_path)
    open_vault(settings)
    assert settings.keys is not None
    secret = settings.keys.read_text("utf-8").split()[1]
    folder = backup.take(settings, building.ACT, tmp_path / "b").folder
    for path in folder.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes()


# -- escrow -------------------------------------------------------------------------


def test_keys_come_out_of_escrow_by_their_passphrase_alone() -> None:
    files = {"keys": b"1 " + b"a" * 64 + b"\n"}
    content = escrow.locked(files, PHRASE)
    assert b"a" * 64 not in content
    assert escrow.opened(content, PHRASE) == files
    with pytest.raises(RecordRefused, match="打不开"):
        escrow.opened(content, PHRASE + "x")
    for place in (20, 40, len(content) - 1):
        changed = bytearray(content)
        changed[place] ^= 1
        with pytest.raises(RecordRefused, match="打不开"):
            escrow.opened(bytes(changed), PHRASE)
    with pytest.raises(RecordRefused, match="不是托管文件"):
        escrow.opened(b"other", PHRASE)
    with pytest.raises(RecordRefused, match="太短"):
        escrow.locked(files, "short")


def test_the_tables_copied_are_all_there_are() -> None:
    metadata, appended = wiring.declared()
    from app import backup_store  # noqa: PLC0415 - the list of names alone

    names = backup_store.table_names(metadata)
    assert len(names) == len(set(names)) == len(metadata.tables)
    assert {table.name for table in appended} <= set(names)
