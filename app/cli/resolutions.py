"""`bangfu body resolve`, `resolutions`, `office`, `rules`: what the body decides."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, day_or_none
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.clock import today
from budgets import body
from budgets.body import Ballot, Motion, Subject
from ledger.people import Right
from ledger.periods import FIRST_YEAR, LAST_YEAR

RESOLUTIONS = (
    ("key", "编号"),
    ("printed", "文号"),
    ("held_on", "日期"),
    ("subject", "事项"),
    ("title", "标题"),
    ("votes_for", "赞成"),
    ("votes_against", "反对"),
    ("abstained", "弃权"),
    ("recused", "回避"),
    ("outcome", "结果"),
)
OFFICE = (
    ("number", "编号"),
    ("name", "办公室"),
    ("head", "负责人"),
    ("since", "起始日期"),
    ("resolution", "决议"),
)
RULES = (
    ("number", "编号"),
    ("title", "办法"),
    ("paper", "文号"),
    ("since", "施行日期"),
    ("resolution", "决议"),
    ("digest", "文本摘要"),
)

SHOWN: dict[str, Columns] = {
    "resolutions": RESOLUTIONS,
    "office": OFFICE,
    "rules": RULES,
}
"""What each command shows; `docs/cli.md` is written from it."""

On = Annotated[str, typer.Option("--on", help="哪一天的情况（默认今天）")]
By = Annotated[str, typer.Option("--resolution", help="通过的决议，如 2026-3")]

_SUBJECTS = "事项：" + "、".join(f"{s.value}（{s.label}）" for s in Subject)
_VOTES = (
    "各人的表决：编号=表决[:回避理由]，以逗号分开，可多次；表决为 "
    + "、".join(f"{b.value}（{b.label}）" for b in Ballot)
    + "。如 1=for,2=against,3=recused:系受助人亲属"
)


# -- votes --------------------------------------------------------------------------


def resolve(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    number: Annotated[int, typer.Option("--meeting", help="会议编号", min=1)],
    subject: Annotated[str, typer.Option("--subject", help=_SUBJECTS)],
    title: Annotated[str, typer.Option("--title", help="标题")],
    text: Annotated[str, typer.Option("--text", help="决议内容")] = "",
    text_file: Annotated[
        Path | None, typer.Option("--text-file", help="决议内容所在的 UTF-8 文本文件")
    ] = None,
    votes: Annotated[list[str] | None, typer.Option("--votes", help=_VOTES)] = None,
    database: Database = "",
    person: As = "",
    *,
    all_for: Annotated[
        bool, typer.Option("--all-for", help="出席成员全部赞成，--votes 所列的除外")
    ] = False,
) -> None:
    """登记一项表决：通过的成为决议并编号，未通过的留存，不能引用。"""
    if bool(text) == bool(text_file):
        raise typer.BadParameter("--text 与 --text-file 须写其中一个")
    if not votes and not all_for:
        raise typer.BadParameter("须写明 --votes 或 --all-for")
    told = {one: (vote, why) for one, vote, why in _votes(votes or ())}
    content = text if text_file is None else _text(text_file)
    known = {s.label: s.value for s in Subject}
    session = open_session(database, person)
    key = f"{number} {known.get(subject, subject)}"[:40]
    with session.writing("body.resolve", Right.PREPARE, unit, key) as connection:
        present = body.meeting(connection, unit, number).present if all_for else ()
        motion = Motion(
            subject=known.get(subject, subject),
            title=title,
            text=content,
            votes={one: str(Ballot.FOR) for one in present}
            | {one: vote for one, (vote, _) in told.items()},
            interests={one: why for one, (_, why) in told.items() if why},
        )
        done = body.resolve(connection, unit, number, motion, session.act)
    outcome = "通过" if done.adopted else "未通过"
    say(
        f"{unit} {done.key}（{done.printed}）{outcome}：赞成 {done.votes_for}，"
        f"反对 {done.votes_against}，弃权 {done.abstained}，回避 {done.recused}"
    )


def _votes(texts: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Member, vote and interest, out of `1=for,3=recused:理由`."""
    labels = {b.label: b.value for b in Ballot}
    seen: set[int] = set()
    for text in texts:
        # A reason may hold commas: only one before `number=` parts the votes.
        for part in re.split(r"[,，;；]\s*(?=\d+\s*=)", text.strip()):
            match = re.fullmatch(r"(\d{1,4})\s*=\s*([^:：]+)(?:[:：](.*))?", part)
            if match is None:
                raise typer.BadParameter(
                    "写作 1=for,2=against,3=recused:理由", param_hint="--votes"
                )
            member, vote = int(match[1]), match[2].strip()
            if member in seen:
                what = f"{member} 号成员写了两次"
                raise typer.BadParameter(what, param_hint="--votes")
            seen.add(member)
            yield member, labels.get(vote, vote), (match[3] or "").strip()


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        what = "文件不是 UTF-8 编码，请另存为 UTF-8"
        raise typer.BadParameter(what, param_hint="--text-file") from None


def list_(
    unit: Unit,
    year: Annotated[
        int | None,
        typer.Option(
            "--year", help="只列这一年的（默认全部）", min=FIRST_YEAR, max=LAST_YEAR
        ),
    ] = None,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出管理机构的决议，未通过的也列出。全文见报表 body_minutes。"""
    with open_session(database, person).reading(unit) as connection:
        found = body.resolutions(connection, unit, year)
    rows = [
        (
            one.key,
            one.printed,
            one.held_on,
            Subject(one.subject).label,
            one.title,
            one.votes_for,
            one.votes_against,
            one.abstained,
            one.recused,
            "通过" if one.adopted else "未通过",
        )
        for one in found
    ]
    show(RESOLUTIONS, rows, how)


# -- the office and the rules -------------------------------------------------------


def office(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    name: Annotated[str, typer.Option("--name", help="办公室名称；不写则查看")] = "",
    head: Annotated[str, typer.Option("--head", help="负责日常工作的人")] = "",
    since: Annotated[str, typer.Option("--since", help="起始日期")] = "",
    resolution: By = "",
    on: On = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """查看管理机构的办公室；或凭决议登记。"""
    if _told({"--name": name, "--since": since, "--resolution": resolution}, head):
        given = body.Office(
            name=name,
            head=head,
            since=day_of(since, "--since"),
            resolution=resolution,
        )
        session = open_session(database, person)
        with session.writing(
            "body.office", Right.PREPARE, unit, resolution
        ) as connection:
            body.set_office(connection, unit, given, session.act)
        say(f"{unit} 的办公室已登记，自 {given.since} 起")
        return
    day = day_or_none(on, "--on") or today()
    with open_session(database, person).reading(unit) as connection:
        found = body.office(connection, unit, day)
    rows = [(o.number, o.name, o.head, o.since, o.resolution) for o in (found,) if o]
    show(OFFICE, rows, how)


def rules(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    title: Annotated[str, typer.Option("--title", help="办法名称；不写则查看")] = "",
    paper: Annotated[str, typer.Option("--paper", help="文号")] = "",
    file: Annotated[
        Path | None, typer.Option("--file", help="办法文本的文件，登记其 SHA-256")
    ] = None,
    since: Annotated[str, typer.Option("--since", help="施行日期")] = "",
    resolution: By = "",
    on: On = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    every: Annotated[bool, typer.Option("--all", help="列出历次办法")] = False,
) -> None:
    """查看施行中的资金管理办法；或凭决议登记。"""
    needed = {"--title": title, "--since": since, "--resolution": resolution}
    if _told(needed, paper, file):
        digest = hashlib.sha256(file.read_bytes()).hexdigest() if file else ""
        given = body.FundRules(
            title=title,
            paper=paper,
            digest=digest,
            since=day_of(since, "--since"),
            resolution=resolution,
        )
        session = open_session(database, person)
        with session.writing(
            "body.rules", Right.PREPARE, unit, resolution
        ) as connection:
            body.set_rules(connection, unit, given, session.act)
        kept = f"，文本摘要 {digest}" if digest else ""
        say(f"{unit} 的资金管理办法已登记，自 {given.since} 起施行{kept}")
        return
    day = day_or_none(on, "--on") or today()
    with open_session(database, person).reading(unit) as connection:
        now = body.rules_in_force(connection, unit, day)
        found = body.rules(connection, unit) if every else (now,) if now else ()
    rows = [
        (r.number, r.title, r.paper, r.since, r.resolution, r.digest) for r in found
    ]
    show(RULES, rows, how)


def _told(needed: dict[str, str], *more: object) -> bool:
    """Whether something is to be set; then nothing that is needed may be left out."""
    if not any((*needed.values(), *more)):
        return False
    for option, text in needed.items():
        if not text:
            raise typer.BadParameter("不能为空", param_hint=option)
    return True
