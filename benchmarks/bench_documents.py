"""A ledger of hundreds of pages as PDF, beside Typst alone, and a very long one as CSV.

Typst alone compiles the very template with the very data; the fonts are loaded in
both. The long ledger has a line for each payee of many large vouchers.
"""

import datetime as dt
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from measuring import HERE, UNIT, Place, Table, alone, child, ratio, started

PAGES = 300
LINES_A_VOUCHER = 10_000


def tables(place: Place) -> Iterator[Table]:
    """The PDF, then the CSV."""
    yield _pdf(place)
    yield _csv(place)


def _pdf(place: Place) -> Table:
    books = place.sqlite(place.large)
    path = place.folder / "ledger.pdf"
    wanted = 40 if place.quick else PAGES
    rows: list[tuple[object, ...]] = []
    done = child("documents.py", "pdf", books, path, wanted)
    rows.append(
        (
            *(_pages(path), done["lines"], done["seconds"], done["typst"]),
            *(ratio(done["seconds"], done["typst"]), f"{done['peak_mib']:.0f} MiB"),
        )
    )
    columns = (
        *("pages", "lines", "queries and PDF, s", "Typst alone, s", "ours / Typst"),
        "peak memory",
    )
    return Table("An account ledger as PDF", columns, rows)
