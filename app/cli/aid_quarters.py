"""`bangfu aid quarter record | list`: hotline, petitions and questions of a quarter."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, WithSubunits, Year, day_of
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.clock import today
from ledger.balances import subtree
from ledger.people import Right
from ledger.register import lookups

if TYPE_CHECKING:
    from aid.quarters import Reported

app = typer.Typer(no_args_is_help=True)
quarter = typer.Typer(no_args_is_help=True, help="季度统计")
app.add_typer(quarter, name="quarter")

QUARTERS = (
    ("unit", "单位"),
    ("year", "年度"),
    ("quarter", "季度"),
    ("revision", "版次"),
    ("hotline", "12351热线"),
    ("visits", "来访"),
    ("letters", "来信"),
    ("online", "网络信访"),
    ("questions", "帮扶咨询"),
    ("reported_on", "上报日期"),
    ("due_on", "期限"),
    ("state", "上报情况"),
    ("late_workdays", "迟报工作日"),
    ("remark", "说明"),
    ("reporter", "填报人"),
    ("paper", "依据文件"),
    ("reason", "更正理由"),
)

SHOWN: dict[str, Columns] = {"quarter list": QUARTERS}
"""What each command shows; `docs/cli.md` is written from it."""

Quarterly = Annotated[int, typer.Option("--quarter", help="季度", min=1, max=4)]


@quarter.command()
def record(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    year: Year,
    number: Quarterly,
    paper: Annotated[str, typer.Option("--paper", help="上报的文件或报表")],
    hotline: Annotated[int, typer.Option("--hotline", help="12351热线（件）")] = 0,
    visits: Annotated[int, typer.Option("--visits", help="来访（件）")] = 0,
    letters: Annotated[int, typer.Option("--letters", help="来信（件）")] = 0,
    online: Annotated[int, typer.Option("--online", help="网络信访（件）")] = 0,
    questions: Annotated[int, typer.Option("--questions", help="帮扶咨询（件）")] = 0,
    on: Annotated[str, typer.Option("--on", help="上报日期（默认当日）")] = "",
    reason: Annotated[str, typer.Option("--reason", help="更正理由，更正时必填")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记一个季度的热线、信访和咨询件数；再次登记为更正，须写理由。"""
    from aid import quarters as verbs  # noqa: PLC0415 - few commands ask

    given = verbs.Given(
        unit=unit,
        quarter=verbs.Quarter(year=year, quarter=number),
        counts=verbs.Counts(
            hotline=hotline,
            visits=visits,
            letters=letters,
            online=online,
            questions=questions,
        ),
        reported_on=day_of(on, "--on") if on else today(),
        paper=paper,
        reason=reason,
    )
    session = open_session(database, person)
    subject = f"{year}-{number}"
    with session.writing("aid.quarter", Right.PREPARE, unit, subject) as connection:
        told = verbs.record(connection, given, session.act)
    remark = f"（{told.told}）" if told.told else ""
    say(
        f"{unit} {told.quarter.label} 第{told.revision}版：{told.state.label}{remark}，"
        f"期限 {told.due_on}"
    )


@quarter.command("list")
def list_(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    year: Year,
    number: Annotated[
        int, typer.Option("--quarter", help="季度（不写则列全年）", min=0, max=4)
    ] = 0,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    with_subunits: WithSubunits = False,
    every: Annotated[bool, typer.Option("--all", help="列出历次版本")] = False,
) -> None:
    """列出季度统计：件数、上报日期、期限，按时、迟报还是未报。"""
    from aid import quarters as verbs  # noqa: PLC0415 - as above

    asked = [number] if number else [1, 2, 3, 4]
    session = open_session(database, person)
    found: list[Reported] = []
    with session.reading(unit) as connection:
        books = lookups(connection)
        units = subtree(books, unit) if with_subunits else (books.unit(unit).code,)
        if every:
            for code in units:
                told = verbs.history(connection, code, year)
                found += [one for one in told if one.quarter.quarter in asked]
        else:
            for one in asked:
                of = verbs.Quarter(year=year, quarter=one)
                found += verbs.reported(connection, units, of, today())
    show(QUARTERS, [_row(one) for one in found], how)


def _row(one: "Reported") -> tuple[object, ...]:
    return (
        one.unit,
        one.quarter.year,
        one.quarter.quarter,
        one.revision,
        *(one.counts.all if one.revision else (None,) * len(one.counts.all)),
        one.reported_on,
        one.due_on,
        one.state.label,
        one.late_workdays,
        one.told,
        one.reporter,
        one.paper,
        one.reason,
    )
