"""A process of its own that closes the year 2025 of unit U1, as ordered.

    python -m tests.ledger.closer URL HOW

HOW is `close`, or `hang`: it says `written` when all stands unfinished, and waits to
be killed. It says `closed` or `refused` when it ends by itself.
"""

import sys

from ledger import year_end
from ledger.database import open_books, writing
from ledger.errors import CloseRefused
from tests.ledger.test_year_end import REVIEWS


def main(url: str, how: str) -> None:
    engine = open_books(url)
    outcome = "closed"
    try:
        with writing(engine) as connection:
            year_end.post(connection, "U1", 2025, REVIEWS)
            if how == "hang":
                print("written", flush=True)  # noqa: T201 - the parent waits for it
                sys.stdin.read()
    except CloseRefused:
        outcome = "refused"
    print(outcome)  # noqa: T201 - as above
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
