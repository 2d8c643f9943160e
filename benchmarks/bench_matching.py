"""A bank's statement taken in and matched with the books, beside a bare SQL join.

The books hold one year of one unit and as many postings on the bank's account as the
statement has rows, out of vouchers of five. Half of the amounts are the same few, with
the payee named on both sides; the bank books up to two days later. The limit writes the
pairs of equal day and amount, numbered among equal ones, into a table without keys or
guards: it encrypts and opens nothing, hashes nothing and pairs the same day alone.
"""

import csv
import sqlite3
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import psycopg
from measuring import Place, Table, alone, child, path_of, ratio
from unit_book import yuan

FIRST = date(2025, 1, 1)
DAYS = 350
LINES = 5
"""Postings on the bank's account in a voucher."""
PAYEES = 20_000
USUAL = (300_00, 500_00, 1_000_00, 2_000_00)
HEAD = "unit,voucher,date,summary,preparer,reviewer,account,fund,debit,credit,purpose"
HEADINGS = "交易日期,收入,支出,余额,流水号,对方户名,对方账号,摘要,类型"

_NUMBERED = (
    "SELECT {key}, {day} AS day, {fen} AS fen, ROW_NUMBER() OVER"
    " (PARTITION BY {day}, {fen} ORDER BY {key}) AS place FROM {table}"
)
_JOIN = "CREATE TABLE pairs AS SELECT * FROM ({rows}) r JOIN ({postings}) p{on}".format(
    rows=_NUMBERED.format(
        key='statement, "row"', day="booked_on", fen="amount_fen", table="bank_rows"
    ),
    postings=_NUMBERED.format(
        key="p.position, p.line",
        day="v.dated_on",
        fen="p.debit_fen - p.credit_fen",
        table="postings p JOIN vouchers v ON v.unit_id = p.unit_id"
        " AND v.position = p.position WHERE p.account_id ="
        " (SELECT account_id FROM bank_accounts)",
    ),
    on=" USING (day, fen, place)",
)


def tables(place: Place) -> Iterator[Table]:
    """10k and 100k rows on both databases, whatever the other sizes are."""
    rows: list[tuple[object, ...]] = []
    for size in (10_000, 100_000):
        folder = place.folder / f"bank-{size}"
        statement = place.folder / f"bank-{size}.csv"
        write_bank(folder, statement, size)
        for kind in ("sqlite", "postgresql"):
            url = place.empty(kind, f"bank_{size}")
            child("child.py", "import", url, folder)
            done = child("child.py", "match", url, statement)
            limit = _joined(kind, url)
            whole = done["taken"] + done["matched"]
            rows.append(
                (
                    *(size, kind, done["taken"], done["matched"], whole),
                    f"{done['peak_mib']:.0f} MiB",
                    f"{done['share']:.1%}",
                    *(limit, ratio(done["matched"], limit)),
                )
            )
    columns = (
        *("rows", "database", "import, s", "matching, s", "together, s"),
        *("peak memory", "matched", "bare join, s", "matching / join"),
    )
    note = (__doc__ or "").split("\n\n", 1)[1]
    yield Table("Bank: import and match", columns, rows, note)


def _joined(kind: str, url: str) -> float:
    if kind == "sqlite":
        connection = sqlite3.connect(path_of(url))
    else:
        connection = psycopg.connect(url)
    begun = time.perf_counter()
    connection.execute(_JOIN)
    connection.commit()
    taken = time.perf_counter() - begun
    connection.close()
    return taken


# -- what is matched ----------------------------------------------------------------

Line = tuple[date, int, str]
"""Day of the books, fen and payee."""


def write_bank(folder: Path, statement: Path, size: int) -> None:
    """A books folder of one unit, and the statement of its bank beside it."""
    folder.mkdir(exist_ok=True)
    units = "code,name,level,opened_on\nY,某县总工会,county,2025-01-01\n"
    (folder / "units.csv").write_text(units, encoding="utf-8")
    funds = "unit,code,name,source\nY,F1,捐赠,donation\n"
    (folder / "funds.csv").write_text(funds, encoding="utf-8")
    chance = Random(size)  # noqa: S311 - made-up figures, nothing secret
    lines = [*_lines(size, chance)]
    with (folder / "vouchers.csv").open("w", encoding="utf-8") as file:
        file.write(f"{HEAD},party\n")
        file.writelines(_vouchers(lines))
    _write_statement(statement, lines, chance)


def _lines(size: int, chance: Random) -> Iterator[Line]:
    """A receipt a day of what is paid on it, and the payments."""
    share = size // DAYS
    for number in range(DAYS):
        day = FIRST + timedelta(number)
        count = share if number + 1 < DAYS else size - share * (DAYS - 1)
        paid = [
            chance.choice(USUAL)
            if chance.random() < 0.5
            else chance.randrange(100_00, 5_000_00)
            for _ in range(count - 1)
        ]
        yield day, sum(paid), "某某基金会"
        for fen in paid:
            yield day, -fen, f"收款人{chance.randrange(PAYEES):05}"


def _vouchers(lines: list[Line]) -> Iterator[str]:
    number, at = 0, 0
    while at < len(lines):
        day, fen, _ = lines[at]
        some = [line for line in lines[at : at + LINES] if line[0] == day]
        some = some[:1] if fen > 0 else [line for line in some if line[1] < 0]
        at += len(some)
        number += 1
        head = f"Y,{number},{day},凭证摘要,甲,乙"
        for _, fen, party in some:
            money = yuan(abs(fen))
            if fen > 0:
                yield f"{head},102,F1,{money},,,{party}\n{head},408,F1,,{money},,\n"
            else:
                yield f"{head},50404,F1,{money},,生活救助,\n"
                yield f"{head},102,F1,,{money},,{party}\n"


def _write_statement(path: Path, lines: list[Line], chance: Random) -> None:
    moved = sorted(
        (day + timedelta(chance.randrange(3)), fen, party)
        if fen < 0
        else (day, fen, party)
        for day, fen, party in lines
    )
    moved.sort(key=lambda line: (line[0], -line[1]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS.split(","))
        balance = 0
        for number, (day, fen, party) in enumerate(moved):
            balance += fen
            came, went = (yuan(fen), "") if fen > 0 else ("", yuan(-fen))
            told = f"L{number:07}", party, f"62{number:010}", "转账", ""
            writer.writerow((day, came, went, yuan(balance), *told))


if __name__ == "__main__":
    sys.exit(alone(tables))
