"""`bangfu audit lists …`: lists from outside that recipients are held against.

Counts only: nobody on a list is named, and nothing on it is kept in clear.
"""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from audit.list_kinds import ListKind, ListSource
from ledger.people import Right

app = typer.Typer(no_args_is_help=True)
lists = typer.Typer(
    no_args_is_help=True, help="外部名单：财政供养、车辆、房产、工商、低保、经办人员"
)
app.add_typer(lists, name="lists")

LISTS = (
    ("unit", "单位"),
    ("number", "编号"),
    ("kind", "名单"),
    ("source", "来源"),
    ("paper", "文号"),
    ("as_of", "截至日期"),
    ("people", "行数"),
    ("skipped", "未能辨认"),
    ("recorded_at", "登记时间"),
)
SHOWN: dict[str, Columns] = {"lists list": LISTS}
"""What each command shows; `docs/cli.md` is written from it."""


@lists.command("import")
def import_(  # noqa: PLR0913, PLR0917 - one parameter for each option
    kind: Annotated[ListKind, typer.Argument(help="名单的种类")],
    file: Annotated[Path, typer.Argument(help="CSV 或 XLSX，每人（每辆、每处）一行")],
    unit: Unit,
    source: Annotated[str, typer.Option("--source", help="提供名单的单位")],
    as_of: Annotated[str, typer.Option("--as-of", help="名单的截至日期")],
    paper: Annotated[str, typer.Option("--paper", help="文号")] = "",
    database: Database = "",
    person: As = "",
    *,
    skip: Annotated[
        bool, typer.Option("--skip", help="跳过身份证号不能辨认的行，只记行数")
    ] = False,
) -> None:
    """导入外部名单：只以盲索引保存，对本单位及下级单位的审计检查有效。"""
    from app.keyring import open_vault  # noqa: PLC0415 - few commands ask
    from audit import lists as verbs  # noqa: PLC0415 - as above
    from audit.list_sheet import read_list  # noqa: PLC0415 - as above

    day = day_of(as_of, "--as-of")
    session = open_session(database, person)
    vault = open_vault(session.settings)
    sheet = read_list(file, kind, skip=skip)
    given = ListSource(kind=kind, source=source, paper=paper, as_of=day)
    subject = f"{kind.value} {day}"
    with session.writing(
        "audit.lists.import", Right.AUDIT, unit, subject
    ) as connection:
        told = verbs.import_list(connection, unit, sheet, given, vault, session.act)
    skipped = f"，跳过 {told.skipped} 行" if told.skipped else ""
    if told.same:
        say(f"{unit} 第 {told.number} 号名单已有相同内容，没有变化")
    else:
        say(f"{unit} 第 {told.number} 号{kind.label}：{told.people} 行{skipped}")


@lists.command("list")
def list_(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出对单位有效的外部名单：本单位和上级单位导入的。"""
    from audit import lists as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.lists_for(connection, unit)
    rows = [
        (
            *(one.unit, one.number, one.kind.label, one.source, one.paper),
            *(one.as_of, one.people, one.skipped, one.recorded_at),
        )
        for one in found
    ]
    show(LISTS, rows, how)
