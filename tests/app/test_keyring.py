"""The key ring: made once, opened by its owner, refused when it is the wrong one."""

import stat
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from app import keyring
from app.settings import Settings, read_settings
from audit import integrity
from ledger.database import open_books, reading, writing
from tests.app.commands import Desk
from tests.building import ACT, Books
from treasury.errors import VaultRefused
from treasury.vault import new_key


@pytest.fixture
def settings(books: Books, tmp_path: Path) -> Settings:
    """The books of the small world, with keys in a folder of their own."""
    return Settings(database=books.url, keys=tmp_path / "office.keys")


def add(books: Books, settings: Settings) -> int:
    with writing(books.engine) as connection:
        return keyring.add_key(connection, settings, ACT)


def keys(settings: Settings) -> Path:
    assert settings.keys is not None
    return settings.keys


# -- made and opened ----------------------------------------------------------------


def test_first_use_makes_a_file_that_only_its_owner_reads(
    books: Books, settings: Settings
) -> None:
    vault = keyring.open_vault(settings)
    file = keys(settings)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (line,) = file.read_text("ascii").splitlines()
    assert line == f"1 {vault.keys[1].hex()}"
    assert [one.name for one in file.parent.iterdir() if ".part" in one.name] == []
    assert keyring.open_vault(settings).keys == vault.keys
    stands = books.rows("SELECT number, fingerprint FROM vault_keys")
    assert [(n, bytes(f)) for n, f in stands] == [(1, vault.fingerprints()[1])]
    assert vault.keys[1].hex() not in repr(vault)
    with reading(books.engine) as connection:
        assert integrity.verify(connection).ok


def test_beside_a_sqlite_file_a_place_is_known(
    sqlite_books: Books, postgresql_books: Books
) -> None:
    address = sqlite_books.url
    expected = Path(address.removeprefix("sqlite:///") + ".keys")
    for asked in (address, f"{address}?timeout=5"):
        assert keyring.key_file(Settings(database=asked)) == expected
    for asked in (postgresql_books.url, "sqlite://", "sqlite:///:memory:"):
        with pytest.raises(VaultRefused, match="设 BANGFU_KEYS"):
            keyring.open_vault(Settings(database=asked))


def test_settings_name_keys_and_attachments() -> None:
    given = {"BANGFU_KEYS": "a.keys", "BANGFU_ATTACHMENTS": "papers"}
    settings = read_settings(given)
    assert (settings.keys, settings.attachments) == (Path("a.keys"), Path("papers"))
    assert read_settings({}).keys is None
    assert read_settings({}).attachments is None


def _opened(settings: Settings) -> dict[int, bytes]:
    return dict(keyring.open_vault(settings).keys)


def test_two_processes_that_open_at_once_get_the_same_key(settings: Settings) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_opened, [settings] * 8))
    assert found == [found[0]] * 8


# -- a new key ----------------------------------------------------------------------


def test_a_new_key_encrypts_and_the_old_one_still_opens(
    books: Books, settings: Settings
) -> None:
    old = keyring.open_vault(settings)
    locked = old.lock(b"6217", "t/1")

    assert add(books, settings) == 2
    vault = keyring.open_vault(settings)
    assert vault.unlock(locked, "t/1") == b"6217"
    assert vault.lock(b"x", "t/1")[1:5] == (2).to_bytes(4, "big")
    assert vault.blind("6217", "account") == old.blind("6217", "account")
    assert stat.S_IMODE(keys(settings).stat().st_mode) == 0o600
    assert books.one("SELECT COUNT(*) FROM vault_keys") == 2


def test_the_first_key_may_come_by_adding_one(books: Books, settings: Settings) -> None:
    assert add(books, settings) == 2
    assert sorted(keyring.open_vault(settings).keys) == [1, 2]


def _added(settings: Settings) -> int:
    engine = open_books(settings.database)
    with writing(engine) as connection:
        number = keyring.add_key(connection, settings, ACT)
    engine.dispose()
    return number


def test_keys_added_at_once_are_all_kept(settings: Settings) -> None:
    keyring.open_vault(settings)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(_added, [settings] * 4))
    assert sorted(found) == [2, 3, 4, 5]
    assert sorted(keyring.open_vault(settings).keys) == [1, 2, 3, 4, 5]


def test_a_key_whose_entry_was_lost_is_entered_when_it_is_next_opened(
    books: Books, settings: Settings
) -> None:
    keyring.open_vault(settings)
    with writing(books.engine) as connection:
        keyring.add_key(connection, settings, ACT)
        connection.rollback()
    assert books.one("SELECT COUNT(*) FROM vault_keys") == 1
    assert sorted(keyring.open_vault(settings).keys) == [1, 2]
    assert books.one("SELECT COUNT(*) FROM vault_keys") == 2


# -- refused ------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_file_that_others_can_read_or_write_is_refused(
    settings: Settings, mode: int
) -> None:
    keyring.open_vault(settings)
    keys(settings).chmod(mode)
    with pytest.raises(VaultRefused, match="chmod 600"):
        keyring.open_vault(settings)


def test_a_lost_file_is_not_replaced_by_a_new_one(
    books: Books, settings: Settings
) -> None:
    keyring.open_vault(settings)
    keys(settings).unlink()
    with pytest.raises(VaultRefused, match="从备份恢复密钥文件"):
        keyring.open_vault(settings)
    with pytest.raises(VaultRefused, match="从备份恢复密钥文件"):
        add(books, settings)
    assert not keys(settings).exists()


def test_the_key_file_of_other_books_is_told(settings: Settings) -> None:
    keyring.open_vault(settings)
    keys(settings).write_text(f"1 {new_key().hex()}\n")
    with pytest.raises(VaultRefused, match=r"不是这套账簿的.*指纹不符"):
        keyring.open_vault(settings)


def test_a_file_that_lacks_a_key_says_which(books: Books, settings: Settings) -> None:
    keyring.open_vault(settings)
    before = keys(settings).read_text()
    add(books, settings)
    keys(settings).write_text(before)
    with pytest.raises(VaultRefused, match="缺少第 2 号密钥"):
        keyring.open_vault(settings)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "1 abc\n",
        "0 " + "a" * 64,
        "1 " + "A" * 64,
        f"1 {'a' * 64}\n1 {'b' * 64}\n",
        f"1 {'a' * 64}\n\n",
        "\udcff 1",
    ],
)
def test_a_damaged_file_is_refused_and_never_shown(
    settings: Settings, content: str
) -> None:
    keys(settings).touch(0o600)
    keys(settings).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(VaultRefused, match="无法识别") as refused:
        keyring.open_vault(settings)
    assert "aaaa" not in str(refused.value).lower()


def test_a_folder_that_is_not_there_is_told(books: Books, tmp_path: Path) -> None:
    settings = Settings(database=books.url, keys=tmp_path / "none" / "a.keys")
    with pytest.raises(VaultRefused, match="先建立这个文件夹"):
        keyring.open_vault(settings)


# -- at the desk --------------------------------------------------------------------


@pytest.mark.slow
def test_a_desk_lists_and_adds_keys_without_seeing_any(desk: Desk) -> None:
    (first,) = desk.rows("keys", "list")
    assert (first["number"], first["use"]) == (1, "加密与解密")
    said = desk.ok("keys", "add", "--as", "张三").out
    assert "第 2 号密钥" in said
    assert "备份" in said
    rows = desk.rows("keys", "list")
    assert [row["use"] for row in rows] == ["只用于解密", "加密与解密"]
    file = Path(desk.database.removeprefix("sqlite:///") + ".keys")
    shown = said + desk.ok("keys", "list").out
    for line in file.read_text("ascii").splitlines():
        assert line.split()[1][:16] not in shown
    file.unlink()
    assert "从备份恢复" in desk.refused("keys", "list")
    (logged, *_) = desk.rows("log", "--text", "keys.add")
    assert logged["person"] == "张三"
