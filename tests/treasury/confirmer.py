"""A process of its own that asks for confirmations or bills.

    python -m tests.treasury.confirmer URL WHAT FIRST LAST

It says `ready`, waits for a line, and asks for those of the gifts from FIRST to LAST,
each in a transaction of its own.
"""

import sys

from ledger.database import open_books, writing
from tests.treasury.giving import CLERK, MARCH
from treasury import bills, confirmations


def main(url: str, what: str, first: str, last: str) -> None:
    engine = open_books(url)
    print("ready", flush=True)  # noqa: T201 - the parent waits for it
    sys.stdin.readline()
    for number in range(int(first), int(last) + 1):
        key = f"2025-{number}"
        with writing(engine) as connection:
            if what == "confirm":
                confirmations.confirm(connection, "U1", key, CLERK)
            else:
                bills.issue(connection, "U1", key, "A1", "", issued_on=MARCH, act=CLERK)
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
