"""The files that jobs made, as they are handed out."""

import os

from app.web.desk import SentFile
from app.web.jobs import Job, new_key
from ledger.errors import NotFound

KINDS = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".zip": "application/zip",
}


def sent(job: Job, name: str) -> SentFile:
    """A file that a job made.

    Raises:
        NotFound: there is none of this name.
    """
    if name not in job.files:
        raise NotFound("文件", name)
    path = job.folder / name
    kind = KINDS.get(path.suffix, "application/octet-stream")
    # What is sent from disk is removed afterwards: hand out another name of it.
    handed = job.folder / f"out-{new_key()}"
    os.link(path, handed)
    return SentFile(handed, kind, name)
