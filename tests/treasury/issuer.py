"""A process of its own that gives shopping vouchers away.

    python -m tests.treasury.issuer URL REF SERIALS

It says `ready`, waits for a line, and says `given` or why it was refused.
"""

import sys

from ledger.database import open_books, writing
from tests.treasury.goods_world import DAY, ZHANG, handed
from treasury import serials
from treasury.errors import GoodsRefused
from treasury.goods_issues import Issue, issue


def main(url: str, ref: str, text: str) -> None:
    engine = open_books(url)
    count = serials.count(serials.read(text))
    line = handed(count, item="V1", serials=text)
    whole = Issue(unit="U1", ref=ref, dated_on=DAY, lines=(line,))
    print("ready", flush=True)  # noqa: T201 - the parent waits for it
    sys.stdin.readline()
    try:
        with writing(engine) as connection:
            issue(connection, whole, ZHANG)
        print("given")  # noqa: T201 - the parent reads it
    except GoodsRefused as refusal:
        print(refusal)  # noqa: T201 - as above
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
