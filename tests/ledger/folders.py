"""Books folders for tests: rows as dictionaries, written, imported, refused."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from app.wiring import declared
from ledger.errors import Fault, FolderFaulty
from ledger.intake import Imported, import_books
from ledger.people import Act
from tests.building import ACT, Books

Row = dict[str, str]

BLANK = {"debit": "", "credit": ""}
HEAD = {
    "unit": "U1",
    "date": "2025-01-15",
    "summary": "摘要",
    "preparer": "张三",
    "reviewer": "李四",
}


def rows(ref: str, *lines: Row, **more: str) -> list[Row]:
    """The rows of one voucher; `more` says what is different in all of them."""
    return [HEAD | {"voucher": ref} | BLANK | line | more for line in lines]


def dr(account: str, amount: str, fund: str = "F1", **more: str) -> Row:
    """A row's own part, on the debit side."""
    return {"account": account, "fund": fund, "debit": amount, **more}


def cr(account: str, amount: str, fund: str = "F1", **more: str) -> Row:
    """A row's own part, on the credit side."""
    return {"account": account, "fund": fund, "credit": amount, **more}


def receipt(ref: str, amount: str, fund: str = "F1", **more: str) -> list[Row]:
    """Money received into the bank."""
    return rows(ref, dr("102", amount, fund), cr("408", amount, fund), **more)


def payment(ref: str, amount: str, fund: str = "F1", **more: str) -> list[Row]:
    """Aid paid out of the bank."""
    aid = dr("50404", amount, fund, purpose="生活救助")
    return rows(ref, aid, cr("102", amount, fund), **more)


def red_receipt(
    ref: str, corrects: str, amount: str = "-100", **more: str
) -> list[Row]:
    """A receipt of F1 cancelled in red."""
    return receipt(ref, amount, corrects=corrects, correction="full", **more)


def write(path: Path, lines: Iterable[Row]) -> None:
    """Write rows as CSV; the columns are all that any row names."""
    kept = list(lines)
    columns = list(dict.fromkeys(key for row in kept for key in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def everything(books: Books) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    tables = declared()[0].sorted_tables
    with books.raw() as raw:
        return {
            t.name: [
                tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
                for row in raw.run(
                    f"SELECT * FROM {t.name} ORDER BY "
                    + ", ".join(f'"{c.name}"' for c in t.primary_key.columns)
                )
            ]
            for t in tables
        }


class Folder:
    """A books folder to be filled and brought into the books."""

    def __init__(self, path: Path, books: Books) -> None:
        self.path = path
        self.books = books
        path.mkdir(exist_ok=True)

    def write(self, name: str, *lines: Row | list[Row]) -> "Folder":
        """Write a sheet of rows, or of lists of rows."""
        flat = [
            r for line in lines for r in (line if isinstance(line, list) else [line])
        ]
        write(self.path / f"{name}.csv", flat)
        return self

    def vouchers(self, *lines: Row | list[Row]) -> "Folder":
        """Write `vouchers.csv`."""
        return self.write("vouchers", *lines)

    def text(self, name: str, content: str | bytes) -> "Folder":
        """Write a file as it is."""
        raw = content if isinstance(content, bytes) else content.encode()
        (self.path / name).write_bytes(raw)
        return self

    def bring(self, act: Act = ACT) -> Imported:
        """Import the folder."""
        return import_books(self.books.engine, self.path, act)

    def faults(self) -> list[Fault]:
        """What is told of the folder; not a row of the books may have changed."""
        before = everything(self.books)
        with pytest.raises(FolderFaulty) as refusal:
            self.bring()
        assert everything(self.books) == before
        return list(refusal.value.faults)

    def told(self) -> list[str]:
        """The faults as they are read."""
        return [str(fault) for fault in self.faults()]
