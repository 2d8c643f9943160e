"""Import by upload (导入账套): the sheets of a books folder, all of it or nothing.

1. The sheets are those of `bangfu books import`: CSV files by their names, or one XLSX
   with a sheet for each. Who imports must be allowed to post in every unit they touch.
2. Where there are faults nothing is written; each is told beside the row that it is in.
3. The same may be rehearsed: everything is told, nothing stands. For that it is enough
   to prepare vouchers in those units.
4. Files pass through a folder that is gone afterwards. The same sheets sent twice bring
   nothing in twice.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from app import auth
from app.clock import today
from app.web import sign_in
from app.web.desk import Desk, Page, Upload
from ledger import intake
from ledger.database import Connection
from ledger.errors import Fault, Faults, FolderFaulty, RecordRefused, Refused
from ledger.folder import PEOPLE, SHEETS
from ledger.people import Right
from ledger.privacy import shown
from ledger.sheets import blocks, find_sheets

KINDS = (".csv", ".xlsx")
NAME_LENGTH = 100
FILES_MOST = 20
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
            unpack(desk.uploads, folder)
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


def _imported(desk: Desk, folder: Path) -> intake.Imported:
    person, rehearsed = desk.me.person_id, _is_rehearsal(desk)
    rights = (Right.PREPARE, Right.POST) if rehearsed else (Right.POST,)

    def permit(connection: Connection, touched: intake.Touched) -> None:
        for unit in touched.units:
            auth.demand(connection, person, rights, unit, today())
            if sign_in.is_code_missing(connection, person, unit):
                what = f"单位 {unit} 要求先启用动态口令"
                raise RecordRefused(what, do="在“我”的页面启用后再导入")
        if touched.new:
            auth.demand(connection, person, (Right.POST,), "", today())
        if touched.rights:
            auth.demand(connection, person, (Right.ADMIN,), "", today())

    if rehearsed:
        return intake.rehearse(desk.engine, folder, desk.act, permit)
    return intake.import_books(desk.engine, folder, desk.act, permit=permit)


def _is_rehearsal(desk: Desk) -> bool:
    return desk.form.get("do") != "import"


def _log(desk: Desk, refusal: Refused) -> None:
    if not _is_rehearsal(desk):
        with suppress(Refused), desk.writing(_names(desk)):
            raise refusal


def _names(desk: Desk) -> str:
    return "、".join(PurePath(shown(one.name)).name for one in desk.uploads.values())[
        :80
    ]


# -- files --------------------------------------------------------------------------


def unpack(uploads: Mapping[str, Upload], folder: Path) -> None:
    """Write what was sent under its own names (4).

    Raises:
        RecordRefused: there is nothing, or a name that cannot be that of a sheet.
    """
    if not uploads:
        raise RecordRefused("没有选择文件", do="选择账套的 CSV 文件，或一个 XLSX")
    if len(uploads) > FILES_MOST:
        what = f"一次最多 {FILES_MOST} 个文件"
        raise RecordRefused(what, do="只选账套的文件")
    for upload in uploads.values():
        name = PurePath(upload.name.replace("\\", "/")).name
        if PurePath(name).suffix.lower() not in KINDS:
            what = f"“{shown(name)}”不是 CSV 或 XLSX 文件"
            raise RecordRefused(what, do="另存为 CSV 或 XLSX 后上传")
        if not name.isprintable() or name[0] in ".~" or len(name) > NAME_LENGTH:
            what = "有一个文件的名称不能用"
            raise RecordRefused(what, do="改用账套的文件名，如 vouchers.csv")
        path = folder / name
        if path.exists():
            what = f"“{shown(name)}”选了两次"
            raise RecordRefused(what, do="每个文件只选一次")
        path.write_bytes(upload.content)


# -- faults beside their rows (2) ---------------------------------------------------


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
