"""The evidence package: both editions verify, and the masked one shows nobody."""

import ast
import hashlib
import json
import random
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from audit import package
from audit.signatures import SigningKey, proves
from ledger.database import reading, writing
from ledger.fund_registration import register_funds
from ledger.funds import Channel, Fund, Origin
from tests import building, server
from tests.audit import packages
from tests.audit.packages import FULL, VERIFIER, failed, judged, salt_of, written
from tests.audit.sealed import copied
from tests.building import ACT, Books, receipt
from tests.treasury import papers
from treasury.attachments import Handed, Proves, supplement
from treasury.errors import AttachmentRefused

ROOT = Path(__file__).parents[2]
KEY = SigningKey(bytes(range(32)))


@pytest.fixture
def sealed(shelf: server.Shelf, dialect: str) -> Iterator[Books]:
    """Closed and corrected books with every field filled, on both databases."""
    yield from copied(shelf, dialect)


@pytest.fixture
def lite(shelf: server.Shelf) -> Iterator[Books]:
    """The same on SQLite alone."""
    yield from copied(shelf, "sqlite")


# -- written ------------------------------------------------------------------------


def test_both_editions_verify_and_the_full_one_proves_the_masked(
    sealed: Books, tmp_path: Path
) -> None:
    masked = written(sealed, tmp_path / "masked", key=KEY)
    full = written(sealed, tmp_path / "full.zip", key=KEY, **FULL)

    assert failed(full) == set()
    code, out = judged(masked, "--full", str(full))
    assert (code, out.count("未执行")) == (0, 1), out
    assert "通过　隐去的字段" in out
    assert "其中 1 张有隐去的字段" in out
    assert KEY.fingerprint in out


def test_the_same_books_give_the_same_bytes_as_a_folder_and_as_a_zip(
    sealed: Books, tmp_path: Path
) -> None:
    folder = written(sealed, tmp_path / "a", key=KEY)
    one = written(sealed, tmp_path / "b.zip", key=KEY)
    other = written(sealed, tmp_path / "c.zip", key=KEY)

    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as packed:
        names = packed.namelist()
        assert {name: packed.read(name) for name in names} == {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
        }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b.zip", "c.zip"]


def test_only_its_owner_reads_a_package(lite: Books, tmp_path: Path) -> None:
    folder = written(lite, tmp_path / "a")
    packed = written(lite, tmp_path / "a.zip")

    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {stat.S_IMODE(packed.stat().st_mode)} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_stands_at_the_place_already_is_left_alone(
    lite: Books, tmp_path: Path
) -> None:
    for name in ("there", "there.zip"):
        (tmp_path / name).write_text("mine")
        with pytest.raises(FileExistsError):
            written(lite, tmp_path / name)
        assert (tmp_path / name).read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_month_takes_the_seals_up_to_the_head_and_contents_of_its_own(
    sealed: Books, tmp_path: Path
) -> None:
    folder = written(sealed, tmp_path / "a", period="2025-03")
    told = json.loads((folder / "manifest.json").read_text("utf-8"))

    assert failed(folder) == set()
    assert told["chain"]["after"] > 0
    assert told["chain"]["vouchers"] == 2
    lines = (folder / "canonical.bin").read_bytes().splitlines()
    seals = told["chain"]["position"] - told["chain"]["after"]
    assert len((folder / "canonical.bin").read_bytes().split(b"\n")) == seals + 1
    assert lines


@pytest.mark.parametrize(("unit", "period"), [("U1", "2031"), ("U2", "2025-07")])
def test_a_time_without_vouchers_has_a_package_too(
    sealed: Books, tmp_path: Path, unit: str, period: str
) -> None:
    folder = written(sealed, tmp_path / "a", unit=unit, period=period)

    assert failed(folder) == set()
    assert (folder / "canonical.bin").read_bytes() == b""


def test_it_runs_alone_in_a_process_that_knows_nothing_of_the_program(
    lite: Books, tmp_path: Path
) -> None:
    folder = written(lite, tmp_path / "a")
    command = [sys.executable, "-I", "-S", "-B", "-W", "error", "verify.py"]
    done = subprocess.run(
        command, cwd=folder, env={"PYTHONUTF8": "1"}, capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert "全部通过" in done.stdout.decode()


# -- who is shown -------------------------------------------------------------------


def test_the_masked_edition_shows_nobody_and_the_same_mark_for_the_same_text(
    books: Books, tmp_path: Path
) -> None:
    books.post(receipt("r", 100_00))
    for ref, more in enumerate(
        (
            {"recipient": "帮-0001", "party": "王小明", "memo": "住院"},
            {"recipient": "帮-0001", "party": "邻县总工会"},
            {"party": "U2", "memo": "住院"},
        )
    ):
        line = building.debit("50404", 1_00, purpose="生活救助", **more)
        summary = f"付{more['party']}生活救助"
        books.post(
            building.voucher(
                f"p{ref}", line, building.credit("102", 1_00), summary=summary
            )
        )
    folder = written(books, tmp_path / "a")
    rows = list(VERIFIER.Package(folder).rows("postings.csv"))
    heads = list(VERIFIER.Package(folder).rows("vouchers.csv"))
    whole = b"".join(path.read_bytes() for path in folder.iterdir()).decode()

    assert failed(folder) == set()
    assert not any(text in whole for text in ("帮-0001", "王小明", "住院"))
    first, second, third = (row for row in rows if row["account"] == "50404")
    assert first["recipient"] == second["recipient"]
    assert first["memo"] == third["memo"]
    assert (second["party"], third["party"]) == ("邻县总工会", "U2")
    shown = [head["summary"] for head in heads]
    assert shown[0] == "凭证摘要"
    assert shown[2:] == ["付邻县总工会生活救助", "付U2生活救助"]
    for mark in (first["recipient"], first["party"], first["memo"], shown[1]):
        assert re.fullmatch("※[0-9a-f]{40}", mark)
    assert len({first["recipient"], first["party"], first["memo"], shown[1]}) == 4


def test_texts_that_a_spreadsheet_would_run_are_led_by_an_apostrophe(
    books: Books, tmp_path: Path
) -> None:
    line = building.debit("102", 1_00, party="=1+1", item="@物品", quantity_milli=1)
    other = building.credit("408", 1_00)
    books.post(
        building.voucher("=r", line, other, summary="-1+1"),
        building.voucher("r2", line, other, summary="＝1"),
    )
    for edition in ({}, FULL):
        folder = written(books, tmp_path / str(len(edition)), **edition)
        (first, second) = VERIFIER.Package(folder).rows("vouchers.csv")
        rows = list(VERIFIER.Package(folder).rows("postings.csv"))
        assert failed(folder) == set()
        assert (first["ref"], first["summary"]) == ("'=r", "'-1+1")
        assert second["summary"] == "'＝1"
        assert rows[0]["item"] == "'@物品"
        assert rows[0]["party"] == "'=1+1" or not edition


def test_a_mark_tells_nothing_without_the_salt_and_is_proved_by_it(
    lite: Books, tmp_path: Path
) -> None:
    full = written(lite, tmp_path / "full", **FULL)
    other = tmp_path / "other"
    with reading(lite.engine) as connection:
        asked = packages.asked(salt_of=lambda text: salt_of(f"other{text}"))
        package.write(connection, asked, other)

    assert failed(other) == set()
    assert failed(other, "--full", str(full)) == {"隐去的字段"}


def test_the_donor_of_a_fund_leaves_in_the_full_edition_alone(
    books: Books, tmp_path: Path
) -> None:
    fund = Fund("F9", "定向", Origin.DONATION, Channel.DIRECT, donor="赵某某")
    with writing(books.engine) as connection:
        assert not register_funds(connection, "U1", [fund], ACT)
    masked = written(books, tmp_path / "masked")
    full = written(books, tmp_path / "full", **FULL)

    assert failed(masked) == failed(full) == set()
    assert "赵某某".encode() not in (masked / "records.bin").read_bytes()
    assert "赵某某".encode() in (full / "records.bin").read_bytes()


# -- papers -------------------------------------------------------------------------


def test_papers_are_listed_in_both_editions_and_enclosed_in_the_full_one(
    books: Books, tmp_path: Path
) -> None:
    folder = papers.folder_in(tmp_path)
    books.post(receipt("r1", 100_00), receipt("r2", 1_00))
    file = papers.pdf(tmp_path, more=b"secret")
    said = replace(papers.SAID, title="王小明收据")
    papers.supplement(books, Handed(file, folder, said))
    again = Proves(key="r2", reason="原件迟到", shared="两笔合开一张")
    with writing(books.engine) as connection:
        supplement(connection, "U1", Handed(1, folder, None), again, papers.POSTER)
    masked = written(books, tmp_path / "masked", papers=folder)
    full = written(books, tmp_path / "full", papers=folder, **FULL)

    assert failed(masked) == failed(full) == set()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert (full / "attachments" / digest).read_bytes() == file.read_bytes()
    assert not (masked / "attachments").exists()
    listed = [
        list(VERIFIER.Package(one).rows("attachments.csv")) for one in (masked, full)
    ]
    assert [[row["voucher"] for row in rows] for rows in listed] == [["r1", "r2"]] * 2
    assert {row["sha256"] for rows in listed for row in rows} == {digest}
    assert [rows[0]["title"] for rows in listed][1] == "王小明收据"
    assert "王小明" not in (masked / "attachments.csv").read_text("utf-8")
    (full / "attachments" / digest).rename(full / "attachments" / f"{digest[:-1]}x")
    assert failed(full) == {"文件清单"}


def test_a_paper_that_is_gone_stops_the_full_edition_and_leaves_nothing(
    lite: Books, tmp_path: Path
) -> None:
    folder = papers.folder_in(tmp_path)
    papers.supplement(lite, Handed(papers.pdf(tmp_path), folder, papers.SAID), "s")
    for kept in folder.folder.rglob("*"):
        if kept.is_file():
            kept.unlink()
    (tmp_path / "out").mkdir()
    with pytest.raises(AttachmentRefused, match="缺失"):
        written(lite, tmp_path / "out" / "a", papers=folder, **FULL)
    assert list((tmp_path / "out").iterdir()) == []


# -- the verifier -------------------------------------------------------------------


def test_the_verifier_stands_alone_and_runs_on_python_3_8() -> None:
    source = (package.VERIFIER / "verify.py").read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    found = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert found <= sys.stdlib_module_names


def test_no_module_of_the_program_imports_the_verifier() -> None:
    importing = [
        path
        for name in ("aid", "app", "audit", "budgets", "ledger", "reports", "treasury")
        for path in (ROOT / name).rglob("*.py")
        if "verifier" in (source := path.read_text("utf-8"))
        if "verifier" in _imported(source)
    ]
    assert importing == []
    assert not (package.VERIFIER / "__init__.py").exists()


def _imported(source: str) -> str:
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names += [alias.name for alias in node.names]
            names.append(getattr(node, "module", "") or "")
    return " ".join(names)


# RFC 8032, 7.1: secret key, public key, message, signature.
VECTORS = (
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
)


@pytest.mark.parametrize("vector", VECTORS)
def test_signatures_are_those_of_rfc_8032(vector: tuple[str, ...]) -> None:
    seed, public, message, signature = map(bytes.fromhex, vector)
    key = SigningKey(seed)

    assert (key.public_key, key.sign(message)) == (public, signature)
    assert VERIFIER.signed(public, message, signature)
    assert proves(public, message, signature)


def test_the_verifier_and_the_library_judge_signatures_alike() -> None:
    drawn = random.Random(8032)  # noqa: S311 - the same cases every time
    for _ in range(12):
        key = SigningKey(drawn.randbytes(32))
        message = drawn.randbytes(drawn.randrange(64))
        whole = [bytearray(p) for p in (key.public_key, message, key.sign(message))]
        assert VERIFIER.signed(*map(bytes, whole))
        part = whole[drawn.choice([0, 2] + [1] * bool(message))]
        part[drawn.randrange(len(part))] ^= 1 << drawn.randrange(8)
        told = _judged(*map(bytes, whole))
        assert told == proves(*map(bytes, whole)) is False


def test_a_signature_with_the_order_added_is_refused_as_the_library_does() -> None:
    signature = KEY.sign(b"m")
    s = int.from_bytes(signature[32:], "little") + VERIFIER.ORDER
    twin = signature[:32] + s.to_bytes(32, "little")

    assert not VERIFIER.signed(KEY.public_key, b"m", twin)
    assert not proves(KEY.public_key, b"m", twin)
    assert not VERIFIER.signed(KEY.public_key, b"m", signature[:-1])


def _judged(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        told: bool = VERIFIER.signed(public, message, signature)
    except ValueError:
        return False
    return told
