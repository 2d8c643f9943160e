"""`bangfu body`: the management body, its members and meetings, and its check.

What it decides is in `resolutions.py`.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app.cli import output, resolutions
from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.output import Columns, Format, say, show
from app.cli.resolutions import On
from app.cli.session import open_session
from app.clock import today
from budgets import body
from budgets.body import Category, Meeting, Member
from budgets.member_sheet import import_members
from ledger.people import Right

app = typer.Typer(no_args_is_help=True)

MEMBERS = (
    ("number", "编号"),
    ("category", "类别"),
    ("name", "姓名或称谓"),
    ("represents", "代表"),
    ("person", "人员"),
    ("since", "任期起"),
    ("until", "任期止（不含）"),
)
MEETINGS = (
    ("number", "编号"),
    ("held_on", "日期"),
    ("place", "地点"),
    ("chair", "主持人"),
    ("secretary", "记录人"),
    ("sitting", "在任"),
    ("present", "出席"),
    ("quorum", "可表决"),
)
PROBLEMS = (("grade", "程度"), ("rule", "事项"), ("what", "情况"), ("do", "办法"))

SHOWN: dict[str, Columns] = {
    "members": MEMBERS,
    "meeting": MEETINGS,
    "check": PROBLEMS,
    **resolutions.SHOWN,
}
"""What each command shows; `docs/cli.md` is written from it."""

_FROM = (
    "登记文件（CSV 或 XLSX）中的成员，"
    "各列为：类别、姓名或称谓、代表、人员、任期起、任期止（不含）"
)
_ADD = (
    "登记成员：类别:姓名或称谓[:代表]，可多次；类别为 "
    + "、".join(f"{c.value}（{c.label}）" for c in Category)
    + "。特困职工写档案号或称谓，不写姓名"
)


# -- members ------------------------------------------------------------------------


@app.command()
def members(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    add: Annotated[list[str] | None, typer.Option("--add", help=_ADD)] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help=_FROM,
        ),
    ] = None,
    end: Annotated[
        int | None,
        typer.Option("--end", help="改变这个编号的成员的任期截止日期", min=1),
    ] = None,
    since: Annotated[str, typer.Option("--since", help="任期起始日期")] = "",
    until: Annotated[str, typer.Option("--until", help="任期截止日期（不含）")] = "",
    who: Annotated[
        str, typer.Option("--person", help="成员在人员登记中的代码（只登记一人时）")
    ] = "",
    on: On = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    every: Annotated[bool, typer.Option("--all", help="列出历任成员")] = False,
) -> None:
    """列出管理机构的成员；或登记成员、改变任期。

    姓名或称谓永久留在账中：特困职工代表只写档案号或称谓（如“特困职工代表一”）。
    """
    chosen = sum(map(bool, (add, file, end)))
    if chosen > 1:
        raise typer.BadParameter("--add、--from、--end 只能写其中一个")
    if end and not until:
        raise typer.BadParameter("须写明任期截止日期", param_hint="--until")
    new = _new_members(add or (), since, until, who)
    day, ends = day_or_none(on, "--on") or today(), day_or_none(until, "--until")
    session = open_session(database, person)
    if not chosen:
        with session.reading(unit) as connection:
            found = body.roll(connection, unit)
        sitting = [one for one in found if every or one.sits_on(day)]
        show(MEMBERS, map(_member_row, sitting), how)
        return
    what = f"end {end}" if end else "add"
    with session.writing("body.members", Right.PREPARE, unit, what) as connection:
        if file is not None:
            done = import_members(connection, unit, file, session.act)
        elif end:
            done = (body.end_term(connection, unit, end, ends, session.act),)
        else:
            done = body.register_members(connection, unit, new, session.act)
    for one in done:
        ending = f"，至 {one.until} 前" if one.until else ""
        say(f"{unit} {one.number} 号成员（{one.group}）：自 {one.since} 起{ending}")


def _member_row(one: Member) -> tuple[object, ...]:
    told = (one.number, one.group, one.name, one.represents, one.person)
    return (*told, one.since, one.until)


def _new_members(
    add: Sequence[str], since: str, until: str, who: str
) -> tuple[Member, ...]:
    if not add:
        return ()
    if not since:
        raise typer.BadParameter("须写明任期起始日期", param_hint="--since")
    if who and len(add) > 1:
        raise typer.BadParameter("只在登记一人时可写", param_hint="--person")
    first, last = day_of(since, "--since"), day_or_none(until, "--until")
    return tuple(
        Member(
            category=category,
            name=name,
            represents=represents,
            person=who,
            since=first,
            until=last,
        )
        for category, name, represents in map(_seat, add)
    )


def _seat(text: str) -> tuple[str, str, str]:
    """Category, name and whom the member represents, out of one `--add`."""
    category, name, represents = (
        part.strip() for part in (*re.split("[:：]", text, maxsplit=2), "", "")[:3]
    )
    if not name:
        raise typer.BadParameter("写作 类别:姓名或称谓[:代表]", param_hint="--add")
    keys = {c.label: c.value for c in Category}
    return keys.get(category, category), name, represents


# -- meetings -----------------------------------------------------------------------


@app.command()
def meeting(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    on: Annotated[str, typer.Option("--on", help="会议日期；不写则列出会议")] = "",
    place: Annotated[str, typer.Option("--place", help="地点")] = "",
    chair: Annotated[
        int | None, typer.Option("--chair", help="主持人的成员编号", min=1)
    ] = None,
    secretary: Annotated[str, typer.Option("--secretary", help="记录人")] = "",
    present: Annotated[
        str, typer.Option("--present", help="出席成员的编号，如 1,2,4-6")
    ] = "",
    summary: Annotated[
        str, typer.Option("--summary", help="会议摘要，含列席人员、审议情况")
    ] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    all_present: Annotated[
        bool, typer.Option("--all-present", help="当日在任的成员全部出席")
    ] = False,
) -> None:
    """登记一次会议及出席情况；不写日期则列出各次会议。"""
    if bool(present) == all_present and on:
        raise typer.BadParameter("--present 与 --all-present 须写其中一个")
    if not on and (place or chair or secretary or present or summary or all_present):
        raise typer.BadParameter("须写明会议日期", param_hint="--on")
    there = _numbers(present, "--present")
    day = day_or_none(on, "--on")
    session = open_session(database, person)
    if day is None:
        with session.reading(unit) as connection:
            rows = [
                _meeting_row(one, len(body.members(connection, unit, one.held_on)))
                for one in body.meetings(connection, unit)
            ]
        show(MEETINGS, rows, how)
        return
    with session.writing("body.meeting", Right.PREPARE, unit, on) as connection:
        sitting = [one.number for one in body.members(connection, unit, day)]
        held = Meeting(
            held_on=day,
            place=place,
            chair=chair or 0,
            secretary=secretary,
            present=tuple(sitting) if all_present else there,
            summary=summary,
        )
        done = body.hold(connection, unit, held, session.act)
    came, needed = len(done.present), body.quorum(len(sitting))
    fit = "可以表决" if came >= needed else f"不足 {needed} 人，不能表决"
    say(
        f"{unit} {day} 第 {done.number} 次会议已登记："
        f"在任 {len(sitting)} 人，出席 {came} 人，{fit}"
    )


def _meeting_row(one: Meeting, sitting: int) -> tuple[object, ...]:
    came = len(one.present)
    fit = "是" if came >= body.quorum(sitting) else "否"
    told = (one.number, one.held_on, one.place, one.chair, one.secretary)
    return (*told, sitting, came, fit)


def _numbers(text: str, option: str) -> tuple[int, ...]:
    """Numbers as typed: `1,2,4-6`."""
    found: list[int] = []
    for part in re.split(r"[,，、\s]+", text.strip()) if text.strip() else ():
        match = re.fullmatch(r"(\d{1,4})(?:-(\d{1,4}))?", part)
        if match is None:
            raise typer.BadParameter("编号写作 1,2,4-6", param_hint=option)
        found += range(int(match[1]), int(match[2] or match[1]) + 1)
    return tuple(found)


app.command()(resolutions.resolve)
app.command("resolutions")(resolutions.list_)
app.command()(resolutions.office)
app.command()(resolutions.rules)


# -- whether the body is whole ------------------------------------------------------


@app.command()
def check(
    unit: Unit,
    on: On = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """检查管理机构是否健全：四方代表、办公室、管理办法、任期；有缺的退出码为 1。"""
    day = day_or_none(on, "--on") or today()
    with open_session(database, person).reading(unit) as connection:
        found = body.check(connection, unit, day)
    lacking = [one for one in found if not body.is_lesser(one)]
    if found or how is not Format.TABLE:
        rows = [
            ("提示" if body.is_lesser(one) else "缺失", one.rule, one.what, one.do)
            for one in found
        ]
        show(PROBLEMS, rows, how)
    if how is Format.TABLE and not found:
        say(f"{unit} 的管理机构在 {day} 健全，或依层级无须设立")
    if lacking:
        sys.stderr.write(f"{unit} 的管理机构不健全：{len(lacking)} 项\n")
        raise typer.Exit(1)
