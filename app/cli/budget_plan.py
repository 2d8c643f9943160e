"""`bangfu budget plan`, `revise`, `provisional`: annual budgets drafted at the desk.

What becomes of a draft is in `budget_versions.py`.

A source is typed as `FUND=RECEIPTS[+CARRIED]`, a line as
`FUND:ACCOUNT[:PURPOSE]=Q1/Q2/Q3/Q4[+CARRIED]` or with one amount for the whole year,
which is spread evenly.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import budget_versions
from app.cli.arguments import As, Database, Unit, Year, day_of
from app.cli.budget_versions import Target, percent_of
from app.cli.output import Columns, say
from app.cli.session import open_session
from app.cli.typed import amount_of
from ledger.money import ZERO
from ledger.people import Right
from ledger.privacy import shown

if TYPE_CHECKING:
    from budgets.budget import Budget, BudgetLine, Source
    from ledger.database import Connection
    from ledger.people import Act

app = typer.Typer(no_args_is_help=True)

Sources = Annotated[
    list[str] | None,
    typer.Option("--source", help="来源：资金=本年收入，或 资金=本年收入+上年结转"),
]
Lines = Annotated[
    list[str] | None,
    typer.Option(
        "--line",
        help="支出：资金:科目:用途=一季/二季/三季/四季+结转；"
        "用途和结转可省，只写一个金额的平均分到四季",
    ),
]
File = Annotated[
    Path | None,
    typer.Option(
        "--from",
        help="文件（CSV 或 XLSX），各列为：单位、年度、类别（来源或支出）、资金、科目、"
        "用途、一季度至四季度、上年结转、本年收入、备注",
    ),
]
Note = Annotated[str, typer.Option("--note", help="编制说明")]
SHOWN: dict[str, Columns] = budget_versions.SHOWN
"""What each command shows; `docs/cli.md` is written from it."""


# -- drafting -----------------------------------------------------------------------


@app.command()
def plan(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit = "",
    year: Annotated[int, typer.Option("--year", help="年度", min=0)] = 0,
    sources: Sources = None,
    lines: Lines = None,
    last_year: Annotated[
        str, typer.Option("--from-last-year", help="按上年预算增减的百分比：5 或 -2.5")
    ] = "",
    growth: Annotated[
        str,
        typer.Option(
            "--from-growth",
            help="本级工会资金应达到的金额（元），其余同上年；用 budget growth 查看",
        ),
    ] = "",
    file: File = None,
    note: Note = "",
    target: Target = "",
    database: Database = "",
    person: As = "",
) -> None:
    """编制年度预算草稿：手工、按上年、按应达到的增长，或从文件。"""
    target_bp = percent_of(target, "--target") if target else 0
    given = {"--line": lines, "--from-last-year": last_year, "--from-growth": growth}
    ways = [option for option, value in given.items() if value]
    if file is not None:
        _alone("--from", [*ways, *(["--source"] if sources else [])], unit, year)
        _from_file(file, (database, person), target_bp, revision=False)
        return
    if not unit or not year:
        raise typer.BadParameter("须写明 --unit 和 --year", param_hint="--unit")
    if len(ways) != 1 or (sources and not lines):
        told = (
            "编制方式只用一种：--line（和 --source）、--from-last-year、"
            "--from-growth、--from"
        )
        raise typer.BadParameter(told, param_hint=ways[-1] if ways else "--line")
    make = _maker((unit, year), sources, lines, (last_year, growth, note))
    session = open_session(database, person)
    with session.writing("budget.plan", Right.PREPARE, unit, f"{year}") as connection:
        made = make(connection, session.act)
    _told((made,), target_bp)


@app.command()
def revise(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit = "",
    year: Annotated[int, typer.Option("--year", help="年度", min=0)] = 0,
    sources: Sources = None,
    lines: Lines = None,
    file: File = None,
    note: Note = "",
    database: Database = "",
    person: As = "",
) -> None:
    """编制调整预算草稿：写明调整后的全部来源和支出；批准后取代现行预算。"""
    from budgets import annual  # noqa: PLC0415 - only budgets need it

    if file is not None:
        used = [n for n, v in (("--line", lines), ("--source", sources)) if v]
        _alone("--from", used, unit, year)
        _from_file(file, (database, person), 0, revision=True)
        return
    if not unit or not year or not lines:
        told = "须写明 --unit、--year 和 --line，或用 --from"
        raise typer.BadParameter(told, param_hint="--unit")
    read = _sources(sources), _lines(lines)
    session = open_session(database, person)
    with session.writing("budget.revise", Right.PREPARE, unit, f"{year}") as connection:
        made = annual.revise(connection, unit, year, *read, session.act, note=note)
    _told((made,), 0)


@app.command()
def provisional(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    year: Year,
    share: Annotated[str, typer.Option("--share", help="占上年预算的百分比：25")],
    until: Annotated[str, typer.Option("--until", help="截止日（含当日）")],
    note: Note = "",
    database: Database = "",
    person: As = "",
) -> None:
    """编制年初预拨草稿：上年预算的一部分，由决议直接批准，正式预算批准后并入。"""
    from budgets import drafting  # noqa: PLC0415 - as above

    share_bp, last_day = percent_of(share, "--share"), day_of(until, "--until")
    session = open_session(database, person)
    with session.writing(
        "budget.provisional", Right.PREPARE, unit, f"{year}"
    ) as connection:
        made = drafting.provisional(
            connection,
            unit,
            year,
            session.act,
            share_bp=share_bp,
            until=last_day,
            note=note,
        )
    say(f"{made.printed}：{made.spending.grouped()} 元，至 {made.until}；待决议批准")


# -- what was typed -----------------------------------------------------------------


def _maker(
    at: tuple[str, int],
    sources: Sequence[str] | None,
    lines: Sequence[str] | None,
    typed: tuple[str, str, str],
) -> "Callable[[Connection, Act], Budget]":
    """The one way to draft that was asked for, with what was typed read."""
    from budgets import annual, drafting  # noqa: PLC0415 - as above

    last_year, growth, note = typed
    if last_year:
        bp = percent_of(last_year, "--from-last-year")
        return lambda books, act: drafting.from_last_year(
            books, *at, bp, act, note=note
        )
    if growth:
        required = amount_of(growth, "--from-growth")
        return lambda books, act: drafting.from_growth(
            books, *at, required, act, note=note
        )
    read = _sources(sources), _lines(lines)
    return lambda books, act: annual.draft(books, *at, *read, act, note=note)


def _alone(option: str, others: Sequence[str], unit: str, year: int) -> None:
    if others or unit or year:
        told = "文件已写明单位、年度和各项，不能再写其他"
        raise typer.BadParameter(told, param_hint=option)


def _from_file(
    path: Path, opened_by: tuple[str, str], target_bp: int, *, revision: bool
) -> None:
    from budgets.budget import Kind  # noqa: PLC0415 - as above
    from budgets.budget_files import BudgetSheet  # noqa: PLC0415 - as above
    from ledger.register import lookups  # noqa: PLC0415 - as above

    if not path.is_file():
        what = f"没有这个文件：{shown(str(path))}"
        raise typer.BadParameter(what, param_hint="--from")
    sheet = BudgetSheet(path)
    kind = Kind.REVISION if revision else Kind.ANNUAL
    session = open_session(*opened_by)
    key = "budget.revise" if revision else "budget.plan"
    with session.writing(key, None, subject=path.name) as connection:
        known = lookups(connection).units
        for unit in sheet.units:
            if unit in known:
                session.allow(connection, Right.PREPARE, unit)
        made = sheet.draft(connection, session.act, kind=kind)
    _told(made, target_bp)


def _sources(texts: Sequence[str] | None) -> "tuple[Source, ...]":
    from budgets.budget import Source  # noqa: PLC0415 - as above

    found = []
    for text in texts or ():
        fund, _, amounts = text.partition("=")
        receipts, _, more = amounts.partition("+")
        if not fund or not receipts:
            told = "应写作 资金=本年收入 或 资金=本年收入+上年结转"
            raise typer.BadParameter(told, param_hint="--source")
        carried = amount_of(more, "--source") if more else ZERO
        found.append(Source(fund.strip(), carried, amount_of(receipts, "--source")))
    return tuple(found)


def _lines(texts: Sequence[str] | None) -> "tuple[BudgetLine, ...]":
    from budgets.budget import BudgetLine  # noqa: PLC0415 - as above

    found = []
    for text in texts or ():
        named, _, amounts = text.partition("=")
        planned, _, more = amounts.partition("+")
        fund, account, purpose = ([*named.split(":"), "", ""])[:3]
        cells = [amount_of(one, "--line") for one in planned.split("/") if one]
        if not account or named.count(":") > 2 or len(cells) not in {1, 4}:  # noqa: PLR2004 - fund, account, purpose; four quarters
            told = "应写作 资金:科目:用途=一季/二季/三季/四季 或 资金:科目:用途=全年"
            raise typer.BadParameter(told, param_hint="--line")
        first, second, third, fourth = (
            cells[0].split((1, 1, 1, 1)) if len(cells) == 1 else cells
        )
        carried = amount_of(more, "--line") if more else ZERO
        found.append(
            BudgetLine(
                fund.strip(),
                account.strip(),
                purpose.strip(),
                (first, second, third, fourth),
                carried,
            )
        )
    return tuple(found)


# -- what is shown ------------------------------------------------------------------


def _told(made: "Sequence[Budget]", target_bp: int) -> None:
    from budgets.budget import surplus_told  # noqa: PLC0415 - as above
    from budgets.plan_rules import gaps  # noqa: PLC0415 - as above

    for one in made:
        say(f"{one.printed}：{surplus_told(one, target_bp)}")
        for gap in gaps(one.sources, one.lines):
            say(f"  不能提交：{gap}")


app.registered_commands += budget_versions.app.registered_commands
