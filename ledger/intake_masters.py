"""Units, accounts, funds, people and posts of a books folder.

Read first, registered before any voucher is judged. Values are taken by English key
or Chinese label; a list in a cell is parted by `;` or `；`.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from ledger import registration
from ledger.accounts import (
    Account,
    AccountClass,
    Chart,
    ChartError,
    Labelled,
    Role,
    Side,
    normal_side,
)
from ledger.database import Connection
from ledger.errors import Fault, Problem, Refused
from ledger.folder import ACCOUNTS, FUNDS, OFFICERS, PEOPLE, UNITS
from ledger.funds import (
    Fund,
    FundError,
    default_channel,
    parse_channel,
    parse_origin,
)
from ledger.people import Act, Grant, Person, Right, Tenure
from ledger.periods import FIRST_YEAR
from ledger.privacy import has_control, personal_number
from ledger.register import Lookups, lookups
from ledger.sheets import SheetSpec, Source, blocks, parse_day
from ledger.units import AccountMode, Level, Unit, UnitType
from ledger.vouchers import KindSet

if TYPE_CHECKING:
    from ledger.intake_vouchers import VoucherSheet

Value = TypeVar("Value")
Member = TypeVar("Member", bound=Labelled)

ALWAYS = dt.date(FIRST_YEAR, 1, 1)
"""The day from which a right or post holds whose file names no day."""


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a master sheet, with where it stands."""

    file: str
    row: int
    values: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "").strip()


@dataclass(slots=True)
class MasterSheets:
    """The rows of the master sheets; `people_closed` when a file names them all."""

    rows: dict[str, list[Cells]] = field(default_factory=dict)
    people_closed: bool = False

    def of(self, spec: SheetSpec) -> list[Cells]:
        """The rows of one sheet."""
        return self.rows.get(spec.name, [])


# -- reading ------------------------------------------------------------------------


def read_masters(sources: Mapping[str, Source], faults: list[Fault]) -> MasterSheets:
    """Read every master sheet that is there; refuse what may not stand in one."""
    sheets = MasterSheets(people_closed="people" in sources)
    for spec in (UNITS, ACCOUNTS, FUNDS, PEOPLE, OFFICERS):
        if spec.name in sources:
            sheets.rows[spec.name] = _read(sources[spec.name], spec, faults)
    return sheets


def _read(source: Source, spec: SheetSpec, faults: list[Fault]) -> list[Cells]:
    required = [column.key for column in spec.columns if column.required]
    found = []
    for block in blocks(source, spec, faults):
        keys = tuple(block.columns)
        for row, *cells in zip(block.rows, *block.columns.values(), strict=True):
            line = Cells(source.name, row, dict(zip(keys, cells, strict=True)))
            found.append(line)
            for key in required:
                if not line[key]:
                    faults.append(_fault(line, key, "不能为空", do="填写内容"))
            for key in keys:
                if has_control(line[key]):
                    faults.append(_fault(line, key, "文字中有控制字符"))
                elif masked := personal_number(line[key]):
                    faults.append(_fault(line, key, "不能有个人号码", masked))
    return found


def _fault(cells: Cells, column: str, what: str, found: str = "", do: str = "") -> Fault:
    return Fault(cells.file, cells.row, column, Problem("cell", what, found, do))


def _member(
    kinds: type[Member], cells: Cells, key: str, default: Member | None, faults: list[Fault]
) -> Member | None:
    text = cells[key]
    if not text:
        return default
    for member in kinds:
        if text in {member.value, member.label}:
            return member
    names = "、".join(f"{m.value}（{m.label}）" for m in kinds if m.value)
    faults.append(_fault(cells, key, "不认识这个值", text, f"可用：{names}"))
    return default


def _day(cells: Cells, key: str, faults: list[Fault]) -> dt.date | None:
    if not cells[key]:
        return None
    try:
        return parse_day(cells[key])
    except ValueError as error:
        faults.append(_fault(cells, key, str(error), cells[key][:20]))
        return None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;；]", text) if part.strip())


def _built(
    make: Callable[[], Value], cells: Cells, key: str, faults: list[Fault]
) -> Value | None:
    """A value of the trade, or a fault with the sentence of its refusal."""
    try:
        return make()
    except (Refused, ChartError, FundError) as error:
        faults.append(_fault(cells, key, str(error)))
        return None


# -- registering --------------------------------------------------------------------


def register_masters(
    connection: Connection,
    sheets: MasterSheets,
    days: Mapping[str, str],
    act: Act,
    faults: list[Fault],
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


def _tell(
    found: Iterable[tuple[int, Problem]], rows: Sequence[Cells], faults: list[Fault]
) -> None:
    for place, problem in found:
        cells = rows[place]
        faults.append(Fault(cells.file, cells.row, problem.column, problem))


def _register_accounts(
    connection: Connection, rows: Sequence[Cells], act: Act, faults: list[Fault]
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
    _tell(found, places, faults)


STATUTORY = frozenset({"union-2009", "union-2021", "union-2021-grassroots"})


def _account(
    cells: Cells,
    read: Mapping[tuple[str, str], Account],
    books: Lookups,
    faults: list[Fault],
) -> Account | None:
    chart, code = cells["chart"], cells["code"]
    if (chart, code) in read:
        faults.append(_fault(cells, "code", "科目代码重复", code))
        return None
    parent = _parent_of(chart, cells["parent"], read, books)
    klass = _member(AccountClass, cells, "class", None, faults)
    side = _member(Side, cells, "side", parent.side if parent else None, faults)
    role = _member(Role, cells, "role", parent.role if parent else Role.NONE, faults)
    if klass is None:
        return None
    known = books.charts.get(chart, {})
    if chart in STATUTORY and not cells["parent"] and code not in known:
        problem = "法定科目表的一级科目不得增设"
        faults.append(_fault(cells, "code", problem, code, "增设在现有科目之下"))
        return None
    if parent is not None and parent.klass is not klass:
        faults.append(_fault(cells, "class", "与上级科目的类别不同", cells["class"]))
    return _built(
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


def _register_people(
    connection: Connection, rows: Sequence[Cells], act: Act, faults: list[Fault]
) -> None:
    people: dict[str, Person] = {}
    places: list[Cells] = []
    for cells in rows:
        # One person may stand in several rows, one for each right.
        if cells["person"] and cells["person"] not in people:
            code = cells["person"]
            logins = _listed(cells["logins"])
            people[code] = Person(code=code, name=cells["name"], logins=logins)
            places.append(cells)
    found = registration.register_people(connection, tuple(people.values()), act)
    _tell(found, places, faults)


def _register_rights(
    connection: Connection, rows: Sequence[Cells], act: Act, faults: list[Fault]
) -> None:
    books = lookups(connection)
    grants = []
    for cells in rows:
        since = _day(cells, "since", faults) or ALWAYS
        until = _day(cells, "until", faults)
        rights = [_right(name, cells, faults) for name in _listed(cells["rights"])]
        for unit in _listed(cells["units"]) or ("",):
            if unit and unit not in books.units:
                faults.append(_fault(cells, "units", "没有这个单位", unit))
                continue
            grants += [
                Grant(person=cells["person"], right=right, unit=unit, since=since, until=until)
                for right in rights
                if right is not None and cells["person"] in books.people
            ]
    registration.register_rights(connection, grants, act)


def _right(name: str, cells: Cells, faults: list[Fault]) -> Right | None:
    for right in Right:
        if name in {right.value, right.label}:
            return right
    names = "、".join(f"{right.value}（{right.label}）" for right in Right)
    faults.append(_fault(cells, "rights", "不认识这项权限", name, f"可用：{names}"))
    return None


def _register_officers(
    connection: Connection, sheets: MasterSheets, act: Act, faults: list[Fault]
) -> None:
    rows = sheets.of(OFFICERS)
    if not rows:
        return
    _meet_people(connection, [(c["person"], c, "person") for c in rows], sheets, act, faults)
    books = lookups(connection)
    tenures = []
    for cells in rows:
        since, until = _day(cells, "since", faults), _day(cells, "until", faults)
        if cells["unit"] not in books.units:
            faults.append(_fault(cells, "unit", "没有这个单位", cells["unit"]))
        elif since is not None and cells["person"] in books.people:
            tenure = _built(lambda: _tenure(cells, since, until), cells, "until", faults)  # noqa: B023 - called at once
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


def _register_units(
    connection: Connection,
    rows: Sequence[Cells],
    days: Mapping[str, str],
    act: Act,
    faults: list[Fault],
) -> None:
    books = lookups(connection)
    units, places = [], []
    for cells in rows:
        unit = _unit(cells, days, books, act, faults)
        if unit is None:
            continue
        if any(unit.code == other.code for other in units):
            faults.append(_fault(cells, "code", "单位代码重复", unit.code))
            continue
        units.append(unit)
        places.append(cells)
    _tell(registration.register_units(connection, units, act), places, faults)


def _unit(
    cells: Cells,
    days: Mapping[str, str],
    books: Lookups,
    act: Act,
    faults: list[Fault],
) -> Unit | None:
    level = _member(Level, cells, "level", None, faults)
    if level is None or not cells["code"] or not cells["name"]:
        return None
    known = books.units.get(cells["code"])
    opened = _day(cells, "opened_on", faults)
    if opened is None:
        first = known.opened_on if known else days.get(cells["code"], "")
        opened = dt.date.fromisoformat(first) if first else act.at.date()
    own = UnitType.GRASSROOTS if level is Level.GRASSROOTS else UnitType.LOCAL
    return _built(
        lambda: Unit(
            code=cells["code"],
            name=cells["name"],
            level=level,
            type=_member(UnitType, cells, "type", own, faults) or own,
            parent=cells["parent"],
            account_mode=_member(
                AccountMode, cells, "account_mode", AccountMode.DEDICATED_SUBJECT, faults
            )
            or AccountMode.DEDICATED_SUBJECT,
            chart=cells["chart"],
            voucher_kinds=_kinds(cells, faults),
            opened_on=opened,
            closed_on=_day(cells, "closed_on", faults),
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


def _kinds(cells: Cells, faults: list[Fault]) -> KindSet:
    text = cells["voucher_kinds"]
    if text not in _KINDS:
        names = "three（收付转）、five（五类）、one（记）"
        faults.append(_fault(cells, "voucher_kinds", "不认识这个值", text, f"可用：{names}"))
    return _KINDS.get(text, KindSet.THREE)


def _register_funds(
    connection: Connection,
    rows: Sequence[Cells],
    days: Mapping[str, str],
    act: Act,
    faults: list[Fault],
) -> None:
    books = lookups(connection)
    by_unit: dict[str, list[tuple[Fund, Cells]]] = {}
    seen: set[tuple[str, str]] = set()
    for cells in rows:
        unit = cells["unit"]
        if unit not in books.units:
            faults.append(_fault(cells, "unit", "没有这个单位", unit))
            continue
        if (unit, cells["code"]) in seen:
            faults.append(_fault(cells, "code", "资金代码重复", cells["code"]))
            continue
        seen.add((unit, cells["code"]))
        first = min(days.get(unit, "9999"), books.units[unit].opened_on)
        fund = _fund(cells, dt.date.fromisoformat(first), faults)
        if fund is not None:
            by_unit.setdefault(unit, []).append((fund, cells))
    for unit, funds in by_unit.items():
        found = registration.register_funds(connection, unit, [f for f, _ in funds], act)
        _tell(found, [cells for _, cells in funds], faults)


def _fund(cells: Cells, first: dt.date, faults: list[Fault]) -> Fund | None:
    origin = parse_origin(cells["source"])
    if origin is None:
        faults.append(_fault(cells, "source", "不认识这个资金来源", cells["source"], "用 bangfu books funds --origins 查看"))
        return None
    channel = parse_channel(cells["channel"]) if cells["channel"] else default_channel(origin)
    if channel is None:
        faults.append(_fault(cells, "channel", "不认识这个资金渠道", cells["channel"]))
        return None
    opened = _day(cells, "opened_on", faults) or first
    return _built(
        lambda: Fund(
            code=cells["code"],
            name=cells["name"],
            origin=origin,
            channel=channel,
            restriction=cells["restriction"],
            donor=cells["donor"],
            purposes=_listed(cells["purposes"]),
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
    faults: list[Fault],
) -> None:
    known = lookups(connection).people
    fresh = {code: Person(code=code) for code, _, _ in named if code and code not in known}
    if not sheets.people_closed:
        registration.register_people(connection, tuple(fresh.values()), act)
        return
    for code, cells, column in named:
        if code in fresh:
            faults.append(_fault(cells, column, "people.csv 中没有此人", code, "补登人员"))

