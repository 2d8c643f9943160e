"""What an archive holds beside the books: banks, papers, handovers, audits."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audit.engagements import Doing
from audit.handover_kinds import Doing as Handing
from ledger.database import reading, writing
from reports import archive, archive_check, archive_papers
from reports.archive import Asked
from reports.archive_files import Files
from reports.archive_kinds import Filed, Kind, numbered
from reports.errors import NoSuchPeriod, NoSuchScope
from tests import building, server
from tests.audit import engaging, leaving
from tests.building import Books
from tests.reports.asking import asked, document, request
from tests.reports.year import story
from tests.treasury import papers, reconciling
from treasury import attachments
from treasury.attachments import Handed, Proves
from treasury.errors import AttachmentRefused
from treasury.vault import Vault


def listed(folder: Path) -> dict[str, Any]:
    told = json.loads((folder / archive.MANIFEST).read_text("utf-8"))
    return {one["path"]: one for one in told["files"]}


def write(books: Books, folder: Path, year: int = 2025, **more: Any) -> dict[str, Any]:
    with reading(books.engine) as connection:
        archive.write(connection, Asked(unit="U1", year=year, **more), folder)
    assert archive_check.check(folder).differences == ()
    return listed(folder)


# -- banks and papers ---------------------------------------------------------------


def banked(shelf: server.Shelf, dialect: str, folder: Path) -> Iterator[Books]:
    """A reconciled account, two vouchers with one paper, and the year closed."""
    for books in reconciling.copied(shelf, dialect):
        reconciling.make(books)
        handed = Handed(papers.pdf(folder), papers.folder_in(folder), papers.SAID)
        papers.supplement(books, handed, "r1")
        again = Proves(key="r2", reason="原件迟到", shared="一张收据两笔")
        with writing(books.engine) as connection:
            attachments.supplement(connection, "U1", handed, again, papers.POSTER)
        books.close_year(2025)
        yield books


@pytest.mark.slow
def test_banks_and_papers_are_in_the_set(
    shelf: server.Shelf, dialect: str, tmp_path: Path
) -> None:
    folder = tmp_path / "set"
    for books in banked(shelf, dialect, tmp_path):
        found = write(books, folder, papers=papers.folder_in(tmp_path))
        for path, kind, retention in (
            ("银行对账单/2025银行对账单-1.csv", "银行对账单", "10年"),
            ("余额调节表/1-1/2025银行存款余额调节表.pdf", "银行存款余额调节表", "10年"),
            ("原始凭证/附件-00001.pdf", "原始凭证", "30年"),
            ("目录/2025会计档案目录.xlsx", "会计档案保管清册", "永久"),
        ):
            assert (found[path]["kind"], found[path]["retention"]) == (kind, retention)
        # Two vouchers rest on the paper; it is written once, as it was handed in.
        content = (folder / "原始凭证" / "附件-00001.pdf").read_bytes()
        assert content == papers.PDF
        statement = folder / "银行对账单" / "2025银行对账单-1.csv"
        told = statement.read_text("utf-8-sig")
        assert "2025-03-28,12.34,," in told
        assert "结息" not in told, "what the bank says of others stays encrypted"


@pytest.mark.slow
def test_without_the_folder_papers_are_listed_and_stay_encrypted(
    shelf: server.Shelf, tmp_path: Path
) -> None:
    for books in banked(shelf, "sqlite", tmp_path):
        told = asked(books.engine, "archive_catalogue", "U1", "2025")
        tables = told["tables"]
        assert [
            (row["voucher"], row["number"], row["place"])
            for row in tables["attachments"]["rows"]
        ] == [
            ("2025-01 收-1", 1, "加密，存附件文件夹"),
            ("2025-03 收-1", 1, "加密，存附件文件夹"),
        ]
        assert "有 2 件附件加密保存" in tables["attachments"]["note"]
        assert not any("原始凭证" in row["path"] for row in tables["files"]["rows"])
        # Who opens the folder with another key gets nothing.
        files = Files(tmp_path / "part", 2025, 1)
        wrong = papers.folder_in(tmp_path, Vault({1: bytes(32)}))
        with reading(books.engine) as connection, pytest.raises(AttachmentRefused):
            list(archive_papers.kept(connection, "U1", 2025, files, wrong))
        assert files.filed_so_far == []


def test_what_is_not_settled_is_told(sqlite_books: Books) -> None:
    """What was lent and is owed at the end of the year keeps its vouchers."""
    story(sqlite_books)
    with reading(sqlite_books.engine) as connection:
        found = archive_papers.unsettled(connection, "U1", request("U1", "2025"))
    assert [(one.kind, str(one.amount)) for one in found] == [
        ("垫付、借出款", "25.00"),
        ("应付款项", "15.00"),
    ]


# -- handovers and audits -----------------------------------------------------------


@pytest.mark.slow
def test_an_audit_is_kept_with_the_year_in_which_it_was_closed(
    shelf: server.Shelf, tmp_path: Path
) -> None:
    for books in engaging.filled(shelf, "sqlite"):
        with writing(books.engine) as connection:
            engaging.rectifying(connection)
            engaging.put_right(connection)
            engaging.step(connection, Doing.CLOSE, engaging.day("06-01"))
        books.close_year(2025)
        books.close_year(2026)
        found = write(books, tmp_path / "set", 2026)
        path = "审计报告/J2026-1/2025困难职工帮扶资金年度内部审计报告.pdf"
        assert (found[path]["kind"], found[path]["kept_until"]) == ("审计报告", None)
        with reading(books.engine) as connection:
            assert list(archive_papers.audited(connection, "U1", 2025)) == []


@pytest.mark.slow
def test_a_handover_is_kept_with_the_year_in_which_it_was_completed(
    shelf: server.Shelf, tmp_path: Path
) -> None:
    for books in building.copied(shelf, "sqlite", "leaving", leaving.fill):
        leaving.signed(books)
        leaving.take_back(books)
        leaving.take(books, "丙", Handing.COMPLETE)
        with reading(books.engine) as connection:
            kept = [
                list(archive_papers.handed_over(connection, "U1", year))
                for year in (2025, 2026)
            ]
        assert kept == [[], ["Y2026-1"]]
        books.close_year(2025)
        books.close_year(2026)
        found = write(books, tmp_path / "set", 2026)
        told = found["移交清册/Y2026-1/2026移交清单.pdf"]
        assert (told["kind"], told["retention"]) == ("会计移交清册", "30年")


# -- the catalogue ------------------------------------------------------------------


def test_a_catalogue_is_drawn_of_closed_years_alone(sqlite_books: Books) -> None:
    for period, refusal in (("2025", NoSuchPeriod), ("2025-03", NoSuchScope)):
        with reading(sqlite_books.engine) as connection, pytest.raises(refusal):
            document(connection, "archive_catalogue", request("U1", period))


def filed(path: str, kind: Kind, span: str = "2025") -> Filed:
    return Filed(
        path=path,
        title=path,
        kind=kind,
        span=span,
        period=span,
        position=1,
        made_at="2026-01-01T00:00:00+00:00",
        size=1,
        digest="0" * 64,
    )


def test_volumes_are_of_a_kind_and_a_month() -> None:
    found = numbered(
        [
            filed("c", Kind.CATALOGUE),
            filed("v2", Kind.VOUCHERS, "2025-02"),
            filed("v1b", Kind.VOUCHERS, "2025-01"),
            filed("v1a", Kind.VOUCHERS, "2025-01"),
            filed("m", Kind.MONTHLY, "2025-01"),
        ]
    )
    assert [(one.path, one.number("U1")) for one in found] == [
        ("v1a", "U1-KU·PZ·2025-D30-001-001"),
        ("v1b", "U1-KU·PZ·2025-D30-001-002"),
        ("v2", "U1-KU·PZ·2025-D30-002-001"),
        ("m", "U1-KU·BG·2025-D10-003-001"),
        ("c", "U1-KU·QT·2025-Y-004-001"),
    ]
