"""What is asked and told of evidence books: what an auditee handed over, as it is."""

from typing import Annotated

from pydantic import Field

from app.web.api.values import Asked, FileGiven, Hash, Loose, Told, Yuan
from app.web.books_files import FILES_MOST


class EvidenceGiven(Asked):
    """The files of a books folder; `auditee` is the code that they have for it."""

    files: Annotated[tuple[FileGiven, ...], Field(min_length=1, max_length=FILES_MOST)]
    name: Loose = ""
    auditee: Loose = ""


# -- answers ------------------------------------------------------------------------


class EvidenceIntake(Told):
    """Evidence books that were taken in, sealed by both digests; sums of vouchers."""

    key: str
    auditee: str
    auditee_name: str
    name: str
    files: int
    vouchers: int
    postings: int
    unread: int
    debit: Yuan
    credit: Yuan
    folder_hash: Hash
    rows_hash: Hash
    taken_at: str
    person: str
    already: bool
    """The same files were taken in before: nothing has changed."""


class EvidenceIntakes(Told):
    """The evidence books of a unit, the latest first."""

    evidence: list[EvidenceIntake]


class EvidenceFile(Told):
    """A file that was handed over."""

    name: str
    size: int
    digest: Hash


class EvidenceUnread(Told):
    """What could not be read, by file and row; 0 is the whole file."""

    file: str
    row: int
    column: str
    why: str
    content: str
    """Personal numbers in it are masked."""


class Evidence(Told):
    """One intake: its digests, its files, and what could not be read."""

    intake: EvidenceIntake
    files: list[EvidenceFile]
    unread: list[EvidenceUnread]
    """The first two thousand."""


class EvidencePosting(Told):
    """A line of a voucher, as the file has it."""

    line: int
    row: int
    account: str
    fund: str
    debit: Yuan
    credit: Yuan
    purpose: str
    party: str
    recipient: str
    memo: str


class EvidenceVoucher(Told):
    """A voucher of evidence books, as the file has it: nothing of it is read right."""

    place: int
    row: int
    ref: str
    number: str
    period: str
    kind: str
    dated_on: str
    summary: str
    preparer: str
    reviewer: str
    postings: list[EvidencePosting]
