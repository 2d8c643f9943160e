"""`bangfu export`: books for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.output import say
from app.cli.session import As, Database, Unit, open_session
from ledger.balances import subtree
from ledger.people import Right
from ledger.periods import parse_span
from ledger.register import lookups
from reports.interchange import beancount as books_of_beancount

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `beancount` a sub-command while it is the only one."""


@app.command()
def beancount(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    period: Annotated[str, typer.Option("--period", help="期间：2025 或 2025-03")],
    to: Annotated[Path, typer.Option("--to", help="写入的 .beancount 文件")],
    database: Database = "",
    person: As = "",
    *,
    with_subunits: Annotated[bool, typer.Option("--with-subunits", help="包含下级单位")] = False,
) -> None:
    """导出为 beancount 账簿，供另一个程序独立核对。"""
    session = open_session(database, person)
    with (
        session.logged("export.beancount", Right.VIEW, unit, f"{period} {to.name}"),
        session.reading(unit) as connection,
        to.open("w", encoding="utf-8") as file,
    ):
        units = subtree(lookups(connection), unit) if with_subunits else (unit,)
        count = books_of_beancount.export(connection, units, parse_span(period), file)
    say(f"{to}：{count:,} 张凭证")
