"""`bangfu budget versions`, `show`, `compare`, `carried`; `submit` … `approve`.

Versions of a year's budget, and the steps that they take. Those that draft one are in
`budget_plan.py`, which takes these commands in.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, Year
from app.cli.output import Columns, Format, say, show
from app.cli.session import Allowed, open_session
from ledger.money import AmountError, Money
from ledger.people import Right

if TYPE_CHECKING:
    from collections.abc import Callable

    from budgets.budget import Budget
    from ledger.database import Connection
    from ledger.people import Act

app = typer.Typer(no_args_is_help=True)

Version = Annotated[
    int, typer.Option("--version", help="版次；不写即最新的一版", min=0)
]
Target = Annotated[
    str, typer.Option("--target", help="结余目标，占来源的百分比；不写即大于零")
]

VERSIONS = (
    ("version", "版次"),
    ("kind", "类别"),
    ("state", "状态"),
    ("made_from", "编制方式"),
    ("maker", "编制人"),
    ("income", "来源合计"),
    ("spending", "支出合计"),
    ("surplus", "结余"),
    ("share", "预拨比例"),
    ("until", "预拨截止日"),
    ("resolution", "决议"),
    ("opinion", "意见或原因"),
    ("paper", "报备文号"),
)
LINES = (
    ("part", "类别"),
    ("fund", "资金"),
    ("account", "科目"),
    ("purpose", "用途"),
    ("q1", "一季度"),
    ("q2", "二季度"),
    ("q3", "三季度"),
    ("q4", "四季度"),
    ("carried", "上年结转"),
    ("total", "合计"),
    ("memo", "备注"),
)
COMPARED = (
    ("fund", "资金"),
    ("account", "科目"),
    ("purpose", "用途"),
    ("before", "原预算"),
    ("after", "新预算"),
    ("change", "增减"),
    ("q1", "一季度增减"),
    ("q2", "二季度增减"),
    ("q3", "三季度增减"),
    ("q4", "四季度增减"),
    ("carried", "结转增减"),
)
CARRIED = (
    ("fund", "资金"),
    ("name", "名称"),
    ("left", "上年末结存"),
    ("carried", "可结转"),
    ("manner", "方式"),
    ("words", "规定"),
    ("clause", "依据"),
    ("grade", "依据等级"),
    ("final", "已结账"),
)
SHOWN: dict[str, Columns] = {
    "versions": VERSIONS,
    "show": LINES,
    "compare": COMPARED,
    "carried": CARRIED,
}
"""What each command shows; `docs/cli.md` is written from it."""


# -- looking ------------------------------------------------------------------------


@app.command()
def versions(
    unit: Unit,
    year: Year,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出一个年度的各版预算和办理情况。"""
    from budgets import annual  # noqa: PLC0415 - as above

    with open_session(database, person).reading(unit) as connection:
        found = annual.versions(connection, unit, year)
    show(VERSIONS, map(_version_row, found), how)


@app.command("show")
def show_(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    year: Year,
    number: Version = 0,
    target: Target = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """显示一版预算的来源、支出和结余。"""
    from budgets.budget import surplus_told  # noqa: PLC0415 - as above

    target_bp = percent_of(target, "--target") if target else 0
    with open_session(database, person).reading(unit) as connection:
        found = _chosen(connection, unit, year, number)
    show(LINES, _rows(found), how, f"{found.printed}　{found.state.label}")
    if how is Format.TABLE:
        say(surplus_told(found, target_bp))


@app.command()
def compare(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    year: Year,
    before: Annotated[int, typer.Option("--before", help="原版次", min=1)],
    after: Annotated[int, typer.Option("--after", help="新版次", min=1)],
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """逐项比较两版预算。"""
    from budgets import annual  # noqa: PLC0415 - as above
    from budgets.budget import compare as compared  # noqa: PLC0415 - as above

    with open_session(database, person).reading(unit) as connection:
        old = annual.version(connection, unit, year, before)
        new = annual.version(connection, unit, year, after)
    rows = (
        (
            *one.key,
            one.before.total if one.before else None,
            one.after.total if one.after else None,
            one.total,
            *one.quarters,
            one.carried,
        )
        for one in compared(old, new)
    )
    show(COMPARED, rows, how)


@app.command()
def carried(
    unit: Unit,
    year: Year,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """上年末各项资金的结存，以及按规定可以结转本年预算的金额。"""
    from budgets import carrying  # noqa: PLC0415 - as above

    with open_session(database, person).reading(unit) as connection:
        found = carrying.carried_over(connection, unit, year)
    rows = (
        (
            one.fund,
            one.name,
            one.left,
            one.carried,
            one.rule.manner,
            one.rule.words,
            one.rule.clause,
            one.rule.grade,
            "是" if one.final else "否，暂定数",
        )
        for one in found
    )
    show(CARRIED, rows, how)


# -- steps --------------------------------------------------------------------------

Opinion = Annotated[str, typer.Option("--opinion", help="意见")]


@app.command()
def submit(
    unit: Unit,
    year: Year,
    number: Version = 0,
    database: Database = "",
    person: As = "",
) -> None:
    """提交经审会审查；支出超过来源的不能提交。"""
    from budgets import approval  # noqa: PLC0415 - as above

    _step(
        ("budget.submit", Right.PREPARE),
        (unit, year, number),
        (database, person),
        approval.submit,
    )


@app.command()
def examine(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    year: Year,
    opinion: Opinion,
    number: Version = 0,
    database: Database = "",
    person: As = "",
) -> None:
    """登记经审会审查意见（须有审计权限，不得是编制人）。"""
    from budgets import approval  # noqa: PLC0415 - as above

    _step(
        ("budget.examine", Right.AUDIT),
        (unit, year, number),
        (database, person),
        lambda books, found, act: approval.examine(books, found, opinion, act),
    )


@app.command("return")
def return_(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    year: Year,
    opinion: Opinion,
    number: Version = 0,
    database: Database = "",
    person: As = "",
) -> None:
    """退回已提交或已审查的预算，写明意见；要改动的另编一版。"""
    from budgets import approval  # noqa: PLC0415 - as above

    _step(
        ("budget.return", (Right.REVIEW, Right.AUDIT)),
        (unit, year, number),
        (database, person),
        lambda books, found, act: approval.return_(books, found, opinion, act),
    )


@app.command()
def approve(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    year: Year,
    resolution: Annotated[
        str, typer.Option("--resolution", help="管理机构决议号：2026-3")
    ],
    reason: Annotated[
        str, typer.Option("--reason", help="本级工会资金比上年减少的原因")
    ] = "",
    number: Version = 0,
    database: Database = "",
    person: As = "",
) -> None:
    """依管理机构通过的决议批准预算，按此开放支出指标。"""
    from budgets import approval  # noqa: PLC0415 - as above

    _step(
        ("budget.approve", Right.REVIEW),
        (unit, year, number),
        (database, person),
        lambda books, found, act: approval.approve(
            books, found, resolution, act, reason=reason
        ),
    )


@app.command()
def file(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    year: Year,
    paper: Annotated[str, typer.Option("--paper", help="报备文号")],
    number: Version = 0,
    database: Database = "",
    person: As = "",
) -> None:
    """登记已批准的预算向上级工会报备的文号。"""
    from budgets import approval  # noqa: PLC0415 - as above

    _step(
        ("budget.file", Right.PREPARE),
        (unit, year, number),
        (database, person),
        lambda books, found, act: approval.file_upward(books, found, paper, act),
    )


@app.command()
def drop(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    year: Year,
    reason: Annotated[str, typer.Option("--reason", help="作废的原因")],
    number: Version = 0,
    database: Database = "",
    person: As = "",
) -> None:
    """作废尚未批准的一版预算，写明原因；版本保留。"""
    from budgets import approval  # noqa: PLC0415 - as above

    _step(
        ("budget.drop", Right.PREPARE),
        (unit, year, number),
        (database, person),
        lambda books, found, act: approval.drop(books, found, reason, act),
    )


def _step(
    asked: tuple[str, Allowed],
    at: tuple[str, int, int],
    opened_by: tuple[str, str],
    take: "Callable[[Connection, Budget, Act], Budget]",
) -> None:
    key, right = asked
    unit, year, number = at
    session = open_session(*opened_by)
    with session.writing(key, right, unit, f"{year}") as connection:
        found = _chosen(connection, unit, year, number)
        done = take(connection, found, session.act)
    say(f"{done.printed}：{done.state.label}")


# -- what is typed and shown ---------------------------------------------------------


def percent_of(text: str, option: str) -> int:
    """A percentage with at most two decimals, in basis points; may be below nil."""
    try:
        # Two decimals of a hundred, as fen are of a yuan.
        return Money.parse(text.strip().removesuffix("%")).fen
    except AmountError:
        told = "比例应写作 5 或 3.25，至多两位小数"
        raise typer.BadParameter(told, param_hint=option) from None


def _chosen(connection: "Connection", unit: str, year: int, number: int) -> "Budget":
    """The version asked for, or the newest that is not dropped."""
    from budgets import annual  # noqa: PLC0415 - as above

    if number:
        return annual.version(connection, unit, year, number)
    return annual.newest(connection, unit, year)


def _version_row(one: "Budget") -> tuple[object, ...]:
    from budgets.budget import MADE_FROM  # noqa: PLC0415 - as above

    said = [step.opinion for step in one.steps if step.opinion]
    papers = [step.paper for step in one.steps if step.paper]
    share = f"{one.share_bp // 100}.{one.share_bp % 100:02d}%" if one.share_bp else ""
    return (
        one.version,
        one.kind.label,
        one.state.label,
        MADE_FROM.get(one.made_from, one.made_from),
        one.maker,
        one.income,
        one.spending,
        one.surplus,
        share,
        one.until,
        one.resolution,
        "；".join(said),
        "；".join(papers),
    )


def _rows(one: "Budget") -> list[tuple[object, ...]]:
    blank = (None, None, None, None)
    rows: list[tuple[object, ...]] = [
        ("来源", s.fund, "", "", *blank, s.carried, s.total, s.memo)
        for s in one.sources
    ]
    rows += [
        ("支出", *line.key, *line.quarters, line.carried, line.total, line.memo)
        for line in one.lines
    ]
    return rows
