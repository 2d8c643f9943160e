"""`bangfu money attach | supplement | withdraw | attachments | attachment`.

Papers kept by their hash, encrypted: attached while a voucher is a draft, supplemented
after it is posted, read out again.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of
from app.cli.output import Columns, Format, say, show, writing_to
from app.cli.session import Session, open_session
from ledger.people import Right

if TYPE_CHECKING:
    from treasury.attachments import Handed

app = typer.Typer(no_args_is_help=True)

_READERS = (Right.VIEW, Right.AUDIT, Right.PREPARE, Right.REVIEW, Right.POST)

File = Annotated[Path, typer.Argument(help="附件文件，或已存附件的编号")]
Number = Annotated[int, typer.Argument(help="附件编号", min=1)]
Ref = Annotated[str, typer.Option("--ref", help="凭证引用号")]
Draft = Annotated[int, typer.Option("--draft", help="凭证草稿编号", min=0)]
Kind = Annotated[
    str, typer.Option("--kind", help="附件种类；新文件必填，种类见 docs/cli.md")
]
Dated = Annotated[str, typer.Option("--dated", help="附件自身的日期")]
Title = Annotated[str, typer.Option("--title", help="名称（不写姓名与证件号）")]
Shared = Annotated[
    str, typer.Option("--shared", help="同一附件另作他用时的理由（防止重复入账）")
]
Reason = Annotated[str, typer.Option("--reason", help="理由")]

ATTACHMENTS = (
    ("number", "编号"),
    ("kind", "种类"),
    ("title", "名称"),
    ("dated_on", "日期"),
    ("size", "字节"),
    ("media", "格式"),
    ("act", "办理"),
    ("subject", "附于"),
    ("key", "引用号"),
    ("sha256", "SHA-256"),
)
FAULTS = (("unit", "单位"), ("number", "附件"), ("what", "情况"))
SHOWN: dict[str, Columns] = {"attachments": ATTACHMENTS, "attachments-check": FAULTS}
"""What each command shows; `docs/cli.md` is written from it."""


@app.command()
def attach(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    file: File,
    ref: Ref = "",
    draft: Draft = 0,
    kind: Kind = "",
    dated: Dated = "",
    title: Title = "",
    shared: Shared = "",
    database: Database = "",
    person: As = "",
) -> None:
    """给凭证草稿加附件：审核之前办理；同一文件只存一份，另作他用须写明理由。"""
    from treasury import attachments as verb  # noqa: PLC0415 - costs time

    session = open_session(database, person)
    handed = _handed(session, file, (kind, dated, title))
    if draft:
        from treasury.attachment_reading import reference  # noqa: PLC0415 - as above

        with session.reading(unit) as connection:
            ref = reference(connection, unit, draft)
    to = verb.Proves(key=ref, shared=shared)
    with session.writing("money.attach", Right.PREPARE, unit, ref) as connection:
        found = verb.attach(connection, unit, handed, to, session.act)
    again = "" if found.attached else "（此前已附）"
    say(f"附件 {found.number} 附于 {ref}{again}")
    for note in found.notes:
        say(f"提示：{note}")


@app.command()
def supplement(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    file: File,
    ref: Ref,
    reason: Reason,
    kind: Kind = "",
    dated: Dated = "",
    title: Title = "",
    shared: Shared = "",
    database: Database = "",
    person: As = "",
) -> None:
    """补充附件：凭证记账之后补来的附件，凭证不变，留下谁、何时、为何。"""
    from treasury import attachments as verb  # noqa: PLC0415 - as above

    session = open_session(database, person)
    handed = _handed(session, file, (kind, dated, title))
    to = verb.Proves(key=ref, reason=reason, shared=shared)
    with session.writing("money.supplement", Right.PREPARE, unit, ref) as connection:
        found = verb.supplement(connection, unit, handed, to, session.act)
    say(f"附件 {found.number} 补充于 {ref}")


@app.command()
def withdraw(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    number: Number,
    ref: Ref,
    reason: Reason,
    database: Database = "",
    person: As = "",
) -> None:
    """撤回附错的附件：审核之前办理，文件仍保存。"""
    from treasury import attachments as verb  # noqa: PLC0415 - as above

    to = verb.Proves(key=ref, reason=reason)
    session = open_session(database, person)
    subject = f"{ref}/{number}"
    with session.writing("money.withdraw", Right.PREPARE, unit, subject) as connection:
        verb.withdraw(connection, unit, number, to, session.act)
    say(f"附件 {number} 已从 {ref} 撤回")


@app.command()
def attachments(
    unit: Unit,
    ref: Ref = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出附件及其附于何处。"""
    from treasury import attachment_reading as verb  # noqa: PLC0415 - as above
    from treasury.attachment_kinds import label_of  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verb.attached(connection, unit, *(("voucher", ref) if ref else ()))
    rows = [
        (
            paper.number, label_of(paper.described.kind), paper.described.title,
            paper.described.dated_on, paper.size, paper.media, _ACTS[use.act],
            _SUBJECTS.get(use.subject, use.subject), use.key, paper.sha256,
        )
        for paper, use in found
    ]  # fmt: skip
    show(ATTACHMENTS, rows, how)


@app.command()
def attachment(
    unit: Unit,
    number: Number,
    to: Annotated[Path, typer.Option("--to", help="写到哪个文件")],
    database: Database = "",
    person: As = "",
) -> None:
    """取出一份附件：解密写成文件，并记入操作日志。"""
    from app.attachments import open_papers  # noqa: PLC0415 - as above
    from treasury import attachment_reading as verb  # noqa: PLC0415 - as above

    session = open_session(database, person)
    folder = open_papers(session.settings)
    with session.writing("money.attachment", _READERS, unit, str(number)) as connection:
        paper, _ = verb.find(connection, unit, number)
    with writing_to(to), to.open("wb") as stream:
        verb.write_out(paper, unit, folder, stream)
    say(f"附件 {number} 已写到 {to}（{paper.size} 字节）")


@app.command("attachments-check")
def attachments_check(
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """核对附件：每份文件都在、能解密、内容与登记一致；有不符的退出码 1。"""
    from app.attachments import open_papers  # noqa: PLC0415 - as above
    from audit.differences import Found  # noqa: PLC0415 - as above
    from audit.kept_papers import verify_papers  # noqa: PLC0415 - as above
    from ledger.register import lookups  # noqa: PLC0415 - as above

    session = open_session(database, person)
    folder, found = open_papers(session.settings), Found()
    with session.reading(unit) as connection:
        id_ = lookups(connection).unit(unit).id
        count = verify_papers(connection, (id_, unit), folder, found)
    rows = [(unit, one.place.rpartition(" ")[2], one.what) for one in found.told]
    show(FAULTS, rows, how)
    if found.told:
        raise typer.Exit(1)
    if how is Format.TABLE:
        say(f"{count} 份附件齐全，内容与登记一致")


_SUBJECTS = {"voucher": "凭证"}
_ACTS = {"attach": "附件", "supplement": "补充附件", "withdraw": "撤回"}


def _handed(session: Session, file: Path, said: tuple[str, str, str]) -> "Handed":
    """A file with what is said of it, or a paper that stands, by its number."""
    from app.attachments import open_papers  # noqa: PLC0415 - as above
    from treasury.attachments import Described, Handed  # noqa: PLC0415 - as above

    folder = open_papers(session.settings)
    if str(file).isdecimal() and not file.exists():
        return Handed(int(str(file)), folder)
    kind, dated, title = said
    if not (kind and dated and title):
        told = "新的附件须写明 --kind、--dated、--title"
        raise typer.BadParameter(told, param_hint="--kind")
    described = Described(kind=kind, dated_on=day_of(dated, "--dated"), title=title)
    return Handed(file, folder, described)
