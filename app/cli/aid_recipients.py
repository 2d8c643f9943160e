"""`bangfu aid recipients …`: files of recipients, opened, changed, shown and found.

Personal numbers are typed when asked for, or read from a file; the command line stays
in the history of the shell. Values are masked; `--open` shows them and is logged.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import aid_recipient_views
from app.cli.aid_recipient_views import Code, unit_of
from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.output import Columns, say
from app.cli.session import open_session
from app.cli.typed import one_of
from app.clock import today
from ledger import store
from ledger.database import Connection
from ledger.people import Right
from ledger.privacy import personal_number
from ledger.register import SHARED

if TYPE_CHECKING:
    from aid.recipient_fields import FileContent

app = typer.Typer(no_args_is_help=True)
recipients = typer.Typer(no_args_is_help=True, help="困难职工档案")
app.add_typer(recipients, name="recipients")
recipients.registered_commands += aid_recipient_views.app.registered_commands

SHOWN: dict[str, Columns] = aid_recipient_views.SHOWN
"""What each command shows; `docs/cli.md` is written from it."""

WRITING = (Right.PREPARE, Right.REVIEW, Right.HEAD)
"""Who may write files."""

Content = Annotated[
    Path | None, typer.Option("--from", help="JSON 文件，- 为标准输入；不写则逐项询问")
]
On = Annotated[str, typer.Option("--on", help="日期（默认今天）")]
Words = Annotated[str, typer.Option("--words", help="说明；不写姓名和号码，加密保存")]


# -- writing ------------------------------------------------------------------------


@recipients.command()
def add(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    content: Content = None,
    code: Annotated[str, typer.Option("--file", help="档案号（默认自动编号）")] = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """建档：一人一档；号码、姓名、住址等加密保存。"""
    from aid import recipients as verbs  # noqa: PLC0415 - few commands open files
    from aid.recipient_fields import missing  # noqa: PLC0415 - as above
    from aid.recipient_writing import Given  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    session = open_session(database, person)
    read = _read(_object(content, {}))
    day = day_or_none(on, "--on")
    given = Given(content=read, code=code, on=day)
    vault = open_vault(session.settings)
    subject = code if not personal_number(code) else ""
    with session.writing("aid.recipients.add", WRITING, unit, subject) as connection:
        kept = verbs.add(connection, unit, given, vault, session.act)
    say(f"{unit} 档案 {kept.code} 已建立，家庭 {kept.persons} 人")
    if lacking := "、".join(missing(read)):
        say(f"提示：尚缺 {lacking}")


@recipients.command()
def change(
    code: Code, content: Content = None, database: Database = "", person: As = ""
) -> None:
    """变更档案：只写要改的项，其余照旧；成员一写就整体替换；旧内容保留可查。"""
    from aid import recipients as verbs  # noqa: PLC0415 - as above
    from aid.recipient_reading import told_object  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    session = open_session(database, person)
    unit = unit_of(session, code)
    vault = open_vault(session.settings)
    told = _object(content, None)
    with session.writing("aid.recipients.change", WRITING, unit, code) as connection:
        _demand_still(connection, code, unit)
        standing = verbs.opened(connection, verbs.row_of(connection, code), vault)
        read = _read({**told_object(standing), **told})
        changed = verbs.change(connection, code, read, vault, session.act)
    say(f"档案 {code} " + ("已变更" if changed else "没有变化"))


@recipients.command("import")
def import_(  # noqa: PLR0913 - one parameter for each option
    file: Annotated[Path, typer.Argument(help="recipients.csv 或 XLSX")],
    unit: Unit,
    database: Database = "",
    person: As = "",
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="去掉表中没有的家庭成员")
    ] = False,
    renamed: Annotated[
        bool, typer.Option("--renamed", help="写明档案号而姓名不同的，确已改名")
    ] = False,
) -> None:
    """导入档案：每人一行，同一户号为一户；有一处错误则全部不导入。

    已有的档案，表中没有的列照旧，有列而空着的清空。
    """
    from aid import recipient_sheet as verbs  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    session = open_session(database, person)
    vault = open_vault(session.settings)
    sheet = verbs.read_recipients(file, session.act)
    with session.writing("aid.recipients.import", WRITING, unit) as connection:
        confirmed = verbs.Confirmed(members_go=replace, renamed=renamed)
        told = verbs.import_recipients(
            connection, unit, sheet, vault, session.act, confirmed
        )
    say(
        f"{unit} 新建 {len(told.added)} 份，变更 {len(told.changed)} 份，"
        f"没有变化 {told.same} 份"
    )


@recipients.command()
def move(  # noqa: PLR0913, PLR0917 - as above
    code: Code,
    to: Annotated[str, typer.Option("--to", help="接收单位的代码")],
    on: On = "",
    words: Words = "",
    database: Database = "",
    person: As = "",
) -> None:
    """转移档案到另一单位；办理人在两个单位都须有权限。"""
    from aid import recipient_steps as verbs  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    asked = _asked(on, words)
    session = open_session(database, person)
    unit = unit_of(session, code)
    vault = open_vault(session.settings)
    with session.writing("aid.recipients.move", WRITING, unit, code) as connection:
        _demand_still(connection, code, unit)
        session.allow(connection, WRITING, to)
        kept = verbs.move(connection, code, to, asked, vault, session.act)
    say(f"档案 {code} 已由 {unit} 转到 {kept.unit}")


@recipients.command()
def close(  # noqa: PLR0913, PLR0917 - as above
    code: Code,
    reason: Annotated[
        str,
        typer.Option(
            "--reason",
            help="脱困 relieved、死亡 death、迁出 left、不再符合 unfit、错建 mistake、其他 other",  # noqa: E501 - help of one option
        ),
    ],
    on: On = "",
    died_on: Annotated[str, typer.Option("--died-on", help="死亡日期")] = "",
    words: Words = "",
    database: Database = "",
    person: As = "",
) -> None:
    """退出：写明原因和日期，死亡的写明死亡日期；内容保留。"""
    from aid import recipient_steps as verbs  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    asked, died = _asked(on, words), day_or_none(died_on, "--died-on")
    why = one_of(verbs.Exit, reason, "--reason")
    session = open_session(database, person)
    unit = unit_of(session, code)
    vault = open_vault(session.settings)
    with session.writing("aid.recipients.close", WRITING, unit, code) as connection:
        _demand_still(connection, code, unit)
        verbs.close(connection, code, why, asked, vault, session.act, died)
    say(f"档案 {code} 已于 {asked.on} 退出：{why.label}")


@recipients.command()
def reopen(  # noqa: PLR0913, PLR0917 - as above
    code: Code,
    reason: Annotated[
        str,
        typer.Option(
            "--reason", help="返困 again、更正误退 mistake、其他 other（须说明）"
        ),
    ],
    on: On = "",
    words: Words = "",
    database: Database = "",
    person: As = "",
) -> None:
    """重新启用已退出的档案。"""
    from aid import recipient_steps as verbs  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    asked = _asked(on, words)
    why = one_of(verbs.Return, reason, "--reason")
    session = open_session(database, person)
    unit = unit_of(session, code)
    vault = open_vault(session.settings)
    with session.writing("aid.recipients.reopen", WRITING, unit, code) as connection:
        _demand_still(connection, code, unit)
        verbs.reopen(connection, code, why, asked, vault, session.act)
    say(f"档案 {code} 已于 {asked.on} 重新启用：{why.label}")


def _asked(on: str, words: str) -> Any:
    from aid.recipient_steps import Asked  # noqa: PLC0415 - as above

    if personal_number(words):
        raise typer.BadParameter("说明中不能有个人号码", param_hint="--words")
    return Asked(on=day_of(on, "--on") if on else today(), words=words)


def _demand_still(connection: Connection, code: str, unit: str) -> None:
    """Go on only if the unit whose rights were asked for still holds the file."""
    from aid.errors import RecipientRefused  # noqa: PLC0415 - as above
    from aid.recipients import standing  # noqa: PLC0415 - as above

    # Whoever moves a file holds this lock too.
    store.lock_unit(connection, SHARED)
    if standing(connection, code).unit != unit:
        raise RecipientRefused("没有办理", "档案刚刚转到另一单位", "重新查看后再办")


# -- what is told -------------------------------------------------------------------


def _object(path: Path | None, asked: Mapping[str, str] | None) -> dict[str, object]:
    """The object of a file or of standard input, or what is typed when asked for.

    `asked` None asks for nothing but the fields that are to be changed.
    """
    from aid.recipient_reading import read_object  # noqa: PLC0415 - as above

    if path is None:
        return _typed(all_asked=asked is not None)
    if str(path) == "-":
        return read_object(sys.stdin.buffer.read())
    return read_object(path.read_bytes())


def _typed(*, all_asked: bool) -> dict[str, object]:
    from aid.recipient_fields import BOTH_FIELDS  # noqa: PLC0415 - as above

    told: dict[str, object] = {}
    for one in BOTH_FIELDS:
        if one.key == "relation" or not (one.asked or one.key in {"bank", "card"}):
            continue
        if not all_asked and one.key == "identity":
            continue
        text: str = typer.prompt(one.label, default="", show_default=False, err=True)
        if text.strip():
            told[one.key] = text
    return told


def _read(told: Mapping[str, object]) -> "FileContent":
    from aid.errors import RecipientRefused  # noqa: PLC0415 - as above
    from aid.recipient_fields import BOTH_FIELDS  # noqa: PLC0415 - as above
    from aid.recipient_reading import persons_of, read_content  # noqa: PLC0415 - same

    labels = {one.key: one.label for one in BOTH_FIELDS}
    wrong: list[str] = []

    def tell(place: int, key: str, what: str) -> None:
        whose = f"第 {place + 1} 号成员的" if place else ""
        wrong.append(f"{whose}{labels.get(key, key)}：{what}")

    read = read_content(persons_of(told), today(), tell)
    if read is None:
        do = "改正后重新录入"
        raise RecipientRefused("档案内容不对", "；".join(wrong), do)
    return read
