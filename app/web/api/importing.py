"""A folder of books that is sent: rehearsed, or imported, all of it or nothing.

The verb has a transaction of its own. That the request was done is kept after it: the
same sheets sent again bring nothing in twice, whatever happened between. More than a
megabyte is taken in by a job.
"""

import tempfile
from contextlib import suppress
from pathlib import Path

from app.web import tokens
from app.web.api import office_said as said
from app.web.api.calls import Call
from app.web.api.job_said import Accepted
from app.web.api.values import told_of
from app.web.api.working import begin, own
from app.web.books_files import names_of, take_in, unpack
from app.web.desk import Upload
from app.web.import_works import AT_ONCE_BYTES, RESULT, WORK, asked_of
from app.web.jobs import State
from ledger import intake
from ledger.errors import NotFound, Refused


def take(call: Call) -> said.Imported | Accepted:
    """Import what was sent, or tell every fault; or only tell what would come of it."""
    body = call.body
    assert isinstance(body, said.ImportGiven)
    call.demand_first()
    uploads = [Upload(one.name, one.data) for one in body.files]
    names = names_of(uploads)
    if sum(len(one.content) for one in uploads) > AT_ONCE_BYTES:
        return _later(call, uploads, rehearsed=body.rehearse)
    try:
        done = _taken(call, uploads, rehearsed=body.rehearse)
    except Refused:
        if not body.rehearse:
            with suppress(Refused), call.writing(names):
                raise
        raise
    answer = told_of(said.Imported, done, rehearsed=body.rehearse)
    if body.rehearse:
        return answer
    with call.writing(names) as connection:
        return call.kept(connection, answer)


def _later(call: Call, uploads: list[Upload], *, rehearsed: bool) -> Accepted:
    with call.reading() as connection:
        within = tokens.reached(connection, call.held)
    names = names_of(uploads)
    asked = asked_of(names, rehearsed=rehearsed, unit=call.held.unit, within=within)
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        unpack(uploads, Path(place))
        return begin(call, asked, names, Path(place))


def outcome(call: Call) -> said.ImportOutcome:
    """What came of a folder that was taken in by a job."""
    job = own(call)
    if job.asked.work != WORK or job.state is not State.DONE:
        raise NotFound("后台作业", job.key)
    told = job.read(RESULT)
    done = told.pop("done", None)
    if done is not None:
        done |= {"rehearsed": job.asked.typed["rehearsed"] == "yes"}
    plain = {"faults": [], "count": 0}
    return said.ImportOutcome.model_validate(plain | told | {"done": done})


def _taken(call: Call, uploads: list[Upload], *, rehearsed: bool) -> intake.Imported:
    with call.reading() as connection:
        within = tokens.reached(connection, call.held)
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        folder = Path(place)
        unpack(uploads, folder)
        return take_in(
            call.engine,
            folder,
            call.act,
            person=call.held.person_id,
            rehearsed=rehearsed,
            within=within,
        )
