"""Whatever is changed in an evidence package after it was written is found.

Two change it: one who does not know the manifest, and a forger who makes it true again.
What the forger cannot make true is what the chain seals, what adds up, and the
signature; of the rest the manifest's own hash, told elsewhere, is the proof.
"""

import csv
import io
import itertools
import json
import random
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from audit.signatures import SigningKey
from tests import server
from tests.audit.packages import FULL, failed, judged, relisted, written
from tests.audit.sealed import copied, unguard
from tests.building import Books

KEY = SigningKey(bytes(range(32)))
SEALED = ("canonical.bin", "vouchers.csv", "postings.csv", "balances.csv")
SEALED += ("checkpoints.csv", "fund_years.csv")
"""Files that a forger cannot change however the manifest reads. Of the registers this
holds in the full edition: the masked one cannot show what links them."""

Change = Callable[[bytes, random.Random], bytes]


@pytest.fixture
def lite(shelf: server.Shelf) -> Iterator[Books]:
    """Closed and corrected books with every field filled."""
    yield from copied(shelf, "sqlite")


def _one_bit(content: bytes, drawn: random.Random) -> bytes:
    changed = bytearray(content)
    changed[drawn.randrange(len(changed))] ^= 1 << drawn.randrange(8)
    return bytes(changed)


def _cut(content: bytes, drawn: random.Random) -> bytes:
    return content[: drawn.randrange(len(content))]


def _without_a_line(content: bytes, drawn: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    del lines[drawn.randrange(len(lines))]
    return b"".join(lines)


def _a_line_twice(content: bytes, drawn: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    at = drawn.randrange(len(lines))
    return b"".join([*lines[: at + 1], *lines[at:]])


def _two_lines_swapped(content: bytes, drawn: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    pairs = [at for at in range(len(lines) - 1) if lines[at] != lines[at + 1]]
    if not pairs:
        return content + b"\n"
    at = drawn.choice(pairs)
    lines[at : at + 2] = lines[at + 1], lines[at]
    return b"".join(lines)


def _something_added(content: bytes, drawn: random.Random) -> bytes:
    at = drawn.randrange(len(content) + 1)
    return content[:at] + bytes([drawn.randrange(256)]) + content[at:]


CHANGES: tuple[Change, ...] = (
    *(_one_bit, _cut, _without_a_line, _a_line_twice),
    *(_two_lines_swapped, _something_added),
)


def files_of(folder: Path) -> list[str]:
    """Every file of a package by its path."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


@pytest.mark.parametrize("more", [{}, FULL], ids=["masked", "full"])
def test_every_change_of_every_file_is_found(
    lite: Books, tmp_path: Path, more: dict[str, object]
) -> None:
    folder = written(lite, tmp_path / "a", key=KEY, **more)
    drawn = random.Random(7)  # noqa: S311 - the same cases every time
    missed = []
    for name in files_of(folder):
        path = folder / name
        whole = path.read_bytes()
        for change in CHANGES:
            path.write_bytes(change(whole, drawn))
            if path.read_bytes() != whole and judged(folder)[0] == 0:
                missed.append((name, change.__name__))
        path.unlink()
        if judged(folder)[0] == 0:
            missed.append((name, "removed"))
        path.write_bytes(whole)
    assert missed == []
    assert failed(folder) == set()


def test_a_file_that_was_added_or_put_into_a_zip_twice_is_found(
    lite: Books, tmp_path: Path
) -> None:
    folder = written(lite, tmp_path / "a")
    (folder / "more.txt").write_text("more")
    assert failed(folder) == {"文件清单"}

    packed = written(lite, tmp_path / "a.zip")
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(packed, "a") as opened,
    ):
        opened.writestr("funds.csv", "other")
    assert "文件清单" in failed(packed)


def test_a_zip_that_is_cut_short_or_no_package_is_told(
    lite: Books, tmp_path: Path
) -> None:
    packed = written(lite, tmp_path / "a.zip")
    packed.write_bytes(packed.read_bytes()[:-40])
    (tmp_path / "empty").mkdir()

    for path in (packed, tmp_path / "empty", tmp_path / "nowhere"):
        code, out = judged(path)
        assert (code, "不能读取" in out) == (1, True)


# -- a forger who makes the manifest true again --------------------------------------


def _cells_changed(content: bytes, drawn: random.Random) -> Iterator[bytes]:
    """A table with one cell of a row changed, one for each column."""
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    for column in range(len(rows[0])):
        row = drawn.randrange(1, len(rows))
        kept = rows[row][column]
        rows[row][column] = "9" + kept if drawn.random() < 0.5 else kept[:-1] + "7"
        if rows[row][column] != kept:
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows(rows)
            yield out.getvalue().encode()
        rows[row][column] = kept


@pytest.mark.parametrize("more", [{}, FULL], ids=["masked", "full"])
def test_what_is_sealed_and_adds_up_is_found_though_the_manifest_was_forged(
    lite: Books, tmp_path: Path, more: dict[str, object]
) -> None:
    folder = written(lite, tmp_path / "a", period="2025-03", **more)
    drawn = random.Random(11)  # noqa: S311 - the same cases every time
    missed = []
    for name in (*SEALED, *["records.bin"] * bool(more)):
        path = folder / name
        whole = path.read_bytes()
        spoilt = [change(whole, drawn) for change in CHANGES for _ in range(3)]
        if name.endswith(".csv"):
            spoilt += _cells_changed(whole, drawn)
        assert len(whole.splitlines()) > 1, name
        for content in spoilt:
            path.write_bytes(content)
            relisted(folder)
            if content != whole and not _same_table(content, whole):
                found = failed(folder)
                if not found - {"文件清单"}:
                    missed.append((name, content[-90:]))
        path.write_bytes(whole)
        relisted(folder)
    assert missed == []
    assert failed(folder) == set()


def _same_table(content: bytes, other: bytes) -> bool:
    """Whether two contents say the same: a row before another, a quote, say nothing."""
    try:
        tables = [
            list(csv.reader(io.StringIO(one.decode(), newline=""), strict=True))
            for one in (content, other)
        ]
    except (UnicodeDecodeError, csv.Error):
        return False
    return tables[0] == tables[1]


def test_words_changed_everywhere_alike_are_found_by_the_hash_of_the_content(
    lite: Books, tmp_path: Path
) -> None:
    folder = written(lite, tmp_path / "a")
    for name in ("canonical.bin", "vouchers.csv"):
        path = folder / name
        content = path.read_bytes().replace("凭证摘要".encode(), "别的摘要".encode())
        path.write_bytes(content)
    relisted(folder)
    assert failed(folder) == {"凭证内容"}


def test_registers_that_end_too_early_are_found(lite: Books, tmp_path: Path) -> None:
    folder = written(lite, tmp_path / "a", **FULL)
    path = folder / "records.bin"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    relisted(folder)
    assert failed(folder) == {"登记链、资金登记、结账检查点"}


def test_registers_of_the_masked_edition_are_proved_by_the_full_one(
    lite: Books, tmp_path: Path
) -> None:
    folder = written(lite, tmp_path / "a")
    full = written(lite, tmp_path / "full", **FULL)
    path = folder / "records.bin"
    lines = path.read_bytes().splitlines(keepends=True)
    at = next(
        n
        for n, (one, other) in enumerate(itertools.pairwise(lines))
        if len(one) == len(other) == 65
    )
    lines[at] = bytes(64).hex().encode()[:64] + b"\n"
    path.write_bytes(b"".join(lines))
    relisted(folder)

    assert failed(folder) == set()
    assert failed(folder, "--full", str(full)) == {"隐去的字段"}


def test_a_forged_manifest_is_found_by_the_signature(
    lite: Books, tmp_path: Path
) -> None:
    folder = written(lite, tmp_path / "a", key=KEY)
    officers = folder / "officers.csv"
    officers.write_text(officers.read_text("utf-8") + "别人,主任,2025-01-01,,False\n")
    relisted(folder)
    assert failed(folder) == {"签名"}

    (folder / "signature.json").unlink()
    assert failed(folder) == {"文件清单", "签名"}


def test_whoever_signs_a_forged_manifest_anew_shows_another_fingerprint(
    lite: Books, tmp_path: Path
) -> None:
    folder = written(lite, tmp_path / "a", key=KEY)
    other = written(lite, tmp_path / "b", key=SigningKey(bytes(32)))
    shutil.copyfile(other / "signature.json", folder / "signature.json")

    assert failed(folder) == {"签名"}
    code, out = judged(other)
    assert code == 0
    assert KEY.fingerprint not in out
    assert failed(other, "--signer", KEY.fingerprint) == {"签名"}
    unsigned = written(lite, tmp_path / "c")
    assert failed(unsigned, "--signer", KEY.fingerprint) == {"签名"}
    right = written(lite, tmp_path / "d", key=KEY)
    assert failed(right, "--signer", KEY.fingerprint) == set()


def test_a_report_that_says_other_sums_is_found_though_the_manifest_was_forged(
    lite: Books, tmp_path: Path
) -> None:
    chain = json.loads((written(lite, tmp_path / "a") / "manifest.json").read_bytes())
    keys = ("fund", "opening", "received", "paid", "moved", "adjusted", "closing")
    rows = [
        dict(zip(keys, row, strict=True))
        for row in (
            ("捐赠", "100.00", None, "46.00", None, None, "54.00"),
            ("中央财政", "0.00", "70.00", None, None, None, "70.00"),
            ("帮扶资金合计", "100.00", "70.00", "46.00", None, None, "124.00"),
        )
    ]
    places = {key: chain["chain"][key] for key in ("position", "digest")}
    told = places | {"tables": {"rolled": {"rows": rows}}}

    def judged_report(report: dict[str, object], name: str) -> set[str]:
        content = json.dumps(report).encode()
        extras = (("report/annual_audit.json", lambda file: file.write(content)),)
        return failed(written(lite, tmp_path / name, extras=extras))

    assert judged_report(told, "right") == set()
    for number, row in enumerate(rows):
        row["paid"] = "46.01"
        assert judged_report(told, f"wrong{number}") == {"报告"}
        row["paid"] = "46.00" if number != 1 else None
    rows[0]["fund"] = "别的"
    assert judged_report(told, "name") == {"报告"}
    rows[0]["fund"] = "捐赠"
    assert judged_report(told | {"position": 3}, "place") == {"报告"}


# -- books that are not right ---------------------------------------------------------


def test_books_that_were_changed_behind_the_program_do_not_pass_as_a_package(
    lite: Books, tmp_path: Path
) -> None:
    with lite.raw() as raw:
        unguard(raw, "postings", "vouchers")
        raw.run(
            "UPDATE postings SET debit_fen = debit_fen + 1 WHERE unit_id = 1"
            " AND position = 4 AND line = 1"
        )
        raw.run("UPDATE vouchers SET number = 9 WHERE unit_id = 1 AND position = 7")
        raw.commit()
    found = failed(written(lite, tmp_path / "a"))

    assert found == {"凭证链", "凭证内容", "借贷平衡", "凭证编号", "余额", "报告"}
