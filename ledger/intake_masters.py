"""Units, accounts and funds of a books folder: registered before any voucher is judged."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

def register_masters(
    connection: Connection,
    sheets: MasterSheets,
    days: Mapping[str, str],
    act: Act,
    faults: Faults,
) -> None:
    """Register the sheets in the order in which they rest on each other.

    `days` gives the first day of each unit that has vouchers or openings.
    """
    _register_accounts(connection, sheets.of(ACCOUNTS), act, faults)
    _register_people(connection, sheets.of(PEOPLE), act, faults)
    _register_units(connection, sheets.of(UNITS), days, act, faults)
    _register_funds(connection, sheets.of(FUNDS), days, act, faults)
    _register_rights(connection, sheets.of(PEOPLE), act, faults)
    _register_officers(connection, sheets, act, faults)


def _register_accounts(
    connection: Connection, rows: Sequence[Cells], act: Act, faults: Faults
) -> None:
    if not rows:
        return
    books = lookups(connection)
    for chart in sorted({cells["chart"] for cells in rows} - set(books.charts) - {""}):
        empty = Chart(chart, chart, ALWAYS, None, (), "单位自定科目表")
        registration.register_chart(connection, empty, act)
    books = lookups(connection)
    read: dict[tuple[str, str], Account] = {}
    places: list[Cells] = []
    for cells in rows:
        account = _account(cells, read, books, faults)
        if account is not None:
            read[account.chart, account.code] = account
            places.append(cells)
    found = registration.register_accounts(connection, tuple(read.values()), act)
    tell(found, places, faults)


STATUTORY = frozenset({"union-2009", "union-2021", "union-2021-grassroots"})


def _account(
    cells: Cells,
    read: Mapping[tuple[str, str], Account],
    books: Lookups,
    faults: Faults,
) -> Account | None:
    chart, code = cells["chart"], cells["code"]
    if (chart, code) in read:
        faults.append(fault(cells, "code", "科目代码重复", code))
        return None
    parent = _parent_of(chart, cells["parent"], read, books)
    klass = member(AccountClass, cells, "class", None, faults)
    side = member(Side, cells, "side", parent.side if parent else None, faults)
    role = member(Role, cells, "role", parent.role if parent else Role.NONE, faults)
    if klass is None:
        return None
    known = books.charts.get(chart, {})
    if chart in STATUTORY and not cells["parent"] and code not in known:
        problem = "法定科目表的一级科目不得增设"
        faults.append(fault(cells, "code", problem, code, "增设在现有科目之下"))
        return None
    if parent is not None and parent.klass is not klass:
        faults.append(fault(cells, "class", "与上级科目的类别不同", cells["class"]))
    return built(
        lambda: Account(
            chart, code, cells["name"], klass, side or normal_side(klass), role or Role.NONE, cells["parent"]
        ),
        cells,
        "code",
        faults,
    )


def _parent_of(
    chart: str,
    code: str,
    read: Mapping[tuple[str, str], Account],
    books: Lookups,
) -> Account | None:
    if (chart, code) in read:
        return read[chart, code]
    id_ = books.charts.get(chart, {}).get(code)
    if id_ is None:
        return None
    return Account(
        chart,
        code,
        books.account_names[id_],
        AccountClass(books.account_classes[id_]),
        Side(books.account_sides[id_]),
        books.account_roles[id_],
    )


def _register_units(
    connection: Connection,
    rows: Sequence[Cells],
    days: Mapping[str, str],
    act: Act,
    faults: Faults,
) -> None:
    books = lookups(connection)
    units, places = [], []
    for cells in rows:
        unit = _unit(cells, days, books, act, faults)
        if unit is None:
            continue
        if any(unit.code == other.code for other in units):
            faults.append(fault(cells, "code", "单位代码重复", unit.code))
            continue
        units.append(unit)
        places.append(cells)
    tell(registration.register_units(connection, units, act), places, faults)


def _unit(
    cells: Cells,
    days: Mapping[str, str],
    books: Lookups,
    act: Act,
    faults: Faults,
) -> Unit | None:
    level = member(Level, cells, "level", None, faults)
    if level is None or not cells["code"] or not cells["name"]:
        return None
    known = books.units.get(cells["code"])
    opened = day(cells, "opened_on", faults)
    if opened is None:
        first = known.opened_on if known else days.get(cells["code"], "")
        opened = dt.date.fromisoformat(first) if first else act.at.date()
    own = UnitType.GRASSROOTS if level is Level.GRASSROOTS else UnitType.LOCAL
    return built(
        lambda: Unit(
            code=cells["code"],
            name=cells["name"],
            level=level,
            type=member(UnitType, cells, "type", own, faults) or own,
            parent=cells["parent"],
            account_mode=member(
                AccountMode, cells, "account_mode", AccountMode.DEDICATED_SUBJECT, faults
            )
            or AccountMode.DEDICATED_SUBJECT,
            chart=cells["chart"],
            voucher_kinds=_kinds(cells, faults),
            opened_on=opened,
            closed_on=day(cells, "closed_on", faults),
            merged_into=cells["merged_into"],
        ),
        cells,
        "code",
        faults,
    )


_KINDS = {
    "": KindSet.THREE,
    "three": KindSet.THREE,
    "收付转": KindSet.THREE,
    "五类": KindSet.FIVE,
    "five": KindSet.FIVE,
    "one": KindSet.ONE,
    "记": KindSet.ONE,
}


def _kinds(cells: Cells, faults: Faults) -> KindSet:
    text = cells["voucher_kinds"]
    if text not in _KINDS:
        names = "three（收付转）、five（五类）、one（记）"
        faults.append(fault(cells, "voucher_kinds", "不认识这个值", text, f"可用：{names}"))
    return _KINDS.get(text, KindSet.THREE)


def _register_funds(
    connection: Connection,
    rows: Sequence[Cells],
    days: Mapping[str, str],
    act: Act,
    faults: Faults,
) -> None:
    books = lookups(connection)
    by_unit: dict[str, list[tuple[Fund, Cells]]] = {}
    seen: set[tuple[str, str]] = set()
    for cells in rows:
        unit = cells["unit"]
        if unit not in books.units:
            faults.append(fault(cells, "unit", "没有这个单位", unit))
            continue
        if (unit, cells["code"]) in seen:
            faults.append(fault(cells, "code", "资金代码重复", cells["code"]))
            continue
        seen.add((unit, cells["code"]))
        first = min(days.get(unit, "9999"), books.units[unit].opened_on)
        fund = _fund(cells, dt.date.fromisoformat(first), faults)
        if fund is not None:
            by_unit.setdefault(unit, []).append((fund, cells))
    for unit, funds in by_unit.items():
        found = registration.register_funds(connection, unit, [f for f, _ in funds], act)
        tell(found, [cells for _, cells in funds], faults)


def _fund(cells: Cells, first: dt.date, faults: Faults) -> Fund | None:
    origin = parse_origin(cells["source"])
    if origin is None:
        faults.append(fault(cells, "source", "不认识这个资金来源", cells["source"], "用 bangfu books funds --origins 查看"))
        return None
    channel = parse_channel(cells["channel"]) if cells["channel"] else default_channel(origin)
    if channel is None:
        faults.append(fault(cells, "channel", "不认识这个资金渠道", cells["channel"]))
        return None
    opened = day(cells, "opened_on", faults) or first
    return built(
        lambda: Fund(
            code=cells["code"],
            name=cells["name"],
            origin=origin,
            channel=channel,
            restriction=cells["restriction"],
            donor=cells["donor"],
            purposes=listed(cells["purposes"]),
            opened_on=opened,
        ),
        cells,
        "code",
        faults,
    )


# -- people and purposes as they are met --------------------------------------------


def meet(
    connection: Connection, sheets: MasterSheets, vouchers: "VoucherSheet", act: Act
) -> None:
    """Register people whom no file names, and purposes of funds without limits."""
    if not sheets.people_closed:
        named = {
            str(code): None
            for draft in vouchers.drafts.values()
            for code in draft.head[2:6]
            if code
        }
        people = tuple(Person(code=code) for code in named)
        known = lookups(connection).people
        fresh = [person for person in people if person.code not in known]
        registration.register_people(connection, fresh, act)
    books = lookups(connection)
    met: dict[str, set[tuple[str, str]]] = {}
    for draft in vouchers.drafts.values():
        for line in draft.lines:
            if line[4]:
                met.setdefault(draft.unit, set()).add((str(line[1]), str(line[4])))
    for unit in sorted(met):
        if unit in books.units:
            funds = books.units[unit].funds
            known = {(f, p) for f, p in met[unit] if f in funds}
            registration.meet_purposes(connection, unit, known, act)


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

