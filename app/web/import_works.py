"""Large folders of books taken in in the background, for the page that took them."""

import shutil
from dataclasses import asdict
from typing import Any

from app import activity
from app.web import jobs
from app.web.books_files import take_in
from app.web.import_faults import beside
from app.web.job_process import Made, Work
from ledger.database import reading, writing
from ledger.errors import FolderFaulty
from ledger.register import lookups

RESULT = "import.json"
IMPORTING = "导入账套"


def books(work: Work) -> Made:
    """Import a folder, or rehearse it; its faults are a result like any other."""
    rehearsed, folder = work.typed["rehearsed"] == "yes", work.folder / jobs.GIVEN
    work.tell(IMPORTING, 0, 0)
    with reading(work.engine) as connection:
        person = lookups(connection).person(work.act.person)
    outcome, told = activity.DONE, dict[str, Any]()
    try:
        done = take_in(
            work.engine, folder, work.act, person=person, rehearsed=rehearsed
        )
        told["done"] = asdict(done)
    except FolderFaulty as refusal:
        outcome = activity.REFUSED
        found = [asdict(one) for one in beside(folder, refusal.faults)]
        told = {"faults": found, "count": refusal.count}
    finally:
        # What was sent names people: it does not lie about until the job is removed.
        shutil.rmtree(folder)
    jobs.write_whole(work.folder / RESULT, told)
    if not rehearsed:
        with writing(work.engine) as connection:
            key, names = "books.import", work.typed["names"]
            activity.log(connection, work.act, key, subject=names, outcome=outcome)
    return Made()
