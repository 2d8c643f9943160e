"""Registering (登记) units, accounts, funds, people, rights and posts.

1. What stands under the same code with the same content is left alone, so that an
   import can be repeated; with other content it is a problem that is told.
2. Units, charts and people are shared; funds and posts belong to a unit.
3. A fund without limits may be spent on any purpose; those are registered as they are
   met, so that every purpose a posting names stands in the books.

Each verb takes all rows at once and returns what was wrong, by place in its input;
the caller refuses if anything was.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ledger import register, store, tables
from ledger.accounts import Account, Chart, standard_charts
from ledger.database import Connection
from ledger.errors import Problem
from ledger.funds import Fund, foreign_purposes, permitted_purposes
from ledger.people import Act, Grant, Person, Tenure
from ledger.register import Lookups, UnitLookup, lookups
from ledger.rights import EVERYWHERE, ends_sooner, incompatible
from ledger.units import Unit, default_chart, fitting_chart

Found = tuple[int, Problem]


def found_books(connection: Connection, act: Act) -> None:
    """Register the program itself and the charts that come with it, once."""
    register.founding_person(connection, act)
    for chart in standard_charts():
        register_chart(connection, chart, act)


# -- charts and accounts ------------------------------------------------------------


def register_chart(connection: Connection, chart: Chart, act: Act) -> list[Found]:
    """Register a chart with its accounts, or the accounts it has gained."""
    if chart.key not in lookups(connection).charts:
        row = {
            "key": chart.key,
            "label": chart.label,
            "statutory": int(chart.statutory),
        }
        register.append(connection, "charts", [row], act)
    return register_accounts(connection, chart.accounts, act)


def register_accounts(
    connection: Connection, accounts: Sequence[Account], act: Act
) -> list[Found]:
    """Register accounts of charts that stand; parents come before their children."""
    books = lookups(connection)
    problems: list[Found] = []
    rows: list[dict[str, object]] = []
    places: dict[object, int] = {}
    ids = {chart: dict(codes) for chart, codes in books.charts.items()}
    fresh = store.next_id(connection, tables.accounts)
    for place, account in enumerate(accounts):
        known = ids.setdefault(account.chart, {}).get(account.code)
        if known is not None:
            if not _same_account(account, known, books):
                problems.append((place, _differs("科目", account.code, "code")))
            continue
        parent = ids[account.chart].get(account.parent) if account.parent else None
        if account.parent and parent is None:
            problems.append((place, _missing("上级科目", account.parent, "parent")))
            continue
        rows.append(_account_row(fresh, account, parent))
        places[fresh] = place
        ids[account.chart][account.code] = fresh
        fresh += 1
    problems += _under_posted(connection, rows, places)
    if not problems:
        register.append(connection, "accounts", rows, act)
    return problems


def _under_posted(
    connection: Connection,
    rows: Sequence[Mapping[str, object]],
    places: Mapping[object, int],
) -> list[Found]:
    """New accounts under one that holds postings: those would stand on no leaf."""
    parents = {row["parent_id"] for row in rows if row["parent_id"] is not None}
    posted = store.posted_accounts(connection, parents) if parents else set()
    problem = Problem(
        "account",
        "上级科目已有记账，不能再在其下增设明细科目",
        do="另设同级科目，或先把余额转到新科目",
        column="parent",
    )
    return [(places[row["id"]], problem) for row in rows if row["parent_id"] in posted]


def _account_row(id_: int, account: Account, parent: int | None) -> dict[str, object]:
    spends = account.klass == "expense" or account.role == "entrusted"
    return {
        "id": id_,
        "chart": account.chart,
        "code": account.code,
        "name": account.name,
        "class": str(account.klass),
        "side": str(account.side),
        "role": str(account.role),
        "parent_id": parent,
        "money": int(account.is_money),
        "spends": int(spends),
    }


def _same_account(account: Account, id_: int, books: Lookups) -> bool:
    parent = books.account_parents.get(id_)
    return (
        books.account_names.get(id_, account.name) == account.name
        and books.account_classes.get(id_, account.klass) == account.klass
        and books.account_sides.get(id_, account.side) == account.side
        and books.account_roles.get(id_, account.role) == account.role
        and (books.account_codes[parent] if parent else "") == account.parent
    )


# -- people -------------------------------------------------------------------------


def register_people(
    connection: Connection, people: Sequence[Person], act: Act
) -> list[Found]:
    """Register people and the log-ins that are theirs."""
    books = lookups(connection)
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
            problems.append((place, _differs("人员", person.code, "name")))
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
    books = lookups(connection)
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
    books = lookups(connection)
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
    for place, unit in standing:
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
        return [_missing("上级单位", unit.parent, "parent")]
    if chart not in books.charts:
        return [_missing("科目表", chart, "chart")]
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
            yield _differs("单位", unit.code, column)
    if unit.chart:
        chart = fitting_chart(unit.chart, unit.level)
        if chart not in {name for _, name in known.charts}:
            yield _differs("单位", unit.code, "chart")


def _end_unit(connection: Connection, unit: Unit, act: Act) -> Iterator[Problem]:
    books = lookups(connection)
    known = books.units[unit.code]
    if unit.closed_on is None:
        return
    if known.closed_on:
        if (unit.closed_on.isoformat(), unit.merged_into) != (
            known.closed_on,
            known.merged_into,
        ):
            yield _differs("单位的撤销", unit.code, "closed_on")
        return
    into = books.units.get(unit.merged_into)
    if unit.merged_into and (into is None or into is known):
        yield _missing("并入单位", unit.merged_into, "merged_into")
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


# -- funds --------------------------------------------------------------------------


def register_funds(
    connection: Connection, unit: str, funds: Sequence[Fund], act: Act
) -> list[Found]:
    """Register a unit's funds with the purposes that source and donor permit (L8)."""
    books = lookups(connection)
    known = books.unit(unit)
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
                (place, _differs("资金", fund.code, column)) for column in found
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
    known = lookups(connection).unit(unit)
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


# -- problems -----------------------------------------------------------------------


def _differs(kind: str, code: str, column: str) -> Problem:
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


def _missing(kind: str, code: str, column: str) -> Problem:
    return Problem(
        "register", f"没有这个{kind}", code, "核对代码，或先登记", column=column
    )


def _foreign(purposes: tuple[str, ...]) -> Problem:
    return Problem(
        "L8",
        "资金来源不允许这些用途（专款专用）",
        "、".join(purposes),
        "删去这些用途，或改正资金来源",
        column="purposes",
    )
