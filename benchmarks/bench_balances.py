"""Balances and statements from the command line, whole processes, on SQLite.

The limit is a process that only imports what every command needs:
`python -c "import sqlalchemy, typer"`.
"""

import subprocess
import sys
from collections.abc import Iterator

from measuring import UNIT, Place, Table, alone, command, ratio, seconds

RUNS = 7
IMPORTS = "import sqlalchemy, typer"
SMALLEST = 10_000

BALANCE = ("books", "balance", "--unit", UNIT)
STATEMENT = ("report", "fund_statement", "--unit", UNIT)
TRIAL = ("report", "trial_balance", "--unit", UNIT)
SHEET = ("report", "balance_sheet", "--unit", UNIT)
INCOME = ("report", "income_statement", "--unit", UNIT)


def tables(place: Place) -> Iterator[Table]:
    """Each command at the smallest and at the larger size."""
    asked = (
        ("balances, whole months", (*BALANCE, "--until", "2025-06-30")),
        ("trial balance of a year", (*TRIAL, "--period", "2025", "--to", "x.csv")),
        (
            "fund statement of a year",
            (*STATEMENT, "--period", "2025", "--to", "x.json"),
        ),
        ("工会01表 of a year", (*SHEET, "--period", "2025", "--to", "x.json")),
        ("工会02表 of a year", (*INCOME, "--period", "2025", "--to", "x.json")),
        ("balances, part of a month", (*BALANCE, "--until", "2025-06-17")),
        (
            "balances, as known at a position",
            (*BALANCE, "--until", "2025-06-30", "--known-at", "100"),
        ),
    )
    limit = seconds(
        lambda: subprocess.run([sys.executable, "-c", IMPORTS], check=True), RUNS
    )
    rows: list[tuple[object, ...]] = []
    for label, line in asked:
        small, large = (_took(place, size, line) for size in (SMALLEST, place.large))
        rows.append((label, 1000 * small, 1000 * large, ratio(large, small)))
        rows[-1] += (1000 * limit, ratio(large, limit))
    columns = (
        *("asked", f"{SMALLEST:,} postings, ms", f"{place.large:,} postings, ms"),
        *("large / small", "imports alone, ms", "large / imports"),
    )
    note = f"Medians of {RUNS} processes. {(__doc__ or '').split(chr(10) * 2, 1)[1]}"
    yield Table("Balances and statements from the command line", columns, rows, note)


def _took(place: Place, size: int, line: tuple[str, ...]) -> float:
    written = {"x.csv": place.folder / "x.csv", "x.json": place.folder / "x.json"}
    words = [written.get(word, word) for word in line]
    return seconds(command("bangfu", *words, "--database", place.sqlite(size)), RUNS)


if __name__ == "__main__":
    sys.exit(alone(tables))
