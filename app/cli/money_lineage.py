"""`bangfu money lineage …`: which gifts and grants paid for what.

What a fund's money came from and went to, to the fen; what paid one voucher; what one
gift paid and has left.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.arguments import As, Database, Unit
from app.cli.output import Columns, Format, say, show
from app.cli.session import open_session
from ledger.people import Right

if TYPE_CHECKING:
    from ledger.database import Connection
    from treasury.lineage import Part

app = typer.Typer(no_args_is_help=True)
lineage = typer.Typer(no_args_is_help=True, help="资金来源去向：哪笔来源付了哪笔款")
app.add_typer(lineage, name="lineage")

Ref = Annotated[str, typer.Argument(help="凭证引用号")]
KnownAt = Annotated[
    int | None, typer.Option("--known-at", help="按当时的凭证链位", min=1)
]

SOURCES = (
    ("fund", "资金"),
    ("position", "链位"),
    ("ref", "引用号"),
    ("date", "日期"),
    ("summary", "摘要"),
    ("given", "收到"),
    ("used", "已使用"),
    ("left", "剩余"),
)
PARTS = (
    ("fund", "资金"),
    ("source", "来源凭证"),
    ("source_date", "来源日期"),
    ("use", "付款凭证"),
    ("use_date", "付款日期"),
    ("summary", "摘要"),
    ("amount", "金额"),
)
SHOWN: dict[str, Columns] = {
    "lineage sources": SOURCES,
    "lineage paid-by": PARTS,
    "lineage used": PARTS,
}
"""What each command shows; `docs/cli.md` is written from it."""


@lineage.command()
def sources(  # noqa: PLR0913, PLR0917 - one parameter for each option
    unit: Unit,
    fund: Annotated[str, typer.Option("--fund", help="只列一项资金")] = "",
    known_at: KnownAt = None,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """列出资金的每笔来源：收到、已使用、剩余。"""
    from ledger.register import lookups  # noqa: PLC0415 - costs time
    from treasury import lineage as verb  # noqa: PLC0415 - as above
    from treasury.lineage_store import heads_at  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        found = verb.sources(connection, unit, fund, known_at)
        unit_id = lookups(connection).unit(unit).id
        heads = heads_at(connection, unit_id, [one.position for one in found])
    rows = [
        (
            one.fund, one.position, heads[one.position].ref,
            heads[one.position].dated_on, heads[one.position].summary,
            one.given, one.used, one.left,
        )
        for one in found
    ]  # fmt: skip
    show(SOURCES, rows, how)


@lineage.command("paid-by")
def paid_by(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    ref: Ref,
    known_at: KnownAt = None,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """一笔付款是由哪些来源支付的，逐分列出。"""
    from treasury import lineage as verb  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        position = _position(connection, unit, ref)
        found = verb.paid_by(connection, unit, position, known_at)
        told = [(one.fund, part) for one in found for part in one.parts]
        show(PARTS, _rows(connection, unit, told), how)


@lineage.command()
def used(  # noqa: PLR0913, PLR0917 - as above
    unit: Unit,
    ref: Ref,
    known_at: KnownAt = None,
    database: Database = "",
    person: As = "",
    how: output.As = Format.TABLE,
) -> None:
    """一笔来源付了哪些款，还剩多少。"""
    from treasury import lineage as verb  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.reading(unit) as connection:
        position = _position(connection, unit, ref)
        found = verb.used(connection, unit, position, known_at)
        told = [(one.fund, part) for one in found for part in one.parts]
        show(PARTS, _rows(connection, unit, told), how)
    if how is Format.TABLE:
        for one in found:
            given, rest = one.given.grouped(), one.left.grouped()
            say(f"{one.fund}：收到 {given} 元，剩余 {rest} 元")


@lineage.command()
def record(unit: Unit, database: Database = "", person: As = "") -> None:
    """把来源去向登记到最新的凭证；过账后自动进行，导入大批凭证后可手动运行。"""
    from treasury import lineage as verb  # noqa: PLC0415 - as above

    session = open_session(database, person)
    with session.writing("money.lineage", Right.POST, unit) as connection:
        count = verb.record(connection, unit)
    say(f"{unit} 登记了 {count} 张凭证的资金来源去向")


def _position(connection: "Connection", unit: str, ref: str) -> int:
    from ledger import queries  # noqa: PLC0415 - as above
    from ledger.errors import NotFound  # noqa: PLC0415 - as above
    from ledger.register import lookups  # noqa: PLC0415 - as above

    row = queries.voucher(connection, lookups(connection).unit(unit).id, ref)
    if row is None:
        raise NotFound("凭证", ref, "用 bangfu books voucher list 查看引用号")
    return row.position


def _rows(
    connection: "Connection", unit: str, told: "list[tuple[str, Part]]"
) -> list[tuple[object, ...]]:
    from ledger.register import lookups  # noqa: PLC0415 - as above
    from treasury.lineage_store import heads_at  # noqa: PLC0415 - as above

    places = {part.source for _, part in told} | {part.use for _, part in told}
    heads = heads_at(connection, lookups(connection).unit(unit).id, places)
    return [
        (
            fund, heads[part.source].ref, heads[part.source].dated_on,
            heads[part.use].ref, heads[part.use].dated_on, heads[part.use].summary,
            part.amount,
        )
        for fund, part in told
    ]  # fmt: skip
