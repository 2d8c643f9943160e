"""`bangfu aid deceased …`: the list of people who died, and whose files stand open.

Counts and file numbers only: nobody on the list is named.
"""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.aid_recipients import WRITING
from app.cli.arguments import As, Database, Unit
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session

app = typer.Typer(no_args_is_help=True)
deceased = typer.Typer(no_args_is_help=True, help="已故人员名单")
app.add_typer(deceased, name="deceased")

LISTED = (
    ("code", "档案号"),
    ("member", "成员"),
    ("died_on", "死亡日期"),
    ("source", "来源"),
    ("paper", "文号"),
    ("recorded_at", "登记时间"),
    ("state", "档案"),
)
SHOWN: dict[str, Columns] = {"deceased list": LISTED}
"""What each command shows; `docs/cli.md` is written from it."""


@deceased.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="deceased.csv 或 XLSX")],
    unit: Unit,
    database: Database = "",
    person: As = "",
) -> None:
    """导入已故人员：每人一行，写明身份证号或档案号；有一处错误则全部不导入。"""
    from aid import deceased as verbs  # noqa: PLC0415 - few commands ask
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    session = open_session(database, person)
    vault = open_vault(session.settings)
    sheet = verbs.read_deceased(file, session.act)
    with session.writing("aid.deceased.import", WRITING, unit) as connection:
        told = verbs.import_deceased(connection, unit, sheet, vault, session.act)
        count = verbs.counted(connection)
    say(
        f"新增 {told.added} 人，更正 {told.corrected} 人，没有变化 {told.same} 人；"
        f"名单共 {count} 人"
    )
    if told.to_close:
        named = "、".join(told.to_close)
        say(f"提示：{unit} 有 {len(told.to_close)} 份在档的应予退出：{named}")
    if told.unpaid:
        named = "、".join(told.unpaid)
        say(f"提示：还没有付到的发放批次中有这些人，不要付款：{named}")


@deceased.command("list")
def list_(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出单位档案中已在名单上的人：只显示档案号和成员序号。"""
    from aid import deceased as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.listed(connection, unit)
    states = {(True, True): "应予退出", (True, False): "在档"}
    rows = [
        (
            *(one.code, one.member, one.died_on, one.source, one.paper),
            one.recorded_at,
            states.get((one.is_open, one.must_close), "已退出"),
        )
        for one in found
    ]
    show(LISTED, rows, how)
