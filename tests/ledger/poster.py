"""A process of its own that posts.

    python -m tests.ledger.poster URL PREFIX COUNT HOW

HOW is `each`, a transaction a voucher, or `all`, one transaction that never ends: it
says `written` when its vouchers stand unfinished, and waits to be killed.
"""

import sys

from ledger import journal
from ledger.database import open_books, writing
from tests.building import ACT, receipt


def main(url: str, prefix: str, count: str, how: str) -> None:
    engine = open_books(url)
    vouchers = [receipt(f"{prefix}{n}", n + 1) for n in range(int(count))]
    if how == "each":
        for voucher in vouchers:
            with writing(engine) as connection:
                journal.post(connection, [voucher], ACT)
        engine.dispose()
        return
    with writing(engine, "导入") as connection:
        journal.post(connection, vouchers, ACT)
        print("written", flush=True)  # noqa: T201 - the parent waits for it
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
