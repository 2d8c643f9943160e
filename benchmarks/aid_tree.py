"""A province with aid for `bench_statistics.py`: `aid_tree.py fill|measure URL LINES`.

180 units (a province, 11 cities, 168 counties), two files for three lines, a third of
them with an approved case, a batch a month and unit, one line of a hundred sent back by
the bank. The tables are written past their guards and without records in the chains:
what is measured only reads them.
"""

import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

from child import ACT, peak_mib
from recipient_files import VAULT, told_of
from sqlalchemy import LargeBinary, Text

from aid import tables as aid_tables
from aid.recipient_writing import (
    IDENTITY_INDEX,
    NAME_INDEX,
    identity_context,
    packed,
    revision_context,
)
from aid.statistics import statistics
from aid.unit_sums import UnitSums
from ledger import fund_registration, store
from ledger.balances import subtree
from ledger.database import Connection, open_books, reading, writing
from ledger.funds import Channel, Fund, Origin
from ledger.people import Person
from ledger.periods import parse_span
from ledger.register import lookups
from ledger.registration import register_people, register_units
from ledger.tables import metadata
from ledger.units import Level, Unit

OPENED = dt.date(2025, 1, 1)
STAMP = "2026-01-05T08:00:00Z"
CITIES, COUNTIES = 11, 168
MONTHS = 12
EACH_FEN = 500_00
ROOT = "P"
_BLOCK = 20_000

Rows = dict[str, list[dict[str, Any]]]


def fill(url: str, count: str) -> dict[str, Any]:
    """Write the province."""
    engine = open_books(url)
    with writing(engine) as connection:
        register_people(connection, [Person(code="甲"), Person(code="乙")], ACT)
        register_units(connection, [*_units()], ACT)
        for unit in _units():
            fund = Fund("F1", "中央财政", Origin.CENTRAL_BUDGET, Channel.UNION_LINE)
            fund_registration.register_funds(connection, unit.code, [fund], ACT)
    begun = time.perf_counter()
    with writing(engine) as connection:
        _lift_guards(connection)
        _files(connection, int(count) * 2 // 3)
        _payouts(connection, int(count))
    with writing(engine) as connection:
        connection.exec_driver_sql("ANALYZE")
    return {"seconds": time.perf_counter() - begun}


def _units() -> Iterator[Unit]:
    yield Unit(code=ROOT, name="某省", level=Level.PROVINCE, opened_on=OPENED)
    for city in range(CITIES):
        code = f"C{city:02d}"
        given: dict[str, Any] = {"parent": ROOT, "opened_on": OPENED}
        yield Unit(code=code, name=f"第{city}市", level=Level.CITY, **given)
    for county in range(COUNTIES):
        given = {"parent": f"C{county % CITIES:02d}", "opened_on": OPENED}
        name = f"第{county}县"
        yield Unit(code=f"K{county:03d}", name=name, level=Level.COUNTY, **given)


def _lift_guards(connection: Connection) -> None:
    for table in metadata.tables.values():
        if connection.dialect.name == "postgresql":
            text = f"ALTER TABLE {table.name} DISABLE TRIGGER USER"
            connection.exec_driver_sql(text)
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in connection.exec_driver_sql(query).all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _write(connection: Connection, rows: Rows) -> None:
    for name, some in rows.items():
        table = metadata.tables[name]
        blank = {column.name: _blank(column) for column in table.columns}
        whole = [tuple((blank | row).values()) for row in some]
        store.write_rows(connection, table, whole)


def _blank(column: Any) -> object:
    """What stands where nothing is told."""
    if column.nullable:
        return None
    if isinstance(column.type, Text):
        return ""
    return b"x" if isinstance(column.type, LargeBinary) else 0


# -- files and cases ----------------------------------------------------------------


def _files(connection: Connection, count: int) -> None:
    for first in range(1, count + 1, _BLOCK):
        rows: Rows = {table.name: [] for table in _WRITTEN}
        for file in range(first, min(first + _BLOCK, count + 1)):
            _file(rows, file)
        _write(connection, rows)


_WRITTEN = [
    table
    for table in aid_tables.APPENDED
    if table.name
    in {
        "recipients",
        "recipient_steps",
        "recipient_revisions",
        "aid_cases",
        "aid_case_steps",
    }
]


def _unit_of(file: int) -> int:
    """Files lie in cities and counties; the shared chain and the province have none."""
    return 2 + file % (CITIES + COUNTIES)


def _file(rows: Rows, file: int) -> None:
    unit, told, head = _unit_of(file), told_of(file), {"file": file}
    head |= {"unit_id": unit, "recorded_at": STAMP}
    worker = {"relation": "self", "state": "laid_off", **told}
    locked = packed({"category": "deep", "place": "130102"}, worker)
    rows["recipients"].append(
        head
        | {
            "code": f"F-{file:07d}",
            "blind": VAULT.blind(told["identity"], IDENTITY_INDEX),
            "locked": VAULT.lock(told["identity"].encode(), identity_context(file)),
            "opened_on": "2026-01-05",
        }
    )
    step = {"step": 1, "act": "open", "acted_on": "2026-01-05", "reason": ""}
    rows["recipient_steps"].append(head | step | {"locked": b"x"})
    rows["recipient_revisions"].append(
        head
        | {
            "revision": 1,
            "category": "deep",
            "persons": 1 + file % 3,
            "locked": VAULT.lock(locked, revision_context(file, 1)),
            "said": VAULT.blind(str(file), "said"),
            "name_blind": VAULT.blind(str(file), NAME_INDEX),
        }
    )
    if file % 3 == 0:
        _case(rows, file, unit)


def _case(rows: Rows, file: int, unit: int) -> None:
    key = f"A2026-{file}"
    head = {"unit_id": unit, "key": key, "person_id": 2, "recorded_at": STAMP}
    rows["aid_cases"].append(
        head
        | {"year": 2026, "number": file, "ref": key, "file": file, "revision": 1}
        | {"project": "living", "member": 1, "cost_year": 2026, "own": 0}
        | {"emergency": 0, "urgent": 0, "started_by": "person", "limb": "E-1"}
        | {"from_key": "", "applied_on": "2026-01-06"}
    )
    for seq, act, state in ((1, "apply", "applied"), (2, "approve", "approved")):
        granted = EACH_FEN if act == "approve" else None
        rows["aid_case_steps"].append(
            head
            | {"seq": seq, "act": act, "state": state, "by_unit_id": unit}
            | {"acted_on": "2026-01-20", "paper": "", "outcome": "", "origin": ""}
            | {"granted_fen": granted, "objections": 0}
        )


# -- payouts ------------------------------------------------------------------------


def _payouts(connection: Connection, count: int) -> None:
    """A batch a month and unit, in all so many lines."""
    units = range(2, 2 + CITIES + COUNTIES)
    each = max(count // (len(units) * MONTHS), 1)
    aid, bank, _ = _accounts(connection)
    funds = {unit.id: unit.funds["F1"] for unit in lookups(connection).units.values()}
    for month in range(1, MONTHS + 1):
        rows: Rows = {name: [] for name in _OF_BATCHES}
        for unit in units:
            accounts = aid, bank, funds[unit]
            _batch(rows, unit, month, range(each), accounts)
        _write(connection, rows)


_OF_BATCHES = (
    *("vouchers", "postings", "payment_requests", "payment_request_moves"),
    *("aid_batch_lines", "aid_batches", "aid_batch_results", "aid_batch_steps"),
)


def _accounts(connection: Connection) -> tuple[int, int, int]:
    chart = lookups(connection).charts["union-2021"]
    return chart["50404"], chart["102"], chart["141"]


def _batch(
    rows: Rows, unit: int, month: int, lines: range, accounts: tuple[int, int, int]
) -> None:
    aid, bank, fund = accounts
    key, request, day = f"B2026-{month}", f"P2026-{month}", f"2026-{month:02d}-10"
    total, of_unit = EACH_FEN * len(lines), {"unit_id": unit}
    files = [_file_of(unit, month * len(lines) + line) for line in lines]
    head = of_unit | {"position": month}
    rows["vouchers"].append(
        head
        | {"period": 202600 + month, "kind": "付", "number": 1, "dated_on": day}
        | {"chart": "union-2021", "summary": "发放", "attachments": 1, "ref": request}
        | {"preparer_id": 2, "reviewer_id": 3, "poster_id": 3, "sealed_at": STAMP}
        | {"entered": "here", "content_hash": b"h" * 32, "previous": b"h" * 32}
        | {"hash": b"h" * 32}
    )
    plain = head | {"fund_id": fund, "request": request}
    debit = {"account_id": aid, "debit_fen": EACH_FEN, "purpose": "生活救助"}
    rows["postings"] += [plain | debit | {"line": line + 1} for line in lines]
    credit = {"account_id": bank, "credit_fen": total, "line": len(lines) + 1}
    rows["postings"].append(plain | credit)
    asked = {"year": 2026, "number": month, "ref": request, "kind": "payment"}
    rows["payment_requests"].append(
        of_unit
        | asked
        | {"key": request, "summary": "发放", "payee": "困难职工", "amount_fen": total}
        | {"approvals": 1, "asked_on": day, "expires_on": day, "person_id": 2}
    )
    moved = {"key": request, "seq": 2, "act": "pay", "amount_fen": total}
    rows["payment_request_moves"].append(
        of_unit
        | moved
        | {"position": month, "paid_fen": total, "acted_on": day, "person_id": 2}
    )
    _lines(rows, of_unit | {"key": key}, files, (fund, aid, month))
    sums = {
        "year": 2026,
        "number": month,
        "ref": key,
        "title": "发放",
        "sum_fen": total,
    }
    more = {"line_count": len(lines), "digest": b"d" * 32, "saved_on": day}
    more |= {"standards": b"s" * 32}
    rows["aid_batches"].append(of_unit | {"key": key, "person_id": 2} | sums | more)
    done = {"key": key, "person_id": 2, "acted_on": day}
    rows["aid_batch_steps"] += [
        of_unit | done | {"step": 1, "act": "submit", "request": request},
        of_unit | done | {"step": 2, "act": "release", "draft": 1},
        of_unit
        | done
        | {"step": 3, "act": "result", "line_count": len(lines), "digest": b"d" * 32},
    ]


def _lines(
    rows: Rows, head: dict[str, Any], files: list[int], of: tuple[int, int, int]
) -> None:
    fund, aid, month = of
    for line, file in enumerate(files, 1):
        told = {"line": line, "file": file, "revision": 1, "code": f"F-{file:07d}"}
        what = {"project": "living", "member": 1, "year": 2026, "purpose": "生活救助"}
        period = {"period": f"2026-{month:02d}", "amount_fen": EACH_FEN}
        money = {"fund_id": fund, "account_id": aid}
        rows["aid_batch_lines"].append(head | told | what | period | money)
        failed = file % 100 == 0
        result = {"outcome": "failed" if failed else "paid", "reason": "户名不符"}
        rows["aid_batch_results"].append(head | {"step": 3, "line": line} | result)


def _file_of(unit: int, place: int) -> int:
    """One of the first files of a unit."""
    return unit - 2 + (CITIES + COUNTIES) * (1 + place % 300)


# -- measuring ----------------------------------------------------------------------


def measure(url: str) -> dict[str, Any]:
    """A year's statistics of the province, without the keys and with them."""
    engine = open_books(url)
    found: dict[str, Any] = {}
    with reading(engine) as connection:
        books = lookups(connection)
        sums = UnitSums(books, ROOT, subtree(books, ROOT))
        span = parse_span("2026")
        begun = time.perf_counter()
        bare = connection.exec_driver_sql(
            "SELECT unit_id, project, COUNT(*), SUM(amount_fen) FROM aid_batch_lines"
            " GROUP BY unit_id, project"
        ).all()
        found["bare"] = time.perf_counter() - begun
        for name, vault in (("statistics", None), ("opened", VAULT)):
            begun = time.perf_counter()
            told = statistics(connection, sums, span, vault)
            found[name] = time.perf_counter() - begun
        whole = told.whole
        assert whole.tie.agrees, whole.tie.differences[:3]
        assert whole.aid.all.times + _failed(connection) == sum(row[2] for row in bare)
        found |= {"files": whole.files.end, "times": whole.aid.all.times}
    found["peak_mib"] = peak_mib()
    return found


def _failed(connection: Connection) -> int:
    query = "SELECT COUNT(*) FROM aid_batch_results WHERE outcome = 'failed'"
    return int(connection.exec_driver_sql(query).scalar() or 0)


if __name__ == "__main__":
    verbs: dict[str, Any] = {"fill": fill, "measure": measure}
    print(json.dumps(verbs[sys.argv[1]](*sys.argv[2:])))
