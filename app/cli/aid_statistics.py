"""`bangfu aid statistics`: files and aid of a unit and of all below it, over a span."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from aid import statistics_figures as figures
from app.cli import output
from app.cli.arguments import AnyPeriod, As, Database, Unit, WithSubunits, span_of
from app.cli.output import Columns, Format, show
from app.cli.session import Session, open_session
from ledger.balances import subtree
from ledger.people import KEEPING_BOOKS, Right
from ledger.register import lookups

if TYPE_CHECKING:
    from aid.statistics import Statistics
    from treasury.vault import Vault

app = typer.Typer(no_args_is_help=True)

STATISTICS = (
    ("unit", "单位"),
    ("name", "名称"),
    ("scope", "范围"),
    *((one.key, one.label) for one in figures.ALL),
)
SHOWN: dict[str, Columns] = {"statistics": STATISTICS}
"""What each command shows; `docs/cli.md` is written from it."""

_ON_SCREEN = (
    *("name", "scope", "begin", "entered", "left", "end", "persons"),
    *("aid_households", "aid_times", "aid_money", "aid_goods"),
)
"""The columns that a table has room for; programs get all."""

SEEING = (*sorted(KEEPING_BOOKS), Right.APPROVE, Right.HEAD, Right.AUDIT)
"""Who may have what is encrypted counted."""


@app.command()
def statistics(  # noqa: PLR0913 - one parameter for each option
    unit: Unit,
    period: AnyPeriod,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
    *,
    with_subunits: WithSubunits = False,
    opened: Annotated[
        bool,
        typer.Option("--open", help="打开档案，统计性别和工作状态；记入操作日志"),
    ] = False,
) -> None:
    """统计特困职工：档案的期初、增加、减少、期末，困难类别、人口，救助户数和金额。"""
    from aid import statistics as verbs  # noqa: PLC0415 - few commands ask
    from aid.unit_sums import UnitSums  # noqa: PLC0415 - as above

    span = span_of(period, quarters=True)
    session = open_session(database, person)
    vault = _vault(session) if opened else None
    with _looking(session, unit, period, opened=opened) as connection:
        books = lookups(connection)
        units = subtree(books, unit) if with_subunits else (books.unit(unit).code,)
        sums = UnitSums(books, unit, units)
        found = verbs.statistics(connection, sums, span, vault)
    rows = _rows(found)
    if how is Format.TABLE:
        keys = [key for key, _ in STATISTICS]
        chosen = [keys.index(key) for key in _ON_SCREEN]
        columns = [STATISTICS[place] for place in chosen]
        show(columns, [[row[place] for place in chosen] for row in rows], how)
        return
    show(STATISTICS, rows, how)


def _vault(session: Session) -> "Vault":
    from app.keyring import open_vault  # noqa: PLC0415 - as above

    return open_vault(session.settings)


def _looking(session: Session, unit: str, period: str, *, opened: bool) -> Any:
    """Reading; what is opened is asked for and logged."""
    if not opened:
        return session.reading(unit)
    return session.writing("aid.statistics", SEEING, unit, period)


def _rows(found: "Statistics") -> list[tuple[object, ...]]:
    return [
        (
            place.code,
            place.name,
            place.scope.label,
            *(one.tell(found.places[place]) for one in figures.ALL),
        )
        for place in found.sums.order
    ]
