"""Large folders of books taken in in the background, for pages and programs."""

import shutil
from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from app import activity
from app.web import jobs
from app.web.access import REHEARSING
from app.web.books_files import take_in
from app.web.import_faults import beside
from app.web.job_process import Made, Work
from app.web.jobs import Asked
from ledger.database import reading, writing
from ledger.errors import FolderFaulty
from ledger.register import lookups

RESULT = "import.json"
IMPORTING = "导入账套"
WORK = "import_works:books"
AT_ONCE_BYTES = 1 << 20
"""What is taken in while who sent it waits; what is larger, in the background."""


def asked_of(
    names: str,
    *,
    rehearsed: bool,
    unit: str = "",
    within: Collection[str] | None = None,
) -> Asked:
    """A folder to be taken in; by a token of a unit only `within` what it reaches."""
    typed = {"rehearsed": "yes" if rehearsed else "", "names": names}
    if within is not None:
        typed["within"] = "\n".join(sorted(within))
    return Asked(
        work=WORK,
        title="检查账套" if rehearsed else IMPORTING,
        detail=names,
        unit=unit,
        act="import.rehearse" if rehearsed else "import.begin",
        rights=REHEARSING,
        back="/import",
        leads="/import/{job}",
        typed=typed,
    )


def books(work: Work) -> Made:
    """Import a folder, or rehearse it; its faults are a result like any other."""
    rehearsed, folder = work.typed["rehearsed"] == "yes", work.folder / jobs.GIVEN
    work.tell(IMPORTING, 0, 0)
    with reading(work.engine) as connection:
        person = lookups(connection).person(work.act.person)
    within = work.typed["within"].split("\n") if "within" in work.typed else None
    outcome, told = activity.DONE, dict[str, Any]()
    try:
        done = take_in(
            work.engine,
            folder,
            work.act,
            person=person,
            rehearsed=rehearsed,
            within=within,
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
