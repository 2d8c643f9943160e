"""`bangfu aid cases list`, `show`, `todo`, `late`, `recheck`: looked at, checked."""

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aid.case_kinds import Case, Doing, Outcome, State
from app.cli import output
from app.cli.arguments import (
    As,
    Database,
    Unit,
    WithSubunits,
    day_of,
    day_or_none,
)
from app.cli.output import Columns, Format, say, show
from app.cli.session import Session, open_session
from app.cli.typed import one_of
from app.clock import today
from ledger.balances import subtree
from ledger.database import Connection
from ledger.people import KEEPING_BOOKS, Right
from ledger.privacy import personal_number, shown
from ledger.register import lookups

if TYPE_CHECKING:
    from aid.case_deadlines import DueStep
    from aid.rechecks import Recheck
    from treasury.vault import Vault

app = typer.Typer(no_args_is_help=True)

CASES = (
    ("key", "申请编号"),
    ("ref", "申请号"),
    ("code", "档案号"),
    ("project", "项目"),
    ("member", "成员"),
    ("year", "年度"),
    ("limb", "困难情形"),
    ("own", "自行帮扶"),
    ("emergency", "紧急"),
    ("state", "状态"),
    ("applied_on", "申请日期"),
    ("asked", "申请金额"),
    ("granted", "批准金额"),
    ("released", "先行救助"),
    ("due", "应办"),
    ("due_on", "期限"),
)
WAITING = (
    ("unit", "单位"),
    ("key", "申请编号"),
    ("code", "档案号"),
    ("project", "项目"),
    ("state", "状态"),
    ("acted_on", "上一步"),
    ("next", "待办"),
    ("due_on", "期限"),
)
LATE = (
    ("unit", "单位"),
    ("key", "申请编号"),
    ("code", "档案号"),
    ("due", "应办"),
    ("by", "办理单位"),
    ("due_on", "期限"),
    ("told", "说明"),
)
PARTS = (("part", "部分"), ("key", "代号"), ("label", "项目"), ("value", "内容"))
CHECKED = (("code", "档案号"), ("state", "复核"))
SHOWN: dict[str, Columns] = {
    "cases list": CASES,
    "cases show": PARTS,
    "cases todo": WAITING,
    "cases late": LATE,
    "cases recheck": CHECKED,
}
"""What each command shows; `docs/cli.md` is written from it."""

SEEING = (*sorted(KEEPING_BOOKS), Right.APPROVE, Right.HEAD, Right.AUDIT)
"""Who may read what people said."""

CHECKING = (Right.PREPARE, Right.REVIEW, Right.HEAD)
"""Who may check files again: who may write them."""

_Part = tuple[str, str, str, object]


@app.command("list")
def list_(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    state: Annotated[str, typer.Option("--state", help="只列这一状态的")] = "",
    year: Annotated[int, typer.Option("--year", help="只列这一年登记的")] = 0,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出单位的申请，和各自的下一个期限。"""
    from aid.case_deadlines import due_of  # noqa: PLC0415 - few commands ask
    from aid.cases import cases_of  # noqa: PLC0415 - as above
    from aid.kept_standards import standards_of  # noqa: PLC0415 - as above

    states = [one_of(State, state, "--state")] if state else []
    session = open_session(database, person)
    with session.reading(unit) as connection:
        rules = standards_of(connection, unit).on(today())
        books = lookups(connection)
        rows = []
        for case in cases_of(connection, unit, states, year or None):
            due = min(due_of(case, rules, books), key=lambda o: o.on, default=None)
            rows.append(_line(case, due))
    show(CASES, rows, how)


def _line(case: Case, due: "DueStep | None") -> tuple[object, ...]:
    return (
        *(case.key, case.ref, case.code, case.project.label, case.member, case.year),
        *(case.limb.label if case.limb else "", "是" if case.own else ""),
        *("是" if case.emergency else "", case.state.label, case.applied_on),
        *(case.asked, case.granted, case.released),
        *(("", None) if due is None else (due.due.label, due.on)),
    )


@app.command("show")
def show_(  # noqa: PLR0913 - as above
    key: Annotated[str, typer.Argument(help="申请编号，如 A2026-1")],
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    opened: Annotated[
        bool, typer.Option("--open", help="显示各步的说明；记入操作日志")
    ] = False,
) -> None:
    """显示一项申请：内容、期限、每一步。"""
    from aid.case_desk import words_of  # noqa: PLC0415 - as above
    from aid.cases import case_of  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    session = open_session(database, person)
    vault = open_vault(session.settings) if opened else None
    with _looking(session, unit, key, opened=opened) as connection:
        case = case_of(connection, unit, key)
        rows = [
            *_head(connection, case),
            *_dues(connection, case),
            *_steps(connection, case, vault),
        ]
        if vault is not None and (told := words_of(connection, case, vault)):
            rows.append(("申请", "words", "说明", told))
    show(PARTS, rows, how)


def _looking(session: Session, unit: str, key: str, *, opened: bool) -> Any:
    if not opened:
        return session.reading(unit)
    subject = "" if personal_number(key) else key
    return session.writing("aid.cases.show", SEEING, unit, subject)


def _head(connection: Connection, case: Case) -> Iterator[_Part]:
    from aid.cases import case_of  # noqa: PLC0415 - as above

    keys = [key for key, _ in CASES]
    for (key, label), value in zip(CASES, _line(case, None), strict=True):
        if value not in {"", None} and key in keys[:-2]:
            yield "申请", key, label, value
    yield "申请", "started_by", "申请方式", case.started_by.label
    if case.from_key:
        lower = case_of(connection, case.from_unit, case.from_key)
        told = f"{case.from_unit} {case.from_key}"
        if lower.payable is not None:
            told += f"，该单位已救助 {lower.payable.grouped()} 元"
        yield "申请", "from", "接自", told
    if case.upper:
        yield "申请", "upper", "转上级", case.upper


def _dues(connection: Connection, case: Case) -> Iterator[_Part]:
    from aid.case_deadlines import due_of  # noqa: PLC0415 - as above
    from aid.kept_standards import standards_of  # noqa: PLC0415 - as above

    rules = standards_of(connection, case.unit).on(today())
    for one in due_of(case, rules, lookups(connection)):
        yield "期限", one.due.value, one.due.label, one.told


def _steps(
    connection: Connection, case: Case, vault: "Vault | None"
) -> Iterator[_Part]:
    from aid.case_desk import history  # noqa: PLC0415 - as above

    for one in history(connection, case.unit, case.key, vault):
        told = [f"{one.on} {one.by} {one.person}"]
        told += [f"依据 {one.paper}"] if one.paper else []
        told += [one.outcome.label] if isinstance(one.outcome, Outcome) else []
        told += [f"核算 {one.award.grouped()} 元"] if one.award is not None else []
        told += [f"批准 {one.granted.grouped()} 元"] if one.granted is not None else []
        told += [f"{one.words}"] if one.words else []
        label = Doing(one.doing).label
        yield "经过", str(one.seq), label, "，".join(told)


@app.command()
def todo(
    unit: Unit, database: Database = "", person: As = "", how: output.As = Format.TABLE
) -> None:
    """列出等待本单位办理的申请，连同下级单位的，期限近的在前。"""
    from aid.case_deadlines import waiting  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        rows = [
            (
                *(case.unit, case.key, case.code, case.project.label),
                *(case.state.label, case.acted_on, doing.label),
                due.on if due is not None else None,
            )
            for case, doing, due in waiting(connection, unit, today())
        ]
    show(WAITING, rows, how)


@app.command()
def late(  # noqa: PLR0913 - as above
    unit: Unit,
    on: Annotated[str, typer.Option("--on", help="日期（默认今天）")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    with_subunits: WithSubunits = False,
) -> None:
    """列出超过期限的申请、公示、补办手续和年度复核。"""
    from aid import case_deadlines as verbs  # noqa: PLC0415 - as above

    day = day_of(on, "--on") if on else today()
    session = open_session(database, person)
    with session.reading(unit) as connection:
        rows = [
            (code, one.key, one.code, one.due.label, one.by, one.on, one.told)
            for code in (
                subtree(lookups(connection), unit) if with_subunits else (unit,)
            )
            for one in verbs.late(connection, code, day)
        ]
    show(LATE, rows, how)


@app.command()
def recheck(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    confirm: Annotated[
        list[str] | None, typer.Option("--confirm", help="复核仍符合的档案号；可重复")
    ] = None,
    leave: Annotated[str, typer.Option("--exit", help="复核退出的档案号")] = "",
    reason: Annotated[
        str,
        typer.Option("--reason", help="退出原因：relieved、death、left、unfit、other"),
    ] = "",
    died_on: Annotated[str, typer.Option("--died-on", help="死亡日期")] = "",
    on: Annotated[str, typer.Option("--on", help="日期（默认今天）")] = "",
    words: Annotated[str, typer.Option("--words", help="说明；加密保存")] = "",
    paper: Annotated[str, typer.Option("--paper", help="所依据的文件号")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """年度复核：登记仍符合的和退出的，列出未复核的，统计纳入与退出。"""
    from aid import rechecks as verbs  # noqa: PLC0415 - as above

    day = day_of(on, "--on") if on else today()
    session = open_session(database, person)
    if confirm or leave:
        told = _Told(confirm or [], leave, reason, day_or_none(died_on, "--died-on"))
        _check(session, unit, told, (day, words, paper))
        return
    with session.reading(unit) as connection:
        found = verbs.recheck(connection, unit, day.year)
    rows = [
        *((code, "仍符合") for code in found.confirmed),
        *((code, "退出") for code in found.exited),
        *((code, "未复核") for code in found.unchecked),
    ]
    show(CHECKED, rows, how)
    if how is Format.TABLE:
        say(_summary(found))


class _Told:
    """Who is confirmed, and who leaves why."""

    def __init__(
        self, confirm: list[str], leave: str, reason: str, died_on: dt.date | None
    ) -> None:
        self.confirm = confirm
        self.leave = leave
        self.reason = reason
        self.died_on = died_on


def _check(
    session: Session, unit: str, told: _Told, asked: tuple[dt.date, str, str]
) -> None:
    from aid import rechecks as verbs  # noqa: PLC0415 - as above
    from aid.recipient_steps import Exit  # noqa: PLC0415 - as above
    from app.cli.aid_case_judging import asked_of  # noqa: PLC0415 - as above
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    day, words, paper = asked
    step = asked_of(day.isoformat(), words, paper)
    vault = open_vault(session.settings)
    why = one_of(Exit, told.reason, "--reason") if told.leave else None
    act = "aid.cases.recheck"
    with session.writing(act, CHECKING, unit) as connection:
        done = [
            verbs.confirm(connection, unit, code, step, vault, session.act)
            for code in told.confirm
        ]
        if why is not None:
            more = (why, step, vault, session.act, told.died_on)
            verbs.let_go(connection, unit, told.leave, *more)
    if done:
        say(f"{unit} 复核仍符合 {sum(done)} 份，已复核过 {len(done) - sum(done)} 份")
    if why is not None:
        say(f"档案 {shown(told.leave)} 已于 {day} 退出：{why.label}")


def _summary(found: "Recheck") -> str:
    return (
        f"{found.year} 年复核（{found.deadline.told}）：仍符合 {len(found.confirmed)}，"
        f"退出 {len(found.exited)}，未复核 {len(found.unchecked)}，"
        f"逾期复核 {len(found.late)}；本年纳入 {found.entries}，退出 {found.exits}，"
        f"转入 {found.moved_in}，转出 {found.moved_out}"
    )
