"""`bangfu money bank …`: rows of the bank matched with postings of the books.

Matching by the rules prepares a reconciliation: whoever keeps books may do it, the
cashier too. By hand whoever has another right than the cashier's matches.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, day_of, place_of
from app.cli.money_bank import ALLOWED, Number, bank
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from ledger.money import Money
from ledger.people import Right

if TYPE_CHECKING:
    from collections.abc import Sequence

app = typer.Typer(no_args_is_help=True)

PROPOSALS = (
    ("score", "分值"),
    ("kind", "类型"),
    ("rows", "流水"),
    ("postings", "分录"),
    ("amount", "金额"),
    ("difference", "差额"),
    ("acceptable", "可核对"),
    ("why", "理由"),
)
MATCHES = (
    ("match", "核对"),
    ("account", "账户"),
    ("method", "方式"),
    ("rows", "流水"),
    ("postings", "分录"),
    ("amount", "金额"),
    ("person", "经办人"),
    ("matched_at", "核对时间"),
    ("reason", "相抵理由"),
    ("undone", "撤销理由"),
)
OPEN = (
    ("side", "方"),
    ("key", "编号"),
    ("day", "日期"),
    ("amount", "金额"),
    ("reference", "流水号或引用号"),
    ("summary", "摘要"),
)
SHOWN: dict[str, Columns] = {
    "bank proposals": PROPOSALS,
    "bank matches": MATCHES,
    "bank open": OPEN,
}
"""What each command shows; `docs/cli.md` is written from it."""

BY_HAND = (Right.PREPARE, Right.REVIEW, Right.POST, Right.HEAD)
"""Who may match by hand: not who is only the cashier."""

METHODS = {"rules": "自动", "person": "人工"}

Until = Annotated[str, typer.Option("--until", help="只到这一天：2026-01-31")]
Rows = Annotated[
    list[str] | None, typer.Option("--row", help="流水：对账单/行，如 3/12；可多次")
]
Postings = Annotated[
    list[str] | None, typer.Option("--posting", help="分录：链位/行，如 105/2；可多次")
]


@bank.command("match")
def match(
    unit: Unit,
    account: Number,
    until: Until = "",
    database: Database = "",
    person: As = "",
) -> None:
    """自动核对流水与分录：只核对金额相等且没有歧义的，其余由人核对。"""
    from app.keyring import open_vault  # noqa: PLC0415 - as above
    from treasury import matches as verbs  # noqa: PLC0415 - as above
    from treasury.matching import RULES  # noqa: PLC0415 - as above

    last = day_of(until, "--until") if until else None
    session = open_session(database, person)
    vault = open_vault(session.settings)
    with session.writing("bank.match", ALLOWED, unit, str(account)) as connection:
        told = verbs.match_account(
            connection, unit, account, vault, session.act, until=last
        )
    found = "，".join(
        f"{label} {told.rules[rule]}"
        for rule, label in RULES.items()
        if rule in told.rules
    )
    count = sum(told.rules.values())
    say(
        f"核对 {count} 笔{f'（{found}）' if found else ''}；"
        f"未达流水 {told.open_rows} 笔、分录 {told.open_postings} 条"
    )


@bank.command("proposals")
def proposals(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    account: Number,
    until: Until = "",
    limit: Annotated[int, typer.Option("--limit", help="最多列几条", min=1)] = 50,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出核对建议，最可能的在前；差额不为零的先记账，不能核对。"""
    from app.keyring import open_vault  # noqa: PLC0415 - as above
    from treasury import matches as verbs  # noqa: PLC0415 - as above
    from treasury.match_proposals import KINDS  # noqa: PLC0415 - as above

    last = day_of(until, "--until") if until else None
    session = open_session(database, person)
    vault = open_vault(session.settings)
    with session.reading(unit) as connection:
        told = verbs.proposals(connection, unit, account, vault, until=last)
    rows = [
        (
            one.score,
            KINDS[one.kind],
            _keys([row.key for row in one.rows]),
            _keys([posting.key for posting in one.postings]),
            Money(sum(item.fen for item in (one.rows or one.postings))),
            one.difference,
            "是" if one.acceptable else "否",
            "；".join(one.why),
        )
        for one in told.proposals[:limit]
    ]
    show(PROPOSALS, rows, how)
    if how is Format.TABLE:
        for note in told.notes:
            say(f"提示：{note}")
        if (left := len(told.proposals) - len(rows)) > 0:
            say(f"提示：另有 {left} 条建议未列出，用 --limit 查看")


@bank.command("match-by-hand")
def match_by_hand(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    account: Number,
    row: Rows = None,
    posting: Postings = None,
    reason: Annotated[
        str, typer.Option("--reason", help="只有流水、没有分录时，相抵而不入账的理由")
    ] = "",
    database: Database = "",
    person: As = "",
) -> None:
    """人工核对：合计相等才能核对，差一分也不行；须有制单、审核、记账或会计主管权限。

    只有流水的，由出纳以外的人写明 --reason，列入调节表；只有分录的，限更正与被更正的
    凭证、同一张凭证或期初分录。
    """
    from treasury import matches as verbs  # noqa: PLC0415 - as above

    rows = [place_of(text, "--row") for text in row or ()]
    postings = [place_of(text, "--posting") for text in posting or ()]
    session = open_session(database, person)
    with session.writing("bank.match", BY_HAND, unit, str(account)) as connection:
        number = verbs.match_by_hand(
            connection, unit, account, rows, postings, session.act, reason
        )
    say(f"第 {number} 号核对：流水 {len(rows)} 笔，分录 {len(postings)} 条")


@bank.command("matches")
def list_matches(
    unit: Unit,
    account: Annotated[
        int, typer.Option("--account", help="银行账户的序号；不写为全部", min=0)
    ] = 0,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出已核对的流水与分录，撤销的写明理由。"""
    from treasury import matches as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.matches(connection, unit, account or None)
    rows = [
        (
            one.number,
            one.account,
            METHODS[one.method],
            _keys(one.rows),
            _keys(one.postings),
            one.amount,
            one.person,
            one.matched_at,
            one.reason,
            one.undone,
        )
        for one in found
    ]
    show(MATCHES, rows, how)


@bank.command("open")
def list_open(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    account: Number,
    until: Until = "",
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出未达：银行有而账上没有核对的流水，账上有而银行没有核对的分录。"""
    from treasury import matches as verbs  # noqa: PLC0415 - as above

    last = day_of(until, "--until") if until else None
    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verbs.open_items(connection, unit, account, until=last)
    rows = [
        ("银行", _keys([row.key]), row.day, Money(row.fen), row.reference, "")
        for row in found.rows
    ]
    rows += [
        ("账簿", _keys([one.key]), one.day, Money(one.fen), one.ref, one.summary)
        for one in found.postings
    ]
    show(OPEN, rows, how)


@bank.command("unmatch")
def unmatch(
    unit: Unit,
    number: Annotated[int, typer.Argument(help="核对的编号", min=1)],
    reason: Annotated[str, typer.Option("--reason", help="撤销的理由")],
    database: Database = "",
    person: As = "",
) -> None:
    """撤销一笔核对；流水与分录重新成为未达，可以另行核对。"""
    from treasury import matches as verbs  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("bank.unmatch", ALLOWED, unit, str(number)) as connection:
        verbs.undo(connection, unit, number, reason, session.act)
    say(f"第 {number} 号核对已撤销")


def _keys(keys: "Sequence[tuple[int, int]]") -> str:
    return " ".join(f"{first}/{second}" for first, second in keys)
