"""`bangfu aid tie`: aid by the ledger against batches, hand-outs, and people."""

from collections.abc import Iterable

import typer

from aid import tie_figures
from aid.ledger_tie import Tie
from app.cli import output
from app.cli.arguments import AnyPeriod, As, Database, Unit, WithSubunits, span_of
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from ledger.balances import subtree
from ledger.register import lookups

app = typer.Typer(no_args_is_help=True)

_FIGURES = {
    one.key: one
    for part in (tie_figures.SPENT, tie_figures.PAID, tie_figures.GIVEN)
    for one in part
}
TIES = (
    ("unit", "单位"),
    *((key, one.label) for key, one in _FIGURES.items()),
    ("agrees", "结果"),
)
SHOWN: dict[str, Columns] = {"tie": TIES}
"""What each command shows; `docs/cli.md` is written from it."""

_ON_SCREEN = (
    *("unit", "all_spent", "spent_grounds", "batches", "different"),
    *("received", "unpaid", "handouts", "not_issued", "ungiven", "agrees"),
)
"""The columns that a table has room for; programs get all."""


@app.command()
def tie(  # noqa: PLR0913 - one parameter for each option
    unit: Unit,
    period: AnyPeriod,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    with_subunits: WithSubunits = False,
) -> None:
    """核对账面帮扶支出、库存发出与发放批次、发放单和到人金额；不符时退出码为 1。"""
    from aid.tie_reading import ties  # noqa: PLC0415 - few commands ask

    span = span_of(period, quarters=True)
    session = open_session(database, person)
    with session.reading(unit) as connection:
        books = lookups(connection)
        units = subtree(books, unit) if with_subunits else (books.unit(unit).code,)
        found = ties(connection, units, span)
    rows = [_row(code, one) for code, one in found.items()]
    if how is Format.TABLE:
        keys = [key for key, _ in TIES]
        chosen = [keys.index(key) for key in _ON_SCREEN]
        columns = [TIES[place] for place in chosen]
        show(columns, [[row[place] for place in chosen] for row in rows], how)
        _tell(found.values())
    else:
        show(TIES, rows, how)
    if not all(one.agrees for one in found.values()):
        raise typer.Exit(1)


def _row(code: str, one: Tie) -> tuple[object, ...]:
    figures = (figure.tell(one) for figure in _FIGURES.values())
    return (code, *figures, "相符" if one.agrees else "不符")


def _tell(found: Iterable[Tie]) -> None:
    for one in found:
        for told in one.differences:
            say(
                f"{told.unit} 凭证 {told.mark}（{told.why.label}）："
                f"账面 {told.by_ledger.grouped()} 元，"
                f"明细 {told.by_lines.grouped()} 元，差 {told.amount.grouped()} 元"
            )
