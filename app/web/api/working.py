"""Long work: begun, watched, stopped, and what it made."""

from pathlib import Path
from urllib.parse import quote

from app.web import evidence_works, import_works, jobs, long_works, tokens
from app.web.api import job_said as said
from app.web.api.calls import Call
from app.web.api.route import ROOT
from app.web.api.values import told_of
from app.web.desk import SentFile
from app.web.job_files import sent
from app.web.jobs import Asked, Job, State
from ledger.database import Connection
from ledger.errors import NotFound

_RESULTS = {long_works.CHECKS: "checks", long_works.VERIFY: "integrity"}
"""Under the unit, where what came of an act is told."""


def begin(
    call: Call, asked: Asked, subject: str, given: Path | None = None
) -> said.Accepted:
    """Begin a job, on a folder `given` for it, and log that it was asked for.

    Raises:
        Answered: it was begun before under this key.
        JobRefused: who asks has too many under way, or it cannot be begun.
    """
    key = jobs.new_key()
    with call.writing(subject, asked.act) as connection:
        jobs.demand_room(call.settings, call.act.person)
        answer = said.Accepted(job=key, address=f"{ROOT}/jobs/{key}")
        call.kept(connection, answer)
    jobs.begin(call.settings, key, asked, call.act, given)
    return answer


def jobs_of(call: Call) -> said.Jobs:
    """One's own jobs, as far as the token reaches."""
    query = call.query
    assert isinstance(query, said.JobsAsked)
    person = call.held.person
    jobs.sweep(jobs.work_folder(call.settings), call.act.at)
    with call.reading() as connection:
        within = tokens.reached(connection, call.held)
        found = [
            _job(one)
            for one in jobs.jobs_of(call.settings, person, query.unit)
            if (within is None or one.asked.unit in within)
            and jobs.may_see(connection, one, call.held.person_id)
        ]
    return said.Jobs(jobs=found)


def job(call: Call) -> said.Job:
    """How far a job is."""
    return _job(own(call))


def _job(one: Job) -> said.Job:
    asked = one.asked
    return told_of(
        said.Job,
        one,
        title=asked.title,
        detail=asked.detail,
        unit=asked.unit,
        act=asked.act,
        result=_result(one) if one.state is State.DONE else "",
    )


def _result(one: Job) -> str:
    """Where what came of a job is told; empty where only its files are."""
    asked = one.asked
    if asked.work == evidence_works.WORK:
        # An intake has the same address on pages and for programs.
        return f"{ROOT}{one.leads}"
    if asked.work == import_works.WORK:
        return f"{ROOT}/imports/{one.key}"
    place = _RESULTS.get(asked.act, "")
    unit = quote(asked.unit, safe="")
    return f"{ROOT}/units/{unit}/{place}/{one.key}" if place else ""


def own(call: Call) -> Job:
    """The job that the address names, if it is one's own and may still be seen.

    Raises:
        NotFound: it is not, or it is of a unit that the token does not reach.
    """
    key = call.places["job"]
    with call.reading() as connection:
        return _own(call, connection, key)


def _own(call: Call, connection: Connection, key: str) -> Job:
    who = call.held.person_id, call.held.person
    found = jobs.own(connection, call.settings, key, who)
    within = tokens.reached(connection, call.held)
    if within is not None and found.asked.unit not in within:
        raise NotFound("后台作业", key)
    return found


def done(call: Call, act: str) -> Job:
    """A job of the address's unit and of an act that is done.

    Raises:
        NotFound: the address names none.
    """
    found = own(call)
    fits = found.asked.act == act and found.asked.unit == call.unit
    if not fits or found.state is not State.DONE:
        raise NotFound("后台作业", found.key)
    return found


def file(call: Call) -> SentFile:
    """A file that a job made."""
    return sent(own(call), call.places["name"])


def stop(call: Call) -> said.Job:
    """Ask a job to stop; it does at its next stage."""
    found = own(call)
    with call.writing(found.key) as connection:
        jobs.stop(found)
        return call.kept(connection, _job(found))
