"""`bangfu audit findings …`: raised, taken over, and what becomes of them.

Auditors need the right to audit; replies and rectification are the auditee's.
"""

import dataclasses
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import audit_rectification, output
from app.cli.arguments import As, Database, Unit
from app.cli.audit_engagements import (
    Key,
    Words,
    text_of,
    working,
)
from app.cli.audit_rectification import Number
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import amount_of, one_of
from app.clock import today
from audit.finding_kinds import Category
from ledger.errors import NotFound
from ledger.people import Right
from ledger.periods import whole_months

if TYPE_CHECKING:
    from audit.finding_kinds import Kept

app = typer.Typer(no_args_is_help=True)
findings = typer.Typer(no_args_is_help=True, help="审计发现与整改")
app.add_typer(findings, name="findings")

FINDINGS = (
    ("label", "编号"),
    ("title", "发现"),
    ("severity", "性质"),
    ("amount", "金额"),
    ("exceptions", "例外"),
    ("check", "检查"),
    ("state", "状态"),
    ("due_on", "整改期限"),
    ("overdue", "逾期"),
    ("recovered", "已收回"),
    ("closed_on", "办结日期"),
)
ELEMENTS = (("element", "要素"), ("told", "内容"))
EXCEPTIONS = (
    ("item", "序号"),
    ("condition", "事实"),
    ("amount", "金额"),
    ("persons", "人次"),
    ("evidence", "凭证"),
    ("recipients", "档案号"),
)

SHOWN: dict[str, Columns] = {
    "findings list": FINDINGS,
    "findings show": ELEMENTS,
    "findings exceptions": EXCEPTIONS,
}
"""What each command shows; `docs/cli.md` is written from it."""

_SAID = {
    "title": "标题",
    "severity": "性质：fraud、loss、compliance、record",
    "criterion": "标准（依据）",
    "condition": "事实",
    "cause": "原因",
    "effect": "影响",
    "recommendation": "建议",
    "amount": "金额（元）",
    "persons": "人次",
    "evidence": "底稿、取证单等证据",
    "responsible": "责任单位（默认被审计单位）",
}


def _option(name: str) -> Any:
    flag = "--" + name.replace("_", "-")
    return typer.Option(flag, help=_SAID[name])


# -- looking ------------------------------------------------------------------------


@findings.command("list")
def list_(  # noqa: PLR0913 - one parameter for each option
    unit: Unit,
    key: Annotated[str, typer.Option("--engagement", help="只列一个审计项目")] = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    open_: Annotated[bool, typer.Option("--open", help="只列未办结的")] = False,
) -> None:
    """列出审计发现、整改期限和结果。"""
    from audit.finding_reading import findings_of  # noqa: PLC0415 - few commands audit

    with open_session(database, person).reading(unit) as connection:
        found = findings_of(connection, unit, key or None)
    rows = [_row(one) for one in found if one.state.is_open or not open_]
    show(FINDINGS, rows, how)


def _row(one: "Kept") -> tuple[object, ...]:
    return (
        one.label,
        one.title,
        one.severity.label,
        one.amount,
        one.count,
        one.check,
        one.state.label,
        one.due_on,
        "是" if one.is_overdue(today()) else "",
        one.recovered,
        one.closed_on,
    )


@findings.command("show")
def show_(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    number: Number,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出一项发现的要素、责任认定和办理经过。"""
    from audit import finding_reading as reading  # noqa: PLC0415 - as above

    with open_session(database, person).reading(unit) as connection:
        one = reading.finding_of(connection, unit, key, number)
        steps = reading.steps_of(connection, unit, key, number)[number]
    of = one.population
    told: list[tuple[str, object]] = [
        ("标题", one.title),
        ("性质", one.severity.label),
        ("标准", one.criterion),
        ("事实", one.condition),
        ("原因", one.cause),
        ("影响", one.effect),
        ("建议", one.recommendation),
        ("金额", one.amount),
        ("总体", f"{of[0]} {of[1]:,}，{of[2].grouped()} 元" if of else ""),
        ("凭证", "、".join(one.vouchers)),
        ("可重复的校验", "、".join(one.proofs)),
        ("其他证据", one.evidence),
        ("责任单位", one.responsible_unit),
    ]
    for duty in one.duties:
        share = f" {duty.amount.grouped()} 元" if duty.amount is not None else ""
        who = f"{duty.person}（{duty.post}）{duty.category.label}{share}"
        told.append(("责任认定", f"{who}：{duty.words}"))
    for step in steps:
        outcome = f"（{step.outcome.label}）" if step.outcome else ""
        due = f"，期限 {step.due_on}" if step.due_on else ""
        line = f"{step.on} {step.person} {step.paper} {step.words}{due}"
        told.append((f"{step.doing.label}{outcome}", line))
    show(ELEMENTS, told, how)


@findings.command()
def exceptions(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    number: Number,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出一项发现的全部例外。"""
    from audit import finding_reading as reading  # noqa: PLC0415 - as above

    with open_session(database, person).reading(unit) as connection:
        reading.finding_of(connection, unit, key, number)
        rows = [
            (
                *(one.item, one.condition, one.amount, one.persons),
                *(" ".join(one.evidence), " ".join(one.recipients)),
            )
            for one in reading.exceptions_of(connection, unit, key, number)
        ]
    show(EXCEPTIONS, rows, how)


# -- raising ------------------------------------------------------------------------


@findings.command()
def add(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    title: Annotated[str, _option("title")],
    severity: Annotated[str, _option("severity")],
    criterion: Annotated[str, _option("criterion")],
    condition: Annotated[str, _option("condition")],
    effect: Annotated[str, _option("effect")],
    recommendation: Annotated[str, _option("recommendation")],
    cause: Annotated[str, _option("cause")] = "",
    amount: Annotated[str, _option("amount")] = "0",
    persons: Annotated[int, _option("persons")] = 0,
    evidence: Annotated[str, _option("evidence")] = "",
    responsible: Annotated[str, _option("responsible")] = "",
    vouchers: Annotated[
        list[str] | None,
        typer.Option("--voucher", help="凭证，如 2025-03 付-12，可多次"),
    ] = None,
    proofs: Annotated[
        list[str] | None,
        typer.Option("--proof", help="可重复的检查或校验，如 T16、V5，可多次"),
    ] = None,
    database: Database = "",
    person: As = "",
) -> None:
    """提出审计人员自己的发现。"""
    from audit import findings as verbs  # noqa: PLC0415 - as above
    from audit.check import Severity  # noqa: PLC0415 - as above
    from audit.engagement_keeping import desk_of  # noqa: PLC0415 - as above

    said = verbs.Said(
        title=title,
        severity=one_of(Severity, severity, "--severity"),
        criterion=criterion,
        condition=text_of(condition, "--condition"),
        cause=cause,
        effect=effect,
        recommendation=recommendation,
        amount=amount_of(amount, "--amount"),
        persons=persons,
        evidence=evidence,
        responsible=responsible,
    )
    with working("finding", unit, key, database, person) as (session, connection):
        desk = desk_of(connection, unit, key, session.act)
        one = verbs.raise_own(desk, said, vouchers or (), proofs or ())
    say(f"{unit} 审计发现 {one.label}：{one.title}")


@findings.command()
def take(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    check: Annotated[str, typer.Option("--check", help="检查编号，如 T16")],
    title: Annotated[
        str, typer.Option("--title", help="哪一种发现（不写则全部）")
    ] = "",
    cleared: Annotated[
        list[str] | None,
        typer.Option("--cleared", help="经核实不成立的例外的凭证，可多次"),
    ] = None,
    cause: Annotated[str, typer.Option("--cause", help="原因")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """从检查取用发现：连同全部例外、凭证链接和总体；线索须写明 --title。"""
    from audit import findings as verbs  # noqa: PLC0415 - as above
    from audit.annual import CAUSE_OPEN  # noqa: PLC0415 - as above
    from audit.catalogue import entry_of, run_one  # noqa: PLC0415 - as above
    from audit.engagement_keeping import (  # noqa: PLC0415 - as above
        desk_of,
        engagement_of,
    )
    from audit.store import read_books  # noqa: PLC0415 - as above

    entry = entry_of(check)
    if entry is None:
        raise NotFound("检查", check, "见 docs/checks.md")
    session = open_session(database, person)
    asked = f"{key} {check}"
    with (
        session.logged("audit.run", Right.AUDIT, unit, asked),
        session.reading(unit) as connection,
    ):
        span = engagement_of(connection, unit, key).span
        result = run_one(entry, read_books(connection, unit, whole_months(span)))
    plain = dict.fromkeys(one.title for one in result.findings if not one.lead)
    titles = [title] if title else [*plain]
    if result.performed and not titles:
        say(f"{unit} {check} 在审计期间没有发现")
        leads = dict.fromkeys(one.title for one in result.findings if one.lead)
        if leads:
            named = "、".join(f"“{one}”" for one in leads)
            say(f"有线索 {named}：核实以后用 --title 写明，才能取用")
        return
    told: tuple[Any, ...] = (cleared or (), cause or CAUSE_OPEN)
    with session.writing("audit.finding", Right.AUDIT, unit, asked) as connection:
        desk = desk_of(connection, unit, key, session.act)
        taken = [verbs.take_over(desk, result, one, *told) for one in titles or [""]]
    for one in taken:
        amount = one.amount.grouped()
        say(f"{unit} 审计发现 {one.label}：{one.title}，{one.count} 项，{amount} 元")


@findings.command()
def revise(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    number: Number,
    reason: Annotated[str, typer.Option("--reason", help="修改理由")],
    title: Annotated[str, _option("title")] = "",
    severity: Annotated[str, _option("severity")] = "",
    criterion: Annotated[str, _option("criterion")] = "",
    condition: Annotated[str, _option("condition")] = "",
    cause: Annotated[str, _option("cause")] = "",
    effect: Annotated[str, _option("effect")] = "",
    recommendation: Annotated[str, _option("recommendation")] = "",
    amount: Annotated[str, _option("amount")] = "",
    evidence: Annotated[str, _option("evidence")] = "",
    responsible: Annotated[str, _option("responsible")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """修改发现的文字或金额，写明理由；例外和链接不变，不写的不改。"""
    from audit import findings as verbs  # noqa: PLC0415 - as above
    from audit.check import Severity  # noqa: PLC0415 - as above
    from audit.engagement_keeping import desk_of  # noqa: PLC0415 - as above
    from audit.finding_reading import finding_of  # noqa: PLC0415 - as above

    texts = {
        "title": title,
        "criterion": criterion,
        "condition": text_of(condition, "--condition"),
        "cause": cause,
        "effect": effect,
        "recommendation": recommendation,
        "evidence": evidence,
        "responsible": responsible,
    }
    changed: dict[str, Any] = {name: text for name, text in texts.items() if text}
    if severity:
        changed["severity"] = one_of(Severity, severity, "--severity")
    if amount:
        changed["amount"] = amount_of(amount, "--amount")
    with working("finding", unit, key, database, person) as (session, connection):
        desk = desk_of(connection, unit, key, session.act)
        said = verbs.said_of(finding_of(connection, unit, key, number))
        said = dataclasses.replace(said, **changed)
        one = verbs.revise(desk, number, said, reason)
    say(f"{unit} 审计发现 {one.label} 第 {one.revision} 版")


@findings.command()
def duty(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    number: Number,
    officer: Annotated[str, typer.Option("--person", help="何人（代码）")],
    post: Annotated[str, typer.Option("--post", help="职务")],
    category: Annotated[
        str,
        typer.Option(
            "--category",
            help="直接责任 direct、主管责任 supervisory、领导责任 leadership",
        ),
    ],
    words: Words,
    amount: Annotated[str, typer.Option("--amount", help="其中金额（元）")] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """认定责任：何人、何职务、哪一类责任、理由；可有数人。"""
    from audit import responsibility as verbs  # noqa: PLC0415 - as above
    from audit.engagement_keeping import desk_of  # noqa: PLC0415 - as above

    judged = verbs.Judged(
        person=officer,
        post=post,
        category=one_of(Category, category, "--category"),
        words=text_of(words, "--words"),
        amount=amount_of(amount, "--amount") if amount else None,
    )
    with working("duty", unit, f"{key}/{number}", database, person) as (
        session,
        connection,
    ):
        verbs.assign(desk_of(connection, unit, key, session.act), number, judged)
    say(f"{unit} 审计发现 {key}/{number}：{officer} {judged.category.label}")


# What becomes of findings is listed after what raises them.
findings.registered_commands += audit_rectification.commands
