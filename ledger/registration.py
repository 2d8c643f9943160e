"""Registering (登记) people, rights, posts and units.

1. What stands under the same code with the same content is left alone, so that an
   import can be repeated; with other content it is a problem that is told.
2. Units, charts and people are shared; funds and posts belong to a unit. Charts are
   registered in `chart_registration.py`, funds in `fund_registration.py`.
3. Each verb looks when it holds the lock of the registers that all share: of two who
   register at once the second sees what the first left. The shared lock comes before
   a unit's, units come in the order of their codes.

Each verb takes all rows at once and returns what was wrong, by place in its input;
the caller refuses if anything was.
"""

from collections.abc import Iterator, Mapping, Sequence

from ledger import register, store, tables
from ledger.database import Connection
from ledger.errors import Problem
from ledger.people import Act, Grant, Person, Tenure
from ledger.register import SHARED, Lookups, UnitLookup, lookups
from ledger.rights import EVERYWHERE, ends_sooner, incompatible
from ledger.units import Unit, default_chart, fitting_chart

Found = tuple[int, Problem]


_REGISTERS = "bangfu_registers"


def locked(connection: Connection) -> Lookups:
    """The master records as they stay while this transaction registers.

    The first verb of a transaction takes the lock and reads them anew; from then on
    they change by its own acts alone.
    """
    if not connection.get_execution_options().get(_REGISTERS):
        store.lock_unit(connection, SHARED)
        lookups(connection, fresh=True)
        # Said of this connection, which `writing` opens for one transaction.
        connection.execution_options(**{_REGISTERS: True})
    return lookups(connection)


# -- people -------------------------------------------------------------------------


def register_people(
    connection: Connection, people: Sequence[Person], act: Act
) -> list[Found]:
    """Register people and the log-ins that are theirs."""
    books = locked(connection)
    problems: list[Found] = []
    rows: list[dict[str, object]] = []
    logins: list[dict[str, object]] = []
    ids = dict(books.people)
    fresh = store.next_id(connection, tables.people)
    for place, person in enumerate(people):
        id_ = ids.get(person.code)
        if id_ is None:
            id_, fresh = fresh, fresh + 1
            ids[person.code] = id_
            rows.append(
                {
                    "id": id_,
                    "code": person.code,
                    "name": person.name or person.code,
                    "kind": person.kind,
                }
            )
        elif books.person_codes.get(id_, person.code) != person.code:
            problems.append((place, _login_taken(person.code)))
        elif person.name and books.person_names.get(id_, person.name) != person.name:
            problems.append((place, differs("人员", person.code, "name")))
        for login in person.logins:
            if ids.setdefault(login, id_) != id_:
                problems.append((place, _login_taken(login)))
            elif login not in books.people:
                logins.append({"login": login, "person_id": id_})
    if not problems:
        register.append(connection, "people", rows, act)
        register.append(connection, "logins", logins, act)
    return problems


def register_rights(
    connection: Connection, grants: Sequence[Grant], act: Act
) -> list[Found]:
    """Register rights; a right with another end is a later revision of the same.

    Those by which one would audit what one books are told, and not registered.
    """
    books = locked(connection)
    latest: dict[tuple[object, ...], tuple[int, object]] = {}
    for row in store.all_rows(connection, tables.rights):
        key = (row.person_id, row.right, row.scope_id, row.since)
        latest[key] = (row.revision, row.until)
    rows: dict[int, dict[str, object]] = {}
    given: dict[tuple[object, ...], int] = {}
    for place, grant in enumerate(grants):
        scope = books.unit(grant.unit).id if grant.unit else EVERYWHERE
        key = (books.person(grant.person), str(grant.right), scope, grant.since)
        before = latest.get(key)
        if _next_revision(latest, key, grant.until):
            names = ("person_id", "right", "scope_id", "since")
            rows[place] = _revised(names, key, latest)
            if before is None or not ends_sooner(grant.until, before[1]):
                given[key] = place
    problems = incompatible(latest, given, books)
    for place, _ in problems:
        del rows[place]
    register.append(connection, "rights", [*rows.values()], act)
    return problems


def register_tenures(
    connection: Connection, tenures: Sequence[Tenure], act: Act
) -> list[Found]:
    """Register posts held; one with another end is a later revision of the same."""
    books = locked(connection)
    latest: dict[tuple[object, ...], tuple[int, object]] = {}
    for row in store.all_rows(connection, tables.tenures):
        key = (row.unit_id, row.person_id, row.post, row.since)
        latest[key] = (row.revision, row.until)
    rows: list[dict[str, object]] = []
    for tenure in tenures:
        unit, person = books.unit(tenure.unit).id, books.person(tenure.person)
        key = (unit, person, tenure.post, tenure.since)
        if _next_revision(latest, key, tenure.until):
            names = ("unit_id", "person_id", "post", "since")
            row = _revised(names, key, latest)
            rows.append(row | {"acting": int(tenure.acting)})
    register.append(connection, "tenures", rows, act)
    return []


def _next_revision(
    latest: dict[tuple[object, ...], tuple[int, object]],
    key: tuple[object, ...],
    until: object,
) -> bool:
    revision, ends = latest.get(key, (0, None))
    if revision and ends == until:
        return False
    latest[key] = (revision + 1, until)
    return True


def _revised(
    names: tuple[str, ...],
    key: tuple[object, ...],
    latest: Mapping[tuple[object, ...], tuple[int, object]],
) -> dict[str, object]:
    revision, until = latest[key]
    return {**dict(zip(names, key, strict=True)), "revision": revision, "until": until}


# -- units --------------------------------------------------------------------------


def register_units(
    connection: Connection, units: Sequence[Unit], act: Act
) -> list[Found]:
    """Register units, parents before those below them, with the chart each keeps.

    A unit that stands may only gain an end (closed_on, merged_into).
    """
    locked(connection)
    problems: list[Found] = []
    standing: list[tuple[int, Unit]] = []
    for place, unit in _parents_first(units):
        books = lookups(connection)
        known = books.units.get(unit.code)
        if known is None:
            found = _register_unit(connection, unit, books, act)
        else:
            found = list(_unit_differs(unit, known))
        problems += [(place, problem) for problem in found]
        if not found:
            standing.append((place, unit))
    # The unit that another is merged into may stand later in the file.
    for place, unit in sorted(standing, key=lambda told: told[1].code):
        problems += [(place, p) for p in _end_unit(connection, unit, act)]
    return problems


def _parents_first(units: Sequence[Unit]) -> Iterator[tuple[int, Unit]]:
    waiting = dict(enumerate(units))
    codes = {unit.code for unit in units}
    done: set[str] = set()
    while waiting:
        ready = [
            p for p, u in waiting.items() if u.parent in done or u.parent not in codes
        ]
        if not ready:
            # A ring of parents: hand them out as they are, each misses its parent.
            ready = list(waiting)
        for place in ready:
            unit = waiting.pop(place)
            done.add(unit.code)
            yield place, unit


def _register_unit(
    connection: Connection, unit: Unit, books: Lookups, act: Act
) -> list[Problem]:
    chart = fitting_chart(unit.chart, unit.level) or default_chart(
        unit.level, unit.opened_on
    )
    if unit.parent and unit.parent not in books.units:
        return [missing("上级单位", unit.parent, "parent")]
    if chart not in books.charts:
        return [missing("科目表", chart, "chart")]
    id_ = store.next_id(connection, tables.units)
    row = {
        "id": id_,
        "code": unit.code,
        "name": unit.name,
        "level": str(unit.level),
        "type": str(unit.type),
        "parent_id": books.units[unit.parent].id if unit.parent else None,
        "account_mode": str(unit.account_mode),
        "voucher_kinds": str(unit.voucher_kinds),
        "opened_on": unit.opened_on,
    }
    register.append(connection, "units", [row], act)
    store.lock_unit(connection, id_)
    since = {"unit_id": id_, "chart": chart, "since": unit.opened_on}
    register.append(connection, "unit_charts", [since], act)
    return []


def _unit_differs(unit: Unit, known: UnitLookup) -> Iterator[Problem]:
    same = (
        ("name", unit.name, known.name),
        ("level", str(unit.level), known.level),
        ("type", str(unit.type), known.type),
        ("parent", unit.parent, known.parent),
        ("account_mode", str(unit.account_mode), known.account_mode),
        ("voucher_kinds", unit.voucher_kinds, known.kinds),
        ("opened_on", unit.opened_on.isoformat(), known.opened_on),
    )
    for column, told, stands in same:
        if told != stands:
            yield differs("单位", unit.code, column)
    if unit.chart:
        chart = fitting_chart(unit.chart, unit.level)
        if chart not in {name for _, name in known.charts}:
            yield differs("单位", unit.code, "chart")


def _end_unit(connection: Connection, unit: Unit, act: Act) -> Iterator[Problem]:
    if unit.closed_on is None:
        return
    books = lookups(connection)
    known = books.units[unit.code]
    # No voucher slips under the last day while it is looked at.
    store.lock_unit(connection, known.id)
    if known.closed_on:
        if (unit.closed_on.isoformat(), unit.merged_into) != (
            known.closed_on,
            known.merged_into,
        ):
            yield differs("单位的撤销", unit.code, "closed_on")
        return
    into = books.units.get(unit.merged_into)
    if unit.merged_into and (into is None or into is known):
        yield missing("并入单位", unit.merged_into, "merged_into")
        return
    last = store.last_day(connection, known.id)
    if last is not None and last >= unit.closed_on:
        yield Problem(
            "register",
            "撤销日期之后已有记账",
            last.isoformat(),
            "撤销日期应晚于最后一张凭证",
            column="closed_on",
        )
        return
    row = {
        "unit_id": known.id,
        "closed_on": unit.closed_on,
        "merged_into_id": into.id if into else None,
    }
    register.append(connection, "unit_endings", [row], act)


# -- problems -----------------------------------------------------------------------


def differs(kind: str, code: str, column: str) -> Problem:
    """What is told where a record stands with another content."""
    return Problem(
        "register",
        f"{kind}已经登记，但内容不同",
        code,
        "已登记的内容不能改写；核对代码是否写错",
        column=column,
    )


def _login_taken(login: str) -> Problem:
    return Problem(
        "register",
        "登录名或代码已属于另一人",
        login,
        "一个登录名只属于一人；核对是否同一人",
        column="logins",
    )


def missing(kind: str, code: str, column: str) -> Problem:
    """What is told where a record names one that does not stand."""
    return Problem(
        "register", f"没有这个{kind}", code, "核对代码，或先登记", column=column
    )
