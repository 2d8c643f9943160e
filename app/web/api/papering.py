"""Papers of drafts and vouchers: attached, listed, fetched, taken back."""

from app.web import papers
from app.web.api import asked
from app.web.api import office_said as said
from app.web.api.calls import Call
from app.web.api.values import told_of
from app.web.desk import Sent, Upload
from ledger import queries
from ledger.database import Connection
from ledger.errors import NotFound
from treasury import attachment_reading, attachments
from treasury.attachment_reading import Described, Proves, attached

_VOUCHER = "voucher"


def of_draft(call: Call) -> said.Papers:
    """The papers of a draft."""
    with call.reading() as connection:
        return _papers(
            attached(connection, call.unit, _VOUCHER, _ref(call, connection))
        )


def of_voucher(call: Call) -> said.Papers:
    """The papers of a voucher in the books."""
    with call.looking() as (connection, unit):
        if queries.voucher(connection, unit.id, call.places["ref"]) is None:
            raise NotFound("凭证", call.places["ref"])
        return _papers(attached(connection, unit.code, _VOUCHER, call.places["ref"]))


def _ref(call: Call, connection: Connection) -> str:
    number = call.number("number", "草稿")
    return attachment_reading.reference(connection, call.unit, number)


def _papers(found: papers.Attached) -> said.Papers:
    told = [
        told_of(
            said.Paper,
            paper,
            sha256=paper.sha256.hex(),
            kind=paper.described.kind,
            title=paper.described.title,
            dated_on=paper.described.dated_on,
            form=paper.described.form,
            kept_at=paper.described.kept_at,
            paper_number=paper.described.paper_number,
        )
        for paper, _ in found
    ]
    return said.Papers(papers=told)


def draft_paper(call: Call) -> Sent:
    """One paper of a draft; the look is logged."""
    with call.reading() as connection:
        found = attached(connection, call.unit, _VOUCHER, _ref(call, connection))
    return _sent(call, found)


def voucher_paper(call: Call) -> Sent:
    """One paper of a voucher in the books; the look is logged."""
    with call.reading() as connection:
        found = attached(connection, call.unit, _VOUCHER, call.places["ref"])
    return _sent(call, found)


def _sent(call: Call, found: papers.Attached) -> Sent:
    wanted = str(call.number("paper", "附件"))
    paper = papers.find(found, wanted)
    call.note(wanted)
    return papers.sent(call.settings, call.unit, paper)


# -- attached and taken back --------------------------------------------------------


def _described(body: said.PaperGiven) -> Described:
    return Described(
        kind=body.kind,
        dated_on=body.dated_on,
        title=body.title,
        form=body.form,
        kept_at=body.kept_at,
        paper_number=body.paper_number,
    )


def attach(call: Call) -> said.PaperKept:
    """Attach a paper to a draft that nobody has reviewed."""
    body, number = call.body, call.number("number", "草稿")
    assert isinstance(body, said.PaperGiven)
    upload = Upload(body.file.name, body.file.data)
    with (
        papers.on_disk(call.settings, upload, _described(body)) as paper,
        call.writing(str(number)) as connection,
    ):
        to = Proves(key=_ref(call, connection), shared=body.shared)
        done = attachments.attach(connection, call.unit, paper, to, call.act)
        return call.kept(connection, told_of(said.PaperKept, done))


def withdraw(call: Call) -> said.PaperWithdrawn:
    """Take a paper of a draft back, with the reason."""
    body, number = call.body, call.number("number", "草稿")
    assert isinstance(body, asked.ReasonGiven)
    paper = call.number("paper", "附件")
    with call.writing(str(number)) as connection:
        to = Proves(key=_ref(call, connection), reason=body.reason)
        attachments.withdraw(connection, call.unit, paper, to, call.act)
        return call.kept(connection, said.PaperWithdrawn(number=paper))


def supplement(call: Call) -> said.PaperKept:
    """Attach a paper to a posted voucher, with the reason; the voucher stays."""
    body, ref = call.body, call.places["ref"]
    assert isinstance(body, said.SupplementGiven)
    with call.looking() as (connection, unit):
        if queries.voucher(connection, unit.id, ref) is None:
            raise NotFound("凭证", ref)
    upload = Upload(body.file.name, body.file.data)
    with (
        papers.on_disk(call.settings, upload, _described(body)) as paper,
        call.writing(ref) as connection,
    ):
        to = Proves(key=ref, reason=body.reason, shared=body.shared)
        done = attachments.supplement(connection, call.unit, paper, to, call.act)
        return call.kept(connection, told_of(said.PaperKept, done))
