"""`bangfu aid recipients list`, `show`, `find`: files looked at, masked or opened."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_or_none
from app.cli.output import Columns, Format, show
from app.cli.session import Session, open_session
from app.cli.typed import one_of
from ledger.accounts import Labelled
from ledger.database import Connection, reading
from ledger.people import KEEPING_BOOKS, Right

if TYPE_CHECKING:
    from aid.recipient_fields import FileContent
    from aid.recipients import Standing
    from treasury.vault import Vault

app = typer.Typer(no_args_is_help=True)

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

SEEING = (*sorted(KEEPING_BOOKS), Right.APPROVE, Right.HEAD, Right.AUDIT)
"""Who may see what is personal."""


class By(Labelled):
    """What a file is found by."""

    IDENTITY = "identity", "身份证号码"
    PHONE = "phone", "联系电话"
    CARD = "card", "银行卡号"
    NAME = "name", "姓名"


Code = Annotated[str, typer.Argument(help="档案号")]
KnownOn = Annotated[str, typer.Option("--known-on", help="按这一天所知的内容显示")]
Opened = Annotated[bool, typer.Option("--open", help="显示个人信息；记入操作日志")]


def unit_of(session: Session, code: str) -> str:
    """The unit that holds a file: its rights are asked for."""
    from aid.recipients import standing  # noqa: PLC0415 - as above

    with reading(session.engine) as connection:
        return standing(connection, code).unit


@app.command("list")
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
        found = [
            (one, row)
            for one, row in verbs.rows_of_unit(connection, unit, day)
            if closed or one.is_open
        ]
        told = verbs.opened_all(connection, [row for _, row in found], vault)
        rows = [
            _line(one, content, opened=opened)
            for (one, _), content in zip(found, told, strict=True)
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
    one: "Standing", content: "FileContent", *, opened: bool
) -> tuple[object, ...]:
    from aid import recipient_fields as fields  # noqa: PLC0415 - as above
    from aid.recipient_codes import label_of  # noqa: PLC0415 - as above

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


@app.command("show")
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
    unit = unit_of(session, code)
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
    from aid.handout_reading import of_file  # noqa: PLC0415 - as above
    from aid.recipients import ties  # noqa: PLC0415 - as above

    for tie in ties(connection, code):
        yield "关联", tie.code, tie.how, f"{tie.unit} {tie.code}"
    for one in steps.history(connection, code, vault):
        why = f"，{steps.LABELS[one.reason]}" if one.reason else ""
        whence = f"，自 {one.from_unit}" if one.from_unit else ""
        words = f"：{one.words}" if one.words else ""
        told = f"{one.acted_on} {one.unit}{whence}{why}{words}"
        yield "经过", one.act, steps.ACTS[one.act], told
    for handout, line in of_file(connection, code):
        day = handout.issued_on or handout.dated_on
        told = f"{day} {handout.unit} {handout.title}：{line.told}"
        yield "领取", f"{handout.key}/{line.line}", line.state.label, told


@app.command()
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
