"""Papers on disk: whole or not at all, opened by the vault, found when altered."""

import hashlib
import multiprocessing
import os
import signal
import stat
import time
import tracemalloc
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import integrity
from ledger.database import open_books, reading, writing
from tests.building import Books
from tests.treasury import papers
from tests.treasury.papers import PDF, SAID, VAULT, attach, drafted, pdf
from treasury import attachment_reading as on_record
from treasury import attachments
from treasury.attachments import Handed, Proves
from treasury.errors import AttachmentRefused, VaultRefused
from treasury.paper_files import ATTACHMENT_MOST, PIECE_BYTES, PaperFolder
from treasury.vault import Vault, new_key

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def folder(tmp_path: Path) -> PaperFolder:
    """The folder of papers."""
    return papers.folder_in(tmp_path)


def only_file(folder: PaperFolder) -> Path:
    (found,) = (one for one in folder.folder.rglob("*") if one.is_file())
    return found


def faults(books: Books, folder: PaperFolder) -> list[str]:
    """What verifying says of attachments, and that it says nothing else."""
    with reading(books.engine) as connection:
        report = integrity.verify(connection, papers=folder)
    assert {one.test for one in report.differences} <= {"V15"}
    return [f"{one.place}：{one.what}" for one in report.differences]


# -- in and out ---------------------------------------------------------------------


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from([0, 1, PIECE_BYTES - len(PDF), PIECE_BYTES, 2 * PIECE_BYTES]),
    st.integers(-2, 2),
)
def test_what_comes_out_is_what_went_in(
    tmp_path_factory: pytest.TempPathFactory, size: int, more: int
) -> None:
    path = tmp_path_factory.mktemp("papers")
    content = os.urandom(max(size + more, 0))
    file = pdf(path, more=content)
    folder = papers.folder_in(path)
    paper = folder.keep("U1", file)
    whole = b"".join(folder.pieces("U1", paper.digest, paper.size))
    assert whole == PDF + content
    assert paper.digest == hashlib.sha256(whole).digest()
    assert folder.fault("U1", paper.digest, paper.size) == ""


def test_only_the_owner_reads_the_folder(folder: PaperFolder, tmp_path: Path) -> None:
    folder.keep("U1", pdf(tmp_path))
    file = only_file(folder)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for one in (folder.folder, file.parent, file.parent.parent):
        assert stat.S_IMODE(one.stat().st_mode) == 0o700
    digest = hashlib.sha256(PDF).hexdigest()
    assert digest not in str(file)


def test_a_large_paper_takes_little_memory(folder: PaperFolder, tmp_path: Path) -> None:
    file = pdf(tmp_path, more=bytes(30 * PIECE_BYTES))
    tracemalloc.start()
    paper = folder.keep("U1", file)
    assert folder.fault("U1", paper.digest, paper.size) == ""
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 * PIECE_BYTES


def test_a_paper_of_200_mb_is_refused_before_it_is_read(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    drafted(books)
    file = pdf(tmp_path)
    os.truncate(file, 200_000_000)
    begun = time.monotonic()
    with pytest.raises(AttachmentRefused, match="附件最多 50,000,000 字节") as refused:
        attach(books, Handed(file, folder, SAID))
    assert time.monotonic() - begun < 2
    assert "拆成几份" in str(refused.value)
    assert not folder.folder.exists()
    os.truncate(file, ATTACHMENT_MOST)
    assert folder.keep("U1", file).size == ATTACHMENT_MOST


def test_what_is_no_file_or_empty_is_refused(
    folder: PaperFolder, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    for source in (tmp_path, pipe):
        with pytest.raises(AttachmentRefused, match="不是普通文件"):
            folder.keep("U1", source)
    empty = tmp_path / "empty.pdf"
    empty.touch()
    with pytest.raises(AttachmentRefused, match="文件是空的"):
        folder.keep("U1", empty)
    with pytest.raises(FileNotFoundError):
        folder.keep("U1", tmp_path / "none.pdf")


@dataclass(frozen=True, slots=True)
class Disturbed(Vault):
    """A vault under whose hands the source file changes."""

    file: Path = Path()

    def lock(self, plain: bytes, context: str) -> bytes:
        """Change the file, then encrypt."""
        with self.file.open("r+b") as stream:
            stream.seek(2 * PIECE_BYTES)
            stream.write(b"changed")
        return Vault.lock(self, plain, context)


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path) -> None:
    file = pdf(tmp_path, more=os.urandom(3 * PIECE_BYTES))
    folder = papers.folder_in(tmp_path, Disturbed(VAULT.keys, file))
    with pytest.raises(AttachmentRefused, match="读取过程中文件被改动"):
        folder.keep("U1", file)
    assert [one for one in folder.folder.rglob("*") if one.is_file()] == []


# -- found when altered -------------------------------------------------------------


@pytest.fixture
def kept(books: Books, folder: PaperFolder, tmp_path: Path) -> PaperFolder:
    """A folder that holds one attachment of three pieces."""
    drafted(books)
    file = pdf(tmp_path, more=os.urandom(2 * PIECE_BYTES))
    attach(books, Handed(file, folder, SAID))
    assert faults(books, folder) == []
    return folder


def flip(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize("place", [0, 15, 16, 25, 40, PIECE_BYTES + 60, -1])
def test_a_flipped_bit_is_found_by_the_number_of_the_attachment(
    books: Books, kept: PaperFolder, place: int
) -> None:
    flip(only_file(kept), place)
    (told,) = faults(books, kept)
    assert told.startswith("U1 附件 1：")
    assert SAID.title not in told


def test_a_file_cut_short_or_grown_is_found(books: Books, kept: PaperFolder) -> None:
    file = only_file(kept)
    content = file.read_bytes()
    piece = PIECE_BYTES + 33
    for wrong in (
        content[:-1],
        content[: 15 + 2 * piece],
        content[:15],
        b"",
        content + b"x",
        content + content[15 : 15 + piece],
    ):
        file.write_bytes(wrong)
        assert len(faults(books, kept)) == 1
    file.write_bytes(content)
    assert faults(books, kept) == []


def test_pieces_in_another_order_are_found(books: Books, kept: PaperFolder) -> None:
    file = only_file(kept)
    content, piece = file.read_bytes(), PIECE_BYTES + 33
    first, second = content[15 : 15 + piece], content[15 + piece : 15 + 2 * piece]
    file.write_bytes(content[:15] + second + first + content[15 + 2 * piece :])
    assert "密文无法解开" in faults(books, kept)[0]


def test_files_that_changed_places_are_found(
    books: Books, kept: PaperFolder, tmp_path: Path
) -> None:
    first = only_file(kept)
    attach(books, Handed(pdf(tmp_path, "b.pdf"), kept, SAID))
    (second,) = (f for f in kept.folder.rglob("*") if f.is_file() and f != first)
    other = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(other)
    assert [one[:8] for one in faults(books, kept)] == ["U1 附件 1：", "U1 附件 2："]


def test_a_missing_file_is_found_and_comes_back_with_the_paper(
    books: Books, kept: PaperFolder, tmp_path: Path
) -> None:
    only_file(kept).unlink()
    (told,) = faults(books, kept)
    assert "附件文件缺失" in told
    source = tmp_path / "a.pdf"
    assert not attach(books, Handed(source, kept, SAID)).stored
    assert faults(books, kept) == []


def test_a_link_in_the_place_of_a_file_is_no_file(
    books: Books, kept: PaperFolder, tmp_path: Path
) -> None:
    file = only_file(kept)
    file.rename(tmp_path / "elsewhere")
    file.symlink_to(tmp_path / "elsewhere")
    assert "附件文件缺失" in faults(books, kept)[0]


def test_a_file_that_is_no_longer_readable_is_told(
    books: Books, kept: PaperFolder
) -> None:
    file = only_file(kept)
    file.unlink()
    file.parent.rmdir()
    file.parent.write_bytes(b"")
    assert "附件文件缺失" in faults(books, kept)[0]


def test_a_row_whose_size_was_changed_does_not_fit_its_file(kept: PaperFolder) -> None:
    digest = hashlib.sha256((kept.folder.parent / "a.pdf").read_bytes()).digest()
    size = (kept.folder.parent / "a.pdf").stat().st_size
    assert kept.fault("U1", digest, size) == ""
    assert kept.fault("U1", digest, size - 1) == f"原 {size - 1} 字节，现 {size} 字节"
    assert "密文无法解开" in kept.fault("U1", digest, size - PIECE_BYTES)


def test_a_vault_without_the_key_opens_nothing(books: Books, kept: PaperFolder) -> None:
    with reading(books.engine) as connection:
        paper, _ = on_record.find(connection, "U1", 1)
    # The lowest key names the files, so it is there; the one that encrypted is not.
    old = Vault({1: VAULT.keys[1], 2: new_key()})
    newer = PaperFolder(kept.folder, old)
    assert newer.fault("U1", paper.sha256, paper.size) == ""
    stranger = PaperFolder(kept.folder, Vault({1: new_key()}))
    assert "缺失" in stranger.fault("U1", paper.sha256, paper.size)


def test_after_a_new_key_old_and_new_papers_open(
    books: Books, kept: PaperFolder, tmp_path: Path
) -> None:
    both = Vault({**VAULT.keys, 2: new_key()})
    rotated = PaperFolder(kept.folder, both)
    attach(books, Handed(pdf(tmp_path, "b.pdf"), rotated, SAID))
    assert faults(books, rotated) == []
    told = faults(books, kept)
    assert len(told) == 1
    assert "需要第 2 号密钥" in told[0]
    with reading(books.engine) as connection:
        paper, _ = on_record.find(connection, "U1", 2)
    out = (tmp_path / "out").open("wb")
    with out, pytest.raises(VaultRefused, match="需要第 2 号密钥"):
        on_record.write_out(paper, "U1", kept, out)


def test_without_folder_and_keys_it_is_told_as_not_performed(
    books: Books, kept: PaperFolder
) -> None:
    with reading(books.engine) as connection:
        without = integrity.verify(connection)
        opened = integrity.verify(connection, papers=kept)
        alone = integrity.verify(connection, ("U2",))
    assert (integrity.TESTS["V15"], "1 份附件", None) in without.lines
    assert (integrity.TESTS["V15"], "1 份附件", True) in opened.lines
    assert integrity.TESTS["V15"] not in {title for title, _, _ in alone.lines}
    only_file(kept).unlink()
    with reading(books.engine) as connection:
        found = integrity.verify(connection, papers=kept)
    assert (integrity.TESTS["V15"], "1 份附件", False) in found.lines


def test_a_folder_that_is_gone_is_not_begun_anew(
    books: Books, kept: PaperFolder, tmp_path: Path
) -> None:
    kept.folder.rename(tmp_path / "moved")
    with pytest.raises(AttachmentRefused, match="BANGFU_ATTACHMENTS"):
        attach(books, Handed(pdf(tmp_path, "b.pdf", b"b"), kept, SAID))


# -- crashes and two at once --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dying(Vault):
    """A vault whose process is killed at the third piece."""

    def lock(self, plain: bytes, context: str) -> bytes:
        """Encrypt, or die."""
        if context.split("\x1f")[3] == "3":
            os.kill(os.getpid(), signal.SIGKILL)
        return Vault.lock(self, plain, context)


def _attach_and_die(url: str, folder: PaperFolder, file: Path) -> None:
    engine = open_books(url)
    with writing(engine) as connection:
        handed = Handed(file, folder, SAID)
        to = Proves(key="r1")
        attachments.attach(connection, "U1", handed, to, papers.PREPARER)
        os.kill(os.getpid(), signal.SIGKILL)


def _killed(books: Books, folder: PaperFolder, file: Path) -> None:
    process = SPAWN.Process(target=_attach_and_die, args=(books.url, folder, file))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def test_a_crash_between_file_and_row_leaves_books_that_hold(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    drafted(books)
    file = pdf(tmp_path)
    _killed(books, folder, file)
    only_file(folder)
    assert books.one("SELECT COUNT(*) FROM attachments") == 0
    assert faults(books, folder) == []
    assert attach(books, Handed(file, folder, SAID)).stored
    only_file(folder)
    assert faults(books, folder) == []


def test_a_crash_within_the_file_leaves_none(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    drafted(books)
    file = pdf(tmp_path, more=os.urandom(3 * PIECE_BYTES))
    _killed(books, PaperFolder(folder.folder, Dying(VAULT.keys)), file)
    left = only_file(folder)
    assert left.name.endswith(".part")
    assert attach(books, Handed(file, folder, SAID)).stored
    assert faults(books, folder) == []


def _attach_one(url: str, folder: PaperFolder, file: Path, ref: str) -> None:
    engine = open_books(url)
    with writing(engine) as connection:
        to = Proves(key=ref, shared="同一份")
        handed = Handed(file, folder, SAID)
        attachments.attach(connection, "U1", handed, to, papers.PREPARER)


def test_two_who_keep_the_same_file_at_once_keep_one(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    file = pdf(tmp_path, more=os.urandom(PIECE_BYTES))
    refs = [f"r{number}" for number in range(4)]
    for ref in refs:
        drafted(books, ref)
    at_work = [
        SPAWN.Process(target=_attach_one, args=(books.url, folder, file, ref))
        for ref in refs
    ]
    for one in at_work:
        one.start()
    for one in at_work:
        one.join(120)
    assert [one.exitcode for one in at_work] == [0] * 4
    assert books.one("SELECT COUNT(*) FROM attachments") == 1
    assert books.one("SELECT COUNT(*) FROM attachment_uses") == 4
    only_file(folder)
    assert faults(books, folder) == []
