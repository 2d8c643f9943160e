"""`bangfu aid guardians …`: who may receive aid in a worker's place, and until when.

Name, number of identity, telephone and card are typed when asked for, or read from a
JSON file; the command line stays in the history of the shell.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.aid_recipient_views import SEEING, Code, Opened, unit_of
from app.cli.aid_recipients import WRITING
from app.cli.arguments import As, Database, day_of, day_or_none
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import one_of
from ledger.privacy import personal_number

if TYPE_CHECKING:
    from aid.guardians import Opened as Guarding
    from aid.guardians import Who

app = typer.Typer(no_args_is_help=True)
guardians = typer.Typer(no_args_is_help=True, help="监护人、代领人")
app.add_typer(guardians, name="guardians")

GUARDIANS = (
    ("code", "档案号"),
    ("number", "编号"),
    ("relation", "关系"),
    ("name", "姓名"),
    ("identity", "身份证号"),
    ("phone", "联系电话"),
    ("card", "银行卡号"),
    ("since", "起"),
    ("until", "止"),
    ("paper", "文书"),
    ("unit", "登记单位"),
)
SHOWN: dict[str, Columns] = {"guardians list": GUARDIANS}
"""What each command shows; `docs/cli.md` is written from it."""

_ASKED = (
    ("name", "姓名"),
    ("identity", "身份证号"),
    ("phone", "联系电话（可空）"),
    ("card", "银行卡号（可空）"),
)


@guardians.command()
def add(  # noqa: PLR0913, PLR0917 - one parameter for each option
    code: Code,
    relation: Annotated[
        str,
        typer.Option("--relation", help="配偶 spouse、父母 parent、子女 child、其他"),
    ],
    paper: Annotated[str, typer.Option("--paper", help="委托书或指定文书的文号")],
    since: Annotated[str, typer.Option("--since", help="起始日期")],
    until: Annotated[str, typer.Option("--until", help="自哪天起不再是（可空）")] = "",
    content: Annotated[
        Path | None,
        typer.Option("--from", help="JSON 文件，- 为标准输入；不写则逐项询问"),
    ] = None,
    database: Database = "",
    person: As = "",
) -> None:
    """登记监护人或代领人：姓名、号码加密保存，须有文书。"""
    from aid import guardians as verbs  # noqa: PLC0415 - few commands ask
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    kind = one_of(verbs.Relation, relation, "--relation")
    first, last = day_of(since, "--since"), day_or_none(until, "--until")
    session = open_session(database, person)
    unit = unit_of(session, code)
    who = _who(content)
    vault = open_vault(session.settings)
    key = "aid.guardians.add"
    with session.writing(key, WRITING, unit, code) as connection:
        appointed = (kind, paper, first, last)
        one = verbs.record(connection, code, who, appointed, vault, session.act)
    say(
        f"档案 {code} 第 {one.number} 号监护人（{kind.label}）已登记，自 {one.since} 起"
    )


@guardians.command()
def end(  # noqa: PLR0913, PLR0917 - as above
    code: Code,
    number: Annotated[int, typer.Option("--number", help="监护人编号")],
    until: Annotated[str, typer.Option("--until", help="自哪天起不再是")],
    reason: Annotated[
        str, typer.Option("--reason", help="理由；不写姓名和号码，加密保存")
    ],
    database: Database = "",
    person: As = "",
) -> None:
    """终止监护人：此前代领的仍然有效。"""
    from aid import guardians as verbs  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    if personal_number(reason):
        raise typer.BadParameter("理由中不能有个人号码", param_hint="--reason")
    day = day_of(until, "--until")
    session = open_session(database, person)
    unit = unit_of(session, code)
    vault = open_vault(session.settings)
    key = "aid.guardians.end"
    with session.writing(key, WRITING, unit, code) as connection:
        verbs.end(connection, code, number, day, reason, vault, session.act)
    say(f"档案 {code} 第 {number} 号监护人自 {day} 起终止")


@guardians.command("list")
def list_(
    code: Code,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    opened: Opened = False,
) -> None:
    """列出一份档案的监护人；姓名和号码只在 --open 时显示。"""
    from aid import guardians as verbs  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    session = open_session(database, person)
    unit = unit_of(session, code)
    vault = open_vault(session.settings)
    looking = (
        session.writing("aid.guardians.list", SEEING, unit, code)
        if opened
        else session.reading(unit)
    )
    with looking as connection:
        found = verbs.opened(connection, code, vault)
    show(GUARDIANS, [_row(code, one, opened=opened) for one in found], how)


def _row(code: str, one: "Guarding", *, opened: bool) -> tuple[object, ...]:
    from aid.recipient_kinds import NAME, PHONE  # noqa: PLC0415 - as above

    who, of = one.who, one.guardian
    card = "" if who.card is None else str(who.card)
    if opened and who.card is not None:
        card = who.card.number
    return (
        code,
        of.number,
        of.relation.label,
        who.name if opened else NAME.mask(who.name),
        who.identity.number if opened else who.identity.masked,
        who.phone if opened or not who.phone else PHONE.mask(who.phone),
        card,
        of.since,
        of.until,
        of.paper,
        of.unit,
    )


def _who(path: Path | None) -> "Who":
    """Who it is, of a JSON object with the keys that are asked for, or as typed."""
    from aid.bank_cards import read_card  # noqa: PLC0415 - as above
    from aid.guardians import Who  # noqa: PLC0415 - as above
    from aid.identity import read_identity  # noqa: PLC0415 - as above
    from app.clock import today  # noqa: PLC0415 - as above

    told = _told(path)
    card = told.get("card", "").strip()
    return Who(
        name=told.get("name", "").strip(),
        identity=read_identity(told.get("identity", ""), today()),
        phone=told.get("phone", "").strip(),
        card=read_card(card, today()) if card else None,
    )


def _told(path: Path | None) -> dict[str, str]:
    if path is None:
        return {
            key: typer.prompt(label, default="", show_default=False, err=True)
            for key, label in _ASKED
        }
    from aid.recipient_reading import read_object  # noqa: PLC0415 - as above

    text = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    return {key: str(value) for key, value in read_object(text).items()}
