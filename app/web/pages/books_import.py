"""Import by upload (导入账套): the sheets of a books folder, all of it or nothing.

1. Where there are faults nothing is written; each is told beside the row that it is in.
2. The same may be rehearsed: everything is told, nothing stands.
3. The same sheets sent twice bring nothing in twice. Who may import what,
   `books_files.py` says.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import auth
from app.web.books_files import names_of, take_in, unpack
from app.web.desk import Desk, Page
from ledger.errors import Fault, Faults, FolderFaulty, Refused
from ledger.folder import PEOPLE, SHEETS
from ledger.intake import Imported
from ledger.people import Right
from ledger.privacy import shown
from ledger.sheets import blocks, find_sheets

CELLS_SHOWN = 12
"""Cells of a faulty row that are shown."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fault, and the cells of the row it is in as (column, text)."""

    fault: Fault
    cells: tuple[tuple[str, str], ...] = ()


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


def take(desk: Desk) -> Page:
    """Import what was sent, or tell every fault."""
    with tempfile.TemporaryDirectory(prefix="bangfu-") as place:
        folder = Path(place)
        try:
            unpack(desk.uploads.values(), folder)
            done = _imported(desk, folder)
        except FolderFaulty as refusal:
            _log(desk, refusal)
            told = tuple(_beside(folder, refusal.faults))
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


# -- faults beside their rows (1) ---------------------------------------------------


def _beside(folder: Path, faults: Sequence[Fault]) -> Iterator[Told]:
    wanted: dict[str, set[int]] = {}
    for fault in faults:
        if fault.row > 1:
            wanted.setdefault(fault.file, set()).add(fault.row)
    found = _rows(folder, wanted)
    for fault in faults:
        yield Told(fault, found.get((fault.file, fault.row), ()))


Found = Mapping[tuple[str, int], tuple[tuple[str, str], ...]]


def _rows(folder: Path, wanted: Mapping[str, set[int]]) -> Found:
    """The cells of rows; sheets of people are not shown again."""
    found: dict[tuple[str, int], tuple[tuple[str, str], ...]] = {}
    sources, _ = find_sheets(folder, SHEETS)
    specs = {spec.name: spec for spec in SHEETS}
    for name, source in sources.items():
        rows = wanted.get(source.name, set())
        if not rows or name == PEOPLE.name:
            continue
        last = max(rows)
        for block in blocks(source, specs[name], Faults(), lenient=True):
            for at, number in enumerate(block.rows):
                if number in rows:
                    cells = ((key, texts[at]) for key, texts in block.columns.items())
                    filled = [(key, shown(str(text))) for key, text in cells if text]
                    found[source.name, number] = tuple(filled[:CELLS_SHOWN])
            if block.rows[-1] >= last:
                break
    return found
