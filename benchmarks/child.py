"""One measured act in a process of its own: `child.py ACT URL ...` answers with JSON.

Its peak of memory is that of the act alone.
"""

import datetime as dt
import io
import json
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from measuring import PERSON

from ledger.database import Engine, open_books, reading, writing
from ledger.people import Act, Person

ACT = Act(PERSON, dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
FOUNDING = Act("bangfu", dt.datetime(2021, 1, 1, tzinfo=dt.UTC))


def main() -> int:
    """Do the act that is named, and tell its seconds and its peak of memory."""
    act, url, *more = sys.argv[1:]
    engine = open_books(url)
    answer = ACTS[act](engine, *more)
    print(json.dumps({**answer, "peak_mib": peak_mib()}))
    return 0


def peak_mib() -> float:
    """The most memory that this process has had."""
    status = Path("/proc/self/status")
    if status.exists():
        # What Linux tells by getrusage includes the process that started this one.
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text("ascii"))
        assert found
        return int(found[1]) / 1024
    # macOS counts bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def found(engine: Engine) -> dict[str, float]:
    """Make the database and found the books."""
    from app.wiring import upgrade  # noqa: PLC0415 - others would carry its memory
    from ledger.registration import register_people  # noqa: PLC0415

    upgrade(engine, FOUNDING)
    with writing(engine) as connection:
        register_people(connection, [Person(code=PERSON)], FOUNDING)
    return {}


def import_(engine: Engine, folder: str) -> dict[str, float]:
    """Bring a books folder in."""
    from ledger.intake import import_books  # noqa: PLC0415 - as above

    begun = time.perf_counter()
    imported = import_books(engine, Path(folder), ACT)
    return {
        "seconds": time.perf_counter() - begun,
        "vouchers": imported.vouchers,
        "postings": imported.postings,
    }


def export(engine: Engine, path: str) -> dict[str, float]:
    """Write all books as beancount."""
    from ledger.balances import EVER  # noqa: PLC0415 - as above
    from ledger.periods import Span  # noqa: PLC0415
    from ledger.register import lookups  # noqa: PLC0415
    from reports.interchange import beancount  # noqa: PLC0415

    span = Span(EVER, dt.date(2100, 1, 1))
    begun = time.perf_counter()
    with reading(engine) as connection, Path(path).open("w", encoding="utf-8") as file:
        units = sorted(lookups(connection).units)
        vouchers = beancount.export(connection, units, span, file)
    return {"seconds": time.perf_counter() - begun, "vouchers": vouchers}


def verify(engine: Engine) -> dict[str, float]:
    """Recompute everything that was sealed."""
    from audit.integrity import verify as verified  # noqa: PLC0415 - as above

    begun = time.perf_counter()
    with reading(engine) as connection:
        report = verified(connection)
    taken = time.perf_counter() - begun
    assert report.ok, report.differences[:3]
    return {"seconds": taken}


def checks(engine: Engine, unit: str, year: str) -> dict[str, Any]:
    """Read a year of books and put every check to them; what each check took.

    Seconds are those of the processor.
    """
    from audit.catalogue import catalogue, run_one  # noqa: PLC0415 - as above
    from audit.store import read_books  # noqa: PLC0415
    from ledger.periods import parse_span  # noqa: PLC0415
    from ledger.uncollected import uncollected  # noqa: PLC0415

    entries = catalogue()
    begun = time.process_time()
    with reading(engine) as connection:
        books = read_books(connection, unit, parse_span(year))
    read = time.process_time() - begun
    times, found = {}, 0
    with uncollected():
        for entry in entries:
            one = time.process_time()
            result = run_one(entry, books)
            if result.performed:
                times[entry.check.key] = time.process_time() - one
                found += len(result.findings)
    return {
        "read": read,
        "run": sum(times.values()),
        "checks": times,
        "findings": found,
    }


def annual(engine: Engine, unit: str, year: str, path: str) -> dict[str, float]:
    """Audit a year and write the report: integrity, checks and pages, as `checks`."""
    from ledger.periods import parse_span  # noqa: PLC0415 - as above
    from reports.catalogue import Request, build  # noqa: PLC0415
    from reports.render.formats import write  # noqa: PLC0415

    times = [time.process_time()]
    with reading(engine) as connection:
        asked = Request(unit=unit, span=parse_span(year), period=year, at=ACT.at)
        document = build("annual_audit", connection, asked)
        times.append(time.process_time())
        write(document, Path(path))
    times.append(time.process_time())
    return {"built": times[1] - times[0], "written": times[2] - times[1]}


def package(engine: Engine, unit: str, path: str) -> dict[str, float]:
    """Write the evidence package of five years, masked."""
    from hashlib import sha256  # noqa: PLC0415 - as above

    from audit import package as packages  # noqa: PLC0415
    from ledger.periods import Span  # noqa: PLC0415

    asked = packages.Asked(
        unit=unit,
        span=Span(dt.date(2022, 1, 1), dt.date(2027, 1, 1)),
        period="2022-2026",
        salt_of=lambda text: sha256(text.encode()).digest(),
    )
    begun = time.perf_counter()
    with reading(engine) as connection:
        written = packages.write(connection, asked, Path(path))
    return {"seconds": time.perf_counter() - begun, "postings": written.postings}


def ledger(engine: Engine, unit: str, path: str) -> dict[str, float]:
    """Write the ledger of the payments to persons, and tell what Typst took of it."""
    from posting import AID, DAY  # noqa: PLC0415 - as above

    from ledger.periods import parse_span  # noqa: PLC0415
    from reports.catalogue import Request, build  # noqa: PLC0415
    from reports.render.formats import write  # noqa: PLC0415

    inside = _time_typst() if path.endswith(".pdf") else [0.0]
    year = str(DAY.year)
    begun = time.perf_counter()
    with reading(engine) as connection:
        asked = Request(
            unit=unit, span=parse_span(year), period=year, at=ACT.at, account=AID
        )
        write(build("account_ledger", connection, asked), Path(path))
    return {"seconds": time.perf_counter() - begun, "typst": sum(inside)}


def board(engine: Engine, unit: str) -> dict[str, float]:
    """Draw the board pack up, of one unit and with all below it, and print it."""
    from sqlalchemy import and_, func, select  # noqa: PLC0415 - as above

    from ledger.periods import parse_span  # noqa: PLC0415
    from ledger.tables import postings as p  # noqa: PLC0415
    from ledger.tables import vouchers as v  # noqa: PLC0415
    from reports.catalogue import Request, build  # noqa: PLC0415
    from reports.render import pdf  # noqa: PLC0415

    year = str(ACT.at.year - 1)
    keys = (p.c.unit_id, p.c.fund_id, p.c.account_id, p.c.purpose)
    sums = func.sum(p.c.debit_fen), func.sum(p.c.credit_fen)
    same = and_(v.c.unit_id == p.c.unit_id, v.c.position == p.c.position)
    months = v.c.period.between(int(f"{year}00"), int(f"{year}12"))
    bare = select(*keys, *sums).join_from(p, v, same).where(months).group_by(*keys)
    times = []
    with reading(engine) as connection:
        begun = time.perf_counter()
        connection.execute(bare).all()
        times.append(time.perf_counter() - begun)
        for below in (False, True):
            begun = time.perf_counter()
            asked = Request(
                unit=unit,
                span=parse_span(year),
                period=year,
                at=ACT.at,
                with_subunits=below,
            )
            drawn = build("board_pack", connection, asked)
            times.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        pdf.render(drawn, io.BytesIO())
        times.append(time.perf_counter() - begun)
    return dict(zip(("bare", "one", "all", "pdf"), times, strict=True))


def _time_typst() -> list[float]:
    """The times of every compilation from now on."""
    import typst  # noqa: PLC0415 - as above

    times: list[float] = []
    made: Any = typst.Compiler

    def timed(*given: Any, **more: Any) -> SimpleNamespace:
        compiler = made(*given, **more)

        def compiled(**how: Any) -> object:
            begun = time.perf_counter()
            try:
                return compiler.compile(**how)
            finally:
                times.append(time.perf_counter() - begun)

        return SimpleNamespace(compile=compiled)

    vars(typst)["Compiler"] = timed
    return times


def close_year(engine: Engine, year: str) -> dict[str, float]:
    """Close every month of a year of unit Y, and the year."""
    from ledger import closing, year_end  # noqa: PLC0415 - as above

    times = [time.perf_counter()]
    with writing(engine) as connection:
        closing.close_through(connection, "Y", int(year) * 100 + 11, ACT)
    times.append(time.perf_counter())
    with writing(engine) as connection:
        year_end.order(connection, "Y", int(year), (), ACT)
    with writing(engine) as connection:
        year_end.post(connection, "Y", int(year), Act("甲", ACT.at))
    times.append(time.perf_counter())
    return {"months": times[1] - times[0], "year_end": times[2] - times[1]}


def match(engine: Engine, path: str) -> dict[str, float]:
    """Take the statement of unit Y's bank in, and match it with the books."""
    from treasury import bank, bank_mappings, matches  # noqa: PLC0415 - as above
    from treasury.statements.mapping import ColumnMapping  # noqa: PLC0415
    from treasury.vault import Vault  # noqa: PLC0415

    names = ("交易日期", "收入", "支出", "余额", "流水号", "对方户名", "对方账号")
    keys = ("date", "money_in", "money_out", "balance", "reference")
    keys += ("counterparty", "counterparty_account")
    columns = ColumnMapping(
        **dict(zip(keys, names, strict=True)), text="摘要", code="类型"
    )
    since, vault = dt.date(2025, 1, 1), Vault({1: b"k" * 32})
    kept = bank_mappings.KeptMapping(bank="某行", since=since, columns=columns)
    given = bank.BankAccount(unit="Y", bank="某行", account="102", since=since)
    with writing(engine) as connection:
        bank_mappings.save_mapping(connection, "Y", kept, ACT)
        bank.register_account(connection, given, "3300000123456789", ACT, vault)
    times = [time.perf_counter()]
    file = bank.BankFile(
        unit="Y", account=1, name="statement.csv", content=Path(path).read_bytes()
    )
    with writing(engine) as connection:
        rows = bank.import_statement(connection, file, vault, ACT).new_rows
    times.append(time.perf_counter())
    with writing(engine) as connection:
        told = matches.match_account(connection, "Y", 1, vault, ACT)
    times.append(time.perf_counter())
    return {
        "taken": times[1] - times[0],
        "matched": times[2] - times[1],
        "share": 1 - told.open_rows / rows,
    }


ACTS: dict[str, Callable[..., dict[str, Any]]] = {
    "annual": annual,
    "board": board,
    "checks": checks,
    "found": found,
    "close_year": close_year,
    "import": import_,
    "export": export,
    "ledger": ledger,
    "match": match,
    "package": package,
    "verify": verify,
}

if __name__ == "__main__":
    sys.exit(main())
