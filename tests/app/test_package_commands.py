"""`bangfu audit export`, `digest --sign`, `verify --digest`, and the keys that sign."""

import json
import stat
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.settings import SQLITE_FILE
from tests.app.commands import Desk
from tests.audit.packages import failed, judged
from tests.reports.test_letterhead import png

PAPER = ("--full", "--paper", "财审函〔2026〕1号", "--reason", "财政监督检查，交检查组")


@pytest.fixture
def signing(desk: Desk) -> Desk:
    """A desk whose office has a key that signs."""
    desk.ok("keys", "sign")
    return desk


def test_a_package_is_written_signed_and_logged_by_its_manifest(signing: Desk) -> None:
    (row,) = signing.rows(
        *("audit", "export", "--unit", "U1", "--period", "2025", "--to", "out")
    )
    (key,) = signing.rows("keys", "public")
    code, out = judged(signing.folder / "out")

    assert (code, row["edition"], row["signer"]) == (0, "隐名版", key["fingerprint"])
    assert row["manifest"] in out
    assert key["fingerprint"] in out
    report = json.loads((signing.folder / "out/report/annual_audit.json").read_bytes())
    assert report["report"] == "annual_audit"
    pdf = signing.folder / "out/report/annual_audit.pdf"
    assert pdf.read_bytes().startswith(b"%PDF-")
    acts = [(one["act"], one["subject"]) for one in signing.rows("log")]
    assert ("audit.export", "2025 masked out") in acts
    assert ("audit.package", f"2025 masked {row['manifest']}") in acts


def test_the_full_edition_asks_for_a_paper_and_a_reason_and_is_logged(
    desk: Desk,
) -> None:
    export = ("audit", "export", "--unit", "U1", "--period", "2025-01")
    for words in (("--full",), PAPER[:3], PAPER[1:], ("--reason", "好奇")):
        done = desk.run(*export, "--to", "out", *words)
        assert (done.code, "--paper" in done.err) == (2, True), words
    assert not (desk.folder / "out").exists()
    (row,) = desk.rows(*export, "--to", "out.zip", *PAPER)
    told = [one["subject"] for one in desk.rows("log") if one["act"] == "audit.export"]

    assert failed(desk.folder / "out.zip") == set()
    assert (row["edition"], row["signer"]) == ("完整版", "")
    assert told == ["2025-01 full out.zip 财审函〔2026〕1号 财政监督检查，交检查组"]
    number = desk.run(*export, "--to", "b", *PAPER[:4], "交 13800138000")
    assert (number.code, "个人号码" in number.err) == (1, True)
    assert "138001" not in number.err
    again = desk.run(*export, "--to", "out.zip")
    assert (again.code, "文件已存在" in again.err) == (1, True)


def test_the_same_books_give_the_same_package_whenever_it_is_exported(
    signing: Desk,
) -> None:
    export = ("audit", "export", "--period", "2025", "--unit")
    one = signing.rows(*export, "U1", "--to", "one")[0]["manifest"]
    other = signing.rows(*export, "U1", "--to", "other")[0]["manifest"]

    assert one == other
    empty = [
        signing.rows(*export, "U2", "--to", name)[0]["manifest"]
        for name in ("nothing", "again")
    ]
    assert empty[0] == empty[1]
    assert failed(signing.folder / "nothing") == set()
    pages = ("one/report/annual_audit.pdf", "other/report/annual_audit.pdf")
    assert len({(signing.folder / page).read_bytes() for page in pages}) == 1


def test_the_report_in_a_package_has_the_look_of_the_office(desk: Desk) -> None:
    export = ("audit", "export", "--unit", "U1", "--period", "2025", "--to")
    desk.ok(*export, "plain")
    (desk.folder / "ours").mkdir()
    (desk.folder / "ours" / "letterhead.png").write_bytes(png())
    desk.environment["BANGFU_TEMPLATES"] = str(desk.folder / "ours")
    desk.ok(*export, "headed")

    def pictured(folder: str) -> bool:
        pdf = PdfReader(desk.folder / folder / "report" / "annual_audit.pdf")
        return bool(pdf.pages[0].images)

    assert (pictured("plain"), pictured("headed")) == (False, True)


def test_a_masked_package_is_proved_by_the_full_one(desk: Desk) -> None:
    export = ("audit", "export", "--unit", "U1", "--period", "2025-01", "--to")
    desk.ok(*export, "masked")
    desk.ok(*export, "full", *PAPER)

    assert failed(desk.folder / "masked", "--full", str(desk.folder / "full")) == set()


def test_a_digest_is_signed_kept_and_held_against_the_books(signing: Desk) -> None:
    text = signing.ok("audit", "digest", "--sign", "--unit", "U1").out
    (signing.folder / "minutes.txt").write_text(f"会议记录\n{text}", "utf-8")
    rows = signing.rows("audit", "digest", "--sign")
    (signing.folder / "all.json").write_text(json.dumps(rows), "utf-8")

    assert [row["unit"] for row in rows] == ["U1", "U2"]
    done = signing.ok("audit", "verify", "--digest", "minutes.txt")
    assert "一致：签发以来没有删改" in done.out
    assert signing.rows("audit", "verify", "--digest", "all.json") == []
    assert ("audit.digest", "done") in {
        (one["act"], one["outcome"]) for one in signing.rows("log")
    }
    rows[0]["position"] += 1
    (signing.folder / "all.json").write_text(json.dumps(rows), "utf-8")
    spoilt = signing.run("audit", "verify", "--digest", "all.json", "--format", "json")
    assert spoilt.code == 1
    (row,) = spoilt.rows
    assert (row["test"], "签名不符" in row["what"]) == ("digest", True)


def test_a_digest_signed_elsewhere_is_proved_by_its_public_key(
    signing: Desk,
) -> None:
    rows = signing.rows("audit", "digest", "--sign", "--unit", "U1")
    (signing.folder / "d.json").write_text(json.dumps(rows), "utf-8")
    done = signing.ok("keys", "public", "--to", "office.pub")
    assert rows[0]["fingerprint"] in done.out
    Path(f"{signing.database.removeprefix(SQLITE_FILE)}.signing").unlink()

    unknown = signing.run("audit", "verify", "--digest", "d.json")
    known = ("audit", "verify", "--digest", "d.json", "--public-key", "office.pub")
    assert (unknown.code, "公钥不认识" in unknown.out) == (1, True)
    assert "一致" in signing.ok(*known).out
    wrong = signing.run(*known[:-1], "d.json")
    assert (wrong.code, "无法识别" in wrong.err) == (1, True)


def test_keys_that_sign_are_made_added_to_and_never_shown(signing: Desk) -> None:
    first = signing.rows("audit", "digest", "--sign", "--unit", "U1")
    (signing.folder / "first.json").write_text(json.dumps(first), "utf-8")
    signing.ok("keys", "sign")
    keys = signing.rows("keys", "public")
    file = Path(f"{signing.database.removeprefix(SQLITE_FILE)}.signing")
    seeds = [line.split()[1] for line in file.read_text("ascii").splitlines()]
    second = signing.rows("audit", "digest", "--sign", "--unit", "U1")

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [key["use"] for key in keys] == ["只用于核对", "签名与核对"]
    shown = json.dumps(keys) + signing.ok("keys", "public").out
    assert not any(seed in shown for seed in seeds)
    assert second[0]["fingerprint"] == keys[1]["fingerprint"] != first[0]["fingerprint"]
    assert signing.rows("audit", "verify", "--digest", "first.json") == []
    file.chmod(0o644)
    refused = signing.run("audit", "digest", "--sign")
    assert (refused.code, "其他系统用户" in refused.err) == (1, True)


def test_without_a_key_nothing_is_signed_and_a_package_says_so(desk: Desk) -> None:
    refused = desk.run("audit", "digest", "--sign")
    assert (refused.code, "bangfu keys sign" in refused.err) == (1, True)
    assert desk.rows("keys", "public") == []
    desk.ok("audit", "export", "--unit", "U1", "--period", "2025-01", "--to", "out")
    code, out = judged(desk.folder / "out")
    assert (code, "未执行　签名" in out, "没有签名" in out) == (0, True, True)
    told = json.loads((desk.folder / "out" / "manifest.json").read_bytes())
    assert "不附年度" in told["report"]


def test_who_may_look_exports_masked_and_only_an_auditor_all_of_it(
    desk: Desk,
) -> None:
    grant = ("books", "people", "grant")
    desk.ok(*grant, "张三", "admin")
    desk.ok(*grant, "李四", "view", "--unit", "U1")
    desk.ok(*grant, "王五", "post", "--unit", "U1")
    desk.ok(*grant, "赵六", "audit", "--unit", "U1")
    export = ("audit", "export", "--unit", "U1", "--period", "2025-01", "--to")

    desk.ok(*export, "li", "--as", "李四")
    desk.ok(*export, "zhao", *PAPER, "--as", "赵六")
    for person, words in (("王五", ()), ("李四", PAPER), ("张三", PAPER)):
        refused = desk.run(*export, "no", *words, "--as", person)
        assert (refused.code, "权限" in refused.err) == (1, True), person
    assert not (desk.folder / "no").exists()
    assert "没有“管理”权限" in desk.run("keys", "sign", "--as", "赵六").err
    told = [one["outcome"] for one in desk.rows("log") if one["act"] == "audit.export"]
    assert told == ["done", "done", "refused", "refused", "refused"]
