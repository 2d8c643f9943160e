"""`bangfu audit findings reply | decide | rectify | …`: what becomes of findings.

Replies and rectification are the auditee's; the rest is the auditors'.
"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.arguments import As, Database, Unit, day_or_none
from app.cli.audit_engagements import (
    Key,
    On,
    Paper,
    Words,
    answering,
    text_of,
    working,
)
from app.cli.output import Columns, say
from app.cli.typed import amount_of, one_of
from audit.finding_kinds import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.finding_kinds import Kept

_findings = typer.Typer(no_args_is_help=True)
commands = _findings.registered_commands
"""Commands of the group that `audit_findings.py` makes."""

SHOWN: dict[str, Columns] = {}
"""What each command shows: a line."""

Number = Annotated[int, typer.Option("--number", help="发现的序号", min=1)]


def _take(
    name: str, at: tuple[str, str, int], who: tuple[str, str], **told: Any
) -> None:
    """Take a step of a finding as typed; `at` are unit, engagement and number."""
    from audit import rectification as verbs  # noqa: PLC0415 - as above
    from audit.engagement_keeping import (  # noqa: PLC0415 - as above
        auditee_desk_of,
        desk_of,
    )

    unit, key, number = at
    amount = told.get("amount", "")
    asked = verbs.Asked(
        words=text_of(told.get("words", ""), "--words"),
        paper=told.get("paper", ""),
        on=day_or_none(told.get("on", ""), "--on"),
        due_on=day_or_none(told.get("due", ""), "--due"),
        amount=amount_of(amount, "--amount") if amount else None,
    )
    desks: dict[str, Callable[..., Any]] = {
        "reply": auditee_desk_of,
        "rectify": verbs.rectify_desk_of,
        "follow_up": verbs.follow_desk_of,
    }
    opened = answering if name in {"reply", "rectify"} else working
    outcome = told.get("outcome")
    chosen = () if outcome is None else (one_of(Outcome, outcome, "--outcome"),)
    with opened(name, unit, f"{key}/{number}", *who) as (session, connection):
        desk = desks.get(name, desk_of)(connection, unit, key, session.act)
        one: Kept = getattr(verbs, name)(desk, number, *chosen, asked)
    say(f"{unit} 审计发现 {one.label} {one.state.label}")


@_findings.command()
def drop(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    number: Number,
    words: Words,
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """撤销不成立的发现，写明理由。"""
    _take("drop", (unit, key, number), (database, person), words=words, on=on)


@_findings.command()
def reply(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    number: Number,
    words: Words,
    outcome: Annotated[
        str, typer.Option("--outcome", help="无异议 agreed，有异议 disagreed")
    ],
    paper: Paper = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """被审计单位对征求意见稿的答复。"""
    told = {"words": words, "outcome": outcome, "paper": paper, "on": on}
    _take("reply", (unit, key, number), (database, person), **told)


@_findings.command()
def decide(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    number: Number,
    outcome: Annotated[
        str,
        typer.Option(
            "--outcome", help="限期整改 rectify、移送 transfer、不作处理 none"
        ),
    ],
    due: Annotated[str, typer.Option("--due", help="整改期限")] = "",
    words: Words = "",
    paper: Paper = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """组长对发现的处理意见；没有答复的，征求意见期满后处理。"""
    told = {"words": words, "outcome": outcome, "paper": paper, "due": due, "on": on}
    _take("decide", (unit, key, number), (database, person), **told)


@_findings.command()
def rectify(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    number: Number,
    words: Words,
    paper: Annotated[str, typer.Option("--paper", help="整改证据")] = "",
    amount: Annotated[str, typer.Option("--amount", help="收回金额（元）")] = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """被审计单位报送整改结果和证据。"""
    told = {"words": words, "paper": paper, "amount": amount, "on": on}
    _take("rectify", (unit, key, number), (database, person), **told)


@_findings.command("follow-up")
def follow_up(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    number: Number,
    words: Words,
    outcome: Annotated[
        str, typer.Option("--outcome", help="到位 accepted，不到位 not_accepted")
    ],
    due: Annotated[str, typer.Option("--due", help="不到位的新期限")] = "",
    paper: Paper = "",
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """后续审计：整改是否到位；项目办结后结转的也可办理。"""
    told = {"words": words, "outcome": outcome, "due": due, "paper": paper, "on": on}
    _take("follow_up", (unit, key, number), (database, person), **told)


@_findings.command()
def carry(  # noqa: PLR0913, PLR0917 - as above
    key: Key,
    unit: Unit,
    number: Number,
    words: Words,
    on: On = "",
    database: Database = "",
    person: As = "",
) -> None:
    """结转后续审计，写明理由。"""
    _take("carry", (unit, key, number), (database, person), words=words, on=on)
