"""`bangfu export`: books for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.arguments import As, Database, Period, Unit, WithSubunits, span_of
from app.cli.output import say, writing_to
from app.cli.session import open_session
from ledger.balances import subtree
from ledger.people import Right
from ledger.register import lookups
from reports.interchange import beancount as books_of_beancount

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `beancount` a sub-command while it is the only one."""


@app.command()
def beancount(  # noqa: PLR0913 - one parameter for each option
    unit: Unit,
    period: Period,
    to: Annotated[Path, typer.Option("--to", help="写入的 .beancount 文件")],
    database: Database = "",
    person: As = "",
    *,
    with_subunits: WithSubunits = False,
) -> None:
    """导出为 beancount 账簿，供另一个程序独立核对。"""
    span = span_of(period)
    session = open_session(database, person)
    with (
        session.logged("export.beancount", Right.VIEW, unit, f"{period} {to.name}"),
        session.reading(unit) as connection,
        writing_to(to),
        to.open("w", encoding="utf-8") as file,
    ):
        units = subtree(lookups(connection), unit) if with_subunits else (unit,)
        count = books_of_beancount.export(connection, units, span, file)
    say(f"{to}：{count:,} 张凭证")
