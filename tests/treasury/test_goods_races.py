"""Two at once: one serial is given once, one quilt too."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import Books
from tests.ledger.test_races import outcome, wait_until_blocked
from tests.treasury.filling_goods import fill_goods
from tests.treasury.goods_world import Store
from tests.treasury.test_goods_guards import SERIAL, TAKING

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_two_processes_do_not_give_the_same_serial(books: Books) -> None:
    """Both ask for A003; A002 and A004 were asked for by one of them each."""
    shop = Store(books)
    shop.tickets("v1", "A001-A010", 10, 950)
    words = [sys.executable, "-m", "tests.treasury.issuer", books.url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    asked = (("i1", "A002-A003"), ("i2", "A003-A004"))
    started = [
        subprocess.Popen([*words, *one], cwd=ROOT, encoding="utf-8", **pipes)
        for one in asked
    ]
    for process in started:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = sorted(process.communicate()[0].strip() for process in started)
    assert said[0] == "given"
    assert "编号 A003 不在该资金的结存之内，或已发出" in said[1]
    assert books.one("SELECT COUNT(*) FROM goods_serials") == 1


@pytest.mark.parametrize("table", ["goods_serials", "goods_takings"])
def test_the_database_itself_lets_one_of_two_writers_have_it(
    postgresql_books: Books, table: str
) -> None:
    """Past the code: the second waits for the first, and then sees what is gone."""
    fill_goods(postgresql_books)
    row = SERIAL if table == "goods_serials" else TAKING | {"quantity_milli": 9_000}
    with postgresql_books.raw() as one, postgresql_books.raw() as other:
        for raw in (one, other):
            raw.run("SET CONSTRAINTS ALL DEFERRED")
        one.insert(table, row)
        later = row | {"move": 6}
        thread, refused = outcome(lambda: other.insert(table, later))
        wait_until_blocked(postgresql_books)
        # What has no movement yet cannot stand; it is the lock that is looked at.
        one.close()
        thread.join(10)
    assert refused == []


def test_the_second_writer_sees_what_the_first_left(postgresql_books: Books) -> None:
    shop = fill_goods(postgresql_books)
    with postgresql_books.raw() as other:
        shop.issue("i9", 1, item="V1", serials="A003")
        late = SERIAL | {"move": 9}
        thread, refused = outcome(lambda: other.insert("goods_serials", late))
        thread.join(10)
    assert "bangfu:serial" in refused[0]
