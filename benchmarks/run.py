"""Measure everything and write `RESULTS.md`: `python benchmarks/run.py [--quick]`.

With `--quick` the larger size is 100k postings and the tables are only printed: such
figures are no results. `--only matching` measures one benchmark, and puts its tables
in the place of those that stand in `RESULTS.md`, with the day.
"""

import argparse
import datetime as dt
import sys
import time
from collections.abc import Iterator, Sequence
from types import ModuleType

import bench_audit
import bench_awards
import bench_balances
import bench_batches
import bench_budgets
import bench_closing
import bench_documents
import bench_import
import bench_matching
import bench_package
import bench_post
import bench_recipients
import bench_sampling
import bench_statistics
import bench_verify
import bench_web
from measuring import HERE, Place, Table, machine, placed

BENCHMARKS = (
    bench_import,
    bench_post,
    bench_verify,
    bench_package,
    bench_balances,
    bench_budgets,
    bench_awards,
    bench_recipients,
    bench_batches,
    bench_statistics,
    bench_closing,
    bench_documents,
    bench_matching,
    bench_audit,
    bench_sampling,
    bench_web,
)
RESULTS = HERE / "RESULTS.md"

HEADING = """# Speed and memory

Written by `make bench`. Every figure stands beside its raw limit, taken in the same
run: compare the ratios, the seconds move with the machine. The books are those of
`generate.py`: 20 units, five years, five funds, 2.6 postings a voucher. Figures of
memory are peaks of a process of its own.
"""


def main() -> int:
    """Run every benchmark, tell how far it is, and keep the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10k and 100k postings")
    names = [_name(benchmark) for benchmark in BENCHMARKS]
    parser.add_argument("--only", choices=names, help="measure one of them again")
    given = parser.parse_args()
    quick: bool = given.quick
    chosen = [one for one in BENCHMARKS if given.only in {None, _name(one)}]
    with placed(quick=quick) as place:
        parts = [HEADING, machine(place), "", *_tables(place, chosen)]
    text = "\n".join(parts)
    if given.only and not quick:
        text = _renewed(RESULTS.read_text("utf-8"), parts[3:])
    if quick:
        print(text)
    else:
        RESULTS.write_text(text, encoding="utf-8")
        print(f"{RESULTS} written")
    return 0


def _name(benchmark: ModuleType) -> str:
    return benchmark.__name__.removeprefix("bench_")


def _tables(place: Place, chosen: Sequence[ModuleType]) -> Iterator[str]:
    for benchmark in chosen:
        begun = time.perf_counter()
        found: list[Table] = list(benchmark.tables(place))
        taken = time.perf_counter() - begun
        print(f"{_name(benchmark)}: {taken:.0f} s", file=sys.stderr)
        yield from map(str, found)


def _renewed(results: str, tables: Sequence[str]) -> str:
    """The results with tables in the place of those of their title, or at the end."""
    head, *sections = results.split("\n## ")
    standing = {section.partition("\n")[0]: section for section in sections}
    for table in tables:
        title, _, rest = table.removeprefix("## ").partition("\n")
        day = dt.datetime.now(dt.UTC).date()
        standing[title] = f"{title}\n\nMeasured on {day}.\n{rest}"
    return "\n## ".join([head, *standing.values()])


if __name__ == "__main__":
    sys.exit(main())
