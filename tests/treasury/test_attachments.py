"""Attachments: kept once, attached while a draft, supplemented after, counted."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from audit import integrity
from ledger import drafts
from ledger.database import reading, writing
from ledger.errors import NotFound
from tests.building import Books, receipt, red
from tests.treasury import papers
from tests.treasury.papers import SAID, attach, counted, drafted, pdf, supplement
from treasury import attachment_reading as on_record
from treasury import attachment_store, attachments
from treasury.attachments import Described, Form, Handed, Proves, Subject
from treasury.errors import AttachmentRefused
from treasury.paper_files import PaperFolder


@pytest.fixture
def folder(tmp_path: Path) -> PaperFolder:
    """The folder of papers."""
    return papers.folder_in(tmp_path)


def handed(folder: PaperFolder, source: Path | int, **more: object) -> Handed:
    said = replace(SAID, **more) if more else SAID  # type: ignore[arg-type] # as given
    return Handed(source, folder, said if isinstance(source, Path) else None)


# -- before posting -----------------------------------------------------------------


def test_a_paper_is_kept_encrypted_and_attached_to_a_draft(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    drafted(books)
    file = pdf(tmp_path, more=b"secret words")
    done = attach(books, handed(folder, file))

    assert (done.number, done.stored, done.attached, done.notes) == (1, True, True, ())
    (kept,) = (one for one in folder.folder.rglob("*") if one.is_file())
    assert b"secret words" not in kept.read_bytes()
    assert len(kept.relative_to(folder.folder).parts) == 3
    with reading(books.engine) as connection:
        paper, uses = on_record.find(connection, "U1", 1)
        verified = integrity.verify(connection, papers=folder)
    assert paper.described == SAID
    assert (paper.size, paper.media) == (file.stat().st_size, "application/pdf")
    assert [(use.act, use.subject, use.key, use.person) for use in uses] == [
        ("attach", "voucher", "r1", "张三")
    ]
    assert verified.ok
    out = tmp_path / "out.pdf"
    with out.open("wb") as stream:
        on_record.write_out(paper, "U1", folder, stream)
    assert out.read_bytes() == file.read_bytes()


def test_the_same_content_is_kept_once_and_attached_as_often_as_it_proves(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    drafted(books)
    first = pdf(tmp_path)
    attach(books, handed(folder, first))
    again = attach(books, handed(folder, pdf(tmp_path, "other-name.pdf")))
    assert (again.number, again.stored, again.attached) == (1, False, False)

    gift = Proves(key="2025-1", subject=Subject.GIFT)
    with writing(books.engine) as connection:
        done = attachments.attach(
            connection, "U1", handed(folder, 1), gift, papers.PREPARER
        )
        rows = on_record.attached(connection, "U1", "gift")
    assert (done.number, done.stored, done.attached) == (1, False, True)
    assert [(paper.number, use.key) for paper, use in rows] == [(1, "2025-1")]
    assert len([one for one in folder.folder.rglob("*") if one.is_file()]) == 1


def test_the_same_content_said_to_be_something_else_is_refused(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    drafted(books)
    attach(books, handed(folder, pdf(tmp_path)))
    with pytest.raises(AttachmentRefused, match=r"第 1 号附件，说明不同.*收款收据"):
        attach(books, handed(folder, pdf(tmp_path), title="另一份"))


def test_units_keep_their_papers_apart(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    drafted(books)
    file = pdf(tmp_path)
    attach(books, handed(folder, file))
    to = Proves(key="2025-3", subject=Subject.RESOLUTION)
    with writing(books.engine) as connection:
        done = attachments.attach(
            connection, "U2", handed(folder, file), to, papers.PREPARER
        )
        twice = attachment_store.used_by_several_units(connection)
    assert (done.number, done.stored) == (1, True)
    assert twice == [(1, 1, 2, 1)]
    assert len([one for one in folder.folder.rglob("*") if one.is_file()]) == 2


def test_a_draft_without_reference_is_called_by_its_number(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    number = drafted(books, "")
    with reading(books.engine) as connection:
        ref = on_record.reference(connection, "U1", number)
    assert ref == f"草稿-{number}"
    attach(books, handed(folder, pdf(tmp_path)), ref)
    papers.post(books, number)
    assert counted(books, ref) == 1


def test_what_is_unknown_is_told(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    drafted(books)
    with pytest.raises(NotFound, match="草稿或凭证“r9”"):
        attach(books, handed(folder, pdf(tmp_path)), "r9")
    with pytest.raises(NotFound, match="U1 的附件“7”"):
        attach(books, handed(folder, 7))
    attach(books, handed(folder, pdf(tmp_path)))
    papers.withdraw(books, 1)
    with pytest.raises(NotFound, match="附在“r1”上的附件"):
        papers.withdraw(books, 1)
    with pytest.raises(AttachmentRefused, match="没有写明种类"):
        attach(books, Handed(pdf(tmp_path), folder))
    nothing = Proves(key=" ", subject=Subject.OTHER)
    with (
        writing(books.engine) as connection,
        pytest.raises(AttachmentRefused, match="没有写明其他的编号"),
    ):
        attachments.attach(connection, "U1", handed(folder, 1), nothing, papers.POSTER)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": "love_letter"}, "种类应为其中之一：invoice 发票"),
        ({"title": "  "}, "没有写明名称"),
        ({"title": "张某 13812345678"}, "个人号码"),
        ({"dated_on": dt.date(2026, 1, 3)}, "在今天之后"),
        ({"form": Form.SCAN}, "没有写明纸质原件存放处"),
        ({"kept_at": "档案柜三"}, "电子原件没有纸质原件存放处"),
        ({"paper_number": "12\n3"}, "控制字符"),
    ],
)
def test_what_is_said_of_a_paper_is_judged_before_it_is_kept(
    books: Books,
    folder: PaperFolder,
    tmp_path: Path,
    wrong: dict[str, object],
    told: str,
) -> None:
    drafted(books)
    with pytest.raises(AttachmentRefused, match=told):
        attach(books, handed(folder, pdf(tmp_path), **wrong))
    assert not folder.folder.exists()


def test_a_scan_says_where_its_paper_is(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    drafted(books)
    said = {"form": Form.SCAN, "kept_at": "2025年凭证第3册"}
    assert attach(books, handed(folder, pdf(tmp_path), **said)).stored
    assert not attach(books, handed(folder, pdf(tmp_path), **said)).stored


def test_one_attached_by_mistake_is_taken_back_and_may_come_again(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    drafted(books)
    attach(books, handed(folder, pdf(tmp_path)))
    papers.withdraw(books, 1)
    assert counted(books) == 0
    assert attach(books, handed(folder, 1)).attached
    assert counted(books) == 1
    with pytest.raises(AttachmentRefused, match="撤回的理由"):
        papers.withdraw(books, 1, reason=" ")


def test_after_review_the_papers_stay_as_they_were_reviewed(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    number = drafted(books)
    papers.submit(books, number)
    attach(books, handed(folder, pdf(tmp_path)))
    papers.review(books, number)
    with pytest.raises(AttachmentRefused, match="审核是对着附件做的"):
        attach(books, handed(folder, pdf(tmp_path, more=b"2")))
    with pytest.raises(AttachmentRefused, match="审核是对着附件做的"):
        papers.withdraw(books, 1)


# -- after posting ------------------------------------------------------------------


def test_after_posting_papers_come_only_as_supplements(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    number = drafted(books)
    late = handed(folder, pdf(tmp_path, "late.pdf", b"late"))
    with pytest.raises(NotFound, match="已入账的凭证"):
        supplement(books, late)
    attach(books, handed(folder, pdf(tmp_path)))
    papers.post(books, number)
    sealed = books.rows("SELECT attachments, hash FROM vouchers ORDER BY position")

    with pytest.raises(AttachmentRefused, match=r"凭证已经入账.*supplement"):
        attach(books, late)
    with pytest.raises(AttachmentRefused, match="凭证已经入账"):
        papers.withdraw(books, 1)
    with pytest.raises(AttachmentRefused, match="补充的理由"):
        supplement(books, late, reason="")
    done = supplement(books, late)
    assert (done.number, done.attached) == (2, True)
    assert not supplement(books, late).attached
    assert sealed == books.rows(
        "SELECT attachments, hash FROM vouchers ORDER BY position"
    )
    assert counted(books) == 1
    with reading(books.engine) as connection:
        _, (use,) = on_record.find(connection, "U1", 2)
        rows = on_record.attached(connection, "U1", "voucher", "r1")
        assert integrity.verify(connection, papers=folder).ok
    assert (use.act, use.person, use.reason) == ("supplement", "王五", "原件迟到")
    assert [(paper.number, one.act) for paper, one in rows] == [
        (1, "attach"),
        (2, "supplement"),
    ]


# -- no double booking (R-20) -------------------------------------------------------


def test_a_paper_of_another_voucher_is_attached_only_with_a_reason(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    drafted(books)
    drafted(books, "r2")
    attach(books, handed(folder, pdf(tmp_path)))
    with pytest.raises(AttachmentRefused, match=r"已附在凭证 r1.*不能重复入账"):
        attach(books, handed(folder, 1), "r2")
    assert attach(books, handed(folder, 1), "r2", shared="一张发票分两笔付").attached


def test_one_invoice_in_two_formats_is_one_paper(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    drafted(books)
    drafted(books, "r2")
    invoice = {"kind": "invoice", "paper_number": "25312000000012345678"}
    xml = tmp_path / "a.xml"
    xml.write_text('<?xml version="1.0"?><发票/>', "utf-8")
    attach(books, handed(folder, pdf(tmp_path), **invoice))
    with pytest.raises(AttachmentRefused, match="票据号码 25312000000012345678"):
        attach(books, handed(folder, xml, **invoice), "r2")
    attach(books, handed(folder, xml, **invoice))
    assert counted(books) == 1


def test_a_paper_taken_back_from_one_voucher_is_free_for_another(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    drafted(books)
    drafted(books, "r2")
    attach(books, handed(folder, pdf(tmp_path)))
    papers.withdraw(books, 1)
    assert attach(books, handed(folder, 1), "r2").attached


def test_a_supplement_that_another_voucher_has_needs_the_reason_too(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    books.post(receipt("r1", 1_00), receipt("r2", 1_00))
    supplement(books, handed(folder, pdf(tmp_path)))
    with pytest.raises(AttachmentRefused, match="已附在凭证 r1"):
        supplement(books, handed(folder, 1), "r2")


# -- the count (V-04) ---------------------------------------------------------------


def test_a_draft_without_papers_is_told(books: Books) -> None:
    assert problems_of(books, drafted(books, count=0)) == ["凭证没有附件"]
    assert problems_of(books, drafted(books, "r2")) == []


def test_a_count_below_what_is_attached_is_told(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    number = drafted(books)
    attach(books, handed(folder, pdf(tmp_path)))
    done = attach(books, handed(folder, pdf(tmp_path, more=b"2")))
    assert done.notes == (
        f"草稿 {number} 写明附件 1 张，已附 2 份：记账前请把张数改为不少于 2",
    )
    assert problems_of(books, number) == ["写明的附件 1 张，少于已附的电子件 2 份"]


def test_papers_left_under_an_earlier_reference_are_told(
    books: Books, folder: PaperFolder, tmp_path: Path
) -> None:
    number = drafted(books)
    attach(books, handed(folder, pdf(tmp_path)))
    with writing(books.engine) as connection:
        (step,) = drafts.history(connection, "U1", number)
        changed = replace(step.voucher, ref="r7")
        drafts.save(connection, changed, papers.PREPARER, number)
    assert problems_of(books, number) == ["附件仍附在这张草稿以前的引用号 r1 上"]


def test_corrections_and_openings_need_no_paper(books: Books) -> None:
    books.post(receipt("r0", 1_00))
    corrected = drafted(books, "x", count=0, corrects="r0", correction="full")
    assert problems_of(books, corrected) == []
    assert problems_of(books, drafted(books, "o", count=0, kind="期初")) == []
    books.reverse("r0", red("x1"))


def problems_of(books: Books, number: int) -> list[str]:
    return [one.split("；")[0] for one in papers.problems(books, number)]


# -- kinds --------------------------------------------------------------------------


def test_kinds_are_told_by_their_label() -> None:
    from treasury.attachment_kinds import Kind, kinds_on, label_of  # noqa: PLC0415

    known = kinds_on(dt.date(2025, 1, 1))
    assert known["invoice"].numbered
    assert label_of("invoice") == "发票"
    assert label_of("?") == "?"
    ended = Kind(
        key="k",
        label="旧",
        since=dt.date(2000, 1, 1),
        until=dt.date(2010, 1, 1),
        basis="",
    )
    days = (dt.date(1999, 1, 1), dt.date(2009, 12, 31), dt.date(2010, 1, 1))
    assert [ended.given_on(day) for day in days] == [False, True, False]


def test_a_described_paper_is_electronic_unless_said() -> None:
    assert Described(kind="k", dated_on=dt.date(2025, 1, 1), title="t").form is (
        Form.ELECTRONIC
    )
