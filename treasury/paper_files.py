"""Papers on disk (附件文件): encrypted, named by what they hold, put there whole.

1. A paper is known by the SHA-256 of its plain content. Its file's name is a blind
   index of unit and hash, in two levels of folders: the folder tells nothing of what
   it holds, not even to somebody who has the same paper.
2. It is encrypted in pieces of `PIECE_BYTES`, each bound to the unit, the hash, its
   place and the number of pieces: pieces cannot be swapped, left out or added. Memory
   does not grow with the paper.
3. It is written beside its place, put on disk, and renamed: a crash leaves the whole
   file or none. A file that no row tells of is harmless, and is taken up when the same
   paper comes again.
4. A paper has at most `ATTACHMENT_MOST` bytes; more is refused before it is read.

The written form: the line `bangfu-paper-1`, then the pieces as the vault locks them.

Basis: 财会〔2024〕12号 第三十三条; 会计基础工作规范 第五十一条（四）.
"""

import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from treasury.errors import AttachmentRefused, VaultRefused
from treasury.media import Media, media_of
from treasury.vault import Vault

ATTACHMENT_MOST = 50_000_000
"""Bytes of a paper at most (grade D: our own)."""
PIECE_BYTES = 1 << 20

_FORM = b"bangfu-paper-1\n"
_LOCK_BYTES = 33
"""What the vault adds to a piece: form, key's number, nonce, tag."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The content of a paper: its hash, its size in bytes, and its kind of file."""

    digest: bytes
    size: int
    media: Media


@dataclass(frozen=True, slots=True)
class PaperFolder:
    """The folder of papers and the vault that opens them."""

    folder: Path
    vault: Vault = field(repr=False)

    def path(self, unit: str, digest: bytes) -> Path:
        """Where a unit's paper stands."""
        name = self.vault.blind(f"{unit}\x1f{digest.hex()}", "attachment").hex()
        return self.folder / name[:2] / name[2:4] / name

    def keep(self, unit: str, source: Path) -> Paper:
        """Put a paper into the folder, and on disk; what stands there whole stays.

        Raises:
            AttachmentRefused: no file, empty, too large, of a kind that is not kept, or
                changed while it was read.
            OSError: it cannot be read or written; nothing is left half.
        """
        _demand_size(source)
        with source.open("rb") as stream:
            media = media_of(stream, source.name)
            digest, size = _measured(stream)
            if size > ATTACHMENT_MOST:
                raise _too_large(size)
            paper = Paper(digest, size, media)
            if self.fault(unit, paper.digest, paper.size):
                self._put(unit, paper, stream)
        return paper

    def pieces(self, unit: str, digest: bytes, size: int) -> Iterator[bytes]:
        """The plain content of a paper, piece by piece; whoever takes all has it whole.

        Raises:
            AttachmentRefused: the file is not there, or its length is not the paper's.
            VaultRefused: it was changed, belongs elsewhere, or the key is missing.
        """
        path = self.path(unit, digest)
        if path.is_symlink() or not path.is_file():
            raise AttachmentRefused("附件文件缺失", do="从备份恢复，或重新提交原件")
        count = _count(size)
        whole = hashlib.sha256()
        with path.open("rb") as stream:
            if stream.read(len(_FORM)) != _FORM:
                raise _damaged("不是附件文件的格式")
            for place in range(1, count + 1):
                locked = stream.read(PIECE_BYTES + _LOCK_BYTES)
                if place == count and stream.read(1):
                    raise _damaged("比登记的长")
                context = _context(unit, digest, place, count)
                plain = self.vault.unlock(locked, context)
                whole.update(plain)
                yield plain
        if whole.digest() != digest:
            raise _damaged("内容的 SHA-256 与登记的不符")

    def fault(self, unit: str, digest: bytes, size: int) -> str:
        """Why a paper is not there as it was kept; empty where it is."""
        found = 0
        try:
            for piece in self.pieces(unit, digest, size):
                found += len(piece)
        except (AttachmentRefused, VaultRefused) as refusal:
            return str(refusal)
        except OSError as error:
            return f"附件文件不能读取（系统错误 {error.errno}）"
        return "" if found == size else f"原 {size} 字节，现 {found} 字节"

    def _put(self, unit: str, paper: Paper, stream: BinaryIO) -> None:
        path = self.path(unit, paper.digest)
        _make_folders(self.folder, path.parent)
        part = path.with_name(f".{secrets.token_hex(8)}.part")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            with os.fdopen(os.open(part, flags, 0o600), "wb") as written:
                self._write(unit, paper, stream, written)
                written.flush()
                os.fsync(written.fileno())
            part.replace(path)
            sync_folder(path.parent)
        finally:
            part.unlink(missing_ok=True)

    def _write(
        self, unit: str, paper: Paper, stream: BinaryIO, written: BinaryIO
    ) -> None:
        count = _count(paper.size)
        whole = hashlib.sha256()
        stream.seek(0)
        written.write(_FORM)
        for place in range(1, count + 1):
            plain = stream.read(PIECE_BYTES)
            whole.update(plain)
            context = _context(unit, paper.digest, place, count)
            written.write(self.vault.lock(plain, context))
        if whole.digest() != paper.digest:
            why = "读取过程中文件被改动"
            raise AttachmentRefused("附件没有保存", why, "等写入它的程序结束后重试")


def _damaged(why: str) -> AttachmentRefused:
    return AttachmentRefused("附件文件已损坏", why, "从备份恢复，或重新提交原件")


def _count(size: int) -> int:
    return -(-size // PIECE_BYTES)


def _context(unit: str, digest: bytes, place: int, count: int) -> str:
    return f"attachment\x1f{unit}\x1f{digest.hex()}\x1f{place}\x1f{count}"


def _demand_size(source: Path) -> None:
    """Rule 4, before a byte is read."""
    told = source.stat()
    what = "附件没有保存"
    if not stat.S_ISREG(told.st_mode):
        raise AttachmentRefused(what, "这不是普通文件", "写明一个文件的路径")
    if told.st_size == 0:
        raise AttachmentRefused(what, "文件是空的", "取得原件重新提交")
    if told.st_size > ATTACHMENT_MOST:
        raise _too_large(told.st_size)


def _too_large(size: int) -> AttachmentRefused:
    why = f"文件有 {size:,} 字节，附件最多 {ATTACHMENT_MOST:,} 字节"
    do = "降低扫描分辨率，或拆成几份分别提交"
    return AttachmentRefused("附件没有保存", why, do)


def _measured(stream: BinaryIO) -> tuple[bytes, int]:
    digest, size = hashlib.sha256(), 0
    stream.seek(0)
    # One byte more than allowed shows a file that grew since it was measured.
    while size <= ATTACHMENT_MOST and (block := stream.read(PIECE_BYTES)):
        digest.update(block)
        size += len(block)
    return digest.digest(), size


def _make_folders(top: Path, leaf: Path) -> None:
    """The folders of a paper, each on disk in the one above before it is used."""
    for folder in (top, leaf.parent, leaf):
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Put a folder's list of files on disk, where the system lets one."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
