"""Budgets: a province's execution beside one GROUP BY, a reservation beside a voucher.

Execution: 180 units of 200 budget lines each, every line opened and spent on in each of
ten months. What is measured is `budgets.execution` of all units line by line; the limit
is one `SELECT SUM ... GROUP BY` with the driver over the same rows: the kept totals of
those months, the lines of the budgets and what was opened of them.

Reservation: one unit under control with its body, one line; each reservation and each
voucher of two lines in a transaction of its own, in turns, in one process.
"""

import sys
from collections.abc import Iterator

from measuring import Place, Table, alone, child, ratio

UNITS, LINES = 180, 200
TIMES = 300
"""Reservations and vouchers measured, in turns."""


def tables(place: Place) -> Iterator[Table]:
    """Both databases; the size is that of a province, whatever is asked."""
    rows: list[tuple[object, ...]] = []
    for kind in ("sqlite", "postgresql"):
        url = place.empty(kind, "budgets_province")
        done = child("budget_book.py", "province", url, UNITS, LINES)
        rows.append(
            (
                *(kind, UNITS * LINES, done["limit"], done["execution"]),
                ratio(done["execution"], done["limit"]),
                f"{done['peak_mib']:.0f} MiB",
            )
        )
    note = (__doc__ or "").split("\n\n")[1]
    yield Table(
        "Execution of a province",
        (
            *("database", "lines", "one GROUP BY, s", "execution, s"),
            *("execution / GROUP BY", "peak memory"),
        ),
        rows,
        note,
    )
    rows = []
    for kind in ("sqlite", "postgresql"):
        url = place.empty(kind, "budgets_unit")
        done = child("budget_book.py", "reservations", url, TIMES)
        share = ratio(done["reservation"], done["voucher"])
        rows.append((kind, TIMES, done["voucher"], done["reservation"], share))
    yield Table(
        "A reservation",
        (
            *("database", "times", "a voucher, s", "a reservation, s"),
            "reservation / voucher",
        ),
        rows,
        (__doc__ or "").split("\n\n")[2],
    )


if __name__ == "__main__":
    sys.exit(alone(tables))
