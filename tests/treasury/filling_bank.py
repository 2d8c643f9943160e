"""A row or more in every table of bank accounts and statements."""

from tests.building import Books
from tests.treasury.banking import open_account, table, take
from treasury import bank_tables


def fill_bank(books: Books) -> None:
    """An account, the mapping of its tables, and a statement of two rows."""
    open_account(books)
    rows = ("2026-01-05", 1_000_00, "拨款"), ("2026-01-07", -300_00, "慰问")
    take(books, table(100_00, *rows))
    names = {table.name for table in bank_tables.APPENDED}
    assert names == {"bank_accounts", "bank_mappings", "bank_statements", "bank_rows"}
