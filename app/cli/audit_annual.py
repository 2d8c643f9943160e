"""`bangfu audit annual`: the yearly audit of a unit in figures, findings and opinion.

The report itself is `bangfu report annual_audit`.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit, Year
from app.cli.output import Columns, Format, say, show
from app.cli.progress import stages
from app.cli.session import open_session
from ledger import catalogue
from ledger.people import Right

if TYPE_CHECKING:
    from audit.annual import AnnualAudit

app = typer.Typer(no_args_is_help=True)

FUNDS = (
    ("fund", "资金"),
    ("opening", "年初结存"),
    ("received", "本年收入"),
    ("paid", "本年支出"),
    ("moved", "资金间转入"),
    ("adjusted", "其他调整"),
    ("closing", "年末结存"),
)
FOUND = (
    ("number", "编号"),
    ("check", "检查"),
    ("severity", "性质"),
    ("title", "发现"),
    ("count", "项数"),
    ("amount", "金额"),
    ("recommendation", "建议"),
)
SHOWN: dict[str, Columns] = {"annual": FOUND, "annual --funds": FUNDS}
"""What each command shows; `docs/cli.md` is written from it."""


@app.command()
def annual(  # noqa: PLR0913 - one parameter for each option
    unit: Unit,
    year: Year,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    funds: Annotated[bool, typer.Option("--funds", help="按资金列出收支")] = False,
) -> None:
    """年度审计的结果：按性质轻重列出发现，说明结论；或列出各项资金的收支。"""
    # The checks are loaded where they are run.
    from audit import integrity  # noqa: PLC0415
    from audit.annual import annual_audit  # noqa: PLC0415

    session = open_session(database, person)
    with (
        session.logged("audit.annual", Right.AUDIT, unit, str(year)),
        stages() as tell,
        session.reading(unit) as connection,
    ):
        schema = catalogue.verify(connection)
        proofs = integrity.verify(connection, (unit,), schema, tell=tell).lines
        tell("执行检查", 0, 0)
        audit = annual_audit(connection, unit, year, proofs)
    if how is Format.TABLE:
        _tell(audit)
    if funds:
        show(FUNDS, _funds(audit), how)
    else:
        show(FOUND, _found(audit), how)


def _tell(audit: "AnnualAudit") -> None:
    missing = len(audit.not_performed)
    say(f"{audit.books.unit_name} {audit.year} 年度：{audit.opinion.label}")
    say(f"执行检查 {len(audit.performed)} 项；{missing} 项缺少数据未执行，结论不涉及")


def _funds(audit: "AnnualAudit") -> list[tuple[object, ...]]:
    total = audit.total
    flows = [
        (one.fund, one.opening, one.received, one.paid, one.moved, one.adjusted)
        for one in (*audit.funds, total)
    ]
    closings = [one.closing for one in (*audit.funds, total)]
    return [
        (fund or "合计", *rest, closing)
        for (fund, *rest), closing in zip(flows, closings, strict=True)
    ]


def _found(audit: "AnnualAudit") -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [
        (
            *(one.number, one.check.key, one.severity.label, one.title),
            *(len(one.exceptions), one.amount, one.recommendation),
        )
        for one in audit.findings
    ]
    rows += [
        (
            *(one.label, "", one.severity.label, one.title),
            *(1, one.amount, one.recommendation),
        )
        for one in audit.own
    ]
    return rows
