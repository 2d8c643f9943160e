"""`bangfu audit evidence …`, `paper …`: evidence sheets and working papers."""

from typing import Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_or_none
from app.cli.audit_engagements import Key, On, answering, text_of, working
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from app.cli.typed import amount_of, one_of
from audit.papers import Answer, Review
from ledger.periods import Span

app = typer.Typer(no_args_is_help=True)
evidence = typer.Typer(no_args_is_help=True, help="审计取证单")
paper = typer.Typer(no_args_is_help=True, help="审计工作底稿")
app.add_typer(evidence, name="evidence")
app.add_typer(paper, name="paper")

SHEETS = (
    ("number", "编号"),
    ("title", "事项"),
    ("facts", "事实"),
    ("amount", "金额"),
    ("vouchers", "凭证"),
    ("papers", "附件"),
    ("on", "日期"),
    ("person", "取证人"),
    ("answer", "被审计单位意见"),
    ("words", "说明"),
    ("answered_on", "答复日期"),
    ("answered_by", "答复人"),
)
PAPERS = (
    ("index", "索引号"),
    ("revision", "版次"),
    ("matter", "审计事项"),
    ("since", "期间起"),
    ("last_day", "期间止"),
    ("procedure", "程序"),
    ("result", "结果"),
    ("conclusion", "结论"),
    ("pages", "页数"),
    ("person", "编制人"),
    ("on", "编制日期"),
    ("review", "复核"),
    ("opinion", "复核意见"),
    ("reviewer", "复核人"),
    ("reviewed_on", "复核日期"),
    ("reason", "修改理由"),
)

SHOWN: dict[str, Columns] = {"evidence list": SHEETS, "paper list": PAPERS}
"""What each command shows; `docs/cli.md` is written from it."""

Index = Annotated[str, typer.Option("--index", help="索引号，如 A1-1")]
_LONG = "；@文件 取文本文件"


@evidence.command()
def add(  # noqa: PLR0913, PLR0917 - one parameter for each option
    key: Key,
    unit: Unit,
    title: Annotated[str, typer.Option("--title", help="事项")],
    facts: Annotated[str, typer.Option("--facts", help="事实" + _LONG)],
    amount: Annotated[str, typer.Option("--amount", help="金额（元）")] = "",
    vouchers: Annotated[
        list[str] | None,
        typer.Option("--voucher", help="凭证，如 2025-03 付-12，可多次"),
    ] = None,
    papers: Annotated[str, typer.Option("--papers", help="附件")] = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记取证单。"""
    from audit import paper_keeping as verbs  # noqa: PLC0415 - few commands audit
    from audit.engagement_keeping import desk_of  # noqa: PLC0415 - as above

    given = verbs.Facts(
        title=title,
        facts=text_of(facts, "--facts"),
        amount=amount_of(amount, "--amount") if amount else None,
        vouchers=vouchers or (),
        papers=papers,
        on=day_or_none(on, "--on"),
    )
    with working("evidence", unit, key, database, person) as (session, connection):
        one = verbs.collect(desk_of(connection, unit, key, session.act), given)
    say(f"{unit} {key} 取证单 {one.number} 已登记，待被审计单位确认")


@evidence.command()
def answer(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    number: Annotated[int, typer.Option("--number", help="取证单编号", min=1)],
    how: Annotated[
        str,
        typer.Option(
            "--outcome", help="情况属实 confirmed，不予确认 refused（须说明）"
        ),
    ] = "confirmed",
    words: Annotated[str, typer.Option("--words", help="说明")] = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """确认取证单，或不予确认；由被审计单位的人办理。"""
    from audit import paper_keeping as verbs  # noqa: PLC0415 - as above
    from audit.engagement_keeping import auditee_desk_of  # noqa: PLC0415 - as above

    outcome, day = one_of(Answer, how, "--outcome"), day_or_none(on, "--on")
    with answering("answer", unit, key, database, person) as (session, connection):
        desk = auditee_desk_of(connection, unit, key, session.act)
        verbs.answer(desk, number, outcome, words, day)
    say(f"{unit} {key} 取证单 {number} {outcome.label}")


@evidence.command("list")
def list_evidence(
    key: Key,
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出取证单和被审计单位的意见。"""
    from audit import paper_keeping as verbs  # noqa: PLC0415 - as above

    with open_session(database, person).reading(unit) as connection:
        found = verbs.sheets_of(connection, unit, key)
    rows = []
    for one in found:
        told = one.answered
        answered = (
            (told.answer.label, told.words, told.on, told.person)
            if told
            else ("待确认", "", None, "")
        )
        vouchers = "、".join(one.vouchers)
        facts = (one.title, one.facts, one.amount, vouchers, one.papers)
        rows.append((one.number, *facts, one.on, one.person, *answered))
    show(SHEETS, rows, how)


@paper.command()
def write(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    index: Index,
    matter: Annotated[str, typer.Option("--matter", help="审计事项")],
    procedure: Annotated[str, typer.Option("--procedure", help="审计程序" + _LONG)],
    result: Annotated[str, typer.Option("--result", help="执行结果" + _LONG)],
    conclusion: Annotated[
        str, typer.Option("--conclusion", help="结论、意见和建议" + _LONG)
    ],
    symbols: Annotated[str, typer.Option("--symbols", help="审计标识的说明")] = "",
    sheets: Annotated[
        list[int] | None, typer.Option("--sheet", help="所依据的取证单编号，可多次")
    ] = None,
    pages: Annotated[int, typer.Option("--pages", help="页数（含附件）", min=1)] = 1,
    since: Annotated[
        str, typer.Option("--since", help="期间第一日（默认项目的审计期间）")
    ] = "",
    until: Annotated[str, typer.Option("--until", help="其后第一日")] = "",
    reason: Annotated[str, typer.Option("--reason", help="修改理由")] = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """编制工作底稿；再次编制为修改，须写理由，并重新复核。"""
    from audit import paper_keeping as verbs  # noqa: PLC0415 - as above
    from audit.engagement_keeping import desk_of  # noqa: PLC0415 - as above

    first, last = day_or_none(since, "--since"), day_or_none(until, "--until")
    if (first is None) != (last is None) or (first and last and first >= last):
        told = "--since 和 --until 一同写，前者较早"
        raise typer.BadParameter(told)
    given = verbs.Written(
        index=index,
        matter=matter,
        procedure=text_of(procedure, "--procedure"),
        result=text_of(result, "--result"),
        conclusion=text_of(conclusion, "--conclusion"),
        span=Span(first, last) if first and last else None,
        symbols=symbols,
        sheets=sheets or (),
        pages=pages,
        on=day_or_none(on, "--on"),
        reason=reason,
    )
    with working("paper", unit, f"{key}/{index}", database, person) as (
        session,
        connection,
    ):
        one = verbs.write(desk_of(connection, unit, key, session.act), given)
    say(f"{unit} {key} 底稿 {one.index} 第 {one.revision} 版，待复核")


@paper.command()
def review(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    index: Index,
    opinion: Annotated[str, typer.Option("--opinion", help="复核意见")],
    how: Annotated[
        str, typer.Option("--outcome", help="通过 passed，退回 returned")
    ] = "passed",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """复核工作底稿；编制人不能复核。"""
    from audit import paper_keeping as verbs  # noqa: PLC0415 - as above
    from audit.engagement_keeping import desk_of  # noqa: PLC0415 - as above

    outcome, day = one_of(Review, how, "--outcome"), day_or_none(on, "--on")
    with working("review", unit, f"{key}/{index}", database, person) as (
        session,
        connection,
    ):
        desk = desk_of(connection, unit, key, session.act)
        one = verbs.review(desk, index, outcome, opinion, day)
    say(f"{unit} {key} 底稿 {one.index} 第 {one.revision} 版 {outcome.label}")


@paper.command("list")
def list_papers(  # noqa: PLR0913 - as above
    key: Key,
    unit: Unit,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    every: Annotated[bool, typer.Option("--all", help="列出历次版本")] = False,
) -> None:
    """列出工作底稿和复核意见；打印用 bangfu report audit_papers。"""
    from audit import paper_keeping as verbs  # noqa: PLC0415 - as above

    with open_session(database, person).reading(unit) as connection:
        found = verbs.papers_of(connection, unit, key, every=every)
    rows = []
    for one in found:
        last = one.reviews[-1] if one.reviews else None
        review = (
            (last.outcome.label, last.opinion, last.person, last.on)
            if last
            else ("待复核", "", "", None)
        )
        rows.append(
            (
                *(one.index, one.revision, one.matter, one.span.since),
                *(one.span.last_day, one.procedure, one.result, one.conclusion),
                *(one.pages, one.person, one.on, *review, one.reason),
            )
        )
    show(PAPERS, rows, how)
