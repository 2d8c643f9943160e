"""`bangfu books people`: who acts, their log-ins, secrets and rights."""

import sys
from typing import Annotated

import typer

from app import auth
from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.clock import today
from app.duties import refuse_unfit
from ledger import register, registration
from ledger.errors import RecordRefused
from ledger.people import Grant, Person, Right

app = typer.Typer(help="人员：列出、登记、设口令、授权", invoke_without_command=True)

Code = Annotated[str, typer.Argument(help="人员代码")]

PEOPLE = (("person", "人员"), ("name", "姓名"))

SHOWN: dict[str, Columns] = {"": PEOPLE}
"""What each command shows; `docs/cli.md` is written from it."""


@app.callback()
def list_(
    context: typer.Context,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出登记的人员；或登记、设口令、授权。"""
    if context.invoked_subcommand is not None:
        if database or person:
            # It would be left unheard, and the act done in other books.
            raise typer.BadParameter("选项写在子命令之后")
        return
    with open_session(database, person).reading() as connection:
        books = register.lookups(connection)
    rows = [(c, books.person_names[id_]) for id_, c in books.person_codes.items()]
    show(PEOPLE, rows, how)


@app.command()
def add(
    code: Code,
    name: Annotated[str, typer.Option(help="姓名（默认同代码）")] = "",
    login: Annotated[list[str] | None, typer.Option(help="登录名，可多次")] = None,
    database: Database = "",
    person: As = "",
) -> None:
    """登记一个人员，或为其增加登录名。"""
    new = Person(code=code, name=name, logins=tuple(login or ()))
    session = open_session(database, person)
    with session.writing("people.add", Right.ADMIN, subject=code) as connection:
        for text in (code, name, *new.logins):
            refuse_unfit(text)
        found = registration.register_people(connection, [new], session.act)
        if found:
            raise RecordRefused("；".join(str(problem) for _, problem in found))
    say(f"已登记：{code}")


@app.command()
def secret(code: Code, database: Database = "", person: As = "") -> None:
    """设定或更换一个人的口令；从第一个口令起，每个人都要出示口令。"""
    session = open_session(database, person)
    new = new_secret(code)
    # Everybody may change their own, whoever shows the old one.
    own = session.guarded and session.act.person == code
    right = None if own else Right.ADMIN
    with session.writing("people.secret", right, subject=code) as connection:
        auth.set_secret(connection, code, new, session.act)
        auth.demand_administrator(connection, today())
    say(f"已设定 {code} 的口令")


def new_secret(code: str) -> str:
    """The secret that is to hold, from standard input or asked for twice.

    Raises:
        RecordRefused: it was typed in two ways.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = typer.prompt(f"{code} 的新口令", hide_input=True, err=True)
    if typer.prompt("再输入一次口令", hide_input=True, err=True) != asked:
        raise RecordRefused("两次输入的口令不同", do="重新运行，再输入两次")
    return asked


@app.command()
def grant(  # noqa: PLR0913, PLR0917 - one parameter for each option
    code: Code,
    right: Annotated[Right, typer.Argument(help="权限")],
    unit: Unit = "",
    since: Annotated[str, typer.Option(help="起始日期（默认今天）")] = "",
    until: Annotated[str, typer.Option(help="截止日期（不含当日）；用以收回权限")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """给一个人在一个单位及其下级（不写单位为全部）的权限，或改变其截止日期。"""
    begins = day_of(since, "--since") if since else today()
    ends = day_or_none(until, "--until")
    if ends is not None and ends <= begins:
        raise typer.BadParameter("应晚于 --since", param_hint="--until")
    given = Grant(person=code, right=right, unit=unit, since=begins, until=ends)
    session = open_session(database, person)
    subject = f"{code} {right.value} {begins}"
    with session.writing("people.grant", Right.ADMIN, unit, subject) as connection:
        found = registration.register_rights(connection, [given], session.act)
        if found:
            raise RecordRefused("；".join(str(problem) for _, problem in found))
        auth.demand_administrator(connection, today())
    say(f"已登记：{code} {right.label}，自 {begins} 起")
