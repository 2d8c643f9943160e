"""`bangfu aid history …`: aid that a household had already, here and elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.aid_recipient_views import SEEING, Code, unit_of
from app.cli.aid_recipients import WRITING
from app.cli.arguments import As, Database, Unit
from app.cli.money_bank import money_of
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from ledger.privacy import personal_number

app = typer.Typer(no_args_is_help=True)
history = typer.Typer(no_args_is_help=True, help="既往救助")
app.add_typer(history, name="history")

HAD = (
    ("paid_on", "发放日期"),
    ("code", "档案号"),
    ("member", "成员"),
    ("project", "救助项目"),
    ("year", "年度"),
    ("period", "期间"),
    ("amount", "金额"),
    ("paid_by", "发放单位"),
    ("other", "其他救助"),
    ("source", "出处"),
    ("unit", "登记单位"),
    ("ref", "编号"),
)
SHOWN: dict[str, Columns] = {"history show": HAD}
"""What each command shows; `docs/cli.md` is written from it."""


@history.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="payments.csv 或 XLSX")],
    unit: Unit,
    total: Annotated[str, typer.Option("--total", help="应有的合计金额")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """导入此前和其他单位发放的救助；同一笔不重复记，有一处错误则全部不导入。"""
    from aid import history as verbs  # noqa: PLC0415 - few commands ask
    from aid.history_sheet import read_history  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    expected = money_of(total, "--total")
    session = open_session(database, person)
    vault = open_vault(session.settings)
    sheet = read_history(file, session.act, expected)
    with session.writing("aid.history.import", WRITING, unit) as connection:
        told = verbs.import_history(connection, unit, sheet, vault, session.act)
    say(
        f"{unit} 新记 {told.added} 笔，{told.amount.grouped()} 元；"
        f"此前已记 {told.same} 笔"
    )


@history.command("show")
def show_(
    code: Code, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """显示一户的既往救助，连同有共同家庭成员的档案；查看记入操作日志。"""
    from aid import history as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    unit = unit_of(session, code)
    with session.writing("aid.history.show", SEEING, unit, code) as connection:
        found = verbs.history_of(connection, code)
    rows = [
        (
            *(one.had.paid_on, one.code, one.member or "（另一户）"),
            *(one.had.project.label, one.had.year, one.had.period, one.had.amount),
            *(one.had.paid_by, "是" if one.had.is_other else "否"),
            *(one.source, one.unit, one.had.ref),
        )
        for one in found
    ]
    show(HAD, rows, how)


@history.command()
def withdraw(
    number: Annotated[int, typer.Argument(help="登记的编号", min=1)],
    unit: Unit,
    reason: Annotated[str, typer.Option("--reason", help="原因；加密保存")],
    database: Database = "",
    person: As = "",
) -> None:
    """撤销一笔记错的既往救助：不再计算，原记录保留。"""
    from aid import history as verbs  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    if personal_number(reason):
        raise typer.BadParameter("原因中不能有个人号码", param_hint="--reason")
    session = open_session(database, person)
    vault = open_vault(session.settings)
    subject = str(number)
    with session.writing("aid.history.withdraw", WRITING, unit, subject) as connection:
        verbs.withdraw(connection, unit, number, reason, vault, session.act)
    say(f"{unit} 第 {number} 号既往救助已撤销")
