"""`bangfu archive`: the records of a closed year as a hashed set, and its check."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, Year
from app.cli.output import Columns, Format, reason, say, show
from app.cli.progress import stages
from app.cli.session import Session, open_session
from app.errors import FileUnwritable
from ledger.database import writing
from ledger.people import Right

if TYPE_CHECKING:
    from reports.archive import Written
    from treasury.paper_files import PaperFolder

app = typer.Typer(no_args_is_help=True)

DIFFERENCES = (("path", "文件"), ("what", "情况"))

Papers = Annotated[
    bool,
    typer.Option("--papers", help="凭证附件解密写入（含个人信息）；不写则只列目录"),
]

SHOWN: dict[str, Columns] = {"check": DIFFERENCES}
"""What each command shows; `docs/cli.md` is written from it."""


@app.command()
def write(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    year: Year,
    to: Annotated[Path, typer.Option("--to", help="写入的文件夹，尚不存在")],
    papers: Papers = False,  # noqa: FBT002 - a switch
    database: Database = "",
    person: As = "",
) -> None:
    """归档：把已结账年度的凭证、账簿、报表、结账记录等写成一套带目录、元数据和摘要的文件。"""
    demand_free(to)
    session = open_session(database, person)
    keep(session, unit, year, to, papers=papers)


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="归档的文件夹")],
    manifest: Annotated[
        str, typer.Option("--hash", help="归档时打印的清单摘要，一并核对")
    ] = "",
    how: output.As = Format.TABLE,
) -> None:
    """核对档案：重新计算每个文件的摘要，核对元数据；有不一致的，退出码为 1。"""
    # Only an archive needs them.
    from reports import archive_check  # noqa: PLC0415
    from reports.archive import MANIFEST  # noqa: PLC0415

    checked = archive_check.check(folder)
    rows = [(one.path, one.what) for one in checked.differences]
    if manifest and manifest.strip().lower() != checked.manifest_hash:
        rows.insert(0, (MANIFEST, "清单摘要与所给的不符"))
    if rows or how is not Format.TABLE:
        show(DIFFERENCES, rows, how)
    if how is Format.TABLE:
        say(f"{checked.unit} {checked.year}年度：清单所列文件 {checked.files} 个")
        say(f"清单摘要 {checked.manifest_hash}")
        if not manifest:
            say("没有给出归档时打印的清单摘要（--hash）：能重做清单的人也能改动")
    if rows:
        sys.stderr.write("档案与归档时不一致\n")
        raise typer.Exit(1)


# -- what `books year-end post --archive` needs as well -----------------------------


def demand_free(folder: Path) -> None:
    """Refuse a folder that is there already, or has no place to be.

    Raises:
        FileUnwritable: it is such a folder.
    """
    if folder.exists():
        raise FileUnwritable(folder, "已经存在", "写明一个尚不存在的文件夹")
    parent = folder.parent
    if not parent.is_dir():
        raise FileUnwritable(folder, "上级文件夹不存在", f"先建立文件夹 {parent}")


def keep(  # noqa: PLR0913 - the place of a set, and how it is written
    session: Session,
    unit: str,
    year: int,
    folder: Path,
    *,
    aloud: bool = True,
    papers: bool = False,
) -> None:
    """Write the set of a year, and log it with the hash of its manifest.

    With `papers` those of vouchers are opened and written in the clear.

    Raises:
        AttachmentRefused: nothing says where papers are, or one is missing or damaged.
        VaultRefused: the keys cannot be used.
        FileUnwritable: the folder cannot be written.
        NoSuchPeriod: the year is not closed.
    """
    # Who may close a year may keep it as well; papers are for those who may read them.
    allowed = (Right.VIEW,) if papers else (Right.VIEW, Right.CLOSE)
    told = f"{year} {folder.name}{' papers' if papers else ''}"
    with session.logged("archive.write", allowed, unit, told):
        written = _write(session, unit, year, folder, papers=papers)
    with writing(session.engine) as connection:
        subject = f"{year} {written.manifest_hash}"
        session.log(connection, "archive.manifest", unit, subject)
    if aloud:
        say(f"{written.folder}：文件 {written.files} 个")
        say(f"清单摘要 {written.manifest_hash}")
    if written.missing:
        listed = " ".join(f"U+{ord(c):04X}" for c in sorted(written.missing))
        sys.stderr.write(f"字体中没有的字符，以代码代替：{listed}\n")


def _write(
    session: Session, unit: str, year: int, folder: Path, *, papers: bool
) -> "Written":
    """Write the set, whole or not at all.

    Raises:
        AttachmentRefused, VaultRefused: papers or keys cannot be used.
        FileUnwritable: the folder cannot be written.
    """
    from reports import archive  # noqa: PLC0415 - renderers load late

    settings = session.settings
    fonts = (settings.fonts,) if settings.fonts else ()
    asked = archive.Asked(
        unit=unit,
        year=year,
        papers=_papers(session) if papers else None,
        templates=settings.templates,
        fonts=fonts,
        look=settings.office_look,
    )
    try:
        with stages() as tell, session.reading(unit) as connection:
            tell("编制归档材料", 0, 0)
            return archive.write(connection, asked, folder)
    except OSError as error:
        # A template or a font that cannot be read is another matter.
        if error.filename and folder.parent not in Path(error.filename).parents:
            raise
        do = "换一个位置，或先排除原因"
        raise FileUnwritable(folder, reason(error), do) from None


def _papers(session: Session) -> "PaperFolder":
    from app.attachments import open_papers  # noqa: PLC0415 - only papers need keys

    return open_papers(session.settings)
