"""`bangfu audit intake` and `evidence`: an auditee's books taken in as they are."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit
from app.cli.output import Columns, Format, say, show
from app.cli.progress import stages
from app.cli.session import open_session
from ledger.people import Right
from ledger.privacy import shown

if TYPE_CHECKING:
    from audit.evidence import Intake

INTAKES = (
    ("evidence", "编号"),
    ("unit", "保管单位"),
    ("auditee", "被审计单位"),
    ("name", "名称"),
    ("vouchers", "凭证"),
    ("postings", "分录"),
    ("debit", "借方合计"),
    ("credit", "贷方合计"),
    ("unread", "无法读取"),
    ("already", "已在库中"),
    ("folder_hash", "文件摘要"),
    ("rows_hash", "内容摘要"),
    ("taken_at", "接收时间"),
    ("person", "接收人"),
)
UNREAD = (
    ("file", "文件"),
    ("row", "行"),
    ("column", "列"),
    ("why", "原因"),
    ("content", "原文"),
)

SHOWN: dict[str, Columns] = {
    "intake": INTAKES,
    "intake --unread": UNREAD,
    "intakes": INTAKES,
    "intakes --unread": UNREAD,
}
"""What each command shows; `docs/cli.md` is written from it."""

ShowUnread = Annotated[
    bool, typer.Option("--unread", help="列出无法读取的内容，而不是账套")
]


def intake(  # noqa: PLR0913, PLR0917 - one parameter for each option
    folder: Annotated[Path, typer.Argument(help="账套文件夹，或一个 XLSX")],
    unit: Unit,
    auditee: Annotated[
        str, typer.Option("--auditee", help="被审计单位在账套中的代码")
    ] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    unread: ShowUnread = False,
) -> None:
    """接收被审计单位的账套作为审计证据：照原样封存，不改动账簿。

    --unit 是保管单位：被审计单位已登记的写它自己，没有登记的写审计单位。
    无法读取的内容照录并列出，账套仍然接收；同一账套再次接收即同一份。
    """
    from audit import evidence  # noqa: PLC0415 - only these commands need it

    if not folder.exists():
        what = f"没有这个文件夹或文件：{shown(str(folder))}"
        raise typer.BadParameter(what, param_hint="folder")
    session = open_session(database, person)
    with session.reading(unit):
        pass
    with stages() as told:
        handed = evidence.read_folder(folder, told)
    with session.writing(
        "audit.intake", Right.AUDIT, unit, shown(folder.name)
    ) as connection:
        found = evidence.take_in(connection, handed, unit, session.act, auditee=auditee)
    if found.already and how is Format.TABLE:
        sys.stderr.write(
            f"这份账套已于 {found.taken_at} 接收为 {found.key}，没有改动\n"
        )
    _show(found, how, unread=unread)


def evidence_list(  # noqa: PLR0913 - as above
    unit: Unit,
    evidence: Annotated[str, typer.Option("--evidence", help="只看一份账套")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    unread: ShowUnread = False,
) -> None:
    """列出接收的外来账套；--unread 列出其中无法读取的内容。"""
    from audit import evidence as books  # noqa: PLC0415 - as above

    with open_session(database, person).reading(unit) as connection:
        if evidence:
            found = [books.intake_of(connection, unit, evidence)]
        else:
            found = list(books.intakes(connection, unit, whole=unread))
    if unread:
        show(UNREAD, [row for one in found for row in _unread(one)], how)
        return
    show(INTAKES, [_row(one) for one in found], how)


def _show(found: "Intake", how: Format, *, unread: bool) -> None:
    if unread:
        show(UNREAD, _unread(found), how)
    else:
        show(INTAKES, [_row(found)], how)
    if found.unread and not unread and how is Format.TABLE:
        say(f"有 {len(found.unread):,} 处无法读取，照录如下：")
        show(UNREAD, _unread(found), how)


def _unread(found: "Intake") -> list[tuple[object, ...]]:
    return [
        (one.file, one.row or None, one.heading, one.why, shown(one.content))
        for one in found.unread
    ]


def _row(found: "Intake") -> tuple[object, ...]:
    from ledger.money import yuan  # noqa: PLC0415 - as above

    counts = found.counts
    return (
        str(found.key),
        found.unit,
        found.auditee,
        found.auditee_name,
        counts["vouchers"],
        counts["postings"],
        yuan(found.debit),
        yuan(found.credit),
        counts["unread"],
        "是" if found.already else "",
        found.folder_hash,
        found.rows_hash,
        found.taken_at,
        found.person,
    )
