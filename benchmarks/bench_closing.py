"""Closing a year of one unit, beside summing its postings by account and fund.

The books hold one year of one unit, a tenth of the vouchers payouts of 20 lines. All
twelve months are closed, which recomputes every kept total from the postings; then
the year is ordered by one person and posted by another. The limit is one
`SELECT SUM ... GROUP BY` over the same postings with the driver alone.
"""

import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from measuring import Place, Table, alone, child, path_of, ratio

YEAR = 2025
HEAD = "unit,voucher,date,summary,preparer,reviewer,account,fund,debit,credit,purpose"
FUNDS = ("F1", "F2", "F3", "F4", "F5")
PAYOUT = 20
"""Recipients of a payout voucher."""

_SUM = (
    "SELECT p.account_id, p.fund_id, p.purpose, SUM(p.debit_fen), SUM(p.credit_fen)"
    " FROM postings p JOIN vouchers v ON v.unit_id = p.unit_id"
    " AND v.position = p.position GROUP BY 1, 2, 3"
)


def tables(place: Place) -> Iterator[Table]:
    """Both sizes on both databases."""
    rows: list[tuple[object, ...]] = []
    for size in (place.small, place.large):
        folder = place.folder / f"year-{size}"
        write_year(folder, size)
        for kind in ("sqlite", "postgresql"):
            url = place.empty(kind, f"year_{size}")
            child("child.py", "import", url, folder)
            limit = _limit(path_of(url)) if kind == "sqlite" else None
            done = child("child.py", "close_year", url, YEAR)
            whole = done["months"] + done["year_end"]
            rows.append(
                (
                    *(size, kind, done["months"], done["year_end"], whole),
                    f"{done['peak_mib']:.0f} MiB",
                    *((limit, ratio(whole, limit)) if limit else ("", "")),
                )
            )
    columns = (
        *("postings", "database", "eleven months, s", "year and December, s"),
        *("together, s", "peak memory", "summing once, s", "together / summing"),
    )
    note = (__doc__ or "").split("\n\n", 1)[1]
    yield Table("Closing a year", columns, rows, note)


def _limit(path: str) -> float:
    with sqlite3.connect(path) as connection:
        begun = time.perf_counter()
        connection.execute(_SUM).fetchall()
        return time.perf_counter() - begun


def write_year(folder: Path, size: int) -> None:
    """A books folder of one unit and year with about as many postings as asked."""
    folder.mkdir(exist_ok=True)
    units = "code,name,level,opened_on\nY,某县总工会,county,2025-01-01\n"
    (folder / "units.csv").write_text(units, encoding="utf-8")
    funds = "".join(f"Y,{fund},捐赠{fund},donation\n" for fund in FUNDS)
    head = "unit,code,name,source\n"
    (folder / "funds.csv").write_text(head + funds, encoding="utf-8")
    with (folder / "vouchers.csv").open("w", encoding="utf-8") as file:
        file.write(HEAD + "\n")
        file.writelines(_rows(size))


def _rows(size: int) -> Iterator[str]:
    written, number = 0, 0
    days = [f"{YEAR}-{m:02d}-{d:02d}" for m in range(1, 13) for d in range(1, 29)]
    # Vouchers of a day: receipts of every fund, one payout, single payments.
    share = max(size // len(days), 1)
    for day in days:
        until = written + share
        for fund in FUNDS:
            number += 1
            yield from _voucher(number, day, fund, ("102", "408"), 1, "900000.00")
            written += 2
        while written < until:
            number += 1
            lines = PAYOUT if number % 10 == 0 else 1
            fund = FUNDS[number % len(FUNDS)]
            yield from _voucher(number, day, fund, ("50404", "102"), lines, "3.00")
            written += lines + 1


def _voucher(  # noqa: PLR0913, PLR0917 - the cells of a row
    number: int, day: str, fund: str, accounts: tuple[str, str], lines: int, yuan: str
) -> Iterator[str]:
    """Debits of one amount each, and their sum on the credit side."""
    head = f"Y,{number},{day},凭证摘要,甲,乙"
    purpose = "生活救助" if accounts[0] == "50404" else ""
    for _ in range(lines):
        yield f"{head},{accounts[0]},{fund},{yuan},,{purpose}\n"
    whole = f"{lines * int(yuan[:-3])}.00"
    yield f"{head},{accounts[1]},{fund},,{whole},\n"


if __name__ == "__main__":
    sys.exit(alone(tables))
