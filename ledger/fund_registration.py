"""Registering (登记) a unit's funds and the purposes that they may be spent on.

The verbs hold to the rules on top of `registration.py`. A fund without limits may be
spent on any purpose; those are registered as they are met, so that every purpose a
posting names stands in the books.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ledger import register, store, tables
from ledger.database import Connection
from ledger.errors import Problem
from ledger.funds import Fund, foreign_purposes, permitted_purposes
from ledger.people import Act
from ledger.register import UnitLookup
from ledger.registration import Found, differs, locked


def register_funds(
    connection: Connection, unit: str, funds: Sequence[Fund], act: Act
) -> list[Found]:
    """Register a unit's funds with the purposes that source and donor permit (L8)."""
    known = locked(connection).unit(unit)
    problems: list[Found] = []
    rows: list[dict[str, object]] = []
    purposes: list[dict[str, object]] = []
    standing = {
        row.code: row for row in store.all_rows(connection, tables.funds, known.id)
    }
    for place, fund in enumerate(funds):
        opened = fund.opened_on or dt.date.fromisoformat(known.opened_on)
        if fund.code in standing:
            found = _fund_differs(fund, standing[fund.code], known)
            problems += [
                (place, differs("资金", fund.code, column)) for column in found
            ]
            continue
        if foreign := foreign_purposes(fund, opened):
            problems.append((place, _foreign(foreign)))
            continue
        permitted = permitted_purposes(fund, opened)
        id_ = len(known.funds) + len(rows) + 1
        rows.append(
            _fund_row(known.id, id_, fund, opened, limited=permitted is not None)
        )
        purposes += _purpose_rows(known.id, id_, permitted or ())
    if not problems:
        register.append(connection, "funds", rows, act)
        register.append(connection, "fund_purposes", purposes, act)
    return problems


def _fund_differs(fund: Fund, row: Any, known: UnitLookup) -> Iterator[str]:
    """The columns in which a fund is told otherwise than it stands."""
    same = (
        ("name", fund.name, row.name),
        ("source", str(fund.origin), row.origin),
        ("channel", str(fund.channel), row.channel),
        ("restriction", fund.restriction, row.restriction),
        ("donor", fund.donor, row.donor),
        ("opened_on", fund.opened_on or row.opened_on, row.opened_on),
    )
    for column, told, stands in same:
        if told != stands:
            yield column
    permitted = permitted_purposes(fund, row.opened_on)
    stands = known.purposes[row.id] if row.restricted else None
    if stands != (None if permitted is None else set(permitted)):
        yield "purposes"


def meet_purposes(
    connection: Connection, unit: str, met: Iterable[tuple[str, str]], act: Act
) -> None:
    """Register purposes met on funds without limits: pairs of fund and purpose."""
    known = locked(connection).unit(unit)
    rows: list[dict[str, object]] = []
    for fund, purpose in sorted(set(met)):
        id_ = known.funds[fund]
        if id_ not in known.restricted and purpose not in known.purposes[id_]:
            rows += _purpose_rows(known.id, id_, (purpose,))
    register.append(connection, "fund_purposes", rows, act)


def _fund_row(
    unit_id: int, id_: int, fund: Fund, opened: dt.date, *, limited: bool
) -> dict[str, object]:
    return {
        "unit_id": unit_id,
        "id": id_,
        "code": fund.code,
        "name": fund.name,
        "origin": str(fund.origin),
        "channel": str(fund.channel),
        "restriction": fund.restriction,
        "donor": fund.donor,
        "restricted": int(limited),
        "opened_on": opened,
    }


def _purpose_rows(
    unit_id: int, fund_id: int, purposes: Iterable[str]
) -> list[dict[str, object]]:
    return [
        {"unit_id": unit_id, "fund_id": fund_id, "purpose": purpose}
        for purpose in purposes
    ]


def _foreign(purposes: tuple[str, ...]) -> Problem:
    return Problem(
        "L8",
        "资金来源不允许这些用途（专款专用）",
        "、".join(purposes),
        "删去这些用途，或改正资金来源",
        column="purposes",
    )
