"""What is read for a hand-out as it is planned, as screens and programs do it."""

import tempfile
from pathlib import Path

from aid import handout_sheet
from aid.handout_sheet import HandoutSheet
from aid.handouts import By, Plan
from aid.kept_standards import standards_of
from app.web import given
from app.web.desk import Upload
from ledger.database import Connection


def by_standards(connection: Connection, head: Plan) -> By:
    """The standards that the unit goes by on the day."""
    return By(rules=standards_of(connection, head.unit).on(head.dated_on))


def read_list(sent: Upload, item: str, name: str = "list") -> HandoutSheet:
    """The lines of a list that was sent; it stays on no disk.

    Args:
        sent: the list.
        item: the item of rows that name none.
        name: how the list is called where its faults are told.

    Raises:
        FolderFaulty: the list has faults; every one is told.
    """
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        path = Path(place) / f"{name}{given.ending(sent.name)}"
        path.write_bytes(sent.content)
        return handout_sheet.read_handout(path, item)
