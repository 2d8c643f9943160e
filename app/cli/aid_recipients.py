"""`bangfu aid recipients …`: files of recipients, opened, changed, shown and found.

Personal numbers are typed when asked for, or read from a file; the command line stays
in the history of the shell. Values are masked; `--open` shows them and is logged.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.output import Columns, Format, say, show
from app.cli.session import Session, open_session
from app.cli.typed import one_of
from app.clock import today
from ledger.accounts import Labelled
from ledger.database import Connection, reading
from ledger.people import KEEPING_BOOKS, Right
from ledger.privacy import personal_number

if TYPE_CHECKING:
    from aid.recipient_fields import FileContent
    from aid.recipients import Standing
    from treasury.vault import Vault

app = typer.Typer(no_args_is_help=True)
recipients = typer.Typer(no_args_is_help=True, help="困难职工档案")
app.add_typer(recipients, name="recipients")

FILES = (
    ("code", "档案号"),
    ("unit", "单位"),
    ("name", "姓名"),
    ("identity", "身份证号"),
    ("category", "困难类别"),
    ("persons", "家庭人口"),
    ("state", "状态"),
    ("opened_on", "建档日期"),
    ("revision", "版次"),
    ("missing", "缺项"),
)
FOUND = (
    ("code", "档案号"),
    ("unit", "单位"),
    ("state", "状态"),
    ("opened_on", "建档日期"),
    ("persons", "家庭人口"),
)
PARTS = (("part", "部分"), ("key", "代号"), ("label", "项目"), ("value", "内容"))
SHOWN: dict[str, Columns] = {
    "recipients list": FILES,
    "recipients show": PARTS,
    "recipients find": FOUND,
}
"""What each command shows; `docs/cli.md` is written from it."""

WRITING = (Right.PREPARE, Right.REVIEW, Right.HEAD)
"""Who may write files."""

SEEING = (*sorted(KEEPING_BOOKS), Right.APPROVE, Right.HEAD, Right.AUDIT)
"""Who may see what is personal."""


class By(Labelled):
    """What a file is found by."""

    IDENTITY = "identity", "身份证号码"
    PHONE = "phone", "联系电话"
    CARD = "card", "银行卡号"
    NAME = "name", "姓名"


Code = Annotated[str, typer.Argument(help="档案号")]
Content = Annotated[
    Path | None, typer.Option("--from", help="JSON 文件，- 为标准输入；不写则逐项询问")
]
On = Annotated[str, typer.Option("--on", help="日期（默认今天）")]
Words = Annotated[str, typer.Option("--words", help="说明；不写姓名和号码，加密保存")]
KnownOn = Annotated[str, typer.Option("--known-on", help="按这一天所知的内容显示")]
Opened = Annotated[bool, typer.Option("--open", help="显示个人信息；记入操作日志")]


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
    unit = _unit_of(session, code)
    vault = open_vault(session.settings)
    told = _object(content, None)
    with session.writing("aid.recipients.change", WRITING, unit, code) as connection:
        standing = verbs.opened(connection, verbs.row_of(connection, code), vault)
        read = _read({**told_object(standing), **told})
        changed = verbs.change(connection, code, read, vault, session.act)
    say(f"档案 {code} " + ("已变更" if changed else "没有变化"))


@recipients.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="recipients.csv 或 XLSX")],
    unit: Unit,
    database: Database = "",
    person: As = "",
) -> None:
    """导入档案：每人一行，同一户号为一户；有一处错误则全部不导入。"""
    from aid import recipient_sheet as verbs  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    session = open_session(database, person)
    vault = open_vault(session.settings)
    sheet = verbs.read_recipients(file, session.act)
    with session.writing("aid.recipients.import", WRITING, unit) as connection:
        told = verbs.import_recipients(connection, unit, sheet, vault, session.act)
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
    unit = _unit_of(session, code)
    vault = open_vault(session.settings)
    with session.writing("aid.recipients.move", WRITING, unit, code) as connection:
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
    unit = _unit_of(session, code)
    vault = open_vault(session.settings)
    with session.writing("aid.recipients.close", WRITING, unit, code) as connection:
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
    unit = _unit_of(session, code)
    vault = open_vault(session.settings)
    with session.writing("aid.recipients.reopen", WRITING, unit, code) as connection:
        verbs.reopen(connection, code, why, asked, vault, session.act)
    say(f"档案 {code} 已于 {asked.on} 重新启用：{why.label}")


def _asked(on: str, words: str) -> Any:
    from aid.recipient_steps import Asked  # noqa: PLC0415 - as above

    if personal_number(words):
        raise typer.BadParameter("说明中不能有个人号码", param_hint="--words")
    return Asked(on=day_of(on, "--on") if on else today(), words=words)


def _unit_of(session: Session, code: str) -> str:
    """The unit that holds a file: its rights are asked for."""
    from aid.recipients import standing  # noqa: PLC0415 - as above

    with reading(session.engine) as connection:
        return standing(connection, code).unit


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


# -- showing ------------------------------------------------------------------------


@recipients.command("list")
def list_(  # noqa: PLR0913 - as above
    unit: Unit,
    known_on: KnownOn = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    closed: Annotated[bool, typer.Option("--closed", help="连同已退出的")] = False,
    opened: Opened = False,
) -> None:
    """列出单位的档案；姓名和号码只在 --open 时全部显示。"""
    from aid import recipients as verbs  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    day = day_or_none(known_on, "--known-on")
    session = open_session(database, person)
    vault = open_vault(session.settings)
    with _looking(session, "list", unit, "", opened=opened) as connection:
        rows = [
            _line(connection, one, row, vault, opened=opened)
            for one, row in verbs.rows_of_unit(connection, unit, day)
            if closed or one.is_open
        ]
    show(FILES, rows, how)


def _looking(
    session: Session, key: str, unit: str, subject: str, *, opened: bool
) -> Any:
    """Reading; what is opened is asked for and logged."""
    if not opened:
        return session.reading(unit)
    return session.writing(f"aid.recipients.{key}", SEEING, unit, subject)


def _state(one: "Standing") -> str:
    from aid.recipient_steps import LABELS  # noqa: PLC0415 - as above

    return "在档" if one.is_open else f"{one.acted_on} 退出：{LABELS[one.reason]}"


def _line(
    connection: Connection, one: "Standing", row: Any, vault: "Vault", *, opened: bool
) -> tuple[object, ...]:
    from aid import recipient_fields as fields  # noqa: PLC0415 - as above
    from aid.recipient_codes import label_of  # noqa: PLC0415 - as above
    from aid.recipients import opened as unlocked  # noqa: PLC0415 - as above

    content = unlocked(connection, row, vault)
    identity = content.identity.number if opened else content.identity.masked
    (name,) = [field for field in fields.PERSON_FIELDS if field.key == "name"]
    return (
        one.code,
        one.unit,
        fields.shown_value(name, content.worker, opened=opened),
        identity,
        label_of("category", one.category),
        one.persons,
        _state(one),
        one.opened_on,
        one.revision,
        sum(1 for _ in fields.missing(content)),
    )


@recipients.command("show")
def show_(  # noqa: PLR0913 - as above
    code: Code,
    known_on: KnownOn = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    opened: Opened = False,
) -> None:
    """显示一份档案：本人、家庭、成员、关联的档案、经过。"""
    from aid import recipients as verbs  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    day = day_or_none(known_on, "--known-on")
    session = open_session(database, person)
    unit = _unit_of(session, code)
    vault = open_vault(session.settings)
    with _looking(session, "show", unit, code, opened=opened) as connection:
        row = verbs.row_of(connection, code, day)
        standing = verbs.standing(connection, code, day)
        content = verbs.opened(connection, row, vault)
        rows = [
            *_head(standing, content),
            *_told(content, opened=opened),
            *_around(connection, code, vault if opened else None),
        ]
    show(PARTS, rows, how)


_Part = tuple[str, str, str, object]


def _head(one: "Standing", content: "FileContent") -> Iterator[_Part]:
    from aid.recipient_fields import missing  # noqa: PLC0415 - as above

    yield "档案", "code", "档案号", one.code
    yield "档案", "unit", "单位", one.unit
    yield "档案", "state", "状态", _state(one)
    yield "档案", "opened_on", "建档日期", one.opened_on
    yield "档案", "died_on", "死亡日期", one.died_on
    yield "档案", "revision", "版次", one.revision
    yield "档案", "persons", "家庭人口", one.persons
    yield "档案", "missing", "缺项", "、".join(missing(content))


def _told(content: "FileContent", *, opened: bool) -> Iterator[_Part]:
    from aid import recipient_fields as fields  # noqa: PLC0415 - as above

    for place, person in enumerate(content.persons):
        part = f"成员{place + 1}" if place else "本人"
        for one in fields.PERSON_FIELDS:
            if text := fields.shown_value(one, person, opened=opened):
                yield part, one.key, one.label, text
    for one in fields.FILE_FIELDS:
        if text := fields.shown_value(one, content, opened=opened):
            yield "家庭", one.key, one.label, text


def _around(
    connection: Connection, code: str, vault: "Vault | None"
) -> Iterator[_Part]:
    """Files that are tied to it, and what became of it."""
    from aid import recipient_steps as steps  # noqa: PLC0415 - as above
    from aid.recipients import ties  # noqa: PLC0415 - as above

    for tie in ties(connection, code):
        yield "关联", tie.code, tie.how, f"{tie.unit} {tie.code}"
    for one in steps.history(connection, code, vault):
        why = f"，{steps.LABELS[one.reason]}" if one.reason else ""
        whence = f"，自 {one.from_unit}" if one.from_unit else ""
        words = f"：{one.words}" if one.words else ""
        told = f"{one.acted_on} {one.unit}{whence}{why}{words}"
        yield "经过", one.act, steps.ACTS[one.act], told


@recipients.command()
def find(
    unit: Unit,
    by: Annotated[
        str, typer.Option("--by", help="identity 身份证号码、phone、card、name")
    ] = By.IDENTITY.value,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """在全部单位的档案中查找一人；所查的内容另行输入，查找记入操作日志。"""
    from aid import recipients as verbs  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    kind = one_of(By, by, "--by")
    session = open_session(database, person)
    text: str = typer.prompt(kind.label, err=True)
    vault = open_vault(session.settings)
    with session.writing("aid.recipients.find", SEEING, unit, kind.value) as connection:
        found = verbs.find(connection, kind.value, text, vault)
    rows = [(o.code, o.unit, _state(o), o.opened_on, o.persons) for o in found]
    show(FOUND, rows, how)
