"""Registering (登记) charts and accounts, those that come with the program first.

The verbs hold to the rules on top of `registration.py`.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from ledger import register, store, tables
from ledger.accounts import Account, Chart, standard_charts
from ledger.database import Connection
from ledger.errors import Problem, RecordRefused
from ledger.people import Act
from ledger.register import Lookups, UnitLookup
from ledger.registration import Found, differs, locked, missing
from ledger.transition import mapping


def found_books(connection: Connection, act: Act) -> None:
    """Register the program itself and the charts that come with it, once.

    Raises:
        RecordRefused: a chart of the program contradicts the one that stands; all
            that differs is told.
    """
    register.founding_person(connection, act)
    told = [
        f"{chart.key} {problem.what} {problem.found}".rstrip()
        for chart in standard_charts()
        for _, problem in register_chart(connection, chart, act)
    ]
    if told:
        raise RecordRefused(
            "程序所带的科目表与已登记的不一致",
            why="；".join(told),
            do="数据库未作改动；继续使用原来的程序版本，并把这段话交给程序维护者",
        )


def register_chart(connection: Connection, chart: Chart, act: Act) -> list[Found]:
    """Register a chart with its accounts, or the accounts it has gained."""
    if chart.key not in locked(connection).charts:
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
    books = locked(connection)
    problems: list[Found] = []
    rows: list[dict[str, object]] = []
    places: dict[object, int] = {}
    ids = {chart: dict(codes) for chart, codes in books.charts.items()}
    fresh = store.next_id(connection, tables.accounts)
    for place, account in enumerate(accounts):
        known = ids.setdefault(account.chart, {}).get(account.code)
        if known is not None:
            if not _same_account(account, known, books):
                problems.append((place, differs("科目", account.code, "code")))
            continue
        parent = ids[account.chart].get(account.parent) if account.parent else None
        if account.parent and parent is None:
            problems.append((place, missing("上级科目", account.parent, "parent")))
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


def change_chart(
    connection: Connection, unit: str, chart: str, since: dt.date, act: Act
) -> None:
    """Let a unit keep its books by another chart from a 1 January on.

    Its balances move when the year before is closed (`year_end.py`).

    Raises:
        NotFound: there is no such unit.
        RecordRefused: it cannot change so; all that is wrong is told.
    """
    found = locked(connection).unit(unit)
    store.lock_unit(connection, found.id)
    wrong = [*_change_faults(connection, found, chart, since)]
    if wrong:
        what = f"{unit} 不能更换科目表"
        raise RecordRefused(what, "；".join(wrong))
    row = {"unit_id": found.id, "chart": chart, "since": since}
    register.append(connection, "unit_charts", [row], act)


def _change_faults(
    connection: Connection, unit: UnitLookup, chart: str, since: dt.date
) -> Iterator[str]:
    if (since.month, since.day) != (1, 1):
        yield "科目表只能从某年 1 月 1 日起更换"
    begin, old = unit.charts[-1]
    if since.isoformat() <= begin:
        yield f"现用科目表自 {begin} 起使用，更换日应在其后"
    rules = mapping(old, chart)
    if rules is None:
        yield f"没有从 {old} 到 {chart} 的衔接表"
    elif since < rules.on:
        yield f"{chart} 自 {rules.on} 起施行"
    last = store.last_day(connection, unit.id)
    if last is not None and last >= since:
        yield f"{last} 已有凭证，更换日应在其后"
