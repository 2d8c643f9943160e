"""How many planted faults the checks find, and what they say beside.

`python -m tests.recall > audit/recall.toml` measures anew; `docs/checks.md` prints it.
"""

import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from audit import evidence
from audit.books import Books
from audit.catalogue import run_all
from ledger.money import Money
from ledger.periods import parse_span
from tests.planted import UNIT, Folder, Found, Plant, clean, planted, plants

SEED = 1
YEAR = parse_span("2025")
LIMIT = Money.parse("1000")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found of a fault planted alone; `more` is what is no fault at all."""

    found: bool
    also: tuple[Found, ...]
    more: tuple[Found, ...]


def books_in(made: Folder, folder: Path, *, limited: bool = False) -> Books:
    """The books of a folder as an auditor reads them."""
    made.write(folder)
    books = evidence.books_in(evidence.read_folder(folder), YEAR, UNIT)
    limits = replace(books.limits, approval_limit=LIMIT if limited else None)
    return replace(books, limits=limits)


def told(books: Books) -> set[Found]:
    """Check and title of every finding."""
    results = run_all(books)
    return {(one.key, one.title) for result in results for one in result.findings}


def outcome(plant: Plant, folder: Path, seed: int = SEED) -> Outcome:
    """Plant one fault in the clean year, and see what is told."""
    found = told(books_in(planted(seed, (plant,)), folder, limited=plant.limited))
    rest = found - {plant.found}
    also = tuple(one for one in plant.also if one in rest)
    return Outcome(plant.found in found, also, tuple(sorted(rest - set(also))))


def _text(lines: Iterable[str]) -> str:
    return "\n".join([*lines, ""])


def _blocks(folder: Path) -> Iterable[str]:
    books = books_in(clean(SEED), folder / "clean")
    yield "# Faults planted one by one in a clean year, and what checks made of them."
    yield "# Measured by `python -m tests.recall > audit/recall.toml`; tests hold it."
    yield ""
    yield f"vouchers = {len(books.vouchers)}"
    yield f"clean_findings = {len(told(books))}"
    for place, plant in enumerate(plants()):
        found = outcome(plant, folder / str(place))
        yield ""
        yield "[[kind]]"
        yield f'name = "{plant.name}"'
        yield f'check = "{plant.found[0]}"'
        yield f'title = "{plant.found[1]}"'
        yield f"found = {str(found.found).lower()}"
        also = ", ".join(f'"{key} {title}"' for key, title in found.also)
        yield f"also = [{also}]"
        more = ", ".join(f'"{key} {title}"' for key, title in found.more)
        yield f"false_alarms = [{more}]"


def measured() -> str:
    """The whole of `audit/recall.toml`."""
    with tempfile.TemporaryDirectory() as folder:
        return _text(_blocks(Path(folder)))


if __name__ == "__main__":
    sys.stdout.write(measured())
