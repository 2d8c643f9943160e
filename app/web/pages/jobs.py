"""Background work: one's own jobs, how far one is, and what it made."""

import json
from pathlib import Path
from urllib.parse import quote

from app.web import jobs
from app.web.desk import Desk, Go, Page, Sent, SentFile
from app.web.job_files import KINDS, sent
from app.web.jobs import Asked, Job
from app.web.languages import said
from ledger.errors import NotFound


def begin(desk: Desk, asked: Asked, subject: str, given: Path | None = None) -> Go:
    """Begin a job and log that it was asked for; it leads to the job's page.

    `given` is a folder of what was sent for it; the job takes it over.

    Raises:
        JobRefused: the person has too many under way, or it cannot be begun.
    """
    key = jobs.new_key()
    with desk.writing(subject, asked.act) as connection:
        jobs.demand_room(desk.settings, desk.act.person)
        go = desk.kept(connection, f"/jobs/{key}")
    jobs.begin(desk.settings, key, asked, desk.act, given)
    return go


def show(desk: Desk) -> Page:
    """One's own jobs, the latest first."""
    jobs.sweep(jobs.work_folder(desk.settings), desk.act.at)
    return Page("jobs.html", {"found": jobs.jobs_of(desk.settings, desk.me.person)})


def own(desk: Desk) -> Job:
    """The job that the address names, if it is one's own and may still be seen.

    Raises:
        NotFound: it is not.
    """
    who = desk.me.person_id, desk.me.person
    with desk.reading() as connection:
        return jobs.own(connection, desk.settings, desk.places["job"], who)


def result(desk: Desk, act: str) -> Job:
    """A job of the address's unit and of an act that is done.

    Raises:
        NotFound: the address names none.
    """
    job = own(desk)
    of_page = job.asked.act == act and job.asked.unit == desk.unit
    if not of_page or job.state is not jobs.State.DONE:
        raise NotFound("后台作业", job.key)
    return job


def one(desk: Desk) -> Page | Go:
    """How far a job is; one that is done leads to what came of it."""
    job = own(desk)
    if job.state is jobs.State.DONE and job.leads:
        return Go(job.leads, said=job.said if job.led else "")
    return Page("job.html", {"job": job, "framed": _framed(job)})


def _framed(job: Job) -> str:
    """The page among the files, or a PDF, to be shown in a frame."""
    fit = [name for name in job.files if name.endswith((".html", ".pdf"))]
    return min(fit, key=lambda name: name.endswith(".pdf"), default="")


def progress(desk: Desk) -> Sent:
    """How far a job is, for the script of its page."""
    job = own(desk)
    at = job.progress
    told: dict[str, object] = {
        "over": job.state.is_over,
        "stage": said(at.stage, desk.language),
        "done": at.done,
        "whole": at.whole,
    }
    return Sent(json.dumps(told, ensure_ascii=False).encode(), "application/json")


def stop(desk: Desk) -> Go:
    """Stop a job."""
    job = own(desk)
    jobs.stop(job)
    return Go(f"/jobs/{job.key}", said="已通知作业停止")


def file(desk: Desk) -> Sent | SentFile:
    """A file that a job made; a page of its own or a PDF is shown in a frame.

    Raises:
        NotFound: there is none of this name.
    """
    job, name = own(desk), desk.places["name"]
    if name not in job.files:
        raise NotFound("文件", name)
    path = job.folder / name
    if path.suffix == ".html" and "as" not in desk.query:
        return Sent(path.read_bytes(), KINDS[".html"], framed="page")
    if path.suffix == ".pdf" and "as" not in desk.query:
        return Sent(path.read_bytes(), KINDS[".pdf"], framed="paper")
    return sent(job, name)


def address(job: Job, name: str) -> str:
    """Where a file of a job is fetched."""
    return f"/jobs/{job.key}/files/{quote(name, safe='')}"
