"""`bangfu books close`, `proof`, `change-chart`: what goes with the end of a month."""

import sys
from typing import Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, span_of
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.clock import today
from ledger.money import ZERO, AmountError, Money
from ledger.people import Right
from ledger.periods import label, period_of

Month = Annotated[str, typer.Option("--period", help="月份：2025-03")]

OBSTACLES = (("what", "事项"), ("do", "办法"), ("blocking", "妨碍结账"))

SHOWN: dict[str, Columns] = {"close --check": OBSTACLES}
"""What each command shows; `docs/cli.md` is written from it."""


def close(  # noqa: PLR0913 - one parameter for each option
    unit: Unit,
    period: Month,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="只列检查单（含之前未结的月份），不结账")
    ] = False,
) -> None:
    """结账：把一个月（及之前未结的月份）结账；结账后不能反结账。

    只列检查单而有妨碍结账的事项时，退出码为 1。
    """
    from ledger import closing  # noqa: PLC0415 - only closing needs it

    month = _month(period)
    session = open_session(database, person)
    if check:
        with session.reading(unit) as connection:
            found = closing.checklist_through(connection, unit, month, on=today())
        rows = [(o.what, o.do, "是" if o.blocking else "否") for o in found]
        show(OBSTACLES, rows, how)
        if blocking := sum(o.blocking for o in found):
            what = f"{unit} {label(month)}不能结账：有 {blocking} 项妨碍结账"
            sys.stderr.write(f"{what}。办法：逐项办完，再结账\n")
            raise typer.Exit(1)
        return
    with session.writing("books.close", Right.CLOSE, unit, period) as connection:
        done = closing.close_through(connection, unit, month, session.act)
    for closed in done:
        digest = closed.hash.hex()[:16]
        when = label(closed.period)
        say(f"{unit} {when}已结账：链位 {closed.position}，摘要 {digest}")


def proof(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    period: Month,
    account: Annotated[str, typer.Option("--account", help="现金或银行存款科目")],
    amount: Annotated[str, typer.Option("--amount", help="盘点数或证明的余额（元）")],
    evidence: Annotated[
        str, typer.Option("--evidence", help="盘点表或余额证明的名称、编号")
    ],
    other: Annotated[str, typer.Option("--other", help="同一账户中他人的款项")] = "",
    explained: Annotated[
        str, typer.Option("--explained", help="未达账项使余额多出的金额，可为负")
    ] = "",
    explanation: Annotated[
        str, typer.Option("--explanation", help="未达账项的说明")
    ] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记月末的现金盘点或银行存款余额证明，并与账面核对。"""
    from ledger import proofs  # noqa: PLC0415 - only a proof needs it

    month = _month(period)
    found = proofs.Proof(
        unit=unit,
        period=month,
        account=account,
        amount=_amount(amount, "--amount"),
        evidence=evidence,
        other=_amount(other, "--other"),
        explained=_amount(explained, "--explained"),
        explanation=explanation,
    )
    session = open_session(database, person)
    allowed = (Right.REVIEW, Right.HEAD, Right.CLOSE, Right.POST)
    with session.writing("books.proof", allowed, unit, period) as connection:
        told = proofs.prove(connection, found, session.act)
    book, gap = Money(told.book_fen), Money(told.gap_fen)
    outcome = f"相差 {gap.grouped()} 元，查明后重新登记" if gap else "账实相符"
    say(f"{unit} {label(month)} {account}：账面 {book.grouped()} 元，{outcome}")


def change_chart(
    unit: Unit,
    chart: Annotated[str, typer.Option("--chart", help="新科目表，如 union-2021")],
    since: Annotated[str, typer.Option("--since", help="更换日，某年 1 月 1 日")],
    database: Database = "",
    person: As = "",
) -> None:
    """登记科目表的更换；余额在上年年终结账时按衔接表转入新科目。"""
    from ledger import chart_registration  # noqa: PLC0415 - as above

    day = day_of(since, "--since")
    session = open_session(database, person)
    with session.writing(
        "books.change_chart", Right.ADMIN, unit, f"{chart} {since}"
    ) as connection:
        chart_registration.change_chart(connection, unit, chart, day, session.act)
    say(f"{unit} 自 {day} 起使用科目表 {chart}")


def _month(period: str) -> int:
    """A month as typed; a year is none, and what closes does not open again."""
    span = span_of(period)
    if period_of(span.since) != period_of(span.last_day):
        told = f"须写明月份，如 {span.since.year}-12"
        raise typer.BadParameter(told, param_hint="--period")
    return period_of(span.since)


def _amount(text: str, option: str) -> Money:
    """An amount as typed; a minus may stand before it, nothing is nil."""
    bare = text.strip()
    try:
        amount = Money.parse(bare.removeprefix("-")) if bare else ZERO
    except AmountError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None
    return -amount if bare.startswith("-") else amount
