"""Statistics of aid: a province of 180 units with a year of payments.

Files at the beginning, entered, left and at the end, by category and limb, aid by
project, and the tie to the ledger, at every unit, every sum of units and every tier;
then the same with each file opened for sex and status of work. The limit is the lines
of batches alone, counted and summed by unit and project in one statement.
"""

from collections.abc import Iterator

from measuring import Place, Table, child, ratio

KINDS = ("sqlite", "postgresql")
SCRIPT = "aid_tree.py"


def tables(place: Place) -> Iterator[Table]:
    """Both databases, as many payments as the smaller books have postings."""
    rows: list[tuple[object, ...]] = []
    for kind in KINDS:
        url = place.empty(kind, "aid_tree")
        child(SCRIPT, "fill", url, place.small)
        done = child(SCRIPT, "measure", url)
        rows.append(
            (
                *(done["times"], done["files"], kind, done["bare"]),
                *(done["statistics"], done["opened"]),
                ratio(done["statistics"], done["bare"]),
                f"{done['peak_mib']:.0f} MiB",
            )
        )
    columns = (
        *("payments", "files", "database", "bare sums, s", "statistics, s"),
        *("files opened too, s", "statistics / bare sums", "peak memory"),
    )
    yield Table("Statistics of aid", columns, rows, (__doc__ or "").split("\n\n")[1])
