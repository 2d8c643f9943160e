"""`bangfu budget baseline`: the base that aid budgets grow from, set and restated."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import amount_of, one_of
from ledger.people import Right

if TYPE_CHECKING:
    from budgets.baseline import Baseline
    from budgets.growth import SideBySide

app = typer.Typer(no_args_is_help=True)

By = Annotated[str, typer.Option("--resolution", help="通过的决议，如 2026-3")]
Paper = Annotated[str, typer.Option("--paper", help="数字所据的文件")]
Warmth = Annotated[str, typer.Option("--warmth", help="送温暖资金（元）")]
Other = Annotated[str, typer.Option("--other", help="其他帮扶资金（元）")]
BaseYear = Annotated[int, typer.Option("--base-year", help="基数年度")]
Reason = Annotated[str, typer.Option("--reason", help="理由")]

BASES = (
    ("number", "编号"),
    ("kind", "方式"),
    ("base_year", "基数年度"),
    ("since_year", "起始年度"),
    ("warmth", "送温暖资金"),
    ("other", "其他帮扶资金"),
    ("total", "基数"),
    ("prior", "上年可比预算"),
    ("paper", "依据文件"),
    ("resolution", "决议"),
    ("reason", "理由"),
)
AFFECTED = (
    ("year", "年度"),
    ("figure", "预算"),
    ("base_before", "原基数"),
    ("base_after", "现基数"),
    ("last_before", "原可比数"),
    ("last_after", "现可比数"),
    ("required_before", "原应达数"),
    ("required_after", "现应达数"),
    ("verdict_before", "原结论"),
    ("verdict_after", "现结论"),
)
SHOWN: dict[str, Columns] = {
    "baseline restate": AFFECTED,
    "baseline show": BASES,
    "baseline show --effects": AFFECTED,
}
"""What each command shows; `docs/cli.md` is written from it."""


@app.command("set")
def set_(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    warmth: Warmth,
    other: Other,
    paper: Paper,
    resolution: By,
    kind: Annotated[
        str, typer.Option("--kind", help="set（设定）或 opened_later（以后成立）")
    ] = "set",
    base_year: BaseYear = 2005,
    since_year: Annotated[
        int,
        typer.Option(
            "--since-year", help="起始年度（默认为基数年度的次年）", show_default=False
        ),
    ] = 0,
    reason: Reason = "",
    database: Database = "",
    person: As = "",
) -> None:
    """设定一个单位的2005年度基数：送温暖资金和其他帮扶资金之和，须有决议。"""
    from budgets import baseline as register  # noqa: PLC0415 - seldom needed
    from budgets.growth import BaseKind  # noqa: PLC0415 - as above

    given = register.Baseline(
        base_year=base_year,
        since_year=since_year or base_year + 1,
        warmth=amount_of(warmth, "--warmth"),
        other=amount_of(other, "--other"),
        kind=one_of(BaseKind, kind, "--kind"),
        paper=paper,
        reason=reason,
        resolution=resolution,
    )
    session = open_session(database, person)
    with session.writing(
        "budget.baseline.set", Right.PREPARE, unit, resolution
    ) as connection:
        kept = register.set_base(connection, unit, given, session.act)
    say(f"{unit} {_told(kept)}")
    if not kept.total:
        say("基数为零：增长只与上年比较，不计算与基数相比的增长率")


@app.command()
def restate(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            help="evidence（查得依据）、merged（合并）、split（分立）、renamed（更名）",
        ),
    ],
    since_year: Annotated[int, typer.Option("--since-year", help="起始年度")],
    warmth: Warmth,
    other: Other,
    paper: Paper,
    reason: Reason,
    resolution: By,
    prior: Annotated[
        str,
        typer.Option("--prior", help="起始年度上年的可比预算；合并、分立时必填"),
    ] = "",
    base_year: BaseYear = 2005,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """重定基数：须另有决议；列出受影响的年度，重定前后的数字。"""
    from budgets import baseline as register  # noqa: PLC0415 - seldom needed
    from budgets.growth import BaseKind  # noqa: PLC0415 - as above

    given = register.Baseline(
        base_year=base_year,
        since_year=since_year,
        warmth=amount_of(warmth, "--warmth"),
        other=amount_of(other, "--other"),
        prior=amount_of(prior, "--prior") if prior else None,
        kind=one_of(BaseKind, kind, "--kind"),
        paper=paper,
        reason=reason,
        resolution=resolution,
    )
    session = open_session(database, person)
    with session.writing(
        "budget.baseline.restate", Right.PREPARE, unit, resolution
    ) as connection:
        done = register.restate(connection, unit, given, session.act)
    if how is Format.TABLE:
        say(f"{unit} {_told(done.baseline)}")
        if not done.affected:
            say("没有受影响的年度")
            return
    show(AFFECTED, map(_affected_row, done.affected), how, "受影响的年度")


@app.command("show")
def show_(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    effects: Annotated[
        int,
        typer.Option(
            "--effects",
            help="列出这一号基数当时影响的年度，前后对照",
            min=0,
            show_default=False,
        ),
    ] = 0,
    known: Annotated[
        int, typer.Option("--known", help="只算到这一号基数", min=0, show_default=False)
    ] = 0,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出基数和历次重定；或一次重定影响的年度。"""
    from budgets import baseline as register  # noqa: PLC0415 - seldom needed

    if effects and known:
        raise typer.BadParameter("--effects 与 --known 只能写其中一个")
    with open_session(database, person).reading(unit) as connection:
        if effects:
            affected = register.effects(connection, unit, effects)
            show(AFFECTED, map(_affected_row, affected), how)
            return
        found = register.baselines(connection, unit, known or None)
    show(BASES, map(_base_row, found), how)


def _told(one: "Baseline") -> str:
    return (
        f"第 {one.number} 号基数（{one.kind.label}）：送温暖资金 {one.warmth.grouped()}"
        f" 元，其他帮扶资金 {one.other.grouped()} 元，合计 {one.total.grouped()} 元，"
        f"自 {one.since_year} 年起，决议 {one.resolution}"
    )


def _base_row(one: "Baseline") -> tuple[object, ...]:
    return (
        one.number,
        one.kind.label,
        str(one.base_year),
        str(one.since_year),
        one.warmth,
        one.other,
        one.total,
        one.prior,
        one.paper,
        one.resolution,
        one.reason,
    )


def _affected_row(row: "SideBySide") -> tuple[object, ...]:
    sides = (row.before, row.after)
    judged = row.after or row.before
    assert judged is not None
    return (
        row.year,
        judged.figure,
        *(side.base.total if side and side.base else None for side in sides),
        *(side.last if side else None for side in sides),
        *(side.required if side else None for side in sides),
        *(side.verdict.label if side else "" for side in sides),
    )
