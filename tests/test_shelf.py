"""When a copy of books serves a second test, and when it does not."""

import psycopg
import pytest

from tests import server

NEXT = "SELECT nextval(pg_get_serial_sequence('vault_keys', 'number'))"
TABLE = "CREATE TABLE left_behind (a int)"


def used(shelf: server.Shelf, *statements: str, end: str = "ROLLBACK") -> str:
    """Run statements in a copy, then end the transaction; the address of the copy."""
    with shelf.copied("postgresql", "unit") as url:
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in ("BEGIN", *statements, end):
                connection.execute(statement)
        return url


@pytest.mark.parametrize("statements", [(), (TABLE,), (TABLE, "SAVEPOINT s")])
def test_a_copy_in_which_all_was_undone_serves_again(
    shelf: server.Shelf, statements: tuple[str, ...]
) -> None:
    first = used(shelf, *statements)
    assert used(shelf) == first


@pytest.mark.parametrize(
    ("statements", "end"),
    [((TABLE,), "COMMIT"), (("SAVEPOINT s", TABLE, "RELEASE s"), "COMMIT")],
)
def test_a_copy_in_which_something_was_committed_serves_no_more(
    shelf: server.Shelf, statements: tuple[str, ...], end: str
) -> None:
    first = used(shelf, *statements, end=end)
    assert used(shelf) != first


def test_a_copy_that_gave_a_number_serves_no_more(shelf: server.Shelf) -> None:
    """A number is not taken back with its transaction."""
    first = used(shelf, NEXT)
    assert used(shelf) != first


def test_who_still_writes_to_a_copy_is_sent_away(shelf: server.Shelf) -> None:
    with shelf.copied("postgresql", "unit") as url:
        left = psycopg.connect(url)
        left.execute(TABLE)
    with pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")
    left.close()
    used(shelf, TABLE)


def test_two_copies_at_a_time_are_two(shelf: server.Shelf) -> None:
    with (
        shelf.copied("postgresql", "unit") as one,
        shelf.copied("postgresql", "unit") as other,
    ):
        assert one != other
