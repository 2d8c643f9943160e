"""A row or more in every table of money between units, on top of `sending.py`.

`tree` gives the empty tree, `copied` the tree with what `fill_transfer` did in it; both
are made once a worker.
"""

from collections.abc import Iterator

from ledger.database import Engine, open_books
from tests import building, server
from tests.building import Books
from tests.treasury.sending import Line, found_tree
from treasury import transfer_tables


def fill_transfer(books: Books) -> Line:
    """One transfer booked by its receiver, one rejected and taken back."""
    line = Line(books)
    line.moved("P", "C", 100_00)
    back = line.take_back(line.reject(line.sent("P", "C", 50_00)))
    assert back.back is not None
    line.post("P", back.back.draft)
    names = {table.name for table in transfer_tables.APPENDED}
    assert names == {"transfers", "transfer_answers", "transfer_returns"}
    return line


def _tree(engine: Engine) -> None:
    building.found_with_unit(engine)
    found_tree(Books(engine, ""))


def _filled(engine: Engine) -> None:
    _tree(engine)
    fill_transfer(Books(engine, ""))


def tree(shelf: server.Shelf, dialect: str) -> Iterator[Line]:
    """The tree as it begins."""
    shelf.fillings.setdefault("tree", _tree)
    yield from _line(shelf, dialect, "tree")


def copied(shelf: server.Shelf, dialect: str) -> Iterator[Line]:
    """The tree with a row in every table."""
    shelf.fillings.setdefault("transfers", _filled)
    yield from _line(shelf, dialect, "transfers")


def _line(shelf: server.Shelf, dialect: str, name: str) -> Iterator[Line]:
    with shelf.copied(dialect, name) as url:
        books = Books(open_books(url), url)
        yield Line(books)
        books.engine.dispose()
