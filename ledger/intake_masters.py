"""Units, accounts and funds of a books folder, registered before its vouchers."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from ledger import chart_registration, fund_registration, registration
from ledger.accounts import (
    MONEY_ROLES,
    Account,
    AccountClass,
    Chart,
    Role,
    Side,
    normal_side,
)
from ledger.database import Connection
from ledger.errors import Faults
from ledger.folder import ACCOUNTS, FUNDS, UNITS
from ledger.funds import Channel, Fund, Origin, default_channel
from ledger.intake_cells import (
    ALWAYS,
    Cells,
    MasterSheets,
    built,
    day_of,
    fault,
    listed,
    member,
    tell,
)
from ledger.intake_people import register_officers, register_people, register_rights
from ledger.people import Act
from ledger.periods import china_day
from ledger.register import Lookups, lookups
from ledger.units import AccountMode, Level, Unit, UnitType
from ledger.vouchers import KindSet


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
    register_people(connection, sheets, act, faults)
    _register_units(connection, sheets.of(UNITS), days, act, faults)
    _register_funds(connection, sheets, act, faults)
    register_rights(connection, sheets, act, faults)
    register_officers(connection, sheets, act, faults)


def _register_accounts(
    connection: Connection, rows: Sequence[Cells], act: Act, faults: Faults
) -> None:
    if not rows:
        return
    books = lookups(connection)
    for chart in sorted({cells["chart"] for cells in rows} - set(books.charts) - {""}):
        empty = Chart(chart, chart, ALWAYS, None, (), "单位自定科目表")
        chart_registration.register_chart(connection, empty, act)
    books = lookups(connection)
    read: dict[tuple[str, str], Account] = {}
    places: list[Cells] = []
    for cells in rows:
        account = _account(cells, read, books, faults)
        if account is not None:
            read[account.chart, account.code] = account
            places.append(cells)
    found = chart_registration.register_accounts(connection, tuple(read.values()), act)
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
    if parent is not None and parent.is_money and role not in MONEY_ROLES:
        # It would leave the money that L7 counts.
        problem = "货币资金科目的明细仍须是货币资金"
        faults.append(fault(cells, "role", problem, cells["role"], "留空即与上级相同"))
    return built(
        lambda: Account(
            chart,
            code,
            cells["name"],
            klass,
            side or normal_side(klass),
            role or Role.NONE,
            cells["parent"],
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
    units: dict[str, Unit] = {}
    places: list[Cells] = []
    for cells in rows:
        unit = _unit(cells, days, books, act, faults)
        if unit is None:
            continue
        if unit.code in units:
            faults.append(fault(cells, "code", "单位代码重复", unit.code))
            continue
        units[unit.code] = unit
        places.append(cells)
    found = registration.register_units(connection, tuple(units.values()), act)
    tell(found, places, faults)


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
    opened = day_of(cells, "opened_on", faults)
    if opened is None:
        first = known.opened_on if known else days.get(cells["code"], "")
        opened = dt.date.fromisoformat(first) if first else china_day(act.at)
    own = UnitType.GRASSROOTS if level is Level.GRASSROOTS else UnitType.LOCAL
    return built(
        lambda: Unit(
            code=cells["code"],
            name=cells["name"],
            level=level,
            type=member(UnitType, cells, "type", own, faults) or own,
            parent=cells["parent"],
            account_mode=member(
                AccountMode,
                cells,
                "account_mode",
                AccountMode.DEDICATED_SUBJECT,
                faults,
            )
            or AccountMode.DEDICATED_SUBJECT,
            chart=cells["chart"],
            voucher_kinds=_kinds(cells, faults),
            opened_on=opened,
            closed_on=day_of(cells, "closed_on", faults),
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
        faults.append(
            fault(cells, "voucher_kinds", "不认识这个值", text, f"可用：{names}")
        )
    return _KINDS.get(text, KindSet.THREE)


def _register_funds(
    connection: Connection, sheets: MasterSheets, act: Act, faults: Faults
) -> None:
    books = lookups(connection)
    listed_units = sheets.named(UNITS, "code")
    by_unit: dict[str, list[tuple[Fund, Cells]]] = {}
    seen: set[tuple[str, str]] = set()
    for cells in sheets.of(FUNDS):
        unit = cells["unit"]
        if unit not in books.units:
            if (unit,) not in listed_units:
                faults.append(
                    fault(cells, "unit", "没有这个单位", unit, "核对单位代码")
                )
            continue
        if (unit, cells["code"]) in seen:
            faults.append(fault(cells, "code", "资金代码重复", cells["code"]))
            continue
        seen.add((unit, cells["code"]))
        fund = _fund(cells, faults)
        if fund is not None:
            by_unit.setdefault(unit, []).append((fund, cells))
    for unit, funds in by_unit.items():
        found = fund_registration.register_funds(
            connection, unit, [f for f, _ in funds], act
        )
        tell(found, [cells for _, cells in funds], faults)


def _fund(cells: Cells, faults: Faults) -> Fund | None:
    origin = member(Origin, cells, "source", None, faults)
    if origin is None:
        return None
    channel = member(Channel, cells, "channel", default_channel(origin), faults)
    assert channel is not None
    opened = day_of(cells, "opened_on", faults)
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


# -- purposes as they are met -------------------------------------------------------


def meet_purposes(
    connection: Connection,
    met: Mapping[str, Iterable[tuple[str, str]]],
    act: Act,
) -> None:
    """Register purposes that vouchers name of funds without limits, by unit."""
    books = lookups(connection)
    for unit in sorted(set(met) & set(books.units)):
        funds = books.units[unit].funds
        known = {(fund, purpose) for fund, purpose in met[unit] if fund in funds}
        fund_registration.meet_purposes(connection, unit, known, act)
