"""`bangfu aid handout …`: goods and shopping vouchers handed out to named people.

A hand-out is planned, approved by another, issued as one issue of goods, signed for;
what nobody came for goes back to stock. People are file numbers throughout.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import one_of
from app.clock import today
from ledger.database import Connection
from ledger.money import Money
from ledger.people import Right

if TYPE_CHECKING:
    from aid.handout_reading import Handout, LineStanding
    from aid.handouts import By, Done, Plan

app = typer.Typer(no_args_is_help=True)
handout = typer.Typer(no_args_is_help=True, help="发放单：物资和购物券发给个人")
app.add_typer(handout, name="handout")

HANDOUTS = (
    ("key", "编号"),
    ("ref", "引用号"),
    ("title", "名称"),
    ("dated_on", "计划日期"),
    ("project", "项目"),
    ("year", "年度"),
    ("fund", "资金"),
    ("purpose", "用途"),
    ("lines", "行数"),
    ("state", "状态"),
    ("planner", "编制人"),
    ("approver", "批准人"),
    ("issued_on", "发放日期"),
    ("cost", "成本"),
    ("draft", "草稿"),
)
LINES = (
    ("handout", "发放单"),
    ("line", "行"),
    ("code", "档案号"),
    ("member", "成员"),
    ("item", "物品代码"),
    ("name", "物品"),
    ("quantity", "数量"),
    ("serials", "编号"),
    ("cost", "成本"),
    ("state", "状态"),
    ("returned", "退回数量"),
    ("signer", "签收人"),
    ("signed_on", "签收日期"),
    ("move", "收发编号"),
)
CHECKED = (
    ("line", "行"),
    ("code", "档案号"),
    ("item", "物品代码"),
    ("quantity", "数量"),
    ("serials", "编号"),
    ("cost", "成本"),
    ("told", "提示"),
)
UNSIGNED = (*LINES[:8], ("issued_on", "发放日期"), ("age", "天数"))
SHOWN: dict[str, Columns] = {
    "handout list": HANDOUTS,
    "handout list --file": LINES,
    "handout show": LINES,
    "handout check": CHECKED,
    "handout unsigned": UNSIGNED,
}
"""What each command shows; `docs/cli.md` is written from it."""

Key = Annotated[str, typer.Argument(help="发放单编号，如 H2026-1")]
People = Annotated[Path, typer.Argument(help="名单 CSV 或 XLSX：档案号、数量或编号")]
Ref = Annotated[str, typer.Option("--ref", help="引用号；凭证用同一个")]
On = Annotated[str, typer.Option("--on", help="发放日期：2026-01-15")]
Title = Annotated[str, typer.Option("--title", help="发放名称，如 春节送温暖")]
Fund = Annotated[str, typer.Option("--fund", help="资金代码")]
Project = Annotated[
    str, typer.Option("--project", help="送温暖 warmth、生活救助 living、其他项目")
]
Purpose = Annotated[str, typer.Option("--purpose", help="用途；不写则同项目")]
YearOf = Annotated[int, typer.Option("--year", help="救助年度；不写则同发放日期")]
Item = Annotated[str, typer.Option("--item", help="名单没有写明的物品代码")]
Account = Annotated[str, typer.Option("--account", help="支出科目（2009 制度）")]
Appropriation = Annotated[str, typer.Option("--appropriation", help="预算预留号")]
Reason = Annotated[str, typer.Option("--reason", help="理由")]


# -- planning -----------------------------------------------------------------------


@handout.command()
def plan(  # noqa: PLR0913, PLR0917 - one parameter for each option
    people: People,
    unit: Unit,
    ref: Ref,
    on: On,
    title: Title,
    fund: Fund,
    project: Project = "warmth",
    purpose: Purpose = "",
    year: YearOf = 0,
    item: Item = "",
    account: Account = "",
    appropriation: Appropriation = "",
    database: Database = "",
    person: As = "",
) -> None:
    """编制发放单：逐行核对档案、日期、重复、库存、用途；有一处错误则不保存。"""
    from aid import handout_sheet as verbs  # noqa: PLC0415 - few commands hand out

    head = _head(
        unit=unit,
        ref=ref,
        on=on,
        title=title,
        fund=fund,
        project=project,
        purpose=purpose,
        year=year,
        account=account,
        appropriation=appropriation,
    )
    sheet = verbs.read_handout(people, item)
    session = open_session(database, person)
    with session.writing("aid.handout.plan", Right.PREPARE, unit, ref) as connection:
        by = _by(connection, head)
        done = verbs.plan_sheet(connection, head, sheet, session.act, by)
    _tell(done)


@handout.command()
def check(  # noqa: PLR0913, PLR0917 - as above
    people: People,
    unit: Unit,
    ref: Ref,
    on: On,
    title: Title,
    fund: Fund,
    project: Project = "warmth",
    purpose: Purpose = "",
    year: YearOf = 0,
    item: Item = "",
    account: Account = "",
    appropriation: Appropriation = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """只核对、不保存：列出每人的编号和成本，提示同一户、已发过、超标准的。"""
    import dataclasses  # noqa: PLC0415 - as above

    from aid import handout_sheet, handouts  # noqa: PLC0415 - as above
    from treasury.goods_desk import quantity_text  # noqa: PLC0415 - as above

    head = _head(
        unit=unit,
        ref=ref,
        on=on,
        title=title,
        fund=fund,
        project=project,
        purpose=purpose,
        year=year,
        account=account,
        appropriation=appropriation,
    )
    sheet = handout_sheet.read_handout(people, item)
    whole = dataclasses.replace(head, lines=sheet.lines)
    session = open_session(database, person)
    key = "aid.handout.check"
    with session.writing(key, Right.PREPARE, unit, ref) as connection:
        by = _by(connection, head)
        found = handouts.check(connection, whole, session.act, by)
    told: dict[int, list[str]] = {}
    for place, what in found.told:
        told.setdefault(place, []).append(what)
    rows = [
        (
            *(place, one.recipient, one.item.code),
            *(quantity_text(one.quantity_milli), one.serials_text),
            *(Money(one.cost_fen), "；".join(told.get(place, []))),
        )
        for place, one in enumerate(found.planned, 1)
    ]
    show(CHECKED, rows, how)


def _head(**told: Any) -> "Plan":
    """The head of a plan as its options tell it."""
    from aid.claims import Project as Kind  # noqa: PLC0415 - as above
    from aid.handouts import Plan  # noqa: PLC0415 - as above

    day = day_of(told["on"], "--on")
    kind = one_of(Kind, told["project"], "--project")
    return Plan(
        unit=told["unit"],
        ref=told["ref"],
        title=told["title"],
        dated_on=day,
        fund=told["fund"],
        purpose=told["purpose"] or kind.label,
        project=kind,
        year=told["year"] or day.year,
        lines=(),
        account=told["account"],
        appropriation=told["appropriation"],
    )


def _by(connection: Connection, head: "Plan") -> "By":
    """The standards that the unit goes by on the day."""
    from aid.handouts import By  # noqa: PLC0415 - as above
    from aid.kept_standards import standards_of  # noqa: PLC0415 - as above

    return By(rules=standards_of(connection, head.unit).on(head.dated_on))


# -- steps --------------------------------------------------------------------------


@handout.command()
def approve(
    key: Key,
    unit: Unit,
    opinion: Annotated[str, typer.Option("--opinion", help="意见")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """批准：编制人、录入或变更过其中档案的人不能批准。"""
    from aid import handouts as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("aid.handout.approve", Right.APPROVE, unit, key) as connection:
        done = verbs.approve(connection, unit, key, session.act, opinion=opinion)
    _tell(done)


@handout.command()
def refuse(
    key: Key, unit: Unit, reason: Reason, database: Database = "", person: As = ""
) -> None:
    """不予批准，写明理由；另行编制。"""
    from aid import handouts as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("aid.handout.refuse", Right.APPROVE, unit, key) as connection:
        done = verbs.refuse(connection, unit, key, reason, session.act)
    _tell(done)


@handout.command()
def withdraw(
    key: Key, unit: Unit, reason: Reason, database: Database = "", person: As = ""
) -> None:
    """撤销没有发放的发放单，写明理由。"""
    from aid import handouts as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    name = "aid.handout.withdraw"
    with session.writing(name, Right.PREPARE, unit, key) as connection:
        done = verbs.withdraw(connection, unit, key, reason, session.act)
    _tell(done)


@handout.command()
def issue(
    key: Key,
    unit: Unit,
    on: Annotated[str, typer.Option("--on", help="发放日期（默认计划日期）")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """发放已批准的发放单：一张凭证，按档案号逐人出库；批准人不能办理。"""
    from aid import handouts as verbs  # noqa: PLC0415 - as above

    day = day_or_none(on, "--on")
    session = open_session(database, person)
    with session.writing("aid.handout.issue", Right.PREPARE, unit, key) as connection:
        done = verbs.issue(connection, unit, key, session.act, day)
    _tell(done)


@handout.command()
def sign(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    lines: Annotated[
        str, typer.Option("--lines", help="已签收的行：1-20,25；监护人代领写 25:1")
    ],
    on: On,
    sheet: Annotated[
        str, typer.Option("--sheet", help="签字表扫描件的 SHA-256，或文件路径")
    ],
    database: Database = "",
    person: As = "",
) -> None:
    """登记签字表：哪些行已由本人或登记在案的监护人签收。"""
    from aid import handout_signing as verbs  # noqa: PLC0415 - as above

    signed = [verbs.Signed(*pair) for pair in _signed(lines)]
    whole = verbs.Sheet(_digest(sheet), day_of(on, "--on"))
    session = open_session(database, person)
    with session.writing("aid.handout.sign", Right.PREPARE, unit, key) as connection:
        count = verbs.sign(connection, unit, key, whole, signed, session.act)
    say(f"{key}：新登记签收 {count} 行，签字表 {whole.digest[:12]}…")


@handout.command("return")
def return_(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    on: On,
    reason: Reason,
    lines: Annotated[
        str, typer.Option("--lines", help="退回的行（默认全部未签收的行）")
    ] = "",
    ref: Annotated[str, typer.Option("--ref", help="引用号（默认自动编号）")] = "",
    sheet: Annotated[
        str,
        typer.Option("--sheet", help="已签收的：退回单扫描件的 SHA-256，或文件路径"),
    ] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """把没有人领的退回库存：一张凭证，按原发出成本。"""
    from aid import handout_signing as verbs  # noqa: PLC0415 - as above

    day = day_of(on, "--on")
    chosen = [line for line, _ in _signed(lines)]
    session = open_session(database, person)
    with session.writing("aid.handout.return", Right.PREPARE, unit, key) as connection:
        moved = verbs.give_back(
            *(connection, unit, key, day, reason, session.act),
            lines=chosen,
            ref=ref,
            sheet=_digest(sheet) if sheet else "",
        )
    before = "原已登记" if moved.already else "已登记"
    draft = f"草稿 {moved.draft} 已提交" if moved.draft else "没有另制凭证"
    count, cost = len(moved.moves), moved.cost.grouped()
    say(f"{moved.ref}：{before}退回 {count} 行，{cost} 元；{draft}")


def _signed(text: str) -> Iterator[tuple[int, int]]:
    """Lines as people write them, with the guardian where one is named: `1-20,25:1`."""
    for part in filter(None, re.split(r"[,，;；\s]+", text)):
        match = re.fullmatch(r"([0-9]{1,6})(?:-([0-9]{1,6})|[:：]([0-9]{1,3}))?", part)
        if match is None:
            told = "写作 1-20,25；监护人代领写 行:监护人编号，如 25:1"
            raise typer.BadParameter(told, param_hint="--lines")
        first = int(match[1])
        for line in range(first, int(match[2] or first) + 1):
            yield line, int(match[3] or 0)


def _digest(text: str) -> str:
    """The digest as typed, or that of the file named."""
    import hashlib  # noqa: PLC0415 - few commands hash

    path = Path(text)
    if re.fullmatch(r"[0-9a-fA-F]{64}", text) or not path.is_file():
        return text.lower()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# -- looking ------------------------------------------------------------------------


@handout.command("list")
def list_(
    unit: Unit,
    file: Annotated[str, typer.Option("--file", help="只看这个档案领过什么")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出发放单；写明档案号时列出此人领取、退回的每一行（含其他单位）。"""
    from aid import handout_reading as reads  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        if file:
            found = reads.of_file(connection, file)
            show(LINES, [_line(line) for _, line in found], how)
            return
        rows = [_row(one) for one in reads.handouts(connection, unit)]
    show(HANDOUTS, rows, how)


@handout.command("show")
def show_(
    key: Key,
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """显示一张发放单的每一行：成本、签收、退回。"""
    from aid import handout_reading as reads  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        one = reads.handout(connection, unit, key)
        rows = [_line(line) for line in reads.line_standings(connection, one)]
    show(LINES, rows, how)


@handout.command()
def unsigned(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    on: Annotated[str, typer.Option("--on", help="到哪天（默认今天）")] = "",
    days: Annotated[int, typer.Option("--days", help="至少已过天数", min=0)] = 0,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出已发放、没有签收也没有退回的行和天数。"""
    from aid import handout_reading as reads  # noqa: PLC0415 - as above

    day = day_of(on, "--on") if on else today()
    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = reads.unsigned(connection, unit, day)
    rows = [
        (*_line(line)[:8], line.issued_on, age) for line, age in found if age >= days
    ]
    show(UNSIGNED, rows, how)


def _row(one: "Handout") -> tuple[object, ...]:
    return (
        one.key,
        one.ref,
        one.title,
        one.dated_on,
        one.project.label,
        one.year,
        one.fund,
        one.purpose,
        one.lines,
        one.state.label,
        one.planner,
        one.approver,
        one.issued_on,
        one.cost if one.lives else None,
        one.draft,
    )


def _line(line: "LineStanding") -> tuple[object, ...]:
    from treasury.goods_desk import quantity_text  # noqa: PLC0415 - as above

    return (
        line.handout,
        line.line,
        line.recipient,
        line.member,
        line.item.code,
        line.item.name,
        quantity_text(line.quantity_milli),
        line.serials,
        line.cost if line.move else None,
        line.state.label,
        quantity_text(line.returned_milli) if line.returned_milli else "",
        line.signer,
        line.signed_on,
        line.move or None,
    )


def _tell(done: "Done") -> None:
    one = done.handout
    before = "原已办理，" if done.already else ""
    draft = f"，{one.cost.grouped()} 元，草稿 {one.draft}" if one.lives else ""
    say(f"发放单 {one.key}（{one.lines} 行）：{before}{one.state.label}{draft}")
    for told in done.warnings:
        say(f"提示：{told}")
