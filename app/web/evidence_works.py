"""Evidence books (外来账套) as they are sent: read whole, before anything is kept."""

import tempfile
from collections.abc import Collection
from pathlib import Path, PurePath

from app.web.books_files import unpack
from app.web.desk import Upload
from audit import evidence
from audit.evidence import Folder
from ledger.errors import RecordRefused

NAME_LENGTH = 60


def handed(uploads: Collection[Upload], name: str) -> Folder:
    """The books that were sent, called by a name.

    Raises:
        EvidenceRefused: nothing in them is a sheet of books.
        RecordRefused: a file or the name cannot be used.
    """
    called = _name(name)
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        folder = Path(place) / called
        folder.mkdir()
        unpack(uploads, folder)
        files = [*folder.iterdir()]
        is_book = len(files) == 1 and files[0].suffix.lower() == ".xlsx"
        return evidence.read_folder(files[0] if is_book else folder)


def _name(text: str) -> str:
    """What the folder of files is called; it becomes the name of a real one."""
    name = text or "账套"
    plain = PurePath(name).name == name and name.isprintable() and name[0] != "."
    if not plain or "\\" in name or len(name) > NAME_LENGTH:
        raise RecordRefused("账套的名称不能用", do="写简短的名称，不含斜线")
    return name
