"""Backups (备份) and what comes back from them (恢复).

1. A backup is a folder: the rows of the books at one moment, the encrypted papers that
   they name, `manifest.json` with the size and SHA-256 of every file, the revision of
   the database and where each unit's chains stood, and `manifest.sha256`. It is made
   while others work, and stands whole or not at all.
2. No key is in it. Keys go into escrow (`escrow.py`), kept elsewhere.
3. It comes back into a database that does not exist yet or is empty, of the same kind:
   rows, papers and keys, or nothing. A backup that lacks a byte or has another one is
   refused before anything is written.
4. Then everything is recomputed, and the chains must stand where the manifest says.
   What differs was so when the backup was made: it is told, and stays to be looked at.

Basis: 财会〔2024〕12号 第三十五条 (disaster tolerance and backup).
"""

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import backup_store, wiring
from app.attachments import open_papers, papers_folder
from app.errors import FileUnwritable
from app.keyring import key_file
from app.private_files import demand_free, write_private
from app.settings import SQLITE_FILE, Settings
from audit.digests import digest_of
from ledger import catalogue
from ledger.database import Connection, Engine, open_books, reading, writing
from ledger.errors import DatabaseUnfit, RecordRefused
from ledger.people import Act
from ledger.register import lookups
from treasury import attachment_store
from treasury.errors import AttachmentRefused, VaultRefused
from treasury.paper_files import PaperFolder

FORM = "bangfu-backup-1"
MANIFEST = "manifest.json"
MANIFEST_HASH = "manifest.sha256"
PAPERS = "papers"
_SQLITE = "books.sqlite3"
_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that was made: its files and bytes, and the hash of its manifest."""

    folder: Path
    files: int
    size: int
    manifest_hash: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, recomputed: how many units, and whether as in the manifest."""

    units: int
    differences: tuple[str, ...]
    papers: bool | None
    """Whether the papers were opened; None where there are none."""


# -- making -------------------------------------------------------------------------


def take(settings: Settings, act: Act, folder: Path) -> Taken:
    """Back the books up into a folder that is not there yet.

    Raises:
        FileExistsError: the folder is there.
        OSError: it cannot be written; nothing is left of it.
        RecordRefused: a paper that the books name is not in its place.
    """
    if folder.exists():
        raise FileExistsError(folder)
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    part.mkdir(mode=0o700)
    try:
        manifest = _written(settings, act, part)
        content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        digest = manifest_hash(content)
        (part / MANIFEST).write_bytes(content)
        # As `sha256sum --check` reads it.
        (part / MANIFEST_HASH).write_bytes(_hash_line(content))
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    size = sum(one["bytes"] for one in manifest["files"])
    return Taken(folder, len(manifest["files"]), size, digest)


def _written(settings: Settings, act: Act, part: Path) -> dict[str, Any]:
    engine = open_books(settings.database)
    try:
        if engine.dialect.name == "sqlite":
            backup_store.copy_sqlite(engine, part / _SQLITE)
            # What is copied is what is told of: the books may have gone on meanwhile.
            copied = open_books(f"{SQLITE_FILE}{part / _SQLITE}")
            try:
                told = _told(copied, settings, part)
            finally:
                copied.dispose()
            for ending in ("-wal", "-shm"):
                Path(f"{part / _SQLITE}{ending}").unlink(missing_ok=True)
        else:
            told = _told(engine, settings, part)
    finally:
        engine.dispose()
    return {
        "form": FORM,
        "made_at": act.stamp,
        "made_by": act.person,
        **told,
        "files": [_measured(part, path) for path in _files(part)],
    }


def _told(engine: Engine, settings: Settings, part: Path) -> dict[str, Any]:
    with reading(engine) as connection:
        if engine.dialect.name != "sqlite":
            _copy_tables(connection, part)
        _copy_papers(connection, settings, part)
        return {
            "kind": engine.dialect.name,
            "revision": catalogue.revision(connection),
            "chains": _chains(connection),
        }


def _copy_tables(connection: Connection, part: Path) -> None:
    metadata, _ = wiring.declared()
    (part / "tables").mkdir()
    for name in backup_store.table_names(metadata):
        path = part / "tables" / f"{name}.copy.gz"
        with path.open("wb") as file, gzip.GzipFile("", "wb", 6, file, 0) as packed:
            for piece in backup_store.copy_out(connection, metadata, name):
                packed.write(piece)


def _copy_papers(connection: Connection, settings: Settings, part: Path) -> None:
    if not attachment_store.any_attachment(connection):
        return
    try:
        source = papers_folder(settings)
    except AttachmentRefused as refusal:
        raise RecordRefused(str(refusal)) from None
    if not source.is_dir():
        msg = f"附件文件夹 {source} 不在，没有备份"
        raise RecordRefused(msg)
    # Papers are only ever added, each whole: what the rows name is there already.
    shutil.copytree(source, part / PAPERS, symlinks=False)


def _chains(connection: Connection) -> list[dict[str, Any]]:
    rows = []
    for code in sorted(lookups(connection, fresh=True).units):
        one = digest_of(connection, code, "")
        rows.append(
            {
                "unit": code,
                "position": one.position,
                "digest": one.digest,
                "records_position": one.records_position,
                "records_digest": one.records_digest,
                "shared_position": one.shared_position,
                "shared_digest": one.shared_digest,
            }
        )
    return rows


def _files(folder: Path) -> Iterator[Path]:
    own = {folder / MANIFEST, folder / MANIFEST_HASH}
    yield from sorted(
        path for path in folder.rglob("*") if path.is_file() and path not in own
    )


def _measured(folder: Path, path: Path) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_READ):
            digest.update(piece)
            size += len(piece)
    name = path.relative_to(folder).as_posix()
    return {"path": name, "bytes": size, "sha256": digest.hexdigest()}


# -- looking at one -----------------------------------------------------------------


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a backup says of itself.

    Raises:
        RecordRefused: it is none, or its manifest is not as it was written.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
        told = (folder / MANIFEST_HASH).read_bytes()
    except OSError:
        msg = f"{folder} 不是备份：没有可读的 {MANIFEST} 和 {MANIFEST_HASH}"
        raise RecordRefused(msg) from None
    if told != _hash_line(content):
        msg = f"{folder} 的 {MANIFEST} 与 {MANIFEST_HASH} 不符，备份被改动或没有写完"
        raise RecordRefused(msg)
    found: Any = json.loads(content)
    if not isinstance(found, dict) or found.get("form") != FORM:
        msg = f"{folder} 不是本程序的备份"
        raise RecordRefused(msg)
    return found


def _hash_line(content: bytes) -> bytes:
    return f"{manifest_hash(content)}  {MANIFEST}\n".encode()


def manifest_hash(content: bytes) -> str:
    """The SHA-256 by which a manifest is known."""
    return hashlib.sha256(content).hexdigest()


def faults(folder: Path) -> list[str]:
    """Every file of a backup that is not as it was written.

    Raises:
        RecordRefused: as `read_manifest`.
    """
    manifest = read_manifest(folder)
    listed = {one["path"]: one for one in manifest["files"]}
    there = {path.relative_to(folder).as_posix() for path in _files(folder)}
    found = [f"{name}：缺失" for name in sorted(set(listed) - there)]
    found += [f"{name}：不在清单中" for name in sorted(there - set(listed))]
    found += [
        f"{name}：内容与清单不符"
        for name in sorted(there & set(listed))
        if _measured(folder, folder / name) != listed[name]
    ]
    return found


# -- coming back --------------------------------------------------------------------


def restore(
    settings: Settings, folder: Path, keys: Mapping[Path, bytes] | None = None
) -> Restored:
    """Bring a backup back into books that are not there yet, and its keys beside them.

    Raises:
        RecordRefused: it is no backup, or not as it was written; all faults are told.
        DatabaseUnfit: another kind of database, not empty, or a newer program's.
        FileUnwritable: where a key belongs another one stands.
        OSError: the disk is full, or may not be written. Nothing is left then either.
    """
    if found := faults(folder):
        raise RecordRefused("备份不完整，没有恢复：\n" + "\n".join(found))
    manifest = read_manifest(folder)
    _demand_fit(settings, manifest)
    target = _free_papers(settings) if (folder / PAPERS).is_dir() else None
    missing = _missing_keys(keys or {})
    with ExitStack() as undo:
        if target is not None:
            undo.callback(shutil.rmtree, target, ignore_errors=True)
            shutil.copytree(folder / PAPERS, target, dirs_exist_ok=True)
        for path, content in missing.items():
            write_private(path, content)
            undo.callback(path.unlink)
        if manifest["kind"] == "sqlite":
            _restore_sqlite(settings, folder)
        else:
            _restore_tables(settings, folder)
        # All of it stands.
        undo.pop_all()
    return _proved(settings, manifest)


def _demand_fit(settings: Settings, manifest: Mapping[str, Any]) -> None:
    """Go on only if the books named can take what the backup holds."""
    if manifest["revision"] not in catalogue.revisions():
        raise DatabaseUnfit("备份比本程序新", do="升级本程序以后再恢复")
    kind = "sqlite" if settings.database.startswith(SQLITE_FILE) else "postgresql"
    if manifest["kind"] != kind:
        msg = f"备份来自 {manifest['kind']}"
        raise DatabaseUnfit(
            msg,
            do="恢复到同一种数据库，核对 BANGFU_DATABASE",
        )
    if kind == "postgresql" and manifest["revision"] != wiring.head():
        raise DatabaseUnfit(
            "备份来自较旧的版本", do="用当时的版本恢复，再用本程序运行 bangfu init"
        )
    if kind == "sqlite" and (path := _books_file(settings)).exists():
        msg = f"{path} 已经存在"
        raise DatabaseUnfit(msg, do="恢复到一个尚不存在的文件")


def _free_papers(settings: Settings) -> Path:
    target = papers_folder(settings)
    if target.exists() and any(target.iterdir()):
        msg = f"附件文件夹 {target} 已有内容，没有恢复"
        raise RecordRefused(msg)
    return target


def _missing_keys(keys: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """The keys that are not in their place yet.

    Raises:
        FileUnwritable: another one stands there.
    """
    missing = {}
    for path, content in keys.items():
        if not path.is_file():
            demand_free(path)
            missing[path] = content
        elif path.read_bytes() != content:
            raise FileUnwritable(path, "已有另一份密钥", "核对 BANGFU_KEYS")
    return missing


def _books_file(settings: Settings) -> Path:
    return Path(settings.database.removeprefix(SQLITE_FILE).partition("?")[0])


def _restore_sqlite(settings: Settings, folder: Path) -> None:
    path = _books_file(settings)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(folder / _SQLITE, part)
        part.chmod(0o600)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def _restore_tables(settings: Settings, folder: Path) -> None:
    metadata, _ = wiring.declared()
    engine = open_books(settings.database)
    try:
        with writing(engine, "恢复备份") as connection:
            wiring.make_empty(connection)
            with backup_store.guards_lifted(connection, metadata):
                for name in backup_store.table_names(metadata):
                    path = folder / "tables" / f"{name}.copy.gz"
                    with gzip.open(path, "rb") as rows:
                        backup_store.copy_in(connection, metadata, name, rows)
    finally:
        engine.dispose()


def _proved(settings: Settings, manifest: Mapping[str, Any]) -> Restored:
    from audit import integrity  # noqa: PLC0415 - only what comes back is proved

    engine = open_books(settings.database)
    try:
        with reading(engine) as connection:
            any_paper = attachment_store.any_attachment(connection)
        papers = _opened_papers(settings) if any_paper else None
        with reading(engine) as connection:
            schema = catalogue.verify(connection)
            report = integrity.verify(connection, (), schema, papers)
            chains = _chains(connection)
    finally:
        engine.dispose()
    differences = [str(one) for one in report.differences]
    if chains != manifest["chains"]:
        differences.append("各单位的链位、摘要与清单所载不同")
    opened = papers is not None if any_paper else None
    return Restored(len(chains), tuple(differences), opened)


def _opened_papers(settings: Settings) -> PaperFolder | None:
    """The papers with what opens them; None while their keys have not come back."""
    try:
        return open_papers(settings) if key_file(settings).is_file() else None
    except VaultRefused:
        return None
