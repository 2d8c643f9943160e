"""`bangfu user token`: tokens by which programs act for a person."""

from typing import Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.web import tokens
from app.web.tokens import DAYS_MAX, Wish
from ledger import register
from ledger.people import Right

app = typer.Typer(no_args_is_help=True, help="接口令牌：发放、列出、作废")

TOKENS = (
    ("key", "编号"),
    ("label", "名称"),
    ("writes", "可以办理"),
    ("unit", "单位"),
    ("made_at", "发放（UTC）"),
    ("until", "有效至（UTC）"),
)
SHOWN: dict[str, Columns] = {"list": TOKENS}
"""What each command shows; `docs/cli.md` is written from it."""

Of = Annotated[
    str, typer.Option("--of", help="谁的令牌（默认自己的；别人的须管理权限）")
]


@app.command()
def make(  # noqa: PLR0913 - one parameter for each option
    label: Annotated[str, typer.Option("--label", help="名称：给哪个程序用")],
    days: Annotated[
        int, typer.Option("--days", help="有效天数", min=1, max=DAYS_MAX)
    ] = 90,
    unit: Annotated[str, typer.Option("--unit", help="只在这个单位及其下级有效")] = "",
    database: Database = "",
    person: As = "",
    *,
    writes: Annotated[
        bool, typer.Option("--writes", help="可以办理（默认只能查看）")
    ] = False,
) -> None:
    """发一个自己的令牌；只显示这一次，账簿中只留摘要。"""
    session = open_session(database, person)
    wish = Wish(label=label, days=days, writes=writes, unit=unit)
    with session.writing("token.make", None, subject=label) as connection:
        id_ = register.lookups(connection).person(session.act.person)
        token = tokens.make(connection, id_, wish, session.act)
    say(token)


@app.command("list")
def list_(
    of: Of = "", database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出现在有效的令牌。"""
    session = open_session(database, person)
    with session.reading() as connection:
        id_ = register.lookups(connection).person(of or session.act.person)
        if of:
            session.allow(connection, Right.ADMIN, "")
        found = tokens.standing(connection, id_, session.act)
    rows = [
        (t.key, t.label, "是" if t.writes else "", t.unit, t.made_at, t.until)
        for t in found
    ]
    show(TOKENS, rows, how)


@app.command()
def end(
    key: Annotated[str, typer.Argument(help="令牌编号，或 all")],
    of: Of = "",
    database: Database = "",
    person: As = "",
) -> None:
    """作废一个令牌，或一个人的全部令牌。"""
    session = open_session(database, person)
    right = Right.ADMIN if of else None
    subject = f"{of} {key}".strip()
    with session.writing("token.end", right, subject=subject) as connection:
        id_ = register.lookups(connection).person(of or session.act.person)
        if key == "all":
            count = tokens.end_all(connection, id_, session.act)
        else:
            tokens.end(connection, id_, key, session.act)
            count = 1
    say(f"已作废 {count} 个令牌")
