"""A folder of books that is sent, as screens and programs take it in.

1. The sheets are those of `bangfu books import`: CSV files by their names, or one XLSX
   with a sheet for each. Who imports must be allowed to post in every unit they touch;
   to have it rehearsed, it is enough to prepare vouchers there.
2. Files pass through a folder that is gone afterwards.
"""

from collections.abc import Collection, Iterable
from pathlib import Path, PurePath

from app import auth
from app.clock import today
from app.web import sign_in
from app.web.desk import Upload
from ledger import intake
from ledger.database import Connection, Engine
from ledger.errors import NotFound, RecordRefused
from ledger.intake import Imported
from ledger.people import Act, Right
from ledger.privacy import shown

KINDS = (".csv", ".xlsx")
NAME_LENGTH = 100
NAMES_LENGTH = 80
FILES_MOST = 20


def unpack(uploads: Collection[Upload], folder: Path) -> None:
    """Write what was sent under its own names (2).

    Raises:
        RecordRefused: there is nothing, or a name that cannot be that of a sheet.
    """
    if not uploads:
        raise RecordRefused("没有选择文件", do="选择账套的 CSV 文件，或一个 XLSX")
    if len(uploads) > FILES_MOST:
        what = f"一次最多 {FILES_MOST} 个文件"
        raise RecordRefused(what, do="只选账套的文件")
    for upload in uploads:
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


def names_of(uploads: Iterable[Upload]) -> str:
    """What the operation log is told of the files."""
    names = (PurePath(shown(one.name)).name for one in uploads)
    return "、".join(names)[:NAMES_LENGTH]


def take_in(  # noqa: PLR0913 - as every verb, and what narrows the units
    engine: Engine,
    folder: Path,
    act: Act,
    *,
    person: int,
    rehearsed: bool,
    within: Collection[str] | None = None,
) -> Imported:
    """Import a folder, all of it or nothing; or only tell what would come of it.

    `within` are the units that may be touched, None: all in which the person may.

    Raises:
        FolderFaulty: it has faults.
        NotAllowed: the person may not, in a unit that it touches (1).
        RecordRefused: a unit asks for one-time codes, and the person has none.
    """
    rights = (Right.PREPARE, Right.POST) if rehearsed else (Right.POST,)

    def permit(connection: Connection, touched: intake.Touched) -> None:
        for unit in touched.units:
            if within is not None and unit not in within:
                raise NotFound("单位", unit)
            auth.demand(connection, person, rights, unit, today())
            if sign_in.is_code_missing(connection, person, unit):
                what = f"单位 {unit} 要求先启用动态口令"
                raise RecordRefused(what, do="在“我”的页面启用后再导入")
        if within is not None and (touched.new or touched.rights):
            what = "只限一个单位的令牌不能导入各单位共用的内容"
            raise RecordRefused(what, do="改用不限单位的令牌")
        if touched.new:
            auth.demand(connection, person, (Right.POST,), "", today())
        if touched.rights:
            auth.demand(connection, person, (Right.ADMIN,), "", today())

    if rehearsed:
        return intake.rehearse(engine, folder, act, permit)
    return intake.import_books(engine, folder, act, permit=permit)
