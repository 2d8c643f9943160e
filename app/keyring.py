"""The key ring (密钥): the file of the vault's keys, made, opened and added to.

1. One line a key, its number and 64 hexadecimal digits. The highest number encrypts;
   all stay, for each opens what it once encrypted.
2. The file is readable by its owner only. It is made whole or not at all: of two who
   make it at once both get the same.
3. The books know of each key its number and a fingerprint. A file that lacks a key of
   theirs, or has another one under its number, opens nothing and encrypts nothing.
4. A file is made only for books that know of no key: one that was lost is not replaced.
5. No key is ever shown.

`open_vault` may have to enter a new key's fingerprint: call it before the books are
held for writing.
"""

import os
import re
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from app.clock import now
from app.settings import Settings
from ledger import store
from ledger.database import Connection, Engine, open_books, reading, writing
from ledger.people import SYSTEM, Act
from ledger.register import SHARED, append, founding_person
from treasury.errors import VaultRefused
from treasury.paper_files import sync_folder
from treasury.vault import Vault, new_key
from treasury.vault_tables import vault_keys

ENDING = ".keys"
FIRST = 1

_LINE = re.compile(r"([1-9][0-9]{0,8}) ([0-9a-f]{64})")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_vault(settings: Settings) -> Vault:
    """The vault of an office, made with its first key when there is none.

    Raises:
        VaultRefused: no file is named, it cannot be read, others can read it, or it is
            not the one that these books were encrypted with.
    """
    engine = open_books(settings.database)
    try:
        return _opened(engine, key_file(settings))
    finally:
        engine.dispose()


def key_file(settings: Settings) -> Path:
    """Where the keys stand.

    Raises:
        VaultRefused: nothing says so, and the books are no SQLite file.
    """
    found = settings.keys or settings.beside(ENDING)
    if found is None:
        raise VaultRefused(
            "没有指明密钥文件",
            why="账簿不是 SQLite 文件，旁边没有默认的位置",
            do="设 BANGFU_KEYS 为密钥文件的路径；几台机器共用账簿时用同一份密钥",
        )
    return found


def add_key(connection: Connection, settings: Settings, act: Act) -> int:
    """Add a key, which encrypts from now on; its number.

    The connection holds the books for writing until the file and they agree.

    Raises:
        VaultRefused: as `open_vault`.
    """
    file = key_file(settings)
    store.lock_unit(connection, SHARED)
    known = _known(connection)
    if not file.exists():
        _make(file, known)
    keys = dict(read_keys(file))
    _compare(file, Vault(keys), known)
    number = max(keys) + 1
    keys[number] = new_key()
    put_keys(file, keys, anew=False)
    _enter(connection, Vault(keys), act)
    return number


def _opened(engine: Engine, file: Path) -> Vault:
    with reading(engine) as connection:
        known = _known(connection)
    if not file.exists():
        _make(file, known)
    vault = Vault(read_keys(file))
    _compare(file, vault, known)
    if vault.keys.keys() - known.keys():
        with writing(engine) as connection:
            act = Act(SYSTEM, now())
            store.lock_unit(connection, SHARED)
            founding_person(connection, act)
            # Another may have entered it, or another key, since we looked.
            _compare(file, vault, _known(connection))
            _enter(connection, vault, act)
    return vault


# -- what the books know ------------------------------------------------------------


def _known(connection: Connection) -> dict[int, bytes]:
    rows = store.all_rows(connection, vault_keys)
    return {row.number: bytes(row.fingerprint) for row in rows}


def _compare(file: Path, vault: Vault, known: Mapping[int, bytes]) -> None:
    """Rule 3."""
    told = vault.fingerprints()
    for number, fingerprint in sorted(known.items()):
        if number not in told:
            what = f"密钥文件 {file} 缺少第 {number} 号密钥"
            do = "换回完整的密钥文件（备份），或核对 BANGFU_KEYS"
            raise VaultRefused(what, "账簿中有用它加密的内容", do)
        if told[number] != fingerprint:
            what = f"密钥文件 {file} 不是这套账簿的"
            why = f"第 {number} 号密钥与账簿登记的指纹不符"
            do = "核对 BANGFU_KEYS，换回这套账簿的密钥文件"
            raise VaultRefused(what, why, do)


def _enter(connection: Connection, vault: Vault, act: Act) -> None:
    known = _known(connection)
    rows = [
        {"number": number, "fingerprint": fingerprint, "met_at": act.stamp}
        for number, fingerprint in vault.fingerprints().items()
        if number not in known
    ]
    append(connection, vault_keys.name, rows, act)


# -- the file -----------------------------------------------------------------------


def read_keys(file: Path) -> Mapping[int, bytes]:
    """The keys of a file by their number.

    Raises:
        VaultRefused: others can read it, or it holds something else.
    """
    if os.name == "posix" and file.stat().st_mode & _OTHERS:
        what = f"密钥文件 {file} 不能使用"
        do = f"运行 chmod 600 {file}；已经泄露的，用 bangfu keys add 换新密钥"
        raise VaultRefused(what, "其他系统用户也能读写它", do)
    keys: dict[int, bytes] = {}
    content = file.read_bytes().decode("utf-8", "replace")
    for place, line in enumerate(content.splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found is None or int(found[1]) in keys:
            raise _damaged(file, f"第 {place} 行不是“编号 密钥”，或编号重复")
        keys[int(found[1])] = bytes.fromhex(found[2])
    if not keys:
        raise _damaged(file, "其中没有密钥")
    return keys


def _damaged(file: Path, why: str) -> VaultRefused:
    return VaultRefused(f"密钥文件 {file} 无法识别", why=why, do="从备份恢复这个文件")


def _make(file: Path, known: Mapping[int, bytes]) -> None:
    """The file with its first key; what somebody else made meanwhile stands (2, 4)."""
    if known:
        what = f"密钥文件 {file} 不存在"
        why = "账簿中已有加密的内容，新的密钥打不开它们"
        raise VaultRefused(what, why, "从备份恢复密钥文件，或核对 BANGFU_KEYS")
    put_keys(file, {FIRST: new_key()}, anew=True)


def put_keys(file: Path, keys: Mapping[int, bytes], *, anew: bool) -> None:
    """Write the file beside its place, and put it there in one step."""
    if not file.parent.is_dir():
        what = f"密钥文件 {file} 不能建立"
        do = "先建立这个文件夹，或核对 BANGFU_KEYS"
        raise VaultRefused(what, f"文件夹 {file.parent} 不存在", do)
    part = file.with_name(f".{file.name}.{secrets.token_hex(8)}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    lines = "".join(f"{number} {key.hex()}\n" for number, key in sorted(keys.items()))
    try:
        with os.fdopen(os.open(part, flags, 0o600), "wb") as stream:
            stream.write(lines.encode())
            stream.flush()
            os.fsync(stream.fileno())
        if anew:
            _link(part, file)
        else:
            part.replace(file)
        sync_folder(file.parent)
    finally:
        part.unlink(missing_ok=True)


def _link(part: Path, file: Path) -> None:
    # Unlike a renamed file, a linked one never takes the place of another's.
    try:
        file.hardlink_to(part)
    except FileExistsError:
        return
