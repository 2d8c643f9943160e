"""The drill of docs/serving.md: lost whole, brought back elsewhere, and proved.

Each command is a process of its own, in an environment that knows nothing of the old
place: another folder, other variables, another database.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app import backup
from ledger.database import open_books, reading
from tests import building
from tests.app.commands import PROGRAM, ROOT
from tests.server import Shelf
from tests.treasury.papers import pdf

pytestmark = pytest.mark.slow

PHRASE = "一把很长的托管口令，写在纸上"
UNIT = ("--unit", "U1")
SAID = ("--kind", "receipt", "--dated", "2025-01-15", "--title", "收款收据")
LATE = ("--ref", "r1", "--reason", "原件迟到", "--as", "张三")


@dataclass(frozen=True, slots=True)
class Place:
    """A machine with a place for books, and nothing in its environment besides."""

    folder: Path
    database: str

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command in a process that was started for it."""
        environment = {
            "BANGFU_DATABASE": self.database,
            "BANGFU_KEYS": str(self.folder / "keys"),
            "BANGFU_SIGNING": str(self.folder / "signing"),
            "BANGFU_ATTACHMENTS": str(self.folder / "papers"),
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            **more,
        }
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, *words],
            cwd=self.folder,
            env={name: value for name, value in environment.items() if value},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def ok(self, *words: str, **more: str) -> str:
        """Run a command that is done; what it said."""
        done = self.run(*words, **more)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def refused(self, *words: str, **more: str) -> str:
        """Run a command that is refused in a sentence."""
        done = self.run(*words, **more)
        assert (done.returncode, done.stdout) == (1, ""), done.stdout
        assert "Traceback" not in done.stderr
        return done.stderr

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all has come into this place."""
        if any(self.folder.iterdir()):
            return False
        if self.database.startswith("sqlite"):
            return True
        engine = open_books(self.database)
        with reading(engine) as connection:
            found = connection.exec_driver_sql(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            ).scalar_one()
        engine.dispose()
        return found == 0


@pytest.fixture
def old(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Place]:
    """Where the books stand: vouchers, a paper of one, keys of both kinds."""
    folder = tmp_path / "old"
    folder.mkdir()
    with shelf.copied(dialect, "unit") as url:
        books = building.Books(open_books(url), url)
        books.post(building.receipt("r1", 100_00), building.payment("p1", 40_00))
        books.engine.dispose()
        place = Place(folder, url)
        pdf(folder)
        place.ok("money", "supplement", *UNIT, "a.pdf", *SAID, *LATE)
        place.ok("keys", "sign", "--as", "王五")
        yield place


@pytest.fixture
def new(shelf: Shelf, dialect: str, tmp_path: Path) -> Iterator[Place]:
    """Where nothing stands yet: an empty folder, or an empty database."""
    folder = tmp_path / "new"
    folder.mkdir()
    if dialect == "sqlite":
        yield Place(folder, f"sqlite:///{folder / 'books.db'}")
        return
    shelf.fillings.setdefault("nothing", lambda _engine: None)
    with shelf.copied(dialect, "nothing") as url:
        yield Place(folder, url)


@pytest.fixture
def taken(old: Place, tmp_path: Path) -> tuple[Path, Path]:
    """A backup and what was put into escrow with it."""
    folder, escrow = tmp_path / "backup", tmp_path / "escrow"
    words = ("backup", str(folder), "--escrow", str(escrow), "--as", "王五")
    old.ok(*words, BANGFU_ESCROW=PHRASE)
    return folder, escrow


def restoring(taken: tuple[Path, Path]) -> tuple[str, ...]:
    return ("restore", str(taken[0]), "--escrow", str(taken[1]))


def test_books_papers_and_keys_come_back_and_hold_against_a_digest(
    old: Place, new: Place, tmp_path: Path
) -> None:
    digest = tmp_path / "digest.txt"
    digest.write_text(old.ok("audit", "digest", "--sign", "--as", "王五"), "utf-8")
    taken = tmp_path / "backup", tmp_path / "escrow"
    words = ("backup", str(taken[0]), "--escrow", str(taken[1]), "--as", "王五")
    said = old.ok(*words, BANGFU_ESCROW=PHRASE)
    assert said.splitlines()[-1] in new.ok("restore", str(taken[0]), "--check")
    told = new.ok(*restoring(taken), BANGFU_ESCROW=PHRASE)
    assert "已恢复 2 个单位：全部重算，与备份时一致" in told
    assert "没有解密核对" not in told
    told = new.ok("audit", "verify", "--digest", str(digest))
    assert "未执行" not in told
    assert told.count("一致：签发以来没有删改") >= 2
    new.ok("money", "attachment", *UNIT, "1", "--to", "out.pdf", "--as", "张三")
    paper = (old.folder / "a.pdf").read_bytes()
    assert (new.folder / "out.pdf").read_bytes() == paper
    for name in ("keys", "signing"):
        came = new.folder / name
        assert came.read_bytes() == (old.folder / name).read_bytes()
        assert came.stat().st_mode & 0o077 == 0
    assert "1 份附件齐全" in new.ok("money", "attachments-check", *UNIT)


def test_without_escrow_the_papers_come_back_shut(
    taken: tuple[Path, Path], new: Place
) -> None:
    told = new.ok("restore", str(taken[0]))
    assert "没有解密核对：密钥不在" in told
    refusal = new.refused(*("money", "attachment", *UNIT, "1", "--to", "out.pdf"))
    assert "密钥" in refusal


def altered(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def test_a_backup_with_another_byte_or_cut_short_is_refused_whole(
    taken: tuple[Path, Path], new: Place
) -> None:
    folder, _ = taken
    own = [folder / backup.MANIFEST, folder / backup.MANIFEST_HASH]
    papers = list((folder / backup.PAPERS).rglob("*"))
    paper = next(path for path in papers if path.is_file())
    rows = max(backup._files(folder), key=lambda path: path.stat().st_size)
    for path in (*own, paper, rows):
        content = path.read_bytes()
        for wrong in (altered(content), content[:-1]):
            path.write_bytes(wrong)
            told = new.refused(*restoring(taken), BANGFU_ESCROW=PHRASE)
            assert "备份" in told, path.name
            assert new.is_empty, path.name
        path.write_bytes(content)
    (folder / "stray").write_text("x", "utf-8")
    assert "不在清单中" in new.refused(*restoring(taken), BANGFU_ESCROW=PHRASE)
    assert new.is_empty


def test_what_cannot_come_back_leaves_nothing_half_done(
    taken: tuple[Path, Path], old: Place, new: Place
) -> None:
    words = restoring(taken)
    assert "口令不对" in new.refused(*words, BANGFU_ESCROW=PHRASE + "x")
    assert "请设 BANGFU_ESCROW" in new.refused(*words)
    gone = ("restore", str(taken[0]), "--escrow", str(taken[1]) + "x")
    assert "托管文件" in new.refused(*gone, BANGFU_ESCROW=PHRASE)
    assert new.is_empty
    # Where books stand already, neither papers nor keys come in beside them.
    there = Place(new.folder, old.database)
    told = there.refused(*words, BANGFU_ESCROW=PHRASE)
    assert "已经存在" in told or "已有内容" in told
    assert not any(new.folder.iterdir())
    # Another key in the place of ours is left, and nothing comes beside it.
    (new.folder / "keys").write_bytes(b"1 " + b"0" * 64 + b"\n")
    assert "已有另一份密钥" in new.refused(*words, BANGFU_ESCROW=PHRASE)
    (new.folder / "keys").unlink()
    assert new.is_empty


def test_escrow_is_not_left_without_its_backup(old: Place, tmp_path: Path) -> None:
    escrow = tmp_path / "escrow"
    (old.folder / "papers").rename(old.folder / "away")
    words = ("backup", str(tmp_path / "b"), "--escrow", str(escrow), "--as", "王五")
    assert "没有备份" in old.refused(*words, BANGFU_ESCROW=PHRASE)
    assert not escrow.exists()
    assert not (tmp_path / "b").exists()
