"""`bangfu user`: people who sign in: made, given roles, one-time codes, sessions."""

from typing import Annotated

import typer

from app import auth, duties
from app.cli import output, user_token
from app.cli.arguments import As, Database, Unit, day_of
from app.cli.output import Columns, Format, say, show
from app.cli.people import Code, new_secret
from app.cli.session import open_session
from app.clock import today
from app.duties import NewUser
from app.roles import Role
from app.web import sign_in
from ledger import register
from ledger.people import Right

app = typer.Typer(no_args_is_help=True)
app.add_typer(user_token.app, name="token")

Roles = Annotated[
    list[Role] | None,
    typer.Option(
        "--role", help="岗位，可多次：经办、审核、出纳、审计、管理机构、管理员"
    ),
]

USERS = (
    ("person", "人员"),
    ("name", "姓名"),
    ("codes", "动态口令"),
    ("rights", "权限"),
)
SHOWN: dict[str, Columns] = {"list": USERS}
"""What each command shows; `docs/cli.md` is written from it."""


@app.command()
def add(  # noqa: PLR0913, PLR0917 - one parameter for each option
    code: Code,
    name: Annotated[str, typer.Option(help="姓名（默认同代码）")] = "",
    login: Annotated[list[str] | None, typer.Option(help="登录名，可多次")] = None,
    role: Roles = None,
    unit: Unit = "",
    since: Annotated[str, typer.Option(help="权限自何日起（默认今天）")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记一个能登录的人：口令（标准输入或询问）和岗位；第一个应是管理员。"""
    session = open_session(database, person)
    secret = new_secret(code)
    begins = day_of(since, "--since") if since else today()
    new = NewUser(
        code=code,
        name=name,
        logins=tuple(login or ()),
        roles=tuple(role or ()),
        unit=unit,
        since=begins,
        secret=secret,
    )
    with session.writing("user.add", Right.ADMIN, unit, code) as connection:
        duties.register_user(connection, new, session.act, today())
    say(f"已登记：{code}，可以登录")


@app.command("list")
def list_(
    database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出能登录的人、是否启用动态口令、有哪些权限。"""
    with open_session(database, person).reading() as connection:
        books = register.lookups(connection)
        rows = [
            (
                books.person_codes[id_],
                books.person_names[id_],
                "是" if sign_in.has_code_key(connection, id_) else "",
                "、".join(
                    right.label
                    for right in Right
                    if auth.may_somewhere(connection, id_, right, today())
                ),
            )
            for id_ in auth.people_with_secret(connection)
        ]
    show(USERS, rows, how)


@app.command()
def codes(
    unit: Annotated[str, typer.Option("--unit", help="单位代码")],
    *,
    demanded: Annotated[
        bool, typer.Option("--demanded/--free", help="要求或不再要求")
    ] = True,
    database: Database = "",
    person: As = "",
) -> None:
    """一个单位及其下级是否要求审核、出纳启用动态口令。"""
    session = open_session(database, person)
    subject = "demanded" if demanded else "free"
    with session.writing("user.codes", Right.ADMIN, unit, subject) as connection:
        sign_in.set_code_rule(connection, unit, session.act, demanded=demanded)
    say(f"{unit}：{'要求' if demanded else '不再要求'}审核、出纳启用动态口令")


@app.command()
def out(code: Code, database: Database = "", person: As = "") -> None:
    """结束一个人的全部登录。"""
    session = open_session(database, person)
    with session.writing("session.end_all", Right.ADMIN, subject=code) as connection:
        id_ = register.lookups(connection).person(code)
        count = sign_in.end_all(connection, id_, session.act)
    say(f"已结束 {code} 的 {count} 次登录")
