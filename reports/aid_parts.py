"""What the pages on aid share: rows of units and their sums, and who signs.

1. A sum stands above the units that it is of; it is counted, never added up from rows,
   for people and households are each counted once in it.
2. Sums by tier stand at the end.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from aid import statistics_store
from aid.unit_sums import Place, Scope, UnitSums
from ledger import store
from ledger.database import Connection
from ledger.register import lookups
from reports import parts
from reports.catalogue import Request
from reports.report import Cell, Provenance, Row, Style

SIGNERS = ("单位负责人", "统计负责人", "填表人")

_T = TypeVar("_T")

_INDENT = "　"


def sums_of(connection: Connection, request: Request) -> UnitSums:
    """The unit asked for, or it and all below it with their sums."""
    units = parts.units_of(connection, request)
    return UnitSums(lookups(connection), request.unit, units)


def provenance(connection: Connection, request: Request) -> Provenance:
    """The head of the unit's register; the moment is that of the last record of all.

    No record is read but the last of each unit: a subtree may have a million of them.
    """
    books = lookups(connection)
    ids = [books.unit(code).id for code in parts.units_of(connection, request)]
    unit = books.unit(request.unit)
    position, digest = store.record_head(connection, unit.id)
    stamp = statistics_store.last_recorded(connection, ids)
    return Provenance(
        unit=parts.unit_title(connection, request),
        period=parts.period_title(request),
        position=position,
        digest=digest.hex(),
        known_on=dt.datetime.fromisoformat(stamp) if stamp else request.at,
    )


def place_name(place: Place) -> str:
    """How a row is called; a unit stands in from the one above it."""
    if place.scope is Scope.TIER:
        return f"{place.name}小计"
    if place.scope is Scope.SUM:
        return f"{_INDENT * place.depth}{place.name}（含下级）"
    return f"{_INDENT * place.depth}{place.name}"


def style_of(place: Place) -> Style:
    """How a row is ruled off."""
    if place.scope is Scope.SUM:
        return "subtotal" if place.depth else "total"
    return "subtotal" if place.scope is Scope.TIER else "plain"


def rows(
    sums: UnitSums,
    found: Mapping[Place, _T],
    tell: Callable[[_T], Iterable[Cell]],
) -> tuple[Row, ...]:
    """A row for every place: its name and what is told of it (1, 2)."""
    return tuple(
        Row((place_name(place), *tell(found[place])), style_of(place))
        for place in sums.order
    )
