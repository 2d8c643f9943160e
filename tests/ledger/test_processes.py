"""Several processes on one set of books: nothing is lost, and no gap is left."""

import subprocess
import sys
from pathlib import Path

import pytest

from ledger import store
from ledger.database import open_books, writing
from ledger.errors import DatabaseBusy
from tests.building import Books, receipt

ROOT = Path(__file__).parents[2]


def poster(books: Books, prefix: str, count: int, how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.ledger.poster"]
    return subprocess.Popen(
        [*command, books.url, prefix, str(count), how],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_two_processes_posting_to_one_unit_lose_nothing(books: Books) -> None:
    processes = [poster(books, prefix, 40, "each") for prefix in "ab"]
    for process in processes:
        process.communicate(timeout=60)
    assert [process.returncode for process in processes] == [0, 0]
    everything = (80, 80, 80, 80)
    counts = "COUNT(*), MAX(position), MAX(number), COUNT(DISTINCT ref)"
    assert books.rows(f"SELECT {counts} FROM vouchers") == [everything]
    broken = (
        "SELECT COUNT(*) FROM vouchers v JOIN vouchers w ON w.unit_id = v.unit_id"
        " AND w.position = v.position + 1 WHERE w.previous <> v.hash"
    )
    assert books.one(broken) == 0
    assert books.one("SELECT SUM(debit_fen) FROM totals") == 2 * sum(range(1, 41))


@pytest.mark.slow
def test_a_process_killed_amid_a_post_leaves_the_books_as_before(books: Books) -> None:
    books.post(receipt("before", 5))
    # More than go to the database one by one.
    with poster(books, "killed", store.COPY_FROM + 1, "all") as process:
        assert process.stdout
        assert process.stdout.readline() == "written\n"
        process.kill()
    for table, rows in {"vouchers": 1, "postings": 2, "money_positions": 1}.items():
        assert books.one(f"SELECT COUNT(*) FROM {table}") == rows
    assert books.one("SELECT SUM(debit_fen) FROM totals") == 5
    (outcome,) = books.post(receipt("after", 5))
    assert (outcome.position, outcome.number) == (2, 2)


@pytest.mark.slow
def test_who_waits_too_long_is_told_who_holds_the_books(sqlite_books: Books) -> None:
    impatient = open_books(sqlite_books.url, busy_seconds=0.05)
    with poster(sqlite_books, "held", 5, "all") as process:
        assert process.stdout
        process.stdout.readline()
        for _ in range(2):
            with (
                pytest.raises(DatabaseBusy, match=f"导入（进程 {process.pid}）"),
                writing(impatient, "结账"),
            ):
                pass
        process.kill()
    impatient.dispose()
    sqlite_books.post(receipt("after", 5))
    assert sqlite_books.one("SELECT COUNT(*) FROM vouchers") == 1
