"""`bangfu audit engagement …`: an audit from its beginning to its end.

Auditors need the right to audit; the letter of undertaking is given by the auditee.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, day_or_none, span_of
from app.cli.output import Columns, Format, say, show
from app.cli.session import Session, open_session
from app.cli.typed import one_of
from audit.engagements import Commission, Doing, Given, Kind, Role
from ledger.database import Connection
from ledger.people import Right
from ledger.periods import Span

if TYPE_CHECKING:
    from audit.engagements import Engagement

app = typer.Typer(no_args_is_help=True)
engagement = typer.Typer(no_args_is_help=True, help="审计项目")
app.add_typer(engagement, name="engagement")

ENGAGEMENTS = (
    ("key", "项目"),
    ("kind", "类别"),
    ("title", "名称"),
    ("since", "审计期间起"),
    ("last_day", "审计期间止"),
    ("auditing_unit", "审计单位"),
    ("leader", "组长"),
    ("members", "组员"),
    ("officer", "离任人员"),
    ("post", "职务"),
    ("state", "状态"),
    ("acted_on", "办理日期"),
)
STEPS = (
    ("seq", "序号"),
    ("on", "日期"),
    ("doing", "环节"),
    ("state", "状态"),
    ("paper", "文号"),
    ("due_on", "期限"),
    ("outcome", "结果"),
    ("words", "内容"),
    ("reason", "调整理由"),
    ("person", "办理人"),
)

SHOWN: dict[str, Columns] = {
    "engagement list": ENGAGEMENTS,
    "engagement show": STEPS,
}
"""What each command shows; `docs/cli.md` is written from it."""

Key = Annotated[str, typer.Argument(help="审计项目，如 J2026-1")]
On = Annotated[str, typer.Option("--on", help="办理日期（默认当日）")]
Paper = Annotated[str, typer.Option("--paper", help="文号")]
Words = Annotated[str, typer.Option("--words", help="内容或理由；@文件 取文本文件")]
Due = Annotated[str, typer.Option("--due", help="期限（不写则按规定天数）")]

AUDITEE = (Right.HEAD, Right.APPROVE, Right.ADMIN)
"""Rights, one of which whoever answers for the auditee has."""

AS_AUDITOR = Right.AUDIT


def text_of(text: str, option: str) -> str:
    """A text as typed, or that of a UTF-8 file named after `@`."""
    if not text.startswith("@"):
        return text
    try:
        return Path(text[1:]).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        told = "读不到这个文件，或不是 UTF-8 文本"
        raise typer.BadParameter(told, param_hint=option) from None


@contextmanager
def working(
    act: str, unit: str, subject: str, database: str, person: str
) -> Iterator[tuple[Session, Connection]]:
    """Change an audit as an auditor; the act is logged under its name."""
    session = open_session(database, person)
    with session.writing(f"audit.{act}", AS_AUDITOR, unit, subject) as connection:
        yield session, connection


@contextmanager
def answering(
    act: str, unit: str, subject: str, database: str, person: str
) -> Iterator[tuple[Session, Connection]]:
    """Answer an audit as somebody of the auditee; logged likewise."""
    session = open_session(database, person)
    with session.writing(f"audit.{act}", AUDITEE, unit, subject) as connection:
        yield session, connection


# -- beginning and looking ----------------------------------------------------------


@engagement.command()
def begin(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    kind: Annotated[
        str,
        typer.Option("--kind", help="类别：年度 annual、离任 handover、专项 special"),
    ],
    title: Annotated[str, typer.Option("--title", help="项目名称")],
    leader: Annotated[str, typer.Option("--leader", help="审计组长的代码")],
    members: Annotated[
        list[str] | None, typer.Option("--member", help="组员的代码，可多次")
    ] = None,
    period: Annotated[
        str, typer.Option("--period", help="审计期间：2025 或 2025-03")
    ] = "",
    since: Annotated[str, typer.Option("--since", help="审计期间第一日")] = "",
    until: Annotated[str, typer.Option("--until", help="其后第一日（离任日）")] = "",
    auditing_unit: Annotated[
        str, typer.Option("--auditing-unit", help="审计单位（默认本单位经审会）")
    ] = "",
    officer: Annotated[str, typer.Option("--officer", help="离任人员的代码")] = "",
    post: Annotated[str, typer.Option("--post", help="离任的职务")] = "",
    commission: Annotated[
        str, typer.Option("--commission", help="委托书文号（离任必填）")
    ] = "",
    commission_by: Annotated[
        str, typer.Option("--commission-by", help="委托单位")
    ] = "",
    commission_on: Annotated[
        str, typer.Option("--commission-on", help="委托书日期")
    ] = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """立项：审计组成员须有审计权限，没有记账权限，也没有经办过审计期间的账。"""
    from audit import engagement_keeping as verbs  # noqa: PLC0415 - few commands audit

    written = None
    if commission:
        day = day_of(commission_on, "--commission-on")
        written = Commission(commission, commission_by, day)
    given = verbs.Begun(
        unit=unit,
        kind=one_of(Kind, kind, "--kind"),
        span=_span(period, since, until),
        title=title,
        leader=leader,
        members=members or (),
        auditing_unit=auditing_unit,
        officer=officer,
        post=post,
        commission=written,
        on=day_or_none(on, "--on"),
    )
    with working("begin", unit, given.kind.value, database, person) as (
        session,
        connection,
    ):
        found = verbs.begin(connection, given, session.act)
    say(f"{unit} 审计项目 {found.key} {found.state.label}，组长 {found.leader}")


def _span(period: str, since: str, until: str) -> Span:
    if period:
        return span_of(period)
    if not (since and until):
        raise typer.BadParameter("写明 --period，或 --since 和 --until")
    first, after = day_of(since, "--since"), day_of(until, "--until")
    if first >= after:
        raise typer.BadParameter("应晚于 --since", param_hint="--until")
    return Span(first, after)


@engagement.command("list")
def list_(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出本单位的审计项目。"""
    from audit import engagement_keeping as verbs  # noqa: PLC0415 - as above

    with open_session(database, person).reading(unit) as connection:
        rows = [_row(one) for one in verbs.engagements_of(connection, unit)]
    show(ENGAGEMENTS, rows, how)


def _row(one: "Engagement") -> tuple[object, ...]:
    members = sorted(one.auditors - {one.leader})
    return (
        one.key,
        one.kind.label,
        one.title,
        one.span.since,
        one.span.last_day,
        one.auditing_unit,
        one.leader,
        "、".join(members),
        one.officer,
        one.post,
        one.state.label,
        one.acted_on,
    )


@engagement.command("show")
def show_(
    key: Key,
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出一个审计项目的办理经过。"""
    from audit import engagement_keeping as verbs  # noqa: PLC0415 - as above

    with open_session(database, person).reading(unit) as connection:
        one = verbs.engagement_of(connection, unit, key)
        steps = verbs.history(connection, unit, key)
    if how is Format.TABLE:
        say(f"{one.key} {one.title}（{one.kind.label}）：{one.state.label}")
    rows = [
        (
            step.seq,
            step.on,
            step.doing.label,
            step.state.label,
            step.paper,
            step.due_on,
            step.outcome.label if step.outcome else "",
            step.words,
            step.reason,
            step.person,
        )
        for step in steps
    ]
    show(STEPS, rows, how)


@engagement.command()
def team(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    auditor: Annotated[str, typer.Option("--person", help="调整何人（代码）")],
    role: Annotated[
        str,
        typer.Option("--role", help="改任组长 leader、增加组员 member、退出 left"),
    ],
    reason: Annotated[str, typer.Option("--reason", help="调整理由")],
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """调整审计组。"""
    from audit import engagement_keeping as verbs  # noqa: PLC0415 - as above

    to, day = one_of(Role, role, "--role"), day_or_none(on, "--on")
    with working("team", unit, key, database, person) as (session, connection):
        desk = verbs.desk_of(connection, unit, key, session.act)
        found = verbs.change_team(desk, auditor, to, reason, day)
    others = "、".join(sorted(found.auditors - {found.leader}))
    say(f"{unit} {key} 组长 {found.leader}，组员 {others}")


# -- steps --------------------------------------------------------------------------


def _take(doing: Doing, unit: str, key: str, who: tuple[str, str], **told: str) -> None:
    """Take a step as typed; `who` are the database and the person."""
    from audit import engagement_steps as verbs  # noqa: PLC0415 - as above
    from audit.engagement_keeping import (  # noqa: PLC0415 - as above
        auditee_desk_of,
        desk_of,
    )
    from audit.engagements import BY_AUDITEE  # noqa: PLC0415 - as above

    outcome = told.get("outcome", "")
    asked = verbs.Asked(
        on=day_or_none(told.get("on", ""), "--on"),
        paper=told.get("paper", ""),
        words=text_of(told.get("words", ""), "--words"),
        reason=told.get("reason", ""),
        due_on=day_or_none(told.get("due", ""), "--due"),
        outcome=one_of(Given, outcome, "--outcome") if outcome else None,
    )
    of_auditee = doing in BY_AUDITEE
    opened = answering if of_auditee else working
    with opened(doing.value, unit, key, *who) as (session, connection):
        at = auditee_desk_of if of_auditee else desk_of
        desk = at(connection, unit, key, session.act)
        found, doubts = verbs.take(desk, doing, asked)
    say(f"{unit} 审计项目 {key} {doing.label}：{found.state.label}")
    for doubt in doubts:
        say(f"提示：{doubt}")


@engagement.command()
def notice(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    paper: Paper,
    starts: Annotated[str, typer.Option("--starts", help="进点日期")],
    words: Words = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """送达审计通知书；不足三个工作日的予以提示。"""
    told = {"paper": paper, "due": starts, "words": words, "on": on}
    _take(Doing.NOTICE, unit, key, (database, person), **told)


@engagement.command()
def plan(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    words: Words,
    paper: Paper = "",
    reason: Annotated[str, typer.Option("--reason", help="调整方案的理由")] = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """制定实施方案；再次制定为调整，须写理由。"""
    told = {"paper": paper, "words": words, "reason": reason, "on": on}
    _take(Doing.PLAN, unit, key, (database, person), **told)


@engagement.command()
def undertaking(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    outcome: Annotated[
        str, typer.Option("--outcome", help="已承诺 given，拒绝 declined（须说明）")
    ] = "given",
    paper: Paper = "",
    words: Words = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """被审计单位承诺资料真实完整；由被审计单位的人办理。"""
    told = {"outcome": outcome, "paper": paper, "words": words, "on": on}
    _take(Doing.UNDERTAKING, unit, key, (database, person), **told)


@engagement.command()
def fieldwork(
    key: Key, unit: Unit, on: On = "", database: Database = "", person: As = ""
) -> None:
    """进点实施；其后取证、编制底稿、提出发现。"""
    _take(Doing.FIELDWORK, unit, key, (database, person), on=on)


@engagement.command()
def draft(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    paper: Paper = "",
    due: Due = "",
    words: Words = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """送出征求意见稿；底稿须已复核，取证单须已答复。"""
    told = {"paper": paper, "due": due, "words": words, "on": on}
    _take(Doing.DRAFT, unit, key, (database, person), **told)


@engagement.command()
def resume(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    words: Words,
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """征求意见后补充实施。"""
    _take(Doing.RESUME, unit, key, (database, person), words=words, on=on)


@engagement.command()
def decide(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    paper: Paper = "",
    words: Words = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """作出处理决定；每项发现须已有处理意见。"""
    told = {"paper": paper, "words": words, "on": on}
    _take(Doing.DECIDE, unit, key, (database, person), **told)


@engagement.command()
def issue(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    paper: Paper,
    words: Words = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """出具审计报告：文号和日期。"""
    told = {"paper": paper, "words": words, "on": on}
    _take(Doing.ISSUE, unit, key, (database, person), **told)


@engagement.command()
def receive(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    paper: Annotated[str, typer.Option("--paper", help="管理机构的决议号")] = "",
    words: Annotated[str, typer.Option("--words", help="或由谁签收")] = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记管理机构收到报告的日期，依决议或由谁签收。"""
    told = {"paper": paper, "words": words, "on": on}
    _take(Doing.RECEIVE, unit, key, (database, person), **told)


@engagement.command()
def notify(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    paper: Paper,
    due: Due = "",
    words: Words = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """下达整改通知。"""
    told = {"paper": paper, "due": due, "words": words, "on": on}
    _take(Doing.NOTIFY, unit, key, (database, person), **told)


@engagement.command()
def close(
    key: Key, unit: Unit, on: On = "", database: Database = "", person: As = ""
) -> None:
    """办结；每项发现须已办结或结转，报告已报管理机构。"""
    _take(Doing.CLOSE, unit, key, (database, person), on=on)


@engagement.command()
def withdraw(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    words: Words,
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """撤销项目，写明理由；已出报告的不能撤销。"""
    _take(Doing.WITHDRAW, unit, key, (database, person), words=words, on=on)
