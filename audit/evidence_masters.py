"""What an auditee's master sheets mean to the audit (科目、资金、任职): pure.

1. The chart is the one that the unit's row names, else the statutory one of its level;
   accounts of the folder extend or replace it.
2. An account or fund that is used and not listed is taken as `known=False`; an unknown
   account takes after the longest code above it that is known.
3. What cannot be understood takes the plainest reading (a fund of other origin, no
   limits); the audit must go on.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from audit.books import Account, Fund, Tenure, part_of
from ledger import funds as fund_rules
from ledger.accounts import AccountClass, Labelled, Role, load_chart, standard_keys
from ledger.funds import Channel, Origin, default_channel
from ledger.intake_cells import listed
from ledger.periods import FIRST_YEAR, Span, parse_day
from ledger.units import Level, default_chart, fitting_chart

Kind = TypeVar("Kind", bound=Labelled)

Record = Mapping[str, str]
"""A row of a master sheet by the keys of its columns; blank cells are left out."""

Sheets = Mapping[str, Sequence[Record]]


def sheets_of(cells: Iterable[tuple[int, str, int, str, str]]) -> Sheets:
    """Rows put together from their cells: place, sheet, row, heading, content."""
    rows: dict[tuple[str, int], dict[str, str]] = {}
    for _, sheet, row, heading, content in cells:
        rows.setdefault((sheet, row), {})[heading] = content
    found: dict[str, list[Record]] = {}
    for (sheet, _), row_of in rows.items():
        found.setdefault(sheet, []).append(row_of)
    return found


def unit_row(sheets: Sheets, unit: str) -> Record:
    """The row of a unit; empty where the folder has none."""
    rows = sheets.get("units", ())
    return next((row for row in rows if row.get("code") == unit), {})


# -- accounts -----------------------------------------------------------------------


def accounts_of(sheets: Sheets, unit: str, span: Span) -> dict[str, Account]:
    """The accounts that the folder's books are kept by, those above others too."""
    row = unit_row(sheets, unit)
    level = _member(Level, row.get("level", "")) or Level.COUNTY
    named = row.get("chart", "")
    chart = fitting_chart(named, level) or default_chart(level, span.last_day)
    own = [one for one in sheets.get("accounts", ()) if one.get("code")]
    rows = [one for one in own if one.get("chart", chart) in {named, chart}]
    found = {}
    if chart in standard_keys():
        found = _of_chart(chart)
    return found | _of_rows(rows or ([] if found else own), found)


def _of_chart(key: str) -> dict[str, Account]:
    chart = load_chart(key)
    mirrored = bool(chart.with_role(Role.STOCK_FUND))
    found = {}
    for one in chart:
        first = chart.path(one.code)[0].name
        part = part_of(one.klass, one.role, first, goods_mirrored=mirrored)
        name = chart.full_name(one.code)
        leaf = chart.is_leaf(one.code)
        found[one.code] = Account(one.code, name, one.klass, one.role, part, leaf=leaf)
    return found


def _of_rows(
    rows: Sequence[Record], standard: Mapping[str, Account]
) -> dict[str, Account]:
    """Accounts that the folder lists, and those of the chart that lie above them."""
    found: dict[str, Account] = {}
    every = [*standard.values()]
    mirrored = any(one.role is Role.STOCK_FUND for one in every) or any(
        _member(Role, row.get("role", "")) is Role.STOCK_FUND for row in rows
    )
    for row in rows:
        code, above = row["code"], row.get("parent", "")
        upper = found.get(above) or standard.get(above)
        klass = _member(AccountClass, row.get("class", "")) or (
            upper.klass if upper else _class_of(code)
        )
        role = _member(Role, row.get("role", "")) if "role" in row else None
        if role is None:
            role = upper.role if upper else Role.NONE
        own = row.get("name", code)
        name = f"{upper.name}——{own}" if upper else own
        first = name.split("——", 1)[0]
        part = part_of(klass, role, first, goods_mirrored=mirrored)
        if upper:
            found[above] = upper._replace(leaf=False)
        found[code] = Account(code, name, klass, role, part)
    return found


_CLASSES = {
    "1": AccountClass.ASSET,
    "2": AccountClass.LIABILITY,
    "3": AccountClass.NET_ASSET,
    "4": AccountClass.INCOME,
    "5": AccountClass.EXPENSE,
}


def _class_of(code: str) -> AccountClass:
    """By the first digit, as charts of unions number their classes."""
    return _CLASSES.get(code[:1], AccountClass.ASSET)


def unknown_account(code: str, accounts: Mapping[str, Account]) -> Account:
    """An account that no chart of the folder has (rule 2)."""
    name = f"{code or '（空）'}（科目表中没有）"
    for length in range(len(code) - 1, 2, -1):
        upper = accounts.get(code[:length])
        if upper is not None:
            full = f"{upper.name}——{name}"
            return upper._replace(code=code, name=full, leaf=True, known=False)
    klass = _class_of(code)
    part = part_of(klass, Role.NONE, name, goods_mirrored=False)
    return Account(code, name, klass, Role.NONE, part, known=False)


# -- funds --------------------------------------------------------------------------


def funds_of(sheets: Sheets, unit: str, day: dt.date) -> dict[str, Fund]:
    """The funds of a unit, with the purposes that hold on a day."""
    rows = [row for row in sheets.get("funds", ()) if row.get("unit") == unit]
    return {code: _fund(row, code, day) for row in rows if (code := row.get("code"))}


def _fund(row: Record, code: str, day: dt.date) -> Fund:
    origin = _member(Origin, row.get("source", "")) or Origin.OTHER
    channel = _member(Channel, row.get("channel", "")) or default_channel(origin)
    own = tuple(dict.fromkeys(listed(row.get("purposes", ""))))
    purposes: tuple[str, ...] | None = None
    if origin is not Origin.GENERAL:
        plain = fund_rules.Fund(code, code, origin, channel, purposes=own)
        purposes = fund_rules.permitted_purposes(plain, day)
        if own and purposes is not None:
            # What its source does not permit is found by the check, not left out here.
            purposes = own
    return Fund(
        code=code,
        name=row.get("name", code),
        origin=origin.value,
        channel=channel.value,
        purposes=None if purposes is None else frozenset(purposes),
        opened_on=_day(row.get("opened_on", "")) or dt.date(FIRST_YEAR, 1, 1),
    )


def unknown_fund(code: str) -> Fund:
    """A fund that the folder does not list."""
    name = f"{code or '（空）'}（资金表中没有）"
    opened = dt.date(FIRST_YEAR, 1, 1)
    origin, channel = Origin.OTHER, default_channel(Origin.OTHER)
    return Fund(code, name, origin.value, channel.value, None, opened, known=False)


# -- people -------------------------------------------------------------------------


def people_of(sheets: Sheets) -> frozenset[str] | None:
    """Everybody whom the folder lists, by any of their names; None without a list."""
    rows = sheets.get("people")
    if rows is None:
        return None
    codes = {row.get(key, "") for row in rows for key in ("person", "name")}
    logins = {name for row in rows for name in listed(row.get("logins", ""))}
    return frozenset(codes | logins) - {""}


def tenures_of(sheets: Sheets, unit: str, span: Span) -> Iterator[Tenure]:
    """Posts held on any day of the span."""
    for row in sheets.get("officers", ()):
        since = _day(row.get("since", ""))
        until = _day(row.get("until", ""))
        if row.get("unit") != unit or since is None or since >= span.until:
            continue
        if until is None or until > span.since:
            acting = row.get("acting", "") in {"1", "是", "true", "yes", "代理"}
            person, post = row.get("person", ""), row.get("post", "")
            yield Tenure(person, post, since, until, acting)


def _day(text: str) -> dt.date | None:
    try:
        return parse_day(text) if text else None
    except ValueError:
        return None


def _member(kinds: type[Kind], text: str) -> Kind | None:
    """One of the known values, by key or label."""
    return next((one for one in kinds if text and text in {one.value, one.label}), None)
