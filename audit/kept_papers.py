"""V15: attachments, each file opened and held against the SHA-256 of its row.

A file that is missing, altered, cut short, or changed for another is told by the
number of the attachment. Files are read piece by piece: memory does not grow with them.
Without the folder and the keys nothing is read, and the test is told as not performed.
"""

from audit.differences import Found
from ledger.database import Connection
from treasury import attachment_store
from treasury.paper_files import PaperFolder


def verify_papers(
    connection: Connection,
    unit: tuple[int, str],
    folder: PaperFolder | None,
    found: Found,
) -> int:
    """V15: every paper of a unit, given by id and code; how many there are."""
    unit_id, code = unit
    count = 0
    for row in attachment_store.papers(connection, unit_id):
        count += 1
        if folder is None:
            continue
        if fault := folder.fault(code, bytes(row.sha256), row.size):
            found.add("V15", f"{code} 附件 {row.number}", fault)
    return count
