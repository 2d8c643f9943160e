"""What stands on top: `init`, `demo`, `log`."""

from pathlib import Path
from typing import Annotated

import typer

from app import activity, wiring
from app.cli import output
from app.cli.arguments import As, Database, day_or_none
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.clock import now
from app.settings import read_settings
from ledger.database import open_books, writing
from ledger.people import SYSTEM, Act

OPERATIONS = (
    ("at", "时间（UTC）"),
    ("person", "人员"),
    ("os_user", "系统用户"),
    ("act", "操作"),
    ("unit", "单位"),
    ("subject", "对象"),
    ("outcome", "结果"),
)

SHOWN: dict[str, Columns] = {"log": OPERATIONS}
"""What each command shows; `docs/cli.md` is written from it."""


def init(
    database: Database = "",
    app_role: Annotated[
        str, typer.Option("--app-role", help="PostgreSQL：授予这个应用角色读写权限")
    ] = "",
) -> None:
    """建立或升级账簿数据库。"""
    settings = read_settings()
    engine = open_books(database or settings.database)
    act = Act(SYSTEM, now())
    wiring.upgrade(engine, act)
    with writing(engine) as connection:
        if app_role:
            wiring.grant(connection, app_role)
        activity.log(connection, act, "init", os_user=settings.os_user)
    say(f"账簿数据库已就绪（版本 {wiring.head()}）")


def demo(
    folder: Annotated[Path, typer.Argument(help="放置示范账簿与报表的文件夹")] = Path(
        "demo"
    ),
) -> None:
    """生成示范账簿与报表：两个公布过的年度，和一个虚构的地区。"""
    from app.demo import build  # noqa: PLC0415 - only the demonstration needs it

    build(folder, say, read_settings().office_look)


def log(  # noqa: PLR0913, PLR0917 - one parameter for each option
    by: Annotated[str, typer.Option("--person", help="只看此人")] = "",
    since: Annotated[str, typer.Option(help="起始日期（含）")] = "",
    until: Annotated[str, typer.Option(help="截止日期（不含）")] = "",
    text: Annotated[str, typer.Option(help="内容中的文字")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """查询操作日志：按人员、时间、内容。"""
    days = day_or_none(since, "--since"), day_or_none(until, "--until")
    with open_session(database, person).reading() as connection:
        found = activity.search(connection, by, *days, text)
    rows = [
        (o.at, o.person, o.os_user, o.act, o.unit, o.subject, o.outcome) for o in found
    ]
    show(OPERATIONS, rows, how)
