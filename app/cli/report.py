"""`bangfu report`: list the reports, or write one to a file of any format."""

import dataclasses
import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from app import activity
from app.cli import output
from app.cli.arguments import AnyPeriod, As, Database, WithSubunits, span_of
from app.cli.output import Columns, Format, say, show, writing_to
from app.cli.progress import stages
from app.cli.session import Session, open_session
from ledger.database import writing
from ledger.people import KEEPING_BOOKS, Right
from reports import catalogue
from reports.catalogue import Request
from reports.render.formats import FORMATS
from reports.report import Language

REPORTS = (("name", "名称"), ("title", "标题"), ("summary", "内容"))

SHOWN: dict[str, Columns] = {"list": REPORTS}
"""What each command shows; `docs/cli.md` is written from it."""

SEEING = (*sorted(KEEPING_BOOKS), Right.APPROVE, Right.HEAD, Right.AUDIT)
"""Who may have names of people in a report."""

FORMATS_TOLD = "、".join(suffix.removeprefix(".").upper() for suffix in FORMATS)

To = Annotated[
    Path | None, typer.Option("--to", help=f"写入的文件；按后缀定格式：{FORMATS_TOLD}")
]

Subject = Annotated[
    str,
    typer.Option(
        "--subject",
        help="只取一项：捐赠号 2026-12，捐赠人号 3，银行账户 1，其对账 1/3，"
        "档案号，申请编号 A2026-1，批次号 B2026-1，发放单号 H2026-1，"
        "审计项目 J2026-1，其底稿 J2026-1/A1-1、取证单或发现 J2026-1/3，"
        "移交清单 Y2026-1，离任审计：人员/职务/任职起始日",
    ),
]

Lang = Annotated[
    str, typer.Option("--lang", help="文本的语言：zh 或 en（有英文文本的报表）")
]

Names = Annotated[
    bool,
    typer.Option("--names", help="解密：写出个人姓名，审计报告核对档案；记入操作日志"),
]

Tagged = Annotated[
    bool, typer.Option("--tagged", help="PDF 加标签，供读屏软件朗读；文件大十余倍")
]

Bom = Annotated[bool, typer.Option("--bom", help="CSV 以 BOM 开头，供 Excel 直接打开")]

app = typer.Typer(
    invoke_without_command=True,
    no_args_is_help=True,
    context_settings={"allow_interspersed_args": True},
)


@app.callback(invoke_without_command=True)
def report(  # noqa: PLR0913, PLR0917 - one parameter for each option
    name: Annotated[str, typer.Argument(help="报表名称，或 list")],
    unit: Annotated[str, typer.Option("--unit", help="单位代码")] = "",
    period: AnyPeriod = "",
    to: To = None,
    account: Annotated[str, typer.Option(help="科目代码")] = "",
    fund: Annotated[str, typer.Option(help="资金代码")] = "",
    form: Annotated[str, typer.Option(help="自定报表格式的代号")] = "",
    known_at: Annotated[
        int, typer.Option("--known-at", help="只算到这一链位", min=0)
    ] = 0,
    subject: Subject = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    lang: Lang = "zh",
    *,
    names: Names = False,
    with_subunits: WithSubunits = False,
    bom: Bom = False,
    tagged: Tagged = False,
) -> None:
    """列出报表，或生成一份报表。"""
    if name == "list":
        found = catalogue.all_reports()
        show(REPORTS, [(r.name, r.title, r.summary) for r in found], how)
        return
    wanted = catalogue.find(name)
    if not unit or not period:
        raise typer.BadParameter("须写明 --unit 与 --period")
    _demand_format(to, bom=bom, tagged=tagged)
    span = span_of(period, quarters=True)
    session = open_session(database, person)
    request = Request(
        unit=unit,
        span=span,
        period=period.strip().upper(),
        at=session.act.at,
        with_subunits=with_subunits,
        account=account,
        fund=fund,
        form=form,
        known_at=known_at or None,
        templates=session.settings.templates,
        forms=session.settings.forms,
        subject=subject,
        language=_language(lang),
    )
    # Nobody's names are opened, nor is it logged, for what names nobody.
    catalogue.demand_meant(wanted, request, names=names)
    if names:
        request = _named(session, name, request)
    if to is None:
        _print(session, name, request, bom=bom)
        return
    write(session, name, request, to, bom=bom, tagged=tagged)
    say(str(to))


def _demand_format(to: Path | None, *, bom: bool, tagged: bool) -> None:
    """Refuse what means nothing in the format that is written."""
    suffix = to.suffix.lower() if to else ".csv"
    if bom and suffix != ".csv":
        raise typer.BadParameter("--bom 只用于 CSV")
    if tagged and suffix != ".pdf":
        told = "--tagged 只用于 PDF：写 --to 文件名.pdf，或不写 --tagged"
        raise typer.BadParameter(told)


def _language(lang: str) -> Language:
    languages: dict[str, Language] = {"zh": "zh", "en": "en"}
    if lang not in languages:
        raise typer.BadParameter("--lang 只能是 zh 或 en")
    return languages[lang]


def _named(session: Session, name: str, request: Request) -> Request:
    """Open the vault for those who may see names, and log it."""
    from app.keyring import open_vault  # noqa: PLC0415 - only names need it

    vault = open_vault(session.settings)
    looked_at = f"{name} {request.subject}".strip()
    with session.writing("report.names", SEEING, request.unit, looked_at):
        return dataclasses.replace(request, vault=vault)


def write(  # noqa: PLR0913 - what is asked for
    session: Session,
    name: str,
    request: Request,
    to: Path,
    *,
    bom: bool = False,
    tagged: bool = False,
) -> None:
    """Write a report to a file, tell characters that no font has, and log it."""
    from reports.render.formats import write as render  # noqa: PLC0415 - renderers load late

    look = dataclasses.replace(session.settings.office_look, tagged=tagged)
    fonts = (session.settings.fonts,) if session.settings.fonts else ()
    with (
        stages() as tell,
        session.reading(request.unit) as connection,
        writing_to(to),
    ):
        tell("编制报表", 0, 0)
        document = catalogue.build(name, connection, request)
        missing = render(
            document,
            to,
            font_folders=fonts,
            paper=_paper(session),
            look=look,
            bom=bom,
        )
    if missing:
        listed = " ".join(f"U+{ord(c):04X}" for c in sorted(missing))
        sys.stderr.write(f"字体中没有的字符，以代码代替：{listed}\n")
    with writing(session.engine) as connection:
        subject = f"{name} {request.period} {to.suffix}"
        activity.log(
            connection,
            session.act,
            "report",
            unit=request.unit,
            subject=subject,
            os_user=session.settings.os_user,
        )


def _paper(session: Session) -> Path | None:
    """The office's own file for word processors, where its folder has one."""
    if session.settings.templates is None:
        return None
    paper = session.settings.templates / "document.docx"
    return paper if paper.exists() else None


def _print(session: Session, name: str, request: Request, *, bom: bool) -> None:
    """Show a report's tables on the terminal as CSV would hold them."""
    from reports.render import csv  # noqa: PLC0415 - renderers load late

    with stages() as tell, session.reading(request.unit) as connection:
        tell("编制报表", 0, 0)
        document = catalogue.build(name, connection, request)
        stream = io.BytesIO()
        csv.render(document, stream, bom=bom)
    sys.stdout.write(stream.getvalue().decode())
