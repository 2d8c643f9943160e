"""Awards: cases recomputed, every step told, beside bare brackets on integers.

Households of one to four and their claims are made by a fixed seed. What is measured is
`aid.awards.award_all` over all of them, with the sentences of every step and all three
readings, and `aid.eligibility.assess` of every household; the limit is the brackets of
the whole amount alone, on as many plain integers, with nothing told.
"""

import sys
from collections.abc import Iterator

from measuring import Place, Table, alone, child, ratio

CASES = 100_000


def tables(_: Place) -> Iterator[Table]:
    """No database is asked; the size is that of a province's year."""
    done = child("award_cases.py", CASES)
    row = (
        *(CASES, done["limit"], done["awards"], done["assess"]),
        ratio(done["awards"], done["limit"]),
        f"{done['peak_mib']:.0f} MiB",
    )
    columns = ("cases", "bare brackets, s", "awards, s", "eligibility, s")
    note = (__doc__ or "").split("\n\n")[1]
    yield Table(
        "Awards recomputed",
        (*columns, "awards / bare brackets", "peak memory"),
        [row],
        note,
    )


if __name__ == "__main__":
    sys.exit(alone(tables))
