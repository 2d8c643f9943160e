"""What beancount, run as a program of its own, says of the books we write for it."""

import csv
import datetime as dt
import io
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from app.prefecture import write_books
from ledger.balances import EVER, balances
from ledger.database import Engine, open_books, reading
from ledger.periods import Span
from ledger.register import lookups
from reports.interchange.beancount import component, export
from tests.building import (
    Books,
    credit,
    debit,
    receipt,
    red,
    voucher,
)
from tests.reports.asking import EXAMPLES, bring_in
from tests.server import Shelf

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent
AIDED = {"purpose": "生活救助", "recipient": "A-001", "persons": 3}
ALL_TIME = Span(EVER, dt.date(2100, 1, 1))

Figures = dict[tuple[str, str, str], Decimal]
"""Balances in yuan by unit, fund and account."""


def _prefecture(folder: Path) -> None:
    write_books(folder)


def _generated(folder: Path) -> None:
    program = ROOT / "benchmarks" / "generate.py"
    subprocess.run(
        [sys.executable, program, "1k", folder], check=True, capture_output=True
    )


FOLDERS: dict[str, Path | Callable[[Path], None]] = {
    "fzu-law-2011": EXAMPLES / "fzu-law-2011",
    "daishan-charity-2021": EXAMPLES / "daishan-charity-2021",
    "worked-entries-2009": EXAMPLES / "worked-entries-2009",
    "prefecture": _prefecture,
    "generated": _generated,
}


def write(engine: Engine, to: Path, span: Span = ALL_TIME) -> int:
    """Write the books of all units; the number of vouchers written."""
    with reading(engine) as connection, to.open("w", encoding="utf-8") as stream:
        units = sorted(lookups(connection).units)
        return export(connection, units, span, stream)


def checked(path: Path) -> tuple[int, str]:
    """The exit code of bean-check and every word it says."""
    done = subprocess.run(
        [PROGRAMS / "bean-check", "--no-cache", path],
        check=False,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def queried(path: Path, query: str) -> list[dict[str, str]]:
    """The rows that bean-query finds."""
    done = subprocess.run(
        [PROGRAMS / "bean-query", "--format", "csv", path, query],
        check=True,
        capture_output=True,
        text=True,
    )
    return list(csv.DictReader(io.StringIO(done.stdout)))


def theirs(path: Path) -> Figures:
    """Every balance as beancount adds it up."""
    found: Figures = {}
    for row in queried(path, "SELECT account, sum(number) AS yuan GROUP BY account"):
        _, unit, fund, account = row["account"].split(":")
        key = unit, fund, account.rsplit("-", 1)[0]
        found[key] = found.get(key, Decimal(0)) + Decimal(row["yuan"])
    return {key: yuan for key, yuan in found.items() if yuan}


def ours(engine: Engine, until: dt.date) -> Figures:
    """Every balance as the books have it."""
    with reading(engine) as connection:
        units: Sequence[str] = sorted(lookups(connection).units)
        by = ("unit", "fund", "account")
        found = balances(connection, units, Span(EVER, until), by)
    return {
        (f"U{component(b.unit)}", f"F{component(b.fund)}", b.account): Decimal(
            str(b.closing)
        )
        for b in found
        if b.closing
    }


@pytest.fixture(params=FOLDERS)
def imported(
    request: pytest.FixtureRequest, shelf: Shelf, tmp_path: Path
) -> Iterator[Engine]:
    """Books that were brought in from one of the folders."""
    folder = FOLDERS[request.param]
    if not isinstance(folder, Path):
        folder(tmp_path / "folder")
        folder = tmp_path / "folder"
    with shelf.copied("sqlite", "founded") as url:
        engine = open_books(url)
        bring_in(engine, folder)
        yield engine
        engine.dispose()


@pytest.mark.slow
def test_beancount_accepts_imported_books_and_agrees_in_every_balance(
    imported: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "books.beancount"
    assert write(imported, path) > 0
    assert checked(path) == (0, "")
    assert theirs(path) == ours(imported, ALL_TIME.until) != {}


@pytest.mark.slow
def test_a_span_within_the_books_begins_with_what_stood_before(
    imported: Engine, tmp_path: Path
) -> None:
    # From the middle of one month to the middle of another.
    rows = _days(imported)
    span = Span(rows[len(rows) // 3], rows[len(rows) * 2 // 3] + dt.timedelta(days=1))
    path = tmp_path / "books.beancount"
    write(imported, path, span)
    assert checked(path) == (0, "")
    assert theirs(path) == ours(imported, span.until) != {}


def _days(engine: Engine) -> list[dt.date]:
    with reading(engine) as connection:
        rows = connection.exec_driver_sql("SELECT dated_on FROM vouchers ORDER BY 1")
        return [dt.date.fromisoformat(row[0]) for row in rows]


@pytest.fixture
def awkward(books: Books) -> Books:
    """Vouchers that are hard to write down: red ones, quotes, large amounts."""
    books.post(
        receipt("r1", 9_000_000_000_000_000, summary='收到"捐赠"\\款'),
        receipt("r2", 1),
        voucher(
            "p1",
            debit("50404", 123_450, **AIDED, party='"甲"医院'),
            credit("102", 123_450),
        ),
        voucher(
            "p2",
            debit("50404", 100, **AIDED, party="甲"),
            debit("50404", 250, **AIDED, party="乙"),
            credit("102", 350),
        ),
    )
    books.reverse("p1", red("x1", dated_on=dt.date(2025, 3, 31)))
    return books


@pytest.mark.slow
def test_red_amounts_quotes_and_large_amounts_come_through(
    awkward: Books, tmp_path: Path
) -> None:
    path = tmp_path / "books.beancount"
    assert write(awkward.engine, path) == 5
    assert checked(path) == (0, "")
    assert theirs(path) == ours(awkward.engine, ALL_TIME.until)
    red_lines = queried(path, "SELECT number WHERE entry_meta('ref') = 'x1'")
    assert {row["number"].strip() for row in red_lines} == {"-1234.50", "1234.50"}
    heads = queried(path, "SELECT DISTINCT narration WHERE entry_meta('ref') = 'r1'")
    assert [row["narration"] for row in heads] == ['收到"捐赠"\\款']


@pytest.mark.slow
def test_one_fen_amiss_in_a_kept_total_is_found(awkward: Books, tmp_path: Path) -> None:
    with awkward.raw() as connection:
        connection.run(
            "UPDATE totals SET debit_fen = debit_fen + 1 WHERE period = 202501"
            " AND debit_fen > 1000000"
        )
        connection.commit()
    path = tmp_path / "books.beancount"
    write(awkward.engine, path)
    code, words = checked(path)
    assert code == 1
    assert "Balance failed" in words
    assert "0.01 too little" in words


def test_purpose_recipient_and_persons_stand_on_the_posting(
    awkward: Books, tmp_path: Path
) -> None:
    path = tmp_path / "books.beancount"
    write(awkward.engine, path)
    posting = (
        "  Expenses:UU1:FF1:50404-困难职工帮扶支出  1234.50 CNY\n"
        '    purpose: "生活救助"\n'
        '    recipient: "A-001"\n'
        "    persons: 3\n"
    )
    head = '2025-01-15 * "\\"甲\\"医院" "凭证摘要"\n  ref: "p1"\n  number: "付-1"\n'
    text = path.read_text("utf-8")
    assert head in text
    assert posting in text


def test_different_codes_never_become_one_name() -> None:
    codes = ("a-b", "a--b", "a b", "a.b", "ab", "a-20-b", "甲", "a_b", "A-B", "a·b")
    names = {component(code) for code in codes}
    assert len(names) == len(codes)
    plain = "".join(names).replace("-", "")
    assert all(c.isalpha() or c.isdecimal() for c in plain)
