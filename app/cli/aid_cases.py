"""`bangfu aid cases …`: what becomes of cases, step by step.

Each step is asked for at the unit whose duty it is. Words are encrypted; the command
line stays in the history of the shell, so they hold no name and no number.
"""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from aid.case_kinds import Doing, Outcome
from app.cli import aid_case_judging, aid_case_views
from app.cli.aid_case_judging import (
    Key,
    On,
    Paper,
    Words,
    acting,
    asked_of,
    doubts_of,
)
from app.cli.arguments import As, Database, Unit
from app.cli.output import Columns, say
from app.cli.typed import one_of

app = typer.Typer(no_args_is_help=True)
cases = typer.Typer(no_args_is_help=True, help="救助申请")
app.add_typer(cases, name="cases")
for _part in (aid_case_judging.app, aid_case_views.app):
    cases.registered_commands += _part.registered_commands

SHOWN: dict[str, Columns] = aid_case_views.SHOWN
"""What each command shows; `docs/cli.md` is written from it."""


def _take(doing: Doing, verb: Callable[..., Any], *told: Any, **asked: str) -> Any:
    """Take a step; `asked` are the options as typed."""
    step = asked_of(asked["on"], asked["words"], asked["paper"])
    unit, key = asked["unit"], asked["key"]
    with acting(doing, unit, key, asked["database"], asked["person"]) as desk:
        act = desk.session.act
        return verb(desk.connection, unit, key, *told, step, desk.vault, act)


@cases.command()
def review(  # noqa: PLR0913, PLR0917 - one parameter for each option
    key: Key,
    unit: Unit,
    on: On = "",
    words: Words = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """审核：符合标准；由上级代为登记的写明基层工会的文件号。"""
    from aid import case_steps as verbs  # noqa: PLC0415 - few commands act on cases

    step = asked_of(on, words, paper)
    with acting(Doing.REVIEW, unit, key, database, person) as desk:
        act = desk.session.act
        case = verbs.review(desk.connection, unit, key, step, desk.vault, act)
        doubts = doubts_of(desk.connection, case, desk.vault)
    say(f"{unit} 申请 {key} {case.state.label}")
    for line in doubts:
        say(line)


@cases.command()
def reject(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    words: Words,
    on: On = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """不予救助：在审核、初审或审批环节，写明理由。"""
    from aid import case_steps as verbs  # noqa: PLC0415 - as above

    case = _take(Doing.REJECT, verbs.reject, **_options(locals()))
    say(f"{unit} 申请 {key} {case.state.label}")


@cases.command()
def publish(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    on: On = "",
    words: Words = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """公示：张贴之日起不少于五个整工作日；告知至何日。"""
    from aid import case_steps as verbs  # noqa: PLC0415 - as above
    from aid.deadlines import provisional  # noqa: PLC0415 - as above

    _, notice = _take(Doing.PUBLISH, verbs.publish, **_options(locals()))
    unsure = provisional(notice.is_provisional)
    say(f"{unit} 申请 {key} 自 {notice.hung_on} 公示，应至 {notice.ends_on}{unsure}")


@cases.command()
def takedown(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    on: On = "",
    words: Words = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """撤下公示：日期为张贴的最后一天，可以是节假日。"""
    from aid import case_steps as verbs  # noqa: PLC0415 - as above

    case, notice = _take(Doing.TAKE_DOWN, verbs.take_down, **_options(locals()))
    say(f"{unit} 申请 {key} 的公示：{notice.told(case.last_on)}")


@cases.command("object")
def object_(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    words: Words,
    on: On = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记公示期间的异议；答复之前不能继续办理。"""
    from aid import case_steps as verbs  # noqa: PLC0415 - as above

    case = _take(Doing.OBJECT, verbs.object_to, **_options(locals()))
    say(f"{unit} 申请 {key} 有 {case.objections} 项异议待答复")


@cases.command()
def answer(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    outcome: Annotated[
        str,
        typer.Option(
            "--outcome", help="不成立 dismissed、成立并终止 ended、成立并退回 back"
        ),
    ],
    words: Words,
    on: On = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """答复最早的一项异议。"""
    from aid import case_steps as verbs  # noqa: PLC0415 - as above

    kind = _outcome(outcome, Outcome.DISMISSED, Outcome.ENDED, Outcome.BACK)
    case = _take(Doing.ANSWER, verbs.answer, kind, **_options(locals()))
    say(f"{unit} 申请 {key} 的异议{kind.label}；申请{case.state.label}")


@cases.command()
def withdraw(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    on: On = "",
    words: Words = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """按申请人的意愿撤回。"""
    from aid import case_steps as verbs  # noqa: PLC0415 - as above

    case = _take(Doing.WITHDRAW, verbs.withdraw, **_options(locals()))
    say(f"{unit} 申请 {key} {case.state.label}")


@cases.command()
def refer(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    words: Words,
    on: On = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """转上级：本级无力解决；申请在此结束，由上级接收后另立。"""
    from aid import case_steps as verbs  # noqa: PLC0415 - as above

    case = _take(Doing.REFER, verbs.refer, **_options(locals()))
    where = f"由 {case.upper} 接收" if case.upper else f"依据 {paper}"
    say(f"{unit} 申请 {key} {case.state.label}，{where}")


@cases.command()
def papers(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    on: On = "",
    words: Words = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记先行救助的材料已补齐。"""
    from aid import case_steps as verbs  # noqa: PLC0415 - as above

    case = _take(Doing.PAPERS, verbs.papers, **_options(locals()))
    say(f"{unit} 申请 {key} 的材料于 {case.papers_on} 补齐")


@cases.command()
def file(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    on: On = "",
    words: Words = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """报省总工会备案。"""
    from aid import case_steps as verbs  # noqa: PLC0415 - as above

    case = _take(Doing.FILE, verbs.file, **_options(locals()))
    say(f"{unit} 申请 {key} {case.state.label}")


@cases.command("spot-check")
def spot_check(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    outcome: Annotated[
        str, typer.Option("--outcome", help="无误 passed、发现问题 found（须说明）")
    ],
    on: On = "",
    words: Words = "",
    paper: Paper = "",
    database: Database = "",
    person: As = "",
) -> None:
    """登记省总工会的抽查。"""
    from aid import case_steps as verbs  # noqa: PLC0415 - as above

    kind = _outcome(outcome, Outcome.PASSED, Outcome.FOUND)
    _take(Doing.SPOT_CHECK, verbs.spot_check, kind, **_options(locals()))
    say(f"{unit} 申请 {key} {kind.label}")


def _outcome(text: str, *known: Outcome) -> Outcome:
    found = one_of(Outcome, text, "--outcome")
    if found not in known:
        told = "；可用：" + "、".join(f"{one.value}（{one.label}）" for one in known)
        what = f"这里不用“{found.label}”{told}"
        raise typer.BadParameter(what, param_hint="--outcome")
    return found


_OPTIONS = ("key", "unit", "on", "words", "paper", "database", "person")


def _options(told: dict[str, Any]) -> dict[str, str]:
    """The options that every step takes, of a command's own."""
    return {name: str(told[name]) for name in _OPTIONS}
