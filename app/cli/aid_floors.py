"""`bangfu aid floor`: people with less living aid in a year than a month's standard."""

from typing import Annotated

import typer

from app.cli import output
from app.cli.aid_statistics import SEEING
from app.cli.arguments import As, Database, Unit, WithSubunits, day_of
from app.cli.output import Columns, Format, show
from app.cli.session import open_session
from app.clock import today
from ledger.balances import subtree
from ledger.register import lookups

app = typer.Typer(no_args_is_help=True)

FLOORS = (
    ("unit", "单位"),
    ("code", "档案号"),
    ("had", "本年已得生活救助"),
    ("floor", "下限"),
    ("missing", "尚差"),
    ("why", "说明"),
)
SHOWN: dict[str, Columns] = {"floor": FLOORS}
"""What each command shows; `docs/cli.md` is written from it."""


@app.command()
def floor(  # noqa: PLR0913 - one parameter for each option
    unit: Unit,
    on: Annotated[
        str, typer.Option("--on", help="日期：本年到这一天为止（默认今天）")
    ] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    with_subunits: WithSubunits = False,
    every: Annotated[bool, typer.Option("--all", help="连同已达到的")] = False,
    opened: Annotated[
        bool,
        typer.Option("--open", help="打开档案取所在地区（标准有几个地区时）；记入日志"),
    ] = False,
) -> None:
    """列出本年生活救助不足一个月低保标准的在档职工：已得、下限、尚差。"""
    from aid import floors as verbs  # noqa: PLC0415 - few commands ask
    from aid.kept_standards import standards_of_all  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    day = day_of(on, "--on") if on else today()
    session = open_session(database, person)
    vault = open_vault(session.settings) if opened else None
    looking = (
        session.writing("aid.floor", SEEING, unit, day.isoformat())
        if opened
        else session.reading(unit)
    )
    with looking as connection:
        books = lookups(connection)
        units = subtree(books, unit) if with_subunits else (books.unit(unit).code,)
        standards = standards_of_all(connection, units)
        found = verbs.floors(connection, day, standards, vault)
    rows = [
        (one.unit, one.code, one.had, one.floor, one.missing, one.why)
        for one in found
        if every or one.is_below
    ]
    show(FLOORS, rows, how)
