"""The registers (登记册): master records that the books rest on, and their chain.

1. A master record is appended, never changed; what replaces it is a later revision.
2. Each stands in a chain of its own unit, or in the chain that all units share; the
   content chained is every column of its row, so that a changed field is found.
3. Look-ups are kept with the connection: what is registered stays as it is, so only
   what is missing has to be read again. Views that recall share what the process read
   last, as long as no table of it has grown: rows are never changed nor taken away.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from ledger import (
    appropriation_tables,
    chain,
    ground_tables,
    register_store,
    request_tables,
    store,
    tables,
)
from ledger.accounts import AccountClass, Role
from ledger.database import LOOKUPS, Connection, Engine
from ledger.errors import NotFound, RecordRefused
from ledger.funds import Origin
from ledger.people import SYSTEM, Act
from ledger.privacy import has_control, has_hidden
from ledger.vouchers import Entered, KindSet

SHARED = 0
_ROLES = frozenset(Role)
SHARED_CODE = "*"

MASTERS = (
    "charts",
    "accounts",
    "people",
    "logins",
    "rights",
    "units",
    "unit_endings",
    "unit_charts",
    "tenures",
    "funds",
    "fund_purposes",
)
"""Tables that look-ups are made of."""

_BESIDE = ("rights", "tenures")
_LOOKED_UP = tuple(
    tables.metadata.tables[name] for name in MASTERS if name not in _BESIDE
)
"""Those that the look-ups hold whole."""

RECORDED = (
    *MASTERS,
    "closes",
    "adjusting",
    "year_ends",
    "money_proofs",
    *appropriation_tables.RECORDED,
    *request_tables.RECORDED,
    *ground_tables.RECORDED,
)
"""Tables of the ledger whose every row stands in a chain, in the order they rest on
each other."""


@dataclass(slots=True)
class UnitLookup:
    """A unit's own master records by code and by number."""

    id: int
    code: str
    name: str
    level: str
    type: str
    parent: str
    account_mode: str
    kinds: KindSet
    opened_on: str
    closed_on: str = ""
    merged_into: str = ""
    charts: list[tuple[str, str]] = field(default_factory=list)
    """(since, chart), the earliest first."""
    funds: dict[str, int] = field(default_factory=dict)
    fund_codes: dict[int, str] = field(default_factory=dict)
    fund_names: dict[int, str] = field(default_factory=dict)
    fund_origins: dict[int, str] = field(default_factory=dict)
    fund_channels: dict[int, str] = field(default_factory=dict)
    fund_opened: dict[int, str] = field(default_factory=dict)
    fund_restrictions: dict[int, str] = field(default_factory=dict)
    restricted: set[int] = field(default_factory=set)
    general: set[int] = field(default_factory=set)
    """Funds that are the union's other money, outside aid."""
    purposes: dict[int, set[str]] = field(default_factory=dict)

    @property
    def opens(self) -> dt.date:
        """The day its books begin: no voucher is dated before it."""
        return dt.date.fromisoformat(self.opened_on)

    def chart_on(self, day: str) -> str:
        """The chart in use on a day, or empty before the first."""
        found = ""
        for since, chart in self.charts:
            if since <= day:
                found = chart
        return found


@dataclass(slots=True)
class Lookups:
    """All master records by code and by number."""

    units: dict[str, UnitLookup] = field(default_factory=dict)
    unit_codes: dict[int, str] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    person_codes: dict[int, str] = field(default_factory=dict)
    person_names: dict[int, str] = field(default_factory=dict)
    charts: dict[str, dict[str, int]] = field(default_factory=dict)
    chart_labels: dict[str, str] = field(default_factory=dict)
    account_codes: dict[int, str] = field(default_factory=dict)
    account_names: dict[int, str] = field(default_factory=dict)
    account_parents: dict[int, int] = field(default_factory=dict)
    account_classes: dict[int, str] = field(default_factory=dict)
    account_sides: dict[int, str] = field(default_factory=dict)
    account_roles: dict[int, Role] = field(default_factory=dict)
    above: set[int] = field(default_factory=set)
    """Accounts that have others under them; no posting stands on these."""
    money: set[int] = field(default_factory=set)
    cash: frozenset[int] = frozenset()
    spends: set[int] = field(default_factory=set)
    expenses: set[int] = field(default_factory=set)
    """Accounts of the class expense: what a budget controls."""
    giving: set[int] = field(default_factory=set)
    """Those of them that aid is given or passed down on: never the bank's own act."""

    def unit(self, code: str) -> UnitLookup:
        """A unit by its code.

        Raises:
            NotFound: no unit has that code.
        """
        if code not in self.units:
            raise NotFound("单位", code, "用 bangfu books units 查看，或先登记")
        return self.units[code]

    def person(self, code: str) -> int:
        """A person's number, by code or log-in.

        Raises:
            NotFound: nobody is registered under it.
        """
        if code not in self.people:
            raise NotFound("人员", code, "用 bangfu books people 登记")
        return self.people[code]

    def asked(self, entered: str) -> set[int]:
        """Accounts on which aid money is spent under a reservation (L9)."""
        if entered == Entered.HERE:
            return self.expenses
        return self.giving if entered == Entered.BANK else set()

    def account_name(self, account_id: int) -> str:
        """The names from the first level down, as books must show them."""
        names = [self.account_names[account_id]]
        while (parent := self.account_parents.get(account_id)) is not None:
            account_id = parent
            names.append(self.account_names[account_id])
        return "——".join(reversed(names))


# -- reading ------------------------------------------------------------------------


def lookups(connection: Connection, *, fresh: bool = False) -> Lookups:
    """The master records, as kept with the connection or read anew.

    Where nothing is written all reads see one state: what was read stays `fresh`.
    """
    kept = connection.info.get(LOOKUPS)
    stands = connection.get_execution_options().get("bangfu_reads", False)
    if kept is None or (fresh and not stands):
        recalls = connection.get_execution_options().get("bangfu_recalls", False)
        kept = _recalled(connection) if recalls else _read(connection)
        connection.info[LOOKUPS] = kept
    assert isinstance(kept, Lookups)
    return kept


_READ_LAST: WeakKeyDictionary[Engine, tuple[tuple[int, ...], Lookups]] = (
    WeakKeyDictionary()
)
"""By books: how many rows its look-ups were made of, and the look-ups (3)."""


def _recalled(connection: Connection) -> Lookups:
    """The look-ups that were read last, or read anew where a table has grown (3)."""
    sizes = register_store.sizes(connection, _LOOKED_UP)
    last = _READ_LAST.get(connection.engine)
    if last is None or last[0] != sizes:
        last = (sizes, _read(connection))
        _READ_LAST[connection.engine] = last
    return last[1]


def _read(connection: Connection) -> Lookups:
    found = Lookups()
    _read_people(connection, found)
    _read_accounts(connection, found)
    _read_units(connection, found)
    return found


def _read_people(connection: Connection, found: Lookups) -> None:
    for row in store.all_rows(connection, tables.people):
        found.people[row.code] = row.id
        found.person_codes[row.id] = row.code
        found.person_names[row.id] = row.name
    for row in store.all_rows(connection, tables.logins):
        found.people[row.login] = row.person_id


def _read_accounts(connection: Connection, found: Lookups) -> None:
    for row in store.all_rows(connection, tables.charts):
        found.charts[row.key] = {}
        found.chart_labels[row.key] = row.label
    cash = set()
    for (
        id_,
        chart,
        code,
        name,
        klass,
        side,
        role,
        parent,
        money,
        spends,
    ) in store.all_rows(connection, tables.accounts):
        found.charts[chart][code] = id_
        found.account_codes[id_] = code
        found.account_names[id_] = name
        found.account_classes[id_] = klass
        found.account_sides[id_] = side
        # One that another program wrote is found by the audit, which must run.
        found.account_roles[id_] = Role(role) if role in _ROLES else Role.NONE
        if parent is not None:
            found.account_parents[id_] = parent
            found.above.add(parent)
        if money:
            found.money.add(id_)
        if role == Role.CASH:
            cash.add(id_)
        if spends:
            found.spends.add(id_)
        if klass == AccountClass.EXPENSE:
            found.expenses.add(id_)
            if role in {Role.AID_EXPENSE, Role.PASSING_DOWN}:
                found.giving.add(id_)
    found.cash = frozenset(cash)


def _read_units(connection: Connection, found: Lookups) -> None:
    for row in store.all_rows(connection, tables.units):
        found.unit_codes[row.id] = row.code
        found.units[row.code] = UnitLookup(
            id=row.id,
            code=row.code,
            name=row.name,
            level=row.level,
            type=row.type,
            parent=found.unit_codes.get(row.parent_id, ""),
            account_mode=row.account_mode,
            kinds=KindSet(row.voucher_kinds),
            opened_on=row.opened_on.isoformat(),
        )
    by_id = {unit.id: unit for unit in found.units.values()}
    for row in store.all_rows(connection, tables.unit_endings):
        by_id[row.unit_id].closed_on = row.closed_on.isoformat()
        by_id[row.unit_id].merged_into = found.unit_codes.get(row.merged_into_id, "")
    for row in store.all_rows(connection, tables.unit_charts):
        by_id[row.unit_id].charts.append((row.since.isoformat(), row.chart))
    for unit in by_id.values():
        unit.charts.sort()
    for row in store.all_rows(connection, tables.funds):
        _take_fund(by_id[row.unit_id], row)
    for row in store.all_rows(connection, tables.fund_purposes):
        by_id[row.unit_id].purposes[row.fund_id].add(row.purpose)


def _take_fund(unit: UnitLookup, row: object) -> None:
    id_: int = row.id  # type: ignore[attr-defined] # a row of the funds table
    unit.funds[row.code] = id_  # type: ignore[attr-defined]
    unit.fund_codes[id_] = row.code  # type: ignore[attr-defined]
    unit.fund_names[id_] = row.name  # type: ignore[attr-defined]
    unit.fund_origins[id_] = row.origin  # type: ignore[attr-defined]
    unit.fund_channels[id_] = row.channel  # type: ignore[attr-defined]
    unit.fund_opened[id_] = row.opened_on.isoformat()  # type: ignore[attr-defined]
    unit.fund_restrictions[id_] = row.restriction  # type: ignore[attr-defined]
    unit.purposes[id_] = set()
    if row.restricted:  # type: ignore[attr-defined]
        unit.restricted.add(id_)
    if row.origin == Origin.GENERAL:  # type: ignore[attr-defined]
        unit.general.add(id_)


# -- appending ----------------------------------------------------------------------


def append(
    connection: Connection,
    name: str,
    rows: Sequence[Mapping[str, object]],
    act: Act,
) -> None:
    """Register rows of one table and chain each of them.

    `rows` give every column by name. Rows of several units may be mixed; each goes
    into its own unit's chain.

    Raises:
        RecordRefused: a text holds a control character: the byte form has no room
            for one; or one that cannot be seen.
    """
    assert name in tables.metadata.tables
    if not rows:
        return
    _refuse_unfit(v for row in rows for v in row.values())
    table = tables.metadata.tables[name]
    store.insert_dicts(connection, table, rows)
    by_unit: dict[int, list[Mapping[str, object]]] = {}
    for row in rows:
        unit_id = row["unit_id"] if "unit_id" in table.columns else SHARED
        assert isinstance(unit_id, int)
        by_unit.setdefault(unit_id, []).append(row)
    for unit_id in sorted(by_unit):
        named = [(name, row) for row in by_unit[unit_id]]
        _chain(connection, (unit_id, unit_code(connection, unit_id)), named, act)
    if name in MASTERS:
        connection.info.pop(LOOKUPS, None)


def _refuse_unfit(values: Iterable[object]) -> None:
    texts = [value for value in values if isinstance(value, str)]
    if any(map(has_control, texts)):
        raise RecordRefused("登记的文字中有控制字符", do="删去换行等控制字符")
    if any(map(has_hidden, texts)):
        what = "登记的文字中有看不见的字符（零宽字符或书写方向符）"
        raise RecordRefused(what, do="重新键入这段文字")


def append_rows(
    connection: Connection,
    unit: UnitLookup,
    parts: Sequence[tuple[str, Sequence[tuple[object, ...]]]],
    act: Act,
) -> None:
    """Append rows of whole columns to tables of which no look-up is made; chain them.

    Raises:
        RecordRefused: a text holds a control character, or one that cannot be seen.
    """
    named: list[tuple[str, Mapping[str, object]]] = []
    for name, rows in parts:
        _refuse_unfit(v for row in rows for v in row)
        table = tables.metadata.tables[name]
        store.write_rows(connection, table, rows)
        columns = table.columns.keys()
        named += [(name, dict(zip(columns, row, strict=True))) for row in rows]
    _chain(connection, (unit.id, unit.code), named, act)


def _chain(
    connection: Connection,
    unit: tuple[int, str],
    rows: Sequence[tuple[str, Mapping[str, object]]],
    act: Act,
) -> None:
    unit_id, code = unit
    store.lock_unit(connection, unit_id)
    position, previous = store.record_head(connection, unit_id)
    sealed = []
    for name, row in rows:
        position += 1
        content, key = content_of(name, row), key_of(name, row)
        fields = (name, key, content, act.person, act.stamp)
        digest = chain.record_hash(code, position, previous, fields)
        sealed.append((unit_id, position, *fields, previous, digest))
        previous = digest
    store.write_rows(connection, tables.records, sealed)


def unit_code(connection: Connection, unit_id: int) -> str:
    """The code by which a chain calls its unit."""
    if unit_id == SHARED:
        return SHARED_CODE
    codes = {row.id: row.code for row in store.all_rows(connection, tables.units)}
    return str(codes[unit_id])


def content_of(name: str, row: Mapping[str, object]) -> str:
    """Every column of a row as text, in the order of the table."""
    table = tables.metadata.tables[name]
    return chain.record_content(_plain(row[c.name]) for c in table.columns)


def key_of(name: str, row: Mapping[str, object]) -> str:
    """The primary key of a row as text."""
    table = tables.metadata.tables[name]
    return "/".join(str(_plain(row[c.name])) for c in table.primary_key.columns)


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, (bytes, memoryview)) else value


def founding_person(connection: Connection, act: Act) -> None:
    """Register the program itself as a person, once."""
    if SYSTEM not in lookups(connection).people:
        row = {"id": 1, "code": SYSTEM, "name": "帮扶账务系统", "kind": "system"}
        append(connection, "people", [row], act)
