"""People, rights and posts of a books folder.

With `people.csv` only the people it names may act; without it people are registered
as the vouchers and posts name them.
"""

import datetime as dt
from collections.abc import Sequence

from ledger import registration
from ledger.database import Connection
from ledger.errors import Faults
from ledger.folder import OFFICERS, PEOPLE
from ledger.intake_cells import ALWAYS, Cells, MasterSheets, built, day, fault, listed, tell
from ledger.people import Act, Grant, Person, Right, Tenure
from ledger.register import lookups


def _register_people(
    connection: Connection, rows: Sequence[Cells], act: Act, faults: Faults
) -> None:
    people: dict[str, Person] = {}
    places: list[Cells] = []
    for cells in rows:
        # One person may stand in several rows, one for each right.
        if cells["person"] and cells["person"] not in people:
            code = cells["person"]
            logins = listed(cells["logins"])
            people[code] = Person(code=code, name=cells["name"], logins=logins)
            places.append(cells)
    found = registration.register_people(connection, tuple(people.values()), act)
    tell(found, places, faults)


def _register_rights(
    connection: Connection, rows: Sequence[Cells], act: Act, faults: Faults
) -> None:
    books = lookups(connection)
    grants = []
    for cells in rows:
        since = day(cells, "since", faults) or ALWAYS
        until = day(cells, "until", faults)
        rights = [_right(name, cells, faults) for name in listed(cells["rights"])]
        for unit in listed(cells["units"]) or ("",):
            if unit and unit not in books.units:
                faults.append(fault(cells, "units", "没有这个单位", unit))
                continue
            grants += [
                Grant(person=cells["person"], right=right, unit=unit, since=since, until=until)
                for right in rights
                if right is not None and cells["person"] in books.people
            ]
    registration.register_rights(connection, grants, act)


def _right(name: str, cells: Cells, faults: Faults) -> Right | None:
    for right in Right:
        if name in {right.value, right.label}:
            return right
    names = "、".join(f"{right.value}（{right.label}）" for right in Right)
    faults.append(fault(cells, "rights", "不认识这项权限", name, f"可用：{names}"))
    return None


def _register_officers(
    connection: Connection, sheets: MasterSheets, act: Act, faults: Faults
) -> None:
    rows = sheets.of(OFFICERS)
    if not rows:
        return
    _meet_people(connection, [(c["person"], c, "person") for c in rows], sheets, act, faults)
    books = lookups(connection)
    tenures = []
    for cells in rows:
        since, until = day(cells, "since", faults), day(cells, "until", faults)
        if cells["unit"] not in books.units:
            faults.append(fault(cells, "unit", "没有这个单位", cells["unit"]))
        elif since is not None and cells["person"] in books.people:
            tenure = built(lambda: _tenure(cells, since, until), cells, "until", faults)  # noqa: B023 - called at once
            tenures += [tenure] if tenure else []
    registration.register_tenures(connection, tenures, act)


def _tenure(cells: Cells, since: dt.date, until: dt.date | None) -> Tenure:
    return Tenure(
        person=cells["person"],
        post=cells["post"],
        unit=cells["unit"],
        since=since,
        until=until,
        acting=cells["acting"] in {"1", "是", "true", "yes"},
    )


def _meet_people(
    connection: Connection,
    named: Sequence[tuple[str, Cells, str]],
    sheets: MasterSheets,
    act: Act,
    faults: Faults,
) -> None:
    known = lookups(connection).people
    fresh = {code: Person(code=code) for code, _, _ in named if code and code not in known}
    if not sheets.people_closed:
        registration.register_people(connection, tuple(fresh.values()), act)
        return
    for code, cells, column in named:
        if code in fresh:
            faults.append(fault(cells, column, "people.csv 中没有此人", code, "补登人员"))

