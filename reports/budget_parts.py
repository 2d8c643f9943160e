"""What the pages of budgets share: their provenance, growth in %, names, columns.

1. What stands in a unit's register (budgets, bases, decisions) has its place in the
   register's chain, and is dated by the last record that the page rests on.
2. A column that would be empty from top to bottom is left out.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from budgets.resolutions import resolutions
from ledger import chain, rates, store, tables
from ledger.database import Connection
from ledger.money import Money
from ledger.register import Lookups, UnitLookup, lookups
from reports import parts
from reports.catalogue import Request
from reports.errors import NoSuchScope
from reports.report import Cell, Column, Provenance, Row, Table, shown

DOWN = "▼"
"""Before every figure that fell."""

OVER = "▲"
"""Before every line that went past its budget."""


def demand_plain(request: Request, title: str, *, subunits: bool) -> None:
    """Refuse what no page of budgets can be asked for.

    Raises:
        NoSuchScope: one fund or account, a place in the chain, or several units where
            the page is of one.
    """
    what = ""
    if request.with_subunits and not subunits:
        what = "按单位编制，不汇总下级单位"
    elif request.fund or request.account:
        what = "不能只取一项资金或一个科目"
    elif request.known_at is not None:
        what = "不能按链位重现；请不写链位"
    if what:
        told = title + what
        raise NoSuchScope(told)


def provenance(
    connection: Connection, request: Request, kinds: Collection[str], prefix: str = ""
) -> Provenance:
    """The register's chain at the last record of these kinds (1).

    `prefix` narrows the records by their key, such as to those of one year's budgets.
    Without any such record it is the chain's head, and the moment of asking.
    """
    unit = lookups(connection).unit(request.unit)
    rows = store.all_rows(connection, tables.records, unit.id)
    ours = [r for r in rows if r.kind in kinds and r.key.startswith(prefix)]
    last = (ours or rows)[-1] if rows else None
    stamps = [one.recorded_at for one in ours[-1:]]
    for code in parts.units_of(connection, request):
        if code == unit.code:
            continue
        below = store.all_rows(connection, tables.records, _id(connection, code))
        stamps += [row.recorded_at for row in below if row.kind in kinds]
    return Provenance(
        unit=parts.unit_title(connection, request),
        period=parts.period_title(request),
        position=last.position if last else 0,
        digest=bytes(last.hash if last else chain.GENESIS).hex(),
        known_on=dt.datetime.fromisoformat(max(stamps)) if stamps else request.at,
    )


def chains(connection: Connection, request: Request) -> tuple[Table, ...]:
    """Place and digest of every unit's register; nothing where there is but one."""
    units = parts.units_of(connection, request)
    if len(units) == 1:
        return ()
    columns = (
        Column("unit", "单位编号"),
        Column("name", "单位名称", width=2),
        Column("position", "登记链位", "count"),
        Column("digest", "摘要"),
    )
    rows = []
    for code in units:
        position, digest = store.record_head(connection, _id(connection, code))
        name = lookups(connection).unit(code).name
        rows.append(Row((code, name, position, bytes(digest).hex()[:12])))
    caption = "所含单位的登记链位"
    return (Table(columns, tuple(rows), caption=caption, name="chains"),)


def _id(connection: Connection, code: str) -> int:
    return lookups(connection).unit(code).id


# -- rates --------------------------------------------------------------------------


def change_bp(figure: Money | None, against: Money | None) -> int | None:
    """The growth over another figure in basis points."""
    if figure is None or against is None:
        return None
    return share_bp(figure - against, against)


def share_bp(part: Money, whole: Money) -> int | None:
    """A part in basis points of the whole, as `ledger/rates.py` rounds; None of nil."""
    return rates.share_bp(part.fen, whole.fen)


def percent(bp: int | None) -> str:
    """A rate in a sentence: `3.25%`; a dash where there is none."""
    return "—" if bp is None else shown(bp, "rate")


# -- names --------------------------------------------------------------------------


def printed_keys(connection: Connection, unit: str) -> Mapping[str, str]:
    """How papers cite the unit's resolutions, by key: `帮管〔2026〕3号`."""
    return {one.key: one.printed for one in resolutions(connection, unit)}


def fund_name(unit: UnitLookup, code: str) -> str:
    """What people call a fund."""
    return unit.fund_names[unit.funds[code]]


def party_name(unit: UnitLookup, party: str) -> str:
    """Who was lent money: a fund of the unit by its name, anyone else as written."""
    return fund_name(unit, party) if party in unit.funds else party


def leaf_name(books: Lookups, unit: UnitLookup, code: str, day: str) -> str:
    """Number and own name of an account of the chart in use on a day."""
    account = books.charts[unit.chart_on(max(day, unit.opened_on))].get(code)
    if account is None:
        return code
    return parts.coded_leaf(books, account)


# -- tables -------------------------------------------------------------------------


def filled(
    columns: Sequence[Column], rows: Iterable[Row], optional: Collection[str]
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Columns and rows without those optional columns that hold nothing (2)."""
    rows = tuple(rows)
    kept = [
        place
        for place, column in enumerate(columns)
        if column.key not in optional or any(_told(row.cells[place]) for row in rows)
    ]
    return (
        tuple(columns[place] for place in kept),
        tuple(Row(tuple(row.cells[p] for p in kept), row.style) for row in rows),
    )


def _told(cell: Cell) -> bool:
    return cell is not None and cell not in {"", Money(0)}
