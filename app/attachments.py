"""The folder of an office's papers (附件), with the vault that opens them."""

from pathlib import Path

from app.keyring import open_vault
from app.settings import Settings
from treasury.errors import AttachmentRefused
from treasury.paper_files import PaperFolder

ENDING = ".attachments"


def open_papers(settings: Settings) -> PaperFolder:
    """The folder of papers; it may not be there yet.

    Call it before the books are held for writing (`keyring.py`).

    Raises:
        AttachmentRefused: nothing says where it is, and the books are no SQLite file.
        VaultRefused: the keys cannot be used.
    """
    return PaperFolder(papers_folder(settings), open_vault(settings))


def papers_folder(settings: Settings) -> Path:
    """Where the papers stand.

    Raises:
        AttachmentRefused: nothing says so, and the books are no SQLite file.
    """
    found = settings.attachments or settings.beside(ENDING)
    if found is None:
        raise AttachmentRefused(
            "没有指明附件文件夹",
            why="账簿不是 SQLite 文件，旁边没有默认的位置",
            do="设 BANGFU_ATTACHMENTS 为文件夹的路径；几台机器共用账簿时共用同一个",
        )
    return found
