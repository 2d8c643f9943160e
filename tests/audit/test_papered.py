"""T23 on papers on record, on SQLite and on PostgreSQL."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from tests.audit.flows import read, result, titles
from tests.building import Books, payment, receipt
from tests.treasury.papers import SAID, folder_in, pdf, supplement
from treasury.attachments import Handed

FEBRUARY = dt.date(2026, 2, 3)


def _attached(books: Books, path: Path, ref: str, kind: str) -> None:
    said = replace(SAID, kind=kind)
    file = pdf(path, f"{ref}-{kind}.pdf", f"{ref} {kind}".encode())
    supplement(books, Handed(file, folder_in(path), said), ref)


def _paid(books: Books, ref: str, papers: int = 1) -> None:
    books.post(
        receipt(f"r-{ref}", 300, dated_on=FEBRUARY),
        payment(ref, 300, dated_on=FEBRUARY, attachments=papers),
    )


def test_without_papers_on_record_nothing_is_performed(books: Books) -> None:
    assert not result("T23", books, "2026").performed


def test_a_payment_needs_a_paper_that_proves_it(books: Books, tmp_path: Path) -> None:
    _paid(books, "p1")
    _attached(books, tmp_path, "p1", "photo")
    assert titles("T23", books, "2026") == ["付款凭证缺少必备附件"]
    _attached(books, tmp_path, "p1", "signed_list")
    assert titles("T23", books, "2026") == []
    papered = read(books, "2026").papered
    assert papered is not None
    (paper,) = papered.papers.values()
    assert (paper.papers, paper.kinds) == (2, {"photo", "signed_list"})


def test_what_is_on_paper_alone_is_a_lead(books: Books, tmp_path: Path) -> None:
    _paid(books, "p1")
    _attached(books, tmp_path, "p1", "receipt")
    _paid(books, "p2", papers=3)
    (lead,) = result("T23", books, "2026").findings
    assert (lead.title, lead.lead) == ("必备附件只有纸质件，须调阅", True)
    assert "2026-02 付-2" in lead.condition


def test_what_was_paid_before_papers_were_kept_is_left_out(
    books: Books, tmp_path: Path
) -> None:
    before = dt.date(2025, 12, 1)
    books.post(
        receipt("r", 100, dated_on=before),
        payment("old", 100, dated_on=before, attachments=1),
    )
    _paid(books, "p1")
    _attached(books, tmp_path, "p1", "receipt")
    population = result("T23", books, "2026").population
    assert population is not None
    assert population.count == 1
    assert not result("T23", books, "2025").performed
