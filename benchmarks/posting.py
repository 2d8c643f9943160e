"""One client that posts: through `journal.post`, or the same rows by the raw driver.

`posting.py WAY URL UNIT COUNT LINES` prints `ready`, waits for a line, posts COUNT
vouchers in COUNT transactions on one kept connection, and answers with JSON. WAY is
`ours` or `raw`.

The raw way writes the same rows into the same schema under the same guards: one
combined read of the chain's head, the last number and the balances, then postings,
positions, the voucher and the totals. Its hashes are real ones of a shorter text; it
judges nothing.
"""

import datetime as dt
import hashlib
import json
import sqlite3
import sys
import time
from collections.abc import Callable
from typing import Any

import psycopg
from measuring import PERSON, path_of

DAY = dt.date(2026, 12, 31)
FUND, MONEY, INCOME, AID = "DN", "102", "408", "50404"
PURPOSE = "医疗救助"
CHART = "union-2021"
ONE_LINE_FEN = 100
"""What each of many payees is paid; the fund is given as much before."""
COPY_FROM = 500
"""Rows from which COPY is the driver's fastest way into PostgreSQL."""


def main() -> int:
    """Post as the command line says, and tell how long each voucher took."""
    way, url, unit = sys.argv[1:4]
    count, lines = int(sys.argv[4]), int(sys.argv[5])
    act = (_ours if way == "ours" else _raw)(url, unit)
    tag = f"{way}-{time.monotonic_ns()}"
    act(f"{tag}-warm", 1)
    if lines > 1:
        act(f"{tag}-fund", -lines * count)
    print("ready", flush=True)
    sys.stdin.readline()
    times, begun = [], time.monotonic()
    for number in range(count):
        at = time.perf_counter()
        act(f"{tag}-{number}", lines)
        times.append(time.perf_counter() - at)
    print(json.dumps({"begun": begun, "ended": time.monotonic(), "times": times}))
    return 0


Act = Callable[[str, int], None]
"""Post under a reference: 1 is a receipt of two lines, N a payment to N payees, and
-N a receipt of as much as N payees get."""


def _ours(url: str, unit: str) -> Act:
    from ledger import journal  # noqa: PLC0415 - the raw way loads none of it
    from ledger.database import open_books, writing  # noqa: PLC0415
    from ledger.money import Money  # noqa: PLC0415
    from ledger.people import Act as Who  # noqa: PLC0415
    from ledger.vouchers import Posting, Voucher  # noqa: PLC0415

    engine = open_books(url)
    who = Who(PERSON, dt.datetime(2027, 1, 1, tzinfo=dt.UTC))

    def act(ref: str, lines: int) -> None:
        whole = Money(ONE_LINE_FEN * abs(lines))
        if lines <= 1:
            postings = [
                Posting(account=MONEY, fund=FUND, debit=whole),
                Posting(account=INCOME, fund=FUND, credit=whole),
            ]
        else:
            postings = [
                Posting(
                    account=AID,
                    fund=FUND,
                    debit=Money(ONE_LINE_FEN),
                    purpose=PURPOSE,
                    recipient=f"A{number}",
                    persons=1,
                )
                for number in range(lines)
            ]
            postings.append(Posting(account=MONEY, fund=FUND, credit=whole))
        voucher = Voucher(
            unit=unit,
            ref=ref,
            dated_on=DAY,
            summary="收到捐赠款",
            preparer=f"k{unit}",
            reviewer=f"s{unit}",
            postings=tuple(postings),
        )
        with writing(engine) as connection:
            journal.post(connection, [voucher], who)

    return act


# -- the driver alone ---------------------------------------------------------------

_READ = (
    "SELECT (SELECT MAX(position) FROM vouchers WHERE unit_id = {0}),"
    " (SELECT hash FROM vouchers WHERE unit_id = {0} ORDER BY position DESC LIMIT 1),"
    " (SELECT MAX(number) FROM vouchers"
    " WHERE unit_id = {0} AND period = {1} AND kind = {2}),"
    " (SELECT balance_fen FROM money_positions WHERE unit_id = {0} AND fund_id = {3}"
    " AND account_id = {4} ORDER BY position DESC LIMIT 1)"
)
_POSTING = (
    "INSERT INTO postings (unit_id, position, line, account_id, fund_id, debit_fen,"
    " credit_fen, purpose, recipient, persons)"
    " VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9})"
)
_COPY = (
    "COPY postings (unit_id, position, line, account_id, fund_id, debit_fen,"
    " credit_fen, purpose, recipient, persons) FROM STDIN"
)
_POSITION = (
    "INSERT INTO money_positions (unit_id, fund_id, account_id, position, balance_fen)"
    " VALUES ({0}, {1}, {2}, {3}, {4})"
)
_VOUCHER = (
    "INSERT INTO vouchers (unit_id, position, period, kind, number, dated_on, chart,"
    " summary, attachments, preparer_id, reviewer_id, poster_id, sealed_at, ref,"
    " entered, content_hash, previous, hash) VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6},"
    " {7}, {8}, {9}, {10}, {11}, {12}, {13}, {14}, {15}, {16}, {17})"
)
_TOTAL = (
    "INSERT INTO totals (unit_id, period, account_id, fund_id, purpose, debit_fen,"
    " credit_fen, persons) VALUES ({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7})"
    " ON CONFLICT (unit_id, period, account_id, fund_id, purpose) DO UPDATE SET"
    " debit_fen = totals.debit_fen + excluded.debit_fen,"
    " credit_fen = totals.credit_fen + excluded.credit_fen,"
    " persons = totals.persons + excluded.persons"
)


def _raw(url: str, unit: str) -> Act:
    on_sqlite = url.startswith("sqlite")
    cursor, begin = _cursor(url)
    mark = "?{}" if on_sqlite else "%(p{})s"

    def sql(text: str) -> str:
        return text.format(*(mark.format(number + on_sqlite) for number in range(18)))

    def given(row: tuple[object, ...]) -> Any:
        # SQLite counts its marks from 1; psycopg takes values by name.
        return row if on_sqlite else {f"p{n}": value for n, value in enumerate(row)}

    statements = [sql(text) for text in (_READ, _POSTING, _POSITION, _VOUCHER, _TOTAL)]
    read, posting, position_text, voucher, total = statements
    ids = _numbers(cursor, unit)
    unit_id, fund_id, money, income, aid, preparer, reviewer, poster = ids
    period = DAY.year * 100 + DAY.month

    def act(ref: str, lines: int) -> None:
        fen = ONE_LINE_FEN * abs(lines)
        kind, sign = ("收", 1) if lines <= 1 else ("付", -1)
        begin()
        cursor.execute(read, given((unit_id, period, kind, fund_id, money)))
        head, previous, number, balance = cursor.fetchone()
        position, number = (head or 0) + 1, (number or 0) + 1
        rows, sums = _lines(lines, (money, income, aid))
        rows = [
            (unit_id, position, n, *_with(r, fund_id)) for n, r in enumerate(rows, 1)
        ]
        previous = bytes(previous or bytes(32))
        digest = hashlib.sha256(previous + repr(rows).encode()).digest()
        if on_sqlite or lines < COPY_FROM:
            cursor.executemany(posting, [given(row) for row in rows])
        else:
            with cursor.copy(_COPY) as copy:
                for row in rows:
                    copy.write_row(row)
        moved = (unit_id, fund_id, money, position, (balance or 0) + sign * fen)
        cursor.execute(position_text, given(moved))
        sealed = (
            *(unit_id, position, period, kind, number, DAY.isoformat(), CHART),
            *("收到捐赠款", 0, preparer, reviewer, poster, "2027-01-01T00:00:00Z"),
            *(ref, "here", digest, previous, digest),
        )
        cursor.execute(voucher, given(sealed))
        kept = [(unit_id, period, *_with(row, fund_id)) for row in sums]
        cursor.executemany(total, [given(row) for row in kept])
        cursor.execute("COMMIT")

    return act


Row = tuple[Any, ...]


def _lines(lines: int, accounts: tuple[int, int, int]) -> tuple[list[Row], list[Row]]:
    """The postings and the totals of one voucher, without unit, place and fund."""
    fen = ONE_LINE_FEN * abs(lines)
    money, income, aid = accounts
    if lines <= 1:
        rows: list[Row] = [(money, fen, 0, None, "", 0), (income, 0, fen, None, "", 0)]
        return rows, [(money, "", fen, 0, 0), (income, "", 0, fen, 0)]
    rows = [(aid, ONE_LINE_FEN, 0, PURPOSE, f"A{n}", 1) for n in range(lines)]
    rows.append((money, 0, fen, None, "", 0))
    return rows, [(aid, PURPOSE, fen, 0, lines), (money, "", 0, fen, 0)]


def _with(row: Row, fund_id: int) -> Row:
    return (row[0], fund_id, *row[1:])


def _cursor(url: str) -> tuple[Any, Callable[[], object]]:
    if url.startswith("sqlite"):
        plain = sqlite3.connect(path_of(url), isolation_level=None, timeout=60)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            plain.execute(f"PRAGMA {pragma}")
        plain.execute("PRAGMA cache_size = -65536")
        cursor = plain.cursor()
        return cursor, lambda: cursor.execute("BEGIN IMMEDIATE")
    connection = psycopg.connect(url, autocommit=True)
    other = connection.cursor()
    return other, lambda: other.execute("BEGIN")


def _numbers(cursor: Any, unit: str) -> tuple[int, ...]:
    def one(query: str) -> int:
        found: int = cursor.execute(query).fetchone()[0]
        return found

    unit_id = one(f"SELECT id FROM units WHERE code = '{unit}'")
    fund = f"SELECT id FROM funds WHERE unit_id = {unit_id} AND code = '{FUND}'"
    accounts = [
        one(f"SELECT id FROM accounts WHERE chart = '{CHART}' AND code = '{code}'")
        for code in (MONEY, INCOME, AID)
    ]
    people = [
        one(f"SELECT id FROM people WHERE code = '{code}'")
        for code in (f"k{unit}", f"s{unit}", PERSON)
    ]
    return unit_id, one(fund), *accounts, *people


if __name__ == "__main__":
    sys.exit(main())
