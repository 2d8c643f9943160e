"""Papers for tests: small files, a folder for them, a draft to attach them to."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

from ledger import drafts
from ledger.database import reading, writing
from ledger.draft_vouchers import DraftPosting, DraftVoucher
from ledger.people import Act
from tests.building import ACT, Books
from treasury import attachments
from treasury.attachments import Attached, Described, Handed, Proves
from treasury.paper_files import PaperFolder
from treasury.vault import Vault

VAULT = Vault({1: bytes(range(32))})
PREPARER, REVIEWER = Act("张三", ACT.at), Act("李四", ACT.at)
CASHIER, POSTER = Act("赵六", ACT.at), Act("王五", ACT.at)
SAID = Described(kind="receipt", dated_on=dt.date(2025, 1, 15), title="收款收据")
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


def folder_in(path: Path, vault: Vault = VAULT) -> PaperFolder:
    """The folder of papers of a test."""
    return PaperFolder(path / "papers", vault)


def pdf(path: Path, name: str = "a.pdf", more: bytes = b"") -> Path:
    """A file that begins as a PDF does."""
    file = path / name
    file.write_bytes(PDF + more)
    return file


def archive(*names: str, content: bytes = b"<x/>") -> bytes:
    """A ZIP that lists these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        for name in names:
            written.writestr(name, content)
    return stream.getvalue()


def drafted(books: Books, ref: str = "r1", *, count: int = 1, **more: Any) -> int:
    """A receipt of 100 yuan on a draft; its number."""
    lines = (
        DraftPosting(account="102", fund="F1", debit="100"),
        DraftPosting(account="408", fund="F1", credit="100"),
    )
    given = DraftVoucher(
        unit="U1",
        ref=ref,
        dated_on="2025-01-15",
        summary="收到捐款",
        attachments=str(count) if count else "",
        postings=lines,
        **more,
    )
    with writing(books.engine) as connection:
        return drafts.save(connection, given, PREPARER).number


def submit(books: Books, number: int) -> None:
    """Hand a draft in."""
    with writing(books.engine) as connection:
        drafts.submit(connection, "U1", number, PREPARER)


def review(books: Books, number: int) -> None:
    """Confirm a draft."""
    with writing(books.engine) as connection:
        drafts.review(connection, "U1", number, REVIEWER)


def post(books: Books, number: int) -> None:
    """Take a draft through all its steps."""
    submit(books, number)
    review(books, number)
    with writing(books.engine) as connection:
        drafts.settle(connection, "U1", number, CASHIER)
        drafts.post(connection, "U1", number, POSTER)


def attach(
    books: Books, handed: Handed, ref: str = "r1", *, shared: str = ""
) -> Attached:
    """Attach a paper to a voucher's reference, in a transaction of its own."""
    to = Proves(key=ref, shared=shared)
    with writing(books.engine) as connection:
        return attachments.attach(connection, "U1", handed, to, PREPARER)


def supplement(
    books: Books, handed: Handed, ref: str = "r1", *, reason: str = "原件迟到"
) -> Attached:
    """Attach a paper to a voucher that is posted."""
    to = Proves(key=ref, reason=reason)
    with writing(books.engine) as connection:
        return attachments.supplement(connection, "U1", handed, to, POSTER)


def withdraw(books: Books, number: int, ref: str = "r1", reason: str = "附错") -> None:
    """Take a paper back."""
    to = Proves(key=ref, reason=reason)
    with writing(books.engine) as connection:
        attachments.withdraw(connection, "U1", number, to, PREPARER)


def counted(books: Books, ref: str = "r1") -> int:
    """How many papers are attached to a voucher."""
    with reading(books.engine) as connection:
        return attachments.count_for(connection, "U1", ref)


def problems(books: Books, number: int) -> list[str]:
    """What V-04 has against a draft."""
    with reading(books.engine) as connection:
        found = attachments.problems(connection, "U1", number)
        return [str(one) for one in found]
