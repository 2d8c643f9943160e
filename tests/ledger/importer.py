"""A process of its own that imports: `python -m tests.ledger.importer URL FOLDER HOW`.

HOW is `pause`: it says `sealed` when everything is written and nothing committed, and
waits to be killed; or `within BYTES`: it may use so much memory, and says what came in.
"""

import resource
import sys
from pathlib import Path

from ledger.database import open_books
from ledger.errors import FolderFaulty
from ledger.intake import import_books
from ledger.stages import silent
from tests.building import ACT


def main(url: str, folder: str, how: str) -> None:
    word, _, bound = how.partition(" ")
    if bound:
        resource.setrlimit(resource.RLIMIT_DATA, (int(bound), int(bound)))
    try:
        imported = import_books(
            open_books(url), Path(folder), ACT, _pause if word == "pause" else silent
        )
    except FolderFaulty as refusal:
        print("faults", refusal.count)  # noqa: T201 - the parent reads it
        return
    print("vouchers", imported.vouchers)  # noqa: T201 - as above


def _pause(_stage: str, done: int, whole: int) -> None:
    if whole and done == whole:
        print("sealed", flush=True)  # noqa: T201 - as above
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
