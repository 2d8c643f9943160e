"""The board pack of books of five years, of one unit and of all below it.

Four pages with their three charts as PDF, the libraries loaded. The limit is the year's
postings of all units alone, summed by unit, fund, account and purpose in one statement.
"""

import sys
from collections.abc import Iterator

from measuring import UNIT, Place, Table, alone, child, ratio

KINDS = ("sqlite", "postgresql")


def tables(place: Place) -> Iterator[Table]:
    """Both databases, of the larger size."""
    rows: list[tuple[object, ...]] = []
    for kind in KINDS:
        url = getattr(place, kind)(place.large)
        done = child("child.py", "board", url, UNIT)
        rows.append(
            (
                *(place.large, kind, done["bare"], done["one"], done["all"]),
                *(done["pdf"], ratio(done["all"], done["bare"])),
                f"{done['peak_mib']:.0f} MiB",
            )
        )
    columns = (
        *("postings", "database", "bare sums, s", "one unit, s", "with those below, s"),
        *("as PDF, s", "with those below / bare sums", "peak memory"),
    )
    yield Table("The board pack", columns, rows, (__doc__ or "").split("\n\n")[1])


if __name__ == "__main__":
    sys.exit(alone(tables))
