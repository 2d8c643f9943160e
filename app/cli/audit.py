"""`bangfu audit`: recompute what was sealed, run the checks."""

import sys

import typer

from app import activity
from app.cli import output
from app.cli.output import Format, say, show
from app.cli.session import As, Database, Unit, open_session
from audit import integrity
from ledger import catalogue

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `verify` a sub-command while it is the only one."""


@app.command()
def verify(
    unit: Unit = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """重新计算凭证链、平衡、汇总、编号、登记与数据库结构；有差异时退出码为 1。"""
    session = open_session(database, person)
    with session.reading(unit) as connection:
        report = integrity.verify(
            connection,
            (unit,) if unit else (),
            catalogue.verify(connection),
        )
        log = activity.verify(connection)
    if how is Format.TABLE:
        for done in report.units:
            say(f"{done.unit} {done.name}：凭证 {done.vouchers:,} 张，分录 {done.postings:,} 行，链位 {done.position}，摘要 {done.digest}")
        show((("test", "校验"), ("figure", "范围"), ("ok", "结果")), [(a, b, "通过" if c else "不通过") for a, b, c in report.lines], how)
    rows = [(d.test, d.place, d.what) for d in report.differences]
    rows += [("log", f"{b.unit} 第 {b.position} 条", b.what) for b in log]
    if rows or how is not Format.TABLE:
        show((("test", "校验"), ("place", "位置"), ("what", "差异")), rows, how)
    hidden = sum(done.hidden for done in report.units)
    if hidden:
        sys.stderr.write(f"另有 {hidden} 处差异未列出\n")
    if rows:
        sys.stderr.write("发现差异：账簿与封存时不一致\n")
        raise typer.Exit(1)
