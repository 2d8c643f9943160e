"""Every report in every format, held against what is on record in `tests/golden/`.

`make golden` writes the records again; read what differs before committing it.
`golden_cases.py` says which reports are held, `goldens.py` what is kept of each.
"""

import datetime as dt
import hashlib
import io
import json
import os
import pickle
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.clock import start_of
from app.demo import FILED_AGAIN
from ledger.database import Engine, reading
from reports import archive_catalogue, catalogue, wording, wording_docs
from reports.report import Chart, Document
from tests import server
from tests.reports import goldens
from tests.reports.asking import NOW, document, rendered, request
from tests.reports.given_sentences import Given
from tests.reports.golden_cases import CASES, Case
from tests.reports.golden_worlds import World, Worlds, on_postgresql

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
DIGESTS = GOLDEN / "digests.txt"
FORMS = Path(__file__).parent / "forms"
WRITE = os.environ.get("BANGFU_GOLDEN") == "write"
SUFFIXES = (*goldens.TEXTS, *goldens.PARTED)
NAMES = [case.name for case in CASES]
WORLDS = list(dict.fromkeys(case.world for case in CASES))
AT = {"published": NOW, "demonstration": start_of(FILED_AGAIN)}
LATE = dt.datetime(2026, 6, 3, 2, tzinfo=dt.UTC)

pytestmark = pytest.mark.slow


def drawn(engine: Engine, world: World, case: Case) -> Document:
    """The report of a case, its rows read."""
    more = dict(case.more)
    if "form" in more:
        more["forms"] = FORMS
    if case.named:
        more["vault"] = world.vault
    asked = request(case.unit, case.period, at=AT.get(case.world, LATE), **more)
    with reading(engine) as connection:
        return goldens.unchained(document(connection, case.report, asked))


class Printed:
    """Every case drawn up once, and printed once in each format."""

    def __init__(self, worlds: Worlds, given: Given) -> None:
        self._worlds, self._given = worlds, given
        self._documents: dict[str, Document] = {}
        self._contents: dict[tuple[str, str], bytes] = {}

    def document(self, case: Case) -> Document:
        """The document of a case."""
        if case.name not in self._documents:
            world = self._worlds.of(case.world)
            self._given.report = case.report
            self._documents[case.name] = drawn(world.engine, world, case)
            self._given.report = ""
        return self._documents[case.name]

    def content(self, case: Case, suffix: str) -> bytes:
        """The document of a case in a format."""
        key = case.name, suffix
        if key not in self._contents:
            self._contents[key] = rendered(self.document(case), suffix)
        return self._contents[key]


@pytest.fixture(scope="module")
def worlds(
    shelf: server.Shelf, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worlds]:
    worlds = Worlds(shelf, tmp_path_factory.mktemp("worlds"))
    yield worlds
    worlds.close()


@pytest.fixture(scope="module")
def given() -> Iterator[Given]:
    """What every sentence is given while the reports are drawn up."""
    with pytest.MonkeyPatch.context() as patch:
        found = Given(wording._environment)
        patch.setattr(wording, "_environment", found)
        yield found


@pytest.fixture(scope="module")
def printed(worlds: Worlds, given: Given) -> Printed:
    return Printed(worlds, given)


# -- text ----------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", goldens.TEXTS)
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_report_says_what_it_said_before(
    printed: Printed, case: Case, suffix: str
) -> None:
    """If a change is meant, run `make golden` and read what differs."""
    found = goldens.text(printed.content(case, suffix), suffix)
    file = GOLDEN / f"{case.name}.{suffix}"
    if WRITE:
        file.write_text(found, "utf-8", newline="\n")
    kept = file.read_text("utf-8") if file.exists() else ""
    told = f"{case.name} as {suffix}: if that is meant, run `make golden`\n"
    if kept != found:
        pytest.fail(told + goldens.difference(kept, found), pytrace=False)


# -- pages and parts -----------------------------------------------------------------


def _records() -> dict[str, dict[str, str]]:
    """The digests of every part, by case and format."""
    records: dict[str, dict[str, str]] = {}
    for line in DIGESTS.read_text("utf-8").splitlines():
        key, part, digest = line.split("\t")
        records.setdefault(key, {})[part] = digest
    return records


@pytest.fixture(scope="module")
def on_record() -> Iterator[dict[str, dict[str, str]]]:
    """The digests on record; if asked they are written again at the end."""
    records = _records()
    yield records
    if WRITE:
        known = {f"{case.name}.{suffix}" for case in CASES for suffix in goldens.PARTED}
        for gone in records.keys() - known:
            del records[gone]
        lines = (
            f"{key}\t{part}\t{digest}\n"
            for key, kept in sorted(records.items())
            for part, digest in kept.items()
        )
        DIGESTS.write_text("".join(lines), "utf-8", newline="\n")


@pytest.mark.parametrize("suffix", goldens.PARTED)
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_printed_report_has_the_pages_and_parts_that_it_had(
    printed: Printed,
    on_record: dict[str, dict[str, str]],
    case: Case,
    suffix: str,
) -> None:
    """If a change is meant, run `make golden` and look at it as a picture."""
    found = goldens.parts(printed.content(case, suffix), suffix)
    key = f"{case.name}.{suffix}"
    if WRITE:
        on_record[key] = goldens.digests(found)
    told = f"{case.name} as {suffix}: if that is meant, run `make golden`\n"
    if what := goldens.difference_of_parts(on_record.get(key, {}), found):
        pytest.fail(told + what, pytrace=False)


# -- the same figures -----------------------------------------------------------------

_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
"""A run of a word processor; an amount in a table is one."""


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_word_processor_file_has_every_amount_of_the_json(
    printed: Printed, case: Case
) -> None:
    told = json.loads(printed.content(case, "json"))
    pictures = {
        k for k, one in printed.document(case).listed() if isinstance(one, Chart)
    }
    wanted = Counter(
        f"{Decimal(row[column['key']]):,.2f}"
        for key, table in told["tables"].items()
        if key not in pictures
        for column in table["columns"]
        if column["kind"] == "money"
        for row in table["rows"]
        if row[column["key"]] is not None
    )
    with zipfile.ZipFile(io.BytesIO(printed.content(case, "docx"))) as parts:
        found = Counter(_TEXT.findall(parts.read("word/document.xml").decode()))
    assert wanted - found == Counter()


# -- the same bytes ------------------------------------------------------------------

_AGAIN = """
import hashlib, json, pickle, sys
from tests.reports.asking import rendered
for name, document in pickle.load(sys.stdin.buffer):
    found = {s: hashlib.sha256(rendered(document, s)).hexdigest() for s in sys.argv[1:]}
    print(json.dumps([name, found]))
"""


def test_another_process_prints_the_same_bytes(printed: Printed) -> None:
    """Later, elsewhere, with other hashes: the first case of every report."""
    firsts = {case.report: case for case in reversed(CASES)}.values()
    told = pickle.dumps([(one.name, printed.document(one)) for one in firsts])
    other = {"PYTHONHASHSEED": "1", "TZ": "America/St_Johns", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", _AGAIN, *SUFFIXES],
        input=told,
        cwd=ROOT,
        env=os.environ | other,
        capture_output=True,
        check=True,
    )
    again = dict(map(json.loads, done.stdout.splitlines()))
    assert len(again) == len(catalogue.all_reports())
    differing = [
        f"{case.name} as {suffix}"
        for case in firsts
        for suffix in SUFFIXES
        if hashlib.sha256(printed.content(case, suffix)).hexdigest()
        != again[case.name][suffix]
    ]
    assert differing == []


@pytest.mark.parametrize("name", WORLDS)
def test_the_same_books_on_postgresql_say_the_same(
    worlds: Worlds, printed: Printed, shelf: server.Shelf, name: str
) -> None:
    world = worlds.of(name)
    differing = []
    with on_postgresql(shelf, world.engine) as engine:
        for case in (one for one in CASES if one.world == name):
            found = rendered(drawn(engine, world, case), "json").decode()
            if found != (kept := printed.content(case, "json").decode()):
                differing.append(f"{case.name}\n{goldens.difference(kept, found)}")
    assert "\n".join(differing) == ""


# -- sentences ------------------------------------------------------------------------


def test_every_sentence_is_given_what_its_head_tells(
    printed: Printed, given: Given
) -> None:
    """Else write the head of the template anew, and `make docs`."""
    for case in CASES:
        printed.document(case)
    heads = {one.name: one for one in wording_docs.all_told()}
    for name, met in given.met.items():
        if not name.startswith(archive_catalogue.NAME):
            # An archive draws up the other reports of its year.
            met.reports.discard(archive_catalogue.NAME)
    faults = [
        fault for name, met in given.met.items() for fault in met.faults(heads[name])
    ]
    assert faults == []
    assert len(given.met) > 80


# -- all of them ---------------------------------------------------------------------


def test_every_report_has_a_case() -> None:
    """A page without one: add a line to `golden_cases.py` and run `make golden`."""
    held = {case.report for case in CASES}
    lacking = [one.name for one in catalogue.all_reports() if one.name not in held]
    assert lacking == [], (
        "add a case of each to tests/reports/golden_cases.py, of books in which it"
        " says something, and run `make golden`"
    )
    assert held <= {one.name for one in catalogue.all_reports()}
    assert len(set(NAMES)) == len(NAMES)
    assert all(case.name.startswith(case.report) for case in CASES)


def test_no_record_is_left_over() -> None:
    """Every file and every digest belongs to a case."""
    expected = {f"{name}.{suffix}" for name in NAMES for suffix in goldens.TEXTS}
    if WRITE:
        for file in GOLDEN.iterdir():
            if file.name not in expected | {DIGESTS.name}:
                file.unlink()
    ours = {file.name for file in GOLDEN.iterdir()} - {DIGESTS.name}
    assert ours == expected
    wanted = {f"{name}.{suffix}" for name in NAMES for suffix in goldens.PARTED}
    assert WRITE or set(_records()) == wanted
