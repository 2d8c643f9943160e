"""Account ledgers: hundreds of pages as PDF, long ones as CSV and as XLSX.

The books hold vouchers of thousands of payees each, posted through the journal. Typst
alone is the time that the very run spends inside Typst, fonts loaded. The plain table
is the same rows in a table of Typst with page and font alone, read beforehand.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from measuring import UNIT, Place, Table, alone, child, ratio, started

LINES_A_VOUCHER = 10_000
LINES_OF_PAGES = 7_500
LINES_OF_PAPER = 11_500
"""Of 300 pages."""
PAGES_UNIT = "990002"
"""The unit with one voucher of so many payees; `UNIT` has the long ledger."""


def tables(place: Place) -> Iterator[Table]:
    """The PDF, then the CSV."""
    url = place.copied(place.sqlite(0), "ledgers")
    _post(url, PAGES_UNIT, 1, LINES_OF_PAGES)
    _post(url, UNIT, place.large // LINES_A_VOUCHER, LINES_A_VOUCHER)
    path = place.folder / "ledger.pdf"
    done = child("child.py", "ledger", url, PAGES_UNIT, path)
    by_hand = place.folder / "plain.pdf"
    plain = child("child.py", "plain_ledger", url, PAGES_UNIT, by_hand)
    yield Table(
        "An account ledger as PDF",
        (
            "pages",
            "queries and PDF, s",
            "Typst alone, s",
            "ours / Typst",
            "peak memory",
            "plain table, s",
            "its pages",
            "its memory",
        ),
        [
            (
                *(_pages(path), done["seconds"], done["typst"]),
                *(ratio(done["seconds"], done["typst"]), f"{done['peak_mib']:.0f} MiB"),
                *(plain["seconds"], _pages(by_hand), f"{plain['peak_mib']:.0f} MiB"),
            )
        ],
        (__doc__ or "").split("\n\n", 1)[1],
    )
    yield _papers(place.large)
    path = place.folder / "ledger.csv"
    done = child("child.py", "ledger", url, UNIT, path)
    lines = path.read_bytes().count(b"\n")
    yield Table(
        "A long account ledger as CSV",
        ("lines", "s", "lines/s", "peak memory"),
        [
            (
                *(lines, done["seconds"], int(lines / done["seconds"])),
                f"{done['peak_mib']:.0f} MiB",
            )
        ],
    )
    yield _workbook(place)


def _workbook(place: Place) -> Table:
    """The same rows by us and by the library alone, each in a process of its own."""
    path = place.folder / "ledger.xlsx"
    done = child("workbooks.py", "ours", place.small, path)
    alone_ = child("workbooks.py", "plain", place.small, path)
    return Table(
        "A long account ledger as XLSX",
        ("rows", "s", "XlsxWriter alone, s", "ours / XlsxWriter", "memory over start"),
        [
            (
                *(place.small, done["seconds"], alone_["seconds"]),
                ratio(done["seconds"], alone_["seconds"]),
                f"{done['more_mib']:.1f} MiB",
            )
        ],
        "Eight columns, with the sum of each thousand rows as a formula. Start is when "
        "a short workbook has been written, and all is loaded.",
    )


def _papers(large: int) -> Table:
    """The same lines printed by us and by bare Typst, each in a process of its own."""
    rows: list[tuple[object, ...]] = []
    for lines in (LINES_OF_PAPER, min(large, 100_000)):
        ours, plain = (
            child("paper_ledger.py", which, lines) for which in ("ours", "typst")
        )
        rows.append(
            (
                *(lines, ours["pages"], ours["seconds"], plain["seconds"]),
                ratio(ours["seconds"], plain["seconds"]),
                *(f"{one['peak_mib']:.0f} MiB" for one in (ours, plain)),
            )
        )
    titles = ("lines", "pages", "ours, s", "bare Typst, s", "ours / Typst")
    note = (
        "Seconds are those of the processor. Bare Typst sets the same cells in a\n"
        "table, without heads of pages, widths of columns, and last rows kept."
    )
    memory = ("our memory", "Typst's memory")
    return Table("A ledger as PDF, beside bare Typst", (*titles, *memory), rows, note)


def _post(url: str, unit: str, count: int, lines: int) -> None:
    posting = started("posting.py", "ours", url, unit, count, lines)
    posting.communicate("go\n")
    assert posting.returncode == 0


def _pages(path: Path) -> int:
    counts = re.findall(rb"/Count (\d+)", path.read_bytes())
    return max(map(int, counts), default=0)


if __name__ == "__main__":
    sys.exit(alone(tables))
