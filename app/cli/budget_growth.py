"""`bangfu budget income`, `policy`, `note`, `growth`: budgets held year by year."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import baselines, output
from app.cli.arguments import As, Database, Unit, WithSubunits
from app.cli.baselines import By, Paper, Reason
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import amount_of, one_of, percent, rate_of
from app.clock import today
from ledger.balances import subtree
from ledger.people import Right
from ledger.periods import FIRST_YEAR, LAST_YEAR
from ledger.privacy import shown
from ledger.register import lookups

if TYPE_CHECKING:
    from budgets.growth import Policy, YearGrowth
    from budgets.yearly import Figure

app = typer.Typer(no_args_is_help=True)
app.add_typer(baselines.app, name="baseline", help="2005年度基数：设定、重定、查看")

Whose = Annotated[
    str,
    typer.Option(
        "--series", help="own（本级工会帮扶预算）或 government（财政帮扶预算）"
    ),
]

FIGURES = (
    ("unit", "单位"),
    ("series", "系列"),
    ("year", "年度"),
    ("revision", "版次"),
    ("amount", "金额"),
    ("paper", "依据文件"),
    ("reason", "理由"),
)
POLICIES = (
    ("series", "系列"),
    ("since_year", "起始年度"),
    ("rule", "规则"),
    ("rate", "比例"),
    ("resolution", "决议"),
    ("words", "依据"),
)
NOTES = (
    ("series", "系列"),
    ("year", "年度"),
    ("reason", "原因"),
    ("resolution", "决议"),
)
GROWTH = (
    ("unit", "单位"),
    ("year", "年度"),
    ("figure", "预算"),
    ("verdict", "增减"),
    ("change", "增减额"),
    ("rate", "增减率"),
    ("compared_year", "可比年度"),
    ("last", "可比数"),
    ("base", "基数"),
    ("base_rate", "比基数"),
    ("income", "收入"),
    ("income_rate", "收入增长率"),
    ("required", "应达数"),
    ("shortfall", "差额"),
    ("policy", "政策"),
    ("remarks", "情况"),
)
WIDE = frozenset({"change", "compared_year", "income", "policy", "remarks"})
"""Columns of growth that a table leaves out; remarks stand under it in full."""

SHOWN: dict[str, Columns] = {
    **baselines.SHOWN,
    "income": FIGURES,
    "policy": POLICIES,
    "note": NOTES,
    "growth": GROWTH,
}
"""What each command shows; `docs/cli.md` is written from it."""


# -- figures, policies, notes -------------------------------------------------------


@app.command()
def income(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit = "",
    series: Annotated[
        str,
        typer.Option(
            "--series",
            help="union_income（工会经费收入）、economy（地区经济指标）、"
            "government_budget（财政帮扶预算）、own_budget（本级工会帮扶预算）",
        ),
    ] = "",
    year: Annotated[int, typer.Option("--year", help="年度", show_default=False)] = 0,
    amount: Annotated[str, typer.Option("--amount", help="金额（元）")] = "",
    paper: Paper = "",
    reason: Reason = "",
    file: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="登记文件（CSV 或 XLSX）中的历年数，"
            "各列为：单位、系列、年度、金额、依据文件、理由",
        ),
    ] = None,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    every: Annotated[bool, typer.Option("--all", help="列出历次版本")] = False,
) -> None:
    """历年数：经费收入、经济指标，以及建账以前各年的预算；列出或登记。

    改动在册的数字，或与相邻年度相差十倍以上的，须写明理由。
    """
    typed = {"--year": year, "--amount": amount, "--paper": paper}
    if file is not None:
        if unit or series or reason or any(typed.values()):
            raise typer.BadParameter(
                "文件已写明各项，不能再写其他", param_hint="--from"
            )
        _record_file(file, database, person)
        return
    if not unit:
        raise typer.BadParameter("须写明 --unit，或用 --from", param_hint="--unit")
    if not any(typed.values()):
        if reason:
            raise typer.BadParameter("只列出时没有理由", param_hint="--reason")
        _list_figures(unit, series, database, person, how, every=every)
        return
    for option, value in typed.items():
        if not value:
            raise typer.BadParameter(
                "登记一项须写明年度、金额、依据文件", param_hint=option
            )
    _record_one(unit, series, (year, amount, paper, reason), (database, person))


def _record_one(
    unit: str,
    series: str,
    typed: tuple[int, str, str, str],
    opened_by: tuple[str, str],
) -> None:
    from budgets import yearly  # noqa: PLC0415 - seldom needed

    year, amount, paper, reason = typed
    kept = one_of(yearly.FigureSeries, series or "union_income", "--series")
    one = yearly.Figure(
        unit=unit,
        series=kept,
        year=year,
        amount=amount_of(amount, "--amount"),
        paper=paper,
        reason=reason,
    )
    session = open_session(*opened_by)
    with session.writing(
        "budget.income", Right.PREPARE, unit, f"{kept.value} {year}"
    ) as connection:
        lookups(connection).unit(unit)
        done = yearly.record_figures(connection, [one], session.act)
    outcome = "已登记" if done.written else "已经在册"
    say(f"{unit} {year}年{kept.label} {one.amount.grouped()} 元{outcome}")


def _record_file(file: Path, database: str, person: str) -> None:
    from budgets.figure_sheet import FigureSheet  # noqa: PLC0415 - seldom needed

    if not file.is_file():
        what = f"没有这个文件：{shown(str(file))}"
        raise typer.BadParameter(what, param_hint="--from")
    sheet = FigureSheet(file)
    session = open_session(database, person)
    with session.writing("budget.income", None, subject=file.name) as connection:
        known = lookups(connection).units
        for unit in sheet.units:
            if unit in known:
                session.allow(connection, Right.PREPARE, unit)
        done = sheet.record(connection, session.act)
    say(f"登记历年数 {done.written} 项，已经在册 {done.already} 项")


def _list_figures(  # noqa: PLR0913 - what the options say
    unit: str, series: str, database: str, person: str, how: Format, *, every: bool
) -> None:
    from budgets import yearly  # noqa: PLC0415 - seldom needed

    wanted = one_of(yearly.FigureSeries, series, "--series") if series else None
    with open_session(database, person).reading(unit) as connection:
        found = yearly.history(connection, unit)
    latest = {(one.series, one.year): one.revision for one in found}
    rows = (
        _figure_row(one)
        for one in found
        if wanted in {None, one.series}
        and (every or latest[one.series, one.year] == one.revision)
    )
    show(FIGURES, rows, how)


def _figure_row(one: "Figure") -> tuple[object, ...]:
    told = (one.unit, one.series, str(one.year), one.revision)
    return (*told, one.amount, one.paper, one.reason)


@app.command()
def policy(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    series: Whose = "own",
    rule: Annotated[
        str,
        typer.Option(
            "--rule",
            help="登记规则：at_least_last_year（不低于上年）、"
            "with_income（随经费收入增长）、fixed_rate（按固定比例增长）",
        ),
    ] = "",
    rate: Annotated[
        str, typer.Option("--rate", help="固定比例（百分数），如 5 或 3.25")
    ] = "",
    since_year: Annotated[
        int, typer.Option("--since-year", help="起始年度", show_default=False)
    ] = 0,
    resolution: By = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """增长政策：列出施行的各条（没有决议的年度从默认），或按决议登记一条。"""
    from budgets import growth, yearly  # noqa: PLC0415 - seldom needed

    whose = one_of(growth.Series, series, "--series")
    session_of = (database, person)
    if not rule:
        if rate or since_year or resolution:
            raise typer.BadParameter("登记须写明规则", param_hint="--rule")
        with open_session(*session_of).reading(unit) as connection:
            found = (*growth.default_policies(), *yearly.policies(connection, unit))
        rows = [_policy_row(one) for one in found if one.series is whose]
        show(POLICIES, rows, how)
        return
    kept = one_of(growth.Rule, rule, "--rule")
    if (kept is growth.Rule.FIXED_RATE) != bool(rate):
        told = "fixed_rate 须写明固定比例，其他规则没有比例"
        raise typer.BadParameter(told, param_hint="--rate")
    if not since_year or not resolution:
        option = "--resolution" if since_year else "--since-year"
        raise typer.BadParameter("登记须写明起始年度和决议", param_hint=option)
    given = growth.Policy(
        whose, kept, rate_of(rate) if rate else 0, since_year, resolution, ""
    )
    session = open_session(*session_of)
    with session.writing(
        "budget.policy", Right.PREPARE, unit, f"{whose.value} {since_year}"
    ) as connection:
        yearly.set_policy(connection, unit, given, session.act)
    of = f" {percent(given.rate_bp)}" if rate else ""
    say(
        f"{unit} {whose.label}自 {since_year} 年起：{kept.label}{of}，决议 {resolution}"
    )


def _policy_row(one: "Policy") -> tuple[object, ...]:
    fixed = one.rule == "fixed_rate"
    return (
        one.series.value,
        str(one.since_year),
        one.rule.label,
        percent(one.rate_bp) if fixed else None,
        one.resolution,
        one.words,
    )


@app.command()
def note(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    series: Whose = "own",
    year: Annotated[
        int, typer.Option("--year", help="说明的年度", show_default=False)
    ] = 0,
    reason: Annotated[
        str, typer.Option("--reason", help="减少、持平或未达到的原因")
    ] = "",
    resolution: By = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出资金管理机构对预算减少的说明，或按决议登记一条。"""
    from budgets import growth, yearly  # noqa: PLC0415 - seldom needed

    whose = one_of(growth.Series, series, "--series")
    typed = {"--year": year, "--reason": reason, "--resolution": resolution}
    if not any(typed.values()):
        with open_session(database, person).reading(unit) as connection:
            found = yearly.notes(connection, unit)
        rows = [
            (one.series.value, str(one.year), one.reason, one.resolution)
            for one in found
            if one.series is whose
        ]
        show(NOTES, rows, how)
        return
    for option, value in typed.items():
        if not value:
            raise typer.BadParameter("登记须写明年度、原因、决议", param_hint=option)
    given = growth.Note(whose, year, reason, resolution)
    session = open_session(database, person)
    with session.writing(
        "budget.note", Right.PREPARE, unit, f"{whose.value} {year}"
    ) as connection:
        yearly.add_note(connection, unit, given, session.act)
    say(f"{unit} {year}年{whose.label}的说明已登记，决议 {resolution}")


# -- growth -------------------------------------------------------------------------


@app.command("growth")
def growth_(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    series: Whose = "own",
    until: Annotated[
        int | None,
        typer.Option(
            "--until", help="截止年度（含），默认今年", min=FIRST_YEAR, max=LAST_YEAR
        ),
    ] = None,
    known: Annotated[
        int, typer.Option("--known", help="只算到这一号基数", min=0, show_default=False)
    ] = 0,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    exceptions: Annotated[
        bool, typer.Option("--exceptions", help="只列有情况的年度")
    ] = False,
    with_subunits: WithSubunits = False,
) -> None:
    """逐年增长表：每年与上年、基数、收入相比，以及应达数和情况。"""
    from budgets import growth, yearly  # noqa: PLC0415 - seldom needed

    whose = one_of(growth.Series, series, "--series")
    if known and with_subunits:
        raise typer.BadParameter("每个单位有自己的基数编号", param_hint="--known")
    end = (until or today().year) + 1
    with open_session(database, person).reading(unit) as connection:
        if with_subunits:
            units = subtree(lookups(connection), unit)
            found = yearly.growth_of_all(connection, units, whose, end)
        else:
            rows = yearly.growth_of(
                connection, unit, whose, end, known_number=known or None
            )
            found = {unit: rows}
    kept = [
        (code, row)
        for code, rows in found.items()
        for row in rows
        if row.remarks or not exceptions
    ]
    if how is not Format.TABLE:
        show(GROWTH, (_growth_row(code, row) for code, row in kept), how)
        return
    places = [at for at, (key, _) in enumerate(GROWTH) if key not in WIDE]
    told = (_growth_row(code, row) for code, row in kept)
    show(
        [GROWTH[at] for at in places], ([row[at] for at in places] for row in told), how
    )
    for code, row in kept:
        if row.remarks:
            say(f"{code} {row.year}年：{_remarks(row)}")


def _growth_row(unit: str, row: "YearGrowth") -> tuple[object, ...]:
    return (
        unit,
        row.year,
        row.figure,
        row.verdict.label,
        row.change,
        percent(row.rate_bp),
        row.compared_year,
        row.last,
        row.base.total if row.base else None,
        percent(row.base_rate_bp),
        row.income,
        percent(row.income_rate_bp),
        row.required,
        row.shortfall,
        row.policy.rule.label,
        _remarks(row),
    )


def _remarks(row: "YearGrowth") -> str:
    """Of incomes the year before may be told as well; then its year is named."""
    told = []
    for one in row.remarks:
        of = "" if one.year == row.year else f"（{one.year}年）"
        told.append(f"{one.key.label}{of}：{one.text}")
    return "；".join(told)
