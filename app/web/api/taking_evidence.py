"""Evidence books (外来账套): taken in as they were handed over, and looked at.

They never change the unit's own books. A voucher of them is told as its file has it;
the look is logged, for it may name people. More than a megabyte is taken in by a job.
"""

import tempfile
from pathlib import Path

from app.web import evidence_works
from app.web.api import evidence_said as said
from app.web.api.calls import Call
from app.web.api.job_said import Accepted
from app.web.api.values import told_of
from app.web.api.working import begin
from app.web.desk import Upload
from app.web.import_works import AT_ONCE_BYTES
from audit import evidence, evidence_store
from audit.evidence import Intake
from ledger.money import yuan
from ledger.privacy import shown

UNREAD_TOLD = 2_000


def intakes(call: Call) -> said.EvidenceIntakes:
    """The evidence books of a unit."""
    with call.looking() as (connection, unit):
        found = evidence.intakes(connection, unit.code)
    return said.EvidenceIntakes(evidence=[_intake(one) for one in found[::-1]])


def _intake(one: Intake) -> said.EvidenceIntake:
    counts = one.counts
    return told_of(
        said.EvidenceIntake,
        one,
        key=str(one.key),
        name=one.folder,
        files=counts["files"],
        vouchers=counts["vouchers"],
        postings=counts["postings"],
        unread=counts["unread"],
        debit=yuan(one.debit),
        credit=yuan(one.credit),
    )


def take(call: Call) -> said.EvidenceIntake | Accepted:
    """Take in what was sent, sealed; the same files are one intake."""
    body = call.body
    assert isinstance(body, said.EvidenceGiven)
    call.demand_first()
    uploads = [Upload(one.name, one.data) for one in body.files]
    if sum(len(one.content) for one in uploads) > AT_ONCE_BYTES:
        return _later(call, uploads, body)
    handed = evidence_works.handed(uploads, body.name)
    with call.writing(shown(handed.name)) as connection:
        done = evidence.take_in(
            connection, handed, call.unit, call.act, auditee=body.auditee
        )
        return call.kept(connection, _intake(done))


def _later(call: Call, uploads: list[Upload], body: said.EvidenceGiven) -> Accepted:
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        books = evidence_works.laid(uploads, body.name, Path(place))
        called = shown(books.name)
        asked = evidence_works.asked_of(
            call.unit, called, name=body.name, auditee=body.auditee
        )
        return begin(call, asked, called, Path(place))


def one(call: Call) -> said.Evidence:
    """One intake: its digests, its files, and what could not be read."""
    with call.looking() as (connection, unit):
        found = evidence.intake_of(connection, unit.code, call.places["evidence"])
        place = unit.id, found.key.year, found.key.number
        files = evidence_store.files(connection, place)
    return said.Evidence(
        intake=_intake(found),
        files=[
            said.EvidenceFile(
                name=one.name, size=one.bytes, digest=bytes(one.hash).hex()
            )
            for one in files
        ],
        unread=[
            told_of(
                said.EvidenceUnread,
                each,
                column=each.heading,
                content=shown(each.content),
            )
            for each in found.unread[:UNREAD_TOLD]
        ],
    )


def voucher(call: Call) -> said.EvidenceVoucher:
    """A voucher of evidence books, as its file has it."""
    key, number = call.places["evidence"], call.number("place", "凭证")
    with call.reading() as connection:
        found = evidence.intake_of(connection, call.unit, key)
        head, lines = evidence_store.voucher(connection, call.unit, key, number)
    call.note(f"{found.key} {number}")
    postings = [
        told_of(
            said.EvidencePosting,
            line,
            row=line.source_row,
            debit=yuan(line.debit_fen),
            credit=yuan(line.credit_fen),
            **{name: getattr(line, name) or "" for name in _TEXTS},
        )
        for line in lines
    ]
    return told_of(said.EvidenceVoucher, head, postings=postings)


_TEXTS = ("account", "fund", "purpose", "party", "recipient", "memo")
