"""`bangfu budget control | rule | reserve | release | reservations | execution`.

What may be spent: a unit put under control, rules changed by resolution, money held
for requests and given back, and how the budget is carried out.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import (
    As,
    Database,
    Period,
    Unit,
    WithSubunits,
    Year,
    day_of,
    day_or_none,
    span_of,
)
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.clock import today
from ledger.money import AmountError, Money
from ledger.people import Right

if TYPE_CHECKING:
    from budgets.execution import Executed
    from budgets.lines import Line

app = typer.Typer(no_args_is_help=True)

Fund = Annotated[str, typer.Option("--fund", help="资金代码")]
Account = Annotated[str, typer.Option("--account", help="支出科目代码")]
Purpose = Annotated[str, typer.Option("--purpose", help="用途，可空")]
Since = Annotated[str, typer.Option("--since", help="起始日：2026-01-01")]
Until = Annotated[str, typer.Option("--until", help="截止日（含当日）")]
Resolution = Annotated[str, typer.Option("--resolution", help="管理机构决议号：2026-3")]
Amount = Annotated[str, typer.Option("--amount", help="金额（元）")]
Key = Annotated[str, typer.Argument(help="预留号：2026-17")]
Reason = Annotated[str, typer.Option("--reason", help="理由")]

RESERVED = (
    ("key", "预留号"),
    ("ref", "申请号"),
    ("summary", "事由"),
    ("fund", "资金"),
    ("account", "科目"),
    ("purpose", "用途"),
    ("amount", "预留金额"),
    ("left", "未用"),
    ("expires_on", "有效期至"),
)
EXECUTED = (
    ("unit", "单位"),
    ("fund", "资金"),
    ("account", "科目"),
    ("purpose", "用途"),
    ("budget", "年初预算"),
    ("revised", "现行预算"),
    ("spent", "已支出"),
    ("reserved", "已预留"),
    ("available", "可用"),
    ("rate", "执行率"),
    ("elapsed", "时间进度"),
    ("forecast", "全年预计"),
    ("last_year", "上年同期"),
)
PROBLEMS = (("matter", "事项"), ("what", "情况"), ("do", "办法"), ("grave", "须纠正"))
SHOWN: dict[str, Columns] = {
    "reservations": RESERVED,
    "execution": EXECUTED,
    "check": PROBLEMS,
}
"""What each command shows; `docs/cli.md` is written from it."""


@app.command()
def control(
    unit: Unit,
    since: Since,
    resolution: Resolution,
    database: Database = "",
    person: As = "",
) -> None:
    """实行预算控制：自某日起，帮扶支出都要先预留；一经实行不能停用。"""
    from budgets import rules as verb  # noqa: PLC0415 - as above

    begins = day_of(since, "--since")
    session = open_session(database, person)
    with session.writing("budget.control", Right.ADMIN, unit, since) as connection:
        verb.begin(connection, unit, begins, resolution, session.act)
    say(f"{unit} 自 {begins} 起实行预算控制")


@app.command()
def rule(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    which: Annotated[
        str, typer.Option("--rule", help="year 年度、quarter 季度、roll 季度结转")
    ],
    mode: Annotated[str, typer.Option("--mode", help="stop 禁止、warn 提示")],
    since: Since,
    until: Until,
    reason: Reason,
    resolution: Resolution,
    fund: Fund = "",
    account: Account = "",
    purpose: Purpose = "",
    database: Database = "",
    person: As = "",
) -> None:
    """放宽或收紧一项控制规则：有决议、有理由、到期自动恢复；不写资金则及于全单位。"""
    from budgets.rules import Decision, Mode, Rule, decide  # noqa: PLC0415 - as above

    begins, ends = day_of(since, "--since"), day_of(until, "--until")
    if which not in set(Rule) or mode not in set(Mode):
        raise typer.BadParameter("规则写 year、quarter、roll；方式写 stop、warn")
    line = _line(unit, begins.year, fund, account, purpose) if fund else None
    decision = Decision(
        unit=unit,
        rule=Rule(which),
        mode=Mode(mode),
        since=begins,
        until=ends,
        reason=reason,
        resolution=resolution,
        line=line,
    )
    session = open_session(database, person)
    with session.writing("budget.rule", Right.ADMIN, unit, which) as connection:
        number = decide(connection, decision, session.act)
    told = f"{decision.rule.label}：{decision.mode.label}，{begins} 至 {ends}"
    say(f"{unit} 第 {number} 号控制决定：{told}")


@app.command()
def reserve(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    year: Year,
    fund: Fund,
    account: Account,
    amount: Amount,
    ref: Annotated[str, typer.Option("--ref", help="申请号，单位内唯一")],
    summary: Annotated[str, typer.Option("--summary", help="事由（不写姓名）")],
    purpose: Purpose = "",
    expires: Annotated[
        str, typer.Option("--expires", help="有效期至（默认 60 天，不跨年度）")
    ] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """为一项申请预留预算；没有足够的预算当场拒绝，并写明可用多少。"""
    from budgets.control import Request  # noqa: PLC0415 - as above
    from budgets.control import reserve as verb  # noqa: PLC0415 - as above

    request = Request(
        line=_line(unit, year, fund, account, purpose),
        amount=_money(amount),
        ref=ref,
        summary=summary,
        expires_on=day_or_none(expires, "--expires"),
    )
    session = open_session(database, person)
    with session.writing("budget.reserve", Right.PREPARE, unit, ref) as connection:
        found = verb(connection, request, session.act)
    for warning in found.warnings:
        say(f"提示：{warning}")
    verb_told = "原已预留" if found.already else "已预留"
    say(
        f"预留号 {found.key}：{verb_told} {found.amount.grouped()} 元，"
        f"有效期至 {found.expires_on}；该指标还可用 {found.available.grouped()} 元"
    )


@app.command()
def release(  # noqa: PLR0913 - as above
    unit: Unit,
    key: Annotated[str, typer.Argument(help="预留号；释放全部过期的则不写")] = "",
    reason: Reason = "",
    database: Database = "",
    person: As = "",
    *,
    expired: Annotated[
        bool, typer.Option("--expired", help="释放全部过期的预留")
    ] = False,
) -> None:
    """释放预留：未用的部分退回预算指标。"""
    from budgets import control as verb  # noqa: PLC0415 - as above

    if bool(key) == expired:
        raise typer.BadParameter("写一个预留号，或写 --expired", param_hint="KEY")
    session = open_session(database, person)
    with session.writing("budget.release", Right.PREPARE, unit, key) as connection:
        if expired:
            given = verb.release_expired(connection, unit, session.act)
        else:
            given = {key: verb.release(connection, unit, key, reason, session.act)}
    for one, left in given.items():
        say(f"预留 {one} 已释放 {left.grouped()} 元")
    if not given:
        say("没有过期的预留")


@app.command()
def reservations(
    unit: Unit,
    year: Year,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出一个年度未用完的预留，先到期的在前。"""
    from budgets.control import held  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        rows = [
            (
                one.key,
                one.ref,
                one.summary,
                one.line.fund,
                one.line.account,
                one.line.purpose,
                one.amount,
                one.left,
                one.expires_on,
            )
            for one in held(connection, unit, year)
        ]
    show(RESERVED, rows, how)


@app.command()
def execution(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    period: Period,
    by: Annotated[
        str, typer.Option("--by", help="unit,fund,account,purpose 中的若干项")
    ] = "unit,fund,account,purpose",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    with_subunits: WithSubunits = False,
) -> None:
    """预算执行：年初预算、现行预算、已支出、已预留、可用、执行率与全年预计。"""
    from budgets import execution as verb  # noqa: PLC0415 - as above
    from ledger.balances import subtree  # noqa: PLC0415 - as above
    from ledger.register import lookups  # noqa: PLC0415 - as above

    span = span_of(period)
    asked = tuple(part.strip() for part in by.split(",") if part.strip())
    if not set(asked) <= set(verb.DIMENSIONS):
        raise typer.BadParameter("可写 unit,fund,account,purpose", param_hint="--by")
    session = open_session(database, person)
    with session.reading(unit) as connection:
        books = lookups(connection)
        units = subtree(books, unit) if with_subunits else (unit,)
        year, month = span.last_day.year, span.last_day.month
        found = verb.execution(connection, units, year, month, asked)
    rows = [_executed(row, row.key) for row in found.rows]
    rows.append(_executed(found.total, ("合计", "", "", "")))
    if any(found.eliminated.fen):
        rows.append(_executed(found.eliminated, ("其中抵销：补助下级", "", "", "")))
    show(EXECUTED, rows, how)


@app.command()
def check(
    unit: Unit,
    year: Year,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """检查一个年度的预算：机构、基数、增长、批准、执行、预留；有须纠正的退出码 1。"""
    from budgets.checking import matters  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = matters(connection, unit, year, today())
    rows = [(m.matter, m.what, m.do, "是" if m.grave else "否") for m in found]
    show(PROBLEMS, rows, how)
    if any(one.grave for one in found):
        raise typer.Exit(1)


def _executed(row: "Executed", key: tuple[str, ...]) -> tuple[object, ...]:
    return (
        *key,
        row.budget,
        row.revised,
        row.spent,
        row.reserved,
        row.available,
        _rate(row.rate_bp),
        _rate(row.elapsed_bp),
        row.forecast,
        row.last_year,
    )


def _rate(basis_points: int | None) -> str:
    return "" if basis_points is None else f"{Money(basis_points).grouped()}%"


def _line(unit: str, year: int, fund: str, account: str, purpose: str) -> "Line":
    from budgets.lines import Line  # noqa: PLC0415 - as above

    return Line(unit=unit, year=year, fund=fund, account=account, purpose=purpose)


def _money(text: str) -> Money:
    try:
        return Money.parse(text)
    except AmountError as error:
        raise typer.BadParameter(str(error), param_hint="--amount") from None
