"""A process of its own that issues a hand-out.

    python -m tests.aid.hander URL KEY

It says `ready`, waits for a line, and says `issued`, `already` or why it was refused.
"""

import sys

from aid.errors import HandoutRefused
from aid.handouts import issue
from ledger.database import open_books, writing
from tests.aid.handing import ZHANG


def main(url: str, key: str) -> None:
    engine = open_books(url)
    print("ready", flush=True)  # noqa: T201 - the parent waits for it
    sys.stdin.readline()
    try:
        with writing(engine) as connection:
            done = issue(connection, "U1", key, ZHANG)
        print("already" if done.already else "issued")  # noqa: T201 - the parent reads it
    except HandoutRefused as refusal:
        print(refusal)  # noqa: T201 - as above
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
