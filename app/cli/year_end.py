"""`bangfu books year-end`: closing a year, previewed, ordered, posted; adjusting it.

A decision is typed as `FUND:ACCOUNT:AMOUNT=NUMBER`, of a finished project as
`FUND=NUMBER` or `FUND:AMOUNT=NUMBER`.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import archive, output
from app.cli.arguments import As, Database, Unit, Year
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.clock import today
from ledger.money import AmountError, Money
from ledger.people import Right

if TYPE_CHECKING:
    from ledger.checklist import Obstacle
    from ledger.year_end import Preview
    from ledger.year_end_accounts import Decision, What

app = typer.Typer(no_args_is_help=True)

Finished = Annotated[
    list[str] | None,
    typer.Option(help="完成项目，剩余转入结余：资金=文号，或 资金:金额=文号"),
]
Returned = Annotated[
    list[str] | None,
    typer.Option(help="归集上缴：资金:付出科目:金额=文号"),
]
Undelivered = Annotated[
    list[str] | None,
    typer.Option(help="未下达的用款额度：资金:应返还科目:金额=文号"),
]

VOUCHERS = (
    ("voucher", "凭证"),
    ("date", "日期"),
    ("summary", "摘要"),
    ("basis", "依据"),
    ("account", "科目"),
    ("fund", "资金"),
    ("purpose", "用途"),
    ("debit", "借方"),
    ("credit", "贷方"),
)
COMPARED = (
    ("account", "科目"),
    ("fund", "资金"),
    ("provisional", "暂定期初"),
    ("final", "确定期初"),
)
SHOWN: dict[str, Columns] = {
    "year-end preview": VOUCHERS,
    "year-end post": COMPARED,
}
"""What each command shows; `docs/cli.md` is written from it."""


@app.command()
def preview(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    year: Year,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    finished: Finished = None,
    returned: Returned = None,
    undelivered: Undelivered = None,
) -> None:
    """预览年终结账：将要记的凭证，以及妨碍结账的事项；不作任何改动。"""
    from ledger import year_end  # noqa: PLC0415 - only year end needs it

    decided = _decisions(finished, returned, undelivered)
    session = open_session(database, person)
    with session.reading(unit) as connection:
        drawn = year_end.preview(connection, unit, year, decided, on=today())
    show(VOUCHERS, _rows(drawn), how)
    _tell(drawn.obstacles, how)
    if any(one.blocking for one in drawn.obstacles):
        raise typer.Exit(1)


@app.command()
def order(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    year: Year,
    database: Database = "",
    person: As = "",
    finished: Finished = None,
    returned: Returned = None,
    undelivered: Undelivered = None,
) -> None:
    """下达年终结账指令：下达人即制单人；由另一人复核记账。"""
    from ledger import year_end  # noqa: PLC0415 - as above

    decided = _decisions(finished, returned, undelivered)
    session = open_session(database, person)
    subject = f"{year}"
    with session.writing(
        "books.year_end.order", Right.PREPARE, unit, subject
    ) as connection:
        given = year_end.order(connection, unit, year, decided, session.act)
    digest = given.digest.hex()[:16]
    say(f"{unit} {year}年年终结账指令第 {given.number} 号：凭证摘要 {digest}")
    say("请另一人用 bangfu books year-end preview 查看，再用 year-end post 复核记账")


@app.command()
def post(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    year: Year,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    archived: Annotated[
        Path | None,
        typer.Option("--archive", help="结账以后把全年档案写入这个文件夹，尚不存在"),
    ] = None,
) -> None:
    """复核并记账：全部年终凭证入账，十二月和年度一起结账；或不作任何改动。"""
    from ledger import year_end  # noqa: PLC0415 - as above
    from treasury import lineage  # noqa: PLC0415 - as above

    if archived is not None:
        # What can be refused is refused before the year is closed for good.
        archive.demand_free(archived)
    session = open_session(database, person)
    with session.writing(
        "books.year_end.post", Right.CLOSE, unit, f"{year}"
    ) as connection:
        session.allow(connection, Right.REVIEW, unit)
        done = year_end.post(connection, unit, year, session.act)
        lineage.follow(connection, unit)
    if done.compared or how is not Format.TABLE:
        rows = [(c.account, c.fund, c.provisional, c.final) for c in done.compared]
        show(COMPARED, rows, how, "一月期初：暂定数与确定数不同之处")
    if how is Format.TABLE:
        digest = done.closed.hash.hex()[:16]
        say(
            f"{unit} {year}年已结账：年终凭证 {len(done.outcomes)} 张，"
            f"链位 {done.closed.position}，摘要 {digest}"
        )
    if archived is not None:
        archive.keep(session, unit, year, archived, aloud=how is Format.TABLE)
    elif how is Format.TABLE:
        say(f"会计档案尚未写出：bangfu archive write --unit {unit} --year {year}")


@app.command()
def adjust(unit: Unit, year: Year, database: Database = "", person: As = "") -> None:
    """十二月进入审计调整期：此后只收审计调整凭证，注明审计发现的编号。"""
    from ledger import year_end  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing(
        "books.year_end.adjust", Right.CLOSE, unit, f"{year}"
    ) as connection:
        year_end.begin_adjusting(connection, unit, year, session.act)
    say(f"{unit} {year}年12月进入审计调整期")


# -- decisions ----------------------------------------------------------------------


def _decisions(
    finished: Sequence[str] | None,
    returned: Sequence[str] | None,
    undelivered: Sequence[str] | None,
) -> "list[Decision]":
    from ledger.year_end_accounts import What  # noqa: PLC0415 - as above

    given = (
        (What.FINISHED, "--finished", finished),
        (What.RETURNED, "--returned", returned),
        (What.UNDELIVERED, "--undelivered", undelivered),
    )
    return [
        _decision(what, option, text)
        for what, option, texts in given
        for text in texts or ()
    ]


def _decision(what: "What", option: str, text: str) -> "Decision":
    from ledger.year_end_accounts import Decision  # noqa: PLC0415 - as above
    from ledger.year_end_accounts import What as Whats  # noqa: PLC0415 - as above

    left, _, basis = text.partition("=")
    parts = left.split(":")
    plain = what is Whats.FINISHED
    wanted = (1, 2) if plain else (3,)
    if len(parts) not in wanted:
        form = "资金=文号 或 资金:金额=文号" if plain else "资金:科目:金额=文号"
        told = f"应写作 {form}"
        raise typer.BadParameter(told, param_hint=option)
    account = "" if plain else parts[1]
    amount = parts[-1] if len(parts) > 1 else ""
    try:
        money = Money.parse(amount) if amount else Money(0)
    except AmountError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None
    return Decision(
        what=what, fund=parts[0], basis=basis.strip(), amount=money, account=account
    )


# -- what is shown ------------------------------------------------------------------


def _rows(drawn: "Preview") -> list[tuple[object, ...]]:
    return [
        (
            voucher.ref,
            voucher.dated_on,
            voucher.summary,
            voucher.basis,
            line.account,
            line.fund,
            line.purpose,
            line.debit,
            line.credit,
        )
        for voucher in drawn.vouchers
        for line in voucher.postings
    ]


def _tell(obstacles: "Sequence[Obstacle]", how: Format) -> None:
    """All to people under the table; what stands in the way, to programs too."""
    for one in obstacles:
        mark = "妨碍结账" if one.blocking else "须在结账记录中写明"
        if how is Format.TABLE:
            say(f"{mark}：{one.what}；{one.do}")
        elif one.blocking:
            sys.stderr.write(f"{mark}：{one.what}；{one.do}\n")
    if how is Format.TABLE and not any(one.blocking for one in obstacles):
        say("没有妨碍结账的事项")
