"""Evidence books (外来账套) as they are sent: read whole, before anything is kept.

More than a megabyte is read and taken in by a job, whose page is the intake itself.
"""

import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path, PurePath

from app import auth
from app.clock import today
from app.web import jobs
from app.web.books_files import unpack
from app.web.desk import Upload, part
from app.web.job_process import Made, Work
from app.web.jobs import Asked
from audit import evidence
from audit.evidence import Folder, Intake
from ledger.errors import RecordRefused
from ledger.people import Right
from ledger.privacy import shown
from ledger.register import lookups

NAME_LENGTH = 60
WORK = "evidence_works:intake"
TAKE = "audit.intake"
SEALING = "封存账套"


def handed(uploads: Collection[Upload], name: str) -> Folder:
    """The books that were sent, called by a name.

    Raises:
        EvidenceRefused: nothing in them is a sheet of books.
        RecordRefused: a file or the name cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        return evidence.read_folder(laid(uploads, name, Path(place)))


def laid(uploads: Collection[Upload], name: str, place: Path) -> Path:
    """Where the books that were sent now lie in a place, called by a name.

    Raises:
        RecordRefused: a file or the name cannot be used.
    """
    folder = place / _name(name)
    folder.mkdir()
    unpack(uploads, folder)
    return _books(folder)


def _books(folder: Path) -> Path:
    """A folder of sheets, or the one book in it."""
    files = [*folder.iterdir()]
    is_book = len(files) == 1 and files[0].suffix.lower() == ".xlsx"
    return files[0] if is_book else folder


def _name(text: str) -> str:
    """What the folder of files is called; it becomes the name of a real one."""
    name = text or "账套"
    plain = PurePath(name).name == name and name.isprintable() and name[0] != "."
    if not plain or "\\" in name or len(name) > NAME_LENGTH:
        raise RecordRefused("账套的名称不能用", do="写简短的名称，不含斜线")
    return name


def said_of(one: Intake) -> str:
    """What is said of an intake to who sent it."""
    if one.already:
        return f"这份账套已接收为 {one.key}，没有改动"
    return f"已接收为 {one.key}：凭证 {one.counts['vouchers']:,} 张"


def path_of(unit: str, key: str = "") -> str:
    """The page of a unit's evidence books, or of one intake."""
    every = f"/units/{part(unit)}/evidence"
    return f"{every}/{part(key)}" if key else every


# -- in the background --------------------------------------------------------------


def asked_of(unit: str, called: str, *, name: str, auditee: str) -> Asked:
    """Books to be taken in; `called` is what the log tells of them."""
    return Asked(
        work=WORK,
        title="接收账套",
        detail=called,
        unit=unit,
        act="audit.intake.begin",
        rights=(Right.AUDIT,),
        back=f"{path_of(unit)}?job={{job}}",
        typed={"name": name, "auditee": auditee},
    )


def intake(work: Work) -> Made:
    """Take books in, while who sent them may still audit the unit."""
    given = work.folder / jobs.GIVEN
    try:
        (folder,) = given.iterdir()
        handed_over = evidence.read_folder(_books(folder), work.tell)
    finally:
        # What was sent names people: it does not lie about until the job is removed.
        shutil.rmtree(given)
    work.tell(SEALING, 0, 0)
    auditee = work.typed["auditee"]
    with work.writing(TAKE, shown(handed_over.name)) as connection:
        person = lookups(connection).person(work.act.person)
        auth.demand(connection, person, (Right.AUDIT,), work.unit, today())
        one = evidence.take_in(
            connection, handed_over, work.unit, work.act, auditee=auditee
        )
    return Made(said=said_of(one), led=path_of(work.unit, str(one.key)))
