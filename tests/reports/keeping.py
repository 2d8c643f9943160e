"""A closed year and its set of records, as the tests of archives begin with them."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from ledger import closing, year_end
from ledger.database import reading, writing
from ledger.people import Act
from reports import archive
from reports.archive import Asked, Written
from tests.building import ACT, Books, credit, debit, payment, receipt, voucher

DEC = dt.date(2025, 12, 20)
ORDERS = Act("张三", dt.datetime(2025, 12, 31, 6, tzinfo=dt.UTC))
REVIEWS = Act("李四", dt.datetime(2025, 12, 31, 8, tzinfo=dt.UTC))


def closed(books: Books) -> Books:
    """A year of two funds, closed on its last day."""
    books.post(
        receipt("r1", 1000_00),
        voucher("c", debit("101", 20_00), credit("102", 20_00)),
        payment("p1", 300_00, dated_on=DEC),
        voucher("r2", debit("102", 500_00, "F2"), credit("40302", 500_00, "F2")),
    )
    with writing(books.engine) as connection:
        closing.close_through(connection, "U1", 202511, ACT)
    with writing(books.engine) as connection:
        year_end.order(connection, "U1", 2025, (), ORDERS)
    with writing(books.engine) as connection:
        year_end.post(connection, "U1", 2025, REVIEWS)
    return books


def write(books: Books, folder: Path, **more: Any) -> Written:
    """Write the set of 2025, or what is asked for."""
    with reading(books.engine) as connection:
        given = {"unit": "U1", "year": 2025} | more
        return archive.write(connection, Asked(**given), folder)


def manifest(folder: Path) -> Any:
    """What the manifest says."""
    return json.loads((folder / archive.MANIFEST).read_text("utf-8"))


def listed(folder: Path) -> dict[str, Any]:
    """The files of the manifest, by path."""
    return {one["path"]: one for one in manifest(folder)["files"]}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by path."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
