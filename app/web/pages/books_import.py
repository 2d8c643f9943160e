"""Import by upload (导入账套): the sheets of a books folder, all of it or nothing.

1. Where there are faults nothing is written; each is told beside the row that it is in.
2. The same may be rehearsed: everything is told, nothing stands.
3. The same sheets sent twice bring nothing in twice. Who may import what,
   `books_files.py` says.
4. More than a megabyte is taken in by a job, and what came of it is shown on its page.
"""

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from app import auth
from app.web.books_files import names_of, take_in, unpack
from app.web.desk import Desk, Go, Page
from app.web.import_faults import beside
from app.web.import_works import AT_ONCE_BYTES, RESULT, WORK, asked_of
from app.web.jobs import State
from app.web.pages.jobs import begin, own
from ledger.errors import FolderFaulty, NotFound, Refused
from ledger.folder import SHEETS
from ledger.intake import Imported
from ledger.people import Right


def show(desk: Desk) -> Page:
    """The form, with the sheets and the columns that they may have."""
    return Page("import.html", _told(desk))


def _told(desk: Desk, **more: Any) -> dict[str, Any]:
    with desk.reading() as connection:
        posts = any(
            auth.may_somewhere(connection, desk.me.person_id, right, desk.today)
            for right in (Right.POST, Right.ADMIN)
        )
    known = {"sheets": SHEETS, "done": None, "faults": (), "count": 0, "posts": posts}
    return {
        **known,
        "typed": desk.form,
        "rehearsed": _is_rehearsal(desk),
        **more,
    }


def take(desk: Desk) -> Page | Go:
    """Import what was sent, or tell every fault."""
    size = sum(len(one.content) for one in desk.uploads.values())
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        folder = Path(place)
        try:
            unpack(desk.uploads.values(), folder)
            if size > AT_ONCE_BYTES:
                return _later(desk, folder)
            done = _imported(desk, folder)
        except FolderFaulty as refusal:
            _log(desk, refusal)
            told = tuple(beside(folder, refusal.faults))
            what = _told(
                desk, faults=told, count=refusal.count, refusal=_head(refusal.count)
            )
            return Page("import.html", what, 422)
        except Refused as refusal:
            _log(desk, refusal)
            return desk.refused(refusal, "import.html", _told(desk))
    if not _is_rehearsal(desk):
        desk.note(_names(desk))
    return Page("import.html", _told(desk, done=done))


def one(desk: Desk) -> Page:
    """What came of a folder that was taken in by a job (4)."""
    job = own(desk)
    if job.asked.work != WORK or job.state is not State.DONE:
        raise NotFound("后台作业", job.key)
    told = job.read(RESULT)
    rehearsed = job.asked.typed["rehearsed"] == "yes"
    if "done" in told:
        return Page("import.html", _told(desk, done=told["done"], rehearsed=rehearsed))
    told["refusal"] = _head(told["count"])
    return Page("import.html", _told(desk, **told, rehearsed=rehearsed))


def _later(desk: Desk, folder: Path) -> Go:
    asked = asked_of(_names(desk), rehearsed=_is_rehearsal(desk))
    return begin(desk, asked, asked.detail, folder)


def _head(count: int) -> str:
    return f"账簿未作任何改动：共 {count} 处错误，改正后重新上传"


def _imported(desk: Desk, folder: Path) -> Imported:
    return take_in(
        desk.engine,
        folder,
        desk.act,
        person=desk.me.person_id,
        rehearsed=_is_rehearsal(desk),
    )


def _is_rehearsal(desk: Desk) -> bool:
    return desk.form.get("do") != "import"


def _log(desk: Desk, refusal: Refused) -> None:
    if not _is_rehearsal(desk):
        with suppress(Refused), desk.writing(_names(desk)):
            raise refusal


def _names(desk: Desk) -> str:
    return names_of(desk.uploads.values())
