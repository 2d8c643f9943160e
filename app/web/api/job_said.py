"""What is asked and told of long work, and of what auditors have done by it."""

from typing import Annotated, Literal

from pydantic import Field

from app.web.api.asked import Cursor, Limit
from app.web.api.values import Asked, Key, Loose, Name, Period, Text, Told, Yuan
from audit.package_marks import Edition

DIGEST_LENGTH = 200_000
"""More is no text of signed digests."""


class JobsAsked(Asked):
    """Of which unit; of all where none is said."""

    unit: Loose = ""


class ChecksGiven(Asked):
    """Of which year or month; one check where it is named. `opened` opens files.

    `evidence` names books that were handed over: theirs are checked then.
    """

    period: Period
    check: Loose = ""
    opened: bool = False
    evidence: Loose = ""


class ExceptionsAsked(Asked):
    """A page of exceptions, after a number of them."""

    cursor: Cursor = 0
    limit: Limit = 100


class TakeGiven(Asked):
    """Which exceptions become a finding of which engagement; `cleared` are left out."""

    engagement: Name
    title: Name
    cause: Text = ""
    cleared: Annotated[tuple[Name, ...], Field(max_length=1_000)] = ()


class VerifyGiven(Asked):
    """Signed digests that are held against the books; empty where there are none."""

    digest: Annotated[str, Field(max_length=DIGEST_LENGTH)]


class PackageGiven(Asked):
    """An evidence package; the full one on a written request, with its reason."""

    period: Period
    edition: Edition
    paper: Loose = ""
    reason: Text = ""


class ReportGiven(Asked):
    """A report to be drawn up; with `names` people are named, and that is logged."""

    period: Period
    form: Literal["json", "html", "csv", "xlsx", "docx", "pdf"]
    account: Loose = ""
    fund: Loose = ""
    statement: Loose = ""
    subject: Loose = ""
    known_at: Cursor = 0
    with_subunits: bool = False
    names: bool = False


# -- answers ------------------------------------------------------------------------


class Accepted(Told):
    """Long work that was begun, and where it is asked for."""

    job: str
    address: str


class JobProgress(Told):
    """How far a job is; `whole` is 0 where that is not known."""

    stage: str
    done: int
    whole: int


class Job(Told):
    """A job as it stands; `result` is where what came of it is told."""

    key: str
    title: str
    detail: str
    unit: str
    act: str
    begun_at: str
    state: Key
    progress: JobProgress
    said: str
    files: list[str]
    result: str


class Jobs(Told):
    """One's own jobs of the last day, the latest first."""

    jobs: list[Job]


class CheckRun(Told):
    """The outcome of a check; one that was not performed says why."""

    key: str
    title: str
    severity: str
    basis: str
    limitation: str
    performed: bool
    reason: str
    population: str
    count: int
    amount: Yuan
    exceptions: int
    found: Yuan


class ChecksRun(Told):
    """The outcome of the checks of a period; of which evidence books, if of any."""

    period: str
    evidence: str
    results: list[CheckRun]


class CheckException(Told):
    """What a check found; `lead` calls for a closer look and proves nothing yet."""

    title: str
    condition: str
    amount: Yuan
    persons: int
    lead: bool
    evidence: list[str]
    positions: list[int]
    """Where the vouchers of the evidence stand in the chain, or in the evidence books
    that were checked; 0: it is no voucher."""


class CheckExceptions(Told):
    """A page of the exceptions of a check; `next` is the cursor of the page after."""

    check: str
    count: int
    exceptions: list[CheckException]
    next: int | None


class VerifiedUnit(Told):
    """What was recomputed of a unit."""

    unit: str
    vouchers: int
    postings: int
    hidden: int


class HeldDigest(Told):
    """A signed digest that was held against the books."""

    place: str
    label: str
    holds: bool


class VerifiedDifference(Told):
    """A place where something is not as it was sealed."""

    test: str
    place: str
    what: str


class Verified(Told):
    """Everything that was sealed, recomputed; `ok`: nothing differs, all digests hold.

    `papers` says why attachments were not opened.
    """

    ok: bool
    units: list[VerifiedUnit]
    differences: list[VerifiedDifference]
    held: list[HeldDigest]
    papers: str


class SignedDigest(Told):
    """Where the chains stand, signed, as a text for the minutes."""

    name: str
    text: str
