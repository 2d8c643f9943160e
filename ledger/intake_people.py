"""People, rights and posts of a books folder.

1. With `people.csv` only the people it names may act; without it people are
   registered as the vouchers and posts name them.
2. One person may stand in several rows, one for each right; names must agree.
3. The same right or post with two different ends contradicts itself, and so does one
   post held twice by one person at a time. Two persons may hold a post together.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ledger import registration
from ledger.database import Connection
from ledger.errors import Faults
from ledger.folder import OFFICERS, PEOPLE, UNITS
from ledger.intake_cells import (
    ALWAYS,
    Cells,
    MasterSheets,
    built,
    day_of,
    fault,
    listed,
    tell,
)
from ledger.people import Act, Grant, Person, Right, Tenure
from ledger.register import lookups


@dataclass(slots=True)
class _Named:
    """A person as the rows read so far describe them."""

    first: Cells
    name: str = ""
    logins: dict[str, None] = field(default_factory=dict)


def register_people(
    connection: Connection, sheets: MasterSheets, act: Act, faults: Faults
) -> None:
    """Register the people that `people.csv` names, with their log-ins."""
    named: dict[str, _Named] = {}
    for cells in sheets.of(PEOPLE):
        if not cells["person"]:
            continue
        person = named.setdefault(cells["person"], _Named(cells))
        if cells["name"] and person.name and cells["name"] != person.name:
            faults.append(
                fault(cells, "name", "同一人员的姓名不一致", do="改成同一姓名")
            )
        person.name = person.name or cells["name"]
        person.logins |= dict.fromkeys(listed(cells["logins"]))
    people = [
        Person(code=code, name=person.name, logins=tuple(person.logins))
        for code, person in named.items()
    ]
    found = registration.register_people(connection, people, act)
    tell(found, [person.first for person in named.values()], faults)


def register_rights(
    connection: Connection, sheets: MasterSheets, act: Act, faults: Faults
) -> None:
    """Register the rights that `people.csv` gives."""
    books = lookups(connection)
    listed_units = sheets.named(UNITS, "code")
    grants: dict[tuple[object, ...], Grant] = {}
    places: list[Cells] = []
    for cells in sheets.of(PEOPLE):
        since = day_of(cells, "since", faults) or ALWAYS
        until = day_of(cells, "until", faults)
        if until is not None and until <= since:
            faults.append(fault(cells, "until", "权限的截止日期应晚于起始日期"))
            continue
        rights = [_right(name, cells, faults) for name in listed(cells["rights"])]
        for unit in listed(cells["units"]) or ("",):
            if unit and unit not in books.units:
                if (unit,) not in listed_units:
                    faults.append(
                        fault(cells, "units", "没有这个单位", unit, "核对单位代码")
                    )
                continue
            given = [
                Grant(
                    person=cells["person"],
                    right=right,
                    unit=unit,
                    since=since,
                    until=until,
                )
                for right in rights
                if right is not None and cells["person"] in books.people
            ]
            before = len(grants)
            _take_grants(given, grants, cells, faults)
            places += [cells] * (len(grants) - before)
    found = registration.register_rights(connection, list(grants.values()), act)
    tell(found, places, faults)


def _take_grants(
    given: Iterable[Grant],
    grants: dict[tuple[object, ...], Grant],
    cells: Cells,
    faults: Faults,
) -> None:
    for grant in given:
        key = (grant.person, grant.right, grant.unit, grant.since)
        if grants.setdefault(key, grant).until != grant.until:
            faults.append(
                fault(
                    cells,
                    "until",
                    "同一权限有两个截止日期",
                    grant.right.label,
                    "只保留一行",
                )
            )


def _right(name: str, cells: Cells, faults: Faults) -> Right | None:
    for right in Right:
        if name in {right.value, right.label}:
            return right
    names = "、".join(f"{right.value}（{right.label}）" for right in Right)
    faults.append(fault(cells, "rights", "不认识这项权限", name, f"可用：{names}"))
    return None


# -- posts --------------------------------------------------------------------------


def register_officers(
    connection: Connection, sheets: MasterSheets, act: Act, faults: Faults
) -> None:
    """Register the posts that `officers.csv` names, and their holders."""
    rows = sheets.of(OFFICERS)
    if not rows:
        return
    _meet_officers(connection, rows, sheets, act, faults)
    books = lookups(connection)
    listed_units = sheets.named(UNITS, "code")
    held: dict[tuple[str, ...], list[Tenure]] = {}
    for cells in rows:
        since, until = day_of(cells, "since", faults), day_of(cells, "until", faults)
        if cells["unit"] not in books.units:
            if (cells["unit"],) not in listed_units:
                faults.append(
                    fault(cells, "unit", "没有这个单位", cells["unit"], "核对单位代码")
                )
        elif since is not None and cells["person"] in books.people:
            tenure = built(lambda: _tenure(cells, since, until), cells, "until", faults)  # noqa: B023 - called at once
            if tenure is not None:
                others = held.setdefault((tenure.person, tenure.post, tenure.unit), [])
                _refuse_overlap(tenure, others, cells, faults)
                others.append(tenure)
    tenures = [tenure for others in held.values() for tenure in others]
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


def _refuse_overlap(
    tenure: Tenure, others: Sequence[Tenure], cells: Cells, faults: Faults
) -> None:
    if any(
        (other.until is None or tenure.since < other.until)
        and (tenure.until is None or other.since < tenure.until)
        for other in others
    ):
        faults.append(
            fault(cells, "since", "同一人同一职务的任期重叠", do="改正任期，或合成一行")
        )


def _meet_officers(
    connection: Connection,
    rows: Sequence[Cells],
    sheets: MasterSheets,
    act: Act,
    faults: Faults,
) -> None:
    known = lookups(connection).people
    fresh = {c["person"]: c for c in rows if c["person"] and c["person"] not in known}
    if not sheets.people_closed:
        people = [Person(code=code) for code in fresh]
        tell(
            registration.register_people(connection, people, act),
            list(fresh.values()),
            faults,
        )
        return
    listed_people = sheets.named(PEOPLE, "person")
    for code, cells in fresh.items():
        if (code,) not in listed_people:
            faults.append(
                fault(cells, "person", "people.csv 中没有此人", code, "补登人员")
            )


def meet_people(connection: Connection, codes: Iterable[str], act: Act) -> None:
    """Register people whom vouchers name and no file does."""
    known = lookups(connection).people
    fresh = [Person(code=code) for code in codes if code not in known]
    registration.register_people(connection, fresh, act)
