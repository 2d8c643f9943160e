"""Measure everything and write `RESULTS.md`: `python benchmarks/run.py [--quick]`.

With `--quick` the larger size is 100k postings and the tables are only printed: such
figures are no results.
"""

import argparse
import sys
import time
from collections.abc import Iterator

import bench_awards
import bench_balances
import bench_budgets
import bench_closing
import bench_documents
import bench_import
import bench_matching
import bench_post
import bench_verify
from measuring import HERE, Place, Table, machine, placed

BENCHMARKS = (
    bench_import,
    bench_post,
    bench_verify,
    bench_balances,
    bench_budgets,
    bench_awards,
    bench_closing,
    bench_documents,
    bench_matching,
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
    quick = parser.parse_args().quick
    with placed(quick=quick) as place:
        parts = [HEADING, machine(place), "", *_tables(place)]
    text = "\n".join(parts)
    if quick:
        print(text)
    else:
        RESULTS.write_text(text, encoding="utf-8")
        print(f"{RESULTS} written")
    return 0


def _tables(place: Place) -> Iterator[str]:
    for benchmark in BENCHMARKS:
        begun = time.perf_counter()
        found: list[Table] = list(benchmark.tables(place))
        name = benchmark.__name__.removeprefix("bench_")
        print(f"{name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        yield from map(str, found)


if __name__ == "__main__":
    sys.exit(main())
